//! Positions in an index.

use super::index::{IndexHandle, search};
use super::searchsorted::queries as elements_of;

/// Writes the position of each of the `count` doubles at `queries` among the sorted values of the index to the `count`
/// integers at `out`, as `abicus_searchsorted_f64` does. NaN is not among the sorted values. The index may be of any
/// type: nothing is rounded. At most O(count log len) time, no allocation unless `out` is misaligned or overlaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_f64(
    index: *const IndexHandle,
    queries: *const f64,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { search("abicus_index_search_f64", index, elements_of(queries, count, None), side, threads, out) }
}

/// As `abicus_index_search_f64`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_f64_strided(
    index: *const IndexHandle,
    queries: *const f64,
    count: usize,
    stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_index_search_f64_strided",
            index,
            elements_of(queries, count, Some(stride)),
            side,
            threads,
            out,
        )
    }
}

/// As `abicus_index_search_f64`, for queries of `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_f32(
    index: *const IndexHandle,
    queries: *const f32,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { search("abicus_index_search_f32", index, elements_of(queries, count, None), side, threads, out) }
}

/// As `abicus_index_search_f32`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_f32_strided(
    index: *const IndexHandle,
    queries: *const f32,
    count: usize,
    stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_index_search_f32_strided",
            index,
            elements_of(queries, count, Some(stride)),
            side,
            threads,
            out,
        )
    }
}

/// As `abicus_index_search_f64`, for queries of `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_i64(
    index: *const IndexHandle,
    queries: *const i64,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { search("abicus_index_search_i64", index, elements_of(queries, count, None), side, threads, out) }
}

/// As `abicus_index_search_i64`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_i64_strided(
    index: *const IndexHandle,
    queries: *const i64,
    count: usize,
    stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_index_search_i64_strided",
            index,
            elements_of(queries, count, Some(stride)),
            side,
            threads,
            out,
        )
    }
}

/// As `abicus_index_search_f64`, for queries of `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_u64(
    index: *const IndexHandle,
    queries: *const u64,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { search("abicus_index_search_u64", index, elements_of(queries, count, None), side, threads, out) }
}

/// As `abicus_index_search_u64`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_u64_strided(
    index: *const IndexHandle,
    queries: *const u64,
    count: usize,
    stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_index_search_u64_strided",
            index,
            elements_of(queries, count, Some(stride)),
            side,
            threads,
            out,
        )
    }
}

/// As `abicus_index_search_f64`, for queries of `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_i32(
    index: *const IndexHandle,
    queries: *const i32,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { search("abicus_index_search_i32", index, elements_of(queries, count, None), side, threads, out) }
}

/// As `abicus_index_search_i32`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_i32_strided(
    index: *const IndexHandle,
    queries: *const i32,
    count: usize,
    stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_index_search_i32_strided",
            index,
            elements_of(queries, count, Some(stride)),
            side,
            threads,
            out,
        )
    }
}

/// As `abicus_index_search_f64`, for queries of `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_u32(
    index: *const IndexHandle,
    queries: *const u32,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { search("abicus_index_search_u32", index, elements_of(queries, count, None), side, threads, out) }
}

/// As `abicus_index_search_u32`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_u32_strided(
    index: *const IndexHandle,
    queries: *const u32,
    count: usize,
    stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_index_search_u32_strided",
            index,
            elements_of(queries, count, Some(stride)),
            side,
            threads,
            out,
        )
    }
}

/// As `abicus_index_search_f64`, for queries of `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_i16(
    index: *const IndexHandle,
    queries: *const i16,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { search("abicus_index_search_i16", index, elements_of(queries, count, None), side, threads, out) }
}

/// As `abicus_index_search_i16`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_i16_strided(
    index: *const IndexHandle,
    queries: *const i16,
    count: usize,
    stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_index_search_i16_strided",
            index,
            elements_of(queries, count, Some(stride)),
            side,
            threads,
            out,
        )
    }
}

/// As `abicus_index_search_f64`, for queries of `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_u16(
    index: *const IndexHandle,
    queries: *const u16,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { search("abicus_index_search_u16", index, elements_of(queries, count, None), side, threads, out) }
}

/// As `abicus_index_search_u16`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_u16_strided(
    index: *const IndexHandle,
    queries: *const u16,
    count: usize,
    stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_index_search_u16_strided",
            index,
            elements_of(queries, count, Some(stride)),
            side,
            threads,
            out,
        )
    }
}

/// As `abicus_index_search_f64`, for queries of `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_i8(
    index: *const IndexHandle,
    queries: *const i8,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { search("abicus_index_search_i8", index, elements_of(queries, count, None), side, threads, out) }
}

/// As `abicus_index_search_i8`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_i8_strided(
    index: *const IndexHandle,
    queries: *const i8,
    count: usize,
    stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_index_search_i8_strided",
            index,
            elements_of(queries, count, Some(stride)),
            side,
            threads,
            out,
        )
    }
}

/// As `abicus_index_search_f64`, for queries of `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_u8(
    index: *const IndexHandle,
    queries: *const u8,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { search("abicus_index_search_u8", index, elements_of(queries, count, None), side, threads, out) }
}

/// As `abicus_index_search_u8`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_search_u8_strided(
    index: *const IndexHandle,
    queries: *const u8,
    count: usize,
    stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_index_search_u8_strided",
            index,
            elements_of(queries, count, Some(stride)),
            side,
            threads,
            out,
        )
    }
}
