//! Moments that grow: an exact count, sum and sum of squares that are updated, merged, stored and asked.

use super::guard;
use super::handle::{self, Handle};
use super::slice::{bytes, check_output, write, write_all};
use super::statistics::{DEVIATION, POPULATION_DEVIATION, POPULATION_VARIANCE, VARIANCE, too_few};
use super::status::{ABICUS_INVALID_DATA, ABICUS_OVERFLOW, Failure};
use crate::float_mode;
use crate::kernels::sum::{Full, MOMENTS_BYTES, Moments, Spread};

/// The bytes of stored moments.
pub const ABICUS_MOMENTS_BYTES: usize = 856;
const _: () = assert!(ABICUS_MOMENTS_BYTES == MOMENTS_BYTES);

/// The moments of data that comes in parts: doubles and integers in any order and grouping give the same state.
///
/// Made by `abicus_moments_new`, `_clone` or `_from_bytes`; owned by the caller until `abicus_moments_free`. A function
/// that takes it as `const` may run on several threads at once, any other must be the only one to use it.
pub struct MomentsHandle(#[expect(dead_code, reason = "C sees the pointer alone")] Handle<Moments>);

fn inner(moments: *const MomentsHandle) -> *const Handle<Moments> {
    moments.cast()
}

pub(super) fn full(_: Full) -> Failure {
    Failure::new(
        ABICUS_OVERFLOW,
        "the count has reached 2^64, the sum 2^1134 or the sum of squares 2^2140, expected less; nothing was changed",
    )
}

/// Checks that there are values enough, asks, writes.
///
/// # Safety
/// The pointers are as the header requires.
unsafe fn ask(
    name: &str,
    moments: *const MomentsHandle,
    least: u64,
    out: *mut f64,
    question: impl FnOnce(&Moments) -> f64,
) -> i32 {
    guard::call(name, || {
        check_output("out", out)?;
        let answer = |moments: &Moments| match moments.count() {
            count if count < least => Err(too_few(count, least)),
            _ => Ok(float_mode::with_default(|| question(moments))),
        };
        // SAFETY: a live handle, as the header requires.
        let answer = unsafe { handle::read("moments", inner(moments), answer) }?;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, answer) };
        Ok(())
    })
}

/// # Safety
/// The pointers are as the header requires.
unsafe fn ask_spread(name: &str, moments: *const MomentsHandle, spread: Spread, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { ask(name, moments, spread.least(), out, |moments| moments.spread(spread)) }
}

/// Makes moments of no values and writes the handle to `out`; free it with `abicus_moments_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_new(out: *mut *mut MomentsHandle) -> i32 {
    guard::call("abicus_moments_new", || {
        // SAFETY: the caller's output, as the header requires.
        unsafe { handle::give(out.cast(), || Ok(Moments::new())) }
    })
}

/// Frees the moments; NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_free(moments: *mut MomentsHandle) {
    guard::call("abicus_moments_free", || {
        // SAFETY: the caller's own handle, not used again, as the header requires.
        unsafe { handle::free(moments.cast::<Handle<Moments>>()) };
        Ok(())
    });
}

/// Makes a copy of `moments` and writes its handle to `out`; free it with `abicus_moments_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_clone(
    moments: *const MomentsHandle,
    out: *mut *mut MomentsHandle,
) -> i32 {
    guard::call("abicus_moments_clone", || {
        check_output("out", out)?;
        // SAFETY: a live handle, as the header requires.
        let copy = unsafe { handle::read("moments", inner(moments), |moments| Ok(moments.clone())) }?;
        // SAFETY: the caller's output, as the header requires.
        unsafe { handle::give(out.cast(), || Ok(copy)) }
    })
}

