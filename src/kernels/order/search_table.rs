//! A table that leads from a key straight to its position, or to the line of elements where that is.
//!
//! The range of the elements is cut into buckets of equal width, each with a cell (`search_cells.rs`). A key's bucket is
//! found by arithmetic, and where elements are spread about evenly (random numbers, identifiers, times) its cell says the
//! rest. Elements that crowd in few buckets are left to the tree.
//!
//! The place of a key never falls when the key rises, since each rounding and clamping on the way to it keeps order:
//! elements at lower places are below the key, those at higher ones are not. That is all that the search relies on.

use super::search_cells::{CROWDED, Cell, Doubts, REST_BITS, fixed, number};
use super::search_keys::{KEYS, Key};
use super::search_lines::{Lines, below_by_halves};
use crate::kernels::parallel::stop_requested;
use crate::pages::prefer_large;
use std::collections::TryReserveError;

/// The fewest elements for which a table is worth its building.
const FEW: usize = 32;
/// Elements are even enough if at most one of so many is in a crowded bucket.
const EVEN: usize = 16;
/// One of so many elements at either end may lie far out, if the others are even enough.
const OUTLIERS: usize = 64;

/// Elements, or cells, between two questions whether to stop.
const PIECE: usize = 1 << 20;

/// Where elements begin: for each bucket those of a slice, or the lines that it is cut into.
pub struct Table<T> {
    /// The first cell has the elements below `least`, the last one those above all of the range.
    cells: Vec<Cell>,
    least: T,
    buckets_per_unit: f64,
    last_bucket: f64,
    /// Whether a bucket has one number only, of which there may be any number of elements.
    whole: bool,
    /// Whether different elements of the range have different places.
    distinct: bool,
    /// Of so many elements the table has the last one: of each, or of a line.
    step: usize,
    /// Elements that the first line lacks, so that the others begin with a cache line.
    shift: usize,
}

/// How many elements before the first one would begin with a cache line.
fn misaligned<T>(values: &[T]) -> usize {
    values.as_ptr().addr() % 64 / size_of::<T>()
}

impl<T: Key> Table<T> {
    /// A table of the sorted elements, or (for less work now and more later) of their lines; `None` where it would not serve.
    pub fn over(values: &[T], by_line: bool) -> Result<Option<Self>, TryReserveError> {
        let (step, shift) = if by_line { (T::WIDTH, misaligned(values)) } else { (1, 0) };
        // The last line has no entry: what is in no other is in it.
        let count = (values.len() + shift).div_ceil(step).saturating_sub(usize::from(by_line));
        if count < FEW || count >= CROWDED as usize {
            return Ok(None);
        }
        for outliers in [0, values.len() / OUTLIERS] {
            let Some(mut table) = Self::between(values, outliers, count) else { continue };
            (table.step, table.shift) = (step, shift);
            let cells = table.last_bucket as usize + 2;
            if table.is_even_here_and_there(values) {
                table.cells.try_reserve_exact(cells)?;
                prefer_large(&mut table.cells);
                while table.cells.len() < cells {
                    if stop_requested() {
                        return Ok(None);
                    }
                    table.cells.resize(cells.min(table.cells.len() + PIECE), Cell::EMPTY);
                }
                return Ok(table.fill_quickly(values, count).then_some(table));
            }
        }
        Ok(None)
    }

