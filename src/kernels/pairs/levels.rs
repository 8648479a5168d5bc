//! Counting by levels: for one `a` the rounded root never falls as the magnitude of `b` grows, so that among sorted
//! magnitudes the roots of at least L are those from one place on.
//!
//! For each level L the least sum of squares whose root rounds to L is found once; the place for a row is then where
//! `fl(a*a + b*b)` reaches it. An index of equal steps leads next to the place, and the exact comparison does the rest.

use super::rows::row;
use super::width::{Width, small_root};
use crate::kernels::array::zeros;
use std::collections::TryReserveError;
use std::ops::Range;

/// What a level costs, in elements of a row that is computed one by one.
const LEVEL_COST: f64 = 16.0;
/// Levels whose places are looked for side by side.
const TOGETHER: usize = 8;
/// Values that are compared with a threshold at once, from one before the beginning of a step on.
pub const WINDOW: usize = 8;

/// The least sums of squares of consecutive levels.
pub struct Thresholds<T> {
    /// The level of the first.
    first: f64,
    least: Vec<T>,
}

impl<T: Width> Thresholds<T> {
    /// Those of the levels above `above` up to `last`, which is below 2^51; none if there are more than `most`.
    pub fn new(above: f64, last: f64, most: usize) -> Result<Self, TryReserveError> {
        let count = last - above;
        let mut least = Vec::new();
        if count > 0.0 && count <= most as f64 {
            least.try_reserve_exact(count as usize)?;
            least.extend((1..=count as u64).map(|level| least_with_root::<T>(above + level as f64)));
        }
        Ok(Thresholds { first: above + 1.0, least })
    }

    /// Those of levels from `first` on; `None` if they are not all there.
    fn of(&self, first: f64, count: usize) -> Option<&[T]> {
        let skipped = (first - self.first) as usize;
        self.least.get(skipped..)?.get(..count)
    }
}

/// The least number whose root rounds to `level` or more.
fn least_with_root<T: Width>(level: f64) -> T {
    // The root, rounded to a double, of at least this rounds up.
    let wanted = level - 0.5;
    let reaches = |squares: T| squares.into().sqrt() >= wanted;
    let mut least = T::nearest(wanted * wanted);
    while reaches(least) {
        least = least.next_down();
    }
    while !reaches(least) {
        least = least.next_up();
    }
    least
}

/// Sorted magnitudes, with an index.
pub struct Sorted<T> {
    /// Ascending, between a NaN, which reaches no threshold, and infinities, which reach all.
    padded: Vec<T>,
    len: usize,
    /// For each step of equal width where its values begin, and twice the end.
    starts: Vec<u32>,
    low: f64,
    scale: f64,
    steps: f64,
}

impl<T: Width> Sorted<T> {
    /// Makes the index of sorted, finite magnitudes, `len` and fewer than 2^32, which lie behind one other number.
    pub fn new(mut padded: Vec<T>) -> Result<Self, TryReserveError> {
        padded.try_reserve_exact(WINDOW)?;
        if let Some(before) = padded.first_mut() {
            *before = T::NOT_A_NUMBER;
        }
        let values = padded.get(1..).unwrap_or(&[]);
        let len = values.len();
        let low = values.first().map_or(0.0, |&low| low.into());
        let high: f64 = values.last().map_or(0.0, |&high| high.into());
        let scale = if high > low { len as f64 / (high - low) } else { 0.0 };
        let mut starts = zeros(len + 3)?;
        let mut sorted = Sorted {
            padded: Vec::new(),
            len,
            starts: Vec::new(),
            low,
            scale,
            steps: len.saturating_sub(1) as f64,
        };
        let mut next = 0;
        for (place, &value) in values.iter().enumerate() {
            let step = sorted.step(value.into());
            while next <= step {
                if let Some(slot) = starts.get_mut(next) {
                    *slot = place as u32;
                }
                next += 1;
            }
        }
        starts.iter_mut().skip(next).for_each(|slot| *slot = len as u32);
        padded.extend([T::INFINITY; WINDOW]);
        sorted.starts = starts;
        sorted.padded = padded;
        Ok(sorted)
    }

