//! A table that leads from a key straight to its neighbourhood.
//!
//! The range of the elements is cut into buckets of equal width; the table knows where the elements of each bucket
//! begin. A key's bucket is found by arithmetic, and where elements are spread about evenly (random numbers, identifiers,
//! times) one comparison with the line of elements that begins there finds the position. Elements that crowd in few
//! buckets are left to the tree.
//!
//! The number of a bucket never falls when the key rises, since each rounding and clamping on the way to it keeps order:
//! elements in lower buckets are below the key, those in higher ones above it. That is all that the search relies on.

use super::search_keys::Key;
use super::search_lines::{Lines, below_by_halves};
use std::collections::TryReserveError;

/// How many keys are on their way at the same time.
const GROUP: usize = 64;
/// The fewest elements for which a table is worth its building.
const FEW: usize = 32;
/// So many bytes of elements stay in the second cache, where they need not be asked for.
const NEAR: usize = 1 << 18;
/// Added to a double below 2^32 this leaves it, rounded, in the low bits.
const TO_LOW_BITS: f64 = (1u64 << 52) as f64;

/// Where the elements of each bucket begin.
pub struct Table {
    /// For each bucket how many elements are in lower ones; and how many elements there are.
    starts: Vec<u32>,
    least: f64,
    buckets_per_unit: f64,
    last_bucket: f64,
}

impl Table {
    /// A table of the sorted elements; `None` where it would not serve.
    pub fn over<T: Key>(values: &[T]) -> Result<Option<Self>, TryReserveError> {
        let (Some(&first), Some(&last)) = (values.first(), values.last()) else { return Ok(None) };
        let (least, most) = (first.nearest_double(), last.nearest_double());
        let width = most - least;
        // Elements in a bucket: few where the table then still fits in the second cache.
        let wanted = if values.len() <= 1 << 17 { values.len() } else { values.len() / 4 };
        if values.len() < FEW
            || u32::try_from(values.len()).is_err()
            || !(0.0..f64::INFINITY).contains(&width)
        {
            return Ok(None);
        }
        // Whole numbers in a narrow range have a bucket each.
        let exact = T::IS_INTEGER && width < wanted as f64 && least.abs().max(most.abs()) < TO_LOW_BITS;
        let last_bucket = if exact { width } else { (wanted - 1) as f64 };
        let buckets_per_unit = if exact { 1.0 } else { last_bucket / width };
        if !buckets_per_unit.is_finite() {
            return Ok(None);
        }
        let mut table = Table { starts: Vec::new(), least, buckets_per_unit, last_bucket };
        let buckets = last_bucket as usize + 1;
        table.starts.try_reserve_exact(buckets + 1)?;
        table.starts.resize(buckets + 1, 0);
        table.fill(values);
        Ok((exact || table.is_even::<T>()).then_some(table))
    }

    fn fill<T: Key>(&mut self, values: &[T]) {
        // Of the elements of a bucket the last one stays.
        for (place, &value) in values.iter().enumerate() {
            let bucket = self.bucket(value) as usize;
            if let Some(start) = self.starts.get_mut(bucket + 1) {
                *start = place as u32 + 1;
            }
        }
        let mut so_far = 0;
        for start in &mut self.starts {
            so_far = so_far.max(*start);
            *start = so_far;
        }
    }

    /// Whether few elements are in buckets that have more of them than a line.
    fn is_even<T: Key>(&self) -> bool {
        let sizes = self.starts.windows(2).map(|pair| (pair[1] - pair[0]) as usize);
        let crowded: usize = sizes.filter(|&size| size > T::WIDTH).sum();
        crowded <= self.starts.last().map_or(0, |&len| len as usize / 16)
    }

    /// The bucket of a key; the first one for NaN.
    #[inline(always)]
    fn bucket<T: Key>(&self, key: T) -> u32 {
        let place = (key.nearest_double() - self.least) * self.buckets_per_unit;
        let place = if place > 0.0 { place } else { 0.0 };
        let place = if place < self.last_bucket { place } else { self.last_bucket };
        (place + TO_LOW_BITS).to_bits() as u32
    }

    /// The position of each key in the elements of which the table was made.
    #[inline(always)]
    pub fn find_all<T: Key, L: Lines>(&self, lines: L, values: &[T], keys: &[T], out: &mut [i64]) {
        let last = values.len().saturating_sub(T::WIDTH);
        let far = size_of_val(values) > NEAR;
        let mut buckets = [0; GROUP];
        let mut places = [0; GROUP];
        for (keys, out) in keys.chunks(GROUP).zip(out.chunks_mut(GROUP)) {
            for (bucket, &key) in buckets.iter_mut().zip(keys) {
                *bucket = self.bucket(key);
            }
            if !far {
                for ((slot, &key), &bucket) in out.iter_mut().zip(keys).zip(&buckets) {
                    let start = self.start(bucket).min(last);
                    let below = lines.below(values, start, key);
                    *slot = (start + below) as i64;
                    if below == T::WIDTH {
                        *slot = self.find_crowded(values, start + below, key) as i64;
                    }
                }
                continue;
            }
            for &bucket in &buckets {
                lines.prefetch(&self.starts, bucket as usize);
            }
            for (place, &bucket) in places[..keys.len()].iter_mut().zip(&buckets) {
                let start = self.start(bucket).min(last);
                lines.prefetch(values, start);
                lines.prefetch(values, start + T::WIDTH - 1);
                *place = start;
            }
            for ((slot, &key), &start) in out.iter_mut().zip(keys).zip(&places) {
                let below = lines.below(values, start, key);
                *slot = (start + below) as i64;
                if below == T::WIDTH {
                    *slot = self.find_crowded(values, start + below, key) as i64;
                }
            }
        }
    }

    /// Where a bucket begins.
    #[inline(always)]
    fn start(&self, bucket: u32) -> usize {
        self.starts.get(bucket as usize).map_or(0, |&start| start as usize)
    }

    /// The position of a key that is not before `from`.
    #[cold]
    #[inline(never)]
    fn find_crowded<T: Key>(&self, values: &[T], from: usize, key: T) -> usize {
        let end = self.starts.get(self.bucket(key) as usize + 1).map_or(0, |&end| end as usize);
        from + below_by_halves(values.get(from..end.max(from)).unwrap_or(&[]), key)
    }
}
