//! The elements at given places of the sorted order, without sorting: medians and quantiles.
//!
//! Large data is read where it lies: a random sample brackets the element that is wanted, one pass counts what is below
//! the bracket and copies the few percent within, and only those are partitioned (R. W. Floyd and R. L. Rivest,
//! "Expected time bounds for selection", 1975, with a bracket on both sides). Small data, and any that defeats its
//! sample, is copied and partitioned as a whole.
//!
//! Floats are compared as integers in the order of their values; -0.0 and 0.0, which are equal, come in the order in
//! which they lie in the data, as a stable sort leaves them.

use super::select_types::{Key, Ordered};
use super::sort::sort;
use crate::kernels::parallel::stop_requested;
use crate::kernels::view::{BLOCK, Input};
use std::collections::TryReserveError;

/// Up to this many elements are copied.
const FEW: usize = 1 << 13;
/// Elements of a sample, at most.
const SAMPLE: usize = 1 << 12;
/// Elements of a sample of less data than this: sorting more would take longer than what is in a wider bracket.
const SMALL_SAMPLE: usize = 1 << 10;
const LARGE: usize = 1 << 16;
/// More places than this are found by sorting: a pass for every two of them would take longer.
const MANY: usize = 16;
const MANY_WITH_VECTORS: usize = 32;
/// Elements between two questions whether to stop.
const PIECE: usize = 1 << 22;

/// What a selection found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// All of it.
    Done,
    /// A NaN: there is no order.
    Unordered,
}

/// Elements as their keys: what works with it is compiled once for each type of keys.
pub trait Source<K> {
    /// How many elements there are.
    fn count(&self) -> usize;
    /// Whether passes are made with vectors.
    fn has_vectors(&self) -> bool;
    /// The keys at random places.
    fn sample(&self, keys: &mut [K]);
    /// The keys of all elements; `None` if there is a NaN.
    fn all(&self) -> Result<Option<Vec<K>>, TryReserveError>;
    /// Copies what is inside a bracket; `None` if there is no room.
    fn pass_over(&self, low: K, high: K, inside: &mut [K]) -> Option<Pass>;
    /// Of equal zeros with different signs each rank gets the one that a stable sort leaves there.
    fn place_zeros(&self, ranks: &[usize], out: &mut [K]);
}

impl<T: Ordered> Source<T::Key> for Input<'_, T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn has_vectors(&self) -> bool {
        #[cfg(target_arch = "x86_64")]
        return T::PASS.is_some() && super::select_x86_avx512::available();
        #[cfg(not(target_arch = "x86_64"))]
        return false;
    }

    fn sample(&self, keys: &mut [T::Key]) {
        let mut scratch = [T::default(); BLOCK];
        let mut state = 1u64;
        for slot in keys {
            // xorshift64 (G. Marsaglia, 2003).
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let place = ((u128::from(state) * self.len() as u128) >> 64) as usize;
            if let [value, ..] = self.block(place, 1, &mut scratch) {
                *slot = value.key();
            }
        }
    }

    fn all(&self) -> Result<Option<Vec<T::Key>>, TryReserveError> {
        let mut keys = Vec::new();
        keys.try_reserve_exact(self.len())?;
        let (mut first, mut nan) = (0, false);
        while first < self.len() && !(first > 0 && stop_requested()) {
            self.for_each_block(first..self.len().min(first + PIECE), |block| {
                // Within the capacity: the blocks are the elements.
                keys.extend(block.iter().map(|&value| {
                    nan |= value.is_nan();
                    value.key()
                }));
            });
            first += PIECE;
        }
        Ok((!nan).then_some(keys))
    }

    fn pass_over(&self, low: T::Key, high: T::Key, inside: &mut [T::Key]) -> Option<Pass> {
        let (mut pass, mut full) = (Pass::default(), false);
        for_each_part(self, |part| {
            let Some(slots) = inside.get_mut(pass.inside..).and_then(|slots| slots.first_chunk_mut()) else {
                full = true;
                return false;
            };
            let more = pass_over_part(part, low, high, slots);
            pass.above_low += more.above_low;
            pass.inside += more.inside;
            pass.nan |= more.nan;
            !pass.nan
        });
        (!full).then_some(pass)
    }

    fn place_zeros(&self, ranks: &[usize], out: &mut [T::Key]) {
        if T::SIGNED_ZEROS {
            place_zeros(self, ranks, out);
        }
    }
}

