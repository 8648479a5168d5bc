//! Sorting against the standard library's stable sort, for every type, many shapes of data, at every level of this CPU.

mod common;

use abicus::kernels::order::sort::{SortError, Sortable, sort};
use abicus::kernels::parallel::{Poll, with_poll};
use common::Random;
use std::cell::Cell;
use std::fmt::Debug;

common::at_every_level!();

/// A type with what the tests need: a value of bits, and bits to compare.
trait Tested: Sortable + Debug {
    const LEAST: Self;
    const GREATEST: Self;
    fn cut(bits: u64) -> Self;
    fn bits(self) -> u64;
}
macro_rules! tested {
    ($($type:ty)*) => {$(
        impl Tested for $type {
            const LEAST: Self = <$type>::MIN;
            const GREATEST: Self = <$type>::MAX;
            fn cut(bits: u64) -> Self { bits as $type }
            fn bits(self) -> u64 { self as u64 }
        }
    )*};
}
tested!(i64 u64 i32 u32 i16 u16 i8 u8);

impl Tested for f64 {
    const LEAST: f64 = f64::NEG_INFINITY;
    const GREATEST: f64 = f64::INFINITY;
    fn cut(bits: u64) -> f64 {
        let value = f64::from_bits(bits);
        if value.is_nan() { -0.0 } else { value }
    }
    fn bits(self) -> u64 {
        self.to_bits()
    }
}

impl Tested for f32 {
    const LEAST: f32 = f32::NEG_INFINITY;
    const GREATEST: f32 = f32::INFINITY;
    fn cut(bits: u64) -> f32 {
        let value = f32::from_bits(bits as u32);
        if value.is_nan() { -0.0 } else { value }
    }
    fn bits(self) -> u64 {
        self.to_bits().into()
    }
}

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

/// Makes bits of the number of an element, of all, and random bits.
type Shape = fn(usize, usize, u64) -> u64;

/// Kinds of data, by the number of the element, of all, and random bits; cut to the type.
const SHAPES: [(&str, Shape); 14] = [
    ("random", |_, _, bits| bits),
    ("small", |_, _, bits| bits >> 56),
    ("two values", |_, _, bits| bits >> 63),
    ("one value", |_, _, _| 42),
    ("high bits", |_, _, bits| bits & 0xffff_0000_0000_0000 | bits >> 16 & 0xf000_f0f0),
    ("ascending", |place, _, _| place as u64),
    ("descending", |place, len, _| (len - place) as u64),
    ("organ pipe", |place, len, _| place.min(len - place) as u64),
    ("saw", |place, _, _| (place % 17) as u64),
    ("steps", |place, _, _| (place / 40) as u64),
    ("ascending but for the last", |place, len, _| if place + 1 == len { 0 } else { place as u64 + 1 }),
    ("ascending but for some", |place, _, bits| if bits % 50 == 0 { bits } else { place as u64 }),
    // Zeros of both signs for floats, and ones of both.
    ("zeros", |_, _, bits| if bits & 8 == 0 { bits << 63 } else { 0x3ff0_0000 | (bits & 4) << 61 }),
    ("greatest", |_, _, bits| u64::MAX >> (bits & 1)),
];

fn data<T: Tested>(shape: Shape, len: usize, random: &mut Random) -> Vec<T> {
    (0..len).map(|place| T::cut(shape(place, len, random.bits()))).collect()
}

/// What Python's `sorted` gives: the standard library's stable sort.
fn expected<T: Tested>(values: &[T], descending: bool) -> Vec<u64> {
    let mut sorted = values.to_vec();
    if descending {
        sorted.sort_by(|a, b| b.partial_cmp(a).unwrap());
    } else {
        sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
    }
    sorted.into_iter().map(Tested::bits).collect()
}

fn assert_sorts<T: Tested>(what: &str, values: &[T], descending: bool, threads: usize) {
    let mut sorted = values.to_vec();
    sort(&mut sorted, descending, threads).unwrap();
    let bits: Vec<u64> = sorted.into_iter().map(Tested::bits).collect();
    let same = bits == expected(values, descending);
    assert!(same, "{what}, {} of {}, {descending}", values.len(), std::any::type_name::<T>());
}

#[test]
fn every_length_and_shape() {
    fn test<T: Tested>() {
        let mut random = Random(1);
        for (name, shape) in SHAPES {
            for len in
                (0..70).chain((70..1200).step_by(37)).chain([255, 256, 257, 511, 512, 513, 4_096, 4_097])
            {
                assert_sorts::<T>(name, &data(shape, len, &mut random), len % 2 == 1, 1);
            }
        }
    }
    for_every_type!(test);
}

#[test]
fn large_in_any_number_of_threads() {
    fn test<T: Tested>() {
        let mut random = Random(2);
        for (name, shape) in SHAPES {
            let values = data::<T>(shape, 100_000 + random.below(1000), &mut random);
            assert_sorts(name, &values, random.below(2) == 0, 1);
        }
        let values = data::<T>(|_, _, bits| bits, 1_200_000, &mut random);
        let expected = expected(&values, false);
        for threads in [1, 2, 3, 0] {
            let mut sorted = values.clone();
            sort(&mut sorted, false, threads).unwrap();
            assert!(sorted.into_iter().map(Tested::bits).eq(expected.iter().copied()), "{threads} threads");
        }
    }
    for_every_type!(test);
}

