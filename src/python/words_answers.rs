//! From counted words to Python objects.

use super::api::{Object, api};
use super::result::raise;
use super::storage::out_of_memory;
use super::text::with_text;
use super::watch::compute;
use crate::kernels::words::{Text, WordCounter};
use std::ffi::c_char;
use std::ptr;

/// Words between two looks for signals: about a millisecond.
const LOOK: usize = 1 << 13;

/// A reference of this file's own; NULL where an exception is set.
struct Owned(*mut Object);

impl Owned {
    /// The object, to be given away.
    fn release(self) -> *mut Object {
        let object = self.0;
        std::mem::forget(self);
        object
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: a reference of its own; the GIL is held.
            unsafe { (api().Py_DecRef)(self.0) };
        }
    }
}

/// Makes the words beyond ASCII small by `_lower(bytes)` of the fallback module: by the Unicode version of this Python. `false` if
/// an exception is set.
///
/// # Safety
/// A live module, with the GIL held; nobody else has the counter.
pub unsafe fn fold_by_python(module: *mut Object, counter: &mut WordCounter) -> bool {
    // SAFETY: API calls as documented, with the GIL held; NULL is passed on as the failure that it is.
    unsafe {
        let text = match counter.unfolded() {
            Ok(None) => return true,
            Ok(Some(text)) => text,
            Err(_) => return !out_of_memory().is_null(),
        };
        let bytes = Owned((api().PyBytes_FromStringAndSize)(text.as_ptr().cast(), text.len() as isize));
        drop(text);
        let name = Owned((api().PyUnicode_InternFromString)(c"_lower".as_ptr()));
        if bytes.0.is_null() || name.0.is_null() {
            return false;
        }
        let values = [module, bytes.0];
        let lowered = Owned(api().call_method(name.0, values.as_ptr(), values.len(), ptr::null_mut()));
        if lowered.0.is_null() {
            return false;
        }
        fold_to(counter, lowered.0)
    }
}

/// Gives the words beyond ASCII their small forms, which a bytes object has; `false` if an exception is set.
///
/// # Safety
/// A live object, with the GIL held; nobody else has the counter.
pub unsafe fn fold_to(counter: &mut WordCounter, lowered: *mut Object) -> bool {
    // SAFETY: the GIL is held, the bytes are read while the buffer is, and kernels do not touch Python objects.
    unsafe {
        let folded = with_text(lowered, |text| match text {
            // A word takes longer than many bytes.
            Text::Utf8(bytes) => compute(bytes.len().saturating_mul(8), || counter.fold(bytes)),
            _ => Some(Ok(false)),
        });
        match folded.unwrap_or(Some(Ok(false))) {
            Some(Ok(true)) => true,
            Some(Ok(false)) => {
                !raise(c"PyExc_ValueError", "text is none that was asked for, made small").is_null()
            }
            Some(Err(_)) => !out_of_memory().is_null(),
            None => false,
        }
    }
}

/// The word at a place as a str, and its count.
unsafe fn pair(counter: &WordCounter, place: usize) -> (Owned, Owned) {
    let mut room = [0; 16];
    let word = counter.word(place, &mut room);
    // SAFETY: API calls as documented, with the GIL held.
    unsafe {
        let errors = c"surrogatepass".as_ptr();
        let (first, len) = (word.as_ptr().cast::<c_char>(), word.len() as isize);
        let word = (api().PyUnicode_DecodeUTF8)(first, len, errors);
        (Owned(word), Owned((api().PyLong_FromUnsignedLongLong)(counter.count(place))))
    }
}

/// Looks for signals now and then; `false` if a handler has raised.
unsafe fn goes_on(number: usize) -> bool {
    // SAFETY: the GIL is held.
    number % LOOK != LOOK - 1 || unsafe { (api().PyErr_CheckSignals)() } == 0
}

/// A dict of all words and their counts in order of first arrival; NULL with an exception set.
///
/// # Safety
/// The GIL is held. Signal handlers must not get at the counter.
pub unsafe fn all_words(counter: &WordCounter) -> *mut Object {
    // SAFETY: as above; a dict takes references of its own.
    unsafe {
        let dict = Owned((api().PyDict_New)());
        for place in 0..counter.len() {
            let (word, count) = pair(counter, place);
            let set = !dict.0.is_null()
                && !word.0.is_null()
                && !count.0.is_null()
                && (api().PyDict_SetItem)(dict.0, word.0, count.0) == 0;
            if !set || !goes_on(place) {
                return ptr::null_mut();
            }
        }
        dict.release()
    }
}

/// A list of the `most` most common words, each a tuple of the word and its count; NULL with an exception set.
///
/// # Safety
/// As for [`all_words`].
pub unsafe fn most_common(counter: &WordCounter, most: usize) -> *mut Object {
    // SAFETY: as above; a list and a tuple take the references that are set in them.
    unsafe {
        let Ok(places) = counter.most_common(most) else { return out_of_memory() };
        let list = Owned((api().PyList_New)(places.len() as isize));
        if list.0.is_null() {
            return ptr::null_mut();
        }
        for (number, &place) in places.iter().enumerate() {
            let (word, count) = pair(counter, place);
            let tuple = Owned((api().PyTuple_New)(2));
            let made = !word.0.is_null()
                && !count.0.is_null()
                && !tuple.0.is_null()
                && (api().PyTuple_SetItem)(tuple.0, 0, word.release()) == 0
                && (api().PyTuple_SetItem)(tuple.0, 1, count.release()) == 0;
            if !made || (api().PyList_SetItem)(list.0, number as isize, tuple.release()) != 0 {
                return ptr::null_mut();
            }
            if !goes_on(number) {
                return ptr::null_mut();
            }
        }
        list.release()
    }
}
