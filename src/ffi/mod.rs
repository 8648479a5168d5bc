//! The C ABI: each function checks, calls a kernel, and writes the result.
//!
//! Conventions, as the header states them to callers, hold for every function; so do the safety requirements:
//! a pointer that is not NULL is valid for the length (and stride) given with it, a handle came from its own `new`,
//! `clone` or `from_bytes` and was not freed.
#![allow(clippy::missing_safety_doc, reason = "the requirements are the same for all and stand above")]

pub mod adjust;
pub mod array;
pub mod binary_search;
pub mod bisect_left;
pub mod bisect_right;
mod closed_form;
pub mod control;
pub mod count_even;
pub mod dot;
pub mod duplicates;
pub mod exact_sum;
pub mod factorial;
pub mod fibonacci;
mod guard;
mod handle;
pub mod index;
pub mod index_contains;
pub mod index_search;
pub mod info;
pub mod isin;
pub mod masked_hypot;
pub mod mean;
pub mod median;
pub mod moments;
pub mod moments_update;
pub mod pair_hypot_sum;
pub mod primes;
pub mod pstdev;
pub mod pvariance;
pub mod quantiles;
pub mod scale;
pub mod searchsorted;
pub mod searchsorted_strided;
mod slice;
pub mod sort;
pub mod splice;
mod statistics;
pub mod status;
pub mod stdev;
pub mod sum;
pub mod sum_of_squares;
pub mod sum_range;
pub mod unique;
pub mod variance;
pub mod word_counter;
pub mod word_counter_answers;
