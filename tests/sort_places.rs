//! Places of values in their order, against the standard library's stable sort, at every level of this CPU.

mod common;

use abicus::kernels::order::sort_places::{Order, Ranked, sort_places};
use common::Random;

common::at_every_level!();

fn assert_sorts<T: Ranked + PartialOrd + std::fmt::Debug>(values: &[T], what: &str) {
    for descending in [false, true] {
        let mut expected: Vec<usize> = (0..values.len()).collect();
        expected.sort_by(|&a, &b| {
            let order = values[a].partial_cmp(&values[b]).unwrap();
            if descending { order.reverse() } else { order }
        });
        let mut ranks: Vec<u64> = values.iter().map(|value| value.rank().unwrap()).collect();
        let places: Vec<usize> = match sort_places(&mut ranks, descending, &mut Vec::new()).unwrap() {
            Order::AsTheyAre => (0..values.len()).collect(),
            Order::Reversed => (0..values.len()).rev().collect(),
            Order::Places => ranks.into_iter().map(|place| place as usize).collect(),
        };
        assert!(places == expected, "{what}, {} values, descending: {descending}", values.len());
    }
}

const LENGTHS: [usize; 12] = [0, 1, 2, 3, 5, 12, 13, 14, 100, 513, 2_000, 30_000];

#[test]
fn ints() {
    let mut random = Random(1);
    type Shape = fn(u64) -> i64;
    let shapes: [(&str, Shape); 7] = [
        ("any", u64::cast_signed),
        ("small", |bits| (bits >> 58).cast_signed() - 30),
        ("two", |bits| if bits >> 63 == 0 { i64::MIN } else { i64::MAX }),
        ("limits and small", |bits| match bits % 50 {
            0 => i64::MIN,
            1 => i64::MAX,
            _ => (bits >> 50).cast_signed(),
        }),
        ("one", |_| 7),
        ("32 bits", |bits| (bits >> 32).cast_signed()),
        ("far apart", |bits| 1i64 << (bits % 63)),
    ];
    for (name, shape) in shapes {
        for len in LENGTHS {
            let values: Vec<i64> = (0..len).map(|_| shape(random.bits())).collect();
            assert_sorts(&values, name);
        }
    }
}

#[test]
fn floats() {
    let mut random = Random(2);
    type Shape = fn(u64) -> f64;
    let shapes: [(&str, Shape); 6] = [
        ("uniform", |bits| (bits >> 11) as f64 / 9e15),
        ("any", |bits| Some(f64::from_bits(bits)).filter(|value| !value.is_nan()).unwrap_or(-0.0)),
        ("zeros", |bits| [0.0, -0.0, 1.0, -1.0][(bits >> 62) as usize]),
        ("limits", |bits| [f64::INFINITY, f64::NEG_INFINITY, 5e-324, -5e-324][(bits >> 62) as usize]),
        // What all but a few differ in has no room beside a place.
        ("close, and some far away", |bits| match bits % 100 {
            0 => 1e300,
            1 => -1e300,
            _ => 1.0 + (bits >> 56) as f64 * f64::EPSILON,
        }),
        ("close, each often", |bits| match bits % 100 {
            0 => -1e300,
            _ => 1e9 + (bits >> 61) as f64 * 2f64.powi(-23),
        }),
    ];
    for (name, shape) in shapes {
        for len in LENGTHS {
            let values: Vec<f64> = (0..len).map(|_| shape(random.bits())).collect();
            assert_sorts(&values, name);
        }
    }
    assert_eq!(f64::NAN.rank(), None);
    assert_eq!((-f64::NAN).rank(), None);
}

#[test]
fn what_is_in_order() {
    let ascending: Vec<i64> = (0..1000).collect();
    let descending: Vec<i64> = (0..1000).rev().collect();
    let order = |values: &[i64], descending| {
        let mut ranks: Vec<u64> = values.iter().filter_map(|value| value.rank()).collect();
        sort_places(&mut ranks, descending, &mut Vec::new()).unwrap()
    };
    assert_eq!(order(&ascending, false), Order::AsTheyAre);
    assert_eq!(order(&ascending, true), Order::Reversed);
    assert_eq!(order(&descending, true), Order::AsTheyAre);
    assert_eq!(order(&descending, false), Order::Reversed);
    for step in [2, 10, 999] {
        let stairs: Vec<i64> = ascending.iter().map(|value| value / step).collect();
        let down: Vec<i64> = descending.iter().map(|value| value / step).collect();
        assert_sorts(&stairs, "stairs");
        assert_sorts(&down, "stairs down");
        assert_eq!(order(&down, true), Order::AsTheyAre);
        assert_eq!(order(&down, false), Order::Places);
    }
}
