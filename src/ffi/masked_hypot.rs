//! Hypotenuses where a condition holds.

use super::guard;
use super::slice::{Elements, ElementsMut, check_output};
use crate::float_mode;
use crate::kernels::elementwise::{self, Hypot};

fn side<T>(parameter: &'static str, first: *const T, len: usize, stride: Option<isize>) -> Elements<T> {
    Elements { parameter, first, len, stride }
}

/// Checks, computes in the default floating-point mode; the kernel writes.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(always)]
unsafe fn masked_hypot<T: Hypot>(name: &str, a: Elements<T>, b: Elements<T>, above: T, out: *mut T) -> i32 {
    guard::call(name, || {
        let len = a.len;
        if len > 0 {
            check_output("out", out)?;
        }
        // SAFETY: the caller's elements and output, as the header requires; what is read and written is apart, or read
        // where it is written.
        unsafe {
            a.operand(out, len, |a| {
                b.operand(out, len, |b| {
                    ElementsMut { first: out, len, stride: None }.change(|out| {
                        float_mode::with_default(|| elementwise::masked_hypot(a, b, above, out));
                        Ok(())
                    })
                })
            })
        }
    })
}

/// Where the element of `a` is greater than `above`, writes sqrt(a * a + b * b), each operation rounded to double, to the same
/// place of `out`; the rest of `out` is not touched. All three have `len` elements. `out` may be the same elements as `a`
/// or `b`, but not overlap them in part (`ABICUS_INVALID_ARGUMENT`). O(len) time, no memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_masked_hypot_f64(
    a: *const f64,
    b: *const f64,
    len: usize,
    above: f64,
    out: *mut f64,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { masked_hypot("abicus_masked_hypot_f64", a, b, above, out) }
}

/// As `abicus_masked_hypot_f64`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or negative. `out`
/// has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_masked_hypot_f64_strided(
    a: *const f64,
    a_stride: isize,
    b: *const f64,
    b_stride: isize,
    len: usize,
    above: f64,
    out: *mut f64,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { masked_hypot("abicus_masked_hypot_f64_strided", a, b, above, out) }
}

/// As `abicus_masked_hypot_f64`, for `float`, to which each operation is rounded.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_masked_hypot_f32(
    a: *const f32,
    b: *const f32,
    len: usize,
    above: f32,
    out: *mut f32,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { masked_hypot("abicus_masked_hypot_f32", a, b, above, out) }
}

/// As `abicus_masked_hypot_f32`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or negative. `out`
/// has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_masked_hypot_f32_strided(
    a: *const f32,
    a_stride: isize,
    b: *const f32,
    b_stride: isize,
    len: usize,
    above: f32,
    out: *mut f32,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { masked_hypot("abicus_masked_hypot_f32_strided", a, b, above, out) }
}
