//! Sums of doubles and floats: the entries, which choose the instruction set, and what happens when the fast way
//! leaves the rounding open.

use super::enclosure::{self, Enclosure};
use super::lanes::Load;
use super::passes;
use super::portable::Portable;
use super::{ExactDot, ExactSum, Summand, count_exact};
#[cfg(target_arch = "x86_64")]
use super::{x86_avx2::Avx2, x86_avx512::Avx512, x86_few::sum_few};
use crate::kernels::parallel::map_reduce;
use crate::kernels::view::{BLOCK, Element, Input, for_each_pair};

/// A sum of blocks of numbers that may be left undecided.
#[derive(Clone, Copy, Default)]
pub struct FastSum(pub(super) Enclosure);

impl FastSum {
    /// An empty sum.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a block.
    #[inline]
    pub fn push<T: Float>(&mut self, block: &[T]) {
        #[cfg(target_arch = "x86_64")]
        if let Some(lanes) = Avx512::new() {
            return lanes.add_values(&mut self.0, block);
        } else if let Some(lanes) = Avx2::new() {
            return lanes.add_values(&mut self.0, block);
        }
        enclosure::add_values(Portable, &mut self.0, block);
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        self.0.merge(&other.0);
    }

    /// The exact total rounded once, if it could be decided; else the data must go through [`ExactSum`].
    #[inline]
    pub fn finish(&self) -> Option<f64> {
        self.0.round()
    }
}

/// A dot product of blocks of numbers that may be left undecided.
#[derive(Clone, Copy, Default)]
pub struct FastDot(pub(super) Enclosure);

impl FastDot {
    /// An empty sum.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the products of two blocks of equal length.
    #[inline]
    pub fn push<T: Float>(&mut self, a: &[T], b: &[T]) {
        let len = a.len().min(b.len());
        let (a, b) = (&a[..len], &b[..len]);
        #[cfg(target_arch = "x86_64")]
        if let Some(lanes) = Avx512::new() {
            return lanes.add_products(&mut self.0, a, b);
        } else if let Some(lanes) = Avx2::new() {
            return lanes.add_products(&mut self.0, a, b);
        }
        enclosure::add_products(Portable, &mut self.0, a, b);
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        self.0.merge(&other.0);
    }

    /// The exact total rounded once, if it could be decided; else the data must go through [`ExactDot`].
    #[inline]
    pub fn finish(&self) -> Option<f64> {
        self.0.round()
    }
}

/// A float type that sums are made of.
pub trait Float: Element + Load + Summand + Into<f64> {
    /// Adds the products of two blocks of equal length, exactly.
    fn add_products(dot: &mut ExactDot, a: &[Self], b: &[Self]);

    /// The exact sum of a few numbers, rounded once; `None` if there is no shorter way to it.
    #[inline(always)]
    fn sum_few(_values: &[Self]) -> Option<f64> {
        None
    }
}

impl Float for f64 {
    fn add_products(dot: &mut ExactDot, a: &[f64], b: &[f64]) {
        dot.update(a, b);
    }

    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    fn sum_few(values: &[f64]) -> Option<f64> {
        sum_few(values)
    }
}

impl Float for f32 {
    fn add_products(dot: &mut ExactDot, a: &[f32], b: &[f32]) {
        let (mut a_doubles, mut b_doubles) = ([0.0; BLOCK], [0.0; BLOCK]);
        for (a, b) in a.chunks(BLOCK).zip(b.chunks(BLOCK)) {
            a_doubles.iter_mut().zip(a).for_each(|(double, &single)| *double = single.into());
            b_doubles.iter_mut().zip(b).for_each(|(double, &single)| *double = single.into());
            dot.update(&a_doubles[..a.len()], &b_doubles[..b.len()]);
        }
    }
}

/// Slices of so many elements are one piece of work: what it takes to cut work into pieces costs a short call more
/// than the sum itself.
const SHORT: usize = 1 << 16;

