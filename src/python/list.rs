//! Lists and tuples, read in place.

use super::api::{Api, Object, api};
use super::layout::{Layout, field, kind, layout, small_int_as};
use super::slice;
use std::ffi::c_int;

/// The items of a list or tuple. Valid while the GIL is held and no Python code runs.
pub enum Items<'a> {
    /// Where the layout is known.
    Direct(&'a [*mut Object]),
    /// Through the API: the object, its length, and the function that gets an item.
    Api(*mut Object, usize, unsafe extern "C" fn(*mut Object, isize) -> *mut Object),
}

impl Items<'_> {
    /// The items of an object that is exactly a list or a tuple; `None` for any other.
    ///
    /// # Safety
    /// A live object; the GIL is held and no Python code runs while the items are in use.
    #[inline(always)]
    pub unsafe fn of(object: *mut Object) -> Option<Self> {
        let (api, layout) = (api(), layout());
        // SAFETY: the object is of the type whose layout was probed, or the API is called.
        unsafe {
            let kind = kind(object);
            if kind == api.PyList_Type {
                if layout.list {
                    let first = field::<*const *mut Object>(object, 24);
                    return Some(Items::Direct(slice::items(first, field::<usize>(object, 16))));
                }
                let len = (api.PyList_Size)(object).cast_unsigned();
                return Some(Items::Api(object, len, api.PyList_GetItem));
            }
            if kind == api.PyTuple_Type {
                if let Some(offset) = layout.tuple {
                    let first = object.cast::<u8>().wrapping_add(offset).cast::<*mut Object>();
                    return Some(Items::Direct(slice::items(first, field::<usize>(object, 16))));
                }
                let len = (api.PyTuple_Size)(object).cast_unsigned();
                return Some(Items::Api(object, len, api.PyTuple_GetItem));
            }
        }
        None
    }

    /// How many there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        match self {
            Items::Direct(items) => items.len(),
            Items::Api(_, len, _) => *len,
        }
    }

    /// The item at a place, a borrowed reference.
    #[inline(always)]
    pub fn get(&self, place: usize) -> Option<*mut Object> {
        match self {
            Items::Direct(items) => items.get(place).copied(),
            // SAFETY: a live object (see `of`), and a place below the length.
            Items::Api(object, len, get) => (place < *len).then(|| unsafe { get(*object, place as isize) }),
        }
    }

    /// Gives each number from place `first` on to `each`, until that returns `false`.
    #[inline(always)]
    pub fn for_each(&self, first: usize, mut each: impl FnMut(Number) -> bool) {
        let reader = Reader::new();
        // SAFETY: the items are live (see `of`), and the places below the length.
        unsafe {
            match self {
                Items::Direct(items) => {
                    for &item in items.get(first..).unwrap_or(&[]) {
                        if !each(reader.number(item)) {
                            return;
                        }
                    }
                }
                Items::Api(object, len, get) => {
                    for place in first..*len {
                        if !each(reader.number(get(*object, place as isize))) {
                            return;
                        }
                    }
                }
            }
        }
    }
}

/// The items of an object that is exactly a list, for writing; `None` for any other, or where the layout is not known.
///
/// # Safety
/// A live object; the GIL is held, no Python code runs and nothing else reads the items while they are in use. They are
/// the same objects afterwards, in any order.
pub unsafe fn writable_items<'a>(list: *mut Object) -> Option<&'a mut [*mut Object]> {
    // SAFETY: a list, whose layout was probed.
    unsafe {
        (kind(list) == api().PyList_Type && layout().list)
            .then(|| slice::writable(field::<*mut *mut Object>(list, 24), field::<usize>(list, 16)))
    }
}

impl Items<'_> {
    /// Copies the floats from place `first` on to `out` until it is full; returns how many it found before anything
    /// else came.
    #[inline(always)]
    pub fn floats(&self, first: usize, out: &mut [f64]) -> usize {
        let mut filled = 0;
        if let Items::Direct(items) = self
            && layout().float
        {
            let float = api().PyFloat_Type;
            for (slot, &item) in out.iter_mut().zip(items.get(first..).unwrap_or(&[])) {
                // SAFETY: a live object (see `of`), whose value is read if it is a float.
                unsafe {
                    if kind(item) != float {
                        break;
                    }
                    *slot = field::<f64>(item, 16);
                }
                filled += 1;
            }
            return filled;
        }
        self.for_each(first, |number| match (number, out.get_mut(filled)) {
            (Number::Float(value), Some(slot)) => {
                *slot = value;
                filled += 1;
                true
            }
            _ => false,
        });
        filled
    }
}

impl Items<'_> {
    /// Appends every element to `out`, which has room; `false` if one is anything else than an int of at most 64 bits,
    /// a bool too.
    pub fn integers(&self, out: &mut Vec<i64>) -> bool {
        let reader = Reader::new();
        let mut take = |object| {
            // SAFETY: a live object (see `of`).
            let (number, is_bool) = unsafe { (reader.number(object), kind(object) == api().PyBool_Type) };
            match number {
                Number::Int(value) if !is_bool => out.push(value),
                _ => return false,
            }
            true
        };
        match self {
            Items::Direct(items) => items.iter().all(|&item| take(item)),
            Items::Api(object, len, get) => (0..*len).all(|place| {
                // SAFETY: a place below the length.
                take(unsafe { get(*object, place as isize) })
            }),
        }
    }
}

/// A Python number that kernels know.
#[derive(Clone, Copy)]
pub enum Number {
    /// Exactly a float.
    Float(f64),
    /// Exactly an int or bool, of at most 64 bits with its sign.
    Int(i64),
    /// Anything else.
    Other,
}

/// Tells numbers from other objects: the types and the layout at hand, for a loop.
#[derive(Clone, Copy)]
pub struct Reader {
    api: &'static Api,
    layout: Layout,
}

impl Reader {
    /// A reader for this process.
    #[inline(always)]
    pub fn new() -> Self {
        Reader { api: api(), layout: layout() }
    }

    /// What an object is as a number.
    ///
    /// # Safety
    /// A live object, with the GIL held. No Python code runs.
    #[inline(always)]
    pub unsafe fn number(&self, object: *mut Object) -> Number {
        // SAFETY: the object is of the type whose layout was probed, or the API is called.
        unsafe {
            let kind = kind(object);
            if kind == self.api.PyFloat_Type {
                return Number::Float(if self.layout.float {
                    field::<f64>(object, 16)
                } else {
                    (self.api.PyFloat_AsDouble)(object)
                });
            }
            if kind == self.api.PyLong_Type || kind == self.api.PyBool_Type {
                if let Some(value) = self.layout.int.and_then(|layout| small_int_as(layout, object)) {
                    return Number::Int(value);
                }
                let mut overflow: c_int = 0;
                let value = (self.api.PyLong_AsLongLongAndOverflow)(object, &raw mut overflow);
                if overflow == 0 {
                    return Number::Int(value);
                }
            }
        }
        Number::Other
    }
}