    /// The values in `first..end`.
    fn values(&self, first: usize, end: usize) -> &[T] {
        self.padded.get(first.saturating_add(1)..end.min(self.len).saturating_add(1)).unwrap_or(&[])
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The step of a value: it never falls as the value grows.
    #[inline(always)]
    fn step(&self, value: f64) -> usize {
        ((value - self.low) * self.scale).min(self.steps) as u32 as usize
    }

    #[inline(always)]
    fn start(&self, step: usize) -> usize {
        self.starts.get(step).map_or(0, |&start| start as usize)
    }

    /// How many values are below `value`, or also those that equal it.
    pub fn below(&self, value: T, and_equal: bool) -> usize {
        let step = self.step(value.into());
        let (first, end) = (self.start(step), self.start(step + 1));
        let window = self.values(first, end);
        first + window.partition_point(|&other| if and_equal { other <= value } else { other < value })
    }

    /// Whether `squared` and the square of the value at `place` reach a threshold.
    #[inline(always)]
    fn reaches(&self, squared: T, place: usize, threshold: T) -> bool {
        // What is beyond the end does.
        place >= self.len
            || self.padded.get(place + 1).is_some_and(|&value| squared + value * value >= threshold)
    }

    /// The first place that reaches a threshold, by way of one near it: in steps that double, then by bisection.
    #[cold]
    #[inline(never)]
    fn far_place(&self, squared: T, threshold: T, near: usize) -> usize {
        let reaches = |place| self.reaches(squared, place, threshold);
        let (mut low, mut high, mut step) = (near, near, 1);
        while low > 0 && reaches(low - 1) {
            low = low.saturating_sub(step);
            step *= 2;
        }
        while !reaches(high) {
            low = low.max(high);
            high = high.saturating_add(step);
            step *= 2;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if reaches(middle) { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// The sum of the roots above `above`, an integer, of a row: those of `squared` and the squares of the values in
    /// `first..end`.
    #[inline(always)]
    fn row<P: Probe>(&self, probe: P, squared: T, range: Range<usize>, rows: &Rows<T>) -> Row {
        let (values, above) = (self.values(range.start, range.end), rows.above);
        let (Some(&least), Some(&most)) = (values.first(), values.last()) else { return Row::default() };
        let root = |value: T| small_root((squared + value * value).into());
        let (lowest, highest) = (root(least), root(most));
        if highest <= above {
            return Row { sum: 0, cost: 1 };
        }
        let begin = lowest.max(above);
        let count = (highest - begin) as usize;
        if (highest - begin) * LEVEL_COST <= values.len() as f64
            && let Some(thresholds) = rows.levels.of(begin + 1.0, count)
        {
            let (all, next) = self.counted(probe, squared, range.end, thresholds);
            // Those of the lowest level count once more for each level up to it.
            let again = if lowest > above { values.len() } else { next };
            let sum = all + begin as u128 * again as u128;
            return Row { sum, cost: count * LEVEL_COST as usize };
        }
        let skipped = if lowest > above { 0 } else { values.partition_point(|&value| root(value) <= above) };
        let counted = values.get(skipped..).unwrap_or(&[]);
        Row { sum: row(squared, counted), cost: counted.len() }
    }

    /// For each threshold how many places before `end` reach it: their sum, and how many reach the first.
    #[inline(always)]
    fn counted<P: Probe>(&self, probe: P, squared: T, end: usize, thresholds: &[T]) -> (u128, usize) {
        let base: f64 = squared.into();
        let (mut sum, mut first) = (0, None);
        for chunk in thresholds.chunks(TOGETHER) {
            let mut steps = [0; TOGETHER];
            for (step, &threshold) in steps.iter_mut().zip(chunk) {
                *step = self.step((threshold.into() - base).max(0.0).sqrt()) as u32;
            }
            for (&step, &threshold) in steps.iter().zip(chunk) {
                // The window begins one place before the step.
                let start = self.start(step as usize);
                let window = self.padded.get(start..).unwrap_or(&[]).first_chunk();
                let fall_short = window.map_or(0, |window| T::fall_short(probe, window, squared, threshold));
                let place = match fall_short as usize {
                    found @ 1..WINDOW => start + found - 1,
                    _ => self.far_place(squared, threshold, start),
                };
                let count = end.saturating_sub(place);
                first.get_or_insert(count);
                sum += count as u64;
            }
        }
        (u128::from(sum), first.unwrap_or(0))
    }
}

/// What a row gave, and what it cost in elements.
#[derive(Clone, Copy, Default)]
pub struct Row {
    /// The sum of its roots.
    pub sum: u128,
    /// What it cost.
    pub cost: usize,
}

/// The rows of some elements with the magnitudes of all that are not negative, and of those that are.
pub struct Rows<'a, T> {
    /// The elements, all finite.
    pub rows: &'a [T],
    /// Those that are not negative.
    pub positive: &'a Sorted<T>,
    /// Those that are.
    pub negative: &'a Sorted<T>,
    /// Roots up to this integer do not count.
    pub above: f64,
    /// The thresholds of levels, if they are not too many.
    pub levels: &'a Thresholds<T>,
}

impl<T: Width> Rows<'_, T> {
    /// Adds them up.
    pub fn sum(self) -> Row {
        #[cfg(target_arch = "x86_64")]
        if let Some(row) = super::x86_probe::sum(&self) {
            return row;
        }
        self.sum_by(Portable)
    }

    /// The same, compiled where it is called.
    #[inline(always)]
    pub fn sum_by<P: Probe>(&self, probe: P) -> Row {
        let mut total = Row::default();
        let mut add = |sorted: &Sorted<T>, squared, range| {
            let row = sorted.row(probe, squared, range, self);
            total.sum += row.sum;
            total.cost += row.cost;
        };
        for &a in self.rows {
            let squared = a * a;
            // `b` counts if it is not less than `a`.
            if a >= T::default() {
                add(self.positive, squared, self.positive.below(a, false)..self.positive.len());
            } else {
                add(self.positive, squared, 0..self.positive.len());
                add(self.negative, squared, 0..self.negative.below(a.magnitude(), true));
            }
        }
        total
    }
}

/// Compares the values of a window with a threshold at once.
pub trait Probe: Copy {
    /// How many of the sums of `squared` and the squares of the values are less than the threshold, or NaN.
    fn doubles(self, values: &[f64; WINDOW], squared: f64, threshold: f64) -> u32;
    /// The same in single precision.
    fn singles(self, values: &[f32; WINDOW], squared: f32, threshold: f32) -> u32;
}

/// One after the other.
#[derive(Clone, Copy)]
struct Portable;

impl Probe for Portable {
    #[inline(always)]
    fn doubles(self, values: &[f64; WINDOW], squared: f64, threshold: f64) -> u32 {
        WINDOW as u32
            - values.iter().map(|value| u32::from(squared + value * value >= threshold)).sum::<u32>()
    }
    #[inline(always)]
    fn singles(self, values: &[f32; WINDOW], squared: f32, threshold: f32) -> u32 {
        WINDOW as u32
            - values.iter().map(|value| u32::from(squared + value * value >= threshold)).sum::<u32>()
    }
}
