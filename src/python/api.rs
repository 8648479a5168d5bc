//! The CPython C-API, resolved in the running process: names that every version from 3.9 on exports.

use std::ffi::{CStr, c_char, c_int, c_long, c_longlong, c_ulonglong, c_void};
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A Python object. Only the part that the start-up probe has checked is read directly.
#[repr(C)]
pub struct Object {
    refcount: isize,
    /// The object's type.
    pub kind: *mut Object,
}

/// `Py_buffer`, the same in every version since 3.3.
#[repr(C)]
pub struct PyBuffer {
    pub buf: *mut c_void,
    pub obj: *mut Object,
    pub len: isize,
    pub itemsize: isize,
    pub readonly: c_int,
    pub ndim: c_int,
    pub format: *const c_char,
    pub shape: *const isize,
    pub strides: *const isize,
    pub suboffsets: *const isize,
    pub internal: *mut c_void,
}

/// `PyMethodDef`.
#[repr(C)]
pub struct MethodDef {
    pub name: *const c_char,
    pub function: *const c_void,
    pub flags: c_int,
    pub doc: *const c_char,
}

/// `PyType_Slot`.
#[repr(C)]
pub struct Slot {
    pub slot: c_int,
    pub function: *mut c_void,
}

/// `PyType_Spec`.
#[repr(C)]
pub struct Spec {
    pub name: *const c_char,
    pub basicsize: c_int,
    pub itemsize: c_int,
    pub flags: u32,
    pub slots: *mut Slot,
}

/// Stops a thread for good.
///
/// When the interpreter ends, CPython before 3.14 ends a daemon thread that waits for the GIL by `pthread_exit`, which
/// unwinds the thread's stack. That must not go through `catch_unwind`, which would abort the process: the thread
/// sleeps until the process is gone, as it does from 3.14 on. This guard is dropped only by such an unwinding.
struct Hang;

impl Drop for Hang {
    fn drop(&mut self) {
        loop {
            std::thread::park();
        }
    }
}

macro_rules! api {
    (
        types { $($type:ident)* }
        functions { $($name:ident: fn($($argument:ty),*) $(-> $result:ty)?;)* }
        waiting { $($method:ident as $waiting:ident: fn($($value:ident: $input:ty),*) $(-> $output:ty)?;)* }
    ) => {
        /// Addresses of the C-API in this process.
        #[allow(non_snake_case, reason = "the names are CPython's")]
        pub struct Api {
            $(pub $type: *mut Object,)*
            $(pub $name: unsafe extern "C" fn($($argument),*) $(-> $result)?,)*
            $($waiting: unsafe extern "C-unwind" fn($($input),*) $(-> $output)?,)*
        }

        impl Api {
            /// `Err` names the first symbol that this process does not have.
            fn resolve() -> Result<Self, &'static str> {
                Ok(Api {
                    $($type: symbol(stringify!($type))?.cast(),)*
                    // SAFETY: the symbol is CPython's function of this name, whose signature is written here as in
                    // the documentation of its C-API.
                    $($name: unsafe {
                        std::mem::transmute::<*mut c_void, unsafe extern "C" fn($($argument),*) $(-> $result)?>(
                            symbol(stringify!($name))?)
                    },)*
                    // SAFETY: as above.
                    $($waiting: unsafe {
                        std::mem::transmute::<*mut c_void, unsafe extern "C-unwind" fn($($input),*) $(-> $output)?>(
                            symbol(stringify!($waiting))?)
                    },)*
                })
            }

            $(
                /// The function of the C-API; see [`Hang`].
                ///
                /// # Safety
                /// As its documentation says.
                #[inline(always)]
                pub unsafe fn $method(&self, $($value: $input),*) $(-> $output)? {
                    let hang = Hang;
                    // SAFETY: as the caller promises.
                    let result = unsafe { (self.$waiting)($($value),*) };
                    std::mem::forget(hang);
                    result
                }
            )*
        }
    };
}

