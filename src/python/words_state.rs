//! The primitives behind `WordCounter`: a capsule that holds the state.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::capsule::{self, State};
use super::install::{Function, Table};
use super::result::{guard, int, none, raise};
use super::storage::out_of_memory;
use super::text::{with_points, with_text};
use super::trace::{Path, traced};
use super::watch::compute;
use super::words::{How, count, most};
use super::words_answers::{all_words, fold_to, most_common};
use crate::kernels::words::{Text, Trouble, Unusable, WordCounter};
use std::ffi::{CStr, c_char};
use std::ptr;

/// The functions of this file.
pub const FUNCTIONS: Table = &[
    (c"_words_new", Function::None(new)),
    (c"_words_update", Function::Fast(update)),
    (c"_words_update_points", Function::Fast(update_points)),
    (c"_words_finish", Function::One(finish)),
    (c"_words_merge", Function::Fast(merge)),
    (c"_words_clone", Function::One(clone)),
    (c"_words_swap", Function::Fast(swap)),
    (c"_words_len", Function::One(len)),
    (c"_words_cut", Function::One(cut)),
    (c"_words_unfolded", Function::One(unfolded)),
    (c"_words_fold", Function::Fast(fold)),
    (c"_words_counts", Function::One(counts)),
    (c"_words_most_common", Function::Fast(best)),
    (c"_words_to_bytes", Function::One(to_bytes)),
    (c"_words_from_bytes", Function::One(from_bytes)),
];

/// Done.
const TAKEN: i128 = 0;
/// What was given is no text that is read here.
const UNKNOWN: i128 = 1;
/// It is no UTF-8, or ends within a character.
const INVALID: i128 = 2;

/// What a capsule holds: nothing while a call has it.
type Kept = Option<WordCounter>;

impl State for Kept {
    const NAME: &CStr = c"abicus.WordCounter";
}

/// The state in a capsule; `None`, with an exception set, for any other object, or where another call has it: a signal
/// handler may come into one.
unsafe fn state<'a>(capsule: *mut Object) -> Option<&'a mut WordCounter> {
    // SAFETY: the GIL is held, and no function of this file runs Python code or lets go of the GIL while it holds the
    // reference.
    unsafe {
        let kept = capsule::state::<Kept>(capsule)?;
        if kept.is_none() {
            raise(c"PyExc_RuntimeError", "this WordCounter is in use by a call that has not ended");
        }
        kept.as_mut()
    }
}

unsafe fn wrap(state: WordCounter) -> *mut Object {
    // SAFETY: the GIL is held.
    unsafe { capsule::wrap(Some(state)) }
}

/// What a primitive returns: whether it was done, or NULL with an exception set.
///
/// # Safety
/// The GIL is held.
pub unsafe fn status(done: Result<(), Trouble>) -> *mut Object {
    match done {
        Ok(()) => int(TAKEN),
        Err(Trouble::Invalid(_)) => int(INVALID),
        // SAFETY: the GIL is held.
        Err(Trouble::Memory(_)) => unsafe { out_of_memory() },
        // SAFETY: the name of an exception; the GIL is held.
        Err(Trouble::Full) => unsafe {
            raise(c"PyExc_OverflowError", "the words have reached 2**64, expected fewer; nothing was changed")
        },
    }
}

/// `_words_new()`.
pub unsafe extern "C" fn new(module: *mut Object, _: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { guard(module, || wrap(WordCounter::new())) }
}

/// Takes the state out of its capsule while Python code may run or the GIL is released; NULL, with an exception set, for any
/// other object.
unsafe fn away(capsule: *mut Object, work: impl FnOnce(&mut WordCounter) -> *mut Object) -> *mut Object {
    // SAFETY: see the top of the file; the capsule is held by the caller. No reference into it lives while `work` runs.
    unsafe {
        let Some(mut counter) = state(capsule).map(std::mem::take) else { return ptr::null_mut() };
        if let Some(kept) = capsule::state::<Kept>(capsule) {
            *kept = None;
        }
        let result = work(&mut counter);
        if let Some(kept) = capsule::state::<Kept>(capsule) {
            *kept = Some(counter);
        }
        result
    }
}

/// Adds a text to the state.
unsafe fn add(capsule: *mut Object, text: &Text, how: &How) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        away(capsule, |counter| count(counter, text, how).map_or(ptr::null_mut(), |counted| status(counted)))
    }
}

/// `_words_update(state, text, threads, progress)`: whether it was done, see [`TAKEN`].
pub unsafe extern "C" fn update(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_words_update", module, arguments, count, keywords);
        traced(&call, |trace| {
            let [capsule, text, threads, progress] = *call.values else { return None };
            let how = How::of(threads, progress)?;
            trace.path = Path::Buffer;
            trace.threads = how.threads;
            Some(with_text(text, |text| add(capsule, &text, &how)).unwrap_or_else(|| int(UNKNOWN)))
        })
    }
}

/// `_words_update_points(state, points, threads, progress)`: the same for code points in a buffer.
pub unsafe extern "C" fn update_points(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_words_update_points", module, arguments, count, keywords);
        guard(module, || {
            let [capsule, points, threads, progress] = *call.values else { return call.fall_back() };
            let Some(how) = How::of(threads, progress) else { return call.fall_back() };
            with_points(points, |text| add(capsule, &text, &how)).unwrap_or_else(|| int(UNKNOWN))
        })
    }
}

