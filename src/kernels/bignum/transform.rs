//! Cyclic convolution by number-theoretic transforms.
//!
//! A block of L elements is a polynomial modulo x^L - z. With t the root of z it falls into two modulo x^(L/2) - t and
//! x^(L/2) + t, and so on down to single values: the polynomial at as many points, in an order that does not matter. The
//! roots that block s of any level needs are entries 2s and s of one table. See Bernstein, "Multidigit multiplication for
//! mathematicians" (2001). Two levels are done in one pass.

use super::field::{I, PRIME, add, multiply, negate, root, subtract};
use crate::kernels::parallel::stop_requested;
use std::collections::TryReserveError;

/// Blocks of so many elements stay in the first cache for all their levels.
const CACHED: usize = 1 << 11;
/// Larger blocks ask whether to go on.
const POLLED: usize = 1 << 16;

/// The roots of unity for transforms up to some length: `roots[s]`, times 2^64, is the root of what block s is modulo.
#[derive(Default)]
pub struct Roots(Vec<u64>);

impl Roots {
    /// Takes the memory for transforms of `length` elements.
    pub fn reserve(&mut self, length: usize) -> Result<(), TryReserveError> {
        self.0.try_reserve_exact(length / 2)
    }

    /// Makes it long enough for transforms of `length` elements, or of three quarters of that; a power of two.
    pub fn extend(&mut self, length: usize) -> Result<(), TryReserveError> {
        let (roots, wanted) = (&mut self.0, length / 2);
        if roots.len() >= wanted {
            return Ok(());
        }
        roots.try_reserve(wanted - roots.len())?;
        if roots.is_empty() {
            roots.push(root(0));
        }
        while roots.len() < wanted {
            let known = roots.len();
            let factor = root(known.ilog2() + 2);
            (0..known).for_each(|place| roots.push(multiply(roots[place], factor)));
        }
        Ok(())
    }

    /// What a pass over block s multiplies by: t of the two halves, t of the first half's halves, and their product.
    #[inline(always)]
    fn forward(&self, block: usize) -> [u64; 3] {
        let (half, quarter) = (self.0[block], self.0[2 * block]);
        [half, quarter, multiply(half, quarter)]
    }

    /// The inverses of the same.
    #[inline(always)]
    fn inverse(&self, block: usize) -> [u64; 3] {
        let (half, quarter) = (self.inverse_of(block), self.inverse_of(2 * block));
        [half, quarter, multiply(half, quarter)]
    }

    #[inline(always)]
    fn inverse_of(&self, block: usize) -> u64 {
        if block == 0 {
            return self.0[0];
        }
        // The places of a level are its odd powers in reversed order of bits: the inverse has all bits but one flipped.
        negate(self.0[block ^ ((1 << block.ilog2()) - 1)])
    }
}

/// Cuts a block into four.
fn quarters(block: &mut [u64]) -> [&mut [u64]; 4] {
    let quarter = block.len() / 4;
    let (first, rest) = block.split_at_mut(quarter);
    let (second, rest) = rest.split_at_mut(quarter);
    let (third, fourth) = rest.split_at_mut(quarter);
    [first, second, third, &mut fourth[..quarter]]
}

#[inline(always)]
fn forward_pass(block: &mut [u64], [half, quarter, both]: [u64; 3]) {
    let [a, b, c, d] = quarters(block);
    for (((a, b), c), d) in a.iter_mut().zip(b).zip(c).zip(d) {
        let (second, third, fourth) = (multiply(*b, quarter), multiply(*c, half), multiply(*d, both));
        let (even, odd) = (add(*a, third), add(second, fourth));
        let (even_minus, odd_minus) = (subtract(*a, third), multiply(subtract(second, fourth), I));
        (*a, *b) = (add(even, odd), subtract(even, odd));
        (*c, *d) = (add(even_minus, odd_minus), subtract(even_minus, odd_minus));
    }
}

#[inline(always)]
fn inverse_pass(block: &mut [u64], [half, quarter, both]: [u64; 3]) {
    const MINUS_I: u64 = PRIME - I;
    let [a, b, c, d] = quarters(block);
    for (((a, b), c), d) in a.iter_mut().zip(b).zip(c).zip(d) {
        let (even, odd) = (add(*a, *b), subtract(*a, *b));
        let (even_minus, odd_minus) = (add(*c, *d), multiply(subtract(*c, *d), MINUS_I));
        (*a, *b) = (add(even, even_minus), multiply(add(odd, odd_minus), quarter));
        *c = multiply(subtract(even, even_minus), half);
        *d = multiply(subtract(odd, odd_minus), both);
    }
}

