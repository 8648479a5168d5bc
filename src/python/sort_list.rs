//! `sorted` of lists and tuples: the ranks of their ints or floats are read in place and sorted, and the objects follow.
//!
//! As the built-in does, a new list of the objects is made first, and the objects change places in it. Nobody else knows that
//! list but for the garbage collector's module: while the GIL is released, or signal handlers run, nothing is remembered of it
//! but how long it was.

use super::api::{Object, api};
use super::arguments::Call;
use super::layout::kind;
use super::list::{Items, Number, Reader, writable_items};
use super::result::compute;
use super::storage::out_of_memory;
use super::trace::{Path, Trace};
use crate::kernels::order::sort_places::{Order, Ranked, sort_places};
use std::ptr;

/// Items that are read between two looks for a signal: some milliseconds.
const PIECE: usize = 1 << 18;

/// Why the ranks of a list were not read.
enum Unread {
    /// There is anything but ints of 64 bits, or anything but floats, or a NaN.
    Other,
    /// An exception is set.
    Raised,
    /// Memory cannot be had.
    Memory,
}

/// The new list that `sorted` returns; NULL with an exception set if that fails.
///
/// # Safety
/// The arguments of the call, `values` exactly a list or a tuple, `reverse` a truth value or `None` for something else;
/// the GIL is held.
pub unsafe fn sorted(
    trace: &mut Trace,
    call: &Call,
    values: *mut Object,
    has_key: bool,
    reverse: Option<bool>,
) -> *mut Object {
    // SAFETY: as the caller promises. The list is let go where it is not returned.
    unsafe {
        let list = (api().PySequence_List)(values);
        if list.is_null() {
            return list;
        }
        let done = match reverse.filter(|_| !has_key) {
            Some(descending) => by_ranks(list, descending),
            None => Err(Unread::Other),
        };
        match done {
            Ok(()) => {
                trace.path = Path::List;
                return list;
            }
            Err(Unread::Other) if by_comparison(call, list) => return list,
            Err(Unread::Memory) => _ = out_of_memory(),
            Err(_) => {}
        }
        (api().Py_DecRef)(list);
        ptr::null_mut()
    }
}

/// Calls `list.sort` with the keywords of the call; `false` if that raised.
unsafe fn by_comparison(call: &Call, list: *mut Object) -> bool {
    let mut values = vec![list];
    values.extend_from_slice(&call.values[call.positional..]);
    // SAFETY: the list, then the values of the keywords as they came; the GIL is held.
    unsafe {
        let name = (api().PyUnicode_InternFromString)(c"sort".as_ptr());
        if name.is_null() {
            return false;
        }
        let done = api().call_method(name, values.as_ptr(), 1, call.keywords);
        (api().Py_DecRef)(name);
        if done.is_null() {
            return false;
        }
        (api().Py_DecRef)(done);
    }
    true
}

/// Sorts a list that is nobody else's.
unsafe fn by_ranks(list: *mut Object, descending: bool) -> Result<(), Unread> {
    // SAFETY: the caller's own list, with the GIL held.
    unsafe {
        let mut ranks = read(list)?;
        let bytes = size_of_val(ranks.as_slice());
        let order = match compute(bytes, || sort_places(&mut ranks, descending)) {
            Some(Ok(order)) => order,
            Some(Err(_)) => return Err(Unread::Memory),
            None => return Err(Unread::Raised),
        };
        // Looked up anew: the GIL may have been released.
        let Some(items) = writable_items(list).filter(|items| items.len() == ranks.len()) else {
            return Err(Unread::Other);
        };
        match order {
            Order::AsTheyAre => {}
            Order::Reversed => items.reverse(),
            Order::Places => {
                // The ranks, which are places by now, become the addresses of the objects there.
                for place in &mut ranks {
                    *place = items[*place as usize].expose_provenance() as u64;
                }
                for (item, &address) in items.iter_mut().zip(&ranks) {
                    *item = ptr::with_exposed_provenance_mut(address as usize);
                }
            }
        }
    }
    Ok(())
}

/// The ranks of the items of a list.
unsafe fn read(list: *mut Object) -> Result<Vec<u64>, Unread> {
    let mut ranks = Vec::new();
    let mut is_float = None;
    loop {
        // SAFETY: a live list, with the GIL held. The items are looked up anew after each look for signals.
        unsafe {
            let Some(Items::Direct(items)) = Items::of(list) else { return Err(Unread::Other) };
            let rest = items.get(ranks.len()..).unwrap_or(&[]);
            let Some(&first) = rest.first() else { return Ok(ranks) };
            if ranks.is_empty() {
                ranks.try_reserve_exact(items.len()).map_err(|_| Unread::Memory)?;
            } else if (api().PyErr_CheckSignals)() != 0 {
                return Err(Unread::Raised);
            }
            let piece = rest.get(..PIECE).unwrap_or(rest);
            let all = if *is_float.get_or_insert(kind(first) == api().PyFloat_Type) {
                read_by(&mut ranks, piece, |number| match number {
                    Number::Float(value) => value.rank(),
                    _ => None,
                })
            } else {
                read_by(&mut ranks, piece, |number| match number {
                    Number::Int(value) => value.rank(),
                    _ => None,
                })
            };
            if !all {
                return Err(Unread::Other);
            }
        }
    }
}

/// Adds the ranks of items, for which there is room, to others; `false` if one has none.
#[inline(always)]
unsafe fn read_by(ranks: &mut Vec<u64>, items: &[*mut Object], rank: impl Fn(Number) -> Option<u64>) -> bool {
    let reader = Reader::new();
    items.iter().all(|&item| {
        // SAFETY: a live object, with the GIL held.
        let found = rank(unsafe { reader.number(item) });
        ranks.extend(found);
        found.is_some()
    })
}
