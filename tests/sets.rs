//! Membership, distinct values and duplicates against the standard library's sets, at every level of this CPU.

mod common;

use abicus::kernels::sets::{
    Key, Membership, are_in, duplicate_places, duplicates, first_places, isin, unique, unique_places,
};
use abicus::kernels::view::{Dimension, Input, View, decode_native, decode_swapped};
use common::Random;
use std::collections::{HashMap, HashSet};

common::at_every_level!();

/// A type, made of random bits, and what the oracle takes for the same: `None` for what equals nothing.
trait Tested: Key + PartialEq + std::fmt::Debug {
    fn cut(bits: u64) -> Self;
    fn same(self) -> Option<i128>;
    fn bits(self) -> u64;
}
macro_rules! tested {
    ($($type:ty)*) => {$(
        impl Tested for $type {
            fn cut(bits: u64) -> Self { bits as $type }
            fn same(self) -> Option<i128> { Some(self as i128) }
            fn bits(self) -> u64 { self as u64 }
        }
    )*};
}
tested!(i64 u64 i32 u32 i16 u16 i8 u8);

macro_rules! tested_floats {
    ($($type:ty, $word:ty;)*) => {$(
        impl Tested for $type {
            fn cut(bits: u64) -> Self { <$type>::from_bits(bits as $word) }
            fn bits(self) -> u64 { self.to_bits().into() }
            fn same(self) -> Option<i128> {
                if self.is_nan() { None } else if self == 0.0 { Some(0) } else { Some(self.to_bits().into()) }
            }
        }
    )*};
}
tested_floats! { f64, u64; f32, u32; }

/// Runs a generic test for every type.
macro_rules! for_every_type {
    ($test:ident) => {
        $test::<f64>();
        $test::<f32>();
        $test::<i64>();
        $test::<u64>();
        $test::<i32>();
        $test::<u32>();
        $test::<i16>();
        $test::<u16>();
        $test::<i8>();
        $test::<u8>();
    };
}

/// Values of several kinds: wide, from a small range, few wide ones, all the same, with the ends of the type, and for
/// floats with zeros of both signs and NaNs.
fn kinds<T: Tested>(random: &mut Random, len: usize) -> Vec<(&'static str, Vec<T>)> {
    let few: Vec<T> = (0..5).map(|_| T::cut(random.bits())).collect();
    let hundred: Vec<T> = (0..100).map(|_| T::cut(random.bits())).collect();
    let special: Vec<T> = [
        0,
        1 << 63,
        1 << 31,
        u64::MAX,
        i64::MAX as u64,
        1,
        f64::NAN.to_bits(),
        f64::INFINITY.to_bits(),
        f64::INFINITY.to_bits() + 1,
        u64::from(f32::NAN.to_bits()),
        u64::from(f32::INFINITY.to_bits()),
        u64::from((-f32::NAN).to_bits()),
    ]
    .map(T::cut)
    .to_vec();
    let half: Vec<T> = (0..len / 2 + 1).map(|_| T::cut(random.bits())).collect();
    vec![
        ("wide", (0..len).map(|_| T::cut(random.bits())).collect()),
        ("near", (0..len).map(|_| T::cut(1000 + random.below(len.max(1)) as u64)).collect()),
        ("around zero", (0..len).map(|_| T::cut((random.bits() as i64 >> 52) as u64)).collect()),
        ("few", (0..len).map(|_| few[random.below(5)]).collect()),
        ("a hundred", (0..len).map(|_| hundred[random.below(100)]).collect()),
        ("twice", (0..len).map(|_| half[random.below(half.len())]).collect()),
        ("same", vec![T::cut(random.bits()); len]),
        ("special", (0..len).map(|_| special[random.below(special.len())]).collect()),
        (
            "mixed",
            (0..len)
                .map(|_| match random.below(3) {
                    0 => special[random.below(special.len())],
                    1 => hundred[random.below(100)],
                    _ => T::cut(random.bits()),
                })
                .collect(),
        ),
    ]
}

