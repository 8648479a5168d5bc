//! Float sums and dot products, by bits, against integer arithmetic, at every level that this CPU has.

mod common;

use abicus::cpu;
use abicus::kernels::sum::{FastDot, FastSum, dot_float, path_counts, sum_float, sum_of_squares_float};
use abicus::kernels::view::{Dimension, Input, View, decode_native};
use common::{KINDS, Random, exact_dot, exact_sum, nearest, scaled};

/// The level of a process is chosen once, so the lower levels are tested by this program started again.
#[test]
fn lower_levels() {
    for level in cpu::Level::ALL.into_iter().filter(|&level| level < cpu::level()) {
        let mut program = std::process::Command::new(std::env::current_exe().unwrap());
        let status = program.env("ABICUS_CPU", level.name()).args(["--skip", "lower_levels", "-q"]).status();
        assert!(status.unwrap().success(), "{}", level.name());
    }
}

fn check_sum(values: &[f64], threads: usize, what: &str) {
    let (found, expected) = (sum_float(&Input::Slice(values), threads), exact_sum(values));
    assert_eq!(found.to_bits(), expected.to_bits(), "{what}: {found:e} for {expected:e}");
}

#[test]
fn every_length_and_kind() {
    let mut random = Random(3);
    for (name, kind) in KINDS {
        for n in 0..=300 {
            let (a, b) = (kind(&mut random, n), kind(&mut random, n));
            check_sum(&a, 1, &format!("sum {name} {n}"));
            let (found, expected) = (dot_float(&Input::Slice(&a), &Input::Slice(&b), 1), exact_dot(&a, &b));
            assert_eq!(found.to_bits(), expected.to_bits(), "dot {name} {n}: {found:e} for {expected:e}");
            let (found, expected) = (sum_of_squares_float(&Input::Slice(&a), 1), exact_dot(&a, &a));
            assert_eq!(found.to_bits(), expected.to_bits(), "squares {name} {n}");
            let singles: Vec<f32> =
                a.iter().map(|&value| value as f32).filter(|value| value.is_finite()).collect();
            let doubles: Vec<f64> = singles.iter().map(|&value| value.into()).collect();
            let found = sum_float(&Input::Slice(&singles), 1);
            assert_eq!(found.to_bits(), exact_sum(&doubles).to_bits(), "f32 {name} {n}");
            let found = sum_of_squares_float(&Input::Slice(&singles), 1);
            assert_eq!(found.to_bits(), exact_dot(&doubles, &doubles).to_bits(), "f32 squares {name} {n}");
        }
    }
}

#[test]
fn large_arrays_offsets_and_threads() {
    let mut random = Random(4);
    for (name, kind) in KINDS {
        for n in [511, 512, 513, 1000, 16_384, 16_385, 40_000] {
            let values = kind(&mut random, n);
            check_sum(&values, 1, &format!("{name} {n}"));
            for offset in 1..8 {
                check_sum(&values[offset..n - offset], 1, &format!("{name} {n} from {offset}"));
            }
            let backwards: Vec<f64> = values.iter().rev().copied().collect();
            let found = dot_float(&Input::Slice(&values), &Input::Slice(&backwards), 1);
            assert_eq!(found.to_bits(), exact_dot(&values, &backwards).to_bits(), "dot {name} {n}");
        }
    }
    let values = KINDS[1].1(&mut random, 3 << 19);
    let one = exact_sum(&values);
    for threads in [0, 1, 2, 3] {
        assert_eq!(sum_float(&Input::Slice(&values), threads), one, "{threads} threads");
    }
}

#[test]
fn strided_and_misaligned_views() {
    let mut random = Random(5);
    for (name, kind) in KINDS {
        let values = kind(&mut random, 3000);
        let mut bytes = vec![0u8];
        bytes.extend(values.iter().flat_map(|value| value.to_ne_bytes()));
        for stride in [8isize, -8, 24, -16, 0] {
            let length = 3000 / (stride.unsigned_abs() / 8).max(1);
            let dimension = [Dimension { length, stride }];
            let view = View::new(&bytes[1..], &dimension, 8, decode_native::<f64>).unwrap();
            let extent = (length as isize - 1) * stride;
            let picked: Vec<f64> =
                (0..length as isize).map(|i| values[((i * stride - extent.min(0)) / 8) as usize]).collect();
            let found = sum_float(&Input::View(&view), 1);
            assert_eq!(found.to_bits(), exact_sum(&picked).to_bits(), "{name} stride {stride}");
        }
    }
}

