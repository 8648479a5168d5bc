//! Fibonacci numbers: F(0) = 0, F(1) = 1.

use super::multiply::{MOST_BITS, Multiplier, add, room, scale_by, subtract, trim};
use super::{Refused, check_room};
use crate::kernels::parallel::stop_requested;

/// The last that fits 64 bits.
pub const LAST_U64: u64 = 93;
/// The last that fits 128 bits.
pub const LAST_U128: u64 = 186;
/// The last whose products are not too long.
pub const LAST: u64 = (((MOST_BITS - 64) as u128) << 64).div_euclid(LOG2_PHI as u128) as u64;

/// The binary logarithm of the golden ratio, times 2^64, rounded up.
const LOG2_PHI: u64 = 0xb1b9_d68a_8e53_425e;

const TABLE: [u64; LAST_U64 as usize + 1] = {
    let mut table = [0; LAST_U64 as usize + 1];
    table[1] = 1;
    let mut n = 2;
    while n < table.len() {
        table[n] = table[n - 2] + table[n - 1];
        n += 1;
    }
    table
};

/// F(n), if it fits.
#[inline]
pub fn fibonacci_u64(n: u64) -> Option<u64> {
    TABLE.get(usize::try_from(n).ok()?).copied()
}

/// F(n), if it fits.
pub fn fibonacci_u128(n: u64) -> Option<u128> {
    if let Some(small) = fibonacci_u64(n) {
        return Some(u128::from(small));
    }
    if n > LAST_U128 {
        return None;
    }
    let [before, here, after] = [n / 2 - 1, n / 2, n / 2 + 1].map(|n| fibonacci_u64(n).map(u128::from));
    let here = here?;
    // As in the loop below.
    if n.is_multiple_of(2) { Some(here * (here + 2 * before?)) } else { Some(here * here + after? * after?) }
}

/// How many words are enough for F(n), which needs at most one less.
pub fn fibonacci_words(n: u64) -> u64 {
    // For n >= 2 it has at most n log2(phi) bits: F(n) is less than phi^n / 2 then.
    (((u128::from(n) * u128::from(LOG2_PHI)) >> 64) as u64).div_ceil(64).max(1)
}

/// F(n), words without zeros at the end. Worthless if the caller wants to stop.
pub fn fibonacci(n: u64) -> Result<Vec<u64>, Refused> {
    if n > LAST {
        return Err(Refused::TooLarge);
    }
    check_room(room(fibonacci_words(n) as usize).saturating_mul(2))?;
    let mut multiplier = Multiplier::for_products(fibonacci_words(n) as usize)?;
    // As many leading bits of n as the table knows.
    let mut bits = n.checked_ilog2().map_or(0, |top| (top + 1).saturating_sub(6));
    let known = n >> bits;
    let entry = |n: u64| {
        let mut number = vec![fibonacci_u64(n).unwrap_or(0)];
        trim(&mut number);
        number
    };
    // F(k) and F(k - 1).
    let (mut last, mut before) = (entry(known), entry(known.saturating_sub(1)));
    while bits > 0 && !stop_requested() {
        bits -= 1;
        let (odd, k_is_odd) = (n >> bits & 1 == 1, n >> (bits + 1) & 1 == 1);
        if bits == 0 {
            return Ok(finish(&mut multiplier, last, &before, odd, k_is_odd)?);
        }
        // F(2k - 1) = F(k)^2 + F(k - 1)^2; F(2k + 1) = 4 F(k)^2 - F(k - 1)^2 + 2 (-1)^k; F(2k) is their difference.
        let (square, mut small) = (multiplier.square(&last)?, multiplier.square(&before)?);
        let mut after = widened(&square)?;
        scale_by(&mut after, 4);
        subtract(&mut after, &small);
        add_two(&mut after, k_is_odd);
        trim(&mut after);
        small.resize(square.len() + 1, 0);
        add(&mut small, &square);
        trim(&mut small);
        (last, before) = if odd {
            let mut even = widened(&after)?;
            subtract(&mut even, &small);
            trim(&mut even);
            (after, even)
        } else {
            subtract(&mut after, &small);
            trim(&mut after);
            (after, small)
        };
    }
    Ok(last)
}

/// The last step, for which F(k - 1) of the result is not wanted: one product.
fn finish(
    multiplier: &mut Multiplier,
    mut last: Vec<u64>,
    before: &[u64],
    odd: bool,
    k_is_odd: bool,
) -> Result<Vec<u64>, std::collections::TryReserveError> {
    if !odd {
        // F(2k) = F(k) (F(k) + 2 F(k - 1)).
        let mut sum = widened(&last)?;
        add(&mut sum, before);
        add(&mut sum, before);
        trim(&mut sum);
        return multiplier.multiply(&last, &sum);
    }
    // F(2k + 1) = (2 F(k) + F(k - 1)) (2 F(k) - F(k - 1)) + 2 (-1)^k.
    last.push(0);
    scale_by(&mut last, 2);
    let mut sum = widened(&last)?;
    add(&mut sum, before);
    subtract(&mut last, before);
    trim(&mut sum);
    trim(&mut last);
    let mut result = multiplier.multiply(&sum, &last)?;
    add_two(&mut result, k_is_odd);
    trim(&mut result);
    Ok(result)
}

/// A copy with room for a carry.
fn widened(number: &[u64]) -> Result<Vec<u64>, std::collections::TryReserveError> {
    let mut wide = Vec::new();
    wide.try_reserve_exact(number.len() + 1)?;
    wide.extend_from_slice(number);
    wide.push(0);
    Ok(wide)
}

/// Adds 2, or takes it away.
fn add_two(number: &mut [u64], away: bool) {
    if away {
        subtract(number, &[2])
    } else {
        add(number, &[2])
    };
}
