//! Variances of a samples.

use super::slice::{strided, values as contiguous};
use super::statistics::{VARIANCE, spread};

/// Writes the variance of a sample, `len` doubles at `values`, the exact one rounded once, to `out`: the same
/// bits for any order and CPU. What the sum is if a value is infinite or NaN. Infinite on overflow.
/// ABICUS_INVALID_DATA if there are fewer than two elements. Reads `values` only during the call; O(len)
/// time, no allocation.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_f64(values: *const f64, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_f64", VARIANCE, contiguous(values, len), out) }
}

/// As `abicus_variance_f64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_f64_strided(
    values: *const f64,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_f64_strided", VARIANCE, strided(values, len, stride), out) }
}

/// As `abicus_variance_f64`, for `float`: the result is a double all the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_f32(values: *const f32, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_f32", VARIANCE, contiguous(values, len), out) }
}

/// As `abicus_variance_f32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_f32_strided(
    values: *const f32,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_f32_strided", VARIANCE, strided(values, len, stride), out) }
}

/// As `abicus_variance_f64`, for `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_i64(values: *const i64, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_i64", VARIANCE, contiguous(values, len), out) }
}

/// As `abicus_variance_i64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_i64_strided(
    values: *const i64,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_i64_strided", VARIANCE, strided(values, len, stride), out) }
}

/// As `abicus_variance_f64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_u64(values: *const u64, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_u64", VARIANCE, contiguous(values, len), out) }
}

/// As `abicus_variance_u64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_u64_strided(
    values: *const u64,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_u64_strided", VARIANCE, strided(values, len, stride), out) }
}

/// As `abicus_variance_f64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_i32(values: *const i32, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_i32", VARIANCE, contiguous(values, len), out) }
}

/// As `abicus_variance_i32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_i32_strided(
    values: *const i32,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_i32_strided", VARIANCE, strided(values, len, stride), out) }
}

/// As `abicus_variance_f64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_u32(values: *const u32, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_u32", VARIANCE, contiguous(values, len), out) }
}

/// As `abicus_variance_u32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_u32_strided(
    values: *const u32,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_u32_strided", VARIANCE, strided(values, len, stride), out) }
}

/// As `abicus_variance_f64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_i16(values: *const i16, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_i16", VARIANCE, contiguous(values, len), out) }
}

/// As `abicus_variance_i16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_i16_strided(
    values: *const i16,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_i16_strided", VARIANCE, strided(values, len, stride), out) }
}

/// As `abicus_variance_f64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_u16(values: *const u16, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_u16", VARIANCE, contiguous(values, len), out) }
}

/// As `abicus_variance_u16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_u16_strided(
    values: *const u16,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_u16_strided", VARIANCE, strided(values, len, stride), out) }
}

/// As `abicus_variance_f64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_i8(values: *const i8, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_i8", VARIANCE, contiguous(values, len), out) }
}

/// As `abicus_variance_i8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_i8_strided(
    values: *const i8,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_i8_strided", VARIANCE, strided(values, len, stride), out) }
}

/// As `abicus_variance_f64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_u8(values: *const u8, len: usize, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_u8", VARIANCE, contiguous(values, len), out) }
}

/// As `abicus_variance_u8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_variance_u8_strided(
    values: *const u8,
    len: usize,
    stride: isize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { spread("abicus_variance_u8_strided", VARIANCE, strided(values, len, stride), out) }
}
