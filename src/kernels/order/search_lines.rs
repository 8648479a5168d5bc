//! Lines of keys: how many elements of a line are below a key, with the instructions of a level.

use super::search_cells::{Cell, Doubts, look_up};
use super::search_keys::{KEYS, Key};

/// A cache line of sorted elements.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub struct Line<A>(pub A);

/// A token that stands for an instruction set which this CPU has.
pub trait Lines: Copy + Send + Sync {
    /// How many of the `T::WIDTH` sorted elements from `start` on are below `key`; of fewer if there are not so many.
    fn below<T: Key>(self, values: &[T], start: usize, key: T) -> usize;
    /// Asks for the cache line of the element at a place, which may lie beyond the end.
    fn prefetch<T>(self, values: &[T], place: usize);

    /// [`look_up`].
    #[inline(always)]
    fn look_up<T>(
        self,
        cells: &[Cell],
        places: &[u64; KEYS],
        keys: &[T],
        distinct: bool,
        out: &mut [i64; KEYS],
        doubts: &mut Doubts,
    ) -> (usize, usize) {
        look_up(cells, places, keys.len(), distinct, out, doubts)
    }
}

/// What every CPU has.
#[derive(Clone, Copy)]
pub struct Portable;

impl Lines for Portable {
    #[inline(always)]
    fn below<T: Key>(self, values: &[T], start: usize, key: T) -> usize {
        let rest = values.get(start..).unwrap_or(&[]);
        below_by_halves(rest.get(..T::WIDTH).unwrap_or(rest), key)
    }

    #[inline(always)]
    fn prefetch<T>(self, _values: &[T], _place: usize) {}
}

/// The number of elements below `key`, by halving without a branch that depends on the elements.
#[inline(always)]
pub fn below_by_halves<T: Key>(values: &[T], key: T) -> usize {
    let (mut first, mut len) = (0, values.len());
    while len > 1 {
        let half = len / 2;
        let below = values.get(first + half - 1).is_some_and(|&value| value < key);
        first = std::hint::select_unpredictable(below, first + half, first);
        len -= half;
    }
    first + usize::from(values.get(first).is_some_and(|&value| value < key))
}
