//! First occurrences, of all values or of those that come again, in order.
//!
//! Three ways. Integers of a small range have a bit each, or two. Few different values go through one hash table that
//! stays in the caches. Many go to it in parts, cut by their hashes (`parts.rs`).

use super::hash::Secrets;
use super::keys::{CHUNK, Key, Keys, each_chunk, keys_of, with_chunk};
use super::level::{Work, at_level};
use super::membership::PIECE;
use super::parts::by_parts;
use super::range::{Bits, Pairs, Range, range_of};
use super::table::{NoNotes, Notes, Probe, Table, Trouble};
use crate::kernels::array::zeros;
use crate::kernels::parallel::stop_requested;
use crate::kernels::view::Input;
use std::collections::TryReserveError;

/// Up to this many values one table is as good as parts.
const SMALL: usize = 1 << 14;

/// How many different values one table takes before the parts are the better way.
const FEW: usize = 1 << 13;

/// What is taken of an occurrence.
pub trait Pick<T> {
    /// What it is.
    type Item: Copy + Default;
    /// Takes it of the value at `place`.
    fn item(place: usize, value: T) -> Self::Item;
}

/// The value itself.
pub struct Values;
impl<T: Key> Pick<T> for Values {
    type Item = T;
    #[inline(always)]
    fn item(_place: usize, value: T) -> T {
        value
    }
}

/// Its place.
pub struct Places;
impl<T> Pick<T> for Places {
    type Item = usize;
    #[inline(always)]
    fn item(place: usize, _value: T) -> usize {
        place
    }
}

/// The first occurrence of each value, in order.
#[inline(never)]
pub fn unique<T: Key>(values: &Input<T>) -> Result<Vec<T>, TryReserveError> {
    select::<T, Values, false>(values)
}

/// The first occurrence of each value that comes more than once, in order.
#[inline(never)]
pub fn duplicates<T: Key>(values: &Input<T>) -> Result<Vec<T>, TryReserveError> {
    select::<T, Values, true>(values)
}

/// As [`unique`], the places instead of the values.
#[inline(never)]
pub fn unique_places<T: Key>(values: &Input<T>) -> Result<Vec<usize>, TryReserveError> {
    select::<T, Places, false>(values)
}

/// As [`duplicates`], the places instead of the values.
#[inline(never)]
pub fn duplicate_places<T: Key>(values: &Input<T>) -> Result<Vec<usize>, TryReserveError> {
    select::<T, Places, true>(values)
}

/// For each key the place where it came first, which is its own where it is new. For fewer than 2^32 keys.
pub fn first_places(keys: &[u64]) -> Result<Vec<u32>, TryReserveError> {
    at_level(FirstPlaces(keys))
}

/// What is found is collected: all that depends on the type of the values.
pub trait Found {
    /// Makes room for so many.
    fn reserve(&mut self, count: usize) -> Result<(), TryReserveError>;
    /// Adds those of the values from number `start` on that have a bit in `wanted`.
    fn add(&mut self, start: usize, wanted: u64) -> Result<(), TryReserveError>;
    /// Keeps of what was added what came again.
    fn keep(&mut self, again: &Again);
    /// Forgets all.
    fn clear(&mut self);
}

/// The values, and what was found among them.
struct Picked<'a, T: Key, S: Pick<T>> {
    values: &'a Input<'a, T>,
    items: Vec<S::Item>,
}

impl<T: Key, S: Pick<T>> Found for Picked<'_, T, S> {
    fn reserve(&mut self, count: usize) -> Result<(), TryReserveError> {
        self.items.try_reserve_exact(count)
    }

    fn add(&mut self, start: usize, wanted: u64) -> Result<(), TryReserveError> {
        if self.items.capacity() - self.items.len() < CHUNK {
            self.items.try_reserve(wanted.count_ones() as usize)?;
        }
        let items = &mut self.items;
        with_chunk(self.values, start, |chunk| {
            let item = |(place, &value): (usize, &T)| S::item(start + place, value);
            if wanted == u64::MAX {
                items.extend(chunk.iter().enumerate().map(item));
            } else if wanted.count_ones() < 8 {
                let mut rest = wanted;
                while rest != 0 {
                    let place = rest.trailing_zeros() as usize;
                    items.extend(chunk.get(place).map(|value| item((place, value))));
                    rest &= rest - 1;
                }
            } else {
                // Without a branch on whether one is wanted.
                let (mut block, mut filled) = ([S::Item::default(); CHUNK], 0);
                for (place, value) in chunk.iter().enumerate() {
                    block[filled % CHUNK] = item((place, value));
                    filled += (wanted >> place & 1) as usize;
                }
                items.extend_from_slice(block.get(..filled).unwrap_or(&block));
            }
        });
        Ok(())
    }

    fn keep(&mut self, again: &Again) {
        let mut flags = again.flags();
        self.items.retain(|_| flags.next() == Some(1));
    }

    fn clear(&mut self) {
        self.items.clear();
    }
}

