//! Scoped threads for kernels that are worth it: started for one call, joined before it returns.

use std::ops::Range;

/// Work below this many elements for each thread is not worth a thread (about 50 us to start and join one).
const LEAST_PER_THREAD: usize = 1 << 19;

/// Runs `work` over `0..len` cut into one range for each thread, and gives all results to `merge` in order.
///
/// `threads`: 1 is this thread alone, 0 as many as affinity and cgroup allow. The calling thread does the first
/// range. Where a thread cannot be started, its range is done here too: the answer is the same.
pub fn map_reduce<R: Send>(
    len: usize,
    threads: usize,
    work: impl Fn(Range<usize>) -> R + Sync,
    mut merge: impl FnMut(R, R) -> R,
) -> R {
    let allowed =
        if threads == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { threads };
    let count = allowed.min(len / LEAST_PER_THREAD).max(1);
    if count == 1 {
        return work(0..len);
    }
    let cut = |part: usize| (len / count) * part + (len % count).min(part);
    let work = &work;
    std::thread::scope(|scope| {
        let started: Vec<_> = (1..count)
            .map(|part| {
                let range = cut(part)..cut(part + 1);
                let again = range.clone();
                let thread = std::thread::Builder::new().spawn_scoped(scope, move || work(range));
                (thread.ok(), again)
            })
            .collect();
        let mut result = work(0..cut(1));
        for (thread, range) in started {
            // A thread that panicked is done again here, where the panic meets the guard of the call.
            let part = thread.and_then(|thread| thread.join().ok()).unwrap_or_else(|| work(range));
            result = merge(result, part);
        }
        result
    })
}
