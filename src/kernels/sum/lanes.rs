//! What the float kernels need of a vector of doubles, so that they are written once for every instruction set.

/// A token that stands for an instruction set which this CPU has, and its operations on vectors of doubles.
///
/// Only the dispatch makes tokens, after asking [`crate::cpu`].
pub trait Lanes: Copy {
    /// A vector.
    type Vector: Copy;
    /// How many doubles a vector holds, at most [`MOST`].
    const WIDTH: usize;

    /// A vector of one value.
    fn splat(self, value: f64) -> Self::Vector;
    /// The first values of a slice; zeros where it has fewer than a vector.
    fn load(self, values: &[f64]) -> Self::Vector;
    /// The same, widened.
    fn load_f32(self, values: &[f32]) -> Self::Vector;
    /// `a + b`, rounded.
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a - b`, rounded.
    fn sub(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a * b`, rounded.
    fn mul(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a * b - product`, exact where it is representable and `product` is [`Lanes::mul`] of the two; otherwise
    /// infinite, NaN, or off by less than 2^-1066.
    fn product_error(self, a: Self::Vector, b: Self::Vector, product: Self::Vector) -> Self::Vector;
    /// `a * power + b`, rounded once; where the product underflows it may be off by 2^-1074.
    fn scale_add(self, a: Self::Vector, power: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a * power - b`, likewise.
    fn scale_sub(self, a: Self::Vector, power: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The magnitudes.
    fn abs(self, a: Self::Vector) -> Self::Vector;
    /// The greater of each two; any of the two where one is NaN.
    fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The bits that any of the three has set.
    fn or(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// The values, zeros beyond the width.
    fn to_array(self, a: Self::Vector) -> [f64; MOST];
}

/// The most doubles in a vector.
pub const MOST: usize = 8;

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
