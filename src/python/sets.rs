//! `unique`, `duplicates` and `isin` over lists, tuples and buffers.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::Object;
use super::arguments::Call;
use super::buffer::{Buffer, Numbers, each_number};
use super::install::{Function, Table};
use super::list::Items;
use super::sets_list::{self, Keys};
use super::sets_lookup::isin_numbers;
use super::storage::{array_object, out_of_memory};
use super::trace::{Path, Trace, traced};
use super::watch::compute;
use crate::kernels::array::Array;
use crate::kernels::sets::{self, Key};
use crate::kernels::view::Input;
use std::collections::TryReserveError;
use std::ffi::CStr;
use std::ptr;

/// The functions of this family.
pub const FUNCTIONS: Table = &[
    (c"unique", Function::Fast(unique)),
    (c"duplicates", Function::Fast(duplicates)),
    (c"isin", Function::Fast(isin)),
];

/// Why there is no result.
pub enum Stop {
    /// Not for the door: the fallback decides.
    Unknown,
    /// An exception is set.
    Raised,
    /// Memory cannot be had.
    Memory,
}

impl From<TryReserveError> for Stop {
    fn from(_: TryReserveError) -> Self {
        Stop::Memory
    }
}

/// What a built-in function returns: NULL with an exception set, or `None` if the fallback decides.
unsafe fn answer(found: Result<*mut Object, Stop>) -> Option<*mut Object> {
    match found {
        Ok(object) => Some(object),
        Err(Stop::Unknown) => None,
        Err(Stop::Raised) => Some(ptr::null_mut()),
        // SAFETY: the GIL is held.
        Err(Stop::Memory) => Some(unsafe { out_of_memory() }),
    }
}

/// Which values are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All, each once.
    All,
    /// Those that come again.
    Again,
}

impl Which {
    fn of<T: Key>(self, input: &Input<T>) -> Result<Vec<T>, TryReserveError> {
        match self {
            Which::All => sets::unique(input),
            Which::Again => sets::duplicates(input),
        }
    }

    /// Their places.
    pub fn places<T: Key>(self, input: &Input<T>) -> Result<Vec<usize>, TryReserveError> {
        match self {
            Which::All => sets::unique_places(input),
            Which::Again => sets::duplicate_places(input),
        }
    }
}

/// `unique(values, /, *, out=None)`.
pub unsafe extern "C" fn unique(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { distinct(&Call::new(c"unique", module, arguments, count, keywords), Which::All) }
}

/// `duplicates(values, /, *, out=None)`.
pub unsafe extern "C" fn duplicates(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { distinct(&Call::new(c"duplicates", module, arguments, count, keywords), Which::Again) }
}

unsafe fn distinct(call: &Call, which: Which) -> *mut Object {
    const NAMES: [&CStr; 2] = [c"values", c"out"];
    // SAFETY: see the top of the file.
    unsafe {
        traced(call, |trace| {
            let [values, out] = call.parse(NAMES, 1, 1)?;
            // The fallback copies the result to where it is wanted.
            if values.is_null() || !out.is_null() {
                return None;
            }
            if Items::of(values).is_some() {
                trace.path = Path::List;
                return answer(sets_list::distinct(values, which));
            }
            let found = Buffer::hold(values, |buffer| {
                buffer.with_numbers(|numbers| {
                    trace.saw(buffer, &numbers);
                    distinct_numbers(numbers, buffer, which)
                })
            })??;
            // The buffer is let go before Python code runs.
            answer(found.map(|array| array_object(call.module, array)))
        })
    }
}

unsafe fn distinct_numbers(numbers: Numbers, buffer: &Buffer, which: Which) -> Result<Array, Stop> {
    let bytes = buffer.bytes();
    // SAFETY: the GIL is held, and kernels do not touch Python objects.
    let array = unsafe {
        each_number!(numbers, input =>
            float Array::from(compute(bytes, || which.of(&input)).ok_or(Stop::Raised)??),
            integer Array::from(compute(bytes, || which.of(&input)).ok_or(Stop::Raised)??))
    };
    Ok(match array {
        Array::U8(values) if buffer.is_bool() => Array::bools(values),
        array => array,
    })
}

/// `isin(values, lookup, /, *, out=None)`.
pub unsafe extern "C" fn isin(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"isin", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [values, lookup, out] = call.parse([c"values", c"lookup", c"out"], 2, 2)?;
            if values.is_null() || lookup.is_null() || !out.is_null() {
                return None;
            }
            let found = with_vector(trace, values, |trace, values, is_list| {
                with_vector(trace, lookup, |_, lookup, both| {
                    // In lists a NaN may be the same object as another.
                    if is_list && both && (has_nan(&values) || has_nan(&lookup)) {
                        return Err(Stop::Unknown);
                    }
                    isin_numbers(values, lookup)
                })
            });
            answer(found.map(|array| array_object(call.module, array)))
        })
    }
}

fn has_nan(numbers: &Numbers) -> bool {
    matches!(numbers, Numbers::F64(Input::Slice(values)) if values.iter().any(|value| value.is_nan()))
}

/// Gives the elements of a list, tuple or buffer, and whether they are of a list or tuple, to `work`.
unsafe fn with_vector<R>(
    trace: &mut Trace,
    object: *mut Object,
    work: impl FnOnce(&mut Trace, Numbers, bool) -> Result<R, Stop>,
) -> Result<R, Stop> {
    // SAFETY: see the top of the file. No Python code runs while items are in use.
    unsafe {
        if Items::of(object).is_some() {
            if trace.path == Path::Fallback {
                trace.path = Path::List;
            }
            return match sets_list::keys(object)? {
                Keys::Ints(values) => work(trace, Numbers::I64(Input::Slice(&values)), true),
                Keys::Floats(values) => work(trace, Numbers::F64(Input::Slice(&values)), true),
                Keys::Texts(_) => Err(Stop::Unknown),
            };
        }
        // The other vector may be long: then the GIL is released, or signals are seen.
        let found = Buffer::hold_exported(object, |buffer| {
            buffer.with_numbers(|numbers| {
                trace.saw(buffer, &numbers);
                work(trace, numbers, false)
            })
        });
        found.flatten().unwrap_or(Err(Stop::Unknown))
    }
}
