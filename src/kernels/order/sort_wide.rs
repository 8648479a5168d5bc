//! Numbers of 32 and 64 bits: sorted in vectors where the CPU has them.

use super::sort_parts::sort_keys;
use super::sort_portable::{Ordered, Portable};
#[cfg(target_arch = "x86_64")]
use super::x86_avx512_sort::{Finish, Vectors};
use crate::kernels::parallel::Task;

/// A number whose order is that of an integer of the same size.
pub trait Wide: Ordered {
    /// Sorts in ascending order: integers, or floats none of which is NaN, -0.0 before 0.0.
    fn sort_values(values: &mut [Self], threads: usize, task: &Task);
}

macro_rules! wide {
    ($($type:ty as $lane:ty: $finish:expr;)*) => {$(
        impl Wide for $type {
            fn sort_values(values: &mut [Self], threads: usize, task: &Task) {
                #[cfg(target_arch = "x86_64")]
                if let Some(vectors) = Vectors::<$lane>::new($finish) {
                    return sort_keys(vectors, vectors.lanes(values), threads, task);
                }
                sort_keys(Portable::<Self>::new(), values, threads, task);
            }
        }
    )*};
}
wide! {
    i64 as i64: Finish::NOTHING;
    i32 as i32: Finish::NOTHING;
    u64 as i64: Finish { flipped: 0, turned: i64::MIN };
    u32 as i32: Finish { flipped: 0, turned: i32::MIN };
    f64 as i64: Finish { flipped: i64::MAX, turned: 0 };
    f32 as i32: Finish { flipped: i32::MAX, turned: 0 };
}
