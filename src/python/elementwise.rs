//! `masked_hypot` and `adjust`.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::buffer::{Buffer, Numbers};
use super::floats::{Floats, with_floats};
use super::install::{Function, Table};
use super::list::{Number, Reader};
use super::output::Output;
use super::result::raise;
use super::sets::Stop;
use super::storage::{array_object, out_of_memory};
use super::trace::{Trace, traced};
use super::watch::compute;
use crate::float_mode;
use crate::kernels::array::Array;
use crate::kernels::elementwise::{self, Hypot, adjust_into, adjusted, adjustment};
use crate::kernels::view::Input;
use std::collections::TryReserveError;
use std::ptr;

/// The functions of this file.
pub const FUNCTIONS: Table =
    &[(c"masked_hypot", Function::Fast(masked_hypot)), (c"adjust", Function::Fast(adjust))];

/// Why there is no result.
pub enum Failure {
    /// Not for the door: the fallback decides.
    Unknown,
    /// An exception is set.
    Raised,
    /// Memory cannot be had.
    Memory,
    /// The result overlaps the argument of this name in part.
    InPart(&'static str),
}

impl From<TryReserveError> for Failure {
    fn from(_: TryReserveError) -> Self {
        Failure::Memory
    }
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Unknown => Failure::Unknown,
            Stop::Raised => Failure::Raised,
            Stop::Memory => Failure::Memory,
        }
    }
}

/// What a built-in function returns: NULL with an exception set, or `None` if the fallback decides.
///
/// # Safety
/// The GIL is held.
pub unsafe fn answer(found: Result<*mut Object, Failure>) -> Option<*mut Object> {
    match found {
        Ok(object) => Some(object),
        Err(Failure::Unknown) => None,
        Err(Failure::Raised) => Some(ptr::null_mut()),
        // SAFETY: the GIL is held.
        Err(Failure::Memory) => Some(unsafe { out_of_memory() }),
        Err(Failure::InPart(name)) => {
            let message = format!("out overlaps {name} in part, expected all the same elements or none");
            // SAFETY: the GIL is held.
            Some(unsafe { raise(c"PyExc_ValueError", &message) })
        }
    }
}

/// Whether an optional argument was not given, or is None.
///
/// # Safety
/// NULL or a live object.
pub unsafe fn is_absent(object: *mut Object) -> bool {
    object.is_null() || object == api()._Py_NoneStruct
}

/// Another reference to an object that is returned.
///
/// # Safety
/// A live object, with the GIL held.
pub unsafe fn returned(object: *mut Object) -> *mut Object {
    // SAFETY: as the caller promises.
    unsafe { (api().Py_IncRef)(object) };
    object
}

/// A float or int as a double, `absent` for NULL; `None` for what the fallback must look at.
unsafe fn double(object: *mut Object, absent: f64) -> Option<f64> {
    if object.is_null() {
        return Some(absent);
    }
    // SAFETY: a live object, with the GIL held.
    match unsafe { Reader::new().number(object) } {
        Number::Float(value) => Some(value),
        Number::Int(value) => Some(value as f64),
        Number::Other => None,
    }
}

/// `masked_hypot(a, b, *, above, out)`.
pub unsafe extern "C" fn masked_hypot(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"masked_hypot", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [a, b, above, out] = call.parse([c"a", c"b", c"above", c"out"], 0, 2)?;
            if a.is_null() || b.is_null() || above.is_null() || out.is_null() {
                return None;
            }
            let above = double(above, 0.0)?;
            let done = Output::hold(out, |mut room| {
                with_floats(trace, a, |trace, a| {
                    with_floats(trace, b, |_, b| match (&a.numbers, &b.numbers, room.code) {
                        (Numbers::F64(x), Numbers::F64(y), b'd') => {
                            hypot_into((a, x), (b, y), above, &mut room)
                        }
                        (Numbers::F32(x), Numbers::F32(y), b'f') => {
                            hypot_into((a, x), (b, y), above as f32, &mut room)
                        }
                        _ => Err(Failure::Unknown),
                    })
                })
            })?;
            answer(done.map(|()| returned(out)))
        })
    }
}

unsafe fn hypot_into<T: Hypot>(
    (a, x): (&Floats, &Input<T>),
    (b, y): (&Floats, &Input<T>),
    above: T,
    out: &mut Output,
) -> Result<(), Failure> {
    if x.len() != y.len() || out.dimensions() != 1 || out.bytes() != x.len() * size_of::<T>() {
        return Err(Failure::Unknown);
    }
    let x = out.operand(a.buffer, x).ok_or(Failure::InPart("a"))?;
    let y = out.operand(b.buffer, y).ok_or(Failure::InPart("b"))?;
    let bytes = out.bytes();
    let out = out.elements::<T>().ok_or(Failure::Unknown)?;
    // SAFETY: the GIL is held; the kernel does not touch Python objects.
    unsafe { compute(4 * bytes, || elementwise::masked_hypot(x, y, above, out)) }.ok_or(Failure::Raised)
}

/// `adjust(pixels, *, brightness=0.0, contrast=0.0, out=None)`.
pub unsafe extern "C" fn adjust(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"adjust", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [pixels, brightness, contrast, out] =
                call.parse([c"pixels", c"brightness", c"contrast", c"out"], 0, 1)?;
            if pixels.is_null() {
                return None;
            }
            let (brightness, contrast) = (double(brightness, 0.0)?, double(contrast, 0.0)?);
            let table = float_mode::with_default(|| adjustment(brightness, contrast))?;
            if is_absent(out) {
                let found = Buffer::hold(pixels, |pixels| {
                    with_pixels(trace, pixels, |input| {
                        compute(pixels.bytes(), || adjusted(input, &table))
                            .ok_or(Failure::Raised)?
                            .map_err(Failure::from)
                    })
                })?;
                // The buffer is let go before Python code runs.
                return answer(found.map(|made| array_object(call.module, Array::from(made))));
            }
            let done = Output::hold(out, |mut room| {
                Buffer::hold(pixels, |pixels| {
                    with_pixels(trace, pixels, |input| {
                        if room.dimensions() != 1 || room.code != b'B' || room.bytes() != input.len() {
                            return Err(Failure::Unknown);
                        }
                        let operand = room.operand(Some(pixels), input).ok_or(Failure::InPart("pixels"))?;
                        let target = room.elements::<u8>().ok_or(Failure::Unknown)?;
                        compute(pixels.bytes(), || adjust_into(operand, &table, target))
                            .ok_or(Failure::Raised)
                    })
                })
            })?;
            answer(done?.map(|()| returned(out)))
        })
    }
}

/// Lends the elements of a buffer of bytes.
fn with_pixels<R>(
    trace: &mut Trace,
    pixels: &Buffer,
    read: impl FnOnce(&Input<u8>) -> Result<R, Failure>,
) -> Result<R, Failure> {
    let found = pixels.with_numbers(|numbers| match &numbers {
        Numbers::U8(input) if !pixels.is_bool() => {
            trace.saw(pixels, &numbers);
            read(input)
        }
        _ => Err(Failure::Unknown),
    });
    found.unwrap_or(Err(Failure::Unknown))
}
