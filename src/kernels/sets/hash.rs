//! The hash of a 64-bit key, with secrets that differ from process to process.
//!
//! A key is masked, multiplied, shifted onto itself and multiplied again, modulo 2^64, both factors odd and secret.
//! Every step is a bijection, so different keys stay different, and a table may keep the hashes in the place of the
//! keys. Places in tables are the top bits. Whatever two different keys are, they still differ before the last
//! multiplication, which sends them to the same `b` top bits with a probability of at most `2^(1-b)` over its secret
//! factor (Dietzfelbinger, Hagerup, Katajainen, Penttonen, "A reliable randomized algorithm for the closest-pair
//! problem", 1997). So nobody who does not know the secrets can choose values that meet more often than that: the
//! expected number of pairs that meet in a table of `m` places is at most `n^2 / m`, and the work linear. The first
//! multiplication and the shift break up arithmetic progressions, on which the last alone would be uneven now and
//! then. Should a place overflow far beyond its neighbours all the same, the caller starts again with other secrets.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// The secrets of one hash.
#[derive(Clone, Copy)]
pub struct Secrets {
    mask: u64,
    first: u64,
    second: u64,
}

/// The seed of the process; zero until it is drawn.
static SEED: AtomicU64 = AtomicU64::new(0);

#[cold]
fn draw() -> u64 {
    // Random keys of the operating system, as every `HashMap` has them.
    let drawn = RandomState::new().hash_one(0u64) | 1;
    // Where two threads draw, the first one's seed is kept.
    SEED.compare_exchange(0, drawn, Ordering::Relaxed, Ordering::Relaxed).map_or_else(|kept| kept, |_| drawn)
}

/// A number that nobody outside of the process knows.
pub fn seed() -> u64 {
    match SEED.load(Ordering::Relaxed) {
        0 => draw(),
        seed => seed,
    }
}

impl Secrets {
    /// The secrets of this process for a first attempt (round 0) and for later ones.
    pub fn of_round(round: u64) -> Self {
        Secrets::from_seed(seed().wrapping_add(round.wrapping_mul(0xd1b5_4a32_d192_ed03)))
    }

    /// Secrets made of a seed (splitmix64; Steele, Lea, Flood, 2014).
    pub fn from_seed(seed: u64) -> Self {
        let word = |number: u64| {
            let mut word = seed.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^ word >> 31
        };
        Secrets { mask: word(1), first: word(2) | 1, second: word(3) | 1 }
    }

    /// The hash of a key.
    #[inline(always)]
    pub fn mix(self, key: u64) -> u64 {
        let product = (key ^ self.mask).wrapping_mul(self.first);
        (product ^ product >> 32).wrapping_mul(self.second)
    }
}
