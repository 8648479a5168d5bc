//! Means, variances and standard deviations, each the exact one rounded once.
//!
//! 1. **Enclose.** One pass encloses the sum and the sum of squares ([`FastSum`], [`FastDot`]); the quotient is enclosed
//!    by arithmetic on pairs of doubles with a bound of its error, and if both ends round alike that is the answer.
//! 2. **Shift.** The variance of data far from zero is a small difference of large numbers. It is the same for x - c,
//!    where c is the rounded mean; near c the subtraction is exact (P. H. Sterbenz, 1974), and if every one of them
//!    was, a second pass over the differences decides.
//! 3. **Decide.** What is left goes through exact sums and one division of whole numbers (`moments_exact.rs`).

use super::enclosure::Enclosure;
use super::integer::{sum_integer, sum_of_squares_integer};
use super::moments_exact::{Quotient, Spread, mean_of, mean_of_integers, spread_of, spread_of_integers};
use super::{ExactDot, ExactSum, FastDot, FastSum, Float, Integer, count_exact};
use crate::kernels::parallel::map_reduce;
use crate::kernels::view::{BLOCK, Element, Input};
use std::ops::Range;

/// How many elements the sum and the sum of squares take in turns: few enough to stay in a cache between them.
const CACHED: usize = 1 << 13;
/// Half a unit in the last place of one.
const ROUNDING: f64 = f64::EPSILON / 2.0;
/// Far more than what underflow can lose of the magnitudes in [`RANGE`].
const UNDERFLOW: f64 = f64::from_bits(33 << 52); // 2^-990
/// Magnitudes whose products and quotients here neither overflow nor lose bits: 2^-800 and 2^1000.
const RANGE: Range<f64> = f64::from_bits(223 << 52)..f64::from_bits(2023 << 52);
/// Counts that are doubles.
const MOST: usize = 1 << 53;

/// `high + low`, off by at most `error`.
#[derive(Clone, Copy)]
struct Approximation {
    high: f64,
    low: f64,
    error: f64,
}

fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

fn product_error(a: f64, b: f64, product: f64) -> f64 {
    a.mul_add(b, -product)
}

impl Approximation {
    fn of(enclosure: &Enclosure) -> Self {
        let (high, low, error) = enclosure.interval();
        Approximation { high, low, error }
    }

    /// The double that the exact value rounds to, if that is decided.
    fn round(self) -> Option<f64> {
        let Approximation { high, low, error } = self;
        if error == 0.0 {
            return Some(high + low + 0.0);
        }
        // More than the error, by more than computing it and adding it can have lost.
        let margin = error * (1.0 + 1.0 / 1024.0) + low.abs() * f64::EPSILON;
        let (least, most) = (high + (low - margin), high + (low + margin));
        // Rounding is monotonic: what lies between rounds to the same. NaN compares as false.
        (least == most && RANGE.contains(&least.abs())).then_some(least)
    }

    /// Divided by a whole number below 2^53.
    fn divide(self, divisor: f64) -> Self {
        let Approximation { high, low, error } = self;
        if error == 0.0 && high == 0.0 {
            return self;
        }
        if !RANGE.contains(&high.abs()) {
            return Approximation { error: f64::INFINITY, ..self };
        }
        let quotient = high / divisor;
        let rest = product_error(-quotient, divisor, -high);
        // Sum and quotient both err by less than 2^-53 of their results.
        let (rest, lost) = two_sum(rest, low);
        let more = rest / divisor;
        let exact = error == 0.0 && lost == 0.0 && product_error(more, divisor, rest) == 0.0;
        let error = if exact { 0.0 } else { error / divisor + more.abs() * (4.0 * ROUNDING) + UNDERFLOW };
        Approximation { high: quotient, low: more, error }
    }

    /// The variance of `count` values with this sum and these squares.
    fn variance(self, squares: Self, count: f64, sample: bool) -> Option<Self> {
        // Each low part is a sum of a few terms, and errs by less than 4 units of 2^-53 of their magnitudes.
        let product = count * squares.high;
        let (first, second) = (product_error(count, squares.high, product), count * squares.low);
        let low = first + second;
        let mut error = count * squares.error + (first.abs() + second.abs()) * (4.0 * ROUNDING);

        let square = self.high * self.high;
        let (first, second) = (product_error(self.high, self.high, square), 2.0 * self.high * self.low);
        let third = self.low * self.low;
        let square_low = first + second + third;
        error += 2.0 * (self.high.abs() + self.low.abs()) * self.error + self.error * self.error;
        error += (first.abs() + second.abs() + third) * (4.0 * ROUNDING);

        let (high, rest) = two_sum(product, -square);
        error += (rest.abs() + low.abs() + square_low.abs()) * (4.0 * ROUNDING) + UNDERFLOW;
        let (high, low) = two_sum(high, rest + (low - square_low));
        if !RANGE.contains(&high) {
            return None;
        }
        // The divisor is `divisor + divisor_low`.
        let other = count - f64::from(u8::from(sample));
        let divisor = count * other;
        let divisor_low = product_error(count, other, divisor);
        let quotient = high / divisor;
        let rest = product_error(-quotient, divisor, -high);
        let less = quotient * divisor_low;
        let more = (rest + (low - less)) / divisor;
        error += (rest.abs() + low.abs() + less.abs()) * (4.0 * ROUNDING);
        error = error / divisor + more.abs() * (4.0 * ROUNDING) + UNDERFLOW;
        Some(Approximation { high: quotient, low: more, error })
    }

