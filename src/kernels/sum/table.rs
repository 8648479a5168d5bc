//! Doubles of any exponents summed exactly by a table with a row for each sign and exponent: the "large
//! superaccumulator" of R. M. Neal, "Fast exact summation using small and large superaccumulators", 2015, section 4.

use super::fixed_point::SumState;

/// Signs and exponents.
const ROWS: usize = 1 << 12;
/// The rows of infinities and NaN.
const SPECIAL: [usize; 2] = [0x7ff, 0xfff];
/// Additions to a row before its fractions of 52 bits could overflow 64.
const MOST: u16 = 1 << 11;

/// Sums by sign and exponent.
pub struct Table {
    /// The sum of the bits of all doubles added to the row, modulo 2^64.
    bits: [u64; ROWS],
    /// How many were added.
    counts: [u16; ROWS],
    /// Whether infinities or NaN were met.
    special: bool,
}

impl Table {
    /// An empty table, of 40 KiB.
    pub fn new() -> Self {
        Table { bits: [0; ROWS], counts: [0; ROWS], special: false }
    }

    /// Adds values; rows that are full go to `state`. Returns whether infinities or NaN were among them, which are not
    /// added.
    pub fn add(&mut self, values: &[f64], state: &mut SumState) -> bool {
        for value in values {
            let bits = value.to_bits();
            let row = (bits >> 52) as usize;
            self.bits[row] = self.bits[row].wrapping_add(bits);
            self.counts[row] += 1;
            if self.counts[row] == MOST {
                self.flush(row, state);
            }
        }
        SPECIAL.iter().for_each(|&row| self.flush(row, state));
        std::mem::take(&mut self.special)
    }

    /// Adds all rows to `state`.
    pub fn finish(mut self, state: &mut SumState) {
        (0..ROWS).for_each(|row| self.flush(row, state));
    }

    fn flush(&mut self, row: usize, state: &mut SumState) {
        let (bits, count) = (self.bits[row], u64::from(self.counts[row]));
        self.counts[row] = 0;
        if count == 0 {
            return;
        }
        if SPECIAL.contains(&row) {
            self.special = true;
            return;
        }
        self.bits[row] = 0;
        let field = (row & 0x7ff) as i32;
        // Without sign and exponent, with the implicit bit of normal numbers.
        let fractions = bits.wrapping_sub(count.wrapping_mul((row as u64) << 52));
        let implicit = if field == 0 { 0 } else { u128::from(count) << 52 };
        state.add_scaled(u128::from(fractions) + implicit, field.max(1) - 1075, row >= ROWS / 2);
    }
}
