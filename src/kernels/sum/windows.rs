//! The exact sum of a block of doubles that are not too different, as three doubles.
//!
//! Three windows lie below each other, each 52 bits high but for the room that a sum needs. Window j has a sum S_j in
//! each lane, which starts at START * 2^e_j and takes from each value the bits that lie in its range; what it leaves
//! goes to the next one:
//!
//! ```text
//! r_0 = x;   T = S_j + r_j rounded;  q = T - S_j;  r_(j+1) = r_j - q;  S_j = T
//! ```
//!
//! This is the extraction of S. M. Rump, T. Ogita and S. Oishi, "Accurate floating-point summation part I", 2008,
//! section 3: as long as every S_j keeps to its binade, q and r_(j+1) are exact, for q is a difference of neighbours in
//! one binade and r_(j+1) the error of one addition to a larger number. An addition that underflows is exact. So
//! when the last remainders are all zero, the sum of all S_j - START * 2^e_j is the sum of the block.
//!
//! With n < 2^bits values below 2^top, e_0 = top + bits - 1 keeps the first window in its range, START * 2^e_0 plus
//! or minus 2^(e_0 + 1) / lanes. Since top is a guess, this is checked: by the bits in which any T differs from its
//! start. The remainders are at most 2^(e_0 - 52) then, and at most n / lanes + 1 <= 2^(bits + 1) / lanes in a lane, so
//! that e_1 = e_0 - 52 + bits does for the next window, without a check; and so on. The differences are multiples of
//! 2^(e_j - 51), at most 2^(e_j + 1) / lanes each, and so add up without rounding. A window's last bit never needs
//! to lie below 2^-1074.

use super::lanes::{Lanes, for_each_distance};

/// The most values of a block.
pub const BLOCK: usize = 1 << 12;

const WINDOWS: usize = 3;
/// How many values ahead memory is asked for.
const AHEAD: usize = 1024;

/// The sum of at most [`BLOCK`] values as three doubles, the greatest first in its last bit's place; `None` if the
/// values need more bits than the windows have, or are not all finite, or near overflow.
///
/// `top` is a guess of the least integer such that all magnitudes are below 2^top, `i32::MIN` if there is none; it
/// is replaced by one that worked.
#[inline(always)]
pub fn sum_block<L: Lanes>(lanes: L, values: &[f64], top: &mut i32) -> Option<[f64; WINDOWS]> {
    if *top != i32::MIN
        && let Some(sums) = try_top(lanes, values, *top)
    {
        return Some(sums);
    }
    let found = find_top(lanes, values);
    if found == *top {
        return None;
    }
    let sums = try_top(lanes, values, found)?;
    *top = found;
    Some(sums)
}

/// The least integer such that all magnitudes are below 2^integer; 1025 with an infinity. Disregards NaN.
#[inline(always)]
fn find_top<L: Lanes>(lanes: L, values: &[f64]) -> i32 {
    let mut greatest = [lanes.splat(0.0); 2];
    let mut pairs = values.chunks_exact(2 * L::WIDTH);
    for pair in &mut pairs {
        greatest[0] = lanes.max(lanes.abs(lanes.load(pair)), greatest[0]);
        greatest[1] = lanes.max(lanes.abs(lanes.load(&pair[L::WIDTH..])), greatest[1]);
    }
    for part in pairs.remainder().chunks(L::WIDTH) {
        greatest[0] = lanes.max(lanes.abs(lanes.load(part)), greatest[0]);
    }
    let mut greatest = lanes.max(greatest[0], greatest[1]);
    for_each_distance!(DISTANCE => {
        greatest = lanes.max(greatest, lanes.swap::<DISTANCE>(greatest));
    });
    (lanes.first(greatest).to_bits() >> 52) as i32 - 1022
}

#[inline(always)]
fn try_top<L: Lanes>(lanes: L, values: &[f64], top: i32) -> Option<[f64; WINDOWS]> {
    let bits = (usize::BITS - (values.len() | L::WIDTH).leading_zeros()) as i32;
    let first = top + bits - 1;
    // The greatest start must be finite.
    if first > 1022 {
        return None;
    }
    let mut windows = Windows::new(lanes, [0, 1, 2].map(|place| first - (52 - bits) * place));
    let mut vectors = values.chunks_exact(L::WIDTH);
    for vector in &mut vectors {
        lanes.prefetch::<1, _>(vector, AHEAD);
        windows.add(lanes.load(vector));
    }
    if !vectors.remainder().is_empty() {
        windows.add(lanes.load(vectors.remainder()));
    }
    windows.finish()
}

