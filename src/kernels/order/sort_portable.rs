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
}

macro_rules! ordered {
    ($($type:ty: $order:path;)*) => {$(
        impl Ordered for $type {
            #[inline(always)]
            fn order(&self, other: &Self) -> Ordering {
                $order(self, other)
            }
        }
    )*};
}
ordered! {
    f64: f64::total_cmp;
    f32: f32::total_cmp;
    i64: i64::cmp;
    u64: u64::cmp;
    i32: i32::cmp;
    u32: u32::cmp;
    i16: i16::cmp;
    u16: u16::cmp;
    i8: i8::cmp;
    u8: u8::cmp;
}

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
        sample.sort_unstable_by(T::order);
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
        keys.sort_unstable_by(T::order);
    }

    fn finish(self, _: &mut [T]) {}
}