#[inline(always)]
fn select<T: Key, S: Pick<T>, const AGAIN: bool>(values: &Input<T>) -> Result<Vec<S::Item>, TryReserveError> {
    let limit = (values.len() as u64).saturating_mul(32).max(T::SPAN + 1);
    let range = range_of(values, limit);
    let mut found = Picked::<T, S> { values, items: Vec::new() };
    select_keys::<AGAIN>(values, range, &mut found)?;
    found.items.shrink_to_fit();
    Ok(found.items)
}

/// The same once for all types.
#[inline(never)]
fn select_keys<const AGAIN: bool>(
    keys: &dyn Keys,
    range: Option<Range>,
    found: &mut dyn Found,
) -> Result<(), TryReserveError> {
    at_level(Select::<AGAIN> { keys, range, found })
}

/// All first occurrences, or those of values that come again.
struct Select<'a, const AGAIN: bool> {
    keys: &'a dyn Keys,
    range: Option<Range>,
    found: &'a mut dyn Found,
}

impl<const AGAIN: bool> Work for Select<'_, AGAIN> {
    type Output = Result<(), TryReserveError>;

    #[inline(always)]
    fn run<P: Probe>(self, probe: P) -> Self::Output {
        let Select { keys, range, found } = self;
        if let Some(range) = range {
            return if AGAIN { again_in_range(keys, range, found) } else { all_in_range(keys, range, found) };
        }
        let mut attempt = 0;
        loop {
            let done = match by_table::<P, AGAIN>(probe, keys, attempt, found) {
                Ok(true) => Ok(()),
                Ok(false) => {
                    found.clear();
                    by_parts::<P, AGAIN>(probe, keys, attempt, found)
                }
                Err(trouble) => Err(trouble),
            };
            match done {
                Ok(()) => return Ok(()),
                Err(Trouble::Memory(error)) => return Err(error),
                Err(Trouble::Flooded) => attempt += 1,
            }
            found.clear();
        }
    }
}

/// [`first_places`].
struct FirstPlaces<'a>(&'a [u64]);

impl Work for FirstPlaces<'_> {
    type Output = Result<Vec<u32>, TryReserveError>;

    #[inline(always)]
    fn run<P: Probe>(self, probe: P) -> Self::Output {
        let mut attempt = 0;
        loop {
            match places_by_table(probe, self.0, attempt) {
                Ok(found) => return Ok(found),
                Err(Trouble::Memory(error)) => return Err(error),
                Err(Trouble::Flooded) => attempt += 1,
            }
        }
    }
}

#[inline(always)]
fn places_by_table<P: Probe>(probe: P, keys: &[u64], attempt: u32) -> Result<Vec<u32>, Trouble> {
    let secrets = Secrets::of_round(u64::from(attempt));
    let mut table = Table::take(keys.len().min(1 << 17), attempt)?;
    let mut words = [0; CHUNK];
    let mut firsts = Firsts { firsts: zeros(keys.len())?, ..Firsts::default() };
    for (number, chunk) in keys.chunks(CHUNK).enumerate() {
        if number % (PIECE / CHUNK) == 0 && stop_requested() {
            break;
        }
        let valid = words_of(secrets, chunk, &mut words);
        table.prefetch(probe, &words[..chunk.len()]);
        firsts.start = number * CHUNK;
        table.insert_chunk(probe, &words, valid, &mut firsts)?;
    }
    table.keep();
    Ok(firsts.firsts)
}

/// Where each key came first.
#[derive(Default)]
struct Firsts {
    /// The place of the first key of the chunk.
    start: usize,
    /// For each slot.
    places: Vec<u32>,
    /// For each key.
    firsts: Vec<u32>,
}

impl Notes for Firsts {
    const ANY: bool = true;

    #[inline(always)]
    fn reserve(&mut self, slots: usize) -> Result<(), TryReserveError> {
        if self.places.len() < slots {
            self.places = zeros(slots)?;
        }
        Ok(())
    }

    #[inline(always)]
    fn first(&mut self, slot: usize, place: usize) {
        let place = self.start + place;
        if let (Some(kept), Some(first)) = (self.places.get_mut(slot), self.firsts.get_mut(place)) {
            *kept = place as u32;
            *first = place as u32;
        }
    }

    #[inline(always)]
    fn again(&mut self, slot: usize, place: usize) {
        let place = self.start + place;
        if let (Some(&kept), Some(first)) = (self.places.get(slot), self.firsts.get_mut(place)) {
            *first = kept;
        }
    }

    #[inline(always)]
    fn seen(&mut self, slot: usize, place: usize, _found: bool) {
        // What was not found is written again.
        self.again(slot, place);
    }

    fn grown(&mut self, moved: &[usize], slots: usize) -> Result<(), TryReserveError> {
        let mut larger = zeros(slots)?;
        for (&place, &slot) in self.places.iter().zip(moved) {
            if let Some(larger) = larger.get_mut(slot) {
                *larger = place;
            }
        }
        self.places = larger;
        Ok(())
    }
}

