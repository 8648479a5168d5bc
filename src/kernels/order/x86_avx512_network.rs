//! Sorting networks in registers: up to 32 vectors of keys.
//!
//! The keys stand in rows (vectors) and columns (lanes). The columns are sorted by the best known networks, then
//! merged two by two, four by four and so on by Batcher's bitonic merge: where a column ends, the next goes on. At the
//! end rows and columns are exchanged.

use super::x86_avx512_lanes::Lane;
use std::arch::x86_64::{__m512i, _mm512_and_si512, _mm512_xor_si512};

/// Most rows.
pub const ROWS: usize = 32;

/// How keys become the values they stand for, and these the keys: `key ^ (sign(key) & flipped) ^ turned`. One of the
/// two is without bits.
#[derive(Clone, Copy)]
pub struct Finish<L> {
    /// The bits that negative keys have flipped (floats).
    pub flipped: L,
    /// The bits that all keys have flipped (unsigned integers).
    pub turned: L,
}

impl<L: Lane> Finish<L> {
    /// No change: signed integers.
    pub const NOTHING: Self = Finish { flipped: L::ZERO, turned: L::ZERO };

    /// Keys to values, or values to keys.
    ///
    /// # Safety
    /// The CPU has AVX-512.
    #[inline(always)]
    pub unsafe fn apply(self, keys: __m512i) -> __m512i {
        // SAFETY: as the caller promises.
        unsafe {
            let flipped = _mm512_and_si512(L::signs(keys), L::splat(self.flipped));
            _mm512_xor_si512(_mm512_xor_si512(keys, flipped), L::splat(self.turned))
        }
    }
}

/// Sorts rows `a` and `b` within each column.
#[inline(always)]
unsafe fn sort_two<L: Lane, const R: usize>(rows: &mut [__m512i; R], a: usize, b: usize) {
    // SAFETY: as the caller promises.
    unsafe { (rows[a], rows[b]) = (L::lesser(rows[a], rows[b]), L::greater(rows[a], rows[b])) }
}

macro_rules! network {
    ($rows:ident from $start:expr; $($a:literal $b:literal),*) => {{
        $( sort_two::<L, R>($rows, $start + $a, $start + $b); )*
    }};
}

/// Sorts each column of 16 rows from `start` on, by Green's network.
#[inline(always)]
unsafe fn sort_sixteen<L: Lane, const R: usize>(rows: &mut [__m512i; R], start: usize) {
    // SAFETY: as the caller promises.
    unsafe {
        network!(rows from start;
            0 13, 1 12, 2 15, 3 14, 4 8, 5 6, 7 11, 9 10,
            0 5, 1 7, 2 9, 3 4, 6 13, 8 14, 10 15, 11 12,
            0 1, 2 3, 4 5, 6 8, 7 9, 10 11, 12 13, 14 15,
            0 2, 1 3, 4 10, 5 11, 6 7, 8 9, 12 14, 13 15,
            1 2, 3 12, 4 6, 5 7, 8 10, 9 11, 13 14,
            1 4, 2 6, 5 8, 7 10, 9 13, 11 14,
            2 4, 3 6, 9 12, 11 13,
            3 5, 6 8, 7 9, 10 12,
            3 4, 5 6, 7 8, 9 10, 11 12,
            6 7, 8 9)
    }
}

/// Sorts each column of a power of two of rows.
#[inline(always)]
unsafe fn sort_columns<L: Lane, const R: usize>(rows: &mut [__m512i; R]) {
    // SAFETY: as the caller promises.
    unsafe {
        match R {
            2 => network!(rows from 0; 0 1),
            4 => network!(rows from 0; 0 1, 2 3, 0 2, 1 3, 1 2),
            8 => network!(rows from 0;
                0 2, 1 3, 4 6, 5 7, 0 4, 1 5, 2 6, 3 7, 0 1, 2 3, 4 5, 6 7, 2 4, 3 5, 1 4, 3 6, 1 2, 3 4, 5 6),
            16 => sort_sixteen::<L, R>(rows, 0),
            32 => {
                sort_sixteen::<L, R>(rows, 0);
                sort_sixteen::<L, R>(rows, 16);
                for row in 0..16 {
                    sort_two::<L, R>(rows, row, 31 - row);
                }
                merge_rows::<L, R>(rows, 8);
            }
            _ => {}
        }
    }
}

/// Sorts each row with the row `distance` below it, within each column.
#[inline(always)]
unsafe fn sort_rows_apart<L: Lane, const R: usize>(rows: &mut [__m512i; R], distance: usize) {
    if distance < R {
        for pair in 0..R / 2 {
            let row = pair / distance * 2 * distance + pair % distance;
            // SAFETY: as the caller promises.
            unsafe { sort_two::<L, R>(rows, row, row + distance) };
        }
    }
}

/// Merges within each column, from rows `most` apart down to neighbours.
#[inline(always)]
unsafe fn merge_rows<L: Lane, const R: usize>(rows: &mut [__m512i; R], most: usize) {
    // SAFETY: as the caller promises.
    unsafe {
        if most >= 16 {
            sort_rows_apart::<L, R>(rows, 16);
        }
        sort_rows_apart::<L, R>(rows, 8);
        sort_rows_apart::<L, R>(rows, 4);
        sort_rows_apart::<L, R>(rows, 2);
        sort_rows_apart::<L, R>(rows, 1);
    }
}

