//! Buckets compared with AVX2 and AVX-512, and the kernels compiled for them.

use super::keys::CHUNK;
use super::level::Work;
use super::table::{Bucket, Portable, Probe};
use crate::cpu::{Level, level};
use std::arch::x86_64::*;

/// Proof that the CPU has AVX2.
#[derive(Clone, Copy)]
struct Avx2(());

/// Proof that the CPU has AVX-512.
#[derive(Clone, Copy)]
struct Avx512(());

/// Runs the work with the instructions of the level in use; gives it back where that is the portable one.
#[inline(always)]
pub fn at_level<W: Work>(work: W) -> Result<W::Output, W> {
    match level() {
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx512 => Ok(unsafe { avx512(work) }),
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx2 => Ok(unsafe { avx2(work) }),
        Level::Portable => Err(work),
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512vnni,avx2,bmi1,bmi2,popcnt")]
fn avx512<W: Work>(work: W) -> W::Output {
    work.run(Avx512(()))
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn avx2<W: Work>(work: W) -> W::Output {
    work.run(Avx2(()))
}

#[inline(always)]
fn ask(bucket: &Bucket) {
    // SAFETY: SSE is in the ABI floor; the address is one of a live bucket.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(bucket).cast()) };
}

impl Probe for Avx512 {
    #[inline(always)]
    fn equal(self, bucket: &Bucket, word: u64) -> u32 {
        // SAFETY: the token is proof of the features; a bucket is 64 aligned bytes.
        unsafe {
            let lanes = _mm512_load_si512(bucket.0.as_ptr().cast());
            u32::from(_mm512_cmpeq_epi64_mask(lanes, _mm512_set1_epi64(word.cast_signed())))
        }
    }
    #[inline(always)]
    fn prefetch(self, bucket: &Bucket) {
        ask(bucket);
    }
    #[inline(always)]
    fn equal_any(self, keys: &[u64; CHUNK], few: &[u64]) -> u64 {
        let (vectors, _) = keys.as_chunks::<8>();
        vectors.iter().enumerate().fold(0, |found, (number, vector)| {
            // SAFETY: the token is proof of the features; a vector is 64 bytes.
            let mask = unsafe {
                let vector = _mm512_loadu_si512(vector.as_ptr().cast());
                few.iter().fold(0, |mask, one| {
                    mask | _mm512_cmpeq_epi64_mask(vector, _mm512_set1_epi64(one.cast_signed()))
                })
            };
            found | u64::from(mask) << (8 * number)
        })
    }
    #[inline(always)]
    fn spread(self, mask: u64, out: &mut [u8]) {
        let lanes = if out.len() < CHUNK { !(u64::MAX << out.len()) } else { u64::MAX };
        // SAFETY: the token is proof of the features; only as many bytes are written as there are.
        unsafe { _mm512_mask_storeu_epi8(out.as_mut_ptr().cast(), lanes, _mm512_maskz_set1_epi8(mask, 1)) };
    }
}

impl Probe for Avx2 {
    #[inline(always)]
    fn equal(self, bucket: &Bucket, word: u64) -> u32 {
        // SAFETY: the token is proof of the features; a bucket is 64 aligned bytes.
        unsafe {
            let wanted = _mm256_set1_epi64x(word.cast_signed());
            let half = |place: usize| {
                let lanes = _mm256_load_si256(bucket.0.as_ptr().wrapping_add(place).cast());
                _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpeq_epi64(lanes, wanted))).cast_unsigned()
            };
            half(0) | half(4) << 4
        }
    }
    #[inline(always)]
    fn prefetch(self, bucket: &Bucket) {
        ask(bucket);
    }
    #[inline(always)]
    fn equal_any(self, keys: &[u64; CHUNK], few: &[u64]) -> u64 {
        let (vectors, _) = keys.as_chunks::<4>();
        vectors.iter().enumerate().fold(0, |found, (number, vector)| {
            // SAFETY: the token is proof of the features; a vector is 32 bytes.
            let mask = unsafe {
                let vector = _mm256_loadu_si256(vector.as_ptr().cast());
                let equal = few.iter().fold(_mm256_setzero_si256(), |equal, one| {
                    let one = _mm256_set1_epi64x(one.cast_signed());
                    _mm256_or_si256(equal, _mm256_cmpeq_epi64(vector, one))
                });
                _mm256_movemask_pd(_mm256_castsi256_pd(equal)).cast_unsigned()
            };
            found | u64::from(mask) << (4 * number)
        })
    }
    #[inline(always)]
    fn spread(self, mask: u64, out: &mut [u8]) {
        Portable.spread(mask, out);
    }
}
