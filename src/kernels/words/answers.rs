//! What a counter answers: its words made small, the most common ones.

use super::counter::WordCounter;
use crate::kernels::heap_sort::sort_by_key;
use crate::kernels::order::sort::sort;
use crate::kernels::parallel::is_stopped;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, TryReserveError};

/// Between two words of a text for [`WordCounter::fold`].
const BETWEEN: u8 = b'\n';

impl WordCounter {
    /// The distinct words beyond ASCII that are not made small yet, with a line break behind each but the last; `None` if there
    /// are none.
    pub fn unfolded(&self) -> Result<Option<Vec<u8>>, TryReserveError> {
        let (mut text, mut room) = (Vec::new(), [0; 16]);
        for place in self.folded..self.len() {
            let word = self.word(place, &mut room);
            if !word.is_ascii() {
                text.try_reserve(word.len() + 1)?;
                if !text.is_empty() {
                    text.push(BETWEEN);
                }
                text.extend_from_slice(word);
            }
        }
        Ok((!text.is_empty()).then_some(text))
    }

    /// Takes the text of [`WordCounter::unfolded`] made small: words that have become the same are one from here on. `false`, and nothing
    /// has changed, if it has another number of words. If the caller wants to stop, some words may not be small yet.
    pub fn fold(&mut self, lowered: &[u8]) -> Result<bool, TryReserveError> {
        let table = &self.state.table;
        let mut wide: Vec<usize> = Vec::new();
        for place in self.folded..self.len() {
            if !table.is_ascii(place) {
                wide.try_reserve(1)?;
                wide.push(place);
            }
        }
        if lowered.split(|&byte| byte == BETWEEN).count() != wide.len() {
            return Ok(false);
        }
        let mut changed: Vec<(usize, &[u8])> = Vec::new();
        let mut room = [0; 16];
        for (place, word) in wide.into_iter().zip(lowered.split(|&byte| byte == BETWEEN)) {
            if table.word(place, &mut room) != word {
                changed.try_reserve(1)?;
                changed.push((place, word));
            }
        }
        if !changed.is_empty() {
            self.state.table.rename(&changed)?;
        }
        if !is_stopped() {
            self.folded = self.len();
        }
        Ok(true)
    }

    /// The places of the `most` most common words, the most common first, those that are as common in order of their first arrival.
    pub fn most_common(&self, most: usize) -> Result<Vec<usize>, TryReserveError> {
        let mut places: Vec<usize> = Vec::new();
        if most >= self.len() / 8 {
            return self.all_by_count(most);
        }
        // The least of the best on top.
        let mut best: BinaryHeap<Reverse<(u64, Reverse<usize>)>> = BinaryHeap::new();
        best.try_reserve_exact(most + 1)?;
        for place in 0..self.len() {
            let candidate = Reverse((self.count(place), Reverse(place)));
            if best.len() < most {
                best.push(candidate);
            } else if let Some(mut least) = best.peek_mut()
                && candidate < *least
            {
                *least = candidate;
            }
        }
        places.try_reserve_exact(best.len())?;
        places.extend(best.into_sorted_vec().iter().map(|Reverse((_, Reverse(place)))| *place));
        Ok(places)
    }

    /// The same by sorting all of them.
    fn all_by_count(&self, most: usize) -> Result<Vec<usize>, TryReserveError> {
        let len = self.len();
        let greatest = (0..len).map(|place| self.count(place)).max().unwrap_or(0);
        let bits = usize::BITS - len.leading_zeros();
        let mut places = Vec::new();
        if greatest.leading_zeros() >= bits {
            // How much less than the greatest, then the place, in one number.
            let mut words: Vec<u64> = Vec::new();
            words.try_reserve_exact(len)?;
            words.extend((0..len).map(|place| (greatest - self.count(place)) << bits | place as u64));
            // Integers have no NaN, and no zeros whose signs take memory.
            _ = sort(&mut words, false, 1);
            places.try_reserve_exact(most.min(len))?;
            places.extend(words.iter().take(most).map(|word| (word & ((1 << bits) - 1)) as usize));
            return Ok(places);
        }
        places.try_reserve_exact(len)?;
        places.extend(0..len);
        sort_by_key(&mut places, |&place| (Reverse(self.count(place)), place));
        places.truncate(most);
        Ok(places)
    }
}
