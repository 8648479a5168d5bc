//! Large memory in large pages: fewer of them are to be had from the system, and to be found by each access.

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
