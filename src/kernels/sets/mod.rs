//! Duplicates, distinct values, membership.
//!
//! Two values are the same where `==` says so: 0.0 and -0.0 are, a NaN is not even the same as itself.

mod distinct;
mod hash;
mod keys;
mod level;
mod membership;
mod parts;
mod range;
mod table;
#[cfg(target_arch = "x86_64")]
mod x86_probe;

pub use distinct::{duplicate_places, duplicates, first_places, unique, unique_places};
pub(super) use hash::seed;
pub use keys::Key;
pub use membership::{Membership, are_in, isin};
