//! The only place where an object goes out to C as a pointer and comes back.

use super::control;
use super::slice::{check_output, write};
use super::status::{ABICUS_INVALID_ARGUMENT, ABICUS_POISONED, Failure};
use std::sync::atomic::{AtomicBool, Ordering};

/// An object that C holds.
pub struct Handle<T> {
    /// Set while a change is under way: a panic leaves it set.
    poisoned: AtomicBool,
    value: T,
}

impl<T> Handle<T> {
    fn check(&self) -> Result<(), Failure> {
        if self.poisoned.load(Ordering::Relaxed) {
            let message = "the handle saw an internal error in an earlier call, it can only be freed";
            return Err(Failure::new(ABICUS_POISONED, message));
        }
        Ok(())
    }
}

/// Gives an object to the caller, who frees it with [`free`].
///
/// # Safety
/// `out`, if it is not NULL, is valid for the write of a pointer.
pub unsafe fn give<T>(
    out: *mut *mut Handle<T>,
    make: impl FnOnce() -> Result<T, Failure>,
) -> Result<(), Failure> {
    check_output("out", out)?;
    let value = make()?;
    // SAFETY: checked above, and valid as the caller promises.
    unsafe { put(out, value) }
}

/// # Safety
/// `out` is valid for the write of a pointer.
#[inline(never)]
unsafe fn put<T>(out: *mut *mut Handle<T>, value: T) -> Result<(), Failure> {
    if control::stopped() {
        return Err(control::cancelled());
    }
    let handle = Box::new(Handle { poisoned: AtomicBool::new(false), value });
    // SAFETY: as the caller promises.
    unsafe { write(out, Box::into_raw(handle)) };
    Ok(())
}

/// Checks that a pointer can be that of an object.
fn check_pointer<T>(parameter: &str, pointer: *const T) -> Result<(), Failure> {
    if pointer.is_null() {
        return Err(Failure::null(parameter));
    }
    check_aligned(parameter, pointer)
}

/// Checks that a pointer, if it is not NULL, is aligned for what it points to.
pub fn check_aligned<T>(parameter: &str, pointer: *const T) -> Result<(), Failure> {
    if !pointer.is_aligned() {
        let (address, align) = (pointer.addr(), align_of::<T>());
        let message = format!("{parameter} is the address {address}, expected a multiple of {align}");
        return Err(Failure::new(ABICUS_INVALID_ARGUMENT, message));
    }
    Ok(())
}

/// Lends the object for reading.
///
/// # Safety
/// `handle`, if it is not NULL, came from [`give`], was not freed, and no other thread changes it meanwhile.
pub unsafe fn read<T, R>(
    parameter: &str,
    handle: *const Handle<T>,
    read: impl FnOnce(&T) -> Result<R, Failure>,
) -> Result<R, Failure> {
    check_pointer(parameter, handle)?;
    // SAFETY: not NULL, aligned, and a live object as the caller promises.
    let handle = unsafe { &*handle };
    handle.check()?;
    read(&handle.value)
}

/// Lends the object for a change; a panic in `change` poisons it.
///
/// # Safety
/// `handle`, if it is not NULL, came from [`give`], was not freed, and is used by no one else meanwhile.
pub unsafe fn change<T, R>(
    parameter: &str,
    handle: *mut Handle<T>,
    change: impl FnOnce(&mut T) -> Result<R, Failure>,
) -> Result<R, Failure> {
    check_pointer(parameter, handle)?;
    // SAFETY: not NULL, aligned, and a live object of the caller's own, as it promises.
    let handle = unsafe { &mut *handle };
    handle.check()?;
    *handle.poisoned.get_mut() = true;
    let result = change(&mut handle.value);
    *handle.poisoned.get_mut() = false;
    result
}

/// Frees the object; NULL does nothing.
///
/// # Safety
/// `handle`, if it is not NULL, came from [`give`] and was not freed.
pub unsafe fn free<T>(handle: *mut Handle<T>) {
    if !handle.is_null() {
        // SAFETY: made by `Box::into_raw` in `give`, and not freed before, as the caller promises.
        drop(unsafe { Box::from_raw(handle) });
    }
}

#[cfg(test)]
mod tests {
    use super::super::{guard, status::ABICUS_OK, status::ABICUS_PANIC};
    use super::*;
    use std::ptr;

    /// What a call of the C ABI that changes a number does: it panics at 7.
    fn set(handle: *mut Handle<i32>, new: i32) -> i32 {
        guard::call("set", || {
            // SAFETY: NULL, or a live handle of the test's own.
            unsafe {
                change("number", handle, |number| {
                    *number = new;
                    assert!(new != 7, "on purpose");
                    Ok(())
                })
            }
        })
    }

    #[test]
    fn a_handle_that_saw_a_panic_can_only_be_freed() {
        let mut handle = ptr::null_mut();
        // SAFETY: a place for a pointer, then the handle in it, which is freed at the end.
        unsafe {
            assert!(give(&raw mut handle, || Ok(1)).is_ok());
            assert_eq!(set(handle, 2), ABICUS_OK);
            assert_eq!(read("number", handle, |number| Ok(*number)).ok(), Some(2));
            assert_eq!(set(handle, 7), ABICUS_PANIC);
            guard::with_last_error(|text| {
                assert_eq!(text, "set: internal error, please report it: on purpose")
            });
            assert_eq!(set(handle, 3), ABICUS_POISONED);
            guard::with_last_error(|text| assert!(text.contains("it can only be freed"), "{text}"));
            assert_eq!(read("number", handle, |number| Ok(*number)).err().unwrap().status, ABICUS_POISONED);
            free(handle);
        }
    }
}
