//! `scale` of buffers.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::Object;
use super::arguments::Call;
use super::buffer::{Buffer, Numbers};
use super::elementwise::{Failure, answer, is_absent, returned};
use super::install::{Function, Table};
use super::list::{Items, Number, Reader};
use super::output::Output;
use super::result::raise;
use super::scale_list;
use super::storage::array_object;
use super::trace::traced;
use super::watch::compute;
use crate::kernels::array::Array;
use crate::kernels::elementwise::{
    IntoDouble, Operand, Scalable, scale_double_into, scale_into, scaled, scaled_double,
};
use crate::kernels::view::Input;

/// The functions of this file.
pub const FUNCTIONS: Table = &[(c"scale", Function::Fast(scale))];

/// `scale(values, factor, *, out=None)`.
pub unsafe extern "C" fn scale(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"scale", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [values, factor, out] = call.parse([c"values", c"factor", c"out"], 0, 2)?;
            if values.is_null() || factor.is_null() {
                return None;
            }
            let factor = Reader::new().number(factor);
            if Items::of(values).is_some() {
                return if is_absent(out) { scale_list::scale(trace, values, factor) } else { None };
            }
            if is_absent(out) {
                let found = Buffer::hold(values, |buffer| {
                    buffer.with_numbers(|numbers| {
                        trace.saw(buffer, &numbers);
                        made(&numbers, buffer.bytes(), factor)
                    })
                })??;
                // The buffer is let go before Python code runs.
                return answer(found.map(|array| array_object(call.module, array)));
            }
            let done = Output::hold(out, |mut room| {
                Buffer::hold(values, |buffer| {
                    buffer.with_numbers(|numbers| {
                        trace.saw(buffer, &numbers);
                        written(buffer, &numbers, factor, &mut room)
                    })
                })
            })???;
            answer(done.map(|()| returned(out)))
        })
    }
}

/// Sets an OverflowError.
#[cold]
unsafe fn overflow(place: usize, factor: i64) -> Failure {
    let message = format!("values[{place}] times {factor} does not fit the elements' type");
    // SAFETY: the GIL is held.
    unsafe { raise(c"PyExc_OverflowError", &message) };
    Failure::Raised
}

/// The products in an array of their own.
unsafe fn made(numbers: &Numbers, bytes: usize, factor: Number) -> Result<Array, Failure> {
    // SAFETY: the GIL is held, and kernels do not touch Python objects.
    unsafe {
        macro_rules! float {
            ($input:expr, $factor:expr) => {{
                let done = compute(bytes, || scaled($input, $factor)).ok_or(Failure::Raised)??;
                Ok(Array::from(done.unwrap_or_default()))
            }};
        }
        macro_rules! integers {
            ($($variant:ident)*) => {
                match (numbers, factor) {
                    (Numbers::F64(input), Number::Float(factor)) => float!(input, factor),
                    (Numbers::F32(input), Number::Float(factor)) => float!(input, factor),
                    (Numbers::F64(input), Number::Int(factor)) => float!(input, factor as f64),
                    (Numbers::F32(input), Number::Int(factor)) => float!(input, factor as f64),
                    $((Numbers::$variant(input), Number::Int(factor)) => {
                        let done = compute(bytes, || scaled(input, i128::from(factor))).ok_or(Failure::Raised)??;
                        Ok(Array::from(done.map_err(|place| overflow(place, factor))?))
                    })*
                    $((Numbers::$variant(input), Number::Float(factor)) => {
                        let done = compute(bytes, || scaled_double(input, factor)).ok_or(Failure::Raised)??;
                        Ok(Array::from(done))
                    })*
                    (_, Number::Other) => Err(Failure::Unknown),
                }
            };
        }
        integers!(I64 U64 I32 U32 I16 U16 I8 U8)
    }
}

