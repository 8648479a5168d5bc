//! `mean`, `fmean`, `variance`, `pvariance`, `stdev`, `pstdev`, `median` and `quantiles` over lists, tuples and buffers.
//!
//! What has no data enough, no order, or no finite spread is left to the fallback, which raises what Python's `statistics`
//! raises. Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::buffer::{Buffer, Numbers, each_number};
use super::fsum::{fsum_integers, fsum_list};
use super::install::{Function, Table};
use super::layout::kind;
use super::list::{Items, Number, Reader};
use super::result::{float, float_list, int, words};
use super::statistics_lists::{Copied, Mean, copied, of_list};
use super::storage::out_of_memory;
use super::sums::{Outcome, with_buffer};
use super::trace::{Path, Trace, traced};
use super::watch::compute;
use super::{capsule, moments};
use crate::kernels::order::{self, Method, Ordered};
use crate::kernels::sum::{
    Moments, Quotient, Spread, mean_float, mean_integer, mean_square_difference, spread_float,
    spread_integer, sum_float,
};
use crate::kernels::view::Input;
use std::collections::TryReserveError;
use std::ffi::CStr;
use std::ptr;

/// The functions of the family.
pub const FUNCTIONS: Table = &[
    (c"mean", Function::Fast(mean)),
    (c"fmean", Function::Fast(fmean)),
    (c"variance", Function::Fast(variance)),
    (c"pvariance", Function::Fast(pvariance)),
    (c"stdev", Function::Fast(stdev)),
    (c"pstdev", Function::Fast(pstdev)),
    (c"median", Function::Fast(median)),
    (c"quantiles", Function::Fast(quantiles)),
    (c"_moments_new", Function::None(capsule::new::<Moments>)),
    (c"_moments_update", Function::Fast(capsule::update::<Moments>)),
    (c"_moments_merge", Function::Fast(capsule::merge::<Moments>)),
    (c"_moments_clone", Function::One(capsule::clone::<Moments>)),
    (c"_moments_ask", Function::Fast(moments::ask)),
    (c"_moments_to_bytes", Function::One(capsule::to_bytes::<Moments>)),
    (c"_moments_from_bytes", Function::One(capsule::from_bytes::<Moments>)),
];

/// What a quotient is to a function of Python.
pub fn outcome(quotient: Quotient) -> Outcome {
    match quotient {
        Quotient::Rounded(value) => Outcome::Float(value),
        Quotient::Whole([low, high, 0, 0]) if high >> 63 != 0 => Outcome::Words([low, high, 0]),
        Quotient::Whole([low, high, ..]) => {
            Outcome::Int((u128::from(high) << 64 | u128::from(low)).cast_signed())
        }
    }
}

/// The object; `None` if the fallback decides.
fn object(outcome: Outcome) -> Option<*mut Object> {
    match outcome {
        Outcome::Float(value) => Some(float(value)),
        Outcome::Int(value) => Some(int(value)),
        Outcome::Words(value) => Some(words(&value)),
        Outcome::Raised => Some(ptr::null_mut()),
        Outcome::Empty | Outcome::Unknown => None,
    }
}

