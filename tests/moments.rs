//! Means and spreads, by bits, against rational arithmetic, at every level that this CPU has.

mod common;

use abicus::cpu;
use abicus::kernels::sum::{
    Quotient, Spread, mean_float, mean_integer, mean_square_difference, path_counts, spread_float,
    spread_integer,
};
use abicus::kernels::view::{Dimension, Input, View, decode_native};
use common::{KINDS, Random, nearest, scaled};
use num_bigint::BigInt;

const SPREADS: [Spread; 4] = [
    Spread { sample: true, root: false },
    Spread { sample: false, root: false },
    Spread { sample: true, root: true },
    Spread { sample: false, root: true },
];
/// Bits below one that quotients and roots of the oracle keep before they are cut off.
const EXTRA: u64 = 2600;

/// The level of a process is chosen once, so the lower levels are tested by this program started again.
#[test]
fn lower_levels() {
    for level in cpu::Level::ALL.into_iter().filter(|&level| level < cpu::level()) {
        let mut program = std::process::Command::new(std::env::current_exe().unwrap());
        let status = program.env("ABICUS_CPU", level.name()).args(["--skip", "lower_levels", "-q"]).status();
        assert!(status.unwrap().success(), "{}", level.name());
    }
}

/// `dividend / divisor * 2^-unit` rounded once: cut off far below the last bit of any double, and marked odd if
/// anything was.
fn nearest_quotient(dividend: &BigInt, divisor: &BigInt, unit: u64) -> f64 {
    let shifted: BigInt = dividend << EXTRA;
    let quotient: BigInt = &shifted / divisor;
    let cut = &quotient * divisor != shifted;
    let sign = if dividend < &BigInt::ZERO { -1 } else { 1 };
    nearest(&(quotient * 2 + BigInt::from(i32::from(cut) * sign)), unit + EXTRA + 1)
}

fn nearest_root(dividend: &BigInt, divisor: &BigInt, unit: u64) -> f64 {
    let shifted: BigInt = dividend << (2 * EXTRA);
    let root = (&shifted / divisor).sqrt();
    let cut = &root * &root * divisor != shifted;
    nearest(&(root * 2 + BigInt::from(u8::from(cut))), unit / 2 + EXTRA + 1)
}

fn oracle(values: &[BigInt], unit: u64, spread: Option<Spread>) -> f64 {
    let count = BigInt::from(values.len());
    let sum: BigInt = values.iter().sum();
    let Some(spread) = spread else { return nearest_quotient(&sum, &count, unit) };
    let squares: BigInt = values.iter().map(|value| value * value).sum();
    let dividend = &count * squares - &sum * &sum;
    let divisor = &count * (&count - BigInt::from(u8::from(spread.sample)));
    let rounded = if spread.root { nearest_root } else { nearest_quotient };
    rounded(&dividend, &divisor, 2 * unit)
}

fn check(values: &[f64], what: &str) {
    let exact: Vec<BigInt> = values.iter().map(|&value| scaled(value)).collect();
    let input = Input::Slice(values);
    if !values.is_empty() {
        let (found, expected) = (mean_float(&input), oracle(&exact, 1074, None));
        assert_eq!(found.to_bits(), expected.to_bits(), "mean {what}: {found:e} for {expected:e}");
    }
    for spread in SPREADS.into_iter().filter(|spread| values.len() as u64 >= spread.least()) {
        let (found, expected) = (spread_float(&input, spread), oracle(&exact, 1074, Some(spread)));
        assert_eq!(found.to_bits(), expected.to_bits(), "{spread:?} {what}: {found:e} for {expected:e}");
    }
}

#[test]
fn every_kind() {
    let mut random = Random(31);
    for (name, kind) in KINDS {
        for n in (0..=40).chain([63, 64, 65, 100, 127, 300, 511, 513, 1000, 9000]) {
            check(&kind(&mut random, n), &format!("{name} {n}"));
        }
    }
}

#[test]
fn ties_and_shifts() {
    let mut random = Random(32);
    for round in 0..60 {
        for n in [2, 3, 4, 6, 10, 12, 20, 33, 48, 100] {
            // Multiples of 2^-53 in a half-open binade: one mean in n is a tie.
            let values: Vec<f64> = (0..n).map(|_| 0.5 + random.unit() / 2.0).collect();
            check(&values, &format!("ties {round} {n}"));
            let offset = 10f64.powi(random.below(17) as i32);
            let values: Vec<f64> = values.iter().map(|value| offset + value).collect();
            check(&values, &format!("offset {offset} {n}"));
            check(&vec![offset / 3.0; n], &format!("constant {offset} {n}"));
            let near: Vec<f64> =
                (0..n).map(|_| f64::from_bits((offset / 3.0).to_bits() + random.below(3) as u64)).collect();
            check(&near, &format!("neighbours {offset} {n}"));
        }
    }
}