struct Windows<L: Lanes> {
    lanes: L,
    starts: [L::Vector; WINDOWS],
    sums: [L::Vector; WINDOWS],
    /// The bits in which any first sum differed from its start.
    differ: L::Vector,
    /// The bits that any last remainder had.
    rest: L::Vector,
}

impl<L: Lanes> Windows<L> {
    /// Where a sum starts, in units of 2^e.
    const START: f64 = 2.0 + 2.0 / L::WIDTH as f64;
    /// Of these bits the first sum shares all with its start as long as it is in [2, 2 + 4/lanes) * 2^e: the sign, the
    /// exponent field, and the first of the fraction.
    const SAME: u64 = !((1 << (53 - L::WIDTH.ilog2())) - 1);

    #[inline(always)]
    fn new(lanes: L, exponents: [i32; WINDOWS]) -> Self {
        // START * 2^e, by its bits. Its last bit is 2^(e - 51).
        let start = |exponent: i32| {
            f64::from_bits(Self::START.to_bits().wrapping_add_signed(i64::from(exponent.max(-1023)) << 52))
        };
        let starts = exponents.map(|exponent| lanes.splat(start(exponent)));
        let zero = lanes.splat(0.0);
        Windows { lanes, starts, sums: starts, differ: zero, rest: zero }
    }

    #[inline(always)]
    fn add(&mut self, value: L::Vector) {
        let lanes = self.lanes;
        let mut rest = value;
        for sum in &mut self.sums {
            let next = lanes.add(*sum, rest);
            rest = lanes.sub(rest, lanes.sub(next, *sum));
            *sum = next;
        }
        self.differ = lanes.or_xor(self.differ, self.sums[0], self.starts[0]);
        self.rest = lanes.or(self.rest, rest, rest);
    }

    #[inline(always)]
    fn finish(self) -> Option<[f64; WINDOWS]> {
        const MAGNITUDE: u64 = u64::MAX >> 1;
        let lanes = self.lanes;
        if lanes.any(self.differ, Self::SAME) || lanes.any(self.rest, MAGNITUDE) {
            return None;
        }
        let mut totals = [0.0; WINDOWS];
        for (total, (sum, start)) in totals.iter_mut().zip(self.sums.into_iter().zip(self.starts)) {
            let mut part = lanes.sub(sum, start);
            for_each_distance!(DISTANCE => {
                part = lanes.add(part, lanes.swap::<DISTANCE>(part));
            });
            *total = lanes.first(part);
        }
        Some(totals)
    }
}

/// What [`split_products`] found.
#[derive(Clone, Copy)]
pub struct Split {
    /// Whether each product is exactly the sum of the two doubles.
    pub exact: bool,
    /// Whether any error is not zero.
    pub errors: bool,
}

/// The products of two slices of equal length, rounded, and their errors, to the beginnings of two slices that have
/// room for whole vectors.
///
/// An error is representable, and computed without one, if its last bit, 2^-104 of the product's first, is not below
/// 2^-1074.
#[inline(always)]
pub fn split_products<L: Lanes>(
    lanes: L,
    a: &[f64],
    b: &[f64],
    products: &mut [f64],
    errors: &mut [f64],
) -> Split {
    /// 2^-960 and 2^960.
    const RANGE: (f64, f64) = (f64::from_bits(63 << 52), f64::from_bits(1983 << 52));
    let factors = a.chunks(L::WIDTH).zip(b.chunks(L::WIDTH));
    let results = products.chunks_exact_mut(L::WIDTH).zip(errors.chunks_exact_mut(L::WIDTH));
    for ((a, b), (product_slot, error_slot)) in factors.zip(results) {
        let (a, b) = (lanes.load(a), lanes.load(b));
        let product = lanes.mul(a, b);
        lanes.store(product, product_slot);
        lanes.store(lanes.product_error(a, b, product), error_slot);
    }
    // Words and not bool, for the compiler to make vectors of.
    let (mut inexact, mut error_bits) = (0, 0);
    for (((&a, &b), &product), &error) in a.iter().zip(b).zip(&*products).zip(&*errors) {
        let magnitude = product.abs();
        let in_range = (magnitude >= RANGE.0) & (magnitude <= RANGE.1) | (a == 0.0) | (b == 0.0);
        // Neither NaN nor infinite.
        inexact |= u64::from(!(in_range & (error.abs() <= RANGE.1)));
        error_bits |= error.abs().to_bits();
    }
    Split { exact: inexact == 0, errors: error_bits != 0 }
}
