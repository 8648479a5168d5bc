//! The loops over one row: the roots of one element of `a` with many of `b`.

use super::total::Total;
use super::width::{Width, any_root, small_root};
use crate::kernels::per_level::{Work, at_level};

/// Elements that are computed side by side.
const LANES: usize = 16;

/// Roots up to this are added up in doubles, so many of them that the sums stay below 2^53.
pub const MOST_SMALL: f64 = (1u64 << 36) as f64;
/// Roots up to this are added up in doubles in two parts.
const MOST_SPLIT: f64 = (1u128 << 72) as f64;
/// So many may be added in each lane.
const MOST_ADDED: usize = 1 << 12;
/// Adding and taking away 1.5 * 2^84 rounds to a multiple of 2^32.
const SPLITTER: f64 = 1.5 * (1u128 << 84) as f64;

/// What the elements that are computed side by side add up to, in the way that roots of a size need.
trait Sums: Copy {
    /// Nothing.
    fn new() -> Self;
    /// Adds a root, or zero, in a lane.
    fn add(&mut self, lane: usize, root: f64);
    /// Its value; nothing is left.
    fn flush(&mut self, total: &mut Total);
    /// The root of a sum of squares.
    fn root(squares: f64) -> f64;
}

/// Roots up to [`MOST_SMALL`].
#[derive(Clone, Copy)]
struct Small([f64; LANES]);

impl Sums for Small {
    #[inline(always)]
    fn new() -> Self {
        Small([0.0; LANES])
    }
    #[inline(always)]
    fn add(&mut self, lane: usize, root: f64) {
        self.0[lane] += root;
    }
    #[inline(always)]
    fn flush(&mut self, total: &mut Total) {
        let sum: f64 = self.0.iter().sum();
        total.add(u128::from(sum as u64));
        *self = Self::new();
    }
    #[inline(always)]
    fn root(squares: f64) -> f64 {
        small_root(squares)
    }
}

/// Roots up to [`MOST_SPLIT`]: multiples of 2^32, and the rest.
#[derive(Clone, Copy)]
struct Split([f64; LANES], [f64; LANES]);

impl Sums for Split {
    #[inline(always)]
    fn new() -> Self {
        Split([0.0; LANES], [0.0; LANES])
    }
    #[inline(always)]
    fn add(&mut self, lane: usize, root: f64) {
        let high = (root + SPLITTER) - SPLITTER;
        self.0[lane] += high;
        self.1[lane] += root - high;
    }
    #[inline(always)]
    fn flush(&mut self, total: &mut Total) {
        // The high parts together are below 2^84, and multiples of 2^32; the low parts have signs. In 128 bits of
        // two's complement the whole, which is not negative, is right.
        let unit = (1u64 << 32) as f64;
        let high = self.0.iter().map(|&high| u128::from((high / unit) as u64) << 32).sum::<u128>();
        let low = self.1.iter().map(|&low| i128::from(low as i64)).sum::<i128>();
        total.add(high.wrapping_add_signed(low));
        *self = Self::new();
    }
    #[inline(always)]
    fn root(squares: f64) -> f64 {
        any_root(squares)
    }
}

/// The sum over the rows of a few elements with a block of `b`, as it lies.
struct Rows<'a, T, S> {
    rows: &'a [T],
    block: &'a [T],
    above: f64,
    sums: S,
}

impl<T: Width, S: Sums> Work for Rows<'_, T, S> {
    type Output = Total;
    #[inline(always)]
    fn run(mut self) -> Total {
        let mut total = Total::default();
        let (chunks, tail) = self.block.as_chunks::<LANES>();
        // What fills the last chunk is less than anything, and so is skipped.
        let mut last = [T::LEAST; LANES];
        last.iter_mut().zip(tail).for_each(|(slot, &value)| *slot = value);
        let mut added = 0;
        for &a in self.rows {
            if added + chunks.len() + 1 > MOST_ADDED {
                self.sums.flush(&mut total);
                added = 0;
            }
            for chunk in chunks {
                add_chunk(&mut self.sums, a, chunk, self.above);
            }
            if !tail.is_empty() {
                add_chunk(&mut self.sums, a, &last, self.above);
            }
            added += chunks.len() + 1;
        }
        self.sums.flush(&mut total);
        total
    }
}

#[inline(always)]
fn add_chunk<T: Width, S: Sums>(sums: &mut S, a: T, chunk: &[T; LANES], above: f64) {
    let squared = a * a;
    for (lane, &b) in chunk.iter().enumerate() {
        let root = S::root((squared + b * b).into());
        sums.add(lane, if b >= a && root > above { root } else { 0.0 });
    }
}

/// The sum over the pairs of `rows` with `block`, of at most [`MOST_BLOCK`] elements, where no pair that counts is NaN or
/// infinite, and no root is above `most`.
pub fn rows<T: Width>(rows: &[T], block: &[T], above: f64, most: f64) -> Total {
    if most <= MOST_SMALL {
        at_level(Rows { rows, block, above, sums: Small::new() })
    } else if most <= MOST_SPLIT {
        at_level(Rows { rows, block, above, sums: Split::new() })
    } else {
        large(rows, block, above)
    }
}

/// The most elements of a block of [`rows`].
pub const MOST_BLOCK: usize = LANES * (MOST_ADDED - 1);

#[cold]
fn large<T: Width>(rows: &[T], block: &[T], above: f64) -> Total {
    let mut total = Total::default();
    for &a in rows {
        for &b in block.iter().filter(|&&b| b >= a) {
            let root = any_root((a * a + b * b).into());
            if root > above {
                total.add_double(root);
            }
        }
    }
    total
}

/// The sum of the roots of `squared` and the square of each element, each up to [`MOST_SMALL`].
struct Row<'a, T> {
    squared: T,
    elements: &'a [T],
}

impl<T: Width> Work for Row<'_, T> {
    type Output = u128;
    #[inline(always)]
    fn run(self) -> u128 {
        let mut total = 0;
        for piece in self.elements.chunks(LANES * MOST_ADDED) {
            let mut sums = [0.0; LANES];
            let (chunks, tail) = piece.as_chunks::<LANES>();
            for chunk in chunks {
                for (sum, &b) in sums.iter_mut().zip(chunk) {
                    *sum += small_root((self.squared + b * b).into());
                }
            }
            let rest: f64 = tail.iter().map(|&b| small_root((self.squared + b * b).into())).sum();
            total += sums.into_iter().chain([rest]).map(|sum| u128::from(sum as u64)).sum::<u128>();
        }
        total
    }
}

/// The sum of the roots of `squared` and the square of each element; none may be above [`MOST_SMALL`].
pub fn row<T: Width>(squared: T, elements: &[T]) -> u128 {
    at_level(Row { squared, elements })
}
