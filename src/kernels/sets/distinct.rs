//! First occurrences, of all values or of those that come again, in order.
//!
//! Three ways. Integers of a small range have a bit each, or two. Few different values go through one hash table that
//! stays in the caches. Many go to it in parts, cut by their hashes (`parts.rs`).

use super::hash::Secrets;
use super::keys::{CHUNK, Key, keys_of};
use super::level::{Work, at_level};
use super::membership::PIECE;
use super::parts::by_parts;
use super::range::{Bits, Pairs, Range, range_of};
use super::table::{NoNotes, Notes, Probe, Table, Trouble};
use crate::kernels::array::zeros;
use crate::kernels::parallel::stop_requested;
use crate::kernels::view::{BLOCK, Input};
use std::collections::TryReserveError;
use std::marker::PhantomData;

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
pub fn unique<T: Key>(values: &Input<T>) -> Result<Vec<T>, TryReserveError> {
    at_level(Select::<T, Values, false>(values, PhantomData))
}

/// The first occurrence of each value that comes more than once, in order.
pub fn duplicates<T: Key>(values: &Input<T>) -> Result<Vec<T>, TryReserveError> {
    at_level(Select::<T, Values, true>(values, PhantomData))
}

/// As [`unique`], the places instead of the values.
pub fn unique_places<T: Key>(values: &Input<T>) -> Result<Vec<usize>, TryReserveError> {
    at_level(Select::<T, Places, false>(values, PhantomData))
}

/// As [`duplicates`], the places instead of the values.
pub fn duplicate_places<T: Key>(values: &Input<T>) -> Result<Vec<usize>, TryReserveError> {
    at_level(Select::<T, Places, true>(values, PhantomData))
}

/// For each key the place where it came first, which is its own where it is new. For fewer than 2^32 keys.
pub fn first_places(keys: &[u64]) -> Result<Vec<u32>, TryReserveError> {
    at_level(FirstPlaces(keys))
}

/// All first occurrences, or those of values that come again.
struct Select<'a, T, S, const AGAIN: bool>(&'a Input<'a, T>, PhantomData<S>);

impl<T: Key, S: Pick<T>, const AGAIN: bool> Work for Select<'_, T, S, AGAIN> {
    type Output = Result<Vec<S::Item>, TryReserveError>;

    #[inline(always)]
    fn run<P: Probe>(self, probe: P) -> Self::Output {
        let values = self.0;
        let limit = (values.len() as u64).saturating_mul(32).max(T::SPAN + 1);
        if let Some(range) = range_of(values, limit) {
            return if AGAIN {
                again_in_range::<T, S>(values, range)
            } else {
                all_in_range::<T, S>(values, range)
            };
        }
        let mut attempt = 0;
        loop {
            let found = match by_table::<T, S, P, AGAIN>(probe, values, attempt) {
                Ok(None) => by_parts::<T, S, P, AGAIN>(probe, values, attempt),
                Ok(Some(found)) => Ok(found),
                Err(trouble) => Err(trouble),
            };
            match found {
                Ok(found) => return Ok(found),
                Err(Trouble::Memory(error)) => return Err(error),
                Err(Trouble::Flooded) => attempt += 1,
            }
        }
    }
}

/// How many values may be offered between two calls of [`Collected::flush`].
const ROOM: usize = 256;

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

/// Results that are collected in a block, without a branch on whether there is one.
pub struct Collected<I> {
    block: [I; ROOM],
    filled: usize,
    all: Vec<I>,
}

impl<I: Copy + Default> Collected<I> {
    /// Nothing yet.
    #[inline(always)]
    pub fn new() -> Self {
        Collected { block: [I::default(); ROOM], filled: 0, all: Vec::new() }
    }

    /// Nothing yet, with memory for `count`.
    #[inline(always)]
    pub fn with_room(count: usize) -> Result<Self, TryReserveError> {
        let mut new = Self::new();
        new.all.try_reserve_exact(count)?;
        Ok(new)
    }

    /// Keeps the item if it is wanted.
    #[inline(always)]
    pub fn offer(&mut self, item: I, wanted: bool) {
        self.block[self.filled % ROOM] = item;
        self.filled += usize::from(wanted);
    }

    /// Makes room for more.
    #[inline(always)]
    pub fn flush(&mut self) -> Result<(), TryReserveError> {
        let kept = self.block.get(..self.filled).unwrap_or(&self.block);
        self.all.try_reserve(kept.len())?;
        self.all.extend_from_slice(kept);
        self.filled = 0;
        Ok(())
    }

