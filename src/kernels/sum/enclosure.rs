//! The fast way to an exact sum: an enclosure so narrow that it rounds to one double.
//!
//! A double is wanted, so the exact sum need not be known: an approximation with a proven error bound is enough
//! when both ends of the bound round to the same double. The approximation is `high + low`.
//!
//! **Blocks.** All elements x are scaled by a power of two. Each lane has a high part S, which starts at 3, and a
//! low part E. For each x, with `p = x * scale` exact inside the fused operations:
//!
//! ```text
//! T = S + p rounded;  q = T - S;  r = p - q;  E = E + r rounded;  S = T
//! ```
//!
//! This is the extraction of S. M. Rump, T. Ogita and S. Oishi, "Accurate floating-point summation part I", 2008,
//! section 3. As long as every S is in [2, 4), q is exact (a difference of neighbours in one binade), and so is r,
//! the error of the one rounding in T, of at most 2^-52: half a unit in the last place of S. So the scaled sum is
//! the sum of all S - 3, exactly, plus the sum of all r, of which only the additions to E round.
//!
//! That S stayed in [2, 4) is checked afterwards, not assumed. Its exponent field is then 0x400. Of any other double
//! the sign or one of the ten lower bits of the field is set, but for zero and subnormal numbers: so these eleven
//! bits are collected from every T by a bitwise or, and must be clear at the end. S can become zero only by
//! an exact addition; from there it can come back unseen, only by one that loses less than 2^-1022: the bound has
//! room for that.
//!
//! **The bound.** With n elements in a block, and at most m in a lane, |E| never exceeds m * c * 2^-52, where c
//! is 1 for sums, and 3 for products (whose rounding errors, up to 2^-51 each, go to E too, one more addition).
//! Each addition to E errs by at most 2^-53 of its result: together less than n * m * c^2 * 2^-105 in all lanes;
//! adding the lanes up, a tree of six levels, errs by at most 6 * n * c * 2^-105.
//!
//! **Few elements** are added in a tree with the error of each addition (D. E. Knuth's TwoSum) in a second sum.

use super::lanes::{Lanes, Load, MOST};

/// The elements of a block: few enough to stay in the second cache for a repetition, and for the bound.
const BLOCK: usize = 1 << 14;
/// Accumulators side by side, to hide the latency of an addition.
const WAYS: usize = 4;
/// Up to this many vectors a tree is faster than a block.
const FEW: usize = 4;
/// Up to this many elements the maximum is taken of all, not of a sample.
const SCANNED: usize = 512;

/// The error of one underflow, and more than the sum of those in one element.
const UNDERFLOW: f64 = f64::from_bits(1 << 8); // 2^-1066

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
        let (sum, error) = two_sum(self.high, high);
        let part = error + low;
        self.high = sum;
        self.low += part;
        // Each of the two additions above errs by at most 2^-53 of its result.
        self.bound += bound + (part.abs() + self.low.abs()) * (f64::EPSILON / 2.0);
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

    /// The double that the exact value rounds to, if the enclosure decides it.
    #[inline(always)]
    pub fn round(&self) -> Option<f64> {
        let (sum, error) = two_sum(self.high, self.low);
        // More than the bound, by more than adding it to `error` and adding bounds up can have lost: each of at most
        // 2^40 additions by 2^-53 of itself.
        let margin = self.bound * (1.0 + 1.0 / 4096.0) + error.abs() * f64::EPSILON;
        // Rounding is monotonic: what lies between rounds to the same. NaN compares as false.
        let decided = sum + (error + margin) == sum && sum + (error - margin) == sum;
        // An exact zero is positive.
        decided.then_some(sum + 0.0)
    }
}

