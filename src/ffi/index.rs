//! Indexes: values made ready for many questions.

use super::array::{self, ArrayHandle, out_of_memory};
use super::guard;
use super::handle::{self, Handle};
use super::searchsorted::side;
use super::slice::{Elements, check_output, fill, strided, values as values_of, write};
use super::status::Failure;
use crate::float_mode;
use crate::kernels::order::search_any::{AnyIndex, Indexed};

/// Values of one type, sorted and hashed.
///
/// Made by an `abicus_index_new_` function; never changed; owned by the caller until `abicus_index_free`.
pub struct IndexHandle(#[expect(dead_code, reason = "C sees the pointer alone")] Handle<AnyIndex>);

/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
unsafe fn new<T: Indexed>(name: &str, values: Elements<T>, out: *mut *mut IndexHandle) -> i32 {
    guard::call(name, || {
        let make = || {
            // SAFETY: the caller's elements, as the header requires.
            let index = unsafe { values.lend(|values| float_mode::with_default(|| AnyIndex::new(values))) }?;
            index.map_err(out_of_memory)
        };
        // SAFETY: the caller's output, as the header requires.
        unsafe { handle::give(out.cast(), make) }
    })
}

/// # Safety
/// The pointers are as the header requires.
unsafe fn read<R>(
    index: *const IndexHandle,
    read: impl FnOnce(&AnyIndex) -> Result<R, Failure>,
) -> Result<R, Failure> {
    // SAFETY: a live handle, as the header requires.
    unsafe { handle::read("index", index.cast::<Handle<AnyIndex>>(), read) }
}

/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
pub(super) unsafe fn search<T: Indexed>(
    name: &str,
    index: *const IndexHandle,
    asked: Elements<T>,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    guard::call(name, || {
        let side = self::side(side)?;
        // SAFETY: a live handle, the caller's elements and output, as the header requires.
        unsafe {
            read(index, |any| {
                fill(out, asked.len, &[asked.addresses()], |out| {
                    asked.lend(|asked| float_mode::with_default(|| any.search(asked, side, threads, out)))
                })
            })
        }
    })
}

/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
pub(super) unsafe fn contains<T: Indexed>(
    name: &str,
    index: *const IndexHandle,
    asked: Elements<T>,
    out: *mut u8,
) -> i32 {
    guard::call(name, || {
        // SAFETY: a live handle, the caller's elements and output, as the header requires.
        unsafe {
            read(index, |any| {
                fill(out, asked.len, &[asked.addresses()], |out| {
                    asked.lend(|asked| float_mode::with_default(|| any.contains(asked, out)))
                })
            })
        }
    })
}

/// Frees the index; NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_free(index: *mut IndexHandle) {
    guard::call("abicus_index_free", || {
        // SAFETY: the caller's own handle, not used again, as the header requires.
        unsafe { handle::free(index.cast::<Handle<AnyIndex>>()) };
        Ok(())
    });
}

/// Writes how many values the index was made of to `out`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_len(index: *const IndexHandle, out: *mut u64) -> i32 {
    guard::call("abicus_index_len", || {
        check_output("out", out)?;
        // SAFETY: a live handle and a checked output, as the header requires.
        unsafe {
            let len = read(index, |any| Ok(any.len()))?;
            write(out, len as u64);
        }
        Ok(())
    })
}

/// Writes a new array of the values of the index in ascending order, without NaN, to `out`; free it with
/// `abicus_array_free`. O(len) time; `ABICUS_OUT_OF_MEMORY` if there is no memory for it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_sorted(index: *const IndexHandle, out: *mut *mut ArrayHandle) -> i32 {
    guard::call("abicus_index_sorted", || {
        // SAFETY: a live handle and the caller's output, as the header requires.
        unsafe { array::give(out, || read(index, |any| any.sorted().map_err(out_of_memory))) }
    })
}

/// Makes an index of the `len` doubles at `values`, which need not be sorted, and writes its handle to `out`; free it
/// with `abicus_index_free`. Copies the values: reads them only during the call. O(len log len) time; two to five times
/// the memory of the values; `ABICUS_OUT_OF_MEMORY` if it cannot be had.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_f64(
    values: *const f64,
    len: usize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_f64", values_of(values, len), out) }
}

/// As `abicus_index_new_f64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_f64_strided(
    values: *const f64,
    len: usize,
    stride: isize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_f64_strided", strided(values, len, stride), out) }
}

/// As `abicus_index_new_f64`, for `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_f32(
    values: *const f32,
    len: usize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_f32", values_of(values, len), out) }
}

/// As `abicus_index_new_f32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_f32_strided(
    values: *const f32,
    len: usize,
    stride: isize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_f32_strided", strided(values, len, stride), out) }
}

/// As `abicus_index_new_f64`, for `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_i64(
    values: *const i64,
    len: usize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_i64", values_of(values, len), out) }
}

/// As `abicus_index_new_i64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_i64_strided(
    values: *const i64,
    len: usize,
    stride: isize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_i64_strided", strided(values, len, stride), out) }
}

/// As `abicus_index_new_f64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_u64(
    values: *const u64,
    len: usize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_u64", values_of(values, len), out) }
}

/// As `abicus_index_new_u64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_u64_strided(
    values: *const u64,
    len: usize,
    stride: isize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_u64_strided", strided(values, len, stride), out) }
}

/// As `abicus_index_new_f64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_i32(
    values: *const i32,
    len: usize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_i32", values_of(values, len), out) }
}

/// As `abicus_index_new_i32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_i32_strided(
    values: *const i32,
    len: usize,
    stride: isize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_i32_strided", strided(values, len, stride), out) }
}

/// As `abicus_index_new_f64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_u32(
    values: *const u32,
    len: usize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_u32", values_of(values, len), out) }
}

/// As `abicus_index_new_u32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_u32_strided(
    values: *const u32,
    len: usize,
    stride: isize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_u32_strided", strided(values, len, stride), out) }
}

/// As `abicus_index_new_f64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_i16(
    values: *const i16,
    len: usize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_i16", values_of(values, len), out) }
}

/// As `abicus_index_new_i16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_i16_strided(
    values: *const i16,
    len: usize,
    stride: isize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_i16_strided", strided(values, len, stride), out) }
}

/// As `abicus_index_new_f64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_u16(
    values: *const u16,
    len: usize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_u16", values_of(values, len), out) }
}

/// As `abicus_index_new_u16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_u16_strided(
    values: *const u16,
    len: usize,
    stride: isize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_u16_strided", strided(values, len, stride), out) }
}

/// As `abicus_index_new_f64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_i8(
    values: *const i8,
    len: usize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_i8", values_of(values, len), out) }
}

/// As `abicus_index_new_i8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_i8_strided(
    values: *const i8,
    len: usize,
    stride: isize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_i8_strided", strided(values, len, stride), out) }
}

/// As `abicus_index_new_f64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_u8(
    values: *const u8,
    len: usize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_u8", values_of(values, len), out) }
}

/// As `abicus_index_new_u8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_index_new_u8_strided(
    values: *const u8,
    len: usize,
    stride: isize,
    out: *mut *mut IndexHandle,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { new("abicus_index_new_u8_strided", strided(values, len, stride), out) }
}
