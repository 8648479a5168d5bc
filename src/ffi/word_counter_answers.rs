//! What a counter of words answers, and what it needs for that.

use super::array::{self, ArrayHandle, out_of_memory};
use super::guard;
use super::handle::{self, Handle};
use super::slice::{bytes, check_output};
use super::status::{ABICUS_INVALID_DATA, Failure};
use super::word_counter::{WordCounterHandle, inner, unended};
use crate::kernels::array::Array;
use crate::kernels::words::{WordCounter, lowercase};
use std::collections::TryReserveError;

/// Makes the words of a counter small by the tables of this library.
fn fold(counter: &mut WordCounter) -> Result<(), TryReserveError> {
    if let Some(text) = counter.unfolded()? {
        counter.fold(&lowercase(&text)?)?;
    }
    Ok(())
}

/// Gives the counter to `ask` as if its text had ended, with all words made small.
///
/// # Safety
/// The handle is as the header requires.
pub(super) unsafe fn ask<R>(
    counter: *const WordCounterHandle,
    ended: bool,
    ask: impl FnOnce(&WordCounter) -> Result<R, Failure>,
) -> Result<R, Failure> {
    let ask = |counter: &WordCounter| {
        let is_ready = !(ended && counter.is_pending());
        if is_ready && counter.unfolded().map_err(out_of_memory)?.is_none() {
            return ask(counter);
        }
        let mut copy = counter.try_clone().map_err(out_of_memory)?;
        if ended {
            copy.finish().map_err(unended)?;
        }
        fold(&mut copy).map_err(out_of_memory)?;
        ask(&copy)
    };
    // SAFETY: as the caller promises.
    unsafe { handle::read("counter", inner(counter), ask) }
}

/// Gives out the words at some places and their counts.
///
/// # Safety
/// The outputs are valid, as the header requires.
unsafe fn give(
    counter: &WordCounter,
    places: impl ExactSizeIterator<Item = usize>,
    words: *mut *mut ArrayHandle,
    counts: *mut *mut ArrayHandle,
) -> Result<(), Failure> {
    let (mut text, mut numbers, mut room) = (Vec::<u8>::new(), Vec::<u64>::new(), [0; 16]);
    numbers.try_reserve_exact(places.len()).map_err(out_of_memory)?;
    for place in places {
        let word = counter.word(place, &mut room);
        text.try_reserve(word.len() + 1).map_err(out_of_memory)?;
        text.extend_from_slice(word);
        text.push(b'\n');
        numbers.push(counter.count(place));
    }
    // SAFETY: checked by the caller of this function.
    unsafe {
        array::give(words, || Ok(Array::from(text)))?;
        array::give(counts, || Ok(Array::from(numbers)))
    }
}

/// Writes an array of the distinct words beyond ASCII that are not made small yet, UTF-8 in which surrogates may stand, with a
/// line break between them, to `out`; free it with `abicus_array_free`. It is empty if there are none.
///
/// Who wants another Unicode version than this library's makes that text small and gives it to `abicus_word_counter_fold`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_unfolded(
    counter: *const WordCounterHandle,
    out: *mut *mut ArrayHandle,
) -> i32 {
    guard::call("abicus_word_counter_unfolded", || {
        let text = |counter: &WordCounter| counter.unfolded().map_err(out_of_memory);
        // SAFETY: a live handle and the caller's output, as the header requires.
        unsafe {
            let text = handle::read("counter", inner(counter), text)?;
            array::give(out, || Ok(Array::from(text.unwrap_or_default())))
        }
    })
}

/// Takes the text of `abicus_word_counter_unfolded` made small, `len` bytes of it. `ABICUS_INVALID_DATA`, with nothing changed, if it has
/// another number of words.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_fold(
    counter: *mut WordCounterHandle,
    text: *const u8,
    len: usize,
) -> i32 {
    guard::call("abicus_word_counter_fold", || {
        // SAFETY: the caller's buffer and handle, as the header requires.
        unsafe {
            let text = bytes("text", text, len)?;
            handle::change("counter", counter.cast::<Handle<WordCounter>>(), |counter| {
                if counter.fold(text).map_err(out_of_memory)? {
                    return Ok(());
                }
                let message = "text has not as many lines as there are words to be made small";
                Err(Failure::new(ABICUS_INVALID_DATA, message))
            })
        }
    })
}

/// Writes arrays of the `most` most common words, the most common first and those that are as common in order of their first
/// arrival: their UTF-8, each with a line break behind it, to `words`, and their counts, `uint64_t`, to `counts`; free both with
/// `abicus_array_free`. SIZE_MAX asks for all.
///
/// The text is taken as ended, and `counter` stays as it is. Words beyond ASCII that are not made small yet are by the Unicode version
/// of this library. `ABICUS_INVALID_DATA` if the text ends within a character.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_most_common(
    counter: *const WordCounterHandle,
    most: usize,
    words: *mut *mut ArrayHandle,
    counts: *mut *mut ArrayHandle,
) -> i32 {
    guard::call("abicus_word_counter_most_common", || {
        check_output("words", words)?;
        check_output("counts", counts)?;
        // SAFETY: a live handle and checked outputs, as the header requires.
        unsafe {
            ask(counter, true, |counter| {
                let places = counter.most_common(most).map_err(out_of_memory)?;
                give(counter, places.into_iter(), words, counts)
            })
        }
    })
}

/// Writes arrays of all words in order of their first arrival, as `abicus_word_counter_most_common` does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_word_counter_counts(
    counter: *const WordCounterHandle,
    words: *mut *mut ArrayHandle,
    counts: *mut *mut ArrayHandle,
) -> i32 {
    guard::call("abicus_word_counter_counts", || {
        check_output("words", words)?;
        check_output("counts", counts)?;
        // SAFETY: a live handle and checked outputs, as the header requires.
        unsafe { ask(counter, true, |counter| give(counter, 0..counter.len(), words, counts)) }
    })
}
