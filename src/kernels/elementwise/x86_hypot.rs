//! Masked hypotenuses with AVX2, whose masked stores compilers do not use by themselves.

use crate::cpu::{Level, level};
use std::arch::x86_64::*;

macro_rules! masked_hypot {
    ($name:ident, $type:ty, $lanes:literal, $by_avx2:ident, $set:ident, $load:ident, $compare:ident, $bits:ident,
     $all:literal, $multiply:ident, $add:ident, $root:ident, $store:ident, $masked:ident, $cast:ident) => {
        /// Writes the hypotenuses of a block where `a > above`; `false`, with nothing done, at another level.
        pub fn $name(a: &[$type], b: &[$type], above: $type, out: &mut [$type]) -> bool {
            let is_avx2 = level() == Level::Avx2;
            if is_avx2 {
                // SAFETY: the level says that the CPU has these instructions.
                unsafe { $by_avx2(a, b, above, out) };
            }
            is_avx2
        }

        #[target_feature(enable = "avx2")]
        fn $by_avx2(a: &[$type], b: &[$type], above: $type, out: &mut [$type]) {
            let (a_chunks, a_rest) = a.as_chunks::<$lanes>();
            let (b_chunks, b_rest) = b.as_chunks::<$lanes>();
            let (targets, rest) = out.as_chunks_mut::<$lanes>();
            for ((a, b), out) in a_chunks.iter().zip(b_chunks).zip(targets) {
                // SAFETY: each is 32 bytes.
                unsafe {
                    let a = $load(a.as_ptr());
                    let counts = $compare::<_CMP_GT_OQ>(a, $set(above));
                    let bits = $bits(counts);
                    if bits == 0 {
                        continue;
                    }
                    let b = $load(b.as_ptr());
                    let root = $root($add($multiply(a, a), $multiply(b, b)));
                    if bits == $all {
                        $store(out.as_mut_ptr(), root);
                    } else {
                        $masked(out.as_mut_ptr(), $cast(counts), root);
                    }
                }
            }
            for ((&a, &b), slot) in a_rest.iter().zip(b_rest).zip(rest) {
                if a > above {
                    *slot = (a * a + b * b).sqrt();
                }
            }
        }
    };
}

masked_hypot!(
    masked_hypot_f64,
    f64,
    4,
    avx2_f64,
    _mm256_set1_pd,
    _mm256_loadu_pd,
    _mm256_cmp_pd,
    _mm256_movemask_pd,
    15,
    _mm256_mul_pd,
    _mm256_add_pd,
    _mm256_sqrt_pd,
    _mm256_storeu_pd,
    _mm256_maskstore_pd,
    _mm256_castpd_si256
);
masked_hypot!(
    masked_hypot_f32,
    f32,
    8,
    avx2_f32,
    _mm256_set1_ps,
    _mm256_loadu_ps,
    _mm256_cmp_ps,
    _mm256_movemask_ps,
    255,
    _mm256_mul_ps,
    _mm256_add_ps,
    _mm256_sqrt_ps,
    _mm256_storeu_ps,
    _mm256_maskstore_ps,
    _mm256_castps_si256
);