    /// All that was kept.
    #[inline(always)]
    pub fn finish(self) -> Vec<I> {
        self.all
    }
}

/// Calls a body for blocks of the input, with the place of the first element of each; ends early if the caller wants no
/// answer any more. A macro, as a closure would be compiled without the instructions of its level.
macro_rules! each_block {
    ($values:expr, |$first:ident, $block:ident| $body:block) => {
        let mut scratch = [T::default(); BLOCK];
        let mut $first = 0;
        loop {
            let $block = $values.block($first, PIECE, &mut scratch);
            if $block.is_empty() || $first % PIECE == 0 && $first > 0 && stop_requested() {
                break;
            }
            $body
            $first += $block.len();
        }
    };
}
pub(super) use each_block;

#[inline(always)]
fn all_in_range<T: Key, S: Pick<T>>(
    values: &Input<T>,
    range: Range,
) -> Result<Vec<S::Item>, TryReserveError> {
    let mut bits = Bits::new(range)?;
    let mut found = Collected::new();
    each_block!(values, |first, block| {
        for (number, chunk) in block.chunks(ROOM).enumerate() {
            let start = first + number * ROOM;
            for (place, &value) in chunk.iter().enumerate() {
                let new = bits.insert(value.key());
                found.offer(S::item(start + place, value), new);
            }
            found.flush()?;
        }
    });
    Ok(found.finish())
}

#[inline(always)]
fn again_in_range<T: Key, S: Pick<T>>(
    values: &Input<T>,
    range: Range,
) -> Result<Vec<S::Item>, TryReserveError> {
    let mut pairs = Pairs::new(range)?;
    each_block!(values, |first, block| {
        for value in block {
            pairs.count(value.key());
        }
    });
    let mut found = Collected::new();
    each_block!(values, |first, block| {
        for (number, chunk) in block.chunks(ROOM).enumerate() {
            let start = first + number * ROOM;
            for (place, &value) in chunk.iter().enumerate() {
                let wanted = pairs.take(value.key());
                found.offer(S::item(start + place, value), wanted);
            }
            found.flush()?;
        }
    });
    Ok(found.finish())
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

/// One table for all; `None` if there are too many different values for one.
#[inline(always)]
fn by_table<T: Key, S: Pick<T>, P: Probe, const AGAIN: bool>(
    probe: P,
    values: &Input<T>,
    attempt: u32,
) -> Result<Option<Vec<S::Item>>, Trouble> {
    let secrets = Secrets::of_round(u64::from(attempt));
    let most = if values.len() <= SMALL { usize::MAX } else { FEW };
    let mut table =
        Table::take(values.len().min(if values.len() <= SMALL { SMALL } else { FEW + CHUNK }), attempt)?;
    let (mut again, mut words, mut found) = (Again::default(), [0; CHUNK], Vec::<S::Item>::new());
    each_block!(values, |first, block| {
        for (number, chunk) in block.chunks(CHUNK).enumerate() {
            let valid = words_of(secrets, chunk, &mut words);
            let wanted = if AGAIN {
                table.insert_chunk(probe, &words, valid, &mut again)?
            } else {
                let alone = (u64::MAX >> (CHUNK - chunk.len())) & !valid;
                alone | table.insert_chunk(probe, &words, valid, &mut NoNotes)?
            };
            if wanted != 0 {
                if table.len() > most {
                    table.keep();
                    return Ok(None);
                }
                found.try_reserve(CHUNK)?;
                push::<T, S>(&mut found, chunk, first + number * CHUNK, wanted);
            }
        }
    });
    table.keep();
    if AGAIN {
        let mut flags = again.flags();
        found.retain(|_| flags.next() == Some(1));
    }
    found.shrink_to_fit();
    Ok(Some(found))
}

/// Adds what is wanted of a chunk that begins at `start`.
#[inline(always)]
fn push<T: Key, S: Pick<T>>(found: &mut Vec<S::Item>, chunk: &[T], start: usize, wanted: u64) {
    if wanted == u64::MAX {
        found.extend(chunk.iter().enumerate().map(|(place, &value)| S::item(start + place, value)));
        return;
    }
    let mut rest = wanted;
    while rest != 0 {
        let place = rest.trailing_zeros() as usize;
        if let Some(&value) = chunk.get(place) {
            found.push(S::item(start + place, value));
        }
        rest &= rest - 1;
    }
}
