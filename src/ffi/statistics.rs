//! What the functions of the statistics share: each checks, computes in the default floating-point mode, writes.

use super::guard;
use super::slice::{Elements, check_output, write, write_all};
use super::status::{
    ABICUS_BUFFER_TOO_SMALL, ABICUS_INVALID_ARGUMENT, ABICUS_INVALID_DATA, ABICUS_OUT_OF_MEMORY, Failure,
};
use crate::float_mode;
use crate::kernels::order::{self, Method, Ordered};
use crate::kernels::sum::{Quotient, Spread, mean_float, mean_integer, spread_float, spread_integer};
use crate::kernels::view::Input;
use std::collections::TryReserveError;

pub const VARIANCE: Spread = Spread { sample: true, root: false };
pub const POPULATION_VARIANCE: Spread = Spread { sample: false, root: false };
pub const DEVIATION: Spread = Spread { sample: true, root: true };
pub const POPULATION_DEVIATION: Spread = Spread { sample: false, root: true };

/// A type of elements that means and spreads are taken of.
pub trait Averaged: Ordered {
    fn mean(input: &Input<Self>) -> f64;
    fn spread(input: &Input<Self>, spread: Spread) -> f64;
}

fn double(quotient: Quotient) -> f64 {
    match quotient {
        // Whole ones are below 2^128, and means of signed integers small.
        Quotient::Whole([low, high, 0, 0]) => (u128::from(high) << 64 | u128::from(low)) as f64,
        Quotient::Whole([low, high, ..]) => (u128::from(high) << 64 | u128::from(low)).cast_signed() as f64,
        Quotient::Rounded(value) => value,
    }
}

macro_rules! averaged {
    (float $($float:ty)*; integer $($integer:ty)*) => {
        $(impl Averaged for $float {
            fn mean(input: &Input<Self>) -> f64 {
                mean_float(input)
            }
            fn spread(input: &Input<Self>, spread: Spread) -> f64 {
                spread_float(input, spread)
            }
        })*
        $(impl Averaged for $integer {
            fn mean(input: &Input<Self>) -> f64 {
                double(mean_integer(input))
            }
            fn spread(input: &Input<Self>, spread: Spread) -> f64 {
                double(spread_integer(input, spread))
            }
        })*
    };
}
averaged! { float f64 f32; integer i64 u64 i32 u32 i16 u16 i8 u8 }

/// Lends the elements, of which there must be `least`, to `kernel`.
///
/// # Safety
/// The pointers are as the header requires.
#[inline(always)]
unsafe fn compute<T: Averaged, R>(
    name: &str,
    least: u64,
    elements: Elements<T>,
    out: *mut R,
    kernel: impl FnOnce(&Input<T>) -> Result<R, Failure>,
) -> i32 {
    guard::call(name, || {
        check_output("out", out)?;
        if (elements.len as u64) < least {
            return Err(too_few(elements.len as u64, least));
        }
        // SAFETY: the caller's elements, as the header requires.
        let result = unsafe { elements.lend(|input| float_mode::with_default(|| kernel(input))) }??;
        // SAFETY: checked, and valid as the header requires.
        unsafe { write(out, result) };
        Ok(())
    })
}

#[cold]
pub fn too_few(len: u64, least: u64) -> Failure {
    let message = format!("values has {len} elements, expected at least {least}");
    Failure::new(ABICUS_INVALID_DATA, message)
}

#[cold]
fn unordered() -> Failure {
    Failure::new(ABICUS_INVALID_DATA, "values has a NaN, expected numbers in an order")
}

#[cold]
fn no_memory(_: TryReserveError) -> Failure {
    Failure::new(ABICUS_OUT_OF_MEMORY, "no memory for a copy of values")
}

/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
pub unsafe fn mean<T: Averaged>(name: &str, elements: Elements<T>, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { compute(name, 1, elements, out, |input| Ok(T::mean(input))) }
}

/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
pub unsafe fn spread<T: Averaged>(name: &str, spread: Spread, elements: Elements<T>, out: *mut f64) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe { compute(name, spread.least(), elements, out, |input| Ok(T::spread(input, spread))) }
}

/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
pub unsafe fn median<T: Averaged>(name: &str, elements: Elements<T>, out: *mut f64) -> i32 {
    let odd = elements.len % 2 == 1;
    let kernel = |input: &Input<T>| {
        let (low, high) = order::middle(input).map_err(no_memory)?.ok_or_else(unordered)?;
        Ok(if odd { low.double() } else { T::midpoint(low, high) })
    };
    // SAFETY: as the header requires of the caller.
    unsafe { compute(name, 1, elements, out, kernel) }
}

/// # Safety
/// The pointers are as the header requires.
#[inline(never)]
pub unsafe fn quantiles<T: Averaged>(
    name: &str,
    elements: Elements<T>,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> i32 {
    guard::call(name, || {
        let (method, mut found) = prepare(elements.len, parts, inclusive, out, room)?;
        // SAFETY: the caller's elements and buffer, as the header requires.
        unsafe {
            let mut kernel = |input: &Input<T>| order::quantiles(input, method, &mut found);
            let done = elements.lend(|input| float_mode::with_default(|| kernel(input)))?;
            finish(done, &found, out, room)
        }
    })
}

/// Checks what quantiles are asked for, and makes room for them.
#[inline(never)]
fn prepare(
    len: usize,
    parts: usize,
    inclusive: i32,
    out: *mut f64,
    room: usize,
) -> Result<(Method, Vec<f64>), Failure> {
    let cuts = parts
        .checked_sub(1)
        .ok_or_else(|| Failure::new(ABICUS_INVALID_ARGUMENT, "parts is 0, expected at least 1"))?;
    let method = match inclusive {
        0 => Method::Exclusive,
        1 => Method::Inclusive,
        _ => {
            let message = format!("inclusive is {inclusive}, expected 0 or 1");
            return Err(Failure::new(ABICUS_INVALID_ARGUMENT, message));
        }
    };
    if len == 0 {
        return Err(too_few(0, 1));
    }
    if room < cuts {
        let message = format!("out has room for {room} elements, expected at least {cuts}");
        return Err(Failure::new(ABICUS_BUFFER_TOO_SMALL, message));
    }
    if cuts > 0 {
        check_output("out", out)?;
    }
    let mut found = Vec::new();
    found.try_reserve_exact(cuts).map_err(no_memory)?;
    found.resize(cuts, 0.0);
    Ok((method, found))
}

/// Writes the quantiles that were found.
///
/// # Safety
/// `out` is valid for writes of `room` elements.
#[inline(never)]
unsafe fn finish(
    done: Result<Option<()>, TryReserveError>,
    found: &[f64],
    out: *mut f64,
    room: usize,
) -> Result<(), Failure> {
    done.map_err(no_memory)?.ok_or_else(unordered)?;
    if found.is_empty() {
        return Ok(());
    }
    // SAFETY: as the caller promises.
    unsafe { write_all(out, room, found) }
}
