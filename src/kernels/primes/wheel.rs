//! Numbers without a factor of 2, 3 or 5: eight of every thirty, one byte for them.

use super::level::{Work, at_level};
#[cfg(target_arch = "x86_64")]
use super::x86_bits::spread as vectors;

/// What such numbers leave when divided by thirty: bit `j` of byte `k` stands for `30 * k + RESIDUES[j]`.
pub const RESIDUES: [u8; 8] = [1, 7, 11, 13, 17, 19, 23, 29];

/// Numbers that a byte stands for.
pub const SPAN: u64 = 30;
/// Numbers that eight bytes stand for.
pub const WORD_SPAN: u64 = 240;

/// The bit for a number by what it leaves; 8 where there is none.
pub const BIT: [u8; 30] = {
    let mut bits = [8; 30];
    let mut bit = 0;
    while bit < 8 {
        bits[RESIDUES[bit] as usize] = bit as u8;
        bit += 1;
    }
    bits
};

/// How far it is to a number without a factor of 2, 3 or 5, by what a number leaves.
pub const TO_COPRIME: [u8; 30] = {
    let mut distances = [0; 30];
    let mut number = 29;
    while number > 0 {
        number -= 1;
        distances[number] = if BIT[number] < 8 { 0 } else { distances[number + 1] + 1 };
    }
    distances
};

/// For each number below 240 the bits of eight bytes that stand for it and what is less.
pub const UP_TO: [u64; 240] = {
    let mut masks = [0; 240];
    let (mut number, mut mask) = (0, 0);
    while number < 240 {
        let bit = BIT[number % 30];
        if bit < 8 {
            mask |= 1 << (number / 30 * 8 + bit as usize);
        }
        masks[number] = mask;
        number += 1;
    }
    masks
};

/// The multiples of `30 * k + RESIDUES[class]` by `30 * t + RESIDUES[j]` lie at byte
/// `prime * t + k * RESIDUES[j] + CARRY[class][j]`.
pub const CARRY: [[u8; 8]; 8] = products(true);
/// And have this bit.
pub const PRODUCT_BIT: [[u8; 8]; 8] = products(false);

const fn products(carry: bool) -> [[u8; 8]; 8] {
    let mut table = [[0; 8]; 8];
    let mut pair = 0;
    while pair < 64 {
        let product = RESIDUES[pair / 8] as usize * RESIDUES[pair % 8] as usize;
        table[pair / 8][pair % 8] = if carry { (product / 30) as u8 } else { BIT[product % 30] };
        pair += 1;
    }
    table
}

/// Where in each round of `prime` bytes the multiples of `prime` lie.
#[inline(always)]
pub fn offsets(prime: u32, class: usize) -> [usize; 8] {
    let per_span = (prime / SPAN as u32) as usize;
    let mut offsets = [0; 8];
    for (j, offset) in offsets.iter_mut().enumerate() {
        *offset = per_span * usize::from(RESIDUES[j]) + usize::from(CARRY[class][j]);
    }
    offsets
}

/// The bytes that are over and over the same when the multiples of a few small primes are crossed off.
pub struct Pattern<const LEN: usize> {
    bytes: [u8; LEN],
}

/// Bytes that are laid down at once.
pub const BLOCK: usize = 64;

impl<const LEN: usize> Pattern<LEN> {
    /// `LEN` is the product of the primes and `BLOCK` more.
    pub const fn new(primes: &[usize]) -> Self {
        let mut bytes = [u8::MAX; LEN];
        let mut place = 0;
        while place < LEN * 8 {
            let number = place / 8 * 30 + RESIDUES[place % 8] as usize;
            let mut which = 0;
            while which < primes.len() {
                if number.is_multiple_of(primes[which]) {
                    bytes[place / 8] &= !(1 << (place % 8));
                }
                which += 1;
            }
            place += 1;
        }
        Pattern { bytes }
    }

