//! Values that come more than once.

use super::array::{ArrayHandle, give, out_of_memory};
use super::guard;
use super::slice::{self, Elements, strided};
use super::status::Failure;
use crate::kernels::array::Array;
use crate::kernels::sets::{self, Key};

/// Checks, finds, gives the handle.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
unsafe fn find<T: Key>(name: &str, elements: Elements<T>, out: *mut *mut ArrayHandle) -> i32
where
    Array: From<Vec<T>>,
{
    guard::call(name, || -> Result<(), Failure> {
        // SAFETY: the caller's elements and output, as the header requires.
        unsafe {
            give(out, || {
                Ok(Array::from(elements.lend(|input| sets::duplicates(input))?.map_err(out_of_memory)?))
            })
        }
    })
}

/// Writes an array of those of the `len` values at `values` that come more than once, each once, in the order in which they
/// come first, to `out`; free it with `abicus_array_free`. 0.0 and -0.0 are one value, the first of them is kept; a NaN
/// equals nothing and is never there. O(len) time. `ABICUS_OUT_OF_MEMORY` if there is not enough memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_f64(
    values: *const f64,
    len: usize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_f64", slice::values(values, len), out) }
}

/// As `abicus_duplicates_f64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_f64_strided(
    values: *const f64,
    len: usize,
    stride: isize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_f64_strided", strided(values, len, stride), out) }
}

/// As `abicus_duplicates_f64`, for `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_f32(
    values: *const f32,
    len: usize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_f32", slice::values(values, len), out) }
}

/// As `abicus_duplicates_f32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_f32_strided(
    values: *const f32,
    len: usize,
    stride: isize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_f32_strided", strided(values, len, stride), out) }
}

/// As `abicus_duplicates_f64`, for `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_i64(
    values: *const i64,
    len: usize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_i64", slice::values(values, len), out) }
}

/// As `abicus_duplicates_i64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_i64_strided(
    values: *const i64,
    len: usize,
    stride: isize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_i64_strided", strided(values, len, stride), out) }
}

/// As `abicus_duplicates_f64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_u64(
    values: *const u64,
    len: usize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_u64", slice::values(values, len), out) }
}

/// As `abicus_duplicates_u64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_u64_strided(
    values: *const u64,
    len: usize,
    stride: isize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_u64_strided", strided(values, len, stride), out) }
}

/// As `abicus_duplicates_f64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_i32(
    values: *const i32,
    len: usize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_i32", slice::values(values, len), out) }
}

/// As `abicus_duplicates_i32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_i32_strided(
    values: *const i32,
    len: usize,
    stride: isize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_i32_strided", strided(values, len, stride), out) }
}

/// As `abicus_duplicates_f64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_u32(
    values: *const u32,
    len: usize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_u32", slice::values(values, len), out) }
}

/// As `abicus_duplicates_u32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_u32_strided(
    values: *const u32,
    len: usize,
    stride: isize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_u32_strided", strided(values, len, stride), out) }
}

/// As `abicus_duplicates_f64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_i16(
    values: *const i16,
    len: usize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_i16", slice::values(values, len), out) }
}

/// As `abicus_duplicates_i16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_i16_strided(
    values: *const i16,
    len: usize,
    stride: isize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_i16_strided", strided(values, len, stride), out) }
}

/// As `abicus_duplicates_f64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_u16(
    values: *const u16,
    len: usize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_u16", slice::values(values, len), out) }
}

/// As `abicus_duplicates_u16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_u16_strided(
    values: *const u16,
    len: usize,
    stride: isize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_u16_strided", strided(values, len, stride), out) }
}

/// As `abicus_duplicates_f64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_i8(
    values: *const i8,
    len: usize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_i8", slice::values(values, len), out) }
}

/// As `abicus_duplicates_i8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_i8_strided(
    values: *const i8,
    len: usize,
    stride: isize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_i8_strided", strided(values, len, stride), out) }
}

/// As `abicus_duplicates_f64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_u8(
    values: *const u8,
    len: usize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_u8", slice::values(values, len), out) }
}

/// As `abicus_duplicates_u8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_duplicates_u8_strided(
    values: *const u8,
    len: usize,
    stride: isize,
    out: *mut *mut ArrayHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_duplicates_u8_strided", strided(values, len, stride), out) }
}
