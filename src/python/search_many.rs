//! `searchsorted`, and vectors for it: buffers where they are, lists and tuples of plain numbers as a copy.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::buffer::{Buffer, Numbers, each_number};
use super::install::{Function, Table};
use super::list::{Items, Number};
use super::output::Output;
use super::search::among_numbers;
use super::storage::{array_object, out_of_memory};
use super::sums::thread_count;
use super::trace::{Path, Trace, traced};
use super::watch::compute;
use crate::kernels::array::{Array, zeros};
use crate::kernels::order::search::{Key, Queries, Side, Widened, searchsorted as search_kernel};
use crate::kernels::view::Input;
use std::collections::TryReserveError;
use std::ffi::CStr;
use std::ptr;

/// The functions of this file.
pub const FUNCTIONS: Table = &[(c"searchsorted", Function::Fast(searchsorted))];

/// A list with at least so many items for each query is not copied.
const FEW: usize = 64;

/// Why there is no result.
pub enum Failure {
    /// Not for the door: the fallback decides.
    Unknown,
    /// An exception is set.
    Raised,
    /// Memory cannot be had.
    Memory,
}

impl From<TryReserveError> for Failure {
    fn from(_: TryReserveError) -> Self {
        Failure::Memory
    }
}

/// What a built-in function returns: NULL with an exception set, or `None` if the fallback decides.
pub unsafe fn answer(found: Result<*mut Object, Failure>) -> Option<*mut Object> {
    match found {
        Ok(object) => Some(object),
        Err(Failure::Unknown) => None,
        Err(Failure::Raised) => Some(ptr::null_mut()),
        // SAFETY: the GIL is held.
        Err(Failure::Memory) => Some(unsafe { out_of_memory() }),
    }
}

/// Gives the numbers of a buffer, or of a list or tuple of plain numbers, to `work`, which may let go of the GIL.
pub unsafe fn with_vector<R>(
    trace: &mut Trace,
    object: *mut Object,
    work: impl FnOnce(&mut Trace, &Numbers) -> Result<R, Failure>,
) -> Result<R, Failure> {
    // SAFETY: see the top of the file. No Python code runs while items are in use.
    unsafe {
        if let Some(items) = Items::of(object) {
            trace.path = Path::List;
            return match numbers(&items)? {
                List::Ints(values) => work(trace, &Numbers::I64(Input::Slice(&values))),
                List::Floats(values) => work(trace, &Numbers::F64(Input::Slice(&values))),
            };
        }
        let found = Buffer::hold_exported(object, |buffer| {
            buffer.with_numbers(|numbers| {
                trace.saw(buffer, &numbers);
                work(trace, &numbers)
            })
        });
        found.flatten().unwrap_or(Err(Failure::Unknown))
    }
}

/// Numbers of one type.
enum List {
    Ints(Vec<i64>),
    Floats(Vec<f64>),
}

/// Ints as such, floats as such; both, if the ints have a double of their value, as floats.
fn numbers(items: &Items) -> Result<List, Failure> {
    let len = items.len();
    let (mut ints, mut floats) = (Vec::new(), Vec::new());
    let mut failure = None;
    items.for_each(0, |number| {
        let reserved = match number {
            Number::Int(value) if floats.is_empty() => {
                let reserved = if ints.is_empty() { ints.try_reserve_exact(len) } else { Ok(()) };
                if reserved.is_ok() {
                    ints.push(value);
                }
                reserved
            }
            Number::Int(value) if value.unsigned_abs() <= 1 << 53 => {
                floats.push(value as f64);
                Ok(())
            }
            Number::Float(value) => {
                let mut reserved = Ok(());
                if floats.is_empty() {
                    reserved = floats.try_reserve_exact(len);
                    if ints.iter().any(|int| int.unsigned_abs() > 1 << 53) {
                        failure = Some(Failure::Unknown);
                    }
                    if reserved.is_ok() {
                        floats.extend(ints.iter().map(|&int| int as f64));
                    }
                    ints = Vec::new();
                }
                if reserved.is_ok() {
                    floats.push(value);
                }
                reserved
            }
            _ => {
                failure = Some(Failure::Unknown);
                Ok(())
            }
        };
        if reserved.is_err() {
            failure = Some(Failure::Memory);
        }
        failure.is_none()
    });
    match failure {
        Some(failure) => Err(failure),
        None if floats.is_empty() => Ok(List::Ints(ints)),
        None => Ok(List::Floats(floats)),
    }
}

/// The side that an argument names: `left` where there is none.
pub unsafe fn side(object: *mut Object) -> Option<Side> {
    if object.is_null() {
        return Some(Side::Left);
    }
    // SAFETY: a live object; the text ends with NUL and lives as long as it.
    unsafe {
        let text = (api().PyUnicode_AsUTF8AndSize)(object, ptr::null_mut());
        if text.is_null() {
            (api().PyErr_Clear)();
            return None;
        }
        match CStr::from_ptr(text).to_bytes() {
            b"left" => Some(Side::Left),
            b"right" => Some(Side::Right),
            _ => None,
        }
    }
}

