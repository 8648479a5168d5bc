//! Growing an `abicus.Array` at its end; what is not settled here its own method does.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::array_insert::with_elements;
use super::install::{Function, Table};
use super::layout::kind;
use super::list::{Items, Number, Reader};
use super::result::{guard, int, none};
use super::slice;
use std::ffi::c_char;
use std::ptr;

/// The functions of this file.
pub const FUNCTIONS: Table =
    &[(c"_array_extend", Function::Fast(array_extend)), (c"_array_grow", Function::Fast(array_grow))];

/// `_array_grow(array, extra)`: adds elements of any value; whether it is done.
pub unsafe extern "C" fn array_grow(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_array_grow", module, arguments, count, keywords);
        guard(module, || {
            let [array, extra] = *call.values else { return none() };
            let Number::Int(extra) = Reader::new().number(extra) else { return none() };
            let mut done = false;
            with_elements(array, |elements| {
                done = usize::try_from(extra).is_ok_and(|extra| elements.grow(extra).is_ok());
            });
            int(i128::from(done))
        })
    }
}

/// `_array_extend(array, chunks)`: adds the bytes of all items of a list or tuple of bytes; whether it is done.
pub unsafe extern "C" fn array_extend(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file. No Python code runs while the items are in use but that of letting go of a view,
    // which is before they are looked at.
    unsafe {
        let call = Call::new(c"_array_extend", module, arguments, count, keywords);
        guard(module, || {
            let [array, chunks] = *call.values else { return none() };
            let mut done = false;
            with_elements(array, |elements| {
                let (Some(items), old) = (Items::of(chunks), elements.len()) else { return };
                // Another type than bytes has none of these.
                let Some(total) = total(&items).filter(|_| elements.bytes_mut(0..0).is_some()) else {
                    return;
                };
                if elements.grow(total).is_err() {
                    return;
                }
                if let Some(room) = elements.bytes_mut(old..old + total) {
                    copy(&items, room);
                    done = true;
                }
            });
            int(i128::from(done))
        })
    }
}

/// The bytes of a bytes object.
///
/// # Safety
/// An object that is exactly of type bytes; the slice is not used any more when Python code may run.
unsafe fn contents<'a>(chunk: *mut Object) -> &'a [u8] {
    let (mut first, mut len) = (ptr::null_mut::<c_char>(), 0);
    // SAFETY: as the caller promises; it does not fail for bytes.
    unsafe {
        (api().PyBytes_AsStringAndSize)(chunk, &raw mut first, &raw mut len);
        if first.is_null() { &[] } else { slice::items(first.cast_const().cast::<u8>(), len.cast_unsigned()) }
    }
}

/// How many bytes the items have; `None` if one is not bytes.
unsafe fn total(items: &Items) -> Option<usize> {
    let mut total = 0usize;
    for place in 0..items.len() {
        prefetch(items, place);
        let chunk = items.get(place)?;
        // SAFETY: a live item, and bytes.
        unsafe {
            if kind(chunk) != api().PyBytes_Type {
                return None;
            }
            total = total.checked_add(contents(chunk).len())?;
        }
    }
    Some(total)
}

/// Copies the bytes of all items, of which there are as many as there is room for.
unsafe fn copy(items: &Items, mut room: &mut [u8]) {
    for place in 0..items.len() {
        prefetch(items, place);
        // SAFETY: bytes, as they were when they were counted: no Python code has run.
        let Some(chunk) = items.get(place).map(|chunk| unsafe { contents(chunk) }) else { return };
        let Some((slots, rest)) = room.split_at_mut_checked(chunk.len()) else { return };
        slots.copy_from_slice(chunk);
        room = rest;
    }
}

/// Asks for an item that will be needed soon, where that can be done.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn prefetch(items: &Items, place: usize) {
    /// So many places ahead.
    const AHEAD: usize = 16;
    if let Some(chunk) = items.get(place + AHEAD) {
        // SAFETY: every address may be asked for.
        unsafe { std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(chunk.cast()) };
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn prefetch(_items: &Items, _place: usize) {}
