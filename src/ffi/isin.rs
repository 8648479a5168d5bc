//! Which values are among others.

use super::array::out_of_memory;
use super::guard;
use super::slice::{self, Elements, fill, strided};
use super::status::Failure;
use crate::kernels::sets::{self, Key};

fn among<T>(first: *const T, len: usize) -> Elements<T> {
    Elements { parameter: "lookup", first, len, stride: None }
}

/// Checks, looks for the values, writes.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
unsafe fn find<T: Key>(name: &str, values: Elements<T>, lookup: Elements<T>, out: *mut u8) -> i32 {
    guard::call(name, || -> Result<(), Failure> {
        // SAFETY: the caller's elements and output, as the header requires.
        unsafe {
            fill(out, values.len, &[values.addresses(), lookup.addresses()], |out| {
                values
                    .lend(|values| lookup.lend(|lookup| sets::isin(values, lookup, out)))??
                    .map_err(out_of_memory)
            })
        }
    })
}

/// Writes for each of the `len` values at `values` whether it equals one of the `lookup_len` values at `lookup`, 1 or 0, to
/// the `len` bytes at `out`, which may overlap with what is read. 0.0 and -0.0 are equal, a NaN equals nothing.
/// O(len + lookup_len) time. `ABICUS_OUT_OF_MEMORY` if there is not enough memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_f64(
    values: *const f64,
    len: usize,
    lookup: *const f64,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_f64", slice::values(values, len), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_f64`, for values `stride` bytes apart; the stride may be zero or negative. `lookup` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_f64_strided(
    values: *const f64,
    len: usize,
    stride: isize,
    lookup: *const f64,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_f64_strided", strided(values, len, stride), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_f64`, for `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_f32(
    values: *const f32,
    len: usize,
    lookup: *const f32,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_f32", slice::values(values, len), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_f32`, for values `stride` bytes apart; the stride may be zero or negative. `lookup` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_f32_strided(
    values: *const f32,
    len: usize,
    stride: isize,
    lookup: *const f32,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_f32_strided", strided(values, len, stride), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_f64`, for `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_i64(
    values: *const i64,
    len: usize,
    lookup: *const i64,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_i64", slice::values(values, len), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_i64`, for values `stride` bytes apart; the stride may be zero or negative. `lookup` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_i64_strided(
    values: *const i64,
    len: usize,
    stride: isize,
    lookup: *const i64,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_i64_strided", strided(values, len, stride), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_f64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_u64(
    values: *const u64,
    len: usize,
    lookup: *const u64,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_u64", slice::values(values, len), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_u64`, for values `stride` bytes apart; the stride may be zero or negative. `lookup` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_u64_strided(
    values: *const u64,
    len: usize,
    stride: isize,
    lookup: *const u64,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_u64_strided", strided(values, len, stride), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_f64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_i32(
    values: *const i32,
    len: usize,
    lookup: *const i32,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_i32", slice::values(values, len), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_i32`, for values `stride` bytes apart; the stride may be zero or negative. `lookup` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_i32_strided(
    values: *const i32,
    len: usize,
    stride: isize,
    lookup: *const i32,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_i32_strided", strided(values, len, stride), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_f64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_u32(
    values: *const u32,
    len: usize,
    lookup: *const u32,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_u32", slice::values(values, len), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_u32`, for values `stride` bytes apart; the stride may be zero or negative. `lookup` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_u32_strided(
    values: *const u32,
    len: usize,
    stride: isize,
    lookup: *const u32,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_u32_strided", strided(values, len, stride), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_f64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_i16(
    values: *const i16,
    len: usize,
    lookup: *const i16,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_i16", slice::values(values, len), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_i16`, for values `stride` bytes apart; the stride may be zero or negative. `lookup` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_i16_strided(
    values: *const i16,
    len: usize,
    stride: isize,
    lookup: *const i16,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_i16_strided", strided(values, len, stride), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_f64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_u16(
    values: *const u16,
    len: usize,
    lookup: *const u16,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_u16", slice::values(values, len), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_u16`, for values `stride` bytes apart; the stride may be zero or negative. `lookup` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_u16_strided(
    values: *const u16,
    len: usize,
    stride: isize,
    lookup: *const u16,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_u16_strided", strided(values, len, stride), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_f64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_i8(
    values: *const i8,
    len: usize,
    lookup: *const i8,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_i8", slice::values(values, len), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_i8`, for values `stride` bytes apart; the stride may be zero or negative. `lookup` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_i8_strided(
    values: *const i8,
    len: usize,
    stride: isize,
    lookup: *const i8,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_i8_strided", strided(values, len, stride), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_f64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_u8(
    values: *const u8,
    len: usize,
    lookup: *const u8,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_u8", slice::values(values, len), among(lookup, lookup_len), out) }
}

/// As `abicus_isin_u8`, for values `stride` bytes apart; the stride may be zero or negative. `lookup` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_isin_u8_strided(
    values: *const u8,
    len: usize,
    stride: isize,
    lookup: *const u8,
    lookup_len: usize,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { find("abicus_isin_u8_strided", strided(values, len, stride), among(lookup, lookup_len), out) }
}
