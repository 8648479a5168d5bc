//! Functions that exist to be measured or to look inside.

use super::api::{Object, api};
use super::arguments::Call;
use super::list::{Number, Reader};
use super::result::{guard, int, none, raise};
use crate::kernels::sum::path_counts;

/// `_noop()`.
pub unsafe extern "C" fn noop(_module: *mut Object, _: *mut Object) -> *mut Object {
    none()
}

/// `_noop_one(x)`: returns its argument.
pub unsafe extern "C" fn noop_one(_module: *mut Object, value: *mut Object) -> *mut Object {
    // SAFETY: a live object, with the GIL held.
    unsafe { (api().Py_IncRef)(value) };
    value
}

/// `_add_i32(a, b)`.
pub unsafe extern "C" fn add_i32(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: called by CPython with the GIL held and live arguments.
    unsafe {
        let call = Call::new(c"_add_i32", module, arguments, count, keywords);
        guard(module, || {
            let reader = Reader::new();
            let [a, b] = *call.values else { return call.fall_back() };
            match (reader.number(a), reader.number(b)) {
                (Number::Int(a), Number::Int(b)) => match (i32::try_from(a), i32::try_from(b)) {
                    (Ok(a), Ok(b)) => match a.checked_add(b) {
                        Some(sum) => int(i128::from(sum)),
                        None => raise(c"PyExc_OverflowError", "a + b does not fit 32 bits"),
                    },
                    _ => raise(c"PyExc_OverflowError", "a or b does not fit 32 bits"),
                },
                _ => raise(c"PyExc_TypeError", "a and b must be int"),
            }
        })
    }
}

/// `_square_i64(x)`.
pub unsafe extern "C" fn square_i64(module: *mut Object, value: *mut Object) -> *mut Object {
    // SAFETY: called by CPython with the GIL held and a live argument.
    unsafe {
        guard(module, || match Reader::new().number(value) {
            Number::Int(value) => match value.checked_mul(value) {
                Some(square) => int(i128::from(square)),
                None => raise(c"PyExc_OverflowError", "the square does not fit 64 bits"),
            },
            _ => raise(c"PyExc_TypeError", "x must be an int of at most 64 bits"),
        })
    }
}

/// `_path_counts()`: a tuple of this thread's counters of slow paths.
pub unsafe extern "C" fn counts(_module: *mut Object, _: *mut Object) -> *mut Object {
    let (api, counts) = (api(), path_counts());
    // SAFETY: API calls as documented, with the GIL held; NULL is passed on as the failure that it is.
    unsafe {
        let list = (api.PyList_New)(0);
        for count in [counts.exact, counts.wide] {
            let count = int(i128::from(count));
            if list.is_null() || count.is_null() || (api.PyList_Append)(list, count) != 0 {
                return std::ptr::null_mut();
            }
            (api.Py_DecRef)(count);
        }
        let tuple = (api.PyList_AsTuple)(list);
        (api.Py_DecRef)(list);
        tuple
    }
}

/// `_test_panic()`.
#[cfg(feature = "test-hooks")]
pub unsafe extern "C" fn panic(module: *mut Object, _: *mut Object) -> *mut Object {
    // SAFETY: called by CPython with the GIL held.
    unsafe { guard(module, || panic!("a panic on purpose")) }
}
