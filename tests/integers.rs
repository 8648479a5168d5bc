//! Sums, dot products and counts of integers against plain arithmetic on big integers, at every level of this CPU.

mod common;

use abicus::kernels::sum::{
    Integer, Parity, Words3, count_even, dot_integer, sum_integer, sum_of_squares_integer,
};
use abicus::kernels::view::{Dimension, Input, View, decode_native};
use common::Random;
use num_bigint::BigInt;

common::at_every_level!();

fn big(words: &[u64]) -> BigInt {
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    BigInt::from_signed_bytes_le(&bytes)
}

/// A type of integers with its limits.
trait Tested: Integer + Parity + std::fmt::Debug {
    const LOWEST: Self;
    const HIGHEST: Self;
    fn cut(bits: u64) -> Self;
}
macro_rules! tested {
    ($($type:ty)*) => {$(
        impl Tested for $type {
            const LOWEST: Self = <$type>::MIN;
            const HIGHEST: Self = <$type>::MAX;
            fn cut(bits: u64) -> Self { bits as $type }
        }
    )*};
}
tested!(i64 u64 i32 u32 i16 u16 i8 u8);

/// Runs a generic test for every type.
macro_rules! for_every_type {
    ($test:ident) => {
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

fn check<T: Tested>(a: &Input<T>, b: &Input<T>, plain_a: &[T], plain_b: &[T], what: &str) {
    let number = |value: T| BigInt::from(value.into());
    let sum: BigInt = plain_a.iter().map(|&value| number(value)).sum();
    let dot: BigInt = plain_a.iter().zip(plain_b).map(|(&a, &b)| number(a) * number(b)).sum();
    let squares: BigInt = plain_a.iter().map(|&value| number(value) * number(value)).sum();
    let even = plain_a.iter().filter(|&&value| value.into() % 2 == 0).count();
    for threads in [1, 3] {
        assert_eq!(BigInt::from(sum_integer(a, threads)), sum, "sum {what}");
        assert_eq!(big(&dot_integer(a, b, threads)), dot, "dot {what}");
        assert_eq!(big(&sum_of_squares_integer(a, threads)), squares, "squares {what}");
    }
    assert_eq!(count_even(a), even, "even {what}");
}

fn kinds<T: Tested>(random: &mut Random, len: usize) -> [Vec<T>; 4] {
    let mut small = 0;
    [
        (0..len).map(|_| T::cut(random.bits())).collect(),
        (0..len).map(|_| T::cut((random.bits() as i64 >> 50) as u64)).collect(),
        // Small numbers with a large one now and then.
        (0..len)
            .map(|_| {
                small += 1;
                if small % 150 == 149 { T::HIGHEST } else { T::cut(random.bits() >> 40) }
            })
            .collect(),
        (0..len).map(|place| if place % 2 == 0 { T::LOWEST } else { T::HIGHEST }).collect(),
    ]
}

fn lengths<T: Tested>() {
    let mut random = Random(11);
    for len in (0..=300).chain([1023, 1024, 1025, 4096, 10_000]) {
        for a in kinds::<T>(&mut random, len) {
            let b = kinds::<T>(&mut random, len);
            let b = &b[random.below(4)];
            check(
                &Input::Slice(&a),
                &Input::Slice(b),
                &a,
                b,
                &format!("{len} {}", std::any::type_name::<T>()),
            );
        }
    }
}

#[test]
fn every_length() {
    for_every_type!(lengths);
}

fn offsets<T: Tested>() {
    let mut random = Random(12);
    let (a, b) = (kinds::<T>(&mut random, 1000), kinds::<T>(&mut random, 1000));
    for offset in 0..64 {
        let (a, b) = (&a[0][offset..offset + 700], &b[0][7..707]);
        check(&Input::Slice(a), &Input::Slice(b), a, b, &format!("offset {offset}"));
    }
}

#[test]
fn every_alignment_of_elements() {
    for_every_type!(offsets);
}

/// All of one value, or two in turn, so long that any narrower accumulator would overflow.
fn extremes<T: Tested>() {
    const LEN: usize = (1 << 20) + 1;
    let words = |number: BigInt| -> Words3 {
        let mut bytes = number.to_signed_bytes_le();
        bytes.resize(24, if number < BigInt::from(0) { 0xff } else { 0 });
        std::array::from_fn(|place| u64::from_le_bytes(*bytes[8 * place..].first_chunk().unwrap()))
    };
    let pairs = [(T::LOWEST, T::LOWEST), (T::HIGHEST, T::HIGHEST), (T::LOWEST, T::HIGHEST)];
    for (even, odd) in pairs {
        let values: Vec<T> = (0..LEN).map(|place| if place % 2 == 0 { even } else { odd }).collect();
        let other: Vec<T> = (0..LEN).map(|place| if place % 2 == 0 { odd } else { even }).collect();
        let (evens, odds) = (BigInt::from(LEN / 2 + 1), BigInt::from(LEN / 2));
        let (x, y): (BigInt, BigInt) = (even.into().into(), odd.into().into());
        let input = Input::Slice(&values);
        for threads in [1, 2, 0] {
            assert_eq!(BigInt::from(sum_integer(&input, threads)), &evens * &x + &odds * &y);
            let squares = words(&evens * &x * &x + &odds * &y * &y);
            assert_eq!(sum_of_squares_integer(&input, threads), squares);
            assert_eq!(dot_integer(&input, &Input::Slice(&other), threads), words(&x * &y * LEN));
        }
    }
}

#[test]
fn extreme_values() {
    for_every_type!(extremes);
}

/// Every stride, also zero, negative, overlapping and misaligned.
fn strides<T: Tested>() {
    let mut random = Random(13);
    let size = size_of::<T>() as isize;
    let bytes: Vec<u8> = (0..20_000).map(|_| random.bits() as u8).collect();
    let view = |len: usize, stride: isize| -> (View<T>, Vec<T>) {
        let dimensions = [Dimension { length: len, stride }];
        let first = if stride < 0 { stride.unsigned_abs() * len.saturating_sub(1) } else { 0 };
        let element =
            |place: usize| T::from_bytes(&bytes[first.wrapping_add_signed(stride * place as isize)..]);
        let view = View::new(&bytes, &dimensions, size as usize, decode_native).unwrap();
        (view, (0..len).map(element).collect())
    };
    for stride in [0, 1, size, -size, 2 * size, -3 * size, -1, size + 1] {
        for len in [0, 1, 2, 63, 64, 65, 129, 1 + 19_000 / 24] {
            let ((a, plain_a), (b, plain_b)) = (view(len, stride), view(len, 3));
            check(&Input::View(&a), &Input::View(&b), &plain_a, &plain_b, &format!("stride {stride}"));
            check(&Input::View(&a), &Input::Slice(&plain_b), &plain_a, &plain_b, &format!("stride {stride}"));
        }
    }
    let (long, plain) = view(19_000, 1);
    check(&Input::View(&long), &Input::View(&long), &plain, &plain, "several blocks");
}

#[test]
fn strided_views() {
    for_every_type!(strides);
}

/// The remainder of division by two of the language is the oracle: C's fmod is exact.
fn floats<T: Parity + PartialEq + std::ops::Rem<Output = T>>(values: &[T], two: T, zero: T) {
    for len in (0..=values.len().min(300)).chain([values.len()]) {
        let values = &values[values.len() - len..];
        let expected = values.iter().filter(|&&value| value % two == zero).count();
        assert_eq!(count_even(&Input::Slice(values)), expected);
    }
}

#[test]
fn even_doubles_and_floats() {
    let mut random = Random(14);
    let mut doubles =
        vec![0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -f64::NAN, f64::MAX, f64::MIN];
    doubles.extend([
        f64::MIN_POSITIVE,
        5e-324,
        -5e-324,
        0.5,
        1.0,
        1.5,
        2.0,
        2.5,
        3.0,
        4.0,
        -1.0,
        -2.0,
        1e300,
    ]);
    for power in 0..64 {
        let value = 2f64.powi(power);
        doubles.extend([value, value + 1.0, value - 1.0, value + 2.0, -value, value + 0.5, 1.0 / value]);
    }
    doubles.extend((0..1000).map(|_| f64::from_bits(random.bits())));
    doubles.extend((0..1000).map(|_| (random.bits() as i64 >> random.below(64)) as f64));
    floats(&doubles, 2.0, 0.0);
    let mut floats_32: Vec<f32> = doubles.iter().map(|&value| value as f32).collect();
    floats_32.extend((0..1000).map(|_| f32::from_bits(random.bits() as u32)));
    floats(&floats_32, 2.0, 0.0);
    let many = vec![2.0f32; 100_000];
    assert_eq!(count_even(&Input::Slice(&many)), many.len());
}
