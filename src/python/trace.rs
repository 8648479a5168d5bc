//! What a call did, told to Python while a trace is on.

use super::api::{Object, api};
use super::arguments::Call;
use super::buffer::{Buffer, Numbers};
use super::list::{Number, Reader};
use super::result::{guard, int, none};
use std::ffi::CStr;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Whether calls are told; set from Python.
pub static TRACING: AtomicBool = AtomicBool::new(false);

/// The way that data took into a kernel.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// To the Python fallback.
    Fallback,
    /// As numbers.
    Number,
    /// A list or tuple, read in place.
    List,
    /// A contiguous buffer, read in place.
    Buffer,
    /// A strided or misaligned buffer, read in place through a block on the stack.
    Strided,
    /// A buffer whose elements were converted on the way.
    Converted,
}

impl Path {
    fn name(self) -> &'static CStr {
        match self {
            Path::Fallback => c"fallback",
            Path::Number => c"number",
            Path::List => c"list",
            Path::Buffer => c"buffer",
            Path::Strided => c"strided",
            Path::Converted => c"converted",
        }
    }
}

/// What is noted of a call.
pub struct Trace {
    /// The way of the data.
    pub path: Path,
    /// Bytes that were converted.
    pub converted: usize,
    /// The threads that were asked for.
    pub threads: usize,
}

impl Trace {
    /// Notes how a buffer is read.
    #[inline(always)]
    pub fn saw(&mut self, buffer: &Buffer, numbers: &Numbers) {
        self.path = match numbers.is_view() {
            false => Path::Buffer,
            true if buffer.is_converted() => {
                self.converted += buffer.bytes();
                Path::Converted
            }
            true => Path::Strided,
        };
    }
}

/// Runs the body of a built-in function, which gives the result or leaves the call to the fallback; tells Python of
/// it if a trace is on.
///
/// # Safety
/// A call as CPython made it, with the GIL held.
#[inline(always)]
pub unsafe fn traced(call: &Call, body: impl FnOnce(&mut Trace) -> Option<*mut Object>) -> *mut Object {
    let mut trace = Trace { path: Path::Fallback, converted: 0, threads: 1 };
    let start = if TRACING.load(Ordering::Relaxed) { Some(Instant::now()) } else { None };
    // SAFETY: as the caller promises.
    let result = unsafe {
        guard(call.module, || match body(&mut trace) {
            Some(result) => result,
            None => {
                trace.path = Path::Fallback;
                call.fall_back()
            }
        })
    };
    match start {
        // SAFETY: as the caller promises.
        Some(start) if !result.is_null() => unsafe { tell(call, &trace, start, result) },
        _ => result,
    }
}

/// Calls `_record(function, path, bytes_converted, threads, nanoseconds)` of the fallback module.
#[cold]
unsafe fn tell(call: &Call, trace: &Trace, start: Instant, result: *mut Object) -> *mut Object {
    let nanoseconds = start.elapsed().as_nanos() as i128;
    let api = api();
    // SAFETY: API calls as documented; each object made here is let go.
    unsafe {
        let method = (api.PyUnicode_InternFromString)(c"_record".as_ptr());
        let arguments = [
            (api.PyUnicode_InternFromString)(call.name.as_ptr()),
            (api.PyUnicode_InternFromString)(trace.path.name().as_ptr()),
            int(trace.converted as i128),
            int(trace.threads as i128),
            int(nanoseconds),
        ];
        let mut values = [call.module; 6];
        values[1..].copy_from_slice(&arguments);
        let told = if method.is_null() || arguments.iter().any(|value| value.is_null()) {
            ptr::null_mut()
        } else {
            api.call_method(method, values.as_ptr(), values.len(), ptr::null_mut())
        };
        let failed = told.is_null();
        let made = arguments.into_iter().chain([method, told]);
        made.filter(|object| !object.is_null()).for_each(|object| (api.Py_DecRef)(object));
        if failed {
            (api.Py_DecRef)(result);
            return ptr::null_mut();
        }
    }
    result
}

/// `_set_trace(on)`.
pub unsafe extern "C" fn set_trace(_module: *mut Object, on: *mut Object) -> *mut Object {
    // SAFETY: called by CPython with the GIL held and a live argument.
    let on = matches!(unsafe { Reader::new().number(on) }, Number::Int(1));
    TRACING.store(on, Ordering::Relaxed);
    none()
}
