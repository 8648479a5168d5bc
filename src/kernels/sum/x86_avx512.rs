//! Vectors of AVX-512, and the kernels compiled for it.

use super::enclosure::{self, Enclosure};
use super::exact::Specials;
use super::lanes::{Lanes, Load};
use super::table::Table;
use super::windows::{self, Split, Sums};
use crate::cpu::{self, Level};
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

    /// [`enclosure::add_values`], compiled for AVX-512.
    #[inline(always)]
    pub fn add_values<E: Load>(self, total: &mut Enclosure, values: &[E]) {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,fma,bmi1,bmi2")]
        fn kernel<E: Load>(lanes: Avx512, total: &mut Enclosure, values: &[E]) {
            enclosure::add_values(lanes, total, values);
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, total, values) }
    }

    /// [`enclosure::add_products`], compiled for AVX-512.
    #[inline(always)]
    pub fn add_products<E: Load>(self, total: &mut Enclosure, a: &[E], b: &[E]) {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,fma,bmi1,bmi2")]
        fn kernel<E: Load>(lanes: Avx512, total: &mut Enclosure, a: &[E], b: &[E]) {
            enclosure::add_products(lanes, total, a, b);
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, total, a, b) }
    }

    /// [`windows::sum_block`], compiled for AVX-512.
    #[inline]
    pub fn sum_block<const N: usize>(self, values: &[f64], top: &mut i32) -> Sums<N> {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,fma,bmi1,bmi2")]
        fn kernel<const N: usize>(lanes: Avx512, values: &[f64], top: &mut i32) -> Sums<N> {
            windows::sum_block(lanes, values, top)
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, values, top) }
    }

    /// [`Table::add`], compiled for AVX-512.
    #[inline]
    pub fn add_to_table<'a>(
        self,
        table: &mut Table,
        specials: &mut Specials,
        values: &'a [f64],
    ) -> &'a [f64] {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,fma,bmi1,bmi2")]
        fn kernel<'a>(table: &mut Table, specials: &mut Specials, values: &'a [f64]) -> &'a [f64] {
            table.add(specials, values)
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(table, specials, values) }
    }

    /// [`windows::sum_products`], compiled for AVX-512.
    #[inline]
    pub fn sum_products<const N: usize>(self, a: &[f64], b: &[f64], top: &mut i32) -> Sums<N> {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,fma,bmi1,bmi2")]
        fn kernel<const N: usize>(lanes: Avx512, a: &[f64], b: &[f64], top: &mut i32) -> Sums<N> {
            windows::sum_products(lanes, a, b, top)
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, a, b, top) }
    }

    /// [`windows::split_products`], compiled for AVX-512.
    #[inline]
    pub fn split_products(self, a: &[f64], b: &[f64], products: &mut [f64], errors: &mut [f64]) -> Split {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,fma,bmi1,bmi2")]
        fn kernel(lanes: Avx512, a: &[f64], b: &[f64], products: &mut [f64], errors: &mut [f64]) -> Split {
            windows::split_products(lanes, a, b, products, errors)
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, a, b, products, errors) }
    }
}

/// An expression of intrinsics.
macro_rules! avx512 {
    ($expression:expr) => {
        // SAFETY: the token `self` is proof of the features; loads and stores are within the slice given.
        unsafe { $expression }
    };
}

impl Lanes for Avx512 {
    type Vector = __m512d;
    const WIDTH: usize = 8;
    const FUSED: bool = true;

    #[inline(always)]
    fn splat(self, value: f64) -> __m512d {
        avx512!(_mm512_set1_pd(value))
    }

    #[inline(always)]
    fn load(self, values: &[f64]) -> __m512d {
        if values.len() >= 8 {
            avx512!(_mm512_loadu_pd(values.as_ptr()))
        } else {
            avx512!(_mm512_maskz_loadu_pd((1u8 << values.len()) - 1, values.as_ptr()))
        }
    }

    #[inline(always)]
    fn load_f32(self, values: &[f32]) -> __m512d {
        if values.len() >= 8 {
            avx512!(_mm512_cvtps_pd(_mm256_loadu_ps(values.as_ptr())))
        } else {
            avx512!(_mm512_cvtps_pd(_mm256_maskz_loadu_ps((1u8 << values.len()) - 1, values.as_ptr())))
        }
    }

