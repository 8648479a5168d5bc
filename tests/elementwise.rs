//! Passes over every element against plain loops and exact arithmetic, at every level of this CPU.

mod common;

use abicus::kernels::elementwise::{
    Hypot, Operand, Scalable, adjust_into, adjusted, adjustment, masked_hypot, scale_double_into, scale_into,
    scaled, scaled_double,
};
use abicus::kernels::view::{Dimension, Element, Input, View, decode_native};
use common::{Random, nearest, scaled as exact};

common::at_every_level!();

/// Lengths around those of vectors, blocks and pieces.
const LENGTHS: [usize; 12] = [0, 1, 2, 15, 16, 17, 63, 64, 65, 1023, 1025, 3000];

/// An integer type.
trait Tested: Scalable<Factor = i128> + Into<i128> + TryFrom<i128> + std::fmt::Debug {
    fn cut(bits: u64) -> Self;
}
macro_rules! tested {
    ($($type:ty)*) => {$(
        impl Tested for $type {
            fn cut(bits: u64) -> Self { bits as $type }
        }
    )*};
}
tested!(i64 u64 i32 u32 i16 u16 i8 u8);

/// The products, or the place of the first that does not fit.
fn plain<T: Tested>(values: &[T], factor: i128) -> Result<Vec<T>, usize> {
    let product = |&value: &T| T::try_from(value.into().saturating_mul(factor)).ok();
    let made: Vec<Option<T>> = values.iter().map(product).collect();
    match made.iter().position(Option::is_none) {
        Some(place) => Err(place),
        None => Ok(made.into_iter().flatten().collect()),
    }
}

fn integers<T: Tested>() {
    let mut random = Random(71);
    let factors = [0, 1, 2, -1, -3, 7, 255, 1 << 31, -(1 << 63), 1 << 63, i128::MAX, i128::MIN];
    for len in LENGTHS {
        for factor in factors {
            // Small enough for the factor, but for one now and then.
            let shift = (128 - factor.unsigned_abs().leading_zeros()).min(63);
            let mut values: Vec<T> = (0..len).map(|_| T::cut((random.bits() >> shift) % 11)).collect();
            if len > 0 && random.below(2) == 0 {
                values[random.below(len)] = T::cut(random.bits());
            }
            check_integers(&values, factor);
            values.iter_mut().for_each(|value| *value = T::cut(0));
            check_integers(&values, factor);
        }
    }
}

fn check_integers<T: Tested>(values: &[T], factor: i128) {
    let expected = plain(values, factor);
    let what = format!("{values:?} * {factor}");
    assert_eq!(scaled(&Input::Slice(values), factor).unwrap(), expected, "{what}");
    let untouched = vec![T::cut(77); values.len()];
    let mut out = untouched.clone();
    let done = scale_into(Operand::Input(&Input::Slice(values)), factor, &mut out);
    assert_eq!(done, expected.as_ref().map(|_| ()).map_err(|&place| place), "{what}");
    assert_eq!(&out, expected.as_ref().unwrap_or(&untouched), "{what}");
    let mut place = values.to_vec();
    assert_eq!(scale_into(Operand::Out, factor, &mut place), done, "{what}");
    assert_eq!(place, expected.unwrap_or(values.to_vec()), "{what}");
}

#[test]
fn integers_are_exact_or_refused() {
    integers::<i64>();
    integers::<u64>();
    integers::<i32>();
    integers::<u32>();
    integers::<i16>();
    integers::<u16>();
    integers::<i8>();
    integers::<u8>();
}

#[test]
fn every_byte_times_every_factor() {
    let bytes: Vec<i8> = (i8::MIN..=i8::MAX).collect();
    for factor in -130i128..=130 {
        for &byte in &bytes {
            check_integers(&[byte], factor);
            check_integers(&[byte as u8], factor);
        }
    }
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| if value.is_nan() { 1 } else { value.to_bits() }).collect()
}

fn single_bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| if value.is_nan() { 1 } else { value.to_bits() }).collect()
}

