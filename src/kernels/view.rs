//! Data that does not lie as an aligned slice: strided, misaligned, byte-swapped or of another width.
//!
//! A [`View`] holds bytes and a layout that was checked against them; a kernel copies from it, block by block,
//! into memory on its own stack. A plain slice is passed through untouched.

use crate::zeroed::FromZeros;
/// How many elements a block on the stack holds.
pub const BLOCK: usize = 1024;

/// The most dimensions a layout may have, as in NumPy.
pub const MAX_DIMENSIONS: usize = 64;

/// A number that kernels compute with.
pub trait Element: FromZeros + Copy + Default + Send + Sync + 'static {
    /// The element whose bytes, in this machine's order, are the first of `bytes`; zero if there are too few.
    fn from_bytes(bytes: &[u8]) -> Self;
    /// The same, from the other byte order.
    fn from_swapped_bytes(bytes: &[u8]) -> Self;
}

macro_rules! elements {
    ($($type:ty)*) => {$(
        impl Element for $type {
            #[inline(always)]
            fn from_bytes(bytes: &[u8]) -> Self {
                bytes.first_chunk().map_or(<$type>::default(), |&chunk| <$type>::from_ne_bytes(chunk))
            }
            #[inline(always)]
            fn from_swapped_bytes(bytes: &[u8]) -> Self {
                bytes.first_chunk().map_or(<$type>::default(), |&chunk| {
                    let mut chunk = chunk;
                    chunk.reverse();
                    <$type>::from_ne_bytes(chunk)
                })
            }
        }
    )*};
}
elements!(f64 f32 i64 u64 i32 u32 i16 u16 i8 u8);

/// Reads a run of elements: `out[i]` from the bytes at `start + i * stride`.
pub type Decode<T> = fn(bytes: &[u8], start: usize, stride: isize, out: &mut [T]);

/// A [`Decode`] made of a function that decodes one element, which has at most the bytes of a `T`.
#[inline(always)]
pub fn decode_run<T>(bytes: &[u8], start: usize, stride: isize, out: &mut [T], one: impl Fn(&[u8]) -> T) {
    let step = stride.unsigned_abs();
    let mut done = 0;
    // Elements that do not overlap are the beginnings of pieces of one length, found without a check of each. What
    // they leave is an element at the end of the memory, which has no whole piece.
    if step >= size_of::<T>() {
        if stride > 0 {
            done = decode_pieces(out, bytes.get(start..).unwrap_or(&[]).chunks_exact(step), &one);
        } else if let Some((first, rest)) = out.split_first_mut() {
            *first = one(bytes.get(start..).unwrap_or(&[]));
            done = 1 + decode_pieces(rest, bytes.get(..start).unwrap_or(&[]).rchunks_exact(step), &one);
        }
    }
    let mut position = start.wrapping_add_signed(stride.wrapping_mul(done.cast_signed()));
    for slot in out.iter_mut().skip(done) {
        // A wrong position finds no bytes and reads as zero: a checked layout never has one.
        *slot = one(bytes.get(position..).unwrap_or(&[]));
        position = position.wrapping_add_signed(stride);
    }
}

/// Decodes the element at the beginning of each piece; returns how many.
#[inline(always)]
fn decode_pieces<'a, T>(
    out: &mut [T],
    pieces: impl ExactSizeIterator<Item = &'a [u8]>,
    one: impl Fn(&[u8]) -> T,
) -> usize {
    let count = out.len().min(pieces.len());
    for (slot, piece) in out.iter_mut().zip(pieces) {
        *slot = one(piece);
    }
    count
}

/// Decodes elements in this machine's byte order.
pub fn decode_native<T: Element>(bytes: &[u8], start: usize, stride: isize, out: &mut [T]) {
    decode_run(bytes, start, stride, out, T::from_bytes);
}

/// Decodes elements in the other byte order.
pub fn decode_swapped<T: Element>(bytes: &[u8], start: usize, stride: isize, out: &mut [T]) {
    decode_run(bytes, start, stride, out, T::from_swapped_bytes);
}