/// Adds `other`, which stays as it is and may be `moments` itself. `ABICUS_OVERFLOW`, with nothing changed, if the state
/// would not hold the result.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_merge(
    moments: *mut MomentsHandle,
    other: *const MomentsHandle,
) -> i32 {
    guard::call("abicus_moments_merge", || {
        // SAFETY: a live handle, as the header requires. It is copied, so that `moments` may be the same one.
        let other = unsafe { handle::read("other", inner(other), |other| Ok(other.clone())) }?;
        // SAFETY: the caller's own handle, as the header requires.
        unsafe {
            handle::change("moments", moments.cast::<Handle<Moments>>(), |moments| {
                moments.merge(&other).map_err(full)
            })
        }
    })
}

/// Writes how many values were added to `out`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_count(moments: *const MomentsHandle, out: *mut u64) -> i32 {
    guard::call("abicus_moments_count", || {
        check_output("out", out)?;
        // SAFETY: a live handle, as the header requires.
        let count = unsafe { handle::read("moments", inner(moments), |moments| Ok(moments.count())) }?;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, count) };
        Ok(())
    })
}

/// Writes the mean, the exact one rounded once, to `out`. `ABICUS_INVALID_DATA` if no value was added. As all that
/// follow: the moments can be updated further.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_mean(moments: *const MomentsHandle, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { ask("abicus_moments_mean", moments, 1, out, Moments::mean) }
}

/// Writes the variance of a sample, the exact one rounded once, to `out`. `ABICUS_INVALID_DATA` if fewer than two values were
/// added.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_variance(moments: *const MomentsHandle, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { ask_spread("abicus_moments_variance", moments, VARIANCE, out) }
}

/// Writes the variance of a population, the exact one rounded once, to `out`. `ABICUS_INVALID_DATA` if fewer than one value was
/// added.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_pvariance(moments: *const MomentsHandle, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { ask_spread("abicus_moments_pvariance", moments, POPULATION_VARIANCE, out) }
}

/// Writes the standard deviation of a sample, the exact one rounded once, to `out`. `ABICUS_INVALID_DATA` if fewer than two values were
/// added.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_stdev(moments: *const MomentsHandle, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { ask_spread("abicus_moments_stdev", moments, DEVIATION, out) }
}

/// Writes the standard deviation of a population, the exact one rounded once, to `out`. `ABICUS_INVALID_DATA` if fewer than one value was
/// added.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_pstdev(moments: *const MomentsHandle, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { ask_spread("abicus_moments_pstdev", moments, POPULATION_DEVIATION, out) }
}

/// Writes the state as `ABICUS_MOMENTS_BYTES` bytes to `out`, which has room for `len`. The same values give the same
/// bytes, in any order and on any machine: "ABXM", a version byte 1, three zero bytes, the count as a 64-bit word, what
/// `abicus_exact_sum_to_bytes` writes for the sum, then 68 64-bit words of the sum of squares in units of 2^-2148, all
/// little-endian.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_to_bytes(
    moments: *const MomentsHandle,
    out: *mut u8,
    len: usize,
) -> i32 {
    guard::call("abicus_moments_to_bytes", || {
        // SAFETY: a live handle and the caller's buffer, as the header requires.
        unsafe { handle::read("moments", inner(moments), |moments| write_all(out, len, &moments.to_bytes())) }
    })
}

/// Makes moments of bytes that `abicus_moments_to_bytes` wrote and writes the handle to `out`; free it with
/// `abicus_moments_free`. `ABICUS_INVALID_DATA` for any other bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_from_bytes(
    state: *const u8,
    len: usize,
    out: *mut *mut MomentsHandle,
) -> i32 {
    guard::call("abicus_moments_from_bytes", || {
        // SAFETY: the caller's buffer, as the header requires.
        let state = unsafe { bytes("state", state, len) }?;
        let moments = Moments::from_bytes(state).ok_or_else(|| {
            let message =
                format!("state is {len} bytes that are no stored moments, expected {MOMENTS_BYTES} that are");
            Failure::new(ABICUS_INVALID_DATA, message)
        })?;
        // SAFETY: the caller's output, as the header requires.
        unsafe { handle::give(out.cast(), || Ok(moments)) }
    })
}