#[test]
fn extremes() {
    let tiny = f64::from_bits(1);
    for values in [
        &[tiny, 0.0][..],
        &[tiny, -tiny],
        &[tiny, tiny, 0.0],
        &[tiny; 7],
        &[f64::MIN_POSITIVE, tiny],
        &[f64::MAX, f64::MIN],
        &[f64::MAX, f64::MAX],
        &[f64::MAX, 0.0],
        &[f64::MAX, f64::MAX, f64::MIN],
        &[f64::MAX; 40],
        &[1e-200, 2e-200, 3e-200],
        &[1e-154, 1e154],
        &[1e154, 2e154],
        &[1e155, 2e155, 5.0],
        &[0.0, -0.0],
        &[-0.0],
        &[1.0, 2.0, 4.0],
        &[3.0, 3.0 + f64::EPSILON * 2.0],
    ] {
        check(values, &format!("{values:?}"));
        check(&values.iter().cycle().take(70 * values.len()).copied().collect::<Vec<_>>(), "repeated");
    }
}

#[test]
fn infinities_and_nan() {
    let (plus, minus, nan) = (f64::INFINITY, f64::NEG_INFINITY, f64::NAN);
    let cases: &[(&[f64], f64)] =
        &[(&[plus, 1.0], plus), (&[minus, 1.0], minus), (&[plus, minus], nan), (&[1.0, nan, plus], nan)];
    for (values, expected) in cases {
        let same = |found: f64| found == *expected || found.is_nan() && expected.is_nan();
        for times in [1, 50] {
            let values: Vec<f64> = values.iter().cycle().take(times * values.len()).copied().collect();
            let input = Input::Slice(&values);
            assert!(same(mean_float(&input)), "{values:?}");
            for spread in SPREADS {
                let found = spread_float(&input, spread);
                assert!(if spread.root { found.is_nan() } else { same(found) }, "{spread:?} {values:?}");
            }
        }
    }
    assert!(mean_float::<f64>(&Input::Slice(&[])).is_nan());
    assert!(spread_float::<f64>(&Input::Slice(&[1.0]), SPREADS[0]).is_nan());
    assert_eq!(spread_float::<f64>(&Input::Slice(&[1.0]), SPREADS[1]), 0.0);
}

#[test]
fn large_data_and_views() {
    let mut random = Random(33);
    for (name, kind) in KINDS {
        let values = kind(&mut random, 40_000);
        check(&values, name);
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_ne_bytes()).collect();
        let dimension = [Dimension { length: values.len() / 2, stride: 16 }];
        let view = View::new(&bytes, &dimension, 8, decode_native::<f64>).unwrap();
        let half: Vec<f64> = values.iter().step_by(2).copied().collect();
        for spread in SPREADS {
            let (found, expected) =
                (spread_float(&Input::View(&view), spread), spread_float(&Input::Slice(&half), spread));
            assert_eq!(found.to_bits(), expected.to_bits(), "{name}");
        }
        let found = mean_float(&Input::View(&view));
        assert_eq!(found.to_bits(), mean_float(&Input::Slice(&half)).to_bits(), "{name}");
    }
}

#[test]
fn single_precision() {
    let mut random = Random(34);
    for (name, kind) in KINDS {
        for n in [1, 2, 5, 33, 700] {
            let singles: Vec<f32> =
                kind(&mut random, n).iter().map(|&value| (value as f32).clamp(f32::MIN, f32::MAX)).collect();
            let exact: Vec<BigInt> = singles.iter().map(|&value| scaled(value.into())).collect();
            let found = mean_float(&Input::Slice(&singles));
            assert_eq!(found.to_bits(), oracle(&exact, 1074, None).to_bits(), "{name} {n}");
            for spread in SPREADS.into_iter().filter(|spread| n as u64 >= spread.least()) {
                let found = spread_float(&Input::Slice(&singles), spread);
                assert_eq!(found.to_bits(), oracle(&exact, 1074, Some(spread)).to_bits(), "{name} {n}");
            }
        }
    }
}

