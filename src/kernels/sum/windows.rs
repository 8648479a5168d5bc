//! The exact sum of doubles that are not too different, as a few integers.
//!
//! Three windows, or six, lie below each other, each 52 bits high but for the room that a sum needs. Window j has a sum S_j in
//! each lane, which starts at 3 * 2^e_j and takes from each value the bits that lie in its range; what it leaves goes to
//! the next one:
//!
//! ```text
//! r_0 = x;   T = S_j + r_j rounded;  q = T - S_j;  r_(j+1) = r_j - q;  S_j = T
//! ```
//!
//! This is the extraction of S. M. Rump, T. Ogita and S. Oishi, "Accurate floating-point summation part I", 2008,
//! section 3: as long as every S_j keeps to its binade, q and r_(j+1) are exact, for q is a difference of neighbours in
//! one binade and r_(j+1) the error of one addition to a larger number. An addition that underflows is exact. So
//! when the last remainders are all zero, the sum of all S_j - 3 * 2^e_j is the sum of the values.
//!
//! A lane takes at most 64 = 2^6 values. If they are below 2^top, e_0 = top + 6 keeps the first window in its binade, 3 *
//! 2^e_0 plus or minus 2^e_0. Since top is a guess, this is checked: by the bits in which any T differs from its start.
//! The remainders are at most 2^(e_0 - 52) then, so that e_1 = e_0 - 52 + 6 does for the next window, without a
//! check; and so on. (The sum of 64 remainders as large as that may end at 4 * 2^e_1, which is a double too.) A window's
//! last bit never needs to lie below 2^-1074.
//!
//! Then the sums start again, and what they have gathered is added to integers, one in each lane, in units of the
//! windows' last bits: the bits of S less those of its start. That is at most 2^51 for each lane and each 64 values.
//!
//! **Products** are two values each: the rounded product p, and its error, which p's second window takes besides what the
//! first has left of p. Both are at most 2^(e_0 - 52), for p is below 2^(e_0 + 1), so that a lane takes at most 2^7 of them
//! from the second window on: e_1 = e_0 - 52 + 7. The error ends 53 places below p: its last window is the one below p's.

use super::fixed_point::FixedPoint;
use super::lanes::{Lanes, for_each_distance};
use std::array::from_fn;
use std::hint::black_box;

/// The most values that are taken at a time: the integers have room for more.
pub const BLOCK: usize = 1 << 12;

/// Windows of values, and how many there are for more different ones.
pub const WINDOWS: usize = 3;
pub const MORE_WINDOWS: usize = 6;
/// Windows of products.
pub const PRODUCT_WINDOWS: usize = 4;
pub const MORE_PRODUCT_WINDOWS: usize = 8;
/// How many vectors are added before the sums start again.
const GROUP: usize = 1 << BITS;
const BITS: i32 = 6;
/// How far apart the windows of products are.
const PRODUCT_STEP: i32 = 52 - BITS - 1;
/// 2^-960: the error of a product of this magnitude is a double.
const SMALLEST_PRODUCT: f64 = f64::from_bits(63 << 52);
/// Room above the greatest magnitude of some values, for those that follow.
const SLACK: i32 = 2;

/// The sum of the first values of a slice.
pub struct Sums<const N: usize> {
    totals: [i64; N],
    /// The exponents of the windows' last bits.
    units: [i32; N],
    /// How many values they are.
    pub count: usize,
}

impl<const N: usize> Sums<N> {
    fn none() -> Self {
        Sums { totals: [0; N], units: [0; N], count: 0 }
    }

    /// Adds the sum to a state.
    #[inline]
    pub fn add_to<const CHUNKS: usize, const UNIT: i32>(&self, state: &mut FixedPoint<CHUNKS, UNIT>) {
        for (&total, &unit) in self.totals.iter().zip(&self.units) {
            if total != 0 {
                state.add_scaled(u128::from(total.unsigned_abs()), unit, total < 0);
            }
        }
    }

