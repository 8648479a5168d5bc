//! `sorted` and `sort`.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::buffer::{Buffer, Numbers, each_number};
use super::install::{Function, Table};
use super::list::{Items, Number, Reader};
use super::output::Output;
use super::result::none;
use super::sort_list;
use super::storage::{array_object, out_of_memory};
use super::sums::thread_count;
use super::trace::{Path, Trace, traced};
use super::watch::compute;
use crate::kernels::array::Array;
use crate::kernels::order::sort::{SortError, Sortable, sort as sort_kernel};
use crate::kernels::parallel::stop_requested;
use crate::kernels::view::Input;
use std::ptr;

/// The functions of this file.
pub const FUNCTIONS: Table = &[(c"sorted", Function::Fast(sorted)), (c"sort", Function::Fast(sort))];

/// Elements that are copied between two questions whether to stop.
const PIECE: usize = 1 << 22;

/// Why there is no result.
enum Failure {
    /// Not for the door: the fallback decides.
    Unknown,
    /// An exception is set.
    Raised,
    /// Memory cannot be had.
    Memory,
}

impl From<SortError> for Failure {
    fn from(error: SortError) -> Self {
        match error {
            // What comparing it leads to is for the built-in.
            SortError::NotANumber(_) => Failure::Unknown,
            SortError::OutOfMemory(_) => Failure::Memory,
        }
    }
}

/// What a built-in function returns: NULL with an exception set, or `None` if the fallback decides.
unsafe fn answer(found: Result<*mut Object, Failure>) -> Option<*mut Object> {
    match found {
        Ok(object) => Some(object),
        Err(Failure::Unknown) => None,
        Err(Failure::Raised) => Some(ptr::null_mut()),
        // SAFETY: the GIL is held.
        Err(Failure::Memory) => Some(unsafe { out_of_memory() }),
    }
}

/// `sorted(values, /, *, key=None, reverse=False)`.
pub unsafe extern "C" fn sorted(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"sorted", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [values, key, reverse] = call.parse([c"values", c"key", c"reverse"], 1, 1)?;
            if values.is_null() {
                return None;
            }
            let has_key = !key.is_null() && key != api()._Py_NoneStruct;
            let descending = match reverse.is_null() {
                true => Some(false),
                false => match Reader::new().number(reverse) {
                    Number::Int(value) => Some(value != 0),
                    _ => None,
                },
            };
            if Items::of(values).is_some() {
                return Some(sort_list::sorted(trace, &call, values, has_key, descending));
            }
            let descending = descending.filter(|_| !has_key)?;
            let found = Buffer::hold(values, |buffer| {
                let is_bool = buffer.is_bool();
                buffer.with_numbers(|numbers| {
                    trace.saw(buffer, &numbers);
                    let sorted = sorted_numbers(numbers, buffer.bytes(), descending);
                    sorted.map(|array| match array {
                        Array::U8(values) if is_bool => Array::bools(values),
                        array => array,
                    })
                })
            })??;
            // The buffer is let go before Python code runs.
            answer(found.map(|array| array_object(call.module, array)))
        })
    }
}

#[inline(never)]
fn sorted_numbers(numbers: Numbers, bytes: usize, descending: bool) -> Result<Array, Failure> {
    each_number!(numbers, input =>
        float Ok(Array::from(sorted_copy(&input, bytes, descending)?)),
        integer Ok(Array::from(sorted_copy(&input, bytes, descending)?)))
}

fn sorted_copy<T: Sortable>(input: &Input<T>, bytes: usize, descending: bool) -> Result<Vec<T>, Failure> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(input.len()).map_err(|_| Failure::Memory)?;
    // SAFETY: the GIL is held, and the kernel does not touch Python objects.
    let done = unsafe {
        compute(bytes, || {
            // A new copy of much memory takes long.
            for first in (0..input.len()).step_by(PIECE) {
                if first > 0 && stop_requested() {
                    break;
                }
                let piece = first..input.len().min(first + PIECE);
                input.for_each_block(piece, |block| copy.extend_from_slice(block));
            }
            sort_kernel(&mut copy, descending, 1)
        })
    };
    done.ok_or(Failure::Raised)??;
    Ok(copy)
}

/// `sort(buffer, /, *, threads=1)`.
pub unsafe extern "C" fn sort(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"sort", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [buffer, threads] = call.parse([c"buffer", c"threads"], 1, 1)?;
            if buffer.is_null() || !Buffer::is_taken(buffer) {
                return None;
            }
            trace.threads = thread_count(threads)?;
            answer(Output::hold(buffer, |mut out| sort_output(trace, &mut out))?.map(|()| none()))
        })
    }
}

unsafe fn sort_output(trace: &mut Trace, out: &mut Output) -> Result<(), Failure> {
    if out.dimensions() != 1 {
        return Err(Failure::Unknown);
    }
    trace.path = Path::Buffer;
    let threads = trace.threads;
    macro_rules! sort {
        ($type:ty) => {{
            let values = out.elements::<$type>().ok_or(Failure::Unknown)?;
            let bytes = size_of_val(values);
            compute(bytes, || sort_kernel(values, false, threads)).ok_or(Failure::Raised)??;
        }};
    }
    // SAFETY: the GIL is held; the kernel does not touch Python objects.
    unsafe {
        match (out.code, out.item_size()) {
            (b'd', 8) => sort!(f64),
            (b'f', 4) => sort!(f32),
            (b'l' | b'q' | b'n' | b'i', 8) => sort!(i64),
            (b'L' | b'Q' | b'N' | b'I', 8) => sort!(u64),
            (b'i' | b'l', 4) => sort!(i32),
            (b'I' | b'L', 4) => sort!(u32),
            (b'h', 2) => sort!(i16),
            (b'H', 2) => sort!(u16),
            (b'b', 1) => sort!(i8),
            (b'B' | b'?', 1) => sort!(u8),
            _ => return Err(Failure::Unknown),
        }
    }
    Ok(())
}
