//! The fields of `array.array` and `numpy.ndarray` read directly: a small array costs less than asking for its buffer.
//!
//! Nothing is held, so this is for calls that keep the GIL from here to the end of the kernel: nobody can resize or free
//! the memory meanwhile. A call of two vectors may have one of them here and hold the other, so it is their length that
//! is limited, such that twice as many elements of the largest type are not enough to release the GIL. Each layout is
//! believed only after one object of the type showed the same through the buffer protocol.

use super::api::{Object, PyBuffer};
use super::layout::{field, kind, layout};
use super::slice;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU8, Ordering};

/// A type whose fields are known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// `array.array`: length at byte 16, items at 24, and at 40 a description that begins with the type code.
    Array = 0,
    /// `numpy.ndarray`, the same in every release since 1.0: data at byte 16, dimensions at 24, shape at 32, strides
    /// at 40, and at 56 the data type, which has its character at byte 25, its byte order at 26 and its number at 28.
    NdArray = 1,
}

const UNKNOWN: u8 = 0;
const BELIEVED: u8 = 1;
const DISTRUSTED: u8 = 2;
static STATES: [AtomicU8; 2] = [const { AtomicU8::new(UNKNOWN) }; 2];
/// The types whose layouts are believed.
static BELIEVED_TYPES: [AtomicPtr<Object>; 2] = [const { AtomicPtr::new(ptr::null_mut()) }; 2];

/// Formats of one character, each followed by NUL.
static FORMATS: [[u8; 2]; 128] = {
    let mut formats = [[0; 2]; 128];
    let mut code = 0;
    while code < 128 {
        formats[code][0] = code as u8;
        code += 1;
    }
    formats
};

/// The bytes of an element by its code; `None` for codes that are no numbers of kernels.
fn item_size(code: u8) -> Option<isize> {
    Some(match code {
        b'd' | b'l' | b'L' | b'q' | b'Q' => 8,
        b'f' | b'i' | b'I' => 4,
        b'h' | b'H' | b'e' => 2,
        b'b' | b'B' | b'?' => 1,
        _ => return None,
    })
}

/// NumPy's numbers of its own types, by their codes. Types that other packages add have larger ones, but may have the
/// same codes (`ml_dtypes.float8_e4m3b11fnuz` is `L`).
fn type_number(code: u8) -> Option<i32> {
    const CODES: &[u8] = b"?bBhHiIlLqQfd";
    const HALF: i32 = 23;
    if code == b'e' {
        return Some(HALF);
    }
    CODES.iter().position(|&known| known == code).map(|place| place as i32)
}

/// What the buffer protocol would say of a one-dimensional array in native byte order of at most `most` elements.
///
/// # Safety
/// A live object of exactly the known type; `place` is not moved while the result is in use.
#[inline(always)]
unsafe fn read(known: Known, object: *mut Object, most: usize, place: &mut PyBuffer) -> Option<()> {
    // SAFETY: fields of the type's structure, see `Known`.
    unsafe {
        let code = match known {
            Known::Array => {
                let code = *field::<*const u8>(object, 40);
                place.buf = field(object, 24);
                place.itemsize = item_size(code)?;
                place.len = field::<isize>(object, 16) * place.itemsize;
                place.shape = object.cast::<u8>().wrapping_add(16).cast();
                place.strides = &raw const place.itemsize;
                code
            }
            Known::NdArray => {
                let data_type = field::<*mut Object>(object, 56);
                if field::<i32>(object, 24) != 1 || !b"=|".contains(&field::<u8>(data_type, 26)) {
                    return None;
                }
                let code = field::<u8>(data_type, 25);
                if type_number(code) != Some(field::<i32>(data_type, 28)) {
                    return None;
                }
                place.buf = field(object, 16);
                place.itemsize = item_size(code)?;
                place.shape = field(object, 32);
                place.strides = field(object, 40);
                place.len = (*place.shape).checked_mul(place.itemsize)?;
                code
            }
        };
        place.ndim = 1;
        place.format = FORMATS[usize::from(code) % 128].as_ptr().cast();
        ((*place.shape).cast_unsigned() <= most).then_some(())
    }
}

