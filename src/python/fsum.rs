//! `fsum`: every number is rounded to a double first.
//!
//! Called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::Object;
use super::buffer::each_number;
use super::list::Number;
use super::sequence::{EachNumber, Sequence};
use super::sums::{Outcome, one, with_buffer};
use super::trace::Path;
use super::watch::compute;
use crate::kernels::parallel::stop_requested;
use crate::kernels::sum::{ExactSum, FastSum, Integer, sum_float};
use crate::kernels::view::{BLOCK, Input};

/// Elements between two questions whether to go on: some milliseconds.
const PIECE: usize = 1 << 20;

/// `fsum(values, /)`.
pub unsafe extern "C" fn fsum(module: *mut Object, values: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        one(c"fsum", module, values, |trace, values| {
            let outcome = if let Some(items) = Sequence::of(values) {
                trace.path = Path::List;
                items.outcome(compute(0, || fsum_list(&items)))
            } else {
                with_buffer(trace, values, |numbers, bytes| {
                    each_number!(numbers, input =>
                        float Outcome::of(compute(bytes, || Outcome::Float(sum_float(&input, 1)))),
                        integer Outcome::of(compute(bytes, || fsum_integers(&input))))
                })
            };
            match outcome {
                // The oracle tells infinities of both signs and overflow apart from NaN: so does the fallback.
                Outcome::Float(value) if !value.is_finite() => Outcome::Unknown,
                Outcome::Empty => Outcome::Float(0.0),
                other => other,
            }
        })
    }
}

/// Sums blocks of doubles that `feed` gives, twice if the first time leaves the rounding open. `feed` returns
/// whether it understood every element.
fn sum_blocks(feed: impl Fn(&mut dyn FnMut(&[f64])) -> bool) -> Outcome {
    let mut fast = FastSum::new();
    if !feed(&mut |block| fast.push(block)) {
        return Outcome::Unknown;
    }
    Outcome::Float(fast.finish().unwrap_or_else(|| {
        let mut sum = ExactSum::new();
        // A new sum has room.
        feed(&mut |block| _ = sum.update(block));
        sum.round()
    }))
}

/// Every number is rounded to a double first, as the oracle does.
pub fn fsum_list(items: &impl EachNumber) -> Outcome {
    sum_blocks(|take| {
        let (mut block, mut filled, mut understood) = ([0.0; BLOCK], 0, true);
        items.for_each(0, |number| {
            if filled == BLOCK {
                take(&block);
                filled = 0;
            }
            match number {
                Number::Float(value) => block[filled] = value,
                Number::Int(value) => block[filled] = value as f64,
                Number::Other => understood = false,
            }
            filled += 1;
            understood
        });
        take(&block[..filled]);
        understood
    })
}

/// Every integer is rounded to a double first, as the oracle does.
pub fn fsum_integers<T: Integer>(input: &Input<T>) -> Outcome {
    sum_blocks(|take| {
        for first in (0..input.len()).step_by(PIECE) {
            if first > 0 && stop_requested() {
                break;
            }
            input.for_each_block(first..input.len().min(first.saturating_add(PIECE)), |block| {
                let mut doubles = [0.0; BLOCK];
                for part in block.chunks(BLOCK) {
                    doubles.iter_mut().zip(part).for_each(|(double, &value)| *double = value.into() as f64);
                    take(&doubles[..part.len()]);
                }
            });
        }
        true
    })
}
