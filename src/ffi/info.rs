//! What the library is, what the CPU offers, the last error, and functions that exist to be measured.

use super::guard;
use super::slice::{check_output, write, write_all};
use super::status::{ABICUS_OVERFLOW, Failure};
use crate::cpu;
use crate::kernels::sum;
use std::ffi::c_char;

/// The number of this ABI: programs built against a header with another number must not use the library.
pub const ABICUS_ABI_VERSION: u32 = 1;

/// CPU level: the instructions of the platform's ABI floor.
pub const ABICUS_CPU_PORTABLE: i32 = 0;
/// CPU level: AVX2 with FMA.
pub const ABICUS_CPU_AVX2: i32 = 1;
/// CPU level: AVX-512 F, BW, CD, DQ, VL and VNNI.
pub const ABICUS_CPU_AVX512: i32 = 2;

/// Counter: second passes over data whose rounding the first pass could not decide.
pub const ABICUS_PATH_EXACT: usize = 0;
/// Counter: blocks that went through the superaccumulator.
pub const ABICUS_PATH_WIDE: usize = 1;
/// How many counters there are.
pub const ABICUS_PATH_COUNT: usize = 2;

/// The ABI number of this library: compare it with `ABICUS_ABI_VERSION` of the header.
#[unsafe(no_mangle)]
pub extern "C" fn abicus_abi_version() -> u32 {
    ABICUS_ABI_VERSION
}

/// The fingerprint of the library's signatures: 64-bit FNV-1a of the header without comments and white space.
#[unsafe(no_mangle)]
pub extern "C" fn abicus_fingerprint() -> u64 {
    const FINGERPRINT: u64 = match u64::from_str_radix(env!("ABICUS_FINGERPRINT"), 16) {
        Ok(value) => value,
        Err(_) => panic!("the build script gives sixteen hexadecimal digits"),
    };
    FINGERPRINT
}

/// The version of the library as text that lives as long as the library.
#[unsafe(no_mangle)]
pub extern "C" fn abicus_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// The CPU level in use: the best that the CPU has, or the lower one that the environment variable ABICUS_CPU
/// (`portable`, `avx2`, `avx512`) named at the first call.
#[unsafe(no_mangle)]
pub extern "C" fn abicus_cpu_level() -> i32 {
    cpu::level() as i32
}

/// The best CPU level that this machine has.
#[unsafe(no_mangle)]
pub extern "C" fn abicus_cpu_detected() -> i32 {
    cpu::detected() as i32
}

/// Copies the calling thread's last error, a sentence in UTF-8 that ends with NUL, to `buffer`, cut to `capacity`
/// bytes. Returns the bytes that the whole needs, 0 if no call of this thread has failed. A call that succeeds
/// leaves the last error as it is. `buffer` may be NULL if `capacity` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_last_error(buffer: *mut c_char, capacity: usize) -> usize {
    guard::with_last_error(|text| {
        if text.is_empty() {
            return 0;
        }
        if !buffer.is_null() && capacity > 0 {
            let mut end = text.len().min(capacity - 1);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let cut = [&text.as_bytes()[..end], &[0]].concat();
            // SAFETY: not NULL, and the cut text with its NUL is at most `capacity` bytes.
            _ = unsafe { write_all(buffer.cast::<u8>(), capacity, &cut) };
        }
        text.len() + 1
    })
}

/// Writes the calling thread's counters of slow paths, `ABICUS_PATH_COUNT` of them, to `out`, which has room for
/// `len`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_path_counts(out: *mut u64, len: usize) -> i32 {
    guard::call("abicus_path_counts", || {
        let counts = sum::path_counts();
        // SAFETY: the caller's buffer, as the header requires.
        unsafe { write_all(out, len, &[counts.exact, counts.wide]) }
    })
}

/// Does nothing: what a call costs.
#[unsafe(no_mangle)]
pub extern "C" fn abicus_noop() {}

/// Writes `a + b` to `out`; `ABICUS_OVERFLOW` if it does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_add_i32(a: i32, b: i32, out: *mut i32) -> i32 {
    guard::call("abicus_add_i32", || {
        check_output("out", out)?;
        let sum = a.checked_add(b).ok_or_else(|| {
            let message = format!("a + b is {}, expected a value of 32 bits", i64::from(a) + i64::from(b));
            Failure::new(ABICUS_OVERFLOW, message)
        })?;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, sum) };
        Ok(())
    })
}

/// Writes `value * value` to `out`; `ABICUS_OVERFLOW` if it does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_square_i64(value: i64, out: *mut i64) -> i32 {
    guard::call("abicus_square_i64", || {
        check_output("out", out)?;
        let square = value.checked_mul(value).ok_or_else(|| {
            let message = format!(
                "value is {value}, expected -3037000499 to 3037000499: its square does not fit 64 bits"
            );
            Failure::new(ABICUS_OVERFLOW, message)
        })?;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, square) };
        Ok(())
    })
}

/// Panics inside the guard.
#[cfg(feature = "test-hooks")]
#[unsafe(no_mangle)]
pub extern "C" fn abicus_test_panic() -> i32 {
    guard::call("abicus_test_panic", || panic!("a panic on purpose"))
}
