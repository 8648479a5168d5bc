//! What the functions of numbers in closed form share.

use super::array::out_of_memory;
use super::control;
use super::slice::{check_output, check_room, write};
use super::status::{ABICUS_BUFFER_TOO_SMALL, ABICUS_OVERFLOW, Failure};
use crate::kernels::bignum::Refused;
use std::ptr;

/// The result for n has more bits than there may be.
#[cold]
pub fn too_large(n: u64, last: u64, bits: &str) -> Failure {
    Failure::new(ABICUS_OVERFLOW, format!("n is {n}, expected at most {last}: the result has at most {bits}"))
}

#[cold]
fn too_small(len: usize, needed: u64) -> Failure {
    Failure::new(ABICUS_BUFFER_TOO_SMALL, format!("out has room for {len} words, expected at least {needed}"))
}

/// Calculates the number for n and writes it to `out`.
///
/// # Safety
/// `out`, if it is not NULL, is valid for writes of `len` words.
pub unsafe fn give_limbs(
    n: u64,
    last: u64,
    words: fn(u64) -> u64,
    calculate: fn(u64) -> Result<Vec<u64>, Refused>,
    out: *mut u64,
    len: usize,
) -> Result<(), Failure> {
    check_output("out", out)?;
    check_room("out", len, size_of::<u64>())?;
    if n > last {
        return Err(too_large(n, last, "2^36 bits"));
    }
    if (len as u64).saturating_add(1) < words(n) {
        return Err(too_small(len, words(n)));
    }
    // SAFETY: no block of its own.
    let calculated = unsafe { control::watched(ptr::null_mut(), || calculate(n)) }?;
    let number = calculated.map_err(|refused| match refused {
        Refused::TooLarge => too_large(n, last, "2^36 bits"),
        Refused::Memory(error) => out_of_memory(error),
    })?;
    if len < number.len() {
        return Err(too_small(len, number.len() as u64));
    }
    for place in 0..len {
        // SAFETY: `out` has room for `len` words, as the caller promises.
        unsafe { write(out.wrapping_add(place), number.get(place).copied().unwrap_or(0)) };
    }
    Ok(())
}
