//! Bytes put in their place, and arrays that grow.

use super::array::{ArrayHandle, out_of_memory};
use super::guard;
use super::handle::{self, Handle};
use super::slice::{bytes, check_room};
use super::status::{ABICUS_INVALID_ARGUMENT, ABICUS_INVALID_LENGTH, Failure};
use crate::kernels::array::Array;
use std::ptr;

/// Overwrites `len` bytes of `target`, which has `target_len`, from `offset` on with those of `data`, which may overlap
/// with them. `ABICUS_INVALID_LENGTH`, and nothing is written, if they do not fit. O(len) time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_splice_u8(
    target: *mut u8,
    target_len: usize,
    offset: usize,
    data: *const u8,
    len: usize,
) -> i32 {
    guard::call("abicus_splice_u8", || {
        check_room("target", target_len, 1)?;
        check_room("data", len, 1)?;
        if target_len.checked_sub(offset).is_none_or(|room| room < len) {
            let message = format!("offset {offset} and len {len} go beyond target_len {target_len}");
            return Err(Failure::new(ABICUS_INVALID_LENGTH, message));
        }
        if len == 0 {
            return Ok(());
        }
        for (name, is_null) in [("target", target.is_null()), ("data", data.is_null())] {
            if is_null {
                return Err(Failure::null(name));
            }
        }
        // SAFETY: not NULL, in range, and valid as the header requires.
        unsafe { ptr::copy(data, target.wrapping_add(offset), len) };
        Ok(())
    })
}

/// Adds `len` elements of the array's type (`kind`: `ABICUS_TYPE_...`) behind all. What `abicus_array_get` has given before
/// is not valid any more. `ABICUS_INVALID_ARGUMENT` for another `kind`, or if `data` lies in the array itself;
/// `ABICUS_OUT_OF_MEMORY`: nothing has changed then. Linear time for many calls.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_array_extend(
    array: *mut ArrayHandle,
    kind: u32,
    data: *const std::ffi::c_void,
    len: usize,
) -> i32 {
    guard::call("abicus_array_extend", || {
        // SAFETY: the caller's handle and elements, as the header requires.
        unsafe {
            handle::change("array", array.cast::<Handle<Array>>(), |array| {
                if kind != u32::from(array.code()) {
                    let message = format!("kind is {kind}, expected {}, that of the array", array.code());
                    return Err(Failure::new(ABICUS_INVALID_ARGUMENT, message));
                }
                let (old, size) = (array.len() * array.item_size(), array.item_size());
                check_room("data", len, size)?;
                let (first, last) = (array.as_mut_ptr().addr(), data.addr().saturating_add(len * size));
                if old > 0 && len > 0 && data.addr() < first + old && first < last {
                    let message = "data lies in the array itself, expected elements elsewhere";
                    return Err(Failure::new(ABICUS_INVALID_ARGUMENT, message));
                }
                let data = bytes("data", data.cast::<u8>(), len * size)?;
                array.grow(len).map_err(out_of_memory)?;
                // Truth values are 0 or 1.
                let to = array.as_mut_ptr().wrapping_add(old);
                match array {
                    Array::Bool(values) => {
                        values
                            .iter_mut()
                            .skip(old)
                            .zip(data)
                            .for_each(|(slot, &byte)| *slot = u8::from(byte != 0));
                    }
                    _ => ptr::copy_nonoverlapping(data.as_ptr(), to, data.len()),
                }
                Ok(())
            })
        }
    })
}
