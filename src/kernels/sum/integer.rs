//! Exact sums of integers, and counts.

use crate::kernels::parallel::map_reduce;
use crate::kernels::view::{Element, Input, for_each_pair};

/// An integer type that sums are made of.
pub trait Integer: Element + Into<i128> {}
macro_rules! integers {
    ($($type:ty)*) => {$( impl Integer for $type {} )*};
}
integers!(i64 u64 i32 u32 i16 u16 i8 u8);

/// A sum of products: a two's complement number of 192 bits, least significant word first.
pub type Words3 = [u64; 3];

/// Adds a 128-bit value to a 192-bit one.
pub fn add_to_words(words: Words3, value: i128) -> Words3 {
    add_words(words, [value as u64, (value >> 64) as u64, (value >> 127) as u64])
}

/// Adds two 192-bit values.
pub fn add_words(a: Words3, b: Words3) -> Words3 {
    let mut carry = false;
    std::array::from_fn(|place| {
        let (sum, first) = a[place].overflowing_add(b[place]);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        carry = first || second;
        sum
    })
}

/// The exact sum.
pub fn sum_integer<T: Integer>(values: &Input<T>, threads: usize) -> i128 {
    let part = |range| {
        let mut sum = 0i128;
        values.for_each_block(range, |block| sum += block.iter().map(|&value| value.into()).sum::<i128>());
        sum
    };
    map_reduce(values.len(), threads, part, |a, b| a + b)
}

/// The exact dot product of two inputs of equal length.
pub fn dot_integer<T: Integer>(a: &Input<T>, b: &Input<T>, threads: usize) -> Words3 {
    let part = |range| {
        let mut sum = [0; 3];
        for_each_pair(a, b, range, |a, b| {
            for (&a, &b) in a.iter().zip(b) {
                let (a, b): (i128, i128) = (a.into(), b.into());
                let magnitude = a.unsigned_abs() * b.unsigned_abs();
                let product = [magnitude as u64, (magnitude >> 64) as u64, 0];
                if (a < 0) != (b < 0) {
                    sum = add_words(sum, product.map(|word| !word));
                    sum = add_to_words(sum, 1);
                } else {
                    sum = add_words(sum, product);
                }
            }
        });
        sum
    };
    map_reduce(a.len().min(b.len()), threads, part, add_words)
}

/// The exact sum of squares.
pub fn sum_of_squares_integer<T: Integer>(values: &Input<T>, threads: usize) -> Words3 {
    dot_integer(values, values, threads)
}

/// A number that is even or not.
pub trait Parity: Element {
    /// Whether it is a finite even integer.
    fn is_even(self) -> bool;
}
macro_rules! parities {
    ($($type:ty)*) => {$(
        impl Parity for $type {
            #[inline(always)]
            fn is_even(self) -> bool {
                self & 1 == 0
            }
        }
    )*};
}
parities!(i64 u64 i32 u32 i16 u16 i8 u8);
macro_rules! float_parities {
    ($($type:ty)*) => {$(
        impl Parity for $type {
            #[inline(always)]
            fn is_even(self) -> bool {
                self % 2.0 == 0.0
            }
        }
    )*};
}
float_parities!(f64 f32);

/// How many elements are even.
pub fn count_even<T: Parity>(values: &Input<T>) -> usize {
    let mut count = 0;
    values.for_each_block(0..values.len(), |block| {
        count += block.iter().filter(|value| value.is_even()).count()
    });
    count
}
