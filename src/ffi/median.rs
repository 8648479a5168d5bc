//! Medians.

use super::slice::{strided, values as contiguous};
use super::statistics::median;

/// Writes the median of `len` doubles at `values` to `out`: the element in the middle of the sorted order, or
/// half the sum of the two there. ABICUS_INVALID_DATA if there are no elements or one is NaN. Reads `values`
/// only during the call, and does not change them; O(len) time, memory for about a tenth of the elements, or
/// all of a few (ABICUS_OUT_OF_MEMORY).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_f64(values: *const f64, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_f64", contiguous(values, len), out) }
}

/// As `abicus_median_f64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_f64_strided(
    values: *const f64,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_f64_strided", strided(values, len, stride), out) }
}

/// As `abicus_median_f64`, for `float`: the result is a double all the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_f32(values: *const f32, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_f32", contiguous(values, len), out) }
}

/// As `abicus_median_f32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_f32_strided(
    values: *const f32,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_f32_strided", strided(values, len, stride), out) }
}

/// As `abicus_median_f64`, for `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_i64(values: *const i64, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_i64", contiguous(values, len), out) }
}

/// As `abicus_median_i64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_i64_strided(
    values: *const i64,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_i64_strided", strided(values, len, stride), out) }
}

/// As `abicus_median_f64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_u64(values: *const u64, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_u64", contiguous(values, len), out) }
}

/// As `abicus_median_u64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_u64_strided(
    values: *const u64,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_u64_strided", strided(values, len, stride), out) }
}

/// As `abicus_median_f64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_i32(values: *const i32, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_i32", contiguous(values, len), out) }
}

/// As `abicus_median_i32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_i32_strided(
    values: *const i32,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_i32_strided", strided(values, len, stride), out) }
}

/// As `abicus_median_f64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_u32(values: *const u32, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_u32", contiguous(values, len), out) }
}

/// As `abicus_median_u32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_u32_strided(
    values: *const u32,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_u32_strided", strided(values, len, stride), out) }
}

/// As `abicus_median_f64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_i16(values: *const i16, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_i16", contiguous(values, len), out) }
}

/// As `abicus_median_i16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_i16_strided(
    values: *const i16,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_i16_strided", strided(values, len, stride), out) }
}

/// As `abicus_median_f64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_u16(values: *const u16, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_u16", contiguous(values, len), out) }
}

/// As `abicus_median_u16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_u16_strided(
    values: *const u16,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_u16_strided", strided(values, len, stride), out) }
}

/// As `abicus_median_f64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_i8(values: *const i8, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_i8", contiguous(values, len), out) }
}

/// As `abicus_median_i8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_i8_strided(
    values: *const i8,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_i8_strided", strided(values, len, stride), out) }
}

/// As `abicus_median_f64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_u8(values: *const u8, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_u8", contiguous(values, len), out) }
}

/// As `abicus_median_u8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_median_u8_strided(
    values: *const u8,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { median("abicus_median_u8_strided", strided(values, len, stride), out) }
}
