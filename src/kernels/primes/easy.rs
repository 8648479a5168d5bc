//! The part of the tree where counting primes is enough: `x / (p m) < p * p`, so that `m` is a prime `q`, and
//! `phi(x / (p q), b - 1) = pi(x / (p q)) - b + 2`.

use super::count::Plan;
use super::level::{Work, at_level};
use super::sieve::{Sieve, WINDOW};
use super::table::Table;
use super::wheel::SPAN;
use crate::kernels::parallel::{Task, on_threads};
use std::collections::TryReserveError;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is said to be done when all is.
pub const TOTAL: u64 = 1 << 20;
/// Bytes of the sieve below a table.
const PART: u64 = 4 << 20;
/// Primes `p` that are taken at once.
const TAKEN: usize = 4;

/// The sum over all `p > sqrt(y)`, without what is left to the sieve.
pub fn sum(plan: &Plan, threads: usize, task: &Task) -> Result<u64, TryReserveError> {
    let first = plan.pi.up_to(plan.y.isqrt()).max(plan.c as u64) as usize + 1;
    let last = plan.pi.up_to(plan.cube_root) as usize;
    let bytes = plan.square_root / SPAN + 1;
    let sieve = Sieve::new(plan.square_root + 1, task)?;
    // What is left have no part of numbers greater than p: each is 1.
    let ones = plan.pi.up_to(plan.y) - last as u64;
    let mut sum = (u128::from(ones) * u128::from(ones.saturating_sub(1)) / 2) as u64;
    let (mut before, mut at, mut window) = (3, 0, Vec::new());
    while at < bytes && !task.stopped() {
        let len = (bytes - at).min(PART);
        window.try_reserve_exact(len as usize)?;
        window.resize(len as usize, 0);
        for (number, piece) in window.chunks_mut(WINDOW).enumerate() {
            sieve.fill(at + (number * WINDOW) as u64, piece);
        }
        let part =
            Part { plan, low: at * SPAN, high: (at + len) * SPAN, table: Table::new(&window, before)? };
        before = part.table.up_to(len * SPAN - 1);
        let (next, share) = (AtomicUsize::new(first), TOTAL * len / bytes);
        let work = || {
            let mut sum = 0u64;
            loop {
                let from = next.fetch_add(TAKEN, Ordering::Relaxed);
                let to = (from + TAKEN).min(last + 1);
                if from >= to {
                    return sum;
                }
                sum = sum.wrapping_add(at_level(Leaves(&part, from..to)));
                let done = |b: usize| share * (b - first) as u64 / (last + 1 - first) as u64;
                if task.advance(done(to) - done(from)) {
                    return sum;
                }
            }
        };
        sum = on_threads(threads, 2 + last.saturating_sub(first) / 64, &work)
            .into_iter()
            .fold(sum, u64::wrapping_add);
        at += len;
    }
    Ok(sum)
}

/// The tables for numbers from `low` to below `high`.
struct Part<'a> {
    plan: &'a Plan,
    low: u64,
    high: u64,
    table: Table,
}

struct Leaves<'a, 'b>(&'a Part<'b>, Range<usize>);

impl Work for Leaves<'_, '_> {
    type Output = u64;
    #[inline(always)]
    fn run(self) -> u64 {
        let mut sum = 0u64;
        for b in self.1 {
            sum = sum.wrapping_add(self.0.leaves(b));
        }
        sum
    }
}

impl Part<'_> {
    /// What the `b`-th prime adds where `x / (p q)` lies in this part.
    #[inline(always)]
    fn leaves(&self, b: usize) -> u64 {
        let Plan { y, pi, .. } = self.plan;
        let prime = u64::from(self.plan.primes[b]);
        let rest = self.plan.x / prime;
        // q runs from above `least` to `greatest`; beyond that phi is 1.
        let greatest = (rest / prime).min(*y);
        let least = prime.max(rest / prime / prime);
        let mut sum = 0u64;
        if self.low == 0 && prime > self.plan.fourth_root {
            sum = pi.up_to(*y) - pi.up_to(greatest);
        }
        if least >= greatest {
            return sum;
        }
        // For q beyond the root of x / p, pi(x / (p q)) counts the primes r with q r <= x / p: the sum over q is one over r,
        // of pi(x / (p r)) less the primes below the root, where q has its greatest value.
        let middle = rest.isqrt().clamp(least, greatest);
        let (from, to) = (rest / greatest, rest / (middle + 1));
        if self.low == 0 {
            let count = pi.up_to(greatest) - pi.up_to(least);
            sum = sum.wrapping_sub(count.wrapping_mul(b as u64).wrapping_sub(2 * count));
            if middle < greatest {
                let (from, to) = (pi.up_to(from), pi.up_to(to));
                sum = sum.wrapping_add(from * (pi.up_to(greatest) - pi.up_to(middle)));
                sum = sum.wrapping_sub(pi.up_to(middle) * (to - from));
            }
        }
        if middle == greatest || from >= to {
            return sum.wrapping_add(self.row(rest, least, middle));
        }
        if least <= from && to <= middle {
            let both = self.row(rest, from, to);
            sum = sum.wrapping_add(self.row(rest, least, from)).wrapping_add(self.row(rest, to, middle));
            return sum.wrapping_add(both.wrapping_mul(2));
        }
        sum.wrapping_add(self.row(rest, least, middle)).wrapping_add(self.row(rest, from, to))
    }

    /// The sum of `pi(rest / q)` over the primes above `from` and up to `to`, where it lies in this part.
    #[inline(always)]
    fn row(&self, rest: u64, from: u64, to: u64) -> u64 {
        let from = from.max(rest / self.high);
        let to = rest.checked_div(self.low).map_or(to, |most| to.min(most));
        if from >= to {
            return 0;
        }
        let pi = &self.plan.pi;
        let primes = &self.plan.primes[pi.up_to(from) as usize + 1..=pi.up_to(to) as usize];
        // Exact: rest is below 2^53, so that no quotient lies nearer to a greater integer than half a unit.
        let rest = rest as f64;
        primes.iter().map(|&prime| self.table.up_to((rest / f64::from(prime)) as i64 as u64 - self.low)).sum()
    }
}
