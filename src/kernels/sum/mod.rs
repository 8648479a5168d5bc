//! Sums, dot products and counts whose result is the exact one: an integer of any size, or the exact value rounded
//! once to a double. The bits do not depend on order, chunking, threads or instruction set.

mod enclosure;
mod exact;
mod fixed_point;
mod float;
mod integer;
mod integer_loops;
mod lanes;
mod moments;
mod moments_exact;
mod moments_state;
mod passes;
mod portable;
mod table;
mod terms;
mod windows;
#[cfg(target_arch = "x86_64")]
mod x86_avx2;
#[cfg(target_arch = "x86_64")]
mod x86_avx512;
#[cfg(target_arch = "x86_64")]
mod x86_few;

pub use exact::{EXACT_SUM_BYTES, ExactDot, ExactSum, Full, Specials, Summand};
pub use fixed_point::decompose;
pub use float::*;
pub use integer::*;
pub use integer_loops::{Integer, Parity};
pub use moments::*;
pub use moments_exact::{Quotient, Spread, mean_of_integers, nearest_quotient, spread_of_integers};
pub use moments_state::*;

use std::cell::Cell;

/// How often a call on this thread left the fast way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PathCounts {
    /// Second passes over data whose rounding the first pass could not decide (exact ties, cancellation).
    pub exact: u64,
    /// Stretches of values too wide for windows, which went through a table or the superaccumulator.
    pub wide: u64,
}

thread_local! {
    static COUNTS: Cell<PathCounts> = const { Cell::new(PathCounts { exact: 0, wide: 0 }) };
}

/// The counters of this thread.
pub fn path_counts() -> PathCounts {
    COUNTS.get()
}

#[cold]
fn count_exact() {
    COUNTS.set(PathCounts { exact: COUNTS.get().exact + 1, ..COUNTS.get() });
}

#[cold]
fn count_wide() {
    COUNTS.set(PathCounts { wide: COUNTS.get().wide + 1, ..COUNTS.get() });
}
