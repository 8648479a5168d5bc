//! `bisect_left`, `bisect_right`, `insort_left`, `insort_right` and `binary_search`.
//!
//! Of a list O(log n) items are looked at. Where these are plain numbers, and what is sought too, they are compared in place;
//! any others are compared as the `bisect` module compares them, which may run Python code that changes the list.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, api};
use super::arguments::Call;
use super::array_insert;
use super::buffer::{Buffer, each_number};
use super::install::{Function, Table};
use super::layout::kind;
use super::list::{Items, Number, Reader};
use super::result::{int, none};
use super::storage::is_array;
use super::trace::{Path, Trace, traced};
use super::watch::compute;
use crate::kernels::order::search::{Key, Number as Sought, Side, bisect, find, is_before, place};
use std::ffi::{CStr, c_int};
use std::ops::Range;
use std::ptr;

/// The functions of this file.
pub const FUNCTIONS: Table = &[
    (c"bisect_left", Function::Fast(bisect_left)),
    (c"bisect_right", Function::Fast(bisect_right)),
    (c"insort_left", Function::Fast(insort_left)),
    (c"insort_right", Function::Fast(insort_right)),
    (c"binary_search", Function::Fast(binary_search)),
];

/// `Py_LT` and `Py_EQ`.
const LESS: c_int = 0;
const EQUAL: c_int = 2;

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Asked {
    pub a: *mut Object,
    pub x: *mut Object,
    low: usize,
    /// `None`: the end.
    high: Option<usize>,
    pub side: Side,
}

/// What a search found.
enum Found {
    Place(usize),
    /// Not for the door: the fallback decides.
    Unknown,
    /// An exception is set.
    Raised,
}

impl Asked {
    /// The arguments of a call, if there is no key and the bounds are ints as they should be.
    #[inline(always)]
    unsafe fn of(call: &Call, side: Side) -> Option<Self> {
        const NAMES: [&CStr; 5] = [c"a", c"x", c"lo", c"hi", c"key"];
        let [a, x, low, high, key] = call.parse(NAMES, 0, 4)?;
        if a.is_null() || x.is_null() || !is_none(key) {
            return None;
        }
        // SAFETY: live objects.
        let bound = |object| match unsafe { Reader::new().number(object) } {
            Number::Int(value) => Some(value),
            _ => None,
        };
        let low = if low.is_null() { 0 } else { usize::try_from(bound(low)?).ok()? };
        let high = if is_none(high) {
            None
        } else {
            match bound(high)? {
                // As in the bisect module.
                -1 => None,
                high => Some(usize::try_from(high).ok()?),
            }
        };
        Some(Asked { a, x, low, high, side })
    }

    /// The range to be searched of so many elements; it may end beyond them.
    pub fn range(&self, len: usize) -> Range<usize> {
        self.low..self.high.unwrap_or(len)
    }
}

fn is_none(object: *mut Object) -> bool {
    object.is_null() || object == api()._Py_NoneStruct
}

/// A plain number, as the kernels take it.
#[inline(always)]
pub unsafe fn sought(object: *mut Object) -> Option<Sought> {
    // SAFETY: a live object.
    match unsafe { Reader::new().number(object) } {
        Number::Float(value) => Some(Sought::Float(value)),
        Number::Int(value) => Some(Sought::Signed(value)),
        Number::Other => None,
    }
}

#[inline(always)]
unsafe fn search(trace: &mut Trace, asked: &Asked) -> Found {
    // SAFETY: see the top of the file. No Python code runs while items are in use.
    unsafe {
        let number = sought(asked.x);
        if let Some(items) = Items::of(asked.a) {
            trace.path = Path::List;
            let range = asked.range(items.len());
            if let Some(number) = number
                && let Some(Some(place)) =
                    compute(0, || among_numbers(&items, range.clone(), number, asked.side))
            {
                return Found::Place(place);
            }
            return among_objects(asked, range);
        }
        let Some(number) = number else { return Found::Unknown };
        let found = Buffer::hold(asked.a, |buffer| {
            buffer.with_numbers(|numbers| {
                let range = asked.range(numbers.len());
                if range.end > numbers.len() {
                    return None;
                }
                trace.path = if numbers.is_view() { Path::Strided } else { Path::Buffer };
                each_number!(numbers, input =>
                    float compute(0, || bisect(&input, range, number, asked.side)),
                    integer compute(0, || bisect(&input, range, number, asked.side)))
            })
        });
        found.flatten().flatten().map_or(Found::Unknown, Found::Place)
    }
}

/// The place of a number among plain numbers; `None` if anything else is looked at.
#[inline(always)]
pub fn among_numbers(items: &Items, range: Range<usize>, number: Sought, side: Side) -> Option<usize> {
    let reader = Reader::new();
    let (ints, floats) = (i64::key_of(number, side), f64::key_of(number, side));
    place(range, |place| {
        // SAFETY: items are live objects.
        match unsafe { reader.number(items.get(place)?) } {
            Number::Int(value) => Some(is_before(value, ints, side)),
            Number::Float(value) => Some(is_before(value, floats, side)),
            Number::Other => None,
        }
    })
}

