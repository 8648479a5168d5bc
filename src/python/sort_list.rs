//! `sorted` of lists and tuples: the ranks of their ints or floats are read in place and sorted, and the objects follow.
//!
//! As the built-in does, a new list of the objects is made first, and the objects change places in it. Nobody else knows that
//! list but for the garbage collector's module: while the GIL is released, or signal handlers run, nothing is remembered of it
//! but how long it was.

use super::api::{Object, api};
use super::arguments::Call;
use super::layout::kind;
use super::list::{Items, Number, Reader, writable_items};
use super::storage::out_of_memory;
use super::trace::{Path, Trace};
use super::watch::compute;
use crate::kernels::order::sort_places::{Order, Ranked, sort_places};
use std::cell::Cell;
use std::ptr;

/// Items that are read between two looks for a signal: some milliseconds.
const PIECE: usize = 1 << 18;

/// Ranks that are read at a time.
const BLOCK: usize = 64;

/// How far ahead objects are asked for.
const AHEAD: usize = 16;

/// Items that are inserted one by one.
const SHORT: usize = 16;

/// With so many items out of order, or less, comparing is the faster way, if there are so many for each.
const FEW: usize = 8;
const MANY: usize = 16;

/// Longer lists have memory of their own for their ranks.
const LONGEST_KEPT: usize = 1 << 16;

thread_local! {
    /// Memory for the ranks of short lists: new memory costs more than what is done in it.
    static KEPT: Cell<[Vec<u64>; 2]> = const { Cell::new([Vec::new(), Vec::new()]) };
}

/// Why the ranks of a list were not read.
enum Unread {
    /// There is anything but ints of 64 bits, or anything but floats, or a NaN; or comparing is the faster way.
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
        let list = match kind(values) == api().PyList_Type {
            true => (api().PyList_GetSlice)(values, 0, isize::MAX),
            false => (api().PySequence_List)(values),
        };
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
    // SAFETY: the caller's own list, with the GIL held. No Python code runs while the items are in use.
    unsafe {
        let items = writable_items(list).ok_or(Unread::Other)?;
        let Some(&first) = items.first() else { return Ok(()) };
        let is_float = kind(first) == api().PyFloat_Type;
        let done =
            if is_float { in_place(items, descending, float) } else { in_place(items, descending, int) };
        if done? {
            return Ok(());
        }
    }
    let mut memory = KEPT.take();
    let [ranks, copy] = &mut memory;
    ranks.clear();
    // SAFETY: as above.
    let done = unsafe { sort_with(list, descending, ranks, copy) };
    if memory.iter().all(|part| part.capacity() <= LONGEST_KEPT) {
        KEPT.set(memory);
    }
    done
}

/// Sorts items that are few, or in order, or in the opposite one; `false` if they are not.
#[inline(always)]
unsafe fn in_place(
    items: &mut [*mut Object],
    descending: bool,
    rank: impl Fn(Number) -> Option<u64> + Copy,
) -> Result<bool, Unread> {
    let reader = Reader::new();
    // What comes later has a higher rank.
    let rank = |item: *mut Object| {
        // SAFETY: a live object, with the GIL held.
        let rank = rank(unsafe { reader.number(item) });
        rank.map(|rank| if descending { !rank } else { rank }).ok_or(Unread::Other)
    };
    if items.len() <= SHORT {
        let mut ranks = [0; SHORT];
        for (slot, &item) in ranks.iter_mut().zip(&*items) {
            *slot = rank(item)?;
        }
        for end in 1..items.len() {
            let (item, rank) = (items[end], ranks[end]);
            let mut place = end;
            while place > 0 && ranks[place - 1] > rank {
                (items[place], ranks[place]) = (items[place - 1], ranks[place - 1]);
                place -= 1;
            }
            (items[place], ranks[place]) = (item, rank);
        }
        return Ok(true);
    }
    let few = (items.len() / MANY).min(FEW);
    let (mut rising, mut falling) = (0, 0);
    let mut last = rank(items[0])?;
    for (place, &item) in items.iter().enumerate() {
        prefetch(items, place + AHEAD);
        let next = rank(item)?;
        rising += usize::from(next > last);
        falling += usize::from(next < last);
        last = next;
        if rising.min(falling) > few {
            return Ok(false);
        }
    }
    if falling > 0 {
        if rising > 0 {
            return Err(Unread::Other);
        }
        items.reverse();
        if falling + 1 < items.len() {
            reverse_equal(items, rank);
        }
    }
    Ok(true)
}

