//! How many primes there are up to a number, without finding them.
//!
//! The method of Meissel, Lehmer, Lagarias, Miller and Odlyzko with the improvements of M. Deleglise and J. Rivat
//! ("Computing pi(x)", Mathematics of Computation 65, 1996) and X. Gourdon ("Computation of pi(x)", 2001): with
//! `cbrt(x) <= y <= sqrt(x)` and `a = pi(y)`, `pi(x) = phi(x, a) + a - 1 - P2`, where `phi(x, a)` counts the
//! numbers up to `x` without a factor among the first `a` primes, and `P2` those that are products of two greater
//! primes. `phi` is a sum over a tree:
//!
//! - over all `m <= y` without factors among the first `c` primes, `mu(m) phi(x / m, c)`: [`Coprime`];
//! - over all `m <= y < m p`, where `p` is the `b`-th prime and less than any factor of `m`,
//!   `-mu(m) phi(x / (m p), b - 1)`. Where `x / (m p) < p * p` this is found in a table of primes up to
//!   `sqrt(x)` ([`easy`](super::easy)), else it is counted in a sieve up to `x / y` ([`hard`](super::hard)),
//!   which gives `P2` as well.
//!
//! Sums are kept modulo 2^64: what they come to fits.

use super::sieve::{Sieve, WINDOW};
use super::table::Table;
use super::wheel::{self, BIT, Pattern, SPAN, offsets};
use super::{easy, hard, small};
use crate::kernels::array::zeros;
use crate::kernels::parallel::Task;
use std::collections::TryReserveError;

/// Numbers that are looked at between two questions whether to stop, while the plan is made.
const STRUCK: usize = 1 << 20;

/// What all parts need to know.
pub struct Plan {
    /// Primes up to this are counted.
    pub x: u64,
    /// The bound of the factors.
    pub y: u64,
    /// The roots of `x`, rounded down.
    pub square_root: u64,
    /// The third.
    pub cube_root: u64,
    /// The fourth.
    pub fourth_root: u64,
    /// The first so many primes have no part in the tree.
    pub c: usize,
    /// All primes up to `y`, counted from 1.
    pub primes: Vec<u32>,
    /// How many primes there are up to each number up to `y`.
    pub pi: Table,
    /// The `m` of the tree in order.
    pub factors: Vec<Factor>,
}

/// A number without square factors and without factors among the first primes.
#[derive(Clone, Copy, Debug)]
pub struct Factor {
    /// The number.
    pub number: u32,
    /// Its least prime factor (or a greater number than any, for 1), negative if it has an odd number of them.
    pub least: i32,
}

/// Primes up to `x`. A call that `task` stops returns any number.
pub fn count_up_to(x: u64, threads: usize, task: &Task) -> Result<u64, TryReserveError> {
    if x < small::LIMIT {
        return Ok(small::count_up_to(x));
    }
    let threads = if x < ALONE_BELOW { 1 } else { threads };
    let plan = Plan::new(x, task)?;
    if task.stopped() {
        return Ok(0);
    }
    let a = plan.pi.up_to(plan.y);
    let phi = plan.ordinary(task)?.wrapping_add(easy::sum(&plan, threads, task)?);
    let (special, products) = hard::sums(&plan, threads, task)?;
    Ok(phi.wrapping_add(special).wrapping_add(a).wrapping_sub(1).wrapping_sub(products))
}

/// How much there is to do, in the unit of `Task`.
pub fn total(x: u64) -> u64 {
    if x < small::LIMIT { 1 } else { hard::total(x, bound(x)) + easy::TOTAL }
}

/// The bound that makes both sums about as long.
fn bound(x: u64) -> u64 {
    // Measured.
    let factor = 2.0 + 0.6 * ((x as f64).ln() - 26.0).max(0.0);
    let cube_root = cube_root(x);
    ((cube_root as f64 * factor) as u64).clamp(cube_root, x.isqrt())
}

fn cube_root(x: u64) -> u64 {
    let mut root = (x as f64).cbrt() as u64;
    while u128::from(root).pow(3) > u128::from(x) {
        root -= 1;
    }
    while u128::from(root + 1).pow(3) <= u128::from(x) {
        root += 1;
    }
    root
}

/// Below this, the call's own thread is done before another one has started.
const ALONE_BELOW: u64 = 10_000_000_000;
/// Below this, the first three primes alone are left out of the tree: the table for more is not worth its while.
const FEW_BELOW: u64 = 300_000_000;

impl Plan {
    fn new(x: u64, task: &Task) -> Result<Self, TryReserveError> {
        let y = bound(x);
        let square_root = x.isqrt();
        let (bytes, mut primes) = (sieve_up_to(y, task)?, Vec::new());
        let pi = Table::new(&bytes, 3)?;
        primes.try_reserve_exact(pi.up_to(y) as usize + 16)?;
        primes.extend([1, 2, 3, 5]);
        wheel::numbers(&bytes, 0, &mut |found| primes.extend(found.iter().map(|&prime| prime as u32)));
        let end = primes.partition_point(|&prime| u64::from(prime) <= y);
        primes.truncate(end);
        let c = if x < FEW_BELOW { 3 } else { 7 };
        let factors = factors(y, &primes, c, task)?;
        Ok(Plan {
            x,
            y,
            square_root,
            cube_root: cube_root(x),
            fourth_root: square_root.isqrt(),
            c,
            primes,
            pi,
            factors,
        })
    }

