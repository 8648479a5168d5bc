//! The accumulator: an exact sum that is updated, merged, stored and finished.

use super::guard;
use super::handle::{self, Handle};
use super::slice::{self, Elements, bytes, check_output, check_room, strided, write, write_all};
use super::status::{ABICUS_BUFFER_TOO_SMALL, ABICUS_INVALID_DATA, ABICUS_OVERFLOW, Failure};
use crate::float_mode;
use crate::kernels::sum::{EXACT_SUM_BYTES, ExactSum, Full, Summand};

/// The bytes of a stored accumulator.
pub const ABICUS_EXACT_SUM_BYTES: usize = 296;
const _: () = assert!(ABICUS_EXACT_SUM_BYTES == EXACT_SUM_BYTES);

/// An exact sum that grows: doubles and integers in any order and grouping give the same state.
///
/// Made by `abicus_exact_sum_new`, `_clone` or `_from_bytes`; owned by the caller until `abicus_exact_sum_free`. A
/// function that takes it as `const` may run on several threads at once, any other must be the only one to use it.
pub struct ExactSumHandle(#[expect(dead_code, reason = "C sees the pointer alone")] Handle<ExactSum>);

fn inner(sum: *const ExactSumHandle) -> *const Handle<ExactSum> {
    sum.cast()
}

fn full(_: Full) -> Failure {
    Failure::new(
        ABICUS_OVERFLOW,
        "the magnitude of the sum has reached 2^1134, expected less; nothing was changed",
    )
}

/// Checks, adds in the default floating-point mode.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
unsafe fn update<T: Summand>(name: &str, sum: *mut ExactSumHandle, elements: Elements<T>) -> i32 {
    guard::call(name, || {
        // SAFETY: the caller's elements and its own handle, as the header requires.
        unsafe {
            handle::change("sum", sum.cast::<Handle<ExactSum>>(), |sum| {
                elements.lend(|input| float_mode::with_default(|| sum.update_input(input)))?.map_err(full)
            })
        }
    })
}

/// Makes an empty sum and writes the handle to `out`; free it with `abicus_exact_sum_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_new(out: *mut *mut ExactSumHandle) -> i32 {
    guard::call("abicus_exact_sum_new", || {
        // SAFETY: the caller's output, as the header requires.
        unsafe { handle::give(out.cast(), || Ok(ExactSum::new())) }
    })
}

/// Frees the sum; NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_free(sum: *mut ExactSumHandle) {
    guard::call("abicus_exact_sum_free", || {
        // SAFETY: the caller's own handle, not used again, as the header requires.
        unsafe { handle::free(sum.cast::<Handle<ExactSum>>()) };
        Ok(())
    });
}

/// Makes a copy of `sum` and writes its handle to `out`; free it with `abicus_exact_sum_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_clone(
    sum: *const ExactSumHandle,
    out: *mut *mut ExactSumHandle,
) -> i32 {
    guard::call("abicus_exact_sum_clone", || {
        check_output("out", out)?;
        // SAFETY: a live handle, as the header requires.
        let copy = unsafe { handle::read("sum", inner(sum), |sum| Ok(sum.clone())) }?;
        // SAFETY: the caller's output, as the header requires.
        unsafe { handle::give(out.cast(), || Ok(copy)) }
    })
}

/// Adds `other`, which stays as it is and may be `sum` itself. `ABICUS_OVERFLOW`, with nothing changed, if a sum has
/// grown beyond 2^1134.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_merge(
    sum: *mut ExactSumHandle,
    other: *const ExactSumHandle,
) -> i32 {
    guard::call("abicus_exact_sum_merge", || {
        // SAFETY: a live handle, as the header requires. It is copied, so that `sum` may be the same one.
        let other = unsafe { handle::read("other", inner(other), |other| Ok(other.clone())) }?;
        // SAFETY: the caller's own handle, as the header requires.
        unsafe {
            handle::change("sum", sum.cast::<Handle<ExactSum>>(), |sum| sum.merge(&other).map_err(full))
        }
    })
}

