//! Memory that the library owns, as Python objects: what functions with a sequence as their result return, and what
//! they write to.
//!
//! Two types are made at run time. A storage owns an array and shows it by the buffer protocol; Python holds it through
//! a memoryview alone. The base of `abicus.Array` passes a request for its buffer on to its attribute `_view`.
//!
//! Every function is called by CPython with the GIL held, with live arguments as its convention passes them.

use super::api::{Object, PyBuffer, Slot, Spec, api};
use super::arguments::Call;
use super::layout::kind;
use super::list::{Number, Reader};
use super::result::{guard, none, raise};
use crate::kernels::array::Array;
use crate::kernels::growing::Growing;
use std::ffi::{c_char, c_int, c_void};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// What a storage object owns. It does not move while the object lives: buffers point into it.
struct Storage {
    array: Growing,
    format: [c_char; 2],
    length: isize,
    stride: isize,
    /// How many have its buffer. The elements do not move meanwhile.
    exports: usize,
}

/// A storage object.
#[repr(C)]
struct StorageObject {
    header: Object,
    /// NULL in an object that Python code made of the type by itself.
    storage: *mut Storage,
}

/// The type of storage objects, made when it is first needed.
static STORAGE: AtomicPtr<Object> = AtomicPtr::new(ptr::null_mut());
/// `abicus.Array`, once it is there.
static ARRAY: AtomicPtr<Object> = AtomicPtr::new(ptr::null_mut());

const GET_BUFFER: c_int = 1;
const RELEASE_BUFFER: c_int = 2;
const DEALLOCATE: c_int = 52;
const DEFAULT_FLAGS: u32 = 1 << 18;
const BASE_TYPE: u32 = 1 << 10;

/// Whether `kind` is `abicus.Array`, whose elements may be taken from its buffer.
#[inline(always)]
pub fn is_array(kind: *mut Object) -> bool {
    ARRAY.load(Ordering::Relaxed) == kind
}

/// A request for the buffer of a storage.
unsafe extern "C" fn storage_buffer(object: *mut Object, buffer: *mut PyBuffer, flags: c_int) -> c_int {
    const WITH_FORMAT: c_int = 0x04;
    const WITH_SHAPE: c_int = 0x08;
    const WITH_STRIDES: c_int = 0x10;
    // SAFETY: an object of the type below, and a buffer to fill in. The storage lives as long as the object, which the
    // buffer holds.
    unsafe {
        (*buffer).obj = ptr::null_mut();
        let Some(storage) = (*object.cast::<StorageObject>()).storage.as_mut() else {
            raise(c"PyExc_BufferError", "this storage has no memory");
            return -1;
        };
        let asked = |flag, pointer| if flags & flag != 0 { pointer } else { ptr::null() };
        (api().Py_IncRef)(object);
        storage.exports += 1;
        *buffer = PyBuffer {
            buf: storage.array.as_mut_ptr().cast(),
            obj: object,
            len: storage.length * storage.stride,
            itemsize: storage.stride,
            readonly: 0,
            ndim: 1,
            format: if flags & WITH_FORMAT != 0 { storage.format.as_ptr() } else { ptr::null() },
            shape: asked(WITH_SHAPE, &raw const storage.length),
            strides: asked(WITH_STRIDES, &raw const storage.stride),
            suboffsets: ptr::null(),
            internal: ptr::null_mut(),
        };
        0
    }
}

/// A buffer of a storage is let go.
unsafe extern "C" fn storage_release(object: *mut Object, _: *mut PyBuffer) {
    // SAFETY: an object of the type below, whose buffer was asked for.
    unsafe {
        if let Some(storage) = (*object.cast::<StorageObject>()).storage.as_mut() {
            storage.exports = storage.exports.saturating_sub(1);
        }
    }
}

/// Whether this is a storage object.
///
/// # Safety
/// A live object, with the GIL held.
pub unsafe fn is_storage(object: *mut Object) -> bool {
    // SAFETY: as the caller promises.
    unsafe { kind(object) == STORAGE.load(Ordering::Acquire) }
}

