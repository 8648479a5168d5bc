//! From a kernel's result to a Python object, and the way of a panic or an interrupt.

use super::api::{Object, api, exception};
use std::ffi::{CStr, CString};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

/// A float object.
#[inline(always)]
pub fn float(value: f64) -> *mut Object {
    // SAFETY: the GIL is held in every built-in function. A NaN becomes the quiet one, without a sign.
    unsafe { (api().PyFloat_FromDouble)(if value.is_nan() { f64::NAN } else { value }) }
}

/// An int object.
#[inline(always)]
pub fn int(value: i128) -> *mut Object {
    match i64::try_from(value) {
        // SAFETY: the GIL is held in every built-in function.
        Ok(value) => unsafe { (api().PyLong_FromLongLong)(value) },
        Err(_) => words(&[value as u64, (value >> 64) as u64]),
    }
}

/// An int object of two's complement words, least significant first.
pub fn words(words: &[u64]) -> *mut Object {
    long(words, true)
}

/// An int object of words without a sign, least significant first.
pub fn natural(words: &[u64]) -> *mut Object {
    long(words, false)
}

fn long(words: &[u64], signed: bool) -> *mut Object {
    let swapped: Vec<u64>;
    let words = if cfg!(target_endian = "big") {
        swapped = words.iter().map(|word| word.to_le()).collect();
        &swapped
    } else {
        words
    };
    // SAFETY: as many bytes of this library's own memory; the GIL is held in every built-in function.
    unsafe { (api()._PyLong_FromByteArray)(words.as_ptr().cast(), size_of_val(words), 1, signed.into()) }
}

/// A list of float objects; NULL with an exception set if there is no memory.
pub fn float_list(values: &[f64]) -> *mut Object {
    let api = api();
    // SAFETY: API calls as documented, with the GIL held; NULL is passed on as the failure that it is.
    unsafe {
        let list = (api.PyList_New)(0);
        for &value in values {
            let value = float(value);
            let added = !list.is_null() && !value.is_null() && (api.PyList_Append)(list, value) == 0;
            if !value.is_null() {
                (api.Py_DecRef)(value);
            }
            if !added {
                if !list.is_null() {
                    (api.Py_DecRef)(list);
                }
                return ptr::null_mut();
            }
        }
        list
    }
}

/// `None`.
pub fn none() -> *mut Object {
    let none = api()._Py_NoneStruct;
    // SAFETY: a live object, with the GIL held.
    unsafe { (api().Py_IncRef)(none) };
    none
}

/// Sets an exception of the C-API's variable `kind` and returns NULL.
///
/// # Safety
/// `kind` is the name of such a variable; the GIL is held.
#[cold]
pub unsafe fn raise(kind: &CStr, message: &str) -> *mut Object {
    // SAFETY: as the caller promises.
    unsafe { set_error(exception(kind), message) }
}

unsafe fn set_error(kind: *mut Object, message: &str) -> *mut Object {
    let text = CString::new(message.replace('\0', "?")).unwrap_or_default();
    // SAFETY: an exception type and a text that ends with NUL; the GIL is held.
    unsafe { (api().PyErr_SetString)(kind, text.as_ptr()) };
    ptr::null_mut()
}

/// Runs the body of a built-in function; a panic becomes `InternalError` of the fallback module.
///
/// # Safety
/// The GIL is held; `module` is the fallback module.
#[inline(always)]
pub unsafe fn guard(module: *mut Object, body: impl FnOnce() -> *mut Object) -> *mut Object {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(result) => result,
        // SAFETY: as the caller promises.
        Err(panic) => unsafe { internal_error(module, panic) },
    }
}

#[cold]
unsafe fn internal_error(module: *mut Object, panic: Box<dyn std::any::Any + Send>) -> *mut Object {
    let text = panic.downcast_ref::<&str>().copied().map(str::to_owned);
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    // The payload's own destructor may panic.
    std::mem::forget(panic);
    // SAFETY: a live module, with the GIL held.
    unsafe {
        let kind = (api().PyObject_GetAttrString)(module, c"InternalError".as_ptr());
        if !kind.is_null() {
            set_error(kind, &format!("internal error, please report it: {text}"));
            (api().Py_DecRef)(kind);
        }
    }
    ptr::null_mut()
}