#[test]
fn outliers_that_no_sample_sees() {
    let mut random = Random(6);
    for n in [40, 600, 20_000, 50_000] {
        for outlier in [1e300, 1e30, 3.0, -1e16, 2f64.powi(60), 5e-324] {
            for _ in 0..20 {
                let mut values: Vec<f64> = (0..n).map(|_| random.unit()).collect();
                let (first, second) = (random.below(n), random.below(n));
                values[first] = outlier;
                values[second] -= outlier;
                check_sum(&values, 1, &format!("{outlier:e} at {first} and {second} of {n}"));
                let ones: Vec<f64> = (0..n).map(|_| random.unit()).collect();
                let found = dot_float(&Input::Slice(&values), &Input::Slice(&ones), 1);
                assert_eq!(found.to_bits(), exact_dot(&values, &ones).to_bits(), "dot");
            }
        }
    }
}

/// A sample that is too low by just so much that the high parts come near the end of their range.
#[test]
fn samples_that_are_too_low() {
    let mut random = Random(9);
    for n in [300, 1000, 16_384] {
        for factor in (5..130).step_by(if n > 1000 { 20 } else { 3 }) {
            // Every sampled vector begins at a multiple of 256 or of a power of two near n / 64.
            let step = if n < 16_384 { (n / 64).max(1) * 8 } else { 256 };
            let values: Vec<f64> = (0..n)
                .map(
                    |place| {
                        if place % step < 8 { 1.0 } else { f64::from(factor) * (1.0 + random.unit() / 8.0) }
                    },
                )
                .collect();
            check_sum(&values, 1, &format!("{factor} of {n}"));
            let roots: Vec<f64> = values.iter().map(|value| value.sqrt()).collect();
            let found = sum_of_squares_float(&Input::Slice(&roots), 1);
            assert_eq!(found.to_bits(), exact_dot(&roots, &roots).to_bits(), "squares {factor} of {n}");
        }
    }
}

/// What a block before it, or a sample of the block, says of its magnitudes is too little by a factor that brings the
/// high parts of the lanes together just beyond 53 bits.
#[test]
fn a_guess_that_is_a_little_low() {
    let mut random = Random(9);
    let before: Vec<f64> = (0..16_384).map(|place| if place % 2 == 0 { 1.0 } else { -1.0 }).collect();
    for step in 0..64 {
        let (sign, size) = (if step % 2 == 0 { 1.0 } else { -1.0 }, 16.0 + 4.0 * f64::from(step));
        for _ in 0..4 {
            let mut values = before.clone();
            values.extend((0..16_384).map(|_| sign * size * (0.95 + random.unit() / 10.0)));
            check_sum(&values, 1, &format!("about {size}"));
            let ones = vec![1.0; values.len()];
            let found = dot_float(&Input::Slice(&values), &Input::Slice(&ones), 1);
            assert_eq!(found.to_bits(), exact_sum(&values).to_bits(), "products about {size}");
        }
    }
}

/// Outliers in the last vectors that bring a lane's high part exactly to zero, or near it.
#[test]
fn lanes_that_end_at_zero() {
    let mut random = Random(10);
    let before: Vec<f64> = (0..16_384).map(|place| if place % 2 == 0 { 1.0 } else { -1.0 }).collect();
    for sixty_fourths in 0..=32 {
        let start = 2.0 + f64::from(sixty_fourths) / 64.0;
        for exponent in 14..=22 {
            let outlier = -start * 2f64.powi(exponent);
            for lanes in [1, 2, 3, 7] {
                let mut values = before.clone();
                values.extend((0..16_384).map(|place| if place % 32 < lanes { 0.0 } else { random.unit() }));
                let end = values.len() - 32;
                values[end..end + lanes].fill(outlier);
                check_sum(&values, 1, &format!("{lanes} times {outlier}"));
            }
        }
    }
}

