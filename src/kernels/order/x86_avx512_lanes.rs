//! Keys in vectors of AVX-512: what the sort needs of lanes of 64 and of 32 bits.
//!
//! The functions are made to be inlined into functions compiled for the level, and are called from those alone.

use std::arch::x86_64::*;

/// Intrinsics in a function of [`Lane`].
macro_rules! avx512 {
    ($($body:tt)*) => {{
        // SAFETY: as the trait requires of the caller.
        unsafe { $($body)* }
    }};
}

/// A signed integer that fills one lane, with its vectors' operations.
///
/// # Safety
/// Every unsafe function needs AVX-512 F, BW, DQ and VL; those with pointers need room for the lanes they name.
pub trait Lane: Copy + Ord + Send + Sync + 'static {
    /// Lanes in a vector.
    const WIDTH: usize;
    /// The least key.
    const LEAST: Self;
    /// The greatest key, with which vectors are filled up.
    const GREATEST: Self;

    /// No bits.
    const ZERO: Self;

    /// The next greater key.
    fn next(self) -> Self;
    /// The same key in every lane.
    unsafe fn splat(key: Self) -> __m512i;
    /// The keys at `place`.
    unsafe fn load(place: *const Self) -> __m512i;
    /// The first `count` keys at `place`, then those of `rest`.
    unsafe fn load_first(place: *const Self, count: usize, rest: __m512i) -> __m512i;
    /// Writes all lanes.
    unsafe fn store(place: *mut Self, vector: __m512i);
    /// Writes the first `count` lanes.
    unsafe fn store_first(place: *mut Self, count: usize, vector: __m512i);
    /// Which lanes are less than those of `bound`.
    unsafe fn below(vector: __m512i, bound: __m512i) -> u32;
    /// Writes the lanes of `mask` from `left` on and the others up to `right`; what stands in the rest of a vector's
    /// width beside each is overwritten.
    unsafe fn split(vector: __m512i, mask: u32, left: *mut Self, right: *mut Self);
    /// Writes the first `count` lanes so, and nothing else; returns how many went to the left.
    unsafe fn split_exact(
        vector: __m512i,
        mask: u32,
        count: usize,
        left: *mut Self,
        right: *mut Self,
    ) -> usize;
    /// The lesser of each pair of lanes.
    unsafe fn lesser(a: __m512i, b: __m512i) -> __m512i;
    /// The greater of each pair of lanes.
    unsafe fn greater(a: __m512i, b: __m512i) -> __m512i;
    /// No bits, or all bits, by the lane's sign.
    unsafe fn signs(vector: __m512i) -> __m512i;
    /// Lanes in reverse order within groups of `group`.
    unsafe fn reverse(vector: __m512i, group: usize) -> __m512i;
    /// Lanes exchanged with those `distance` away, a power of two.
    unsafe fn exchange(vector: __m512i, distance: usize) -> __m512i;
    /// The lanes of `b` whose number has the bit `bit`, the others of `a`.
    unsafe fn blend(a: __m512i, b: __m512i, bit: usize) -> __m512i;
    /// The lanes of both vectors by turns: the first half of them, and the second.
    unsafe fn zip(a: __m512i, b: __m512i) -> (__m512i, __m512i);
}

/// The lanes whose number has the bit `bit`.
#[inline(always)]
const fn lanes_with(bit: usize) -> u16 {
    match bit {
        1 => 0xaaaa,
        2 => 0xcccc,
        4 => 0xf0f0,
        _ => 0xff00,
    }
}

/// For each mask of eight lanes, the numbers of those in it, then of the others.
static SPLITS: [[u8; 8]; 256] = {
    let mut splits = [[0; 8]; 256];
    let mut mask = 0;
    while mask < 256 {
        let (mut lane, mut place) = (0, 0);
        while lane < 16 {
            if (mask >> (lane & 7) & 1 == 1) == (lane < 8) {
                splits[mask][place] = lane as u8 & 7;
                place += 1;
            }
            lane += 1;
        }
        mask += 1;
    }
    splits
};

impl Lane for i64 {
    const WIDTH: usize = 8;
    const LEAST: i64 = i64::MIN;
    const GREATEST: i64 = i64::MAX;
    const ZERO: i64 = 0;

