//! Quicksort in vectors of AVX-512: a partition in place that moves whole vectors, and sorting networks for what is
//! small. After Blacher, Giesen and Kühne, "Fast and robust vectorized in-place sorting of primitive types" (2021).

use super::sort_parts::Parts;
use super::sort_runs::{self, Run, Survey, Zero};
use super::x86_avx512_lanes::Lane;
pub use super::x86_avx512_network::Finish;
use super::x86_avx512_network::{ROWS, sort_few, sort_rows};
use crate::cpu::{self, Level};
use crate::kernels::parallel::Task;
use std::arch::x86_64::*;

/// Vectors in a block that is read at once.
const BLOCK: usize = 8;
/// How many blocks ahead memory is asked for.
const AHEAD: usize = 2;
/// Blocks between two questions whether to stop: a millisecond or two.
const PIECE: usize = 1 << 16;
/// Most lanes of a vector.
const LANES: usize = 16;
/// The part of a network that is filled when the pivot falls where it was meant to: what is left over takes the rest,
/// and a network costs the same whether it is full or not.
const FILLED: (usize, usize) = (13, 16);

/// Values whose keys are sorted in vectors: proof that the CPU has AVX-512, and what the keys stand for.
#[derive(Clone, Copy)]
pub struct Vectors<L>(Finish<L>);

impl<L: Lane> Vectors<L> {
    /// The proof, if the CPU has what it stands for and the level in use is this one.
    #[inline(always)]
    pub fn new(finish: Finish<L>) -> Option<Self> {
        (cpu::level() == Level::Avx512).then_some(Vectors(finish))
    }

    /// The same memory as keys (that are values yet): elements of a type of the same size.
    #[inline(always)]
    pub fn lanes<T: Copy>(self, values: &mut [T]) -> &mut [L] {
        const { assert!(size_of::<T>() == size_of::<L>() && align_of::<T>() == align_of::<L>()) };
        // SAFETY: numbers of the same size and alignment, in which any bits are a value.
        let (_, lanes, _) = unsafe { values.align_to_mut::<L>() };
        lanes
    }
}

impl<L: Lane> Parts for Vectors<L> {
    type Key = L;

    fn precedes(a: L, b: L) -> bool {
        a < b
    }

    fn begin(self, values: &mut [L]) {
        self.finish(values);
    }

    fn pivot(self, keys: &[L]) -> L {
        let mut random = keys.len() as u64;
        // SAFETY: the token is proof of the features; there are many more keys than in a vector.
        unsafe { pivot(keys, &mut random) }
    }

    fn partition(self, keys: &mut [L], pivot: L, or_equal: bool, task: &Task) -> Option<usize> {
        let bound = if !or_equal {
            pivot
        } else if pivot < L::GREATEST {
            pivot.next()
        } else {
            return Some(keys.len());
        };
        // SAFETY: the token is proof of the features.
        unsafe { partition(keys, bound, Some(task)) }
    }

    fn sort(self, keys: &mut [L]) {
        let mut random = keys.len() as u64;
        // SAFETY: the token is proof of the features.
        unsafe { quicksort(keys, L::LEAST, 2 * (keys.len() | 1).ilog2(), self.0, &mut random) }
    }

    fn finish(self, keys: &mut [L]) {
        // SAFETY: the token is proof of the features.
        unsafe { finish_all(keys, self.0) }
    }
}

/// The looks at values before they are sorted, compiled for AVX-512: proof that the CPU has it.
#[derive(Clone, Copy)]
pub struct Looks(());

impl Looks {
    /// The proof, if the CPU has what it stands for and the level in use is this one.
    #[inline(always)]
    pub fn new() -> Option<Self> {
        (cpu::level() == Level::Avx512).then_some(Looks(()))
    }

    /// [`sort_runs::run`].
    pub fn run<T: Zero>(self, values: &[T]) -> Run {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2")]
        fn compiled<T: Zero>(values: &[T]) -> Run {
            sort_runs::run(values)
        }
        // SAFETY: the token is proof of the features.
        unsafe { compiled(values) }
    }