/// One dimension of a layout: how many elements, and the distance between them in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dimension {
    /// How many elements.
    pub length: usize,
    /// Bytes from one element to the next; may be zero or negative.
    pub stride: isize,
}

/// Elements in the bytes of somebody else's memory, in C order.
#[derive(Clone, Copy)]
pub struct View<'a, T> {
    bytes: &'a [u8],
    /// Where in `bytes` the first element begins.
    start: usize,
    dimensions: [Dimension; MAX_DIMENSIONS],
    used: usize,
    len: usize,
    decode: Decode<T>,
}

/// The lowest byte offset and the number of bytes that a layout touches, relative to its first element.
///
/// `None` when the extent is not representable.
pub fn extent(dimensions: &[Dimension], item: usize) -> Option<(isize, usize)> {
    if dimensions.iter().any(|dimension| dimension.length == 0) {
        return Some((0, 0));
    }
    let (mut low, mut high) = (0isize, isize::try_from(item).ok()?);
    for dimension in dimensions {
        let last = isize::try_from(dimension.length - 1).ok()?.checked_mul(dimension.stride)?;
        if last < 0 {
            low = low.checked_add(last)?;
        } else {
            high = high.checked_add(last)?;
        }
    }
    Some((low, usize::try_from(high.checked_sub(low)?).ok()?))
}

impl<'a, T: Element> View<'a, T> {
    /// A view of the elements of `item` bytes that `dimensions` finds in `bytes`, whose first byte is the lowest
    /// that the layout touches (see [`extent`]).
    ///
    /// `None` if there are too many dimensions or the layout does not fit in `bytes`.
    pub fn new(bytes: &'a [u8], dimensions: &[Dimension], item: usize, decode: Decode<T>) -> Option<Self> {
        let (low, needed) = extent(dimensions, item)?;
        if dimensions.len() > MAX_DIMENSIONS || bytes.len() < needed {
            return None;
        }
        let mut view = View {
            bytes,
            start: low.unsigned_abs(),
            dimensions: [Dimension::default(); MAX_DIMENSIONS],
            used: 0,
            len: dimensions.iter().try_fold(1usize, |len, dimension| len.checked_mul(dimension.length))?,
            decode,
        };
        for &dimension in dimensions {
            view.append(dimension);
        }
        Some(view)
    }

    /// Adds an inner dimension, merged with the one outside it where both are one regular run.
    fn append(&mut self, inner: Dimension) {
        if inner.length == 1 {
            return;
        }
        let run = isize::try_from(inner.length).ok().and_then(|length| inner.stride.checked_mul(length));
        match self.used.checked_sub(1).and_then(|last| self.dimensions.get_mut(last)) {
            Some(outer) if Some(outer.stride) == run => {
                *outer =
                    Dimension { length: outer.length.saturating_mul(inner.length), stride: inner.stride };
            }
            _ => {
                if let Some(slot) = self.dimensions.get_mut(self.used) {
                    *slot = inner;
                    self.used += 1;
                }
            }
        }
    }

    /// Copies the elements from number `first` on into `out`, which must not reach beyond the end.
    pub fn read(&self, first: usize, out: &mut [T]) {
        let dimensions = &self.dimensions[..self.used.min(MAX_DIMENSIONS)];
        let Some((inner, outer)) = dimensions.split_last() else {
            return (self.decode)(self.bytes, self.start, 0, out);
        };
        let (mut number, mut out) = (first, out);
        while !out.is_empty() {
            let mut index = number / inner.length;
            let column = number % inner.length;
            let mut position =
                self.start.wrapping_add_signed(inner.stride.wrapping_mul(column.cast_signed()));
            for dimension in outer.iter().rev() {
                let step = (index % dimension.length).cast_signed();
                position = position.wrapping_add_signed(dimension.stride.wrapping_mul(step));
                index /= dimension.length;
            }
            let (run, rest) = out.split_at_mut((inner.length - column).min(out.len()));
            (self.decode)(self.bytes, position, inner.stride, run);
            number += run.len();
            out = rest;
        }
    }
}

