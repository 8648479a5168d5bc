//! Prime numbers.

use super::array::{ArrayHandle, give, out_of_memory};
use super::control::{Control, watched};
use super::guard;
use super::slice::{check_output, write};
use super::status::{ABICUS_INVALID_ARGUMENT, ABICUS_OVERFLOW, Failure};
use crate::float_mode;
use crate::kernels::array::Array;
use crate::kernels::primes;

/// Writes 1 to `out` if `n` is a prime, else 0. Strong probable prime tests whose bases are known to suffice for 64 bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_is_prime_u64(n: u64, out: *mut u8) -> i32 {
    guard::call("abicus_is_prime_u64", || {
        check_output("out", out)?;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, u8::from(primes::is_prime(n))) };
        Ok(())
    })
}

/// Writes how many primes there are below `stop` to `out`, without finding them: in about `stop^(2/3)` steps and memory for
/// less than `stop^(1/2)` bytes. `threads`: 1, or as many as the call may use, 0 for all that affinity and cgroup allow.
/// `control` is NULL, or watches the call. `ABICUS_OVERFLOW` if `stop` is more than 2^63, `ABICUS_OUT_OF_MEMORY`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_count_primes_u64(
    stop: u64,
    threads: usize,
    control: *mut Control,
    out: *mut u64,
) -> i32 {
    guard::call("abicus_count_primes_u64", || {
        check_output("out", out)?;
        if stop > primes::COUNTED_BELOW {
            return Err(too_large("stop", stop, primes::COUNTED_BELOW));
        }
        let kernel = || float_mode::with_default(|| primes::count_primes(stop, threads));
        // SAFETY: the caller's block and output, as the header requires.
        unsafe { write(out, watched(control, kernel)?.map_err(out_of_memory)?) };
        Ok(())
    })
}

/// Writes the `n`-th prime to `out`, the first being 2; as `abicus_count_primes_u64` counts, with the same `threads` and
/// `control`. `ABICUS_INVALID_ARGUMENT` if `n` is 0, `ABICUS_OVERFLOW` if the prime is more than 2^63,
/// `ABICUS_OUT_OF_MEMORY`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_nth_prime_u64(
    n: u64,
    threads: usize,
    control: *mut Control,
    out: *mut u64,
) -> i32 {
    guard::call("abicus_nth_prime_u64", || {
        check_output("out", out)?;
        if n == 0 {
            return Err(Failure::new(ABICUS_INVALID_ARGUMENT, "n is 0, expected at least 1"));
        }
        if n > primes::MOST_COUNTED {
            return Err(too_large("n", n, primes::MOST_COUNTED));
        }
        let kernel = || float_mode::with_default(|| primes::nth_prime(n, threads));
        // SAFETY: the caller's block and output, as the header requires.
        unsafe { write(out, watched(control, kernel)?.map_err(out_of_memory)?) };
        Ok(())
    })
}

/// Makes an array of the first `n` primes, in order, and writes the handle to `out`; free it with `abicus_array_free`.
/// With more than one thread it takes memory for a byte for 30 numbers up to the last prime beside the array. `threads`: 1, or as
/// many as the call may use, 0 for all that affinity and cgroup allow. `control` is NULL, or watches the call.
/// `ABICUS_OVERFLOW` if there are not so many below 2^64, `ABICUS_OUT_OF_MEMORY` if there is no memory for them, before any
/// is looked for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_primes_u64(
    n: u64,
    threads: usize,
    control: *mut Control,
    out: *mut *mut ArrayHandle,
) -> i32 {
    guard::call("abicus_primes_u64", || {
        let make = || {
            if n > primes::MOST_PRIMES {
                return Err(too_large("n", n, primes::MOST_PRIMES));
            }
            let count = usize::try_from(n).unwrap_or(usize::MAX);
            let kernel = || float_mode::with_default(|| primes::primes(count, threads));
            // SAFETY: the caller's block, as the header requires.
            Ok(Array::from(unsafe { watched(control, kernel) }?.map_err(out_of_memory)?))
        };
        // SAFETY: the caller's output, as the header requires.
        unsafe { give(out, make) }
    })
}

/// Makes an array of the primes from `start` to below `stop`, in order, and writes the handle to `out`; free it with
/// `abicus_array_free`. Beside the array it takes memory for at most 20 MB a thread, and with more than one thread a byte for
/// 30 numbers of the range. `threads`: 1, or as many as the call may use, 0 for all that affinity and cgroup allow. `control` is
/// NULL, or watches the call. `ABICUS_OUT_OF_MEMORY`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_primes_between_u64(
    start: u64,
    stop: u64,
    threads: usize,
    control: *mut Control,
    out: *mut *mut ArrayHandle,
) -> i32 {
    guard::call("abicus_primes_between_u64", || {
        let kernel = || float_mode::with_default(|| primes::primes_between(start, stop, threads));
        // SAFETY: the caller's block and output, as the header requires.
        unsafe { give(out, || Ok(Array::from(watched(control, kernel)?.map_err(out_of_memory)?))) }
    })
}

#[cold]
fn too_large(parameter: &str, value: u64, most: u64) -> Failure {
    Failure::new(ABICUS_OVERFLOW, format!("{parameter} is {value}, expected at most {most}"))
}
