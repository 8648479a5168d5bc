//! The part of the tree that a sieve counts: after the first `b - 1` primes are crossed off, `phi(n, b - 1)` is how many
//! numbers are left up to `n`. And the products of two primes, `pi(x / p)` being what is left at last.

use super::count::{Plan, lay};
use super::level::{Work, at_level};
use super::sieve::{LEAST_KEPT, Sieve, remainder, trim};
use super::wheel::{self, BIT, PRODUCT_BIT, SPAN, UP_TO, WORD_SPAN, ones_here};
use crate::kernels::array::zeros;
use crate::kernels::heap_sort::sort_by_key;
use crate::kernels::parallel::{Task, on_threads};
use std::collections::TryReserveError;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of a segment.
const SEGMENT: usize = 32 << 10;
/// Bytes whose bits are counted together.
const BLOCK: usize = 64;
const BLOCKS: usize = SEGMENT / BLOCK;
/// Crossing off the multiples of lesser primes and counting all that is left takes less time than counting while crossing off.
const COUNTED: u32 = 80;
/// Pieces of the sieve for each thread.
const PIECES: usize = 16;

/// What there is to do: the bytes of the sieve.
pub fn total(x: u64, y: u64) -> u64 {
    x / y / SPAN + 1
}

/// What a piece of the sieve finds; what comes before it is not known yet.
struct Piece {
    number: usize,
    /// The sum of `-mu(m) phi`, counted from where the piece begins.
    sum: u64,
    /// For each `b`, how many numbers are left in the whole piece before its prime is crossed off,
    left: Vec<u64>,
    /// and the sum of `-mu(m)`: how often what comes before is to be added.
    signs: Vec<u64>,
    /// The sum of what is left up to `x / p`, for how many `p`, and what is left in the piece.
    products: (u64, u64, u64),
}

/// The sum over the tree, and how many numbers are products of two primes greater than `y`.
pub fn sums(plan: &Plan, threads: usize, task: &Task) -> Result<(u64, u64), TryReserveError> {
    let bytes = total(plan.x, plan.y);
    let root = (plan.x / plan.y).isqrt().max(u64::from(LEAST_KEPT));
    let sieve = Sieve::new((root + 1).pow(2).max(plan.square_root + 1), task)?;
    let segments = bytes.div_ceil(SEGMENT as u64);
    let pieces = if threads == 1 { 1 } else { (PIECES * threads.clamp(2, 64)).min(segments as usize) };
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<Piece>, TryReserveError> {
        let mut found = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= pieces || task.stopped() {
                return Ok(found);
            }
            // Most of the tree is near zero: the first pieces are the shortest.
            let cut = |part: usize| {
                let square = u128::from(segments) * (part as u128).pow(2) / (pieces as u128).pow(2);
                (square as u64).max((part as u64).min(segments)) * SEGMENT as u64
            };
            let range = cut(number).min(bytes)..cut(number + 1).min(bytes);
            let mut segment = Segment::new(plan, &sieve, root, number)?;
            segment.run(range, bytes, task)?;
            found.push(segment.piece);
        }
    };
    let mut found: Vec<Piece> = Vec::new();
    for part in on_threads(threads, pieces, &work) {
        found.extend(part?);
    }
    sort_by_key(&mut found, |piece| piece.number);
    join(plan, root, &found)
}

/// Adds the pieces up.
fn join(plan: &Plan, root: u64, pieces: &[Piece]) -> Result<(u64, u64), TryReserveError> {
    let mut before = zeros::<u64>(pieces.first().map_or(0, |piece| piece.left.len()))?;
    let (mut sum, mut products, mut left, mut count) = (0u64, 0u64, 0u64, 0u64);
    for piece in pieces {
        sum = sum.wrapping_add(piece.sum);
        for (before, (signs, left)) in before.iter_mut().zip(piece.signs.iter().zip(&piece.left)) {
            sum = sum.wrapping_add(signs.wrapping_mul(*before));
            *before += left;
        }
        let (up_to, primes, all) = piece.products;
        products = products.wrapping_add(up_to).wrapping_add(primes.wrapping_mul(left));
        left += all;
        count += primes;
    }
    // What is left are 1 and the primes above `root`. From pi(x / p) come off the primes less than p.
    let more = plan.pi.up_to(root).wrapping_sub(1);
    let first = plan.pi.up_to(plan.y);
    let less = (u128::from(count) * u128::from(2 * first + count.wrapping_sub(1)) / 2) as u64;
    products = products.wrapping_add(count.wrapping_mul(more));
    Ok((sum, if count == 0 { 0 } else { products.wrapping_sub(less) }))
}

/// A segment of the sieve, and where its piece has got to.
struct Segment<'a> {
    plan: &'a Plan,
    sieve: &'a Sieve<'a>,
    /// All primes up to this are crossed off.
    root: u64,
    bytes: Vec<u8>,
    /// How many bits are left in each block.
    counts: [u16; BLOCKS],
    left: u64,
    /// For each `b`, the place of the next `m` or `q`.
    places: Vec<u32>,
    piece: Piece,
}