/// Adds values.
#[inline(always)]
pub fn add_values<L: Lanes, E: Load>(lanes: L, total: &mut Enclosure, values: &[E]) {
    if values.len() <= FEW * L::WIDTH {
        let term = |first| (E::load(lanes, values.get(first..).unwrap_or(&[])), lanes.splat(0.0));
        return add_few(lanes, total, values.len(), term, 0.0);
    }
    for block in values.chunks(BLOCK) {
        let greatest = |step: usize| {
            let mut greatest = lanes.splat(0.0);
            for chunk in block.chunks(L::WIDTH).step_by(step) {
                greatest = lanes.max(lanes.abs(E::load(lanes, chunk)), greatest);
            }
            greatest_lane(lanes, greatest)
        };
        add_block(total, block.len(), greatest, |exponent| sum_block(lanes, block, exponent), 0.0);
    }
}

/// Adds the products of two slices of equal length.
#[inline(always)]
pub fn add_products<L: Lanes, E: Load>(lanes: L, total: &mut Enclosure, a: &[E], b: &[E]) {
    if a.len() <= FEW * L::WIDTH {
        let term = |first| {
            let a = E::load(lanes, a.get(first..).unwrap_or(&[]));
            let b = E::load(lanes, b.get(first..).unwrap_or(&[]));
            let product = lanes.mul(a, b);
            (product, lanes.product_error(a, b, product))
        };
        return add_few(lanes, total, a.len(), term, UNDERFLOW * a.len() as f64);
    }
    for (a, b) in a.chunks(BLOCK).zip(b.chunks(BLOCK)) {
        let greatest = |step: usize| {
            let mut greatest = lanes.splat(0.0);
            for (a, b) in a.chunks(L::WIDTH).step_by(step).zip(b.chunks(L::WIDTH).step_by(step)) {
                let product = lanes.mul(E::load(lanes, a), E::load(lanes, b));
                greatest = lanes.max(lanes.abs(product), greatest);
            }
            greatest_lane(lanes, greatest)
        };
        add_block(total, a.len(), greatest, |exponent| dot_block(lanes, a, b, exponent), UNDERFLOW);
    }
}

#[inline(always)]
fn greatest_lane<L: Lanes>(lanes: L, vector: L::Vector) -> f64 {
    lanes.to_array(vector).into_iter().fold(0.0, |a, b| if b > a { b } else { a })
}

/// Few terms, each a vector at a position with a vector of errors: a tree of TwoSum.
///
/// With X the sum of all magnitudes: each error is at most 2^-53 X, there are fewer than 64, and they are added in
/// a tree of fewer than 10 levels, each of which errs by at most 2^-53 of what it adds: less than 10 * 64 *
/// 2^-106 X in all. X itself is computed, to better than a factor of two.
#[inline(always)]
fn add_few<L: Lanes>(
    lanes: L,
    total: &mut Enclosure,
    len: usize,
    term: impl Fn(usize) -> (L::Vector, L::Vector),
    underflow: f64,
) {
    let (mut sum, mut error) = term(0);
    let mut magnitude = lanes.abs(sum);
    for first in (L::WIDTH..len).step_by(L::WIDTH) {
        let (value, more) = term(first);
        magnitude = lanes.add(magnitude, lanes.abs(value));
        let next = lanes.add(sum, value);
        let part = lanes.sub(next, sum);
        let lost = lanes.add(lanes.sub(sum, lanes.sub(next, part)), lanes.sub(value, part));
        error = lanes.add(error, lanes.add(lost, more));
        sum = next;
    }
    let (mut sums, mut errors, mut magnitudes) =
        (lanes.to_array(sum), lanes.to_array(error), lanes.to_array(magnitude));
    let mut width = L::WIDTH;
    while width > 1 {
        width /= 2;
        for lane in 0..width {
            let (sum, error) = two_sum(sums[lane], sums[lane + width]);
            sums[lane] = sum;
            errors[lane] = errors[lane] + errors[lane + width] + error;
            magnitudes[lane] += magnitudes[lane + width];
        }
    }
    let bound = magnitudes[0] * power_of_two(-95) + underflow;
    if total.bound == 0.0 && total.high == 0.0 {
        // The first part, and mostly the only one.
        *total = Enclosure { high: sums[0], low: errors[0], bound, top: total.top };
    } else {
        total.add(sums[0], errors[0], bound);
    }
}

