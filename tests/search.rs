//! Positions against the standard library's binary search and exact comparisons, at every level that this CPU has.

mod common;

use abicus::cpu;
use abicus::kernels::order::search::{Key, Number, Side, Widened, bisect, find, searchsorted};
use abicus::kernels::order::search_index::Index;
use abicus::kernels::order::sort::Sortable;
use abicus::kernels::sets;
use abicus::kernels::view::{Dimension, Input, View, decode_native};
use common::Random;
use num_bigint::BigInt;
use num_rational::BigRational;
use std::cmp::Ordering;

const SIDES: [Side; 2] = [Side::Left, Side::Right];

/// The level of a process is chosen once, so the lower levels are tested by this program started again.
#[test]
fn lower_levels() {
    for level in cpu::Level::ALL.into_iter().filter(|&level| level < cpu::level()) {
        let mut program = std::process::Command::new(std::env::current_exe().unwrap());
        let status = program.env("ABICUS_CPU", level.name()).args(["--skip", "lower_levels", "-q"]).status();
        assert!(status.unwrap().success(), "{}", level.name());
    }
}

/// What `bisect` says of sorted values.
fn position<T: PartialOrd>(values: &[T], query: &T, side: Side) -> i64 {
    match side {
        Side::Left => values.partition_point(|value| value < query) as i64,
        Side::Right => {
            let above = |value: &T| query.partial_cmp(value) == Some(Ordering::Less);
            values.partition_point(|value| !above(value)) as i64
        }
    }
}

fn check<T: Key + sets::Key + Sortable + std::fmt::Debug>(values: &[T], queries: &[T], what: &str) {
    let index = Index::new(&Input::Slice(values)).unwrap();
    assert_eq!(index.len(), values.len());
    for side in SIDES {
        let expected: Vec<i64> = queries.iter().map(|query| position(values, query, side)).collect();
        let (values, asked) = (Input::Slice(values), Input::Slice(queries));
        let mut out = vec![-1; queries.len()];
        searchsorted(&values, &asked, side, 1, &mut out).unwrap();
        assert_eq!(out, expected, "{what} {side:?}");
        let mut out = vec![-1; queries.len()];
        index.search(&asked, side, 1, &mut out);
        assert_eq!(out, expected, "{what} {side:?}, index");
        for (&query, &place) in queries.iter().zip(&expected).take(50) {
            assert_eq!(
                bisect(&values, 0..values.len(), query.widen(), side) as i64,
                place,
                "{what} {side:?}"
            );
        }
    }
    let mut out = vec![9; queries.len()];
    index.contains(&Input::Slice(queries), &mut out);
    for (query, found) in queries.iter().zip(out) {
        assert_eq!(found == 1, values.contains(query), "{what} {query:?}");
        assert_eq!(index.has(query.widen()), values.contains(query), "{what} {query:?}");
    }
}

fn check_type<T: Key + sets::Key + Sortable + std::fmt::Debug>(
    name: &str,
    special: &[T],
    make: impl Fn(u64) -> T,
) {
    let mut random = Random(7);
    let lengths = (0..140).chain([255, 256, 257, 585, 1000, 4096, 6561, 30_000]);
    for (number, len) in lengths.enumerate() {
        let shift = random.below(64) as u32;
        let mut values: Vec<T> = (0..len).map(|_| make(random.bits() >> shift)).collect();
        values.extend(special.iter().copied().take(number % (special.len() + 1)));
        values.retain(|value| value.partial_cmp(value).is_some());
        values.sort_by(|a, b| a.partial_cmp(b).unwrap());
        for count in [1, 7, 8, 17, 300, if number % 20 == 0 { 3 * len } else { 40 }] {
            let mut queries: Vec<T> = (0..count).map(|_| make(random.bits() >> shift)).collect();
            queries.extend(special);
            queries.extend((0..count.min(len)).map(|_| values[random.below(values.len())]));
            check(&values, &queries, &format!("{name} {len} {count}"));
            // Not where a cache line begins.
            let from = random.below(values.len().min(9) + 1);
            check(&values[from..], &queries[..count], &format!("{name} {len} {count} from {from}"));
        }
    }
}

