//! Arrays: memory that the library owns, given out as a handle.

use super::guard;
use super::handle::{self, Handle};
use super::slice::{check_output, write};
use super::status::{ABICUS_INVALID_ARGUMENT, ABICUS_OUT_OF_MEMORY, Failure};
use crate::kernels::array::Array;
use std::collections::TryReserveError;
use std::ffi::c_void;

/// Element type of an array: `double`. Each is the character that Python's struct module has for the type.
pub const ABICUS_TYPE_F64: u32 = 100;
/// Element type of an array: `float`.
pub const ABICUS_TYPE_F32: u32 = 102;
/// Element type of an array: `int64_t`.
pub const ABICUS_TYPE_I64: u32 = 113;
/// Element type of an array: `uint64_t`.
pub const ABICUS_TYPE_U64: u32 = 81;
/// Element type of an array: `int32_t`.
pub const ABICUS_TYPE_I32: u32 = 105;
/// Element type of an array: `uint32_t`.
pub const ABICUS_TYPE_U32: u32 = 73;
/// Element type of an array: `int16_t`.
pub const ABICUS_TYPE_I16: u32 = 104;
/// Element type of an array: `uint16_t`.
pub const ABICUS_TYPE_U16: u32 = 72;
/// Element type of an array: `int8_t`.
pub const ABICUS_TYPE_I8: u32 = 98;
/// Element type of an array: `uint8_t`.
pub const ABICUS_TYPE_U8: u32 = 66;
/// Element type of an array: `uint8_t`, each 0 or 1.
pub const ABICUS_TYPE_BOOL: u32 = 63;

/// Elements of one type in memory of the library.
///
/// Made by `abicus_array_new` or returned by another function; owned by the caller until `abicus_array_free`.
pub struct ArrayHandle(#[expect(dead_code, reason = "C sees the pointer alone")] Handle<Array>);

/// Gives an array to the caller, who frees it with `abicus_array_free`.
///
/// # Safety
/// `out`, if it is not NULL, is valid for the write of a pointer.
pub unsafe fn give(
    out: *mut *mut ArrayHandle,
    make: impl FnOnce() -> Result<Array, Failure>,
) -> Result<(), Failure> {
    // SAFETY: as the caller promises.
    unsafe { handle::give(out.cast(), make) }
}

/// The failure to get memory.
#[cold]
pub fn out_of_memory(_: TryReserveError) -> Failure {
    Failure::new(ABICUS_OUT_OF_MEMORY, "there is not enough memory")
}

/// Makes an array of `len` zeros of an element type (`ABICUS_TYPE_...`) and writes the handle to `out`; free it with
/// `abicus_array_free`. `ABICUS_INVALID_ARGUMENT` if there is no such type, `ABICUS_OUT_OF_MEMORY`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_array_new(kind: u32, len: usize, out: *mut *mut ArrayHandle) -> i32 {
    guard::call("abicus_array_new", || {
        let make = || match u8::try_from(kind).ok().and_then(|code| Array::zeros(code, len)) {
            Some(array) => array.map_err(out_of_memory),
            None => {
                let message = format!("kind is {kind}, expected one of the constants ABICUS_TYPE_...");
                Err(Failure::new(ABICUS_INVALID_ARGUMENT, message))
            }
        };
        // SAFETY: the caller's output, as the header requires.
        unsafe { give(out, make) }
    })
}

/// Frees the array; NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_array_free(array: *mut ArrayHandle) {
    guard::call("abicus_array_free", || {
        // SAFETY: the caller's own handle, not used again, as the header requires.
        unsafe { handle::free(array.cast::<Handle<Array>>()) };
        Ok(())
    });
}

/// Writes the element type (`ABICUS_TYPE_...`), the number of elements and where they begin to `kind`, `len` and
/// `data`. The elements may be read and written there until the array is freed; they are aligned, and `data` is not NULL
/// even if there are none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_array_get(
    array: *mut ArrayHandle,
    kind: *mut u32,
    len: *mut usize,
    data: *mut *mut c_void,
) -> i32 {
    guard::call("abicus_array_get", || {
        check_output("kind", kind)?;
        check_output("len", len)?;
        check_output("data", data)?;
        // SAFETY: the caller's handle and checked outputs, as the header requires.
        unsafe {
            handle::change("array", array.cast::<Handle<Array>>(), |array| {
                write(kind, u32::from(array.code()));
                write(len, array.len());
                write(data, array.as_mut_ptr().cast());
                Ok(())
            })
        }
    })
}
