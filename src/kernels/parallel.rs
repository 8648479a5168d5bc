//! Scoped threads for kernels that are worth it: started for one call, joined before it returns. And the question,
//! now and then, whether the caller still wants the answer.

use std::cell::Cell;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// Work below this many elements for each thread is not worth a thread (about 50 us to start and join one).
const LEAST_PER_THREAD: usize = 1 << 19;

/// Elements between two questions: some milliseconds.
const PIECE: usize = 1 << 22;

thread_local! {
    /// Asks whether the work of this thread's call is to stop.
    static POLL: Cell<Option<fn() -> bool>> = const { Cell::new(None) };
}

/// Runs `work`, whose kernels call `poll` on this thread now and then and stop when it returns `true`. Then the
/// result is worthless, and `None` is returned.
pub fn with_poll<R>(poll: fn() -> bool, work: impl FnOnce() -> R) -> Option<R> {
    /// No poll outlives its call, not even by a panic. A poll may make a call itself: then the outer one goes on as
    /// it was.
    struct Reset(Option<fn() -> bool>, bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            POLL.set(self.0);
            STOPPED.set(self.1);
        }
    }
    let _reset = Reset(POLL.replace(Some(poll)), STOPPED.replace(false));
    let result = work();
    (!STOPPED.get()).then_some(result)
}

thread_local! {
    /// Whether a poll has stopped this thread's call.
    static STOPPED: Cell<bool> = const { Cell::new(false) };
}

/// Asks whether the caller still wants the answer; once `true`, it stays so for the rest of the call. For kernels that
/// are not cut into pieces: to be called every few milliseconds, on the thread of the call.
pub fn stop_requested() -> bool {
    let Some(poll) = POLL.get() else { return false };
    if !STOPPED.get() {
        // What the poll may call itself has no poll but its own.
        POLL.set(None);
        STOPPED.set(poll());
        POLL.set(Some(poll));
    }
    STOPPED.get()
}

/// Runs `work` over a range in pieces, until `stop` is set. The calling thread polls between them.
fn in_pieces<R>(
    range: Range<usize>,
    stop: &AtomicBool,
    work: impl Fn(Range<usize>) -> R,
    mut merge: impl FnMut(R, R) -> R,
) -> R {
    let end = |first: usize| range.end.min(first.saturating_add(PIECE));
    let mut first = end(range.start);
    let mut result = work(range.start..first);
    while first < range.end {
        // The threads that the call has started have no poll.
        if stop_requested() {
            stop.store(true, Ordering::Relaxed);
        }
        if stop.load(Ordering::Relaxed) {
            break;
        }
        result = merge(result, work(first..end(first)));
        first = end(first);
    }
    result
}

/// Runs `work` over `0..len` cut into one range for each thread, and gives all results to `merge` in order.
///
/// `threads`: 1 is this thread alone, 0 as many as affinity and cgroup allow. The calling thread does the first
/// range. Where a thread cannot be started, its range is done here too: the answer is the same.
pub fn map_reduce<R: Send>(
    len: usize,
    threads: usize,
    work: impl Fn(Range<usize>) -> R + Sync,
    merge: impl Fn(R, R) -> R + Sync,
) -> R {
    let stop = AtomicBool::new(false);
    let (stop, merge) = (&stop, &merge);
    let work = &work;
    let work = |range| in_pieces(range, stop, work, merge);
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

/// Whether a call's parts are to stop: what its own thread is told, all are.
pub struct Stop(AtomicBool);

impl Stop {
    /// Asks; to be called every few milliseconds by every part.
    pub fn requested(&self) -> bool {
        // The threads that the call has started have no poll.
        if stop_requested() {
            self.0.store(true, Ordering::Relaxed);
        }
        self.0.load(Ordering::Relaxed)
    }
}

/// Runs `work` over parts of `out`, one for each thread and of at least `least` elements; it is given where its part
/// begins. Threads as in [`map_reduce`].
pub fn for_each_part<R: Send>(
    out: &mut [R],
    least: usize,
    threads: usize,
    work: &(dyn Fn(&Stop, usize, &mut [R]) + Sync),
) {
    let stop = &Stop(AtomicBool::new(false));
    let allowed =
        if threads == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { threads };
    let count = allowed.min(out.len() / least.max(1)).max(1);
    if count == 1 {
        return work(stop, 0, out);
    }
    let size = out.len().div_ceil(count);
    let undone: Vec<usize> = std::thread::scope(|scope| {
        let mut parts = out.chunks_mut(size).enumerate();
        let own = parts.next();
        let started: Vec<_> = parts
            .map(|(number, part)| {
                let first = number * size;
                let run = move || work(stop, first, part);
                (first, std::thread::Builder::new().spawn_scoped(scope, run).ok())
            })
            .collect();
        if let Some((_, part)) = own {
            work(stop, 0, part);
        }
        let done =
            |thread: Option<std::thread::ScopedJoinHandle<()>>| thread.is_some_and(|it| it.join().is_ok());
        started.into_iter().filter_map(|(first, thread)| (!done(thread)).then_some(first)).collect()
    });
    for first in undone {
        let end = out.len().min(first.saturating_add(size));
        if let Some(part) = out.get_mut(first..end) {
            work(stop, first, part);
        }
    }
}
