//! Object layouts that are read directly, each checked at start-up on known objects; where a check fails the API
//! function is called instead.

use super::api::{Api, Object};
use super::text::TextLayout;
use std::ffi::{CStr, c_char};
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

/// How an int keeps its digits of 30 bits, which begin at byte 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntLayout {
    /// Up to 3.11: a signed count of digits at byte 16.
    SignedSize,
    /// From 3.12: the count above three bits of which two are the sign (0 positive, 1 zero, 2 negative).
    Tag,
}

/// What may be read directly in this process.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// A float's value is the double at byte 16.
    pub float: bool,
    /// How ints are laid out, if it is known.
    pub int: Option<IntLayout>,
    /// A list has its length at byte 16 and a pointer to its items at byte 24.
    pub list: bool,
    /// A tuple has its length at byte 16 and its items from this byte on.
    pub tuple: Option<usize>,
    /// Where a str has its code points, if that is known.
    pub text: Option<TextLayout>,
}

/// Nothing is read directly.
static NOTHING: Layout = Layout { float: false, int: None, list: false, tuple: None, text: None };
static PROBED: OnceLock<Layout> = OnceLock::new();
static LAYOUT: AtomicPtr<Layout> = AtomicPtr::new((&raw const NOTHING).cast_mut());

/// The layout that [`probe`] found; nothing is read directly before.
#[inline(always)]
pub fn layout() -> Layout {
    // SAFETY: the address of one of two statics, never written again.
    unsafe { *LAYOUT.load(Ordering::Acquire) }
}

/// Reads a value at a byte of an object.
///
/// # Safety
/// The object has a value of this type there.
#[inline(always)]
pub unsafe fn field<T: Copy>(object: *mut Object, offset: usize) -> T {
    // SAFETY: as the caller promises.
    unsafe { object.cast::<u8>().wrapping_add(offset).cast::<T>().read_unaligned() }
}

/// The type of an object.
///
/// # Safety
/// A live object of a process in which [`probe`] has succeeded.
#[inline(always)]
pub unsafe fn kind(object: *mut Object) -> *mut Object {
    // SAFETY: as the caller promises.
    unsafe { (*object).kind }
}

/// The name of a type as it was declared, with its module for types made in C.
///
/// # Safety
/// A live type object of a process in which [`probe`] has succeeded.
pub unsafe fn type_name<'a>(kind: *mut Object) -> &'a CStr {
    // SAFETY: `tp_name` follows the header of a type object, whose three words the probe has checked.
    unsafe { CStr::from_ptr(field::<*const c_char>(kind, 24)) }
}

/// Checks what can be read directly; `false` if not even an object's type is where every known version has it (a
/// free-threaded build).
///
/// # Safety
/// Called with the GIL held.
pub unsafe fn probe(api: &Api) -> bool {
    // SAFETY: API calls as documented, with the GIL held. What is read of an object lies within the smallest size
    // that CPython gives it: 24 bytes a float, 28 an int that is not zero, 40 a list, 24 plus the items a tuple.
    unsafe {
        let ints: [i64; 7] = [1, -1, 5_000, -70_000, (1 << 30) - 1, 1 << 30, -(1 << 59) - 12_345];
        let float = (api.PyFloat_FromDouble)(1.0 / 3.0);
        if float.is_null() || (*float).kind != api.PyFloat_Type || type_name(api.PyFloat_Type) != c"float" {
            return false;
        }
        let list = (api.PyList_New)(0);
        for value in ints {
            let int = (api.PyLong_FromLongLong)(value);
            (api.PyList_Append)(list, int);
            (api.Py_DecRef)(int);
        }
        let tuple = (api.PyList_AsTuple)(list);
        let count = ints.len();
        let same_items = |first: *const *mut Object| {
            (0..count).all(|place| *first.wrapping_add(place) == (api.PyList_GetItem)(list, place as isize))
        };
        let int = [IntLayout::SignedSize, IntLayout::Tag].into_iter().find(|&layout| {
            ints.iter().enumerate().all(|(place, &value)| {
                small_int_as(layout, (api.PyList_GetItem)(list, place as isize)) == Some(value)
            })
        });
        let list_is_known =
            field::<isize>(list, 16) == count as isize && same_items(field::<*const *mut Object>(list, 24));
        let tuple_items = [24, 32].into_iter().find(|&offset| {
            field::<isize>(tuple, 16) == count as isize
                && same_items(tuple.cast::<u8>().wrapping_add(offset).cast::<*mut Object>())
        });
        let mut layout = Layout {
            float: field::<f64>(float, 16) == 1.0 / 3.0,
            int,
            list: list_is_known,
            tuple: tuple_items,
            text: TextLayout::probe(api),
        };
        // For the tests of the way through the API.
        if std::env::var_os("ABICUS_LAYOUT").is_some_and(|value| value == "api") {
            layout = NOTHING;
        }
        [float, list, tuple].into_iter().for_each(|object| (api.Py_DecRef)(object));
        LAYOUT.store(ptr::from_ref(PROBED.get_or_init(|| layout)).cast_mut(), Ordering::Release);
        true
    }
}

/// The value of an int of at most two digits.
///
/// # Safety
/// A live int whose layout this is.
#[inline(always)]
pub unsafe fn small_int_as(layout: IntLayout, int: *mut Object) -> Option<i64> {
    // SAFETY: an int has its size word at byte 16 and as many digits as that says from byte 24 on.
    unsafe {
        let word = field::<isize>(int, 16);
        let (digits, negative) = match layout {
            IntLayout::SignedSize => (word.unsigned_abs(), word < 0),
            IntLayout::Tag => (word.cast_unsigned() >> 3, word & 2 != 0),
        };
        let magnitude = match digits {
            0 => 0,
            1 => i64::from(field::<u32>(int, 24)),
            2 => i64::from(field::<u32>(int, 24)) | i64::from(field::<u32>(int, 28)) << 30,
            _ => return None,
        };
        Some(if negative { -magnitude } else { magnitude })
    }
}
