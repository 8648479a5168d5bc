//! A hash table of buckets: eight hashes in a cache line, compared at once.
//!
//! The place of a hash is its top bits, the lanes of a bucket fill up in order, and what finds its bucket full goes to the
//! next one. An empty lane is zero; the one key whose hash is zero is kept aside.

use super::keys::CHUNK;
use crate::kernels::array::zeros;
use crate::kernels::parallel::stop_requested;
use std::cell::Cell;
use std::collections::TryReserveError;

/// Eight hashes, in order of arrival.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub struct Bucket(pub [u64; Bucket::LANES]);

impl Bucket {
    /// The hashes in a bucket.
    pub const LANES: usize = 8;
    const EMPTY: Bucket = Bucket([0; Bucket::LANES]);
}

/// Compares the lanes of a bucket: one implementation for each instruction set.
pub trait Probe: Copy {
    /// A bit for each lane that is equal to `word`.
    fn equal(self, bucket: &Bucket, word: u64) -> u32;
    /// Asks for the bucket's memory.
    fn prefetch(self, bucket: &Bucket);
    /// A bit for each of the keys that is equal to one of a few.
    fn equal_any(self, keys: &[u64; CHUNK], few: &[u64]) -> u64;
    /// Writes each bit of a mask as a byte, as far as `out` reaches.
    fn spread(self, mask: u64, out: &mut [u8]);
}

/// The comparison that ships everywhere.
#[derive(Clone, Copy)]
pub struct Portable;

impl Probe for Portable {
    #[inline(always)]
    fn equal(self, bucket: &Bucket, word: u64) -> u32 {
        bucket.0.iter().enumerate().fold(0, |mask, (lane, &kept)| mask | u32::from(kept == word) << lane)
    }
    #[inline(always)]
    fn prefetch(self, _bucket: &Bucket) {}
    #[inline(always)]
    fn equal_any(self, keys: &[u64; CHUNK], few: &[u64]) -> u64 {
        let mut equal = [0u64; CHUNK];
        for &one in few {
            for (equal, &key) in equal.iter_mut().zip(keys) {
                *equal |= u64::from(key == one);
            }
        }
        equal.iter().enumerate().fold(0, |mask, (place, equal)| mask | equal << place)
    }
    #[inline(always)]
    fn spread(self, mask: u64, out: &mut [u8]) {
        for (place, byte) in out.iter_mut().enumerate().take(CHUNK) {
            *byte = (mask >> place) as u8 & 1;
        }
    }
}

/// What the first look at the buckets of a chunk of hashes gives: a bit for each hash.
pub struct Look {
    /// The hash is in its own bucket.
    pub found: u64,
    /// It is not, and the bucket is full: it may be in the next one. Or it is zero, which is kept aside.
    pub open: u64,
}

/// Why a table cannot take another key.
pub enum Trouble {
    /// Its memory cannot be had.
    Memory(TryReserveError),
    /// Too many keys met in one place: to be done again with other secrets.
    Flooded,
}

impl From<TryReserveError> for Trouble {
    fn from(error: TryReserveError) -> Self {
        Trouble::Memory(error)
    }
}

/// What [`Table::insert_chunk`] notes of the keys, by their slots: a slot is a lane counted over all buckets, or the one
/// after them, of the key whose hash is zero.
pub trait Notes {
    /// Whether anything is noted.
    const ANY: bool;
    /// Makes room for so many slots, and for a chunk of new keys.
    fn reserve(&mut self, slots: usize) -> Result<(), TryReserveError>;
    /// The key at `place` of a chunk is new, and now in `slot`.
    fn first(&mut self, slot: usize, place: usize);
    /// The key at `place` of a chunk is the one in `slot`.
    fn again(&mut self, slot: usize, place: usize);
    /// For a key of a chunk that has been looked for: it is in `slot` if it was found. Comes before all that is said of the
    /// others.
    fn seen(&mut self, slot: usize, place: usize, found: bool);
    /// The table has grown: what was in slot `i` is now in slot `moved[i]`, of so many slots; that of an empty slot is
    /// beyond them.
    fn grown(&mut self, moved: &[usize], slots: usize) -> Result<(), TryReserveError>;
}

/// So many new keys in a chunk are few.
const SETTLED: u32 = 16;

/// Nothing is noted.
pub struct NoNotes;

impl Notes for NoNotes {
    const ANY: bool = false;
    #[inline(always)]
    fn reserve(&mut self, _slots: usize) -> Result<(), TryReserveError> {
        Ok(())
    }
    #[inline(always)]
    fn first(&mut self, _slot: usize, _place: usize) {}
    #[inline(always)]
    fn again(&mut self, _slot: usize, _place: usize) {}
    #[inline(always)]
    fn seen(&mut self, _slot: usize, _place: usize, _found: bool) {}
    fn grown(&mut self, _moved: &[usize], _slots: usize) -> Result<(), TryReserveError> {
        Ok(())
    }
}

