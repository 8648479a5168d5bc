//! Medians and quantiles against sorted copies, for data that samples well and data that does not.

mod common;

use abicus::kernels::order::{Method, Ordered, Selection, middle, quantiles, select};
use abicus::kernels::view::{Dimension, Input, View, decode_native};
use common::{KINDS, Random};
use num_bigint::BigInt;

const LENGTHS: [usize; 12] = [1, 2, 3, 4, 5, 31, 32, 33, 1000, 8193, 20_000, 60_001];

common::at_every_level!();

/// A stable sort: -0.0 and 0.0 stay as they are.
fn sorted<T: Copy + PartialOrd>(values: &[T]) -> Vec<T> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
    sorted
}

fn check<T: Ordered + PartialOrd + std::fmt::Debug>(values: &[T], what: &str)
where
    T::Key: std::fmt::Debug,
{
    let (input, expected) = (Input::Slice(values), sorted(values));
    let last = values.len() - 1;
    let mut ranks = vec![0, 1, last / 4, last / 4 + 1, last / 2, last / 2 + 1, last - last / 9, last];
    ranks.retain(|&rank| rank <= last);
    ranks.sort_unstable();
    ranks.dedup();
    let mut found = vec![T::Key::default(); ranks.len()];
    assert_eq!(select(&input, &ranks, &mut found).unwrap(), Selection::Done);
    for (&rank, found) in ranks.iter().zip(found) {
        assert_eq!(found, expected[rank].key(), "{what} {rank}");
    }
    let (low, high) = middle(&input).unwrap().unwrap();
    assert_eq!(
        (low.key(), high.key()),
        (expected[last / 2].key(), expected[values.len() / 2].key()),
        "{what}"
    );
}

#[test]
fn floats() {
    let mut random = Random(41);
    for (name, kind) in KINDS {
        for n in LENGTHS {
            let values = kind(&mut random, n);
            check(&values, &format!("{name} {n}"));
            let singles: Vec<f32> = values.iter().map(|&value| value as f32).collect();
            check(&singles, &format!("f32 {name} {n}"));
        }
    }
}

#[test]
fn duplicates_orders_and_outliers() {
    let mut random = Random(42);
    for n in LENGTHS {
        let mut kinds: Vec<Vec<f64>> = vec![
            vec![3.5; n],
            (0..n).map(|place| place as f64).collect(),
            (0..n).rev().map(|place| place as f64).collect(),
            (0..n).map(|_| random.below(3) as f64 - 1.0).collect(),
            (0..n).map(|_| [0.0, -0.0, -0.0, 1.0, -2.0][random.below(5)]).collect(),
            (0..n).map(|place| if place % 1000 == 0 { 1e300 } else { 1.0 }).collect(),
            (0..n).map(|_| [f64::INFINITY, f64::NEG_INFINITY, 1.0][random.below(3)]).collect(),
        ];
        // One side of a bracket beyond what a sample can tell: a few values between many equal ones.
        kinds.push((0..n).map(|place| if place < n / 2 { 0.0 } else { place as f64 }).collect());
        for (kind, values) in kinds.iter().enumerate() {
            check(values, &format!("kind {kind} {n}"));
        }
    }
}

#[test]
fn integers() {
    let mut random = Random(43);
    macro_rules! types {
        ($($type:ty)*) => {$(
            for n in LENGTHS {
                let values: Vec<$type> = (0..n).map(|_| random.bits() as $type).collect();
                check(&values, stringify!($type));
                let few: Vec<$type> = (0..n).map(|_| [<$type>::MIN, 1, <$type>::MAX][random.below(3)]).collect();
                check(&few, stringify!($type));
            }
        )*};
    }
    types!(i64 u64 i32 u32 i16 u16 i8 u8);
}

