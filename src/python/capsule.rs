//! States in capsules: what the classes that are written in Python keep, and the primitives that they share.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::buffer::Buffer;
use super::result::{guard, none, raise};
use super::slice::items;
use super::trace::{Trace, traced};
use crate::kernels::sum::Full;
use std::ffi::{CStr, c_char};
use std::ptr;

/// What a capsule holds.
pub trait State: Sized {
    /// The name of its capsules.
    const NAME: &'static CStr;
}

/// The state in a capsule; `None`, with an exception set, for any other object.
///
/// # Safety
/// The GIL is held. The state lives as long as the capsule; while the reference is held, no Python code runs, and the GIL is
/// not let go.
pub unsafe fn state<'a, S: State>(capsule: *mut Object) -> Option<&'a mut S> {
    // SAFETY: only `wrap` makes capsules of this name; as the caller promises.
    unsafe { (api().PyCapsule_GetPointer)(capsule, S::NAME.as_ptr()).cast::<S>().as_mut() }
}

unsafe extern "C" fn destroy<S: State>(capsule: *mut Object) {
    // SAFETY: called once, when the capsule goes; the pointer was made by `Box::into_raw` in `wrap`.
    unsafe {
        let state = (api().PyCapsule_GetPointer)(capsule, S::NAME.as_ptr()).cast::<S>();
        if !state.is_null() {
            drop(Box::from_raw(state));
        }
    }
}

/// A capsule that holds a state; NULL with an exception set if there is no memory.
///
/// # Safety
/// The GIL is held.
pub unsafe fn wrap<S: State>(state: S) -> *mut Object {
    // SAFETY: as the caller promises; the capsule owns the state from here on.
    unsafe {
        let state = Box::into_raw(Box::new(state));
        let capsule = (api().PyCapsule_New)(state.cast(), S::NAME.as_ptr(), Some(destroy::<S>));
        if capsule.is_null() {
            drop(Box::from_raw(state));
        }
        capsule
    }
}

/// What values are added to, and others of its kind.
pub trait Total: State + Clone {
    /// The names of [`update`] and of [`merge`].
    const CALLS: [&'static CStr; 2];
    /// Why there is no room.
    const FULL: &'static str;
    /// What stored bytes are called, one and in "the bytes of".
    const STORED: [&'static str; 2];
    /// How many these are.
    const BYTES: usize;

    /// Of no values.
    fn empty() -> Self;
    /// Adds another.
    fn add(&mut self, other: &Self) -> Result<(), Full>;
    /// Its bytes.
    fn store(&self) -> Vec<u8>;
    /// What was stored.
    fn restore(bytes: &[u8]) -> Option<Self>;
    /// Of the values alone: what a capsule holds is not touched while the GIL may be released. `None` if the values are not
    /// for the door, the inner `None` if a signal handler has raised an exception.
    ///
    /// # Safety
    /// A live object, with the GIL held.
    unsafe fn of(trace: &mut Trace, values: *mut Object) -> Option<Option<Self>>;
}

unsafe fn added<S: Total>(capsule: *mut Object, other: &S) -> *mut Object {
    // SAFETY: the GIL is held.
    unsafe {
        match state::<S>(capsule).map(|state| state.add(other)) {
            None => ptr::null_mut(),
            Some(Ok(())) => none(),
            Some(Err(Full)) => raise(c"PyExc_OverflowError", S::FULL),
        }
    }
}

/// `_..._new()`.
pub unsafe extern "C" fn new<S: Total>(module: *mut Object, _: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { guard(module, || wrap(S::empty())) }
}

/// `_..._update(capsule, values)`: all of the values or none.
pub unsafe extern "C" fn update<S: Total>(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(S::CALLS[0], module, arguments, count, keywords);
        traced(&call, |trace| {
            let [capsule, values] = *call.values else { return None };
            Some(S::of(trace, values)?.map_or(ptr::null_mut(), |part| added(capsule, &part)))
        })
    }
}

/// `_..._merge(capsule, other)`.
pub unsafe extern "C" fn merge<S: Total>(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file. The other state is copied: it may be the same one.
    unsafe {
        let call = Call::new(S::CALLS[1], module, arguments, count, keywords);
        guard(module, || {
            let [capsule, other] = *call.values else { return call.fall_back() };
            let other = state::<S>(other).map(|other| other.clone());
            other.map_or(ptr::null_mut(), |other| added(capsule, &other))
        })
    }
}

/// `_..._clone(capsule)`.
pub unsafe extern "C" fn clone<S: Total>(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { guard(module, || state::<S>(capsule).map_or(ptr::null_mut(), |state| wrap(state.clone()))) }
}

/// `_..._to_bytes(capsule)`.
pub unsafe extern "C" fn to_bytes<S: Total>(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        guard(module, || {
            let Some(state) = state::<S>(capsule) else { return ptr::null_mut() };
            let bytes = state.store();
            (api().PyBytes_FromStringAndSize)(bytes.as_ptr().cast::<c_char>(), bytes.len().cast_signed())
        })
    }
}

/// `_..._from_bytes(bytes)`.
pub unsafe extern "C" fn from_bytes<S: Total>(module: *mut Object, bytes: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file; the bytes are read while the buffer is held.
    unsafe {
        guard(module, || {
            let mut came = "no buffer of bytes".to_owned();
            let restored = Buffer::hold(bytes, |buffer| {
                let (first, len) = buffer.contiguous()?;
                came = format!("{len} bytes that are no stored {}", S::STORED[0]);
                S::restore(items(first, len))
            });
            match restored.flatten() {
                Some(state) => wrap(state),
                None => {
                    let message =
                        format!("state is {came}, expected the {} bytes of {}", S::BYTES, S::STORED[1]);
                    raise(c"PyExc_ValueError", &message)
                }
            }
        })
    }
}
