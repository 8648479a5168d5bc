//! A table of words and how often each came.
//!
//! The words lie in order of their first arrival; beside them is a table of places, open addressing with linear probing. A
//! word of at most 15 bytes is its own key, longer ones lie one behind the other in memory of their own.

use super::counting::Trouble;
use super::keys::{Key, LONG, SHORT, Seeds, Sought, is_long, short_key, word_at};
use super::machine::{Machine, Work, at_level};
use super::scan::Words;
use crate::kernels::parallel::stop_requested;
use crate::pages::reserve_growing;
use std::collections::TryReserveError;
use std::ops::Range;

/// What the marks leave of a word of a key.
const LOW: u64 = (1 << 56) - 1;

/// The bytes of a word's length where longer words lie.
const LENGTH: usize = size_of::<u64>();

/// Words that are looked up together.
const GROUP: usize = 32;

/// Names given between two questions whether to stop: some milliseconds.
const NAMES: usize = 1 << 12;

/// Tables of more slots lie outside the second level of cache.
const NEAR_SLOTS: usize = 1 << 16;

/// There are as many slots as their bits tell apart.
const MOST_SLOTS: u64 = 1 << 32;

/// A word and how often it came.
#[derive(Clone, Copy)]
struct Entry {
    key: Key,
    count: u64,
}

/// Words in order of their first arrival.
pub struct Table {
    entries: Vec<Entry>,
    /// Their number is a power of two, 2^k. In the k lower bits one more than a word's place in `entries`, above them its tag;
    /// zero where there is none.
    slots: Vec<u32>,
    /// Longer words, each behind its length.
    long: Vec<u8>,
    /// How many words have come.
    total: u64,
    seeds: Seeds,
}

/// Adds words of another table, for which room has been made.
struct Merge<'a> {
    table: &'a mut Table,
    other: &'a Table,
    entries: &'a [Entry],
}

impl Work for Merge<'_> {
    type Output = ();

    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        let Merge { table, other, entries } = self;
        for group in entries.chunks(GROUP) {
            let mut sought = [Sought::default(); GROUP];
            for (slot, entry) in sought.iter_mut().zip(group) {
                // The hash of a longer word is the same in all tables.
                *slot = Sought { key: entry.key, hash: table.seeds.hash(entry.key) };
            }
            table.prefetch(machine, sought.get(..group.len()).unwrap_or(&[]));
            for (&sought, added) in sought.iter().zip(group) {
                let place = if is_long(sought.key) {
                    table.find_long(sought, other.long_word(added.key))
                } else {
                    table.find_short(sought)
                };
                if let Some(entry) = table.entries.get_mut(place) {
                    entry.count += added.count;
                }
                table.total += added.count;
            }
        }
    }
}

/// A copy of values.
pub fn copy_of<T: Copy>(values: &[T]) -> Result<Vec<T>, TryReserveError> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(values.len())?;
    copy.extend_from_slice(values);
    Ok(copy)
}

impl Table {
    /// Of no words.
    pub fn new() -> Self {
        Table {
            entries: Vec::new(),
            slots: Vec::new(),
            long: Vec::new(),
            total: 0,
            seeds: Seeds::of_process(),
        }
    }

    /// A copy.
    pub fn try_clone(&self) -> Result<Self, TryReserveError> {
        Ok(Table {
            entries: copy_of(&self.entries)?,
            slots: copy_of(&self.slots)?,
            long: copy_of(&self.long)?,
            ..*self
        })
    }

    /// How many distinct words there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// How many words have come.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How often the word at this place came.
    pub fn count(&self, place: usize) -> u64 {
        self.entries.get(place).map_or(0, |entry| entry.count)
    }

    /// The word at this place; `room` is for its bytes.
    pub fn word<'a>(&'a self, place: usize, room: &'a mut [u8; 16]) -> &'a [u8] {
        let Some(entry) = self.entries.get(place) else { return &[] };
        if is_long(entry.key) {
            return self.long_word(entry.key);
        }
        let (low, high) = room.split_at_mut(8);
        low.copy_from_slice(&entry.key[0].to_le_bytes());
        high.copy_from_slice(&entry.key[1].to_le_bytes());
        room.get(..(entry.key[1] >> 56) as usize).unwrap_or(&[])
    }

    /// Whether the word at this place is ASCII.
    pub fn is_ascii(&self, place: usize) -> bool {
        self.word(place, &mut [0; 16]).is_ascii()
    }

    #[inline(always)]
    fn long_word(&self, key: Key) -> &[u8] {
        let place = (key[1] & LOW) as usize;
        let len = word_at(&self.long, place) as usize;
        self.long.get(place + LENGTH..).and_then(|rest| rest.get(..len)).unwrap_or(&[])
    }

