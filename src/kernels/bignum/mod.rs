//! Natural numbers of any size: words of 64 bits, the least significant first.

mod factorial;
mod fibonacci;
mod field;
mod multiply;
mod transform;

pub use factorial::{LAST as LAST_FACTORIAL, factorial, factorial_u64, factorial_u128, factorial_words};
pub use fibonacci::{LAST as LAST_FIBONACCI, fibonacci, fibonacci_u64, fibonacci_u128, fibonacci_words};
pub use multiply::{MOST_BITS, Multiplier};
use std::collections::TryReserveError;

/// Why there is no result.
#[derive(Debug)]
pub enum Refused {
    /// It could have more than [`MOST_BITS`] bits.
    TooLarge,
    /// Memory cannot be had.
    Memory(TryReserveError),
}

impl From<TryReserveError> for Refused {
    fn from(error: TryReserveError) -> Self {
        Refused::Memory(error)
    }
}

/// Asks for as much memory as the work takes, about, before it begins.
fn check_room(bytes: usize) -> Result<(), TryReserveError> {
    Vec::<u8>::new().try_reserve_exact(bytes)
}