/// All levels of block s, the largest first.
fn forward_block(data: &mut [u64], block: usize, roots: &Roots) {
    if data.len() > CACHED {
        if data.len() >= POLLED && stop_requested() {
            return;
        }
        forward_pass(data, roots.forward(block));
        let parts = quarters(data).into_iter().zip(4 * block..);
        return parts.for_each(|(part, block)| forward_block(part, block, roots));
    }
    let (mut size, mut first) = (data.len(), block);
    while size >= 4 {
        for (part, block) in data.chunks_exact_mut(size).zip(first..) {
            forward_pass(part, roots.forward(block));
        }
        (size, first) = (size / 4, 4 * first);
    }
    if size == 2 {
        for (part, block) in data.as_chunks_mut().0.iter_mut().zip(first..) {
            let [a, b] = *part;
            let b = multiply(b, roots.0[block]);
            *part = [add(a, b), subtract(a, b)];
        }
    }
}

/// All levels of block s back, the smallest first.
fn inverse_block(data: &mut [u64], block: usize, roots: &Roots) {
    if data.len() > CACHED {
        if data.len() >= POLLED && stop_requested() {
            return;
        }
        let parts = quarters(data).into_iter().zip(4 * block..);
        parts.for_each(|(part, block)| inverse_block(part, block, roots));
        return inverse_pass(data, roots.inverse(block));
    }
    let levels = data.len().trailing_zeros();
    let mut size = if levels % 2 == 1 { 2 } else { 4 };
    if size == 2 {
        for (part, block) in data.as_chunks_mut().0.iter_mut().zip(block << (levels - 1)..) {
            let [a, b] = *part;
            *part = [add(a, b), multiply(subtract(a, b), roots.inverse_of(block))];
        }
        size = 8;
    }
    while size <= data.len() {
        let first = block * (data.len() / size);
        for (part, block) in data.chunks_exact_mut(size).zip(first..) {
            inverse_pass(part, roots.inverse(block));
        }
        size *= 4;
    }
}

/// The length of a transform for at least so many elements, at least 8: a power of two, or three quarters of one.
pub fn length_for(elements: usize) -> usize {
    let full = elements.next_power_of_two().max(16);
    if elements <= full / 4 * 3 { full / 4 * 3 } else { full }
}

/// The values of the polynomial with the coefficients `data`, whose length is of [`length_for`].
pub fn forward(data: &mut [u64], roots: &Roots) {
    let quarter = data.len().next_power_of_two() / 4;
    if data.len() == 4 * quarter {
        forward_pass(data, roots.forward(0));
    } else {
        // The last quarter is not there: modulo x^(2q) - 1 and x^q - i alone.
        let (a, rest) = data.split_at_mut(quarter);
        let (b, c) = rest.split_at_mut(quarter);
        for ((a, b), c) in a.iter_mut().zip(b).zip(c) {
            let (even, minus, turned) = (add(*a, *c), subtract(*a, *c), multiply(*b, I));
            (*a, *b, *c) = (add(even, *b), subtract(even, *b), add(minus, turned));
        }
    }
    for (part, block) in data.chunks_exact_mut(quarter).zip(0..) {
        forward_block(part, block, roots);
    }
}

/// The coefficients of the polynomial with the values `data`, times 4 times the length of a part.
pub fn inverse(data: &mut [u64], roots: &Roots) {
    let quarter = data.len().next_power_of_two() / 4;
    for (part, block) in data.chunks_exact_mut(quarter).zip(0..) {
        inverse_block(part, block, roots);
    }
    if data.len() == 4 * quarter {
        return inverse_pass(data, roots.inverse(0));
    }
    let (a, rest) = data.split_at_mut(quarter);
    let (b, c) = rest.split_at_mut(quarter);
    for ((a, b), c) in a.iter_mut().zip(b).zip(c) {
        let (even, odd) = (add(*a, *b), subtract(*a, *b));
        let minus = subtract(add(*c, *c), multiply(odd, I));
        (*a, *b, *c) = (add(even, minus), add(odd, odd), subtract(even, minus));
    }
}
