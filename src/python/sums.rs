//! `sum`, `dot`, `sumprod`, `sum_of_squares` and `count_even` over lists, tuples and buffers.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::buffer::{Numbers, each_number};
use super::list::{Number, Reader};
use super::result::{float, guard, int, words};
use super::sequence::Sequence;
use super::trace::{Path, TRACING, Trace, traced};
use super::watch::compute;
use super::{products, quick};
use crate::kernels::sum::{
    ExactSum, FastSum, Float, Integer, Parity, Summand, Words3, count_even as count_even_kernel, sum_float,
    sum_integer, sum_of_squares_float, sum_of_squares_integer,
};
use crate::kernels::view::{BLOCK, Input};
use std::ffi::CStr;
use std::ptr;
use std::sync::atomic::Ordering;

/// What a function found, before it is an object.
pub enum Outcome {
    Float(f64),
    Int(i128),
    Words(Words3),
    /// There are no elements.
    Empty,
    /// Not for the door: the fallback decides.
    Unknown,
    /// A signal handler has raised an exception.
    Raised,
}

impl Outcome {
    /// What a computation found, if nothing stopped it.
    #[inline(always)]
    pub fn of(computed: Option<Self>) -> Self {
        computed.unwrap_or(Outcome::Raised)
    }
}

/// A list up to this length is read through a small block, which costs less to set up.
const SHORT: usize = 64;

/// `sum(values, /, start=0, *, threads=1)`.
pub unsafe extern "C" fn sum(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        if count == 1 && keywords.is_null() && !TRACING.load(Ordering::Relaxed) {
            let short =
                || quick::sum(*arguments).unwrap_or_else(|| any_sum(module, arguments, count, keywords));
            return guard(module, short);
        }
        any_sum(module, arguments, count, keywords)
    }
}

/// Any call of `sum`.
#[inline(never)]
unsafe fn any_sum(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"sum", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [values, start, threads] = call.parse([c"values", c"start", c"threads"], 1, 2)?;
            if values.is_null() {
                return None;
            }
            let from = if start.is_null() { Number::Int(0) } else { Reader::new().number(start) };
            trace.threads = thread_count(threads)?;
            match sum_of(trace, values, from) {
                Outcome::Float(value) => Some(float(value)),
                Outcome::Int(value) => Some(int(value)),
                Outcome::Empty if start.is_null() => Some(int(0)),
                Outcome::Empty => {
                    (api().Py_IncRef)(start);
                    Some(start)
                }
                Outcome::Raised => Some(ptr::null_mut()),
                Outcome::Words(_) | Outcome::Unknown => None,
            }
        })
    }
}

#[inline(always)]
unsafe fn sum_of(trace: &mut Trace, values: *mut Object, start: Number) -> Outcome {
    match start {
        // Whether the result is -0.0 too depends on every element.
        // By the bits: the caller's mode may take a subnormal number for zero.
        Number::Float(start) if start.to_bits() == (-0.0f64).to_bits() => return Outcome::Unknown,
        Number::Other => return Outcome::Unknown,
        _ => {}
    }
    let threads = trace.threads;
    // SAFETY: see the top of the file.
    unsafe {
        if let Some(items) = Sequence::of(values) {
            trace.path = Path::List;
            return items.outcome(compute(0, || match items.len() {
                0 => Outcome::Empty,
                1..=SHORT => sum_list::<SHORT>(&items, start),
                _ => sum_list::<BLOCK>(&items, start),
            }));
        }
        with_buffer(trace, values, |numbers, bytes| {
            each_number!(numbers, input =>
                float Outcome::of(compute(bytes, || sum_floats(&input, start, threads))),
                integer Outcome::of(compute(bytes, || sum_integers(&input, start, threads))))
        })
    }
}

/// Gives the numbers of a buffer, and how many bytes they are, to `work`.
#[inline(always)]
pub unsafe fn with_buffer(
    trace: &mut Trace,
    values: *mut Object,
    work: impl FnOnce(Numbers, usize) -> Outcome,
) -> Outcome {
    // SAFETY: see the top of the file.
    let outcome = unsafe {
        products::with_numbers(trace, values, |_, numbers, bytes| {
            if numbers.len() == 0 { Outcome::Empty } else { work(numbers, bytes) }
        })
    };
    outcome.unwrap_or(Outcome::Unknown)
}

