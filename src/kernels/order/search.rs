//! Positions in sorted elements: one, or many at once.
//!
//! Elements that are not sorted have positions without a meaning; nothing worse happens.

use super::search_keys::KEYS;
pub use super::search_keys::{Key, Number, Numbers, Queries, Side, Widened};
use super::search_leaf::{Cut, SliceLeaf, ViewLeaf};
use super::search_lines::Portable;
use super::search_table::Table;
use super::search_tree::Tree;
use crate::kernels::parallel::{Task, for_each_part};
use crate::kernels::view::Input;
use std::cmp::Ordering;
use std::collections::TryReserveError;
use std::ops::Range;

/// So many blocks for each query a tree has at most: reading one for the tree costs a tenth of a query.
const BLOCKS_PER_QUERY: usize = 8;
/// Fewer queries than these have no tree.
const FEW_QUERIES: usize = 8;
/// Queries between two questions whether to stop: a millisecond or so.
const PIECE: usize = 1 << 14;
/// Fewer queries than these are not worth a thread.
const LEAST_PER_THREAD: usize = 1 << 15;

/// The position of `query` among the elements of `range`, by the steps of CPython's `bisect`: so the answer is the same
/// even if they are not sorted.
pub fn bisect<T: Key>(values: &Input<T>, range: Range<usize>, query: Number, side: Side) -> usize {
    let key = T::key_of(query, side);
    let end = range.end.min(values.len());
    let place = place(range.start..end, |place| Some(is_before(element(values, place), key, side)));
    place.unwrap_or(end)
}

/// Whether an element is before a query with this key, as `bisect` compares them: is it less (left), or is the query not
/// less (right)? With NaN the two are not each other's opposite.
#[inline(always)]
pub fn is_before<T: Key>(element: T, key: Option<T>, side: Side) -> bool {
    match key {
        Some(key) if side == Side::Left => element < key,
        Some(key) => element.partial_cmp(&key).is_none_or(Ordering::is_lt),
        None => true,
    }
}

/// The place in a range that a binary search finds, by the steps of CPython's `bisect`; `None` as soon as `is_before` gives
/// that for a place.
#[inline(always)]
pub fn place(range: Range<usize>, mut is_before: impl FnMut(usize) -> Option<bool>) -> Option<usize> {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Some(low)
}

/// The first place whose element is not below `key`.
#[inline(always)]
fn first_not_below<T: Key>(values: &Input<T>, range: Range<usize>, key: T) -> usize {
    let end = range.end;
    place(range, |place| Some(element(values, place) < key)).unwrap_or(end)
}

/// The leftmost position of an element that equals `query` in the sorted elements of `range`.
pub fn find<T: Key>(values: &Input<T>, range: Range<usize>, query: Number) -> Option<usize> {
    let end = range.end.min(values.len());
    let place = bisect(values, range, query, Side::Left);
    (place < end && element(values, place).widen().equals(query)).then_some(place)
}

/// One element; a pad beyond the end.
#[inline(always)]
fn element<T: Key>(values: &Input<T>, place: usize) -> T {
    match values {
        Input::Slice(values) => values.get(place).copied().unwrap_or(T::PAD),
        Input::View(view) => ViewLeaf::new(view).element(place),
    }
}

/// Writes the position of each query in the sorted `values`; as many as both `queries` and `out` have. In at most
/// `threads` threads (0: as many as there are CPUs to use).
///
/// Time: O(log n) for each query, less where elements are spread evenly; and O(n) at most, but never more than the
/// queries take. Memory: 11 bytes for each element at most; where queries are fewer than elements, for each cache line of
/// them; for few queries none.
#[inline(never)]
pub fn searchsorted<T: Key>(
    values: &Input<T>,
    queries: &dyn Queries<T>,
    side: Side,
    threads: usize,
    out: &mut [i64],
) -> Result<(), TryReserveError> {
    let (len, count) = (values.len(), queries.count().min(out.len()));
    let asked = Asked { queries, side, threads };
    let few_lines = len / T::WIDTH <= count;
    match values {
        Input::Slice(few) if len < T::WIDTH => {
            let mut line = T::empty_line();
            line.as_mut().iter_mut().zip(few.iter()).for_each(|(slot, &value)| *slot = value);
            search(&Plan::new(line.as_ref(), count)?, line.as_ref(), len, asked, out);
        }
        Input::Slice(slice) => search(&Plan::new(slice, count)?, slice, len, asked, out),
        Input::View(view) if few_lines && count >= FEW_QUERIES => {
            let leaf = ViewLeaf::new(view);
            let tree = Tree::over(&leaf)?;
            // As the compiler makes it: loading a line takes longer than comparing it.
            search_blocks(len, asked, out, &|keys, out| tree.find_all(Portable, &leaf, keys, out));
        }
        Input::View(_) => search_one_by_one(values, asked, out),
    }
    Ok(())
}