    /// The square root of a positive number.
    fn root(self) -> Option<Self> {
        let (high, low) = two_sum(self.high, self.low);
        // The derivative is taken at `high`: it must be about the same within the error.
        if !RANGE.contains(&high) || self.error.is_nan() || self.error > high * f64::EPSILON {
            return None;
        }
        let root = high.sqrt();
        let more = (product_error(-root, root, -high) + low) / (2.0 * root);
        // The next term of the series is more^2 / (2 root).
        let error = self.error / root + more * more / root + more.abs() * (4.0 * ROUNDING) + UNDERFLOW;
        Some(Approximation { high: root, low: more, error })
    }
}

/// A sum and a sum of squares that may be left undecided.
#[derive(Clone, Copy, Default)]
pub struct FastMoments {
    sum: FastSum,
    squares: FastDot,
}

impl FastMoments {
    /// Of no values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a block.
    pub fn push<T: Float>(&mut self, block: &[T]) {
        for part in block.chunks(CACHED) {
            self.sum.push(part);
            self.squares.push(part, part);
        }
    }

    /// Adds others.
    pub fn merge(&mut self, other: &Self) {
        self.sum.merge(&other.sum);
        self.squares.merge(&other.squares);
    }

    /// The spread of `count` values rounded once, if it is decided.
    pub fn spread(&self, count: usize, spread: Spread) -> Option<f64> {
        let (sum, squares) = (Approximation::of(&self.sum.0), Approximation::of(&self.squares.0));
        if count > MOST {
            return None;
        }
        let variance = sum.variance(squares, count as f64, spread.sample)?;
        if spread.root { variance.root()?.round() } else { variance.round() }
    }
}

/// The exact sum that is enclosed divided by a whole number, rounded once, if it is decided.
pub fn divide_sum(sum: &FastSum, divisor: usize) -> Option<f64> {
    if divisor > MOST {
        return None;
    }
    Approximation::of(&sum.0).divide(divisor as f64).round()
}

/// The mean of floats; NaN if there are none.
///
/// Infinities and NaN make it what their sum is.
pub fn mean_float<T: Float>(values: &Input<T>) -> f64 {
    divided_sum(values, values.len(), FastSum::push, |sum, block| T::add_block(sum, block))
}

/// The exact sum of what `push` and `add` make of blocks, divided by a whole number, rounded once.
fn divided_sum<T: Element>(
    values: &Input<T>,
    divisor: usize,
    push: impl Fn(&mut FastSum, &[T]) + Sync,
    add: impl Fn(&mut ExactSum, &[T]) + Sync,
) -> f64 {
    if divisor == 0 {
        return f64::NAN;
    }
    let part = |range| {
        let mut sum = FastSum::new();
        values.for_each_block(range, |block| push(&mut sum, block));
        sum
    };
    let merge = |mut a: FastSum, b: FastSum| {
        a.merge(&b);
        a
    };
    let fast = map_reduce(values.len(), 1, part, merge);
    divide_sum(&fast, divisor).unwrap_or_else(|| {
        count_exact();
        let part = |range| {
            let mut sum = ExactSum::new();
            values.for_each_block(range, |block| add(&mut sum, block));
            sum
        };
        let sum = map_reduce(values.len(), 1, part, merge_sums);
        let special = sum.specials.total();
        special.unwrap_or_else(|| mean_of(divisor as u64, &sum.state))
    })
}

fn merge_sums(mut a: ExactSum, b: ExactSum) -> ExactSum {
    // Sums of elements alone always have room.
    _ = a.merge(&b);
    a
}

/// The spread of floats; NaN if there are fewer than it takes.
///
/// Infinities and NaN make a variance what their sum is, as in Python's `statistics`, and a standard deviation NaN.
pub fn spread_float<T: Float>(values: &Input<T>, spread: Spread) -> f64 {
    let len = values.len();
    if (len as u64) < spread.least() {
        return f64::NAN;
    }
    let merge = |mut a: FastMoments, b: FastMoments| {
        a.merge(&b);
        a
    };
    let part = |range| {
        let mut moments = FastMoments::new();
        values.for_each_block(range, |block| moments.push(block));
        moments
    };
    let fast = map_reduce(len, 1, part, merge);
    fast.spread(len, spread)
        .or_else(|| spread_of_differences(values, &fast, spread))
        .unwrap_or_else(|| exact_spread(values, spread))
}