#[test]
fn infinities_nan_and_overflow() {
    let (inf, nan, max) = (f64::INFINITY, f64::NAN, f64::MAX);
    for n in [1, 5, 30, 40, 1000, 20_000] {
        for place in [0, n / 2, n - 1] {
            let with = |special: f64| {
                let mut values = vec![1.5; n];
                values[place] = special;
                sum_float(&Input::Slice(&values), 1)
            };
            assert_eq!(with(inf), inf);
            assert_eq!(with(-inf), -inf);
            assert!(with(nan).is_nan());
            let mut zeros = vec![0.0; n];
            zeros[place] = nan;
            assert!(sum_float(&Input::Slice(&zeros), 1).is_nan());
            assert!(dot_float(&Input::Slice(&zeros), &Input::Slice(&vec![1.0; n]), 1).is_nan());
            zeros[place] = 0.0;
            assert!(dot_float(&Input::Slice(&zeros), &Input::Slice(&vec![inf; n]), 1).is_nan());
        }
    }
    assert!(sum_float(&Input::Slice(&[inf, -inf]), 1).is_nan());
    // Through the table: as many infinities as make the sum of their bits a multiple of 2^64.
    let mut wide = vec![inf; 4096];
    wide.extend(KINDS[8].1(&mut Random(9), 8192));
    assert_eq!(sum_float(&Input::Slice(&wide), 1), inf);
    wide.push(nan);
    assert!(sum_float(&Input::Slice(&wide), 1).is_nan());
    assert_eq!(sum_float(&Input::Slice(&[max, max]), 1), inf);
    assert_eq!(sum_float(&Input::Slice(&[max, max, -max]), 1), max);
    // Half a unit in the last place beyond the greatest double rounds up, less does not.
    assert_eq!(sum_float(&Input::Slice(&[max, 2f64.powi(970)]), 1), inf);
    assert_eq!(sum_float(&Input::Slice(&[max, 2f64.powi(970), -5e-324]), 1), max);
    assert_eq!(dot_float(&Input::Slice(&[max, max]), &Input::Slice(&[2.0, -1.5]), 1), max / 2.0);
    for zeros in [vec![-0.0; 3], vec![-0.0; 100], vec![]] {
        assert_eq!(sum_float(&Input::Slice(&zeros), 1).to_bits(), 0);
    }
}

#[test]
fn any_chunking_gives_the_same() {
    let mut random = Random(7);
    for (name, kind) in KINDS {
        let (a, b) = (kind(&mut random, 5000), kind(&mut random, 5000));
        let (mut sum, mut other, mut dot) = (FastSum::new(), FastSum::new(), FastDot::new());
        let mut place = 0;
        while place < a.len() {
            let end = (place + random.below(700)).min(a.len());
            if random.below(2) == 0 {
                sum.push(&a[place..end])
            } else {
                other.push(&a[place..end])
            }
            dot.push(&a[place..end], &b[place..end]);
            place = end;
        }
        sum.merge(&other);
        if let Some(found) = sum.finish() {
            assert_eq!(found.to_bits(), exact_sum(&a).to_bits(), "{name}");
        }
        if let Some(found) = dot.finish() {
            assert_eq!(found.to_bits(), exact_dot(&a, &b).to_bits(), "{name}");
        }
    }
}

