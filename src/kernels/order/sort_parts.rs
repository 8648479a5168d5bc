//! Quicksort of what is large: parts in several threads, and questions whether to stop. What sorts small parts, and how
//! keys are parted, is up to a [`Parts`].

use crate::kernels::parallel::{Task, allowed, in_another_thread};
use std::time::Duration;

/// Parts below this many keys are not worth a thread.
const LEAST_PER_THREAD: usize = 1 << 17;
/// How long the calling thread waits for another before it asks again whether to stop.
const PATIENCE: Duration = Duration::from_millis(10);

/// How values become keys, how these are parted and sorted, and become values again.
pub trait Parts: Copy + Send + Sync {
    /// What is sorted.
    type Key: Copy + Send + Sync;
    /// So many keys are sorted without asking whether to stop.
    const LARGE: usize = 1 << 16;

    /// Whether `a` comes before `b` and is not equal to it.
    fn precedes(a: Self::Key, b: Self::Key) -> bool;
    /// Makes keys of values.
    fn begin(self, values: &mut [Self::Key]);
    /// A key near the middle of many.
    fn pivot(self, keys: &[Self::Key]) -> Self::Key;
    /// Moves the keys that come before `pivot` (or are equal to it) before the others, and returns how many there are;
    /// `None` if it was stopped, the keys in any order.
    fn partition(
        self,
        keys: &mut [Self::Key],
        pivot: Self::Key,
        or_equal: bool,
        task: &Task,
    ) -> Option<usize>;
    /// Sorts keys and makes values of them.
    fn sort(self, keys: &mut [Self::Key]);
    /// Makes values of keys.
    fn finish(self, keys: &mut [Self::Key]);
}

/// Sorts values, in at most `threads` threads. If it is stopped the values are all there, in any order.
pub fn sort_keys<P: Parts>(parts: P, keys: &mut [P::Key], threads: usize, task: &Task) {
    parts.begin(keys);
    let bad_pivots = 2 * (keys.len() | 1).ilog2();
    sort_large(parts, keys, None, bad_pivots, allowed(threads), task);
}

/// The same for keys none of which comes before `least`; after `budget` bad pivots the rest is left to
/// [`Parts::sort`], whose time is bounded.
fn sort_large<P: Parts>(
    parts: P,
    mut keys: &mut [P::Key],
    mut least: Option<P::Key>,
    mut budget: u32,
    mut threads: usize,
    task: &Task,
) {
    while keys.len() > P::LARGE && budget > 0 {
        if task.stop_requested() {
            return parts.finish(keys);
        }
        let pivot = parts.pivot(keys);
        let or_equal = least.is_some_and(|least| !P::precedes(least, pivot));
        let Some(count) = parts.partition(keys, pivot, or_equal, task) else { return parts.finish(keys) };
        let (before, rest) = std::mem::take(&mut keys).split_at_mut(count);
        if count.min(rest.len()) < (count + rest.len()) / 16 {
            budget -= 1;
        }
        if or_equal {
            parts.finish(before);
        } else if threads > 1 && count.min(rest.len()) >= LEAST_PER_THREAD {
            let (here, there) = (threads - threads / 2, threads / 2);
            if in_another_thread(
                task,
                PATIENCE,
                &mut || sort_large(parts, before, least, budget, there, task),
                &mut || sort_large(parts, rest, Some(pivot), budget, here, task),
            ) {
                return;
            }
            // No thread could be started: the rest is done, this part is left.
            (keys, threads) = (before, 1);
            continue;
        } else {
            sort_large(parts, before, least, budget, 1, task);
        }
        (keys, least) = (rest, Some(pivot));
    }
    parts.sort(keys);
}