/// Defines a built-in function of one signature.
macro_rules! built_in {
    ($(#[$doc:meta])* $name:ident, $text:literal, |$trace:ident, $call:ident| $body:expr) => {
        $(#[$doc])*
        pub unsafe extern "C" fn $name(
            module: *mut Object,
            arguments: *const *mut Object,
            count: isize,
            keywords: *mut Object,
        ) -> *mut Object {
            // SAFETY: see the top of the file.
            unsafe {
                let $call = Call::new($text, module, arguments, count, keywords);
                traced(&$call, |$trace| $body)
            }
        }
    };
}

built_in!(
    /// `mean(data)`.
    mean, c"mean", |trace, call| {
        let [data] = call.parse([c"data"], 0, 1)?;
        object(mean_of(trace, given(data)?))
    }
);
built_in!(
    /// `fmean(data, weights=None)`.
    fmean, c"fmean", |trace, call| {
        let [data, weights] = call.parse([c"data", c"weights"], 0, 2)?;
        if given(weights).is_some() {
            return None;
        }
        object(fmean_of(trace, given(data)?))
    }
);
built_in!(
    /// `variance(data, xbar=None)`.
    variance, c"variance", |trace, call| {
        spread_of(trace, &call, c"xbar", Spread { sample: true, root: false })
    }
);
built_in!(
    /// `pvariance(data, mu=None)`.
    pvariance, c"pvariance", |trace, call| {
        spread_of(trace, &call, c"mu", Spread { sample: false, root: false })
    }
);
built_in!(
    /// `stdev(data, xbar=None)`.
    stdev, c"stdev", |trace, call| {
        spread_of(trace, &call, c"xbar", Spread { sample: true, root: true })
    }
);
built_in!(
    /// `pstdev(data, mu=None)`.
    pstdev, c"pstdev", |trace, call| {
        spread_of(trace, &call, c"mu", Spread { sample: false, root: true })
    }
);
built_in!(
    /// `median(data)`.
    median, c"median", |trace, call| {
        let [data] = call.parse([c"data"], 0, 1)?;
        median_of(trace, given(data)?)
    }
);
built_in!(
    /// `quantiles(data, *, n=4, method="exclusive")`.
    quantiles, c"quantiles", |trace, call| {
        let [data, parts, method] = call.parse([c"data", c"n", c"method"], 0, 1)?;
        let cuts = if parts.is_null() { 3 } else { cut_count(parts)? };
        let method = if method.is_null() { Method::Exclusive } else { method_named(method)? };
        quantiles_of(trace, given(data)?, cuts, method)
    }
);

/// An argument that was given and is not `None`.
fn given(object: *mut Object) -> Option<*mut Object> {
    (!object.is_null() && object != api()._Py_NoneStruct).then_some(object)
}

#[inline(always)]
unsafe fn mean_of(trace: &mut Trace, data: *mut Object) -> Outcome {
    // SAFETY: see the top of the file.
    unsafe {
        if let Some(items) = Items::of(data) {
            trace.path = Path::List;
            return Outcome::of(compute(0, || of_list(&items, Mean)));
        }
        with_buffer(trace, data, |numbers, bytes| {
            each_number!(numbers, input =>
                float Outcome::of(compute(bytes, || Outcome::Float(mean_float(&input)))),
                integer Outcome::of(compute(bytes, || outcome(mean_integer(&input)))))
        })
    }
}

/// `fsum(data) / len(data)`.
#[inline(always)]
unsafe fn fmean_of(trace: &mut Trace, data: *mut Object) -> Outcome {
    // The oracle tells infinities of both signs and overflow apart from NaN: so does the fallback.
    let divide = |sum, count: usize| match sum {
        Outcome::Float(sum) if sum.is_finite() && count > 0 => Outcome::Float(sum / count as f64),
        _ => Outcome::Unknown,
    };
    // SAFETY: see the top of the file.
    unsafe {
        if let Some(items) = Items::of(data) {
            trace.path = Path::List;
            return Outcome::of(compute(0, || divide(fsum_list(&items), items.len())));
        }
        with_buffer(trace, data, |numbers, bytes| {
            each_number!(numbers, input =>
                float Outcome::of(compute(bytes, || divide(Outcome::Float(sum_float(&input, 1)), input.len()))),
                integer Outcome::of(compute(bytes, || divide(fsum_integers(&input), input.len()))))
        })
    }
}

/// A spread, about the exact mean or the one that is given.
#[inline(always)]
unsafe fn spread_of(trace: &mut Trace, call: &Call, mean: &CStr, spread: Spread) -> Option<*mut Object> {
    // SAFETY: see the top of the file.
    unsafe {
        let [data, mean] = call.parse([c"data", mean], 0, 2)?;
        let data = given(data)?;
        let found = match given(mean) {
            None => spread_about_its_mean(trace, data, spread),
            Some(_) if spread.root => return None,
            Some(mean) => spread_about(trace, data, Reader::new().number(mean), spread),
        };
        match found {
            // Too large for a float, or of infinities: the one is an error, the other may be.
            Outcome::Float(value) if value.is_infinite() || spread.root && value.is_nan() => None,
            found => object(found),
        }
    }
}

#[inline(always)]
unsafe fn spread_about_its_mean(trace: &mut Trace, data: *mut Object, spread: Spread) -> Outcome {
    // SAFETY: see the top of the file.
    unsafe {
        if let Some(items) = Items::of(data) {
            trace.path = Path::List;
            return Outcome::of(compute(0, || of_list(&items, spread)));
        }
        with_buffer(trace, data, |numbers, bytes| {
            if (numbers.len() as u64) < spread.least() {
                return Outcome::Empty;
            }
            each_number!(numbers, input =>
                float Outcome::of(compute(bytes, || Outcome::Float(spread_float(&input, spread)))),
                integer Outcome::of(compute(bytes, || outcome(spread_integer(&input, spread)))))
        })
    }
}

/// The squares of the differences from a number, which are rounded as those of Python's floats are.
unsafe fn spread_about(trace: &mut Trace, data: *mut Object, mean: Number, spread: Spread) -> Outcome {
    let divisor = |len: usize| len - usize::from(spread.sample);
    let (number, is_float) = match mean {
        Number::Float(value) => (value, true),
        Number::Int(value) => (value as f64, false),
        Number::Other => return Outcome::Unknown,
    };
    // SAFETY: see the top of the file.
    unsafe {
        if let Some(items) = Items::of(data) {
            trace.path = Path::List;
            let of = |values: &[f64]| {
                mean_square_difference(&Input::Slice(values), number, divisor(values.len()), f64::from)
            };
            return match copied(&items) {
                Ok(Copied::Floats(values)) if values.len() as u64 >= spread.least() => {
                    Outcome::of(compute(size_of_val(&values[..]), || Outcome::Float(of(&values))))
                }
                _ => Outcome::Unknown,
            };
        }
        with_buffer(trace, data, |numbers, bytes| {
            if (numbers.len() as u64) < spread.least() {
                return Outcome::Empty;
            }
            let divisor = divisor(numbers.len());
            each_number!(numbers, input =>
            float Outcome::of(compute(bytes, || {
                Outcome::Float(mean_square_difference(&input, number, divisor, Into::into))
            })),
            integer if is_float {
                Outcome::of(compute(bytes, || {
                    // A type that is at most 64 bits wide: rounded as Python rounds an int to a float.
                    Outcome::Float(mean_square_difference(&input, number, divisor, |value| double(value.into())))
                }))
            } else {
                // Ints alone give an int.
                Outcome::Unknown
            })
        })
    }
}

fn double(value: i128) -> f64 {
    value as f64
}

/// The elements of a buffer that are compared as they are: a bool is none of them, for it stays one.
#[inline(always)]
unsafe fn with_ordered(
    trace: &mut Trace,
    data: *mut Object,
    work: impl FnOnce(Numbers, usize) -> Option<*mut Object>,
) -> Option<*mut Object> {
    // SAFETY: see the top of the file.
    unsafe {
        Buffer::hold(data, |buffer| {
            if buffer.is_bool() {
                return None;
            }
            buffer.with_numbers(|numbers| {
                trace.saw(buffer, &numbers);
                work(numbers, buffer.bytes())
            })
        })??
    }
}

/// An element as an object of Python.
trait Element: Ordered {
    fn outcome(self) -> Outcome;
}

macro_rules! elements {
    (float $($float:ty)*; integer $($integer:ty)*) => {
        $(impl Element for $float {
            #[inline(always)]
            fn outcome(self) -> Outcome {
                Outcome::Float(self.into())
            }
        })*
        $(impl Element for $integer {
            #[inline(always)]
            fn outcome(self) -> Outcome {
                Outcome::Int(self.into())
            }
        })*
    };
}
elements! { float f64 f32; integer i64 u64 i32 u32 i16 u16 i8 u8 }

type Found<T> = Option<Result<Option<T>, TryReserveError>>;

fn middle<T: Element>(input: &Input<T>) -> Result<Option<Outcome>, TryReserveError> {
    let odd = !input.len().is_multiple_of(2);
    let found = order::middle(input)?;
    Ok(found.map(|(low, high)| if odd { low.outcome() } else { Outcome::Float(T::midpoint(low, high)) }))
}

/// What a computation found that a signal may have stopped, that may have found no memory or no order.
unsafe fn settle<T>(found: Found<T>, make: impl FnOnce(T) -> Option<*mut Object>) -> Option<*mut Object> {
    match found {
        None => Some(ptr::null_mut()),
        // SAFETY: see the top of the file.
        Some(Err(_)) => Some(unsafe { out_of_memory() }),
        Some(Ok(None)) => None,
        Some(Ok(Some(found))) => make(found),
    }
}

unsafe fn median_of(trace: &mut Trace, data: *mut Object) -> Option<*mut Object> {
    // SAFETY: see the top of the file.
    unsafe {
        if let Some(items) = Items::of(data) {
            trace.path = Path::List;
            return match copied(&items) {
                Ok(Copied::Floats(values)) => {
                    settle(compute(size_of_val(&values[..]), || middle(&Input::Slice(&values[..]))), object)
                }
                Ok(Copied::Integers(values)) => {
                    settle(compute(size_of_val(&values[..]), || middle(&Input::Slice(&values[..]))), object)
                }
                Ok(Copied::Other) => None,
                Err(_) => Some(out_of_memory()),
            };
        }
        with_ordered(trace, data, |numbers, bytes| {
            each_number!(numbers, input =>
                float settle(compute(bytes, || middle(&input)), object),
                integer settle(compute(bytes, || middle(&input)), object))
        })
    }
}

/// How many cuts make so many parts.
unsafe fn cut_count(parts: *mut Object) -> Option<usize> {
    // SAFETY: see the top of the file.
    match unsafe { Reader::new().number(parts) } {
        Number::Int(parts) if parts >= 1 => usize::try_from(parts - 1).ok(),
        _ => None,
    }
}

/// The method that a str names.
unsafe fn method_named(name: *mut Object) -> Option<Method> {
    // SAFETY: see the top of the file; the name is a str.
    unsafe {
        if kind(name) != api().PyUnicode_Type {
            return None;
        }
        let is = |text: &CStr| (api().PyUnicode_CompareWithASCIIString)(name, text.as_ptr()) == 0;
        match () {
            () if is(c"exclusive") => Some(Method::Exclusive),
            () if is(c"inclusive") => Some(Method::Inclusive),
            () => None,
        }
    }
}

fn cuts<T: Ordered>(
    input: &Input<T>,
    count: usize,
    method: Method,
) -> Result<Option<Vec<f64>>, TryReserveError> {
    let mut found = Vec::new();
    found.try_reserve_exact(count)?;
    found.resize(count, 0.0);
    Ok(order::quantiles(input, method, &mut found)?.map(|()| found))
}

unsafe fn quantiles_of(
    trace: &mut Trace,
    data: *mut Object,
    count: usize,
    method: Method,
) -> Option<*mut Object> {
    let list = |found: Vec<f64>| Some(float_list(&found));
    // SAFETY: see the top of the file.
    unsafe {
        if let Some(items) = Items::of(data) {
            // A single element is itself every cut.
            if items.len() < 2 {
                return None;
            }
            trace.path = Path::List;
            return match copied(&items) {
                Ok(Copied::Floats(values)) => settle(
                    compute(size_of_val(&values[..]), || cuts(&Input::Slice(&values[..]), count, method)),
                    list,
                ),
                Ok(Copied::Integers(values)) => settle(
                    compute(size_of_val(&values[..]), || cuts(&Input::Slice(&values[..]), count, method)),
                    list,
                ),
                Ok(Copied::Other) => None,
                Err(_) => Some(out_of_memory()),
            };
        }
        with_ordered(trace, data, |numbers, bytes| {
            if numbers.len() < 2 {
                return None;
            }
            each_number!(numbers, input =>
                float settle(compute(bytes, || cuts(&input, count, method)), list),
                integer settle(compute(bytes, || cuts(&input, count, method)), list))
        })
    }
}