/// A type of elements among those of all types.
trait Own: Key {
    fn own<'n, 'a>(numbers: &'n Numbers<'a>) -> Option<&'n Input<'a, Self>>;
}

macro_rules! own {
    ($($type:ty: $variant:ident)*) => {$(
        impl Own for $type {
            fn own<'n, 'a>(numbers: &'n Numbers<'a>) -> Option<&'n Input<'a, Self>> {
                if let Numbers::$variant(input) = numbers { Some(input) } else { None }
            }
        }
    )*};
}
own!(f64: F64 f32: F32 i64: I64 u64: U64 i32: I32 u32: U32 i16: I16 u16: U16 i8: I8 u8: U8);

fn positions<T: Own>(
    values: &Input<T>,
    queries: &Numbers,
    side: Side,
    threads: usize,
    out: &mut [i64],
) -> Result<(), TryReserveError> {
    let widened = each_number!(queries, input => float Widened(input), integer Widened(input));
    let queries: &dyn Queries<T> = match T::own(queries) {
        Some(own) => own,
        None => &widened,
    };
    search_kernel(values, queries, side, threads, out)
}

/// Writes the positions of all queries.
unsafe fn fill(
    trace: &mut Trace,
    a: *mut Object,
    queries: &Numbers,
    side: Side,
    out: &mut [i64],
) -> Result<(), Failure> {
    // SAFETY: see the top of the file. No Python code runs while items are in use.
    unsafe {
        if let Some(items) = Items::of(a)
            && queries.len() < items.len() / FEW
        {
            trace.path = Path::List;
            return among_items(&items, queries, side, out);
        }
        let threads = trace.threads;
        with_vector(trace, a, |_, values| {
            let bytes = size_of_val(out).saturating_mul(2);
            let done = each_number!(values, values =>
                float compute(bytes, || positions(values, queries, side, threads, out)),
                integer compute(bytes, || positions(values, queries, side, threads, out)));
            Ok(done.ok_or(Failure::Raised)??)
        })
    }
}

/// The same in a list that is not copied.
unsafe fn among_items(items: &Items, queries: &Numbers, side: Side, out: &mut [i64]) -> Result<(), Failure> {
    let mut slots = out.iter_mut();
    let mut known = true;
    let mut one = |number| {
        let found = among_numbers(items, 0..items.len(), number, side);
        known &= found.is_some();
        if let (Some(slot), Some(place)) = (slots.next(), found) {
            *slot = place as i64;
        }
    };
    let everything = 0..queries.len();
    let all = || {
        each_number!(queries, input =>
            float input.for_each_block(everything, |block| block.iter().for_each(|value| one(value.widen()))),
            integer input.for_each_block(everything, |block| block.iter().for_each(|value| one(value.widen()))));
    };
    // SAFETY: the GIL is held, and is not released.
    unsafe { compute(0, all) };
    if known { Ok(()) } else { Err(Failure::Unknown) }
}

/// Whether a buffer that is written shares memory with elements, or may.
pub fn shares(out: &Output, numbers: &Numbers) -> bool {
    each_number!(numbers, input =>
    float match input {
        Input::Slice(values) => out.overlaps(values.as_ptr().cast(), size_of_val(*values)),
        Input::View(_) => true,
    },
    integer match input {
        Input::Slice(values) => out.overlaps(values.as_ptr().cast(), size_of_val(*values)),
        Input::View(_) => true,
    })
}

/// `searchsorted(a, queries, *, side="left", threads=1, out=None)`.
pub unsafe extern "C" fn searchsorted(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"searchsorted", module, arguments, count, keywords);
        traced(&call, |trace| {
            let names = [c"a", c"queries", c"side", c"threads", c"out"];
            let [a, queries, side, threads, out] = call.parse(names, 0, 2)?;
            if a.is_null() || queries.is_null() {
                return None;
            }
            let side = self::side(side)?;
            trace.threads = thread_count(threads)?;
            if out.is_null() || out == api()._Py_NoneStruct {
                let found = with_vector(trace, queries, |trace, queries| {
                    let mut places = zeros::<i64>(queries.len())?;
                    fill(trace, a, queries, side, &mut places)?;
                    Ok(places)
                });
                // The buffers are let go before Python code runs.
                return answer(found.map(|places| array_object(call.module, Array::from(places))));
            }
            let done = Output::hold(out, |mut room| {
                if !matches!((room.code, room.item_size(), room.dimensions()), (b'q' | b'l', 8, 1)) {
                    return Err(Failure::Unknown);
                }
                with_vector(trace, queries, |trace, queries| {
                    let apart = !shares(&room, queries)
                        && (Items::of(a).is_some()
                            || with_vector(trace, a, |_, values| Ok(!shares(&room, values)))?);
                    let out = room.elements::<i64>().ok_or(Failure::Unknown)?;
                    if !apart || out.len() != queries.len() {
                        return Err(Failure::Unknown);
                    }
                    fill(trace, a, queries, side, out)
                })
            })?;
            answer(done.map(|()| {
                (api().Py_IncRef)(out);
                out
            }))
        })
    }
}