/// Sorts each lane with the lane `distance` to the right, within each row.
#[inline(always)]
unsafe fn merge_lanes<L: Lane, const R: usize>(rows: &mut [__m512i; R], distance: usize) {
    for row in rows {
        // SAFETY: as the caller promises.
        unsafe {
            let other = L::exchange(*row, distance);
            *row = L::blend(L::lesser(*row, other), L::greater(*row, other), distance);
        }
    }
}

/// Merges groups of `width` columns two by two.
#[inline(always)]
unsafe fn merge_columns<L: Lane, const R: usize>(rows: &mut [__m512i; R], width: usize) {
    // SAFETY: as the caller promises.
    unsafe {
        // The first key of a group with the last of the next, and so on: rows and lanes run against each other.
        if R == 1 {
            let other = L::reverse(rows[0], 2 * width);
            rows[0] = L::blend(L::lesser(rows[0], other), L::greater(rows[0], other), width);
        }
        for row in 0..R / 2 {
            let other = L::reverse(rows[R - 1 - row], 2 * width);
            let (least, greatest) = (L::lesser(rows[row], other), L::greater(rows[row], other));
            rows[row] = L::blend(least, greatest, width);
            rows[R - 1 - row] = L::reverse(L::blend(greatest, least, width), 2 * width);
        }
        if width > 4 {
            merge_lanes::<L, R>(rows, 4);
        }
        if width > 2 {
            merge_lanes::<L, R>(rows, 2);
        }
        if width > 1 {
            merge_lanes::<L, R>(rows, 1);
        }
        merge_rows::<L, R>(rows, 16);
    }
}

/// Exchanges rows and columns of as many rows as `R`, at most as many as there are lanes.
#[inline(always)]
unsafe fn transpose<L: Lane, const R: usize>(rows: &mut [__m512i]) {
    if let Some(rows) = rows.first_chunk_mut::<R>() {
        let mut rounds = R;
        while rounds > 1 {
            let before = *rows;
            for row in 0..R / 2 {
                // SAFETY: as the caller promises.
                (rows[2 * row], rows[2 * row + 1]) = unsafe { L::zip(before[row], before[row + R / 2]) };
            }
            rounds /= 2;
        }
    }
}

/// The sorted keys of all rows, by columns: one column goes on where the one before it ends.
#[inline(always)]
pub unsafe fn sort_rows<L: Lane, const R: usize>(rows: &mut [__m512i; R]) {
    // SAFETY: as the caller promises.
    unsafe {
        sort_columns::<L, R>(rows);
        merge_columns::<L, R>(rows, 1);
        merge_columns::<L, R>(rows, 2);
        merge_columns::<L, R>(rows, 4);
        if L::WIDTH > 8 {
            merge_columns::<L, R>(rows, 8);
        }
    }
}

/// Sorts keys of more than half as many rows as `R` and at most as many, and finishes them.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn sort_in_rows<L: Lane, const R: usize>(keys: &mut [L], finish: Finish<L>) {
    let (place, len) = (keys.as_mut_ptr(), keys.len());
    // SAFETY: the first half of the rows lies within the keys, the others are masked.
    unsafe {
        let fill = L::splat(L::GREATEST);
        let mut rows = [fill; R];
        for (row, keys) in rows.iter_mut().enumerate() {
            let first = row * L::WIDTH;
            *keys = if row < R / 2 {
                L::load(place.wrapping_add(first))
            } else {
                L::load_first(place.wrapping_add(first), len.saturating_sub(first), fill)
            };
        }
        sort_rows::<L, R>(&mut rows);
        let side = R.min(L::WIDTH);
        let parts = R / side;
        for part in rows.chunks_exact_mut(side) {
            match side {
                2 => transpose::<L, 2>(part),
                4 => transpose::<L, 4>(part),
                8 => transpose::<L, 8>(part),
                16 => transpose::<L, 16>(part),
                _ => {}
            }
        }
        for row in 0..R {
            let first = row * L::WIDTH;
            let keys = finish.apply(rows[row / parts + row % parts * side]);
            if row < R / 2 {
                L::store(place.wrapping_add(first), keys);
            } else {
                L::store_first(place.wrapping_add(first), len.saturating_sub(first), keys);
            }
        }
    }
}

/// Sorts at most [`ROWS`] vectors of keys and finishes them.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
pub fn sort_few<L: Lane>(keys: &mut [L], finish: Finish<L>) {
    match keys.len().div_ceil(L::WIDTH) {
        0 => {}
        1 => sort_in_rows::<L, 1>(keys, finish),
        2 => sort_in_rows::<L, 2>(keys, finish),
        3..=4 => sort_in_rows::<L, 4>(keys, finish),
        5..=8 => sort_in_rows::<L, 8>(keys, finish),
        9..=16 => sort_in_rows::<L, 16>(keys, finish),
        _ => sort_in_rows::<L, 32>(keys, finish),
    }
}