#[inline(always)]
fn all_in_range(source: &dyn Keys, range: Range, found: &mut dyn Found) -> Result<(), TryReserveError> {
    let (mut bits, mut keys) = (Bits::new(range)?, [0; CHUNK]);
    each_chunk!(source, keys, |first, count, _valid| {
        let mut wanted = 0;
        for (place, &key) in keys.iter().enumerate().take(count) {
            wanted |= u64::from(bits.insert(key)) << place;
        }
        if wanted != 0 {
            found.add(first, wanted)?;
        }
    });
    Ok(())
}

#[inline(always)]
fn again_in_range(source: &dyn Keys, range: Range, found: &mut dyn Found) -> Result<(), TryReserveError> {
    let (mut pairs, mut keys) = (Pairs::new(range)?, [0; CHUNK]);
    each_chunk!(source, keys, |first, count, _valid| {
        for &key in &keys[..count] {
            pairs.count(key);
        }
    });
    each_chunk!(source, keys, |first, count, _valid| {
        let mut wanted = 0;
        for (place, &key) in keys.iter().enumerate().take(count) {
            wanted |= u64::from(pairs.take(key)) << place;
        }
        if wanted != 0 {
            found.add(first, wanted)?;
        }
    });
    Ok(())
}

/// Which keys came again, for each slot of a table.
#[derive(Default)]
pub struct Again {
    again: Vec<u8>,
    /// The slots of the keys in the order in which they came.
    slots: Vec<u32>,
}

impl Again {
    /// Forgets the keys.
    #[inline(always)]
    pub fn clear(&mut self) {
        self.slots.clear();
    }

    /// For each key, 1 if it came again.
    #[inline(always)]
    pub fn flags(&self) -> impl Iterator<Item = u8> {
        self.slots.iter().map(|&slot| self.again.get(slot as usize).copied().unwrap_or(0))
    }
}

impl Notes for Again {
    const ANY: bool = true;

    #[inline(always)]
    fn reserve(&mut self, slots: usize) -> Result<(), TryReserveError> {
        if self.again.len() < slots {
            self.again = zeros(slots)?;
        }
        self.slots.try_reserve(CHUNK)
    }

    #[inline(always)]
    fn first(&mut self, slot: usize, _place: usize) {
        if let Some(again) = self.again.get_mut(slot) {
            *again = 0;
        }
        // No table has 2^32 slots: the parts of that many values are smaller.
        self.slots.push(slot as u32);
    }

    #[inline(always)]
    fn again(&mut self, slot: usize, _place: usize) {
        if let Some(again) = self.again.get_mut(slot) {
            *again = 1;
        }
    }

    #[inline(always)]
    fn seen(&mut self, slot: usize, _place: usize, found: bool) {
        if let Some(again) = self.again.get_mut(slot) {
            *again |= u8::from(found);
        }
    }

    fn grown(&mut self, moved: &[usize], slots: usize) -> Result<(), TryReserveError> {
        let mut larger = zeros(slots)?;
        for slot in &mut self.slots {
            let old = *slot as usize;
            let new = moved.get(old).copied().unwrap_or(0);
            if let (Some(larger), Some(&again)) = (larger.get_mut(new), self.again.get(old)) {
                *larger = again;
            }
            *slot = new as u32;
        }
        self.again = larger;
        Ok(())
    }
}

/// Hashes a chunk of values; a bit for each that can equal another.
#[inline(always)]
pub fn words_of<T: Key>(secrets: Secrets, chunk: &[T], words: &mut [u64; CHUNK]) -> u64 {
    let valid = keys_of(chunk, words);
    for word in words.iter_mut() {
        *word = secrets.mix(*word);
    }
    valid
}

/// Turns the keys of a chunk into hashes.
#[inline(always)]
pub fn mix(secrets: Secrets, keys: &mut [u64; CHUNK]) {
    for key in keys.iter_mut() {
        *key = secrets.mix(*key);
    }
}

/// One table for all; `false` if there are too many different values for one.
#[inline(always)]
fn by_table<P: Probe, const AGAIN: bool>(
    probe: P,
    source: &dyn Keys,
    attempt: u32,
    found: &mut dyn Found,
) -> Result<bool, Trouble> {
    let secrets = Secrets::of_round(u64::from(attempt));
    let (most, expected) = match source.count() {
        count if count <= SMALL => (usize::MAX, count),
        _ => (FEW, FEW + CHUNK),
    };
    let mut table = Table::take(expected, attempt)?;
    let (mut again, mut words) = (Again::default(), [0; CHUNK]);
    each_chunk!(source, words, |first, count, valid| {
        mix(secrets, &mut words);
        let wanted = if AGAIN {
            table.insert_chunk(probe, &words, valid, &mut again)?
        } else {
            let alone = (u64::MAX >> (CHUNK - count)) & !valid;
            alone | table.insert_chunk(probe, &words, valid, &mut NoNotes)?
        };
        if wanted != 0 {
            if table.len() > most {
                table.keep();
                return Ok(false);
            }
            found.add(first, wanted)?;
        }
    });
    table.keep();
    if AGAIN {
        found.keep(&again);
    }
    Ok(true)
}
