//! Cells: what a table knows of the elements in one bucket, in 16 bytes that are fetched at once.
//!
//! A key's *place* in the range of the elements is a fixed-point number: the number of its bucket, and the rest, how far
//! into the bucket it is. The cell of a bucket has the rests of its elements. They tell the position of a key without
//! a look at the elements themselves, unless one of the rests equals that of the key.

use super::search_keys::KEYS;

/// Bits of a place behind the point.
pub const REST_BITS: u32 = 16;
/// The bits of a place, as [`fixed`] has it, that are twice the number of the bucket.
const NUMBER: u64 = 0xf_ffff_ffff_0000;
/// Added to a number from 0 to 2^36 this leaves it, rounded, in the bits of a place.
const TO_FIXED: f64 = (1u64 << (52 - REST_BITS)) as f64;
/// In the start of a cell: its bucket has more elements than the cell has rests, or several at one place (where that can
/// be of different elements).
pub const CROWDED: u32 = 1 << 31;

/// The elements of a bucket.
#[derive(Clone, Copy)]
#[repr(C, align(16))]
pub struct Cell {
    /// How many elements are in lower buckets; maybe [`CROWDED`] too.
    pub start: u32,
    /// How far into the bucket the elements are, in their order. Of a crowded bucket the last rest is that of the last element.
    pub rests: [u16; 6],
}

impl Cell {
    /// Of a bucket without elements, before it is known how many are in lower ones.
    pub const EMPTY: Cell = Cell { start: u32::MAX, rests: [u16::MAX; 6] };

    /// How many elements are in lower buckets.
    #[inline(always)]
    pub fn start(self) -> u32 {
        self.start & !CROWDED
    }
}

/// Indices of keys of which more elements may be below than their cells say.
pub struct Doubts {
    /// Of keys at the place of an element: of one, unless they are among the others too.
    pub beside: [u32; KEYS],
    /// Of keys in crowded buckets.
    pub crowded: [u32; KEYS],
}

/// A place from -1 to 2^31 as a fixed-point number: one more, with twice the number of the bucket (a cell is two times
/// as long as a processor can scale an index by). It never falls when the place rises.
#[inline(always)]
pub fn fixed(place: f64) -> u64 {
    let bits = (place + (TO_FIXED + 1.0)).to_bits();
    bits + (bits & NUMBER)
}

/// The number of the bucket of a place.
#[inline(always)]
pub fn number(fixed: u64) -> usize {
    (fixed >> (REST_BITS + 1)) as u32 as usize & (CROWDED as usize - 1)
}

/// How many elements, at least, are below the key of each of the first `count` places; and where there may be more. Returns
/// how many keys are beside an element (none if elements at one place are equal: `distinct`), and how many in crowded buckets.
#[inline(always)]
pub fn look_up(
    cells: &[Cell],
    places: &[u64; KEYS],
    count: usize,
    distinct: bool,
    out: &mut [i64; KEYS],
    doubts: &mut Doubts,
) -> (usize, usize) {
    let (mut besides, mut crowds) = (0, 0);
    for (index, (&place, slot)) in places.iter().zip(out).enumerate().take(count) {
        let cell = cells.get(number(place)).copied().unwrap_or(Cell::EMPTY);
        let rest = place as u16;
        let (mut below, mut beside) = (0, 0);
        for other in cell.rests {
            below += u16::from(other < rest);
            beside += u16::from(other == rest);
        }
        *slot = i64::from(cell.start()) + i64::from(below);
        if let (Some(place), Some(bucket)) = (doubts.beside.get_mut(besides), doubts.crowded.get_mut(crowds))
        {
            (*place, *bucket) = (index as u32, index as u32);
        }
        besides += usize::from(beside > 0 && !distinct);
        crowds += usize::from(cell.start >= CROWDED);
    }
    (besides, crowds)
}
