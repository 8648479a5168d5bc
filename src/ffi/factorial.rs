//! Factorials.

use super::closed_form::{give_limbs, too_large};
use super::guard;
use super::slice::{check_output, write, write_all};
use crate::kernels::bignum::{LAST_FACTORIAL, factorial, factorial_u64, factorial_u128, factorial_words};

/// Writes n!, the product of 1 to n, to `out`; `ABICUS_OVERFLOW` if n is
/// more than 20.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_factorial_u64(n: u64, out: *mut u64) -> i32 {
    guard::call("abicus_factorial_u64", || {
        check_output("out", out)?;
        let number = factorial_u64(n).ok_or_else(|| too_large(n, 20, "64 bits"))?;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, number) };
        Ok(())
    })
}

/// Writes n! to `out` as two words, the least significant first; `ABICUS_OVERFLOW` if n is more than 34.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_factorial_u128(n: u64, out: *mut u64) -> i32 {
    guard::call("abicus_factorial_u128", || {
        check_output("out", out)?;
        let number = factorial_u128(n).ok_or_else(|| too_large(n, 34, "128 bits"))?;
        // SAFETY: room for two words, as the header requires.
        unsafe { write_all(out, 2, &[number as u64, (number >> 64) as u64]) }
    })
}

/// Writes to `out` how many words are enough for n!: as many as it needs, or one more. `ABICUS_OVERFLOW` as for
/// `abicus_factorial_limbs`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_factorial_limb_count(n: u64, out: *mut usize) -> i32 {
    guard::call("abicus_factorial_limb_count", || {
        check_output("out", out)?;
        if n > LAST_FACTORIAL {
            return Err(too_large(n, LAST_FACTORIAL, "2^36 bits"));
        }
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, factorial_words(n) as usize) };
        Ok(())
    })
}

/// Writes n! to the `len` words at `out`, the least significant first, then zeros. `ABICUS_BUFFER_TOO_SMALL` if it
/// does not fit, before anything is calculated if `len` is less than `abicus_factorial_limb_count` says by more than
/// one; `ABICUS_OVERFLOW` if it could have more than 2^36 bits, `ABICUS_OUT_OF_MEMORY` if there is not the memory for
/// it and the work on it, which is up to 16 times its size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_factorial_limbs(n: u64, out: *mut u64, len: usize) -> i32 {
    guard::call("abicus_factorial_limbs", || {
        // SAFETY: room for `len` words, as the header requires.
        unsafe { give_limbs(n, LAST_FACTORIAL, factorial_words, factorial, out, len) }
    })
}