/// Whether nobody has the buffer of a storage object.
///
/// # Safety
/// A live storage object, with the GIL held.
pub unsafe fn is_free(object: *mut Object) -> bool {
    // SAFETY: as the caller promises.
    unsafe { (*object.cast::<StorageObject>()).storage.as_ref().is_some_and(|storage| storage.exports == 0) }
}

/// Lets `change` have the elements of a storage object, if nobody has its buffer.
///
/// # Safety
/// As for [`is_free`]; no Python code runs in `change`.
pub unsafe fn change(object: *mut Object, change: impl FnOnce(&mut Growing)) {
    // SAFETY: as the caller promises. Nothing else uses the storage.
    unsafe {
        let storage = (*object.cast::<StorageObject>()).storage.as_mut();
        if let Some(storage) = storage.filter(|storage| storage.exports == 0) {
            change(&mut storage.array);
            storage.length = storage.array.len().cast_signed();
        }
    }
}

unsafe extern "C" fn storage_deallocate(object: *mut Object) {
    // SAFETY: called once, when the object goes; the pointer was made by `Box::into_raw`. The object was allocated by
    // its type, which it holds.
    unsafe {
        let storage = (*object.cast::<StorageObject>()).storage;
        if !storage.is_null() {
            drop(Box::from_raw(storage));
        }
        let kind = (*object).kind;
        (api().PyObject_Free)(object.cast());
        (api().Py_DecRef)(kind);
    }
}

/// A request for the buffer of an `abicus.Array`.
unsafe extern "C" fn array_buffer(object: *mut Object, buffer: *mut PyBuffer, flags: c_int) -> c_int {
    // SAFETY: a live object and a buffer to fill in.
    unsafe {
        (*buffer).obj = ptr::null_mut();
        let mut view = (api().PyObject_GetAttrString)(object, c"_view".as_ptr());
        if view == api()._Py_NoneStruct {
            // It is closed, or elements were inserted: then the method makes the view anew.
            (api().Py_DecRef)(view);
            view = call(object, c"_open");
        }
        if view.is_null() {
            (api().PyErr_Clear)();
            raise(c"PyExc_BufferError", "this Array is closed");
            return -1;
        }
        let status = (api().PyObject_GetBuffer)(view, buffer, flags);
        (api().Py_DecRef)(view);
        status
    }
}

/// Calls a method without arguments.
pub unsafe fn call(object: *mut Object, method: &'static std::ffi::CStr) -> *mut Object {
    // SAFETY: a live object, with the GIL held.
    unsafe {
        let name = (api().PyUnicode_InternFromString)(method.as_ptr());
        if name.is_null() {
            return name;
        }
        let result = api().call_method(name, &raw const object, 1, ptr::null_mut());
        (api().Py_DecRef)(name);
        result
    }
}

unsafe fn make_type(
    name: &'static std::ffi::CStr,
    size: usize,
    flags: u32,
    slots: &mut [Slot],
) -> *mut Object {
    // The name lives as long as the process: some versions keep its address.
    let mut spec =
        Spec { name: name.as_ptr(), basicsize: size as c_int, itemsize: 0, flags, slots: slots.as_mut_ptr() };
    // SAFETY: a specification whose slots end with zeros; functions of the signatures that their numbers stand for.
    unsafe { (api().PyType_FromSpec)(&raw mut spec) }
}

const END: Slot = Slot { slot: 0, function: ptr::null_mut() };

unsafe fn storage_type() -> *mut Object {
    let known = STORAGE.load(Ordering::Acquire);
    if !known.is_null() {
        return known;
    }
    let mut slots = [
        Slot { slot: GET_BUFFER, function: storage_buffer as *mut c_void },
        Slot { slot: RELEASE_BUFFER, function: storage_release as *mut c_void },
        Slot { slot: DEALLOCATE, function: storage_deallocate as *mut c_void },
        END,
    ];
    // SAFETY: see `make_type`. The type is kept for good.
    let made =
        unsafe { make_type(c"abicus._Storage", size_of::<StorageObject>(), DEFAULT_FLAGS, &mut slots) };
    STORAGE.store(made, Ordering::Release);
    made
}