/// A set of hashes.
#[derive(Default)]
pub struct Table {
    /// A power of two, at least two of them.
    buckets: Vec<Bucket>,
    /// From the hash to the number of its bucket.
    shift: u32,
    /// How many keys there are.
    count: usize,
    /// Whether the key whose hash is zero is among them.
    zero: bool,
    /// How many full buckets in a row are suspicious.
    patience: usize,
    /// Whether most keys of the last chunk were known: those of the next are then looked for all at once.
    settled: bool,
}

/// Buckets of which that many are at most five eighths full.
fn buckets_for(keys: usize) -> usize {
    (keys / 5 + 1).next_power_of_two().max(16)
}

/// How many full buckets in a row are too many. A run of 64 in a table of which at most five eighths are full has no
/// chance worth naming, unless somebody knows the secrets. The last attempt takes whatever comes.
fn patience(attempt: u32) -> usize {
    if attempt < 8 { 64 } else { usize::MAX }
}

/// Tables beyond this are not kept for the next call of the thread.
const KEPT_BUCKETS: usize = 1 << 13;

/// Tables beyond this lie outside the second level of cache.
const NEAR_BUCKETS: usize = 1 << 13;

/// Buckets that are moved between two questions whether to stop.
const MOVED: usize = 1 << 16;

thread_local! {
    /// The memory of the last small table: new memory costs a page fault for every 4 KiB.
    static KEPT: Cell<Option<Table>> = const { Cell::new(None) };
}

impl Table {
    /// An empty table for some keys, in the memory that this thread has kept if there is any. `attempt` counts those
    /// that were flooded.
    pub fn take(keys: usize, attempt: u32) -> Result<Self, TryReserveError> {
        let mut table = KEPT.try_with(Cell::take).ok().flatten().unwrap_or_default();
        table.patience = patience(attempt);
        table.clear(buckets_for(keys))?;
        Ok(table)
    }

    /// Keeps the memory for the thread's next call, if it is little.
    pub fn keep(self) {
        if self.buckets.capacity() <= KEPT_BUCKETS {
            // A thread that is ending keeps nothing.
            _ = KEPT.try_with(|kept| kept.set(Some(self)));
        }
    }

    /// An empty table for some keys, in memory of its own.
    pub fn new(keys: usize, attempt: u32) -> Result<Self, TryReserveError> {
        let mut table = Table { patience: patience(attempt), ..Table::default() };
        table.clear(buckets_for(keys))?;
        Ok(table)
    }

    /// Removes every key; the table then has `buckets` buckets, a power of two.
    fn clear(&mut self, buckets: usize) -> Result<(), TryReserveError> {
        self.buckets.clear();
        self.buckets.try_reserve_exact(buckets)?;
        self.buckets.resize(buckets, Bucket::EMPTY);
        self.shift = u64::BITS - buckets.trailing_zeros();
        self.count = 0;
        self.zero = false;
        self.settled = false;
        Ok(())
    }

    /// Removes every key.
    pub fn reset(&mut self) -> Result<(), TryReserveError> {
        self.clear(self.buckets.len())
    }

    /// How many keys there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether a hash is in the table.
    #[inline(always)]
    pub fn has<P: Probe>(&self, probe: P, word: u64) -> bool {
        let mut place = (word >> self.shift) as usize;
        loop {
            let Some(bucket) = self.buckets.get(place) else { return false };
            // Zero is looked for like the others, and then found in any free lane.
            if probe.equal(bucket, word) != 0 {
                return word != 0 || self.zero;
            }
            if bucket.0[Bucket::LANES - 1] == 0 {
                return false;
            }
            place = (place + 1) & (self.buckets.len() - 1);
        }
    }

    /// Looks for those hashes of a chunk that have a bit in `valid`, each in its own bucket alone, without a branch on what
    /// is found there.
    #[inline(always)]
    fn look<P: Probe, N: Notes>(&self, probe: P, words: &[u64; CHUNK], valid: u64, notes: &mut N) -> Look {
        let mut look = Look { found: 0, open: 0 };
        for (place, &word) in words.iter().enumerate() {
            let home = (word >> self.shift) as usize;
            let Some(bucket) = self.buckets.get(home) else { continue };
            let equal = probe.equal(bucket, word);
            let found = u64::from(equal != 0) & u64::from(word != 0) & (valid >> place);
            let full = u64::from(bucket.0[Bucket::LANES - 1] != 0) | u64::from(word == 0);
            look.found |= found << place;
            look.open |= (full & !found) << place;
            let slot = home * Bucket::LANES + equal.trailing_zeros() as usize % Bucket::LANES;
            notes.seen(slot, place, found != 0);
        }
        look
    }