/// Writes the exact total, rounded once to nearest, to `out`. The sum can be updated further.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_finish_f64(sum: *const ExactSumHandle, out: *mut f64) -> i32 {
    guard::call_here("abicus_exact_sum_finish_f64", || {
        check_output("out", out)?;
        // SAFETY: a live handle, as the header requires.
        let total = unsafe { handle::read("sum", inner(sum), |sum| Ok(sum.round())) }?;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, total) };
        Ok(())
    })
}

/// Writes the exact integer total to the `len` words at `out`: two's complement, least significant first,
/// sign-extended. `ABICUS_INVALID_DATA` if a double was ever added, `ABICUS_BUFFER_TOO_SMALL` if it does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_finish_limbs(
    sum: *const ExactSumHandle,
    out: *mut u64,
    len: usize,
) -> i32 {
    guard::call("abicus_exact_sum_finish_limbs", || {
        check_output("out", out)?;
        check_room("out", len, size_of::<u64>())?;
        // SAFETY: a live handle, as the header requires.
        let limbs =
            unsafe { handle::read("sum", inner(sum), |sum| Ok(sum.integer())) }?.ok_or_else(|| {
                Failure::new(ABICUS_INVALID_DATA, "sum has had a float added, expected integers alone")
            })?;
        let fits = |count: usize| {
            let sign = (limbs[count - 1].cast_signed() >> 63) as u64;
            limbs[count..].iter().all(|&limb| limb == sign)
        };
        let needed = (1..limbs.len()).find(|&count| fits(count)).unwrap_or(limbs.len());
        if len < needed {
            let message = format!("out has room for {len} words, expected at least {needed}");
            return Err(Failure::new(ABICUS_BUFFER_TOO_SMALL, message));
        }
        let sign = (limbs[limbs.len() - 1].cast_signed() >> 63) as u64;
        for place in 0..len {
            let limb = limbs.get(place).copied().unwrap_or(sign);
            // SAFETY: `out` has room for `len` words, as the header requires.
            unsafe { write(out.wrapping_add(place), limb) };
        }
        Ok(())
    })
}

/// Writes the state as `ABICUS_EXACT_SUM_BYTES` bytes to `out`, which has room for `len`. The same values give the
/// same bytes, in any order and on any machine: "ABXS", a version byte 1, a byte of flags (1 a float was added,
/// 2 +infinity, 4 -infinity, 8 NaN), two zero bytes, then 36 little-endian 64-bit words of a two's complement number
/// in units of 2^-1074.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_to_bytes(
    sum: *const ExactSumHandle,
    out: *mut u8,
    len: usize,
) -> i32 {
    guard::call("abicus_exact_sum_to_bytes", || {
        // SAFETY: a live handle and the caller's buffer, as the header requires.
        unsafe { handle::read("sum", inner(sum), |sum| write_all(out, len, &sum.to_bytes())) }
    })
}

/// Makes a sum of bytes that `abicus_exact_sum_to_bytes` wrote and writes its handle to `out`; free it with
/// `abicus_exact_sum_free`. `ABICUS_INVALID_DATA` for any other bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_from_bytes(
    state: *const u8,
    len: usize,
    out: *mut *mut ExactSumHandle,
) -> i32 {
    guard::call("abicus_exact_sum_from_bytes", || {
        // SAFETY: the caller's buffer, as the header requires.
        let state = unsafe { bytes("state", state, len) }?;
        let sum = ExactSum::from_bytes(state).ok_or_else(|| {
            let message =
                format!("state is {len} bytes that are no stored sum, expected {EXACT_SUM_BYTES} that are");
            Failure::new(ABICUS_INVALID_DATA, message)
        })?;
        // SAFETY: the caller's output, as the header requires.
        unsafe { handle::give(out.cast(), || Ok(sum)) }
    })
}

