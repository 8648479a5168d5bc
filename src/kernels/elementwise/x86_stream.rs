//! Stores past the caches.

use super::maps::LINE;
use crate::kernels::view::Element;
use std::arch::x86_64::*;

/// Copies a whole line of elements to an aligned one, which is not read before. Everybody sees it in the order of the
/// program after [`finish_stores`].
#[inline(always)]
pub fn store_line<T: Element, const LANES: usize>(out: &mut [T; LANES], values: [T; LANES]) {
    let to = out.as_mut_ptr().cast::<__m128i>();
    if size_of_val(out) != LINE || to.align_offset(LINE) != 0 {
        *out = values;
        return;
    }
    // SAFETY: both are 64 bytes of elements that any bytes are, `out` is aligned to them, and SSE2 is in the ABI floor.
    unsafe {
        let from = values.as_ptr().cast::<__m128i>();
        for part in 0..LINE / size_of::<__m128i>() {
            _mm_stream_si128(to.add(part), _mm_loadu_si128(from.add(part)));
        }
    }
}

/// Waits until the stores are done.
pub fn finish_stores() {
    // SAFETY: SSE is in the ABI floor.
    unsafe { _mm_sfence() };
}
