//! The fast way to an exact sum: an enclosure so narrow that it rounds to one double.
//!
//! A double is wanted, so the exact sum need not be known: an approximation with a proven error bound is enough
//! when both ends of the bound round to the same double. The approximation is `high + low`.
//!
//! **Blocks.** Each of at most 32 lanes has a high part S, which starts at START * 2^e, with START = 2 + 2/lanes, and a
//! low part E. For each term x:
//!
//! ```text
//! T = S + x rounded;  q = T - S;  r = x - q;  E = E + r rounded;  S = T
//! ```
//!
//! This is the extraction of S. M. Rump, T. Ogita and S. Oishi, "Accurate floating-point summation part I", 2008,
//! section 3. As long as every S is in [2, 2 + 4/lanes) * 2^e, q is exact (a difference of neighbours in one binade),
//! and r is the error of the one rounding in T, of at most 2^(e - 52): half a unit in the last place of S. Of a value it
//! is exact. So the sum is the sum of all S - START * 2^e plus the sum of all r, of which only the additions to E round:
//! the differences are multiples of 2^(e - 51) of at most 2^(e + 1) / lanes, and those of all lanes add up to at most
//! 2^(e + 1), without rounding.
//!
//! With n < 2^bits terms below 2^top that is so for e = top + bits - 1. But top is a guess: that S stayed in its
//! range is checked.
//!
//! **Two of the four operations are fused multiply-adds**, since some CPUs multiply and add in different units. A product
//! costs nothing then: T = S + a * b with one rounding, and r = a * b - q with another. Values are multiplied by 2^-e,
//! which leaves S in [2, 2 + 4/lanes), whatever the values.
//!
//! **The check.** In that range all doubles, and no others, share the sign, the exponent field and the first bits of the
//! fraction: for values a single one, the highest of the exponent field. So it is enough to collect the bits that any T
//! has. What that lets through besides is a T whose exponent field is zero: S + x cannot be a subnormal number
//! then, both being multiples of 2^-52, so T = S + x = 0. The steps after that start from S = 0, or from a subnormal
//! number: q and r are off by less than 2^-1021. Only at the end every S must be in its range. For products, which are
//! not scaled, the bits are collected in which any T differs from its start.
//!
//! **The bound.** With n terms in a block, and at most m in a lane, |E| never exceeds m * c * 2^(e - 52), where c is 1;
//! or 2 for the products of a CPU without fused operations, whose r is rounded from the error of T, as above, and that
//! of the product, of at most 2^(e - 54). Each addition to E errs by at most 2^-53 of its result: together less than
//! n * m * c * 2^(e - 105) in all lanes; adding the lanes up, a tree of at most five levels, errs by at most
//! 5 * n * c * 2^(e - 105), the rounding of r of a product by n * c * 2^(e - 105), and what underflows in a step, or is
//! off after T = 0, by less than n * 2^(e - 105).
//!
//! **Few terms** are added in a tree with the error of each addition (D. E. Knuth's TwoSum) in a second sum.

use super::lanes::{Lanes, Load, for_each_distance};
use super::terms::{Products, Terms, Values};

/// The elements of a block: few enough to stay in the second cache for a repetition, and for the bound.
const BLOCK: usize = 1 << 14;
/// Accumulators side by side, to hide the latency of an addition.
const WAYS: usize = 4;
/// Up to this many vectors it is checked whether the errors add up exactly: then a tie is decided at once. Of numbers
/// that are multiples of 2^-53, a sum in [4, 8) is a tie one time in eight.
const VERY_FEW: usize = 4;
/// Up to this many vectors a tree is faster than a block.
const FEW: usize = 16;
/// At most this is the guess for a sample of zeros.
const SMALLEST: i32 = -1022 + 3;
/// The exponent of the least start: its last place is that of the subnormal numbers.
const LEAST_EXPONENT: i32 = -1023;

