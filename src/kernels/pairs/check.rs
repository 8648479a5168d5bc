//! Which pair has no root: one of infinity or NaN, or whose squares are too large.

use super::width::Width;
use crate::kernels::parallel::stop_requested;
use crate::kernels::per_level::{Work, at_level};

/// Elements looked at between two questions whether to stop.
const PIECE: usize = 1 << 22;
const LANES: usize = 16;

/// What is known of elements.
#[derive(Clone, Copy)]
pub struct Survey<T> {
    /// The greatest magnitude of those that are finite.
    pub greatest: T,
    /// Whether all are finite.
    pub finite: bool,
}

struct Look<'a, T>(&'a [T]);

impl<T: Width> Work for Look<'_, T> {
    type Output = Survey<T>;
    #[inline(always)]
    fn run(self) -> Survey<T> {
        let mut greatest = [T::default(); LANES];
        let mut strange = [false; LANES];
        let (chunks, tail) = self.0.as_chunks::<LANES>();
        for chunk in chunks {
            for lane in 0..LANES {
                look(chunk[lane], &mut greatest[lane], &mut strange[lane]);
            }
        }
        for (lane, &value) in tail.iter().enumerate() {
            look(value, &mut greatest[lane], &mut strange[lane]);
        }
        let most = |a, b| if b > a { b } else { a };
        Survey {
            greatest: greatest.into_iter().fold(T::default(), most),
            finite: !strange.into_iter().any(|strange| strange),
        }
    }
}

#[inline(always)]
fn look<T: Width>(value: T, greatest: &mut T, strange: &mut bool) {
    let magnitude = value.magnitude();
    let finite = magnitude < T::INFINITY;
    *greatest = if finite && magnitude > *greatest { magnitude } else { *greatest };
    *strange |= !finite;
}

/// Looks at all elements.
pub fn survey<T: Width>(values: &[T]) -> Survey<T> {
    let mut found = Survey { greatest: T::default(), finite: true };
    for piece in values.chunks(PIECE) {
        let part = at_level(Look(piece));
        found.finite &= part.finite;
        if part.greatest > found.greatest {
            found.greatest = part.greatest;
        }
        if values.len() > PIECE && stop_requested() {
            break;
        }
    }
    found
}

/// Whether a pair counts and has no finite sum of squares.
fn is_bad<T: Width>(a: T, b: T) -> bool {
    let skipped = a > b;
    !skipped && !(a * a + b * b).is_finite()
}

/// The places of the first pair, by `a` and then by `b`, that counts and has no finite sum of squares.
///
/// O(len(a) + len(b)), but where negative elements are so large that twice their square is infinite.
#[cold]
pub fn first_bad<T: Width>(a: &[T], b: &[T]) -> Option<(usize, usize)> {
    let zero = T::default();
    let has_nan = b.iter().any(|&b| b.partial_cmp(&b).is_none());
    // Of those that are not negative the largest has the largest sum of squares, and counts if any does.
    let largest = b.iter().copied().filter(|&b| b >= zero).reduce(|x, y| if y > x { y } else { x });
    let mut looked = 0;
    let any_bad = |&a: &T| {
        if has_nan || largest.is_some_and(|b| is_bad(a, b)) {
            return true;
        }
        // Of negative ones that count, none has a larger magnitude.
        if a >= zero || (a * a + a * a).is_finite() {
            return false;
        }
        looked += b.len();
        if looked > PIECE {
            looked = 0;
            if stop_requested() {
                return true;
            }
        }
        b.iter().any(|&b| is_bad(a, b))
    };
    let place = a.iter().position(any_bad)?;
    let value = a.get(place).copied()?;
    Some((place, b.iter().position(|&b| is_bad(value, b))?))
}
