//! The primitives behind `Moments`: a capsule that holds the state.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::Object;
use super::arguments::Call;
use super::buffer::{Buffer, each_number};
use super::capsule::{State, Total, state};
use super::list::{Items, Number, Reader};
use super::result::{float, guard, raise};
use super::trace::{Path, Trace};
use super::watch::compute;
use crate::float_mode;
use crate::kernels::sum::{Full, MOMENTS_BYTES, Moments, Spread};
use crate::kernels::view::Input;
use std::ffi::CStr;
use std::ptr;

impl State for Moments {
    const NAME: &CStr = c"abicus.Moments";
}

impl Total for Moments {
    const CALLS: [&CStr; 2] = [c"_moments_update", c"_moments_merge"];
    const FULL: &str = "the moments have no room for the result; nothing was changed";
    const STORED: [&str; 2] = ["moments", "some"];
    const BYTES: usize = MOMENTS_BYTES;

    fn empty() -> Self {
        Moments::new()
    }

    fn add(&mut self, other: &Self) -> Result<(), Full> {
        self.merge(other)
    }

    fn store(&self) -> Vec<u8> {
        self.to_bytes().to_vec()
    }

    fn restore(bytes: &[u8]) -> Option<Self> {
        Moments::from_bytes(bytes)
    }

    unsafe fn of(trace: &mut Trace, values: *mut Object) -> Option<Option<Self>> {
        let mut part = Moments::new();
        // SAFETY: see the top of the file. New moments have room for any update.
        let finished = unsafe {
            if let Some(items) = Items::of(values) {
                trace.path = Path::List;
                return compute(0, || add_items(&mut part, &items))?.then_some(Some(part));
            }
            Buffer::hold(values, |buffer| {
                let bytes = buffer.bytes();
                buffer.with_numbers(|numbers| {
                    trace.saw(buffer, &numbers);
                    each_number!(numbers, input =>
                        float compute(bytes, || part.update_input(&input)),
                        integer compute(bytes, || part.update_input(&input)))
                })
            })??
        };
        Some(finished.map(|_| part))
    }
}

/// Adds every number of a list to moments that have room; `false` if there was anything else.
fn add_items(moments: &mut Moments, items: &Items) -> bool {
    const BATCH: usize = 256;
    let (mut floats, mut filled) = ([0.0; BATCH], 0);
    let (mut integers, mut counted) = ([0i64; BATCH], 0);
    let mut understood = true;
    items.for_each(0, |number| {
        match number {
            Number::Float(value) => {
                floats[filled] = value;
                filled += 1;
                if filled == BATCH {
                    _ = moments.update_input(&Input::Slice(&floats[..]));
                    filled = 0;
                }
            }
            Number::Int(value) => {
                integers[counted] = value;
                counted += 1;
                if counted == BATCH {
                    _ = moments.update_input(&Input::Slice(&integers[..]));
                    counted = 0;
                }
            }
            Number::Other => understood = false,
        }
        understood
    });
    _ = moments.update_input(&Input::Slice(&floats[..filled]));
    _ = moments.update_input(&Input::Slice(&integers[..counted]));
    understood
}

/// `_moments_ask(capsule, question)`: the mean (0), the variance (1) or the deviation (3) of a sample, those of a
/// population (2, 4), as a float rounded once.
pub unsafe extern "C" fn ask(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_moments_ask", module, arguments, count, keywords);
        guard(module, || {
            let [capsule, question] = *call.values else { return call.fall_back() };
            let Some(state) = state::<Moments>(capsule) else { return ptr::null_mut() };
            let spread = match Reader::new().number(question) {
                Number::Int(0) => None,
                Number::Int(number @ 1..=4) => Some(Spread { sample: number % 2 == 1, root: number > 2 }),
                _ => return raise(c"PyExc_ValueError", "there is no such question"),
            };
            if state.count() < spread.map_or(1, Spread::least) {
                return raise(c"PyExc_ValueError", "there are not enough values");
            }
            float(float_mode::with_default(|| {
                spread.map_or_else(|| state.mean(), |spread| state.spread(spread))
            }))
        })
    }
}