/// `high + low`, off by at most `bound`.
#[derive(Clone, Copy, Default)]
pub struct Enclosure {
    high: f64,
    low: f64,
    bound: f64,
    /// One more than the exponent of the greatest magnitude met; 0 at the beginning.
    top: i32,
}

/// `a + b` as the rounded sum and its error (Knuth, The Art of Computer Programming 2, 4.2.2, theorem B).
#[inline(always)]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// 2^exponent, for the exponents of normal doubles.
#[inline(always)]
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}

impl Enclosure {
    /// Adds a part. Whatever overflows makes the enclosure undecided.
    #[inline(always)]
    fn add(&mut self, high: f64, low: f64, bound: f64) {
        if self.high == 0.0 && self.low == 0.0 && self.bound == 0.0 {
            // The first part, and mostly the only one.
            *self = Enclosure { high, low, bound, top: self.top };
            return;
        }
        let (sum, error) = two_sum(self.high, high);
        let part = error + low;
        self.high = sum;
        self.low += part;
        // Each of the two additions above errs by at most 2^-53 of its result.
        self.bound += bound + (part.abs() + self.low.abs()) * (f64::EPSILON / 2.0);
    }

    /// What few terms add up to, and the sum of their magnitudes (see `add_few`).
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub fn of_few(high: f64, low: f64, magnitude: f64) -> Self {
        Enclosure { high, low, bound: magnitude * power_of_two(-91), top: 0 }
    }

    /// The sum of three doubles, given in falling order of their last bits.
    pub fn of_three([first, second, third]: [f64; 3]) -> Self {
        let (middle, rest) = two_sum(second, third);
        let (high, middle) = two_sum(first, middle);
        let (low, rest) = two_sum(middle, rest);
        Enclosure { high, low, bound: rest.abs(), top: 0 }
    }

    /// Adds another enclosure.
    pub fn merge(&mut self, other: &Self) {
        self.add(other.high, other.low, other.bound);
        self.top = self.top.max(other.top);
    }

    /// Nothing is known any more.
    #[cold]
    fn give_up(&mut self) {
        self.bound = f64::INFINITY;
    }

    /// The exact value as `sum + error`, off by at most a margin; `sum` is the nearest double of the first two.
    #[inline(always)]
    pub fn interval(&self) -> (f64, f64, f64) {
        let (sum, error) = two_sum(self.high, self.low);
        // More than the bound, by more than adding it to `error` and adding bounds up can have lost: each of at most
        // 2^40 additions by 2^-53 of itself.
        // (Nothing if it is zero: then `sum` and `error` are exact, and a tie is decided.)
        let slack = if self.bound == 0.0 { 0.0 } else { error.abs() * f64::EPSILON };
        (sum, error, self.bound * (1.0 + 1.0 / 4096.0) + slack)
    }

    /// The double that the exact value rounds to, if the enclosure decides it.
    #[inline(always)]
    pub fn round(&self) -> Option<f64> {
        let (sum, error, margin) = self.interval();
        // Rounding is monotonic: what lies between rounds to the same. NaN compares as false.
        let decided = sum + (error + margin) == sum && sum + (error - margin) == sum;
        // An exact zero is positive.
        decided.then_some(sum + 0.0)
    }
}

/// Adds values.
#[inline(always)]
pub fn add_values<L: Lanes, E: Load>(lanes: L, total: &mut Enclosure, values: &[E]) {
    add_terms(lanes, total, Values(values));
}

/// Adds the products of two slices of equal length.
#[inline(always)]
pub fn add_products<L: Lanes, E: Load>(lanes: L, total: &mut Enclosure, a: &[E], b: &[E]) {
    add_terms(lanes, total, Products(a, b));
}

