//! The two widths of elements, and the arithmetic of one pair.

use super::levels::{Probe, WINDOW};
use crate::kernels::order::sort::Sortable;
use std::ops::{Add, Mul, Neg};

/// `f64` or `f32`: squares and their sum are made in it.
pub trait Width:
    Sortable + PartialOrd + Into<f64> + Add<Output = Self> + Mul<Output = Self> + Neg<Output = Self>
{
    /// Less than anything else.
    const LEAST: Self;
    /// More than anything else.
    const INFINITY: Self;
    /// NaN.
    const NOT_A_NUMBER: Self;
    /// Whether it is neither infinite nor NaN.
    fn is_finite(self) -> bool;
    /// Without its sign; -0.0 becomes 0.0.
    fn magnitude(self) -> Self;
    /// The nearest of a double.
    fn nearest(value: f64) -> Self;
    /// The next larger.
    fn next_up(self) -> Self;
    /// The next smaller.
    fn next_down(self) -> Self;
    /// How many of the sums of `squared` and the squares of the values do not reach the threshold.
    fn fall_short<P: Probe>(probe: P, values: &[Self; WINDOW], squared: Self, threshold: Self) -> u32;
}

macro_rules! widths {
    ($($type:ty, $probe:ident;)*) => {$(
        impl Width for $type {
            const LEAST: Self = <$type>::NEG_INFINITY;
            const INFINITY: Self = <$type>::INFINITY;
            const NOT_A_NUMBER: Self = <$type>::NAN;
            #[inline(always)]
            fn is_finite(self) -> bool {
                self.is_finite()
            }
            #[inline(always)]
            fn magnitude(self) -> Self {
                self.abs()
            }
            #[inline(always)]
            fn nearest(value: f64) -> Self {
                value as $type
            }
            #[inline(always)]
            fn next_up(self) -> Self {
                self.next_up()
            }
            #[inline(always)]
            fn next_down(self) -> Self {
                self.next_down()
            }
            #[inline(always)]
            fn fall_short<P: Probe>(probe: P, values: &[Self; WINDOW], squared: Self, threshold: Self) -> u32 {
                probe.$probe(values, squared, threshold)
            }
        }
    )*};
}
widths! { f64, doubles; f32, singles; }

/// From here on every double is an integer.
const ALL_INTEGERS: f64 = (1u64 << 52) as f64;

/// The root of a sum of squares, rounded, halves up. For roots below 2^52.
///
/// Adding and taking away 2^52 rounds halves to even; those that it rounded down are exactly one half above.
#[inline(always)]
pub fn small_root(squares: f64) -> f64 {
    let root = squares.sqrt();
    let even = (root + ALL_INTEGERS) - ALL_INTEGERS;
    even + if root - even == 0.5 { 1.0 } else { 0.0 }
}

/// The same for any root.
#[inline(always)]
pub fn any_root(squares: f64) -> f64 {
    let root = squares.sqrt();
    let even = (root + ALL_INTEGERS) - ALL_INTEGERS;
    let rounded = even + if root - even == 0.5 { 1.0 } else { 0.0 };
    if root < ALL_INTEGERS { rounded } else { root }
}
