//! Scoped threads for kernels that are worth it: started for one call, joined before it returns. And the question,
//! now and then, whether the caller still wants the answer.

use std::cell::Cell;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Work below this many elements for each thread is not worth a thread (about 50 us to start and join one).
const LEAST_PER_THREAD: usize = 1 << 19;

/// Elements between two questions: some milliseconds.
const PIECE: usize = 1 << 22;

/// How a kernel asks its caller, on the thread of the call, whether to go on.
#[derive(Clone, Copy)]
pub struct Poll {
    /// Given the context, how much is done, and of how much (0 of 0 where the kernel does not count): whether to stop.
    pub ask: fn(context: usize, done: u64, total: u64) -> bool,
    /// What `ask` is given; a kernel makes nothing of it.
    pub context: usize,
}

/// The poll of this thread's call, and what it has said.
#[derive(Clone, Copy)]
struct Polled {
    poll: Option<Poll>,
    stopped: bool,
    total: u64,
}

/// A thread without a poll.
const UNPOLLED: Polled = Polled { poll: None, stopped: false, total: 0 };

thread_local! {
    static POLLED: Cell<Polled> = const { Cell::new(UNPOLLED) };
}

/// Gives this thread's calls a poll, or none, until the next change.
pub fn set_poll(poll: Option<Poll>) {
    POLLED.set(Polled { poll, ..UNPOLLED });
}

/// Whether a poll has stopped this thread's call, whose result is worthless then.
pub fn is_stopped() -> bool {
    POLLED.get().stopped
}

/// Ends a call: the next one of this thread is polled anew. Returns the total that its kernel counted to.
pub fn end_call() -> u64 {
    let polled = POLLED.get();
    POLLED.set(Polled { poll: polled.poll, ..UNPOLLED });
    polled.total
}

/// Runs `work`, whose kernels ask `poll` on this thread now and then and stop when it returns `true`. Then the
/// result is worthless, and `None` is returned; else it comes with the total that the kernel counted to (0: it did not).
pub fn with_poll<R>(poll: Poll, work: impl FnOnce() -> R) -> Option<(R, u64)> {
    /// No poll outlives its call, not even by a panic. A poll may make a call itself: then the outer one goes on as
    /// it was.
    struct Reset(Polled);
    impl Drop for Reset {
        fn drop(&mut self) {
            POLLED.set(self.0);
        }
    }
    let _reset = Reset(POLLED.replace(Polled { poll: Some(poll), ..UNPOLLED }));
    let result = work();
    let polled = POLLED.get();
    (!polled.stopped).then_some((result, polled.total))
}

/// Asks whether the caller still wants the answer; once `true`, it stays so for the rest of the call. For kernels that
/// are not cut into pieces: to be called every few milliseconds, on the thread of the call.
pub fn stop_requested() -> bool {
    ask(0, 0)
}

fn ask(done: u64, total: u64) -> bool {
    let polled = POLLED.get();
    let Some(poll) = polled.poll else { return false };
    if polled.stopped {
        return true;
    }
    // What the poll may call itself has no poll but its own.
    POLLED.set(UNPOLLED);
    let stopped = (poll.ask)(poll.context, done, total);
    POLLED.set(Polled { stopped, ..polled });
    stopped
}

/// What the parts of one long call share: how far it is, and whether it is to stop.
pub struct Task {
    done: AtomicU64,
    total: u64,
    stop: AtomicBool,
}

impl Task {
    /// Work that nobody counts.
    pub const fn uncounted() -> Self {
        Task { done: AtomicU64::new(0), total: 0, stop: AtomicBool::new(false) }
    }

    /// Work of so many units; made on the thread of the call.
    pub fn new(total: u64) -> Self {
        POLLED.set(Polled { total, ..POLLED.get() });
        Task { total, ..Task::uncounted() }
    }

    /// Adds `amount` to what is done and, on the thread of the call, asks whether to stop. `true`: stop, here and in all
    /// parts. To be called by every part every few milliseconds.
    pub fn advance(&self, amount: u64) -> bool {
        let done = self.done.fetch_add(amount, Ordering::Relaxed).saturating_add(amount).min(self.total);
        // The threads that the call has started have no poll.
        if ask(done, self.total) {
            self.stop.store(true, Ordering::Relaxed);
        }
        self.stopped()
    }