/// What a kernel reads: a slice where it lies, or a [`View`] through a block on the stack.
#[derive(Clone, Copy)]
pub enum Input<'a, T> {
    /// Contiguous, aligned and in this machine's byte order.
    Slice(&'a [T]),
    /// Anything else.
    View(&'a View<'a, T>),
}

impl<'a, T: Element> Input<'a, T> {
    /// How many elements there are.
    #[inline]
    pub fn len(&self) -> usize {
        match self {
            Input::Slice(slice) => slice.len(),
            Input::View(view) => view.len,
        }
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The elements from number `first` on, at most `most` of them: all of those if the input is a slice, else as
    /// many as `scratch` holds, copied there. Empty only at the end.
    #[inline]
    pub fn block<'s>(&self, first: usize, most: usize, scratch: &'s mut [T; BLOCK]) -> &'s [T]
    where
        'a: 's,
    {
        match self {
            Input::Slice(slice) => {
                let rest = slice.get(first..).unwrap_or(&[]);
                rest.get(..most).unwrap_or(rest)
            }
            Input::View(view) => {
                let count = view.len.saturating_sub(first).min(most).min(BLOCK);
                let out = &mut scratch[..count];
                view.read(first, out);
                out
            }
        }
    }

    /// Calls `each` with the elements of `range`, in order, in as few slices as the input allows.
    #[inline]
    pub fn for_each_block(&self, range: std::ops::Range<usize>, mut each: impl FnMut(&[T])) {
        match self {
            Input::Slice(slice) => each(slice.get(range).unwrap_or(&[])),
            Input::View(view) => view.for_each_copy(range, &mut each),
        }
    }
}

/// What reads elements. A trait, for one body of each function that gives them to it, whatever the kernel: the table of
/// a closure has more functions than the one that is called.
trait Reader<T> {
    fn read(&mut self, elements: &[T]);
}

impl<T, F: FnMut(&[T])> Reader<T> for F {
    fn read(&mut self, elements: &[T]) {
        self(elements);
    }
}

/// The same for two vectors.
trait PairReader<T, U> {
    fn read(&mut self, a: &[T], b: &[U]);
}

impl<T, U, F: FnMut(&[T], &[U])> PairReader<T, U> for F {
    fn read(&mut self, a: &[T], b: &[U]) {
        self(a, b);
    }
}

impl<T: Element> View<'_, T> {
    /// Gives copies of the elements of `range` to `each`, in order.
    #[inline(never)]
    fn for_each_copy(&self, range: std::ops::Range<usize>, each: &mut dyn Reader<T>) {
        let mut scratch = [T::default(); BLOCK];
        let (mut first, end) = (range.start, range.end.min(self.len));
        while first < end {
            let block = &mut scratch[..(end - first).min(BLOCK)];
            self.read(first, block);
            each.read(block);
            first += block.len();
        }
    }
}

/// Calls `each` with the elements of `range` of both inputs, side by side, in slices of equal length.
#[inline]
pub fn for_each_pair<T: Element, U: Element>(
    a: &Input<T>,
    b: &Input<U>,
    range: std::ops::Range<usize>,
    mut each: impl FnMut(&[T], &[U]),
) {
    if let (Input::Slice(a), Input::Slice(b)) = (a, b) {
        return each(a.get(range.clone()).unwrap_or(&[]), b.get(range).unwrap_or(&[]));
    }
    for_each_pair_of_copies(a, b, range, &mut each);
}

/// The same where one is a view; out of line like [`View::for_each_copy`].
#[inline(never)]
fn for_each_pair_of_copies<T: Element, U: Element>(
    a: &Input<T>,
    b: &Input<U>,
    range: std::ops::Range<usize>,
    each: &mut dyn PairReader<T, U>,
) {
    let mut a_scratch = [T::default(); BLOCK];
    let mut b_scratch = [U::default(); BLOCK];
    let mut first = range.start;
    while first < range.end {
        let most = (range.end - first).min(BLOCK);
        let a_block = a.block(first, most, &mut a_scratch);
        let b_block = b.block(first, most, &mut b_scratch);
        let count = a_block.len().min(b_block.len());
        if count == 0 {
            return;
        }
        each.read(&a_block[..count], &b_block[..count]);
        first += count;
    }
}