macro_rules! integer_tests {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            let special = [$name::MIN, $name::MAX, 0, 1, $name::MAX - 1, $name::MIN + 1];
            check_type(stringify!($name), &special, |bits| bits as $name);
        }
    )*};
}
integer_tests!(i64 u64 i32 u32 i16 u16 i8 u8);

#[test]
fn doubles() {
    let special = [f64::NAN, f64::INFINITY, -f64::INFINITY, -0.0, 0.0, 5e-324, -5e-324, f64::MAX, f64::MIN];
    check_type("f64 bits", &special, f64::from_bits);
    check_type("f64 unit", &special, |bits| (bits >> 11) as f64 / (1u64 << 53) as f64);
    check_type("f64 whole", &special, |bits| bits as i64 as f64);
}

#[test]
fn floats() {
    let special = [f32::NAN, f32::INFINITY, -f32::INFINITY, -0.0, 0.0, 1e-45, -1e-45, f32::MAX, f32::MIN];
    check_type("f32 bits", &special, |bits| f32::from_bits(bits as u32));
    check_type("f32 unit", &special, |bits| (bits as u32) as f32 / 4294967296.0);
}

/// `a < b` without rounding.
fn less(a: Number, b: Number) -> bool {
    let exact = |number| match number {
        Number::Signed(value) => BigRational::from_integer(BigInt::from(value)),
        Number::Unsigned(value) => BigRational::from_integer(BigInt::from(value)),
        Number::Float(value) => BigRational::from_float(value).unwrap(),
    };
    let is_nan = |number| matches!(number, Number::Float(value) if value.is_nan());
    match (a, b) {
        _ if is_nan(a) || is_nan(b) => false,
        (Number::Float(value), _) if !value.is_finite() => value < 0.0 && b != a,
        (_, Number::Float(value)) if !value.is_finite() => value > 0.0,
        _ => exact(a) < exact(b),
    }
}

fn check_mixed<T: Key + sets::Key + Sortable, U: Key>(values: &[T], queries: &[U]) {
    let mut values = values.to_vec();
    values.sort_by(|a, b| a.partial_cmp(b).unwrap());
    for side in SIDES {
        let expected: Vec<i64> = queries
            .iter()
            .map(|&query| {
                let query = query.widen();
                let before = |&value: &T| match side {
                    Side::Left => less(value.widen(), query),
                    Side::Right => {
                        matches!(query, Number::Float(f) if f.is_nan()) || !less(query, value.widen())
                    }
                };
                values.partition_point(before) as i64
            })
            .collect();
        let mut out = vec![-1; queries.len()];
        searchsorted(&Input::Slice(&values), &Widened(&Input::Slice(queries)), side, 1, &mut out).unwrap();
        assert_eq!(
            out,
            expected,
            "{} among {} {side:?}",
            std::any::type_name::<U>(),
            std::any::type_name::<T>()
        );
    }
    let index = Index::new(&Input::Slice(&values)).unwrap();
    for &query in queries {
        let expected = values.iter().position(|value| {
            let (value, query) = (value.widen(), query.widen());
            !matches!(query, Number::Float(f) if f.is_nan()) && !less(value, query) && !less(query, value)
        });
        assert_eq!(find(&Input::Slice(&values), 0..values.len(), query.widen()), expected);
        let mut out = [9];
        index.contains_numbers(&Input::Slice(&[query]), &mut out);
        assert_eq!(out[0] == 1, expected.is_some());
    }
}

