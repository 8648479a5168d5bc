//! Objects with the buffer protocol: which are taken, how their elements are read.

use super::api::{Object, PyBuffer, api};
use super::direct::{self, Known};
use super::layout::{kind, type_name};
use super::slice::{items, lend, lowest};
use super::storage::is_array;
use super::watch::RELEASE_ABOVE;
use crate::kernels::view::{Element, Input, decode_native, decode_run, decode_swapped};
use std::ffi::CStr;
use std::ops::Range;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// `PyBUF_FULL_RO`: any layout, with format, shape and strides.
const FULL_READ_ONLY: i32 = 0x011c;

/// The bytes of the largest element.
const LARGEST: usize = 8;

/// Types that say what their elements are and hide nothing behind them. A subclass may (a masked array does): it
/// is left to the fallback.
const NAMED: [&CStr; 2] = [c"array.array", c"numpy.ndarray"];
static NAMED_TYPES: [AtomicPtr<Object>; NAMED.len()] =
    [const { AtomicPtr::new(ptr::null_mut()) }; NAMED.len()];

/// Whether the elements of an object of this type may be taken from its buffer, and the named type that it is.
///
/// # Safety
/// A live type object, with the GIL held.
#[inline(always)]
unsafe fn is_plain(kind: *mut Object) -> (bool, Option<Known>) {
    let [array, ndarray] = &NAMED_TYPES;
    if array.load(Ordering::Relaxed) == kind {
        return (true, Some(Known::Array));
    }
    if ndarray.load(Ordering::Relaxed) == kind {
        return (true, Some(Known::NdArray));
    }
    let api = api();
    let plain = [api.PyBytes_Type, api.PyByteArray_Type, api.PyMemoryView_Type].contains(&kind)
        || is_array(kind)
        // SAFETY: as the caller promises.
        || unsafe { remember_named(kind) };
    (plain, None)
}

#[cold]
unsafe fn remember_named(kind: *mut Object) -> bool {
    // SAFETY: a live type object. A class made in Python has a name without a dot and cannot pretend; the reference
    // that is kept stops another type from getting the same address.
    unsafe {
        let Some(place) = NAMED.iter().position(|name| *name == type_name(kind)) else { return false };
        if NAMED_TYPES[place].load(Ordering::Relaxed).is_null() {
            (api().Py_IncRef)(kind);
            NAMED_TYPES[place].store(kind, Ordering::Relaxed);
        }
        true
    }
}

/// A buffer that is held, or of a small array under the GIL: its memory can be neither resized nor freed. It never moves: an exporter may point from
/// the `Py_buffer` into itself.
pub struct Buffer(PyBuffer);

impl Buffer {
    /// Holds the buffer of an object while `work` runs; `None`, with no exception set, if it has none that can be
    /// read.
    ///
    /// # Safety
    /// A live object, with the GIL held.
    #[inline(always)]
    pub unsafe fn hold<R>(object: *mut Object, work: impl FnOnce(&Buffer) -> R) -> Option<R> {
        // SAFETY: as the caller promises.
        unsafe { Self::hold_as(object, true, work) }
    }

    /// As [`Buffer::hold`], for work that may let go of the GIL however small the buffer is.
    ///
    /// # Safety
    /// As for [`Buffer::hold`].
    pub unsafe fn hold_exported<R>(object: *mut Object, work: impl FnOnce(&Buffer) -> R) -> Option<R> {
        // SAFETY: as the caller promises.
        unsafe { Self::hold_as(object, false, work) }
    }

