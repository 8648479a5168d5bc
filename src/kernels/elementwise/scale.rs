//! Every element times one factor.

use super::maps::{Converted, IntoDouble, Mapped, SingleByDouble, Times, TimesDouble};
use super::operand::{Loops, Operand, map_in_place, map_into, mapped};
use crate::kernels::array::FromZeros;
use crate::kernels::parallel::stop_requested;
use crate::kernels::per_level::{Work, at_level};
use crate::kernels::view::{Element, Input};
use std::cell::Cell;
use std::collections::TryReserveError;

/// Elements between two questions whether to stop.
const PIECE: usize = 1 << 20;

/// An element type with products of its own type.
pub trait Scalable: Element + FromZeros + PartialOrd {
    /// A factor: a double for floats, an integer for integers.
    type Factor: Copy;
    /// The least and the largest element whose products the type can hold; `None` if all can be.
    fn bounds(factor: Self::Factor) -> Option<(Self, Self)>;
    /// Has `use_loops` use the loops that make products; those that the type cannot hold wrap.
    fn with_loops<R>(factor: Self::Factor, use_loops: impl FnOnce(&dyn Loops<Self, Self>) -> R) -> R;
}

impl Scalable for f64 {
    type Factor = f64;
    fn bounds(_: f64) -> Option<(f64, f64)> {
        None
    }
    fn with_loops<R>(factor: f64, use_loops: impl FnOnce(&dyn Loops<f64, f64>) -> R) -> R {
        use_loops(&Mapped(Times(factor)))
    }
}

impl Scalable for f32 {
    type Factor = f64;
    fn bounds(_: f64) -> Option<(f32, f32)> {
        None
    }
    fn with_loops<R>(factor: f64, use_loops: impl FnOnce(&dyn Loops<f32, f32>) -> R) -> R {
        let single = factor as f32;
        if f64::from(single) == factor || !factor.is_finite() {
            use_loops(&Mapped(Times(single)))
        } else {
            use_loops(&SingleByDouble(factor))
        }
    }
}

macro_rules! scalable {
    ($($type:ty)*) => {$(
        impl Scalable for $type {
            type Factor = i128;
            fn bounds(factor: i128) -> Option<($type, $type)> {
                let (low, high) = (i128::from(<$type>::MIN), i128::from(<$type>::MAX));
                let bounds = match factor {
                    0 | 1 => return None,
                    2.. => (-(-low / factor), high / factor),
                    _ => (-(high / factor.saturating_neg()), low / factor),
                };
                Some((
                    <$type>::try_from(bounds.0).unwrap_or(<$type>::MIN),
                    <$type>::try_from(bounds.1).unwrap_or(<$type>::MAX),
                ))
            }
            fn with_loops<R>(factor: i128, use_loops: impl FnOnce(&dyn Loops<$type, $type>) -> R) -> R {
                use_loops(&Mapped(Times(factor as $type)))
            }
        }
    )*};
}
scalable!(i64 u64 i32 u32 i16 u16 i8 u8);

/// Whether an element of a block is less than the one or more than the other.
struct Outside<'a, T>(&'a [T], T, T);

impl<T: PartialOrd + Copy> Work for Outside<'_, T> {
    type Output = bool;
    #[inline(always)]
    fn run(self) -> bool {
        self.0.iter().fold(false, |found, &value| found | (value < self.1) | (value > self.2))
    }
}

/// The place of the first element of a block outside of bounds.
fn first_outside<T: PartialOrd + Copy>(block: &[T], (low, high): (T, T)) -> Option<usize> {
    if !at_level(Outside(block, low, high)) {
        return None;
    }
    // Memory that another thread writes to may have changed: then it is the first place.
    Some(block.iter().position(|&value| value < low || value > high).unwrap_or(0))
}

/// The place of the first element of all outside of bounds; `None` also if the caller wants to stop.
fn first_overflow<T: Scalable>(values: &Input<T>, factor: T::Factor) -> Option<usize> {
    let bounds = T::bounds(factor)?;
    let mut found = None;
    let mut first = 0;
    for piece in (0..values.len()).step_by(PIECE) {
        values.for_each_block(piece..values.len().min(piece + PIECE), |block| {
            if found.is_none() {
                found = first_outside(block, bounds).map(|place| first + place);
            }
            first += block.len();
        });
        if found.is_some() || first > PIECE && stop_requested() {
            break;
        }
    }
    found
}

/// Loops that look whether the products fit, block by block from the first on.
struct Checked<'a, T> {
    loops: &'a dyn Loops<T, T>,
    bounds: (T, T),
    seen: Cell<usize>,
    overflow: Cell<Option<usize>>,
}

impl<T: Scalable> Loops<T, T> for Checked<'_, T> {
    fn block(&self, values: &[T], out: &mut [T], stream: bool) {
        if self.overflow.get().is_none() {
            let place = first_outside(values, self.bounds);
            self.overflow.set(place.map(|place| self.seen.get() + place));
            self.seen.set(self.seen.get() + values.len());
            self.loops.block(values, out, stream);
        }
    }
    fn in_place(&self, out: &mut [T]) {
        self.loops.in_place(out);
    }
}

/// The products of every element with a factor, in the elements' type, each rounded once.
///
/// `Err` is the place of the first element whose product the type cannot hold. If the caller wants to stop,
/// there may be too few.
///
/// ```
/// use abicus::kernels::{elementwise::scaled, view::Input};
///
/// assert_eq!(scaled(&Input::Slice(&[1i8, -64]), 2), Ok(Ok(vec![2, -128])));
/// assert_eq!(scaled(&Input::Slice(&[1i8, 64]), 2), Ok(Err(1)));
/// ```
pub fn scaled<T: Scalable>(
    values: &Input<T>,
    factor: T::Factor,
) -> Result<Result<Vec<T>, usize>, TryReserveError> {
    T::with_loops(factor, |loops| {
        let Some(bounds) = T::bounds(factor) else { return mapped(values, loops).map(Ok) };
        let checked = Checked { loops, bounds, seen: Cell::new(0), overflow: Cell::new(None) };
        let products = mapped(values, &checked)?;
        Ok(checked.overflow.get().map_or(Ok(products), Err))
    })
}

/// The same, written to `out`, which is as long and is not changed on an error. If the caller wants to stop, part of it is.
pub fn scale_into<T: Scalable>(values: Operand<T>, factor: T::Factor, out: &mut [T]) -> Result<(), usize> {
    let found = match values {
        Operand::Input(input) => first_overflow(input, factor),
        Operand::Out => first_overflow(&Input::<T>::Slice(out), factor),
    };
    if let Some(place) = found {
        return Err(place);
    }
    if stop_requested() {
        return Ok(());
    }
    T::with_loops(factor, |loops| match values {
        Operand::Input(input) => map_into(input, out, loops),
        Operand::Out => map_in_place(out, loops),
    });
    Ok(())
}

/// The products of integers, made doubles, with a double.
pub fn scaled_double<T: IntoDouble>(values: &Input<T>, factor: f64) -> Result<Vec<f64>, TryReserveError> {
    mapped(values, &Converted(TimesDouble(factor)))
}

/// The same, written to `out`, which is as long.
pub fn scale_double_into<T: IntoDouble>(values: &Input<T>, factor: f64, out: &mut [f64]) {
    map_into(values, out, &Converted(TimesDouble(factor)));
}
