//! Exact sums of integers, and counts.
//!
//! Here are the entries: they cut the input into blocks, add up what the loops return, and choose the instruction
//! set. The loops themselves are in `integer_loops.rs`.

use super::integer_loops::{self as loops, Integer, Parity};
use crate::kernels::parallel::map_reduce;
use crate::kernels::per_level::at_level;
use crate::kernels::view::{Input, for_each_pair};
use std::ops::Range;

/// A sum of products: a two's complement number of 192 bits, least significant word first.
pub type Words3 = [u64; 3];

/// Adds a 128-bit value to a 192-bit one.
#[inline]
pub fn add_to_words(words: Words3, value: i128) -> Words3 {
    add_words(words, [value as u64, (value >> 64) as u64, (value >> 127) as u64])
}

/// Adds two 192-bit values.
#[inline]
pub fn add_words(a: Words3, b: Words3) -> Words3 {
    let low = |words: Words3| u128::from(words[0]) | u128::from(words[1]) << 64;
    let (sum, carry) = low(a).overflowing_add(low(b));
    [sum as u64, (sum >> 64) as u64, a[2].wrapping_add(b[2]).wrapping_add(u64::from(carry))]
}

/// The exact sum: at most 2^64 terms of 64 bits.
#[inline(never)]
pub fn sum_integer<T: Integer>(values: &Input<T>, threads: usize) -> i128 {
    let part = |range| {
        let mut sum = 0;
        values.for_each_block(range, |block| sum += at_level(loops::Sum(block)));
        sum
    };
    map_reduce(values.len(), threads, part, |a, b| a + b)
}

/// The exact dot product of two inputs of equal length.
#[inline(never)]
pub fn dot_integer<T: Integer>(a: &Input<T>, b: &Input<T>, threads: usize) -> Words3 {
    let part = |range: Range<usize>| match (a, b) {
        (Input::Slice(a), Input::Slice(b)) => {
            at_level(loops::Dot(a.get(range.clone()).unwrap_or(&[]), b.get(range).unwrap_or(&[])))
        }
        _ => dot_blocks(a, b, range),
    };
    map_reduce(a.len().min(b.len()), threads, part, add_words)
}

/// The part of a dot product that goes through blocks on the stack: a slice need not make room for them.
#[inline(never)]
fn dot_blocks<T: Integer>(a: &Input<T>, b: &Input<T>, range: Range<usize>) -> Words3 {
    let mut sum = [0; 3];
    for_each_pair(a, b, range, |a, b| sum = add_words(sum, at_level(loops::Dot(a, b))));
    sum
}

/// The exact sum of squares.
#[inline(never)]
pub fn sum_of_squares_integer<T: Integer>(values: &Input<T>, threads: usize) -> Words3 {
    let part = |range| {
        let mut sum = [0; 3];
        values.for_each_block(range, |block| sum = add_words(sum, at_level(loops::Dot(block, block))));
        sum
    };
    map_reduce(values.len(), threads, part, add_words)
}

/// How many elements are even.
#[inline(never)]
pub fn count_even<T: Parity>(values: &Input<T>) -> usize {
    let part = |range| {
        let mut count = 0;
        values.for_each_block(range, |block| count += at_level(loops::CountEven(block)));
        count
    };
    map_reduce(values.len(), 1, part, |a, b| a + b)
}
