//! Inserting into an `abicus.Array`; what is not settled here its own method does.
//!
//! The attribute `_room` of an `Array` that has grown is the storage object that owns its elements. While nobody has the
//! storage's buffer, not even the view in the attribute `_view`, the elements may move.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::install::{Function, Table};
use super::list::{Number, Reader};
use super::result::{guard, int, none};
use super::search::{Asked, sought};
use super::storage;
use super::watch::compute;
use crate::kernels::growing::{Growing, Place};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// The functions of this file.
pub const FUNCTIONS: Table = &[(c"_array_insert", Function::Fast(array_insert))];

/// Inserts in order; `false` if the fallback is to do it.
///
/// # Safety
/// `asked.a` is an `abicus.Array`.
pub unsafe fn insort(asked: &Asked) -> bool {
    // SAFETY: as the caller promises.
    unsafe {
        insert(asked.a, asked.x, |len| {
            let range = asked.range(len);
            (range.end <= len).then_some(Place::InOrder(range, asked.side))
        })
    }
}

/// `_array_insert(array, index, value)`: whether it is done.
pub unsafe extern "C" fn array_insert(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_array_insert", module, arguments, count, keywords);
        guard(module, || {
            let [array, index, value] = *call.values else { return none() };
            let Number::Int(index) = Reader::new().number(index) else { return none() };
            let done = insert(array, value, |len| {
                Some(Place::At(match usize::try_from(index) {
                    Ok(place) => place,
                    Err(_) => len.saturating_sub(usize::try_from(index.unsigned_abs()).unwrap_or(len)),
                }))
            });
            int(i128::from(done))
        })
    }
}

/// The attribute's name, made once.
static ROOM: AtomicPtr<Object> = AtomicPtr::new(ptr::null_mut());

unsafe fn room_name() -> *mut Object {
    let known = ROOM.load(Ordering::Relaxed);
    if !known.is_null() {
        return known;
    }
    // SAFETY: the GIL is held; the reference is kept for good.
    let made = unsafe { (api().PyUnicode_InternFromString)(c"_room".as_ptr()) };
    ROOM.store(made, Ordering::Relaxed);
    made
}

/// Lets go of the view in an `Array`; `false` if others use it.
unsafe fn release_view(array: *mut Object) -> bool {
    // SAFETY: see the top of the file.
    unsafe {
        let view = (api().PyObject_GetAttrString)(array, c"_view".as_ptr());
        let released = if view.is_null() { view } else { storage::call(view, c"release") };
        let is_free = !released.is_null()
            && (api().PyObject_SetAttrString)(array, c"_view".as_ptr(), api()._Py_NoneStruct) == 0;
        [view, released]
            .into_iter()
            .filter(|object| !object.is_null())
            .for_each(|object| (api().Py_DecRef)(object));
        if !is_free {
            (api().PyErr_Clear)();
        }
        is_free
    }
}

/// Inserts where `place` says for a length; `false` if nothing was done.
unsafe fn insert(array: *mut Object, value: *mut Object, place: impl FnOnce(usize) -> Option<Place>) -> bool {
    // SAFETY: see the top of the file. The kernel does not touch Python objects.
    unsafe {
        let Some(number) = sought(value) else { return false };
        let mut done = false;
        with_elements(array, |elements| {
            if let Some(place) = place(elements.len()) {
                // Without memory the fallback says so.
                done = compute(0, || elements.insert(number, place).unwrap_or(false)).unwrap_or(false);
            }
        });
        done
    }
}

/// Lets `change` have the elements of an `Array` that may grow at once; does nothing with any other.
///
/// # Safety
/// A live object, with the GIL held; no Python code runs in `change`.
pub unsafe fn with_elements(array: *mut Object, change: impl FnOnce(&mut Growing)) {
    // SAFETY: as the caller promises.
    unsafe {
        let room = (api().PyObject_GetAttr)(array, room_name());
        if room.is_null() {
            (api().PyErr_Clear)();
            return;
        }
        if storage::is_storage(room) && (storage::is_free(room) || release_view(array)) {
            storage::change(room, change);
        }
        (api().Py_DecRef)(room);
    }
}
