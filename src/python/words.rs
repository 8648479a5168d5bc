//! `word_counts` and `most_common_words`.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::install::{Function, Table};
use super::list::{Number, Reader};
use super::sums::thread_count;
use super::text::with_text;
use super::trace::{Path, Trace, traced};
use super::watch::{Progress, compute, watched};
use super::words_answers::{all_words, fold_by_python, most_common};
use super::words_state::status;
use crate::kernels::parallel::Task;
use crate::kernels::words::{Text, Trouble, WordCounter};
use std::ptr;

/// The functions of this file.
pub const FUNCTIONS: Table = &[
    (c"word_counts", Function::Fast(word_counts)),
    (c"most_common_words", Function::Fast(most_common_words)),
];

/// How a text is to be counted.
pub struct How {
    /// How many threads are asked for.
    pub threads: usize,
    progress: Progress,
    is_watched: bool,
}

impl How {
    /// Of the arguments `threads` and `progress`; `None` if the fallback is to refuse one.
    ///
    /// # Safety
    /// NULL or live objects that outlive the call, with the GIL held.
    pub unsafe fn of(threads: *mut Object, progress: *mut Object) -> Option<Self> {
        // SAFETY: NULL or live objects, with the GIL held.
        let (threads, told) = unsafe { (thread_count(threads)?, Progress::of(progress)?) };
        let is_watched = !progress.is_null() && progress != api()._Py_NoneStruct;
        Some(How { threads, progress: told, is_watched })
    }
}

/// Adds a text to a counter that nobody else has; `None` if an exception is set.
///
/// # Safety
/// The GIL is held.
pub unsafe fn count(counter: &mut WordCounter, text: &Text, how: &How) -> Option<Result<(), Trouble>> {
    let bytes = text.len().saturating_mul(text.widest());
    let kernel = || counter.update(text, how.threads, &Task::new(text.len() as u64));
    // SAFETY: the GIL is held, and kernels do not touch Python objects.
    unsafe { if how.is_watched { watched(how.progress, kernel) } else { compute(bytes, kernel) } }
}

/// Counts the words of a text, all made small, and gives them to `answer`; `None` if the fallback is to do it.
unsafe fn whole(
    call: &Call,
    trace: &mut Trace,
    text: *mut Object,
    how: &How,
    answer: impl FnOnce(&WordCounter) -> *mut Object,
) -> Option<*mut Object> {
    trace.path = Path::Buffer;
    trace.threads = how.threads;
    let mut counter = WordCounter::new();
    // SAFETY: see the top of the file.
    unsafe {
        let counted = with_text(text, |text| count(&mut counter, &text, how))?;
        let Some(counted) = counted else { return Some(ptr::null_mut()) };
        match counted.and_then(|()| counter.finish()) {
            Ok(()) => {}
            // The fallback says where.
            Err(Trouble::Invalid(_)) => return None,
            failed => return Some(status(failed)),
        }
        if !fold_by_python(call.module, &mut counter) {
            return Some(ptr::null_mut());
        }
    }
    Some(answer(&counter))
}

/// `word_counts(text, *, threads=1, progress=None)`.
pub unsafe extern "C" fn word_counts(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"word_counts", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [text, threads, progress] = call.parse([c"text", c"threads", c"progress"], 0, 1)?;
            if text.is_null() {
                return None;
            }
            whole(&call, trace, text, &How::of(threads, progress)?, |counter| all_words(counter))
        })
    }
}

/// The argument `n`: all for None; `None` if the fallback is to look at it.
///
/// # Safety
/// NULL or a live object, with the GIL held.
pub unsafe fn most(n: *mut Object) -> Option<usize> {
    if n.is_null() {
        return Some(10);
    }
    // SAFETY: a live object, with the GIL held.
    unsafe {
        if n == api()._Py_NoneStruct {
            return Some(usize::MAX);
        }
        match Reader::new().number(n) {
            Number::Int(n) => Some(usize::try_from(n.max(0)).unwrap_or(usize::MAX)),
            _ => None,
        }
    }
}

/// `most_common_words(text, n=10, *, threads=1, progress=None)`.
pub unsafe extern "C" fn most_common_words(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"most_common_words", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [text, n, threads, progress] = call.parse([c"text", c"n", c"threads", c"progress"], 0, 2)?;
            if text.is_null() {
                return None;
            }
            let (most, how) = (most(n)?, How::of(threads, progress)?);
            whole(&call, trace, text, &how, |counter| most_common(counter, most))
        })
    }
}