/// Ordinary data takes the fast way: the counters would show the other.
#[test]
fn ordinary_data_is_decided_fast() {
    let mut random = Random(35);
    let before = path_counts();
    for n in [100, 1000, 100_000] {
        for (offset, factor) in [(0.0, 1.0), (-0.5, 2.0), (20.0, 3.0), (1e9, 1.0), (1.7e18, 1e6)] {
            let values: Vec<f64> = (0..n).map(|_| offset + factor * random.unit()).collect();
            assert!(mean_float(&Input::Slice(&values)).is_finite());
            for spread in SPREADS {
                assert!(spread_float(&Input::Slice(&values), spread) > 0.0);
            }
        }
        // Constant data too.
        assert_eq!(spread_float(&Input::Slice(&vec![0.1; n]), SPREADS[0]), 0.0);
    }
    // One mean in n of such data is a tie: some hundred values may well hit one.
    assert!(path_counts().exact - before.exact <= 1, "{:?}", path_counts());
}

#[test]
fn integers() {
    let mut random = Random(36);
    for n in [1usize, 2, 3, 5, 8, 100, 3000] {
        for bits in [1, 2, 8, 20, 53, 60, 63, 64] {
            let values: Vec<i64> = (0..n).map(|_| random.bits() as i64 >> (64 - bits)).collect();
            check_integers(&values, "i64");
            let values: Vec<u64> = (0..n).map(|_| random.bits() >> (64 - bits)).collect();
            check_integers(&values, "u64");
        }
        check_integers(&vec![u64::MAX; n], "most");
        let values: Vec<i64> = (0..n).map(|place| if place % 2 == 0 { i64::MIN } else { i64::MAX }).collect();
        check_integers(&values, "extremes");
        let values: Vec<u64> = (0..n).map(|place| if place % 2 == 0 { 0 } else { u64::MAX }).collect();
        check_integers(&values, "extremes");
        let values: Vec<i8> = (0..n).map(|_| random.bits() as i8).collect();
        check_integers(&values, "i8");
    }
}

fn check_integers<T: abicus::kernels::sum::Integer>(values: &[T], what: &str) {
    let exact: Vec<BigInt> = values.iter().map(|&value| BigInt::from(value.into())).collect();
    let count = BigInt::from(values.len());
    let sum: BigInt = exact.iter().sum();
    let squares: BigInt = exact.iter().map(|value| value * value).sum();
    let input = Input::Slice(values);
    check_quotient(mean_integer(&input), &sum, &count, || oracle(&exact, 0, None), what);
    for spread in SPREADS.into_iter().filter(|spread| values.len() as u64 >= spread.least()) {
        let rounded = || oracle(&exact, 0, Some(spread));
        if spread.root {
            assert_eq!(spread_integer(&input, spread), Quotient::Rounded(rounded()), "{what}");
            continue;
        }
        let dividend = &count * &squares - &sum * &sum;
        let divisor = &count * (&count - BigInt::from(u8::from(spread.sample)));
        check_quotient(spread_integer(&input, spread), &dividend, &divisor, rounded, what);
    }
}

fn check_quotient(
    found: Quotient,
    dividend: &BigInt,
    divisor: &BigInt,
    rounded: impl Fn() -> f64,
    what: &str,
) {
    match found {
        Quotient::Whole(words) => {
            let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
            assert_eq!(&(BigInt::from_signed_bytes_le(&bytes) * divisor), dividend, "{what}");
        }
        Quotient::Rounded(found) => {
            assert_ne!(dividend % divisor, BigInt::ZERO, "{what}");
            assert_eq!(found.to_bits(), rounded().to_bits(), "{what}");
        }
    }
}

#[test]
fn given_means() {
    let mut random = Random(37);
    for (name, kind) in KINDS {
        for n in [1, 2, 9, 40, 3000] {
            let values = kind(&mut random, n);
            let number = values[0] / 3.0;
            let squares: Vec<f64> = values.iter().map(|value| (value - number) * (value - number)).collect();
            let expected = if squares.iter().any(|square| square.is_infinite()) {
                f64::INFINITY
            } else {
                let exact: Vec<BigInt> = squares.iter().map(|&square| scaled(square)).collect();
                nearest_quotient(&exact.iter().sum(), &BigInt::from(7), 1074)
            };
            let found = mean_square_difference(&Input::Slice(&values), number, 7, |value| value);
            assert_eq!(found.to_bits(), expected.to_bits(), "{name} {n}");
        }
    }
}
