//! Sums over all pairs of two vectors.

mod check;
mod levels;
mod rows;
mod total;
mod width;
#[cfg(target_arch = "x86_64")]
mod x86_probe;

pub use total::{Total, WORDS};
pub use width::Width;

use super::order::sort::{SortError, sort};
use super::parallel::{Task, on_threads, stop_requested};
use super::view::{Element, Input};
use check::{first_bad, survey};
use levels::{Rows, Sorted, Thresholds};
use std::borrow::Cow;
use std::collections::TryReserveError;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Fewer rows than this, or pairs than this, are not worth sorting for.
const LEAST_ROWS: usize = 24;
const LEAST_PAIRS: usize = 1 << 15;
/// So many elements are sorted at a time: it bounds the memory.
const SLAB: usize = 1 << 22;
const LEAST_SLAB: usize = 1 << 18;
/// Levels that there may be thresholds for, even if the elements are fewer.
const LEVELS: usize = 1 << 12;
/// Pairs, computed one by one, between two questions whether to stop: less than a millisecond.
const PIECE: usize = 1 << 20;
/// What a row costs in which no pair counts, in pairs: its place among the sorted is looked for.
const ROW_COST: usize = 16;
/// Pairs for which a thread is worth starting.
const LEAST_PER_THREAD: usize = 1 << 19;
/// Elements of `b` of a block, in L1.
const BLOCK: usize = 2048;

/// Why there is no sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The first pair that counts whose sum of squares is infinite or NaN: its places in `a` and in `b`.
    NotFinite(usize, usize),
    /// Memory cannot be had.
    OutOfMemory(TryReserveError),
}

impl From<TryReserveError> for Problem {
    fn from(error: TryReserveError) -> Self {
        Problem::OutOfMemory(error)
    }
}

/// The sum of the roots `round(sqrt(a*a + b*b))`, halves away from zero, over all pairs with `a <= b`, of those that
/// are above `above`. Squares and their sum are in the elements' type, root and rounding in double: the same as two
/// plain loops give.
///
/// Pairs with a NaN are not skipped, and there is no sum if they or any other that counts has no finite sum of squares.
///
/// Time: O(len log len) for the longer vector, and for each element of the shorter the least of len and sixteen times the
/// number of different roots. Memory: at most 48 bytes for each element of `b`, and 5 MB, beside copies of views. `threads`
/// as in [`on_threads`]; if the caller wants to stop, the sum is worthless.
///
/// ```
/// use abicus::kernels::{pairs::pair_hypot_sum, view::Input};
///
/// let a: Vec<f64> = (0..5).map(f64::from).collect();
/// let b: Vec<f64> = (0..30).map(f64::from).collect();
/// let total = pair_hypot_sum(&Input::Slice(&a), &Input::Slice(&b), 10.0, 1).unwrap();
/// assert_eq!(total.words()[0], 1916);
/// ```
pub fn pair_hypot_sum<T: Width>(
    a: &Input<T>,
    b: &Input<T>,
    above: f64,
    threads: usize,
) -> Result<Total, Problem> {
    let pairs = a.len().saturating_mul(b.len());
    if pairs == 0 {
        return Ok(Total::default());
    }
    let (a, b) = (&*plain(a)?, &*plain(b)?);
    let (of_a, of_b) = (survey(a), survey(b));
    let most = of_a.greatest * of_a.greatest + of_b.greatest * of_b.greatest;
    if !(of_a.finite && of_b.finite && most.is_finite())
        && let Some((a, b)) = first_bad(a, b)
    {
        return Err(Problem::NotFinite(a, b));
    }
    let most = width::any_root(most.into());
    // Roots are integers, and zeros add nothing.
    let above = above.max(0.0).floor();
    if most <= above {
        return Ok(Total::default());
    }
    let task = &Task::new(pairs as u64);
    let call = Call { above, most, threads, task };
    if most <= rows::MOST_SMALL && pairs >= LEAST_PAIRS && a.len().min(b.len()) >= LEAST_ROWS {
        return call.sorted(a, b);
    }
    Ok(call.plain(a, b))
}

/// The elements as a slice.
fn plain<'a, T: Element>(input: &Input<'a, T>) -> Result<Cow<'a, [T]>, TryReserveError> {
    if let Input::Slice(slice) = input {
        return Ok(Cow::Borrowed(slice));
    }
    let mut copy = Vec::new();
    copy.try_reserve_exact(input.len())?;
    for first in (0..input.len()).step_by(PIECE) {
        if first > 0 && stop_requested() {
            break;
        }
        let piece = first..input.len().min(first + PIECE);
        input.for_each_block(piece, |block| copy.extend_from_slice(block));
    }
    Ok(Cow::Owned(copy))
}

/// What all parts of a call know.
#[derive(Clone, Copy)]
struct Call<'a> {
    /// An integer; roots up to it do not count.
    above: f64,
    /// No root that counts is above this.
    most: f64,
    threads: usize,
    task: &'a Task,
}

