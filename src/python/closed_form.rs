//! `sum_range`, `fibonacci` and `factorial` of ints of at most 64 bits. Whatever is refused is left to the fallback, which
//! knows the errors.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::install::{Function, Table};
use super::list::{Number, Reader};
use super::result::{compute, int, natural};
use super::trace::{Path, traced};
use crate::kernels::bignum::{self, Refused};
use crate::kernels::ranges;
use std::ffi::CStr;
use std::ptr;

/// The functions of this family.
pub const FUNCTIONS: Table = &[
    (c"sum_range", Function::Fast(sum_range)),
    (c"fibonacci", Function::One(fibonacci)),
    (c"factorial", Function::One(factorial)),
];

/// A number whose result has so many bytes takes as long as reading so many times as much.
const WORK: usize = 512;

/// An int or bool of at most 64 bits; `None` for anything else.
#[inline(always)]
unsafe fn small(object: *mut Object) -> Option<i64> {
    // SAFETY: see the top of the file.
    match unsafe { Reader::new().number(object) } {
        Number::Int(value) => Some(value),
        _ => None,
    }
}

/// `sum_range(start, stop=None, step=1)`.
pub unsafe extern "C" fn sum_range(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"sum_range", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [start, stop, step] = call.parse([c"start", c"stop", c"step"], 0, 3)?;
            if start.is_null() {
                return None;
            }
            let step = if step.is_null() { 1 } else { small(step)? };
            let (start, stop) = if stop.is_null() || stop == api()._Py_NoneStruct {
                (0, small(start)?)
            } else {
                (small(start)?, small(stop)?)
            };
            trace.path = Path::Number;
            ranges::sum_range(start, stop, step).map(int)
        })
    }
}

/// What belongs to a function of one number.
struct Family {
    name: &'static CStr,
    short: fn(u64) -> Option<u128>,
    words: fn(u64) -> u64,
    long: fn(u64) -> Result<Vec<u64>, Refused>,
}

#[inline(always)]
unsafe fn of_one(module: *mut Object, number: *mut Object, family: &Family) -> *mut Object {
    let values = [number];
    let call = Call { name: family.name, module, values: &values, positional: 1, keywords: ptr::null_mut() };
    // SAFETY: see the top of the file. Kernels do not touch Python objects.
    unsafe {
        traced(&call, |trace| {
            let n = u64::try_from(small(number)?).ok()?;
            trace.path = Path::Number;
            if let Some(result) = (family.short)(n) {
                return Some(match i128::try_from(result) {
                    Ok(result) => int(result),
                    Err(_) => natural(&[result as u64, (result >> 64) as u64]),
                });
            }
            let bytes = usize::try_from((family.words)(n)).unwrap_or(usize::MAX).saturating_mul(8);
            match compute(bytes.saturating_mul(WORK), || (family.long)(n)) {
                Some(Ok(words)) => Some(natural(&words)),
                Some(Err(_)) => None,
                None => Some(ptr::null_mut()),
            }
        })
    }
}

/// `fibonacci(n, /)`.
pub unsafe extern "C" fn fibonacci(module: *mut Object, number: *mut Object) -> *mut Object {
    let family = Family {
        name: c"fibonacci",
        short: bignum::fibonacci_u128,
        words: bignum::fibonacci_words,
        long: bignum::fibonacci,
    };
    // SAFETY: see the top of the file.
    unsafe { of_one(module, number, &family) }
}

/// `factorial(n, /)`.
pub unsafe extern "C" fn factorial(module: *mut Object, number: *mut Object) -> *mut Object {
    let family = Family {
        name: c"factorial",
        short: bignum::factorial_u128,
        words: bignum::factorial_words,
        long: bignum::factorial,
    };
    // SAFETY: see the top of the file.
    unsafe { of_one(module, number, &family) }
}
