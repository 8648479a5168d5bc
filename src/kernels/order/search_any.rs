//! An index of elements of any type.

use super::search::{Key, Number, Side, Widened};
use super::search_index::Index;
use super::sort::Sortable;
use crate::kernels::array::{Array, zeros};
use crate::kernels::sets;
use crate::kernels::view::Input;
use std::collections::TryReserveError;

/// An index of values of any type.
pub enum AnyIndex {
    /// Of `f64`.
    F64(Index<f64>),
    /// Of `f32`.
    F32(Index<f32>),
    /// Of `i64`.
    I64(Index<i64>),
    /// Of `u64`.
    U64(Index<u64>),
    /// Of `i32`.
    I32(Index<i32>),
    /// Of `u32`.
    U32(Index<u32>),
    /// Of `i16`.
    I16(Index<i16>),
    /// Of `u16`.
    U16(Index<u16>),
    /// Of `i8`.
    I8(Index<i8>),
    /// Of `u8`.
    U8(Index<u8>),
}

/// Evaluates an expression for the index of any type.
macro_rules! each {
    ($any:expr, $index:ident => $value:expr) => {
        match $any {
            AnyIndex::F64($index) => $value,
            AnyIndex::F32($index) => $value,
            AnyIndex::I64($index) => $value,
            AnyIndex::U64($index) => $value,
            AnyIndex::I32($index) => $value,
            AnyIndex::U32($index) => $value,
            AnyIndex::I16($index) => $value,
            AnyIndex::U16($index) => $value,
            AnyIndex::I8($index) => $value,
            AnyIndex::U8($index) => $value,
        }
    };
}

/// A type of elements: its index among those of all types.
pub trait Indexed: Key + sets::Key + Sortable {
    /// The index of any type.
    fn any(index: Index<Self>) -> AnyIndex;
    /// The index, if it is of this type.
    fn own(index: &AnyIndex) -> Option<&Index<Self>>;
}

macro_rules! indexed {
    ($($type:ty: $variant:ident)*) => {$(
        impl Indexed for $type {
            fn any(index: Index<Self>) -> AnyIndex {
                AnyIndex::$variant(index)
            }

            fn own(index: &AnyIndex) -> Option<&Index<Self>> {
                if let AnyIndex::$variant(index) = index { Some(index) } else { None }
            }
        }
    )*};
}
indexed!(f64: F64 f32: F32 i64: I64 u64: U64 i32: I32 u32: U32 i16: I16 u16: U16 i8: I8 u8: U8);

impl AnyIndex {
    /// Copies the values. An error says that memory cannot be had.
    #[inline(never)]
    pub fn new<T: Indexed>(values: &Input<T>) -> Result<Self, TryReserveError> {
        Ok(T::any(Index::new(values)?))
    }

    /// How many values there are, equal ones and NaN counted.
    pub fn len(&self) -> usize {
        each!(self, index => index.len())
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// [`Index::search`] for queries of any type.
    #[inline(never)]
    pub fn search<T: Indexed>(&self, queries: &Input<T>, side: Side, threads: usize, out: &mut [i64]) {
        match T::own(self) {
            Some(index) => index.search(queries, side, threads, out),
            None => each!(self, index => index.search(&Widened(queries), side, threads, out)),
        }
    }

    /// [`Index::contains`] for queries of any type.
    #[inline(never)]
    pub fn contains<T: Indexed>(&self, queries: &Input<T>, out: &mut [u8]) {
        match T::own(self) {
            Some(index) => index.contains(queries, out),
            None => each!(self, index => index.contains_numbers(queries, out)),
        }
    }

    /// [`Index::has`].
    pub fn has(&self, number: Number) -> bool {
        each!(self, index => index.has(number))
    }

    /// A copy of the values in their order, without NaN.
    pub fn sorted(&self) -> Result<Array, TryReserveError> {
        fn copy<T: Key>(values: &[T]) -> Result<Vec<T>, TryReserveError> {
            let mut copy = zeros(values.len())?;
            copy.copy_from_slice(values);
            Ok(copy)
        }
        Ok(each!(self, index => Array::from(copy(index.sorted())?)))
    }
}
