//! Sums of doubles by exponent: exact for any data, at a few cycles for each.
//!
//! The "large superaccumulator" of R. M. Neal, "Fast exact summation using small and large superaccumulators", 2015,
//! section 4; with signed mantissas, which halve it.

use super::exact::Specials;
use super::fixed_point::FixedPoint;

const EXPONENTS: usize = 1 << 11;
/// The exponent field of infinities and NaN.
const SPECIAL: usize = EXPONENTS - 1;
/// Mantissas of 53 bits that a sum has room for.
const FULL: u16 = 1 << 10;

/// For each exponent field the sum of its signed mantissas.
pub struct Table {
    sums: [i64; EXPONENTS],
    /// How many were added to each.
    counts: [u16; EXPONENTS],
}

impl Table {
    /// An empty table, of 20 KiB.
    pub fn new() -> Self {
        Table { sums: [0; EXPONENTS], counts: [0; EXPONENTS] }
    }

    /// Adds values; a sum that is full goes to `state`, and what is not finite to `specials`.
    pub fn add<const CHUNKS: usize, const UNIT: i32>(
        &mut self,
        state: &mut FixedPoint<CHUNKS, UNIT>,
        specials: &mut Specials,
        values: &[f64],
    ) {
        for value in values {
            let bits = value.to_bits();
            let field = (bits >> 52) as usize % EXPONENTS;
            let sign = bits.cast_signed() >> 63;
            let mantissa = (bits & ((1 << 52) - 1)) | u64::from(field != 0) << 52;
            self.sums[field] += (mantissa.cast_signed() ^ sign) - sign;
            self.counts[field] += 1;
            if self.counts[field] == FULL {
                self.flush(state, specials, field, values);
            }
        }
        self.flush(state, specials, SPECIAL, values);
    }

    /// Moves everything to a state.
    pub fn finish<const CHUNKS: usize, const UNIT: i32>(
        &mut self,
        state: &mut FixedPoint<CHUNKS, UNIT>,
        specials: &mut Specials,
    ) {
        for field in 0..SPECIAL {
            self.flush(state, specials, field, &[]);
        }
    }

    /// Moves one sum to a state, or notes those of `values` that are not finite.
    fn flush<const CHUNKS: usize, const UNIT: i32>(
        &mut self,
        state: &mut FixedPoint<CHUNKS, UNIT>,
        specials: &mut Specials,
        field: usize,
        values: &[f64],
    ) {
        if std::mem::take(&mut self.counts[field]) == 0 {
            return;
        }
        let sum = std::mem::take(&mut self.sums[field]);
        if field == SPECIAL {
            values.iter().filter(|value| !value.is_finite()).for_each(|&value| specials.note(value));
        } else {
            state.add_scaled(u128::from(sum.unsigned_abs()), field.max(1) as i32 - 1075, sum < 0);
        }
    }
}
