//! The loops over integers, written once and compiled for each level.
//!
//! Every accumulator is as narrow as a stated bound allows, since a vector holds more of the narrow ones. The bounds
//! are on the total of a chunk, so they hold however the compiler spreads the terms over lanes.

use super::integer::{Words3, add_to_words, add_words};
use crate::kernels::per_level::Work;
use crate::kernels::view::Element;

/// An integer type that sums are made of.
pub trait Integer: Element + Into<i128> {
    /// The exact sum.
    fn sum(values: &[Self]) -> i128;
    /// The exact dot product of slices of equal length.
    fn dot(a: &[Self], b: &[Self]) -> Words3;
}

/// A number that is even or not.
pub trait Parity: Element {
    /// Whether it is a finite even integer.
    fn is_even(self) -> bool;
    /// How many are finite even integers.
    fn count_even(values: &[Self]) -> usize;
}

/// The sum of the elements.
pub struct Sum<'a, T>(pub &'a [T]);
/// The dot product of two slices of equal length.
pub struct Dot<'a, T>(pub &'a [T], pub &'a [T]);
/// The number of even elements.
pub struct CountEven<'a, T>(pub &'a [T]);

impl<T: Integer> Work for Sum<'_, T> {
    type Output = i128;
    #[inline(always)]
    fn run(self) -> i128 {
        T::sum(self.0)
    }
}

impl<T: Integer> Work for Dot<'_, T> {
    type Output = Words3;
    #[inline(always)]
    fn run(self) -> Words3 {
        T::dot(self.0, self.1)
    }
}

impl<T: Parity> Work for CountEven<'_, T> {
    type Output = usize;
    /// Others are as fast with AVX2.
    const WIDE: bool = size_of::<T>() == 1;
    #[inline(always)]
    fn run(self) -> usize {
        T::count_even(self.0)
    }
}

/// How many bytes a piece has.
const PIECE: usize = 1024;

/// Cuts into pieces, none of which has more than 1024 elements: that bounds every accumulator below.
#[inline(always)]
fn pieces<T>(values: &[T]) -> impl Iterator<Item = &[T]> {
    values.chunks(PIECE / size_of::<T>())
}

/// The exact sum of the terms of a piece, up to 1024 of 64 bits.
///
/// Two sums of 64 bits tell it: that of the terms modulo 2^64, and that of their high halves, which is below 2^42.
/// The sum of the low halves is below 2^42 as well, so it is what the first has more than the second.
#[inline(always)]
fn wide_sum(terms: impl Iterator<Item = u64>) -> i128 {
    let (whole, high) =
        terms.fold((0u64, 0u64), |(whole, high), term| (whole.wrapping_add(term), high + (term >> 32)));
    let low = whole.wrapping_sub(high << 32);
    (i128::from(high) << 32) + i128::from(low)
}

/// Moves the signed numbers to the unsigned ones, in order: adds 2^63.
#[inline(always)]
fn biased(value: i64) -> u64 {
    value.cast_unsigned() ^ 1 << 63
}

/// What `biased` added to `count` numbers.
#[inline(always)]
fn bias(count: usize) -> i128 {
    (count as i128) << 63
}

macro_rules! integers {
    ($($type:ty: sum $sum:ty, $dot:ident $wide:ty;)*) => {$(
        impl Integer for $type {
            #[inline(always)]
            fn sum(values: &[Self]) -> i128 {
                let piece = |piece: &[Self]| piece.iter().fold(0, |sum: $sum, &value| sum + <$sum>::from(value));
                pieces(values).fold(0, |sum, values| sum + i128::from(piece(values)))
            }
            #[inline(always)]
            fn dot(a: &[Self], b: &[Self]) -> Words3 {
                let pieces = pieces(a).zip(pieces(b));
                add_to_words([0; 3], pieces.fold(0, |sum, (a, b)| {
                    let products = a.iter().zip(b).map(|(&a, &b)| <$wide>::from(a) * <$wide>::from(b));
                    sum + integers!($dot products, a.len())
                }))
            }
        }
    )*};
    (narrow $products:expr, $count:expr) => { i128::from($products.fold(0, |sum, product| sum + product)) };
    (signed $products:expr, $count:expr) => { wide_sum($products.map(biased)) - bias($count) };
    (unsigned $products:expr, $count:expr) => { wide_sum($products) };
}

// The type that 1024 elements are added up in, and the one for 1024 products; or the sign of products of 64 bits.
integers! {
    i8: sum i32, narrow i32;
    u8: sum u32, narrow u32;
    i16: sum i32, narrow i64;
    u16: sum u32, narrow u64;
    i32: sum i64, signed i64;
    u32: sum u64, unsigned u64;
}