impl Call<'_> {
    /// Pair by pair, as the elements lie.
    fn plain<T: Width>(self, a: &[T], b: &[T]) -> Total {
        let pairs = a.len().saturating_mul(b.len());
        let block = BLOCK.min(rows::MOST_BLOCK);
        let rows_together = PIECE / block;
        let blocks = b.len().div_ceil(block);
        let units = blocks.saturating_mul(a.len().div_ceil(rows_together));
        let next = AtomicUsize::new(0);
        let part = || {
            let mut total = Total::default();
            loop {
                let unit = next.fetch_add(1, Ordering::Relaxed);
                if unit >= units {
                    return total;
                }
                let (group, block_number) = (unit / blocks, unit % blocks);
                let some = a.chunks(rows_together).nth(group).unwrap_or(&[]);
                let block = b.chunks(block).nth(block_number).unwrap_or(&[]);
                total.merge(&rows::rows(some, block, self.above, self.most));
                if units > 1 && self.task.advance((some.len() * block.len()) as u64) {
                    return total;
                }
            }
        };
        self.on_threads(pairs, &part)
    }

    fn on_threads(self, pairs: usize, part: &(dyn Fn() -> Total + Sync)) -> Total {
        if self.threads == 1 || pairs < 2 * LEAST_PER_THREAD {
            return part();
        }
        on_threads(self.threads, pairs / LEAST_PER_THREAD, part).iter().fold(
            Total::default(),
            |mut all, one| {
                all.merge(one);
                all
            },
        )
    }

    /// Row by row with the magnitudes of the longer vector sorted.
    fn sorted<T: Width>(self, a: &[T], b: &[T]) -> Result<Total, Problem> {
        // `a <= b` is `-b <= -a`, and the squares are the same.
        let sign = a.len() > b.len();
        let (short, long) = if sign { (b, a) } else { (a, b) };
        let short = &self.rows(short, sign)?;
        // Of a long `a` no more than twice what `b` has is held at a time, but for a few megabytes.
        let slab = if sign { SLAB.min(LEAST_SLAB.max(2 * short.len())) } else { SLAB };
        let levels = Thresholds::new(self.above, self.most, LEVELS.max(slab.min(long.len())))?;
        let mut total = Total::default();
        for slab in long.chunks(slab) {
            // A sort that was stopped leaves what no place can be looked for in.
            if self.task.stop_requested() {
                break;
            }
            let positive = self.index(slab, sign, false)?;
            let negative = self.index(slab, sign, true)?;
            if self.task.stop_requested() {
                break;
            }
            total.merge(&self.slab(short, &positive, &negative, &levels));
        }
        Ok(total)
    }

    /// The elements, negated if `negated`, in order: rows side by side have their levels at places side by side, which
    /// are in the caches then.
    fn rows<T: Width>(self, values: &[T], negated: bool) -> Result<Vec<T>, Problem> {
        let mut rows = Vec::new();
        rows.try_reserve_exact(values.len())?;
        rows.extend(values.iter().map(|&value| if negated { -value } else { value }));
        self.sort(&mut rows)?;
        Ok(rows)
    }

    /// Sorts numbers, of which none is NaN.
    fn sort<T: Width>(self, values: &mut [T]) -> Result<(), Problem> {
        match sort(values, false, self.threads) {
            Err(SortError::OutOfMemory(error)) => Err(error.into()),
            Ok(()) | Err(SortError::NotANumber(_)) => Ok(()),
        }
    }

    /// The sorted magnitudes of the elements, negated if `negated`, that are below zero or are not.
    fn index<T: Width>(self, slab: &[T], negated: bool, below: bool) -> Result<Sorted<T>, Problem> {
        let signed = |value: T| if negated { -value } else { value };
        let zero = T::default();
        // An infinity here is in no pair that counts.
        let chosen = |&value: &T| value.is_finite() && (signed(value) < zero) == below;
        let count = slab.iter().filter(|&value| chosen(value)).count();
        let mut values = Vec::new();
        values.try_reserve_exact(1 + count + levels::WINDOW)?;
        // A place for what stands before them.
        values.push(zero);
        // As many as were counted, whatever another thread has written meanwhile.
        values.extend(slab.iter().filter(|&value| chosen(value)).map(|value| value.magnitude()).take(count));
        self.sort(values.get_mut(1..).unwrap_or(&mut []))?;
        Ok(Sorted::new(values)?)
    }

    fn slab<T: Width>(
        self,
        short: &[T],
        positive: &Sorted<T>,
        negative: &Sorted<T>,
        levels: &Thresholds<T>,
    ) -> Total {
        let len = positive.len() + negative.len();
        let pairs = short.len().saturating_mul(len);
        let next = AtomicUsize::new(0);
        let above = self.above;
        // So few that the question whether to stop is asked in time, and that threads end at one time.
        let together = (PIECE / len.max(1)).clamp(1, 64);
        let part = || {
            let mut total = Total::default();
            let (mut cost, mut done) = (0, 0);
            loop {
                let first = next.fetch_add(together, Ordering::Relaxed);
                let rows = short.get(first..).unwrap_or(&[]);
                let rows = rows.get(..together).unwrap_or(rows);
                let row = Rows { rows, positive, negative, above, levels }.sum();
                total.add(row.sum);
                cost += row.cost + rows.len() * ROW_COST;
                done += rows.len() * len;
                if rows.is_empty() || cost > PIECE {
                    if self.task.advance(done as u64) || rows.is_empty() {
                        return total;
                    }
                    (cost, done) = (0, 0);
                }
            }
        };
        self.on_threads(pairs, &part)
    }
}