#[test]
fn doubles_are_products_rounded_once() {
    let mut random = Random(72);
    for len in LENGTHS {
        let mut values: Vec<f64> = (0..len).map(|_| f64::from_bits(random.bits())).collect();
        values.extend([f64::NAN, f64::INFINITY, -0.0]);
        for factor in [2.0, -0.1, 1e300, 0.0, f64::INFINITY, f64::NAN] {
            let expected: Vec<f64> = values.iter().map(|value| value * factor).collect();
            let found = scaled(&Input::Slice(&values), factor).unwrap().unwrap();
            assert_eq!(bits(&found), bits(&expected));
            let mut out = vec![7.0; values.len()];
            scale_into(Operand::Input(&Input::Slice(&values)), factor, &mut out).unwrap();
            assert_eq!(bits(&out), bits(&expected));
            let mut out = values.clone();
            scale_into(Operand::Out, factor, &mut out).unwrap();
            assert_eq!(bits(&out), bits(&expected));
        }
    }
}

/// The exact product rounded once to a float, by way of a double that is rounded to odd by exact arithmetic.
fn product_as_single(value: f32, factor: f64) -> f32 {
    let product = f64::from(value) * factor;
    if !product.is_finite() || product == 0.0 {
        return product as f32;
    }
    // In units of 2^-2148.
    let number = exact(f64::from(value)) * exact(factor);
    let near = nearest(&number, 2148);
    let rounded = exact(near) << 1074;
    if rounded == number || near.to_bits() & 1 == 1 {
        return near as f32;
    }
    let up = (number > rounded) == (near > 0.0);
    f64::from_bits(if up { near.to_bits() + 1 } else { near.to_bits() - 1 }) as f32
}

#[test]
fn floats_times_a_double_are_rounded_once() {
    let mut random = Random(73);
    let factors =
        [0.1, 1.0 / 3.0, -1e-30, 1.5, 1e300, 1e-300, 0.1f32 as f64, 1.0 + f64::EPSILON, f64::MAX, 5e-324];
    for factor in factors {
        let mut values: Vec<f32> = (0..1500).map(|_| f32::from_bits(random.bits() as u32)).collect();
        values.extend((0..500).map(|_| random.unit() as f32));
        // Products that lie between two floats when they are rounded to a double.
        values.extend((0..500).map(|_| {
            let between = f64::from_bits((random.unit() + 0.5).to_bits() & !0x1fff_ffff | 0x1000_0000);
            (between / factor) as f32
        }));
        check_singles(&values, factor);
        check_singles(&values[1500..1700], factor);
    }
    // 1 + 2^-23, and factors that lead right between two floats but for the last bit of a double or less.
    let value = 1.0f32 + f32::EPSILON;
    for last in 1..2000 {
        let tie = 1.0 + f64::from(last) * 2f64.powi(-24);
        for factor in
            [tie / f64::from(value), (tie / f64::from(value)).next_up(), (tie / f64::from(value)).next_down()]
        {
            check_singles(&[value, -value], factor);
        }
    }
}

fn check_singles(values: &[f32], factor: f64) {
    let expected: Vec<f32> = values.iter().map(|&value| product_as_single(value, factor)).collect();
    let found = scaled(&Input::Slice(values), factor).unwrap().unwrap();
    assert_same(values, factor, &found, &expected);
    let mut out = values.to_vec();
    scale_into(Operand::Out, factor, &mut out).unwrap();
    assert_same(values, factor, &out, &expected);
}

fn assert_same(values: &[f32], factor: f64, found: &[f32], expected: &[f32]) {
    for (value, (found, expected)) in values.iter().zip(single_bits(found).iter().zip(single_bits(expected)))
    {
        assert_eq!(*found, expected, "{value:e} * {factor:e}");
    }
}

