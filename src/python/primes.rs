//! Prime numbers, of ints of at most 64 bits. Whatever is refused is left to the fallback, which knows the errors.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::install::{Function, Table};
use super::layout::kind;
use super::list::{Number, Reader};
use super::result::natural;
use super::storage::{array_object, out_of_memory};
use super::sums::thread_count;
use super::trace::{Path, Trace, traced};
use super::watch::{Progress, RELEASE_ABOVE, compute, watched};
use crate::kernels::array::Array;
use crate::kernels::primes;
use std::collections::TryReserveError;
use std::ffi::{CStr, c_int};
use std::ptr;

/// The functions of this family.
pub const FUNCTIONS: Table = &[
    (c"is_prime", Function::One(is_prime)),
    (c"count_primes", Function::Fast(count_primes)),
    (c"nth_prime", Function::Fast(nth_prime)),
    (c"primes", Function::Fast(first_primes)),
    (c"primes_between", Function::Fast(primes_between)),
];

/// What a kernel finds, if there was memory.
type Found<R> = Result<R, TryReserveError>;

/// An int or bool of 64 bits without a sign; `None` for any other object.
unsafe fn unsigned(object: *mut Object) -> Option<u64> {
    const EQUAL: c_int = 2;
    if object.is_null() {
        return None;
    }
    // SAFETY: a live object, with the GIL held; what is made is let go. To compare ints runs no Python code.
    unsafe {
        match Reader::new().number(object) {
            Number::Int(value) => return u64::try_from(value).ok(),
            _ if kind(object) != api().PyLong_Type => return None,
            _ => {}
        }
        let value = (api().PyLong_AsUnsignedLongLong)(object);
        if value != u64::MAX {
            return Some(value);
        }
        // The greatest number, or none of 64 bits.
        (api().PyErr_Clear)();
        let greatest = natural(&[value]);
        if greatest.is_null() {
            (api().PyErr_Clear)();
            return None;
        }
        let equal = api().compare_bool(object, greatest, EQUAL);
        (api().Py_DecRef)(greatest);
        (equal == 1).then_some(value)
    }
}

/// What a built-in function returns: NULL with an exception set where the kernel was stopped or got no memory.
unsafe fn answer<R>(found: Option<Found<R>>, object: impl FnOnce(R) -> *mut Object) -> Option<*mut Object> {
    Some(match found {
        None => ptr::null_mut(),
        // SAFETY: the GIL is held.
        Some(Err(_)) => unsafe { out_of_memory() },
        Some(Ok(result)) => object(result),
    })
}

/// Calls `body` with a number of 64 bits without a sign, the arguments `threads` and `progress`, and the trace. The number may
/// have a name, or none.
unsafe fn of_number(
    call: &Call,
    name: Option<&'static CStr>,
    body: impl FnOnce(u64, Progress, &Trace) -> Option<*mut Object>,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        traced(call, |trace| {
            let names = [name.unwrap_or(c"n"), c"threads", c"progress"];
            let [number, threads, progress] = call.parse(names, usize::from(name.is_none()), 1)?;
            let number = unsigned(number)?;
            trace.threads = thread_count(threads)?;
            let progress = Progress::of(progress)?;
            trace.path = Path::Number;
            body(number, progress, trace)
        })
    }
}

/// Runs a kernel about so many steps long.
unsafe fn run<R>(steps: u64, trace: &Trace, progress: Progress, kernel: impl FnOnce() -> R) -> Option<R> {
    // SAFETY: the GIL is held, and kernels do not touch Python objects.
    unsafe {
        if trace.threads == 1 && steps <= RELEASE_ABOVE as u64 && !progress.is_some() {
            compute(0, kernel)
        } else {
            watched(progress, kernel)
        }
    }
}

/// `is_prime(n, /)`.
pub unsafe extern "C" fn is_prime(module: *mut Object, number: *mut Object) -> *mut Object {
    let values = [number];
    let call = Call { name: c"is_prime", module, values: &values, positional: 1, keywords: ptr::null_mut() };
    // SAFETY: see the top of the file.
    unsafe {
        traced(&call, |trace| {
            let n = unsigned(number)?;
            trace.path = Path::Number;
            Some((api().PyBool_FromLong)(primes::is_prime(n).into()))
        })
    }
}

/// `nth_prime(n, /, *, threads=1, progress=None)`.
pub unsafe extern "C" fn nth_prime(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"nth_prime", module, arguments, count, keywords);
        of_number(&call, None, |n, progress, trace| {
            if n == 0 || n > primes::MOST_COUNTED {
                return None;
            }
            let threads = trace.threads;
            answer(run(n, trace, progress, || primes::nth_prime(n, threads)), |prime| natural(&[prime]))
        })
    }
}

/// `primes(n, /, *, threads=1, progress=None)`.
pub unsafe extern "C" fn first_primes(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"primes", module, arguments, count, keywords);
        of_number(&call, None, |n, progress, trace| {
            if n > primes::MOST_PRIMES {
                return None;
            }
            let (count, threads) = (usize::try_from(n).unwrap_or(usize::MAX), trace.threads);
            let found = run(n.saturating_mul(16), trace, progress, || primes::primes(count, threads));
            answer(found, |primes| array_object(module, Array::from(primes)))
        })
    }
}

/// `primes_between(start, stop, *, threads=1, progress=None)`.
pub unsafe extern "C" fn primes_between(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"primes_between", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [start, stop, threads, progress] =
                call.parse([c"start", c"stop", c"threads", c"progress"], 0, 2)?;
            let (start, stop) = (unsigned(start)?, unsigned(stop)?);
            trace.threads = thread_count(threads)?;
            let progress = Progress::of(progress)?;
            trace.path = Path::Number;
            // Far up, what crosses off takes longer than what is crossed off.
            let (steps, threads) = (stop.saturating_sub(start).saturating_add(stop.isqrt()), trace.threads);
            let found = run(steps, trace, progress, || primes::primes_between(start, stop, threads));
            answer(found, |primes| array_object(module, Array::from(primes)))
        })
    }
}

/// `count_primes(stop, *, threads=1, progress=None)`.
pub unsafe extern "C" fn count_primes(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"count_primes", module, arguments, count, keywords);
        of_number(&call, Some(c"stop"), |stop, progress, trace| {
            if stop > primes::COUNTED_BELOW {
                return None;
            }
            let threads = trace.threads;
            answer(run(stop / 16, trace, progress, || primes::count_primes(stop, threads)), |count| {
                natural(&[count])
            })
        })
    }
}