/// What is to be found.
pub(super) struct Asked<'a, T> {
    pub queries: &'a dyn Queries<T>,
    pub side: Side,
    pub threads: usize,
}

fn search_one_by_one<T: Key>(values: &Input<T>, asked: Asked<T>, out: &mut [i64]) {
    let len = values.len();
    search_blocks(len, asked, out, &|keys, out| {
        for (&key, slot) in keys.iter().zip(out) {
            *slot = first_not_below(values, 0..len, key) as i64;
        }
    });
}

/// How sorted elements are searched.
pub(super) enum Plan<T: Key> {
    Table(Table<T>),
    Tree(Tree<T>, Cut),
}

impl<T: Key> Plan<T> {
    /// The best for so many queries in at least one line of elements.
    pub fn new(values: &[T], queries: usize) -> Result<Self, TryReserveError> {
        if queries >= values.len() / 16
            && let Some(table) = Table::over(values, queries < values.len())?
        {
            return Ok(Plan::Table(table));
        }
        let mut block = if queries < FEW_QUERIES { values.len() } else { T::WIDTH };
        while block < values.len() && values.len() / block > queries.saturating_mul(BLOCKS_PER_QUERY) {
            block *= 2;
        }
        let cut = Cut::new(values, block);
        Ok(Plan::Tree(Tree::over(&SliceLeaf { values, cut })?, cut))
    }
}

/// The positions of queries in the first `len` of the elements that the plan was made of.
pub(super) fn search<T: Key>(plan: &Plan<T>, values: &[T], len: usize, asked: Asked<T>, out: &mut [i64]) {
    match plan {
        Plan::Table(table) => {
            search_blocks(len, asked, out, &|keys, out| find_in_table(table, values, keys, out));
        }
        Plan::Tree(tree, cut) => {
            let leaf = SliceLeaf { values, cut: *cut };
            search_blocks(len, asked, out, &|keys, out| find_in_tree(tree, &leaf, keys, out));
        }
    }
}

/// Makes keys of queries, some at a time, and writes what `find` finds.
fn search_blocks<T: Key>(
    len: usize,
    asked: Asked<T>,
    out: &mut [i64],
    find: &(dyn Fn(&[T], &mut [i64]) + Sync),
) {
    let count = out.len().min(asked.queries.count());
    let Some(out) = out.get_mut(..count) else { return };
    for_each_part(out, LEAST_PER_THREAD, asked.threads, &|task, first, out| {
        search_part(len, &asked, task, first, out, find);
    });
}

fn search_part<T: Key>(
    len: usize,
    asked: &Asked<T>,
    task: &Task,
    first: usize,
    out: &mut [i64],
    find: &dyn Fn(&[T], &mut [i64]),
) {
    if let Some(keys) = asked.queries.own_keys(asked.side) {
        let keys = keys.get(first..).unwrap_or(&[]);
        for (keys, out) in keys.chunks(PIECE).zip(out.chunks_mut(PIECE)) {
            if task.stop_requested() {
                return;
            }
            find(keys.get(..out.len()).unwrap_or(keys), out);
        }
        return;
    }
    let (mut keys, mut every) = ([T::default(); KEYS], [false; KEYS]);
    for (number, out) in out.chunks_mut(KEYS).enumerate() {
        if number % (PIECE / KEYS) == PIECE / KEYS - 1 && task.stop_requested() {
            return;
        }
        let (keys, every) = (&mut keys[..out.len()], &mut every[..out.len()]);
        asked.queries.keys(first + number * KEYS, asked.side, keys, every);
        find(keys, out);
        for (slot, &every) in out.iter_mut().zip(every.iter()) {
            *slot = if every { len as i64 } else { *slot };
        }
    }
}

/// Whether lines are worth comparing with AVX-512. Narrow integers have so few values that their table decides.
#[cfg(target_arch = "x86_64")]
const fn is_wide<T>() -> bool {
    size_of::<T>() >= 4
}

/// [`Tree::find_all`] with the instructions of the level in use.
fn find_in_tree<T: Key>(tree: &Tree<T>, leaf: &SliceLeaf<T>, keys: &[T], out: &mut [i64]) {
    #[cfg(target_arch = "x86_64")]
    if is_wide::<T>()
        && let Some(lines) = super::x86_search::Avx512::new()
    {
        return lines.find_in_tree(tree, leaf, keys, out);
    }
    tree.find_all(Portable, leaf, keys, out);
}

/// [`Table::find_all`] with the instructions of the level in use.
fn find_in_table<T: Key>(table: &Table<T>, values: &[T], keys: &[T], out: &mut [i64]) {
    #[cfg(target_arch = "x86_64")]
    if is_wide::<T>()
        && let Some(lines) = super::x86_search::Avx512::new()
    {
        return lines.find_in_table(table, values, keys, out);
    }
    table.find_all(Portable, values, keys, out);
}