    /// An empty table with buckets for the range of the elements but for outliers.
    fn between(values: &[T], outliers: usize, count: usize) -> Option<Self> {
        let least = *values.get(outliers)?;
        let width = values.get(values.len().checked_sub(outliers + 1)?)?.distance(least);
        // Half as many again as buckets: of random ones more than a cell has rests are in one bucket of a thousand.
        let wanted = (count / 3 * 2) as f64;
        if !(0.0..f64::INFINITY).contains(&width) {
            return None;
        }
        // Whole numbers in a narrow range have a bucket each.
        let exact = T::IS_INTEGER && outliers == 0;
        let whole = exact && width < wanted;
        let last_bucket = if whole { width + 1.0 } else { wanted };
        let buckets_per_unit = if whole { 1.0 } else { (wanted - 1.0) / width };
        let distinct = exact && buckets_per_unit * f64::from(1 << (REST_BITS - 1)) >= 1.0;
        let table = Table {
            cells: Vec::new(),
            least,
            buckets_per_unit,
            last_bucket,
            whole,
            distinct,
            step: 1,
            shift: 0,
        };
        buckets_per_unit.is_finite().then_some(table)
    }

    /// The place of a key, lower than all others for NaN.
    #[inline(always)]
    fn place(&self, key: T) -> u64 {
        let place = key.distance(self.least) * self.buckets_per_unit;
        let place = if place < self.last_bucket { place } else { self.last_bucket };
        fixed(if key >= self.least { place } else { -1.0 })
    }

    /// A look at some elements before all of them are read.
    fn is_even_here_and_there(&self, values: &[T]) -> bool {
        let step = (values.len() / 512).max(64);
        let bucket = |place: usize| values.get(place).map_or(0, |&value| number(self.place(value)));
        let parts = values.len() / step;
        // More than four elements in a bucket, where one and a half is the mean, are a crowd.
        let fewest = step / self.step / 4;
        let is_crowded =
            |&part: &usize| bucket((part + 1) * step).saturating_sub(bucket(part * step)) < fewest;
        self.whole || (0..parts.saturating_sub(1)).filter(is_crowded).count() * EVEN <= parts
    }

    /// The elements that the table has, from number `first` on.
    #[inline(always)]
    fn entries<'k>(&self, values: &'k [T], first: usize, count: usize, keys: &'k mut [T; KEYS]) -> &'k [T] {
        if self.step == 1 {
            return values.get(first..first + count).unwrap_or(&[]);
        }
        for (slot, line) in keys.iter_mut().zip(first..first + count) {
            *slot = values.get((line + 1) * self.step - self.shift - 1).copied().unwrap_or(T::PAD);
        }
        &keys[..count.min(KEYS)]
    }

    /// [`Table::fill`] with the instructions of the level in use.
    fn fill_quickly(&mut self, values: &[T], count: usize) -> bool {
        #[cfg(target_arch = "x86_64")]
        if let Some(lines) = super::x86_search::Avx512::new() {
            return lines.fill_table(self, values, count);
        }
        self.fill(values, count)
    }

    /// Fills the cells with the elements. `false`: they are not sorted, or not even.
    #[inline(always)]
    pub fn fill(&mut self, values: &[T], count: usize) -> bool {
        let (mut keys, mut places) = ([T::default(); KEYS], [0; KEYS]);
        let (mut previous, mut bucket, mut start) = (0, usize::MAX, 0);
        let (mut crowds, mut sorted) = (0, true);
        let most = if self.whole { u32::MAX } else { Cell::EMPTY.rests.len() as u32 };
        for first in (0..count).step_by(KEYS) {
            if first % PIECE == PIECE - KEYS && stop_requested() {
                return false;
            }
            let keys = self.entries(values, first, KEYS.min(count - first), &mut keys);
            for (place, &key) in places.iter_mut().zip(keys) {
                *place = self.place(key);
            }
            for (entry, &place) in (first as u32..).zip(&places[..keys.len()]) {
                sorted &= place >= previous;
                let shared = if number(place) == bucket { crowds } else { 0 };
                crowds = shared | if place == previous && !self.distinct { CROWDED } else { 0 };
                start = if number(place) == bucket { start } else { entry };
                (previous, bucket) = (place, number(place));
                if let Some(cell) = self.cells.get_mut(bucket) {
                    cell.start = start | crowds | if entry - start >= most { CROWDED } else { 0 };
                    cell.rests[(entry - start).min(5) as usize] = place as u16;
                }
            }
        }
        let (mut next, mut crowded) = (count as u32, 0);
        for cell in self.cells.iter_mut().rev() {
            cell.start = if cell.start == u32::MAX { next } else { cell.start };
            let size = next.saturating_sub(cell.start());
            crowded += if size > most { size as usize } else { 0 };
            next = cell.start();
        }
        sorted && crowded <= count / EVEN
    }

