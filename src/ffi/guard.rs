//! The boundary that no panic crosses, and the thread's last error.

use super::control;
use super::status::{ABICUS_OK, ABICUS_PANIC, Failure};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

#[cfg(not(panic = "unwind"))]
compile_error!("a panic must be caught at the C boundary: build with panic = \"unwind\"");

thread_local! {
    static LAST_ERROR: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The body of an exported function. A trait, since the table of a closure has more functions than the one that is called.
trait Body {
    fn run(&mut self) -> Result<(), Failure>;
}

impl<F: FnMut() -> Result<(), Failure>> Body for F {
    fn run(&mut self) -> Result<(), Failure> {
        self()
    }
}

/// Runs the body of the exported function `name`: its failures and panics become a status and the last error.
#[inline(always)]
pub fn call(name: &str, body: impl FnOnce() -> Result<(), Failure>) -> i32 {
    let mut body = Some(body);
    call_any(name, &mut || body.take().map_or(Ok(()), |body| body()))
}

/// The same for any body: what follows a call is much code, and there is one for them all.
#[inline(never)]
fn call_any(name: &str, body: &mut dyn Body) -> i32 {
    call_here(name, || body.run())
}

/// As [`call`], for the few functions whose shortest calls count: all of it where it is called.
#[inline(always)]
pub fn call_here(name: &str, body: impl FnOnce() -> Result<(), Failure>) -> i32 {
    // What the body may leave half done is a handle's content, and handles are poisoned then.
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) if !control::attached() => ABICUS_OK,
        outcome => settle(name, outcome),
    }
}

/// The status of a call that failed, panicked, or may have been stopped.
#[cold]
fn settle(name: &str, outcome: std::thread::Result<Result<(), Failure>>) -> i32 {
    let stopped = control::attached() && control::end_call();
    match outcome {
        Ok(Ok(())) if stopped => remember(name, &control::cancelled()),
        Ok(Ok(())) => ABICUS_OK,
        Ok(Err(failure)) => remember(name, &failure),
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().copied().map(str::to_owned);
            let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            // The payload's own destructor may panic.
            std::mem::forget(panic);
            remember(name, &Failure::new(ABICUS_PANIC, format!("internal error, please report it: {text}")))
        }
    }
}

#[cold]
fn remember(name: &str, failure: &Failure) -> i32 {
    let text = format!("{name}: {}", failure.message).replace('\0', "?");
    // A thread that is ending has no last error any more.
    _ = LAST_ERROR.try_with(|last| last.replace(text));
    failure.status
}

/// Gives the thread's last error to `read`; empty if there was none.
pub fn with_last_error<R>(read: impl FnOnce(&str) -> R) -> R {
    let text = LAST_ERROR.try_with(|last| last.borrow().clone()).unwrap_or_default();
    read(&text)
}
