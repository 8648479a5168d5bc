//! Kernels in a Python call: without the GIL where they take long, and then open to signals and watched by a callable.

use super::api::{Object, api};
use crate::float_mode;
use crate::kernels::parallel::{Poll, with_poll};
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;
use std::time::{Duration, Instant};

/// Work on more bytes than this runs without the GIL: releasing and taking it again costs about 100 ns, this about
/// a hundred times as much.
pub const RELEASE_ABOVE: usize = 1 << 19;

/// Between two looks for signals: another thread may have to be waited for, and 200 ms are allowed until a call stops.
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);
/// Between two calls of the callable.
const BETWEEN_CALLS: Duration = Duration::from_millis(100);

/// What is to be told of the progress: a callable, or nothing.
#[derive(Clone, Copy)]
pub struct Progress(*mut Object);

impl Progress {
    /// Nothing is told.
    pub const NONE: Progress = Progress(ptr::null_mut());

    /// The argument `progress`: NULL or None for nothing, or a callable; `None` if it is neither.
    ///
    /// # Safety
    /// NULL or an object, with the GIL held, that outlives the call.
    pub unsafe fn of(object: *mut Object) -> Option<Self> {
        // SAFETY: as the caller promises.
        unsafe {
            match object {
                object if object.is_null() || object == api()._Py_NoneStruct => Some(Self::NONE),
                object => ((api().PyCallable_Check)(object) != 0).then_some(Progress(object)),
            }
        }
    }

    /// Whether there is a callable.
    pub fn is_some(self) -> bool {
        !self.0.is_null()
    }

    /// Tells it; `false` if it raised.
    unsafe fn tell(self, done: u64, total: u64) -> bool {
        let api = api();
        if self.0.is_null() {
            return true;
        }
        // SAFETY: the GIL is held; NULL is passed on as the failure that it is, and every object is let go. A tuple takes
        // what is set in it.
        unsafe {
            let values = (api.PyTuple_New)(2);
            let filled = !values.is_null()
                && [done, total].into_iter().zip(0..).all(|(number, place)| {
                    let number = (api.PyLong_FromUnsignedLongLong)(number);
                    !number.is_null() && (api.PyTuple_SetItem)(values, place, number) == 0
                });
            let result = if filled { api.call(self.0, values) } else { ptr::null_mut() };
            [values, result]
                .into_iter()
                .filter(|object| !object.is_null())
                .for_each(|object| (api.Py_DecRef)(object));
            !result.is_null()
        }
    }
}

/// A kernel that runs without the GIL.
struct Watcher {
    /// The Python thread state.
    state: Cell<*mut c_void>,
    progress: Progress,
    looked: Cell<Instant>,
    told: Cell<Instant>,
}

impl Watcher {
    /// Takes the GIL for `work`.
    fn with_gil<R>(&self, work: impl FnOnce() -> R) -> R {
        // SAFETY: the state of this thread, which has released the GIL.
        unsafe {
            api().restore_thread(self.state.get());
            let result = work();
            self.state.set((api().PyEval_SaveThread)());
            result
        }
    }

    /// The answer to a kernel's question: whether a signal handler or the callable has raised.
    fn ask(context: usize, done: u64, total: u64) -> bool {
        // SAFETY: the watcher of `released`, which is alive while the kernel runs, on the same thread.
        let watcher = unsafe { &*ptr::with_exposed_provenance::<Watcher>(context) };
        let now = Instant::now();
        if now.duration_since(watcher.looked.get()) < BETWEEN_LOOKS {
            return false;
        }
        watcher.looked.set(now);
        let tell = total > 0 && now.duration_since(watcher.told.get()) >= BETWEEN_CALLS;
        if tell {
            watcher.told.set(now);
        }
        // SAFETY: the GIL is held then. The mode of floating-point arithmetic does not matter to handlers; a callable
        // gets its own.
        watcher.with_gil(|| unsafe {
            (api().PyErr_CheckSignals)() != 0
                || tell && !float_mode::with_default(|| watcher.progress.tell(done, total))
        })
    }
}

impl Drop for Watcher {
    /// Takes the GIL again, on a panic too.
    fn drop(&mut self) {
        // SAFETY: the state of this thread, which has released the GIL.
        unsafe { api().restore_thread(self.state.get()) };
    }
}

/// A kernel and its result: one function for both ways to run it. A trait, since the table of a closure has more functions
/// than the one that is called.
trait Run {
    fn run(&mut self);
}

struct Kernel<F, R> {
    kernel: Option<F>,
    result: Option<R>,
}

impl<R, F: FnOnce() -> R> Run for Kernel<F, R> {
    /// Out of line, so that the compiler cannot move its arithmetic across the change of mode.
    #[inline(never)]
    fn run(&mut self) {
        self.result = self.kernel.take().map(|kernel| kernel());
    }
}

/// Runs a kernel over `bytes` of data in the default floating-point mode, without the GIL if it takes long. `None`
/// if a signal stopped it: then an exception is set.
///
/// # Safety
/// The GIL is held, and `kernel` does not touch Python objects.
#[inline(always)]
pub unsafe fn compute<R>(bytes: usize, kernel: impl FnOnce() -> R) -> Option<R> {
    let mut kernel = Kernel { kernel: Some(kernel), result: None };
    if bytes <= RELEASE_ABOVE {
        float_mode::with(|| kernel.run());
        return kernel.result;
    }
    // SAFETY: as the caller promises.
    if unsafe { released(Progress::NONE, &mut kernel) } { kernel.result } else { None }
}

/// Runs a kernel in the default floating-point mode, without the GIL. `None` if a signal or the callable stopped it: then
/// an exception is set. The callable is called at the end in any case, where the kernel counts.
///
/// # Safety
/// The GIL is held, and `kernel` does not touch Python objects.
pub unsafe fn watched<R>(progress: Progress, kernel: impl FnOnce() -> R) -> Option<R> {
    let mut kernel = Kernel { kernel: Some(kernel), result: None };
    // SAFETY: as the caller promises.
    if unsafe { released(progress, &mut kernel) } { kernel.result } else { None }
}

/// The same for any kernel: there is one body for them all. `false` if it was stopped.
#[inline(never)]
unsafe fn released(progress: Progress, kernel: &mut dyn Run) -> bool {
    let now = Instant::now();
    // SAFETY: the GIL is held.
    let state = Cell::new(unsafe { (api().PyEval_SaveThread)() });
    let watcher = Watcher { state, progress, looked: Cell::new(now), told: Cell::new(now) };
    let context = (&raw const watcher).expose_provenance();
    let done = with_poll(Poll { ask: Watcher::ask, context }, || float_mode::with_default(|| kernel.run()));
    drop(watcher);
    // SAFETY: the GIL is held again.
    done.is_some_and(|((), total)| total == 0 || unsafe { progress.tell(total, total) })
}
