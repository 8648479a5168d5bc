//! The exact sum of any doubles and integers: the state behind accumulators and behind every hard case.

use super::fixed_point::{ProductState, SumState};
use super::integer::sum_integer;
use super::passes;
use crate::kernels::parallel::{is_stopped, map_reduce};
use crate::kernels::view::{BLOCK, Element, Input};

/// The bytes of a serialised [`ExactSum`].
pub const EXACT_SUM_BYTES: usize = HEADER + 8 * LIMBS;
const HEADER: usize = 8;
const LIMBS: usize = 36;
/// An input of so many elements is added in far less time than a poll is due.
const SHORT: usize = 1 << 16;
const MAGIC: [u8; 5] = *b"ABXS\x01";

/// What was met besides finite numbers.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Specials(u8);

impl Specials {
    const POSITIVE_INFINITY: u8 = 2;
    const NEGATIVE_INFINITY: u8 = 4;
    const NAN: u8 = 8;

    /// Notes a value that is not finite.
    #[inline]
    pub fn note(&mut self, value: f64) {
        self.0 |= if value.is_nan() {
            Self::NAN
        } else if value > 0.0 {
            Self::POSITIVE_INFINITY
        } else {
            Self::NEGATIVE_INFINITY
        };
    }

    /// Notes what another has noted.
    pub fn merge(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// What the sum is because of them; `None` if nothing was noted.
    pub fn total(self) -> Option<f64> {
        match self.0 {
            0 => None,
            Self::POSITIVE_INFINITY => Some(f64::INFINITY),
            Self::NEGATIVE_INFINITY => Some(f64::NEG_INFINITY),
            _ => Some(f64::NAN),
        }
    }
}

/// The state would not hold the result: nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// An exact sum: any order and any grouping of the same values gives the same state.
#[derive(Clone, Default)]
pub struct ExactSum {
    pub(super) state: SumState,
    pub(super) specials: Specials,
    has_float: bool,
}

impl ExactSum {
    /// An empty sum.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds doubles. `Err` if merges have brought the state to its limit, near 2^1134.
    pub fn update(&mut self, values: &[f64]) -> Result<(), Full> {
        self.check_room()?;
        self.add_doubles(values);
        Ok(())
    }

    fn add_doubles(&mut self, values: &[f64]) {
        self.has_float |= !values.is_empty();
        passes::add_values(&mut self.state, &mut self.specials, values);
    }

    /// Adds an integer.
    pub fn update_integer(&mut self, value: i128) -> Result<(), Full> {
        self.check_room()?;
        self.state.add_integer(value);
        Ok(())
    }

    /// Adds every element of an input.
    #[inline(never)]
    pub fn update_input<T: Summand>(&mut self, values: &Input<T>) -> Result<(), Full> {
        self.check_room()?;
        if values.len() <= SHORT {
            values.for_each_block(0..values.len(), |block| T::add_block(self, block));
            return Ok(());
        }
        let part = |range| {
            let mut sum = ExactSum::new();
            values.for_each_block(range, |block| T::add_block(&mut sum, block));
            sum
        };
        let merge = |mut a: ExactSum, b: ExactSum| {
            // Sums of elements alone always have room.
            _ = a.merge(&b);
            a
        };
        let all = map_reduce(values.len(), 1, part, merge);
        // Where that was stopped it is not all.
        if is_stopped() { Ok(()) } else { self.merge(&all) }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) -> Result<(), Full> {
        self.check_room()?;
        other.check_room()?;
        self.state.merge(&other.state);
        self.specials.merge(other.specials);
        self.has_float |= other.has_float;
        Ok(())
    }

    fn check_room(&self) -> Result<(), Full> {
        if self.state.has_room() { Ok(()) } else { Err(Full) }
    }

    /// Whether a double was added, even a zero: then the total is a double.
    pub fn has_float(&self) -> bool {
        self.has_float
    }

    /// The exact total rounded once.
    pub fn round(&self) -> f64 {
        self.specials.total().unwrap_or_else(|| self.state.round())
    }

