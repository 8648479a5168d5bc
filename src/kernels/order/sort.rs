//! Sorting in place, as `sorted` orders: stable, which shows on zeros of both signs alone.

use super::sort_narrow::{self, Narrow};
use super::sort_runs::{Run, Signs, Survey, Zero, run, survey, zeros};
use super::sort_wide::Wide;
#[cfg(target_arch = "x86_64")]
use super::x86_avx512_sort::Looks;
use crate::kernels::parallel::Task;
use crate::kernels::parallel::stop_requested;
use std::collections::TryReserveError;

/// Values looked at between two questions whether to stop.
const PIECE: usize = 1 << 22;

/// Why values were not sorted; they are as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortError {
    /// The value at this place is NaN, which no order has a place for: where `list.sort` leaves it depends on the
    /// comparisons that it happens to make.
    NotANumber(usize),
    /// No memory for what has to be remembered: zeros' signs, or counts of 16-bit values.
    OutOfMemory(TryReserveError),
}

impl From<TryReserveError> for SortError {
    fn from(error: TryReserveError) -> Self {
        SortError::OutOfMemory(error)
    }
}

/// An element type that can be sorted.
pub trait Sortable: Zero {
    /// Sorts in ascending order, -0.0 before 0.0; there is no NaN.
    fn sort_ascending(values: &mut [Self], threads: usize, task: &Task) -> Result<(), TryReserveError>;
}

macro_rules! sortable {
    (wide $($wide:ty)*; narrow $($narrow:ty)*) => {
        $(impl Sortable for $wide {
            fn sort_ascending(values: &mut [Self], threads: usize, task: &Task) -> Result<(), TryReserveError> {
                <$wide as Wide>::sort_values(values, threads, task);
                Ok(())
            }
        })*
        $(impl Sortable for $narrow {
            fn sort_ascending(values: &mut [Self], _: usize, task: &Task) -> Result<(), TryReserveError> {
                const { assert!(<$narrow as Narrow>::VALUES <= 1 << 16) };
                sort_narrow::sort(values, task)
            }
        })*
    };
}
sortable!(wide f64 f32 i64 u64 i32 u32; narrow i16 u16 i8 u8);

/// Sorts values as `sorted(values, reverse=descending)` would, in at most `threads` threads (0: as many as there are
/// CPUs to use).
///
/// Time: O(n) for values in ascending or descending order and for 8 and 16-bit ones, else O(n log n), whatever they are.
/// Memory: none to speak of; a bit for each zero where floats have zeros of both signs, 2 MB for 16-bit values. If the
/// caller wants to stop, the values are all there, in any order.
///
/// ```
/// use abicus::kernels::order::sort::sort;
///
/// let mut values = [3.0, 0.0, -1.5, -0.0];
/// sort(&mut values, false, 1).unwrap();
/// assert_eq!(values.map(f64::to_bits), [-1.5, 0.0, -0.0, 3.0].map(f64::to_bits));
/// ```
#[inline(never)]
pub fn sort<T: Sortable>(values: &mut [T], descending: bool, threads: usize) -> Result<(), SortError> {
    if values.len() < 2 {
        return Ok(());
    }
    match (look(values), descending) {
        (Run::Ascending, false) | (Run::Descending, true) => return Ok(()),
        (Run::Ascending, true) | (Run::Descending, false) => {
            reverse(values, descending);
            return Ok(());
        }
        _ => {}
    }
    let mut signs = None;
    if T::FLOAT {
        let found = survey_all(values);
        if found.nan {
            let is_nan = |value: &T| value.partial_cmp(value).is_none();
            return Err(SortError::NotANumber(values.iter().position(is_nan).unwrap_or(0)));
        }
        if found.zeros == [true, true] {
            signs = Some(Signs::of(values)?);
        }
    }
    let task = Task::uncounted();
    T::sort_ascending(values, threads, &task)?;
    if descending {
        values.reverse();
    }
    if let Some(signs) = signs
        && !task.stop_requested()
    {
        signs.restore(values, descending);
    }
    Ok(())
}

/// Values in the opposite order, zeros as they were.
fn reverse<T: Sortable>(values: &mut [T], descending: bool) {
    values.reverse();
    if T::FLOAT {
        zeros(values, descending).reverse();
    }
}

/// The order that values are in.
fn look<T: Sortable>(values: &[T]) -> Run {
    #[cfg(target_arch = "x86_64")]
    if let Some(looks) = Looks::new() {
        return looks.run(values);
    }
    run(values)
}

/// Looks for NaN and zeros in floats.
fn survey_all<T: Sortable>(values: &[T]) -> Survey {
    let mut found = Survey::default();
    for piece in values.chunks(PIECE) {
        if found.nan || stop_requested() {
            break;
        }
        #[cfg(target_arch = "x86_64")]
        if let Some(looks) = Looks::new() {
            found.merge(looks.survey(piece));
            continue;
        }
        found.merge(survey(piece));
    }
    found
}
