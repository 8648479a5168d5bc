//! Cuts a block of text into its words.

use super::machine::{LANES, Machine};

/// The longest block.
pub const BLOCK: usize = 4096;

/// Bytes that may be read behind the last one of a word.
pub const SLACK: usize = 16;

/// Where a block's words are.
pub struct Words {
    /// The block with the letters A to Z made small, and [`SLACK`] bytes behind it.
    low: [u8; BLOCK + LANES + SLACK],
    /// Where each word begins and ends.
    edges: [u16; BLOCK + 2 * LANES],
    /// How many edges there are.
    count: usize,
    /// Whether all of the block is ASCII.
    pub is_ascii: bool,
}

impl Words {
    /// Of no text.
    pub fn new() -> Self {
        Words { low: [0; BLOCK + LANES + SLACK], edges: [0; BLOCK + 2 * LANES], count: 0, is_ascii: true }
    }

    /// The text, with the letters A to Z made small.
    #[inline(always)]
    pub fn low(&self) -> &[u8; BLOCK + LANES + SLACK] {
        &self.low
    }

    /// Where each word begins and ends.
    #[inline(always)]
    pub fn places(&self) -> &[[u16; 2]] {
        self.edges.get(..self.count).unwrap_or(&[]).as_chunks().0
    }

    /// Finds the words of a text of at most [`BLOCK`] bytes, which cuts no character.
    #[inline(always)]
    pub fn scan<M: Machine>(&mut self, machine: M, text: &[u8]) {
        let text = text.get(..BLOCK).unwrap_or(text);
        let (mut count, mut all_wide) = (0, 0);
        // Whether the last byte was of a word; bytes of white space that began before this window.
        let (mut inside, mut carried) = (0, 0);
        let (lows, _) = self.low.as_chunks_mut::<LANES>();
        for (place, low) in (0..text.len()).step_by(LANES).zip(lows) {
            let rest = text.get(place..).unwrap_or(&[]);
            let mut last = [b' '; LANES + 2];
            let window = match rest.first_chunk() {
                Some(window) => window,
                None => {
                    last.iter_mut().zip(rest).for_each(|(slot, &byte)| *slot = byte);
                    &last
                }
            };
            let class = machine.classify(window, low);
            let mut space = class.space | carried;
            carried = 0;
            if class.wide != 0 {
                all_wide |= class.wide;
                let found = machine.wide_space(window);
                space |= found.two | found.two << 1 | found.three | found.three << 1 | found.three << 2;
                carried = found.two >> 63 | found.three >> 63 | found.three >> 62;
            }
            // What was filled up is white space.
            let word = !space;
            let edges = word ^ (word << 1 | inside);
            inside = word >> 63;
            count = note(edges, place, count, &mut self.edges);
        }
        if inside != 0
            && let Some(slot) = self.edges.get_mut(count)
        {
            *slot = text.len() as u16;
            count += 1;
        }
        self.count = count;
        self.is_ascii = all_wide == 0;
    }
}

/// Writes the places of the bits behind the first `count` edges; returns how many edges there are then.
#[inline(always)]
fn note(mut bits: u64, place: usize, count: usize, edges: &mut [u16; BLOCK + 2 * LANES]) -> usize {
    let found = bits.count_ones() as usize;
    let Some(slots) = edges.get_mut(count..).and_then(|slots| slots.first_chunk_mut::<LANES>()) else {
        return count;
    };
    // Eight at a time, wanted or not: a branch for each would often be guessed wrongly.
    let (eights, _) = slots.as_chunks_mut::<8>();
    for (done, eight) in eights.iter_mut().enumerate() {
        if done * 8 >= found {
            break;
        }
        for slot in eight {
            *slot = (place as u32 + bits.trailing_zeros()) as u16;
            bits &= bits.wrapping_sub(1);
        }
    }
    count + found
}