/// The products in `out`.
unsafe fn written(
    buffer: &Buffer,
    numbers: &Numbers,
    factor: Number,
    out: &mut Output,
) -> Result<(), Failure> {
    // Bools are read as integers.
    if out.dimensions() != 1 || buffer.is_bool() || buffer.is_half() {
        return Err(Failure::Unknown);
    }
    // SAFETY: the GIL is held.
    unsafe {
        match (numbers, factor) {
            (Numbers::F64(input), Number::Float(factor)) => same(buffer, input, factor, 0, out),
            (Numbers::F32(input), Number::Float(factor)) => same(buffer, input, factor, 0, out),
            (Numbers::F64(input), Number::Int(factor)) => same(buffer, input, factor as f64, factor, out),
            (Numbers::F32(input), Number::Int(factor)) => same(buffer, input, factor as f64, factor, out),
            (Numbers::I64(input), Number::Int(factor)) => same(buffer, input, factor.into(), factor, out),
            (Numbers::U64(input), Number::Int(factor)) => same(buffer, input, factor.into(), factor, out),
            (Numbers::I32(input), Number::Int(factor)) => same(buffer, input, factor.into(), factor, out),
            (Numbers::U32(input), Number::Int(factor)) => same(buffer, input, factor.into(), factor, out),
            (Numbers::I16(input), Number::Int(factor)) => same(buffer, input, factor.into(), factor, out),
            (Numbers::U16(input), Number::Int(factor)) => same(buffer, input, factor.into(), factor, out),
            (Numbers::I8(input), Number::Int(factor)) => same(buffer, input, factor.into(), factor, out),
            (Numbers::U8(input), Number::Int(factor)) => same(buffer, input, factor.into(), factor, out),
            (Numbers::I64(input), Number::Float(factor)) => double(buffer, input, factor, out),
            (Numbers::U64(input), Number::Float(factor)) => double(buffer, input, factor, out),
            (Numbers::I32(input), Number::Float(factor)) => double(buffer, input, factor, out),
            (Numbers::U32(input), Number::Float(factor)) => double(buffer, input, factor, out),
            (Numbers::I16(input), Number::Float(factor)) => double(buffer, input, factor, out),
            (Numbers::U16(input), Number::Float(factor)) => double(buffer, input, factor, out),
            (Numbers::I8(input), Number::Float(factor)) => double(buffer, input, factor, out),
            (Numbers::U8(input), Number::Float(factor)) => double(buffer, input, factor, out),
            (_, Number::Other) => Err(Failure::Unknown),
        }
    }
}

/// An element type with the character of a buffer's format.
trait Coded: Scalable {
    fn is_code(code: u8) -> bool;
}
macro_rules! coded {
    ($($type:ty, $codes:literal;)*) => {$(
        impl Coded for $type {
            fn is_code(code: u8) -> bool {
                $codes.contains(&code)
            }
        }
    )*};
}
// Their size is looked at too.
coded! {
    f64, b"d"; f32, b"f"; i64, b"lqni"; u64, b"LQNI"; i32, b"il"; u32, b"IL"; i16, b"h"; u16, b"H"; i8, b"b"; u8, b"B";
}

unsafe fn same<T: Coded>(
    buffer: &Buffer,
    input: &Input<T>,
    factor: T::Factor,
    shown: i64,
    out: &mut Output,
) -> Result<(), Failure> {
    let bytes = out.bytes();
    if !T::is_code(out.code) || bytes != input.len() * size_of::<T>() {
        return Err(Failure::Unknown);
    }
    let operand = out.operand(Some(buffer), input).ok_or(Failure::InPart("values"))?;
    let out = out.elements::<T>().ok_or(Failure::Unknown)?;
    // SAFETY: the GIL is held, and kernels do not touch Python objects.
    unsafe {
        let done = compute(bytes, || scale_into(operand, factor, out)).ok_or(Failure::Raised)?;
        done.map_err(|place| overflow(place, shown))
    }
}

unsafe fn double<T: IntoDouble>(
    buffer: &Buffer,
    input: &Input<T>,
    factor: f64,
    out: &mut Output,
) -> Result<(), Failure> {
    let bytes = out.bytes();
    if out.code != b'd' || bytes != input.len() * size_of::<f64>() {
        return Err(Failure::Unknown);
    }
    // Elements of another type are never written over.
    let Some(Operand::Input(_)) = out.operand(Some(buffer), input) else {
        return Err(Failure::InPart("values"));
    };
    let out = out.elements::<f64>().ok_or(Failure::Unknown)?;
    // SAFETY: the GIL is held, and kernels do not touch Python objects.
    unsafe { compute(bytes, || scale_double_into(input, factor, out)) }.ok_or(Failure::Raised)
}
