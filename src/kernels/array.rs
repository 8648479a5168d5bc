//! Memory that the library owns: what functions with a sequence as their result return.

pub use crate::zeroed::{FromZeros, zeros};
use std::collections::TryReserveError;

macro_rules! arrays {
    ($($variant:ident $type:ty, $code:literal;)*) => {
        /// Elements of one type.
        ///
        /// ```
        /// use abicus::kernels::array::Array;
        ///
        /// let array = Array::from(vec![1.5f64, 2.5]);
        /// assert_eq!((array.code(), array.len(), array.item_size()), (b'd', 2, 8));
        /// ```
        #[derive(Clone, Debug, PartialEq)]
        pub enum Array {
            $(#[doc = concat!("Elements of type ", stringify!($type), ".")] $variant(Vec<$type>),)*
            /// Truth values: each 0 or 1.
            Bool(Vec<u8>),
        }

        $(
            impl From<Vec<$type>> for Array {
                fn from(values: Vec<$type>) -> Self {
                    Array::$variant(values)
                }
            }
        )*

        impl Array {
            /// `len` zeros of the type with this code (see [`Array::code`]); `None` if there is no such type.
            pub fn zeros(code: u8, len: usize) -> Option<Result<Self, TryReserveError>> {
                Some(match code {
                    $($code => zeros::<$type>(len).map(Array::$variant),)*
                    b'?' => zeros(len).map(Array::Bool),
                    _ => return None,
                })
            }

            /// The type of the elements, as the character that Python's `struct` module has for it.
            pub fn code(&self) -> u8 {
                match self {
                    $(Array::$variant(_) => $code,)*
                    Array::Bool(_) => b'?',
                }
            }

            /// How many elements there are.
            pub fn len(&self) -> usize {
                match self {
                    $(Array::$variant(values) => values.len(),)*
                    Array::Bool(values) => values.len(),
                }
            }

            /// Adds so many zeros behind all; an error says that memory cannot be had, and nothing has changed. Room is
            /// taken ahead: adding one by one takes linear time.
            pub fn grow(&mut self, extra: usize) -> Result<(), TryReserveError> {
                match self {
                    $(Array::$variant(values) => {
                        values.try_reserve(extra)?;
                        values.resize(values.len() + extra, 0 as $type);
                    })*
                    Array::Bool(values) => {
                        values.try_reserve(extra)?;
                        values.resize(values.len() + extra, 0);
                    }
                }
                Ok(())
            }

            /// The bytes of an element.
            pub fn item_size(&self) -> usize {
                match self {
                    $(Array::$variant(_) => size_of::<$type>(),)*
                    Array::Bool(_) => 1,
                }
            }

            /// Where the elements begin: they stay there until the array is dropped. Aligned, never NULL.
            pub fn as_mut_ptr(&mut self) -> *mut u8 {
                match self {
                    $(Array::$variant(values) => values.as_mut_ptr().cast(),)*
                    Array::Bool(values) => values.as_mut_ptr(),
                }
            }
        }
    };
}
arrays! {
    F64 f64, b'd';
    F32 f32, b'f';
    I64 i64, b'q';
    U64 u64, b'Q';
    I32 i32, b'i';
    U32 u32, b'I';
    I16 i16, b'h';
    U16 u16, b'H';
    I8 i8, b'b';
    U8 u8, b'B';
}

impl Array {
    /// Truth values, each 0 or 1.
    pub fn bools(values: Vec<u8>) -> Self {
        Array::Bool(values)
    }

    /// Whether there are no elements.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
