//! Statistics of the numbers of a list or tuple: means and spreads block by block, anything else from a copy.

use super::list::{Items, Number};
use super::statistics::outcome;
use super::sums::Outcome;
use crate::kernels::sum::{
    FastMoments, FastSum, Quotient, Spread, Words3, divide_sum, mean_float, mean_of_integers, spread_float,
    spread_of_integers,
};
use crate::kernels::view::{BLOCK, Input};
use std::collections::TryReserveError;

/// A list up to this length is read through a small block, which costs less to set up.
const SHORT: usize = 64;
/// Integers up to this magnitude are doubles.
const DOUBLES: u64 = 1 << 53;

/// A mean or a spread.
pub trait Statistic: Copy {
    /// Takes floats block by block.
    type Fast: Default;
    /// How many elements there must be.
    fn least(self) -> u64;
    fn push(fast: &mut Self::Fast, block: &[f64]);
    /// `None` if the rounding is left open.
    fn finish(self, fast: &Self::Fast, count: usize) -> Option<f64>;
    fn of_floats(self, values: &[f64]) -> f64;
    fn of_integers(self, count: u64, sum: i128, squares: Words3) -> Quotient;
}

/// The arithmetic mean.
#[derive(Clone, Copy)]
pub struct Mean;

impl Statistic for Mean {
    type Fast = FastSum;
    fn least(self) -> u64 {
        1
    }
    #[inline(always)]
    fn push(fast: &mut FastSum, block: &[f64]) {
        fast.push(block);
    }
    fn finish(self, fast: &FastSum, count: usize) -> Option<f64> {
        divide_sum(fast, count)
    }
    fn of_floats(self, values: &[f64]) -> f64 {
        mean_float(&Input::Slice(values))
    }
    fn of_integers(self, count: u64, sum: i128, _: Words3) -> Quotient {
        mean_of_integers(count, sum)
    }
}

impl Statistic for Spread {
    type Fast = FastMoments;
    fn least(self) -> u64 {
        Spread::least(self)
    }
    #[inline(always)]
    fn push(fast: &mut FastMoments, block: &[f64]) {
        fast.push(block);
    }
    fn finish(self, fast: &FastMoments, count: usize) -> Option<f64> {
        fast.spread(count, self)
    }
    fn of_floats(self, values: &[f64]) -> f64 {
        spread_float(&Input::Slice(values), self)
    }
    fn of_integers(self, count: u64, sum: i128, squares: Words3) -> Quotient {
        spread_of_integers(count, sum, squares, self)
    }
}

/// Exact sums of integers, which fewer than 2^64 of 64 bits do not overflow.
#[derive(Default)]
struct Integers {
    sum: i128,
    squares: u128,
    carries: u64,
}

impl Integers {
    #[inline(always)]
    fn push(&mut self, value: i64) {
        self.sum += i128::from(value);
        let magnitude = u128::from(value.unsigned_abs());
        let (squares, carry) = self.squares.overflowing_add(magnitude * magnitude);
        self.squares = squares;
        self.carries += u64::from(carry);
    }

    fn words(&self) -> Words3 {
        [self.squares as u64, (self.squares >> 64) as u64, self.carries]
    }
}

/// A statistic of a list of ints, of floats, or of both.
#[inline(always)]
pub fn of_list<S: Statistic>(items: &Items, statistic: S) -> Outcome {
    match items.len() {
        len if (len as u64) < statistic.least() => Outcome::Empty,
        ..=SHORT => by_blocks::<SHORT, S>(items, statistic),
        _ => by_blocks::<BLOCK, S>(items, statistic),
    }
}

#[inline(never)]
fn by_blocks<const N: usize, S: Statistic>(items: &Items, statistic: S) -> Outcome {
    let mut fast = S::Fast::default();
    let (mut block, mut place) = ([0.0; N], 0);
    let mut filled;
    // Mostly all elements are floats.
    loop {
        filled = items.floats(place, &mut block);
        place += filled;
        if filled < N {
            break;
        }
        S::push(&mut fast, &block);
    }
    let mut integers = Integers::default();
    let (mut has_float, mut are_doubles, mut understood) = (place > 0, true, true);
    items.for_each(place, |number| {
        let value = match number {
            Number::Float(value) => {
                has_float = true;
                value
            }
            Number::Int(value) => {
                integers.push(value);
                are_doubles &= value.unsigned_abs() <= DOUBLES;
                value as f64
            }
            Number::Other => {
                understood = false;
                0.0
            }
        };
        if let Some(slot) = block.get_mut(filled) {
            *slot = value;
            filled += 1;
        }
        if filled == N {
            S::push(&mut fast, &block);
            filled = 0;
        }
        understood
    });
    let count = items.len();
    if !understood || has_float && !are_doubles {
        return Outcome::Unknown;
    }
    if !has_float {
        return outcome(statistic.of_integers(count as u64, integers.sum, integers.words()));
    }
    if count == filled {
        // Everything is in the block: its own way is the shortest.
        return Outcome::Float(statistic.of_floats(&block[..filled]));
    }
    S::push(&mut fast, &block[..filled]);
    if let Some(value) = statistic.finish(&fast, count) {
        return Outcome::Float(value);
    }
    match doubles(items) {
        Ok(values) => Outcome::Float(statistic.of_floats(&values)),
        Err(_) => Outcome::Unknown,
    }
}

/// A copy of a list of floats and ints that are doubles.
#[cold]
fn doubles(items: &Items) -> Result<Vec<f64>, TryReserveError> {
    let mut values = Vec::new();
    values.try_reserve_exact(items.len())?;
    items.for_each(0, |number| {
        values.push(match number {
            Number::Float(value) => value,
            Number::Int(value) => value as f64,
            Number::Other => f64::NAN,
        });
        true
    });
    Ok(values)
}

/// The elements of a list.
pub enum Copied {
    Floats(Vec<f64>),
    /// Without bools among them.
    Integers(Vec<i64>),
    /// Of several types, or of others.
    Other,
}

/// Copies a list whose elements are of one type.
pub fn copied(items: &Items) -> Result<Copied, TryReserveError> {
    let mut floats = Vec::new();
    floats.try_reserve_exact(items.len())?;
    floats.resize(items.len(), 0.0);
    match items.floats(0, &mut floats) {
        found if found == items.len() => return Ok(Copied::Floats(floats)),
        0 => {}
        _ => return Ok(Copied::Other),
    }
    let mut integers = Vec::new();
    integers.try_reserve_exact(items.len())?;
    Ok(if items.integers(&mut integers) { Copied::Integers(integers) } else { Copied::Other })
}
