//! Mean, variance and standard deviation of exact sums: one division or root of whole numbers, rounded once.
//!
//! With count n, sum S and sum of squares Q, all exact, the mean is S / n and the variance (n * Q - S^2) / (n * (n - c)),
//! where c is 1 for a sample and 0 for a population. Every divisor is one word, or two one after the other.

use super::fixed_point::{ProductState, SumState};
use super::integer::Words3;

/// Room for the square of a sum of doubles, a word more for a count, and the fraction.
const LIMBS: usize = 78;
/// Limbs that a dividend is moved up by: what is left of it has at least 128 bits, whatever the two divisors.
const FRACTION: usize = 4;
const FRACTION_BITS: i32 = 64 * FRACTION as i32;

/// A variance of a sample or of a population, or the root of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Whether of a sample: the divisor is n - 1 and not n.
    pub sample: bool,
    /// Whether the root is taken.
    pub root: bool,
}

impl Spread {
    /// How many elements there must be at least.
    pub fn least(self) -> u64 {
        1 + u64::from(self.sample)
    }
}

/// A quotient of whole numbers: whole itself, or rounded once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quotient {
    /// Two's complement words, least significant first.
    Whole([u64; 4]),
    /// The nearest double, infinite beyond their range.
    Rounded(f64),
}

/// A natural number, least significant limb first; what would not fit is lost, and nothing here comes near it.
#[derive(Clone)]
struct Natural {
    limbs: [u64; LIMBS],
    /// Limbs from here on are zero.
    len: usize,
}

impl Natural {
    /// The magnitude of a two's complement number, and whether it was negative.
    fn of(words: impl Iterator<Item = u64>) -> (Self, bool) {
        let mut limbs = [0; LIMBS];
        let (mut len, mut top) = (0, 0);
        for (limb, word) in limbs.iter_mut().zip(words) {
            (*limb, top) = (word, word);
            len += 1;
        }
        let negative = top >> 63 != 0;
        let mut number = Natural { limbs, len };
        if negative {
            let mut carry = true;
            for limb in number.used() {
                (*limb, carry) = (!*limb).overflowing_add(u64::from(carry));
            }
        }
        number.trim();
        (number, negative)
    }

    fn used(&mut self) -> &mut [u64] {
        let len = self.len.min(LIMBS);
        &mut self.limbs[..len]
    }

    fn trim(&mut self) {
        self.len = self.limbs.iter().rposition(|&limb| limb != 0).map_or(0, |place| place + 1);
    }

    fn is_zero(&self) -> bool {
        self.len == 0
    }

    fn multiply(&mut self, factor: u64) {
        let mut carry = 0;
        let len = (self.len + 1).min(LIMBS);
        for limb in &mut self.limbs[..len] {
            let product = u128::from(*limb) * u128::from(factor) + carry;
            (*limb, carry) = (product as u64, product >> 64);
        }
        self.trim();
    }

    fn square(&self) -> Self {
        let mut limbs = [0; LIMBS];
        for (place, &a) in self.limbs[..self.len].iter().enumerate() {
            let mut carry = 0;
            let rows = self.limbs[..self.len].iter().chain(&[0]);
            for (limb, &b) in limbs.iter_mut().skip(place).zip(rows) {
                let sum = u128::from(a) * u128::from(b) + u128::from(*limb) + carry;
                (*limb, carry) = (sum as u64, sum >> 64);
            }
        }
        let mut square = Natural { limbs, len: LIMBS };
        square.trim();
        square
    }

    /// Subtracts a number that is not greater.
    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (limb, &less) in self.limbs.iter_mut().zip(&other.limbs) {
            let (difference, first) = limb.overflowing_sub(less);
            let (difference, second) = difference.overflowing_sub(u64::from(borrow));
            (*limb, borrow) = (difference, first | second);
        }
        self.trim();
    }

    /// Divides by a number that is not zero; returns whether anything remained.
    fn divide(&mut self, divisor: u64) -> bool {
        let divisor = u128::from(divisor.max(1));
        let mut remainder = 0;
        for limb in self.used().iter_mut().rev() {
            let dividend = remainder << 64 | u128::from(*limb);
            *limb = (dividend / divisor) as u64;
            remainder = dividend % divisor;
        }
        self.trim();
        remainder != 0
    }

    fn shift_up_limbs(&mut self, count: usize) {
        self.limbs.rotate_right(count);
        self.trim();
    }

    /// 128 bits from a place on.
    fn bits(&self, place: usize) -> u128 {
        let (limb, shift) = (place / 64, place % 64);
        let at = |limb: usize| self.limbs.get(limb).map_or(0, |&limb| u128::from(limb));
        let low = at(limb) | at(limb + 1) << 64;
        if shift == 0 { low } else { low >> shift | at(limb + 2) << (128 - shift) }
    }

    /// Whether there is a bit below a place.
    fn any_below(&self, place: usize) -> bool {
        let (limb, shift) = (place / 64, place % 64);
        let below = self.limbs.get(..limb).unwrap_or(&self.limbs);
        below.iter().any(|&limb| limb != 0)
            || self.limbs.get(limb).is_some_and(|limb| limb & ((1 << shift) - 1) != 0)
    }

    /// The place of the highest bit; 0 for zero.
    fn highest(&self) -> usize {
        let top = self.len.saturating_sub(1);
        64 * top + (self.limbs.get(top).map_or(0, |limb| (limb | 1).ilog2()) as usize)
    }

    /// The double nearest to a number of at least 54 bits, or zero, in units of 2^`unit`; `inexact` if a part below one
    /// is missing.
    fn round(&self, unit: i32, inexact: bool, negative: bool) -> f64 {
        let sign = u64::from(negative) << 63;
        if self.is_zero() {
            return 0.0;
        }
        // The last bit kept: 53 bits from the highest on, but none below the least subnormal.
        let last = (self.highest() as i32 - 52).max(-1074 - unit).max(1);
        if last + unit > 971 {
            return f64::from_bits(f64::INFINITY.to_bits() | sign);
        }
        let place = last as usize;
        let kept = self.bits(place) as u64;
        let half = self.bits(place - 1) & 1 != 0;
        let up = half && (inexact || kept & 1 != 0 || self.any_below(place - 1));
        // The implicit bit of `kept` adds one to the exponent field, and a carry out of it another.
        let bits = (((last + unit + 1074) as u64) << 52) + kept + u64::from(up);
        f64::from_bits(bits | sign)
    }

    /// The double nearest to the square root, of a number of at least 128 bits, or zero.
    ///
    /// The root of its first 127 or 128 bits, cut off, with its last bit set if anything was lost, rounds as the exact
    /// root does: it has ten bits more than a double (S. Boldo and G. Melquiond, "When double rounding is odd", 2005).
    fn round_root(&self, unit: i32, inexact: bool) -> f64 {
        if self.is_zero() {
            return 0.0;
        }
        let mut place = self.highest().saturating_sub(127);
        if (place as i32 + unit) % 2 != 0 {
            place += 1;
        }
        let square = self.bits(place);
        let root = square.isqrt();
        let odd = inexact || self.any_below(place) || root * root != square;
        let root = Natural::of([root as u64 | u64::from(odd), 0].into_iter()).0;
        root.round((place as i32 + unit) / 2, false, false)
    }
}