#[test]
fn ints_and_floats_are_compared_exactly() {
    let big = 1i64 << 53;
    let i64s =
        [i64::MIN, i64::MIN + 1, -big - 1, -big, -3, 0, 1, 2, big - 1, big, big + 1, big + 2, i64::MAX];
    let u64s = [0, 1, 2, big as u64 + 1, 1 << 63, (1 << 63) + 1, u64::MAX - 1024, u64::MAX];
    let i32s = [i32::MIN, -16_777_217, -1, 0, 5, 16_777_217, i32::MAX];
    let u8s = [0u8, 1, 7, 254, 255];
    let i8s = [-128i8, -1, 0, 3, 127];
    let f64s = [
        -f64::INFINITY,
        -1e300,
        -9.223372036854776e18,
        -9007199254740992.0,
        -2.5,
        -0.0,
        0.5,
        1.0,
        2.0,
        254.5,
        256.0,
        16777217.0,
        9007199254740992.0,
        9007199254740994.0,
        9.223372036854776e18,
        9.223372036854775e18,
        1.8446744073709552e19,
        1e39,
        f64::INFINITY,
        f64::NAN,
    ];
    let f32s = [
        -f32::INFINITY,
        f32::MIN,
        -1.5,
        0.0,
        1.0,
        16777216.0,
        16777218.0,
        9.223372e18,
        f32::MAX,
        f32::INFINITY,
    ];
    let ordered: Vec<f64> = f64s.iter().copied().filter(|value| !value.is_nan()).collect();
    macro_rules! all {
        ($($values:expr),*) => {$(
            check_mixed($values, &i64s);
            check_mixed($values, &u64s);
            check_mixed($values, &i32s);
            check_mixed($values, &u8s);
            check_mixed($values, &i8s);
            check_mixed($values, &f64s);
            check_mixed($values, &f32s);
        )*};
    }
    all!(&i64s, &u64s, &i32s, &u8s, &i8s, &ordered, &f32s);
}

#[test]
fn views() {
    let mut random = Random(5);
    for len in [0, 1, 5, 8, 9, 100, 1000, 5000] {
        let mut values: Vec<i64> = (0..len).map(|_| random.bits() as i64 >> 40).collect();
        values.sort();
        let queries: Vec<i64> = (0..3000).map(|_| random.bits() as i64 >> 40).collect();
        let mut bytes = vec![0u8; 1];
        bytes.extend(values.iter().flat_map(|value| [value.to_ne_bytes(), [7; 8]].concat()));
        let dimension = [Dimension { length: len, stride: 16 }];
        let view = View::new(&bytes[1..], &dimension, 8, decode_native::<i64>).unwrap();
        let asked: Vec<u8> = queries.iter().rev().flat_map(|query| query.to_ne_bytes()).collect();
        let backwards = [Dimension { length: queries.len(), stride: -8 }];
        let asked = View::new(&asked, &backwards, 8, decode_native::<i64>).unwrap();
        for side in SIDES {
            let expected: Vec<i64> = queries.iter().map(|query| position(&values, query, side)).collect();
            for count in [0, 1, 30, 3000] {
                let mut out = vec![-1; count];
                searchsorted(&Input::View(&view), &Input::View(&asked), side, 1, &mut out).unwrap();
                assert_eq!(out, expected[..count], "{len} {side:?}");
                let few = Input::Slice(&queries[..count]);
                let mut out = vec![-1; count + 1];
                searchsorted(&Input::View(&view), &few, side, 1, &mut out).unwrap();
                assert_eq!(out[..count], expected[..count], "{len} {side:?}");
                assert_eq!(out[count], -1);
            }
        }
    }
}

#[test]
fn threads_and_a_range() {
    let mut random = Random(6);
    let mut values: Vec<u32> = (0..100_000).map(|_| random.bits() as u32).collect();
    values.sort();
    let queries: Vec<u32> = (0..300_001).map(|_| random.bits() as u32).collect();
    let expected: Vec<i64> = queries.iter().map(|query| position(&values, query, Side::Left)).collect();
    for threads in [0, 1, 2, 3, 100] {
        let mut out = vec![-1; queries.len()];
        searchsorted(&Input::Slice(&values), &Input::Slice(&queries), Side::Left, threads, &mut out).unwrap();
        assert!(out == expected, "{threads} threads");
    }
    let few = Input::Slice(&[1, 3, 3, 3, 5][..]);
    assert_eq!(bisect(&few, 2..4, Number::Signed(3), Side::Left), 2);
    assert_eq!(bisect(&few, 0..2, Number::Signed(3), Side::Right), 2);
    let backwards = std::ops::Range { start: 3, end: 2 };
    assert_eq!(bisect(&few, backwards, Number::Signed(9), Side::Left), 3);
    assert_eq!(bisect(&few, 0..99, Number::Signed(9), Side::Right), 5);
    assert_eq!(find(&few, 2..5, Number::Float(3.0)), Some(2));
    assert_eq!(find(&few, 0..1, Number::Signed(3)), None);
    assert_eq!(find(&few, 0..5, Number::Float(3.5)), None);
}

