//! Buffers that are written to.

use super::api::{Object, PyBuffer, api};
use super::buffer::Buffer;
use super::slice::writable;
use crate::kernels::elementwise::Operand;
use crate::kernels::view::{Element, Input};
use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::ptr;

/// `PyBUF_WRITABLE | PyBUF_FORMAT | PyBUF_ND | PyBUF_C_CONTIGUOUS`.
const WRITABLE: i32 = 0x01 | 0x04 | 0x38;

/// A buffer that is held for writing: C-contiguous, with a format of one character in this machine's byte order.
pub struct Output<'a> {
    buffer: &'a mut PyBuffer,
    /// The format's character.
    pub code: u8,
}

impl Output<'_> {
    /// Holds the buffer of an object while `work` runs. `None`, with no exception set, if it cannot be written, has
    /// gaps, or other elements: the fallback says so.
    ///
    /// # Safety
    /// A live object, with the GIL held.
    pub unsafe fn hold<R>(object: *mut Object, work: impl FnOnce(Output) -> R) -> Option<R> {
        let mut place = MaybeUninit::<PyBuffer>::zeroed();
        // SAFETY: filled in on success alone, and then released once; `PyBuffer` is plain data, for which zeros are
        // valid. It is not moved.
        unsafe {
            if (api().PyObject_GetBuffer)(object, place.as_mut_ptr(), WRITABLE) != 0 {
                (api().PyErr_Clear)();
                return None;
            }
            /// Releases the buffer, on a panic too.
            struct Held<'a>(&'a mut PyBuffer);
            impl Drop for Held<'_> {
                fn drop(&mut self) {
                    // SAFETY: filled in by `PyObject_GetBuffer`, with the GIL held.
                    unsafe { (api().PyBuffer_Release)(&raw mut *self.0) };
                }
            }
            let held = Held(place.assume_init_mut());
            let format = if held.0.format.is_null() { c"B" } else { CStr::from_ptr(held.0.format) };
            let code = match *format.to_bytes() {
                [code] | [b'@' | b'=', code] => code,
                [b'<', code] if cfg!(target_endian = "little") => code,
                _ => return None,
            };
            Some(work(Output { buffer: &mut *held.0, code }))
        }
    }

    /// How many dimensions it has.
    pub fn dimensions(&self) -> usize {
        self.buffer.ndim.cast_unsigned() as usize
    }

    /// The bytes of an element.
    pub fn item_size(&self) -> usize {
        self.buffer.itemsize.cast_unsigned()
    }

    /// The elements, if they are of the size of `T` and aligned; the caller has looked at `code`.
    pub fn elements<T: Element>(&mut self) -> Option<&mut [T]> {
        let len = self.buffer.len.cast_unsigned() / size_of::<T>();
        let first = self.buffer.buf.cast::<T>();
        // SAFETY: aligned elements of a held, writable, contiguous buffer, whose memory nobody else in this library uses
        // while the reference lives: a function that also reads another buffer has compared the two (`overlaps`).
        (self.item_size() == size_of::<T>() && first.is_aligned()).then(|| unsafe { writable(first, len) })
    }

    /// What a pass reads that writes all of this buffer: an input apart from it, or the very elements; `None` for an input
    /// that overlaps it in part. `buffer` is what the input lies in, `None` if that is memory of this library.
    pub fn operand<'i, T: Element>(
        &self,
        buffer: Option<&Buffer>,
        input: &'i Input<'i, T>,
    ) -> Option<Operand<'i, T>> {
        let read = buffer.map_or(0..0, Buffer::addresses);
        if !self.overlaps(ptr::without_provenance(read.start), read.len()) {
            return Some(Operand::Input(input));
        }
        let first = self.buffer.buf.addr();
        let same = |values: &[T]| values.as_ptr().addr() == first && size_of_val(values) == self.bytes();
        matches!(input, Input::Slice(values) if same(values)).then_some(Operand::Out)
    }

    /// The bytes of all elements.
    pub fn bytes(&self) -> usize {
        self.buffer.len.cast_unsigned()
    }

    /// Whether any of the bytes from `first` on are among those of this buffer.
    pub fn overlaps(&self, first: *const u8, bytes: usize) -> bool {
        let (start, len) = (self.buffer.buf.addr(), self.buffer.len.cast_unsigned());
        bytes > 0
            && len > 0
            && first.addr() < start.saturating_add(len)
            && start < first.addr().saturating_add(bytes)
    }
}
