//! An array that grows, with room to spare at both ends.

use super::array::{Array, zeros};
use super::order::search::{Key, Number, Side, bisect};
use super::view::{Element, Input};
use std::collections::TryReserveError;
use std::ops::Range;

/// Elements that there is room for at each end beside an eighth of all, when an array has grown.
const SPARE: usize = 16;

/// Where an element is to go.
#[derive(Clone, Debug)]
pub enum Place {
    /// Before the element at this place; behind all if there are fewer.
    At(usize),
    /// Where order has a place for it within a range, on this side of the elements that are equal.
    InOrder(Range<usize>, Side),
}

/// Elements with room before and behind them.
#[derive(Debug)]
pub struct Growing {
    memory: Array,
    first: usize,
    len: usize,
}

/// An element type that a number can be converted to.
trait Convert: Key {
    /// As Python's `array` module converts; `None` for what it refuses.
    fn convert(number: Number) -> Option<Self>;
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl Convert for $type {
            fn convert(number: Number) -> Option<Self> {
                match number {
                    Number::Signed(value) => value.try_into().ok(),
                    Number::Unsigned(value) => value.try_into().ok(),
                    Number::Float(_) => None,
                }
            }
        }
    )*};
}
integers!(i64 u64 i32 u32 i16 u16 i8 u8);

impl Convert for f64 {
    fn convert(number: Number) -> Option<Self> {
        Some(match number {
            Number::Signed(value) => value as f64,
            Number::Unsigned(value) => value as f64,
            Number::Float(value) => value,
        })
    }
}

impl Convert for f32 {
    fn convert(number: Number) -> Option<Self> {
        f64::convert(number).map(|value| value as f32)
    }
}

impl Growing {
    /// An array that fills its memory.
    pub fn new(memory: Array) -> Self {
        Growing { first: 0, len: memory.len(), memory }
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// [`Array::code`].
    pub fn code(&self) -> u8 {
        self.memory.code()
    }

    /// [`Array::item_size`].
    pub fn item_size(&self) -> usize {
        self.memory.item_size()
    }

    /// Where the elements begin: they stay there until one is inserted.
    pub fn as_mut_ptr(&mut self) -> *mut u8 {
        let offset = self.first * self.item_size();
        self.memory.as_mut_ptr().wrapping_add(offset)
    }

    /// Adds so many elements behind all, whose values are not said. Memory is taken an eighth ahead at each end; an error
    /// says that it cannot be had, and nothing has changed.
    ///
    /// ```
    /// use abicus::kernels::array::Array;
    /// use abicus::kernels::growing::Growing;
    ///
    /// let mut array = Growing::new(Array::from(vec![1u8, 5]));
    /// array.grow(3).unwrap();
    /// array.bytes_mut(2..5).unwrap().copy_from_slice(b"abc");
    /// assert_eq!(array.len(), 5);
    /// assert!(array.grow(usize::MAX).is_err());
    /// ```
    pub fn grow(&mut self, extra: usize) -> Result<(), TryReserveError> {
        macro_rules! by_type {
            ($($variant:ident)*) => {
                match &mut self.memory {
                    $(Array::$variant(memory) => grow(memory, &mut self.first, self.len, extra)?,)*
                }
            };
        }
        by_type!(F64 F32 I64 U64 I32 U32 I16 U16 I8 U8 Bool);
        self.len += extra;
        Ok(())
    }

    /// The elements at these places, if the type is `u8` and they are there.
    pub fn bytes_mut(&mut self, places: Range<usize>) -> Option<&mut [u8]> {
        match &mut self.memory {
            Array::U8(memory) => memory.get_mut(self.first..self.first + self.len)?.get_mut(places),
            _ => None,
        }
    }

    /// Inserts an element; `false`, and nothing has changed, if the type cannot hold it.
    ///
    /// The fewer elements move: a quarter of all for a random place. Now and then all do, to new memory with room for an
    /// eighth more at each end. An error says that this cannot be had.
    ///
    /// ```
    /// use abicus::kernels::array::Array;
    /// use abicus::kernels::growing::{Growing, Place};
    /// use abicus::kernels::order::search::{Number, Side};
    ///
    /// let mut array = Growing::new(Array::from(vec![1i32, 5]));
    /// assert!(array.insert(Number::Signed(3), Place::InOrder(0..2, Side::Left)).unwrap());
    /// assert!(!array.insert(Number::Float(0.5), Place::At(0)).unwrap());
    /// assert_eq!(array.len(), 3);
    /// ```
    pub fn insert(&mut self, number: Number, place: Place) -> Result<bool, TryReserveError> {
        macro_rules! by_type {
            ($($variant:ident)*) => {
                match &mut self.memory {
                    $(Array::$variant(memory) => {
                        insert(memory, &mut self.first, self.len, Convert::convert(number), number, place)?
                    })*
                    Array::Bool(memory) => {
                        let is_true = match number {
                            Number::Signed(value) => value != 0,
                            Number::Unsigned(value) => value != 0,
                            Number::Float(value) => value != 0.0,
                        };
                        insert(memory, &mut self.first, self.len, Some(u8::from(is_true)), number, place)?
                    }
                }
            };
        }
        let done = by_type!(F64 F32 I64 U64 I32 U32 I16 U16 I8 U8);
        self.len += usize::from(done);
        Ok(done)
    }
}

fn insert<T: Key>(
    memory: &mut Vec<T>,
    first: &mut usize,
    len: usize,
    value: Option<T>,
    number: Number,
    place: Place,
) -> Result<bool, TryReserveError> {
    let end = *first + len;
    let (Some(value), Some(elements)) = (value, memory.get(*first..end)) else { return Ok(false) };
    let place = match place {
        Place::At(place) => place.min(len),
        Place::InOrder(range, side) => bisect(&Input::Slice(elements), range, number, side).min(len),
    };
    let at = *first + place;
    if place < len / 2 && *first > 0 {
        memory.copy_within(*first..at, *first - 1);
        *first -= 1;
    } else if place >= len / 2 && end < memory.len() {
        memory.copy_within(at..end, at + 1);
    } else {
        let spare = SPARE + len / 8;
        *memory = with_room(elements, place, 1, spare)?;
        *first = spare;
    }
    if let Some(slot) = memory.get_mut(*first + place) {
        *slot = value;
    }
    Ok(true)
}

/// Has memory hold so many elements more, behind all.
fn grow<T: Element>(
    memory: &mut Vec<T>,
    first: &mut usize,
    len: usize,
    extra: usize,
) -> Result<(), TryReserveError> {
    let end = *first + len;
    if extra <= memory.len().saturating_sub(end) {
        return Ok(());
    }
    let spare = SPARE + len.saturating_add(extra) / 8;
    *memory = with_room(memory.get(*first..end).unwrap_or(&[]), len, extra, spare)?;
    *first = spare;
    Ok(())
}

/// A copy with a gap of so many elements at a place, and room for `spare` at both ends.
fn with_room<T: Element>(
    elements: &[T],
    gap: usize,
    width: usize,
    spare: usize,
) -> Result<Vec<T>, TryReserveError> {
    let mut copy = zeros(elements.len().saturating_add(2 * spare).saturating_add(width))?;
    let (before, behind) = elements.split_at(gap.min(elements.len()));
    if let Some(slots) = copy.get_mut(spare..spare + before.len()) {
        slots.copy_from_slice(before);
    }
    if let Some(slots) = copy.get_mut(spare + gap + width..spare + width + elements.len()) {
        slots.copy_from_slice(behind);
    }
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The elements, through the pointer that is given out.
    fn seen(array: &Growing) -> Vec<i64> {
        let Array::I64(memory) = &array.memory else { unreachable!("made so") };
        memory[array.first..array.first + array.len].to_vec()
    }

    #[test]
    fn like_a_vector() {
        let (mut array, mut expected) = (Growing::new(Array::from(Vec::<i64>::new())), Vec::new());
        let mut state = 7u64;
        for step in 0..5000 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let place = match step / 500 % 3 {
                0 => (state >> 33) as usize % (expected.len() + 1),
                1 => 0,
                _ => expected.len() + 3,
            };
            assert_eq!(array.insert(Number::Signed(step), Place::At(place)), Ok(true));
            expected.insert(place.min(expected.len()), step);
            assert_eq!(array.len(), expected.len());
            assert!(step % 50 != 0 || seen(&array) == expected);
        }
        assert_eq!(seen(&array), expected);
    }

