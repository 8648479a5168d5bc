//! Sums of doubles and floats.

use super::{ExactDot, ExactSum, count_exact, count_wide};
use crate::kernels::parallel::map_reduce;
use crate::kernels::view::{Element, Input, for_each_pair};

/// A sum of blocks of doubles that may be left undecided.
#[derive(Clone, Default)]
pub struct FastSum {
    exact: ExactSum,
}

impl FastSum {
    /// An empty sum.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a block.
    pub fn push(&mut self, block: &[f64]) {
        _ = self.exact.update(block);
        count_wide();
    }

    /// The exact total rounded once, if it could be decided; else the data must go through [`ExactSum`].
    pub fn finish(&self) -> Option<f64> {
        count_exact();
        Some(self.exact.round())
    }
}

/// A dot product of blocks of doubles that may be left undecided.
#[derive(Clone, Default)]
pub struct FastDot {
    exact: ExactDot,
}

impl FastDot {
    /// An empty sum.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the products of two blocks of equal length.
    pub fn push(&mut self, a: &[f64], b: &[f64]) {
        self.exact.update(a, b);
    }

    /// The exact total rounded once, if it could be decided; else the data must go through [`ExactDot`].
    pub fn finish(&self) -> Option<f64> {
        Some(self.exact.round())
    }
}

/// A float type that sums are made of.
pub trait Float: Element + Into<f64> {}
impl Float for f64 {}
impl Float for f32 {}

/// The exact sum rounded once; +0.0 if it is zero.
pub fn sum_float<T: Float>(values: &Input<T>, threads: usize) -> f64 {
    let part = |range| {
        let mut sum = ExactSum::new();
        values.for_each_block(range, |block| {
            for &value in block {
                _ = sum.update(&[value.into()]);
            }
        });
        sum
    };
    let merge = |mut a: ExactSum, b: ExactSum| {
        _ = a.merge(&b);
        a
    };
    map_reduce(values.len(), threads, part, merge).round()
}

/// The exact dot product of two inputs of equal length, rounded once.
pub fn dot_float<T: Float>(a: &Input<T>, b: &Input<T>, threads: usize) -> f64 {
    let part = |range| {
        let mut dot = ExactDot::new();
        for_each_pair(a, b, range, |a, b| {
            for (&a, &b) in a.iter().zip(b) {
                dot.update(&[a.into()], &[b.into()]);
            }
        });
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
    dot_float(values, values, threads)
}