    /// [`sort_runs::survey`].
    pub fn survey<T: Zero>(self, values: &[T]) -> Survey {
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2")]
        fn compiled<T: Zero>(values: &[T]) -> Survey {
            sort_runs::survey(values)
        }
        // SAFETY: the token is proof of the features.
        unsafe { compiled(values) }
    }
}

/// Moves the keys less than `bound` before the others; returns how many there are. `None` if it was stopped: the keys
/// are all there.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn partition<L: Lane>(keys: &mut [L], bound: L, task: Option<&Task>) -> Option<usize> {
    let (place, len) = (keys.as_mut_ptr(), keys.len());
    let block = BLOCK * L::WIDTH;
    let (mut read_left, mut read_right) = (0, len);
    let (mut write_left, mut write_right) = (0, len);
    // What is written at the end: the first and the last block, and less than a block that is left between.
    // SAFETY: the CPU has AVX-512.
    let (bound, mut kept) = unsafe { (L::splat(bound), [_mm512_setzero_si512(); 3 * BLOCK]) };
    let mut kept_len = 0;
    // SAFETY: reads and writes stay within the keys. What was read and not yet written leaves room between
    // `write_left` and `read_left`, and between `read_right` and `write_right`: two blocks' room and, once a block is
    // read, three. It is read from the side that has less, so that either side has room for a whole block, whatever
    // the keys are (each is looked at once).
    unsafe {
        if len >= 2 * block {
            for row in 0..BLOCK {
                kept[row] = L::load(place.add(row * L::WIDTH));
                kept[BLOCK + row] = L::load(place.add(len - block + row * L::WIDTH));
            }
            kept_len = 2 * block;
            read_left = block;
            read_right = len - block;
        }
        while read_right - read_left >= block {
            for _ in 0..((read_right - read_left) / block).min(PIECE) {
                let (from, ahead) = if read_left - write_left <= write_right - read_right {
                    read_left += block;
                    (read_left - block, place.wrapping_add(read_left + AHEAD * block))
                } else {
                    read_right -= block;
                    (read_right, place.wrapping_add(read_right).wrapping_sub((AHEAD + 1) * block))
                };
                for row in 0..BLOCK {
                    _mm_prefetch::<_MM_HINT_T0>(ahead.wrapping_add(row * L::WIDTH).cast());
                }
                let mut rows = [bound; BLOCK];
                for (row, keys) in rows.iter_mut().enumerate() {
                    *keys = L::load(place.add(from + row * L::WIDTH));
                }
                for keys in rows {
                    let mask = L::below(keys, bound);
                    let count = mask.count_ones() as usize;
                    L::split(keys, mask, place.add(write_left), place.add(write_right));
                    write_left += count;
                    write_right -= L::WIDTH - count;
                }
            }
            if read_right - read_left >= block && task.is_some_and(Task::stop_requested) {
                break;
            }
        }
        // If there are as many as a block, it was stopped, and they may stay.
        let between = read_right - read_left;
        let stopped = between >= block;
        if !stopped {
            for row in 0..between.div_ceil(L::WIDTH) {
                let first = row * L::WIDTH;
                kept[kept_len / L::WIDTH + row] =
                    L::load_first(place.add(read_left + first), between - first, bound);
            }
            kept_len += between;
        }
        for (row, &keys) in kept[..kept_len.div_ceil(L::WIDTH)].iter().enumerate() {
            let count = (kept_len - row * L::WIDTH).min(L::WIDTH);
            let below = if stopped {
                // As many as there is room for.
                (1u32 << (read_left - write_left).min(L::WIDTH)) - 1
            } else {
                L::below(keys, bound)
            };
            let left = L::split_exact(keys, below, count, place.add(write_left), place.add(write_right));
            write_left += left;
            write_right -= count - left;
        }
        (!stopped).then_some(write_left)
    }
}

