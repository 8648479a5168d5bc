//! Hypotenuses where a condition holds.

use super::operand::{Operand, copy_block};
use crate::kernels::parallel::stop_requested;
use crate::kernels::per_level::{Work, at_level};
use crate::kernels::view::{BLOCK, Element, Input};
use std::ops::{Add, Mul};

/// Elements between two questions whether to stop.
const PIECE: usize = 1 << 20;

/// `f64` or `f32`.
pub trait Hypot: Element + PartialOrd + Add<Output = Self> + Mul<Output = Self> {
    /// The square root.
    fn root(self) -> Self;
    /// A block by hand-made vectors; `false`, with nothing done, where the compiler's are as good.
    fn by_hand(_a: &[Self], _b: &[Self], _above: Self, _out: &mut [Self]) -> bool {
        false
    }
}

impl Hypot for f64 {
    #[inline(always)]
    fn root(self) -> f64 {
        self.sqrt()
    }
    #[cfg(target_arch = "x86_64")]
    fn by_hand(a: &[f64], b: &[f64], above: f64, out: &mut [f64]) -> bool {
        super::x86_hypot::masked_hypot_f64(a, b, above, out)
    }
}

impl Hypot for f32 {
    #[inline(always)]
    fn root(self) -> f32 {
        self.sqrt()
    }
    #[cfg(target_arch = "x86_64")]
    fn by_hand(a: &[f32], b: &[f32], above: f32, out: &mut [f32]) -> bool {
        super::x86_hypot::masked_hypot_f32(a, b, above, out)
    }
}

struct Block<'a, T> {
    a: &'a [T],
    b: &'a [T],
    above: T,
    out: &'a mut [T],
}

impl<T: Hypot> Work for Block<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let above = self.above;
        for ((&a, &b), slot) in self.a.iter().zip(self.b).zip(self.out) {
            if a > above {
                *slot = (a * a + b * b).root();
            }
        }
    }
}

/// Where `a > above`, writes `sqrt(a*a + b*b)`, each operation rounded to the elements' type, to the same place of `out`;
/// the rest of `out` is not touched. All are of the length of `out`.
///
/// Nothing is allocated. If the caller wants to stop, the rest stays as it was.
///
/// ```
/// use abicus::kernels::elementwise::{Operand, masked_hypot};
/// use abicus::kernels::view::Input;
///
/// let mut out = [7.0; 3];
/// let (a, b) = (Input::Slice(&[3.0, 1.0, 5.0]), Input::Slice(&[4.0, 1.0, 12.0]));
/// masked_hypot(Operand::Input(&a), Operand::Input(&b), 2.0, &mut out);
/// assert_eq!(out, [5.0, 7.0, 13.0]);
/// ```
pub fn masked_hypot<T: Hypot>(a: Operand<T>, b: Operand<T>, above: T, out: &mut [T]) {
    if let (Operand::Input(Input::Slice(a)), Operand::Input(Input::Slice(b))) = (a, b) {
        for ((a, b), out) in a.chunks(PIECE).zip(b.chunks(PIECE)).zip(out.chunks_mut(PIECE)) {
            block(a, b, above, out);
            if out.len() == PIECE && stop_requested() {
                return;
            }
        }
        return;
    }
    let (mut a_scratch, mut b_scratch) = ([T::default(); BLOCK], [T::default(); BLOCK]);
    let mut first = 0;
    while first < out.len() {
        let a = read(a, first, out, &mut a_scratch);
        let b = read(b, first, out, &mut b_scratch);
        let Some(out) = out.get_mut(first..).and_then(|out| out.get_mut(..a.len().min(b.len()))) else {
            return;
        };
        if out.is_empty() {
            return;
        }
        block(a, b, above, out);
        first += out.len();
        if first % PIECE == 0 && stop_requested() {
            return;
        }
    }
}

/// A block of an operand, at most [`BLOCK`] elements from number `first` on.
fn read<'s, T: Element>(
    operand: Operand<'s, T>,
    first: usize,
    out: &[T],
    scratch: &'s mut [T; BLOCK],
) -> &'s [T] {
    match operand {
        Operand::Input(input) => input.block(first, BLOCK, scratch),
        Operand::Out => copy_block(out, first, scratch),
    }
}

fn block<T: Hypot>(a: &[T], b: &[T], above: T, out: &mut [T]) {
    if !T::by_hand(a, b, above, out) {
        at_level(Block { a, b, above, out });
    }
}
