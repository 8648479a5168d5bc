//! Where the elements of a pass come from: from memory of their own, or from where the result goes.

use super::maps::finish_stores;
use crate::kernels::parallel::stop_requested;
use crate::kernels::view::{BLOCK, Element, Input};
use std::collections::TryReserveError;

/// Elements between two questions whether to stop: about a millisecond.
const PIECE: usize = 1 << 20;
/// Results of so many bytes are written past the caches: it pays where they are larger than the caches.
const STREAM_FROM: usize = 1 << 25;

/// What is read.
#[derive(Clone, Copy)]
pub enum Operand<'a, T> {
    /// Elements that do not overlap the result.
    Input(&'a Input<'a, T>),
    /// The very elements that the result takes the place of.
    Out,
}

impl<T: Element> Operand<'_, T> {
    /// How many elements there are, if it is not the result that says it.
    pub fn len(&self) -> Option<usize> {
        match self {
            Operand::Input(input) => Some(input.len()),
            Operand::Out => None,
        }
    }
}

/// An operand, and a place for a block of it.
pub struct Side<'a, T> {
    operand: Operand<'a, T>,
    scratch: [T; BLOCK],
}

impl<'a, T: Element> Side<'a, T> {
    /// Reads from an operand.
    #[inline]
    pub fn new(operand: Operand<'a, T>) -> Self {
        Side { operand, scratch: [T::default(); BLOCK] }
    }

    /// The elements from number `first` on, at most `most`: all of those only if they lie as a slice. Where they are those
    /// of the result, `out` has it.
    #[inline]
    pub fn block(&mut self, first: usize, most: usize, out: &[T]) -> &[T] {
        match self.operand {
            Operand::Input(input) => input.block(first, most, &mut self.scratch),
            Operand::Out => {
                let rest = out.get(first..).unwrap_or(&[]);
                let rest = rest.get(..most.min(BLOCK)).unwrap_or(rest);
                let copy = self.scratch.get_mut(..rest.len()).unwrap_or(&mut []);
                copy.copy_from_slice(rest);
                copy
            }
        }
    }
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
    let mut scratch = [T::default(); BLOCK];
    let mut first = 0;
    while let Some(rest) = out.get_mut(first..) {
        let block = values.block(first, PIECE, &mut scratch);
        let Some(target) = rest.get_mut(..block.len()).filter(|target| !target.is_empty()) else { break };
        loops.block(block, target, stream);
        first += block.len();
        if first % PIECE == 0 && stop_requested() {
            break;
        }
    }
    if stream {
        finish_stores();
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

/// What becomes of an input, in memory of its own; if the caller wants to stop, too few elements.
pub fn mapped<T: Element, R: Element>(
    values: &Input<T>,
    loops: &dyn Loops<T, R>,
) -> Result<Vec<R>, TryReserveError> {
    let mut made = Vec::new();
    made.try_reserve_exact(values.len())?;
    let (mut scratch, mut results) = ([T::default(); BLOCK], [R::default(); BLOCK]);
    loop {
        let first = made.len();
        let block = values.block(first, BLOCK, &mut scratch);
        if block.is_empty() || first > 0 && first % PIECE == 0 && stop_requested() {
            return Ok(made);
        }
        let results = results.get_mut(..block.len()).unwrap_or(&mut []);
        loops.block(block, results, false);
        made.extend_from_slice(results);
    }
}
