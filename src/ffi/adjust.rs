//! Brightness and contrast of bytes.

use super::guard;
use super::slice::{Elements, ElementsMut, check_output};
use super::status::{ABICUS_INVALID_ARGUMENT, Failure};
use crate::float_mode;
use crate::kernels::elementwise::{adjust_into, adjustment};

/// Checks, looks each byte up; the kernel writes.
///
/// # Safety
/// The pointers are as the header requires.
unsafe fn adjust(name: &str, pixels: Elements<u8>, brightness: f64, contrast: f64, out: *mut u8) -> i32 {
    guard::call(name, || {
        let Some(table) = float_mode::with_default(|| adjustment(brightness, contrast)) else {
            let message = format!(
                "brightness is {brightness}, contrast {contrast}, expected finite numbers that are not too large"
            );
            return Err(Failure::new(ABICUS_INVALID_ARGUMENT, message));
        };
        if pixels.len > 0 {
            check_output("out", out)?;
        }
        // SAFETY: the caller's elements and output, as the header requires; what is read and written is apart, or read
        // where it is written.
        unsafe {
            pixels.operand(out, pixels.len, |operand| {
                ElementsMut { first: out, len: pixels.len, stride: None }.change(|out| {
                    adjust_into(operand, &table, out);
                    Ok(())
                })
            })
        }
    })
}

fn pixels(first: *const u8, len: usize, stride: Option<isize>) -> Elements<u8> {
    Elements { parameter: "pixels", first, len, stride }
}

/// Writes for each byte p of the `len` at `pixels` (p - 127.5) * (1 + contrast) + 127.5 + 255 * brightness, computed in
/// double precision in this order, rounded with halves to even and kept in 0 to 255, to the `len` bytes at `out`: the same
/// as `pixels`, or none of them (`ABICUS_INVALID_ARGUMENT` if they overlap in part).
///
/// `ABICUS_INVALID_ARGUMENT` if `brightness` or `contrast` is not finite, or both are so large that the result is NaN.
/// O(len) time, no memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_adjust_u8(
    pixels: *const u8,
    len: usize,
    brightness: f64,
    contrast: f64,
    out: *mut u8,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { adjust("abicus_adjust_u8", self::pixels(pixels, len, None), brightness, contrast, out) }
}

/// As `abicus_adjust_u8`, for bytes `stride` apart; the stride may be zero or negative. `out` has no gaps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_adjust_u8_strided(
    pixels: *const u8,
    len: usize,
    stride: isize,
    brightness: f64,
    contrast: f64,
    out: *mut u8,
) -> i32 {
    let pixels = self::pixels(pixels, len, Some(stride));
    // SAFETY: as the header requires of the caller.
    unsafe { adjust("abicus_adjust_u8_strided", pixels, brightness, contrast, out) }
}
