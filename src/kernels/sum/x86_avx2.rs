//! Vectors of AVX2, and the kernels compiled for it.

use super::enclosure::{self, Enclosure};
use super::exact::Specials;
use super::lanes::{Lanes, Load};
use super::table::Table;
use super::windows::{self, Split, Sums};
use crate::cpu::{self, Level};
use std::arch::x86_64::*;

/// Proof that the CPU has AVX2.
#[derive(Clone, Copy)]
pub struct Avx2(());

impl Avx2 {
    /// The token, if the CPU has what it stands for and the level in use is this one.
    #[inline(always)]
    pub fn new() -> Option<Self> {
        (cpu::level() == Level::Avx2).then_some(Avx2(()))
    }

    /// [`enclosure::add_values`], compiled for AVX2.
    #[inline(always)]
    pub fn add_values<E: Load>(self, total: &mut Enclosure, values: &[E]) {
        #[target_feature(enable = "avx2,fma,bmi1,bmi2")]
        fn kernel<E: Load>(lanes: Avx2, total: &mut Enclosure, values: &[E]) {
            enclosure::add_values(lanes, total, values);
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, total, values) }
    }

    /// [`enclosure::add_products`], compiled for AVX2.
    #[inline(always)]
    pub fn add_products<E: Load>(self, total: &mut Enclosure, a: &[E], b: &[E]) {
        #[target_feature(enable = "avx2,fma,bmi1,bmi2")]
        fn kernel<E: Load>(lanes: Avx2, total: &mut Enclosure, a: &[E], b: &[E]) {
            enclosure::add_products(lanes, total, a, b);
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, total, a, b) }
    }

    /// [`windows::sum_block`], compiled for AVX2.
    #[inline]
    pub fn sum_block<const N: usize>(self, values: &[f64], top: &mut i32) -> Sums<N> {
        #[target_feature(enable = "avx2,fma,bmi1,bmi2")]
        fn kernel<const N: usize>(lanes: Avx2, values: &[f64], top: &mut i32) -> Sums<N> {
            windows::sum_block(lanes, values, top)
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, values, top) }
    }

    /// [`Table::add`], compiled for AVX2.
    #[inline]
    pub fn add_to_table<'a>(
        self,
        table: &mut Table,
        specials: &mut Specials,
        values: &'a [f64],
    ) -> &'a [f64] {
        #[target_feature(enable = "avx2,fma,bmi1,bmi2")]
        fn kernel<'a>(table: &mut Table, specials: &mut Specials, values: &'a [f64]) -> &'a [f64] {
            table.add(specials, values)
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(table, specials, values) }
    }

    /// [`windows::sum_products`], compiled for AVX2.
    #[inline]
    pub fn sum_products<const N: usize>(self, a: &[f64], b: &[f64], top: &mut i32) -> Sums<N> {
        #[target_feature(enable = "avx2,fma,bmi1,bmi2")]
        fn kernel<const N: usize>(lanes: Avx2, a: &[f64], b: &[f64], top: &mut i32) -> Sums<N> {
            windows::sum_products(lanes, a, b, top)
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, a, b, top) }
    }

    /// [`windows::split_products`], compiled for AVX2.
    #[inline]
    pub fn split_products(self, a: &[f64], b: &[f64], products: &mut [f64], errors: &mut [f64]) -> Split {
        #[target_feature(enable = "avx2,fma,bmi1,bmi2")]
        fn kernel(lanes: Avx2, a: &[f64], b: &[f64], products: &mut [f64], errors: &mut [f64]) -> Split {
            windows::split_products(lanes, a, b, products, errors)
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, a, b, products, errors) }
    }
}

/// An expression of intrinsics.
macro_rules! avx2 {
    ($expression:expr) => {
        // SAFETY: the token `self` is proof of the features; loads and stores are within the slice given.
        unsafe { $expression }
    };
}

impl Lanes for Avx2 {
    type Vector = __m256d;
    const WIDTH: usize = 4;
    const FUSED: bool = true;

    #[inline(always)]
    fn splat(self, value: f64) -> __m256d {
        avx2!(_mm256_set1_pd(value))
    }

    #[inline(always)]
    fn load(self, values: &[f64]) -> __m256d {
        if values.len() >= 4 {
            return avx2!(_mm256_loadu_pd(values.as_ptr()));
        }
        let mut padded = [0.0; 4];
        padded.iter_mut().zip(values).for_each(|(slot, &value)| *slot = value);
        avx2!(_mm256_loadu_pd(padded.as_ptr()))
    }

