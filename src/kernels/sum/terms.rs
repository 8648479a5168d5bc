//! What the float kernels add up, read by vectors.

use super::lanes::{Lanes, Load};
use std::slice::ChunksExact;

/// What is added up: values, or products of two. A trait and not closures, since every function on the way must be
/// inlined into the one that was compiled for the instruction set.
pub trait Terms: Copy {
    /// The bound's weights for n * m and for n (see the top of `enclosure.rs`), rounded up.
    const WEIGHTS: (f64, f64);
    /// Whether terms are products, which have rounding errors.
    const ERRORS: bool;
    /// What underflow may lose of a term.
    const UNDERFLOW: f64;

    /// Parts of equal length: the compiler knows it, and leaves all checks of bounds out of the loop.
    type Chunks: Iterator<Item = Self>;
    /// As many parts of `count` terms as there are.
    fn chunks(self, count: usize) -> Self::Chunks;

    fn len(self) -> usize;
    /// At most `count` terms from place `first` on.
    fn part(self, first: usize, count: usize) -> Self;
    /// A vector of terms, rounded, and their errors if they have any.
    fn load<L: Lanes>(self, lanes: L, place: usize) -> (L::Vector, Option<L::Vector>);
    /// The factors of a vector of terms; of values, they and `unit`, a power of two.
    fn factors<L: Lanes>(self, lanes: L, place: usize, unit: L::Vector) -> (L::Vector, L::Vector);
    /// `a * b - q`, for these factors.
    fn rest<L: Lanes>(lanes: L, a: L::Vector, b: L::Vector, q: L::Vector) -> L::Vector;
}

#[derive(Clone, Copy)]
pub struct Values<'a, E>(pub &'a [E]);

#[derive(Clone, Copy)]
pub struct Products<'a, E>(pub &'a [E], pub &'a [E]);

pub struct ValueChunks<'a, E>(ChunksExact<'a, E>);

impl<'a, E> Iterator for ValueChunks<'a, E> {
    type Item = Values<'a, E>;
    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(Values)
    }
}

pub struct ProductChunks<'a, E>(ChunksExact<'a, E>, ChunksExact<'a, E>);

impl<'a, E> Iterator for ProductChunks<'a, E> {
    type Item = Products<'a, E>;
    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        Some(Products(self.0.next()?, self.1.next()?))
    }
}

#[inline(always)]
fn from<E>(values: &[E], first: usize) -> &[E] {
    values.get(first..).unwrap_or(&[])
}

#[inline(always)]
fn part<E>(values: &[E], first: usize, count: usize) -> &[E] {
    let rest = from(values, first);
    rest.get(..count).unwrap_or(rest)
}

impl<'a, E: Load> Terms for Values<'a, E> {
    const WEIGHTS: (f64, f64) = (1.0, 5.0 + 2.0);
    const ERRORS: bool = false;
    const UNDERFLOW: f64 = 0.0;
    type Chunks = ValueChunks<'a, E>;

    #[inline(always)]
    fn chunks(self, count: usize) -> Self::Chunks {
        ValueChunks(self.0.chunks_exact(count))
    }
    #[inline(always)]
    fn len(self) -> usize {
        self.0.len()
    }
    #[inline(always)]
    fn part(self, first: usize, count: usize) -> Self {
        Values(part(self.0, first, count))
    }
    #[inline(always)]
    fn load<L: Lanes>(self, lanes: L, place: usize) -> (L::Vector, Option<L::Vector>) {
        (E::load(lanes, from(self.0, place)), None)
    }
    #[inline(always)]
    fn factors<L: Lanes>(self, lanes: L, place: usize, unit: L::Vector) -> (L::Vector, L::Vector) {
        (E::load(lanes, from(self.0, place)), unit)
    }
    #[inline(always)]
    fn rest<L: Lanes>(lanes: L, a: L::Vector, b: L::Vector, q: L::Vector) -> L::Vector {
        lanes.mul_sub::<true>(a, b, q)
    }
}

impl<'a, E: Load> Terms for Products<'a, E> {
    const WEIGHTS: (f64, f64) = (2.0, 10.0 + 2.0 + 2.0);
    const ERRORS: bool = true;
    // 2^-1066 would do, but arithmetic with subnormal numbers is slow.
    const UNDERFLOW: f64 = f64::MIN_POSITIVE;
    type Chunks = ProductChunks<'a, E>;

    #[inline(always)]
    fn chunks(self, count: usize) -> Self::Chunks {
        ProductChunks(self.0.chunks_exact(count), self.1.chunks_exact(count))
    }
    #[inline(always)]
    fn len(self) -> usize {
        self.0.len()
    }
    #[inline(always)]
    fn part(self, first: usize, count: usize) -> Self {
        Products(part(self.0, first, count), part(self.1, first, count))
    }
    #[inline(always)]
    fn load<L: Lanes>(self, lanes: L, place: usize) -> (L::Vector, Option<L::Vector>) {
        let (a, b) = (E::load(lanes, from(self.0, place)), E::load(lanes, from(self.1, place)));
        let product = lanes.mul(a, b);
        (product, Some(lanes.product_error(a, b, product)))
    }
    #[inline(always)]
    fn factors<L: Lanes>(self, lanes: L, place: usize, _: L::Vector) -> (L::Vector, L::Vector) {
        (E::load(lanes, from(self.0, place)), E::load(lanes, from(self.1, place)))
    }
    #[inline(always)]
    fn rest<L: Lanes>(lanes: L, a: L::Vector, b: L::Vector, q: L::Vector) -> L::Vector {
        lanes.mul_sub::<false>(a, b, q)
    }
}
