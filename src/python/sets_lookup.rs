//! `isin` where the elements to look for are of another type: those that no value can equal are left out.

use super::buffer::{Numbers, each_number};
use super::sets::Stop;
use super::watch::compute;
use crate::kernels::array::Array;
use crate::kernels::parallel::stop_requested;
use crate::kernels::sets::{Key, are_in};
use crate::kernels::view::{BLOCK, Input};
use std::collections::TryReserveError;

/// Elements between two questions whether to stop: some milliseconds.
const PIECE: usize = 1 << 20;

/// A type into which numbers of any other are converted, if their value is kept exactly.
trait Exact: Key {
    fn from_integer(value: i128) -> Option<Self>;
    fn from_double(value: f64) -> Option<Self>;
}

macro_rules! exact_integers {
    ($($type:ty)*) => {$(
        impl Exact for $type {
            fn from_integer(value: i128) -> Option<Self> {
                <$type>::try_from(value).ok()
            }
            fn from_double(value: f64) -> Option<Self> {
                // Beyond 2^127 the conversion saturates, and so stays out of range.
                if value.trunc() == value { <$type>::try_from(value as i128).ok() } else { None }
            }
        }
    )*};
}
exact_integers!(i64 u64 i32 u32 i16 u16 i8 u8);

macro_rules! exact_floats {
    ($($type:ty)*) => {$(
        impl Exact for $type {
            fn from_integer(value: i128) -> Option<Self> {
                let float = value as $type;
                (float as i128 == value).then_some(float)
            }
            fn from_double(value: f64) -> Option<Self> {
                let float = value as $type;
                // A NaN equals nothing and is left out too.
                (float as f64 == value).then_some(float)
            }
        }
    )*};
}
exact_floats!(f64 f32);

/// Some elements in a type that holds the values of many.
enum Wide<'a> {
    Floats(&'a [f64]),
    Integers(&'a [i128]),
}

/// Gives the elements to `each`, some at a time, until it fails or the caller wants no answer any more.
fn widened(
    lookup: &Numbers,
    each: &mut dyn FnMut(Wide) -> Result<(), TryReserveError>,
) -> Result<(), TryReserveError> {
    macro_rules! widen {
        ($input:expr, $wide:ty, $variant:ident) => {{
            let (mut scratch, mut wide) = ([Default::default(); BLOCK], [<$wide>::default(); BLOCK]);
            let mut first = 0;
            loop {
                let block = $input.block(first, BLOCK, &mut scratch);
                if block.is_empty() || first % PIECE == 0 && stop_requested() {
                    return Ok(());
                }
                wide.iter_mut().zip(block).for_each(|(wide, &value)| *wide = value.into());
                each(Wide::$variant(wide.get(..block.len()).unwrap_or(&[])))?;
                first += block.len();
            }
        }};
    }
    each_number!(lookup, input => float widen!(input, f64, Floats), integer widen!(input, i128, Integers))
}

/// Those of the elements that have the same value in another type.
fn converted<T: Exact>(lookup: &Numbers) -> Result<Vec<T>, TryReserveError> {
    let mut found = Vec::new();
    widened(lookup, &mut |wide| {
        found.try_reserve(BLOCK)?;
        match wide {
            Wide::Floats(values) => found.extend(values.iter().filter_map(|&value| T::from_double(value))),
            Wide::Integers(values) => found.extend(values.iter().filter_map(|&value| T::from_integer(value))),
        }
        Ok(())
    })?;
    Ok(found)
}

/// Which of the values are in `lookup`, as truth values.
///
/// # Safety
/// The GIL is held.
pub unsafe fn isin_numbers(values: Numbers, lookup: Numbers) -> Result<Array, Stop> {
    let bytes = each_number!(&values, input => float size(input), integer size(input))
        .max(each_number!(&lookup, input => float size(input), integer size(input)));
    macro_rules! by_type {
        ($($type:ident)*) => {
            match &values {
                $(Numbers::$type(values) => match &lookup {
                    Numbers::$type(lookup) => are_in(values, lookup),
                    lookup => converted(lookup).and_then(|found| are_in(values, &Input::Slice(&found))),
                },)*
            }
        };
    }
    // SAFETY: the GIL is held, and kernels do not touch Python objects.
    let done = unsafe { compute(bytes, || by_type!(F64 F32 I64 U64 I32 U32 I16 U16 I8 U8)) };
    Ok(Array::bools(done.ok_or(Stop::Raised)??))
}

fn size<T: Key>(input: &Input<T>) -> usize {
    input.len().saturating_mul(size_of::<T>())
}
