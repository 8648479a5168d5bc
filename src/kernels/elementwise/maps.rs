//! What becomes of one element, and the loop over a block of them.

use super::operand::Loops;
#[cfg(target_arch = "x86_64")]
pub use super::x86_stream::{finish_stores, store_line};
use crate::kernels::per_level::{Work, at_level};
use crate::kernels::view::{BLOCK, Element};

/// Makes a result of an element.
pub trait Map<T, R>: Copy {
    /// Does it.
    fn of(self, value: T) -> R;
}

/// The loops of a map that keeps the type.
pub struct Mapped<M>(pub M);

impl<T: Element, M: Map<T, T>> Loops<T, T> for Mapped<M> {
    fn block(&self, values: &[T], out: &mut [T], stream: bool) {
        map_block(self.0, values, out, stream);
    }
    fn in_place(&self, out: &mut [T]) {
        at_level(InPlace(self.0, out));
    }
}

/// The loops of a map to another type, which is never in place.
pub struct Converted<M>(pub M);

impl<T: Element, R: Element, M: Map<T, R>> Loops<T, R> for Converted<M> {
    fn block(&self, values: &[T], out: &mut [R], stream: bool) {
        map_block(self.0, values, out, stream);
    }
    fn in_place(&self, _: &mut [R]) {}
}

fn map_block<T: Element, R: Element, M: Map<T, R>>(map: M, values: &[T], out: &mut [R], stream: bool) {
    if !stream {
        return at_level(Block(map, values, out));
    }
    // Lines that begin where those of the caches do.
    let lanes = LINE / size_of::<R>();
    let len = values.len().min(out.len());
    let head = out.as_ptr().align_offset(LINE).min(len);
    let end = len - (len - head) % lanes;
    for (range, whole) in [(0..head, false), (head..end, true), (end..len, false)] {
        let (Some(values), Some(out)) = (values.get(range.clone()), out.get_mut(range)) else { return };
        if whole {
            at_level(Stream(map, values, out));
        } else {
            at_level(Block(map, values, out));
        }
    }
}

/// A line of the caches.
pub const LINE: usize = 64;

/// Copies results to a line.
#[cfg(not(target_arch = "x86_64"))]
fn store_line<T: Copy, const LANES: usize>(out: &mut [T; LANES], values: [T; LANES]) {
    *out = values;
}

/// Nothing is under way.
#[cfg(not(target_arch = "x86_64"))]
pub fn finish_stores() {}

/// The loop over a block.
struct Block<'a, T, R, M>(M, &'a [T], &'a mut [R]);

impl<T: Copy, R, M: Map<T, R>> Work for Block<'_, T, R, M> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let map = self.0;
        for (&value, slot) in self.1.iter().zip(self.2) {
            *slot = map.of(value);
        }
    }
}

/// The same in place.
struct InPlace<'a, R, M>(M, &'a mut [R]);

impl<R: Copy, M: Map<R, R>> Work for InPlace<'_, R, M> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let map = self.0;
        for slot in self.1 {
            *slot = map.of(*slot);
        }
    }
}

/// The same past the caches, in whole lines: they are written and were not read.
struct Stream<'a, T, R, M>(M, &'a [T], &'a mut [R]);

impl<T: Element, R: Element, M: Map<T, R>> Work for Stream<'_, T, R, M> {
    type Output = ();
    /// Memory is what it waits for.
    const WIDE: bool = false;
    #[inline(always)]
    fn run(self) {
        let Stream(map, values, out) = self;
        match size_of::<R>() {
            8 => stream::<T, R, M, 8>(map, values, out),
            4 => stream::<T, R, M, 16>(map, values, out),
            2 => stream::<T, R, M, 32>(map, values, out),
            _ => stream::<T, R, M, 64>(map, values, out),
        }
    }
}

/// `LANES` elements are a line.
#[inline(always)]
fn stream<T: Element, R: Element, M: Map<T, R>, const LANES: usize>(map: M, values: &[T], out: &mut [R]) {
    for (line, target) in values.as_chunks::<LANES>().0.iter().zip(out.as_chunks_mut::<LANES>().0) {
        let mut results = [R::default(); LANES];
        for (&value, slot) in line.iter().zip(&mut results) {
            *slot = map.of(value);
        }
        store_line(target, results);
    }
}

