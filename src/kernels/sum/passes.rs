//! Exact sums of many doubles: by windows where the values are not too different, else by a table of exponents.

use super::count_wide;
use super::exact::Specials;
use super::fixed_point::FixedPoint;
use super::portable::Portable;
use super::table::Table;
use super::windows::{self, BLOCK, Split};
#[cfg(target_arch = "x86_64")]
use super::{x86_avx2::Avx2, x86_avx512::Avx512};

/// Up to so many values one by one is faster.
const SINGLY: usize = 16;
/// A table is worth the time to clear it and to empty it from so many values on.
const MANY: usize = 2048;
/// How many blocks in a row go to the table before windows are tried again.
const PATIENCE: u32 = 16;

/// [`windows::sum_block`] for this CPU.
#[inline]
pub fn sum_block(values: &[f64], top: &mut i32) -> Option<[f64; 3]> {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = Avx512::new() {
        return lanes.sum_block(values, top);
    } else if let Some(lanes) = Avx2::new() {
        return lanes.sum_block(values, top);
    }
    windows::sum_block(Portable, values, top)
}

/// [`windows::split_products`] for this CPU.
#[inline]
fn split_products(a: &[f64], b: &[f64], products: &mut [f64], errors: &mut [f64]) -> Split {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = Avx512::new() {
        return lanes.split_products(a, b, products, errors);
    } else if let Some(lanes) = Avx2::new() {
        return lanes.split_products(a, b, products, errors);
    }
    windows::split_products(Portable, a, b, products, errors)
}

/// Adds doubles to a state, and notes those that are not finite.
pub fn add_values<const CHUNKS: usize, const UNIT: i32>(
    state: &mut FixedPoint<CHUNKS, UNIT>,
    specials: &mut Specials,
    values: &[f64],
) {
    if values.len() <= SINGLY {
        return add_each(state, specials, values);
    }
    let mut pass = Pass::new(state, specials, values.len());
    let mut top = i32::MIN;
    for block in values.chunks(BLOCK) {
        pass.add(block, &mut top);
    }
    pass.finish();
}

/// How many terms the two functions below take.
const FEW: usize = 256;

/// The sum of few values as three doubles; see [`windows::sum_block`].
pub fn sum_few<T: Copy + Into<f64>>(values: &[T]) -> Option<[f64; 3]> {
    let mut terms = [0.0; FEW];
    let terms = terms.get_mut(..values.len())?;
    terms.iter_mut().zip(values).for_each(|(slot, &value)| *slot = value.into());
    sum_block(terms, &mut { i32::MIN })
}

/// The sum of few products as three doubles.
pub fn sum_few_products<T: Copy + Into<f64>>(a: &[T], b: &[T]) -> Option<[f64; 3]> {
    let (mut factors, mut terms) = ([[0.0; FEW]; 2], [0.0; 2 * FEW]);
    for (factors, values) in factors.iter_mut().zip([a, b]) {
        factors
            .get_mut(..values.len())?
            .iter_mut()
            .zip(values)
            .for_each(|(slot, &value)| *slot = value.into());
    }
    // Whole vectors; the products at their ends are zero.
    let len = a.len().next_multiple_of(8);
    let (products, errors) = terms.split_at_mut_checked(len)?;
    let [a, b] = &factors;
    let split = split_products(a.get(..len)?, b.get(..len)?, products, errors);
    if split.exact { sum_block(terms.get(..2 * len)?, &mut { i32::MIN }) } else { None }
}

/// Adds products of doubles to a state, and notes those that are not finite.
pub fn add_products<const CHUNKS: usize, const UNIT: i32>(
    state: &mut FixedPoint<CHUNKS, UNIT>,
    specials: &mut Specials,
    a: &[f64],
    b: &[f64],
) {
    if a.len().min(b.len()) <= SINGLY {
        return add_each_product(state, specials, a, b);
    }
    const PRODUCTS: usize = 1 << 10;
    let (mut products, mut errors) = ([0.0; PRODUCTS], [0.0; PRODUCTS]);
    let mut pass = Pass::new(state, specials, a.len());
    let (mut top, mut top_of_errors) = (i32::MIN, i32::MIN);
    for (a, b) in a.chunks(PRODUCTS).zip(b.chunks(PRODUCTS)) {
        let len = a.len().min(b.len());
        let split = split_products(a, b, &mut products, &mut errors);
        if !split.exact {
            add_each_product(pass.state, pass.specials, a, b);
            continue;
        }
        pass.add(&products[..len], &mut top);
        if split.errors {
            pass.add(&errors[..len], &mut top_of_errors);
        }
    }
    pass.finish();
}

fn add_each<const CHUNKS: usize, const UNIT: i32>(
    state: &mut FixedPoint<CHUNKS, UNIT>,
    specials: &mut Specials,
    values: &[f64],
) {
    for &value in values {
        if !state.add(value) {
            specials.note(value);
        }
    }
}

fn add_each_product<const CHUNKS: usize, const UNIT: i32>(
    state: &mut FixedPoint<CHUNKS, UNIT>,
    specials: &mut Specials,
    a: &[f64],
    b: &[f64],
) {
    for (&a, &b) in a.iter().zip(b) {
        if !state.add_product(a, b) {
            // A finite factor may overflow nothing here: the other one is infinite or NaN.
            specials.note(a * b);
        }
    }
}

/// A pass over blocks of doubles.
struct Pass<'a, const CHUNKS: usize, const UNIT: i32> {
    state: &'a mut FixedPoint<CHUNKS, UNIT>,
    specials: &'a mut Specials,
    /// Whether so many values are expected that a table is worth it.
    many: bool,
    table: Option<Table>,
    /// How many blocks go to the table without trying the windows.
    wide: u32,
}

impl<'a, const CHUNKS: usize, const UNIT: i32> Pass<'a, CHUNKS, UNIT> {
    fn new(state: &'a mut FixedPoint<CHUNKS, UNIT>, specials: &'a mut Specials, len: usize) -> Self {
        Pass { state, specials, many: len >= MANY, table: None, wide: 0 }
    }

    /// Adds a block of at most [`BLOCK`] values, given a guess of its greatest exponent.
    fn add(&mut self, block: &[f64], top: &mut i32) {
        if self.wide > 0 {
            self.wide -= 1;
        } else if let Some(sums) = sum_block(block, top) {
            return sums.into_iter().for_each(|sum| _ = self.state.add(sum));
        } else {
            self.wide = PATIENCE;
        }
        count_wide();
        if !self.many {
            return add_each(self.state, self.specials, block);
        }
        self.table.get_or_insert_with(Table::new).add(self.state, self.specials, block);
    }

    fn finish(mut self) {
        if let Some(table) = &mut self.table {
            table.finish(self.state, self.specials);
        }
    }
}
