//! Lines compared with AVX-512, and the search compiled for it.

use super::search_keys::Key;
use super::search_leaf::SliceLeaf;
use super::search_lines::{Lines, Portable};
use super::search_table::Table;
use super::search_tree::Tree;
use crate::cpu::{self, Level};
use std::any::TypeId;
use std::arch::x86_64::*;

/// Proof that the CPU has AVX-512.
#[derive(Clone, Copy)]
pub struct Avx512(());

impl Avx512 {
    /// The token, if the CPU has what it stands for and the level in use is this one.
    #[inline(always)]
    pub fn new() -> Option<Self> {
        (cpu::level() == Level::Avx512).then_some(Avx512(()))
    }

    /// [`Table::find_all`], compiled for AVX-512.
    #[inline(always)]
    pub fn find_in_table<T: Key>(self, table: &Table, values: &[T], keys: &[T], out: &mut [i64]) {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,bmi1,bmi2,popcnt")]
        fn kernel<T: Key>(lines: Avx512, table: &Table, values: &[T], keys: &[T], out: &mut [i64]) {
            table.find_all(lines, values, keys, out);
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, table, values, keys, out) }
    }

    /// [`Tree::find_all`], compiled for AVX-512.
    #[inline(always)]
    pub fn find_in_tree<T: Key>(self, tree: &Tree<T>, leaf: &SliceLeaf<T>, keys: &[T], out: &mut [i64]) {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,bmi1,bmi2,popcnt")]
        fn kernel<T: Key>(lines: Avx512, tree: &Tree<T>, leaf: &SliceLeaf<T>, keys: &[T], out: &mut [i64]) {
            tree.find_all(lines, leaf, keys, out);
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, tree, leaf, keys, out) }
    }
}

impl Lines for Avx512 {
    #[inline(always)]
    fn below<T: Key>(self, values: &[T], start: usize, key: T) -> usize {
        if values.len() < T::WIDTH || start > values.len() - T::WIDTH {
            return Portable.below(values, start, key);
        }
        macro_rules! compare {
            ($($type:ty: $load:ident $splat:ident $compare:ident $lane:ty;)*) => {$(
                // Decided when the code is compiled.
                if TypeId::of::<T>() == TypeId::of::<$type>() {
                    // SAFETY: the token is proof of the features; T is this type; `T::WIDTH` elements are 64 bytes, and
                    // from `start` on there are so many.
                    return unsafe {
                        let key = std::mem::transmute_copy::<T, $lane>(&key);
                        let line = $load(values.as_ptr().add(start).cast());
                        $compare(line, $splat(key)).count_ones() as usize
                    };
                }
            )*};
        }
        compare! {
            i64: _mm512_loadu_epi64 _mm512_set1_epi64 _mm512_cmplt_epi64_mask i64;
            u64: _mm512_loadu_epi64 _mm512_set1_epi64 _mm512_cmplt_epu64_mask i64;
            i32: _mm512_loadu_epi32 _mm512_set1_epi32 _mm512_cmplt_epi32_mask i32;
            u32: _mm512_loadu_epi32 _mm512_set1_epi32 _mm512_cmplt_epu32_mask i32;
            f64: _mm512_loadu_pd _mm512_set1_pd less_pd f64;
            f32: _mm512_loadu_ps _mm512_set1_ps less_ps f32;
        }
        0
    }

    #[inline(always)]
    fn prefetch<T>(self, values: &[T], place: usize) {
        let address = values.as_ptr().wrapping_add(place).cast::<i8>();
        // SAFETY: SSE is in the ABI floor; a prefetch reads nothing, whatever the address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(address) };
    }
}

/// # Safety
/// The CPU has AVX-512.
#[inline(always)]
unsafe fn less_pd(a: __m512d, b: __m512d) -> __mmask8 {
    // SAFETY: as the caller promises.
    unsafe { _mm512_cmp_pd_mask::<_CMP_LT_OQ>(a, b) }
}

/// # Safety
/// The CPU has AVX-512.
#[inline(always)]
unsafe fn less_ps(a: __m512, b: __m512) -> __mmask16 {
    // SAFETY: as the caller promises.
    unsafe { _mm512_cmp_ps_mask::<_CMP_LT_OQ>(a, b) }
}
