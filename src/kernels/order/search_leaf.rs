//! The lowest level of a search: the sorted elements themselves, where they lie.
//!
//! They are cut into blocks of equal size. The tree above names the block; the leaf finds the position within it.

use super::search_keys::Key;
use super::search_lines::Lines;
use crate::kernels::view::{Input, View};

/// How many queries are on their way at the same time: enough to hide the latency of memory, few enough for the
/// registers and the first cache.
pub const GROUP: usize = 16;

/// Sorted elements cut into blocks.
pub trait Leaf<T: Key>: Copy + Send + Sync {
    /// How many blocks.
    fn blocks(&self) -> usize;
    /// The last element of a block that is not the last one.
    fn last_of(&self, block: usize) -> T;
    /// Where the search within a block begins; asks for the memory there.
    fn start<L: Lines>(&self, lines: L, block: usize) -> usize;
    /// Replaces each start by the position of its key: the number of elements below it.
    fn finish<L: Lines>(&self, lines: L, keys: &[T; GROUP], places: &mut [usize; GROUP]);
}

/// How a slice is cut into blocks.
#[derive(Clone, Copy)]
pub struct Cut {
    /// Elements in a block; not more than there are.
    block: usize,
    /// Elements that the first block lacks, so that the others begin with a cache line.
    shift: usize,
}

impl Cut {
    /// Blocks of `block` elements, or one if there are not more; at least a line.
    pub fn new<T: Key>(values: &[T], block: usize) -> Self {
        let block = block.max(T::WIDTH).min(values.len());
        let misaligned = values.as_ptr().addr() % 64 / size_of::<T>();
        Cut { block, shift: if block < values.len() { misaligned } else { 0 } }
    }
}

/// A slice in somebody else's memory. Another thread may change it meanwhile: positions are then meaningless, but
/// every access is checked.
#[derive(Clone, Copy)]
pub struct SliceLeaf<'a, T> {
    /// The elements.
    pub values: &'a [T],
    /// How they are cut.
    pub cut: Cut,
}

impl<T: Key> Leaf<T> for SliceLeaf<'_, T> {
    fn blocks(&self) -> usize {
        (self.values.len() + self.cut.shift).div_ceil(self.cut.block.max(1))
    }

    fn last_of(&self, block: usize) -> T {
        self.values.get((block + 1) * self.cut.block - self.cut.shift - 1).copied().unwrap_or(T::PAD)
    }

    #[inline(always)]
    fn start<L: Lines>(&self, lines: L, block: usize) -> usize {
        // The last block begins so early that it has all its elements.
        let last = self.values.len().saturating_sub(self.cut.block);
        let start = (block * self.cut.block).saturating_sub(self.cut.shift).min(last);
        lines.prefetch(self.values, start + self.cut.block.saturating_sub(1) / 2);
        start
    }

    #[inline(always)]
    fn finish<L: Lines>(&self, lines: L, keys: &[T; GROUP], places: &mut [usize; GROUP]) {
        let mut len = self.cut.block;
        while len > T::WIDTH {
            let half = len / 2;
            len -= half;
            for (place, &key) in places.iter_mut().zip(keys) {
                let below = self.values.get(*place + half - 1).is_some_and(|&value| value < key);
                *place = std::hint::select_unpredictable(below, *place + half, *place);
                lines.prefetch(self.values, *place + (len - 1) / 2);
            }
        }
        let last = self.values.len().saturating_sub(T::WIDTH);
        for (place, &key) in places.iter_mut().zip(keys) {
            let start = (*place).min(last);
            *place = start + lines.below(self.values, start, key);
        }
    }
}

/// Elements of another layout, read line by line.
#[derive(Clone, Copy)]
pub struct ViewLeaf<'a, T> {
    view: &'a View<'a, T>,
    len: usize,
}

impl<'a, T: Key> ViewLeaf<'a, T> {
    /// Cuts elements into lines.
    pub fn new(view: &'a View<'a, T>) -> Self {
        ViewLeaf { view, len: Input::View(view).len() }
    }

    /// One element; a pad beyond the end.
    #[inline(always)]
    pub fn element(&self, place: usize) -> T {
        let mut slot = [T::PAD];
        if place < self.len {
            self.view.read(place, &mut slot);
        }
        slot[0]
    }
}

impl<T: Key> Leaf<T> for ViewLeaf<'_, T> {
    fn blocks(&self) -> usize {
        self.len.div_ceil(T::WIDTH)
    }

    fn last_of(&self, block: usize) -> T {
        self.element((block + 1) * T::WIDTH - 1)
    }

    #[inline(always)]
    fn start<L: Lines>(&self, _lines: L, block: usize) -> usize {
        block * T::WIDTH
    }

    #[inline(always)]
    fn finish<L: Lines>(&self, lines: L, keys: &[T; GROUP], places: &mut [usize; GROUP]) {
        for (place, &key) in places.iter_mut().zip(keys) {
            let mut line = T::empty_line();
            let count = T::WIDTH.min(self.len.saturating_sub(*place));
            self.view.read(*place, &mut line.as_mut()[..count]);
            *place += lines.below(line.as_ref(), 0, key);
        }
    }
}
