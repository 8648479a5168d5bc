//! Whether a number is prime, by strong tests whose bases are known to suffice.

use super::small;

/// Bases for numbers below 4,759,123,141 (G. Jaeschke, "On strong pseudoprimes to several bases", Mathematics of
/// Computation 61, 1993).
const FEW: [u64; 3] = [2, 7, 61];
const FEW_BELOW: u64 = 4_759_123_141;
/// Bases for all of 64 bits (J. Sinclair, 2011; checked against the list of all strong pseudoprimes to base 2 below
/// 2^64 by J. Feitsma and W. Galway).
const ALL: [u64; 7] = [2, 325, 9375, 28178, 450_775, 9_780_504, 1_795_265_022];

/// Whether `number` is prime.
pub fn is_prime(number: u64) -> bool {
    if number < small::LIMIT {
        return small::is_prime(number);
    }
    // Few composite numbers come further.
    if [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37].iter().any(|&prime| number.is_multiple_of(prime)) {
        return false;
    }
    let bases: &[u64] = if number < FEW_BELOW { &FEW } else { &ALL };
    let modulus = Modulus::new(number);
    bases.iter().all(|base| modulus.is_strong_probable_prime(base % number))
}

/// An odd number to calculate by, in Montgomery's form: `a` stands as `a * 2^64 mod number`.
struct Modulus {
    number: u64,
    /// `-1 / number mod 2^64`.
    inverse: u64,
    one: u64,
    /// `2^128 mod number`.
    square: u64,
}

impl Modulus {
    fn new(number: u64) -> Self {
        // Each step doubles how many bits of the inverse are right; three are at first.
        let inverse = (0..5)
            .fold(number, |inverse, _| inverse.wrapping_mul(2u64.wrapping_sub(number.wrapping_mul(inverse))));
        let one = (u64::MAX % number + 1) % number;
        let square = (u128::from(one) * u128::from(one) % u128::from(number)) as u64;
        Modulus { number, inverse: inverse.wrapping_neg(), one, square }
    }

    #[inline(always)]
    fn multiply(&self, a: u64, b: u64) -> u64 {
        let product = u128::from(a) * u128::from(b);
        let low = (product as u64).wrapping_mul(self.inverse);
        let multiple = u128::from(low) * u128::from(self.number);
        // The low halves add up to 2^64, or to 0 if both are.
        let carry = u64::from(product as u64 != 0);
        let high =
            u128::from((product >> 64) as u64) + u128::from((multiple >> 64) as u64) + u128::from(carry);
        let number = u128::from(self.number);
        (if high >= number { high - number } else { high }) as u64
    }

    fn is_strong_probable_prime(&self, base: u64) -> bool {
        if base == 0 {
            return true;
        }
        let minus_one = self.number - self.one;
        let twos = (self.number - 1).trailing_zeros();
        let odd = (self.number - 1) >> twos;
        let base = self.multiply(base, self.square);
        let mut power = base;
        for bit in (0..63 - odd.leading_zeros()).rev() {
            power = self.multiply(power, power);
            if odd >> bit & 1 == 1 {
                power = self.multiply(power, base);
            }
        }
        if power == self.one || power == minus_one {
            return true;
        }
        for _ in 1..twos {
            power = self.multiply(power, power);
            if power == minus_one {
                return true;
            }
        }
        false
    }
}