fn check_membership<T: Tested>(values: &Input<T>, queries: &Input<T>, plain: [&[T]; 2], what: &str) {
    let set: HashSet<i128> = plain[0].iter().filter_map(|&value| value.same()).collect();
    let expected: Vec<u8> = plain[1]
        .iter()
        .map(|&value| u8::from(value.same().is_some_and(|same| set.contains(&same))))
        .collect();
    let mut out = vec![7; expected.len()];
    isin(queries, values, &mut out).unwrap();
    assert_eq!(out, expected, "{what}");
    assert_eq!(are_in(queries, values).unwrap(), expected, "{what}");
    let membership = Membership::new(values).unwrap();
    out.fill(7);
    membership.contains(queries, &mut out);
    assert_eq!(out, expected, "{what}");
    for (&query, &expected) in plain[1].iter().zip(&expected).take(300) {
        assert_eq!(membership.has(query), expected == 1, "{query:?} {what}");
    }
}

fn memberships<T: Tested>() {
    let mut random = Random(21);
    for len in [0, 1, 2, 5, 15, 16, 17, 63, 64, 65, 1000, 70_000] {
        for (name, values) in kinds::<T>(&mut random, len) {
            for (of, mut queries) in kinds::<T>(&mut random, if len < 70_000 { 130 } else { 20_000 }) {
                // Half of them out of the values.
                let count = queries.len();
                for query in queries.iter_mut().take(if len == 0 { 0 } else { count / 2 }) {
                    *query = values[random.below(len)];
                }
                let what = format!("{} {of} in {len} {name}", std::any::type_name::<T>());
                check_membership(&Input::Slice(&values), &Input::Slice(&queries), [&values, &queries], &what);
            }
        }
    }
}

#[test]
fn membership_of_every_type() {
    for_every_type!(memberships);
}

/// Gives `check` views of random bytes: strided, overlapping, misaligned, reversed, in the other byte order.
fn each_view<T: Tested>(mut check: impl FnMut(&View<T>, &[T], &str)) {
    let mut random = Random(22);
    let size = size_of::<T>();
    let bytes: Vec<u8> = (0..70_000).map(|_| (random.bits() & random.bits()) as u8 & 3).collect();
    for stride in [0, 1, size as isize, -(size as isize), 2 * size as isize, -1] {
        for len in [0, 1, 2, 65, 1025, 4_000] {
            let dimensions = [Dimension { length: len, stride }];
            let first = if stride < 0 { stride.unsigned_abs() * len.saturating_sub(1) } else { 0 };
            let place = |number: usize| first.wrapping_add_signed(stride * number as isize);
            let native = View::new(&bytes, &dimensions, size, decode_native).unwrap();
            let plain: Vec<T> = (0..len).map(|number| T::from_bytes(&bytes[place(number)..])).collect();
            check(&native, &plain, &format!("{len} with stride {stride}"));
            let swapped = View::new(&bytes, &dimensions, size, decode_swapped).unwrap();
            let plain: Vec<T> =
                (0..len).map(|number| T::from_swapped_bytes(&bytes[place(number)..])).collect();
            check(&swapped, &plain, &format!("{len} swapped with stride {stride}"));
        }
    }
}

fn membership_views<T: Tested>() {
    let others: Vec<T> = (0..50).map(|number| T::cut(number * 0x0101_0101_0101_0101)).collect();
    each_view::<T>(|view, plain, what| {
        let (view, slice) = (Input::View(view), Input::Slice(plain));
        check_membership(&view, &slice, [plain, plain], what);
        check_membership(&Input::Slice(&others), &view, [&others, plain], what);
    });
}

#[test]
fn membership_in_views() {
    for_every_type!(membership_views);
}

/// What is far more than is looked for goes another way.
#[test]
fn few_values_in_a_large_lookup() {
    let mut random = Random(27);
    let wide: Vec<u64> = (0..200_000).map(|_| random.bits()).collect();
    let same = vec![7u64; 200_000];
    let queries: Vec<u64> =
        (0..3000).map(|place| if place % 2 == 0 { wide[place * 60] } else { 7 }).collect();
    for lookup in [&wide, &same] {
        for len in [1, 2, 40, 3000] {
            let queries = &queries[..len];
            check_membership(
                &Input::Slice(lookup),
                &Input::Slice(queries),
                [lookup, queries],
                "large lookup",
            );
        }
    }
}

