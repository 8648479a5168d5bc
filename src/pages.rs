//! Large memory: in large pages, of which fewer are to be had from the system and to be found by each access; and such as grows without
//! being copied.

use std::collections::TryReserveError;

/// Memory below this many bytes stays as it is (as with NumPy's arrays).
const LARGE: usize = 4 << 20;

/// Asks the system for large pages for a vector that has not been written to yet. Only a hint: nothing else changes.
pub fn prefer_large<T>(values: &mut Vec<T>) {
    #[cfg(target_os = "linux")]
    {
        let bytes = values.capacity().saturating_mul(size_of::<T>());
        if bytes < LARGE {
            return;
        }
        // SAFETY: takes nothing and returns a number.
        let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(0);
        if !page.is_power_of_two() {
            return;
        }
        let first = values.as_mut_ptr().cast::<u8>();
        let skipped = first.addr().wrapping_neg() & (page - 1);
        let len = bytes.saturating_sub(skipped) & !(page - 1);
        // SAFETY: whole pages within the vector's own memory; the advice does not change what is in them, and its failure
        // is of no consequence.
        unsafe { libc::madvise(first.wrapping_add(skipped).cast(), len, libc::MADV_HUGEPAGE) };
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (values, LARGE);
}

/// A vector that has come to so many bytes grows in place from there on.
const GROWING: usize = 6 << 20;

/// glibc maps so much memory by itself, whatever has been freed before; less of it may lie on the heap, where what grows is copied,
/// and what was copied stays behind.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
const MAPPED: usize = (32 << 20) + 4096;
#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
const MAPPED: usize = 0;

/// As `Vec::try_reserve`, for a vector that may become large: the memory that is not written to is not had from the system yet.
#[inline]
pub fn reserve_growing<T>(values: &mut Vec<T>, additional: usize) -> Result<(), TryReserveError> {
    if additional <= values.capacity() - values.len() { Ok(()) } else { grow(values, additional) }
}

#[cold]
fn grow<T>(values: &mut Vec<T>, additional: usize) -> Result<(), TryReserveError> {
    let bytes = values.len().saturating_add(additional).saturating_mul(size_of::<T>());
    let mapped = MAPPED / size_of::<T>().max(1);
    if (GROWING..MAPPED).contains(&bytes) && values.try_reserve_exact(mapped - values.len()).is_ok() {
        prefer_large(values);
        return Ok(());
    }
    values.try_reserve(additional)
}
