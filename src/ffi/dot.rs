//! Dot products.

use super::guard;
use super::slice::{Elements, check_output, write};
use crate::float_mode;
use crate::kernels::sum::{dot_float, dot_integer};
use crate::kernels::view::{Element, Input};

fn side<T>(parameter: &'static str, first: *const T, len: usize, stride: Option<isize>) -> Elements<T> {
    Elements { parameter, first, len, stride }
}

/// Checks, computes in the default floating-point mode, writes.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(always)]
unsafe fn reduce<T: Element, R>(
    name: &str,
    a: Elements<T>,
    b: Elements<T>,
    threads: usize,
    out: *mut R,
    kernel: impl Fn(&Input<T>, &Input<T>, usize) -> R,
) -> i32 {
    guard::call_here(name, || {
        check_output("out", out)?;
        let both = |a: &Input<T>| {
            // SAFETY: the caller's elements, as the header requires.
            unsafe { b.lend_here(|b| float_mode::with_default(|| kernel(a, b, threads))) }
        };
        // SAFETY: the caller's elements, as the header requires.
        let result = unsafe { a.lend_here(both) }??;
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
unsafe fn shared<T: Element, R>(
    name: &str,
    a: Elements<T>,
    b: Elements<T>,
    threads: usize,
    out: *mut R,
    kernel: impl Fn(&Input<T>, &Input<T>, usize) -> R,
) -> i32 {
    guard::call(name, || {
        check_output("out", out)?;
        let both = |a: &Input<T>| {
            // SAFETY: the caller's elements, as the header requires.
            unsafe { b.lend(|b| float_mode::with_default(|| kernel(a, b, threads))) }
        };
        // SAFETY: the caller's elements, as the header requires.
        let result = unsafe { a.lend(both) }??;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, result) };
        Ok(())
    })
}

/// Another type than `dot_float`: the commonest call has a body of its own.
fn dot_doubles(a: &Input<f64>, b: &Input<f64>, threads: usize) -> f64 {
    dot_float(a, b, threads)
}

/// Writes the exact dot product of `len` doubles at `a` and at `b`, rounded once to nearest, to `out`; otherwise as
/// `abicus_sum_f64`. `a` and `b` may overlap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_f64(
    a: *const f64,
    b: *const f64,
    len: usize,
    threads: usize,
    out: *mut f64,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { reduce("abicus_dot_f64", a, b, threads, out, dot_doubles) }
}

/// As `abicus_dot_f64`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_f64_strided(
    a: *const f64,
    a_stride: isize,
    b: *const f64,
    b_stride: isize,
    len: usize,
    threads: usize,
    out: *mut f64,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_f64_strided", a, b, threads, out, dot_float) }
}

/// As `abicus_dot_f64`, for `float`: the result is exact before it is rounded to double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_f32(
    a: *const f32,
    b: *const f32,
    len: usize,
    threads: usize,
    out: *mut f64,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_f32", a, b, threads, out, dot_float) }
}

/// As `abicus_dot_f32`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_f32_strided(
    a: *const f32,
    a_stride: isize,
    b: *const f32,
    b_stride: isize,
    len: usize,
    threads: usize,
    out: *mut f64,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_f32_strided", a, b, threads, out, dot_float) }
}

/// Writes the exact dot product of `len` integers at `a` and at `b` to the three words at `out`: a two's complement
/// number of 192 bits, low word first. `a` and `b` may overlap. `threads` as in `abicus_sum_f64`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_i64(
    a: *const i64,
    b: *const i64,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_i64", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_i64`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_i64_strided(
    a: *const i64,
    a_stride: isize,
    b: *const i64,
    b_stride: isize,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_i64_strided", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_i64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_u64(
    a: *const u64,
    b: *const u64,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_u64", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_u64`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_u64_strided(
    a: *const u64,
    a_stride: isize,
    b: *const u64,
    b_stride: isize,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_u64_strided", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_i64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_i32(
    a: *const i32,
    b: *const i32,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_i32", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_i32`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_i32_strided(
    a: *const i32,
    a_stride: isize,
    b: *const i32,
    b_stride: isize,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_i32_strided", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_i64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_u32(
    a: *const u32,
    b: *const u32,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_u32", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_u32`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_u32_strided(
    a: *const u32,
    a_stride: isize,
    b: *const u32,
    b_stride: isize,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_u32_strided", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_i64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_i16(
    a: *const i16,
    b: *const i16,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_i16", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_i16`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_i16_strided(
    a: *const i16,
    a_stride: isize,
    b: *const i16,
    b_stride: isize,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_i16_strided", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_i64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_u16(
    a: *const u16,
    b: *const u16,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_u16", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_u16`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_u16_strided(
    a: *const u16,
    a_stride: isize,
    b: *const u16,
    b_stride: isize,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_u16_strided", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_i64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_i8(
    a: *const i8,
    b: *const i8,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_i8", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_i8`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_i8_strided(
    a: *const i8,
    a_stride: isize,
    b: *const i8,
    b_stride: isize,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_i8_strided", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_i64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_u8(
    a: *const u8,
    b: *const u8,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_u8", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}

/// As `abicus_dot_u8`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_dot_u8_strided(
    a: *const u8,
    a_stride: isize,
    b: *const u8,
    b_stride: isize,
    len: usize,
    threads: usize,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { shared("abicus_dot_u8_strided", a, b, threads, out.cast::<[u64; 3]>(), dot_integer) }
}
