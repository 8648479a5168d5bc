//! Primes in order.

use super::estimate;
use super::wheel::{numbers, ones};
use super::window::{Window, Windows};
use crate::kernels::array::zeros;
use crate::kernels::heap_sort::sort_by_key;
use crate::kernels::parallel::{Task, for_each_part, on_threads};
use std::collections::TryReserveError;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Those that a sieve of numbers coprime to thirty does not show.
const FIRST: [u64; 3] = [2, 3, 5];
/// Fewer primes than that for each thread are not worth one.
const LEAST_FOUND: usize = 1 << 16;

/// The first `count` primes. They have to be below 2^64, and memory for them is asked for before they are looked for.
pub fn primes(count: usize, threads: usize) -> Result<Vec<u64>, TryReserveError> {
    let stop = estimate::nth_at_most(count as u64);
    if threads != 1 {
        let mut found = primes_between(0, stop, threads)?;
        found.truncate(count);
        return Ok(found);
    }
    let mut found = Vec::new();
    found.try_reserve_exact(count)?;
    found.extend(FIRST.iter().take(count));
    let task = Task::new(Windows::total(0, stop));
    let windows = Windows::new(0, stop, &task)?;
    let (mut number, mut bytes) = (0, Vec::new());
    while found.len() < count && number < windows.count() && !task.stopped() {
        let window = windows.get(number, 1, bytes)?;
        numbers(&window.bytes, window.first, &mut |more| {
            let more = &more[..more.len().min(count - found.len())];
            found.extend_from_slice(more);
        });
        bytes = window.bytes;
        number += 1;
    }
    Ok(found)
}

/// The primes from `start` to below `stop`.
pub fn primes_between(start: u64, stop: u64, threads: usize) -> Result<Vec<u64>, TryReserveError> {
    let total = Windows::total(start, stop);
    if total == 0 || start >= stop {
        return Ok(Vec::new());
    }
    let task = Task::new(total);
    let windows = Windows::new(start, stop, &task)?;
    let first = FIRST.iter().filter(|prime| (start..stop).contains(prime));
    if threads != 1 && windows.count() > 1 && !windows.are_far() {
        let found = side_by_side(&windows, &task, threads, first.copied().collect());
        // What the parts of the second step have counted is not the whole.
        Task::new(total);
        return found;
    }
    let mut found = Vec::new();
    found.try_reserve_exact(windows.estimate())?;
    found.extend(first);
    let mut bytes = Vec::new();
    for number in 0..windows.count() {
        let window = windows.get(number, threads, bytes)?;
        if task.stopped() {
            break;
        }
        found.try_reserve(ones(&window.bytes) as usize)?;
        numbers(&window.bytes, window.first, &mut |more| found.extend_from_slice(more));
        bytes = window.bytes;
    }
    if found.capacity() - found.len() > found.len() / 16 {
        found.shrink_to_fit();
    }
    Ok(found)
}

/// The primes of windows that threads sieve side by side; what they leave is kept, and read by all threads when it is
/// known where each prime goes.
fn side_by_side(
    windows: &Windows,
    task: &Task,
    threads: usize,
    first: Vec<u64>,
) -> Result<Vec<u64>, TryReserveError> {
    // What is found at last is refused at first.
    Vec::<u64>::new().try_reserve_exact(windows.estimate())?;
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<Window>, TryReserveError> {
        let mut found = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed) as u64;
            if number >= windows.count() || task.stopped() {
                return Ok(found);
            }
            found.try_reserve(1)?;
            found.push(windows.get(number, 1, Vec::new())?);
        }
    };
    let mut sieved: Vec<Window> = Vec::new();
    for part in on_threads(threads, windows.count() as usize, &work) {
        sieved.extend(part?);
    }
    if task.stopped() {
        return Ok(Vec::new());
    }
    sort_by_key(&mut sieved, |window| window.first);
    // Where the primes of each window begin.
    let mut ends = Vec::new();
    ends.try_reserve_exact(sieved.len() + 1)?;
    ends.push(first.len());
    for window in &sieved {
        ends.push(ends[ends.len() - 1] + ones(&window.bytes) as usize);
    }
    let mut found = zeros(ends[ends.len() - 1])?;
    for_each_part(&mut found, LEAST_FOUND, threads, &|_, begin, part| {
        let mut number = ends.partition_point(|&end| end <= begin).saturating_sub(1);
        let mut place = 0;
        if begin < first.len() {
            number = 0;
            let own = &first[begin..first.len().min(begin + part.len())];
            part[..own.len()].copy_from_slice(own);
            place = own.len();
        }
        while let Some(window) = sieved.get(number)
            && place < part.len()
            && !task.stop_requested()
        {
            let mut at = ends[number];
            numbers(&window.bytes, window.first, &mut |more| {
                let skipped = (begin + place).saturating_sub(at).min(more.len());
                let room = &mut part[place..];
                let own = &more[skipped..];
                let own = &own[..own.len().min(room.len())];
                room[..own.len()].copy_from_slice(own);
                place += own.len();
                at += more.len();
            });
            number += 1;
        }
    });
    Ok(found)
}