#[test]
fn the_shorter_of_queries_and_out_counts() {
    let membership = Membership::new(&Input::Slice(&[1i64, 2])).unwrap();
    let mut out = [7; 3];
    membership.contains(&Input::Slice(&[2, 3, 1, 1]), &mut out);
    assert_eq!(out, [1, 0, 1]);
    membership.contains(&Input::Slice(&[3]), &mut out);
    assert_eq!(out, [0, 0, 1]);
}

/// The places of first occurrences: of all values, and of those that come again.
fn places_of_first<T: Tested>(plain: &[T]) -> [Vec<usize>; 2] {
    let mut counts: HashMap<i128, usize> = HashMap::new();
    let (mut all, mut again) = (Vec::new(), Vec::new());
    for value in plain {
        if let Some(same) = value.same() {
            *counts.entry(same).or_default() += 1;
        }
    }
    let mut seen = HashSet::new();
    for (place, value) in plain.iter().enumerate() {
        match value.same() {
            None => all.push(place),
            Some(same) if seen.insert(same) => {
                all.push(place);
                if counts[&same] > 1 {
                    again.push(place);
                }
            }
            Some(_) => {}
        }
    }
    [all, again]
}

fn check_distinct<T: Tested>(values: &Input<T>, plain: &[T], what: &str) {
    let [all, again] = places_of_first(plain);
    let bits = |values: Vec<T>| values.into_iter().map(T::bits).collect::<Vec<_>>();
    let at = |places: &[usize]| places.iter().map(|&place| plain[place].bits()).collect::<Vec<_>>();
    assert_eq!(bits(unique(values).unwrap()), at(&all), "unique {what}");
    assert_eq!(bits(duplicates(values).unwrap()), at(&again), "duplicates {what}");
    assert_eq!(unique_places(values).unwrap(), all, "unique {what}");
    assert_eq!(duplicate_places(values).unwrap(), again, "duplicates {what}");
}

fn distinct_of_every_length<T: Tested>() {
    let mut random = Random(23);
    // Above 2^14 different values go through parts.
    for len in (0..=130).chain([255, 256, 257, 1000, 5_000, 16_384, 16_385, 60_000]) {
        for (name, values) in kinds::<T>(&mut random, len) {
            let what = format!("{} {len} {name}", std::any::type_name::<T>());
            check_distinct(&Input::Slice(&values), &values, &what);
        }
    }
}

#[test]
fn distinct_values_of_every_type() {
    for_every_type!(distinct_of_every_length);
}

fn distinct_views<T: Tested>() {
    each_view::<T>(|view, plain, what| check_distinct(&Input::View(view), plain, what));
    // Long enough for several parts.
    let mut random = Random(24);
    let bytes: Vec<u8> = (0..200_000).map(|_| random.bits() as u8).collect();
    let dimensions = [Dimension { length: 100_000, stride: 1 }];
    let view = View::<T>::new(&bytes, &dimensions, size_of::<T>(), decode_native).unwrap();
    let plain: Vec<T> = (0..100_000).map(|place| T::from_bytes(&bytes[place..])).collect();
    check_distinct(&Input::View(&view), &plain, "a long view");
}

#[test]
fn distinct_values_of_views() {
    for_every_type!(distinct_views);
}

#[test]
fn large_inputs() {
    let mut random = Random(25);
    const LEN: usize = 1_500_000;
    let wide: Vec<i64> = (0..LEN).map(|_| random.bits() as i64).collect();
    let half: Vec<i64> = (0..LEN).map(|_| wide[random.below(LEN)]).collect();
    // One value makes up most of it: its part is the largest by far.
    let lopsided: Vec<i64> = (0..LEN).map(|place| if place % 5 == 0 { wide[place] } else { -1 }).collect();
    let few_then_wide: Vec<i64> =
        (0..LEN).map(|place| if place < LEN / 2 { wide[place % 1000] } else { wide[place] }).collect();
    let floats: Vec<f64> = half
        .iter()
        .map(|&value| if value % 7 == 0 { f64::NAN } else { f64::from_bits(value as u64) })
        .collect();
    let narrow: Vec<u32> = wide.iter().map(|&value| value as u32 % 3_000_000).collect();
    for values in [&wide, &half, &lopsided, &few_then_wide] {
        check_distinct(&Input::Slice(values), values, "large");
    }
    check_distinct(&Input::Slice(&floats), &floats, "large floats");
    check_distinct(&Input::Slice(&narrow), &narrow, "large, of a small range");
    check_membership(
        &Input::Slice(&wide[..LEN / 2]),
        &Input::Slice(&half),
        [&wide[..LEN / 2], &half],
        "large",
    );
}

