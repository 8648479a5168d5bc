//! Sums over pairs against two plain loops, at every level of this CPU.

mod common;

use abicus::kernels::pairs::{Problem, Total, WORDS, Width, pair_hypot_sum};
use abicus::kernels::view::{Dimension, Input, View, decode_native};
use common::Random;
use num_bigint::BigUint;

common::at_every_level!();

fn big(total: Total) -> BigUint {
    total.words().iter().rev().fold(BigUint::default(), |value, &word| (value << 64) + word)
}

/// A double that is an integer.
fn integer(value: f64) -> BigUint {
    let bits = value.to_bits();
    match (bits >> 52) as i32 - 1075 {
        _ if value == 0.0 => BigUint::default(),
        shift @ 0.. => BigUint::from(bits & ((1 << 52) - 1) | 1 << 52) << shift,
        shift => BigUint::from(bits & ((1 << 52) - 1) | 1 << 52) >> -shift,
    }
}

/// A width, and a plain loop in it.
trait Tested: Width + std::fmt::Debug {
    fn cut(value: f64) -> Self;
    fn squares(self, other: Self) -> f64;
}
impl Tested for f64 {
    fn cut(value: f64) -> f64 {
        value
    }
    fn squares(self, other: f64) -> f64 {
        self * self + other * other
    }
}
impl Tested for f32 {
    fn cut(value: f64) -> f32 {
        value as f32
    }
    fn squares(self, other: f32) -> f64 {
        f64::from(self * self + other * other)
    }
}

fn plain<T: Tested>(a: &[T], b: &[T], above: f64) -> Result<BigUint, Problem> {
    let mut total = BigUint::default();
    let mut small = 0u128;
    for (i, &x) in a.iter().enumerate() {
        for (j, &y) in b.iter().enumerate() {
            if x > y {
                continue;
            }
            let squares = x.squares(y);
            if !squares.is_finite() {
                return Err(Problem::NotFinite(i, j));
            }
            let root = squares.sqrt().round();
            match root > above {
                true if root < 1e18 => small += root as u128,
                true => total += integer(root),
                false => {}
            }
        }
    }
    Ok(total + small)
}

fn check<T: Tested>(a: &[f64], b: &[f64], above: f64, what: &str) {
    let cut = |values: &[f64]| values.iter().map(|&value| T::cut(value)).collect::<Vec<T>>();
    let (a, b) = (cut(a), cut(b));
    let expected = plain(&a, &b, above);
    for threads in [1, 2] {
        let found = pair_hypot_sum(&Input::Slice(&a), &Input::Slice(&b), above, threads).map(big);
        assert_eq!(found, expected, "{what}, {} x {}, above {above}", a.len(), b.len());
    }
}

type Make = fn(&mut Random) -> f64;

/// Data in the reach of every method: few levels and many, signs, ties, clusters, roots beyond 2^36, 2^52 and 2^72.
const KINDS: [(&str, Make); 14] = [
    ("uniform to 100", |random| random.unit() * 100.0),
    ("signed", |random| random.unit() * 200.0 - 100.0),
    ("all negative", |random| -random.unit() * 50.0),
    ("integers", |random| random.below(60) as f64 - 20.0),
    ("halves", |random| random.below(300) as f64 / 2.0),
    ("equal but for one", |random| if random.below(100) == 0 { 12_000.0 } else { 7.25 }),
    ("clusters", |random| (random.below(5) * 1000) as f64 + random.unit() / 1e6),
    ("to 1e9", |random| random.unit() * 1e9),
    ("a narrow range far out", |random| 1e9 + random.unit() * 50.0),
    ("to 1e13", |random| random.unit() * 1e13 - 2e12),
    ("around 2^52", |random| (1u64 << 51) as f64 + random.below(1 << 20) as f64 * 0.5),
    ("to 1e19", |random| random.unit() * 1e19),
    ("to 1e150", |random| random.unit() * 1e150),
    ("tiny", |random| random.unit() * 1e-3 * f64::from(random.below(2) as u32)),
];

#[test]
fn answers_are_those_of_two_loops() {
    let mut random = Random(61);
    for (name, make) in KINDS {
        for (m, n) in [(5, 30), (1, 1), (3, 2000), (40, 1700), (300, 250), (500, 90)] {
            let a: Vec<f64> = (0..m).map(|_| make(&mut random)).collect();
            let b: Vec<f64> = (0..n).map(|_| make(&mut random)).collect();
            for above in [10.0, -1.0, 80.5] {
                check::<f64>(&a, &b, above, name);
                check::<f32>(&a, &b, above, name);
            }
            // Half of the roots.
            let middle = plain(&a[..1], &b, -1.0).map_or(0.0, |_| a[0].hypot(b[0]).floor());
            check::<f64>(&a, &b, middle, name);
        }
    }
}

