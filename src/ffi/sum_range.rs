//! The sum of a range.

use super::guard;
use super::slice::{check_output, write_all};
use super::status::{ABICUS_INVALID_ARGUMENT, Failure};
use crate::kernels::ranges::sum_range;

/// Writes start + (start + step) + ..., as far as that is before `stop` (below it, or above it for a negative `step`),
/// to `out`: two words of two's complement, the least significant first, which hold every such sum. The time does not
/// depend on how many there are. `ABICUS_INVALID_ARGUMENT` if `step` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_sum_range_i64(start: i64, stop: i64, step: i64, out: *mut u64) -> i32 {
    guard::call("abicus_sum_range_i64", || {
        check_output("out", out)?;
        let sum = sum_range(start, stop, step)
            .ok_or_else(|| Failure::new(ABICUS_INVALID_ARGUMENT, "step is 0, expected any other number"))?;
        // SAFETY: room for two words, as the header requires.
        unsafe { write_all(out, 2, &[sum as u64, (sum >> 64) as u64]) }
    })
}
