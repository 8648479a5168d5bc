//! Vectors of floats, for the functions that compute in float64 or float32.
//!
//! Every function is called with the GIL held and live objects.

use super::api::Object;
use super::buffer::{Buffer, Numbers};
use super::elementwise::Failure;
use super::list::Items;
use super::sets_list::{Keys, keys};
use super::trace::{Path, Trace};
use crate::kernels::view::Input;

/// Elements of float64 or float32.
pub struct Floats<'a> {
    /// The elements.
    pub numbers: Numbers<'a>,
    /// What they lie in; `None` for copies of the items of a list.
    pub buffer: Option<&'a Buffer>,
}

/// Gives the elements of a buffer of floats, or of a list or tuple of numbers, to `work`, which may let go of the GIL.
///
/// # Safety
/// See the top of the file.
pub unsafe fn with_floats<R>(
    trace: &mut Trace,
    object: *mut Object,
    work: impl FnOnce(&mut Trace, &Floats) -> Result<R, Failure>,
) -> Result<R, Failure> {
    // SAFETY: see the top of the file. No Python code runs while items are in use.
    unsafe {
        if Items::of(object).is_some() {
            let values = match keys(object)? {
                Keys::Floats(values) => values,
                Keys::Ints(values) => values.into_iter().map(|value| value as f64).collect(),
                Keys::Texts(_) => return Err(Failure::Unknown),
            };
            if trace.path == Path::Fallback {
                trace.path = Path::List;
            }
            return work(trace, &Floats { numbers: Numbers::F64(Input::Slice(&values)), buffer: None });
        }
        let found = Buffer::hold_exported(object, |buffer| {
            buffer.with_numbers(|numbers| {
                // A float16 is taken for a double, as an int is: by the fallback.
                if buffer.is_half() || !matches!(numbers, Numbers::F64(_) | Numbers::F32(_)) {
                    return Err(Failure::Unknown);
                }
                trace.saw(buffer, &numbers);
                work(trace, &Floats { numbers, buffer: Some(buffer) })
            })
        });
        found.flatten().unwrap_or(Err(Failure::Unknown))
    }
}
