//! The accumulators against integer arithmetic.

mod common;

use abicus::cpu;
use abicus::kernels::sum::{ExactDot, ExactSum};
use common::{KINDS, Random, exact_dot, exact_sum};
use num_bigint::BigInt;

#[test]
fn sums_and_dots_round_once() {
    let mut random = Random(1);
    for (name, kind) in KINDS {
        for n in (0..40).chain([100, 299, 300]) {
            let (a, b) = (kind(&mut random, n), kind(&mut random, n));
            let mut sum = ExactSum::new();
            sum.update(&a).unwrap();
            assert_eq!(sum.round().to_bits(), exact_sum(&a).to_bits(), "sum {name} {n}");
            let mut dot = ExactDot::new();
            dot.update(&a, &b);
            assert_eq!(dot.round().to_bits(), exact_dot(&a, &b).to_bits(), "dot {name} {n}");
        }
    }
}

/// The level of a process is chosen once, so the lower levels are tested by this program started again.
#[test]
fn lower_levels() {
    for level in cpu::Level::ALL.into_iter().filter(|&level| level < cpu::level()) {
        let mut program = std::process::Command::new(std::env::current_exe().unwrap());
        let status = program.env("ABICUS_CPU", level.name()).args(["--skip", "lower_levels", "-q"]).status();
        assert!(status.unwrap().success(), "{}", level.name());
    }
}

fn check(a: &[f64], what: &str) {
    let b: Vec<f64> = a.iter().rev().map(|value| value * 0.75).collect();
    let mut sum = ExactSum::new();
    sum.update(a).unwrap();
    assert_eq!(sum.round().to_bits(), exact_sum(a).to_bits(), "sum {what}");
    let mut dot = ExactDot::new();
    dot.update(a, &b);
    assert_eq!(dot.round().to_bits(), exact_dot(a, &b).to_bits(), "dot {what}");
}

#[test]
fn many_values() {
    let mut random = Random(10);
    for (name, kind) in KINDS {
        for n in [2047, 2048, 4095, 4096, 4097, 12_000] {
            check(&kind(&mut random, n), &format!("{name} {n}"));
        }
    }
}

/// Blocks whose exponents change from one to the next, and values that fill a sum of the table.
#[test]
fn many_values_of_changing_size() {
    let mut random = Random(11);
    for exponents in [
        [0, -10, -20, -30],
        [-30, -20, -10, 0],
        [0, 40, 0, 40],
        [0, 300, -300, 10],
        [1000, 0, -1000, -1070],
        [1010, -1050, 1010, -1074],
    ] {
        for n in [20, 1000, 4096] {
            let mut values = vec![];
            for exponent in exponents {
                // In two steps, since 2^-1074 is no power that powi computes.
                let (half, rest) = (2f64.powi(exponent / 2), 2f64.powi(exponent - exponent / 2));
                values.extend((0..n).map(|_| (random.unit() - 0.5) * half * rest));
            }
            values.extend(values.clone().iter().map(|value| -value));
            values.push(f64::from_bits(1));
            check(&values, &format!("{exponents:?} {n}"));
        }
    }
    let mut values = vec![1.5; 5000];
    values.extend([1e300, 1e-300, -1e300].repeat(1500));
    check(&values, "one exponent");
}

#[test]
fn infinities_and_nan_among_many() {
    let mut random = Random(12);
    for (wide, n) in [(0, 3000), (0, 20_000), (600, 1000), (600, 20_000)] {
        let mut values: Vec<f64> = (0..n)
            .map(|_| random.unit() * 2f64.powi(random.below(wide + 1) as i32 - wide as i32 / 2))
            .collect();
        let ones = vec![1.0; n];
        let mut total = |specials: &[f64]| {
            specials.iter().for_each(|&special| values[random.below(n)] = special);
            let (mut sum, mut dot) = (ExactSum::new(), ExactDot::new());
            sum.update(&values).unwrap();
            dot.update(&values, &ones);
            assert_eq!(sum.round().to_bits() << 1, dot.round().to_bits() << 1);
            sum.round()
        };
        assert_eq!(total(&[f64::INFINITY; 3]), f64::INFINITY);
        assert!(total(&[f64::NEG_INFINITY; 50]).is_nan());
    }
    let (mut sum, mut dot) = (ExactSum::new(), ExactDot::new());
    sum.update(&[f64::NEG_INFINITY; 4096]).unwrap();
    dot.update(&[f64::MAX; 4096], &[-f64::INFINITY; 4096]);
    assert_eq!((sum.round(), dot.round()), (f64::NEG_INFINITY, f64::NEG_INFINITY));
    dot.update(&[0.0], &[f64::INFINITY]);
    assert!(dot.round().is_nan());
}

