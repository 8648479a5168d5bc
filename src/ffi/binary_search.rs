//! Where a value is among sorted ones.

use super::guard;
use super::slice::{self, Elements, check_output, strided, write};
use super::status::Failure;
use crate::float_mode;
use crate::kernels::order::search::{self, Key};
use crate::kernels::view::Input;

/// Checks, searches in the default floating-point mode, writes.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
unsafe fn find<T: Key>(name: &str, elements: Elements<T>, x: T, out: *mut i64) -> i32 {
    guard::call(name, || -> Result<(), Failure> {
        check_output("out", out)?;
        let search = |input: &Input<T>| search::find(input, 0..elements.len, x.widen());
        // SAFETY: the caller's elements, as the header requires.
        let place = unsafe { elements.lend(|input| float_mode::with_default(|| search(input))) }?;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, place.map_or(-1, |place| place as i64)) };
        Ok(())
    })
}

/// Writes the position of the first of the `len` sorted doubles at `values` that equals `x` to `out`, or -1 if none
/// does. Equal are 0.0 and -0.0, NaN equals nothing. Reads `values` only during the call; O(log len) time, no
/// allocation.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_f64(
    values: *const f64,
    len: usize,
    x: f64,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_f64", slice::values(values, len), x, out) }
}

/// As `abicus_binary_search_f64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_f64_strided(
    values: *const f64,
    len: usize,
    stride: isize,
    x: f64,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_f64_strided", strided(values, len, stride), x, out) }
}

/// As `abicus_binary_search_f64`, for `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_f32(
    values: *const f32,
    len: usize,
    x: f32,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_f32", slice::values(values, len), x, out) }
}

/// As `abicus_binary_search_f32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_f32_strided(
    values: *const f32,
    len: usize,
    stride: isize,
    x: f32,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_f32_strided", strided(values, len, stride), x, out) }
}

/// As `abicus_binary_search_f64`, for `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_i64(
    values: *const i64,
    len: usize,
    x: i64,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_i64", slice::values(values, len), x, out) }
}

/// As `abicus_binary_search_i64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_i64_strided(
    values: *const i64,
    len: usize,
    stride: isize,
    x: i64,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_i64_strided", strided(values, len, stride), x, out) }
}

/// As `abicus_binary_search_f64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_u64(
    values: *const u64,
    len: usize,
    x: u64,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_u64", slice::values(values, len), x, out) }
}

/// As `abicus_binary_search_u64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_u64_strided(
    values: *const u64,
    len: usize,
    stride: isize,
    x: u64,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_u64_strided", strided(values, len, stride), x, out) }
}

/// As `abicus_binary_search_f64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_i32(
    values: *const i32,
    len: usize,
    x: i32,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_i32", slice::values(values, len), x, out) }
}

/// As `abicus_binary_search_i32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_i32_strided(
    values: *const i32,
    len: usize,
    stride: isize,
    x: i32,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_i32_strided", strided(values, len, stride), x, out) }
}

/// As `abicus_binary_search_f64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_u32(
    values: *const u32,
    len: usize,
    x: u32,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_u32", slice::values(values, len), x, out) }
}

/// As `abicus_binary_search_u32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_u32_strided(
    values: *const u32,
    len: usize,
    stride: isize,
    x: u32,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_u32_strided", strided(values, len, stride), x, out) }
}

/// As `abicus_binary_search_f64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_i16(
    values: *const i16,
    len: usize,
    x: i16,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_i16", slice::values(values, len), x, out) }
}

/// As `abicus_binary_search_i16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_i16_strided(
    values: *const i16,
    len: usize,
    stride: isize,
    x: i16,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_i16_strided", strided(values, len, stride), x, out) }
}

/// As `abicus_binary_search_f64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_u16(
    values: *const u16,
    len: usize,
    x: u16,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_u16", slice::values(values, len), x, out) }
}

/// As `abicus_binary_search_u16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_u16_strided(
    values: *const u16,
    len: usize,
    stride: isize,
    x: u16,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_u16_strided", strided(values, len, stride), x, out) }
}

/// As `abicus_binary_search_f64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_i8(values: *const i8, len: usize, x: i8, out: *mut i64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_i8", slice::values(values, len), x, out) }
}

/// As `abicus_binary_search_i8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_i8_strided(
    values: *const i8,
    len: usize,
    stride: isize,
    x: i8,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_i8_strided", strided(values, len, stride), x, out) }
}

/// As `abicus_binary_search_f64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_u8(values: *const u8, len: usize, x: u8, out: *mut i64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_u8", slice::values(values, len), x, out) }
}

/// As `abicus_binary_search_u8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_binary_search_u8_strided(
    values: *const u8,
    len: usize,
    stride: isize,
    x: u8,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_binary_search_u8_strided", strided(values, len, stride), x, out) }
}