    #[inline(always)]
    fn store(self, a: __m512d, slots: &mut [f64]) {
        if slots.len() >= 8 {
            avx512!(_mm512_storeu_pd(slots.as_mut_ptr(), a))
        }
    }

    #[inline(always)]
    fn add(self, a: __m512d, b: __m512d) -> __m512d {
        avx512!(_mm512_add_pd(a, b))
    }

    #[inline(always)]
    fn sub(self, a: __m512d, b: __m512d) -> __m512d {
        avx512!(_mm512_sub_pd(a, b))
    }

    #[inline(always)]
    fn mul(self, a: __m512d, b: __m512d) -> __m512d {
        avx512!(_mm512_mul_pd(a, b))
    }

    #[inline(always)]
    fn product_error(self, a: __m512d, b: __m512d, product: __m512d) -> __m512d {
        avx512!(_mm512_fmsub_pd(a, b, product))
    }

    #[inline(always)]
    fn mul_add(self, a: __m512d, b: __m512d, c: __m512d) -> __m512d {
        avx512!(_mm512_fmadd_pd(a, b, c))
    }

    #[inline(always)]
    fn mul_sub<const EXACT: bool>(self, a: __m512d, b: __m512d, c: __m512d) -> __m512d {
        avx512!(_mm512_fmsub_pd(a, b, c))
    }

    #[inline(always)]
    fn neg_mul_add(self, a: __m512d, b: __m512d, c: __m512d) -> __m512d {
        avx512!(_mm512_fnmadd_pd(a, b, c))
    }

    #[inline(always)]
    fn abs(self, a: __m512d) -> __m512d {
        avx512!(_mm512_abs_pd(a))
    }

    #[inline(always)]
    fn max(self, a: __m512d, b: __m512d) -> __m512d {
        avx512!(_mm512_max_pd(a, b))
    }

    #[inline(always)]
    fn min(self, a: __m512d, b: __m512d) -> __m512d {
        avx512!(_mm512_min_pd(a, b))
    }

    #[inline(always)]
    fn or(self, a: __m512d, b: __m512d, c: __m512d) -> __m512d {
        const ANY: i32 = 0xfe;
        avx512!({
            let (a, b, c) = (_mm512_castpd_si512(a), _mm512_castpd_si512(b), _mm512_castpd_si512(c));
            _mm512_castsi512_pd(_mm512_ternarylogic_epi64::<ANY>(a, b, c))
        })
    }

    #[inline(always)]
    fn or_xor(self, a: __m512d, b: __m512d, c: __m512d) -> __m512d {
        const OR_XOR: i32 = 0xf0 | (0xcc ^ 0xaa);
        avx512!({
            let (a, b, c) = (_mm512_castpd_si512(a), _mm512_castpd_si512(b), _mm512_castpd_si512(c));
            _mm512_castsi512_pd(_mm512_ternarylogic_epi64::<OR_XOR>(a, b, c))
        })
    }

    #[inline(always)]
    fn add_bits(self, a: __m512d, b: __m512d) -> __m512d {
        avx512!(_mm512_castsi512_pd(_mm512_add_epi64(_mm512_castpd_si512(a), _mm512_castpd_si512(b))))
    }

    #[inline(always)]
    fn sub_bits(self, a: __m512d, b: __m512d) -> __m512d {
        avx512!(_mm512_castsi512_pd(_mm512_sub_epi64(_mm512_castpd_si512(a), _mm512_castpd_si512(b))))
    }

    #[inline(always)]
    fn any(self, a: __m512d, bits: u64) -> bool {
        avx512!(_mm512_test_epi64_mask(_mm512_castpd_si512(a), _mm512_set1_epi64(bits.cast_signed())) != 0)
    }

    #[inline(always)]
    fn swap<const DISTANCE: usize>(self, a: __m512d) -> __m512d {
        const HALVES: i32 = 0b01_00_11_10;
        match DISTANCE {
            4 => avx512!(_mm512_shuffle_f64x2::<HALVES>(a, a)),
            2 => avx512!(_mm512_permutex_pd::<HALVES>(a)),
            _ => avx512!(_mm512_permute_pd::<0b0101_0101>(a)),
        }
    }

    #[inline(always)]
    fn first(self, a: __m512d) -> f64 {
        avx512!(_mm512_cvtsd_f64(a))
    }
}