/// For each key where it came first, also where the table grows many times.
#[test]
fn places_of_first_occurrences() {
    let mut random = Random(28);
    for (len, different) in
        [(0, 1), (1, 1), (63, 9), (64, 64), (65, 2), (1000, 300), (400_000, 1), (600_000, 400_000)]
    {
        let all: Vec<u64> = (0..different).map(|_| random.bits()).chain([0, u64::MAX]).collect();
        let keys: Vec<u64> = (0..len).map(|_| all[random.below(all.len())]).collect();
        let mut firsts = HashMap::new();
        let expected: Vec<u32> =
            keys.iter().enumerate().map(|(place, &key)| *firsts.entry(key).or_insert(place as u32)).collect();
        assert_eq!(first_places(&keys).unwrap(), expected, "{different} in {len}");
        // Every key new: the table is at its fullest.
        let keys: Vec<u64> = (0..len as u64).map(|key| key.wrapping_mul(1 << 33 | 1)).collect();
        let expected: Vec<u32> = (0..len as u32).collect();
        assert_eq!(first_places(&keys).unwrap(), expected, "{len}");
    }
}

/// The key that a multiplicative hash without secrets sends to `hash`: values that would all meet.
fn unmixed(hash: u64, factors: [u64; 2]) -> u64 {
    let inverse = |factor: u64| {
        // Newton's iteration doubles the bits that are right.
        (0..6)
            .fold(factor, |inverse, _| inverse.wrapping_mul(2u64.wrapping_sub(factor.wrapping_mul(inverse))))
    };
    let product = hash.wrapping_mul(inverse(factors[1]));
    (product ^ product >> 32).wrapping_mul(inverse(factors[0]))
}

/// Values chosen to meet in a table: the time must stay of the order of that for random values. A table that went
/// through all of them for each would take thousands of times as long.
#[test]
fn flooding_stays_linear() {
    const LEN: usize = 100_000;
    let mut random = Random(26);
    let golden = 0x9e37_79b9_7f4a_7c15;
    let mut kinds: Vec<(String, Vec<u64>)> = vec![
        // The lowest bits of a hash, where the hash is known: splitmix64's factors, the golden ratio, none.
        (
            "splitmix".into(),
            (0..LEN as u64).map(|low| unmixed(low, [0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb])).collect(),
        ),
        ("golden".into(), (0..LEN as u64).map(|low| unmixed(low, [golden, 1])).collect()),
        ("golden twice".into(), (0..LEN as u64).map(|low| unmixed(low, [golden, golden])).collect()),
        ("two ends".into(), (0..LEN as u64).map(|low| (low << 45) | (low & 511)).collect()),
    ];
    for shift in [6, 16, 32, 40, 45] {
        kinds.push((format!("multiples of 2^{shift}"), (0..LEN as u64).map(|low| low << shift).collect()));
    }
    for step in [1_000_003u64, 0x1_0000_0001, 1 << 44 | 1, u64::MAX / LEN as u64] {
        let multiples = (0..LEN as u64).map(|number| number.wrapping_mul(step)).collect();
        kinds.push((format!("multiples of {step}"), multiples));
    }
    let wide: Vec<u64> = (0..LEN).map(|_| random.bits()).collect();
    let time = |values: &[u64]| {
        let input = Input::Slice(values);
        let mut out = vec![0; values.len()];
        // The best of some: other programs run too.
        (0..5)
            .map(|_| {
                let start = std::time::Instant::now();
                assert_eq!(unique(&input).unwrap().len(), values.len());
                assert_eq!(duplicates(&input).unwrap(), []);
                isin(&input, &input, &mut out).unwrap();
                assert!(out.iter().all(|&found| found == 1));
                start.elapsed()
            })
            .min()
            .unwrap()
    };
    let plain = time(&wide);
    for (name, values) in kinds {
        let taken = time(&values);
        assert!(taken < plain * 20, "{name}: {taken:?}, random values {plain:?}");
    }
}