#[test]
fn ties_and_their_neighbours_are_rounded_away_from_zero() {
    // Roots that are exactly, or by one bit are not, a whole number and a half.
    let mut values = vec![0.0, -0.0, 0.5, 0.49999999999999994, 0.5000000000000001, 1.5, 2.5];
    for level in [1u32, 2, 7, 100, 46341, 1 << 20, 1 << 26] {
        let tie = f64::from(level) - 0.5;
        values.extend([tie, tie.next_up(), tie.next_down(), -tie, f64::from(level)]);
    }
    let few: Vec<f64> = [-3.0, 0.0, 0.5, 2.0, 1e-300].repeat(8);
    let many: Vec<f64> = values.repeat(30);
    for above in [-5.0, 0.0, 1.0, 2.5] {
        check::<f64>(&few, &many, above, "ties");
        check::<f32>(&few, &many, above, "ties");
        check::<f64>(&many, &few, above, "ties, turned round");
        check::<f64>(&few[..5], &values, above, "few ties");
    }
}

#[test]
fn known_sums() {
    let a: Vec<f64> = (0..5).map(f64::from).collect();
    let b: Vec<f64> = (0..30).map(f64::from).collect();
    let sum = |above| big(pair_hypot_sum(&Input::Slice(&a), &Input::Slice(&b), above, 1).unwrap());
    assert_eq!(sum(10.0), 1916u32.into());
    assert_eq!(sum(f64::INFINITY), 0u32.into());
    assert_eq!(sum(1e300), 0u32.into());
    assert_eq!(sum(f64::NEG_INFINITY), sum(-1.0));
    let empty: Input<f64> = Input::Slice(&[]);
    assert_eq!(pair_hypot_sum(&empty, &Input::Slice(&[f64::NAN]), 0.0, 1), Ok(Total::default()));
    assert_eq!(pair_hypot_sum(&Input::Slice(&[f64::NAN]), &empty, 0.0, 1), Ok(Total::default()));
    // The largest root there is, which is 2^512 times as large as one: nine words.
    let largest = [-f64::MAX.sqrt()];
    let total = pair_hypot_sum(&Input::Slice(&largest), &Input::Slice(&[0.0; 8]), 0.0, 1).unwrap();
    assert_eq!(total.words().len(), WORDS);
    assert_eq!(big(total), integer((largest[0] * largest[0]).sqrt().round()) * 8u32);
}

#[test]
fn pairs_without_a_finite_sum_of_squares_are_named() {
    let (inf, nan, large) = (f64::INFINITY, f64::NAN, 1.3e154);
    let mut random = Random(62);
    let special = [inf, -inf, nan, large, -large, -1e154, 1e200, -1e200, 0.0, 1.0, -1.0];
    for round in 0..400 {
        let (m, n) = if round % 4 == 0 { (30, 1200) } else { (1 + random.below(6), 1 + random.below(40)) };
        let often = 1 + random.below(200);
        let mut make = |_| match random.below(often) {
            0 => special[random.below(special.len())],
            _ => random.unit() * 10.0 - 3.0,
        };
        let a: Vec<f64> = (0..m).map(&mut make).collect();
        let b: Vec<f64> = (0..n).map(&mut make).collect();
        check::<f64>(&a, &b, 3.0, "special values");
        check::<f32>(&a, &b, 3.0, "special values");
    }
    // What is skipped may be anything.
    let found = pair_hypot_sum(&Input::Slice(&[inf, 1.0]), &Input::Slice(&[-inf, -1e200, 2.0]), 0.0, 1);
    assert_eq!(found.map(big), Ok(2u32.into()));
}

#[test]
fn views_are_read_in_their_order() {
    let mut random = Random(63);
    let whole: Vec<f64> = (0..3000).map(|_| random.unit() * 100.0).collect();
    let bytes: Vec<u8> = whole.iter().flat_map(|value| value.to_ne_bytes()).collect();
    let backwards: Vec<f64> = whole.iter().rev().step_by(2).copied().collect();
    let dimension = [Dimension { length: backwards.len(), stride: -16 }];
    let view = View::new(&bytes[8..], &dimension, 8, decode_native::<f64>).unwrap();
    let a = Input::Slice(&whole[..50]);
    let found = pair_hypot_sum(&a, &Input::View(&view), 10.0, 1);
    assert_eq!(found, pair_hypot_sum(&a, &Input::Slice(&backwards), 10.0, 1));
    assert_eq!(found.map(big), plain(&whole[..50], &backwards, 10.0));
}