    #[inline(always)]
    unsafe fn hold_as<R>(object: *mut Object, direct: bool, work: impl FnOnce(&Buffer) -> R) -> Option<R> {
        // SAFETY: as documented; the view is filled in on success alone, and then released once.
        unsafe {
            let (plain, known) = is_plain(kind(object));
            if !plain {
                return None;
            }
            let mut place = Buffer(direct::nothing());
            if let Some(known) = known
                && direct
                && direct::describe(known, object, RELEASE_ABOVE / (2 * LARGEST), &mut place.0)
            {
                return Some(work(&place));
            }
            if (api().PyObject_GetBuffer)(object, &raw mut place.0, FULL_READ_ONLY) != 0 {
                (api().PyErr_Clear)();
                return None;
            }
            /// Releases the buffer, on a panic too.
            struct Held<'a>(&'a mut Buffer);
            impl Drop for Held<'_> {
                fn drop(&mut self) {
                    // SAFETY: filled in by `PyObject_GetBuffer`, with the GIL held.
                    unsafe { (api().PyBuffer_Release)(&raw mut self.0.0) };
                }
            }
            let held = Held(&mut place);
            let view = &held.0.0;
            if let Some(known) = known {
                direct::learn(known, object, view);
            }
            let readable = view.suboffsets.is_null()
                && !view.shape.is_null()
                && !view.strides.is_null()
                && view.ndim > 0
                && view.len >= 0
                && view.itemsize > 0;
            readable.then(|| work(held.0))
        }
    }

    /// Whether an object is of a type whose elements may be taken from its buffer.
    ///
    /// # Safety
    /// A live object, with the GIL held.
    pub unsafe fn is_taken(object: *mut Object) -> bool {
        // SAFETY: as the caller promises.
        unsafe { is_plain(kind(object)).0 }
    }

    /// The bytes of all elements.
    pub fn bytes(&self) -> usize {
        self.0.len.cast_unsigned()
    }

    /// The addresses of all bytes from the lowest to the highest element.
    pub fn addresses(&self) -> Range<usize> {
        // SAFETY: a held buffer has `ndim` lengths and strides.
        let low = unsafe { lowest(&self.0) };
        let first = self.0.buf.addr().wrapping_add_signed(low.0);
        first..first.saturating_add(low.1)
    }

    /// First byte and length of a one-dimensional buffer of bytes without gaps.
    pub fn contiguous(&self) -> Option<(*const u8, usize)> {
        // SAFETY: a held buffer of at least one dimension has a length and a stride.
        let stride = unsafe { *self.0.strides };
        (self.0.ndim == 1 && stride == 1 && self.0.itemsize == 1)
            .then_some((self.0.buf.cast_const().cast(), self.bytes()))
    }

    /// Whether the elements are truth values.
    pub fn is_bool(&self) -> bool {
        self.format().is_some_and(|(code, _)| code == b'?')
    }

    /// Whether the elements are of 16 bits.
    pub fn is_half(&self) -> bool {
        self.format().is_some_and(|(code, _)| code == b'e')
    }

    /// Whether elements are converted when they are read.
    pub fn is_converted(&self) -> bool {
        self.format().is_some_and(|(code, swapped)| swapped || b"?e".contains(&code))
    }

    /// The format's character, and whether the bytes are in the other order.
    #[inline(always)]
    fn format(&self) -> Option<(u8, bool)> {
        if self.0.format.is_null() {
            return Some((b'B', false));
        }
        // SAFETY: the format of a held buffer is a text that ends with NUL.
        let format = unsafe { CStr::from_ptr(self.0.format) }.to_bytes();
        let big = cfg!(target_endian = "big");
        match *format {
            [code] | [b'@' | b'=', code] => Some((code, false)),
            [b'<', code] => Some((code, big)),
            [b'>' | b'!', code] => Some((code, !big)),
            _ => None,
        }
    }

    /// Lends the elements, in C order, to `read`; `None` if they are not numbers that kernels know.
    #[inline(always)]
    pub fn with_numbers<R>(&self, read: impl FnOnce(Numbers) -> R) -> Option<R> {
        // The commonest elements without a detour.
        match self.word_code() {
            Some((b'd', len)) => {
                // SAFETY: a held buffer of so many aligned doubles, one after the other.
                let doubles = unsafe { items(self.0.buf.cast_const().cast(), len) };
                return Some(read(Numbers::F64(Input::Slice(doubles))));
            }
            Some((b'q' | b'l', len)) => {
                // SAFETY: as above.
                let integers = unsafe { items(self.0.buf.cast_const().cast(), len) };
                return Some(read(Numbers::I64(Input::Slice(integers))));
            }
            _ => {}
        }
        let (mut read, mut result) = (Some(read), None);
        self.lend_numbers(&mut |numbers| {
            if let Some(read) = read.take() {
                result = Some(read(numbers));
            }
        });
        result
    }

    /// The format's character and the length of one-dimensional elements of eight bytes in native order, aligned and without gaps.
    #[inline(always)]
    fn word_code(&self) -> Option<(u8, usize)> {
        let view = &self.0;
        if view.ndim != 1
            || view.itemsize != 8
            || view.format.is_null()
            || !view.buf.cast::<u64>().is_aligned()
        {
            return None;
        }
        // SAFETY: a held buffer of one dimension has a length and a stride, and its format is a text that ends with NUL.
        let (stride, len, code, end) = unsafe {
            let format = view.format.cast::<u8>();
            let code = *format;
            (*view.strides, *view.shape, code, if code == 0 { 0 } else { *format.wrapping_add(1) })
        };
        (stride == 8 && end == 0).then_some((code, len.cast_unsigned()))
    }

    /// The same for any reader: there is one body for them all.
    #[inline(never)]
    fn lend_numbers(&self, read: &mut dyn FnMut(Numbers)) -> Option<()> {
        let (code, swapped) = self.format()?;
        let buffer = &self.0;
        macro_rules! lend {
            ($variant:ident) => {{
                let decode = if swapped { decode_swapped } else { decode_native };
                // SAFETY: a held buffer without suboffsets; the size of its items was compared with the type's.
                unsafe { lend(buffer, decode, swapped, |input| read(Numbers::$variant(input))) }
            }};
        }
        match (code, buffer.itemsize) {
            (b'd', 8) => lend!(F64),
            (b'f', 4) => lend!(F32),
            (b'l' | b'q' | b'n' | b'i', 8) => lend!(I64),
            (b'L' | b'Q' | b'N' | b'I', 8) => lend!(U64),
            (b'i' | b'l', 4) => lend!(I32),
            (b'I' | b'L', 4) => lend!(U32),
            (b'h', 2) => lend!(I16),
            (b'H', 2) => lend!(U16),
            (b'b', 1) => lend!(I8),
            (b'B', 1) => lend!(U8),
            // SAFETY: a held buffer without suboffsets; the size of its items was compared.
            (b'?', 1) => unsafe { lend(buffer, decode_bool, true, |input| read(Numbers::U8(input))) },
            (b'e', 2) => {
                let decode = if swapped { decode_half_swapped } else { decode_half };
                // SAFETY: as above.
                unsafe { lend(buffer, decode, true, |input| read(Numbers::F32(input))) }
            }
            _ => None,
        }
    }
}