/// `_words_finish(state)`: whether it was done.
pub unsafe extern "C" fn finish(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { guard(module, || state(capsule).map_or(ptr::null_mut(), |counter| status(counter.finish()))) }
}

/// Two states; `None`, with an exception set, for other objects, or for one and the same.
unsafe fn two<'a>(call: &Call) -> Option<(&'a mut WordCounter, &'a mut WordCounter)> {
    let &[a, b] = call.values else { return None };
    // SAFETY: see the top of the file; two capsules have two states.
    unsafe {
        if a == b {
            raise(c"PyExc_ValueError", "both states are the same, expected two");
            return None;
        }
        Some((state(a)?, state(b)?))
    }
}

/// `_words_merge(state, other)`: whether it was done.
pub unsafe extern "C" fn merge(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_words_merge", module, arguments, count, keywords);
        guard(module, || two(&call).map_or(ptr::null_mut(), |(counter, other)| status(counter.merge(other))))
    }
}

/// `_words_swap(state, other)`.
pub unsafe extern "C" fn swap(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_words_swap", module, arguments, count, keywords);
        guard(module, || {
            let Some((counter, other)) = two(&call) else { return ptr::null_mut() };
            std::mem::swap(counter, other);
            none()
        })
    }
}

/// Gives the state to `ask`; NULL, with an exception set, for any other object.
unsafe fn asked(
    module: *mut Object,
    capsule: *mut Object,
    ask: impl FnOnce(&mut WordCounter) -> *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { guard(module, || state(capsule).map_or(ptr::null_mut(), ask)) }
}

/// A bytes object.
unsafe fn bytes_object(bytes: &[u8]) -> *mut Object {
    // SAFETY: as many bytes as are said; the GIL is held.
    unsafe { (api().PyBytes_FromStringAndSize)(bytes.as_ptr().cast::<c_char>(), bytes.len() as isize) }
}

/// `_words_clone(state)`.
pub unsafe extern "C" fn clone(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        asked(module, capsule, |counter| match counter.try_clone() {
            Ok(copy) => wrap(copy),
            Err(_) => out_of_memory(),
        })
    }
}

/// `_words_len(state)`: twice the number of distinct words, as far as they are made small, and one more if the text has not
/// ended between two words.
pub unsafe extern "C" fn len(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        asked(module, capsule, |counter| int(2 * counter.len() as i128 + i128::from(counter.is_pending())))
    }
}

/// `_words_cut(state)`: the bytes of a character that has begun.
pub unsafe extern "C" fn cut(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { asked(module, capsule, |counter| bytes_object(counter.cut())) }
}

/// `_words_unfolded(state)`: bytes, none if there is nothing to be made small.
pub unsafe extern "C" fn unfolded(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        asked(module, capsule, |counter| match counter.unfolded() {
            Ok(text) => bytes_object(&text.unwrap_or_default()),
            Err(_) => out_of_memory(),
        })
    }
}

/// `_words_fold(state, text)`.
pub unsafe extern "C" fn fold(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file; the bytes are read while the buffer is held.
    unsafe {
        let call = Call::new(c"_words_fold", module, arguments, count, keywords);
        guard(module, || {
            let [capsule, text] = *call.values else { return call.fall_back() };
            away(capsule, |counter| if fold_to(counter, text) { none() } else { ptr::null_mut() })
        })
    }
}

/// `_words_counts(state)`.
pub unsafe extern "C" fn counts(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { guard(module, || away(capsule, |counter| all_words(counter))) }
}

/// `_words_most_common(state, n)`.
pub unsafe extern "C" fn best(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_words_most_common", module, arguments, count, keywords);
        guard(module, || {
            let [capsule, n] = *call.values else { return call.fall_back() };
            match most(n) {
                Some(most) => away(capsule, |counter| most_common(counter, most)),
                None => raise(c"PyExc_TypeError", "n is neither None nor an int of 64 bits"),
            }
        })
    }
}

/// `_words_to_bytes(state)`.
pub unsafe extern "C" fn to_bytes(module: *mut Object, capsule: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        asked(module, capsule, |counter| match counter.to_bytes() {
            Ok(bytes) => bytes_object(&bytes),
            Err(_) => out_of_memory(),
        })
    }
}

/// `_words_from_bytes(bytes)`.
pub unsafe extern "C" fn from_bytes(module: *mut Object, bytes: *mut Object) -> *mut Object {
    // SAFETY: see the top of the file; the bytes are read while the buffer is held.
    unsafe {
        guard(module, || {
            let read = with_text(bytes, |text| match text {
                // A word takes longer than many bytes.
                Text::Utf8(bytes) => {
                    compute(bytes.len().saturating_mul(8), || WordCounter::from_bytes(bytes))
                }
                _ => Some(Err(Unusable::Wrong)),
            });
            let Some(read) = read.unwrap_or(Some(Err(Unusable::Wrong))) else { return ptr::null_mut() };
            match read {
                Ok(counter) => wrap(counter),
                Err(Unusable::Memory(_)) => out_of_memory(),
                Err(Unusable::Wrong) => {
                    raise(c"PyExc_ValueError", "state is no stored counter, expected the bytes of one")
                }
            }
        })
    }
}
