//! The primitives behind `Moments`: a capsule that holds the state.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::buffer::{Buffer, each_number};
use super::list::{Items, Number, Reader};
use super::result::{float, guard, none, raise};
use super::slice::items;
use super::trace::{Path, Trace, traced};
use super::watch::compute;
use crate::float_mode;
use crate::kernels::sum::{Full, MOMENTS_BYTES, Moments, Spread};
use crate::kernels::view::Input;
use std::ffi::{CStr, c_char};
use std::ptr;

const NAME: &CStr = c"abicus.Moments";

/// The state in a capsule; `None`, with an exception set, for any other object.
unsafe fn state<'a>(capsule: *mut Object) -> Option<&'a mut Moments> {
    // SAFETY: only `wrap` makes capsules of this name, and its state lives as long as the capsule. The GIL is held,
    // and no function of this file runs Python code or lets go of the GIL while it holds the reference.
    unsafe { (api().PyCapsule_GetPointer)(capsule, NAME.as_ptr()).cast::<Moments>().as_mut() }
}

unsafe extern "C" fn destroy(capsule: *mut Object) {
    // SAFETY: called once, when the capsule goes; the pointer was made by `Box::into_raw` in `wrap`.
    unsafe {
        let state = (api().PyCapsule_GetPointer)(capsule, NAME.as_ptr()).cast::<Moments>();
        if !state.is_null() {
            drop(Box::from_raw(state));
        }
    }
}

unsafe fn wrap(state: Moments) -> *mut Object {
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
            raise(c"PyExc_OverflowError", "the moments have no room for the result; nothing was changed")
        },
    }
}

/// `_moments_new()`.
pub unsafe extern "C" fn new(module: *mut Object, _: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { guard(module, || wrap(Moments::new())) }
}

/// `_moments_update(capsule, values)`: all of the values or none.
pub unsafe extern "C" fn update(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_moments_update", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [capsule, values] = *call.values else { return None };
            let Some(part) = part_of(trace, values)? else { return Some(ptr::null_mut()) };
            Some(state(capsule).map_or(ptr::null_mut(), |state| finish(state.merge(&part))))
        })
    }
}

/// The moments of the values alone: those of the capsule are not touched while the GIL may be released. `None` if the
/// values are not for the door, the inner `None` if a signal handler has raised an exception.
unsafe fn part_of(trace: &mut Trace, values: *mut Object) -> Option<Option<Moments>> {
    let mut part = Moments::new();
    // SAFETY: see the top of the file. New moments have room for any update.
    let finished = unsafe {
        if let Some(items) = Items::of(values) {
            trace.path = Path::List;
            return compute(0, || add_items(&mut part, &items))?.then_some(Some(part));
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

/// Adds every number of a list to moments that have room; `false` if there was anything else.
fn add_items(moments: &mut Moments, items: &Items) -> bool {
    const BATCH: usize = 256;
    let (mut floats, mut filled) = ([0.0; BATCH], 0);
    let (mut integers, mut counted) = ([0i64; BATCH], 0);
    let mut understood = true;
    items.for_each(0, |number| {
        match number {
            Number::Float(value) => {
                floats[filled] = value;
                filled += 1;
                if filled == BATCH {
                    _ = moments.update_input(&Input::Slice(&floats[..]));
                    filled = 0;
                }
            }
            Number::Int(value) => {
                integers[counted] = value;
                counted += 1;
                if counted == BATCH {
                    _ = moments.update_input(&Input::Slice(&integers[..]));
                    counted = 0;
                }
            }
            Number::Other => understood = false,
        }
        understood
    });
    _ = moments.update_input(&Input::Slice(&floats[..filled]));
    _ = moments.update_input(&Input::Slice(&integers[..counted]));
    understood
}

/// `_moments_merge(capsule, other)`.
pub unsafe extern "C" fn merge(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file. The other state is copied: it may be the same one.
    unsafe {
        let call = Call::new(c"_moments_merge", module, arguments, count, keywords);
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

/// `_moments_clone(capsule)`.
pub unsafe extern "C" fn clone(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { guard(module, || state(capsule).map_or(ptr::null_mut(), |state| wrap(state.clone()))) }
}

/// `_moments_ask(capsule, question)`: the mean (0), the variance (1) or the deviation (3) of a sample, those of a
/// population (2, 4), as a float rounded once.
pub unsafe extern "C" fn ask(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_moments_ask", module, arguments, count, keywords);
        guard(module, || {
            let [capsule, question] = *call.values else { return call.fall_back() };
            let Some(state) = state(capsule) else { return ptr::null_mut() };
            let spread = match Reader::new().number(question) {
                Number::Int(0) => None,
                Number::Int(number @ 1..=4) => Some(Spread { sample: number % 2 == 1, root: number > 2 }),
                _ => return raise(c"PyExc_ValueError", "there is no such question"),
            };
            if state.count() < spread.map_or(1, Spread::least) {
                return raise(c"PyExc_ValueError", "there are not enough values");
            }
            float(float_mode::with_default(|| {
                spread.map_or_else(|| state.mean(), |spread| state.spread(spread))
            }))
        })
    }
}

/// `_moments_to_bytes(capsule)`.
pub unsafe extern "C" fn to_bytes(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        guard(module, || {
            let Some(state) = state(capsule) else { return ptr::null_mut() };
            let bytes = state.to_bytes();
            (api().PyBytes_FromStringAndSize)(bytes.as_ptr().cast::<c_char>(), MOMENTS_BYTES as isize)
        })
    }
}

/// `_moments_from_bytes(bytes)`.
pub unsafe extern "C" fn from_bytes(module: *mut Object, bytes: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file; the bytes are read while the buffer is held.
    unsafe {
        guard(module, || {
            let mut came = "no buffer of bytes".to_owned();
            let moments = Buffer::hold(bytes, |buffer| {
                let (first, len) = buffer.contiguous()?;
                came = format!("{len} bytes that are no stored moments");
                Moments::from_bytes(items(first, len))
            });
            match moments.flatten() {
                Some(moments) => wrap(moments),
                None => {
                    let message = format!("state is {came}, expected the {MOMENTS_BYTES} bytes of some");
                    raise(c"PyExc_ValueError", &message)
                }
            }
        })
    }
}