    /// Makes room for so many new words, whose longer ones take so many bytes: what follows cannot fail for want of memory.
    pub fn reserve(&mut self, words: usize, bytes: usize) -> Result<(), TryReserveError> {
        reserve_growing(&mut self.entries, words)?;
        let wanted = (self.entries.len() + words).saturating_mul(8) / 5 + 1;
        if wanted as u64 > MOST_SLOTS {
            // More than a slot can tell apart.
            Vec::<Entry>::new().try_reserve(usize::MAX)?;
        }
        if wanted > self.slots.len() {
            self.grow(wanted.next_power_of_two())?;
        }
        // Of a block every other byte is of a word, and one in 16 begins a long one.
        reserve_growing(&mut self.long, bytes + bytes / (SHORT + 1) * LENGTH)
    }

    #[cold]
    fn grow(&mut self, slots: usize) -> Result<(), TryReserveError> {
        // In place: all of them are found anew.
        let more = slots.saturating_sub(self.slots.len());
        reserve_growing(&mut self.slots, more)?;
        self.slots.clear();
        self.slots.resize(slots, 0);
        self.fill();
        Ok(())
    }

    /// Finds all entries their slots; the slots are empty.
    fn fill(&mut self) {
        for place in 0..self.entries.len() {
            let Some(entry) = self.entries.get(place) else { return };
            let hash = self.seeds.hash(entry.key);
            let (last, tag) = self.last_and_tag(hash);
            let mut slot = hash as usize & last;
            while self.slots.get(slot).is_some_and(|&taken| taken != 0) {
                slot = (slot + 1) & last;
            }
            if let Some(free) = self.slots.get_mut(slot) {
                *free = tag | (place as u32 + 1);
            }
        }
    }

    /// The number of the last slot, which has all k lower bits, and the tag of a hash: bits from the middle, where the slot has
    /// none from.
    #[inline(always)]
    fn last_and_tag(&self, hash: u64) -> (usize, u32) {
        let last = self.slots.len().wrapping_sub(1);
        (last, (hash >> 32) as u32 & !(last as u32))
    }

    /// The place of the word that a slot leads to, if it has this tag.
    #[inline(always)]
    fn led_to(slot: u32, last: usize, tag: u32) -> Option<usize> {
        // Of an empty slot the number is too large.
        let place = (slot ^ tag).wrapping_sub(1) as usize;
        (place < last).then_some(place)
    }

    /// The place of a short word, for which room has been made.
    #[inline(always)]
    fn find_short(&mut self, sought: Sought) -> usize {
        let (last, tag) = self.last_and_tag(sought.hash);
        let mut place = sought.hash as usize & last;
        while let Some(&slot) = self.slots.get(place) {
            if let Some(found) = Self::led_to(slot, last, tag)
                && let Some(entry) = self.entries.get(found)
                && entry.key == sought.key
            {
                return found;
            }
            if slot == 0 {
                return self.push(sought.key, place, tag);
            }
            place = (place + 1) & last;
        }
        usize::MAX
    }

    /// The place of a longer word, for which room has been made.
    #[inline(always)]
    fn find_long(&mut self, sought: Sought, word: &[u8]) -> usize {
        let (last, tag) = self.last_and_tag(sought.hash);
        let mut place = sought.hash as usize & last;
        while let Some(&slot) = self.slots.get(place) {
            if let Some(found) = Self::led_to(slot, last, tag)
                && let Some(entry) = self.entries.get(found)
                && entry.key[0] == sought.key[0]
                && is_long(entry.key)
                && self.long_word(entry.key) == word
            {
                return found;
            }
            if slot == 0 {
                let key = [sought.hash, LONG | self.long.len() as u64];
                self.long.extend_from_slice(&(word.len() as u64).to_le_bytes());
                self.long.extend_from_slice(word);
                return self.push(key, place, tag);
            }
            place = (place + 1) & last;
        }
        usize::MAX
    }

