//! Lists and tuples of ints, of floats or of str: keys are read in place, and the results are the objects that came first.
//!
//! No Python code runs for such elements, so a list cannot change while the GIL is held. A long one is held as a tuple,
//! which cannot change at all: then signals are seen, and the GIL is released for the kernel. (A tuple costs a sixth of
//! the time: every object's reference count is written twice.)

use super::api::{Object, api};
use super::layout::{field, kind};
use super::list::{Items, Number, Reader};
use super::sets::{Stop, Which};
use super::watch::compute;
use crate::kernels::sets::first_places;
use crate::kernels::view::Input;
use std::ptr;
use std::sync::OnceLock;

/// Longer lists than this may take more than 200 ms.
const LONG: usize = 1 << 20;

/// Elements between two looks for a signal.
const PIECE: usize = 1 << 17;

/// How far ahead objects are asked for.
const AHEAD: usize = 24;

/// The elements of a list, all of one kind.
pub enum Keys {
    /// Ints and bools of at most 64 bits. An empty list too.
    Ints(Vec<i64>),
    /// Floats.
    Floats(Vec<f64>),
    /// The hashes of str.
    Texts(Vec<u64>),
}

/// Where the hash of a str is cached, if the probe has found it there.
fn hash_offset() -> Option<usize> {
    static OFFSET: OnceLock<Option<usize>> = OnceLock::new();
    *OFFSET.get_or_init(|| {
        const PLACE: usize = 24;
        // SAFETY: the GIL is held wherever a str is looked at. A str is larger than 32 bytes in every version.
        unsafe {
            let texts = [c"abicus", c"a longer text, whose hash is another", c""];
            let known = texts.into_iter().all(|text| {
                let object = (api().PyUnicode_InternFromString)(text.as_ptr());
                if object.is_null() {
                    (api().PyErr_Clear)();
                    return false;
                }
                let hash = (api().PyObject_Hash)(object);
                let same = field::<isize>(object, PLACE) == hash;
                (api().Py_DecRef)(object);
                same
            });
            // For the tests of the way through the API.
            let direct = std::env::var_os("ABICUS_LAYOUT").is_none_or(|value| value != "api");
            (known && direct).then_some(PLACE)
        }
    })
}

/// Asks for the memory of the object that comes soon.
#[inline(always)]
fn prefetch(object: *mut Object) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: SSE is in the ABI floor; a prefetch reads nothing, whatever the address.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(
            object.cast::<i8>().wrapping_add(16),
        );
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = object;
}

/// The item at a place below the length.
///
/// # Safety
/// As for the items.
#[inline(always)]
unsafe fn item(items: &Items, place: usize) -> *mut Object {
    match items {
        Items::Direct(items) => items.get(place).copied().unwrap_or(ptr::null_mut()),
        // SAFETY: the places are below the length.
        Items::Api(object, _, get) => unsafe { get(*object, place as isize) },
    }
}

/// Runs Python's signal handlers, if the items cannot change by that.
unsafe fn look_for_signals(fixed: bool) -> Result<(), Stop> {
    // SAFETY: the GIL is held.
    if fixed && unsafe { (api().PyErr_CheckSignals)() } != 0 { Err(Stop::Raised) } else { Ok(()) }
}

/// Reads every item by `one`, which gives `None` for what is of another kind.
#[inline(always)]
unsafe fn read_by<K>(
    items: &Items,
    fixed: bool,
    one: impl Fn(*mut Object) -> Option<K>,
) -> Result<Vec<K>, Stop> {
    let len = items.len();
    let mut keys = Vec::new();
    keys.try_reserve_exact(len)?;
    for first in (0..len).step_by(PIECE) {
        if first > 0 {
            // SAFETY: the GIL is held.
            unsafe { look_for_signals(fixed)? };
        }
        for place in first..len.min(first + PIECE) {
            // SAFETY: the items are live; see the top of the file.
            let object = unsafe {
                if let Items::Direct(items) = items
                    && let Some(&later) = items.get(place + AHEAD)
                {
                    prefetch(later);
                }
                item(items, place)
            };
            keys.push(one(object).ok_or(Stop::Unknown)?);
        }
    }
    Ok(keys)
}

/// Reads the items by the kind of the first.
unsafe fn read(items: &Items, fixed: bool) -> Result<Keys, Stop> {
    let (api, reader) = (api(), Reader::new());
    if items.len() == 0 {
        return Ok(Keys::Ints(Vec::new()));
    }
    // SAFETY: live items, whose types are looked at before they are read.
    unsafe {
        let first = kind(item(items, 0));
        if first == api.PyUnicode_Type {
            let offset = hash_offset();
            let hash = |object| {
                if kind(object) != api.PyUnicode_Type {
                    return None;
                }
                let cached = offset.map_or(-1, |offset| field::<isize>(object, offset));
                // Only what was never hashed has -1. To hash a str runs no Python code and does not fail.
                let hash = if cached == -1 { (api.PyObject_Hash)(object) } else { cached };
                Some(hash.cast_unsigned() as u64)
            };
            return Ok(Keys::Texts(read_by(items, fixed, hash)?));
        }
        if first == api.PyFloat_Type {
            return Ok(Keys::Floats(read_by(items, fixed, |object| match reader.number(object) {
                Number::Float(value) => Some(value),
                _ => None,
            })?));
        }
        Ok(Keys::Ints(read_by(items, fixed, |object| match reader.number(object) {
            Number::Int(value) => Some(value),
            _ => None,
        })?))
    }
}

