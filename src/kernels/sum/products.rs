//! Products as sums of two doubles.

use super::lanes::{Lanes, for_each_distance};

/// Factors of at least this magnitude, and their counterparts below its inverse, have products of 2^-960 or more,
/// whose last bit is 2^-1066 or more, and of less than 2^961: the error of no such product underflows or overflows.
const LEAST: f64 = f64::from_bits((1023 - 480) << 52);

/// Writes every product as its rounded value and the error, exactly; `false` if a factor is not finite, or neither
/// zero nor of a magnitude for which that works.
#[inline(always)]
pub fn split_products<L: Lanes>(
    lanes: L,
    a: &[f64],
    b: &[f64],
    products: &mut [f64],
    errors: &mut [f64],
) -> bool {
    let (mut least, mut greatest) = (lanes.splat(1.0), lanes.splat(1.0));
    let zero = lanes.splat(0.0);
    // A NaN from the first infinity or NaN on.
    let mut finite = zero;
    let places = products.chunks_mut(L::WIDTH).zip(errors.chunks_mut(L::WIDTH));
    for ((a, b), (product, error)) in a.chunks(L::WIDTH).zip(b.chunks(L::WIDTH)).zip(places) {
        let (a, b) = (lanes.load(a), lanes.load(b));
        for factor in [a, b] {
            let magnitude = lanes.abs(factor);
            finite = lanes.scale_add(factor, zero, finite);
            greatest = lanes.max(magnitude, greatest);
            least = lanes.least_but_zero(least, magnitude);
        }
        let rounded = lanes.mul(a, b);
        lanes.store(rounded, product);
        lanes.store(lanes.product_error(a, b, rounded), error);
    }
    for_each_distance!(DISTANCE => {
        greatest = lanes.max(greatest, lanes.swap::<DISTANCE>(greatest));
        least = lanes.least_but_zero(least, lanes.swap::<DISTANCE>(least));
    });
    !lanes.any(finite, u64::MAX >> 1) && lanes.first(least) >= LEAST && lanes.first(greatest) <= 1.0 / LEAST
}
