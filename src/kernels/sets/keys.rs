//! What makes two values equal: a key of 64 bits.

use crate::kernels::view::{Element, Input};

/// How many values are hashed at once; as many as a mask has bits.
pub const CHUNK: usize = 64;

/// A type of elements that can be told apart by a key.
pub trait Key: Element {
    /// Whether the keys are in the order of the values, so that values of a small range can have a bit each.
    const ORDERED: bool;
    /// The largest distance of two keys, where it is so small that every value may have a bit; else 0.
    const SPAN: u64;

    /// The key; of a NaN, which equals nothing, any.
    fn key(self) -> u64;

    /// Whether the value equals nothing.
    fn is_alone(self) -> bool;
}

macro_rules! integer_keys {
    ($($type:ty, $wide:ty, $offset:expr, $span:expr;)*) => {$(
        impl Key for $type {
            const ORDERED: bool = true;
            const SPAN: u64 = $span;
            #[inline(always)]
            fn key(self) -> u64 {
                (<$wide>::from(self) as u64).wrapping_add($offset)
            }
            #[inline(always)]
            fn is_alone(self) -> bool {
                false
            }
        }
    )*};
}
integer_keys! {
    i64, i64, 1 << 63, 0;
    u64, u64, 0, 0;
    i32, i64, 1 << 63, 0;
    u32, u64, 0, 0;
    i16, i64, 1 << 63, 0xffff;
    u16, u64, 0, 0xffff;
    i8, i64, 1 << 63, 0xff;
    u8, u64, 0, 0xff;
}

macro_rules! float_keys {
    ($($type:ty)*) => {$(
        impl Key for $type {
            const ORDERED: bool = false;
            const SPAN: u64 = 0;
            /// The bits, by which both zeros are one; without arithmetic, which may take a subnormal for zero.
            #[inline(always)]
            fn key(self) -> u64 {
                let bits = self.to_bits();
                u64::from(if bits << 1 == 0 { 0 } else { bits })
            }
            #[inline(always)]
            fn is_alone(self) -> bool {
                self.to_bits() << 1 > <$type>::INFINITY.to_bits() << 1
            }
        }
    )*};
}
float_keys! { f64 f32 }

/// The keys of at most [`CHUNK`] values; a bit for each that can equal another.
#[inline(always)]
pub fn keys_of<T: Key>(values: &[T], keys: &mut [u64; CHUNK]) -> u64 {
    for (key, &value) in keys.iter_mut().zip(values) {
        *key = value.key();
    }
    let count = values.len().min(CHUNK);
    let all = if count == 0 { 0 } else { u64::MAX >> (CHUNK - count) };
    if T::ORDERED || !values.iter().fold(false, |any, value| any | value.is_alone()) {
        return all;
    }
    let alone = values.iter().take(CHUNK).enumerate();
    all & !alone.fold(0, |mask, (place, value)| mask | u64::from(value.is_alone()) << place)
}

/// Values as their keys: what works with it is compiled once for all types.
pub trait Keys {
    /// How many values there are.
    fn count(&self) -> usize;
    /// Writes the keys of the values from number `first` on, at most [`CHUNK`]; returns how many those are, and a bit for each that
    /// can equal another.
    fn chunk(&self, first: usize, keys: &mut [u64; CHUNK]) -> (usize, u64);
}

impl<T: Key> Keys for Input<'_, T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn chunk(&self, first: usize, keys: &mut [u64; CHUNK]) -> (usize, u64) {
        with_chunk(self, first, |chunk| (chunk.len(), keys_of(chunk, keys)))
    }
}

/// Gives the values from number `first` on, at most [`CHUNK`], to `read`.
#[inline(always)]
pub fn with_chunk<T: Key, R>(values: &Input<T>, first: usize, read: impl FnOnce(&[T]) -> R) -> R {
    match values {
        Input::Slice(slice) => {
            let rest = slice.get(first..).unwrap_or(&[]);
            read(rest.get(..CHUNK).unwrap_or(rest))
        }
        Input::View(view) => {
            let mut scratch = [T::default(); CHUNK];
            let chunk = &mut scratch[..values.len().saturating_sub(first).min(CHUNK)];
            view.read(first, chunk);
            read(chunk)
        }
    }
}

/// Calls a body for chunks of [`Keys`], with the place of the first of each, how many there are, and a bit for each that can
/// equal another; ends early if the caller wants no answer any more. A macro, as a closure would be compiled without the
/// instructions of its level.
macro_rules! each_chunk {
    ($source:expr, $keys:ident, |$first:ident, $count:ident, $valid:ident| $body:block) => {
        each_chunk!($source, $keys, from 0, |$first, $count, $valid| $body)
    };
    ($source:expr, $keys:ident, from $start:expr, |$first:ident, $count:ident, $valid:ident| $body:block) => {
        let mut $first = $start;
        loop {
            let ($count, $valid) = $source.chunk($first, &mut $keys);
            if $count == 0 || $first % PIECE == 0 && $first > 0 && stop_requested() {
                break;
            }
            $body
            $first += CHUNK;
        }
    };
}
pub(super) use each_chunk;
