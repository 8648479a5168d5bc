//! The words of a text that comes in chunks.

use super::counting::{Counting, Trouble};
use super::parts;
use super::text::Text;
use crate::kernels::parallel::Task;
use std::collections::TryReserveError;

/// The words of a text that comes in chunks, which may be cut anywhere, within a character too.
///
/// ```
/// use abicus::kernels::parallel::Task;
/// use abicus::kernels::words::{Text, WordCounter};
///
/// let mut words = WordCounter::new();
/// words.update(&Text::Utf8(b"To be or n"), 1, &Task::uncounted()).unwrap();
/// words.update(&Text::Utf8(b"ot to be"), 1, &Task::uncounted()).unwrap();
/// words.finish().unwrap();
/// let mut room = [0; 16];
/// assert_eq!(words.most_common(1).unwrap(), [0]);
/// assert_eq!((words.word(0, &mut room), words.count(0)), (&b"to"[..], 2));
/// ```
pub struct WordCounter {
    pub(super) state: Counting,
    /// The words before this place have been made small.
    pub(super) folded: usize,
}

impl Default for WordCounter {
    fn default() -> Self {
        Self::new()
    }
}

impl WordCounter {
    /// Of no text.
    pub fn new() -> Self {
        WordCounter { state: Counting::new(), folded: 0 }
    }

    /// A copy.
    pub fn try_clone(&self) -> Result<Self, TryReserveError> {
        Ok(WordCounter { state: self.state.try_clone()?, folded: self.folded })
    }

    /// Adds a chunk of the text. If it fails, or the task is stopped, nothing has changed.
    ///
    /// `threads`: 1 is this thread alone, 0 as many as affinity and cgroup allow.
    pub fn update(&mut self, text: &Text, threads: usize, task: &Task) -> Result<(), Trouble> {
        if text.len() <= Counting::SMALL / text.widest() {
            return self.state.feed_small(text);
        }
        let pending = self.state.pending.len();
        let mut part = self.state.part();
        let mut counted = parts::feed(&mut part, text, threads, task);
        if counted.is_ok() && !task.stopped() {
            counted = self.state.join(&mut part);
            if counted.is_ok() {
                return Ok(());
            }
        }
        self.state.take_back(part, pending);
        counted
    }

    /// Whether the last chunk has ended in a word or a character.
    pub fn is_pending(&self) -> bool {
        !self.state.pending.is_empty() || !self.state.cut.bytes().is_empty()
    }

    /// Ends the word that the last chunk has ended in. Fails, and changes nothing, if it has ended in a character.
    pub fn finish(&mut self) -> Result<(), Trouble> {
        if !self.state.cut.bytes().is_empty() {
            return Err(Trouble::Invalid(0));
        }
        if !self.state.pending.is_empty() {
            self.state.table.add(&self.state.pending, 1)?;
            self.state.pending = Vec::new();
        }
        Ok(())
    }

    /// The first bytes of a character whose last ones are to come with the next chunk.
    pub fn cut(&self) -> &[u8] {
        self.state.cut.bytes()
    }

    /// Adds the words of another counter, those that are new behind the others; the words that are pending in both are ended first. If it fails,
    /// no word has been added.
    pub fn merge(&mut self, other: &Self) -> Result<(), Trouble> {
        if !other.state.cut.bytes().is_empty() {
            return Err(Trouble::Invalid(0));
        }
        self.finish()?;
        if other.state.pending.is_empty() {
            return self.state.table.merge(&other.state.table);
        }
        self.state.table.reserve(1, other.state.pending.len())?;
        self.state.table.merge(&other.state.table)?;
        self.state.table.add(&other.state.pending, 1)?;
        Ok(())
    }

    /// How many distinct words there are, as far as they have ended.
    pub fn len(&self) -> usize {
        self.state.table.len()
    }

    /// Whether no word has ended.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many words have ended.
    pub fn total(&self) -> u64 {
        self.state.table.total()
    }

    /// A distinct word, in order of their first arrival; `room` is for its bytes.
    pub fn word<'a>(&'a self, place: usize, room: &'a mut [u8; 16]) -> &'a [u8] {
        self.state.table.word(place, room)
    }

    /// How often it came.
    pub fn count(&self, place: usize) -> u64 {
        self.state.table.count(place)
    }
}
