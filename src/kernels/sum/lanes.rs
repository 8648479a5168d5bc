//! What the float kernels need of a vector of doubles, so that they are written once for every instruction set.

/// A token that stands for an instruction set which this CPU has, and its operations on vectors of doubles.
///
/// Only the dispatch makes tokens, after asking [`crate::cpu`].
pub trait Lanes: Copy {
    /// A vector.
    type Vector: Copy;
    /// How many doubles a vector holds: 2, 4 or 8.
    const WIDTH: usize;
    /// Whether a multiplication and an addition are one operation.
    const FUSED: bool;

    /// A vector of one value.
    fn splat(self, value: f64) -> Self::Vector;
    /// The first values of a slice; zeros where it has fewer than a vector.
    fn load(self, values: &[f64]) -> Self::Vector;
    /// The same, widened.
    fn load_f32(self, values: &[f32]) -> Self::Vector;
    /// Writes to the first places of a slice; nothing if it has fewer than a vector.
    fn store(self, a: Self::Vector, slots: &mut [f64]);
    /// `a + b`, rounded.
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a - b`, rounded.
    fn sub(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a * b`, rounded.
    fn mul(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a * b - product`, exact where it is representable and `product` is [`Lanes::mul`] of the two; otherwise
    /// infinite, NaN, or off by less than 2^-1066.
    fn product_error(self, a: Self::Vector, b: Self::Vector, product: Self::Vector) -> Self::Vector;
    /// `a * b + c`, rounded once; where the CPU cannot do that, after the product.
    fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// `a * b - c`, rounded once; where the CPU cannot do that, and unless the product is `EXACT`ly representable,
    /// `product - c` plus the product's error, as [`Lanes::product_error`] finds it.
    fn mul_sub<const EXACT: bool>(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// `c - a * b`, as [`Lanes::mul_add`].
    fn neg_mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// The magnitudes.
    fn abs(self, a: Self::Vector) -> Self::Vector;
    /// The greater of each two; any of the two where one is NaN.
    fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The lesser of each two; any of the two where one is NaN.
    fn min(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The bits that any of the three has set.
    fn or(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// The bits that `a` has set, and those in which `b` and `c` differ.
    fn or_xor(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// The bits of the lanes added as integers, without regard to overflow.
    fn add_bits(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The bits of the lanes subtracted as integers, without regard to overflow.
    fn sub_bits(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// Whether a lane has one of these bits set.
    fn any(self, a: Self::Vector, bits: u64) -> bool;
    /// Every lane exchanged with the one whose number differs in the bit `DISTANCE`, below the width.
    fn swap<const DISTANCE: usize>(self, a: Self::Vector) -> Self::Vector;
    /// The value of the first lane.
    fn first(self, a: Self::Vector) -> f64;
}

/// Runs a block for the distances 4, 2 and 1 below the width of `L`: combining each lane with the one at that
/// distance leaves every lane with the combination of all.
macro_rules! for_each_distance {
    ($distance:ident => $body:block) => {
        if L::WIDTH > 4 {
            const $distance: usize = 4;
            $body
        }
        if L::WIDTH > 2 {
            const $distance: usize = 2;
            $body
        }
        {
            const $distance: usize = 1;
            $body
        }
    };
}
pub(super) use for_each_distance;

/// A float type that vectors are loaded from.
pub trait Load: Copy {
    /// The first values of a slice as doubles; zeros where it has fewer than a vector.
    fn load<L: Lanes>(lanes: L, values: &[Self]) -> L::Vector;
}

impl Load for f64 {
    #[inline(always)]
    fn load<L: Lanes>(lanes: L, values: &[f64]) -> L::Vector {
        lanes.load(values)
    }
}

impl Load for f32 {
    #[inline(always)]
    fn load<L: Lanes>(lanes: L, values: &[f32]) -> L::Vector {
        lanes.load_f32(values)
    }
}