/// The dot product of 64-bit integers: in one word as long as they are small, as most counts and amounts are, else in
/// three. `bits` tells how long the largest of a piece is, `small` adds up the products of a piece in one word, and
/// `wide` in three.
#[inline(always)]
fn wide_dot<T: Copy>(
    a: &[T],
    b: &[T],
    bits: impl Fn(&[T]) -> u32,
    small: impl Fn(&[T], &[T]) -> i128,
    wide: impl Fn(&[T], &[T]) -> Words3,
) -> Words3 {
    /// How many pieces after one that is not small are taken for its like without a look.
    const ALIKE: u32 = 16;
    let (mut sum, mut alike) = ([0; 3], 0u32);
    for (a, b) in pieces(a).zip(pieces(b)) {
        // At most 128 products of magnitude 2^55: below 2^63. A look at a few does not pay.
        if alike == 0 && a.len() >= 16 && bits(a) + bits(b) <= 55 {
            sum = add_to_words(sum, small(a, b));
        } else {
            alike = alike.checked_sub(1).unwrap_or(ALIKE);
            sum = add_words(sum, wide(a, b));
        }
    }
    sum
}

impl Integer for u64 {
    #[inline(always)]
    fn sum(values: &[u64]) -> i128 {
        pieces(values).fold(0, |sum, piece| sum + wide_sum(piece.iter().copied()))
    }

    #[inline(always)]
    fn dot(a: &[u64], b: &[u64]) -> Words3 {
        let bits =
            |piece: &[u64]| u64::BITS - piece.iter().fold(0, |bits, value| bits | value).leading_zeros();
        let small = |a: &[u64], b: &[u64]| i128::from(a.iter().zip(b).map(|(a, b)| a * b).sum::<u64>());
        let wide = |a: &[u64], b: &[u64]| {
            let (mut low, mut high) = (0u128, 0u64);
            for (&a, &b) in a.iter().zip(b) {
                let (sum, carry) = low.overflowing_add(u128::from(a) * u128::from(b));
                low = sum;
                high += u64::from(carry);
            }
            [low as u64, (low >> 64) as u64, high]
        };
        wide_dot(a, b, bits, small, wide)
    }
}

impl Integer for i64 {
    #[inline(always)]
    fn sum(values: &[i64]) -> i128 {
        let piece = |piece: &[i64]| wide_sum(piece.iter().map(|&value| biased(value))) - bias(piece.len());
        pieces(values).fold(0, |sum, values| sum + piece(values))
    }

    #[inline(always)]
    fn dot(a: &[i64], b: &[i64]) -> Words3 {
        // A negative number has the length of its complement: -2^k has k bits.
        let bits = |piece: &[i64]| {
            u64::BITS - piece.iter().fold(0, |bits, value| bits | (value ^ value >> 63)).leading_zeros()
        };
        let small = |a: &[i64], b: &[i64]| i128::from(a.iter().zip(b).map(|(a, b)| a * b).sum::<i64>());
        let wide = |a: &[i64], b: &[i64]| {
            let (mut low, mut high) = (0u128, 0i64);
            for (&a, &b) in a.iter().zip(b) {
                let product = i128::from(a) * i128::from(b);
                let (sum, carry) = low.overflowing_add(product.cast_unsigned());
                low = sum;
                high += i64::from(carry) - i64::from(product < 0);
            }
            [low as u64, (low >> 64) as u64, high.cast_unsigned()]
        };
        wide_dot(a, b, bits, small, wide)
    }
}

macro_rules! parities {
    ($($type:ty: $count:ty;)*) => {$(
        impl Parity for $type {
            #[inline(always)]
            fn is_even(self) -> bool {
                self & 1 == 0
            }

            #[inline(always)]
            fn count_even(values: &[Self]) -> usize {
                let odd = |piece: &[Self]| piece.iter().fold(0, |sum: $count, &value| sum + (value & 1) as $count);
                pieces(values).fold(0, |sum, piece| sum + piece.len() - odd(piece) as usize)
            }
        }
    )*};
}
// The type that counts to 1024, no wider than need be.
parities! { i8: u16; u8: u16; i16: u16; u16: u16; i32: u32; u32: u32; i64: u64; u64: u64; }

macro_rules! float_parities {
    ($($type:ty: $bits:ty, $mantissa:expr, $bias:expr;)*) => {$(
        impl Parity for $type {
            /// By the bits, so that no floating-point mode matters: a number of exponent e >= 1 is even when no bit
            /// of its mantissa is worth less than 2, that is, when nothing is left of it after a shift that drops
            /// sign, exponent and the first e - 1 bits.
            #[inline(always)]
            fn is_even(self) -> bool {
                let bits = self.to_bits();
                let exponent = (bits << 1 >> ($mantissa + 1)).wrapping_sub($bias);
                let shift = exponent.wrapping_add(<$bits>::BITS as $bits - $mantissa - 1);
                let fraction = if shift < <$bits>::BITS as $bits { bits << shift } else { 0 };
                let even = exponent.wrapping_sub(1) < $bias && fraction == 0;
                even || bits << 1 == 0
            }

            #[inline(always)]
            fn count_even(values: &[Self]) -> usize {
                let count = |piece: &[Self]| piece.iter().map(|value| <$bits>::from(value.is_even())).sum::<$bits>();
                pieces(values).fold(0, |sum, piece| sum + count(piece) as usize)
            }
        }
    )*};
}
float_parities! { f64: u64, 52, 1023; f32: u32, 23, 127; }