/// An empty description.
pub fn nothing() -> PyBuffer {
    PyBuffer {
        buf: ptr::null_mut(),
        obj: ptr::null_mut(),
        len: 0,
        itemsize: 0,
        readonly: 1,
        ndim: 0,
        format: ptr::null(),
        shape: ptr::null(),
        strides: ptr::null(),
        suboffsets: ptr::null(),
        internal: ptr::null_mut(),
    }
}

/// Describes a small array in `place`, as [`read`] does, if the layout of its type is believed.
///
/// # Safety
/// As for [`read`].
#[inline(always)]
pub unsafe fn describe(known: Known, object: *mut Object, most: usize, place: &mut PyBuffer) -> bool {
    STATES[known as usize].load(Ordering::Relaxed) == BELIEVED
        // SAFETY: as the caller promises.
        && unsafe { read(known, object, most, place) }.is_some()
}

/// Compares what [`read`] says of an object with what the buffer protocol said, once for each type.
///
/// # Safety
/// As for [`read`]; `held` is the buffer of the object.
#[inline]
pub unsafe fn learn(known: Known, object: *mut Object, held: &PyBuffer) {
    let state = &STATES[known as usize];
    if state.load(Ordering::Relaxed) != UNKNOWN || held.ndim != 1 || held.len == 0 || !layout().list {
        return;
    }
    let mut found = nothing();
    // SAFETY: as the caller promises. Whatever the fields hold, those read here lie within the object, but for the
    // data type of an ndarray, which is an object in every release that has this type.
    unsafe {
        let same = read(known, object, usize::MAX, &mut found).is_some_and(|()| {
            found.buf == held.buf
                && found.len == held.len
                && found.itemsize == held.itemsize
                && *found.shape == *held.shape
                && *found.strides == *held.strides
                && *found.format == *held.format
        });
        // A format that is not read directly proves nothing.
        if same || item_size(*held.format.cast::<u8>()).is_some() {
            state.store(if same { BELIEVED } else { DISTRUSTED }, Ordering::Relaxed);
            if same {
                BELIEVED_TYPES[known as usize].store(kind(object), Ordering::Relaxed);
            }
        }
    }
}

/// The elements of an `array.array` or a one-dimensional `numpy.ndarray` of doubles without gaps, at most `most`; `None`
/// for anything else. What [`describe`] does, in fewer steps for the commonest case.
///
/// # Safety
/// A live object. The slice is used only while the GIL is held and no Python code runs.
#[inline(always)]
pub unsafe fn doubles<'a>(object: *mut Object, most: usize) -> Option<&'a [f64]> {
    // SAFETY: fields of the type's structure, see `Known`; a layout that was believed.
    unsafe {
        let kind = kind(object);
        let [array, ndarray] = &BELIEVED_TYPES;
        let (first, len) = if array.load(Ordering::Relaxed) == kind {
            let code = *field::<*const u8>(object, 40);
            (code == b'd').then_some((field::<*const f64>(object, 24), field::<usize>(object, 16)))?
        } else if ndarray.load(Ordering::Relaxed) == kind {
            let data_type = field::<*mut Object>(object, 56);
            let is_double = field::<u8>(data_type, 25) == b'd'
                && field::<u8>(data_type, 26) == b'='
                && type_number(b'd') == Some(field::<i32>(data_type, 28));
            if field::<i32>(object, 24) != 1 || !is_double || *field::<*const isize>(object, 40) != 8 {
                return None;
            }
            (field::<*const f64>(object, 16), *field::<*const usize>(object, 32))
        } else {
            return None;
        };
        (len <= most && first.is_aligned()).then(|| slice::items(first, len))
    }
}