/// Writes the keys of the elements at the places `ranks` of the sorted order, each of which is above the one before and
/// below the length, to `out`.
#[inline(never)]
pub fn select<K: Key>(
    values: &dyn Source<K>,
    ranks: &[usize],
    out: &mut [K],
) -> Result<Selection, TryReserveError> {
    let bracketed = if values.count() > FEW
        && ranks.len() <= if values.has_vectors() { MANY_WITH_VECTORS } else { MANY }
    {
        by_brackets(values, ranks, out)?
    } else {
        Bracketed::Missed
    };
    match bracketed {
        Bracketed::Found => {}
        Bracketed::Unordered => return Ok(Selection::Unordered),
        // A pass that was stopped finds too little: the answer is not wanted any more.
        Bracketed::Missed if stop_requested() => return Ok(Selection::Done),
        Bracketed::Missed => {
            let Some(mut keys) = values.all()? else { return Ok(Selection::Unordered) };
            partition(&mut keys, 0, ranks, out);
        }
    }
    values.place_zeros(ranks, out);
    Ok(Selection::Done)
}

/// Writes the keys at `ranks`; the first of them all has the rank `first`.
fn partition<K: Key>(keys: &mut [K], first: usize, ranks: &[usize], out: &mut [K]) {
    if ranks.len() > MANY || keys.len() < 32 || keys.len() > PIECE {
        // What takes long is sorted by what can be stopped.
        if keys.len() < FEW || sort(keys, false, 1).is_err() {
            keys.sort_unstable();
        }
        for (&rank, slot) in ranks.iter().zip(out) {
            if let Some(&key) = keys.get(rank.wrapping_sub(first)) {
                *slot = key;
            }
        }
        return;
    }
    let middle = ranks.len() / 2;
    let (Some(&rank), Some((out_below, [slot, out_above @ ..]))) =
        (ranks.get(middle), out.split_at_mut_checked(middle))
    else {
        return;
    };
    let place = rank.wrapping_sub(first);
    if place < keys.len() {
        let (below, &mut key, above) = keys.select_nth_unstable(place);
        *slot = key;
        partition(below, first, &ranks[..middle], out_below);
        partition(above, rank + 1, &ranks[middle + 1..], out_above);
    }
}

enum Bracketed {
    Found,
    Unordered,
    /// The sample was no likeness of the data.
    Missed,
}

/// Every run of places side by side by a bracket of its own.
#[inline(never)]
fn by_brackets<K: Key>(
    values: &dyn Source<K>,
    ranks: &[usize],
    out: &mut [K],
) -> Result<Bracketed, TryReserveError> {
    let mut sample = [K::default(); SAMPLE];
    let sample = &mut sample[..if values.count() < LARGE { SMALL_SAMPLE } else { SAMPLE }];
    values.sample(sample);
    if sort(sample, false, 1).is_err() {
        sample.sort_unstable();
    }
    let mut inside = Vec::new();
    // Half as much again as is expected.
    let room = values.count() * 3 / sample.len() * margin(sample) + PART + VECTOR;
    inside.try_reserve_exact(room)?;
    inside.resize(room, K::default());
    let mut out = out;
    for run in ranks.chunk_by(|&rank, &next| rank + 1 == next) {
        let Some((found, rest)) = std::mem::take(&mut out).split_at_mut_checked(run.len()) else { break };
        out = rest;
        match by_bracket(values, sample, run, found, &mut inside) {
            Bracketed::Found => {}
            other => return Ok(other),
        }
    }
    Ok(Bracketed::Found)
}

/// Half the width of a bracket in places of a sample: four standard deviations of its median.
fn margin<K>(sample: &[K]) -> usize {
    2 * sample.len().isqrt()
}

