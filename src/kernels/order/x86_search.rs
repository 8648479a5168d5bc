//! Lines compared with AVX-512, and the search compiled for it.

use super::search_cells::{self, CROWDED, Cell, Doubts, REST_BITS};
use super::search_keys::{KEYS, Key};
use super::search_leaf::SliceLeaf;
use super::search_lines::{Lines, Portable};
use super::search_table::Table;
use super::search_tree::Tree;
use crate::cpu::{self, Level};
use std::any::TypeId;
use std::arch::x86_64::*;

/// Keys and results are asked for so many keys ahead.
const AHEAD: usize = 2 * KEYS;

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
    pub fn find_in_table<T: Key>(self, table: &Table<T>, values: &[T], keys: &[T], out: &mut [i64]) {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,bmi1,bmi2,popcnt")]
        fn kernel<T: Key>(lines: Avx512, table: &Table<T>, values: &[T], keys: &[T], out: &mut [i64]) {
            table.find_all(lines, values, keys, out);
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(self, table, values, keys, out) }
    }

    /// [`Table::fill`], compiled for AVX-512.
    pub fn fill_table<T: Key>(self, table: &mut Table<T>, values: &[T], count: usize) -> bool {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,bmi1,bmi2,popcnt")]
        fn kernel<T: Key>(table: &mut Table<T>, values: &[T], count: usize) -> bool {
            table.fill(values, count)
        }
        // SAFETY: the token is proof of the features.
        unsafe { kernel(table, values, count) }
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

    #[inline(always)]
    fn look_up<T>(
        self,
        cells: &[Cell],
        places: &[u64; KEYS],
        keys: &[T],
        distinct: bool,
        out: &mut [i64; KEYS],
        doubts: &mut Doubts,
    ) -> (usize, usize) {
        // SAFETY: the token is proof of the features.
        unsafe { look_up(cells, places, keys, distinct, out, doubts) }
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

/// [`super::search_cells::look_up`], eight keys at a time.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,bmi1,bmi2,popcnt")]
#[inline]
fn look_up<T>(
    cells: &[Cell],
    places: &[u64; KEYS],
    keys: &[T],
    distinct: bool,
    out: &mut [i64; KEYS],
    doubts: &mut Doubts,
) -> (usize, usize) {
    // Twice the number of a bucket is in the 32 bits above the rest.
    let numbers_end = _mm512_set1_epi32(u32::try_from(cells.len() * 2).map_or(0, u32::cast_signed));
    let mut outside = 0;
    for eight in places.as_chunks::<8>().0 {
        // SAFETY: eight places are 64 bytes.
        let numbers = _mm512_srli_epi64::<REST_BITS>(unsafe { _mm512_loadu_epi64(eight.as_ptr().cast()) });
        outside |= _mm512_mask_cmpge_epu32_mask(0x5555, numbers, numbers_end)
            | _mm512_mask_test_epi32_mask(0x5555, numbers, _mm512_set1_epi32(1));
    }
    if outside != 0 {
        return search_cells::look_up(cells, places, keys.len(), distinct, out, doubts);
    }
    let cells = cells.as_ptr().cast::<u8>();
    // The rest of a place, for each word of a quarter of a cell.
    let spread = _mm512_broadcast_i32x4(_mm_set_epi8(9, 8, 9, 8, 9, 8, 9, 8, 1, 0, 1, 0, 1, 0, 1, 0));
    let one = _mm512_set1_epi16(1);
    let starts = _mm512_set1_epi64((CROWDED - 1).into());
    let crowded = _mm512_set1_epi64(CROWDED.into());
    // A cell begins with its start.
    let (rests_low, rests_high) = (0xcccc_cccc, u32::MAX);
    let compared = if distinct { 0 } else { u32::MAX };
    let mut indices = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    let (mut besides, mut crowds) = (0, 0);
    let groups = places.as_chunks::<8>().0.iter().zip(out.as_chunks_mut::<8>().0);
    for (group, (places, out)) in groups.take(keys.len().div_ceil(8)).enumerate() {
        Avx512(()).prefetch(keys, AHEAD + 8 * group);
        Avx512(()).prefetch(out, AHEAD);
        macro_rules! cell {
            ($index:literal) => {{
                // SAFETY: within the place, and any bits are a number (taken by halves of memory, since the compiler would
                // rather take vectors apart).
                let number = unsafe { (&raw const places[$index]).byte_add(2).cast::<u32>().read_unaligned() };
                // SAFETY: the number is even and less than twice the number of cells, as was seen above. A cell is aligned
                // and of 16 bytes.
                unsafe { _mm_load_si128(cells.add(number as usize * 8).cast()) }
            }};
        }
        macro_rules! four_cells {
            ($a:literal $b:literal $c:literal $d:literal) => {
                _mm512_inserti64x4::<1>(
                    _mm512_castsi256_si512(_mm256_set_m128i(cell!($b), cell!($a))),
                    _mm256_set_m128i(cell!($d), cell!($c)),
                )
            };
        }
        let (even, odd) = (four_cells!(0 2 4 6), four_cells!(1 3 5 7));
        let (low, high) = (_mm512_unpacklo_epi64(even, odd), _mm512_unpackhi_epi64(even, odd));
        // SAFETY: eight places are 64 bytes.
        let rest = _mm512_shuffle_epi8(unsafe { _mm512_loadu_epi64(places.as_ptr().cast()) }, spread);
        let below = _mm512_maskz_mov_epi16(_mm512_mask_cmplt_epu16_mask(rests_low, low, rest), one);
        let below = _mm512_mask_add_epi16(below, _mm512_cmplt_epu16_mask(high, rest), below, one);
        let below = _mm512_sad_epu8(below, _mm512_setzero_si512());
        let found = _mm512_add_epi64(below, _mm512_and_si512(low, starts));
        // SAFETY: eight positions are 64 bytes.
        unsafe { _mm512_storeu_epi64(out.as_mut_ptr(), found) };
        let beside = _mm512_mask_cmpeq_epu16_mask(rests_low & compared, low, rest)
            | _mm512_mask_cmpeq_epu16_mask(rests_high & compared, high, rest);
        if beside != 0 {
            let words = _mm512_movm_epi16(beside);
            besides += note(_mm512_test_epi64_mask(words, words), indices, &mut doubts.beside, besides);
        }
        let crowd = _mm512_test_epi64_mask(low, crowded);
        if crowd != 0 {
            crowds += note(crowd, indices, &mut doubts.crowded, crowds);
        }
        indices = _mm256_add_epi32(indices, _mm256_set1_epi32(8));
    }
    (besides, crowds)
}

/// Writes those of the indices that a mask has, from number `first` on; returns how many.
#[target_feature(enable = "avx512f,avx512vl,avx2,popcnt")]
#[inline]
fn note(mask: __mmask8, indices: __m256i, noted: &mut [u32; KEYS], first: usize) -> usize {
    if let Some(slots) = noted.get_mut(first..first + 8) {
        // SAFETY: eight indices are 32 bytes.
        unsafe { _mm256_storeu_si256(slots.as_mut_ptr().cast(), _mm256_maskz_compress_epi32(mask, indices)) };
    }
    mask.count_ones() as usize
}
