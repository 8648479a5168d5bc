//! Every element times one factor.

use super::guard;
use super::slice::{self, Elements, ElementsMut, check_output, strided};
use super::status::{ABICUS_OVERFLOW, Failure};
use crate::float_mode;
use crate::kernels::elementwise::{self, Scalable};
use std::fmt::Display;

/// Checks, multiplies in the default floating-point mode; the kernel writes.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(always)]
unsafe fn scale<T: Scalable>(
    name: &str,
    values: Elements<T>,
    factor: impl Into<T::Factor> + Display + Copy,
    out: *mut T,
) -> i32 {
    guard::call(name, || {
        if values.len > 0 {
            check_output("out", out)?;
        }
        // SAFETY: the caller's elements and output, as the header requires; what is read and written is apart, or read
        // where it is written.
        unsafe {
            values.operand(out, values.len, |operand| {
                ElementsMut { first: out, len: values.len, stride: None }.change(|out| {
                    float_mode::with_default(|| elementwise::scale_into(operand, factor.into(), out))
                        .map_err(|place| overflow(place, &factor))
                })
            })
        }
    })
}

#[cold]
fn overflow(place: usize, factor: &dyn Display) -> Failure {
    Failure::new(ABICUS_OVERFLOW, format!("values[{place}] times {factor} does not fit the elements' type"))
}

/// Writes each of the `len` doubles at `values` times `factor`, rounded to nearest, to the `len` at `out`: the same elements
/// as `values`, or none of them (`ABICUS_INVALID_ARGUMENT` if they overlap in part). O(len) time; large results are
/// written past the caches.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_f64(values: *const f64, len: usize, factor: f64, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_f64", slice::values(values, len), factor, out) }
}

/// As `abicus_scale_f64`, for elements `stride` bytes apart; the stride may be zero or negative. `out` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_f64_strided(
    values: *const f64,
    len: usize,
    stride: isize,
    factor: f64,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_f64_strided", strided(values, len, stride), factor, out) }
}

/// As `abicus_scale_f64`, for `float`: each exact product with the double `factor` is rounded once to a float.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_f32(values: *const f32, len: usize, factor: f64, out: *mut f32) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_f32", slice::values(values, len), factor, out) }
}

/// As `abicus_scale_f32`, for elements `stride` bytes apart; the stride may be zero or negative. `out` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_f32_strided(
    values: *const f32,
    len: usize,
    stride: isize,
    factor: f64,
    out: *mut f32,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_f32_strided", strided(values, len, stride), factor, out) }
}

/// As `abicus_scale_f64`, for `int64_t`. `ABICUS_OVERFLOW` if a product does not fit: the last error names the place of the
/// first, and nothing is written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_i64(values: *const i64, len: usize, factor: i64, out: *mut i64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_i64", slice::values(values, len), factor, out) }
}

/// As `abicus_scale_i64`, for elements `stride` bytes apart; the stride may be zero or negative. `out` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_i64_strided(
    values: *const i64,
    len: usize,
    stride: isize,
    factor: i64,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_i64_strided", strided(values, len, stride), factor, out) }
}

/// As `abicus_scale_i64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_u64(values: *const u64, len: usize, factor: u64, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_u64", slice::values(values, len), factor, out) }
}

/// As `abicus_scale_u64`, for elements `stride` bytes apart; the stride may be zero or negative. `out` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_u64_strided(
    values: *const u64,
    len: usize,
    stride: isize,
    factor: u64,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_u64_strided", strided(values, len, stride), factor, out) }
}

/// As `abicus_scale_i64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_i32(values: *const i32, len: usize, factor: i64, out: *mut i32) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_i32", slice::values(values, len), factor, out) }
}

/// As `abicus_scale_i32`, for elements `stride` bytes apart; the stride may be zero or negative. `out` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_i32_strided(
    values: *const i32,
    len: usize,
    stride: isize,
    factor: i64,
    out: *mut i32,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_i32_strided", strided(values, len, stride), factor, out) }
}

/// As `abicus_scale_i64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_u32(values: *const u32, len: usize, factor: u64, out: *mut u32) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_u32", slice::values(values, len), factor, out) }
}

/// As `abicus_scale_u32`, for elements `stride` bytes apart; the stride may be zero or negative. `out` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_u32_strided(
    values: *const u32,
    len: usize,
    stride: isize,
    factor: u64,
    out: *mut u32,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_u32_strided", strided(values, len, stride), factor, out) }
}

/// As `abicus_scale_i64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_i16(values: *const i16, len: usize, factor: i64, out: *mut i16) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_i16", slice::values(values, len), factor, out) }
}

/// As `abicus_scale_i16`, for elements `stride` bytes apart; the stride may be zero or negative. `out` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_i16_strided(
    values: *const i16,
    len: usize,
    stride: isize,
    factor: i64,
    out: *mut i16,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_i16_strided", strided(values, len, stride), factor, out) }
}

/// As `abicus_scale_i64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_u16(values: *const u16, len: usize, factor: u64, out: *mut u16) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_u16", slice::values(values, len), factor, out) }
}

/// As `abicus_scale_u16`, for elements `stride` bytes apart; the stride may be zero or negative. `out` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_u16_strided(
    values: *const u16,
    len: usize,
    stride: isize,
    factor: u64,
    out: *mut u16,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_u16_strided", strided(values, len, stride), factor, out) }
}

/// As `abicus_scale_i64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_i8(values: *const i8, len: usize, factor: i64, out: *mut i8) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_i8", slice::values(values, len), factor, out) }
}

/// As `abicus_scale_i8`, for elements `stride` bytes apart; the stride may be zero or negative. `out` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_i8_strided(
    values: *const i8,
    len: usize,
    stride: isize,
    factor: i64,
    out: *mut i8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_i8_strided", strided(values, len, stride), factor, out) }
}

/// As `abicus_scale_i64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_u8(values: *const u8, len: usize, factor: u64, out: *mut u8) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_u8", slice::values(values, len), factor, out) }
}

/// As `abicus_scale_u8`, for elements `stride` bytes apart; the stride may be zero or negative. `out` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_scale_u8_strided(
    values: *const u8,
    len: usize,
    stride: isize,
    factor: u64,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { scale("abicus_scale_u8_strided", strided(values, len, stride), factor, out) }
}