/// Holds a list or tuple while `work` runs, so that it cannot change if it is long, and says whether that is so.
unsafe fn hold<R>(
    object: *mut Object,
    work: impl FnOnce(&Items, bool) -> Result<R, Stop>,
) -> Result<R, Stop> {
    // SAFETY: a live object, with the GIL held; what is made here is let go.
    unsafe {
        let items = Items::of(object).ok_or(Stop::Unknown)?;
        if kind(object) == api().PyTuple_Type || items.len() <= LONG {
            return work(&items, kind(object) == api().PyTuple_Type);
        }
        let tuple = (api().PyList_AsTuple)(object);
        let Some(items) = (!tuple.is_null()).then(|| Items::of(tuple)).flatten() else {
            return Err(Stop::Raised);
        };
        let result = work(&items, true);
        (api().Py_DecRef)(tuple);
        result
    }
}

/// The elements of a list or tuple; unknown if they are not all of one kind that is known.
///
/// # Safety
/// A live object, with the GIL held.
pub unsafe fn keys(object: *mut Object) -> Result<Keys, Stop> {
    // SAFETY: as the caller promises.
    unsafe { hold(object, |items, fixed| read(items, fixed)) }
}

/// A list of the elements that are wanted.
///
/// # Safety
/// A live list or tuple, with the GIL held.
pub unsafe fn distinct(object: *mut Object, which: Which) -> Result<*mut Object, Stop> {
    // SAFETY: as the caller promises.
    unsafe {
        hold(object, |items, fixed| {
            let keys = read(items, fixed)?;
            let bytes = if fixed { size_of::<u64>() * items.len() } else { 0 };
            let places = match keys {
                Keys::Ints(keys) => {
                    compute(bytes, || which.places(&Input::Slice(&keys))).ok_or(Stop::Raised)??
                }
                Keys::Floats(keys) => {
                    // A NaN may be the same object as another, and then is found again.
                    if keys.iter().any(|key| key.is_nan()) {
                        return Err(Stop::Unknown);
                    }
                    compute(bytes, || which.places(&Input::Slice(&keys))).ok_or(Stop::Raised)??
                }
                Keys::Texts(hashes) => {
                    if u32::try_from(hashes.len()).is_err() {
                        return Err(Stop::Unknown);
                    }
                    let firsts = compute(bytes, || first_places(&hashes)).ok_or(Stop::Raised)??;
                    drop(hashes);
                    places_of_texts(items, fixed, &firsts, which)?
                }
            };
            list_of(items, &places)
        })
    }
}

/// The places of the texts that are wanted, from where each hash came first. Unknown if two texts have one hash: the
/// fallback compares them all.
unsafe fn places_of_texts(
    items: &Items,
    fixed: bool,
    firsts: &[u32],
    which: Which,
) -> Result<Vec<usize>, Stop> {
    let mut places = Vec::new();
    let mut again: Vec<u8> =
        crate::kernels::array::zeros(if which == Which::Again { firsts.len() } else { 0 })?;
    for (place, first) in firsts.iter().map(|&first| first as usize).enumerate() {
        if place % PIECE == PIECE - 1 {
            // SAFETY: the GIL is held.
            unsafe { look_for_signals(fixed)? };
        }
        if first == place {
            if which == Which::All {
                places.try_reserve(1)?;
                places.push(place);
            }
            continue;
        }
        // SAFETY: live items, all of them exactly str: comparing them runs no Python code.
        unsafe {
            let (a, b) = (item(items, first), item(items, place));
            if a != b && (api().PyUnicode_Compare)(a, b) != 0 {
                (api().PyErr_Clear)();
                return Err(Stop::Unknown);
            }
        }
        if let Some(again) = again.get_mut(first) {
            *again = 1;
        }
    }
    for (place, _) in again.iter().enumerate().filter(|(_, again)| **again != 0) {
        places.try_reserve(1)?;
        places.push(place);
    }
    Ok(places)
}

/// A list of the items at some places.
unsafe fn list_of(items: &Items, places: &[usize]) -> Result<*mut Object, Stop> {
    let mut objects = Vec::new();
    objects.try_reserve_exact(places.len())?;
    // SAFETY: live items, with the GIL held. Making the list may run Python code (the garbage collector's): nothing but
    // the objects, held by then, is looked at after it.
    unsafe {
        for &place in places {
            let object = item(items, place);
            if object.is_null() {
                continue;
            }
            (api().Py_IncRef)(object);
            objects.push(object);
        }
        let list = (api().PyList_New)(objects.len().cast_signed());
        if list.is_null() {
            objects.into_iter().for_each(|object| (api().Py_DecRef)(object));
            return Err(Stop::Raised);
        }
        for (place, object) in objects.into_iter().enumerate() {
            // Takes the reference over.
            (api().PyList_SetItem)(list, place.cast_signed(), object);
        }
        Ok(list)
    }
}