    #[inline(always)]
    fn next(self) -> i64 {
        self.wrapping_add(1)
    }
    #[inline(always)]
    unsafe fn splat(key: i64) -> __m512i {
        avx512! { _mm512_set1_epi64(key) }
    }
    #[inline(always)]
    unsafe fn load(place: *const i64) -> __m512i {
        avx512! { _mm512_loadu_epi64(place) }
    }
    #[inline(always)]
    unsafe fn load_first(place: *const i64, count: usize, rest: __m512i) -> __m512i {
        avx512! { _mm512_mask_loadu_epi64(rest, ((1u32 << count.min(8)) - 1) as u8, place) }
    }
    #[inline(always)]
    unsafe fn store(place: *mut i64, vector: __m512i) {
        avx512! { _mm512_storeu_epi64(place, vector) }
    }
    #[inline(always)]
    unsafe fn store_first(place: *mut i64, count: usize, vector: __m512i) {
        avx512! { _mm512_mask_storeu_epi64(place, ((1u32 << count.min(8)) - 1) as u8, vector) }
    }
    #[inline(always)]
    unsafe fn below(vector: __m512i, bound: __m512i) -> u32 {
        avx512! { u32::from(_mm512_cmplt_epi64_mask(vector, bound)) }
    }
    #[inline(always)]
    unsafe fn split(vector: __m512i, mask: u32, left: *mut i64, right: *mut i64) {
        avx512! {
            let order = _mm512_cvtepu8_epi64(_mm_loadl_epi64(SPLITS.as_ptr().add(mask as usize).cast()));
            let ordered = _mm512_permutexvar_epi64(order, vector);
            _mm512_storeu_epi64(left, ordered);
            _mm512_storeu_epi64(right.wrapping_sub(8), ordered);
        }
    }
    #[inline(always)]
    unsafe fn split_exact(
        vector: __m512i,
        mask: u32,
        count: usize,
        left: *mut i64,
        right: *mut i64,
    ) -> usize {
        avx512! {
            let all = ((1u32 << count.min(8)) - 1) as u8;
            let (mask, others) = (mask as u8 & all, !(mask as u8) & all);
            let (first, rest) = (mask.count_ones() as usize, others.count_ones() as usize);
            Self::store_first(left, first, _mm512_maskz_compress_epi64(mask, vector));
            Self::store_first(right.wrapping_sub(rest), rest, _mm512_maskz_compress_epi64(others, vector));
            first
        }
    }
    #[inline(always)]
    unsafe fn lesser(a: __m512i, b: __m512i) -> __m512i {
        avx512! { _mm512_min_epi64(a, b) }
    }
    #[inline(always)]
    unsafe fn greater(a: __m512i, b: __m512i) -> __m512i {
        avx512! { _mm512_max_epi64(a, b) }
    }
    #[inline(always)]
    unsafe fn signs(vector: __m512i) -> __m512i {
        avx512! { _mm512_srai_epi64::<63>(vector) }
    }
    #[inline(always)]
    unsafe fn reverse(vector: __m512i, group: usize) -> __m512i {
        avx512! {
            match group {
                2 => _mm512_shuffle_epi32::<0x4e>(vector),
                4 => _mm512_permutex_epi64::<0x1b>(vector),
                _ => _mm512_permutexvar_epi64(_mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7), vector),
            }
        }
    }
    #[inline(always)]
    unsafe fn exchange(vector: __m512i, distance: usize) -> __m512i {
        avx512! {
            match distance {
                1 => _mm512_shuffle_epi32::<0x4e>(vector),
                2 => _mm512_permutex_epi64::<0x4e>(vector),
                _ => _mm512_shuffle_i64x2::<0x4e>(vector, vector),
            }
        }
    }
    #[inline(always)]
    unsafe fn blend(a: __m512i, b: __m512i, bit: usize) -> __m512i {
        avx512! { _mm512_mask_blend_epi64(lanes_with(bit) as u8, a, b) }
    }
    #[inline(always)]
    unsafe fn zip(a: __m512i, b: __m512i) -> (__m512i, __m512i) {
        avx512! {
            let first = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
            let second = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
            (_mm512_permutex2var_epi64(a, first, b), _mm512_permutex2var_epi64(a, second, b))
        }
    }
}

impl Lane for i32 {
    const WIDTH: usize = 16;
    const LEAST: i32 = i32::MIN;
    const GREATEST: i32 = i32::MAX;
    const ZERO: i32 = 0;

