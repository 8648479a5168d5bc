//! Words as keys of a table, and their hashes.
//!
//! The two halves of a key are mixed with two secrets that differ from process to process, and multiplied; what is above 64 bits is
//! folded onto the rest. A longer word goes through that 16 bytes at a time.

use crate::kernels::sets::seed;

/// A word: of at most [`SHORT`] bytes these, zeros behind them, and their number in the last byte; of more, the hash, and where the
/// word lies, marked by [`LONG`].
pub type Key = [u64; 2];

/// The longest word that is its own key.
pub const SHORT: usize = 15;

/// Marks the key of a longer word.
pub const LONG: u64 = 1 << 63;

/// A word that is to be looked up.
#[derive(Clone, Copy, Default)]
pub struct Sought {
    /// Of a longer word where it lies is left open.
    pub key: Key,
    /// Its hash.
    pub hash: u64,
}

#[inline(always)]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// The eight bytes from a place on; zero if there are fewer.
#[inline(always)]
pub fn word_at(bytes: &[u8], place: usize) -> u64 {
    bytes.get(place..).and_then(|rest| rest.first_chunk()).map_or(0, |chunk| u64::from_le_bytes(*chunk))
}

/// The masks that leave the first bytes of a key, by their number.
const MASKS: [Key; SHORT + 1] = {
    let mut masks = [[0; 2]; SHORT + 1];
    let mut len = 0;
    while len <= SHORT {
        masks[len] = if len <= 8 {
            [if len == 8 { u64::MAX } else { (1 << (8 * len)) - 1 }, 0]
        } else {
            [u64::MAX, (1 << (8 * (len - 8))) - 1]
        };
        len += 1;
    }
    masks
};

/// The key of a short word: the first of 16 bytes.
#[inline(always)]
pub fn short_key(bytes: &[u8; 16], len: usize) -> Key {
    let mask = MASKS[len % (SHORT + 1)];
    [word_at(bytes, 0) & mask[0], word_at(bytes, 8) & mask[1] | (len as u64) << 56]
}

/// Whether a key is of a longer word.
#[inline(always)]
pub fn is_long(key: Key) -> bool {
    key[1] & LONG != 0
}

/// The secrets of the hash.
#[derive(Clone, Copy)]
pub struct Seeds([u64; 2]);

impl Seeds {
    /// Those of this process.
    pub fn of_process() -> Self {
        let drawn = seed();
        Seeds([drawn, drawn.rotate_left(32).wrapping_mul(0x9e37_79b9_7f4a_7c15)])
    }

    #[inline(always)]
    fn mix(self, hash: u64, bytes: &[u8]) -> u64 {
        fold(hash ^ word_at(bytes, 0), self.0[1] ^ word_at(bytes, 8))
    }

    /// The hash of a longer word.
    #[inline(always)]
    fn long_hash(self, word: &[u8]) -> u64 {
        let (pairs, _) = word.as_chunks::<16>();
        let hash = pairs.iter().fold(self.0[0] ^ word.len() as u64, |hash, pair| self.mix(hash, pair));
        // The last 16, which may overlap with those before.
        self.mix(hash, word.last_chunk().unwrap_or(&[0; 16]))
    }

    /// The hash of a key.
    #[inline(always)]
    pub fn hash(self, key: Key) -> u64 {
        if is_long(key) { key[0] } else { fold(key[0] ^ self.0[0], key[1] ^ self.0[1]) }
    }

    /// The key and the hash of a word.
    #[inline(always)]
    pub fn sought(self, word: &[u8]) -> Sought {
        if word.len() > SHORT {
            let hash = self.long_hash(word);
            return Sought { key: [hash, LONG], hash };
        }
        let mut room = [0; 16];
        room.iter_mut().zip(word).for_each(|(slot, &byte)| *slot = byte);
        let key = short_key(&room, word.len());
        Sought { key, hash: self.hash(key) }
    }
}