/// The exact sum rounded once; +0.0 if it is zero.
///
/// One pass over ordinary data. A second one where the first leaves the rounding open: an exact tie, or values that
/// cancel.
pub fn sum_float<T: Float>(values: &Input<T>, threads: usize) -> f64 {
    let fast = match values {
        Input::Slice(slice) if slice.len() <= SHORT => {
            if let Some(sum) = T::sum_few(slice) {
                return sum;
            }
            let mut sum = FastSum::new();
            sum.push(slice);
            sum
        }
        _ => fast_sum(values, threads),
    };
    fast.finish().unwrap_or_else(|| exact_sum(values, threads))
}

#[inline(never)]
fn fast_sum<T: Float>(values: &Input<T>, threads: usize) -> FastSum {
    let part = |range| {
        let mut sum = FastSum::new();
        values.for_each_block(range, |block| sum.push(block));
        sum
    };
    let merge = |mut a: FastSum, b: FastSum| {
        a.merge(&b);
        a
    };
    map_reduce(values.len(), threads, part, merge)
}

#[cold]
fn exact_sum<T: Float>(values: &Input<T>, threads: usize) -> f64 {
    count_exact();
    if let Input::Slice(values) = values
        && let Some(parts) = passes::sum_few(values)
        && let Some(sum) = Enclosure::of_three(parts).round()
    {
        return sum;
    }
    let part = |range| {
        let mut sum = ExactSum::new();
        values.for_each_block(range, |block| T::add_block(&mut sum, block));
        sum
    };
    let merge = |mut a: ExactSum, b: ExactSum| {
        // Sums of doubles alone always have room.
        _ = a.merge(&b);
        a
    };
    map_reduce(values.len(), threads, part, merge).round()
}

/// The exact dot product of two inputs of equal length, rounded once.
pub fn dot_float<T: Float>(a: &Input<T>, b: &Input<T>, threads: usize) -> f64 {
    let fast = match (a, b) {
        (Input::Slice(a), Input::Slice(b)) if a.len() <= SHORT => {
            let mut dot = FastDot::new();
            dot.push(a, b);
            dot
        }
        _ => fast_dot(a, b, threads),
    };
    fast.finish().unwrap_or_else(|| exact_dot(a, b, threads))
}

#[inline(never)]
fn fast_dot<T: Float>(a: &Input<T>, b: &Input<T>, threads: usize) -> FastDot {
    let part = |range| {
        let mut dot = FastDot::new();
        for_each_pair(a, b, range, |a, b| dot.push(a, b));
        dot
    };
    let merge = |mut a: FastDot, b: FastDot| {
        a.merge(&b);
        a
    };
    map_reduce(a.len().min(b.len()), threads, part, merge)
}

#[cold]
fn exact_dot<T: Float>(a: &Input<T>, b: &Input<T>, threads: usize) -> f64 {
    count_exact();
    if let (Input::Slice(a), Input::Slice(b)) = (a, b)
        && let Some(parts) = passes::sum_few_products(a, b)
        && let Some(sum) = Enclosure::of_three(parts).round()
    {
        return sum;
    }
    let part = |range| {
        let mut dot = ExactDot::new();
        for_each_pair(a, b, range, |a, b| T::add_products(&mut dot, a, b));
        dot
    };
    let merge = |mut a: ExactDot, b: ExactDot| {
        a.merge(&b);
        a
    };
    map_reduce(a.len().min(b.len()), threads, part, merge).round()
}

/// The exact sum of squares, rounded once.
pub fn sum_of_squares_float<T: Float>(values: &Input<T>, threads: usize) -> f64 {
    if let Input::Slice(_) = values {
        return dot_float(values, values, threads);
    }
    // A view is read once.
    let part = |range| {
        let mut dot = FastDot::new();
        values.for_each_block(range, |block| dot.push(block, block));
        dot
    };
    let merge = |mut a: FastDot, b: FastDot| {
        a.merge(&b);
        a
    };
    let fast = map_reduce(values.len(), threads, part, merge);
    fast.finish().unwrap_or_else(|| exact_dot(values, values, threads))
}