/// What a block gives, all scaled by 2^exponent.
struct Scaled {
    /// The sum of all S - 3.
    high: f64,
    /// The sum of all E.
    low: f64,
    /// The error of `low`.
    bound: f64,
    /// Whether every S stayed in [2, 4) and `high` is exact.
    valid: bool,
}

/// Adds a block: with a guess of its greatest magnitude, from the blocks before it or from a sample, and if that was
/// too low again with the true one.
#[inline(always)]
fn add_block(
    total: &mut Enclosure,
    len: usize,
    greatest: impl Fn(usize) -> f64,
    block: impl Fn(i32) -> Scaled,
    underflow: f64,
) {
    // The least integer such that every magnitude is below 2^top.
    let top_of = |step| ((greatest(step).to_bits() >> 52) as i32 & 0x7ff) - 1022;
    // With this exponent the scaled magnitudes add up to at most 2.
    let exponent_of = |top: i32| (1 - top - (usize::BITS - len.leading_zeros()) as i32).min(1023);
    let mut exponent = if len <= SCANNED {
        exponent_of(top_of(1))
    } else {
        if total.top == 0 {
            total.top = top_of(len / 64) + 3;
        }
        exponent_of(total.top)
    };
    for again in [true, false] {
        if exponent < -1022 {
            break;
        }
        let scaled = block(exponent);
        if scaled.valid {
            // Halves, so that both factors are doubles. A product that underflows is off by at most 2^-1075.
            let (half, rest) = (power_of_two(-(exponent / 2)), power_of_two(-(exponent - exponent / 2)));
            let unscaled = |value: f64| value * half * rest;
            let tiny = if scaled.low == 0.0 && scaled.bound == 0.0 { 0.0 } else { UNDERFLOW };
            let bound = unscaled(scaled.bound) * (1.0 + f64::EPSILON) + underflow * len as f64 + tiny;
            return total.add(unscaled(scaled.high), unscaled(scaled.low), bound);
        }
        if again {
            total.top = top_of(1);
            exponent = exponent_of(total.top);
        }
    }
    total.give_up();
}

/// The state of the lanes of a block.
struct Accumulators<L: Lanes> {
    lanes: L,
    scale: L::Vector,
    high: [L::Vector; WAYS],
    low: [L::Vector; WAYS],
    /// The bits that any high part had set.
    seen: L::Vector,
}

impl<L: Lanes> Accumulators<L> {
    #[inline(always)]
    fn new(lanes: L, exponent: i32) -> Self {
        let (three, zero) = (lanes.splat(3.0), lanes.splat(0.0));
        let scale = lanes.splat(power_of_two(exponent));
        Accumulators { lanes, scale, high: [three; WAYS], low: [zero; WAYS], seen: zero }
    }

    /// The step of the method: adds a vector to one pair of accumulators, and returns the new high part.
    #[inline(always)]
    fn add(&mut self, way: usize, value: L::Vector) -> L::Vector {
        let (lanes, high) = (self.lanes, self.high[way]);
        let next = lanes.scale_add(value, self.scale, high);
        let taken = lanes.sub(next, high);
        let rest = lanes.scale_sub(value, self.scale, taken);
        self.low[way] = lanes.add(self.low[way], rest);
        self.high[way] = next;
        next
    }

    /// A product is its rounded value, and an error that goes to the low part.
    #[inline(always)]
    fn add_product(&mut self, way: usize, a: L::Vector, b: L::Vector) -> L::Vector {
        let product = self.lanes.mul(a, b);
        let error = self.lanes.product_error(a, b, product);
        let next = self.add(way, product);
        self.low[way] = self.lanes.scale_add(error, self.scale, self.low[way]);
        next
    }