    #[inline(always)]
    fn next(self) -> i32 {
        self.wrapping_add(1)
    }
    #[inline(always)]
    unsafe fn splat(key: i32) -> __m512i {
        avx512! { _mm512_set1_epi32(key) }
    }
    #[inline(always)]
    unsafe fn load(place: *const i32) -> __m512i {
        avx512! { _mm512_loadu_epi32(place) }
    }
    #[inline(always)]
    unsafe fn load_first(place: *const i32, count: usize, rest: __m512i) -> __m512i {
        avx512! { _mm512_mask_loadu_epi32(rest, ((1u32 << count.min(16)) - 1) as u16, place) }
    }
    #[inline(always)]
    unsafe fn store(place: *mut i32, vector: __m512i) {
        avx512! { _mm512_storeu_epi32(place, vector) }
    }
    #[inline(always)]
    unsafe fn store_first(place: *mut i32, count: usize, vector: __m512i) {
        avx512! { _mm512_mask_storeu_epi32(place, ((1u32 << count.min(16)) - 1) as u16, vector) }
    }
    #[inline(always)]
    unsafe fn below(vector: __m512i, bound: __m512i) -> u32 {
        avx512! { u32::from(_mm512_cmplt_epi32_mask(vector, bound)) }
    }
    #[inline(always)]
    unsafe fn split(vector: __m512i, mask: u32, left: *mut i32, right: *mut i32) {
        avx512! {
            let mask = mask as u16;
            _mm512_storeu_epi32(left, _mm512_maskz_compress_epi32(mask, vector));
            let others = 16 - mask.count_ones();
            let rest = _mm512_maskz_compress_epi32(!mask, vector);
            _mm512_mask_storeu_epi32(right.wrapping_sub(others as usize), ((1u32 << others) - 1) as u16, rest);
        }
    }
    #[inline(always)]
    unsafe fn split_exact(
        vector: __m512i,
        mask: u32,
        count: usize,
        left: *mut i32,
        right: *mut i32,
    ) -> usize {
        avx512! {
            let all = ((1u32 << count.min(16)) - 1) as u16;
            let (mask, others) = (mask as u16 & all, !(mask as u16) & all);
            let (first, rest) = (mask.count_ones() as usize, others.count_ones() as usize);
            Self::store_first(left, first, _mm512_maskz_compress_epi32(mask, vector));
            Self::store_first(right.wrapping_sub(rest), rest, _mm512_maskz_compress_epi32(others, vector));
            first
        }
    }
    #[inline(always)]
    unsafe fn lesser(a: __m512i, b: __m512i) -> __m512i {
        avx512! { _mm512_min_epi32(a, b) }
    }
    #[inline(always)]
    unsafe fn greater(a: __m512i, b: __m512i) -> __m512i {
        avx512! { _mm512_max_epi32(a, b) }
    }
    #[inline(always)]
    unsafe fn signs(vector: __m512i) -> __m512i {
        avx512! { _mm512_srai_epi32::<31>(vector) }
    }
    #[inline(always)]
    unsafe fn reverse(vector: __m512i, group: usize) -> __m512i {
        avx512! {
            match group {
                2 => _mm512_shuffle_epi32::<0xb1>(vector),
                4 => _mm512_shuffle_epi32::<0x1b>(vector),
                8 => {
                    let order = _mm512_set_epi32(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
                    _mm512_permutexvar_epi32(order, vector)
                }
                _ => {
                    let order = _mm512_set_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
                    _mm512_permutexvar_epi32(order, vector)
                }
            }
        }
    }
    #[inline(always)]
    unsafe fn exchange(vector: __m512i, distance: usize) -> __m512i {
        avx512! {
            match distance {
                1 => _mm512_shuffle_epi32::<0xb1>(vector),
                2 => _mm512_shuffle_epi32::<0x4e>(vector),
                4 => _mm512_permutex_epi64::<0x4e>(vector),
                _ => _mm512_shuffle_i64x2::<0x4e>(vector, vector),
            }
        }
    }
    #[inline(always)]
    unsafe fn blend(a: __m512i, b: __m512i, bit: usize) -> __m512i {
        avx512! { _mm512_mask_blend_epi32(lanes_with(bit), a, b) }
    }
    #[inline(always)]
    unsafe fn zip(a: __m512i, b: __m512i) -> (__m512i, __m512i) {
        avx512! {
            let first = _mm512_set_epi32(23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
            let second = _mm512_set_epi32(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8);
            (_mm512_permutex2var_epi32(a, first, b), _mm512_permutex2var_epi32(a, second, b))
        }
    }
}
