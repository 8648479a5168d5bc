//! Long calls that can be watched and stopped: the control block.

use super::guard;
use super::handle::check_aligned;
use super::status::{ABICUS_CANCELLED, ABICUS_OK, Failure};
use crate::kernels::parallel::{self, Poll};
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Between two calls of a callback.
const BETWEEN_CALLBACKS: Duration = Duration::from_millis(100);

/// What a caller and a long call tell each other. All zeros is a good beginning. The block is the caller's; other threads
/// may read and write its first three numbers while the call runs (atomically, in C11's sense).
#[repr(C)]
pub struct Control {
    /// To be set to another number than 0 by whoever wants the call to end: soon it returns `ABICUS_CANCELLED`.
    pub cancel: i32,
    /// How much of the work is done, of `total`. Written by the call now and then, and equal at its end.
    pub done: u64,
    /// How much work there is, in a unit of the function's own; 0 where a function does not count.
    pub total: u64,
    /// NULL, or what the call calls a few times a second, and once at the end, on the thread that made it. A result other
    /// than 0 ends the call as `cancel` does. It may call functions of this library.
    pub progress: Option<unsafe extern "C" fn(context: *mut c_void, done: u64, total: u64) -> i32>,
    /// What `progress` is given.
    pub context: *mut c_void,
}

/// Whether any thread of this process has ever attached a block.
static ATTACHED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// The block that this thread's calls tell how far they are.
    static BLOCK: Cell<*mut Control> = const { Cell::new(ptr::null_mut()) };
    /// When its callback was called last.
    static SHOWN: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Answers the question of a kernel.
fn ask(context: usize, done: u64, total: u64) -> bool {
    let control = ptr::with_exposed_provenance_mut::<Control>(context);
    // SAFETY: the block is valid while it is in use, as the header requires; its numbers are only used atomically.
    let (cancelled, progress, data) = unsafe {
        tell(control, done, total);
        let cancel = AtomicI32::from_ptr(&raw mut (*control).cancel);
        (cancel.load(Ordering::Relaxed) != 0, (*control).progress, (*control).context)
    };
    let Some(progress) = progress.filter(|_| !cancelled) else { return cancelled };
    let now = Instant::now();
    if SHOWN.get().is_some_and(|shown| now.duration_since(shown) < BETWEEN_CALLBACKS) {
        return false;
    }
    SHOWN.set(Some(now));
    // SAFETY: the caller's function with what it wants to be given, as the header requires.
    unsafe { progress(data, done, total) != 0 }
}

/// Writes how far the work is, where that is counted.
///
/// # Safety
/// The block is valid.
unsafe fn tell(control: *mut Control, done: u64, total: u64) {
    if total > 0 {
        // SAFETY: as the caller promises; aligned as its type is.
        unsafe {
            AtomicU64::from_ptr(&raw mut (*control).done).store(done, Ordering::Relaxed);
            AtomicU64::from_ptr(&raw mut (*control).total).store(total, Ordering::Relaxed);
        }
    }
}

/// Says that all is done.
///
/// # Safety
/// The block is valid.
unsafe fn tell_end(control: *mut Control, total: u64) {
    // SAFETY: as the caller promises, and the caller's function with what it wants to be given.
    unsafe {
        tell(control, total, total);
        if total > 0
            && let Some(progress) = (*control).progress
        {
            progress((*control).context, total, total);
        }
    }
}

fn poll(control: *mut Control) -> Poll {
    Poll { ask, context: control.expose_provenance() }
}

/// The failure of a call that was stopped.
#[cold]
pub fn cancelled() -> Failure {
    Failure::new(ABICUS_CANCELLED, "cancelled by the caller")
}

/// Runs a kernel that the parameter `control` watches, if it is not NULL.
///
/// # Safety
/// `control` is NULL or a valid block.
pub unsafe fn watched<R>(control: *mut Control, kernel: impl FnOnce() -> R) -> Result<R, Failure> {
    if control.is_null() {
        let result = kernel();
        return if stopped() { Err(cancelled()) } else { Ok(result) };
    }
    check_aligned("control", control)?;
    SHOWN.set(Some(Instant::now()));
    let (result, total) = parallel::with_poll(poll(control), kernel).ok_or_else(cancelled)?;
    // SAFETY: as the caller promises.
    unsafe { tell_end(control, total) };
    Ok(result)
}

/// Whether a call may have an attached block.
#[inline(always)]
pub fn attached() -> bool {
    ATTACHED.load(Ordering::Relaxed)
}

/// Whether this thread's call was stopped by an attached block.
#[inline(always)]
pub fn stopped() -> bool {
    attached() && parallel::is_stopped()
}

/// Ends a call that may have an attached block; returns whether it was stopped.
pub fn end_call() -> bool {
    let stopped = parallel::is_stopped();
    let (total, control) = (parallel::end_call(), BLOCK.get());
    if !stopped && !control.is_null() {
        // SAFETY: valid until it is detached, as the header requires.
        unsafe { tell_end(control, total) };
    }
    stopped
}

/// Has all further calls of this thread watched by `control`, until another block is attached, or none by NULL; then
/// the block may go. It is for functions that have no parameter `control`: a call that is cancelled writes no outputs,
/// changes no handle, and leaves elements that it was to change as its documentation says, or in any order or partly written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_control_attach(control: *mut Control) -> i32 {
    let status = guard::call("abicus_control_attach", || check_aligned("control", control));
    if status == ABICUS_OK {
        ATTACHED.store(true, Ordering::Relaxed);
        BLOCK.set(control);
        SHOWN.set(Some(Instant::now()));
        parallel::set_poll((!control.is_null()).then(|| poll(control)));
    }
    status
}
