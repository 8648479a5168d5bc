//! Values made ready for many questions.

use super::search::{Asked, Plan, search};
use super::search_keys::{KEYS, Key, Number, Numbers, Queries, Side};
use super::sort::{SortError, Sortable, sort};
use crate::kernels::parallel::stop_requested;
use crate::kernels::sets::{self, Membership};
use crate::kernels::view::Input;
use crate::pages::prefer_large;
use std::collections::TryReserveError;

/// Values that are copied between two questions whether to stop.
const PIECE: usize = 1 << 20;

/// Values sorted once, with what searches of them and membership need. Never changed: any number of threads may ask.
pub struct Index<T: Key + sets::Key + Sortable> {
    /// Sorted. NaN, which has no place in the order, is left out; at least a line, filled up with pads.
    sorted: Vec<T>,
    /// How many values in `sorted`.
    ordered: usize,
    /// How many values with NaN.
    len: usize,
    plan: Plan<T>,
    members: Membership<T>,
}

impl<T: Key + sets::Key + Sortable> Index<T> {
    /// Copies the values. An error says that memory cannot be had.
    #[inline(never)]
    pub fn new(values: &Input<T>) -> Result<Self, TryReserveError> {
        let members = Membership::new(values)?;
        let mut sorted = Vec::new();
        sorted.try_reserve_exact(values.len().max(T::WIDTH))?;
        prefer_large(&mut sorted);
        let mut first = 0;
        while first < values.len() && !stop_requested() {
            let piece = first..values.len().min(first + PIECE);
            values.for_each_block(piece, |block| {
                sorted.extend(block.iter().copied().filter(|value| !value.is_alone()));
            });
            first += PIECE;
        }
        if let Err(SortError::OutOfMemory(error)) = sort(&mut sorted, false, 1) {
            return Err(error);
        }
        if stop_requested() {
            // Nobody will ask it.
            sorted.clear();
        }
        let ordered = sorted.len();
        if ordered < T::WIDTH {
            sorted.resize(T::WIDTH, T::PAD);
        }
        let plan = Plan::new(&sorted, usize::MAX)?;
        Ok(Index { sorted, ordered, len: values.len(), plan, members })
    }

    /// How many values there are, equal ones and NaN counted.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Writes the position of each query among the sorted values without NaN, as many as both `queries` and `out` have.
    /// That of NaN is before all of them on the left, behind them on the right.
    #[inline(never)]
    pub fn search(&self, queries: &dyn Queries<T>, side: Side, threads: usize, out: &mut [i64]) {
        search(&self.plan, &self.sorted, self.ordered, Asked { queries, side, threads }, out);
    }

    /// Whether one of the values equals `number`, exactly.
    pub fn has(&self, number: Number) -> bool {
        let value = T::key_of(number, Side::Left);
        value.is_some_and(|value| value.widen().equals(number) && self.members.has(value))
    }

    /// Writes for each query whether one of the values equals it, 1 or 0; as many as both `queries` and `out` have.
    #[inline(never)]
    pub fn contains(&self, queries: &Input<T>, out: &mut [u8]) {
        self.members.contains(queries, out);
    }

    /// The same for queries of another type, compared exactly.
    #[inline(never)]
    pub fn contains_numbers(&self, queries: &dyn Numbers, out: &mut [u8]) {
        let mut numbers = [Number::Signed(0); KEYS];
        let count = out.len().min(queries.count());
        for (part, out) in out[..count].chunks_mut(KEYS).enumerate() {
            if part % 64 == 63 && stop_requested() {
                return;
            }
            let numbers = &mut numbers[..out.len()];
            queries.widen(part * KEYS, numbers);
            for (slot, &number) in out.iter_mut().zip(numbers.iter()) {
                *slot = u8::from(self.has(number));
            }
        }
    }

    /// The values in their order, without NaN.
    pub fn sorted(&self) -> &[T] {
        self.sorted.get(..self.ordered).unwrap_or(&[])
    }
}
