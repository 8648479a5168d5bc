//! Membership in an index.

use super::index::{IndexHandle, contains};
use super::searchsorted::queries as elements_of;

/// Writes for each of the `count` doubles at `queries` whether it equals a value of the index, 1 or 0, to the `count`
/// bytes at `out`. NaN equals nothing. The index may be of any type: nothing is rounded. O(count) time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_f64(
    index: *const IndexHandle,
    queries: *const f64,
    count: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { contains("abicus_index_contains_f64", index, elements_of(queries, count, None), out) }
}

/// As `abicus_index_contains_f64`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_f64_strided(
    index: *const IndexHandle,
    queries: *const f64,
    count: usize,
    stride: isize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        contains("abicus_index_contains_f64_strided", index, elements_of(queries, count, Some(stride)), out)
    }
}

/// As `abicus_index_contains_f64`, for queries of `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_f32(
    index: *const IndexHandle,
    queries: *const f32,
    count: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { contains("abicus_index_contains_f32", index, elements_of(queries, count, None), out) }
}

/// As `abicus_index_contains_f32`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_f32_strided(
    index: *const IndexHandle,
    queries: *const f32,
    count: usize,
    stride: isize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        contains("abicus_index_contains_f32_strided", index, elements_of(queries, count, Some(stride)), out)
    }
}

/// As `abicus_index_contains_f64`, for queries of `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_i64(
    index: *const IndexHandle,
    queries: *const i64,
    count: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { contains("abicus_index_contains_i64", index, elements_of(queries, count, None), out) }
}

/// As `abicus_index_contains_i64`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_i64_strided(
    index: *const IndexHandle,
    queries: *const i64,
    count: usize,
    stride: isize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        contains("abicus_index_contains_i64_strided", index, elements_of(queries, count, Some(stride)), out)
    }
}

/// As `abicus_index_contains_f64`, for queries of `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_u64(
    index: *const IndexHandle,
    queries: *const u64,
    count: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { contains("abicus_index_contains_u64", index, elements_of(queries, count, None), out) }
}

/// As `abicus_index_contains_u64`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_u64_strided(
    index: *const IndexHandle,
    queries: *const u64,
    count: usize,
    stride: isize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        contains("abicus_index_contains_u64_strided", index, elements_of(queries, count, Some(stride)), out)
    }
}

/// As `abicus_index_contains_f64`, for queries of `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_i32(
    index: *const IndexHandle,
    queries: *const i32,
    count: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { contains("abicus_index_contains_i32", index, elements_of(queries, count, None), out) }
}

/// As `abicus_index_contains_i32`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_i32_strided(
    index: *const IndexHandle,
    queries: *const i32,
    count: usize,
    stride: isize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        contains("abicus_index_contains_i32_strided", index, elements_of(queries, count, Some(stride)), out)
    }
}

/// As `abicus_index_contains_f64`, for queries of `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_u32(
    index: *const IndexHandle,
    queries: *const u32,
    count: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { contains("abicus_index_contains_u32", index, elements_of(queries, count, None), out) }
}

/// As `abicus_index_contains_u32`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_u32_strided(
    index: *const IndexHandle,
    queries: *const u32,
    count: usize,
    stride: isize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        contains("abicus_index_contains_u32_strided", index, elements_of(queries, count, Some(stride)), out)
    }
}

/// As `abicus_index_contains_f64`, for queries of `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_i16(
    index: *const IndexHandle,
    queries: *const i16,
    count: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { contains("abicus_index_contains_i16", index, elements_of(queries, count, None), out) }
}

/// As `abicus_index_contains_i16`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_i16_strided(
    index: *const IndexHandle,
    queries: *const i16,
    count: usize,
    stride: isize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        contains("abicus_index_contains_i16_strided", index, elements_of(queries, count, Some(stride)), out)
    }
}

/// As `abicus_index_contains_f64`, for queries of `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_u16(
    index: *const IndexHandle,
    queries: *const u16,
    count: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { contains("abicus_index_contains_u16", index, elements_of(queries, count, None), out) }
}

/// As `abicus_index_contains_u16`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_u16_strided(
    index: *const IndexHandle,
    queries: *const u16,
    count: usize,
    stride: isize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        contains("abicus_index_contains_u16_strided", index, elements_of(queries, count, Some(stride)), out)
    }
}

/// As `abicus_index_contains_f64`, for queries of `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_i8(
    index: *const IndexHandle,
    queries: *const i8,
    count: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { contains("abicus_index_contains_i8", index, elements_of(queries, count, None), out) }
}

/// As `abicus_index_contains_i8`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_i8_strided(
    index: *const IndexHandle,
    queries: *const i8,
    count: usize,
    stride: isize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        contains("abicus_index_contains_i8_strided", index, elements_of(queries, count, Some(stride)), out)
    }
}

/// As `abicus_index_contains_f64`, for queries of `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_u8(
    index: *const IndexHandle,
    queries: *const u8,
    count: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { contains("abicus_index_contains_u8", index, elements_of(queries, count, None), out) }
}

/// As `abicus_index_contains_u8`, for queries `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_contains_u8_strided(
    index: *const IndexHandle,
    queries: *const u8,
    count: usize,
    stride: isize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        contains("abicus_index_contains_u8_strided", index, elements_of(queries, count, Some(stride)), out)
    }
}