    /// The sum as three doubles, if each total is one; infinite where it overflows.
    pub fn doubles(&self) -> Option<[f64; N]> {
        let exact = self.totals.iter().all(|total| total.unsigned_abs() <= 1 << 53);
        let double = |(&total, &unit): (&i64, &i32)| {
            // A power of two that may be subnormal.
            let unit = if unit < -1022 { 1 << (unit + 1074) } else { ((unit + 1023) as u64) << 52 };
            total as f64 * f64::from_bits(unit)
        };
        let mut doubles = [0.0; N];
        let all = self.totals.iter().zip(&self.units);
        doubles.iter_mut().zip(all).for_each(|(slot, one)| *slot = double(one));
        exact.then_some(doubles)
    }
}

/// The sum of the first of at most [`BLOCK`] values: all of them, unless they need more bits than the windows have, or
/// are not all finite, or near overflow. Then it is the sum of those before the first 64 vectors that do; perhaps of none.
///
/// `top` is a guess of an integer such that all magnitudes are below 2^top, `i32::MIN` if there is none; it is
/// replaced by a better one.
#[inline(always)]
pub fn sum_block<L: Lanes, const N: usize>(lanes: L, values: &[f64], top: &mut i32) -> Sums<N> {
    if *top != i32::MIN {
        let sums = try_top(lanes, values, *top);
        if sums.count > 0 {
            return sums;
        }
    }
    let group = values.get(..GROUP * L::WIDTH).unwrap_or(values);
    let found = find_top(lanes, group) + SLACK;
    if found == *top {
        return Sums::none();
    }
    *top = found;
    try_top(lanes, values, found)
}

/// The sum of the first products of two slices of equal length, at most [`BLOCK`], as [`sum_block`] sums values: of whole
/// vectors alone, and not where one is so small that its error may not be a double.
#[inline(always)]
pub fn sum_products<L: Lanes, const N: usize>(lanes: L, a: &[f64], b: &[f64], top: &mut i32) -> Sums<N> {
    if *top != i32::MIN {
        let sums = try_top_of_products(lanes, a, b, *top);
        if sums.count > 0 {
            return sums;
        }
    }
    let mut greatest = lanes.splat(0.0);
    for (a, b) in a.chunks_exact(L::WIDTH).zip(b.chunks_exact(L::WIDTH)).take(GROUP) {
        greatest = lanes.max(lanes.abs(lanes.mul(lanes.load(a), lanes.load(b))), greatest);
    }
    let found = exponent_above(lanes, greatest) + SLACK;
    if found == *top {
        return Sums::none();
    }
    *top = found;
    try_top_of_products(lanes, a, b, found)
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
    exponent_above(lanes, lanes.max(greatest[0], greatest[1]))
}

/// The least integer such that no lane reaches 2^integer; at least -1022.
#[inline(always)]
fn exponent_above<L: Lanes>(lanes: L, mut greatest: L::Vector) -> i32 {
    for_each_distance!(DISTANCE => {
        greatest = lanes.max(greatest, lanes.swap::<DISTANCE>(greatest));
    });
    (lanes.first(greatest).to_bits() >> 52) as i32 - 1022
}

/// The exponents of windows `step` apart, for values below 2^`top`, and those of their last bits; `None` if the
/// greatest start would not be finite. A window's last bit never needs to lie below that of the subnormal numbers.
#[inline(always)]
fn exponents<const N: usize>(top: i32, step: i32) -> Option<([i32; N], [i32; N])> {
    let first = top.max(-1100) + BITS;
    let exponents: [i32; N] = from_fn(|place| (first - step * place as i32).max(-1023));
    (first <= 1022).then(|| (exponents, exponents.map(|exponent| exponent - 51)))
}

#[inline(always)]
fn try_top<L: Lanes, const N: usize>(lanes: L, values: &[f64], top: i32) -> Sums<N> {
    let Some((exponents, units)) = exponents(top, 52 - BITS) else { return Sums::none() };
    let mut sums = Sums { totals: [0; N], units, count: 0 };
    let mut windows = Windows::new(lanes, exponents);
    for group in values.chunks(GROUP * L::WIDTH) {
        // As many vectors side by side as there are registers for.
        if L::WIDTH == 8 {
            windows.add_values::<4>(group)
        } else {
            windows.add_values::<2>(group)
        }
        if !windows.start_again() {
            break;
        }
        sums.count += group.len();
    }
    sums.totals = windows.totals();
    sums
}

