//! The accumulator of products: an exact dot product that is made in pieces.

use super::guard;
use super::handle::{self, Handle};
use super::slice::{Elements, check_output, write};
use crate::float_mode;
use crate::kernels::sum::{ExactDot, Float};
use crate::kernels::view::for_each_pair;

/// An exact dot product that grows: pairs in any order and grouping give the same state.
///
/// Made by `abicus_exact_dot_new`; owned by the caller until `abicus_exact_dot_free`. A function that takes it as
/// `const` may run on several threads at once, any other must be the only one to use it.
pub struct ExactDotHandle(#[expect(dead_code, reason = "C sees the pointer alone")] Handle<ExactDot>);

fn side<T>(parameter: &'static str, first: *const T, len: usize, stride: Option<isize>) -> Elements<T> {
    Elements { parameter, first, len, stride }
}

/// Checks, adds in the default floating-point mode.
///
/// # Safety
/// The pointers are as the header requires.
unsafe fn update<T: Float>(name: &str, dot: *mut ExactDotHandle, a: Elements<T>, b: Elements<T>) -> i32 {
    guard::call(name, || {
        // SAFETY: the caller's elements and its own handle, as the header requires.
        unsafe {
            handle::change("dot", dot.cast::<Handle<ExactDot>>(), |dot| {
                a.lend(|a| {
                    b.lend(|b| {
                        float_mode::with_default(|| {
                            for_each_pair(a, b, 0..a.len(), |a, b| T::add_products(dot, a, b));
                        })
                    })
                })?
            })
        }
    })
}

/// Makes an empty dot product and writes the handle to `out`; free it with `abicus_exact_dot_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_dot_new(out: *mut *mut ExactDotHandle) -> i32 {
    guard::call("abicus_exact_dot_new", || {
        // SAFETY: the caller's output, as the header requires.
        unsafe { handle::give(out.cast(), || Ok(ExactDot::new())) }
    })
}

/// Frees the dot product; NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_dot_free(dot: *mut ExactDotHandle) {
    guard::call("abicus_exact_dot_free", || {
        // SAFETY: the caller's own handle, not used again, as the header requires.
        unsafe { handle::free(dot.cast::<Handle<ExactDot>>()) };
        Ok(())
    });
}

/// Adds the products of the `len` doubles at `a` and at `b`, exactly. Reads them only during the call; `a` and `b` may
/// overlap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_dot_update_f64(
    dot: *mut ExactDotHandle,
    a: *const f64,
    b: *const f64,
    len: usize,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_dot_update_f64", dot, a, b) }
}

/// As `abicus_exact_dot_update_f64`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or
/// negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_dot_update_f64_strided(
    dot: *mut ExactDotHandle,
    a: *const f64,
    a_stride: isize,
    b: *const f64,
    b_stride: isize,
    len: usize,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_dot_update_f64_strided", dot, a, b) }
}

/// As `abicus_exact_dot_update_f64`, for `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_dot_update_f32(
    dot: *mut ExactDotHandle,
    a: *const f32,
    b: *const f32,
    len: usize,
) -> i32 {
    let (a, b) = (side("a", a, len, None), side("b", b, len, None));
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_dot_update_f32", dot, a, b) }
}

/// As `abicus_exact_dot_update_f32`, for elements `a_stride` and `b_stride` bytes apart; strides may be zero or
/// negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_dot_update_f32_strided(
    dot: *mut ExactDotHandle,
    a: *const f32,
    a_stride: isize,
    b: *const f32,
    b_stride: isize,
    len: usize,
) -> i32 {
    let (a, b) = (side("a", a, len, Some(a_stride)), side("b", b, len, Some(b_stride)));
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_dot_update_f32_strided", dot, a, b) }
}

/// Writes the exact total, rounded once to nearest, to `out`. The dot product can be updated further.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_dot_finish_f64(dot: *const ExactDotHandle, out: *mut f64) -> i32 {
    guard::call("abicus_exact_dot_finish_f64", || {
        check_output("out", out)?;
        // SAFETY: a live handle, as the header requires.
        let total = unsafe { handle::read("dot", dot.cast::<Handle<ExactDot>>(), |dot| Ok(dot.round())) }?;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, total) };
        Ok(())
    })
}
