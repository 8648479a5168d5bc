//! The primitives behind `ExactSum`: a capsule that holds the state.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::buffer::{Buffer, each_number};
use super::result::{float, guard, none, raise};
use super::sequence::Sequence;
use super::slice::items;
use super::sums::add_items;
use super::trace::{Path, Trace, traced};
use super::watch::compute;
use crate::kernels::sum::{EXACT_SUM_BYTES, ExactSum, Full};
use std::ffi::{CStr, c_char};
use std::ptr;

const NAME: &CStr = c"abicus.ExactSum";

/// The state in a capsule; `None`, with an exception set, for any other object.
unsafe fn state<'a>(capsule: *mut Object) -> Option<&'a mut ExactSum> {
    // SAFETY: only `wrap` makes capsules of this name, and its state lives as long as the capsule. The GIL is held,
    // and no function of this file runs Python code or lets go of the GIL while it holds the reference.
    unsafe { (api().PyCapsule_GetPointer)(capsule, NAME.as_ptr()).cast::<ExactSum>().as_mut() }
}

unsafe extern "C" fn destroy(capsule: *mut Object) {
    // SAFETY: called once, when the capsule goes; the pointer was made by `Box::into_raw` in `wrap`.
    unsafe {
        let state = (api().PyCapsule_GetPointer)(capsule, NAME.as_ptr()).cast::<ExactSum>();
        if !state.is_null() {
            drop(Box::from_raw(state));
        }
    }
}

unsafe fn wrap(state: ExactSum) -> *mut Object {
    // SAFETY: the GIL is held; the capsule owns the state from here on.
    unsafe {
        let state = Box::into_raw(Box::new(state));
        let capsule = (api().PyCapsule_New)(state.cast(), NAME.as_ptr(), Some(destroy));
        if capsule.is_null() {
            drop(Box::from_raw(state));
        }
        capsule
    }
}

unsafe fn finish(result: Result<(), Full>) -> *mut Object {
    match result {
        Ok(()) => none(),
        // SAFETY: the name of an exception; the GIL is held.
        Err(Full) => unsafe {
            let message = "the magnitude of the sum has reached 2**1134, expected less; nothing was changed";
            raise(c"PyExc_OverflowError", message)
        },
    }
}

/// `_exact_new()`.
pub unsafe extern "C" fn new(module: *mut Object, _: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { guard(module, || wrap(ExactSum::new())) }
}

/// `_exact_update(capsule, values)`: all of the values or none.
pub unsafe extern "C" fn update(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_exact_update", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [capsule, values] = *call.values else { return None };
            let Some(part) = part_of(trace, values)? else { return Some(ptr::null_mut()) };
            Some(state(capsule).map_or(ptr::null_mut(), |state| finish(state.merge(&part))))
        })
    }
}

/// The sum of the values alone: the accumulator itself is not touched while the GIL may be released. `None` if the
/// values are not for the door, the inner `None` if a signal handler has raised an exception.
unsafe fn part_of(trace: &mut Trace, values: *mut Object) -> Option<Option<ExactSum>> {
    let mut part = ExactSum::new();
    // SAFETY: see the top of the file. A new sum has room for any update.
    let finished = unsafe {
        if let Some(items) = Sequence::of(values) {
            trace.path = Path::List;
            let understood = compute(0, || add_items(&mut part, &items))?;
            return if items.raised() { Some(None) } else { understood.then_some(Some(part)) };
        }
        Buffer::hold(values, |buffer| {
            let bytes = buffer.bytes();
            buffer.with_numbers(|numbers| {
                trace.saw(buffer, &numbers);
                each_number!(numbers, input =>
                    float compute(bytes, || part.update_input(&input)),
                    integer compute(bytes, || part.update_input(&input)))
            })
        })??
    };
    Some(finished.map(|_| part))
}

/// `_exact_merge(capsule, other)`.
pub unsafe extern "C" fn merge(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file. The other state is copied: it may be the same one.
    unsafe {
        let call = Call::new(c"_exact_merge", module, arguments, count, keywords);
        guard(module, || {
            let [capsule, other] = *call.values else { return call.fall_back() };
            let Some(other) = state(other).map(|other| other.clone()) else { return ptr::null_mut() };
            match state(capsule) {
                Some(state) => finish(state.merge(&other)),
                None => ptr::null_mut(),
            }
        })
    }
}

/// `_exact_clone(capsule)`.
pub unsafe extern "C" fn clone(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { guard(module, || state(capsule).map_or(ptr::null_mut(), |state| wrap(state.clone()))) }
}

/// `_exact_value(capsule)`.
pub unsafe extern "C" fn value(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { guard(module, || state(capsule).map_or(ptr::null_mut(), |state| float(state.round()))) }
}

/// `_exact_to_bytes(capsule)`.
pub unsafe extern "C" fn to_bytes(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        guard(module, || {
            let Some(state) = state(capsule) else { return ptr::null_mut() };
            let bytes = state.to_bytes();
            (api().PyBytes_FromStringAndSize)(bytes.as_ptr().cast::<c_char>(), EXACT_SUM_BYTES as isize)
        })
    }
}

/// `_exact_from_bytes(bytes)`.
pub unsafe extern "C" fn from_bytes(module: *mut Object, bytes: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file; the bytes are read while the buffer is held.
    unsafe {
        guard(module, || {
            let mut came = "no buffer of bytes".to_owned();
            let sum = Buffer::hold(bytes, |buffer| {
                let (first, len) = buffer.contiguous()?;
                came = format!("{len} bytes that are no stored sum");
                ExactSum::from_bytes(items(first, len))
            });
            match sum.flatten() {
                Some(sum) => wrap(sum),
                None => {
                    let message = format!("state is {came}, expected the {EXACT_SUM_BYTES} bytes of one");
                    raise(c"PyExc_ValueError", &message)
                }
            }
        })
    }
}
