//! The primitives behind `ExactSum`: a capsule that holds the state.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::Object;
use super::buffer::{Buffer, each_number};
use super::capsule::{State, Total, state};
use super::result::{float, guard};
use super::sequence::Sequence;
use super::sums::add_items;
use super::trace::{Path, Trace};
use super::watch::compute;
use crate::kernels::sum::{EXACT_SUM_BYTES, ExactSum, Full};
use std::ffi::CStr;
use std::ptr;

impl State for ExactSum {
    const NAME: &CStr = c"abicus.ExactSum";
}

impl Total for ExactSum {
    const CALLS: [&CStr; 2] = [c"_exact_update", c"_exact_merge"];
    const FULL: &str = "the magnitude of the sum has reached 2**1134, expected less; nothing was changed";
    const STORED: [&str; 2] = ["sum", "one"];
    const BYTES: usize = EXACT_SUM_BYTES;

    fn empty() -> Self {
        ExactSum::new()
    }

    fn add(&mut self, other: &Self) -> Result<(), Full> {
        self.merge(other)
    }

    fn store(&self) -> Vec<u8> {
        self.to_bytes().to_vec()
    }

    fn restore(bytes: &[u8]) -> Option<Self> {
        ExactSum::from_bytes(bytes)
    }

    unsafe fn of(trace: &mut Trace, values: *mut Object) -> Option<Option<Self>> {
        let mut part = ExactSum::new();
        // SAFETY: see the top of the file. A new sum has room for any update.
        let finished = unsafe {
            if let Some(items) = Sequence::of(values) {
                trace.path = Path::List;
                let understood = compute(0, || add_items(&mut part, &items))?;
                return if items.raised() { Some(None) } else { understood.then_some(Some(part)) };
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

/// `_exact_value(capsule)`.
pub unsafe extern "C" fn value(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        guard(module, || state::<ExactSum>(capsule).map_or(ptr::null_mut(), |state| float(state.round())))
    }
}
