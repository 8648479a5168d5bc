//! Brightness and contrast of bytes: any function of a byte is a table of 256.

use super::operand::{Loops, Operand, map_in_place, map_into, mapped};
use crate::kernels::view::{BLOCK, Input};
use std::collections::TryReserveError;

/// What becomes of each byte.
pub type Table = [u8; 256];

/// The table of `(p - 127.5) * (1 + contrast) + 127.5 + 255 * brightness`, computed in double precision in this order,
/// rounded with halves to even and kept in 0..=255. `None` if a number is not finite, or so large that the result for some
/// byte is NaN.
pub fn adjustment(brightness: f64, contrast: f64) -> Option<Table> {
    if !brightness.is_finite() || !contrast.is_finite() {
        return None;
    }
    let mut table = [0; 256];
    for (byte, slot) in (0..=u8::MAX).zip(&mut table) {
        let value = (f64::from(byte) - 127.5) * (1.0 + contrast) + 127.5 + 255.0 * brightness;
        if value.is_nan() {
            return None;
        }
        *slot = value.clamp(0.0, 255.0).round_ties_even() as u8;
    }
    Some(table)
}

struct Look<'a>(&'a Table);

impl Loops<u8, u8> for Look<'_> {
    fn block(&self, values: &[u8], out: &mut [u8], _stream: bool) {
        #[cfg(target_arch = "x86_64")]
        if super::x86_table::apply(self.0, values, out) {
            return;
        }
        for (slot, &value) in out.iter_mut().zip(values) {
            *slot = self.0[usize::from(value)];
        }
    }
    fn in_place(&self, out: &mut [u8]) {
        let mut scratch = [0; BLOCK];
        for block in out.chunks_mut(BLOCK) {
            let copy = scratch.get_mut(..block.len()).unwrap_or(&mut []);
            copy.copy_from_slice(block);
            self.block(copy, block, false);
        }
    }
}

/// The bytes that a table makes of others.
pub fn adjusted(values: &Input<u8>, table: &Table) -> Result<Vec<u8>, TryReserveError> {
    mapped(values, &Look(table))
}

/// The same, written to `out`, which is as long. If the caller wants to stop, the rest stays as it was.
pub fn adjust_into(values: Operand<u8>, table: &Table, out: &mut [u8]) {
    match values {
        Operand::Input(input) => map_into(input, out, &Look(table)),
        Operand::Out => map_in_place(out, &Look(table)),
    }
}
