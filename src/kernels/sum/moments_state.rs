//! The state behind `Moments`: the exact count, sum and sum of squares of everything that was added.

use super::exact::{EXACT_SUM_BYTES, ExactDot, ExactSum, Full, Summand};
use super::fixed_point::ProductState;
use super::integer::sum_of_squares_integer;
use super::moments_exact::{Spread, is_possible, mean_of, spread_of};
use super::{Float, Integer};
use crate::kernels::parallel::{is_stopped, map_reduce};
use crate::kernels::view::Input;

const MAGIC: [u8; HEADER] = *b"ABXM\x01\0\0\0";
const HEADER: usize = 8;
const COUNT: usize = 8;
const SQUARES: usize = 8 * 68;
/// The bytes of stored [`Moments`].
pub const MOMENTS_BYTES: usize = HEADER + COUNT + EXACT_SUM_BYTES + SQUARES;
/// Elements of which first the sum is taken and then the squares, from a cache.
const CACHED: usize = 1 << 12;

/// Exact moments: any order and any grouping of the same values gives the same state.
#[derive(Clone, Default)]
pub struct Moments {
    count: u64,
    sum: ExactSum,
    squares: ExactDot,
}

/// A type of elements that [`Moments`] take.
pub trait Squared: Summand {
    /// Adds the square of every element of a block, exactly.
    fn add_squares(squares: &mut ExactDot, block: &[Self]);
}

macro_rules! squared {
    (float $($float:ty)*; integer $($integer:ty)*) => {
        $(impl Squared for $float {
            fn add_squares(squares: &mut ExactDot, block: &[$float]) {
                <$float as Float>::add_products(squares, block, block);
            }
        })*
        $(impl Squared for $integer {
            fn add_squares(squares: &mut ExactDot, block: &[$integer]) {
                add_integers(squares, block);
            }
        })*
    };
}
squared! { float f64 f32; integer i64 u64 i32 u32 i16 u16 i8 u8 }

fn add_integers<T: Integer>(squares: &mut ExactDot, block: &[T]) {
    let words = sum_of_squares_integer(&Input::Slice(block), 1);
    for (place, word) in words.into_iter().enumerate() {
        squares.update_scaled(u128::from(word), 64 * place as i32, false);
    }
}

impl Moments {
    /// Of no values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds every element of an input. `Err`, with nothing changed, if the state is near its limit.
    #[inline(never)]
    pub fn update_input<T: Squared>(&mut self, values: &Input<T>) -> Result<(), Full> {
        let part = |range| {
            let mut moments = Moments::new();
            values.for_each_block(range, |block| {
                for block in block.chunks(CACHED) {
                    moments.count += block.len() as u64;
                    T::add_block(&mut moments.sum, block);
                    T::add_squares(&mut moments.squares, block);
                }
            });
            moments
        };
        let merge = |mut a: Moments, b: Moments| {
            // Elements alone never come near the limit.
            _ = a.merge(&b);
            a
        };
        let all = map_reduce(values.len(), 1, part, merge);
        // Where that was stopped it is not all.
        if is_stopped() { Ok(()) } else { self.merge(&all) }
    }

    /// Adds others. `Err`, with nothing changed, if the state is near its limit.
    pub fn merge(&mut self, other: &Self) -> Result<(), Full> {
        let count = self.count.checked_add(other.count).ok_or(Full)?;
        if !self.squares.state.has_room() || !other.squares.state.has_room() {
            return Err(Full);
        }
        self.sum.merge(&other.sum)?;
        self.squares.merge(&other.squares);
        self.count = count;
        Ok(())
    }

    /// How many values were added.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The mean, rounded once; NaN of no values.
    pub fn mean(&self) -> f64 {
        match (self.count, self.sum.specials.total()) {
            (0, _) => f64::NAN,
            (_, Some(special)) => special,
            (count, None) => mean_of(count, &self.sum.state),
        }
    }

    /// The spread, rounded once; NaN of fewer values than it takes.
    pub fn spread(&self, spread: Spread) -> f64 {
        match self.sum.specials.total() {
            _ if self.count < spread.least() => f64::NAN,
            Some(_) if spread.root => f64::NAN,
            Some(special) => special,
            None => spread_of(self.count, &self.sum.state, &self.squares.state, spread),
        }
    }

    /// The canonical bytes: magic and version, three zero bytes, the count, the bytes of an [`ExactSum`], then the
    /// limbs of the sum of squares in units of 2^-2148, all little-endian.
    pub fn to_bytes(&self) -> [u8; MOMENTS_BYTES] {
        let mut bytes = [0; MOMENTS_BYTES];
        let squares: [u8; SQUARES] = {
            let mut squares = [0; SQUARES];
            for (slot, limb) in squares.chunks_exact_mut(8).zip(self.squares.state.limbs()) {
                slot.copy_from_slice(&limb.to_le_bytes());
            }
            squares
        };
        let parts = [&MAGIC[..], &self.count.to_le_bytes(), &self.sum.to_bytes(), &squares];
        bytes.iter_mut().zip(parts.concat()).for_each(|(slot, byte)| *slot = byte);
        bytes
    }

    /// The moments with these bytes; `None` if [`Moments::to_bytes`] cannot have made them.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (magic, rest) = bytes.split_at_checked(HEADER)?;
        let (count, rest) = rest.split_at_checked(COUNT)?;
        let (sum, squares) = rest.split_at_checked(EXACT_SUM_BYTES)?;
        if magic != MAGIC || squares.len() != SQUARES {
            return None;
        }
        let count = u64::from_le_bytes(*count.first_chunk()?);
        let sum = ExactSum::from_bytes(sum)?;
        let limbs = squares.chunks_exact(8).filter_map(|chunk| chunk.first_chunk());
        let squares = ProductState::from_limbs(limbs.map(|&chunk| u64::from_le_bytes(chunk)));
        let moments = Moments { count, sum, squares: ExactDot { state: squares, ..ExactDot::new() } };
        moments.is_possible().then_some(moments)
    }

    /// Whether there are values that have these moments, as far as they must be in order here.
    fn is_possible(&self) -> bool {
        let (sum, squares) = (&self.sum.state, &self.squares.state);
        if self.count == 0 {
            return self.to_bytes() == Moments::new().to_bytes();
        }
        // Of integers alone every bit below one is zero.
        let whole = |place: usize, limb: u64| match place {
            33 => limb & ((1 << 36) - 1) == 0,
            _ => place > 33 || limb == 0,
        };
        let fits =
            self.sum.has_float() || squares.limbs().enumerate().all(|(place, limb)| whole(place, limb));
        fits && sum.has_room() && squares.has_room() && is_possible(self.count, sum, squares)
    }
}
