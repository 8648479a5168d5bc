//! Windows of the sieve one after another or side by side, at any height.

use super::estimate;
use super::sieve::{MOST_KEPT, Sieve, WINDOW, cross_far, trim};
use super::strong;
use super::wheel::{RESIDUES, SPAN, ones};
use crate::kernels::array::zeros;
use crate::kernels::parallel::{Task, on_threads};
use std::collections::TryReserveError;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of the widest window: where finding the sieving primes again costs much, there is to be little of it.
const WIDEST: u64 = 16 << 20;
/// Bytes whose numbers are tested between two questions whether to stop: about a millisecond.
const TESTED: usize = 1 << 10;
/// Multiples that are crossed off, or primes that have none, between two such questions.
const CROSSED: u64 = 1 << 18;
/// In the time that the numbers of a byte take to be tested, where the kept primes leave one of 25, so many primes are crossed
/// off.
const CROSSED_FOR_BYTE: u64 = 110;
/// Sieving primes that a thread takes at once lie in so many windows of theirs.
const FAR: u64 = WINDOW as u64 * SPAN;

/// A range of numbers and how it is cut.
pub struct Windows<'a> {
    start: u64,
    stop: u64,
    /// Bytes of one.
    len: u64,
    sieve: Sieve<'a>,
    task: &'a Task,
}

/// A bit for each prime greater than 5 within the range, from the byte with this number on.
pub struct Window {
    /// The number of the first byte.
    pub first: u64,
    /// The bits.
    pub bytes: Vec<u8>,
}

impl<'a> Windows<'a> {
    /// The numbers from `start` to below `stop`.
    pub fn new(start: u64, stop: u64, task: &'a Task) -> Result<Self, TryReserveError> {
        let root = stop.isqrt();
        let len = if root <= MOST_KEPT { WINDOW as u64 } else { (root / 16).clamp(WINDOW as u64, WIDEST) };
        Ok(Windows { start, stop, len, sieve: Sieve::new(stop, task)?, task })
    }

    /// How many bytes there are.
    pub fn total(start: u64, stop: u64) -> u64 {
        (stop.div_ceil(SPAN)).saturating_sub(start / SPAN)
    }

    /// About how many primes there are, rather more.
    pub fn estimate(&self) -> usize {
        estimate::between(self.start, self.stop)
    }

    /// How many windows there are.
    pub fn count(&self) -> u64 {
        Self::total(self.start, self.stop).div_ceil(self.len)
    }

    /// Whether a window needs more primes than are kept: then threads work at one, else at one each.
    pub fn are_far(&self) -> bool {
        self.stop.isqrt() > MOST_KEPT
    }

    /// A window by its number, in memory that is used again.
    pub fn get(&self, number: u64, threads: usize, mut bytes: Vec<u8>) -> Result<Window, TryReserveError> {
        let first = self.start / SPAN + number * self.len;
        let len = (self.stop.div_ceil(SPAN) - first).min(self.len) as usize;
        bytes.clear();
        if self.are_far() {
            bytes = self.far(first, len, threads)?;
        } else {
            bytes.try_reserve_exact(len)?;
            bytes.resize(len, 0);
            self.sieve.fill(first, &mut bytes);
        }
        trim(&mut bytes, first, self.start, self.stop);
        self.task.advance(len as u64);
        Ok(Window { first, bytes })
    }

    /// A window that many primes have no multiple in. They are found again for it, by several threads, each of which
    /// crosses off in memory of its own; what all have left is left.
    fn far(&self, first: u64, len: usize, threads: usize) -> Result<Vec<u8>, TryReserveError> {
        let root = (first + len as u64).saturating_mul(SPAN).isqrt();
        let near = len.div_ceil(WINDOW);
        // A few numbers far up are better tested one by one.
        let far_primes = root / u64::from(root.ilog2()) * 13 / 9;
        let are_tested = len as u64 * CROSSED_FOR_BYTE < far_primes;
        let far = if are_tested { 0 } else { root.saturating_sub(MOST_KEPT).div_ceil(FAR) };
        let all = near + far as usize;
        let sieve = Sieve::new(root + 1, self.task)?;
        let next = AtomicUsize::new(0);
        let work = || -> Result<Vec<u8>, TryReserveError> {
            let mut bytes: Vec<u8> = Vec::new();
            bytes.try_reserve_exact(len)?;
            bytes.resize(len, u8::MAX);
            loop {
                let job = next.fetch_add(1, Ordering::Relaxed);
                if job >= all || self.task.stop_requested() {
                    return Ok(bytes);
                }
                if job < near {
                    let from = job * WINDOW;
                    let to = len.min(from + WINDOW);
                    let first = first + from as u64;
                    self.sieve.fill(first, &mut bytes[from..to]);
                    if are_tested {
                        self.test(first, &mut bytes[from..to]);
                    }
                } else {
                    let from = MOST_KEPT + 1 + (job - near) as u64 * FAR;
                    let to = (root + 1).min(from + FAR);
                    let mut crossed = 0;
                    sieve.each(from, to, &mut |primes| {
                        if !self.task.stopped() {
                            cross_far(&mut bytes, first, primes);
                        }
                        let first = primes.first().copied().unwrap_or(1);
                        crossed += primes.len() as u64 * (1 + len as u64 * 8 / first);
                        if crossed >= CROSSED {
                            crossed = 0;
                            self.task.stop_requested();
                        }
                    })?;
                }
            }
        };
        let mut parts = on_threads(threads, all, &work).into_iter();
        let mut left = parts.next().unwrap_or_else(|| zeros(0))?;
        for part in parts {
            left.iter_mut().zip(part?).for_each(|(left, other)| *left &= other);
        }
        Ok(left)
    }

    /// Takes the bits of composite numbers.
    fn test(&self, first: u64, bytes: &mut [u8]) {
        for (piece, first) in bytes.chunks_mut(TESTED).zip((first..).step_by(TESTED)) {
            if self.task.stop_requested() {
                return;
            }
            for (byte, number) in piece.iter_mut().zip(first..) {
                for (bit, residue) in RESIDUES.iter().enumerate() {
                    // What lies beyond the range is not told from what lies within.
                    let number = number.wrapping_mul(SPAN).wrapping_add(u64::from(*residue));
                    if *byte >> bit & 1 == 1 && !strong::is_prime(number) {
                        *byte &= !(1 << bit);
                    }
                }
            }
        }
    }

    /// How many bits all windows have.
    pub fn ones(&self, threads: usize) -> Result<u64, TryReserveError> {
        let sum = |threads: usize, next: &AtomicUsize| -> Result<u64, TryReserveError> {
            let (mut sum, mut bytes) = (0, Vec::new());
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed) as u64;
                if number >= self.count() || self.task.stopped() {
                    return Ok(sum);
                }
                let window = self.get(number, threads, bytes)?;
                sum += ones(&window.bytes);
                bytes = window.bytes;
            }
        };
        let next = AtomicUsize::new(0);
        if self.are_far() {
            return sum(threads, &next);
        }
        on_threads(threads, self.count() as usize, &|| sum(1, &next)).into_iter().sum()
    }
}
