//! The loops over a text with AVX2. AVX-512, which was tried, is no faster: the loops wait for the table of words.

use super::machine::{Class, LANES, Machine, WideSpace, Window, Work};
use crate::cpu::{Level, level};
use std::arch::x86_64::*;

/// Proof that the CPU has AVX2.
#[derive(Clone, Copy)]
struct Avx2(());

/// Runs the work with the instructions of the level in use; gives it back where that is the portable one.
#[inline(always)]
pub fn at_level<W: Work>(work: W) -> Result<W::Output, W> {
    match level() {
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx2 | Level::Avx512 => Ok(unsafe { avx2(work) }),
        Level::Portable => Err(work),
    }
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn avx2<W: Work>(work: W) -> W::Output {
    work.run(Avx2(()))
}

#[inline(always)]
fn ask<T>(value: &T) {
    // SAFETY: SSE is in the ABI floor; the address is one of a live value.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(value).cast()) };
}

/// A bit for each byte of two vectors whose top bit is set.
#[inline(always)]
unsafe fn mask(low: __m256i, high: __m256i) -> u64 {
    // SAFETY: the caller has proof of AVX2.
    unsafe {
        let low = u64::from(_mm256_movemask_epi8(low).cast_unsigned());
        low | u64::from(_mm256_movemask_epi8(high).cast_unsigned()) << 32
    }
}

#[inline(always)]
unsafe fn below_256(text: __m256i, first: i8, count: i8) -> __m256i {
    // SAFETY: the caller has proof of AVX2.
    unsafe {
        let moved = _mm256_sub_epi8(text, _mm256_set1_epi8(first));
        _mm256_cmpeq_epi8(_mm256_min_epu8(moved, _mm256_set1_epi8(count - 1)), moved)
    }
}

#[inline(always)]
unsafe fn is_256(bytes: __m256i, value: u8) -> __m256i {
    // SAFETY: the caller has proof of AVX2.
    unsafe { _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(value.cast_signed())) }
}

#[inline(always)]
unsafe fn or_256(a: __m256i, b: __m256i, c: __m256i) -> __m256i {
    // SAFETY: the caller has proof of AVX2.
    unsafe { _mm256_or_si256(_mm256_or_si256(a, b), c) }
}

/// Makes 32 bytes small; gives those that are white space, and the bytes as they were.
#[inline(always)]
unsafe fn classify_half(text: *const u8, low: *mut u8) -> (__m256i, __m256i) {
    // SAFETY: the caller has proof of AVX2, and of 32 bytes at both places.
    unsafe {
        let text = _mm256_loadu_si256(text.cast());
        let bit = _mm256_and_si256(below_256(text, 65, 26), _mm256_set1_epi8(32));
        _mm256_storeu_si256(low.cast(), _mm256_or_si256(text, bit));
        (_mm256_or_si256(below_256(text, 9, 5), below_256(text, 28, 5)), text)
    }
}

/// The first bytes of white space of two bytes and of three.
#[inline(always)]
unsafe fn wide_half(text: *const u8) -> (__m256i, __m256i) {
    // SAFETY: the caller has proof of AVX2, and of 34 bytes.
    unsafe {
        let first = _mm256_loadu_si256(text.cast());
        let second = _mm256_loadu_si256(text.wrapping_add(1).cast());
        let third = _mm256_loadu_si256(text.wrapping_add(2).cast());
        let to_200a = _mm256_cmpgt_epi8(_mm256_set1_epi8(0x8bu8.cast_signed()), third);
        let (second_80, third_80) = (is_256(second, 0x80), is_256(third, 0x80));
        let separator = or_256(is_256(third, 0xa8), is_256(third, 0xa9), is_256(third, 0xaf));
        let general = _mm256_and_si256(second_80, _mm256_or_si256(to_200a, separator));
        let mathematical = _mm256_and_si256(is_256(second, 0x81), is_256(third, 0x9f));
        let ogham = _mm256_and_si256(is_256(second, 0x9a), third_80);
        let ideographic = _mm256_and_si256(second_80, third_80);
        let next_line = _mm256_or_si256(is_256(second, 0x85), is_256(second, 0xa0));
        let three = or_256(
            _mm256_and_si256(is_256(first, 0xe2), _mm256_or_si256(general, mathematical)),
            _mm256_and_si256(is_256(first, 0xe1), ogham),
            _mm256_and_si256(is_256(first, 0xe3), ideographic),
        );
        (_mm256_and_si256(is_256(first, 0xc2), next_line), three)
    }
}

impl Machine for Avx2 {
    #[inline(always)]
    fn classify(self, text: &Window, low: &mut [u8; LANES]) -> Class {
        let (text, low) = (text.as_ptr(), low.as_mut_ptr());
        // SAFETY: the token is proof of the features; a window has twice 32 bytes and two, `low` has twice 32.
        unsafe {
            let (space, wide) = classify_half(text, low);
            let (space_above, wide_above) = classify_half(text.wrapping_add(32), low.wrapping_add(32));
            Class { space: mask(space, space_above), wide: mask(wide, wide_above) }
        }
    }

    #[inline(always)]
    fn wide_space(self, text: &Window) -> WideSpace {
        // SAFETY: the token is proof of the features; a window has twice 32 bytes and two.
        unsafe {
            let (two, three) = wide_half(text.as_ptr());
            let (two_above, three_above) = wide_half(text.as_ptr().wrapping_add(32));
            WideSpace { two: mask(two, two_above), three: mask(three, three_above) }
        }
    }

    #[inline(always)]
    fn prefetch<T>(self, value: &T) {
        ask(value);
    }
}
