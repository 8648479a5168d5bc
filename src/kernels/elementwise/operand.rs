//! Where the elements of a pass come from: from memory of their own, or from where the result goes.

use super::maps::finish_stores;
use crate::kernels::array::{FromZeros, zeros};
use crate::kernels::parallel::stop_requested;
use crate::kernels::view::{BLOCK, Element, Input};
use std::collections::TryReserveError;

/// Elements between two questions whether to stop: about a millisecond.
const PIECE: usize = 1 << 20;
/// Results of so many bytes are written past the caches: it pays where they are larger than the caches.
const STREAM_FROM: usize = 1 << 25;

/// So few results are zeroed first.
const FEW: usize = 4 * BLOCK;

/// What is read.
#[derive(Clone, Copy)]
pub enum Operand<'a, T> {
    /// Elements that do not overlap the result.
    Input(&'a Input<'a, T>),
    /// The very elements that the result takes the place of.
    Out,
}

/// Copies a block of `out` to `scratch`: as much of it as there is place for.
#[inline]
pub fn copy_block<'s, T: Element>(out: &[T], first: usize, scratch: &'s mut [T; BLOCK]) -> &'s [T] {
    let rest = out.get(first..).unwrap_or(&[]);
    let count = rest.len().min(BLOCK);
    let (copy, rest) = (scratch.get_mut(..count).unwrap_or(&mut []), rest.get(..count).unwrap_or(&[]));
    copy.copy_from_slice(rest);
    copy
}

/// What becomes of elements, in loops.
pub trait Loops<T, R> {
    /// Makes the results of a block; past the caches if `stream`.
    fn block(&self, values: &[T], out: &mut [R], stream: bool);
    /// Makes the results of a block in its place.
    fn in_place(&self, out: &mut [R]);
}

/// Fills `out` from an input of as many elements, which does not overlap it.
///
/// If the caller wants to stop, the rest stays as it was.
pub fn map_into<T: Element, R: Element>(values: &Input<T>, out: &mut [R], loops: &dyn Loops<T, R>) {
    let stream = size_of_val(out) >= STREAM_FROM;
    map(values, out, loops, stream);
    if stream {
        finish_stores();
    }
}

fn map<T: Element, R: Element>(values: &Input<T>, out: &mut [R], loops: &dyn Loops<T, R>, stream: bool) {
    match values {
        Input::Slice(values) => {
            for (values, out) in values.chunks(PIECE).zip(out.chunks_mut(PIECE)) {
                loops.block(values, out, stream);
                if out.len() == PIECE && stop_requested() {
                    return;
                }
            }
        }
        Input::View(view) => {
            let mut scratch = [T::default(); BLOCK];
            for (number, out) in out.chunks_mut(BLOCK).enumerate() {
                let values = scratch.get_mut(..out.len()).unwrap_or(&mut []);
                view.read(number * BLOCK, values);
                loops.block(values, out, stream);
                if number % (PIECE / BLOCK) == PIECE / BLOCK - 1 && stop_requested() {
                    return;
                }
            }
        }
    }
}

/// Makes new elements of all of `out`.
///
/// If the caller wants to stop, the rest stays as it was.
pub fn map_in_place<T: Element>(out: &mut [T], loops: &dyn Loops<T, T>) {
    for piece in out.chunks_mut(PIECE) {
        let whole = piece.len() == PIECE;
        loops.in_place(piece);
        if whole && stop_requested() {
            return;
        }
    }
}

/// What becomes of an input, in memory of its own. If the caller wants to stop, there may be too few.
pub fn mapped<T: Element, R: Element + FromZeros>(
    values: &Input<T>,
    loops: &dyn Loops<T, R>,
) -> Result<Vec<R>, TryReserveError> {
    if let Input::Slice(values) = values
        && values.len() > FEW
    {
        return mapped_slice(values, loops);
    }
    let mut made = zeros(values.len())?;
    map(values, &mut made, loops, false);
    Ok(made)
}

/// The same for so many elements that zeroing them first would take long.
fn mapped_slice<T: Element, R: Element>(
    values: &[T],
    loops: &dyn Loops<T, R>,
) -> Result<Vec<R>, TryReserveError> {
    let mut made = Vec::new();
    made.try_reserve_exact(values.len())?;
    let mut scratch = [R::default(); BLOCK];
    for (number, values) in values.chunks(BLOCK).enumerate() {
        let results = scratch.get_mut(..values.len()).unwrap_or(&mut []);
        loops.block(values, results, false);
        made.extend_from_slice(results);
        if number % (PIECE / BLOCK) == PIECE / BLOCK - 1 && stop_requested() {
            break;
        }
    }
    Ok(made)
}