/// Values that are not sorted have positions within their range, and one search makes the steps of `bisect`.
#[test]
fn unsorted_values() {
    let mut random = Random(8);
    for len in [1, 7, 8, 50, 1000, 40_000] {
        let values: Vec<f64> = (0..len)
            .map(|_| if random.below(9) == 0 { f64::NAN } else { f64::from_bits(random.bits()) })
            .collect();
        let queries: Vec<f64> = (0..2 * len + 40).map(|_| f64::from_bits(random.bits())).collect();
        for count in [1, 20, queries.len()] {
            let mut out = vec![-1; count];
            let asked = Input::Slice(&queries[..count]);
            searchsorted(&Input::Slice(&values), &asked, Side::Right, 1, &mut out).unwrap();
            assert!(out.iter().all(|place| (0..=len as i64).contains(place)), "{len} {count}");
        }
        for &query in queries.iter().take(50) {
            let (mut low, mut high) = (0, len);
            while low < high {
                let middle = (low + high) / 2;
                if values[middle] < query { low = middle + 1 } else { high = middle }
            }
            assert_eq!(bisect(&Input::Slice(&values), 0..len, Number::Float(query), Side::Left), low);
        }
        let index = Index::new(&Input::Slice(&values)).unwrap();
        let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
        assert_eq!((index.len(), index.sorted()), (len, &sorted[..]));
        let mut out = vec![-1; queries.len()];
        index.search(&Input::Slice(&queries), Side::Left, 1, &mut out);
        assert!(queries.iter().zip(out).all(|(query, place)| position(&sorted, query, Side::Left) == place));
    }
}

/// Elements that crowd: the tree is taken, and the answers are the same.
#[test]
fn crowded_values() {
    let mut random = Random(9);
    let mut doubles: Vec<f64> = (0..5000).map(|_| 1.0 + random.unit() * 1e-9).collect();
    doubles.extend([0.0, -1e300, 1e300]);
    doubles.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let queries: Vec<f64> = (0..20_000).map(|_| 1.0 + random.unit() * 1e-9).collect();
    check(&doubles, &queries, "crowded");
    let mut narrow: Vec<i64> = (0..5000).map(|_| random.below(40) as i64 - 20).collect();
    narrow.sort();
    let queries: Vec<i64> = (0..20_000).map(|_| random.below(50) as i64 - 25).collect();
    check(&narrow, &queries, "narrow");
    let mut clusters: Vec<i64> =
        (0..5000).map(|_| (random.below(300) << 40 | random.below(30)) as i64).collect();
    clusters.sort();
    let queries: Vec<i64> =
        (0..20_000).map(|_| (random.below(300) << 40 | random.below(30)) as i64).collect();
    check(&clusters, &queries, "clusters");
}

