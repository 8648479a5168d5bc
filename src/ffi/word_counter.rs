//! Counters of words: a handle that texts are given to, chunk by chunk.

use super::array::{self, ArrayHandle, out_of_memory};
use super::control::{self, Control};
use super::guard;
use super::handle::{self, Handle};
use super::slice::{Elements, bytes, check_output, write, write_all};
use super::status::{ABICUS_INVALID_DATA, ABICUS_OVERFLOW, Failure};
use super::word_counter_answers::ask;
use crate::kernels::array::Array;
use crate::kernels::parallel::Task;
use crate::kernels::words::{Text, Trouble, Unusable, WordCounter};

/// How often each word came in a text that comes in chunks. Words are what white space parts, made small; white space is what
/// Python's `str.split` takes for it: that of Unicode and U+001C to U+001F.
///
/// Made by `abicus_word_counter_new`, `_clone` or `_from_bytes`; owned by the caller until `abicus_word_counter_free`. A
/// function that takes it as `const` may run on several threads at once, any other must be the only one to use it.
pub struct WordCounterHandle(#[expect(dead_code, reason = "C sees the pointer alone")] Handle<WordCounter>);

pub(super) fn inner(counter: *const WordCounterHandle) -> *const Handle<WordCounter> {
    counter.cast()
}

#[cold]
fn failure(trouble: Trouble, parameter: &str) -> Failure {
    match trouble {
        Trouble::Memory(error) => out_of_memory(error),
        Trouble::Full => Failure::new(ABICUS_OVERFLOW, "the words are 2^64 or more, expected fewer"),
        Trouble::Invalid(place) => {
            let expected = "expected UTF-8 or code points; nothing was changed";
            Failure::new(
                ABICUS_INVALID_DATA,
                format!("{parameter} is wrong from element {place} on, {expected}"),
            )
        }
    }
}

/// A text that ends within a character.
#[cold]
pub(super) fn unended(_: Trouble) -> Failure {
    Failure::new(ABICUS_INVALID_DATA, "the text ends within a character, expected all of its bytes")
}

/// # Safety
/// The pointers are as the header requires.
unsafe fn update(
    counter: *mut WordCounterHandle,
    text: &Text,
    threads: usize,
    control: *mut Control,
) -> Result<(), Failure> {
    // SAFETY: the caller's own handle and control block, as the header requires.
    unsafe {
        handle::change("counter", counter.cast::<Handle<WordCounter>>(), |counter| {
            let count = || counter.update(text, threads, &Task::new(text.len() as u64));
            control::watched(control, count)?.map_err(|trouble| failure(trouble, "text"))
        })
    }
}

/// Makes a counter of no text and writes the handle to `out`; free it with `abicus_word_counter_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_new(out: *mut *mut WordCounterHandle) -> i32 {
    guard::call("abicus_word_counter_new", || {
        // SAFETY: the caller's output, as the header requires.
        unsafe { handle::give(out.cast(), || Ok(WordCounter::new())) }
    })
}

/// Frees the counter; NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_free(counter: *mut WordCounterHandle) {
    guard::call("abicus_word_counter_free", || {
        // SAFETY: the caller's own handle, not used again, as the header requires.
        unsafe { handle::free(counter.cast::<Handle<WordCounter>>()) };
        Ok(())
    });
}

/// Makes a copy of `counter` and writes its handle to `out`; free it with `abicus_word_counter_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_clone(
    counter: *const WordCounterHandle,
    out: *mut *mut WordCounterHandle,
) -> i32 {
    guard::call("abicus_word_counter_clone", || {
        check_output("out", out)?;
        let copy = |counter: &WordCounter| counter.try_clone().map_err(out_of_memory);
        // SAFETY: a live handle, as the header requires.
        let copy = unsafe { handle::read("counter", inner(counter), copy) }?;
        // SAFETY: the caller's output, as the header requires.
        unsafe { handle::give(out.cast(), || Ok(copy)) }
    })
}

/// Adds `len` bytes of UTF-8, which may be cut anywhere, within a word or a character too: the next chunk goes on.
/// `threads`: 1 is the calling thread alone, 0 as many as affinity and cgroup allow. `control` may be NULL; it counts bytes.
/// `ABICUS_INVALID_DATA` where the text is no UTF-8. If it fails, nothing has changed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_update_u8(
    counter: *mut WordCounterHandle,
    text: *const u8,
    len: usize,
    threads: usize,
    control: *mut Control,
) -> i32 {
    guard::call("abicus_word_counter_update_u8", || {
        // SAFETY: the caller's buffer, handle and control block, as the header requires.
        unsafe { update(counter, &Text::Utf8(bytes("text", text, len)?), threads, control) }
    })
}

/// Adds `len` code points, surrogates allowed, as `abicus_word_counter_update_u8` adds UTF-8; `control` counts code points.
/// `ABICUS_INVALID_DATA` where one is beyond U+10FFFF.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_update_u32(
    counter: *mut WordCounterHandle,
    text: *const u32,
    len: usize,
    threads: usize,
    control: *mut Control,
) -> i32 {
    guard::call("abicus_word_counter_update_u32", || {
        let elements = Elements { parameter: "text", first: text, len, stride: None };
        // SAFETY: the caller's buffer, handle and control block, as the header requires.
        unsafe { elements.lend(|input| update(counter, &Text::Ucs4(*input), threads, control))? }
    })
}

