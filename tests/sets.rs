//! Membership, distinct values and duplicates against the standard library's sets, at every level of this CPU.

mod common;

use abicus::cpu;
use abicus::kernels::sets::{Key, Membership, isin};
use abicus::kernels::view::{Dimension, Input, View, decode_native, decode_swapped};
use common::Random;
use std::collections::HashSet;

/// The level of a process is chosen once, so the lower levels are tested by this program started again.
#[test]
fn lower_levels() {
    for level in cpu::Level::ALL.into_iter().filter(|&level| level < cpu::level()) {
        let mut program = std::process::Command::new(std::env::current_exe().unwrap());
        let status = program.env("ABICUS_CPU", level.name()).args(["--skip", "lower_levels", "-q"]).status();
        assert!(status.unwrap().success(), "{}", level.name());
    }
}

#[test]
fn the_level_is_the_wanted_one() {
    if let Some(wanted) = std::env::var_os("ABICUS_CPU") {
        assert_eq!(cpu::level().name(), wanted.to_str().unwrap());
    }
}

/// A type, made of random bits, and what the oracle takes for the same: `None` for what equals nothing.
trait Tested: Key + PartialEq + std::fmt::Debug {
    fn cut(bits: u64) -> Self;
    fn same(self) -> Option<i128>;
}
macro_rules! tested {
    ($($type:ty)*) => {$(
        impl Tested for $type {
            fn cut(bits: u64) -> Self { bits as $type }
            fn same(self) -> Option<i128> { Some(self as i128) }
        }
    )*};
}
tested!(i64 u64 i32 u32 i16 u16 i8 u8);

macro_rules! tested_floats {
    ($($type:ty, $word:ty;)*) => {$(
        impl Tested for $type {
            fn cut(bits: u64) -> Self { <$type>::from_bits(bits as $word) }
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

#[test]
fn the_shorter_of_queries_and_out_counts() {
    let membership = Membership::new(&Input::Slice(&[1i64, 2])).unwrap();
    let mut out = [7; 3];
    membership.contains(&Input::Slice(&[2, 3, 1, 1]), &mut out);
    assert_eq!(out, [1, 0, 1]);
    membership.contains(&Input::Slice(&[3]), &mut out);
    assert_eq!(out, [0, 0, 1]);
}
