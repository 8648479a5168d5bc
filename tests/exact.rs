//! The accumulators against integer arithmetic.

mod common;

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
