//! Sums of doubles by exponent: exact for any data, at a few cycles for each.
//!
//! The "large superaccumulator" of R. M. Neal, "Fast exact summation using small and large superaccumulators", 2015,
//! section 4, with two sums for each exponent in place of one and a count.

use super::exact::Specials;
use super::fixed_point::FixedPoint;

const EXPONENTS: usize = 1 << 11;

/// For each exponent field the sum of its signed mantissas: of their low 32 bits, and of the rest. Either has room
/// for 2^31 values.
pub struct Table {
    sums: [[i64; 2]; EXPONENTS],
    /// How many values there were.
    count: usize,
    specials: Specials,
}

impl Table {
    /// Values that the sums have room for.
    const ROOM: usize = 1 << 31;

    /// An empty table.
    pub fn new() -> Self {
        Table { sums: [[0; 2]; EXPONENTS], count: 0, specials: Specials::default() }
    }

    /// Whether so many more values fit.
    pub fn has_room(&self, len: usize) -> bool {
        len <= Self::ROOM - self.count.min(Self::ROOM)
    }

    /// Adds values; there must be room.
    pub fn add(&mut self, values: &[f64]) {
        self.count += values.len();
        for &value in values {
            let bits = value.to_bits();
            let field = (bits >> 52) as usize % EXPONENTS;
            if field == EXPONENTS - 1 {
                self.specials.note(value);
                continue;
            }
            let sign = bits.cast_signed() >> 63;
            let mantissa = (bits & ((1 << 52) - 1)) | u64::from(field != 0) << 52;
            let signed = (mantissa.cast_signed() ^ sign) - sign;
            let [low, high] = &mut self.sums[field];
            *low += signed & 0xffff_ffff;
            *high += signed >> 32;
        }
    }

    /// Moves everything to a state, and what is not finite to `specials`.
    pub fn flush<const CHUNKS: usize, const UNIT: i32>(
        &mut self,
        state: &mut FixedPoint<CHUNKS, UNIT>,
        specials: &mut Specials,
    ) {
        for (field, [low, high]) in self.sums.iter_mut().enumerate() {
            if *low != 0 || *high != 0 {
                let sum = (i128::from(*high) << 32) + i128::from(*low);
                state.add_scaled(sum.unsigned_abs(), field.max(1) as i32 - 1075, sum < 0);
                (*low, *high) = (0, 0);
            }
        }
        specials.merge(std::mem::take(&mut self.specials));
        self.count = 0;
    }
}
