//! The sieve of Eratosthenes over numbers coprime to thirty, a window at a time.

use super::level::{Work, at_level};
use super::small;
use super::wheel::{self, Pattern, RESIDUES, SPAN};
use crate::kernels::parallel::Task;
use std::collections::TryReserveError;

/// Primes up to this are kept; greater ones are found again for each window.
pub const MOST_KEPT: u64 = 1 << 20;
/// Bytes that stay in the fastest cache while the small primes go over them.
const NEAR: usize = 32 << 10;
/// Primes below this go over the window in pieces of `NEAR` bytes.
const SMALL: u32 = 16 << 10;
/// Bytes of a window, as a rule: they stay in the second cache.
pub const WINDOW: usize = 512 << 10;
static FIRST: Pattern<{ 7 * 11 * 13 + 64 }> = Pattern::new(&[7, 11, 13]);
static SECOND: Pattern<{ 17 * 19 + 64 }> = Pattern::new(&[17, 19]);
static THIRD: Pattern<{ 23 * 29 + 64 }> = Pattern::new(&[23, 29]);
static FOURTH: Pattern<{ 31 * 37 + 64 }> = Pattern::new(&[31, 37]);
/// The greatest prime of the patterns.
pub const LAID: u32 = 37;

/// The primes that cross off, by what they leave when divided by thirty.
pub struct Sieve<'a> {
    kept: [Vec<u32>; 8],
    task: &'a Task,
}

impl<'a> Sieve<'a> {
    /// For windows below `stop`, which takes the primes up to its root.
    pub fn new(stop: u64, task: &'a Task) -> Result<Self, TryReserveError> {
        let mut kept: [Vec<u32>; 8] = Default::default();
        let root = stop.isqrt().min(MOST_KEPT);
        let mut keep = |found: &[u64]| {
            for &prime in found {
                if prime > u64::from(LAID) && prime <= root {
                    kept[usize::from(wheel::BIT[(prime % SPAN) as usize] & 7)].push(prime as u32);
                }
            }
        };
        if root < small::LIMIT {
            let bytes = (root / SPAN + 1) as usize;
            wheel::numbers(&small::BITS[..bytes], 0, &mut keep);
        } else {
            Sieve::new(root + 1, task)?.each(0, root + 1, &mut keep)?;
        }
        Ok(Sieve { kept, task })
    }

    /// Gives the primes from `start` to below `stop` that are greater than 5 to `take`, in order, until the task is
    /// stopped. No prime above `MOST_KEPT` must be needed for them.
    pub fn each(&self, start: u64, stop: u64, take: &mut dyn FnMut(&[u64])) -> Result<(), TryReserveError> {
        let mut window = Vec::new();
        let mut at = start / SPAN;
        let end = stop.div_ceil(SPAN);
        while at < end && !self.task.stop_requested() {
            let bytes = (end - at).min(WINDOW as u64) as usize;
            window.try_reserve_exact(bytes)?;
            window.resize(bytes, 0);
            self.fill(at, &mut window);
            trim(&mut window, at, start, stop);
            wheel::numbers(&window, at, take);
            at += bytes as u64;
        }
        Ok(())
    }

    /// Leaves a bit for each prime greater than 5, and for what only primes above `MOST_KEPT` divide, in the bytes from
    /// number `first` on.
    pub fn fill(&self, first: u64, bytes: &mut [u8]) {
        struct Fill<'a>(&'a Sieve<'a>, u64, &'a mut [u8]);
        impl Work for Fill<'_> {
            type Output = ();
            #[inline(always)]
            fn run(self) {
                self.0.fill_here(self.1, self.2);
            }
        }
        at_level(Fill(self, first, bytes));
    }

    #[inline(always)]
    fn fill_here(&self, first: u64, bytes: &mut [u8]) {
        let end = first.saturating_add(bytes.len() as u64).saturating_mul(SPAN);
        let root = end.isqrt().min(MOST_KEPT) as u32;
        for (number, near) in bytes.chunks_mut(NEAR).enumerate() {
            let first = first + (number * NEAR) as u64;
            near.fill(u8::MAX);
            FIRST.apply(near, first);
            SECOND.apply(near, first);
            THIRD.apply(near, first);
            FOURTH.apply(near, first);
            self.cross_kept(near, first, 0, SMALL.min(root));
        }
        if root > SMALL {
            self.cross_kept(bytes, first, SMALL, root);
        }
        self.restore(bytes, first);
    }

    /// Crosses off the multiples of the kept primes greater than `above` and up to `up_to`.
    #[inline(always)]
    pub fn cross_kept(&self, bytes: &mut [u8], first: u64, above: u32, up_to: u32) {
        macro_rules! classes {
            ($($class:literal)*) => {$(
                let primes = &self.kept[$class];
                let from = primes.partition_point(|&prime| prime <= above);
                for &prime in primes[from..].iter().take_while(|&&prime| prime <= up_to) {
                    cross::<$class>(bytes, first, prime);
                }
            )*};
        }
        classes!(0 1 2 3 4 5 6 7);
    }

    /// Primes are their own multiples: gives those of the first windows their bits back, and takes that of 1.
    fn restore(&self, bytes: &mut [u8], first: u64) {
        if first == 0
            && let Some(byte) = bytes.first_mut()
        {
            // 7 to 29.
            *byte = 0xfe;
        }
        if first <= 1
            && let Some(byte) = bytes.get_mut((1 - first) as usize)
        {
            // 31 and 37; 41, 43, 47, 53 and 59 are kept.
            *byte |= 0b11;
        }
        let end = first.saturating_add(bytes.len() as u64);
        if first.saturating_mul(SPAN) > MOST_KEPT {
            return;
        }
        for (class, primes) in self.kept.iter().enumerate() {
            let from = primes.partition_point(|&prime| u64::from(prime) < first * SPAN);
            for &prime in &primes[from..] {
                let at = u64::from(prime) / SPAN;
                if at >= end {
                    break;
                }
                if let Some(byte) = bytes.get_mut((at - first) as usize) {
                    *byte |= 1 << class;
                }
            }
        }
    }
}

