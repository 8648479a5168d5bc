//! Products of natural numbers of any size: words, the least significant first.

use super::field::{multiply as modular, scale};
use super::transform::{Roots, forward, inverse, length_for};
use std::collections::TryReserveError;

/// Shorter factors are multiplied word by word.
const SCHOOL: usize = 32;
/// Shorter factors are multiplied by Karatsuba's method.
const KARATSUBA: usize = 400;

/// The digits of the longest product: the field has roots of unity of this order.
const MOST_DIGITS: usize = 1 << 32;
/// The bits of the longest product; its digits are shortest.
pub const MOST_BITS: u64 = MOST_DIGITS as u64 * digit_bits(MOST_DIGITS) as u64;

/// Multiplies, and keeps what several products need.
#[derive(Default)]
pub struct Multiplier {
    roots: Roots,
    /// Memory for transforms, used again: new pages cost more than the work on them.
    left: Vec<u64>,
    right: Vec<u64>,
}

impl Multiplier {
    /// One with the memory for products of so many words, such that no larger piece is asked for later.
    pub fn for_products(words: usize) -> Result<Self, TryReserveError> {
        let mut multiplier = Multiplier::default();
        if words > 2 * KARATSUBA {
            let length = shape(words - words / 2, words / 2).1;
            multiplier.left.try_reserve_exact(length)?;
            multiplier.right.try_reserve_exact(length)?;
            multiplier.roots.reserve(length.next_power_of_two())?;
        }
        Ok(multiplier)
    }

    /// a * b, of at most [`MOST_BITS`] bits, without zeros at its end. Worthless if the caller wants to stop.
    pub fn multiply(&mut self, a: &[u64], b: &[u64]) -> Result<Vec<u64>, TryReserveError> {
        let (a, b) = if a.len() < b.len() { (b, a) } else { (a, b) };
        let mut product = zeros(a.len() + b.len())?;
        if b.len() <= SCHOOL {
            school(&mut product, a, b);
        } else if b.len() <= KARATSUBA {
            by_karatsuba(&mut product, a, b)?;
        } else {
            self.by_transform(&mut product, a, b)?;
        }
        trim(&mut product);
        Ok(product)
    }

    /// a * a.
    pub fn square(&mut self, a: &[u64]) -> Result<Vec<u64>, TryReserveError> {
        self.multiply(a, a)
    }

    fn by_transform(&mut self, product: &mut [u64], a: &[u64], b: &[u64]) -> Result<(), TryReserveError> {
        let (digit, length) = shape(a.len(), b.len());
        self.roots.extend(length.next_power_of_two())?;
        let (left, right) = (&mut self.left, &mut self.right);
        split(a, digit, length, left)?;
        forward(left, &self.roots);
        let factor = scale(length.next_power_of_two().trailing_zeros());
        let joined = |left: u64, right: u64| modular(modular(left, right), factor);
        if a == b {
            left.iter_mut().for_each(|value| *value = joined(*value, *value));
        } else {
            split(b, digit, length, right)?;
            forward(right, &self.roots);
            left.iter_mut().zip(right).for_each(|(left, right)| *left = joined(*left, *right));
        }
        inverse(left, &self.roots);
        join(left, digit, product);
        Ok(())
    }
}

/// The bytes that a product of two numbers of `words` words together takes beside its factors, about.
pub fn room(words: usize) -> usize {
    let long = words.saturating_sub(words / 2);
    let (_, length) = shape(long, words - long);
    // The product, two transforms, and the roots.
    words.saturating_mul(8).saturating_add(length.saturating_mul(20))
}

/// The most bits of a digit such that no coefficient of a product reaches the prime, if the shorter factor has at most
/// `count` digits: count * (2^bits - 1)^2 is less.
const fn digit_bits(count: usize) -> u32 {
    let mut bits = 28;
    while bits > 16 && count > 1 << (64 - 2 * bits) {
        bits -= 1;
    }
    bits
}

/// The bits of a digit and the length of the transform for a product of so many words by so many; the shorter last.
fn shape(long: usize, short: usize) -> (u32, usize) {
    let digits = |words: usize, digit: u32| (words as u128 * 64).div_ceil(u128::from(digit)) as usize;
    let fits = |&digit: &u32| digit <= digit_bits(digits(short, digit));
    let digit = (16..=28).rev().find(fits).unwrap_or(16);
    (digit, length_for(digits(long, digit).saturating_add(digits(short, digit))))
}

/// Zeros; memory sized by input may not be there.
pub fn zeros(len: usize) -> Result<Vec<u64>, TryReserveError> {
    crate::kernels::array::zeros(len)
}

/// Takes the zeros at the end away.
pub fn trim(number: &mut Vec<u64>) {
    let used = number.iter().rposition(|&word| word != 0).map_or(0, |last| last + 1);
    number.truncate(used);
}

/// Cuts a number into digits, and fills up with zeros.
fn split(number: &[u64], digit: u32, length: usize, out: &mut Vec<u64>) -> Result<(), TryReserveError> {
    out.clear();
    out.try_reserve_exact(length)?;
    let mask = (1 << digit) - 1;
    let (mut held, mut bits) = (0u128, 0);
    for &word in number {
        held |= u128::from(word) << bits;
        bits += 64;
        while bits >= digit {
            out.push(held as u64 & mask);
            held >>= digit;
            bits -= digit;
        }
    }
    out.push(held as u64);
    out.resize(length, 0);
    Ok(())
}