/// The item of a list or tuple, as a new reference; NULL with an exception set if there is none.
unsafe fn item(sequence: *mut Object, place: usize) -> *mut Object {
    // SAFETY: a live list or tuple.
    unsafe {
        let get =
            if kind(sequence) == api().PyList_Type { api().PyList_GetItem } else { api().PyTuple_GetItem };
        let item = get(sequence, place.cast_signed());
        if !item.is_null() {
            (api().Py_IncRef)(item);
        }
        item
    }
}

/// The place among any objects of a list or tuple. It may have changed after each comparison.
unsafe fn among_objects(asked: &Asked, range: Range<usize>) -> Found {
    let found = place(range, |place| {
        // SAFETY: the arguments live as long as the call; the item is held while it is compared.
        let less = unsafe {
            let item = item(asked.a, place);
            if item.is_null() {
                return None;
            }
            let (first, second) = match asked.side {
                Side::Left => (item, asked.x),
                Side::Right => (asked.x, item),
            };
            let less = if kind(item) == api().PyUnicode_Type && kind(asked.x) == api().PyUnicode_Type {
                c_int::from((api().PyUnicode_Compare)(first, second) < 0)
            } else {
                api().compare_bool(first, second, LESS)
            };
            (api().Py_DecRef)(item);
            less
        };
        if less < 0 { None } else { Some((less != 0) == (asked.side == Side::Left)) }
    });
    found.map_or(Found::Raised, Found::Place)
}

unsafe fn bisect_call(call: &Call, side: Side) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        traced(call, |trace| match search(trace, &Asked::of(call, side)?) {
            Found::Place(place) => Some(int(place as i128)),
            Found::Unknown => None,
            Found::Raised => Some(ptr::null_mut()),
        })
    }
}

unsafe fn insort_call(call: &Call, side: Side) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        traced(call, |trace| {
            let asked = Asked::of(call, side)?;
            if is_array(kind(asked.a)) {
                trace.path = Path::Buffer;
                return array_insert::insort(&asked).then(none);
            }
            if kind(asked.a) != api().PyList_Type {
                return None;
            }
            let Found::Place(place) = search(trace, &asked) else { return Some(ptr::null_mut()) };
            let status = (api().PyList_Insert)(asked.a, place.cast_signed(), asked.x);
            Some(if status == 0 { none() } else { ptr::null_mut() })
        })
    }
}

/// `bisect_left(a, x, lo=0, hi=None, *, key=None)`.
pub unsafe extern "C" fn bisect_left(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { bisect_call(&Call::new(c"bisect_left", module, arguments, count, keywords), Side::Left) }
}

/// `bisect_right(a, x, lo=0, hi=None, *, key=None)`.
pub unsafe extern "C" fn bisect_right(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { bisect_call(&Call::new(c"bisect_right", module, arguments, count, keywords), Side::Right) }
}

/// `insort_left(a, x, lo=0, hi=None, *, key=None)`.
pub unsafe extern "C" fn insort_left(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { insort_call(&Call::new(c"insort_left", module, arguments, count, keywords), Side::Left) }
}

/// `insort_right(a, x, lo=0, hi=None, *, key=None)`.
pub unsafe extern "C" fn insort_right(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe { insort_call(&Call::new(c"insort_right", module, arguments, count, keywords), Side::Right) }
}

/// `binary_search(a, x, lo=0, hi=None)`.
pub unsafe extern "C" fn binary_search(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"binary_search", module, arguments, count, keywords);
        traced(&call, |trace| {
            let asked = Asked::of(&call, Side::Left)?;
            if Items::of(asked.a).is_some() {
                return Some(find_item(trace, &asked));
            }
            let number = sought(asked.x)?;
            let found = Buffer::hold(asked.a, |buffer| {
                buffer.with_numbers(|numbers| {
                    let range = asked.range(numbers.len());
                    if range.end > numbers.len() {
                        return None;
                    }
                    trace.path = if numbers.is_view() { Path::Strided } else { Path::Buffer };
                    each_number!(numbers, input =>
                        float compute(0, || find(&input, range, number)),
                        integer compute(0, || find(&input, range, number)))
                })
            });
            Some(found.flatten().flatten()?.map_or_else(none, |place| int(place as i128)))
        })
    }
}

/// The place of what is sought in a list or tuple, or None; NULL with an exception set if a comparison raised it.
unsafe fn find_item(trace: &mut Trace, asked: &Asked) -> *mut Object {
    // SAFETY: see the top of the file. The items are asked for anew after what can run Python code.
    unsafe {
        let len = |object| Items::of(object).map_or(0, |items| items.len());
        let end = asked.range(len(asked.a)).end;
        let Found::Place(place) = search(trace, asked) else { return ptr::null_mut() };
        if place >= end.min(len(asked.a)) {
            return none();
        }
        let item = item(asked.a, place);
        if item.is_null() {
            return item;
        }
        let equal = match (sought(item), sought(asked.x)) {
            (Some(item), Some(x)) => compute(0, || c_int::from(item.equals(x))).unwrap_or(0),
            _ => {
                let result = api().compare(item, asked.x, EQUAL);
                if result.is_null() {
                    -1
                } else {
                    let truth = api().is_true(result);
                    (api().Py_DecRef)(result);
                    truth
                }
            }
        };
        (api().Py_DecRef)(item);
        match equal {
            0 => none(),
            1.. => int(place as i128),
            _ => ptr::null_mut(),
        }
    }
}