/// A key of `R` vectors taken from all over the keys, such that about `below` of all are less than it.
#[inline(always)]
unsafe fn sample<L: Lane, const R: usize>(keys: &[L], below: usize, random: &mut u64) -> L {
    let share = keys.len().saturating_sub(L::WIDTH) / R;
    // SAFETY: whole vectors within the keys, of which there are more than in a vector.
    unsafe {
        let mut rows = [_mm512_setzero_si512(); R];
        for (part, row) in rows.iter_mut().enumerate() {
            *random = random.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
            let within = ((u128::from(*random) * (share as u128 + 1)) >> 64) as usize;
            *row = L::load(keys.as_ptr().add(part * share + within));
        }
        sort_rows::<L, R>(&mut rows);
        let mut lanes = [[L::LEAST; LANES]; R];
        for (lanes, row) in lanes.iter_mut().zip(rows) {
            L::store(lanes.as_mut_ptr(), row);
        }
        // They are sorted by columns.
        let rank = (below as u128 * (R * L::WIDTH) as u128 / keys.len().max(1) as u128) as usize;
        lanes[rank % R][rank / R % LANES]
    }
}

/// A key that cuts more keys than a network holds such that the parts fill networks well.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn pivot<L: Lane>(keys: &[L], random: &mut u64) -> L {
    let len = keys.len();
    let network = ROWS * L::WIDTH;
    let good = network / FILLED.1 * FILLED.0;
    let below = if len < 16 * network { len.div_ceil(good) / 2 * good } else { len / 2 };
    // SAFETY: the CPU has AVX-512; a network is more than a vector.
    unsafe {
        if len > 4 * network {
            sample::<L, 16>(keys, below, random)
        } else {
            sample::<L, 8>(keys, below, random)
        }
    }
}

/// Makes values of keys.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn finish_all<L: Lane>(keys: &mut [L], finish: Finish<L>) {
    if finish.flipped == L::ZERO && finish.turned == L::ZERO {
        return;
    }
    for part in keys.chunks_mut(L::WIDTH) {
        // SAFETY: masked beyond the end.
        unsafe {
            let vector = L::load_first(part.as_ptr(), part.len(), L::splat(L::ZERO));
            L::store_first(part.as_mut_ptr(), part.len(), finish.apply(vector));
        }
    }
}

/// Sorts keys, none of which is less than `least`, and finishes them. After `budget` bad pivots the standard library
/// sorts, whose time is bounded.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt")]
fn quicksort<L: Lane>(
    mut keys: &mut [L],
    mut least: L,
    mut budget: u32,
    finish: Finish<L>,
    random: &mut u64,
) {
    while keys.len() > ROWS * L::WIDTH {
        if budget == 0 {
            keys.sort_unstable();
            return finish_all(keys, finish);
        }
        let pivot = pivot(keys, random);
        // All that is not greater than the least is equal to it, and in place once it is at the front.
        let equal = pivot <= least;
        if equal && pivot == L::GREATEST {
            return finish_all(keys, finish);
        }
        let bound = if equal { pivot.next() } else { pivot };
        let Some(left) = partition(keys, bound, None) else { return };
        let (below, rest) = std::mem::take(&mut keys).split_at_mut(left);
        if left.min(rest.len()) < (left + rest.len()) / 16 {
            budget -= 1;
        }
        if equal {
            finish_all(below, finish);
        } else {
            quicksort(below, least, budget, finish, random);
        }
        (keys, least) = (rest, bound);
    }
    sort_few(keys, finish);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What pivots never lead to by chance: the bound of bad ones.
    #[test]
    fn no_budget_is_sorted_too() {
        let Some(vectors) = Vectors::<i64>::new(Finish { flipped: i64::MAX, turned: 0 }) else { return };
        let mut values: Vec<f64> = (0..1000).map(|place| f64::from(place * 7919 % 1000 - 500)).collect();
        let keys = vectors.lanes(&mut values);
        vectors.begin(keys);
        // SAFETY: the token is proof of the features.
        unsafe { quicksort(keys, i64::LEAST, 0, vectors.0, &mut 1) };
        assert!(values.iter().zip(-500..500).all(|(&value, expected)| value == f64::from(expected)));
    }
}
