//! Factorials.

use super::multiply::{Multiplier, room, scale_by, trim, zeros};
use super::{Refused, check_room};
use crate::kernels::parallel::stop_requested;
use std::collections::TryReserveError;

/// The last that fits 64 bits.
pub const LAST_U64: u64 = 20;
/// The last that fits 128 bits.
pub const LAST_U128: u64 = 34;
/// The last whose products are not too long; see the tests.
pub const LAST: u64 = 2_316_396_731;
/// Up to here the numbers are multiplied one after the other.
const FEW: u64 = 800;
/// Up to so many words, too.
const FEW_WORDS: usize = 24;

/// So many numbers are looked at in a few milliseconds.
const POLLED: u64 = 1 << 20;

const TABLE: [u128; LAST_U128 as usize + 1] = {
    let mut table = [1; LAST_U128 as usize + 1];
    let mut n = 1;
    while n < table.len() {
        table[n] = table[n - 1] * n as u128;
        n += 1;
    }
    table
};

/// n!, if it fits.
#[inline]
pub fn factorial_u64(n: u64) -> Option<u64> {
    if n <= LAST_U64 { Some(TABLE[n as usize] as u64) } else { None }
}

/// n!, if it fits.
#[inline]
pub fn factorial_u128(n: u64) -> Option<u128> {
    TABLE.get(usize::try_from(n).ok()?).copied()
}

/// How many words are enough for n!, which needs at most one less.
pub fn factorial_words(n: u64) -> u64 {
    if let Some(small) = factorial_u128(n) {
        return 1 + u64::from(small > u128::from(u64::MAX));
    }
    (bits(n) / 64.0) as u64 + 1
}

/// The binary logarithm of n!, or a little more, n > 0.
fn bits(n: u64) -> f64 {
    use std::f64::consts::{LOG2_E, TAU};
    let n = n as f64;
    // Stirling's formula with the first term of its series is more than the logarithm; then what rounding may have taken.
    let exact = (n + 0.5) * n.log2() - n * LOG2_E + TAU.log2() / 2.0 + LOG2_E / (12.0 * n);
    exact * (1.0 + 1e-13)
}

/// n!, words without zeros at the end. Worthless if the caller wants to stop.
///
/// Legendre: the exponent of p is n/p + n/p^2 + ... . The product of p^e comes bit by bit of all e, the highest first:
/// square what there is, multiply by the primes with this bit. Powers of two are a shift.
pub fn factorial(n: u64) -> Result<Vec<u64>, Refused> {
    if n > LAST {
        return Err(Refused::TooLarge);
    }
    if n <= FEW {
        return Ok(short(n)?);
    }
    let words = factorial_words(n) as usize;
    check_room(room(words).saturating_add(words * 8).saturating_add(n as usize / 8))?;
    let composite = odd_composites(n)?;
    let mut multiplier = Multiplier::for_products(words)?;
    let mut result = vec![1];
    let highest = exponent(n, 3).ilog2();
    for bit in (0..=highest).rev() {
        if stop_requested() {
            break;
        }
        let factors = packed(n, bit, &composite)?;
        result = multiplier.square(&result)?;
        let product = product(&mut multiplier, &factors)?;
        result = multiplier.multiply(&result, &product)?;
    }
    Ok(shifted(&result, n - u64::from(n.count_ones()))?)
}

/// One after the other, as many in a word as it holds.
fn short(n: u64) -> Result<Vec<u64>, TryReserveError> {
    let known = n.min(LAST_U128);
    let start = TABLE[known as usize];
    let mut result = Vec::new();
    result.try_reserve_exact(factorial_words(n) as usize + 1)?;
    result.extend([start as u64, (start >> 64) as u64]);
    trim(&mut result);
    let mut factor = 1u64;
    for number in known + 1..=n {
        match factor.checked_mul(number) {
            Some(more) => factor = more,
            None => {
                push_scaled(&mut result, factor);
                factor = number;
            }
        }
    }
    push_scaled(&mut result, factor);
    Ok(result)
}

/// number *= factor, for a number with room.
fn push_scaled(number: &mut Vec<u64>, factor: u64) {
    let carry = scale_by(number, factor);
    if carry != 0 {
        number.push(carry);
    }
}

/// The exponent of a prime in n!.
fn exponent(n: u64, prime: u64) -> u64 {
    let (mut rest, mut total) = (n, 0);
    while rest >= prime {
        rest /= prime;
        total += rest;
    }
    total
}

/// Bit i says whether 2 i + 1 is composite, up to n.
fn odd_composites(n: u64) -> Result<Vec<u64>, TryReserveError> {
    let mut composite = zeros(n as usize / 128 + 1)?;
    let mut odd = 3;
    while odd * odd <= n {
        if !is_set(&composite, odd / 2) {
            if stop_requested() {
                break;
            }
            let mut multiple = odd * odd / 2;
            while let Some(word) = composite.get_mut((multiple / 64) as usize) {
                *word |= 1 << (multiple % 64);
                multiple += odd;
            }
        }
        odd += 2;
    }
    Ok(composite)
}

fn is_set(bits: &[u64], place: u64) -> bool {
    bits.get((place / 64) as usize).is_none_or(|word| word >> (place % 64) & 1 == 1)
}

/// The odd primes whose exponents in n! have this bit, as many multiplied in a word as it holds.
fn packed(n: u64, bit: u32, composite: &[u64]) -> Result<Vec<u64>, TryReserveError> {
    let mut factors = Vec::new();
    let mut factor = 1u64;
    // The exponent of p is less than n / (p - 1).
    let last = (n >> bit) + 1;
    for place in 1..=last.min(n).saturating_sub(1) / 2 {
        let number = 2 * place + 1;
        if place % POLLED == 0 && stop_requested() {
            break;
        }
        if is_set(composite, place) || exponent(n, number) >> bit & 1 == 0 {
            continue;
        }
        match factor.checked_mul(number) {
            Some(more) => factor = more,
            None => {
                factors.try_reserve(1)?;
                factors.push(factor);
                factor = number;
            }
        }
    }
    factors.try_reserve(1)?;
    factors.push(factor);
    Ok(factors)
}

/// The product of all factors, by halves.
fn product(multiplier: &mut Multiplier, factors: &[u64]) -> Result<Vec<u64>, TryReserveError> {
    if factors.len() <= FEW_WORDS || stop_requested() {
        let mut result = Vec::new();
        result.try_reserve_exact(FEW_WORDS + 1)?;
        result.push(1);
        factors.iter().take(FEW_WORDS).for_each(|&factor| push_scaled(&mut result, factor));
        return Ok(result);
    }
    let (left, right) = factors.split_at(factors.len() / 2);
    let (left, right) = (product(multiplier, left)?, product(multiplier, right)?);
    multiplier.multiply(&left, &right)
}

/// number * 2^bits.
fn shifted(number: &[u64], bits: u64) -> Result<Vec<u64>, TryReserveError> {
    let (words, bits) = ((bits / 64) as usize, bits % 64);
    let mut result = Vec::new();
    result.try_reserve_exact(number.len() + words + 1)?;
    result.resize(words, 0);
    let mut carry = 0;
    for &word in number {
        result.push(word << bits | carry);
        carry = (word >> 1) >> (63 - bits);
    }
    result.push(carry);
    trim(&mut result);
    Ok(result)
}