fn sum_floats<T: Float + Summand>(input: &Input<T>, start: Number, threads: usize) -> Outcome {
    Outcome::Float(match start {
        Number::Int(0) => sum_float(input, threads),
        Number::Float(0.0) => sum_float(input, threads),
        _ => {
            let mut sum = ExactSum::new();
            // A new sum has room.
            _ = sum.update_input(input);
            add_number(&mut sum, start);
            sum.round()
        }
    })
}

fn sum_integers<T: Integer + Summand>(input: &Input<T>, start: Number, threads: usize) -> Outcome {
    let total = sum_integer(input, threads);
    match start {
        Number::Int(start) => Outcome::Int(total + i128::from(start)),
        _ => {
            let mut sum = ExactSum::new();
            _ = sum.update_integer(total);
            add_number(&mut sum, start);
            Outcome::Float(sum.round())
        }
    }
}

/// Adds a number to a sum that has room.
pub fn add_number(sum: &mut ExactSum, number: Number) {
    match number {
        Number::Float(value) => _ = sum.update(&[value]),
        Number::Int(value) => _ = sum.update_integer(i128::from(value)),
        Number::Other => {}
    }
}

/// Three doubles whose sum is an integer of less than 2^126, exactly.
fn parts(value: i128) -> [f64; 3] {
    const BITS: u32 = 43;
    const MASK: i128 = (1 << BITS) - 1;
    let (low, middle, high) = (value & MASK, value >> BITS & MASK, value >> (2 * BITS));
    let unit = (1u64 << BITS) as f64;
    [low as f64, middle as f64 * unit, high as f64 * unit * unit]
}

/// Sums ints and floats, each exactly: ints beside floats are not rounded either.
#[inline(never)]
fn sum_list<const N: usize>(items: &Sequence, start: Number) -> Outcome {
    let mut fast = FastSum::new();
    let (mut block, mut filled) = ([0.0; N], 0);
    let (mut integers, mut has_float, mut understood) = (0i128, false, true);
    // A list that a block has room for is not changed by a signal handler meanwhile.
    let short = items.len() <= N;
    // Mostly all elements are floats.
    let mut place = 0;
    if matches!(start, Number::Int(0)) {
        loop {
            filled = items.floats(place, &mut block);
            place += filled;
            if filled < N {
                break;
            }
            fast.push(&block);
        }
        has_float = place > 0;
    }
    let mut take = |number| {
        match number {
            Number::Float(value) => {
                if filled == N {
                    fast.push(&block);
                    filled = 0;
                }
                block[filled] = value;
                filled += 1;
                has_float = true;
            }
            Number::Int(value) => integers += i128::from(value),
            Number::Other => understood = false,
        }
        understood
    };
    if !matches!(start, Number::Int(0)) {
        take(start);
    }
    items.for_each(place, take);
    if !understood {
        return Outcome::Unknown;
    }
    if !has_float {
        return Outcome::Int(integers);
    }
    if short && filled == items.len() && matches!(start, Number::Int(0)) {
        // Everything is in the block: its exact way is the shortest.
        return Outcome::Float(sum_float(&Input::Slice(&block[..filled]), 1));
    }
    fast.push(&block[..filled]);
    if integers != 0 {
        fast.push(&parts(integers));
    }
    Outcome::Float(fast.finish().unwrap_or_else(|| {
        let mut sum = ExactSum::new();
        add_number(&mut sum, start);
        add_items(&mut sum, items);
        sum.round()
    }))
}

/// Adds every number of a list to a sum that has room; `false` if there was anything else.
pub fn add_items(sum: &mut ExactSum, items: &Sequence) -> bool {
    const BATCH: usize = 256;
    let (mut block, mut filled) = ([0.0; BATCH], 0);
    let (mut integers, mut understood) = (0i128, true);
    items.for_each(0, |number| {
        match number {
            Number::Float(value) => {
                if filled == BATCH {
                    _ = sum.update(&block);
                    filled = 0;
                }
                block[filled] = value;
                filled += 1;
            }
            Number::Int(value) => integers += i128::from(value),
            Number::Other => understood = false,
        }
        understood
    });
    _ = sum.update(&block[..filled]);
    _ = sum.update_integer(integers);
    understood
}

