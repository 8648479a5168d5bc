//! Quantiles.

use super::slice::{strided, values as contiguous};
use super::statistics::quantiles;

/// Writes the `parts - 1` points that cut `len` doubles at `values` into `parts` groups of equal probability
/// to `out`, which has room for `room` doubles. `inclusive`: 0 takes the data for a sample, beyond whose ends
/// more may lie, 1 for a population. Each is interpolated between two elements as Python's
/// `statistics.quantiles` does. ABICUS_INVALID_DATA if there are no elements or one is NaN;
/// ABICUS_INVALID_ARGUMENT if `parts` is 0 or `inclusive` neither 0 nor 1; ABICUS_BUFFER_TOO_SMALL. Reads
/// `values` only during the call, and does not change them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_f64(
    values: *const f64,
    len: usize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { quantiles("abicus_quantiles_f64", contiguous(values, len), parts, inclusive, out, room) }
}

/// As `abicus_quantiles_f64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_f64_strided(
    values: *const f64,
    len: usize,
    stride: isize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        quantiles("abicus_quantiles_f64_strided", strided(values, len, stride), parts, inclusive, out, room)
    }
}

/// As `abicus_quantiles_f64`, for `float`: the result is a double all the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_f32(
    values: *const f32,
    len: usize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { quantiles("abicus_quantiles_f32", contiguous(values, len), parts, inclusive, out, room) }
}

/// As `abicus_quantiles_f32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_f32_strided(
    values: *const f32,
    len: usize,
    stride: isize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        quantiles("abicus_quantiles_f32_strided", strided(values, len, stride), parts, inclusive, out, room)
    }
}

/// As `abicus_quantiles_f64`, for `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_i64(
    values: *const i64,
    len: usize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { quantiles("abicus_quantiles_i64", contiguous(values, len), parts, inclusive, out, room) }
}

/// As `abicus_quantiles_i64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_i64_strided(
    values: *const i64,
    len: usize,
    stride: isize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        quantiles("abicus_quantiles_i64_strided", strided(values, len, stride), parts, inclusive, out, room)
    }
}

/// As `abicus_quantiles_f64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_u64(
    values: *const u64,
    len: usize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { quantiles("abicus_quantiles_u64", contiguous(values, len), parts, inclusive, out, room) }
}

/// As `abicus_quantiles_u64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_u64_strided(
    values: *const u64,
    len: usize,
    stride: isize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        quantiles("abicus_quantiles_u64_strided", strided(values, len, stride), parts, inclusive, out, room)
    }
}

/// As `abicus_quantiles_f64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_i32(
    values: *const i32,
    len: usize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { quantiles("abicus_quantiles_i32", contiguous(values, len), parts, inclusive, out, room) }
}

/// As `abicus_quantiles_i32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_i32_strided(
    values: *const i32,
    len: usize,
    stride: isize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        quantiles("abicus_quantiles_i32_strided", strided(values, len, stride), parts, inclusive, out, room)
    }
}

/// As `abicus_quantiles_f64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_u32(
    values: *const u32,
    len: usize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { quantiles("abicus_quantiles_u32", contiguous(values, len), parts, inclusive, out, room) }
}

/// As `abicus_quantiles_u32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_u32_strided(
    values: *const u32,
    len: usize,
    stride: isize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        quantiles("abicus_quantiles_u32_strided", strided(values, len, stride), parts, inclusive, out, room)
    }
}

/// As `abicus_quantiles_f64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_i16(
    values: *const i16,
    len: usize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { quantiles("abicus_quantiles_i16", contiguous(values, len), parts, inclusive, out, room) }
}

/// As `abicus_quantiles_i16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_i16_strided(
    values: *const i16,
    len: usize,
    stride: isize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        quantiles("abicus_quantiles_i16_strided", strided(values, len, stride), parts, inclusive, out, room)
    }
}

/// As `abicus_quantiles_f64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_u16(
    values: *const u16,
    len: usize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { quantiles("abicus_quantiles_u16", contiguous(values, len), parts, inclusive, out, room) }
}

/// As `abicus_quantiles_u16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_u16_strided(
    values: *const u16,
    len: usize,
    stride: isize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        quantiles("abicus_quantiles_u16_strided", strided(values, len, stride), parts, inclusive, out, room)
    }
}

/// As `abicus_quantiles_f64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_i8(
    values: *const i8,
    len: usize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { quantiles("abicus_quantiles_i8", contiguous(values, len), parts, inclusive, out, room) }
}

/// As `abicus_quantiles_i8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_i8_strided(
    values: *const i8,
    len: usize,
    stride: isize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        quantiles("abicus_quantiles_i8_strided", strided(values, len, stride), parts, inclusive, out, room)
    }
}

/// As `abicus_quantiles_f64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_u8(
    values: *const u8,
    len: usize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { quantiles("abicus_quantiles_u8", contiguous(values, len), parts, inclusive, out, room) }
}

/// As `abicus_quantiles_u8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_quantiles_u8_strided(
    values: *const u8,
    len: usize,
    stride: isize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        quantiles("abicus_quantiles_u8_strided", strided(values, len, stride), parts, inclusive, out, room)
    }
}
