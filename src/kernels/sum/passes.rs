//! Exact sums of many doubles: by windows where the values are not too different, else by a table of exponents.

use super::count_wide;
use super::exact::Specials;
use super::fixed_point::FixedPoint;
use super::portable::Portable;
use super::table::Table;
use super::windows::{
    self, BLOCK, MORE_PRODUCT_WINDOWS, MORE_WINDOWS, PRODUCT_WINDOWS, Split, Sums, WINDOWS,
};
#[cfg(target_arch = "x86_64")]
use super::{x86_avx2::Avx2, x86_avx512::Avx512};

/// Up to so many values one by one is faster.
const SINGLY: usize = 16;
/// A table is worth the time to clear it and to empty it from so many values on.
const MANY: usize = 2048;
/// How many values are added with more windows before fewer are tried again; and how many go to the table, after the
/// first failure, and at most.
const PATIENCE: usize = 1 << 16;
const FIRST_PATIENCE: usize = 1 << 9;

/// [`windows::sum_block`] for this CPU.
#[inline]
fn sum_block<const N: usize>(values: &[f64], top: &mut i32) -> Sums<N> {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = Avx512::new() {
        return lanes.sum_block(values, top);
    } else if let Some(lanes) = Avx2::new() {
        return lanes.sum_block(values, top);
    }
    windows::sum_block(Portable, values, top)
}

/// [`windows::sum_products`] for this CPU.
#[inline]
fn sum_products<const N: usize>(a: &[f64], b: &[f64], top: &mut i32) -> Sums<N> {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = Avx512::new() {
        return lanes.sum_products(a, b, top);
    } else if let Some(lanes) = Avx2::new() {
        return lanes.sum_products(a, b, top);
    }
    windows::sum_products(Portable, a, b, top)
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

/// [`Table::add`] for this CPU.
#[inline]
fn add_to_table<'a>(table: &mut Table, specials: &mut Specials, values: &'a [f64]) -> &'a [f64] {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = Avx512::new() {
        return lanes.add_to_table(table, specials, values);
    } else if let Some(lanes) = Avx2::new() {
        return lanes.add_to_table(table, specials, values);
    }
    table.add(specials, values)
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
    let mut table = None;
    let mut pass = Pass::new(state, specials, &mut table, values.len());
    pass.add(values, &mut Kind::default());
    pass.finish();
}

/// How many terms the two functions below take.
const FEW: usize = 256;

/// The sum of few values as three doubles; see [`windows::sum_block`].
pub fn sum_few<T: Copy + Into<f64>>(values: &[T]) -> Option<[f64; 3]> {
    let mut terms = [0.0; FEW];
    let terms = terms.get_mut(..values.len())?;
    terms.iter_mut().zip(values).for_each(|(slot, &value)| *slot = value.into());
    sum_all(terms)
}

fn sum_all(terms: &[f64]) -> Option<[f64; 3]> {
    let sums = sum_block::<WINDOWS>(terms, &mut { i32::MIN });
    if sums.count == terms.len() { sums.doubles() } else { None }
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
    if split.exact { sum_all(terms.get(..2 * len)?) } else { None }
}

/// Adds products of doubles to a state, and notes those that are not finite.
pub fn add_products<const CHUNKS: usize, const UNIT: i32>(
    state: &mut FixedPoint<CHUNKS, UNIT>,
    specials: &mut Specials,
    a: &[f64],
    b: &[f64],
) {
    let len = a.len().min(b.len());
    let (mut a, mut b) = (&a[..len], &b[..len]);
    let mut table = None;
    let mut pass = Pass::new(state, specials, &mut table, len);
    let (mut kind, mut kinds) = (Kind::default(), <[Kind; 2]>::default());
    while a.len() > SINGLY {
        let count = pass.add_products(a, b, &mut kind, &mut kinds);
        (a, b) = (&a[count..], &b[count..]);
    }
    add_each_product(pass.state, pass.specials, a, b);
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

/// What is known of a kind of values from those before.
struct Kind {
    /// Guesses for few windows and for more.
    tops: [i32; 2],
    /// How different they are: 0 for few windows, 1 for more, 2 for the table.
    width: usize,
    /// How many values are taken as that different before less is tried.
    left: usize,
    /// How many values will go to the table the next time.
    patience: usize,
}

impl Default for Kind {
    fn default() -> Self {
        Kind { tops: [i32::MIN; 2], width: 0, left: 0, patience: FIRST_PATIENCE }
    }
}

impl Kind {
    /// How different the next values are, so far as is known.
    fn width(&mut self) -> usize {
        if self.left == 0 && self.width > 0 {
            self.width -= 1;
            self.left = if self.width > 0 { PATIENCE } else { 0 };
        }
        self.width
    }

    /// So many values were added; if none they are more different.
    fn added(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        if count == 0 {
            self.width += 1;
            self.left = if self.width == 1 { PATIENCE } else { self.patience };
            self.patience = if self.width == 1 { self.patience } else { PATIENCE.min(2 * self.patience) };
        } else if self.width == 1 {
            self.patience = FIRST_PATIENCE.max(self.patience / 2);
        }
    }
}

/// A pass over many doubles.
struct Pass<'a, const CHUNKS: usize, const UNIT: i32> {
    state: &'a mut FixedPoint<CHUNKS, UNIT>,
    specials: &'a mut Specials,
    /// Whether so many values are expected that a table is worth it.
    many: bool,
    /// Outside of this structure, which is moved.
    table: &'a mut Option<Table>,
}