impl<'a> Segment<'a> {
    fn new(plan: &'a Plan, sieve: &'a Sieve<'a>, root: u64, number: usize) -> Result<Self, TryReserveError> {
        let size = plan.pi.up_to(plan.fourth_root) as usize + 1;
        let piece = Piece { number, sum: 0, left: zeros(size)?, signs: zeros(size)?, products: (0, 0, 0) };
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(SEGMENT)?;
        let mut places = Vec::new();
        places.try_reserve_exact(size)?;
        Ok(Segment { plan, sieve, root, bytes, counts: [0; BLOCKS], left: 0, places, piece })
    }

    /// Goes through bytes of the sieve that ends with byte `end`.
    fn run(&mut self, range: std::ops::Range<u64>, end: u64, task: &Task) -> Result<(), TryReserveError> {
        let mut at = range.start;
        while at < range.end {
            let len = (end - at).min(SEGMENT as u64) as usize;
            self.bytes.resize(len, 0);
            at_level(Leaves(self, at));
            self.products(at)?;
            at += len as u64;
            if task.advance(len as u64) {
                break;
            }
        }
        Ok(())
    }

    /// Takes the leaves that lie in the segment while the primes are crossed off one by one.
    #[inline(always)]
    fn leaves(&mut self, first: u64) {
        let Plan { x, y, c, .. } = *self.plan;
        let (low, high) = (first * SPAN, (first + self.bytes.len() as u64) * SPAN);
        lay(&mut self.bytes, first, c);
        self.count_all();
        let end = self.piece.left.len();
        let first_sparse = self.plan.pi.up_to(y.isqrt()) as usize + 1;
        if self.places.is_empty() {
            self.begin(low, first_sparse);
        }
        let mut b = c + 1;
        while b < end {
            let prime = self.plan.primes[b];
            let rest = x / u64::from(prime);
            if b >= first_sparse && rest / u64::from(prime) < low {
                break;
            }
            let from = rest / high;
            if b < first_sparse {
                self.factors(b, rest, low, from.max(y / u64::from(prime)));
            } else {
                self.primes(b, rest, low, from.max(u64::from(prime)));
            }
            self.piece.left[b] += self.left;
            if prime < COUNTED {
                self.cross_off(first, prime);
                self.count_all();
            } else {
                self.cross_counting(first, prime);
            }
            b += 1;
        }
        // The rest leaves primes.
        let mut crossed = self.plan.primes[b - 1];
        while crossed < LEAST_KEPT
            && let Some(&prime) = self.plan.primes.get(b)
        {
            self.cross_off(first, prime);
            (crossed, b) = (prime, b + 1);
        }
        self.sieve.cross_kept(&mut self.bytes, first, crossed, self.root as u32);
        self.count_all();
    }

    /// Where the leaves of a piece that begins with `low` begin: downward from the greatest `m` or `q`.
    #[cold]
    fn begin(&mut self, low: u64, first_sparse: usize) {
        let Plan { x, y, .. } = *self.plan;
        for (b, &prime) in self.plan.primes.iter().enumerate().take(self.piece.left.len()) {
            let rest = x / u64::from(prime);
            let most = rest.checked_div(low).map_or(y, |most| most.min(y));
            let place = if b < first_sparse {
                self.plan.factors.partition_point(|factor| u64::from(factor.number) <= most)
            } else {
                let easy = rest / u64::from(prime) / u64::from(prime);
                self.plan.pi.up_to(most.min(easy).max(7)) as usize
            };
            self.places.push(place as u32);
        }
    }

    /// The leaves of a prime up to the root of `y`.
    #[inline(always)]
    fn factors(&mut self, b: usize, rest: u64, low: u64, above: u64) {
        let prime = self.plan.primes[b].cast_signed();
        let before = self.piece.left[b];
        let (mut count, mut place) = (Count::default(), self.places[b] as usize);
        let (mut sum, mut signs) = (0u64, 0u64);
        while let Some(factor) = self.plan.factors[..place].last() {
            if u64::from(factor.number) <= above {
                break;
            }
            place -= 1;
            if factor.least.abs() > prime {
                let left = before + count.up_to(self, divide(rest, factor.number) - low);
                if factor.least < 0 {
                    sum = sum.wrapping_add(left);
                    signs = signs.wrapping_add(1);
                } else {
                    sum = sum.wrapping_sub(left);
                    signs = signs.wrapping_sub(1);
                }
            }
        }
        self.places[b] = place as u32;
        self.piece.sum = self.piece.sum.wrapping_add(sum);
        self.piece.signs[b] = self.piece.signs[b].wrapping_add(signs);
    }

    /// The leaves of a greater prime: `m` is a prime.
    #[inline(always)]
    fn primes(&mut self, b: usize, rest: u64, low: u64, above: u64) {
        let before = self.piece.left[b];
        let (mut count, mut place) = (Count::default(), self.places[b] as usize);
        let mut sum = 0u64;
        while let Some(&prime) = self.plan.primes.get(place) {
            if u64::from(prime) <= above {
                break;
            }
            sum = sum.wrapping_add(before + count.up_to(self, divide(rest, prime) - low));
            self.piece.signs[b] += 1;
            place -= 1;
        }
        self.places[b] = place as u32;
        self.piece.sum = self.piece.sum.wrapping_add(sum);
    }