    /// The sum of `mu(m) phi(x / m, c)`.
    fn ordinary(&self, task: &Task) -> Result<u64, TryReserveError> {
        let coprime = Coprime::new(self.c)?;
        let mut sum = 0u64;
        for factors in self.factors.chunks(STRUCK / 16) {
            for factor in factors {
                let phi = coprime.count(self.x / u64::from(factor.number));
                sum = if factor.least > 0 { sum.wrapping_add(phi) } else { sum.wrapping_sub(phi) };
            }
            if self.factors.len() > factors.len() && task.stop_requested() {
                break;
            }
        }
        Ok(sum)
    }
}

/// A sieve from 0 to `limit`, a byte for thirty numbers.
pub fn sieve_up_to(limit: u64, task: &Task) -> Result<Vec<u8>, TryReserveError> {
    let len = (limit / SPAN + 1) as usize;
    let mut bytes = zeros(len)?;
    if let Some(known) = small::BITS.get(..len) {
        bytes.copy_from_slice(known);
    } else {
        let sieve = Sieve::new(limit + 1, task)?;
        for (number, window) in bytes.chunks_mut(WINDOW).enumerate() {
            sieve.fill((number * WINDOW) as u64, window);
            task.stop_requested();
        }
    }
    Ok(bytes)
}

/// All `m` up to `y`, from a sieve over the numbers coprime to thirty.
fn factors(y: u64, primes: &[u32], c: usize, task: &Task) -> Result<Vec<Factor>, TryReserveError> {
    /// What a number has not shown a factor of yet.
    const NONE: i32 = i32::MAX;
    let places = (y / SPAN + 1) as usize * 8;
    let mut least = Vec::new();
    least.try_reserve_exact(places)?;
    least.resize(places, NONE);
    let mut struck = 0;
    for (number, &prime) in primes.iter().enumerate().skip(4) {
        struck += 1 + places / prime as usize;
        if struck > STRUCK {
            struck = 0;
            if task.stop_requested() {
                return Ok(Vec::new());
            }
        }
        let class = usize::from(BIT[(prime % 30) as usize] & 7);
        let (offsets, bits) = (offsets(prime, class), wheel::PRODUCT_BIT[class]);
        let strike = |multiples: &mut [i32]| {
            for (offset, bit) in offsets.iter().zip(bits) {
                if let Some(least) = multiples.get_mut(offset * 8 + usize::from(bit)) {
                    *least = match *least {
                        _ if number <= c => 0,
                        NONE => -(prime as i32),
                        least => -least,
                    };
                }
            }
        };
        least.chunks_mut(prime as usize * 8).for_each(strike);
        // Multiples of squares.
        let square = u64::from(prime).pow(2);
        if square <= y {
            let mut cofactor = 0;
            'all: loop {
                for residue in wheel::RESIDUES {
                    let number = square * (cofactor + u64::from(residue));
                    if number > y {
                        break 'all;
                    }
                    least[(number / SPAN) as usize * 8 + usize::from(BIT[(number % SPAN) as usize] & 7)] = 0;
                }
                cofactor += SPAN;
            }
        }
    }
    let mut factors: Vec<Factor> = Vec::new();
    factors.try_reserve_exact(least.iter().filter(|&&least| least != 0).count())?;
    for (place, &least) in least.iter().enumerate() {
        let number = (place / 8) as u64 * SPAN + u64::from(wheel::RESIDUES[place % 8]);
        if least != 0 && number <= y {
            factors.push(Factor { number: number as u32, least });
        }
    }
    Ok(factors)
}

static LAID: Pattern<{ 7 * 17 + 64 }> = Pattern::new(&[7, 17]);
static LAID_TOO: Pattern<{ 11 * 13 + 64 }> = Pattern::new(&[11, 13]);

/// Leaves the bits of numbers without a factor among the first `c` primes, 3 or 7.
#[inline(always)]
pub fn lay(bytes: &mut [u8], first: u64, c: usize) {
    bytes.fill(u8::MAX);
    if c == 7 {
        LAID.apply(bytes, first);
        LAID_TOO.apply(bytes, first);
    }
}

/// Counts the numbers without a factor among the first primes.
pub struct Coprime {
    period: u64,
    each: u64,
    table: Table,
}

impl Coprime {
    /// Among the first `c`, 3 or 7.
    pub fn new(c: usize) -> Result<Self, TryReserveError> {
        let (period, each) = if c == 7 { (510_510, 92_160) } else { (30, 8) };
        let mut bytes = zeros((period / SPAN) as usize)?;
        lay(&mut bytes, 0, c);
        Ok(Coprime { period, each, table: Table::new(&bytes, 0)? })
    }

    /// How many there are up to `number`.
    pub fn count(&self, number: u64) -> u64 {
        number / self.period * self.each + self.table.up_to(number % self.period)
    }
}
