//! Arithmetic modulo the prime 2^64 - 2^32 + 1, whose shape makes a reduction a few additions.
//!
//! Elements are below the prime. A product here is a * b / 2^64 (Montgomery's form): a factor that is kept times 2^64
//! gives the plain product.

use std::hint::select_unpredictable;

/// The prime.
pub const PRIME: u64 = 0xffff_ffff_0000_0001;
/// An element whose square is -1, times 2^64: 2^48 * 2^64 modulo the prime.
pub const I: u64 = power(2, 112);

/// a * b / 2^64.
#[inline(always)]
pub fn multiply(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    let (low, high) = (product as u64, (product >> 64) as u64);
    // low * (2^32 + 1) times the prime has the same low word; of the difference only the high word is left.
    let (sum, carry) = low.overflowing_add(low << 32);
    let quotient = sum.wrapping_sub(sum >> 32).wrapping_sub(u64::from(carry));
    subtract(high, quotient)
}

/// a + b.
#[inline(always)]
pub fn add(a: u64, b: u64) -> u64 {
    subtract(a, PRIME - b)
}

/// a - b; b may be the prime itself.
#[inline(always)]
pub fn subtract(a: u64, b: u64) -> u64 {
    let (difference, borrow) = a.overflowing_sub(b);
    // A branch would be guessed wrong every other time.
    select_unpredictable(borrow, difference.wrapping_add(PRIME), difference)
}

/// -a.
#[inline(always)]
pub fn negate(a: u64) -> u64 {
    subtract(0, a)
}

/// The plain product.
const fn plain(a: u64, b: u64) -> u64 {
    (a as u128 * b as u128 % PRIME as u128) as u64
}

/// a^exponent.
const fn power(a: u64, mut exponent: u64) -> u64 {
    let (mut result, mut square) = (1, a);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = plain(result, square);
        }
        square = plain(square, square);
        exponent >>= 1;
    }
    result
}

/// What a pair of products, the second with this, divides by 2^exponent.
pub fn scale(exponent: u32) -> u64 {
    // 2^128 / 2^exponent; 2^192 is 1.
    power(2, u64::from((128 + 192 - exponent) % 192))
}

/// The root of unity of order 2^exponent, times 2^64; the exponent is at most 32. Each is the square of the next, and
/// that of order 4 is [`I`].
pub fn root(exponent: u32) -> u64 {
    const ROOT: u64 = {
        let root = power(7, (PRIME - 1) >> 32);
        if plain(power(root, 1 << 30), power(2, 64)) == I { root } else { power(root, PRIME - 2) }
    };
    plain(power(ROOT, 1 << (32 - exponent)), power(2, 64))
}