/// Ends the text so far: what comes next is another word. `ABICUS_INVALID_DATA`, with nothing changed, if the last chunk has
/// ended within a character.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_finish(counter: *mut WordCounterHandle) -> i32 {
    guard::call("abicus_word_counter_finish", || {
        // SAFETY: the caller's own handle, as the header requires.
        unsafe {
            handle::change("counter", counter.cast::<Handle<WordCounter>>(), |counter| {
                counter.finish().map_err(unended)
            })
        }
    })
}

/// Adds the words of `other`, which stays as it is and may be `counter` itself: those that are new come behind the others. Both
/// texts are taken as ended. `ABICUS_INVALID_DATA` if one ends within a character; `ABICUS_OVERFLOW`, with no word added, if
/// the words would be 2^64 or more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_merge(
    counter: *mut WordCounterHandle,
    other: *const WordCounterHandle,
) -> i32 {
    guard::call("abicus_word_counter_merge", || {
        let merge = |counter: &mut WordCounter, other: &WordCounter| match counter.merge(other) {
            Err(trouble @ Trouble::Invalid(_)) => Err(unended(trouble)),
            merged => merged.map_err(|trouble| failure(trouble, "other")),
        };
        // SAFETY: live handles, as the header requires; the same one is copied first.
        unsafe {
            if std::ptr::eq(counter, other) {
                let copy = |counter: &WordCounter| counter.try_clone().map_err(out_of_memory);
                let other = handle::read("other", inner(other), copy)?;
                return handle::change("counter", counter.cast(), |counter| merge(counter, &other));
            }
            handle::read("other", inner(other), |other| {
                handle::change("counter", counter.cast(), |counter| merge(counter, other))
            })
        }
    })
}

/// Writes how many words came to `total`, how many distinct ones these are to `distinct`, and whether the last chunk has ended in
/// a word, which is not counted yet, to `pending`, 0 or 1. Before they are made small, distinct words beyond ASCII may be more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_len(
    counter: *const WordCounterHandle,
    total: *mut u64,
    distinct: *mut u64,
    pending: *mut u32,
) -> i32 {
    guard::call("abicus_word_counter_len", || {
        check_output("total", total)?;
        check_output("distinct", distinct)?;
        check_output("pending", pending)?;
        // SAFETY: a live handle and checked outputs, as the header requires.
        unsafe {
            handle::read("counter", inner(counter), |counter| {
                write(total, counter.total());
                write(distinct, counter.len() as u64);
                write(pending, u32::from(counter.is_pending()));
                Ok(())
            })
        }
    })
}

/// Writes the first bytes of a character whose last ones are to come with the next chunk to `out`, which has room for `len`, at least 3,
/// and how many they are to `count`: 0 to 3.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_cut(
    counter: *const WordCounterHandle,
    out: *mut u8,
    len: usize,
    count: *mut usize,
) -> i32 {
    guard::call("abicus_word_counter_cut", || {
        check_output("count", count)?;
        // SAFETY: a live handle and the caller's outputs, as the header requires.
        unsafe {
            handle::read("counter", inner(counter), |counter| {
                let mut room = [0; 3];
                room.iter_mut().zip(counter.cut()).for_each(|(slot, &byte)| *slot = byte);
                write_all(out, len, &room)?;
                write(count, counter.cut().len());
                Ok(())
            })
        }
    })
}

/// Writes an array of bytes that hold the state to `out`; free it with `abicus_array_free`. The same text gives the same
/// bytes, in whatever chunks it came: "ABXW", a version byte 1, three zero bytes; then numbers, seven bits a byte, the lowest
/// first, with the top bit set where more follow: how many bytes of a character have begun, and these; how many of a word, and these; how
/// many distinct words there are; for each how many bytes it has, these, and its count.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_to_bytes(
    counter: *const WordCounterHandle,
    out: *mut *mut ArrayHandle,
) -> i32 {
    guard::call("abicus_word_counter_to_bytes", || {
        // SAFETY: a live handle and the caller's output, as the header requires.
        unsafe {
            let state = ask(counter, false, |counter| counter.to_bytes().map_err(out_of_memory))?;
            array::give(out, || Ok(Array::from(state)))
        }
    })
}

/// Makes a counter of bytes that `abicus_word_counter_to_bytes` wrote and writes the handle to `out`; free it with
/// `abicus_word_counter_free`. `ABICUS_INVALID_DATA` for any other bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_from_bytes(
    state: *const u8,
    len: usize,
    out: *mut *mut WordCounterHandle,
) -> i32 {
    guard::call("abicus_word_counter_from_bytes", || {
        // SAFETY: the caller's buffer and output, as the header requires.
        unsafe {
            let counter =
                WordCounter::from_bytes(bytes("state", state, len)?).map_err(|error| match error {
                    Unusable::Memory(error) => out_of_memory(error),
                    Unusable::Wrong => {
                        let message = format!(
                            "state is {len} bytes that are no stored counter, expected some that are"
                        );
                        Failure::new(ABICUS_INVALID_DATA, message)
                    }
                })?;
            handle::give(out.cast(), || Ok(counter))
        }
    })
}
