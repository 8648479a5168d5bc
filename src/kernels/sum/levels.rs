//! Blocks of doubles summed exactly, as long as their exponents span fewer than about sixty powers of two.
//!
//! The extraction of [`super::enclosure`], once more for the remainders: three high parts S, each a fixed number of bits
//! below the one before. For each x and each level in turn
//!
//! ```text
//! T = S + x rounded;  q = T - S;  x = x - q;  S = T
//! ```
//!
//! As long as every S of a level keeps the bits of its start that `OUTSIDE` names, it stays within 1/16 of the unit
//! that it started from; then q is exact, and so is the new x, which is at most half a unit in the last place of S.
//! If the last x is zero for every element, the sums of S - start are the sum, exactly. Nothing is scaled, and
//! subtractions are exact among subnormal numbers too, so there is no other way to lose a bit.

use super::fixed_point::SumState;
use super::lanes::{Lanes, for_each_distance};

/// Elements of a block.
const BLOCK: usize = 2048;
const WAYS: usize = 4;
const LEVELS: usize = 3;
/// More than the elements of a block in one lane, for vectors of four: 2^8.
const LANE_BITS: i32 = 8;
/// A high part starts at this many units, and may move by less than 1/16 of one.
const START: f64 = 2.0 + 1.0 / 16.0;
/// Sign, exponent and the three highest bits of the fraction.
const OUTSIDE: u64 = 0xfffe_0000_0000_0000;

/// Adds values, block by block; returns how many were added before a block that this method cannot add.
#[inline(always)]
pub fn add_values<L: Lanes>(lanes: L, state: &mut SumState, values: &[f64]) -> usize {
    let mut added = 0;
    for block in values.chunks(BLOCK) {
        if !add_block(lanes, state, block) {
            break;
        }
        added += block.len();
    }
    added
}

#[inline(always)]
fn add_block<L: Lanes>(lanes: L, state: &mut SumState, block: &[f64]) -> bool {
    let mut greatest = lanes.splat(0.0);
    for chunk in block.chunks(L::WIDTH) {
        greatest = lanes.max(lanes.abs(lanes.load(chunk)), greatest);
    }
    for_each_distance!(DISTANCE => {
        greatest = lanes.max(greatest, lanes.swap::<DISTANCE>(greatest));
    });
    // Every magnitude is below 2^top (unless there is a NaN, which no S survives), so the first unit is this. Half a
    // unit in the last place of S is 2^-52 units: each level is so far below the one before that a lane's remainders
    // add up to 1/16 of its unit.
    let top = (lanes.first(greatest).to_bits() >> 52) as i32 - 1022;
    let first = top + LANE_BITS + 4;
    let units: [i32; LEVELS] = std::array::from_fn(|level| first - level as i32 * (52 - LANE_BITS - 4));
    if units[0] > 1000 || units[LEVELS - 1] < -1000 {
        return false;
    }
    let starts = units.map(|unit| START * f64::from_bits(((unit + 1023) as u64) << 52));
    let starts = starts.map(|start| lanes.splat(start));
    let mut parts = Parts {
        lanes,
        starts,
        high: starts.map(|start| [start; WAYS]),
        seen: lanes.splat(0.0),
        lost: lanes.splat(0.0),
    };
    let chunks = block.chunks_exact(WAYS * L::WIDTH);
    let rest = chunks.remainder();
    for chunk in chunks {
        let mut way = 0;
        while way < WAYS {
            parts.add(way, lanes.load(&chunk[way * L::WIDTH..]));
            way += 1;
        }
    }
    for chunk in rest.chunks(L::WIDTH) {
        parts.add(0, lanes.load(chunk));
    }
    if lanes.any(parts.seen, OUTSIDE) || lanes.any(parts.lost, u64::MAX >> 1) {
        return false;
    }
    for (high, start) in parts.high.iter().zip(starts) {
        let [s0, s1, s2, s3] = high.map(|high| lanes.sub(high, start));
        let mut total = lanes.add(lanes.add(s0, s1), lanes.add(s2, s3));
        for_each_distance!(DISTANCE => {
            total = lanes.add(total, lanes.swap::<DISTANCE>(total));
        });
        // At most 32 lanes of less than 1/16 unit: no addition has rounded.
        state.add(lanes.first(total));
    }
    true
}

/// The state of the lanes of a block.
struct Parts<L: Lanes> {
    lanes: L,
    starts: [L::Vector; LEVELS],
    high: [[L::Vector; WAYS]; LEVELS],
    /// Bits in which a high part differed from its start.
    seen: L::Vector,
    /// Bits of what was left after the last level.
    lost: L::Vector,
}

impl<L: Lanes> Parts<L> {
    #[inline(always)]
    fn add(&mut self, way: usize, value: L::Vector) {
        let lanes = self.lanes;
        let mut rest = value;
        let mut level = 0;
        while level < LEVELS {
            let sum = self.high[level][way];
            let next = lanes.add(sum, rest);
            rest = lanes.sub(rest, lanes.sub(next, sum));
            self.high[level][way] = next;
            self.seen = lanes.or_difference(self.seen, next, self.starts[level]);
            level += 1;
        }
        self.lost = lanes.or(self.lost, rest, rest);
    }
}
