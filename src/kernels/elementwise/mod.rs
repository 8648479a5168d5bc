//! Passes over every element: products with one factor, masked hypotenuses, brightness and contrast.

mod adjust;
mod hypot;
mod maps;
mod operand;
mod scale;
#[cfg(target_arch = "x86_64")]
mod x86_hypot;
#[cfg(target_arch = "x86_64")]
mod x86_stream;
#[cfg(target_arch = "x86_64")]
mod x86_table;

pub use adjust::{Table, adjust_into, adjusted, adjustment};
pub use hypot::{Hypot, masked_hypot};
pub use maps::IntoDouble;
pub use operand::Operand;
pub use scale::{Scalable, scale_double_into, scale_into, scaled, scaled_double};
