//! `scale` of lists and tuples of ints and floats.

use super::api::{Object, api};
use super::list::{Number, Reader, writable_items};
use super::result::{float, int};
use super::trace::{Path, Trace};
use std::ptr;

/// Items between two looks for signals: a few milliseconds.
const PIECE: usize = 1 << 17;

/// A list of the products; `None` if one is not for the door.
///
/// # Safety
/// A list or tuple, with the GIL held.
pub unsafe fn scale(trace: &mut Trace, values: *mut Object, factor: Number) -> Option<*mut Object> {
    if matches!(factor, Number::Other) {
        return None;
    }
    trace.path = Path::List;
    // SAFETY: as the caller promises. The copy has the items as they are now, whatever becomes of `values`, and in it
    // each is replaced by its product: at any time it is a list of live objects, which nobody else knows.
    unsafe {
        let list = (api().PySequence_List)(values);
        if list.is_null() {
            return Some(list);
        }
        match replace_all(list, factor) {
            Some(true) => Some(list),
            raised => {
                (api().Py_DecRef)(list);
                raised.map(|_| ptr::null_mut())
            }
        }
    }
}

/// Replaces the items of a list by their products; `None` if one is not for the door, `false` if an exception was raised.
unsafe fn replace_all(list: *mut Object, factor: Number) -> Option<bool> {
    let reader = Reader::new();
    let mut first = 0;
    // SAFETY: a list of this function's own.
    unsafe {
        loop {
            // A handler may find the list, by the collector's help, and change it.
            let items = writable_items(list)?;
            let piece = items.get_mut(first..).unwrap_or(&mut []);
            let count = piece.len().min(PIECE);
            for item in piece.iter_mut().take(count) {
                let product = product(reader.number(*item), factor)?;
                if product.is_null() {
                    return Some(false);
                }
                // The old one is a number, whose end runs no code.
                (api().Py_DecRef)(std::mem::replace(item, product));
            }
            first += count;
            if count < PIECE {
                return Some(true);
            }
            if (api().PyErr_CheckSignals)() != 0 {
                return Some(false);
            }
        }
    }
}

/// The product as Python has it; NULL with an exception set if there is no memory.
#[inline(always)]
fn product(value: Number, factor: Number) -> Option<*mut Object> {
    match (value, factor) {
        (Number::Int(value), Number::Int(factor)) => Some(int(i128::from(value) * i128::from(factor))),
        (Number::Float(value), Number::Float(factor)) => Some(float(value * factor)),
        (Number::Int(value), Number::Float(factor)) => Some(float(value as f64 * factor)),
        (Number::Float(value), Number::Int(factor)) => Some(float(value * factor as f64)),
        _ => None,
    }
}
