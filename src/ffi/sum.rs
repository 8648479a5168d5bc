//! Sums.

use super::guard;
use super::slice::{self, Elements, check_output, strided, write};
use crate::float_mode;
use crate::kernels::sum::{Integer, sum_float, sum_integer};
use crate::kernels::view::{Element, Input};

/// Checks, computes in the default floating-point mode, writes.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(always)]
pub(super) unsafe fn reduce<T: Element, R>(
    name: &str,
    elements: Elements<T>,
    threads: usize,
    out: *mut R,
    kernel: impl Fn(&Input<T>, usize) -> R,
) -> i32 {
    guard::call_here(name, || {
        check_output("out", out)?;
        let kernel = |input: &Input<T>| float_mode::with_default(|| kernel(input, threads));
        // SAFETY: the caller's elements, as the header requires.
        let result = unsafe { elements.lend_here(kernel) }?;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, result) };
        Ok(())
    })
}

/// As [`reduce`], one body for the contiguous and the strided function of a type.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
pub(super) unsafe fn shared<T: Element, R>(
    name: &str,
    elements: Elements<T>,
    threads: usize,
    out: *mut R,
    kernel: impl Fn(&Input<T>, usize) -> R,
) -> i32 {
    guard::call(name, || {
        check_output("out", out)?;
        let kernel = |input: &Input<T>| float_mode::with_default(|| kernel(input, threads));
        // SAFETY: the caller's elements, as the header requires.
        let result = unsafe { elements.lend(kernel) }?;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, result) };
        Ok(())
    })
}

/// The two words of a sum.
fn words(sum: i128) -> [u64; 2] {
    [sum as u64, (sum >> 64) as u64]
}

fn sum_words<T: Integer>(input: &Input<T>, threads: usize) -> [u64; 2] {
    words(sum_integer(input, threads))
}

/// Another type than `sum_float`: the commonest call has a body of its own.
fn sum_doubles(values: &Input<f64>, threads: usize) -> f64 {
    sum_float(values, threads)
}

/// Writes the exact sum of `len` doubles at `values`, rounded once to nearest, to `out`: the same bits for any
/// order, number of threads and CPU. Infinite on overflow; NaN for a NaN or infinities of both signs; +0.0 for an
/// empty or zero sum. `threads`: 1 for the calling thread alone, 0 for all that it may use; it never changes the
/// result. Reads `values` only during the call; O(len) time, no allocation on one thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_f64(
    values: *const f64,
    len: usize,
    threads: usize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { reduce("abicus_sum_f64", slice::values(values, len), threads, out, sum_doubles) }
}

/// As `abicus_sum_f64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_f64_strided(
    values: *const f64,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_sum_f64_strided", strided(values, len, stride), threads, out, sum_float) }
}

/// As `abicus_sum_f64`, for `float`: the result is exact before it is rounded to double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_f32(
    values: *const f32,
    len: usize,
    threads: usize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { reduce("abicus_sum_f32", slice::values(values, len), threads, out, sum_float) }
}

/// As `abicus_sum_f32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_f32_strided(
    values: *const f32,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_sum_f32_strided", strided(values, len, stride), threads, out, sum_float) }
}

/// Writes the exact sum of `len` integers at `values` to the two words at `out`: a two's complement number of 128
/// bits, low word first. `threads` as in `abicus_sum_f64`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_i64(
    values: *const i64,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared("abicus_sum_i64", slice::values(values, len), threads, out.cast::<[u64; 2]>(), sum_words)
    }
}

/// As `abicus_sum_i64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_i64_strided(
    values: *const i64,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_i64_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 2]>(),
            sum_words,
        )
    }
}

/// As `abicus_sum_i64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_u64(
    values: *const u64,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared("abicus_sum_u64", slice::values(values, len), threads, out.cast::<[u64; 2]>(), sum_words)
    }
}

/// As `abicus_sum_u64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_u64_strided(
    values: *const u64,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_u64_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 2]>(),
            sum_words,
        )
    }
}

/// As `abicus_sum_i64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_i32(
    values: *const i32,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared("abicus_sum_i32", slice::values(values, len), threads, out.cast::<[u64; 2]>(), sum_words)
    }
}

/// As `abicus_sum_i32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_i32_strided(
    values: *const i32,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_i32_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 2]>(),
            sum_words,
        )
    }
}

/// As `abicus_sum_i64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_u32(
    values: *const u32,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared("abicus_sum_u32", slice::values(values, len), threads, out.cast::<[u64; 2]>(), sum_words)
    }
}

/// As `abicus_sum_u32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_u32_strided(
    values: *const u32,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_u32_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 2]>(),
            sum_words,
        )
    }
}

/// As `abicus_sum_i64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_i16(
    values: *const i16,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared("abicus_sum_i16", slice::values(values, len), threads, out.cast::<[u64; 2]>(), sum_words)
    }
}

/// As `abicus_sum_i16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_i16_strided(
    values: *const i16,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_i16_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 2]>(),
            sum_words,
        )
    }
}

/// As `abicus_sum_i64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_u16(
    values: *const u16,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared("abicus_sum_u16", slice::values(values, len), threads, out.cast::<[u64; 2]>(), sum_words)
    }
}

/// As `abicus_sum_u16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_u16_strided(
    values: *const u16,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_u16_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 2]>(),
            sum_words,
        )
    }
}

/// As `abicus_sum_i64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_i8(values: *const i8, len: usize, threads: usize, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_sum_i8", slice::values(values, len), threads, out.cast::<[u64; 2]>(), sum_words) }
}

/// As `abicus_sum_i8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_i8_strided(
    values: *const i8,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_i8_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 2]>(),
            sum_words,
        )
    }
}

/// As `abicus_sum_i64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_u8(values: *const u8, len: usize, threads: usize, out: *mut u64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_sum_u8", slice::values(values, len), threads, out.cast::<[u64; 2]>(), sum_words) }
}

/// As `abicus_sum_u8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_u8_strided(
    values: *const u8,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_u8_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 2]>(),
            sum_words,
        )
    }
}