/// A product in the type of the element; integers wrap.
#[derive(Clone, Copy)]
pub struct Times<T>(pub T);

macro_rules! products {
    (float $($float:ty)*; integer $($integer:ty)*) => {
        $(impl Map<$float, $float> for Times<$float> {
            #[inline(always)]
            fn of(self, value: $float) -> $float {
                value * self.0
            }
        })*
        $(impl Map<$integer, $integer> for Times<$integer> {
            #[inline(always)]
            fn of(self, value: $integer) -> $integer {
                value.wrapping_mul(self.0)
            }
        })*
    };
}
products!(float f64 f32; integer i64 u64 i32 u32 i16 u16 i8 u8);

/// An integer type, whose elements are made doubles as Python makes floats of its ints.
pub trait IntoDouble: Element {
    /// The nearest double.
    fn double(self) -> f64;
}
macro_rules! into_double {
    ($($type:ty)*) => {$(
        impl IntoDouble for $type {
            #[inline(always)]
            fn double(self) -> f64 {
                self as f64
            }
        }
    )*};
}
into_double!(i64 u64 i32 u32 i16 u16 i8 u8);

/// A product in double precision.
#[derive(Clone, Copy)]
pub struct TimesDouble(pub f64);

impl<T: IntoDouble> Map<T, f64> for TimesDouble {
    #[inline(always)]
    fn of(self, value: T) -> f64 {
        value.double() * self.0
    }
}

/// The loops of products of a `float` and a `double`, rounded once to a `float`.
///
/// The product is rounded to a double first. That may decide the second rounding alone where it lies exactly between two
/// floats, or below their normal numbers: then the whole block is made anew with more care.
pub struct SingleByDouble(pub f64);

impl Loops<f32, f32> for SingleByDouble {
    fn block(&self, values: &[f32], out: &mut [f32], _stream: bool) {
        if at_level(Quick(self.0, values, out)) {
            at_level(Block(Careful::new(self.0), values, out));
        }
    }
    fn in_place(&self, out: &mut [f32]) {
        let mut scratch = [0.0; BLOCK];
        for block in out.chunks_mut(BLOCK) {
            let copy = scratch.get_mut(..block.len()).unwrap_or(&mut []);
            copy.copy_from_slice(block);
            self.block(copy, block, false);
        }
    }
}

/// Rounds twice; returns whether that may be wrong.
struct Quick<'a>(f64, &'a [f32], &'a mut [f32]);

impl Work for Quick<'_> {
    type Output = bool;
    #[inline(always)]
    fn run(self) -> bool {
        /// The bits of a double that a float has no place for, and the highest of them.
        const BELOW: u64 = 0x1fff_ffff;
        const HALF: u64 = 0x1000_0000;
        let mut doubtful = 0;
        for (&value, slot) in self.1.iter().zip(self.2) {
            let product = f64::from(value) * self.0;
            let between = product.to_bits() & BELOW == HALF;
            let small = product.abs() < f64::from(f32::MIN_POSITIVE) && product != 0.0;
            doubtful |= u64::from(between | small);
            *slot = product as f32;
        }
        doubtful != 0
    }
}

/// The same rounded once.
///
/// The factor is cut in two parts whose products with 24 bits are exact. Their sum is rounded to odd, which keeps what
/// the second rounding must know: whether something is left below.
#[derive(Clone, Copy)]
struct Careful {
    factor: f64,
    high: f64,
    low: f64,
}

impl Careful {
    /// For a finite factor.
    fn new(factor: f64) -> Self {
        let high = f64::from_bits(factor.to_bits() & !0xff_ffff);
        Careful { factor, high, low: factor - high }
    }
}

impl Map<f32, f32> for Careful {
    #[inline(always)]
    fn of(self, value: f32) -> f32 {
        let value = f64::from(value);
        let (high, low) = (value * self.high, value * self.low);
        let sum = high + low;
        let error = low - (sum - high);
        let bits = sum.to_bits();
        // Away from zero if the error has the sum's sign.
        let away = (error > 0.0) == (sum > 0.0);
        let odd = if away { bits.wrapping_add(1) } else { bits.wrapping_sub(1) };
        let rounded = f64::from_bits(if error != 0.0 && bits & 1 == 0 { odd } else { bits });
        // A part of the factor that is zero has no product with an infinity.
        if sum.is_finite() { rounded as f32 } else { (value * self.factor) as f32 }
    }
}
