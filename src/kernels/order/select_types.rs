//! Elements that have an order, and the integers that stand for them.

use super::select::{PART, Pass, VECTOR};
use super::sort::Sortable;
use crate::kernels::sum::nearest_quotient;
use crate::kernels::view::Element;

/// A pass over part of the data, where there are instructions for it.
pub type PartPass<T, Key> = fn(&[T], Key, Key, &mut [Key; PART + VECTOR]) -> Option<Pass>;

/// An integer that stands for an element.
pub trait Key: Element + Ord + Sortable {
    /// The least and the greatest.
    const ENDS: (Self, Self);
    /// The next lower one, if there is one.
    fn lower(self) -> Option<Self>;
}

macro_rules! keys {
    ($($type:ty)*) => {$(
        impl Key for $type {
            const ENDS: ($type, $type) = (<$type>::MIN, <$type>::MAX);
            fn lower(self) -> Option<$type> {
                self.checked_sub(1)
            }
        }
    )*};
}
keys!(i64 i32);

/// An element with an order.
pub trait Ordered: Element {
    /// Integers in the same order: few types, so that there is one sort for several.
    type Key: Key;
    /// Whether there are two zeros, which are equal; their keys are -1 and 0.
    const SIGNED_ZEROS: bool;
    /// A pass over part of the data with vectors, if there is one.
    const PASS: Option<PartPass<Self, Self::Key>>;
    /// The key of a number.
    fn key(self) -> Self::Key;
    /// The number of a key.
    fn of_key(key: Self::Key) -> Self;
    /// Whether it is in no order with others.
    fn is_nan(self) -> bool;
    /// The double that it is, or the nearest.
    fn double(self) -> f64;
    /// Half the sum of two, as a double.
    fn midpoint(a: Self, b: Self) -> f64;
    /// `(a * a_weight + b * b_weight) / divisor` by the arithmetic of Python: of doubles, or of integers and rounded
    /// once.
    fn interpolate(a: Self, b: Self, a_weight: i64, b_weight: i64, divisor: u64) -> f64;
}

#[cfg(target_arch = "x86_64")]
macro_rules! vectors {
    () => {
        None
    };
    ($pass:ident) => {
        Some(super::select_x86_avx512::$pass)
    };
}
#[cfg(not(target_arch = "x86_64"))]
macro_rules! vectors {
    ($($pass:ident)?) => {
        None
    };
}

macro_rules! floats {
    ($($type:ty: $key:ty, $bits:ty, $pass:ident;)*) => {$(
        impl Ordered for $type {
            type Key = $key;
            const SIGNED_ZEROS: bool = true;
            const PASS: Option<PartPass<$type, $key>> = vectors!($pass);
            #[inline(always)]
            fn key(self) -> $key {
                let bits = self.to_bits().cast_signed();
                bits ^ ((bits >> (<$bits>::BITS - 1)) & <$key>::MAX)
            }
            #[inline(always)]
            fn of_key(key: $key) -> Self {
                <$type>::from_bits((key ^ ((key >> (<$bits>::BITS - 1)) & <$key>::MAX)).cast_unsigned())
            }
            #[inline(always)]
            fn is_nan(self) -> bool {
                self != self
            }
            fn double(self) -> f64 {
                self.into()
            }
            fn midpoint(a: Self, b: Self) -> f64 {
                (f64::from(a) + f64::from(b)) / 2.0
            }
            fn interpolate(a: Self, b: Self, a_weight: i64, b_weight: i64, divisor: u64) -> f64 {
                (f64::from(a) * a_weight as f64 + f64::from(b) * b_weight as f64) / divisor as f64
            }
        }
    )*};
}
floats! { f64: i64, u64, pass_f64; f32: i32, u32, pass_f32; }

macro_rules! integers {
    // Unsigned integers as wide as their key are moved by half their range.
    ($($type:ty: $key:ty, $bias:expr $(, $pass:ident)?;)*) => {$(
        impl Ordered for $type {
            type Key = $key;
            const SIGNED_ZEROS: bool = false;
            const PASS: Option<PartPass<$type, $key>> = vectors!($($pass)?);
            #[inline(always)]
            fn key(self) -> $key {
                self as $key ^ $bias
            }
            #[inline(always)]
            fn of_key(key: $key) -> Self {
                (key ^ $bias) as $type
            }
            #[inline(always)]
            fn is_nan(self) -> bool {
                false
            }
            fn double(self) -> f64 {
                self as f64
            }
            fn midpoint(a: Self, b: Self) -> f64 {
                nearest_quotient(i128::from(a) + i128::from(b), 2)
            }
            fn interpolate(a: Self, b: Self, a_weight: i64, b_weight: i64, divisor: u64) -> f64 {
                // Weights are at most twice the number of quantiles, whose doubles fit into memory: below 2^62.
                let product = |value: Self, weight: i64| i128::from(value).wrapping_mul(i128::from(weight));
                nearest_quotient(product(a, a_weight).wrapping_add(product(b, b_weight)), divisor)
            }
        }
    )*};
}
integers! {
    i64: i64, 0, pass_i64;
    u64: i64, i64::MIN, pass_u64;
    i32: i32, 0, pass_i32;
    u32: i32, i32::MIN, pass_u32;
    i16: i32, 0;
    u16: i32, 0;
    i8: i32, 0;
    u8: i32, 0;
}