    /// Asks whether to stop, as [`Task::advance`].
    pub fn stop_requested(&self) -> bool {
        self.advance(0)
    }

    /// Whether a part has been told to stop.
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// How many threads a call may have: `threads`, or where that is 0 as many as affinity and cgroup allow.
fn allowed(threads: usize) -> usize {
    if threads == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { threads }
}

/// Runs `work` on this thread and on others, `threads` in all (0: as many as affinity and cgroup allow) but at most `most`,
/// and returns what they return in no certain order. Each run takes its share of the work when it comes to it, from a
/// counter of the caller's: where a thread cannot be started, the others do its share.
///
/// # Panics
/// If a run panicked, when all have ended.
pub fn on_threads<R: Send>(threads: usize, most: usize, work: &(dyn Fn() -> R + Sync)) -> Vec<R> {
    let count = allowed(threads).min(most);
    if count <= 1 {
        return vec![work()];
    }
    std::thread::scope(|scope| {
        let others: Vec<_> =
            (1..count).map_while(|_| std::thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
        let mut results = vec![work()];
        for other in others {
            match other.join() {
                Ok(result) => results.push(result),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    })
}

/// Runs `work` over a range in pieces, until `stop` is set. The calling thread polls between them.
fn in_pieces<R>(
    range: Range<usize>,
    stop: &AtomicBool,
    work: &(dyn Fn(Range<usize>) -> R + Sync),
    merge: &(dyn Fn(R, R) -> R + Sync),
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
#[inline(always)]
pub fn map_reduce<R: Send>(
    len: usize,
    threads: usize,
    work: impl Fn(Range<usize>) -> R + Sync,
    merge: impl Fn(R, R) -> R + Sync,
) -> R {
    // What is short needs nothing of what is long, which has one body for all kernels of a result type.
    if len < 2 * LEAST_PER_THREAD { work(0..len) } else { long_reduce(len, threads, &work, &merge) }
}

#[inline(never)]
fn long_reduce<R: Send>(
    len: usize,
    threads: usize,
    work: &(dyn Fn(Range<usize>) -> R + Sync),
    merge: &(dyn Fn(R, R) -> R + Sync),
) -> R {
    let stop = AtomicBool::new(false);
    let stop = &stop;
    let work = |range| in_pieces(range, stop, work, merge);
    let count = allowed(threads).min(len / LEAST_PER_THREAD).max(1);
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

/// Runs `work` over parts of `out`, one for each thread and of at least `least` elements; it is given where its part
/// begins. Threads as in [`map_reduce`].
pub fn for_each_part<R: Send>(
    out: &mut [R],
    least: usize,
    threads: usize,
    work: &(dyn Fn(&Task, usize, &mut [R]) + Sync),
) {
    let task = &Task::new(out.len() as u64);
    let count = allowed(threads).min(out.len() / least.max(1)).max(1);
    if count == 1 {
        return work(task, 0, out);
    }
    let size = out.len().div_ceil(count);
    let undone: Vec<usize> = std::thread::scope(|scope| {
        let mut parts = out.chunks_mut(size).enumerate();
        let own = parts.next();
        let started: Vec<_> = parts
            .map(|(number, part)| {
                let first = number * size;
                let run = move || work(task, first, part);
                (first, std::thread::Builder::new().spawn_scoped(scope, run).ok())
            })
            .collect();
        if let Some((_, part)) = own {
            work(task, 0, part);
        }
        let done =
            |thread: Option<std::thread::ScopedJoinHandle<()>>| thread.is_some_and(|it| it.join().is_ok());
        started.into_iter().filter_map(|(first, thread)| (!done(thread)).then_some(first)).collect()
    });
    for first in undone {
        let end = out.len().min(first.saturating_add(size));
        if let Some(part) = out.get_mut(first..end) {
            work(task, first, part);
        }
    }
}
