//! The primes below 30,720, made when the library is built.

use super::wheel::{BIT, RESIDUES, SPAN, UP_TO, WORD_SPAN};

/// Primes below this are known.
pub const LIMIT: u64 = BYTES as u64 * SPAN;
const BYTES: usize = 1024;

/// A bit for each number coprime to thirty.
pub static BITS: [u8; BYTES] = {
    let mut bytes = [u8::MAX; BYTES];
    bytes[0] = 0xfe;
    let mut place = 1;
    while place < BYTES * 8 {
        if bytes[place / 8] >> (place % 8) & 1 == 1 {
            let prime = place / 8 * 30 + RESIDUES[place % 8] as usize;
            let mut multiple = prime * prime;
            while multiple < BYTES * 30 {
                let bit = BIT[multiple % 30];
                if bit < 8 {
                    bytes[multiple / 30] &= !(1 << bit);
                }
                multiple += 2 * prime;
            }
        }
        place += 1;
    }
    bytes
};

/// How many primes there are before each eight bytes, with 2, 3 and 5.
static BEFORE: [u16; BYTES / 8] = {
    let mut before = [0; BYTES / 8];
    let (mut word, mut total) = (0, 3);
    while word < BYTES / 8 {
        before[word] = total;
        let mut byte = 0;
        while byte < 8 {
            total += BITS[word * 8 + byte].count_ones() as u16;
            byte += 1;
        }
        word += 1;
    }
    before
};

/// Whether a number below [`LIMIT`] is prime.
pub fn is_prime(number: u64) -> bool {
    let bit = BIT[(number % SPAN) as usize];
    match BITS.get((number / SPAN) as usize) {
        Some(byte) if bit < 8 => byte >> bit & 1 == 1,
        _ => matches!(number, 2 | 3 | 5),
    }
}

/// How many primes there are up to a number below [`LIMIT`].
pub fn count_up_to(number: u64) -> u64 {
    if number < 7 {
        return [0, 0, 1, 2, 2, 3, 3][number as usize];
    }
    let word = (number / WORD_SPAN) as usize;
    let bits = BITS.as_chunks::<8>().0.get(word).map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let here = (bits & UP_TO[(number % WORD_SPAN) as usize]).count_ones();
    BEFORE.get(word).map_or(0, |before| u64::from(*before)) + u64::from(here)
}
