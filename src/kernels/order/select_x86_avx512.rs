//! The pass of a selection over large data, with AVX-512.

use super::select::{PART, Pass, VECTOR};
use crate::cpu::{self, Level};
use std::arch::x86_64::*;

/// Whether the passes of this file may be called.
#[inline(always)]
pub fn available() -> bool {
    cpu::level() == Level::Avx512
}

/// `a ^ (b & c)`.
const XOR_AND: i32 = 0xf0 ^ (0xcc & 0xaa);

/// A pass over at most [`PART`] elements of a type; `None` if the CPU has no AVX-512. It writes to the beginning of
/// `slots`, which has room for as many and a vector more.
macro_rules! passes {
    ($($name:ident: $value:ty, $key:ty, $mask:ty, $width:literal, $load:ident, $splat:ident, $above:ident, $below:ident,
        $compress:ident, $store:ident, $order:ident $(, $nan:ident $shift:ident)?;)*) => {$(
        #[inline]
        pub fn $name(part: &[$value], low: $key, high: $key, slots: &mut [$key; PART + VECTOR]) -> Option<Pass> {
            #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,popcnt,bmi1,bmi2")]
            fn kernel(part: &[$value], low: $key, high: $key, slots: &mut [$key; PART + VECTOR]) -> Pass {
                let mut pass = Pass::default();
                let (low, high) = ($splat(low), $splat(high));
                for chunk in part.chunks($width) {
                    let lanes: $mask = if chunk.len() < $width { (1 << chunk.len()) - 1 } else { !0 };
                    // SAFETY: lanes beyond the chunk are not read.
                    let bits = unsafe { $load(lanes, chunk.as_ptr().cast()) };
                    $(pass.nan |= $nan(lanes, bits) != 0;)?
                    let key = $order!(bits $(, $shift)?);
                    let above = $above(lanes, key, low);
                    let inside = $below(above, key, high);
                    // A part is no longer than PART.
                    let Some(room) = slots.get_mut(pass.inside..pass.inside + $width) else { return pass };
                    // SAFETY: a vector's room. Only the first lanes count, the others are overwritten.
                    unsafe { $store(room.as_mut_ptr().cast(), $compress(inside, key)) };
                    pass.above_low += above.count_ones() as usize;
                    pass.inside += inside.count_ones() as usize;
                }
                pass
            }
            // SAFETY: the CPU has AVX-512.
            available().then(|| unsafe { kernel(part, low, high, slots) })
        }
    )*};
}

macro_rules! as_it_is {
    ($bits:expr) => {
        $bits
    };
}

macro_rules! biased_64 {
    ($bits:expr) => {
        _mm512_xor_si512($bits, _mm512_set1_epi64(i64::MIN))
    };
}

macro_rules! biased_32 {
    ($bits:expr) => {
        _mm512_xor_si512($bits, _mm512_set1_epi32(i32::MIN))
    };
}

/// The key of a float: its magnitude's bits are flipped if it is negative.
macro_rules! float_64 {
    ($bits:expr, $shift:ident) => {
        _mm512_ternarylogic_epi64::<XOR_AND>($bits, $shift::<63>($bits), _mm512_set1_epi64(i64::MAX))
    };
}

macro_rules! float_32 {
    ($bits:expr, $shift:ident) => {
        _mm512_ternarylogic_epi32::<XOR_AND>($bits, $shift::<31>($bits), _mm512_set1_epi32(i32::MAX))
    };
}

#[inline]
#[target_feature(enable = "avx512f")]
fn nan_64(lanes: __mmask8, bits: __m512i) -> __mmask8 {
    let value = _mm512_castsi512_pd(bits);
    _mm512_mask_cmp_pd_mask::<_CMP_UNORD_Q>(lanes, value, value)
}

#[inline]
#[target_feature(enable = "avx512f")]
fn nan_32(lanes: __mmask16, bits: __m512i) -> __mmask16 {
    let value = _mm512_castsi512_ps(bits);
    _mm512_mask_cmp_ps_mask::<_CMP_UNORD_Q>(lanes, value, value)
}

passes! {
    pass_f64: f64, i64, __mmask8, 8, _mm512_maskz_loadu_epi64, _mm512_set1_epi64, _mm512_mask_cmpgt_epi64_mask,
        _mm512_mask_cmplt_epi64_mask, _mm512_maskz_compress_epi64, _mm512_storeu_epi64, float_64,
        nan_64 _mm512_srai_epi64;
    pass_i64: i64, i64, __mmask8, 8, _mm512_maskz_loadu_epi64, _mm512_set1_epi64, _mm512_mask_cmpgt_epi64_mask,
        _mm512_mask_cmplt_epi64_mask, _mm512_maskz_compress_epi64, _mm512_storeu_epi64, as_it_is;
    pass_u64: u64, i64, __mmask8, 8, _mm512_maskz_loadu_epi64, _mm512_set1_epi64, _mm512_mask_cmpgt_epi64_mask,
        _mm512_mask_cmplt_epi64_mask, _mm512_maskz_compress_epi64, _mm512_storeu_epi64, biased_64;
    pass_f32: f32, i32, __mmask16, 16, _mm512_maskz_loadu_epi32, _mm512_set1_epi32, _mm512_mask_cmpgt_epi32_mask,
        _mm512_mask_cmplt_epi32_mask, _mm512_maskz_compress_epi32, _mm512_storeu_epi32, float_32,
        nan_32 _mm512_srai_epi32;
    pass_i32: i32, i32, __mmask16, 16, _mm512_maskz_loadu_epi32, _mm512_set1_epi32, _mm512_mask_cmpgt_epi32_mask,
        _mm512_mask_cmplt_epi32_mask, _mm512_maskz_compress_epi32, _mm512_storeu_epi32, as_it_is;
    pass_u32: u32, i32, __mmask16, 16, _mm512_maskz_loadu_epi32, _mm512_set1_epi32, _mm512_mask_cmpgt_epi32_mask,
        _mm512_mask_cmplt_epi32_mask, _mm512_maskz_compress_epi32, _mm512_storeu_epi32, biased_32;
}
