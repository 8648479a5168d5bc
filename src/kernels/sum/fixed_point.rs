//! A superaccumulator: one fixed-point number wide enough for every double, or every product of two.
//!
//! The number is kept as signed 64-bit chunks of 32 bits each, so that an addition touches three chunks and no
//! carry runs until 2^30 additions have been made (the "small superaccumulator" of R. M. Neal, "Fast exact
//! summation using small and large superaccumulators", 2015, section 3).

/// Additions that may be made between two carries: each adds less than 2^32 to a chunk of 63 bits.
const ADDITIONS_BEFORE_CARRY: u32 = 1 << 30;

/// A fixed-point number of `CHUNKS` times 32 bits, in units of 2^`UNIT`.
#[derive(Clone)]
pub struct FixedPoint<const CHUNKS: usize, const UNIT: i32> {
    chunks: [i64; CHUNKS],
    additions: u32,
}

/// Wide enough for any sum of doubles and 128-bit integers, with 2^140 of headroom.
pub type SumState = FixedPoint<72, -1074>;
/// Wide enough for any sum of products of two doubles or 64-bit integers.
pub type ProductState = FixedPoint<136, -2148>;

impl<const CHUNKS: usize, const UNIT: i32> Default for FixedPoint<CHUNKS, UNIT> {
    fn default() -> Self {
        FixedPoint { chunks: [0; CHUNKS], additions: 0 }
    }
}

/// A finite double as (mantissa, exponent of the mantissa's last bit, sign); `None` for infinities and NaN.
#[inline(always)]
pub fn decompose(value: f64) -> Option<(u64, i32, bool)> {
    let bits = value.to_bits();
    let field = (bits >> 52) as i32 & 0x7ff;
    let fraction = bits & ((1 << 52) - 1);
    let implicit = u64::from(field != 0) << 52;
    (field != 0x7ff).then_some((fraction | implicit, field.max(1) - 1075, bits >> 63 != 0))
}

impl<const CHUNKS: usize, const UNIT: i32> FixedPoint<CHUNKS, UNIT> {
    /// Adds `magnitude * 2^exponent`, negated if `negative`; the exponent must not be below `UNIT`.
    #[inline(always)]
    fn add_pieces<const PIECES: usize>(&mut self, magnitude: u128, exponent: i32, negative: bool) {
        let position = (exponent - UNIT) as usize;
        let (first, shift) = (position / 32, position % 32);
        let sign = -i64::from(negative);
        let mut low = (magnitude & 0xffff_ffff_ffff_ffff) << shift;
        let high = (magnitude >> 64) << shift;
        for (piece, chunk) in self.chunks.iter_mut().skip(first).take(PIECES).enumerate() {
            if piece == 2 {
                low += high;
            }
            *chunk += ((low as u32 as i64) ^ sign) - sign;
            low >>= 32;
        }
        self.additions += 1;
        if self.additions >= ADDITIONS_BEFORE_CARRY {
            self.carry();
        }
    }

    /// Adds a finite double; infinities and NaN are not added, and `false` is returned.
    #[inline(always)]
    pub fn add(&mut self, value: f64) -> bool {
        let Some((mantissa, exponent, negative)) = decompose(value) else { return false };
        self.add_pieces::<3>(u128::from(mantissa), exponent, negative);
        true
    }

    /// Adds `magnitude * 2^exponent`, negated if `negative`; the exponent must not be below `UNIT`.
    #[inline]
    pub fn add_scaled(&mut self, magnitude: u128, exponent: i32, negative: bool) {
        self.add_pieces::<5>(magnitude, exponent, negative);
    }

    /// Adds an integer.
    pub fn add_integer(&mut self, value: i128) {
        self.add_scaled(value.unsigned_abs(), 0, value < 0);
    }

    /// Adds the product of two finite doubles; if one is not finite nothing is added, and `false` is returned.
    #[inline(always)]
    pub fn add_product(&mut self, a: f64, b: f64) -> bool {
        let (Some(a), Some(b)) = (decompose(a), decompose(b)) else { return false };
        self.add_pieces::<5>(u128::from(a.0) * u128::from(b.0), a.1 + b.1, a.2 != b.2);
        true
    }

