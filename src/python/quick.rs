//! The commonest call without a detour: `sum` of a few floats.

use super::api::{Object, api};
use super::direct;
use super::layout::{field, kind, layout};
use super::list::Items;
use super::result::float;
use super::watch::RELEASE_ABOVE;
use crate::float_mode;
use crate::kernels::sum::sum_float;
use crate::kernels::view::Input;

/// A list up to this length is read into registers and the first cache.
const SHORT: usize = 16;

/// The sum of a short list of floats, or of an array of doubles that is too small to release the GIL for; `None` for
/// anything else, and if there are no elements.
///
/// # Safety
/// A live object, with the GIL held.
#[inline(always)]
pub unsafe fn sum(values: *mut Object) -> Option<*mut Object> {
    // SAFETY: as the caller promises; no Python code runs until the sum is known.
    unsafe {
        if let Some(doubles) = direct::doubles(values, RELEASE_ABOVE / size_of::<f64>()) {
            return sum_doubles(doubles);
        }
        let mut block = [0.0; SHORT];
        let count = floats(values, &mut block)?;
        sum_doubles(block.get(..count)?)
    }
}

#[inline(always)]
fn sum_doubles(doubles: &[f64]) -> Option<*mut Object> {
    if doubles.is_empty() {
        return None;
    }
    Some(float(float_mode::with_default(|| sum_float(&Input::Slice(doubles), 1))))
}

/// Copies the items of a list or tuple to `out`, if all are floats and there is room for them; how many there are.
#[inline(always)]
unsafe fn floats(values: *mut Object, out: &mut [f64; SHORT]) -> Option<usize> {
    // SAFETY: a live object, with the GIL held; the value of a float is where the layout says.
    unsafe {
        let Some(Items::Direct(items)) = Items::of(values) else { return None };
        if items.len() > SHORT || !layout().float {
            return None;
        }
        let float = api().PyFloat_Type;
        for (slot, &item) in out.iter_mut().zip(items) {
            if kind(item) != float {
                return None;
            }
            *slot = field::<f64>(item, 16);
        }
        Some(items.len())
    }
}