#[inline(always)]
fn add_terms<L: Lanes, T: Terms>(lanes: L, total: &mut Enclosure, terms: T) {
    if terms.len() <= FEW * L::WIDTH {
        let mut few = add_few::<L, T, false>(lanes, terms);
        // Mostly this is not needed, and a branch that is foreseen takes no time.
        if !T::ERRORS && terms.len() <= VERY_FEW * L::WIDTH && few.round().is_none() {
            few = add_few::<L, T, true>(lanes, terms);
        }
        return total.add(few.high, few.low, few.bound);
    }
    let mut first = 0;
    while first < terms.len() {
        add_block(lanes, total, terms.part(first, BLOCK));
        first += BLOCK;
    }
}

/// `a + b`, rounded; what that loses is noted in `gone`.
#[inline(always)]
fn add_errors<L: Lanes, const CHECKED: bool>(
    lanes: L,
    gone: &mut L::Vector,
    a: L::Vector,
    b: L::Vector,
) -> L::Vector {
    let sum = lanes.add(a, b);
    if CHECKED {
        let part = lanes.sub(sum, a);
        let lost = lanes.add(lanes.sub(a, lanes.sub(sum, part)), lanes.sub(b, part));
        *gone = lanes.or(*gone, lost, lost);
    }
    sum
}

/// Few terms: a tree of TwoSum.
///
/// With X the sum of all magnitudes of a lane: each error in it is at most 2^-53 X, there are at most 128 (two for a
/// product), so they are added by 128 additions of results below 128 * 2^-53 X, each of which errs by at most 2^-53 of
/// that: less than 2^14 * 2^-106 X, and so in all lanes. The folds add less than 2^10 * 2^-106 X. X itself is computed
/// to better than a factor of 1 + 2^-40: 2^-91 X is enough.
#[inline(always)]
fn add_few<L: Lanes, T: Terms, const CHECKED: bool>(lanes: L, terms: T) -> Enclosure {
    // Every bit that an addition of errors has lost.
    let mut gone = lanes.splat(0.0);
    let (mut sum, error) = terms.load(lanes, 0);
    let mut error = error.unwrap_or(lanes.splat(0.0));
    let mut magnitude = lanes.abs(sum);
    let mut place = L::WIDTH;
    while place < terms.len() {
        let (value, more) = terms.load(lanes, place);
        magnitude = lanes.add(magnitude, lanes.abs(value));
        let next = lanes.add(sum, value);
        let part = lanes.sub(next, sum);
        let mut lost = lanes.add(lanes.sub(sum, lanes.sub(next, part)), lanes.sub(value, part));
        if let Some(more) = more {
            lost = add_errors::<L, CHECKED>(lanes, &mut gone, lost, more);
        }
        error = add_errors::<L, CHECKED>(lanes, &mut gone, error, lost);
        sum = next;
        place += L::WIDTH;
    }
    for_each_distance!(DISTANCE => {
        // TwoSum is symmetric: both lanes of a pair find the same sum and the same error.
        let other = lanes.swap::<DISTANCE>(sum);
        let next = lanes.add(sum, other);
        let part = lanes.sub(next, sum);
        let lost = lanes.add(lanes.sub(sum, lanes.sub(next, part)), lanes.sub(other, part));
        error = add_errors::<L, CHECKED>(lanes, &mut gone, error, lanes.swap::<DISTANCE>(error));
        error = add_errors::<L, CHECKED>(lanes, &mut gone, error, lost);
        magnitude = lanes.add(magnitude, lanes.swap::<DISTANCE>(magnitude));
        sum = next;
    });
    let exact = CHECKED && !T::ERRORS && !lanes.any(gone, u64::MAX >> 1);
    let bound = if exact {
        0.0
    } else {
        lanes.first(magnitude) * power_of_two(-91) + T::UNDERFLOW * terms.len() as f64
    };
    Enclosure { high: lanes.first(sum), low: lanes.first(error), bound, top: 0 }
}

