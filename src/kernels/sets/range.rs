//! The range of integers, and a bit for each value of it.

use super::keys::Key;
use super::membership::PIECE;
use crate::kernels::array::zeros;
use crate::kernels::parallel::stop_requested;
use crate::kernels::view::{BLOCK, Input};
use std::collections::TryReserveError;

/// The least key, and the distance to the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least key.
    pub low: u64,
    /// How far above it the greatest is.
    pub span: u64,
}

/// The range of the values if it spans less than `limit`; `None` for no values and for floats, and where the caller wants
/// no answer any more.
#[inline(never)]
pub fn range_of<T: Key>(values: &Input<T>, limit: u64) -> Option<Range> {
    if !T::ORDERED || values.is_empty() {
        return None;
    }
    let mut scratch = [T::default(); BLOCK];
    let (mut low, mut high, mut first) = (u64::MAX, 0, 0);
    loop {
        // Block by block also through a slice: wide values are seen in the first.
        let block = values.block(first, 4 * BLOCK, &mut scratch);
        if block.is_empty() {
            return Some(Range { low, span: high - low });
        }
        for value in block {
            let key = value.key();
            low = low.min(key);
            high = high.max(key);
        }
        first += block.len();
        if high - low >= limit || first % PIECE == 0 && stop_requested() {
            return None;
        }
    }
}

/// A bit for each value of a range.
pub struct Bits {
    low: u64,
    words: Vec<u64>,
}

impl Bits {
    /// No value of the range has its bit set.
    pub fn new(range: Range) -> Result<Self, TryReserveError> {
        let words = usize::try_from(range.span / 64).unwrap_or(usize::MAX - 1) + 1;
        Ok(Bits { low: range.low, words: zeros(words)? })
    }

    /// Whether the bit of a key is set; not for a key outside the range.
    #[inline(always)]
    pub fn has(&self, key: u64) -> bool {
        let place = key.wrapping_sub(self.low);
        // The division makes every place an index.
        self.words.get((place / 64) as usize).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// Sets the bit of a key; returns whether it was not. A key outside the range (values that change meanwhile)
    /// is not new.
    #[inline(always)]
    pub fn insert(&mut self, key: u64) -> bool {
        let place = key.wrapping_sub(self.low);
        let Some(word) = self.words.get_mut((place / 64) as usize) else { return false };
        let new = *word >> (place % 64) & 1 == 0;
        *word |= 1 << (place % 64);
        new
    }
}

/// Two bits for each value of a range: that it came, and that it came again.
pub struct Pairs {
    low: u64,
    words: Vec<u64>,
}

impl Pairs {
    /// No value of the range has come.
    pub fn new(range: Range) -> Result<Self, TryReserveError> {
        let words = usize::try_from(range.span / 32).unwrap_or(usize::MAX - 1) + 1;
        Ok(Pairs { low: range.low, words: zeros(words)? })
    }

    /// The value with this key has come, once more.
    #[inline(always)]
    pub fn count(&mut self, key: u64) {
        let place = key.wrapping_sub(self.low);
        if let Some(word) = self.words.get_mut((place / 32) as usize) {
            let shift = place % 32 * 2;
            let came = *word >> shift & 1;
            *word |= (1 | came << 1) << shift;
        }
    }

    /// Whether the value with this key came again; not if it was taken before.
    #[inline(always)]
    pub fn take(&mut self, key: u64) -> bool {
        let place = key.wrapping_sub(self.low);
        let Some(word) = self.words.get_mut((place / 32) as usize) else { return false };
        let again = 2 << (place % 32 * 2);
        let wanted = *word & again != 0;
        *word &= !again;
        wanted
    }
}