/// A built-in function of one argument.
#[inline(always)]
pub unsafe fn one(
    name: &'static CStr,
    module: *mut Object,
    values: *mut Object,
    work: impl FnOnce(&mut Trace, *mut Object) -> Outcome,
) -> *mut Object {
    let values = [values];
    let call = Call { name, module, values: &values, positional: 1, keywords: ptr::null_mut() };
    // SAFETY: see the top of the file.
    unsafe { traced(&call, |trace| work(trace, call.values[0]).into_object()) }
}

impl Outcome {
    /// The object; no elements are a zero. `None` if the fallback decides.
    #[inline(always)]
    pub fn into_object(self) -> Option<*mut Object> {
        match self {
            Outcome::Float(value) => Some(float(value)),
            Outcome::Int(value) => Some(int(value)),
            Outcome::Words(value) => Some(words(&value)),
            Outcome::Empty => Some(int(0)),
            Outcome::Unknown => None,
            Outcome::Raised => Some(ptr::null_mut()),
        }
    }
}

/// The `threads` argument, 1 if it was not given.
#[inline(always)]
pub unsafe fn thread_count(threads: *mut Object) -> Option<usize> {
    if threads.is_null() {
        return Some(1);
    }
    // SAFETY: see the top of the file.
    match unsafe { Reader::new().number(threads) } {
        // The fallback refuses what is out of range.
        Number::Int(threads) => {
            u32::try_from(threads).ok().filter(|&count| count < 1 << 31).map(|count| count as usize)
        }
        _ => None,
    }
}

unsafe fn dot_named(
    name: &'static CStr,
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(name, module, arguments, count, keywords);
        traced(&call, |trace| {
            let [a, b, threads] = call.parse([c"a", c"b", c"threads"], 0, 2)?;
            if a.is_null() || b.is_null() {
                return None;
            }
            trace.threads = thread_count(threads)?;
            products::dot(trace, a, b).into_object()
        })
    }
}

/// `dot(a, b, *, threads=1)`.
pub unsafe extern "C" fn dot(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { dot_named(c"dot", module, arguments, count, keywords) }
}

/// `sumprod(a, b, *, threads=1)`.
pub unsafe extern "C" fn sumprod(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { dot_named(c"sumprod", module, arguments, count, keywords) }
}

/// `sum_of_squares(values, /)`.
pub unsafe extern "C" fn sum_of_squares(module: *mut Object, values: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        one(c"sum_of_squares", module, values, |trace, values| {
            if let Some(items) = Sequence::of(values) {
                trace.path = Path::List;
                return items.outcome(Some(products::dot_lists(&items, &items)));
            }
            with_buffer(trace, values, |numbers, bytes| {
                each_number!(numbers, input =>
                    float Outcome::of(compute(bytes, || Outcome::Float(sum_of_squares_float(&input, 1)))),
                    integer Outcome::of(compute(bytes, || Outcome::Words(sum_of_squares_integer(&input, 1)))))
            })
        })
    }
}

/// `count_even(values, /)`.
pub unsafe extern "C" fn count_even(module: *mut Object, values: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        one(c"count_even", module, values, |trace, values| {
            if let Some(items) = Sequence::of(values) {
                trace.path = Path::List;
                return items.outcome(compute(0, || count_even_list(&items)));
            }
            with_buffer(trace, values, |numbers, bytes| {
                each_number!(numbers, input =>
                    float Outcome::of(compute(bytes, || Outcome::Int(count_even_kernel(&input) as i128))),
                    integer Outcome::of(compute(bytes, || Outcome::Int(count_even_kernel(&input) as i128))))
            })
        })
    }
}

fn count_even_list(items: &Sequence) -> Outcome {
    let (mut even, mut understood) = (0u64, true);
    items.for_each(0, |number| {
        match number {
            Number::Int(value) => even += u64::from(value.is_even()),
            Number::Float(value) => even += u64::from(value.is_even()),
            Number::Other => understood = false,
        }
        understood
    });
    if understood { Outcome::Int(i128::from(even)) } else { Outcome::Unknown }
}
