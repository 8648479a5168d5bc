//! What makes two values equal: a key of 64 bits.

use crate::kernels::view::Element;

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