#[test]
fn integers_times_a_double_are_made_doubles_first() {
    let values = [i64::MIN, -1, 0, 1, i64::MAX, (1 << 53) + 1];
    let expected: Vec<f64> = values.iter().map(|&value| value as f64 * 0.3).collect();
    assert_eq!(scaled_double(&Input::Slice(&values), 0.3).unwrap(), expected);
    let mut out = [7.0; 6];
    scale_double_into(&Input::Slice(&values), 0.3, &mut out);
    assert_eq!(out[..], expected);
    assert_eq!(scaled_double(&Input::Slice(&[u64::MAX, 3]), 2.0).unwrap(), [u64::MAX as f64 * 2.0, 6.0]);
}

#[test]
fn results_beyond_the_caches_are_the_same() {
    let len = (1 << 22) + 12345;
    let values: Vec<f64> = (0..len).map(f64::from).collect();
    let mut out = vec![0.0; values.len() + 3];
    // From a place that is not the beginning of a line.
    scale_into(Operand::Input(&Input::Slice(&values)), 3.0, &mut out[3..]).unwrap();
    assert!(out[3..].iter().zip(&values).all(|(&found, value)| found == value * 3.0));
    let values: Vec<u8> = (0..(1u32 << 25) + 77).map(|place| place as u8 % 100).collect();
    let mut out = vec![0; values.len() + 5];
    scale_into(Operand::Input(&Input::Slice(&values)), 2, &mut out[5..]).unwrap();
    assert!(out[5..].iter().zip(&values).all(|(&found, value)| found == value * 2));
}

fn hypot<T: Hypot + PartialEq + std::fmt::Debug>(
    make: impl Fn(&mut Random) -> T,
    bits: impl Fn(&T) -> u64,
    root: impl Fn(T, T) -> T,
) {
    let mut random = Random(74);
    for len in LENGTHS {
        for often in [0, 1, 3, 50] {
            let a: Vec<T> = (0..len).map(|_| make(&mut random)).collect();
            let b: Vec<T> = (0..len).map(|_| make(&mut random)).collect();
            let before: Vec<T> = (0..len).map(|_| make(&mut random)).collect();
            // The threshold is one of them: it is not above itself.
            let above = if often == 0 || len == 0 { make(&mut random) } else { a[random.below(len)] };
            let expected = |before: &[T]| -> Vec<u64> {
                let each = |((&a, &b), before)| if a > above { bits(&root(a, b)) } else { bits(before) };
                a.iter().zip(&b).zip(before).map(each).collect()
            };
            let (x, y) = (Input::Slice(&a), Input::Slice(&b));
            let seen = |out: &[T]| out.iter().map(&bits).collect::<Vec<u64>>();
            let mut out = before.clone();
            masked_hypot(Operand::Input(&x), Operand::Input(&y), above, &mut out);
            assert_eq!(seen(&out), expected(&before));
            let mut out = a.clone();
            masked_hypot(Operand::Out, Operand::Input(&y), above, &mut out);
            assert_eq!(seen(&out), expected(&a));
            let mut out = b.clone();
            masked_hypot(Operand::Input(&x), Operand::Out, above, &mut out);
            assert_eq!(seen(&out), expected(&b));
        }
    }
}

#[test]
fn hypotenuses_are_those_of_plain_arithmetic() {
    let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, 1e200, 1e-200, f64::MAX];
    let any = |random: &mut Random| match random.below(9) {
        0 => special[random.below(special.len())],
        _ => random.unit() * 10.0 - 5.0,
    };
    let bits_of = |value: &f64| if value.is_nan() { 1 } else { value.to_bits() };
    hypot(any, bits_of, |a, b| (a * a + b * b).sqrt());
    let single = |value: &f32| if value.is_nan() { 1 } else { value.to_bits().into() };
    hypot(move |random| any(random) as f32, single, |a, b| (a * a + b * b).sqrt());
}

