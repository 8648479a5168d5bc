//! The primitives behind `Index`: a capsule that holds the values, sorted and hashed.
//!
//! They answer None where the class is to go its generic way. Every function is called by CPython with the GIL held, with
//! live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::buffer::{Numbers, each_number};
use super::install::{Function, Table};
use super::output::Output;
use super::result::int;
use super::search::sought;
use super::search_many::{Failure, answer, shares, side, with_vector};
use super::storage::array_object;
use super::trace::{Path, Trace, traced};
use super::watch::compute;
use crate::kernels::array::{Array, zeros};
use crate::kernels::order::search::Side;
use crate::kernels::order::search_any::AnyIndex;
use std::ffi::CStr;
use std::ptr;

/// The functions of this file.
pub const FUNCTIONS: Table = &[
    (c"_index_new", Function::Fast(new)),
    (c"_index_len", Function::Fast(len)),
    (c"_index_has", Function::Fast(has)),
    (c"_index_search", Function::Fast(search)),
    (c"_index_contains", Function::Fast(contains)),
    (c"_index_sorted", Function::Fast(sorted)),
];

const NAME: &CStr = c"abicus.Index";

/// The index in a capsule; `None`, with an exception set, for any other object.
unsafe fn index<'a>(capsule: *mut Object) -> Option<&'a AnyIndex> {
    // SAFETY: only `wrap` makes capsules of this name. Its index is never changed, and lives as long as the capsule, which
    // the caller holds.
    unsafe { (api().PyCapsule_GetPointer)(capsule, NAME.as_ptr()).cast::<AnyIndex>().as_ref() }
}

unsafe extern "C" fn destroy(capsule: *mut Object) {
    // SAFETY: called once, when the capsule goes; the pointer was made by `Box::into_raw` in `wrap`.
    unsafe {
        let index = (api().PyCapsule_GetPointer)(capsule, NAME.as_ptr()).cast::<AnyIndex>();
        if !index.is_null() {
            drop(Box::from_raw(index));
        }
    }
}

unsafe fn wrap(index: AnyIndex) -> *mut Object {
    // SAFETY: the GIL is held; the capsule owns the index from here on.
    unsafe {
        let index = Box::into_raw(Box::new(index));
        let capsule = (api().PyCapsule_New)(index.cast(), NAME.as_ptr(), Some(destroy));
        if capsule.is_null() {
            drop(Box::from_raw(index));
        }
        capsule
    }
}

/// Runs the body of a function of an index and other arguments.
unsafe fn of_index<const N: usize>(
    call: &Call,
    body: impl FnOnce(&mut Trace, &AnyIndex, [*mut Object; N]) -> Option<*mut Object>,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        traced(call, |trace| {
            let (&capsule, rest) = call.values.split_first()?;
            let rest = rest.try_into().ok()?;
            match index(capsule) {
                Some(index) => body(trace, index, rest),
                None => Some(ptr::null_mut()),
            }
        })
    }
}

/// `_index_new(values)`.
pub unsafe extern "C" fn new(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_index_new", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [values] = *call.values else { return None };
            let made = with_vector(trace, values, |_, numbers| {
                let bytes = numbers.len().saturating_mul(64);
                let made = each_number!(numbers, input =>
                    float compute(bytes, || AnyIndex::new(input)),
                    integer compute(bytes, || AnyIndex::new(input)));
                Ok(made.ok_or(Failure::Raised)??)
            });
            answer(made.map(|index| wrap(index)))
        })
    }
}

/// `_index_len(index)`.
pub unsafe extern "C" fn len(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_index_len", module, arguments, count, keywords);
        of_index(&call, |_, index, []| Some(int(index.len() as i128)))
    }
}

/// `_index_has(index, x)`: 1 or 0.
pub unsafe extern "C" fn has(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_index_has", module, arguments, count, keywords);
        of_index(&call, |trace, index, [x]| {
            let number = sought(x)?;
            trace.path = Path::Buffer;
            compute(0, || index.has(number)).map(|found| int(i128::from(found)))
        })
    }
}

unsafe fn search_numbers(
    index: &AnyIndex,
    queries: &Numbers,
    side: Side,
    out: &mut [i64],
) -> Result<(), Failure> {
    let bytes = size_of_val(out).saturating_mul(2);
    // SAFETY: the GIL is held, and kernels do not touch Python objects.
    let done = unsafe {
        each_number!(queries, input =>
            float compute(bytes, || index.search(input, side, 1, out)),
            integer compute(bytes, || index.search(input, side, 1, out)))
    };
    done.ok_or(Failure::Raised)
}

/// `_index_search(index, queries, side, out)`.
pub unsafe extern "C" fn search(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_index_search", module, arguments, count, keywords);
        of_index(&call, |trace, index, [queries, side, out]| {
            let side = self::side(side)?;
            if out == api()._Py_NoneStruct {
                let found = with_vector(trace, queries, |_, queries| {
                    let mut places = zeros::<i64>(queries.len())?;
                    search_numbers(index, queries, side, &mut places)?;
                    Ok(places)
                });
                return answer(found.map(|places| array_object(module, Array::from(places))));
            }
            let done = Output::hold(out, |mut room| {
                if !matches!((room.code, room.item_size(), room.dimensions()), (b'q' | b'l', 8, 1)) {
                    return Err(Failure::Unknown);
                }
                with_vector(trace, queries, |_, queries| {
                    let apart = !shares(&room, queries);
                    let out = room.elements::<i64>().ok_or(Failure::Unknown)?;
                    if !apart || out.len() != queries.len() {
                        return Err(Failure::Unknown);
                    }
                    search_numbers(index, queries, side, out)
                })
            })?;
            answer(done.map(|()| {
                (api().Py_IncRef)(out);
                out
            }))
        })
    }
}

/// `_index_contains(index, queries)`.
pub unsafe extern "C" fn contains(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_index_contains", module, arguments, count, keywords);
        of_index(&call, |trace, index, [queries]| {
            let found = with_vector(trace, queries, |_, queries| {
                let mut found = zeros::<u8>(queries.len())?;
                let bytes = found.len().saturating_mul(16);
                let done = each_number!(queries, input =>
                    float compute(bytes, || index.contains(input, &mut found)),
                    integer compute(bytes, || index.contains(input, &mut found)));
                done.ok_or(Failure::Raised)?;
                Ok(found)
            });
            answer(found.map(|found| array_object(module, Array::bools(found))))
        })
    }
}

/// `_index_sorted(index)`: an `Array` of the values in their order, without NaN.
pub unsafe extern "C" fn sorted(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_index_sorted", module, arguments, count, keywords);
        of_index(&call, |_, index, []| {
            let sorted = index.sorted().map_err(Failure::from);
            answer(sorted.map(|array| array_object(module, array)))
        })
    }
}
