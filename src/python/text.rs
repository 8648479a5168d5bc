//! Text that is read where it lies: a str, or bytes that are UTF-8.

use super::api::{Api, Object, PyBuffer, api};
use super::direct;
use super::layout::{field, kind, layout};
use super::slice::items;
use crate::kernels::view::Input;
use crate::kernels::words::Text;
use std::ffi::c_char;

/// Where a str keeps what it is made of: its length is at byte 16, a word of flags at 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLayout {
    /// The flags above this bit: three for the bytes of a code point, one for a str in one piece, one for ASCII.
    shift: u32,
    /// Where the code points of ASCII begin.
    ascii: usize,
    /// Where those of any other str begin.
    wide: usize,
}

/// What the flags say.
struct Flags {
    width: u32,
    is_compact: bool,
    is_ascii: bool,
}

impl TextLayout {
    unsafe fn flags(self, text: *mut Object) -> Flags {
        // SAFETY: the caller has a live str.
        let flags = unsafe { field::<u32>(text, 32) } >> self.shift;
        Flags { width: flags & 7, is_compact: flags & 8 != 0, is_ascii: flags & 16 != 0 }
    }

    /// Finds the layout on known texts: all versions before 3.12, those before 3.14, those from it on.
    ///
    /// # Safety
    /// Called with the GIL held.
    pub unsafe fn probe(api: &Api) -> Option<Self> {
        let known = [(2, 48, 72), (2, 40, 56), (16, 40, 56)];
        let layouts = known.map(|(shift, ascii, wide)| TextLayout { shift, ascii, wide });
        // SAFETY: API calls as documented, with the GIL held.
        layouts.into_iter().find(|layout| unsafe {
            ['a', '\u{c0}', '\u{416}', '\u{1f600}'].into_iter().all(|point| layout.fits(api, point))
        })
    }

    /// Whether a text of ever higher code points is laid out so.
    unsafe fn fits(self, api: &Api, point: char) -> bool {
        const COUNT: usize = 24;
        let text: String = (point..).take(COUNT).collect();
        // SAFETY: API calls as documented. What is read lies within the smallest size that a str of 24 code points has.
        unsafe {
            let made = (api.PyUnicode_DecodeUTF8)(
                text.as_ptr().cast::<c_char>(),
                text.len() as isize,
                c"strict".as_ptr(),
            );
            if made.is_null() {
                (api.PyErr_Clear)();
                return false;
            }
            let flags = self.flags(made);
            let (width, start) = match u32::from(point) {
                ..0x80 => (1, self.ascii),
                0x80..0x100 => (1, self.wide),
                0x100..0x1_0000 => (2, self.wide),
                _ => (4, self.wide),
            };
            let same = field::<usize>(made, 16) == COUNT
                && flags.width == width
                && flags.is_compact
                && flags.is_ascii == point.is_ascii()
                && (0..COUNT - 16 / width as usize).zip(point..).all(|(place, point)| {
                    let at = start + place * width as usize;
                    u32::from(point)
                        == match width {
                            1 => field::<u8>(made, at).into(),
                            2 => field::<u16>(made, at).into(),
                            _ => field::<u32>(made, at),
                        }
                });
            (api.Py_DecRef)(made);
            same
        }
    }
}

/// A buffer that is held.
struct Held(PyBuffer);

impl Drop for Held {
    fn drop(&mut self) {
        // SAFETY: filled in by `PyObject_GetBuffer`, with the GIL held.
        unsafe { (api().PyBuffer_Release)(&raw mut self.0) };
    }
}

/// Lends the text of a str, or of a buffer of bytes without gaps, to `read`; `None`, with no exception set, for anything else.
///
/// # Safety
/// A live object, with the GIL held; `read` may release it.
pub unsafe fn with_text<R>(object: *mut Object, read: impl FnOnce(Text) -> R) -> Option<R> {
    // SAFETY: as the caller promises.
    unsafe {
        match kind(object) == api().PyUnicode_Type {
            true => with_str(object, read),
            false => with_bytes(object, 1, |first, len| read(Text::Utf8(items(first, len)))),
        }
    }
}

/// Lends the code points of a buffer of 32 bits each, without gaps.
///
/// # Safety
/// As for [`with_text`].
pub unsafe fn with_points<R>(object: *mut Object, read: impl FnOnce(Text) -> R) -> Option<R> {
    // SAFETY: as the caller promises; the alignment is looked at.
    unsafe {
        with_bytes(object, 4, |first, len| {
            let first = first.cast::<u32>();
            first.is_aligned().then(|| read(Text::Ucs4(Input::Slice(items(first, len)))))
        })?
    }
}

unsafe fn with_str<R>(object: *mut Object, read: impl FnOnce(Text) -> R) -> Option<R> {
    let layout = layout().text?;
    // SAFETY: a live str of exactly this type and the layout that the probe has found: it never changes, and its code
    // points are aligned.
    unsafe {
        let flags = layout.flags(object);
        if !flags.is_compact {
            return None;
        }
        let len = field::<usize>(object, 16);
        let first = object
            .cast::<u8>()
            .wrapping_add(if flags.is_ascii { layout.ascii } else { layout.wide })
            .cast_const();
        Some(match flags.width {
            // All ASCII is UTF-8, and nothing need be converted.
            1 if flags.is_ascii => read(Text::Utf8(items(first, len))),
            1 => read(Text::Latin1(items(first, len))),
            2 => read(Text::Ucs2(items(first.cast(), len))),
            4 => read(Text::Ucs4(Input::Slice(items(first.cast(), len)))),
            _ => return None,
        })
    }
}

/// Holds a buffer of one dimension without gaps whose items have so many bytes.
unsafe fn with_bytes<R>(
    object: *mut Object,
    size: isize,
    read: impl FnOnce(*const u8, usize) -> R,
) -> Option<R> {
    /// `PyBUF_ND`, with the format.
    const CONTIGUOUS: i32 = 0x0c;
    // Not moved from here on: an exporter may point from the view into itself. Nothing is released where nothing is held.
    let mut held = Held(direct::nothing());
    // SAFETY: as the caller promises; the view is filled in on success alone.
    unsafe {
        if (api().PyObject_GetBuffer)(object, &raw mut held.0, CONTIGUOUS) != 0 {
            (api().PyErr_Clear)();
            return None;
        }
    }
    let view = &held.0;
    let is_plain = view.itemsize == size && view.ndim == 1 && view.len >= 0;
    is_plain.then(|| read(view.buf.cast_const().cast(), (view.len / size).cast_unsigned()))
}