    #[inline(always)]
    fn count_all(&mut self) {
        self.left = 0;
        for (count, block) in self.counts.iter_mut().zip(self.bytes.chunks(BLOCK)) {
            *count = ones_here(block) as u16;
            self.left += u64::from(*count);
        }
    }

    #[inline(always)]
    fn cross_off(&mut self, first: u64, prime: u32) {
        let class = usize::from(BIT[(prime % 30) as usize] & 7);
        macro_rules! classes {
            ($($class:literal)*) => {
                match class {
                    $($class => super::sieve::cross::<$class>(&mut self.bytes, first, prime),)*
                    _ => {}
                }
            };
        }
        classes!(0 1 2 3 4 5 6 7);
    }

    /// Crosses off the multiples of a prime and keeps the counts right.
    #[inline(always)]
    fn cross_counting(&mut self, first: u64, prime: u32) {
        let class = usize::from(BIT[(prime % 30) as usize] & 7);
        let (offsets, bits) = (wheel::offsets(prime, class), PRODUCT_BIT[class]);
        let begun = remainder(first, prime);
        let counts = &mut self.counts;
        let mut gone = 0;
        for j in 0..8 {
            let bit = bits[j];
            let at = offsets[j].wrapping_sub(begun);
            let mut at = if offsets[j] < begun { at.wrapping_add(prime as usize) } else { at };
            while let Some(byte) = self.bytes.get_mut(at) {
                let hit = *byte >> bit & 1;
                *byte &= !(1 << bit);
                counts[at / BLOCK % BLOCKS] -= u16::from(hit);
                gone += u64::from(hit);
                at += prime as usize;
            }
        }
        self.left -= gone;
    }

    /// Adds what is left up to `x / p`, for the primes `p` whose `x / p` lies in the segment.
    fn products(&mut self, first: u64) -> Result<(), TryReserveError> {
        let Plan { x, y, square_root, .. } = *self.plan;
        let (low, high) = (first * SPAN, (first + self.bytes.len() as u64) * SPAN);
        let from = (x / high).max(y) + 1;
        let to = x.checked_div(low).map_or(square_root, |most| most.min(square_root));
        if from <= to {
            let (start, stop) = (from / SPAN, to / SPAN + 1);
            let mut bytes = zeros((stop - start) as usize)?;
            self.sieve.fill(start, &mut bytes);
            trim(&mut bytes, start, from, to + 1);
            at_level(Products(self, &bytes, start, low));
        }
        self.piece.products.2 += self.left;
        Ok(())
    }
}

/// How many numbers are left up to ever greater ones of a segment.
#[derive(Default)]
struct Count {
    block: usize,
    before: u64,
}

impl Count {
    #[inline(always)]
    fn up_to(&mut self, segment: &Segment, number: u64) -> u64 {
        let word = (number / WORD_SPAN) as usize;
        let block = word / (BLOCK / 8);
        while self.block < block {
            self.before += u64::from(segment.counts[self.block % BLOCKS]);
            self.block += 1;
        }
        let start = block * BLOCK;
        let whole = segment.bytes.get(start..word * 8).map_or(0, ones_here);
        let rest = segment.bytes.get(word * 8..).unwrap_or_default();
        let last = rest.first_chunk::<8>().map_or_else(|| partial(rest), |bytes| u64::from_le_bytes(*bytes));
        self.before + whole + u64::from((last & UP_TO[(number % WORD_SPAN) as usize]).count_ones())
    }
}

/// A word whose last bytes are missing.
#[cold]
fn partial(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// The quotient; by a floating-point division where that is exact.
#[inline(always)]
fn divide(number: u64, divisor: u32) -> u64 {
    if number < 1 << 53 {
        (number as f64 / f64::from(divisor)) as i64 as u64
    } else {
        number / u64::from(divisor)
    }
}

struct Leaves<'a, 'b>(&'a mut Segment<'b>, u64);

impl Work for Leaves<'_, '_> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        self.0.leaves(self.1);
    }
}

struct Products<'a, 'b, 'c>(&'a mut Segment<'b>, &'c [u8], u64, u64);

impl Work for Products<'_, '_, '_> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Products(segment, bytes, start, low) = self;
        let mut count = Count::default();
        let (mut sum, mut primes, before) = (0u64, 0, segment.piece.products.2);
        for (number, &byte) in bytes.iter().enumerate().rev() {
            let mut bits = byte;
            while bits != 0 {
                let bit = 7 - bits.leading_zeros() as usize;
                bits &= !(1 << bit);
                let prime = (start + number as u64) * SPAN + u64::from(wheel::RESIDUES[bit]);
                sum += before + count.up_to(segment, (segment.plan.x / prime) - low);
                primes += 1;
            }
        }
        segment.piece.products.0 = segment.piece.products.0.wrapping_add(sum);
        segment.piece.products.1 += primes;
    }
}
