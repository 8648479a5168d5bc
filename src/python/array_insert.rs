//! Inserting into an `abicus.Array` that has room to spare; what is not settled here its own method does.
//!
//! The elements of an `Array` that has grown are the first ones of its attribute `_room`, a memoryview of all that it can
//! hold without moving; `_view` shows them. Whoever else uses the memory has an export of `_view`, which then cannot be
//! released.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::install::{Function, Table};
use super::list::{Number, Reader};
use super::output::Output;
use super::result::{compute, guard, int, none};
use super::search::Asked;
use crate::kernels::order::search::{Key, bisect};
use crate::kernels::view::Input;
use std::ffi::CStr;
use std::ops::Range;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// The functions of this file.
pub const FUNCTIONS: Table = &[(c"_array_insert", Function::Fast(array_insert))];

/// Inserts in order; `false` if the fallback is to do it.
///
/// # Safety
/// `asked.a` is an `abicus.Array`.
pub unsafe fn insort(asked: &Asked) -> bool {
    // SAFETY: as the caller promises.
    unsafe { insert(asked.a, asked.x, &|len| asked.range(len), Some(asked)) }
}

/// `_array_insert(array, index, value)`: whether it is done.
pub unsafe extern "C" fn array_insert(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_array_insert", module, arguments, count, keywords);
        guard(module, || {
            let [array, index, value] = *call.values else { return none() };
            let Number::Int(index) = Reader::new().number(index) else { return none() };
            let range = |len: usize| {
                let place = match usize::try_from(index) {
                    Ok(place) => place.min(len),
                    Err(_) => len.saturating_sub(usize::try_from(index.unsigned_abs()).unwrap_or(len)),
                };
                place..place
            };
            let done = insert(array, value, &range, None);
            int(i128::from(done))
        })
    }
}

/// A reference, given back at the end.
struct Held(*mut Object);

impl Drop for Held {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: a reference of its own, with the GIL held.
            unsafe { (api().Py_DecRef)(self.0) };
        }
    }
}

/// A name as a str object, made once.
struct Name(&'static CStr, AtomicPtr<Object>);

impl Name {
    const fn new(text: &'static CStr) -> Self {
        Name(text, AtomicPtr::new(ptr::null_mut()))
    }

    unsafe fn object(&self) -> *mut Object {
        let known = self.1.load(Ordering::Relaxed);
        if !known.is_null() {
            return known;
        }
        // SAFETY: the GIL is held; the reference is kept for good.
        let made = unsafe { (api().PyUnicode_InternFromString)(self.0.as_ptr()) };
        self.1.store(made, Ordering::Relaxed);
        made
    }
}

static ROOM: Name = Name::new(c"_room");
static VIEW: Name = Name::new(c"_view");
static RELEASE: Name = Name::new(c"release");

/// An attribute; NULL if there is none.
unsafe fn attribute(object: *mut Object, name: &Name) -> Held {
    // SAFETY: live objects.
    unsafe {
        let value = (api().PyObject_GetAttr)(object, name.object());
        if value.is_null() {
            (api().PyErr_Clear)();
        }
        Held(value)
    }
}

/// The length of an object, if it has one.
unsafe fn length(object: *mut Object) -> Option<usize> {
    if object.is_null() || object == api()._Py_NoneStruct {
        return None;
    }
    // SAFETY: a live object.
    unsafe {
        let length = usize::try_from((api().PyObject_Size)(object)).ok();
        if length.is_none() {
            (api().PyErr_Clear)();
        }
        length
    }
}

/// A number as an element, if it has its value.
trait Fits: Key {
    fn of(number: Number) -> Option<Self>;
}

macro_rules! integers_fit {
    ($($type:ty)*) => {$(
        impl Fits for $type {
            fn of(number: Number) -> Option<Self> {
                if let Number::Int(value) = number { value.try_into().ok() } else { None }
            }
        }
    )*};
}
integers_fit!(i64 u64 i32 u32 i16 u16 i8 u8);

impl Fits for f64 {
    fn of(number: Number) -> Option<Self> {
        match number {
            Number::Float(value) => Some(value),
            Number::Int(value) if value.unsigned_abs() <= 1 << 53 => Some(value as f64),
            _ => None,
        }
    }
}

/// Inserts at the beginning of the range that is given for a length, or where the order has a place within it.
unsafe fn insert(
    array: *mut Object,
    value: *mut Object,
    range: &dyn Fn(usize) -> Range<usize>,
    asked: Option<&Asked>,
) -> bool {
    // SAFETY: see the top of the file.
    unsafe {
        let (room, view) = (attribute(array, &ROOM), attribute(array, &VIEW));
        let (Some(most), Some(len)) = (length(room.0), length(view.0)) else { return false };
        let (number, range) = (Reader::new().number(value), range(len));
        if range.end > len || most <= len {
            return false;
        }
        let longer = Held((api().PySequence_GetSlice)(room.0, 0, len.cast_signed() + 1));
        if longer.0.is_null() {
            (api().PyErr_Clear)();
            return false;
        }
        let done = Output::hold(room.0, |mut out| match (out.code, out.item_size()) {
            (b'd', 8) => shift::<f64>(&mut out, &view, len, number, range, asked),
            (b'q' | b'l', 8) => shift::<i64>(&mut out, &view, len, number, range, asked),
            (b'Q' | b'L', 8) => shift::<u64>(&mut out, &view, len, number, range, asked),
            (b'i' | b'l', 4) => shift::<i32>(&mut out, &view, len, number, range, asked),
            (b'I' | b'L', 4) => shift::<u32>(&mut out, &view, len, number, range, asked),
            (b'h', 2) => shift::<i16>(&mut out, &view, len, number, range, asked),
            (b'H', 2) => shift::<u16>(&mut out, &view, len, number, range, asked),
            (b'b', 1) => shift::<i8>(&mut out, &view, len, number, range, asked),
            (b'B', 1) => shift::<u8>(&mut out, &view, len, number, range, asked),
            _ => None,
        });
        if done.flatten().is_none() {
            return false;
        }
        if (api().PyObject_SetAttr)(array, VIEW.object(), longer.0) != 0 {
            (api().PyErr_Clear)();
        }
        true
    }
}

/// Finds the place, releases the view, and moves the elements behind; `None` if nothing was done.
unsafe fn shift<T: Fits>(
    out: &mut Output,
    view: &Held,
    len: usize,
    number: Number,
    range: Range<usize>,
    asked: Option<&Asked>,
) -> Option<()> {
    let value = T::of(number)?;
    let elements = out.elements::<T>()?.get_mut(..=len)?;
    let place = match asked {
        Some(asked) => {
            let input = Input::Slice(elements.get(..len)?);
            // SAFETY: the GIL is held, and the kernel does not touch Python objects.
            unsafe { compute(0, || bisect(&input, range, value.widen(), asked.side))? }
        }
        None => range.start,
    };
    if place > len {
        return None;
    }
    // SAFETY: live objects. Nobody but the view uses the elements, if it can be released.
    unsafe {
        let released = api().call_method(RELEASE.object(), &raw const view.0, 1, ptr::null_mut());
        if released.is_null() {
            (api().PyErr_Clear)();
            return None;
        }
        (api().Py_DecRef)(released);
    }
    elements.copy_within(place..len, place + 1);
    *elements.get_mut(place)? = value;
    Some(())
}
