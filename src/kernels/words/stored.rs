//! The state as bytes.

use super::counter::WordCounter;
use super::counting::{Counting, Cut};
use super::machine::is_space;
use super::table::Table;
use crate::kernels::parallel::stop_requested;
use std::collections::TryReserveError;

/// The first bytes: what it is, and a version.
const HEAD: &[u8; 8] = b"ABXW\x01\0\0\0";

/// Words between two questions whether to stop: about a millisecond.
const PIECE: u64 = 1 << 12;

/// Appends a number, seven bits a byte, the lowest first; the top bit says that more follow.
fn put(out: &mut Vec<u8>, mut number: u64) -> Result<(), TryReserveError> {
    out.try_reserve(10)?;
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
    Ok(())
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) -> Result<(), TryReserveError> {
    put(out, bytes.len() as u64)?;
    out.try_reserve(bytes.len())?;
    out.extend_from_slice(bytes);
    Ok(())
}

/// Takes a number that [`put`] has written off the beginning.
fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..u64::BITS).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = u64::from(byte & 0x7f);
        // No bit lost, no zero too many.
        if part << shift >> shift != part || (byte == 0 && shift > 0) {
            return None;
        }
        number |= part << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn take_bytes<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let len = usize::try_from(take(bytes)?).ok()?;
    let (taken, rest) = bytes.split_at_checked(len)?;
    *bytes = rest;
    Some(taken)
}

/// Whether bytes are UTF-8 in which surrogates may stand, without white space and letters A to Z.
fn is_word(word: &[u8]) -> bool {
    let mut rest = word;
    while !rest.is_empty() {
        let (valid, behind) = match std::str::from_utf8(rest) {
            Ok(valid) => (valid, &[][..]),
            Err(error) => {
                let (valid, behind) = rest.split_at(error.valid_up_to());
                (std::str::from_utf8(valid).unwrap_or(" "), behind)
            }
        };
        // U+001C to U+001F are white space for `str.split` alone.
        let is_other = |point: char| {
            point.is_ascii_uppercase()
                || point.is_whitespace()
                || u8::try_from(u32::from(point)).is_ok_and(is_space)
        };
        if valid.chars().any(is_other) {
            return false;
        }
        rest = match behind {
            [] => behind,
            [0xed, 0xa0..=0xbf, 0x80..=0xbf, rest @ ..] => rest,
            _ => return false,
        };
    }
    true
}

/// Why bytes are no state.
pub enum Unusable {
    /// Memory cannot be had.
    Memory(TryReserveError),
    /// No counter has written them.
    Wrong,
}

impl From<TryReserveError> for Unusable {
    fn from(error: TryReserveError) -> Self {
        Unusable::Memory(error)
    }
}

impl WordCounter {
    /// The state: "ABXW", a version byte 1, three zero bytes; then numbers, seven bits a byte, the lowest first, with the top bit set
    /// where more follow: the bytes of a character that has begun, their number before them; those of a word that has begun; how many distinct
    /// words there are; and for each its bytes and its count.
    ///
    /// The same text gives the same bytes, however it was cut, if its words have been made small.
    pub fn to_bytes(&self) -> Result<Vec<u8>, TryReserveError> {
        let mut out = Vec::new();
        out.try_reserve(HEAD.len())?;
        out.extend_from_slice(HEAD);
        put_bytes(&mut out, self.state.cut.bytes())?;
        put_bytes(&mut out, &self.state.pending)?;
        put(&mut out, self.len() as u64)?;
        let mut room = [0; 16];
        for place in 0..self.len() {
            put_bytes(&mut out, self.word(place, &mut room))?;
            put(&mut out, self.count(place))?;
        }
        Ok(out)
    }

    /// The counter that [`WordCounter::to_bytes`] has written; worthless if the caller wants to stop.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Unusable> {
        let mut rest = bytes.strip_prefix(HEAD).ok_or(Unusable::Wrong)?;
        let mut state = Counting::new();
        let cut = take_bytes(&mut rest).ok_or(Unusable::Wrong)?;
        let begins = std::str::from_utf8(cut).is_err_and(|error| error.error_len().is_none());
        if !cut.is_empty() && !begins {
            return Err(Unusable::Wrong);
        }
        state.cut = Cut::new(cut);
        let pending = take_bytes(&mut rest).filter(|word| is_word(word)).ok_or(Unusable::Wrong)?;
        state.pending.try_reserve_exact(pending.len())?;
        state.pending.extend_from_slice(pending);
        for number in 0..take(&mut rest).ok_or(Unusable::Wrong)? {
            if number % PIECE == PIECE - 1 && stop_requested() {
                rest = &[];
                break;
            }
            take_word(&mut rest, &mut state.table)?;
        }
        if rest.is_empty() { Ok(WordCounter { state, folded: 0 }) } else { Err(Unusable::Wrong) }
    }
}

/// Takes a word and its count off the beginning.
fn take_word(rest: &mut &[u8], table: &mut Table) -> Result<(), Unusable> {
    let word = take_bytes(rest).filter(|word| !word.is_empty() && is_word(word)).ok_or(Unusable::Wrong)?;
    let count = take(rest).filter(|&count| count > 0).ok_or(Unusable::Wrong)?;
    table.total().checked_add(count).ok_or(Unusable::Wrong)?;
    let before = table.len();
    table.add(word, count)?;
    if table.len() == before { Err(Unusable::Wrong) } else { Ok(()) }
}
