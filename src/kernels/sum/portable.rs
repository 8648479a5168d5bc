//! Vectors as arrays, for every CPU.

use super::lanes::Lanes;
use std::array::from_fn;

/// The platform's ABI floor.
#[derive(Clone, Copy)]
pub struct Portable;

const WIDTH: usize = 4;
type Vector = [f64; WIDTH];

impl Lanes for Portable {
    type Vector = Vector;
    const WIDTH: usize = WIDTH;
    const FUSED: bool = false;

    #[inline(always)]
    fn splat(self, value: f64) -> Vector {
        [value; WIDTH]
    }

    #[inline(always)]
    fn load(self, values: &[f64]) -> Vector {
        match values.first_chunk() {
            Some(&vector) => vector,
            None => from_fn(|lane| values.get(lane).copied().unwrap_or(0.0)),
        }
    }

    #[inline(always)]
    fn load_f32(self, values: &[f32]) -> Vector {
        match values.first_chunk::<WIDTH>() {
            Some(vector) => vector.map(f64::from),
            None => from_fn(|lane| values.get(lane).map_or(0.0, |&value| value.into())),
        }
    }

    #[inline(always)]
    fn store(self, a: Vector, slots: &mut [f64]) {
        if let Some(slots) = slots.first_chunk_mut() {
            *slots = a;
        }
    }

    #[inline(always)]
    fn add(self, a: Vector, b: Vector) -> Vector {
        from_fn(|lane| a[lane] + b[lane])
    }

    #[inline(always)]
    fn sub(self, a: Vector, b: Vector) -> Vector {
        from_fn(|lane| a[lane] - b[lane])
    }

    #[inline(always)]
    fn mul(self, a: Vector, b: Vector) -> Vector {
        from_fn(|lane| a[lane] * b[lane])
    }

    /// Without a fused multiply-add: T. J. Dekker, "A floating-point technique for extending the available
    /// precision", 1971, with Veltkamp's splitting. Where the splitting overflows the result is NaN; where a partial
    /// product underflows each of the five roundings loses at most 2^-1075.
    #[inline(always)]
    fn product_error(self, a: Vector, b: Vector, product: Vector) -> Vector {
        from_fn(|lane| {
            let ((a_high, a_low), (b_high, b_low)) = (split(a[lane]), split(b[lane]));
            ((a_high * b_high - product[lane]) + a_high * b_low + a_low * b_high) + a_low * b_low
        })
    }

    #[inline(always)]
    fn mul_add(self, a: Vector, b: Vector, c: Vector) -> Vector {
        from_fn(|lane| a[lane] * b[lane] + c[lane])
    }

    #[inline(always)]
    fn mul_sub<const EXACT: bool>(self, a: Vector, b: Vector, c: Vector) -> Vector {
        let product = self.mul(a, b);
        let rest = self.sub(product, c);
        if EXACT { rest } else { self.add(rest, self.product_error(a, b, product)) }
    }

    #[inline(always)]
    fn neg_mul_add(self, a: Vector, b: Vector, c: Vector) -> Vector {
        from_fn(|lane| c[lane] - a[lane] * b[lane])
    }

    #[inline(always)]
    fn abs(self, a: Vector) -> Vector {
        from_fn(|lane| a[lane].abs())
    }

    #[inline(always)]
    fn max(self, a: Vector, b: Vector) -> Vector {
        from_fn(|lane| if a[lane] > b[lane] { a[lane] } else { b[lane] })
    }

    #[inline(always)]
    fn min(self, a: Vector, b: Vector) -> Vector {
        from_fn(|lane| if a[lane] < b[lane] { a[lane] } else { b[lane] })
    }

    #[inline(always)]
    fn or(self, a: Vector, b: Vector, c: Vector) -> Vector {
        from_fn(|lane| f64::from_bits(a[lane].to_bits() | b[lane].to_bits() | c[lane].to_bits()))
    }

    #[inline(always)]
    fn or_xor(self, a: Vector, b: Vector, c: Vector) -> Vector {
        from_fn(|lane| f64::from_bits(a[lane].to_bits() | (b[lane].to_bits() ^ c[lane].to_bits())))
    }

    #[inline(always)]
    fn add_bits(self, a: Vector, b: Vector) -> Vector {
        from_fn(|lane| f64::from_bits(a[lane].to_bits().wrapping_add(b[lane].to_bits())))
    }

    #[inline(always)]
    fn sub_bits(self, a: Vector, b: Vector) -> Vector {
        from_fn(|lane| f64::from_bits(a[lane].to_bits().wrapping_sub(b[lane].to_bits())))
    }

    #[inline(always)]
    fn any(self, a: Vector, bits: u64) -> bool {
        a.iter().fold(0, |seen, lane| seen | lane.to_bits()) & bits != 0
    }

    #[inline(always)]
    fn swap<const DISTANCE: usize>(self, a: Vector) -> Vector {
        from_fn(|lane| a[(lane ^ DISTANCE) % WIDTH])
    }

    #[inline(always)]
    fn first(self, a: Vector) -> f64 {
        a[0]
    }
}

/// Two doubles of at most 26 bits whose sum is `value`.
#[inline(always)]
fn split(value: f64) -> (f64, f64) {
    let spread = value * 134_217_729.0; // 2^27 + 1
    let high = spread - (spread - value);
    (high, value - high)
}