    /// Adds terms, each a vector at a place, with `step`.
    #[inline(always)]
    fn run(&mut self, len: usize, step: impl Fn(&mut Self, usize, usize) -> L::Vector) {
        let stride = WAYS * L::WIDTH;
        let whole = len - len % stride;
        let mut place = 0;
        while place < whole {
            for way in (0..WAYS).step_by(2) {
                let one = step(self, way, place + way * L::WIDTH);
                let other = step(self, way + 1, place + (way + 1) * L::WIDTH);
                self.seen = self.lanes.or(self.seen, one, other);
            }
            place += stride;
        }
        for way in 0..WAYS {
            let place = whole + way * L::WIDTH;
            if place < len {
                let one = step(self, way, place);
                self.seen = self.lanes.or(self.seen, one, one);
            }
        }
    }

    /// Adds up the lanes; `weight` is what the bound has for n * m and for n.
    #[inline(always)]
    fn finish(self, len: usize, weight: (f64, f64)) -> Scaled {
        let lanes = self.lanes;
        let three = lanes.splat(3.0);
        let [s0, s1, s2, s3] = self.high.map(|high| lanes.sub(high, three));
        let [e0, e1, e2, e3] = self.low;
        let mut high = lanes.to_array(lanes.add(lanes.add(s0, s1), lanes.add(s2, s3)));
        let mut low = lanes.to_array(lanes.add(lanes.add(e0, e1), lanes.add(e2, e3)));
        // Multiples of 2^-51, each of magnitude at most 4: as long as no partial sum is greater, all are exact.
        let mut magnitudes = high.map(f64::abs);
        let mut width = MOST;
        while width > 1 {
            width /= 2;
            for lane in 0..width {
                high[lane] += high[lane + width];
                low[lane] += low[lane + width];
                magnitudes[lane] += magnitudes[lane + width];
            }
        }
        let seen = lanes.to_array(self.seen).iter().fold(0, |bits, lane| bits | lane.to_bits());
        // The sign and the lower ten bits of the exponent field.
        const OUTSIDE: u64 = 0xbff0_0000_0000_0000;
        let most = (len / (WAYS * L::WIDTH) + 1) as f64;
        let bound =
            if low[0] == 0.0 && weight.1 == 0.0 { 0.0 } else { len as f64 * (most * weight.0 + weight.1) };
        Scaled {
            high: high[0],
            low: low[0],
            bound: bound * power_of_two(-105),
            valid: seen & OUTSIDE == 0 && magnitudes[0] <= 4.0,
        }
    }
}

#[inline(always)]
fn sum_block<L: Lanes, E: Load>(lanes: L, block: &[E], exponent: i32) -> Scaled {
    let mut accumulators = Accumulators::new(lanes, exponent);
    accumulators.run(block.len(), |accumulators, way, place| {
        let value = E::load(lanes, block.get(place..).unwrap_or(&[]));
        accumulators.add(way, value)
    });
    // With the greatest scale every scaled element is a multiple of 2^-51, as S is, and every r is zero.
    let weight = if exponent == 1023 { (0.0, 0.0) } else { (1.0, 6.0 + 1.0) };
    accumulators.finish(block.len(), weight)
}

#[inline(always)]
fn dot_block<L: Lanes, E: Load>(lanes: L, a: &[E], b: &[E], exponent: i32) -> Scaled {
    let mut accumulators = Accumulators::new(lanes, exponent);
    accumulators.run(a.len().min(b.len()), |accumulators, way, place| {
        let a = E::load(lanes, a.get(place..).unwrap_or(&[]));
        let b = E::load(lanes, b.get(place..).unwrap_or(&[]));
        accumulators.add_product(way, a, b)
    });
    accumulators.finish(a.len(), (9.0, 18.0 + 1.0))
}