    /// Adds another number of the same format.
    pub fn merge(&mut self, other: &Self) {
        self.carry();
        let mut other = other.clone();
        other.carry();
        for (chunk, more) in self.chunks.iter_mut().zip(other.chunks) {
            *chunk += more;
        }
        self.carry();
    }

    /// Brings every chunk but the last, which has the sign, to 0..2^32: the one canonical form of a number.
    pub fn carry(&mut self) {
        let mut carry = 0;
        for (place, chunk) in self.chunks.iter_mut().enumerate() {
            *chunk += carry;
            if place + 1 < CHUNKS {
                carry = *chunk >> 32;
                *chunk &= 0xffff_ffff;
            }
        }
        self.additions = 0;
    }

    /// Whether the magnitude leaves at least 2^64 of headroom. Numbers with room may be added to freely once.
    pub fn has_room(&self) -> bool {
        let mut copy = self.clone();
        copy.carry();
        let [.., third, second, first] = copy.chunks.as_slice() else { return false };
        matches!((*first, *second, *third), (0, 0, 0) | (-1, 0xffff_ffff, 0xffff_ffff))
    }

    /// The limbs of the canonical two's complement form, least significant first: `CHUNKS / 2` of them.
    pub fn limbs(&self) -> impl Iterator<Item = u64> {
        let mut copy = self.clone();
        copy.carry();
        (0..CHUNKS / 2)
            .map(move |limb| copy.chunks[2 * limb] as u64 | (copy.chunks[2 * limb + 1] as u64) << 32)
    }

    /// The number with these limbs, missing ones being zero.
    pub fn from_limbs(limbs: impl Iterator<Item = u64>) -> Self {
        let mut state = Self::default();
        for (pair, limb) in state.chunks.chunks_exact_mut(2).zip(limbs) {
            if let [low, high] = pair {
                *low = (limb & 0xffff_ffff) as i64;
                *high = (limb >> 32) as i64;
            }
        }
        if let Some(last) = state.chunks.last_mut() {
            *last = i64::from(*last as i32);
        }
        state
    }

    /// The number rounded once to the nearest double, ties to even; infinite beyond the doubles' range, +0.0 for
    /// zero.
    pub fn round(&self) -> f64 {
        let mut copy = self.clone();
        copy.carry();
        let negative = copy.chunks.last().is_some_and(|&last| last < 0);
        if negative {
            copy.chunks.iter_mut().for_each(|chunk| *chunk = -*chunk);
            copy.carry();
        }
        let Some(top) = copy.chunks.iter().rposition(|&chunk| chunk != 0) else { return 0.0 };
        let chunk = |place: usize| copy.chunks.get(place).map_or(0, |&chunk| chunk as u64 as u128);
        // The three highest chunks hold at least 65 bits that count; what is below them only breaks ties.
        let base = top.saturating_sub(2);
        let window = chunk(base + 2) << 64 | chunk(base + 1) << 32 | chunk(base);
        let below = copy.chunks.iter().take(base).any(|&chunk| chunk != 0);
        let highest = 127 - window.leading_zeros() as i32 + 32 * base as i32;
        // The last bit kept: 53 bits below the highest, but not below the least subnormal.
        let last = (highest - 52).max(-1074 - UNIT);
        let shift = last - 32 * base as i32;
        if last + UNIT > 971 {
            return if negative { f64::NEG_INFINITY } else { f64::INFINITY };
        }
        let (kept, half_and_rest) = match shift {
            ..=0 => (window << -shift, 0),
            1..128 => (window >> shift, window << (128 - shift)),
            _ => (0, u128::from(window != 0 || below)),
        };
        let half = 1 << 127;
        let tie = half_and_rest == half && !below;
        let up = half_and_rest > half || half_and_rest == half && (below || kept & 1 == 1);
        debug_assert!(!tie || up == (kept & 1 == 1));
        // The implicit bit of `kept` adds one to the exponent field, and a carry out of it another.
        let bits = (((last + UNIT + 1074) as u64) << 52) + kept as u64 + u64::from(up);
        f64::from_bits(bits | u64::from(negative) << 63)
    }
}