    #[test]
    fn grown() {
        let mut array = Growing::new(Array::from(vec![1u8, 2, 3]));
        let (mut expected, mut moves, mut place) = (vec![1u8, 2, 3], 0, array.as_mut_ptr());
        for step in 0..2000usize {
            let (old, extra) = (array.len(), step % 7);
            array.grow(extra).unwrap();
            array.bytes_mut(old..old + extra).unwrap().fill(step as u8);
            expected.resize(old + extra, step as u8);
            moves += usize::from(place != array.as_mut_ptr());
            place = array.as_mut_ptr();
        }
        assert_eq!(array.bytes_mut(0..expected.len()), Some(&mut expected[..]));
        assert!(array.bytes_mut(1..expected.len() + 1).is_none() && moves < 60, "{moves} moves");
        assert!(array.insert(Number::Signed(9), Place::At(0)).unwrap() && array.grow(usize::MAX).is_err());
        assert_eq!(array.bytes_mut(0..3), Some(&mut [9u8, 1, 2][..]));
    }

    #[test]
    fn in_order() {
        let mut array = Growing::new(Array::from(vec![1i64, 3, 3, 5]));
        for (value, side, place) in
            [(3, Side::Left, 1), (3, Side::Right, 4), (9, Side::Left, 6), (-1, Side::Right, 0)]
        {
            let len = array.len();
            assert_eq!(array.insert(Number::Signed(value), Place::InOrder(0..len, side)), Ok(true));
            assert_eq!(seen(&array)[place], value);
        }
        assert_eq!(seen(&array), [-1, 1, 3, 3, 3, 3, 5, 9]);
        assert_eq!(array.insert(Number::Unsigned(u64::MAX), Place::At(0)), Ok(false));
        assert_eq!(array.insert(Number::Float(1.0), Place::At(0)), Ok(false));
        assert_eq!(array.len(), 8);
    }
}
