//! Sums of a handful of doubles with AVX2, on AVX-512 too: the shortest way from a call to its answer.
//!
//! A tree of TwoSum as in `enclosure.rs`, in vectors that get narrower with each fold. With X the sum of all magnitudes:
//! each error is at most 2^-53 X, and there are at most 16 of them, so their sum is off by less than
//! 16 * 16 * 2^-106 X. That X itself is rounded makes no difference to the bound taken, which is 2^-91 X.

use super::enclosure::Enclosure;
use crate::cpu::{self, Level};
use std::arch::x86_64::*;

/// The most doubles that are summed this way.
const MOST: usize = 16;

/// The exact sum of a few doubles, rounded once; `None` if there are more, or this way leaves the rounding open.
#[inline(always)]
pub fn sum_few(values: &[f64]) -> Option<f64> {
    if values.len() > MOST || cpu::level() < Level::Avx2 {
        return None;
    }
    // SAFETY: the level is proof of the features.
    unsafe { kernel(values) }
}

/// `a + b` rounded, and its error.
macro_rules! two_sum {
    ($add:ident, $sub:ident, $a:expr, $b:expr) => {{
        let (a, b) = ($a, $b);
        let sum = $add(a, b);
        let part = $sub(sum, a);
        (sum, $add($sub(a, $sub(sum, part)), $sub(b, part)))
    }};
}

#[target_feature(enable = "avx2")]
fn kernel(values: &[f64]) -> Option<f64> {
    static MASKS: [i64; 8] = [-1, -1, -1, -1, 0, 0, 0, 0];
    let sign = _mm256_set1_pd(-0.0);
    let chunks = values.chunks_exact(4);
    let rest = chunks.remainder();
    let mut sum = _mm256_setzero_pd();
    if let Some(masks) = MASKS.get(4 - rest.len() % 4..)
        && !rest.is_empty()
    {
        // SAFETY: the mask lets through as many elements as there are; at least four masks follow, for there are at
        // most three.
        sum = unsafe { _mm256_maskload_pd(rest.as_ptr(), _mm256_loadu_si256(masks.as_ptr().cast())) };
    }
    let (mut error, mut size) = (_mm256_setzero_pd(), _mm256_andnot_pd(sign, sum));
    for chunk in chunks {
        // SAFETY: a chunk is four elements.
        let next = unsafe { _mm256_loadu_pd(chunk.as_ptr()) };
        let lost;
        (sum, lost) = two_sum!(_mm256_add_pd, _mm256_sub_pd, sum, next);
        error = _mm256_add_pd(error, lost);
        size = _mm256_add_pd(size, _mm256_andnot_pd(sign, next));
    }
    /// Both halves of a vector.
    macro_rules! halves {
        ($vector:expr) => {
            (_mm256_castpd256_pd128($vector), _mm256_extractf128_pd::<1>($vector))
        };
    }
    let ((low, high), (error_low, error_high), (size_low, size_high)) =
        (halves!(sum), halves!(error), halves!(size));
    let (sum, lost) = two_sum!(_mm_add_pd, _mm_sub_pd, low, high);
    let error = _mm_add_pd(_mm_add_pd(error_low, error_high), lost);
    let size = _mm_add_pd(size_low, size_high);
    let (sum, lost) = two_sum!(_mm_add_sd, _mm_sub_sd, sum, _mm_unpackhi_pd(sum, sum));
    let error = _mm_add_sd(_mm_add_sd(error, _mm_unpackhi_pd(error, error)), lost);
    let size = _mm_add_sd(size, _mm_unpackhi_pd(size, size));
    Enclosure::of_few(_mm_cvtsd_f64(sum), _mm_cvtsd_f64(error), _mm_cvtsd_f64(size)).round()
}
