//! Windows compared with AVX2 and AVX-512, and the rows compiled for them.

use super::levels::{Probe, Row, Rows, WINDOW};
use super::width::Width;
use crate::cpu::{Level, level};
use std::arch::x86_64::*;

/// Proof that the CPU has AVX2.
#[derive(Clone, Copy)]
struct Avx2(());

/// Proof that the CPU has AVX-512.
#[derive(Clone, Copy)]
struct Avx512(());

/// Adds up rows with the instructions of the level in use; `None` if that is the portable one.
pub fn sum<T: Width>(rows: &Rows<T>) -> Option<Row> {
    match level() {
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx512 => Some(unsafe { avx512(rows) }),
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx2 => Some(unsafe { avx2(rows) }),
        Level::Portable => None,
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512vnni,avx2,bmi1,bmi2,popcnt")]
fn avx512<T: Width>(rows: &Rows<T>) -> Row {
    rows.sum_by(Avx512(()))
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn avx2<T: Width>(rows: &Rows<T>) -> Row {
    rows.sum_by(Avx2(()))
}

impl Probe for Avx512 {
    #[inline(always)]
    fn doubles(self, values: &[f64; WINDOW], squared: f64, threshold: f64) -> u32 {
        // SAFETY: the token is proof of the features; a window is 64 bytes.
        unsafe {
            let values = _mm512_loadu_pd(values.as_ptr());
            let sums = _mm512_add_pd(_mm512_set1_pd(squared), _mm512_mul_pd(values, values));
            _mm512_cmp_pd_mask::<_CMP_NGE_UQ>(sums, _mm512_set1_pd(threshold)).count_ones()
        }
    }
    #[inline(always)]
    fn singles(self, values: &[f32; WINDOW], squared: f32, threshold: f32) -> u32 {
        // SAFETY: the token is proof of the features; a window is 32 bytes.
        unsafe {
            let values = _mm256_loadu_ps(values.as_ptr());
            let sums = _mm256_add_ps(_mm256_set1_ps(squared), _mm256_mul_ps(values, values));
            _mm256_cmp_ps_mask::<_CMP_NGE_UQ>(sums, _mm256_set1_ps(threshold)).count_ones()
        }
    }
}

impl Probe for Avx2 {
    #[inline(always)]
    fn doubles(self, values: &[f64; WINDOW], squared: f64, threshold: f64) -> u32 {
        let (halves, _) = values.as_chunks::<4>();
        halves
            .iter()
            .map(|half| {
                // SAFETY: the token is proof of the features; half a window is 32 bytes.
                unsafe {
                    let values = _mm256_loadu_pd(half.as_ptr());
                    let sums = _mm256_add_pd(_mm256_set1_pd(squared), _mm256_mul_pd(values, values));
                    let short = _mm256_cmp_pd::<_CMP_NGE_UQ>(sums, _mm256_set1_pd(threshold));
                    _mm256_movemask_pd(short).count_ones()
                }
            })
            .sum()
    }
    #[inline(always)]
    fn singles(self, values: &[f32; WINDOW], squared: f32, threshold: f32) -> u32 {
        // SAFETY: the token is proof of the features; a window is 32 bytes.
        unsafe {
            let values = _mm256_loadu_ps(values.as_ptr());
            let sums = _mm256_add_ps(_mm256_set1_ps(squared), _mm256_mul_ps(values, values));
            let short = _mm256_cmp_ps::<_CMP_NGE_UQ>(sums, _mm256_set1_ps(threshold));
            _mm256_movemask_ps(short).count_ones()
        }
    }
}
