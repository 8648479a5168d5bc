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
    let mut residues = [0i32; 16];
    for (number, residue) in residues.iter_mut().enumerate() {
        *residue = i32::from(RESIDUES[number % 8]) + (number / 8 * SPAN as usize) as i32;
    }
    // SAFETY: sixteen integers of 32 bits.
    let residues = unsafe { _mm512_loadu_si512(residues.as_ptr().cast()) };
    let (pairs, _) = bytes.as_chunks::<2>();
    let (mut count, mut base) = (0, base);
    for &pair in pairs {
        let mask = u16::from_le_bytes(pair);
        let packed = _mm512_maskz_compress_epi32(mask, residues);
        let bases = _mm512_set1_epi64(base.cast_signed());
        let low = _mm512_add_epi64(_mm512_cvtepu32_epi64(_mm512_castsi512_si256(packed)), bases);
        // SAFETY: two bytes have at most sixteen bits, so that `count` is at most 8 * READ - 16 here.
        unsafe { _mm512_storeu_si512(found.as_mut_ptr().add(count).cast(), low) };
        let ones = mask.count_ones() as usize;
        // Rare but among the least numbers.
        if ones > 8 {
            let high = _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64::<1>(packed));
            // SAFETY: as above; `Found` has 8 * READ numbers.
            unsafe {
                _mm512_storeu_si512(found.as_mut_ptr().add(count + 8).cast(), _mm512_add_epi64(high, bases));
            }
        }
        count += ones;
        base = base.wrapping_add(2 * SPAN);
    }
    count
}