    /// Lays the pattern over the bytes from byte number `first` on.
    #[inline(always)]
    pub fn apply(&self, bytes: &mut [u8], first: u64) {
        let period = LEN - BLOCK;
        let mut at = (first % period as u64) as usize;
        let (blocks, rest) = bytes.as_chunks_mut::<BLOCK>();
        for block in blocks {
            let (pattern, _) = self.bytes[at..].as_chunks::<BLOCK>();
            if let Some(pattern) = pattern.first() {
                for (byte, mask) in block.iter_mut().zip(pattern) {
                    *byte &= mask;
                }
            }
            at += BLOCK;
            if at >= period {
                at -= period;
            }
        }
        for (byte, mask) in rest.iter_mut().zip(&self.bytes[at..]) {
            *byte &= mask;
        }
    }
}

/// How many bits are set.
pub fn ones(bytes: &[u8]) -> u64 {
    struct Ones<'a>(&'a [u8]);
    impl Work for Ones<'_> {
        type Output = u64;
        #[inline(always)]
        fn run(self) -> u64 {
            ones_here(self.0)
        }
    }
    at_level(Ones(bytes))
}

/// [`ones`], compiled into the caller.
#[inline(always)]
pub fn ones_here(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let whole: u64 = words.iter().map(|word| u64::from(u64::from_le_bytes(*word).count_ones())).sum();
    whole + rest.iter().map(|byte| u64::from(byte.count_ones())).sum::<u64>()
}

/// The numbers that the bits of a byte stand for, less those of the byte's first, in order.
static SPREAD: [[u8; 8]; 256] = {
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let (mut bit, mut count) = (0, 0);
        while bit < 8 {
            if byte >> bit & 1 == 1 {
                table[byte][count] = RESIDUES[bit];
                count += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    table
};

/// Bytes that are read between two calls of the taker.
pub const READ: usize = 128;
/// Room for what they stand for, and for as much as is written at once.
pub type Found = [u64; READ * 8 + 8];

/// Gives the numbers that set bits stand for to `take`, in order; `first` is the number of the first byte.
pub fn numbers(bytes: &[u8], first: u64, take: &mut dyn FnMut(&[u64])) {
    struct Numbers<'a>(&'a [u8; READ], u64, &'a mut Found);
    impl Work for Numbers<'_> {
        type Output = usize;
        #[inline(always)]
        fn run(self) -> usize {
            spread(self.0, self.1, self.2)
        }
    }
    let mut found = [0; READ * 8 + 8];
    for (number, piece) in bytes.chunks(READ).enumerate() {
        // Where a byte's numbers do not fit into 64 bits it has no bits for them.
        let base = (first + (number * READ) as u64).wrapping_mul(SPAN);
        let mut padded = [0; READ];
        let piece = piece.first_chunk().unwrap_or_else(|| {
            padded[..piece.len()].copy_from_slice(piece);
            &padded
        });
        let count =
            vectors(piece, base, &mut found).unwrap_or_else(|| at_level(Numbers(piece, base, &mut found)));
        take(&found[..count.min(READ * 8)]);
    }
}

/// [`spread`] by vectors, of which there are none.
#[cfg(not(target_arch = "x86_64"))]
fn vectors(_bytes: &[u8; READ], _base: u64, _found: &mut Found) -> Option<usize> {
    None
}

#[inline(always)]
fn spread(bytes: &[u8; READ], mut base: u64, found: &mut Found) -> usize {
    let mut count = 0;
    for &byte in bytes {
        if let Some(room) = found.get_mut(count..).and_then(|room| room.first_chunk_mut::<8>()) {
            for (number, residue) in room.iter_mut().zip(&SPREAD[usize::from(byte)]) {
                *number = base.wrapping_add(u64::from(*residue));
            }
        }
        count += byte.count_ones() as usize;
        base = base.wrapping_add(SPAN);
    }
    count
}
