//! Counts the words of a text, block by block.

use super::machine::{Machine, Work, at_level};
use super::scan::{BLOCK, Words};
use super::table::{Table, copy_of};
use super::text::Text;
use crate::kernels::parallel::Task;
use std::collections::TryReserveError;
use std::ops::Range;

/// Why a text was not counted.
#[derive(Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Memory cannot be had.
    Memory(TryReserveError),
    /// From this unit of the chunk on it is not what it should be: not UTF-8, or no code point. The first one may go on with a
    /// character that the chunk before has begun.
    Invalid(usize),
    /// The words are 2^64 or more.
    Full,
}

impl From<TryReserveError> for Trouble {
    fn from(error: TryReserveError) -> Self {
        Trouble::Memory(error)
    }
}

/// Units between two questions whether to stop.
const POLL: usize = 1 << 17;

/// The first bytes of a character whose last ones come with the next chunk.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Cut {
    bytes: [u8; 3],
    len: u8,
}

impl Cut {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len.into()).unwrap_or(&[])
    }

    /// Bytes that begin a character, at most three.
    pub fn new(bytes: &[u8]) -> Self {
        let mut cut = Cut { len: bytes.len().min(3) as u8, ..Cut::default() };
        cut.bytes.iter_mut().zip(bytes).for_each(|(slot, &byte)| *slot = byte);
        cut
    }
}

/// Cuts UTF-8 before a character that is not complete; else an error says where it is none.
pub fn complete(text: &[u8]) -> Result<(&[u8], Cut), usize> {
    match std::str::from_utf8(text) {
        Ok(_) => Ok((text, Cut::default())),
        Err(error) if error.error_len().is_none() => {
            let (whole, rest) = text.split_at(error.valid_up_to());
            Ok((whole, Cut::new(rest)))
        }
        Err(error) => Err(error.valid_up_to()),
    }
}

/// What has been counted of a text, and what has begun.
pub struct Counting {
    /// The words.
    pub table: Table,
    /// A word without its end.
    pub pending: Vec<u8>,
    /// A character without its end.
    pub cut: Cut,
    /// Whether what was pending at first is to be kept, and where.
    first: Option<Vec<u8>>,
}

impl Counting {
    /// Of nothing.
    pub fn new() -> Self {
        Counting { table: Table::new(), pending: Vec::new(), cut: Cut::default(), first: None }
    }

    /// A copy of a whole.
    pub fn try_clone(&self) -> Result<Self, TryReserveError> {
        let (table, pending) = (self.table.try_clone()?, copy_of(&self.pending)?);
        Ok(Counting { table, pending, cut: self.cut, first: None })
    }

    /// Begins a part of its own, to which what is pending goes: [`Counting::join`] or [`Counting::take_back`] end it.
    pub fn part(&mut self) -> Self {
        let pending = std::mem::take(&mut self.pending);
        Counting { table: Table::new(), pending, cut: self.cut, first: Some(Vec::new()) }
    }

    /// Adds a part to the whole that it was made of; if it fails, nothing has changed but for [`Counting::take_back`].
    pub fn join(&mut self, part: &mut Self) -> Result<(), Trouble> {
        if self.table.len() == 0 {
            std::mem::swap(&mut self.table, &mut part.table);
        } else {
            self.table.merge(&part.table)?;
        }
        self.pending = std::mem::take(&mut part.pending);
        self.cut = part.cut;
        Ok(())
    }

    /// Ends a part as if it had not been; so many bytes were pending.
    pub fn take_back(&mut self, part: Self, pending: usize) {
        self.pending = part.first.filter(|first| !first.is_empty()).unwrap_or(part.pending);
        self.pending.truncate(pending);
    }

    /// Counts a range of the text; returns early when the task is to stop.
    pub fn feed(&mut self, text: &Text, range: Range<usize>, task: &Task) -> Result<(), Trouble> {
        at_level(Feed { counting: self, text, range, task })
    }

    /// Counts a text of at most [`Counting::SMALL`] bytes of UTF-8. If it fails, nothing has changed.
    pub fn feed_small(&mut self, text: &Text) -> Result<(), Trouble> {
        let mut room = [0; BLOCK];
        let had = self.cut.bytes().len();
        let (block, cut) = match text {
            Text::Utf8(bytes) => {
                let used = had + bytes.len();
                let all = room.get_mut(..used).unwrap_or(&mut []);
                let bytes = self.cut.bytes().iter().chain(*bytes);
                all.iter_mut().zip(bytes).for_each(|(slot, &byte)| *slot = byte);
                complete(all).map_err(|place| Trouble::Invalid(place.saturating_sub(had)))?
            }
            _ if had > 0 && !text.is_empty() => return Err(Trouble::Invalid(0)),
            _ => {
                let encoded = text.encode(0, text.len(), &mut room);
                if encoded.is_bad {
                    return Err(Trouble::Invalid(encoded.taken));
                }
                (room.get(..encoded.written).unwrap_or(&[]), self.cut)
            }
        };
        at_level(Block { counting: self, block })?;
        self.cut = cut;
        Ok(())
    }

    /// Texts of so many bytes of UTF-8 are small.
    pub const SMALL: usize = BLOCK - 64;

