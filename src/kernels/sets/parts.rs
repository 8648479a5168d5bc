//! Many different values: cut by the top bits of their hashes into parts whose tables stay in the caches.
//!
//! The hashes are copied to their parts in order, so each part finds its first occurrences by itself. It leaves a flag
//! for each of its hashes, in order. A last pass over the values sends each to its part again, takes the next flag there,
//! and so collects in the order of the values without a place having been kept.

use super::distinct::{Again, Found, mix};
use super::hash::Secrets;
use super::keys::{CHUNK, Keys, each_chunk};
use super::membership::PIECE;
use super::table::{NoNotes, Probe, Table, Trouble};
use crate::kernels::array::zeros;
use crate::kernels::parallel::stop_requested;

/// So many values in a part: its table, of 8 to 16 bytes for each, stays in the second level of cache.
const PART: usize = 1 << 13;

/// The most parts, as a power of two: more would be more pages than the processor knows the addresses of.
const MOST_BITS: u32 = 11;

/// See the top of the file. A result that is not wanted any more is cut off.
#[inline(always)]
pub fn by_parts<P: Probe, const AGAIN: bool>(
    probe: P,
    source: &dyn Keys,
    attempt: u32,
    found: &mut dyn Found,
) -> Result<(), Trouble> {
    let secrets = Secrets::of_round(u64::from(attempt));
    let bits = (source.count() / PART).checked_ilog2().map_or(1, |bits| (bits + 1).min(MOST_BITS));
    let shift = u64::BITS - bits;
    let mut words = [0; CHUNK];

    let mut ends: Vec<usize> = zeros(1 << bits)?;
    each_chunk!(source, words, |first, count, valid| {
        mix(secrets, &mut words);
        for (place, word) in words.iter().enumerate().take(count) {
            ends[(word >> shift) as usize] += (valid >> place & 1) as usize;
        }
    });
    let mut total = 0;
    for end in &mut ends {
        total += std::mem::replace(end, total);
    }

    // Places rise from the beginnings of the parts to their ends. Values that change meanwhile may send them beyond, even
    // out of the memory: what is found is worthless then, as it would be anyhow.
    let mut hashes: Vec<u64> = zeros(total)?;
    each_chunk!(source, words, |first, count, valid| {
        mix(secrets, &mut words);
        for (place, &word) in words.iter().enumerate().take(count) {
            if valid >> place & 1 == 1 {
                let end = &mut ends[(word >> shift) as usize];
                if let Some(slot) = hashes.get_mut(*end) {
                    *slot = word;
                }
                *end += 1;
            }
        }
    });

    let mut flags: Vec<u8> = zeros(total)?;
    let mut table = Table::take(PART, attempt)?;
    let mut again = Again::default();
    let mut places: Vec<usize> = Vec::new();
    let mut begin = 0;
    let mut wanted = 0;
    let mut done = 0;
    for end in &mut ends {
        let part = hashes.get(begin..*end).unwrap_or(&[]);
        let flags = flags.get_mut(begin..*end).unwrap_or_default();
        table.reset()?;
        again.clear();
        places.clear();
        for (number, (chunk, flags)) in part.chunks(CHUNK).zip(flags.chunks_mut(CHUNK)).enumerate() {
            // The top bits are the same in the whole part.
            for (word, hash) in words.iter_mut().zip(chunk) {
                *word = hash << bits;
            }
            let valid = u64::MAX >> (CHUNK - chunk.len());
            if AGAIN {
                let mut new = table.insert_chunk(probe, &words, valid, &mut again)?;
                places.try_reserve(CHUNK)?;
                while new != 0 {
                    places.push(number * CHUNK + new.trailing_zeros() as usize);
                    new &= new - 1;
                }
            } else {
                let new = table.insert_chunk(probe, &words, valid, &mut NoNotes)?;
                wanted += new.count_ones() as usize;
                for (place, flag) in flags.iter_mut().enumerate() {
                    *flag = (new >> place) as u8 & 1;
                }
            }
        }
        if AGAIN {
            for (&place, again) in places.iter().zip(again.flags()) {
                if let Some(flag) = flags.get_mut(place) {
                    *flag = again;
                    wanted += usize::from(again);
                }
            }
        }
        done += part.len();
        if done > PIECE {
            done = 0;
            if stop_requested() {
                return Ok(());
            }
        }
        begin = std::mem::replace(end, begin);
    }
    table.keep();
    drop(hashes);

    found.reserve(if AGAIN { wanted } else { wanted + (source.count() - total) })?;
    each_chunk!(source, words, |first, count, valid| {
        mix(secrets, &mut words);
        let mut wanted = 0;
        for (place, &word) in words.iter().enumerate().take(count) {
            if valid >> place & 1 == 1 {
                let next = &mut ends[(word >> shift) as usize];
                wanted |= u64::from(flags.get(*next).is_some_and(|&flag| flag != 0)) << place;
                *next += 1;
            } else {
                wanted |= u64::from(!AGAIN) << place;
            }
        }
        if wanted != 0 {
            found.add(first, wanted)?;
        }
    });
    Ok(())
}