/// The least integer such that every `step`-th vector of terms is below 2^integer, in magnitude.
#[inline(always)]
fn top<L: Lanes, T: Terms>(lanes: L, terms: T, step: usize) -> i32 {
    let mut greatest = lanes.splat(0.0);
    let mut place = 0;
    while place < terms.len() {
        greatest = lanes.max(lanes.abs(terms.load(lanes, place).0), greatest);
        place += step * L::WIDTH;
    }
    for_each_distance!(DISTANCE => {
        greatest = lanes.max(greatest, lanes.swap::<DISTANCE>(greatest));
    });
    (lanes.first(greatest).to_bits() >> 52) as i32 - 1022
}

/// Adds a block: with a guess of its greatest magnitude, from the blocks before it or from a sample, and if that was
/// too low again with the true one.
#[inline(always)]
fn add_block<L: Lanes, T: Terms>(lanes: L, total: &mut Enclosure, terms: T) {
    let len = terms.len();
    let mut guess = total.top;
    // Of many vectors a sample of eight or so, and room for eight times its maximum.
    let mut step = (len / (8 * L::WIDTH)).max(1);
    for again in [true, false] {
        if guess == 0 || !again {
            guess = top(lanes, terms, step) + if step > 1 { 3 } else { 0 };
        }
        let bits = (usize::BITS - len.leading_zeros()) as i32;
        // Zeros as far as was seen: with the least exponent their sum is known to be exact.
        let exponent =
            if guess <= SMALLEST { LEAST_EXPONENT } else { (guess + bits - 1).max(LEAST_EXPONENT) };
        // The start must be finite.
        if exponent > 1022 {
            break;
        }
        let part = Accumulators::new::<T>(lanes, exponent).run(terms).finish::<T>(len, exponent);
        if part.valid {
            total.top = guess;
            return total.add(part.high, part.low, part.bound + T::UNDERFLOW * len as f64);
        }
        step = 1;
    }
    total.give_up();
}

/// What a block gives.
struct Part {
    /// The sum of all S - START * 2^e.
    high: f64,
    /// The sum of all E.
    low: f64,
    /// The error of `low`.
    bound: f64,
    /// Whether every S stayed in its range.
    valid: bool,
}

/// The state of the lanes of a block.
struct Accumulators<L: Lanes> {
    lanes: L,
    /// What values are multiplied by.
    unit: L::Vector,
    start: L::Vector,
    high: [L::Vector; WAYS],
    low: [L::Vector; WAYS],
    /// The bits that any high part has had; for products, in which it has differed from its start.
    seen: L::Vector,
}

impl<L: Lanes> Accumulators<L> {
    const LANES: usize = WAYS * L::WIDTH;
    /// Where every high part S starts, in units of 2^e.
    const START: f64 = 2.0 + 2.0 / Self::LANES as f64;
    /// Of these bits all doubles in [2, 2 + 4/lanes) * 2^e, and no others, share all with START * 2^e: the sign, the
    /// exponent field, and the first of the fraction.
    const SAME: u64 = !((1 << (53 - Self::LANES.ilog2())) - 1);

    #[inline(always)]
    fn new<T: Terms>(lanes: L, exponent: i32) -> Self {
        let (unit, exponent) = if !T::ERRORS { (power_of_two(-exponent), 0) } else { (1.0, exponent) };
        // START * 2^e, by its bits.
        let start = f64::from_bits(Self::START.to_bits().wrapping_add_signed(i64::from(exponent) << 52));
        let (unit, start, zero) = (lanes.splat(unit), lanes.splat(start), lanes.splat(0.0));
        Accumulators { lanes, unit, start, high: [start; WAYS], low: [zero; WAYS], seen: zero }
    }

    /// The step of the method: adds a vector of terms to one pair of accumulators.
    #[inline(always)]
    fn step<T: Terms>(&mut self, way: usize, terms: T, place: usize) {
        let (lanes, high) = (self.lanes, self.high[way]);
        let (a, b) = terms.factors(lanes, place, self.unit);
        let next = lanes.mul_add(a, b, high);
        let rest = T::rest(lanes, a, b, lanes.sub(next, high));
        self.low[way] = lanes.add(self.low[way], rest);
        self.high[way] = next;
    }

