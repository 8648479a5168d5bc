//! Where values go when they are sorted, for what is moved with them: the places of values in their order, equal ones as
//! they came.
//!
//! A value's rank and its place are packed into one word, the words are sorted, and the places are what is left: equal
//! ranks are ordered by their places. Where the words are too short for all bits of the ranks, those that agree in the
//! bits that are there are sorted once more, by the bits that were not.

use super::sort_wide::Wide;
use crate::kernels::heap_sort::sort_by_key;
use crate::kernels::parallel::Task;
use std::collections::TryReserveError;

/// Fewer words than this are inserted one by one.
const FEW: usize = 12;

/// A value that has a place in the order of integers.
pub trait Ranked: Copy {
    /// An integer whose order is that of the value: -0.0 and 0.0 have one. `None` for NaN.
    fn rank(self) -> Option<u64>;
}

impl Ranked for i64 {
    #[inline(always)]
    fn rank(self) -> Option<u64> {
        Some(self.cast_unsigned() ^ 1 << 63)
    }
}

impl Ranked for f64 {
    #[inline(always)]
    fn rank(self) -> Option<u64> {
        const SIGN: u64 = 1 << 63;
        let bits = self.to_bits();
        // By the bits: the caller's floating-point mode may take a subnormal number for zero.
        if bits & !SIGN > f64::INFINITY.to_bits() {
            return None;
        }
        let bits = if bits == SIGN { 0 } else { bits };
        Some(if bits & SIGN != 0 { !bits } else { bits | SIGN })
    }
}

/// The order that ranks came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    /// In the order that is wanted.
    Sorted,
    /// The other way, and no two are equal.
    Reversed,
    Otherwise,
}

/// Where values go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// They stay where they are.
    AsTheyAre,
    /// The last becomes the first.
    Reversed,
    /// The ranks have become the places of the values, in the order that is wanted.
    Places,
}

/// Finds where values of some ranks go when they are sorted, ascending or `descending`, equal ones as they came: see
/// [`Order`]. The result is worthless if the caller wanted to stop.
///
/// O(n) time for what is in order, ascending or descending, else O(n log n). Where a rank and a place are more than 64
/// bits, the ranks are copied to `memory`; what it holds does not matter.
///
/// ```
/// use abicus::kernels::order::sort_places::{Order, Ranked, sort_places};
///
/// let mut ranks = [0.5, -0.0, 0.0, -1.0].map(|value: f64| value.rank().unwrap());
/// assert_eq!(sort_places(&mut ranks, false, &mut Vec::new()), Ok(Order::Places));
/// assert_eq!(ranks, [3, 1, 2, 0]);
/// ```
pub fn sort_places(
    ranks: &mut [u64],
    descending: bool,
    memory: &mut Vec<u64>,
) -> Result<Order, TryReserveError> {
    match came(ranks, descending) {
        Came::Sorted => return Ok(Order::AsTheyAre),
        Came::Reversed => return Ok(Order::Reversed),
        Came::Otherwise => {}
    }
    let (least, greatest) =
        ranks.iter().fold((u64::MAX, 0), |(least, greatest), &rank| (least.min(rank), greatest.max(rank)));
    let packing = Packing::new(ranks.len(), least, greatest, descending);
    if packing.lost == 0 {
        packing.pack(ranks);
        sort_words(ranks);
    } else {
        memory.clear();
        memory.try_reserve_exact(ranks.len())?;
        memory.extend_from_slice(ranks);
        packing.pack(ranks);
        sort_words(ranks);
        packing.sort_by_what_was_lost(ranks, memory);
    }
    let places = packing.places();
    ranks.iter_mut().for_each(|word| *word &= places);
    Ok(Order::Places)
}

fn came(ranks: &[u64], descending: bool) -> Came {
    let (sorted, reversed) = if descending {
        (each_two(ranks, |a, b| a >= b), each_two(ranks, |a, b| a < b))
    } else {
        (each_two(ranks, |a, b| a <= b), each_two(ranks, |a, b| a > b))
    };
    match (sorted, reversed) {
        (true, _) => Came::Sorted,
        (false, true) => Came::Reversed,
        _ => Came::Otherwise,
    }
}

/// Whether something is so for each two neighbours.
#[inline(always)]
fn each_two(ranks: &[u64], so: impl Fn(u64, u64) -> bool) -> bool {
    ranks.iter().zip(ranks.get(1..).unwrap_or(&[])).all(|(&a, &b)| so(a, b))
}

/// How ranks and places share a word: the rank's highest bits, counted from the first that two ranks differ in, above
/// the place.
struct Packing {
    /// The rank that comes first.
    first: u64,
    descending: bool,
    /// Bits of a place.
    bits: u32,
    /// Bits of the ranks that have no room.
    lost: u32,
}

impl Packing {
    fn new(len: usize, least: u64, greatest: u64, descending: bool) -> Self {
        let bits = u64::BITS - (len as u64).saturating_sub(1).leading_zeros();
        let range = u64::BITS - (greatest - least).leading_zeros();
        let first = if descending { greatest } else { least };
        Packing { first, descending, bits, lost: (range + bits).saturating_sub(u64::BITS) }
    }

    /// How far a rank is from the first.
    #[inline(always)]
    fn distance(&self, rank: u64) -> u64 {
        if self.descending { self.first.wrapping_sub(rank) } else { rank.wrapping_sub(self.first) }
    }

    /// The bits of a word that are a place.
    fn places(&self) -> u64 {
        (1u64 << self.bits).wrapping_sub(1)
    }

    /// Makes words of ranks.
    fn pack(&self, ranks: &mut [u64]) {
        for (place, rank) in (0u64..).zip(ranks) {
            *rank = (self.distance(*rank) >> self.lost) << self.bits | place;
        }
    }

    /// Sorts words that agree in all bits but those of the places by what their ranks have lost.
    fn sort_by_what_was_lost(&self, words: &mut [u64], ranks: &[u64]) {
        let (places, lost) = (self.places(), (1u64 << self.lost) - 1);
        for same in words.chunk_by_mut(|a, b| a >> self.bits == b >> self.bits) {
            if same.len() < 2 {
                continue;
            }
            let distance =
                |word: u64| self.distance(ranks.get((word & places) as usize).copied().unwrap_or(0));
            if self.lost + self.bits > u64::BITS {
                // More than 2^32 values.
                sort_by_key(same, |&word| (distance(word), word & places));
                continue;
            }
            // What they agree in is not needed any more.
            for word in &mut *same {
                *word = (distance(*word) & lost) << self.bits | *word & places;
            }
            sort_words(same);
        }
    }
}

fn sort_words(words: &mut [u64]) {
    if words.len() > FEW {
        return <u64 as Wide>::sort_values(words, 1, &Task::uncounted());
    }
    for end in 1..words.len() {
        let mut place = end;
        while place > 0 && words[place - 1] > words[place] {
            words.swap(place - 1, place);
            place -= 1;
        }
    }
}