#[test]
fn bytes_are_adjusted_by_the_formula() {
    let mut random = Random(75);
    let all: Vec<u8> = (0..=255).collect();
    let mut settings =
        vec![(0.0, 0.0), (0.1, 0.2), (-1.0, 0.0), (1.0, -1.0), (0.5, -3.0), (1e300, 5.0), (0.0, 1e308)];
    settings.extend((0..200).map(|_| (random.unit() * 2.0 - 1.0, random.unit() * 4.0 - 2.0)));
    // Results that lie between two bytes.
    settings.extend([(0.5 / 255.0, 0.0), (1.5 / 255.0, 1.0), (0.0, -0.5)]);
    for (brightness, contrast) in settings {
        let table = adjustment(brightness, contrast).unwrap();
        for (&byte, &found) in all.iter().zip(&table) {
            let exact = (f64::from(byte) - 127.5) * (1.0 + contrast) + 127.5 + 255.0 * brightness;
            let expected = exact.round_ties_even().clamp(0.0, 255.0);
            assert_eq!(f64::from(found), expected, "{byte} {brightness} {contrast}");
        }
    }
    assert_eq!(adjustment(0.0, 0.0).unwrap()[..], all);
    for (brightness, contrast) in
        [(f64::NAN, 0.0), (0.0, f64::INFINITY), (f64::NEG_INFINITY, 0.0), (1e307, 1e308)]
    {
        assert!(adjustment(brightness, contrast).is_none(), "{brightness} {contrast}");
    }
}

#[test]
fn any_table_is_looked_up_at_any_length() {
    let mut random = Random(76);
    let table: [u8; 256] = std::array::from_fn(|_| random.bits() as u8);
    for len in (0..200).chain(LENGTHS) {
        let bytes: Vec<u8> = (0..len).map(|_| random.bits() as u8).collect();
        let expected: Vec<u8> = bytes.iter().map(|&byte| table[usize::from(byte)]).collect();
        assert_eq!(adjusted(&Input::Slice(&bytes), &table).unwrap(), expected);
        let mut out = vec![7; len];
        adjust_into(Operand::Input(&Input::Slice(&bytes)), &table, &mut out);
        assert_eq!(out, expected);
        let mut out = bytes;
        adjust_into(Operand::Out, &table, &mut out);
        assert_eq!(out, expected);
    }
}

fn backwards<T: Element, R>(
    values: &[T],
    to_bytes: impl Fn(&T) -> Vec<u8>,
    read: impl FnOnce(&Input<T>) -> R,
) -> R {
    let bytes: Vec<u8> = values.iter().rev().flat_map(to_bytes).collect();
    let dimension = [Dimension { length: values.len(), stride: -size_of::<T>().cast_signed() }];
    let view = View::new(&bytes, &dimension, size_of::<T>(), decode_native::<T>).unwrap();
    read(&Input::View(&view))
}

#[test]
fn views_are_read_in_their_order() {
    let values: Vec<f64> = (0..3000).map(f64::from).collect();
    let bytes = |value: &f64| value.to_ne_bytes().to_vec();
    let twice: Vec<f64> = values.iter().map(|value| value * 2.0).collect();
    assert_eq!(backwards(&values, bytes, |input| scaled(input, 2.0)).unwrap().unwrap(), twice);
    let mut out = vec![0.0; 3000];
    backwards(&values, bytes, |input| scale_into(Operand::Input(input), 2.0, &mut out)).unwrap();
    assert_eq!(out, twice);
    let mut out = vec![0.0; 3000];
    let three = vec![3.0; 3000];
    backwards(&values, bytes, |a| {
        masked_hypot(Operand::Input(a), Operand::Input(&Input::Slice(&three)), 3.5, &mut out);
    });
    assert_eq!(out[..6], [0.0, 0.0, 0.0, 0.0, 5.0, 34f64.sqrt()]);
    let table = adjustment(0.1, 0.0).unwrap();
    let pixels: Vec<u8> = (0..3000).map(|place| place as u8).collect();
    let found = backwards(&pixels, |byte| vec![*byte], |input| adjusted(input, &table)).unwrap();
    assert_eq!(found, adjusted(&Input::Slice(&pixels), &table).unwrap());
}