    #[inline(never)]
    fn push(&mut self, key: Key, slot: usize, tag: u32) -> usize {
        let place = self.entries.len();
        self.entries.push(Entry { key, count: 0 });
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = tag | (place as u32 + 1);
        }
        place
    }

    /// Adds `count` to a word.
    pub fn add(&mut self, word: &[u8], count: u64) -> Result<(), TryReserveError> {
        self.reserve(1, word.len())?;
        self.add_reserved(word, count);
        Ok(())
    }

    /// Adds the words of another table. If it fails, nothing has changed.
    pub fn merge(&mut self, other: &Table) -> Result<(), Trouble> {
        self.total.checked_add(other.total).ok_or(Trouble::Full)?;
        self.merge_places(other, 0..other.len())
    }

    /// Adds some of the words of another table. If it fails, nothing has changed.
    pub fn merge_places(&mut self, other: &Table, places: Range<usize>) -> Result<(), Trouble> {
        let entries = other.entries.get(places).unwrap_or(&[]);
        let long = entries.iter().filter(|entry| is_long(entry.key));
        self.reserve(entries.len(), long.map(|entry| other.long_word(entry.key).len() + LENGTH).sum())?;
        at_level(Merge { table: self, other, entries });
        Ok(())
    }

    /// As [`Table::add`], where room has been made.
    pub fn add_reserved(&mut self, word: &[u8], count: u64) -> usize {
        let sought = self.seeds.sought(word);
        let place = if word.len() > SHORT { self.find_long(sought, word) } else { self.find_short(sought) };
        if let Some(entry) = self.entries.get_mut(place) {
            entry.count += count;
        }
        self.total += count;
        place
    }

    /// Adds the words of a block at these places, where room has been made.
    #[inline(always)]
    pub fn add_places<M: Machine>(&mut self, machine: M, words: &Words, places: &[[u16; 2]]) {
        let low = words.low();
        for group in places.chunks(GROUP) {
            let mut sought = [Sought::default(); GROUP];
            for (slot, &[start, end]) in sought.iter_mut().zip(group) {
                let (start, len) = (usize::from(start), usize::from(end.wrapping_sub(start)));
                *slot = if len <= SHORT {
                    let bytes = low.get(start..).and_then(|rest| rest.first_chunk()).unwrap_or(&[0; 16]);
                    let key = short_key(bytes, len);
                    Sought { key, hash: self.seeds.hash(key) }
                } else {
                    self.seeds.sought(low.get(start..start + len).unwrap_or(&[]))
                };
            }
            self.prefetch(machine, sought.get(..group.len()).unwrap_or(&[]));
            for (&sought, &[start, end]) in sought.iter().zip(group) {
                let place = if is_long(sought.key) {
                    let word = low.get(usize::from(start)..usize::from(end)).unwrap_or(&[]);
                    self.find_long(sought, word)
                } else {
                    self.find_short(sought)
                };
                if let Some(entry) = self.entries.get_mut(place) {
                    entry.count += 1;
                }
            }
        }
        self.total += places.len() as u64;
    }

    /// Gives the words at some places other names; a word that gets the name of another is added to it, at the place of the
    /// one that came first. If the caller wants to stop, only the first ones have got theirs.
    pub fn rename(&mut self, names: &[(usize, &[u8])]) -> Result<(), TryReserveError> {
        let bytes = names.iter().map(|(_, name)| name.len() + LENGTH).sum();
        self.reserve(names.len(), bytes)?;
        for (number, &(place, name)) in names.iter().enumerate() {
            if number % NAMES == NAMES - 1 && stop_requested() {
                break;
            }
            let found = self.add_reserved(name, 0);
            let (first, second) = (found.min(place), found.max(place));
            let (Some(&Entry { key, .. }), Some(&Entry { count, .. })) =
                (self.entries.get(found), self.entries.get(second))
            else {
                continue;
            };
            if let Some(gone) = self.entries.get_mut(second) {
                gone.count = 0;
            }
            if let Some(kept) = self.entries.get_mut(first) {
                kept.count += count;
                kept.key = key;
            }
            // Names that come again find the place that is kept.
            let sought = Sought { key, hash: self.seeds.hash(key) };
            self.point(sought, found, first);
        }
        self.entries.retain(|entry| entry.count > 0);
        self.slots.fill(0);
        self.fill();
        Ok(())
    }

    /// Has the slot of a word that leads to `from` lead to `to`.
    fn point(&mut self, sought: Sought, from: usize, to: usize) {
        let (last, tag) = self.last_and_tag(sought.hash);
        let mut place = sought.hash as usize & last;
        while let Some(slot) = self.slots.get_mut(place)
            && *slot != 0
        {
            if *slot == tag | (from as u32 + 1) {
                *slot = tag | (to as u32 + 1);
                return;
            }
            place = (place + 1) & last;
        }
    }

    /// Asks for the memory that the words lead to: the slots, then the entries.
    #[inline(always)]
    fn prefetch<M: Machine>(&self, machine: M, sought: &[Sought]) {
        if self.slots.len() <= NEAR_SLOTS {
            return;
        }
        let last = self.slots.len().wrapping_sub(1);
        for sought in sought {
            if let Some(slot) = self.slots.get(sought.hash as usize & last) {
                machine.prefetch(slot);
            }
        }
        for sought in sought {
            let (last, tag) = self.last_and_tag(sought.hash);
            let slot = self.slots.get(sought.hash as usize & last).copied().unwrap_or(0);
            if let Some(place) = Self::led_to(slot, last, tag)
                && let Some(entry) = self.entries.get(place)
            {
                machine.prefetch(entry);
            }
        }
    }
}