    /// The position of each key in the elements of which the table was made.
    #[inline(always)]
    pub fn find_all<L: Lines>(&self, lines: L, values: &[T], keys: &[T], out: &mut [i64]) {
        let (mut places, mut found) = ([0; KEYS], [0; KEYS]);
        let mut doubts = Doubts { beside: [0; KEYS], crowded: [0; KEYS] };
        let (whole, rest) = keys.as_chunks::<KEYS>();
        let (whole_out, rest_out) = out.as_chunks_mut::<KEYS>();
        for (keys, out) in whole.iter().zip(whole_out) {
            self.find(lines, values, keys, &mut places, out, &mut doubts);
        }
        if !rest.is_empty() {
            self.find(lines, values, rest, &mut places, &mut found, &mut doubts);
            rest_out.iter_mut().zip(found).for_each(|(slot, place)| *slot = place);
        }
    }

    /// The same for at most [`KEYS`] keys, with scratch memory.
    #[inline(always)]
    fn find<L: Lines>(
        &self,
        lines: L,
        values: &[T],
        keys: &[T],
        places: &mut [u64; KEYS],
        out: &mut [i64; KEYS],
        doubts: &mut Doubts,
    ) {
        for (place, &key) in places.iter_mut().zip(keys) {
            *place = self.place(key);
        }
        // Of lines the elements decide.
        let by_line = self.step > 1;
        let (besides, crowds) =
            lines.look_up(&self.cells, places, keys, self.distinct || by_line, out, doubts);
        if by_line {
            // All lines are asked for before the first one is waited for.
            for slot in out.iter_mut().take(keys.len()) {
                *slot = (*slot as usize * self.step).saturating_sub(self.shift) as i64;
                lines.prefetch(values, *slot as usize);
            }
            for (slot, &key) in out.iter_mut().zip(keys) {
                *slot = self.find_from(lines, values, *slot as usize, key) as i64;
            }
            return;
        }
        // Of the one element at the place of a key.
        for &index in doubts.beside.iter().take(besides) {
            if let (Some(slot), Some(&key)) = (out.get_mut(index as usize), keys.get(index as usize)) {
                *slot += i64::from(values.get(*slot as usize).is_some_and(|&value| value < key));
            }
        }
        for &index in doubts.crowded.iter().take(crowds) {
            if let (Some(slot), Some(&key)) = (out.get_mut(index as usize), keys.get(index as usize)) {
                *slot = self.find_from(lines, values, *slot as usize, key) as i64;
            }
        }
    }

    /// The position of a key that is not before `from`.
    #[inline(always)]
    fn find_from<L: Lines>(&self, lines: L, values: &[T], from: usize, key: T) -> usize {
        let mut start = from.saturating_sub((from + misaligned(values)) % T::WIDTH);
        for _ in 0..2 {
            let below = lines.below(values, start, key);
            start += below;
            if below < T::WIDTH {
                return start;
            }
        }
        self.find_crowded(values, start, key)
    }

    /// The same far from there.
    #[cold]
    #[inline(never)]
    fn find_crowded(&self, values: &[T], from: usize, key: T) -> usize {
        let next = self.cells.get(number(self.place(key)) + 1).map_or(u32::MAX, |cell| cell.start()) as usize;
        // The end of the first line in a higher bucket.
        let end = ((next + 1) * self.step - self.shift).min(values.len());
        from + below_by_halves(values.get(from..end.max(from)).unwrap_or(&[]), key)
    }
}