#[test]
fn any_chunking_and_order_gives_the_same_bytes() {
    let mut random = Random(2);
    for (name, kind) in KINDS {
        let values = kind(&mut random, 200);
        let mut whole = ExactSum::new();
        whole.update(&values).unwrap();
        for _ in 0..20 {
            let cut = random.below(201);
            let (mut left, mut right) = (ExactSum::new(), ExactSum::new());
            left.update(&values[cut..]).unwrap();
            values[..cut].iter().rev().for_each(|&value| right.update(&[value]).unwrap());
            right.merge(&left).unwrap();
            assert_eq!(right.to_bytes(), whole.to_bytes(), "{name}");
        }
        let copy = ExactSum::from_bytes(&whole.to_bytes()).unwrap();
        assert_eq!(copy.round().to_bits(), exact_sum(&values).to_bits(), "{name}");
    }
}

#[test]
fn integers_are_exact_and_doubling_stops_before_it_overflows() {
    let mut sum = ExactSum::new();
    let mut expected = BigInt::from(0);
    for value in [i128::MAX, i128::MIN, -1, 1 << 100, i128::MIN] {
        sum.update_integer(value).unwrap();
        expected += value;
    }
    let limbs = sum.integer().unwrap();
    let bytes: Vec<u8> = limbs.iter().flat_map(|limb| limb.to_le_bytes()).collect();
    assert_eq!(BigInt::from_signed_bytes_le(&bytes), expected);
    let mut doublings = 0;
    loop {
        let before = sum.to_bytes();
        if sum.merge(&sum.clone()).is_err() {
            assert_eq!(sum.to_bytes(), before);
            break;
        }
        doublings += 1;
        expected *= 2;
        let bytes: Vec<u8> = sum.integer().unwrap().iter().flat_map(|limb| limb.to_le_bytes()).collect();
        assert_eq!(BigInt::from_signed_bytes_le(&bytes), expected);
    }
    assert!((1000..1100).contains(&doublings), "{doublings}");
}

#[test]
fn hostile_bytes_are_refused() {
    let mut sum = ExactSum::new();
    sum.update(&[0.5]).unwrap();
    let good = sum.to_bytes();
    assert!(ExactSum::from_bytes(&good).is_some());
    for (place, value) in [(0, 0), (4, 2), (5, 16), (5, 0), (5, 2), (6, 1), (7, 1)] {
        let mut bad = good;
        bad[place] = value;
        assert!(ExactSum::from_bytes(&bad).is_none(), "byte {place} = {value}");
    }
    assert!(ExactSum::from_bytes(&good[1..]).is_none());
    assert!(ExactSum::from_bytes(&[]).is_none());
    let full = ExactSum::from_bytes(&[&good[..8], &[0xff; 287], &[0x7f]].concat()).unwrap();
    assert!(sum.merge(&full).is_err() && full.clone().update(&[1.0]).is_err());
}

#[test]
fn products_of_small_numbers() {
    let mut dot = ExactDot::new();
    for value in [0.0, 1.0, 2.0] {
        dot.update(&[value], &[value]);
    }
    assert_eq!(dot.round(), 5.0);
    dot.update_scaled(0, 0, false);
    dot.update_scaled(0, 64, false);
    dot.update_scaled(0, 128, false);
    assert_eq!(dot.round(), 5.0);
}

#[test]
fn merges_stop_at_the_limit_that_the_error_names() {
    for value in [1.0, -1.0] {
        let mut sum = ExactSum::new();
        sum.update(&[value]).unwrap();
        let doublings = (0..2000).take_while(|_| sum.merge(&sum.clone()).is_ok()).count();
        assert!((1134..=1135).contains(&doublings), "{doublings}");
        assert!(sum.update(&[1.0]).is_err());
    }
}