#[inline(always)]
fn try_top_of_products<L: Lanes, const N: usize>(lanes: L, a: &[f64], b: &[f64], top: i32) -> Sums<N> {
    let Some((exponents, units)) = exponents(top, PRODUCT_STEP) else { return Sums::none() };
    let mut sums = Sums { totals: [0; N], units, count: 0 };
    let mut windows = Windows::new(lanes, exponents);
    for (a, b) in a.chunks(GROUP * L::WIDTH).zip(b.chunks(GROUP * L::WIDTH)) {
        let (mut least, mut count) = (lanes.splat(f64::INFINITY), 0);
        let (mut a_pairs, mut b_pairs) = (a.chunks_exact(2 * L::WIDTH), b.chunks_exact(2 * L::WIDTH));
        for (a, b) in (&mut a_pairs).zip(&mut b_pairs) {
            let next = (lanes.load(&a[L::WIDTH..]), lanes.load(&b[L::WIDTH..]));
            windows.add_products([(lanes.load(a), lanes.load(b)), next], &mut least);
            count += 2 * L::WIDTH;
        }
        let (a_rest, b_rest) = (a_pairs.remainder(), b_pairs.remainder());
        if a_rest.len() >= L::WIDTH {
            windows.add_products([(lanes.load(a_rest), lanes.load(b_rest))], &mut least);
            count += L::WIDTH;
        }
        for_each_distance!(DISTANCE => {
            least = lanes.min(least, lanes.swap::<DISTANCE>(least));
        });
        if lanes.first(least) < SMALLEST_PRODUCT && !zero_or_large(a, b) || !windows.start_again() {
            break;
        }
        sums.count += count;
    }
    sums.totals = windows.totals();
    sums
}

/// Whether every product is at least [`SMALLEST_PRODUCT`], or one of its factors is zero.
#[inline(always)]
fn zero_or_large(a: &[f64], b: &[f64]) -> bool {
    // Words and not bool, for the compiler to make vectors of.
    let mut small = 0;
    for (&a, &b) in a.iter().zip(b) {
        small |= u64::from(((a * b).abs() < SMALLEST_PRODUCT) & (a != 0.0) & (b != 0.0));
    }
    small == 0
}

struct Windows<L: Lanes, const N: usize> {
    lanes: L,
    one: L::Vector,
    starts: [L::Vector; N],
    sums: [L::Vector; N],
    /// Integers: what the sums have gathered before they started again.
    totals: [L::Vector; N],
    /// The bits in which any first sum differed from its start.
    differ: L::Vector,
    /// The bits that any last remainder had, or in which what the last window took differed from what came to it.
    rest: L::Vector,
}

impl<L: Lanes, const N: usize> Windows<L, N> {
    #[inline(always)]
    fn new(lanes: L, exponents: [i32; N]) -> Self {
        let mut starts = [lanes.splat(0.0); N];
        for (start, exponent) in starts.iter_mut().zip(exponents) {
            // 3 * 2^e, by its bits.
            let bits = 3f64.to_bits().wrapping_add_signed(i64::from(exponent) << 52);
            *start = lanes.splat(f64::from_bits(bits));
        }
        let zero = lanes.splat(0.0);
        // The compiler must not know the number that it is multiplied by.
        let one = lanes.splat(black_box(1.0));
        Windows { lanes, one, starts, sums: starts, totals: [zero; N], differ: zero, rest: zero }
    }

    /// Adds what lies in the range of a window to its sum; returns the rest. The second operation, and if `FUSED` the third
    /// is a multiplication and addition in one, which some CPUs do in another unit than additions; they write to an operand
    /// that is needed no more.
    #[inline(always)]
    fn take<const FUSED: bool>(&mut self, window: usize, value: L::Vector) -> L::Vector {
        let taken = self.add_to_sum(window, value);
        if L::FUSED && FUSED {
            self.lanes.neg_mul_add(taken, self.one, value)
        } else {
            self.lanes.sub(value, taken)
        }
    }

    /// The same for the last window: a rest is noted.
    #[inline(always)]
    fn take_all(&mut self, window: usize, value: L::Vector) {
        let taken = self.add_to_sum(window, value);
        self.rest = self.lanes.or_xor(self.rest, value, taken);
    }