/// Adds the `len` doubles at `values`, exactly. Reads `values` only during the call. `ABICUS_OVERFLOW`, with nothing
/// changed, if merges have brought the sum beyond 2^1134.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_f64(
    sum: *mut ExactSumHandle,
    values: *const f64,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_f64", sum, slice::values(values, len)) }
}

/// As `abicus_exact_sum_update_f64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_f64_strided(
    sum: *mut ExactSumHandle,
    values: *const f64,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_f64_strided", sum, strided(values, len, stride)) }
}

/// As `abicus_exact_sum_update_f64`, for `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_f32(
    sum: *mut ExactSumHandle,
    values: *const f32,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_f32", sum, slice::values(values, len)) }
}

/// As `abicus_exact_sum_update_f32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_f32_strided(
    sum: *mut ExactSumHandle,
    values: *const f32,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_f32_strided", sum, strided(values, len, stride)) }
}

/// As `abicus_exact_sum_update_f64`, for `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_i64(
    sum: *mut ExactSumHandle,
    values: *const i64,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_i64", sum, slice::values(values, len)) }
}

/// As `abicus_exact_sum_update_i64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_i64_strided(
    sum: *mut ExactSumHandle,
    values: *const i64,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_i64_strided", sum, strided(values, len, stride)) }
}

/// As `abicus_exact_sum_update_f64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_u64(
    sum: *mut ExactSumHandle,
    values: *const u64,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_u64", sum, slice::values(values, len)) }
}

/// As `abicus_exact_sum_update_u64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_u64_strided(
    sum: *mut ExactSumHandle,
    values: *const u64,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_u64_strided", sum, strided(values, len, stride)) }
}

/// As `abicus_exact_sum_update_f64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_i32(
    sum: *mut ExactSumHandle,
    values: *const i32,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_i32", sum, slice::values(values, len)) }
}

/// As `abicus_exact_sum_update_i32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_i32_strided(
    sum: *mut ExactSumHandle,
    values: *const i32,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_i32_strided", sum, strided(values, len, stride)) }
}

/// As `abicus_exact_sum_update_f64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_u32(
    sum: *mut ExactSumHandle,
    values: *const u32,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_u32", sum, slice::values(values, len)) }
}

/// As `abicus_exact_sum_update_u32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_u32_strided(
    sum: *mut ExactSumHandle,
    values: *const u32,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_u32_strided", sum, strided(values, len, stride)) }
}

/// As `abicus_exact_sum_update_f64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_i16(
    sum: *mut ExactSumHandle,
    values: *const i16,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_i16", sum, slice::values(values, len)) }
}

/// As `abicus_exact_sum_update_i16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_i16_strided(
    sum: *mut ExactSumHandle,
    values: *const i16,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_i16_strided", sum, strided(values, len, stride)) }
}

/// As `abicus_exact_sum_update_f64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_u16(
    sum: *mut ExactSumHandle,
    values: *const u16,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_u16", sum, slice::values(values, len)) }
}

/// As `abicus_exact_sum_update_u16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_u16_strided(
    sum: *mut ExactSumHandle,
    values: *const u16,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_u16_strided", sum, strided(values, len, stride)) }
}

/// As `abicus_exact_sum_update_f64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_i8(
    sum: *mut ExactSumHandle,
    values: *const i8,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_i8", sum, slice::values(values, len)) }
}

/// As `abicus_exact_sum_update_i8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_i8_strided(
    sum: *mut ExactSumHandle,
    values: *const i8,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_i8_strided", sum, strided(values, len, stride)) }
}

/// As `abicus_exact_sum_update_f64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_u8(
    sum: *mut ExactSumHandle,
    values: *const u8,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_u8", sum, slice::values(values, len)) }
}

/// As `abicus_exact_sum_update_u8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_exact_sum_update_u8_strided(
    sum: *mut ExactSumHandle,
    values: *const u8,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_exact_sum_update_u8_strided", sum, strided(values, len, stride)) }
}
