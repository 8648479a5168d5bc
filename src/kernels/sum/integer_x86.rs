//! The loops over integers compiled for AVX2 and AVX-512.

use super::integer_loops::Loop;
use crate::cpu::{Level, level};
use std::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};

/// How far ahead memory is asked for, in bytes: measured, sums like more and dot products, of two slices, less.
const AHEAD: usize = 8192;

/// Runs a loop with the instructions of the level in use.
#[inline(always)]
pub fn at_level<L: Loop>(work: L) -> L::Output {
    match level() {
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx512 => unsafe { avx512(work) },
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx2 => unsafe { avx2(work) },
        Level::Portable => work.run(),
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512vnni,avx2,bmi1,bmi2,popcnt")]
fn avx512<L: Loop>(work: L) -> L::Output {
    work.run()
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn avx2<L: Loop>(work: L) -> L::Output {
    work.run()
}

/// Asks for memory ahead of a piece, into the second level of cache: the buffers of the first are busy as it is.
#[inline(always)]
pub fn prefetch_ahead<T>(piece: &[T]) {
    let ahead = piece.as_ptr().cast::<i8>().wrapping_add(AHEAD);
    for line in (0..size_of_val(piece)).step_by(64) {
        // SAFETY: SSE is in the ABI floor; a prefetch reads nothing, whatever the address.
        unsafe { _mm_prefetch::<_MM_HINT_T1>(ahead.wrapping_add(line)) };
    }
}
