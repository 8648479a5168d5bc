//! Prime numbers: whether a number is one, the primes of a range, the first ones, how many there are.
//!
//! Primes are found by a segmented sieve over the numbers coprime to thirty ([`sieve`], [`window`]), and counted without being
//! found ([`count`]).

pub mod count;
mod easy;
mod estimate;
mod hard;
mod level;
pub mod list;
pub mod sieve;
pub mod small;
mod strong;
mod table;
mod wheel;
pub mod window;
#[cfg(target_arch = "x86_64")]
mod x86_bits;

use super::parallel::Task;
pub use list::{primes, primes_between};
use std::collections::TryReserveError;
pub use strong::is_prime;
use window::Windows;

/// Primes are counted below this.
pub const COUNTED_BELOW: u64 = 1 << 63;
/// How many there are: `nth_prime` goes as far.
pub const MOST_COUNTED: u64 = 216_289_611_853_439_384;
/// How many primes there are below 2^64.
pub const MOST_PRIMES: u64 = 425_656_284_035_217_743;

/// From here on the sieve over the numbers coprime to thirty shows every prime.
const LEAST_SIEVED: u64 = 6;

/// How many primes there are below `stop`, which is at most 2^63.
pub fn count_primes(stop: u64, threads: usize) -> Result<u64, TryReserveError> {
    let Some(x) = stop.checked_sub(1) else { return Ok(0) };
    count::count_up_to(x, threads, &Task::new(count::total(x)))
}

/// How many primes there are from `start` to below `stop`, by finding them.
pub fn sieve_count(start: u64, stop: u64, threads: usize) -> Result<u64, TryReserveError> {
    let task = Task::new(Windows::total(start, stop));
    sieved(start, stop, threads, &task)
}

fn sieved(start: u64, stop: u64, threads: usize, task: &Task) -> Result<u64, TryReserveError> {
    let few = [2, 3, 5].iter().filter(|prime| (start..stop).contains(prime)).count();
    Ok(Windows::new(start, stop, task)?.ones(threads)? + few as u64)
}

/// The `n`-th prime, from 1 to [`MOST_COUNTED`]. A call that is stopped returns any number.
pub fn nth_prime(n: u64, threads: usize) -> Result<u64, TryReserveError> {
    if n <= small::count_up_to(small::LIMIT - 1) {
        return Ok((2..small::LIMIT)
            .filter(|&number| small::is_prime(number))
            .nth(n as usize - 1)
            .unwrap_or(2));
    }
    let near = estimate::nth(n).min(COUNTED_BELOW - 1);
    let task = Task::new(count::total(near));
    let mut count = count::count_up_to(near, threads, &task)?;
    // It is not far: about as far as the root is from zero.
    let step = (near.isqrt() / 4).max(1 << 16);
    let mut stop = near + 1;
    // From here it is never needed how many there are, but that they are fewer than `n` below `stop`.
    while count >= n && !task.stopped() {
        // Not below the numbers that the sieve shows: 2, 3 and 5 are fewer than `n`.
        let start = stop.saturating_sub(step).max(LEAST_SIEVED);
        count -= sieved(start, stop, threads, &task)?;
        stop = start;
    }
    let mut found = 0;
    while count < n && !task.stopped() {
        let (start, end) = (stop, stop.saturating_add(step));
        let windows = Windows::new(start, end, &task)?;
        for number in 0..windows.count() {
            let window = windows.get(number, threads, Vec::new())?;
            wheel::numbers(&window.bytes, window.first, &mut |primes| {
                if let Some(&prime) = primes.get((n - count.min(n)).wrapping_sub(1) as usize) {
                    found = prime;
                }
                count += primes.len() as u64;
            });
        }
        stop = end;
    }
    Ok(found)
}
