//! What is searched for, as a key: the position of a query is the number of elements *below its key*.
//!
//! With one question for both sides and all types of queries there is one search for each type of element. The key of
//! a query q among elements of a type is
//!
//! - on the left side (elements `< q`): the least number of the type that is not below q;
//! - on the right side (elements `<= q`): the least number of the type that is above q.
//!
//! Where the type has no such number every element counts. Nothing is rounded: an int that no double equals lies
//! between two of them, and its key is the upper one. NaN is below and above nothing: as in `bisect`, its position on
//! the left is 0, on the right behind everything.

use crate::kernels::view::{BLOCK, Element, Input};

/// Which of the positions that keep the order: before the elements that are equal, or after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before them, as `bisect_left`.
    Left,
    /// After them, as `bisect_right`.
    Right,
}

/// A number of any of the types, widened without loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A signed integer, or an unsigned one of up to 32 bits.
    Signed(i64),
    /// An unsigned integer.
    Unsigned(u64),
    /// A float.
    Float(f64),
}

/// A type whose sorted values are searched.
pub trait Key: Element + PartialOrd {
    /// As many as a cache line has room for.
    type Line: Copy + AsRef<[Self]> + AsMut<[Self]> + Send + Sync + 'static;
    /// How many those are.
    const WIDTH: usize;
    /// Is below no key.
    const PAD: Self;
    /// Whether it is an integer type.
    const IS_INTEGER: bool;

    /// A line of pads.
    fn empty_line() -> Self::Line;
    /// The key of a query of the same type; `None` where every element counts.
    fn own_key(self, side: Side) -> Option<Self>;
    /// The key of any number; `None` where every element counts.
    fn key_of(query: Number, side: Side) -> Option<Self>;
    /// The same number, widened.
    fn widen(self) -> Number;
    /// How far a number that is not below `least` is above it, rounded: it never falls when the number rises.
    fn distance(self, least: Self) -> f64;
}

/// The integer key of a whole number: itself, or the next one.
#[inline(always)]
fn step(value: i128, side: Side) -> i128 {
    value.saturating_add(i128::from(side == Side::Right))
}

/// The integer key of a float, out of all integer types where the float is.
#[inline(always)]
fn step_float(value: f64, side: Side) -> i128 {
    match side {
        Side::Left if value.is_nan() => i128::MIN,
        Side::Right if value.is_nan() => i128::MAX,
        // A conversion to an integer saturates.
        Side::Left => value.ceil() as i128,
        Side::Right => step(value.floor() as i128, side),
    }
}

macro_rules! integer_keys {
    ($($type:ty, $width:literal, $unsigned:ty, $wide:ident($as:ty);)*) => {$(
        impl Key for $type {
            type Line = [$type; $width];
            const WIDTH: usize = $width;
            const PAD: $type = <$type>::MAX;
            const IS_INTEGER: bool = true;

            #[inline(always)]
            fn empty_line() -> [$type; $width] {
                [Self::PAD; $width]
            }

            #[inline(always)]
            fn own_key(self, side: Side) -> Option<Self> {
                match side {
                    Side::Left => Some(self),
                    Side::Right => self.checked_add(1),
                }
            }

            #[inline(always)]
            fn key_of(query: Number, side: Side) -> Option<Self> {
                let key = match query {
                    Number::Signed(value) => step(value.into(), side),
                    Number::Unsigned(value) => step(value.into(), side),
                    Number::Float(value) => step_float(value, side),
                };
                // Nothing is below the least number of the type.
                <$type>::try_from(key.max(<$type>::MIN.into())).ok()
            }

            #[inline(always)]
            fn widen(self) -> Number {
                Number::$wide(<$as>::from(self))
            }

            #[inline(always)]
            fn distance(self, least: Self) -> f64 {
                self.wrapping_sub(least) as $unsigned as f64
            }
        }
    )*};
}
integer_keys! {
    i64, 8, u64, Signed(i64);
    u64, 8, u64, Unsigned(u64);
    i32, 16, u32, Signed(i64);
    u32, 16, u32, Signed(i64);
    i16, 32, u16, Signed(i64);
    u16, 32, u16, Signed(i64);
    i8, 64, u8, Signed(i64);
    u8, 64, u8, Signed(i64);
}