/// Takes the bits of numbers below `start` and from `stop` on.
pub fn trim(bytes: &mut [u8], first: u64, start: u64, stop: u64) {
    let low = start.saturating_sub(first.saturating_mul(SPAN));
    if low > 0 {
        for (bit, residue) in RESIDUES.iter().enumerate() {
            if u64::from(*residue) < low
                && let Some(byte) = bytes.first_mut()
            {
                *byte &= !(1 << bit);
            }
        }
    }
    let Some(last) = (bytes.len() as u64).checked_sub(1) else { return };
    // The last byte may stand for numbers beyond 64 bits.
    let high = stop.saturating_sub((first + last) * SPAN);
    for (bit, residue) in RESIDUES.iter().enumerate() {
        if u64::from(*residue) >= high
            && let Some(byte) = bytes.last_mut()
        {
            *byte &= !(1 << bit);
        }
    }
}

/// `number % prime`, by the shorter division where that will do.
#[inline(always)]
pub fn remainder(number: u64, prime: u32) -> usize {
    match u32::try_from(number) {
        Ok(number) => (number % prime) as usize,
        Err(_) => (number % u64::from(prime)) as usize,
    }
}

/// Crosses off the multiples of a prime (itself too) that leaves `RESIDUES[CLASS]`.
#[inline(always)]
pub fn cross<const CLASS: usize>(bytes: &mut [u8], first: u64, prime: u32) {
    let masks = const {
        let mut masks = [0u8; 8];
        let mut j = 0;
        while j < 8 {
            masks[j] = !(1 << wheel::PRODUCT_BIT[CLASS][j]);
            j += 1;
        }
        masks
    };
    let (round, offsets) = (prime as usize, wheel::offsets(prime, CLASS));
    // The round that began before the first byte.
    let begun = remainder(first, prime);
    let mut next = 0;
    if begun > 0 {
        for j in 0..8 {
            if let Some(byte) = bytes.get_mut(offsets[j].wrapping_sub(begun)) {
                *byte &= masks[j];
            }
        }
        next = round - begun;
    }
    let Some(rest) = bytes.get_mut(next..) else { return };
    let mut rounds = rest.chunks_exact_mut(round);
    if offsets.iter().all(|&offset| offset < round) {
        for bytes in &mut rounds {
            for j in 0..8 {
                bytes[offsets[j]] &= masks[j];
            }
        }
    }
    let rest = rounds.into_remainder();
    for j in 0..8 {
        let Some(byte) = rest.get_mut(offsets[j]) else { break };
        *byte &= masks[j];
    }
}

/// Crosses off the multiples of primes beyond those that are kept: where the bytes are few beside them most have none.
pub fn cross_far(bytes: &mut [u8], first: u64, primes: &[u64]) {
    let low = first.saturating_mul(SPAN);
    for &prime in primes {
        let mut factor = low.div_ceil(prime);
        factor += u64::from(wheel::TO_COPRIME[(factor % SPAN) as usize]);
        // Beyond 64 bits there are no numbers.
        while let Some(multiple) = prime.checked_mul(factor)
            && let Some(byte) = bytes.get_mut(((multiple - low) / SPAN) as usize)
        {
            *byte &= !(1 << wheel::BIT[(multiple % SPAN) as usize]);
            factor += 1 + u64::from(wheel::TO_COPRIME[((factor + 1) % SPAN) as usize]);
        }
    }
}
