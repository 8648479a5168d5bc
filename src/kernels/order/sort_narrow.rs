//! Integers of 8 and 16 bits: few are sorted as wider ones, many are counted.

use super::sort_wide::Wide;
use crate::kernels::parallel::Task;
use crate::kernels::view::Element;
use std::collections::TryReserveError;

/// Values counted between two questions whether to stop.
const PIECE: usize = 1 << 22;
/// Tables that take turns, so that equal neighbours do not wait for each other's count.
const TABLES: usize = 4;

/// An integer with so few values that each can be counted.
pub trait Narrow: Element {
    /// How many values the type has.
    const VALUES: usize;
    /// The longest slice that is sorted rather than counted.
    const SORTED: usize;

    /// The place of a value among all.
    fn index(self) -> usize;
    /// The value at a place.
    fn at(index: usize) -> Self;
}

macro_rules! narrow {
    ($($type:ty: $sorted:literal)*) => {$(
        impl Narrow for $type {
            const VALUES: usize = 1 << <$type>::BITS;
            const SORTED: usize = $sorted;

            #[inline(always)]
            fn index(self) -> usize {
                self.wrapping_sub(<$type>::MIN) as usize & (Self::VALUES - 1)
            }
            #[inline(always)]
            fn at(index: usize) -> Self {
                (index as $type).wrapping_add(<$type>::MIN)
            }
        }
    )*};
}
narrow!(i8: 256 u8: 256 i16: 4096 u16: 4096);

/// Sorts in ascending order.
pub fn sort<T: Narrow>(values: &mut [T], task: &Task) -> Result<(), TryReserveError> {
    match values.len() {
        0..=64 => as_wider::<T, 64>(values, task),
        len if len <= 256.min(T::SORTED) => as_wider::<T, 256>(values, task),
        len if len <= T::SORTED => as_wider::<T, 4096>(values, task),
        _ => return count(values, task),
    }
    Ok(())
}

/// Sorts at most `N` values.
fn as_wider<T: Narrow, const N: usize>(values: &mut [T], task: &Task) {
    let mut wider = [0i32; N];
    for (wide, value) in wider.iter_mut().zip(&*values) {
        *wide = value.index() as i32;
    }
    if let Some(wider) = wider.get_mut(..values.len()) {
        i32::sort_values(wider, 1, task);
    }
    for (value, wide) in values.iter_mut().zip(wider) {
        *value = T::at(wide as usize);
    }
}

/// Counts how often each value occurs, and writes it as often.
fn count<T: Narrow>(values: &mut [T], task: &Task) -> Result<(), TryReserveError> {
    let mut counts = Vec::new();
    counts.try_reserve_exact(TABLES * T::VALUES)?;
    counts.resize(TABLES * T::VALUES, 0usize);
    for piece in values.chunks(PIECE) {
        if task.stop_requested() {
            return Ok(());
        }
        let mut groups = piece.chunks_exact(TABLES);
        for group in &mut groups {
            for (table, value) in group.iter().enumerate() {
                counts[table * T::VALUES + value.index()] += 1;
            }
        }
        for value in groups.remainder() {
            counts[value.index()] += 1;
        }
    }
    let mut rest = values;
    for index in 0..T::VALUES {
        let count = (0..TABLES).map(|table| counts[table * T::VALUES + index]).sum::<usize>();
        if count > 0 {
            // Another thread may have written meanwhile: never beyond the end.
            let (run, after) = std::mem::take(&mut rest).split_at_mut_checked(count).unwrap_or_default();
            run.fill(T::at(index));
            rest = after;
        }
    }
    Ok(())
}
