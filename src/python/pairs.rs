//! `pair_hypot_sum`.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::Object;
use super::arguments::Call;
use super::buffer::Numbers;
use super::elementwise::{Failure, answer};
use super::floats::with_floats;
use super::install::{Function, Table};
use super::list::{Number, Reader};
use super::result::{int, raise, words};
use super::sums::thread_count;
use super::trace::traced;
use super::watch::{Progress, watched};
use crate::float_mode;
use crate::kernels::pairs::{self, Problem, Total, Width};
use crate::kernels::view::Input;

/// The functions of this file.
pub const FUNCTIONS: Table = &[
    (c"pair_hypot_sum", Function::Fast(pair_hypot_sum)),
    (c"_pair_hypot_sum", Function::Fast(pair_hypot_sum_above)),
];

/// More pairs than this may take longer than some ten microseconds: then other threads run meanwhile.
const RELEASE_ABOVE: usize = 1 << 15;

/// What is asked beside the elements.
#[derive(Clone, Copy)]
struct Options {
    above: f64,
    threads: usize,
    progress: Progress,
}

/// `pair_hypot_sum(a, b, *, above=10, threads=1, progress=None)`.
pub unsafe extern "C" fn pair_hypot_sum(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { add_up(&Call::new(c"pair_hypot_sum", module, arguments, count, keywords), false) }
}

/// `_pair_hypot_sum(a, b, *, above, threads, progress)`: `above` is a float.
pub unsafe extern "C" fn pair_hypot_sum_above(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { add_up(&Call::new(c"_pair_hypot_sum", module, arguments, count, keywords), true) }
}

unsafe fn add_up(call: &Call, private: bool) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        traced(call, |trace| {
            let names = [c"a", c"b", c"above", c"threads", c"progress"];
            let [a, b, above, threads, progress] = call.parse(names, 0, 2)?;
            if a.is_null() || b.is_null() {
                return None;
            }
            let above = match above.is_null() {
                true => 10.0,
                false => match Reader::new().number(above) {
                    Number::Int(above) => not_above(above),
                    Number::Float(above) if private => above,
                    _ => return None,
                },
            };
            trace.threads = thread_count(threads)?;
            let options = Options { above, threads: trace.threads, progress: Progress::of(progress)? };
            let found = with_floats(trace, a, |trace, a| {
                with_floats(trace, b, |_, b| match (&a.numbers, &b.numbers) {
                    (Numbers::F64(a), Numbers::F64(b)) => total(a, b, options),
                    (Numbers::F32(a), Numbers::F32(b)) => total(a, b, options),
                    _ => Err(Failure::Unknown),
                })
            });
            // The buffers are let go before Python code runs.
            answer(found.map(|total| integer(&total)))
        })
    }
}

/// The largest double that is not above an integer.
fn not_above(value: i64) -> f64 {
    let near = value as f64;
    if near as i128 > i128::from(value) { near.next_down() } else { near }
}

unsafe fn total<T: Width>(a: &Input<T>, b: &Input<T>, options: Options) -> Result<Total, Failure> {
    let Options { above, threads, progress } = options;
    let kernel = || pairs::pair_hypot_sum(a, b, above, threads);
    let is_long = a.len().saturating_mul(b.len()) > RELEASE_ABOVE || a.len().max(b.len()) > RELEASE_ABOVE;
    // SAFETY: the GIL is held, and kernels do not touch Python objects.
    let done = unsafe {
        match is_long || progress.is_some() {
            true => watched(progress, kernel).ok_or(Failure::Raised)?,
            false => float_mode::with_default(kernel),
        }
    };
    done.map_err(|problem| match problem {
        Problem::OutOfMemory(_) => Failure::Memory,
        Problem::NotFinite(a, b) => {
            let message =
                format!("the squares of a[{a}] and b[{b}] have no finite sum, and the pair is not skipped");
            // SAFETY: the GIL is held.
            unsafe { raise(c"PyExc_ValueError", &message) };
            Failure::Raised
        }
    })
}

/// A total as an int object.
fn integer(total: &Total) -> *mut Object {
    let all = total.words();
    let used = all.iter().rposition(|&word| word != 0).map_or(0, |last| last + 1);
    match used {
        ..=1 => int(i128::from(all[0])),
        // The highest word has room for a sign.
        _ => words(all.get(..=used).unwrap_or(all)),
    }
}
