//! Sorting in place.

use super::array::out_of_memory;
use super::guard;
use super::slice::ElementsMut;
use super::status::{ABICUS_INVALID_ARGUMENT, ABICUS_INVALID_DATA, Failure};
use crate::kernels::order::sort::{self, SortError, Sortable};

/// Checks, sorts; the kernel writes where it reads.
///
/// # Safety
/// The pointer is as the header requires.
#[inline(never)]
unsafe fn in_place<T: Sortable>(
    name: &str,
    first: *mut T,
    len: usize,
    stride: Option<isize>,
    descending: u32,
    threads: usize,
) -> i32 {
    guard::call(name, || {
        if descending > 1 {
            let message = format!("descending is {descending}, expected 0 or 1");
            return Err(Failure::new(ABICUS_INVALID_ARGUMENT, message));
        }
        // SAFETY: the caller's elements, as the header requires.
        unsafe {
            ElementsMut { first, len, stride }
                .change(|values| sort::sort(values, descending == 1, threads).map_err(failure))
        }
    })
}

#[cold]
fn failure(error: SortError) -> Failure {
    match error {
        SortError::OutOfMemory(error) => out_of_memory(error),
        SortError::NotANumber(place) => Failure::new(
            ABICUS_INVALID_DATA,
            format!("values[{place}] is NaN, expected numbers that have an order"),
        ),
    }
}

/// Sorts the `len` doubles at `values` in place: ascending, or descending if `descending` is 1 rather than 0. The sort is
/// stable: zeros of both signs are equal and keep their order.
///
/// `ABICUS_INVALID_DATA` if one is NaN, which no order has a place for, and `len` is not 1: nothing is moved then. In
/// at most `threads` threads (0: as many as there are CPUs to use), which changes nothing but the time: O(n) for values
/// that are in order, ascending or descending, else O(n log n), whatever they are. `ABICUS_OUT_OF_MEMORY` if there is none
/// for a bit for each zero where there are zeros of both signs, or where `values` is misaligned for a copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_f64(
    values: *mut f64,
    len: usize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_f64", values, len, None, descending, threads) }
}

/// As `abicus_sort_f64`, for elements `stride` bytes apart; the stride may be negative, but elements may not overlap. They are
/// sorted in a copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_f64_strided(
    values: *mut f64,
    len: usize,
    stride: isize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_f64_strided", values, len, Some(stride), descending, threads) }
}

/// As `abicus_sort_f64`, for `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_f32(
    values: *mut f32,
    len: usize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_f32", values, len, None, descending, threads) }
}

/// As `abicus_sort_f32`, for elements `stride` bytes apart; the stride may be negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_f32_strided(
    values: *mut f32,
    len: usize,
    stride: isize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_f32_strided", values, len, Some(stride), descending, threads) }
}

/// As `abicus_sort_f64`, for `int64_t`: there is no NaN, and no memory is needed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_i64(
    values: *mut i64,
    len: usize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_i64", values, len, None, descending, threads) }
}

/// As `abicus_sort_i64`, for elements `stride` bytes apart; the stride may be negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_i64_strided(
    values: *mut i64,
    len: usize,
    stride: isize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_i64_strided", values, len, Some(stride), descending, threads) }
}

/// As `abicus_sort_i64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_u64(
    values: *mut u64,
    len: usize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_u64", values, len, None, descending, threads) }
}

/// As `abicus_sort_u64`, for elements `stride` bytes apart; the stride may be negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_u64_strided(
    values: *mut u64,
    len: usize,
    stride: isize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_u64_strided", values, len, Some(stride), descending, threads) }
}

/// As `abicus_sort_i64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_i32(
    values: *mut i32,
    len: usize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_i32", values, len, None, descending, threads) }
}

/// As `abicus_sort_i32`, for elements `stride` bytes apart; the stride may be negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_i32_strided(
    values: *mut i32,
    len: usize,
    stride: isize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_i32_strided", values, len, Some(stride), descending, threads) }
}

/// As `abicus_sort_i64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_u32(
    values: *mut u32,
    len: usize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_u32", values, len, None, descending, threads) }
}

/// As `abicus_sort_u32`, for elements `stride` bytes apart; the stride may be negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_u32_strided(
    values: *mut u32,
    len: usize,
    stride: isize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_u32_strided", values, len, Some(stride), descending, threads) }
}

/// As `abicus_sort_i64`, for `int16_t`: the values are counted, in O(n), by one thread, in 2 MB.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_i16(
    values: *mut i16,
    len: usize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_i16", values, len, None, descending, threads) }
}

/// As `abicus_sort_i16`, for elements `stride` bytes apart; the stride may be negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_i16_strided(
    values: *mut i16,
    len: usize,
    stride: isize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_i16_strided", values, len, Some(stride), descending, threads) }
}

/// As `abicus_sort_i64`, for `uint16_t`: the values are counted, in O(n), by one thread, in 2 MB.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_u16(
    values: *mut u16,
    len: usize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_u16", values, len, None, descending, threads) }
}

/// As `abicus_sort_u16`, for elements `stride` bytes apart; the stride may be negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_u16_strided(
    values: *mut u16,
    len: usize,
    stride: isize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_u16_strided", values, len, Some(stride), descending, threads) }
}

/// As `abicus_sort_i64`, for `int8_t`: the values are counted, in O(n), by one thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_i8(values: *mut i8, len: usize, descending: u32, threads: usize) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_i8", values, len, None, descending, threads) }
}

/// As `abicus_sort_i8`, for elements `stride` bytes apart; the stride may be negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_i8_strided(
    values: *mut i8,
    len: usize,
    stride: isize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_i8_strided", values, len, Some(stride), descending, threads) }
}

/// As `abicus_sort_i64`, for `uint8_t`: the values are counted, in O(n), by one thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_u8(values: *mut u8, len: usize, descending: u32, threads: usize) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_u8", values, len, None, descending, threads) }
}

/// As `abicus_sort_u8`, for elements `stride` bytes apart; the stride may be negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sort_u8_strided(
    values: *mut u8,
    len: usize,
    stride: isize,
    descending: u32,
    threads: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { in_place("abicus_sort_u8_strided", values, len, Some(stride), descending, threads) }
}
