//! What is looked for before sorting: data that is in order already, NaN, and zeros of both signs.

use crate::kernels::view::Element;
use std::collections::TryReserveError;

/// Values looked at before the first answer, so that random data costs nothing.
const FIRST_LOOK: usize = 16;
/// Values looked at at once after that.
const LOOK: usize = 1024;

/// The order that all values are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// None is less than the one before it.
    Ascending,
    /// None is greater than the one before it.
    Descending,
    /// Neither.
    Broken,
}

/// The order of values; NaN breaks any.
#[inline(always)]
pub fn run<T: PartialOrd + Copy>(values: &[T]) -> Run {
    if in_order::<T, false>(values) {
        Run::Ascending
    } else if in_order::<T, true>(values) {
        Run::Descending
    } else {
        Run::Broken
    }
}

#[inline(always)]
fn in_order<T: PartialOrd + Copy, const DESCENDING: bool>(values: &[T]) -> bool {
    let (mut first, mut look) = (0, FIRST_LOOK);
    while first + 1 < values.len() {
        let end = values.len().min(first + look + 1);
        let part = values.get(first..end).unwrap_or(&[]);
        let mut good = true;
        for (a, b) in part.iter().zip(part.get(1..).unwrap_or(&[])) {
            good &= if DESCENDING { a >= b } else { a <= b };
        }
        if !good {
            return false;
        }
        (first, look) = (end - 1, LOOK);
    }
    true
}

/// A number as far as its zeros and NaN go.
pub trait Zero: Element + PartialOrd {
    /// Whether the type has NaN and two zeros.
    const FLOAT: bool;

    /// Whether it is -0.0.
    fn is_negative_zero(self) -> bool;
    /// The zero that this is, by its sign.
    fn zero(negative: bool) -> Self;
}

macro_rules! zeros {
    ($($type:ty)*) => {$(
        impl Zero for $type {
            const FLOAT: bool = false;

            #[inline(always)]
            fn is_negative_zero(self) -> bool {
                false
            }
            #[inline(always)]
            fn zero(_: bool) -> Self {
                0
            }
        }
    )*};
}
zeros!(i64 u64 i32 u32 i16 u16 i8 u8);

macro_rules! float_zeros {
    ($($type:ty)*) => {$(
        impl Zero for $type {
            const FLOAT: bool = true;

            #[inline(always)]
            fn is_negative_zero(self) -> bool {
                self.to_bits() == (-0.0 as $type).to_bits()
            }
            #[inline(always)]
            fn zero(negative: bool) -> Self {
                if negative { -0.0 } else { 0.0 }
            }
        }
    )*};
}
float_zeros!(f64 f32);

/// What a pass over floats finds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Survey {
    /// A NaN.
    pub nan: bool,
    /// A zero of this sign, negative first.
    pub zeros: [bool; 2],
}

impl Survey {
    /// Adds what another pass has found.
    pub fn merge(&mut self, other: Self) {
        self.nan |= other.nan;
        self.zeros = [self.zeros[0] | other.zeros[0], self.zeros[1] | other.zeros[1]];
    }
}

/// Looks for NaN and zeros.
#[inline(always)]
pub fn survey<T: Zero>(values: &[T]) -> Survey {
    let mut found = Survey::default();
    for &value in values {
        let negative = value.is_negative_zero();
        #[allow(clippy::eq_op, reason = "NaN alone differs from itself")]
        let nan = value != value;
        found.nan |= nan;
        found.zeros[0] |= negative;
        found.zeros[1] |= (value == T::zero(false)) & !negative;
    }
    found
}

/// The signs of all zeros, in order.
pub struct Signs {
    bits: Vec<u64>,
    len: usize,
}

impl Signs {
    /// The signs of the zeros among values.
    pub fn of<T: Zero>(values: &[T]) -> Result<Self, TryReserveError> {
        let is_zero = |value: &&T| **value == T::zero(false);
        let mut signs = Signs { bits: Vec::new(), len: 0 };
        let words = values.iter().filter(is_zero).count().div_ceil(64);
        signs.bits.try_reserve_exact(words)?;
        signs.bits.resize(words, 0);
        for value in values.iter().filter(is_zero) {
            if let Some(word) = signs.bits.get_mut(signs.len / 64) {
                *word |= u64::from(value.is_negative_zero()) << (signs.len % 64);
                signs.len += 1;
            }
        }
        Ok(signs)
    }

    /// Writes the zeros among sorted values in that order.
    pub fn restore<T: Zero>(&self, values: &mut [T], descending: bool) {
        for (place, zero) in zeros(values, descending).iter_mut().take(self.len).enumerate() {
            let word = self.bits.get(place / 64).copied().unwrap_or(0);
            *zero = T::zero(word >> (place % 64) & 1 == 1);
        }
    }
}

/// The zeros among sorted values.
pub fn zeros<T: Zero>(values: &mut [T], descending: bool) -> &mut [T] {
    let zero = T::zero(false);
    let first = values.partition_point(|&value| if descending { value > zero } else { value < zero });
    let rest = values.get_mut(first..).unwrap_or_default();
    let count = rest.partition_point(|&value| value == zero);
    rest.get_mut(..count).unwrap_or_default()
}
