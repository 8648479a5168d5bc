//! How many elements are even.

use super::guard;
use super::slice::{self, Elements, check_output, strided, write};
use super::status::Failure;
use crate::float_mode;
use crate::kernels::sum::{Parity, count_even};

/// Checks, counts in the default floating-point mode, writes.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
unsafe fn count<T: Parity>(name: &str, elements: Elements<T>, out: *mut u64) -> i32 {
    guard::call(name, || -> Result<(), Failure> {
        check_output("out", out)?;
        // SAFETY: the caller's elements, as the header requires.
        let even = unsafe { elements.lend(|input| float_mode::with_default(|| count_even(input))) }?;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, even as u64) };
        Ok(())
    })
}

/// Writes how many of the `len` doubles at `values` are even integers to `out`; infinities and NaN are not. Reads
/// `values` only during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_f64(values: *const f64, len: usize, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_f64", slice::values(values, len), out) }
}

/// As `abicus_count_even_f64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_f64_strided(
    values: *const f64,
    len: usize,
    stride: isize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_f64_strided", strided(values, len, stride), out) }
}

/// As `abicus_count_even_f64`, for `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_f32(values: *const f32, len: usize, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_f32", slice::values(values, len), out) }
}

/// As `abicus_count_even_f32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_f32_strided(
    values: *const f32,
    len: usize,
    stride: isize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_f32_strided", strided(values, len, stride), out) }
}

/// As `abicus_count_even_f64`, for `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_i64(values: *const i64, len: usize, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_i64", slice::values(values, len), out) }
}

/// As `abicus_count_even_i64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_i64_strided(
    values: *const i64,
    len: usize,
    stride: isize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_i64_strided", strided(values, len, stride), out) }
}

/// As `abicus_count_even_f64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_u64(values: *const u64, len: usize, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_u64", slice::values(values, len), out) }
}

/// As `abicus_count_even_u64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_u64_strided(
    values: *const u64,
    len: usize,
    stride: isize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_u64_strided", strided(values, len, stride), out) }
}

/// As `abicus_count_even_f64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_i32(values: *const i32, len: usize, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_i32", slice::values(values, len), out) }
}

/// As `abicus_count_even_i32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_i32_strided(
    values: *const i32,
    len: usize,
    stride: isize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_i32_strided", strided(values, len, stride), out) }
}

/// As `abicus_count_even_f64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_u32(values: *const u32, len: usize, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_u32", slice::values(values, len), out) }
}

/// As `abicus_count_even_u32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_u32_strided(
    values: *const u32,
    len: usize,
    stride: isize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_u32_strided", strided(values, len, stride), out) }
}

/// As `abicus_count_even_f64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_i16(values: *const i16, len: usize, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_i16", slice::values(values, len), out) }
}

/// As `abicus_count_even_i16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_i16_strided(
    values: *const i16,
    len: usize,
    stride: isize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_i16_strided", strided(values, len, stride), out) }
}

/// As `abicus_count_even_f64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_u16(values: *const u16, len: usize, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_u16", slice::values(values, len), out) }
}

/// As `abicus_count_even_u16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_u16_strided(
    values: *const u16,
    len: usize,
    stride: isize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_u16_strided", strided(values, len, stride), out) }
}

/// As `abicus_count_even_f64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_i8(values: *const i8, len: usize, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_i8", slice::values(values, len), out) }
}

/// As `abicus_count_even_i8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_i8_strided(
    values: *const i8,
    len: usize,
    stride: isize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_i8_strided", strided(values, len, stride), out) }
}

/// As `abicus_count_even_f64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_u8(values: *const u8, len: usize, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_u8", slice::values(values, len), out) }
}

/// As `abicus_count_even_u8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_even_u8_strided(
    values: *const u8,
    len: usize,
    stride: isize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { count("abicus_count_even_u8_strided", strided(values, len, stride), out) }
}