    /// The integer total as two's complement limbs, least significant first and sign-extended; `None` if a double
    /// was added.
    pub fn integer(&self) -> Option<[u64; LIMBS]> {
        if self.has_float {
            return None;
        }
        let mut limbs = [0; LIMBS];
        limbs.iter_mut().zip(self.state.limbs()).for_each(|(slot, limb)| *slot = limb);
        let sign = (limbs[LIMBS - 1].cast_signed() >> 63) as u64;
        // The unit is 2^-1074: sixteen whole limbs and fifty bits below one.
        let at = |place: usize| limbs.get(place).copied().unwrap_or(sign);
        Some(std::array::from_fn(|place| at(place + 16) >> 50 | at(place + 17) << 14))
    }

    /// The canonical bytes: magic and version, flags, two zero bytes, then the limbs of a two's complement number
    /// in units of 2^-1074, all little-endian.
    pub fn to_bytes(&self) -> [u8; EXACT_SUM_BYTES] {
        let mut bytes = [0; EXACT_SUM_BYTES];
        let (header, limbs) = bytes.split_at_mut(HEADER);
        header[..5].copy_from_slice(&MAGIC);
        header[5] = self.specials.0 | u8::from(self.has_float);
        for (slot, limb) in limbs.chunks_exact_mut(8).zip(self.state.limbs()) {
            slot.copy_from_slice(&limb.to_le_bytes());
        }
        bytes
    }

    /// The sum with these bytes; `None` if [`ExactSum::to_bytes`] cannot have made them.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (header, limbs) = bytes.split_at_checked(HEADER)?;
        let flags = header[5];
        let specials = Specials(flags & !1);
        let has_float = flags & 1 != 0;
        if bytes.len() != EXACT_SUM_BYTES
            || header[..5] != MAGIC
            || header[6..] != [0, 0]
            || flags > 15
            || (specials.0 != 0 && !has_float)
        {
            return None;
        }
        let limbs = limbs.chunks_exact(8).filter_map(|chunk| chunk.first_chunk());
        let sum = ExactSum {
            state: SumState::from_limbs(limbs.map(|&chunk| u64::from_le_bytes(chunk))),
            specials,
            has_float,
        };
        // Without a double the total is an integer: no bit below one.
        let fraction = sum.state.limbs().take(17).enumerate().any(|(place, limb)| {
            let mask = if place == 16 { (1 << 50) - 1 } else { u64::MAX };
            limb & mask != 0
        });
        (has_float || !fraction).then_some(sum)
    }
}

/// An exact sum of products of doubles or 64-bit integers.
#[derive(Clone, Default)]
pub struct ExactDot {
    pub(super) state: ProductState,
    pub(super) specials: Specials,
}

impl ExactDot {
    /// An empty sum.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `a[i] * b[i]` for every position that both have.
    pub fn update(&mut self, a: &[f64], b: &[f64]) {
        passes::add_products(&mut self.state, &mut self.specials, a, b);
    }

    /// Adds `magnitude * 2^exponent`, negated if `negative`; the exponent must be from -2148 up to 2100.
    pub fn update_scaled(&mut self, magnitude: u128, exponent: i32, negative: bool) {
        self.state.add_scaled(magnitude, exponent, negative);
    }

    /// Notes a term that is infinite or NaN.
    pub fn update_special(&mut self, term: f64) {
        self.specials.note(term);
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        self.state.merge(&other.state);
        self.specials.merge(other.specials);
    }

    /// The exact total rounded once.
    pub fn round(&self) -> f64 {
        self.specials.total().unwrap_or_else(|| self.state.round())
    }
}

/// A type of elements that an [`ExactSum`] takes.
pub trait Summand: Element {
    /// Adds every element of a block. The sum must have room.
    fn add_block(sum: &mut ExactSum, block: &[Self]);
}

impl Summand for f64 {
    fn add_block(sum: &mut ExactSum, block: &[f64]) {
        sum.add_doubles(block);
    }
}

impl Summand for f32 {
    fn add_block(sum: &mut ExactSum, block: &[f32]) {
        let mut doubles = [0.0; BLOCK];
        for part in block.chunks(BLOCK) {
            doubles.iter_mut().zip(part).for_each(|(double, &single)| *double = single.into());
            sum.add_doubles(&doubles[..part.len()]);
        }
    }
}

macro_rules! integer_summands {
    ($($type:ty)*) => {$(
        impl Summand for $type {
            fn add_block(sum: &mut ExactSum, block: &[$type]) {
                sum.state.add_integer(sum_integer(&Input::Slice(block), 1));
            }
        }
    )*};
}
integer_summands!(i64 u64 i32 u32 i16 u16 i8 u8);