macro_rules! float_keys {
    ($($type:ty, $width:literal;)*) => {$(
        impl Key for $type {
            type Line = [$type; $width];
            const WIDTH: usize = $width;
            const PAD: $type = <$type>::INFINITY;
            const IS_INTEGER: bool = false;

            #[inline(always)]
            fn empty_line() -> [$type; $width] {
                [Self::PAD; $width]
            }

            #[inline(always)]
            fn own_key(self, side: Side) -> Option<Self> {
                match side {
                    Side::Left => Some(self),
                    // Neither infinity nor NaN has a number above.
                    Side::Right => (self < <$type>::INFINITY).then_some(self.next_up()),
                }
            }

            #[inline(always)]
            fn key_of(query: Number, side: Side) -> Option<Self> {
                // Rounded to nearest; where the rounded one is, beside the query.
                let (near, below, above) = match query {
                    Number::Signed(value) => {
                        let near = value as $type;
                        // The usual case, without a detour.
                        if value.unsigned_abs() < 1 << <$type>::MANTISSA_DIGITS {
                            (near, false, false)
                        } else {
                            (near, (near as i128) < value.into(), near as i128 > value.into())
                        }
                    }
                    Number::Unsigned(value) => {
                        let near = value as $type;
                        (near, (near as i128) < value.into(), near as i128 > value.into())
                    }
                    Number::Float(value) => {
                        let near = value as $type;
                        (near, f64::from(near) < value, f64::from(near) > value)
                    }
                };
                match side {
                    Side::Left if below => Some(near.next_up()),
                    Side::Right if above => Some(near),
                    _ => near.own_key(side),
                }
            }

            #[inline(always)]
            fn widen(self) -> Number {
                Number::Float(self.into())
            }

            #[inline(always)]
            fn distance(self, least: Self) -> f64 {
                f64::from(self) - f64::from(least)
            }
        }
    )*};
}
float_keys! {
    f64, 8;
    f32, 16;
}

/// How many keys are made at a time, at most.
pub const KEYS: usize = 256;

/// What is looked for among elements of type `T`.
pub trait Queries<T: Key>: Sync {
    /// How many queries there are.
    fn count(&self) -> usize;
    /// Writes the keys of the queries from number `first` on, at most [`KEYS`]; to `every` whether every element counts,
    /// and then there is no key.
    fn keys(&self, first: usize, side: Side, keys: &mut [T], every: &mut [bool]);
    /// All keys, if they are there already and none counts every element.
    fn own_keys(&self, _side: Side) -> Option<&[T]> {
        None
    }
}

/// Queries of the type of the elements.
impl<T: Key> Queries<T> for Input<'_, T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn own_keys(&self, side: Side) -> Option<&[T]> {
        match self {
            Input::Slice(queries) if side == Side::Left => Some(queries),
            _ => None,
        }
    }

    fn keys(&self, first: usize, side: Side, keys: &mut [T], every: &mut [bool]) {
        let mut scratch = [T::default(); BLOCK];
        let queries = self.block(first, keys.len(), &mut scratch);
        if side == Side::Left {
            every.fill(false);
            for (slot, &query) in keys.iter_mut().zip(queries) {
                *slot = query;
            }
            return;
        }
        for ((slot, every), &query) in keys.iter_mut().zip(every).zip(queries) {
            let key = query.own_key(Side::Right);
            *every = key.is_none();
            *slot = key.unwrap_or(T::PAD);
        }
    }
}

/// Queries of another type: compared exactly.
pub struct Widened<'a>(pub &'a dyn Numbers);

/// Elements of any type as numbers.
pub trait Numbers: Sync {
    /// How many there are.
    fn count(&self) -> usize;
    /// Writes the elements from number `first` on, at most [`KEYS`].
    fn widen(&self, first: usize, out: &mut [Number]);
}

impl<U: Key> Numbers for Input<'_, U> {
    fn count(&self) -> usize {
        self.len()
    }

    fn widen(&self, first: usize, out: &mut [Number]) {
        let mut scratch = [U::default(); BLOCK];
        let values = self.block(first, out.len(), &mut scratch);
        for (slot, &value) in out.iter_mut().zip(values) {
            *slot = value.widen();
        }
    }
}

impl<T: Key> Queries<T> for Widened<'_> {
    fn count(&self) -> usize {
        self.0.count()
    }

    fn keys(&self, first: usize, side: Side, keys: &mut [T], every: &mut [bool]) {
        let mut numbers = [Number::Signed(0); KEYS];
        let numbers = &mut numbers[..keys.len().min(KEYS)];
        self.0.widen(first, numbers);
        for ((slot, every), &number) in keys.iter_mut().zip(every).zip(numbers.iter()) {
            let key = T::key_of(number, side);
            *every = key.is_none();
            *slot = key.unwrap_or(T::PAD);
        }
    }
}

impl Number {
    /// Whether two numbers are equal, exactly; NaN equals nothing.
    pub fn equals(self, other: Number) -> bool {
        match (self, other) {
            (Number::Float(a), Number::Float(b)) => a == b,
            (Number::Float(float), other) | (other, Number::Float(float)) => {
                // A float of integral value within 128 bits converts without loss.
                float.trunc() == float && float.abs() < 1e38 && Some(float as i128) == other.integer()
            }
            _ => self.integer() == other.integer(),
        }
    }

    fn integer(self) -> Option<i128> {
        match self {
            Number::Signed(value) => Some(value.into()),
            Number::Unsigned(value) => Some(value.into()),
            Number::Float(_) => None,
        }
    }
}