impl<'a, const CHUNKS: usize, const UNIT: i32> Pass<'a, CHUNKS, UNIT> {
    fn new(
        state: &'a mut FixedPoint<CHUNKS, UNIT>,
        specials: &'a mut Specials,
        table: &'a mut Option<Table>,
        len: usize,
    ) -> Self {
        Pass { state, specials, many: len >= MANY, table }
    }

    /// Adds values of a kind.
    fn add(&mut self, mut values: &[f64], kind: &mut Kind) {
        while !values.is_empty() {
            let block = values.get(..BLOCK).unwrap_or(values);
            let count = match kind.width() {
                0 => self.add_sums(sum_block::<WINDOWS>(block, &mut kind.tops[0])),
                1 => self.add_sums(sum_block::<MORE_WINDOWS>(block, &mut kind.tops[1])),
                _ => {
                    let count = values.len().min(kind.left);
                    self.add_wide(&values[..count]);
                    count
                }
            };
            kind.added(count);
            values = values.get(count..).unwrap_or(&[]);
        }
    }

    /// Adds what windows have gathered; returns of how many values it is the sum.
    fn add_sums<const N: usize>(&mut self, sums: Sums<N>) -> usize {
        sums.add_to(self.state);
        sums.count
    }

    /// Adds the first products of a kind; returns how many.
    fn add_products(&mut self, a: &[f64], b: &[f64], kind: &mut Kind, kinds: &mut [Kind; 2]) -> usize {
        let count = a.len().min(BLOCK);
        let (a_block, b_block) = (&a[..count], &b[..count]);
        let count = match kind.width() {
            0 => self.add_sums(sum_products::<PRODUCT_WINDOWS>(a_block, b_block, &mut kind.tops[0])),
            1 => self.add_sums(sum_products::<MORE_PRODUCT_WINDOWS>(a_block, b_block, &mut kind.tops[1])),
            _ => {
                let count = a.len().min(kind.left);
                self.add_wide_products(&a[..count], &b[..count], kinds);
                count
            }
        };
        kind.added(count);
        count
    }

    /// Adds products that are too different for windows of their own: those and their errors as values.
    fn add_wide_products(&mut self, a: &[f64], b: &[f64], kinds: &mut [Kind; 2]) {
        const PRODUCTS: usize = 1 << 10;
        let (mut products, mut errors) = ([0.0; PRODUCTS], [0.0; PRODUCTS]);
        let [of_products, of_errors] = kinds;
        for (a, b) in a.chunks(PRODUCTS).zip(b.chunks(PRODUCTS)) {
            let split = split_products(a, b, &mut products, &mut errors);
            if !split.exact {
                add_each_product(self.state, self.specials, a, b);
                continue;
            }
            self.add(&products[..a.len()], of_products);
            if split.errors {
                self.add(&errors[..a.len()], of_errors);
            }
        }
    }

    fn add_wide(&mut self, mut values: &[f64]) {
        count_wide();
        if !self.many {
            return add_each(self.state, self.specials, values);
        }
        let table = self.table.get_or_insert_with(Table::new);
        while !values.is_empty() {
            table.make_room(self.state);
            values = add_to_table(table, self.specials, values);
        }
    }

    fn finish(self) {
        if let Some(table) = self.table {
            table.empty(self.state);
        }
    }
}