/// Ordinary data must not leave the fast way, and the counters must tell when data does.
#[test]
fn ordinary_data_takes_the_fast_way() {
    let mut random = Random(8);
    let slow = |values: &[f64]| {
        let before = path_counts();
        check_sum(values, 1, "counted");
        dot_float(&Input::Slice(values), &Input::Slice(values), 1);
        path_counts().exact - before.exact
    };
    let normal = |random: &mut Random| (0..12).map(|_| random.unit()).sum::<f64>() - 6.0;
    for n in [100, 1000, 10_000, 100_000] {
        let uniform: Vec<f64> = (0..n).map(|_| (random.bits() >> 1) as f64 * 2f64.powi(-63)).collect();
        let bell: Vec<f64> = (0..n).map(|_| normal(&mut random)).collect();
        let prices: Vec<f64> = (0..n).map(|_| random.below(100_000) as f64 / 100.0).collect();
        let whole: Vec<f64> = (0..n).map(|place| place as f64).collect();
        let mut sorted = bell.clone();
        sorted.sort_by(f64::total_cmp);
        let running: Vec<f64> = uniform
            .iter()
            .scan(0.0, |total, value| {
                *total += value;
                Some(*total)
            })
            .collect();
        let logarithmic: Vec<f64> = bell.iter().map(|value| value.exp()).collect();
        let wide: Vec<f64> =
            (0..n).map(|_| (random.unit() + 0.5) * 2f64.powi(random.below(600) as i32 - 300)).collect();
        for (name, values) in [
            ("uniform", uniform),
            ("normal", bell),
            ("prices", prices),
            ("whole", whole),
            ("sorted", sorted),
            ("running", running),
            ("lognormal", logarithmic),
            ("wide", wide),
        ] {
            // One in about n sums is an exact tie.
            assert!(slow(&values) <= u64::from(n <= 1000), "{name} {n}");
        }
    }
    assert_eq!(slow(&[9007199254740992.0, 1.0]), 0, "a tie of few is decided at once");
    let mut tie = vec![0.0; 100];
    (tie[0], tie[50]) = (9007199254740992.0, 1.0);
    assert_eq!(slow(&tie), 1, "a tie of more is decided exactly");
    assert!(slow(&[1.0, 1e100, -1e100, -1.0].repeat(100)) >= 1, "cancellation too");
    // What cancels needs the exact pass, but the table only if it is wide.
    for (exponents, wide) in [(1, false), (20, false), (200, false), (600, true)] {
        let mut values: Vec<f64> =
            (0..10_000).map(|_| random.unit() * 2f64.powi(random.below(exponents) as i32)).collect();
        values.extend(values.clone().iter().map(|value| -value));
        let before = path_counts();
        check_sum(&values, 1, "cancelling");
        let after = path_counts();
        assert_eq!((after.exact - before.exact, after.wide > before.wide), (1, wide), "{exponents}");
    }
}

/// Products that cancel but for one, which is zero, or too small or too large for arithmetic with doubles.
#[test]
fn one_product_is_left_of_many() {
    let mut random = Random(9);
    let left = [(0.0, 1.0), (1e-160, 1e-160), (-5e-324, 0.75), (1e-200, 1e-200), (1e200, 1e107), (0.1, 0.3)];
    for (exponents, n) in [(1, 300), (1, 3000), (40, 3000), (150, 3000), (600, 3000)] {
        for (a_left, b_left) in left {
            for zeros in [0, 500] {
                let mut terms: Vec<(f64, f64)> = Vec::new();
                for _ in 0..n {
                    let scale = 2f64.powi(random.below(exponents) as i32);
                    let (a, b) = (random.unit() * scale, random.unit() * scale);
                    terms.extend([(a, b), (a, -b)]);
                }
                terms.extend((0..zeros).map(|place| if place % 2 == 0 { (0.0, 3.5) } else { (2.5, -0.0) }));
                terms.push((a_left, b_left));
                for place in 0..terms.len() {
                    let other = random.below(terms.len());
                    terms.swap(place, other);
                }
                let (a, b): (Vec<f64>, Vec<f64>) = terms.into_iter().unzip();
                let found = dot_float(&Input::Slice(&a), &Input::Slice(&b), 1);
                let expected = exact_dot(&[a_left], &[b_left]);
                assert_eq!(found.to_bits(), expected.to_bits(), "{exponents} {n} {a_left} {b_left} {zeros}");
            }
        }
    }
}

#[test]
fn the_oracle_knows_its_arithmetic() {
    assert_eq!(exact_sum(&[0.1; 10]), 1.0);
    assert_eq!(exact_sum(&[1e16, 1.0, -1e16]), 1.0);
    assert_eq!(nearest(&(scaled(1.0) * 3 / 2), 1074), 1.5);
    assert_eq!(exact_dot(&[3.0, 4.0, 5.0], &[-1.0, 9.0, -2.5]), 20.5);
}