/// The dividend n * Q - S^2 of all spreads.
fn dividend(count: u64, sum: &Natural, mut squares: Natural) -> Natural {
    squares.multiply(count);
    squares.subtract(&sum.square());
    squares
}

fn round_spread(mut dividend: Natural, unit: i32, count: u64, spread: Spread) -> f64 {
    dividend.shift_up_limbs(FRACTION);
    let first = dividend.divide(count);
    let second = dividend.divide(count - u64::from(spread.sample));
    let (inexact, unit) = (first | second, unit - FRACTION_BITS);
    if spread.root { dividend.round_root(unit, inexact) } else { dividend.round(unit, inexact, false) }
}

/// The mean of `count` numbers of an exact sum, rounded once; the count must not be zero.
pub fn mean_of(count: u64, sum: &SumState) -> f64 {
    let (mut sum, negative) = Natural::of(sum.limbs());
    sum.shift_up_limbs(FRACTION);
    let inexact = sum.divide(count);
    sum.round(-1074 - FRACTION_BITS, inexact, negative)
}

/// The spread of `count` numbers, rounded once; the count must be at least [`Spread::least`].
pub fn spread_of(count: u64, sum: &SumState, squares: &ProductState, spread: Spread) -> f64 {
    let (sum, squares) = (Natural::of(sum.limbs()).0, Natural::of(squares.limbs()).0);
    round_spread(dividend(count, &sum, squares), -2148, count, spread)
}

/// Whether `count` numbers may have this sum and these squares: the variance is not negative.
pub fn is_possible(count: u64, sum: &SumState, squares: &ProductState) -> bool {
    let (mut squares, negative) = Natural::of(squares.limbs());
    squares.multiply(count);
    let square = Natural::of(sum.limbs()).0.square();
    !negative && squares.limbs.iter().rev().ge(square.limbs.iter().rev())
}

/// The mean of `count` integers; the count must not be zero.
pub fn mean_of_integers(count: u64, sum: i128) -> Quotient {
    let divisor = i128::from(count.max(1));
    if sum % divisor == 0 {
        let (whole, sign) = (sum / divisor, (sum >> 127) as u64);
        return Quotient::Whole([whole as u64, (whole >> 64) as u64, sign, sign]);
    }
    Quotient::Rounded(nearest_quotient(sum, count))
}

/// The double nearest to a quotient of integers; the divisor must not be zero.
pub fn nearest_quotient(dividend: i128, divisor: u64) -> f64 {
    const DOUBLES: u64 = 1 << 53;
    if dividend.unsigned_abs() <= u128::from(DOUBLES) && divisor <= DOUBLES {
        return dividend as f64 / divisor as f64;
    }
    let (mut number, negative) = Natural::of([dividend as u64, (dividend >> 64) as u64].into_iter());
    number.shift_up_limbs(FRACTION);
    let inexact = number.divide(divisor);
    number.round(-FRACTION_BITS, inexact, negative)
}

/// The spread of `count` integers; the count must be at least [`Spread::least`]. A root is a double always.
pub fn spread_of_integers(count: u64, sum: i128, squares: Words3, spread: Spread) -> Quotient {
    let sum = Natural::of([sum as u64, (sum >> 64) as u64].into_iter()).0;
    let dividend = dividend(count, &sum, Natural::of(squares.into_iter()).0);
    let mut whole = dividend.clone();
    // Two divisions: nothing must remain of either.
    if !spread.root && !whole.divide(count) && !whole.divide(count - u64::from(spread.sample)) {
        // The variance of 64-bit integers is below 2^128.
        let [first, second, ..] = whole.limbs;
        return Quotient::Whole([first, second, 0, 0]);
    }
    Quotient::Rounded(round_spread(dividend, 0, count, spread))
}
