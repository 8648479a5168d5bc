//! Scoped threads for kernels that are worth it: started for one call, joined before it returns. And the question,
//! now and then, whether the caller still wants the answer.

use std::cell::Cell;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

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

/// How many threads a call may ask for where there are not so many CPUs.
const MOST_THREADS: usize = 64;

/// How many threads a call may have: `threads`, or where that is 0 as many as affinity and cgroup allow. A number beyond
/// all CPUs is not taken at its word: there may be work for as many, and each costs memory.
pub fn allowed(threads: usize) -> usize {
    let all = || std::thread::available_parallelism().map_or(1, usize::from);
    match threads {
        0 => all(),
        1..=MOST_THREADS => threads,
        _ => threads.min(all().max(MOST_THREADS)),
    }
}

/// What a thread is to do. A trait, for one kind of thread for all kernels: starting one is much code, and the table of
/// a closure has more functions than the one that is called.
pub trait Job: Send {
    /// Does it.
    fn run(&mut self);
}

impl<F: FnMut() + Send> Job for F {
    fn run(&mut self) {
        self();
    }
}

/// Runs the first job on this thread and each of the others on one of its own, where it can be started. Returns when all
/// have ended, with what one of the others panicked with.
#[inline(never)]
fn run_jobs(jobs: &mut [&mut dyn Job]) -> std::thread::Result<()> {
    let Some((own, others)) = jobs.split_first_mut() else { return Ok(()) };
    std::thread::scope(|scope| {
        let started: Vec<_> = others
            .iter_mut()
            .map_while(|job| std::thread::Builder::new().spawn_scoped(scope, || job.run()).ok())
            .collect();
        own.run();
        let mut ended = Ok(());
        for thread in started {
            ended = ended.and(thread.join());
        }
        ended
    })
}

/// Runs `here` on this thread and `there` on another; `false` if that could not be started, and `there` did not run.
/// While it waits for the other it asks, after each `patience`, whether to stop.
///
/// # Panics
/// If `there` panicked, when both have ended.
#[inline(never)]
pub fn in_another_thread(task: &Task, patience: Duration, there: &mut dyn Job, here: &mut dyn Job) -> bool {
    let this = std::thread::current();
    std::thread::scope(|scope| {
        let work = move || {
            there.run();
            this.unpark();
        };
        let started = std::thread::Builder::new().spawn_scoped(scope, work);
        here.run();
        let Ok(started) = started else { return false };
        while !started.is_finished() {
            task.stop_requested();
            std::thread::park_timeout(patience);
        }
        // A panic goes on to the guard of the call.
        started.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        true
    })
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
    let mut results: Vec<Option<R>> = (0..count).map(|_| None).collect();
    let mut jobs: Vec<_> = results.iter_mut().map(|result| || *result = Some(work())).collect();
    run_jobs(&mut all(&mut jobs)).unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    drop(jobs);
    results.into_iter().flatten().collect()
}

/// Jobs of one kind as jobs of any.
fn all<J: Job>(jobs: &mut [J]) -> Vec<&mut dyn Job> {
    jobs.iter_mut().map(|job| job as &mut dyn Job).collect()
}

/// A kernel in parts: a trait for the same reason as [`Job`].
trait Parts<R>: Sync {
    fn work(&self, range: Range<usize>) -> R;
    fn merge(&self, a: R, b: R) -> R;
}

impl<R, W: Fn(Range<usize>) -> R + Sync, M: Fn(R, R) -> R + Sync> Parts<R> for (W, M) {
    fn work(&self, range: Range<usize>) -> R {
        self.0(range)
    }
    fn merge(&self, a: R, b: R) -> R {
        self.1(a, b)
    }
}

/// Runs `work` over a range in pieces, until `stop` is set. The calling thread polls between them.
#[inline(never)]
fn in_pieces<R>(range: Range<usize>, stop: &AtomicBool, parts: &dyn Parts<R>) -> R {
    let end = |first: usize| range.end.min(first.saturating_add(PIECE));
    let mut first = end(range.start);
    let mut result = parts.work(range.start..first);
    while first < range.end {
        // The threads that the call has started have no poll.
        if stop_requested() {
            stop.store(true, Ordering::Relaxed);
        }
        if stop.load(Ordering::Relaxed) {
            break;
        }
        result = parts.merge(result, parts.work(first..end(first)));
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
    if len < 2 * LEAST_PER_THREAD { work(0..len) } else { long_reduce(len, threads, &(work, merge)) }
}

#[inline(never)]
fn long_reduce<R: Send>(len: usize, threads: usize, parts: &dyn Parts<R>) -> R {
    let stop = &AtomicBool::new(false);
    let count = allowed(threads).min(len / LEAST_PER_THREAD).max(1);
    let cut = |part: usize| (len / count) * part + (len % count).min(part);
    let run = |part: usize| in_pieces(cut(part)..cut(part + 1), stop, parts);
    if count == 1 {
        return run(0);
    }
    let mut results: Vec<Option<R>> = (0..count).map(|_| None).collect();
    let mut jobs: Vec<_> = results
        .iter_mut()
        .enumerate()
        .map(|(part, result)| move || *result = Some(in_pieces(cut(part)..cut(part + 1), stop, parts)))
        .collect();
    // What a thread did not do, that was not started or panicked, is done below, where a panic meets the guard of the
    // call.
    _ = run_jobs(&mut all(&mut jobs));
    drop(jobs);
    let mut results =
        results.into_iter().enumerate().map(|(part, result)| result.unwrap_or_else(|| run(part)));
    let first = results.next().unwrap_or_else(|| run(0));
    results.fold(first, |a, b| parts.merge(a, b))
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
    let mut parts: Vec<_> =
        out.chunks_mut(size).enumerate().map(|(number, part)| (number * size, part, false)).collect();
    let mut jobs: Vec<_> = parts
        .iter_mut()
        .map(|(first, part, done)| {
            || {
                work(task, *first, part);
                *done = true;
            }
        })
        .collect();
    _ = run_jobs(&mut all(&mut jobs));
    drop(jobs);
    for (first, part, _) in parts.into_iter().filter(|part| !part.2) {
        work(task, first, part);
    }
}
