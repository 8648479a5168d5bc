//! Where many values belong among sorted ones.

use super::array::out_of_memory;
use super::guard;
use super::slice::{Elements, fill};
use super::status::{ABICUS_INVALID_ARGUMENT, Failure};
use crate::float_mode;
use crate::kernels::order::search::{Key, Side, searchsorted};
use crate::kernels::view::Input;

/// Positions before the elements that are equal, as Python's bisect.bisect_left.
pub const ABICUS_LEFT: u32 = 0;
/// Positions behind the elements that are equal, as Python's bisect.bisect_right.
pub const ABICUS_RIGHT: u32 = 1;

/// The side that a parameter names.
pub(super) fn side(side: u32) -> Result<Side, Failure> {
    match side {
        ABICUS_LEFT => Ok(Side::Left),
        ABICUS_RIGHT => Ok(Side::Right),
        _ => {
            let message = format!("side is {side}, expected ABICUS_LEFT or ABICUS_RIGHT");
            Err(Failure::new(ABICUS_INVALID_ARGUMENT, message))
        }
    }
}

/// The parameter named `queries`.
pub(super) fn queries<T>(first: *const T, len: usize, stride: Option<isize>) -> Elements<T> {
    Elements { parameter: "queries", first, len, stride }
}

/// The parameter named `values`.
pub(super) fn values<T>(first: *const T, len: usize, stride: Option<isize>) -> Elements<T> {
    Elements { parameter: "values", first, len, stride }
}

/// What is asked beside the elements, as it came.
#[derive(Clone, Copy)]
pub(super) struct Options {
    pub side: u32,
    pub threads: usize,
    pub out: *mut i64,
}

/// Checks, searches in the default floating-point mode, writes.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
pub(super) unsafe fn search<T: Key>(
    name: &str,
    values: Elements<T>,
    asked: Elements<T>,
    options: Options,
) -> i32 {
    guard::call(name, || -> Result<(), Failure> {
        let side = side(options.side)?;
        let reads = [values.addresses(), asked.addresses()];
        let work = |values: &Input<T>, asked: &Input<T>, out: &mut [i64]| {
            float_mode::with_default(|| searchsorted(values, asked, side, options.threads, out))
        };
        // SAFETY: the caller's elements and output, as the header requires.
        unsafe {
            fill(options.out, asked.len, &reads, |out| {
                values.lend(|values| asked.lend(|asked| work(values, asked, out)))??.map_err(out_of_memory)
            })
        }
    })
}

/// Writes the position of each of the `count` doubles at `queries` among the `len` sorted ones at `values` to the
/// `count` integers at `out`: what `abicus_bisect_left_f64` (`side` is `ABICUS_LEFT`) or `abicus_bisect_right_f64`
/// (`ABICUS_RIGHT`) writes for it; values that are not sorted have positions from 0 to `len` without a meaning.
/// `threads`: 1 for the calling thread alone, 0 for all that it may use; it never changes the result. Reads only
/// during the call; at most O(count log len + len) time. Memory: at most that of half of the elements for many
/// queries; `ABICUS_OUT_OF_MEMORY` if it cannot be had. `out` may overlap with what is read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_f64(
    values: *const f64,
    len: usize,
    queries: *const f64,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_f64",
            self::values(values, len, None),
            self::queries(queries, count, None),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64`, for `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_f32(
    values: *const f32,
    len: usize,
    queries: *const f32,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_f32",
            self::values(values, len, None),
            self::queries(queries, count, None),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64`, for `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_i64(
    values: *const i64,
    len: usize,
    queries: *const i64,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_i64",
            self::values(values, len, None),
            self::queries(queries, count, None),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_u64(
    values: *const u64,
    len: usize,
    queries: *const u64,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_u64",
            self::values(values, len, None),
            self::queries(queries, count, None),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_i32(
    values: *const i32,
    len: usize,
    queries: *const i32,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_i32",
            self::values(values, len, None),
            self::queries(queries, count, None),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_u32(
    values: *const u32,
    len: usize,
    queries: *const u32,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_u32",
            self::values(values, len, None),
            self::queries(queries, count, None),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_i16(
    values: *const i16,
    len: usize,
    queries: *const i16,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_i16",
            self::values(values, len, None),
            self::queries(queries, count, None),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_u16(
    values: *const u16,
    len: usize,
    queries: *const u16,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_u16",
            self::values(values, len, None),
            self::queries(queries, count, None),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_i8(
    values: *const i8,
    len: usize,
    queries: *const i8,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_i8",
            self::values(values, len, None),
            self::queries(queries, count, None),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_u8(
    values: *const u8,
    len: usize,
    queries: *const u8,
    count: usize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_u8",
            self::values(values, len, None),
            self::queries(queries, count, None),
            Options { side, threads, out },
        )
    }
}
