//! Work compiled for CPUs that count bits in one instruction, and what AVX-512 does at once.

use super::level::Work;
use super::wheel::{Found, READ, RESIDUES, SPAN};
use crate::cpu::{Level, level};
use std::arch::x86_64::*;

/// Does the work with the instructions of the level in use.
#[inline(always)]
pub fn at_level<W: Work>(work: W) -> W::Output {
    match level() {
        Level::Portable => work.run(),
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx2 | Level::Avx512 => unsafe { avx2(work) },
    }
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn avx2<W: Work>(work: W) -> W::Output {
    work.run()
}

/// Writes the numbers that set bits stand for, from `base` on, to the beginning of `found`; returns how many. `None` if
/// the level in use is a lower one.
#[inline(always)]
pub fn spread(bytes: &[u8; READ], base: u64, found: &mut Found) -> Option<usize> {
    // SAFETY: the level says that the CPU has these instructions.
    (level() == Level::Avx512).then(|| unsafe { spread_avx512(bytes, base, found) })
}

#[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512vnni,avx2,bmi1,bmi2,popcnt")]
fn spread_avx512(bytes: &[u8; READ], base: u64, found: &mut Found) -> usize {
    let residues: [i64; 8] = RESIDUES.map(i64::from);
    // SAFETY: eight integers of 64 bits.
    let residues = unsafe { _mm512_loadu_si512(residues.as_ptr().cast()) };
    let mut numbers = _mm512_add_epi64(residues, _mm512_set1_epi64(base.cast_signed()));
    let step = _mm512_set1_epi64(SPAN.cast_signed());
    let mut count = 0;
    for &byte in bytes {
        let packed = _mm512_maskz_compress_epi64(byte, numbers);
        // SAFETY: no byte has more than eight bits, so that `count` is at most 8 * READ here, and `Found` has eight more.
        unsafe { _mm512_storeu_si512(found.as_mut_ptr().add(count).cast(), packed) };
        count += byte.count_ones() as usize;
        numbers = _mm512_add_epi64(numbers, step);
    }
    count
}