/// Reverses each group of neighbours of one rank.
#[inline(always)]
fn reverse_equal(items: &mut [*mut Object], rank: impl Fn(*mut Object) -> Result<u64, Unread>) {
    let (mut first, mut last) = (0, None);
    for place in 0..=items.len() {
        prefetch(items, place + AHEAD);
        let next = items.get(place).and_then(|&item| rank(item).ok());
        if next != last {
            if place > first + 1 {
                items[first..place].reverse();
            }
            (first, last) = (place, next);
        }
    }
}

/// Asks for the memory of the item at a place, if there is one.
#[inline(always)]
fn prefetch(items: &[*mut Object], place: usize) {
    #[cfg(target_arch = "x86_64")]
    if let Some(&item) = items.get(place) {
        // SAFETY: SSE is in the ABI floor; a prefetch reads nothing, whatever the address.
        unsafe { std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(item.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (items, place);
}

unsafe fn sort_with(
    list: *mut Object,
    descending: bool,
    ranks: &mut Vec<u64>,
    copy: &mut Vec<u64>,
) -> Result<(), Unread> {
    // SAFETY: the caller's own list, with the GIL held.
    unsafe {
        read(list, ranks)?;
        let bytes = size_of_val(ranks.as_slice());
        let order = match compute(bytes, || sort_places(ranks, descending, copy)) {
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
                for place in ranks.iter_mut() {
                    *place = items[*place as usize].expose_provenance() as u64;
                }
                for (item, &address) in items.iter_mut().zip(ranks.iter()) {
                    *item = ptr::with_exposed_provenance_mut(address as usize);
                }
            }
        }
    }
    Ok(())
}

/// The ranks of the items of a list.
unsafe fn read(list: *mut Object, ranks: &mut Vec<u64>) -> Result<(), Unread> {
    let mut is_float = None;
    loop {
        // SAFETY: a live list, with the GIL held. The items are looked up anew after each look for signals.
        unsafe {
            let Some(Items::Direct(items)) = Items::of(list) else { return Err(Unread::Other) };
            let rest = items.get(ranks.len()..).unwrap_or(&[]);
            let Some(&first) = rest.first() else { return Ok(()) };
            if ranks.is_empty() {
                ranks.try_reserve_exact(items.len()).map_err(|_| Unread::Memory)?;
            } else if (api().PyErr_CheckSignals)() != 0 {
                return Err(Unread::Raised);
            }
            let piece = rest.get(..PIECE).unwrap_or(rest);
            let all = if *is_float.get_or_insert(kind(first) == api().PyFloat_Type) {
                read_by(ranks, piece, float)
            } else {
                read_by(ranks, piece, int)
            };
            if !all {
                return Err(Unread::Other);
            }
        }
    }
}

#[inline(always)]
fn float(number: Number) -> Option<u64> {
    if let Number::Float(value) = number { value.rank() } else { None }
}

#[inline(always)]
fn int(number: Number) -> Option<u64> {
    if let Number::Int(value) = number { value.rank() } else { None }
}

/// Adds the ranks of items, for which there is room, to others; `false` if one has none.
#[inline(always)]
unsafe fn read_by(
    ranks: &mut Vec<u64>,
    items: &[*mut Object],
    rank: impl Fn(Number) -> Option<u64> + Copy,
) -> bool {
    let reader = Reader::new();
    let mut block = [0; BLOCK];
    let mut place = 0;
    items.chunks(BLOCK).all(|part| {
        let all = part.iter().zip(&mut block).all(|(&item, slot)| {
            prefetch(items, place + AHEAD);
            place += 1;
            // SAFETY: a live object, with the GIL held.
            let found = rank(unsafe { reader.number(item) });
            *slot = found.unwrap_or(0);
            found.is_some()
        });
        ranks.extend_from_slice(block.get(..part.len()).unwrap_or(&[]));
        all
    })
}
