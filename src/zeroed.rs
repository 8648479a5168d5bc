//! Memory full of zeros that the system has not yet touched: what nobody writes to costs nothing.

use crate::pages::prefer_large;
use std::alloc::{Layout, alloc_zeroed};
use std::collections::TryReserveError;

mod sealed {
    pub trait Number: Copy {}
}

/// A type whose value of zero bits is zero.
pub trait FromZeros: sealed::Number {
    /// FromZeros.
    const ZERO: Self;
}

macro_rules! zero {
    ($($type:ty)*) => {$(
        impl sealed::Number for $type {}
        impl FromZeros for $type {
            const ZERO: Self = 0 as $type;
        }
    )*};
}
zero! { f64 f32 i64 u64 i32 u32 i16 u16 i8 u8 usize }

/// `len` zeros, or the failure to get memory for them.
pub fn zeros<T: FromZeros>(len: usize) -> Result<Vec<T>, TryReserveError> {
    if let Ok(layout) = Layout::array::<T>(len)
        && layout.size() > 0
    {
        // SAFETY: the size is not zero.
        let first = unsafe { alloc_zeroed(layout) }.cast::<T>();
        if !first.is_null() {
            // SAFETY: memory of the global allocator with the layout of `len` elements, all of which are zero bits, which
            // is a value of each of the types.
            let mut values = unsafe { Vec::from_raw_parts(first, len, len) };
            prefer_large(&mut values);
            return Ok(values);
        }
    }
    // The failure as the standard library has it.
    let mut values = Vec::new();
    values.try_reserve_exact(len)?;
    values.resize(len, T::ZERO);
    Ok(values)
}