#[test]
fn limits_of_each_type() {
    fn test<T: Tested>() {
        let mut random = Random(3);
        for len in [2, 9, 40, 300, 2_000, 100_000] {
            let mut values = data::<T>(|_, _, bits| bits, len, &mut random);
            for _ in 0..len / 3 {
                values[random.below(len)] = T::LEAST;
                values[random.below(len)] = T::GREATEST;
            }
            assert_sorts("limits", &values, false, 1);
            assert_sorts("limits", &values, true, 1);
        }
    }
    for_every_type!(test);
}

/// Zeros of both signs are equal: they keep their order.
#[test]
fn zeros_keep_their_order() {
    let mut values = [0.0, -0.0, -0.0, 1.0, 0.0, -1.0, -0.0];
    sort(&mut values, false, 1).unwrap();
    assert_eq!(values.map(f64::to_bits), [-1.0, 0.0, -0.0, -0.0, 0.0, -0.0, 1.0].map(f64::to_bits));
    let mut values = [0.0f32, -0.0, -0.0, 1.0, 0.0, -1.0, -0.0];
    sort(&mut values, true, 1).unwrap();
    assert_eq!(values.map(f32::to_bits), [1.0, 0.0, -0.0, -0.0, 0.0, -0.0, -1.0].map(f32::to_bits));
}

#[test]
fn nan_is_refused_and_nothing_moved() {
    for len in [2, 10, 1000, 100_000] {
        for place in [0, len / 2, len - 1] {
            let mut values: Vec<f64> = (0..len).map(|value| -(value as f64)).collect();
            values[place] = -f64::NAN;
            let before: Vec<u64> = values.iter().map(|value| value.to_bits()).collect();
            assert_eq!(sort(&mut values, false, 1), Err(SortError::NotANumber(place)));
            let after: Vec<u64> = values.iter().map(|value| value.to_bits()).collect();
            assert_eq!(before, after);
            let mut values: Vec<f32> = values.iter().map(|&value| value as f32).collect();
            assert_eq!(sort(&mut values, true, 2), Err(SortError::NotANumber(place)));
        }
    }
    let mut alone = [f64::NAN];
    assert_eq!(sort(&mut alone, false, 1), Ok(()));
}

thread_local! {
    static QUESTIONS: Cell<u32> = const { Cell::new(0) };
    static ANSWERED: Cell<u32> = const { Cell::new(u32::MAX) };
}

/// Stopped after any number of questions, the values are all there.
#[test]
fn stopped_at_any_time_nothing_is_lost() {
    fn test<T: Tested>() {
        let values = data::<T>(|_, _, bits| bits, 1_200_000, &mut Random(4));
        let all = expected(&values, false);
        let mut stopped = 0;
        for questions in [0, 1, 2, 5, 13] {
            let mut sorted = values.clone();
            QUESTIONS.set(0);
            ANSWERED.set(questions);
            let ask = |_: usize, _: u64, _: u64| {
                QUESTIONS.set(QUESTIONS.get() + 1);
                QUESTIONS.get() > ANSWERED.get()
            };
            let result =
                with_poll(Poll { ask, context: 0 }, || sort(&mut sorted, false, 1 + questions as usize % 2));
            stopped += u32::from(result.is_none());
            assert_eq!(expected(&sorted, false), all, "{questions}");
        }
        assert!(stopped > 0);
    }
    test::<f64>();
    test::<u64>();
    test::<i64>();
    test::<u32>();
    test::<f32>();
    test::<i16>();
}

/// Data made to be bad for the pivots that a quicksort picks costs no more than a constant times random data.
#[test]
fn data_made_against_quicksort_is_no_trouble() {
    let len = 300_000;
    let time = |values: &[i64]| {
        (0..3)
            .map(|_| {
                let mut sorted = values.to_vec();
                let start = std::time::Instant::now();
                sort(&mut sorted, false, 1).unwrap();
                start.elapsed()
            })
            .min()
            .unwrap()
    };
    let random = data::<i64>(|_, _, bits| bits, len, &mut Random(5));
    // McIlroy's way, for a sort that is not asked to compare: few keys are large wherever a pivot is looked for.
    let usual = time(&random);
    for (name, shape) in SHAPES {
        let values = data::<i64>(shape, len, &mut Random(6));
        assert!(time(&values) < 20 * usual, "{name}");
    }
    let blocks: Vec<i64> =
        (0..len).map(|place| if place % 1024 < 8 { 1 << 40 } else { -(place as i64) }).collect();
    assert!(time(&blocks) < 20 * usual);
    let growing: Vec<i64> = (0..len).map(|place| 1i64 << (place % 63)).collect();
    assert!(time(&growing) < 20 * usual);
}
