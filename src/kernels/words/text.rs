//! The forms in which a text comes.

use super::machine::is_space;
use super::scan::BLOCK;
use crate::kernels::view::{self, Input};
use std::ops::Range;

/// A text.
#[derive(Clone, Copy)]
pub enum Text<'a> {
    /// UTF-8, which is checked.
    Utf8(&'a [u8]),
    /// Code points below 256.
    Latin1(&'a [u8]),
    /// Code points below 65,536, surrogates among them.
    Ucs2(&'a [u16]),
    /// Code points, surrogates among them.
    Ucs4(Input<'a, u32>),
}

/// What [`encode`] has done.
pub struct Encoded {
    /// So many code points.
    pub taken: usize,
    /// In so many bytes.
    pub written: usize,
    /// The next one is none.
    pub is_bad: bool,
}

impl<'a> Text<'a> {
    /// How many units it has: bytes or code points.
    pub fn len(&self) -> usize {
        match self {
            Text::Utf8(text) | Text::Latin1(text) => text.len(),
            Text::Ucs2(text) => text.len(),
            Text::Ucs4(text) => text.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The most bytes of UTF-8 that a unit becomes.
    pub fn widest(&self) -> usize {
        match self {
            Text::Utf8(_) => 1,
            Text::Latin1(_) => 2,
            Text::Ucs2(_) => 3,
            Text::Ucs4(_) => 4,
        }
    }

    /// The place behind the first white space of ASCII in a range.
    pub fn after_space(&self, range: Range<usize>) -> Option<usize> {
        let found = match self {
            Text::Utf8(text) | Text::Latin1(text) => first_space(text.get(range.clone())?),
            Text::Ucs2(text) => first_space(text.get(range.clone())?),
            Text::Ucs4(Input::Slice(text)) => first_space(text.get(range.clone())?),
            // Not worth threads.
            Text::Ucs4(_) => None,
        };
        found.map(|place| range.start + place + 1)
    }

    /// The place behind the last white space of ASCII.
    pub fn after_last_space(&self) -> Option<usize> {
        match self {
            Text::Utf8(text) | Text::Latin1(text) => last_space(text),
            Text::Ucs2(text) => last_space(text),
            Text::Ucs4(Input::Slice(text)) => last_space(text),
            Text::Ucs4(_) => None,
        }
    }

    /// Writes code points from place `first` up to `end`, as many as there is room for, as UTF-8. Not for [`Text::Utf8`].
    #[inline(always)]
    pub fn encode(&self, first: usize, end: usize, out: &mut [u8; BLOCK]) -> Encoded {
        match self {
            Text::Utf8(_) => Encoded { taken: 0, written: 0, is_bad: true },
            Text::Latin1(text) => encode(text.get(first..end).unwrap_or(&[]), out),
            Text::Ucs2(text) => encode(text.get(first..end).unwrap_or(&[]), out),
            Text::Ucs4(text) => {
                let mut scratch = [0; view::BLOCK];
                encode(text.block(first, end.saturating_sub(first), &mut scratch), out)
            }
        }
    }
}

fn is_unit_space<T: Copy + Into<u32>>(unit: &T) -> bool {
    u8::try_from((*unit).into()).is_ok_and(is_space)
}

fn first_space<T: Copy + Into<u32>>(text: &[T]) -> Option<usize> {
    text.iter().position(is_unit_space)
}

fn last_space<T: Copy + Into<u32>>(text: &[T]) -> Option<usize> {
    text.iter().rposition(is_unit_space).map(|place| place + 1)
}

/// The bytes of a code point, and how many; more than four say that it is none.
#[inline(always)]
fn bytes_of(point: u32) -> ([u8; 4], usize) {
    let low = |shift: u32| (point >> shift) as u8 & 0x3f | 0x80;
    match point {
        ..0x80 => ([point as u8, 0, 0, 0], 1),
        0x80..0x800 => ([(point >> 6) as u8 | 0xc0, low(0), 0, 0], 2),
        0x800..0x1_0000 => ([(point >> 12) as u8 | 0xe0, low(6), low(0), 0], 3),
        0x1_0000..0x11_0000 => ([(point >> 18) as u8 | 0xf0, low(12), low(6), low(0)], 4),
        _ => ([0; 4], 5),
    }
}

/// Code points that are looked at together.
const RUN: usize = 16;

#[inline(always)]
fn encode<T: Copy + Into<u32>>(text: &[T], out: &mut [u8; BLOCK]) -> Encoded {
    let (mut taken, mut written) = (0, 0);
    // Room for a run of the widest.
    while written + 4 * RUN <= BLOCK
        && let Some(rest) = text.get(taken..)
        && !rest.is_empty()
    {
        if let Some(run) = rest.first_chunk::<RUN>()
            && let Some(slots) = out.get_mut(written..).and_then(|slots| slots.first_chunk_mut::<RUN>())
            && run.iter().fold(0, |all, &unit| all | unit.into()) < 0x80
        {
            for (slot, &unit) in slots.iter_mut().zip(run) {
                *slot = unit.into() as u8;
            }
            (taken, written) = (taken + RUN, written + RUN);
            continue;
        }
        for &unit in rest.get(..RUN).unwrap_or(rest) {
            let (bytes, len) = bytes_of(unit.into());
            if len > 4 {
                return Encoded { taken, written, is_bad: true };
            }
            if let Some(slots) = out.get_mut(written..).and_then(|slots| slots.first_chunk_mut()) {
                *slots = bytes;
            }
            (taken, written) = (taken + 1, written + len);
        }
    }
    Encoded { taken, written, is_bad: false }
}
