//! abicus: the standard library's answers, at hardware speed, for the data you already hold.
//!
//! The crate is made to be called through its C ABI (`include/abicus.h`) or from Python; Rust callers find the same
//! functions, safe and over slices, in [`kernels`].
//!
//! ```
//! use abicus::kernels::{sum, view::Input};
//!
//! assert_eq!(sum::sum_float(&Input::Slice(&[1e16, 1.0, -1e16]), 1), 1.0);
//! ```

pub mod cpu;
pub mod ffi;
mod float_mode;
pub mod kernels;
mod pages;
pub mod python;
mod zeroed;
