//! Bits with how many there are before each word of them: how many numbers up to a given one there are.

use super::wheel::{UP_TO, WORD_SPAN, ones};
use std::collections::TryReserveError;

/// Which numbers of a range coprime to thirty there are, and how many up to each.
pub struct Table {
    /// What stands for 240 numbers: a bit for each, and how many come before.
    words: Vec<(u64, u64)>,
}

impl Table {
    /// Of bytes of a sieve (a byte stands for thirty numbers); `before` are counted with each.
    pub fn new(bytes: &[u8], mut before: u64) -> Result<Self, TryReserveError> {
        let mut words = Vec::new();
        words.try_reserve_exact(bytes.len().div_ceil(8))?;
        for piece in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..piece.len()].copy_from_slice(piece);
            words.push((u64::from_le_bytes(word), before));
            before += ones(piece);
        }
        Ok(Table { words })
    }

    /// How many there are up to `number`, which is counted from where the table begins and lies within it.
    #[inline(always)]
    pub fn up_to(&self, number: u64) -> u64 {
        let (bits, before) = self.words.get((number / WORD_SPAN) as usize).copied().unwrap_or_default();
        before + u64::from((bits & UP_TO[(number % WORD_SPAN) as usize]).count_ones())
    }
}