    #[inline(always)]
    fn load_f32(self, values: &[f32]) -> __m256d {
        if values.len() >= 4 {
            return avx2!(_mm256_cvtps_pd(_mm_loadu_ps(values.as_ptr())));
        }
        let mut padded = [0.0; 4];
        padded.iter_mut().zip(values).for_each(|(slot, &value)| *slot = value);
        avx2!(_mm256_cvtps_pd(_mm_loadu_ps(padded.as_ptr())))
    }

    #[inline(always)]
    fn store(self, a: __m256d, slots: &mut [f64]) {
        if slots.len() >= 4 {
            avx2!(_mm256_storeu_pd(slots.as_mut_ptr(), a))
        }
    }

    #[inline(always)]
    fn add(self, a: __m256d, b: __m256d) -> __m256d {
        avx2!(_mm256_add_pd(a, b))
    }

    #[inline(always)]
    fn sub(self, a: __m256d, b: __m256d) -> __m256d {
        avx2!(_mm256_sub_pd(a, b))
    }

    #[inline(always)]
    fn mul(self, a: __m256d, b: __m256d) -> __m256d {
        avx2!(_mm256_mul_pd(a, b))
    }

    #[inline(always)]
    fn product_error(self, a: __m256d, b: __m256d, product: __m256d) -> __m256d {
        avx2!(_mm256_fmsub_pd(a, b, product))
    }

    #[inline(always)]
    fn mul_add(self, a: __m256d, b: __m256d, c: __m256d) -> __m256d {
        avx2!(_mm256_fmadd_pd(a, b, c))
    }

    #[inline(always)]
    fn mul_sub<const EXACT: bool>(self, a: __m256d, b: __m256d, c: __m256d) -> __m256d {
        avx2!(_mm256_fmsub_pd(a, b, c))
    }

    #[inline(always)]
    fn neg_mul_add(self, a: __m256d, b: __m256d, c: __m256d) -> __m256d {
        avx2!(_mm256_fnmadd_pd(a, b, c))
    }

    #[inline(always)]
    fn abs(self, a: __m256d) -> __m256d {
        avx2!(_mm256_andnot_pd(_mm256_set1_pd(-0.0), a))
    }

    #[inline(always)]
    fn max(self, a: __m256d, b: __m256d) -> __m256d {
        avx2!(_mm256_max_pd(a, b))
    }

    #[inline(always)]
    fn min(self, a: __m256d, b: __m256d) -> __m256d {
        avx2!(_mm256_min_pd(a, b))
    }

    #[inline(always)]
    fn or(self, a: __m256d, b: __m256d, c: __m256d) -> __m256d {
        avx2!(_mm256_or_pd(_mm256_or_pd(a, b), c))
    }

    #[inline(always)]
    fn or_xor(self, a: __m256d, b: __m256d, c: __m256d) -> __m256d {
        avx2!(_mm256_or_pd(a, _mm256_xor_pd(b, c)))
    }

    #[inline(always)]
    fn add_bits(self, a: __m256d, b: __m256d) -> __m256d {
        avx2!(_mm256_castsi256_pd(_mm256_add_epi64(_mm256_castpd_si256(a), _mm256_castpd_si256(b))))
    }

    #[inline(always)]
    fn sub_bits(self, a: __m256d, b: __m256d) -> __m256d {
        avx2!(_mm256_castsi256_pd(_mm256_sub_epi64(_mm256_castpd_si256(a), _mm256_castpd_si256(b))))
    }

    #[inline(always)]
    fn any(self, a: __m256d, bits: u64) -> bool {
        avx2!(_mm256_testz_si256(_mm256_castpd_si256(a), _mm256_set1_epi64x(bits.cast_signed())) == 0)
    }

    #[inline(always)]
    fn swap<const DISTANCE: usize>(self, a: __m256d) -> __m256d {
        match DISTANCE {
            2 => avx2!(_mm256_permute2f128_pd::<1>(a, a)),
            _ => avx2!(_mm256_permute_pd::<0b0101>(a)),
        }
    }

    #[inline(always)]
    fn first(self, a: __m256d) -> f64 {
        avx2!(_mm256_cvtsd_f64(a))
    }
}