/// Elements of one of the types that kernels know.
pub enum Numbers<'a> {
    F64(Input<'a, f64>),
    F32(Input<'a, f32>),
    I64(Input<'a, i64>),
    U64(Input<'a, u64>),
    I32(Input<'a, i32>),
    U32(Input<'a, u32>),
    I16(Input<'a, i16>),
    U16(Input<'a, u16>),
    I8(Input<'a, i8>),
    U8(Input<'a, u8>),
}

/// Evaluates one expression for float elements, another for integer ones.
macro_rules! each_number {
    ($numbers:expr, $input:ident => float $float:expr, integer $integer:expr) => {
        match $numbers {
            $crate::python::buffer::Numbers::F64($input) => $float,
            $crate::python::buffer::Numbers::F32($input) => $float,
            $crate::python::buffer::Numbers::I64($input) => $integer,
            $crate::python::buffer::Numbers::U64($input) => $integer,
            $crate::python::buffer::Numbers::I32($input) => $integer,
            $crate::python::buffer::Numbers::U32($input) => $integer,
            $crate::python::buffer::Numbers::I16($input) => $integer,
            $crate::python::buffer::Numbers::U16($input) => $integer,
            $crate::python::buffer::Numbers::I8($input) => $integer,
            $crate::python::buffer::Numbers::U8($input) => $integer,
        }
    };
}
pub(super) use each_number;

impl Numbers<'_> {
    /// How many elements there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        each_number!(self, input => float input.len(), integer input.len())
    }

    /// Whether they are read through a view.
    #[inline(always)]
    pub fn is_view(&self) -> bool {
        fn is_view<T>(input: &Input<T>) -> bool {
            matches!(input, Input::View(_))
        }
        each_number!(self, input => float is_view(input), integer is_view(input))
    }
}

fn decode_bool(bytes: &[u8], start: usize, stride: isize, out: &mut [u8]) {
    decode_run(bytes, start, stride, out, |bytes| u8::from(bytes.first().is_some_and(|&byte| byte != 0)));
}

fn decode_half(bytes: &[u8], start: usize, stride: isize, out: &mut [f32]) {
    decode_run(bytes, start, stride, out, |bytes| half(u16::from_bytes(bytes)));
}

fn decode_half_swapped(bytes: &[u8], start: usize, stride: isize, out: &mut [f32]) {
    decode_run(bytes, start, stride, out, |bytes| half(u16::from_swapped_bytes(bytes)));
}

/// The value of an IEEE 754 binary16.
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits >> 15) << 31;
    let (exponent, fraction) = (u32::from(bits >> 10 & 31), u32::from(bits & 1023));
    match exponent {
        // Subnormal: an integer of 10 bits in units of 2^-24, both exact in a float.
        0 => f32::from_bits((fraction as f32 / 16_777_216.0).to_bits() | sign),
        31 => f32::from_bits(sign | 0x7f80_0000 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}