    /// Notes the high parts of two ways for the check.
    #[inline(always)]
    fn note<T: Terms>(&mut self, ways: [usize; 2]) {
        let [first, second] = ways.map(|way| self.high[way]);
        self.seen = if !T::ERRORS {
            self.lanes.or(self.seen, first, second)
        } else {
            let seen = self.lanes.or_xor(self.seen, first, self.start);
            self.lanes.or_xor(seen, second, self.start)
        };
    }

    /// A step of every way.
    #[inline(always)]
    fn steps<T: Terms>(&mut self, terms: T) {
        for way in [0, 2] {
            self.step(way, terms, way * L::WIDTH);
            self.step(way + 1, terms, (way + 1) * L::WIDTH);
            self.note::<T>([way, way + 1]);
        }
    }

    /// Adds terms.
    #[inline(always)]
    fn run<T: Terms>(mut self, terms: T) -> Self {
        let stride = Self::LANES;
        for whole in terms.chunks(stride) {
            self.steps(whole);
        }
        let rest = terms.part(terms.len() / stride * stride, stride);
        for way in 0..WAYS {
            if way * L::WIDTH < rest.len() {
                self.step(way, rest, way * L::WIDTH);
                self.note::<T>([way, way]);
            }
        }
        self
    }

    /// Whether every high part has kept to its range.
    #[inline(always)]
    fn kept<T: Terms>(&self) -> bool {
        let lanes = self.lanes;
        let mut differ = lanes.splat(0.0);
        for high in self.high {
            differ = lanes.or_xor(differ, high, self.start);
        }
        let seen = if !T::ERRORS { lanes.or_xor(differ, self.seen, self.start) } else { self.seen };
        !lanes.any(lanes.or(seen, differ, differ), Self::SAME)
    }

    /// Adds up the lanes.
    #[inline(always)]
    fn finish<T: Terms>(self, len: usize, exponent: i32) -> Part {
        let lanes = self.lanes;
        let valid = self.kept::<T>();
        let [s0, s1, s2, s3] = self.high.map(|high| lanes.sub(high, self.start));
        let [e0, e1, e2, e3] = self.low;
        let mut high = lanes.add(lanes.add(s0, s1), lanes.add(s2, s3));
        let mut low = lanes.add(lanes.add(e0, e1), lanes.add(e2, e3));
        for_each_distance!(DISTANCE => {
            high = lanes.add(high, lanes.swap::<DISTANCE>(high));
            low = lanes.add(low, lanes.swap::<DISTANCE>(low));
        });
        let (high, low) = (lanes.first(high), lanes.first(low));
        let most = (len / Self::LANES + 1) as f64;
        let (times_most, alone) = T::WEIGHTS;
        // With the least exponent every value is a multiple of S's last place, and every r zero. (Products have errors
        // all the same.)
        let exact = exponent == LEAST_EXPONENT && low == 0.0 && !T::ERRORS;
        // Two factors, so that both are normal numbers; the product may lose half of the least subnormal, and so may
        // each of the two of `low` below.
        let bound = len as f64 * (most * times_most + alone) * power_of_two(-105);
        let bound = if exact { 0.0 } else { bound * power_of_two(exponent.max(-1022)) + f64::from_bits(2) };
        if !T::ERRORS {
            // The least exponent is that of no normal number. What the high part becomes is exact: a multiple of
            // 2^(e - 51), which is at least 2^-1074.
            let unit = power_of_two(exponent.max(-1022));
            let half = if exponent < -1022 { 0.5 } else { 1.0 };
            return Part { high: high * unit * half, low: low * unit * half, bound, valid };
        }
        Part { high, low, bound, valid }
    }
}