/// The second step.
#[cold]
fn spread_of_differences<T: Float>(values: &Input<T>, fast: &FastMoments, spread: Spread) -> Option<f64> {
    let mean = Approximation::of(&fast.sum.0).high / values.len() as f64;
    let part = |range| {
        let (mut moments, mut seen) = (FastMoments::new(), Seen::default());
        values.for_each_block(range, |block| {
            let mut differences = [0.0; BLOCK];
            for part in block.chunks(BLOCK) {
                // No further once a subtraction was not exact.
                if seen.errors != 0 {
                    return;
                }
                seen.subtract(part, mean, &mut differences);
                moments.push(&differences[..part.len()]);
            }
        });
        (moments, seen)
    };
    let merge = |mut a: (FastMoments, Seen), b: (FastMoments, Seen)| {
        a.0.merge(&b.0);
        a.1.errors |= b.1.errors;
        a.1.differences |= b.1.differences;
        a
    };
    let (moments, seen) = map_reduce(values.len(), 1, part, merge);
    const MAGNITUDE: u64 = u64::MAX >> 1;
    if seen.errors & MAGNITUDE != 0 {
        return None;
    }
    if seen.differences & MAGNITUDE == 0 {
        return Some(0.0);
    }
    moments.spread(values.len(), spread)
}

/// The bits of the differences from a number, and of their rounding errors.
#[derive(Clone, Copy, Default)]
struct Seen {
    differences: u64,
    errors: u64,
}

impl Seen {
    fn subtract<T: Float>(&mut self, values: &[T], number: f64, differences: &mut [f64]) {
        for (slot, &value) in differences.iter_mut().zip(values) {
            let (difference, error) = two_sum(value.into(), -number);
            *slot = difference;
            self.differences |= difference.to_bits();
            // NaN has bits too.
            self.errors |= error.abs().to_bits();
        }
    }
}

#[cold]
fn exact_spread<T: Float>(values: &Input<T>, spread: Spread) -> f64 {
    count_exact();
    let part = |range| {
        let (mut sum, mut squares) = (ExactSum::new(), ExactDot::new());
        values.for_each_block(range, |block| {
            for part in block.chunks(CACHED) {
                T::add_block(&mut sum, part);
                T::add_products(&mut squares, part, part);
            }
        });
        (sum, squares)
    };
    let merge = |a: (ExactSum, ExactDot), b: (ExactSum, ExactDot)| {
        let mut squares = a.1;
        squares.merge(&b.1);
        (merge_sums(a.0, b.0), squares)
    };
    let (sum, squares) = map_reduce(values.len(), 1, part, merge);
    match sum.specials.total() {
        None => spread_of(values.len() as u64, &sum.state, &squares.state, spread),
        Some(_) if spread.root => f64::NAN,
        Some(special) => special,
    }
}

/// The squares of the differences from a number, both rounded as doubles are, their exact sum divided by a whole
/// number, rounded once; NaN if that is zero. What a variance is when the mean is given.
#[inline(never)]
pub fn mean_square_difference<T: Element>(
    values: &Input<T>,
    number: f64,
    divisor: usize,
    double: impl Fn(T) -> f64 + Sync,
) -> f64 {
    let squares = |block: &[T], take: &mut dyn FnMut(&[f64])| {
        let mut squares = [0.0; BLOCK];
        for part in block.chunks(BLOCK) {
            for (slot, &value) in squares.iter_mut().zip(part) {
                let difference = double(value) - number;
                *slot = difference * difference;
            }
            take(&squares[..part.len()]);
        }
    };
    let push = |sum: &mut FastSum, block: &[T]| squares(block, &mut |part| sum.push(part));
    // A new sum has room.
    let add = |sum: &mut ExactSum, block: &[T]| squares(block, &mut |part| _ = sum.update(part));
    divided_sum(values, divisor, push, add)
}

/// The mean of integers; NaN if there are none.
#[inline(never)]
pub fn mean_integer<T: Integer>(values: &Input<T>) -> Quotient {
    match values.len() as u64 {
        0 => Quotient::Rounded(f64::NAN),
        count => mean_of_integers(count, sum_integer(values, 1)),
    }
}

/// The spread of integers; NaN if there are fewer than it takes.
#[inline(never)]
pub fn spread_integer<T: Integer>(values: &Input<T>, spread: Spread) -> Quotient {
    let count = values.len() as u64;
    if count < spread.least() {
        return Quotient::Rounded(f64::NAN);
    }
    let (sum, squares) = (sum_integer(values, 1), sum_of_squares_integer(values, 1));
    spread_of_integers(count, sum, squares, spread)
}