api! {
    types {
        PyFloat_Type PyLong_Type PyBool_Type PyList_Type PyTuple_Type PyBytes_Type PyByteArray_Type PyMemoryView_Type
        PyUnicode_Type _Py_NoneStruct
    }
    functions {
        Py_IncRef: fn(*mut Object);
        Py_DecRef: fn(*mut Object);
        PyFloat_FromDouble: fn(f64) -> *mut Object;
        PyFloat_AsDouble: fn(*mut Object) -> f64;
        PyLong_FromLongLong: fn(c_longlong) -> *mut Object;
        PyLong_AsLongLongAndOverflow: fn(*mut Object, *mut c_int) -> c_longlong;
        PyLong_FromUnsignedLongLong: fn(c_ulonglong) -> *mut Object;
        _PyLong_FromByteArray: fn(*const u8, usize, c_int, c_int) -> *mut Object;
        PyList_New: fn(isize) -> *mut Object;
        PyList_SetItem: fn(*mut Object, isize, *mut Object) -> c_int;
        PyList_Append: fn(*mut Object, *mut Object) -> c_int;
        PyList_Size: fn(*mut Object) -> isize;
        PyList_GetItem: fn(*mut Object, isize) -> *mut Object;
        PyList_AsTuple: fn(*mut Object) -> *mut Object;
        PyList_GetSlice: fn(*mut Object, isize, isize) -> *mut Object;
        PyList_Insert: fn(*mut Object, isize, *mut Object) -> c_int;
        PySequence_List: fn(*mut Object) -> *mut Object;
        PyTuple_New: fn(isize) -> *mut Object;
        PyTuple_SetItem: fn(*mut Object, isize, *mut Object) -> c_int;
        PyTuple_Size: fn(*mut Object) -> isize;
        PyTuple_GetItem: fn(*mut Object, isize) -> *mut Object;
        PyDict_New: fn() -> *mut Object;
        PyDict_Next: fn(*mut Object, *mut isize, *mut *mut Object, *mut *mut Object) -> c_int;
        PyDict_SetItem: fn(*mut Object, *mut Object, *mut Object) -> c_int;
        PyBytes_FromStringAndSize: fn(*const c_char, isize) -> *mut Object;
        PyBytes_AsStringAndSize: fn(*mut Object, *mut *mut c_char, *mut isize) -> c_int;
        PyUnicode_AsUTF8AndSize: fn(*mut Object, *mut isize) -> *const c_char;
        PyUnicode_DecodeUTF8: fn(*const c_char, isize, *const c_char) -> *mut Object;
        PyUnicode_InternFromString: fn(*const c_char) -> *mut Object;
        PyUnicode_Compare: fn(*mut Object, *mut Object) -> c_int;
        PyUnicode_CompareWithASCIIString: fn(*mut Object, *const c_char) -> c_int;
        PyBool_FromLong: fn(c_long) -> *mut Object;
        PyLong_AsUnsignedLongLong: fn(*mut Object) -> c_ulonglong;
        PyCallable_Check: fn(*mut Object) -> c_int;
        PyObject_Hash: fn(*mut Object) -> isize;
        PyObject_GetAttrString: fn(*mut Object, *const c_char) -> *mut Object;
        PyObject_SetAttrString: fn(*mut Object, *const c_char, *mut Object) -> c_int;
        PyObject_GetAttr: fn(*mut Object, *mut Object) -> *mut Object;
        PyObject_GetBuffer: fn(*mut Object, *mut PyBuffer, c_int) -> c_int;
        PyBuffer_Release: fn(*mut PyBuffer);
        PyMemoryView_FromObject: fn(*mut Object) -> *mut Object;
        PyType_FromSpec: fn(*mut Spec) -> *mut Object;
        PyType_GenericAlloc: fn(*mut Object, isize) -> *mut Object;
        PyObject_Free: fn(*mut c_void);
        PyCapsule_New: fn(*mut c_void, *const c_char, Option<unsafe extern "C" fn(*mut Object)>) -> *mut Object;
        PyCapsule_GetPointer: fn(*mut Object, *const c_char) -> *mut c_void;
        PyCFunction_NewEx: fn(*mut MethodDef, *mut Object, *mut Object) -> *mut Object;
        PyErr_SetString: fn(*mut Object, *const c_char);
        PyErr_Clear: fn();
        PyErr_CheckSignals: fn() -> c_int;
        PyEval_SaveThread: fn() -> *mut c_void;
        PyInterpreterState_Get: fn() -> *mut c_void;
        PyInterpreterState_Main: fn() -> *mut c_void;
    }
    waiting {
        restore_thread as PyEval_RestoreThread: fn(state: *mut c_void);
        call_method as PyObject_VectorcallMethod:
            fn(name: *mut Object, values: *const *mut Object, count: usize, keywords: *mut Object) -> *mut Object;
        call as PyObject_CallObject: fn(callable: *mut Object, values: *mut Object) -> *mut Object;
        compare as PyObject_RichCompare: fn(a: *mut Object, b: *mut Object, operation: c_int) -> *mut Object;
        compare_bool as PyObject_RichCompareBool: fn(a: *mut Object, b: *mut Object, operation: c_int) -> c_int;
        is_true as PyObject_IsTrue: fn(object: *mut Object) -> c_int;
    }
}

// SAFETY: addresses of functions and of immortal objects, the same in every thread.
unsafe impl Send for Api {}
// SAFETY: as above.
unsafe impl Sync for Api {}

static API: OnceLock<Result<Api, &'static str>> = OnceLock::new();
/// What [`resolve`] has found: one load in a built-in function.
static RESOLVED: AtomicPtr<Api> = AtomicPtr::new(ptr::null_mut());

fn symbol(name: &'static str) -> Result<*mut c_void, &'static str> {
    let mut text = [0; 64];
    text.iter_mut().zip(name.bytes()).for_each(|(slot, byte)| *slot = byte);
    let text = CStr::from_bytes_until_nul(&text).map_err(|_| name)?;
    // SAFETY: a text that ends with NUL; RTLD_DEFAULT looks through what the process has loaded.
    let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, text.as_ptr()) };
    if address.is_null() { Err(name) } else { Ok(address) }
}

/// Resolves the C-API; `Err` names a symbol that this process does not have.
pub fn resolve() -> Result<&'static Api, &'static str> {
    let api = API.get_or_init(Api::resolve).as_ref().map_err(|name| *name)?;
    RESOLVED.store(ptr::from_ref(api).cast_mut(), Ordering::Release);
    Ok(api)
}

/// The C-API in a built-in function: those exist only after [`resolve`] has succeeded.
#[inline(always)]
pub fn api() -> &'static Api {
    // SAFETY: NULL, or the address of what a static holds for good, never written again.
    match unsafe { RESOLVED.load(Ordering::Acquire).as_ref() } {
        Some(api) => api,
        None => unreachable!("a built-in function was called before it was installed"),
    }
}

/// An exception type, such as `c"PyExc_TypeError"`.
///
/// # Safety
/// `name` is the name of a variable of the C-API that holds a pointer to an exception type.
pub unsafe fn exception(name: &CStr) -> *mut Object {
    // SAFETY: a text that ends with NUL, and a variable as the caller promises.
    unsafe {
        let variable = libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()).cast::<*mut Object>();
        if variable.is_null() { api()._Py_NoneStruct } else { *variable }
    }
}