    /// Adds a value to a window's sum; returns by how much that has changed.
    #[inline(always)]
    fn add_to_sum(&mut self, window: usize, value: L::Vector) -> L::Vector {
        let (lanes, sum) = (self.lanes, self.sums[window]);
        let next = lanes.add(sum, value);
        self.sums[window] = next;
        if L::FUSED { lanes.mul_sub::<true>(next, self.one, sum) } else { lanes.sub(next, sum) }
    }

    /// Adds values, `SIDE` vectors side by side.
    #[inline(always)]
    fn add_values<const SIDE: usize>(&mut self, values: &[f64]) {
        let mut parts = values.chunks_exact(SIDE * L::WIDTH);
        for part in &mut parts {
            let mut vectors = [self.one; SIDE];
            for (vector, values) in vectors.iter_mut().zip(part.chunks_exact(L::WIDTH)) {
                *vector = self.lanes.load(values);
            }
            self.add(vectors);
        }
        for values in parts.remainder().chunks(L::WIDTH) {
            self.add([self.lanes.load(values)]);
        }
    }

    /// Adds vectors, window by window: the operations on one wait for each other, and a CPU does not look so far ahead
    /// that it always finds others to do.
    #[inline(always)]
    fn add<const SIDE: usize>(&mut self, mut rests: [L::Vector; SIDE]) {
        for window in 0..N - 1 {
            for rest in &mut rests {
                *rest = if window % 2 == 0 {
                    self.take::<false>(window, *rest)
                } else {
                    self.take::<true>(window, *rest)
                };
                if window == 0 {
                    self.note_first();
                }
            }
        }
        for rest in rests {
            self.take_all(N - 1, rest);
        }
    }

    /// Adds products in the same way; `least` becomes the least magnitude of any.
    #[inline(always)]
    fn add_products<const SIDE: usize>(
        &mut self,
        factors: [(L::Vector, L::Vector); SIDE],
        least: &mut L::Vector,
    ) {
        let lanes = self.lanes;
        let (mut rests, mut errors) = ([self.one; SIDE], [self.one; SIDE]);
        for ((rest, error), (a, b)) in rests.iter_mut().zip(&mut errors).zip(factors) {
            let product = lanes.mul(a, b);
            *error = lanes.product_error(a, b, product);
            *least = lanes.min(lanes.abs(product), *least);
            *rest = self.take::<true>(0, product);
            self.note_first();
        }
        for window in 1..N - 2 {
            for (rest, error) in rests.iter_mut().zip(&mut errors) {
                *rest = self.take::<true>(window, *rest);
                *error = self.take::<false>(window, *error);
            }
        }
        for (rest, error) in rests.into_iter().zip(errors) {
            self.take_all(N - 2, rest);
            let error = self.take::<false>(N - 2, error);
            self.take_all(N - 1, error);
        }
    }

    /// Notes in which bits the first sum differs from its start.
    #[inline(always)]
    fn note_first(&mut self) {
        self.differ = self.lanes.or_xor(self.differ, self.sums[0], self.starts[0]);
    }

    /// Moves the sums to the totals; not if they are not exact.
    #[inline(always)]
    fn start_again(&mut self) -> bool {
        /// The sign and the exponent, which doubles of a binade share.
        const SAME: u64 = !((1 << 52) - 1);
        const MAGNITUDE: u64 = u64::MAX >> 1;
        let lanes = self.lanes;
        if lanes.any(self.differ, SAME) || lanes.any(self.rest, MAGNITUDE) {
            return false;
        }
        for ((total, sum), &start) in self.totals.iter_mut().zip(&mut self.sums).zip(&self.starts) {
            *total = lanes.add_bits(*total, lanes.sub_bits(*sum, start));
            *sum = start;
        }
        true
    }

    /// The totals of all lanes.
    #[inline(always)]
    fn totals(self) -> [i64; N] {
        let (lanes, mut sums) = (self.lanes, [0; N]);
        // Not a closure, which may not be compiled for the instruction set.
        for (sum, mut total) in sums.iter_mut().zip(self.totals) {
            for_each_distance!(DISTANCE => {
                total = lanes.add_bits(total, lanes.swap::<DISTANCE>(total));
            });
            *sum = lanes.first(total).to_bits().cast_signed();
        }
        sums
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
    /// And 2^960.
    const RANGE: (f64, f64) = (SMALLEST_PRODUCT, f64::from_bits(1983 << 52));
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