/// A memoryview of an array that it owns; NULL with an exception set if that fails.
pub unsafe fn view(array: Array) -> *mut Object {
    // SAFETY: the GIL is held. The new object owns the storage from here on.
    unsafe {
        let kind = storage_type();
        let object = if kind.is_null() { kind } else { (api().PyType_GenericAlloc)(kind, 0) };
        if object.is_null() {
            return object;
        }
        let (length, stride) = (array.len().cast_signed(), array.item_size().cast_signed());
        let format = [array.code() as c_char, 0];
        let storage = Box::new(Storage { array: Growing::new(array), format, length, stride, exports: 0 });
        (*object.cast::<StorageObject>()).storage = Box::into_raw(storage);
        let view = (api().PyMemoryView_FromObject)(object);
        (api().Py_DecRef)(object);
        view
    }
}

/// An `abicus.Array` that owns the elements: made by the function `_array` of the fallback module.
pub unsafe fn array_object(module: *mut Object, array: Array) -> *mut Object {
    // SAFETY: the GIL is held; what is made here is let go.
    unsafe {
        let view = view(array);
        let name = (api().PyUnicode_InternFromString)(c"_array".as_ptr());
        let made = if view.is_null() || name.is_null() {
            ptr::null_mut()
        } else {
            api().call_method(name, [module, view].as_ptr(), 2, ptr::null_mut())
        };
        [view, name]
            .into_iter()
            .filter(|object| !object.is_null())
            .for_each(|object| (api().Py_DecRef)(object));
        made
    }
}

/// Sets a MemoryError and returns NULL.
#[cold]
pub unsafe fn out_of_memory() -> *mut Object {
    // SAFETY: the GIL is held.
    unsafe { raise(c"PyExc_MemoryError", "there is not enough memory") }
}

/// `_allocate(code, length)`: a memoryview of as many zeros of an element type; `code` is its character's number.
pub unsafe extern "C" fn allocate(
    module: *mut Object,
    arguments: *const *mut Object,
    count: isize,
    keywords: *mut Object,
) -> *mut Object {
    // SAFETY: see the top of the file.
    unsafe {
        let call = Call::new(c"_allocate", module, arguments, count, keywords);
        guard(module, || {
            let [code, length] = *call.values else { return call.fall_back() };
            let (Number::Int(code), Number::Int(length)) =
                (Reader::new().number(code), Reader::new().number(length))
            else {
                return out_of_memory();
            };
            let len = usize::try_from(length).unwrap_or(usize::MAX);
            match u8::try_from(code).ok().and_then(|code| Array::zeros(code, len)) {
                Some(Ok(array)) => view(array),
                Some(Err(_)) => out_of_memory(),
                None => raise(c"PyExc_ValueError", "there is no such element type"),
            }
        })
    }
}

/// `_array_base()`: a new type that shows the buffer of its attribute `_view` as its own.
pub unsafe extern "C" fn array_base(module: *mut Object, _: *mut Object) -> *mut Object {
    let mut slots = [Slot { slot: GET_BUFFER, function: array_buffer as *mut c_void }, END];
    // SAFETY: see `make_type`.
    unsafe {
        guard(module, || {
            make_type(c"abicus._ArrayBase", size_of::<Object>(), DEFAULT_FLAGS | BASE_TYPE, &mut slots)
        })
    }
}

/// `_set_array(type)`: makes `abicus.Array` known.
pub unsafe extern "C" fn set_array(_module: *mut Object, kind: *mut Object) -> *mut Object {
    // SAFETY: a live type object; the reference is kept for good, so that no other type gets its address.
    unsafe { (api().Py_IncRef)(kind) };
    ARRAY.store(kind, Ordering::Relaxed);
    none()
}
