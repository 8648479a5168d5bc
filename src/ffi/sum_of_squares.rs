//! Sums of squares.

use super::slice::{strided, values as contiguous};
use super::sum::shared;
use crate::kernels::sum::{sum_of_squares_float, sum_of_squares_integer};

/// Writes the exact sum of the squares of `len` doubles at `values`, rounded once to nearest, to `out`; otherwise as
/// `abicus_sum_f64`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_f64(
    values: *const f64,
    len: usize,
    threads: usize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared("abicus_sum_of_squares_f64", contiguous(values, len), threads, out, sum_of_squares_float)
    }
}

/// As `abicus_sum_of_squares_f64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_f64_strided(
    values: *const f64,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_f64_strided",
            strided(values, len, stride),
            threads,
            out,
            sum_of_squares_float,
        )
    }
}

/// As `abicus_sum_of_squares_f64`, for `float`: the result is exact before it is rounded to double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_f32(
    values: *const f32,
    len: usize,
    threads: usize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared("abicus_sum_of_squares_f32", contiguous(values, len), threads, out, sum_of_squares_float)
    }
}

/// As `abicus_sum_of_squares_f32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_f32_strided(
    values: *const f32,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut f64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_f32_strided",
            strided(values, len, stride),
            threads,
            out,
            sum_of_squares_float,
        )
    }
}

/// Writes the exact sum of the squares of `len` integers at `values` to the three words at `out`: a two's complement
/// number of 192 bits, low word first. `threads` as in `abicus_sum_f64`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_i64(
    values: *const i64,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_i64",
            contiguous(values, len),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_i64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_i64_strided(
    values: *const i64,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_i64_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_i64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_u64(
    values: *const u64,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_u64",
            contiguous(values, len),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_u64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_u64_strided(
    values: *const u64,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_u64_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_i64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_i32(
    values: *const i32,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_i32",
            contiguous(values, len),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_i32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_i32_strided(
    values: *const i32,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_i32_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_i64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_u32(
    values: *const u32,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_u32",
            contiguous(values, len),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_u32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_u32_strided(
    values: *const u32,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_u32_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_i64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_i16(
    values: *const i16,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_i16",
            contiguous(values, len),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_i16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_i16_strided(
    values: *const i16,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_i16_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_i64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_u16(
    values: *const u16,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_u16",
            contiguous(values, len),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_u16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_u16_strided(
    values: *const u16,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_u16_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_i64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_i8(
    values: *const i8,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_i8",
            contiguous(values, len),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_i8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_i8_strided(
    values: *const i8,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_i8_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_i64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_u8(
    values: *const u8,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_u8",
            contiguous(values, len),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}

/// As `abicus_sum_of_squares_u8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_of_squares_u8_strided(
    values: *const u8,
    len: usize,
    stride: isize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        shared(
            "abicus_sum_of_squares_u8_strided",
            strided(values, len, stride),
            threads,
            out.cast::<[u64; 3]>(),
            sum_of_squares_integer,
        )
    }
}
