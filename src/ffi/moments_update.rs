//! Values for moments.

use super::moments::{MomentsHandle, full};
use super::slice::{self, Elements, strided};
use super::{guard, handle};
use crate::float_mode;
use crate::kernels::sum::{Moments, Squared};

/// Checks, adds in the default floating-point mode.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
unsafe fn update<T: Squared>(name: &str, moments: *mut MomentsHandle, elements: Elements<T>) -> i32 {
    guard::call(name, || {
        // SAFETY: the caller's elements and its own handle, as the header requires.
        unsafe {
            handle::change("moments", moments.cast::<handle::Handle<Moments>>(), |moments| {
                elements.lend(|input| float_mode::with_default(|| moments.update_input(input)))?.map_err(full)
            })
        }
    })
}

/// Adds `len` doubles at `values`. ABICUS_OVERFLOW, with nothing changed, if the state would not hold them.
/// Reads `values` only during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_f64(
    moments: *mut MomentsHandle,
    values: *const f64,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_f64", moments, slice::values(values, len)) }
}

/// As `abicus_moments_update_f64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_f64_strided(
    moments: *mut MomentsHandle,
    values: *const f64,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_f64_strided", moments, strided(values, len, stride)) }
}

/// As `abicus_moments_update_f64`, for `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_f32(
    moments: *mut MomentsHandle,
    values: *const f32,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_f32", moments, slice::values(values, len)) }
}

/// As `abicus_moments_update_f32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_f32_strided(
    moments: *mut MomentsHandle,
    values: *const f32,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_f32_strided", moments, strided(values, len, stride)) }
}

/// As `abicus_moments_update_f64`, for `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_i64(
    moments: *mut MomentsHandle,
    values: *const i64,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_i64", moments, slice::values(values, len)) }
}

/// As `abicus_moments_update_i64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_i64_strided(
    moments: *mut MomentsHandle,
    values: *const i64,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_i64_strided", moments, strided(values, len, stride)) }
}

/// As `abicus_moments_update_f64`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_u64(
    moments: *mut MomentsHandle,
    values: *const u64,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_u64", moments, slice::values(values, len)) }
}

/// As `abicus_moments_update_u64`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_u64_strided(
    moments: *mut MomentsHandle,
    values: *const u64,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_u64_strided", moments, strided(values, len, stride)) }
}

/// As `abicus_moments_update_f64`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_i32(
    moments: *mut MomentsHandle,
    values: *const i32,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_i32", moments, slice::values(values, len)) }
}

/// As `abicus_moments_update_i32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_i32_strided(
    moments: *mut MomentsHandle,
    values: *const i32,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_i32_strided", moments, strided(values, len, stride)) }
}

/// As `abicus_moments_update_f64`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_u32(
    moments: *mut MomentsHandle,
    values: *const u32,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_u32", moments, slice::values(values, len)) }
}

/// As `abicus_moments_update_u32`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_u32_strided(
    moments: *mut MomentsHandle,
    values: *const u32,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_u32_strided", moments, strided(values, len, stride)) }
}

/// As `abicus_moments_update_f64`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_i16(
    moments: *mut MomentsHandle,
    values: *const i16,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_i16", moments, slice::values(values, len)) }
}

/// As `abicus_moments_update_i16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_i16_strided(
    moments: *mut MomentsHandle,
    values: *const i16,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_i16_strided", moments, strided(values, len, stride)) }
}

/// As `abicus_moments_update_f64`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_u16(
    moments: *mut MomentsHandle,
    values: *const u16,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_u16", moments, slice::values(values, len)) }
}

/// As `abicus_moments_update_u16`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_u16_strided(
    moments: *mut MomentsHandle,
    values: *const u16,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_u16_strided", moments, strided(values, len, stride)) }
}

/// As `abicus_moments_update_f64`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_i8(
    moments: *mut MomentsHandle,
    values: *const i8,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_i8", moments, slice::values(values, len)) }
}

/// As `abicus_moments_update_i8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_i8_strided(
    moments: *mut MomentsHandle,
    values: *const i8,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_i8_strided", moments, strided(values, len, stride)) }
}

/// As `abicus_moments_update_f64`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_u8(
    moments: *mut MomentsHandle,
    values: *const u8,
    len: usize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_u8", moments, slice::values(values, len)) }
}

/// As `abicus_moments_update_u8`, for elements `stride` bytes apart; the stride may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_moments_update_u8_strided(
    moments: *mut MomentsHandle,
    values: *const u8,
    len: usize,
    stride: isize,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { update("abicus_moments_update_u8_strided", moments, strided(values, len, stride)) }
}