    /// A bit for each hash of a chunk that is in the table.
    #[inline(always)]
    pub fn has_chunk<P: Probe>(&self, probe: P, words: &[u64; CHUNK]) -> u64 {
        let Look { mut found, mut open } = self.look(probe, words, u64::MAX, &mut NoNotes);
        while open != 0 {
            let place = open.trailing_zeros();
            found |= u64::from(self.has(probe, words[place as usize % CHUNK])) << place;
            open &= open - 1;
        }
        found
    }

    /// Whether the table lies outside the second level of cache.
    #[inline(always)]
    fn is_far(&self) -> bool {
        self.buckets.len() > NEAR_BUCKETS
    }

    /// Asks for the memory that the hashes lead to.
    #[inline(always)]
    pub fn prefetch<P: Probe>(&self, probe: P, words: &[u64]) {
        if self.is_far() {
            for word in words {
                if let Some(bucket) = self.buckets.get((word >> self.shift) as usize) {
                    probe.prefetch(bucket);
                }
            }
        }
    }

    /// How many slots there are.
    #[inline(always)]
    fn slots(&self) -> usize {
        self.buckets.len() * Bucket::LANES + 1
    }

    /// Moves every key to a table of twice as many buckets: in order, as the top bits are the place.
    #[inline(never)]
    fn grow<P: Probe, N: Notes>(&mut self, probe: P, notes: &mut N) -> Result<(), TryReserveError> {
        let mut larger = Table { patience: usize::MAX, ..Table::default() };
        larger.clear(self.buckets.len() * 2)?;
        let mut moved = zeros(if N::ANY { self.slots() } else { 0 })?;
        moved.fill(usize::MAX);
        for (place, bucket) in self.buckets.iter().enumerate() {
            // What is lost then belongs to an answer that is not wanted any more.
            if place % MOVED == MOVED - 1 && stop_requested() {
                break;
            }
            for (lane, &word) in bucket.0.iter().enumerate().filter(|(_, word)| **word != 0) {
                // With endless patience nothing goes wrong.
                if let Ok((slot, _)) = larger.insert(probe, word)
                    && let Some(moved) = moved.get_mut(place * Bucket::LANES + lane)
                {
                    *moved = slot;
                }
            }
        }
        if let Some(last) = moved.last_mut() {
            *last = larger.slots() - 1;
        }
        notes.grown(&moved, larger.slots())?;
        *self = Table { buckets: larger.buckets, shift: larger.shift, ..std::mem::take(self) };
        Ok(())
    }

    /// Finds a hash that is not zero, or adds it; gives its lane, counted over all buckets, and whether it is new.
    #[inline(always)]
    fn insert<P: Probe>(&mut self, probe: P, word: u64) -> Result<(usize, bool), Trouble> {
        let mut place = (word >> self.shift) as usize;
        let last = self.buckets.len().wrapping_sub(1);
        let mut waited = 0;
        loop {
            let Some(bucket) = self.buckets.get_mut(place) else { return Err(Trouble::Flooded) };
            let equal = probe.equal(bucket, word);
            if equal != 0 {
                return Ok((place * Bucket::LANES + equal.trailing_zeros() as usize, false));
            }
            let free = probe.equal(bucket, 0);
            if free != 0 {
                let lane = free.trailing_zeros() as usize % Bucket::LANES;
                bucket.0[lane] = word;
                return Ok((place * Bucket::LANES + lane, true));
            }
            place = (place + 1) & last;
            waited += 1;
            if waited > self.patience {
                return Err(Trouble::Flooded);
            }
        }
    }

    /// Adds the hashes that have a bit in `valid`; returns a bit for each that is new.
    #[inline(always)]
    pub fn insert_chunk<P: Probe, N: Notes>(
        &mut self,
        probe: P,
        words: &[u64; CHUNK],
        valid: u64,
        notes: &mut N,
    ) -> Result<u64, Trouble> {
        // At most five eighths of the lanes.
        if self.count + CHUNK > self.buckets.len() * 5 {
            self.grow(probe, notes)?;
        }
        notes.reserve(self.slots())?;
        let mut new = 0u64;
        let mut rest = valid;
        if self.settled {
            rest &= !self.look(probe, words, valid, notes).found;
        }
        while rest != 0 {
            let place = rest.trailing_zeros() as usize % CHUNK;
            let word = words[place];
            rest &= rest - 1;
            let (slot, is_new) = if word != 0 {
                self.insert(probe, word)?
            } else {
                (self.slots() - 1, !std::mem::replace(&mut self.zero, true))
            };
            if is_new {
                new |= 1 << place;
                self.count += 1;
                notes.first(slot, place);
            } else {
                notes.again(slot, place);
            }
        }
        self.settled = new.count_ones() <= SETTLED;
        Ok(new)
    }
}
