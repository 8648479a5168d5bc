//! An integer that holds any sum of roots: each is below 2^513, and there are fewer than 2^127.

/// The words of a total.
pub const WORDS: usize = 10;

/// A sum, of words from the least significant on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total([u64; WORDS]);

impl Total {
    /// Its words, least significant first.
    pub fn words(&self) -> &[u64; WORDS] {
        &self.0
    }

    /// Adds an integer times a power of two.
    pub fn add_scaled(&mut self, value: u128, shift: u32) {
        let (first, bits) = ((shift / 64) as usize, shift % 64);
        let low = (value & u128::from(u64::MAX)) << bits;
        let high = (value >> 64 << bits) + (low >> 64);
        let mut carry = 0u128;
        let pieces = [low as u64, high as u64, (high >> 64) as u64];
        for (slot, piece) in self.0.iter_mut().skip(first).zip(pieces.into_iter().chain(std::iter::repeat(0)))
        {
            carry += u128::from(*slot) + u128::from(piece);
            *slot = carry as u64;
            carry >>= 64;
        }
    }

    /// Adds an integer.
    pub fn add(&mut self, value: u128) {
        self.add_scaled(value, 0);
    }

    /// Adds a double that is an integer and not negative.
    pub fn add_double(&mut self, value: f64) {
        if value < (1u64 << 63) as f64 {
            return self.add(u128::from(value as u64));
        }
        let bits = value.to_bits();
        // Finite, normal, and of at least 2^63: the last bit of the mantissa is worth 2^11 or more.
        let shift = (bits >> 52).saturating_sub(1075) as u32;
        self.add_scaled(u128::from(bits & ((1 << 52) - 1) | 1 << 52), shift);
    }

    /// Adds another total.
    pub fn merge(&mut self, other: &Self) {
        for (place, pair) in other.0.chunks_exact(2).enumerate() {
            if let &[low, high] = pair {
                self.add_scaled(u128::from(high) << 64 | u128::from(low), 128 * place as u32);
            }
        }
    }
}
