//! The algorithms: slices in, values out.
//!
//! No pointers from outside, no I/O, no locks, no global state but atomics and thread-locals, no panic for any
//! input. `unsafe` stands in the files of one instruction set alone (`x86_*.rs`).

pub mod array;
pub mod bignum;
pub mod elementwise;
pub mod growing;
mod heap_sort;
pub mod order;
pub mod pairs;
pub mod parallel;
mod per_level;
pub mod primes;
pub mod ranges;
pub mod sets;
pub mod sum;
pub mod view;
pub mod words;
#[cfg(target_arch = "x86_64")]
mod x86_per_level;