/// A run of places side by side.
fn by_bracket<K: Key>(
    values: &dyn Source<K>,
    sample: &[K],
    ranks: &[usize],
    out: &mut [K],
    inside: &mut [K],
) -> Bracketed {
    let (Some(&first), Some(&last)) = (ranks.first(), ranks.last()) else { return Bracketed::Found };
    let place = |rank: usize| (rank as u128 * sample.len() as u128 / values.count() as u128) as usize;
    let (least, greatest) = K::ENDS;
    let low = place(first)
        .checked_sub(margin(sample))
        .and_then(|place| sample.get(place))
        .copied()
        .unwrap_or(least);
    let high = sample.get(place(last) + margin(sample)).copied().unwrap_or(greatest);
    let Some(pass) = values.pass_over(low, high, inside) else { return Bracketed::Missed };
    if pass.nan {
        return Bracketed::Unordered;
    }
    let up_to_low = values.count().saturating_sub(pass.above_low);
    let inside = inside.get_mut(..pass.inside).unwrap_or(&mut []);
    // What is at an end of the bracket is found by counting, if that end has as many equals.
    let [mut below, mut above] = [0; 2];
    for (&rank, slot) in ranks.iter().zip(&mut *out) {
        if rank < up_to_low {
            if below == 0 && count_up_to(values, low.lower()) > rank {
                return Bracketed::Missed;
            }
            *slot = low;
            below += 1;
        } else if rank - up_to_low >= inside.len() {
            *slot = high;
            above += 1;
        }
    }
    if above > 0 && count_up_to(values, Some(high)) <= last {
        return Bracketed::Missed;
    }
    let within = below..ranks.len() - above;
    if let (Some(ranks), Some(out)) = (ranks.get(within.clone()), out.get_mut(within)) {
        partition(inside, up_to_low, ranks, out);
    }
    Bracketed::Found
}

/// Elements that are read between two looks at the room that is left.
pub(super) const PART: usize = 1024;
/// Elements that a vector may have.
pub(super) const VECTOR: usize = 16;

/// What a pass over the data has seen.
#[derive(Default)]
pub struct Pass {
    /// How many are above the low end.
    pub(super) above_low: usize,
    /// How many of those are below the high end, and copied.
    pub(super) inside: usize,
    pub(super) nan: bool,
}

fn pass_over_part<T: Ordered>(
    part: &[T],
    low: T::Key,
    high: T::Key,
    slots: &mut [T::Key; PART + VECTOR],
) -> Pass {
    if let Some(pass) = T::PASS.and_then(|with_vectors| with_vectors(part, low, high, slots)) {
        return pass;
    }
    let mut pass = Pass::default();
    for &value in part {
        let key = value.key();
        pass.nan |= value.is_nan();
        // Written in any case, kept if it counts: no branch to guess.
        slots[pass.inside % PART] = key;
        pass.above_low += usize::from(key > low);
        pass.inside += usize::from((key > low) & (key < high));
    }
    pass
}

/// Gives at most [`PART`] elements at a time to `each`, until that returns `false` or the caller wants no more.
#[inline(always)]
fn for_each_part<T: Ordered>(values: &Input<T>, mut each: impl FnMut(&[T]) -> bool) {
    let (mut first, mut go_on) = (0, true);
    while first < values.len() && go_on && !(first > 0 && stop_requested()) {
        values.for_each_block(first..values.len().min(first + PIECE), |block| {
            go_on = go_on && block.chunks(PART).all(&mut each);
        });
        first += PIECE;
    }
}

/// How many keys are not above one.
fn count_up_to<K: Key>(values: &dyn Source<K>, key: Option<K>) -> usize {
    let Some(key) = key else { return 0 };
    // There is nothing inside.
    let pass = values.pass_over(key, key, &mut [K::default(); PART + VECTOR]).unwrap_or_default();
    values.count().saturating_sub(pass.above_low)
}

/// Of equal zeros with different signs each rank gets the one that a stable sort leaves there.
#[inline(never)]
fn place_zeros<T: Ordered>(values: &Input<T>, ranks: &[usize], out: &mut [T::Key]) {
    let zero = T::default().key();
    let negative = zero.lower().unwrap_or(zero);
    let is_zero = |key: T::Key| key == zero || key == negative;
    if !out.iter().any(|&key| is_zero(key)) {
        return;
    }
    let mut rank = count_up_to(values, negative.lower());
    let mut wanted = ranks.iter().zip(out).filter(|(_, key)| is_zero(**key)).peekable();
    for_each_part(values, |part| {
        for key in part.iter().map(|value| value.key()).filter(|&key| is_zero(key)) {
            if let Some((_, slot)) = wanted.next_if(|wanted| *wanted.0 == rank) {
                *slot = key;
            }
            rank += 1;
        }
        wanted.peek().is_some()
    });
}