/// Distributions by name: made of random bits, or of a number below 1.
type Ints = (&'static str, fn(u64) -> i64);
type Doubles = (&'static str, fn(f64) -> f64);

/// Ranges and densities that the table of buckets has to see through: what is far out, what crowds, what is next to the
/// ends of a type, what rounds to the same double.
#[test]
fn ranges_and_densities() {
    let mut random = Random(10);
    let mut bits = || random.bits();
    for len in [33, 200, 3000, 40_000] {
        let int_kinds: [Ints; 9] = [
            ("whole range", |bits| bits as i64),
            ("constant", |_| 7),
            ("constant least", |_| i64::MIN),
            ("ends only", |bits| [i64::MIN, i64::MAX][bits as usize % 2]),
            ("near the most", |bits| i64::MAX - (bits % 100_000) as i64),
            ("near the least", |bits| i64::MIN + (bits % 100_000) as i64),
            ("far from 0, below a double's resolution", |bits| (1 << 62) + (bits % 3000) as i64),
            ("clusters", |bits| ((bits % 7) << 58 | bits >> 40) as i64),
            ("powers", |bits| 1 << (bits % 63)),
        ];
        for (name, kind) in int_kinds {
            let mut values: Vec<i64> = (0..len).map(|_| kind(bits())).collect();
            values.sort();
            let mut queries: Vec<i64> = (0..2 * len + 300).map(|_| kind(bits())).collect();
            queries.extend(
                values.iter().flat_map(|&value| [value, value.wrapping_add(1), value.wrapping_sub(1)]),
            );
            queries.extend([i64::MIN, i64::MAX, 0, -1]);
            check_search(&values, &queries, &format!("{name} {len}"));
            let unsigned = |values: &[i64]| -> Vec<u64> {
                values.iter().map(|&value| value.cast_unsigned() ^ 1 << 63).collect()
            };
            check_search(&unsigned(&values), &unsigned(&queries), &format!("unsigned {name} {len}"));
        }
        let float_kinds: [Doubles; 8] = [
            ("unit", |unit| unit),
            ("subnormal", |unit| f64::from_bits((unit * 1e6) as u64)),
            ("few subnormal", |unit| f64::from_bits((unit * 9.0) as u64)),
            ("the largest", |unit| f64::MAX * (unit - 0.5)),
            (
                "wider than a double",
                |unit| if unit < 0.5 { -f64::MAX * (1.0 - unit) } else { f64::MAX * unit },
            ),
            (
                "infinite ends",
                |unit| if unit < 0.01 { -f64::INFINITY } else { unit / (1.0 - unit.max(0.01)) },
            ),
            ("zeros", |unit| {
                if unit < 0.3 {
                    -0.0
                } else if unit < 0.6 {
                    0.0
                } else {
                    unit - 0.8
                }
            }),
            ("heavy tail", |unit| (1.0 / (1.0 - unit)).powi(9)),
        ];
        for (name, kind) in float_kinds {
            let mut unit = || (bits() >> 11) as f64 / (1u64 << 53) as f64;
            let mut values: Vec<f64> = (0..len).map(|_| kind(unit())).collect();
            values.sort_by(f64::total_cmp);
            let mut queries: Vec<f64> = (0..2 * len + 300).map(|_| kind(unit())).collect();
            queries.extend(values.iter().flat_map(|&value| [value, value.next_up(), value.next_down()]));
            queries.extend([
                f64::NAN,
                -f64::NAN,
                f64::INFINITY,
                -f64::INFINITY,
                0.0,
                -0.0,
                f64::MAX,
                f64::MIN,
            ]);
            check_search(&values, &queries, &format!("{name} {len}"));
        }
        // Even but for a few: found by the table all the same.
        let mut values: Vec<i64> = (0..len).map(|_| (bits() >> 30) as i64).collect();
        let few = len / 100;
        values[..few].iter_mut().for_each(|value| *value += i64::MIN);
        values[few..2 * few].iter_mut().for_each(|value| *value = i64::MAX - *value);
        values.sort();
        let queries: Vec<i64> =
            values.iter().flat_map(|&v| [v, v.wrapping_add(1), v / 2, v.wrapping_mul(2)]).collect();
        check_search(&values, &queries, &format!("outliers {len}"));
    }
}

/// Queries that are as many as elements, more, and fewer: each has its own way.
fn check_search<T: Key + sets::Key + Sortable + std::fmt::Debug>(values: &[T], queries: &[T], what: &str) {
    let index = Index::new(&Input::Slice(values)).unwrap();
    for side in SIDES {
        let expected: Vec<i64> = queries.iter().map(|query| position(values, query, side)).collect();
        for count in [1, values.len() / 8, values.len() - 1, queries.len()] {
            let (from, asked) = (queries.len() - count, Input::Slice(&queries[queries.len() - count..]));
            let mut out = vec![-1; count];
            searchsorted(&Input::Slice(values), &asked, side, 1, &mut out).unwrap();
            assert_eq!(out, expected[from..], "{what} {count} {side:?}");
            out.fill(-1);
            index.search(&asked, side, 1, &mut out);
            assert_eq!(out, expected[from..], "{what} {count} {side:?}, index");
        }
    }
}
