//! `sum_range`, `fibonacci` and `factorial` of ints of at most 64 bits. Whatever is refused is left to the fallback, which
//! knows the errors.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::install::{Function, Table};
use super::list::{Number, Reader};
use super::result::{int, natural};
use super::trace::{Path, traced};
use super::watch::compute;
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
    pair: fn(u64) -> Option<u128>,
    words: fn(u64) -> u64,
    long: fn(u64) -> Result<Vec<u64>, Refused>,
}

#[inline(always)]
unsafe fn of_one(
    name: &'static CStr,
    module: *mut Object,
    number: *mut Object,
    short: impl Fn(u64) -> Option<u64>,
    family: &Family,
) -> *mut Object {
    let values = [number];
    let call = Call { name, module, values: &values, positional: 1, keywords: ptr::null_mut() };
    // SAFETY: see the top of the file.
    unsafe {
        traced(&call, |trace| {
            let n = u64::try_from(small(number)?).ok()?;
            trace.path = Path::Number;
            match short(n) {
                Some(result) => Some(int(result.into())),
                None => long(n, family),
            }
        })
    }
}

/// A result of more than a word. `None` if the fallback is to say why there is none.
#[inline(never)]
unsafe fn long(n: u64, family: &Family) -> Option<*mut Object> {
    if let Some(result) = (family.pair)(n) {
        return Some(natural(&[result as u64, (result >> 64) as u64]));
    }
    let bytes = usize::try_from((family.words)(n)).unwrap_or(usize::MAX).saturating_mul(8);
    // SAFETY: see the top of the file. Kernels do not touch Python objects.
    match unsafe { compute(bytes.saturating_mul(WORK), || (family.long)(n)) } {
        Some(Ok(words)) => Some(natural(&words)),
        Some(Err(_)) => None,
        None => Some(ptr::null_mut()),
    }
}

/// `fibonacci(n, /)`.
pub unsafe extern "C" fn fibonacci(module: *mut Object, number: *mut Object) -> *mut Object {
    const FAMILY: Family =
        Family { pair: bignum::fibonacci_u128, words: bignum::fibonacci_words, long: bignum::fibonacci };
    // SAFETY: see the top of the file.
    unsafe { of_one(c"fibonacci", module, number, bignum::fibonacci_u64, &FAMILY) }
}

/// `factorial(n, /)`.
pub unsafe extern "C" fn factorial(module: *mut Object, number: *mut Object) -> *mut Object {
    const FAMILY: Family =
        Family { pair: bignum::factorial_u128, words: bignum::factorial_words, long: bignum::factorial };
    // SAFETY: see the top of the file.
    unsafe { of_one(c"factorial", module, number, bignum::factorial_u64, &FAMILY) }
}
