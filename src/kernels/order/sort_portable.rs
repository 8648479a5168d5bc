//! The sort of the standard library, on any CPU, in parts that can be stopped.

use super::sort_parts::Parts;
use crate::kernels::parallel::Task;
use std::cmp::Ordering;
use std::marker::PhantomData;

/// Keys that are parted one by one, between two questions whether to stop.
const PIECE: usize = 1 << 20;
/// Keys of which a pivot is the median.
const SAMPLE: usize = 63;

/// A number with a total order.
pub trait Ordered: Copy + Send + Sync + 'static {
    /// The order; floats by sign and magnitude, -0.0 before 0.0.
    fn order(&self, other: &Self) -> Ordering;
    /// Sorts by it.
    fn sort(values: &mut [Self]);
}

macro_rules! ordered {
    (floats $($float:ty)*; integers $($integer:ty)*) => {
        $(impl Ordered for $float {
            #[inline(always)]
            fn order(&self, other: &Self) -> Ordering {
                self.total_cmp(other)
            }
            fn sort(values: &mut [Self]) {
                values.sort_unstable_by(<$float>::total_cmp);
            }
        })*
        $(impl Ordered for $integer {
            #[inline(always)]
            fn order(&self, other: &Self) -> Ordering {
                self.cmp(other)
            }
            /// The same function that sorts the keys of a selection.
            fn sort(values: &mut [Self]) {
                values.sort_unstable();
            }
        })*
    };
}
ordered! { floats f64 f32; integers i64 u64 i32 u32 i16 u16 i8 u8 }

/// Values that are their own keys.
#[derive(Clone, Copy)]
pub struct Portable<T>(PhantomData<T>);

impl<T> Portable<T> {
    /// For every CPU.
    pub fn new() -> Self {
        Portable(PhantomData)
    }
}

impl<T: Ordered> Parts for Portable<T> {
    type Key = T;
    const LARGE: usize = 1 << 20;

    fn precedes(a: T, b: T) -> bool {
        a.order(&b).is_lt()
    }

    fn begin(self, _: &mut [T]) {}

    fn pivot(self, keys: &[T]) -> T {
        let mut sample = [keys[0]; SAMPLE];
        let mut random = keys.len() as u64;
        for key in &mut sample {
            random = random.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
            *key = keys[((u128::from(random) * keys.len() as u128) >> 64) as usize];
        }
        T::sort(&mut sample);
        sample[SAMPLE / 2]
    }

    fn partition(self, keys: &mut [T], pivot: T, or_equal: bool, task: &Task) -> Option<usize> {
        let mut count = 0;
        for first in (0..keys.len()).step_by(PIECE) {
            if task.stop_requested() {
                return None;
            }
            let end = keys.len().min(first + PIECE);
            // Lomuto's, without branches: the key goes to the end of those before the pivot, and stays there if it is
            // one of them.
            for place in first..end {
                let order = keys[place].order(&pivot);
                keys.swap(place, count);
                count += usize::from(order.is_lt() | (or_equal & order.is_eq()));
            }
        }
        Some(count)
    }

    fn sort(self, keys: &mut [T]) {
        T::sort(keys);
    }

    fn finish(self, _: &mut [T]) {}
}
