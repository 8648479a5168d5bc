//! Sums of doubles by exponent: exact for any data, at about one and a half cycles for each.
//!
//! The "large superaccumulator" of R. M. Neal, "Fast exact summation using small and large superaccumulators", 2015,
//! section 4: for each sign and exponent the sum of the mantissas, one addition in memory for each value. Instead of a
//! counter for each sum, which would be a second store, all sums are looked at now and then, as far as they are used.

use super::exact::Specials;
use super::fixed_point::FixedPoint;

/// For each sign and exponent.
const SUMS: usize = 1 << 12;
/// Sums that are looked at together: one word has a bit for each group.
const GROUP: usize = 64;
/// How many values go to the sums before it is noted which groups they have used: few enough for the CPU to do both at
/// the same time, and many enough for vectors.
const CHUNK: usize = 256;
const FRACTION: u64 = (1 << 52) - 1;
const IMPLICIT: u64 = 1 << 52;
/// The groups of the least exponent field, of zeros and subnormal numbers, which have no implicit bit.
const LEAST: u64 = 1 | 1 << 32;
/// The groups of the greatest exponent field, of infinities and NaN.
const GREATEST: u64 = 1 << 31 | 1 << 63;

/// For each sign and exponent field the sum of the mantissas.
pub struct Table {
    sums: [u64; SUMS],
    /// The groups in which a sum may not be zero.
    used: u64,
    /// So many mantissas, of 53 bits, may be added before a sum may overflow.
    room: usize,
}

impl Table {
    /// An empty table, of 32 KiB.
    #[inline(always)]
    pub fn new() -> Self {
        Table { sums: [0; SUMS], used: 0, room: Self::room(0) }
    }

    /// How many mantissas fit above a sum.
    fn room(sum: u64) -> usize {
        ((u64::MAX - sum) >> 53) as usize
    }

    /// Adds the first values, as many as there is room for, which are at least 512; notes those that are not finite,
    /// and returns the others.
    #[inline(always)]
    pub fn add<'a>(&mut self, specials: &mut Specials, values: &'a [f64]) -> &'a [f64] {
        let (values, rest) = values.split_at(values.len().min(self.room));
        self.room -= values.len();
        for chunk in values.chunks(CHUNK) {
            let mut used = 0;
            for value in chunk {
                used |= 1 << (value.to_bits() >> 58);
            }
            self.used |= used;
            for value in chunk {
                let bits = value.to_bits();
                let sum = &mut self.sums[(bits >> 52) as usize];
                *sum = sum.wrapping_add(bits & FRACTION | IMPLICIT);
            }
            if used & (LEAST | GREATEST) != 0 {
                self.correct(specials, chunk);
            }
        }
        rest
    }

    /// Takes away what the values of the least and the greatest exponent field have added too much.
    #[inline(always)]
    fn correct(&mut self, specials: &mut Specials, values: &[f64]) {
        for sign in 0..2 {
            let first = (sign as usize) << 11;
            let of_least = |value: &&f64| value.to_bits() >> 52 == (sign << 11);
            let count = values.iter().filter(of_least).count() as u64;
            self.sums[first] = self.sums[first].wrapping_sub(count << 52);
            self.sums[first + (1 << 11) - 1] = 0;
        }
        values.iter().filter(|value| !value.is_finite()).for_each(|&value| specials.note(value));
    }

    /// Calls a function with the number and the sums of each group that is used.
    #[inline(always)]
    fn for_each_group(&mut self, mut function: impl FnMut(usize, &mut [u64])) {
        for (number, group) in self.sums.chunks_exact_mut(GROUP).enumerate() {
            if self.used >> number & 1 == 1 {
                function(number, group);
            }
        }
    }

    /// Makes room for at least 512 values, moving sums to a state where there is less.
    pub fn make_room<const CHUNKS: usize, const UNIT: i32>(&mut self, state: &mut FixedPoint<CHUNKS, UNIT>) {
        const LEAST_ROOM: usize = 512;
        if self.room >= LEAST_ROOM {
            return;
        }
        // Not the greatest sum but its bits: vectors of 64-bit integers have no maximum on every CPU.
        let mut seen = 0;
        self.for_each_group(|_, group| seen |= group.iter().fold(0, |seen, sum| seen | sum));
        if Self::room(seen) < LEAST_ROOM {
            self.empty(state);
            seen = 0;
        }
        self.room = Self::room(seen);
    }

    /// Moves everything to a state.
    pub fn empty<const CHUNKS: usize, const UNIT: i32>(&mut self, state: &mut FixedPoint<CHUNKS, UNIT>) {
        self.for_each_group(|number, group| {
            let negative = number >= 32;
            for (half, sums) in group.chunks_exact_mut(GROUP / 2).enumerate() {
                let field = (number % 32 * GROUP + half * GROUP / 2) as i32;
                if field == 0
                    && let Some(least) = sums.first_mut()
                {
                    // Subnormal numbers have the exponent of the least normal ones.
                    state.add_scaled(u128::from(std::mem::take(least)), -1074, negative);
                }
                // The sums' halves, of 32 bits, moved by less than 32 and added, fit a word:
                // (2^32 - 1) * (2^32 - 1).
                let (mut low, mut high) = (0, 0);
                for (place, sum) in sums.iter_mut().enumerate() {
                    low += (*sum & 0xffff_ffff) << place;
                    high += (*sum >> 32) << place;
                    *sum = 0;
                }
                let total = u128::from(low) + (u128::from(high) << 32);
                if field == 0 {
                    // Even, and the unit below is beyond the state's.
                    state.add_scaled(total >> 1, -1074, negative);
                } else {
                    state.add_scaled(total, field - 1075, negative);
                }
            }
        });
        self.used = 0;
        self.room = Self::room(0);
    }
}