    /// Counts the words that were found in a block of so many bytes. If it fails, nothing has changed.
    #[inline(always)]
    fn count<M: Machine>(&mut self, machine: M, words: &Words, len: usize) -> Result<(), TryReserveError> {
        let mut places = words.places();
        // What is pending may become a new word.
        self.table.reserve(places.len() + 1, self.pending.len() + len)?;
        self.pending.try_reserve(len)?;
        if len > 0 && !self.pending.is_empty() {
            let end = places.first().filter(|[start, _]| *start == 0).map_or(0, |[_, end]| usize::from(*end));
            self.pending.extend_from_slice(words.low().get(..end).unwrap_or(&[]));
            if end == len {
                return Ok(());
            }
            if end > 0 {
                places = places.get(1..).unwrap_or(&[]);
            }
            self.table.add_reserved(&self.pending, 1);
            match &mut self.first {
                Some(first) if first.is_empty() => {
                    std::mem::swap(first, &mut self.pending);
                    self.pending.try_reserve(len)?;
                }
                _ => self.pending.clear(),
            }
        }
        if let Some((&[start, end], rest)) = places.split_last()
            && usize::from(end) == len
        {
            places = rest;
            self.pending.extend_from_slice(words.low().get(start.into()..len).unwrap_or(&[]));
        }
        self.table.add_places(machine, words, places);
        Ok(())
    }

    /// Completes the character that the last chunk has cut; returns how many bytes it took.
    #[inline(always)]
    fn end_cut<M: Machine>(
        &mut self,
        machine: M,
        text: &Text,
        range: Range<usize>,
        words: &mut Words,
    ) -> Result<usize, Trouble> {
        let Text::Utf8(text) = text else { return Err(Trouble::Invalid(range.start)) };
        let cut = self.cut;
        let had = cut.bytes().len();
        let width = match cut.bytes().first() {
            Some(0xf0..) => 4,
            Some(0xe0..) => 3,
            _ => 2,
        };
        let end = range.end.min(range.start.saturating_add(width - had));
        let mut room = [0; 4];
        let bytes = cut.bytes().iter().chain(text.get(range.start..end).unwrap_or(&[]));
        room.iter_mut().zip(bytes).for_each(|(slot, &byte)| *slot = byte);
        let taken = end - range.start;
        let (whole, cut) =
            complete(room.get(..had + taken).unwrap_or(&[])).map_err(|_| Trouble::Invalid(range.start))?;
        words.scan(machine, whole);
        self.count(machine, words, whole.len())?;
        self.cut = cut;
        Ok(taken)
    }

    /// Counts a block of UTF-8 from the beginning of a text; returns how many bytes it took.
    #[inline(always)]
    fn utf8<M: Machine>(&mut self, machine: M, text: &[u8], words: &mut Words) -> Result<usize, Trouble> {
        let mut end = text.len();
        if end > BLOCK {
            end = BLOCK;
            // Before a character: three bytes at most are not its first.
            while end > BLOCK - 3 && text.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
                end -= 1;
            }
        }
        let block = text.get(..end).unwrap_or(text);
        words.scan(machine, block);
        let mut len = end;
        if !words.is_ascii {
            let (whole, cut) = complete(block).map_err(Trouble::Invalid)?;
            if whole.len() < end {
                if end < text.len() {
                    return Err(Trouble::Invalid(whole.len()));
                }
                words.scan(machine, whole);
                len = whole.len();
                self.cut = cut;
            }
        }
        self.count(machine, words, len)?;
        Ok(end)
    }

    /// Counts a block of code points; returns how many it took.
    #[inline(always)]
    fn points<M: Machine>(
        &mut self,
        machine: M,
        text: &Text,
        range: Range<usize>,
        words: &mut Words,
    ) -> Result<usize, Trouble> {
        let mut room = [0; BLOCK];
        let encoded = text.encode(range.start, range.end, &mut room);
        if encoded.is_bad {
            return Err(Trouble::Invalid(range.start + encoded.taken));
        }
        words.scan(machine, room.get(..encoded.written).unwrap_or(&[]));
        self.count(machine, words, encoded.written)?;
        Ok(encoded.taken)
    }
}

/// [`Counting::feed_small`].
struct Block<'a> {
    counting: &'a mut Counting,
    block: &'a [u8],
}

impl Work for Block<'_> {
    type Output = Result<(), TryReserveError>;

    #[inline(always)]
    fn run<M: Machine>(self, machine: M) -> Self::Output {
        let mut words = Words::new();
        words.scan(machine, self.block);
        self.counting.count(machine, &words, self.block.len())
    }
}

/// [`Counting::feed`].
struct Feed<'a, 'b> {
    counting: &'a mut Counting,
    text: &'a Text<'b>,
    range: Range<usize>,
    task: &'a Task,
}

impl Work for Feed<'_, '_> {
    type Output = Result<(), Trouble>;

    #[inline(always)]
    fn run<M: Machine>(self, machine: M) -> Self::Output {
        let Feed { counting, text, range, task } = self;
        let mut words = Words::new();
        let (mut place, mut asked) = (range.start, range.start);
        if place < range.end && !counting.cut.bytes().is_empty() {
            place += counting.end_cut(machine, text, range.clone(), &mut words)?;
        }
        while place < range.end {
            place += match text {
                Text::Utf8(bytes) => {
                    let rest = bytes.get(place..range.end).unwrap_or(&[]);
                    counting.utf8(machine, rest, &mut words).map_err(|trouble| match trouble {
                        Trouble::Invalid(found) => Trouble::Invalid(place + found),
                        trouble => trouble,
                    })?
                }
                _ => counting.points(machine, text, place..range.end, &mut words)?,
            };
            if place - asked >= POLL {
                if task.advance((place - asked) as u64) {
                    return Ok(());
                }
                asked = place;
            }
        }
        task.advance((place - asked) as u64);
        Ok(())
    }
}