#[test]
fn nan_and_nothing() {
    for n in [1, 50, 20_000] {
        for place in [0, n / 2, n - 1] {
            let mut values = vec![1.0; n];
            values[place] = f64::NAN;
            for sign in [1.0f64, -1.0] {
                values[place] = f64::NAN.copysign(sign);
                let found = select(&Input::Slice(&values), &[n / 2], &mut [0]).unwrap();
                assert_eq!(found, Selection::Unordered, "{n} {place}");
                assert_eq!(middle(&Input::Slice(&values)).unwrap(), None);
                let found = quantiles(&Input::Slice(&values), Method::Inclusive, &mut [0.0; 3]).unwrap();
                assert_eq!(found, None);
            }
        }
    }
    assert_eq!(middle::<f64>(&Input::Slice(&[])).unwrap(), None);
    assert_eq!(quantiles::<i64>(&Input::Slice(&[]), Method::Exclusive, &mut [0.0]).unwrap(), None);
}

#[test]
fn views() {
    let values: Vec<i64> = (0..50_000).map(|place| place * 7919 % 50_021).collect();
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_ne_bytes()).collect();
    let dimension = [Dimension { length: 25_000, stride: -16 }];
    let view = View::new(&bytes, &dimension, 8, decode_native::<i64>).unwrap();
    let every_second: Vec<i64> = values.iter().skip(1).step_by(2).copied().collect();
    let shifted = View::new(&bytes[8..], &dimension, 8, decode_native::<i64>).unwrap();
    let even: Vec<i64> = values.iter().step_by(2).copied().collect();
    for (view, values) in [(view, even), (shifted, every_second)] {
        let expected = sorted(&values);
        assert_eq!(middle(&Input::View(&view)).unwrap(), Some((expected[12_499], expected[12_500])));
    }
}

/// The definition of Python's `statistics.quantiles`, over rationals where the data are integers.
fn cuts(len: usize, parts: usize, method: Method) -> Vec<(usize, i64)> {
    (1..parts)
        .map(|number| match method {
            Method::Inclusive => (number * (len - 1) / parts, (number * (len - 1) % parts) as i64),
            Method::Exclusive => {
                let place = number * (len + 1);
                let rank = (place / parts).clamp(1, len - 1);
                (rank - 1, place as i64 - (rank * parts) as i64)
            }
        })
        .collect()
}

#[test]
fn quantiles_of_floats_and_integers() {
    let mut random = Random(44);
    for n in [2usize, 3, 5, 40, 1000, 20_000] {
        for parts in [1usize, 2, 3, 4, 10, 17, 100, 999, 3000] {
            for method in [Method::Exclusive, Method::Inclusive] {
                let values: Vec<f64> = (0..n).map(|_| random.unit() - 0.5).collect();
                let order = sorted(&values);
                let mut found = vec![0.0; parts - 1];
                quantiles(&Input::Slice(&values), method, &mut found).unwrap().unwrap();
                for (&found, (rank, beyond)) in found.iter().zip(cuts(n, parts, method)) {
                    let expected = (order[rank] * (parts as i64 - beyond) as f64
                        + order[rank + 1] * beyond as f64)
                        / parts as f64;
                    assert_eq!(found.to_bits(), expected.to_bits(), "{n} {parts} {method:?}");
                }

                let values: Vec<i64> = (0..n).map(|_| random.bits() as i64).collect();
                let order = sorted(&values);
                let mut found = vec![0.0; parts - 1];
                quantiles(&Input::Slice(&values), method, &mut found).unwrap().unwrap();
                for (&found, (rank, beyond)) in found.iter().zip(cuts(n, parts, method)) {
                    let exact = BigInt::from(order[rank]) * (parts as i64 - beyond)
                        + BigInt::from(order[rank + 1]) * beyond;
                    // A quotient of 128 bits and a bit that says whether anything was cut off.
                    let shifted: BigInt = &exact << 80;
                    let quotient: BigInt = &shifted / parts;
                    let cut = &quotient * parts != shifted;
                    let sign = if exact < BigInt::ZERO { -1 } else { 1 };
                    let odd = quotient * 2 + BigInt::from(i32::from(cut) * sign);
                    let expected = common::nearest(&(odd << 1000u32), 1081);
                    assert_eq!(found.to_bits(), expected.to_bits(), "{n} {parts} {method:?}");
                }
            }
        }
    }
    let mut found = [0.0; 3];
    quantiles(&Input::Slice(&[7u8]), Method::Exclusive, &mut found).unwrap().unwrap();
    assert_eq!(found, [7.0; 3]);
}