/// The number with such digits, which may be larger than a digit: what is beyond goes to the next.
fn join(digits: &[u64], digit: u32, out: &mut [u64]) {
    let (mut held, mut carry, mut bits) = (0u128, 0u128, 0);
    let mask = (1 << digit) - 1;
    let mut slots = out.iter_mut();
    for &value in digits {
        carry += u128::from(value);
        held |= (carry & mask) << bits;
        carry >>= digit;
        bits += digit;
        if bits >= 64 {
            if let Some(slot) = slots.next() {
                *slot = held as u64;
            }
            held >>= 64;
            bits -= 64;
        }
    }
    if let Some(slot) = slots.next() {
        *slot = held as u64;
    }
}

/// out += a * factor; returns what is carried beyond.
fn add_multiple(out: &mut [u64], a: &[u64], factor: u64) -> u64 {
    let mut carry = 0;
    for (slot, &word) in out.iter_mut().zip(a) {
        let sum = u128::from(word) * u128::from(factor) + u128::from(*slot) + u128::from(carry);
        (*slot, carry) = (sum as u64, (sum >> 64) as u64);
    }
    carry
}

/// out = a * b, word by word; out is as long as both.
fn school(out: &mut [u64], a: &[u64], b: &[u64]) {
    out.fill(0);
    for (place, &factor) in b.iter().enumerate() {
        out[place + a.len()] = add_multiple(&mut out[place..], a, factor);
    }
}

/// number *= factor; returns what is carried beyond.
pub fn scale_by(number: &mut [u64], factor: u64) -> u64 {
    let mut carry = 0;
    for word in number {
        let product = u128::from(*word) * u128::from(factor) + u128::from(carry);
        (*word, carry) = (product as u64, (product >> 64) as u64);
    }
    carry
}

/// out += a; returns the carry. What is beyond a is only carried to.
pub fn add(out: &mut [u64], a: &[u64]) -> bool {
    let (low, high) = out.split_at_mut(a.len().min(out.len()));
    let mut carry = false;
    for (slot, &word) in low.iter_mut().zip(a) {
        let (once, first) = slot.overflowing_add(word);
        let (twice, second) = once.overflowing_add(u64::from(carry));
        (*slot, carry) = (twice, first | second);
    }
    for slot in high {
        if !carry {
            break;
        }
        (*slot, carry) = slot.overflowing_add(1);
    }
    carry
}

/// out -= a; returns the borrow.
pub fn subtract(out: &mut [u64], a: &[u64]) -> bool {
    let (low, high) = out.split_at_mut(a.len().min(out.len()));
    let mut borrow = false;
    for (slot, &word) in low.iter_mut().zip(a) {
        let (once, first) = slot.overflowing_sub(word);
        let (twice, second) = once.overflowing_sub(u64::from(borrow));
        (*slot, borrow) = (twice, first | second);
    }
    for slot in high {
        if !borrow {
            break;
        }
        (*slot, borrow) = slot.overflowing_sub(1);
    }
    borrow
}

/// out = a * b, where a is the longer: in pieces as long as b.
fn by_karatsuba(out: &mut [u64], a: &[u64], b: &[u64]) -> Result<(), TryReserveError> {
    out.fill(0);
    let mut scratch = zeros(6 * b.len() + 256)?;
    let (piece, scratch) = scratch.split_at_mut(2 * b.len());
    for (number, part) in a.chunks(b.len()).enumerate() {
        let piece = &mut piece[..part.len() + b.len()];
        if part.len() == b.len() {
            karatsuba(piece, part, b, scratch);
        } else if part.len() <= SCHOOL {
            school(piece, b, part);
        } else {
            by_karatsuba(piece, b, part)?;
        }
        add(&mut out[number * b.len()..], piece);
    }
    Ok(())
}

/// out = |a - b|, where a is at least as long; returns whether a is less.
fn difference(out: &mut [u64], a: &[u64], b: &[u64]) -> bool {
    let less = a[b.len()..].iter().all(|&word| word == 0) && a[..b.len()].iter().rev().lt(b.iter().rev());
    let (minuend, subtrahend) = if less { (b, &a[..b.len()]) } else { (a, b) };
    out[..minuend.len()].copy_from_slice(minuend);
    out[minuend.len()..].fill(0);
    subtract(out, subtrahend);
    less
}

/// out = a * b, both equally long; `scratch` has 4 words for each of a, and 128 more.
///
/// (a0 + a1 B) (b0 + b1 B) with three products: the middle one is a0 b0 + a1 b1 - (a0 - a1) (b0 - b1).
fn karatsuba(out: &mut [u64], a: &[u64], b: &[u64], scratch: &mut [u64]) {
    if a.len() <= SCHOOL {
        return school(out, a, b);
    }
    let half = a.len().div_ceil(2);
    let ((a_low, a_high), (b_low, b_high)) = (a.split_at(half), b.split_at(half));
    let (differences, rest) = scratch.split_at_mut(2 * half);
    let (cross, rest) = rest.split_at_mut(2 * half);
    let (left, right) = differences.split_at_mut(half);
    let minus = difference(left, a_low, a_high) == difference(right, b_low, b_high);
    karatsuba(cross, left, right, rest);
    let (low, high) = out.split_at_mut(2 * half);
    karatsuba(low, a_low, b_low, rest);
    karatsuba(high, a_high, b_high, rest);
    let middle = differences;
    middle.copy_from_slice(low);
    // Modulo 2^64 beyond the words of the middle: it is positive in the end.
    let mut top = u64::from(add(middle, high));
    top = match minus {
        true => top.wrapping_sub(u64::from(subtract(middle, cross))),
        false => top + u64::from(add(middle, cross)),
    };
    add(&mut out[half..], middle);
    add(&mut out[3 * half..], &[top]);
}
