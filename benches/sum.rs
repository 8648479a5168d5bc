//! Float sums and dot products beside inexact ones and another exact one.
//!
//! Answers are compared before anything is timed: by bits where both are exact, else within the rounding errors that
//! the inexact one may have.

use abicus::kernels::sum::{ExactSum, FastSum, dot_float, sum_float};
use abicus::kernels::view::Input;
use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use std::hint::black_box;
use std::time::Duration;
use xsum::{Xsum, XsumAuto};

/// Random bits (xorshift64*).
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
    /// Uniform in [0, 1).
    fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn uniform(len: usize) -> Vec<f64> {
    let mut random = Random(1);
    (0..len).map(|_| random.unit()).collect()
}

/// Random signs, and exponents up to `reach` above and below zero.
fn wide(len: usize, reach: i32) -> Vec<f64> {
    let mut random = Random(1);
    let mut value = || {
        let exponent = (random.bits() >> 32) as i32 % reach;
        let exponent = if random.bits() >> 63 == 0 { exponent } else { -exponent };
        (random.unit() + 0.5) * 2f64.powi(exponent) * if random.bits() >> 63 == 0 { 1.0 } else { -1.0 }
    };
    (0..len).map(|_| value()).collect()
}

/// The values and their negatives, in random order.
fn cancelling(half: Vec<f64>) -> Vec<f64> {
    let mut random = Random(2);
    let mut values: Vec<f64> = half.iter().flat_map(|&value| [value, -value]).collect();
    for place in (1..values.len()).rev() {
        values.swap(place, (random.bits() % (place as u64 + 1)) as usize);
    }
    values
}

/// As fast as a sum of doubles can be: independent sums that the compiler makes vectors of.
#[inline(always)]
fn lanes_sum(values: &[f64]) -> f64 {
    let mut sums = [0.0; 64];
    let chunks = values.chunks_exact(64);
    let rest: f64 = chunks.remainder().iter().sum();
    for chunk in chunks {
        sums.iter_mut().zip(chunk).for_each(|(sum, value)| *sum += value);
    }
    sums.iter().sum::<f64>() + rest
}

#[inline(always)]
fn lanes_dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 64];
    let (a_chunks, b_chunks) = (a.chunks_exact(64), b.chunks_exact(64));
    let rest: f64 = a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a_chunks.zip(b_chunks) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    sums.iter().sum::<f64>() + rest
}

/// The same with the widest instructions that this CPU has.
#[cfg(target_arch = "x86_64")]
mod simd {
    #[target_feature(enable = "avx512f")]
    fn sum_512(values: &[f64]) -> f64 {
        super::lanes_sum(values)
    }
    #[target_feature(enable = "avx2")]
    fn sum_256(values: &[f64]) -> f64 {
        super::lanes_sum(values)
    }
    #[target_feature(enable = "avx512f")]
    fn dot_512(a: &[f64], b: &[f64]) -> f64 {
        super::lanes_dot(a, b)
    }
    #[target_feature(enable = "avx2")]
    fn dot_256(a: &[f64], b: &[f64]) -> f64 {
        super::lanes_dot(a, b)
    }
    pub fn sum(values: &[f64]) -> f64 {
        match (is_x86_feature_detected!("avx512f"), is_x86_feature_detected!("avx2")) {
            // SAFETY: the CPU has the feature.
            (true, _) => unsafe { sum_512(values) },
            // SAFETY: the CPU has the feature.
            (_, true) => unsafe { sum_256(values) },
            _ => super::lanes_sum(values),
        }
    }
    pub fn dot(a: &[f64], b: &[f64]) -> f64 {
        match (is_x86_feature_detected!("avx512f"), is_x86_feature_detected!("avx2")) {
            // SAFETY: the CPU has the feature.
            (true, _) => unsafe { dot_512(a, b) },
            // SAFETY: the CPU has the feature.
            (_, true) => unsafe { dot_256(a, b) },
            _ => super::lanes_dot(a, b),
        }
    }
}
#[cfg(not(target_arch = "x86_64"))]
mod simd {
    pub use super::{lanes_dot as dot, lanes_sum as sum};
}

fn exact_peer(values: &[f64]) -> f64 {
    let mut sum = XsumAuto::new();
    sum.add_list(values);
    sum.sum()
}

/// Asserts that an inexact sum is as near to the exact one as its roundings allow.
fn assert_near(inexact: f64, exact: f64, magnitudes: impl Iterator<Item = f64>) {
    let (count, total) = magnitudes.fold((0.0, 0.0), |(count, total), value| (count + 1.0, total + value));
    assert!((inexact - exact).abs() <= count * f64::EPSILON * total, "{inexact:e} for {exact:e}");
}

fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20).warm_up_time(Duration::from_millis(200));
    group.measurement_time(Duration::from_millis(600));
    group
}

/// One kind of data: sums by every method.
fn sums(criterion: &mut Criterion, name: &str, lengths: &[usize], data: impl Fn(usize) -> Vec<f64>) {
    let mut group = group(criterion, name);
    for &len in lengths {
        let values = data(len);
        let input = Input::Slice(&values);
        let exact = sum_float(&input, 1);
        assert_eq!(exact.to_bits(), (exact_peer(&values) + 0.0).to_bits(), "{name} {len}");
        assert_near(simd::sum(&values), exact, values.iter().map(|value| value.abs()));

        group.throughput(Throughput::Elements(len as u64));
        group
            .bench_function(format!("{len}/sum"), |bencher| bencher.iter(|| sum_float(black_box(&input), 1)));
        group.bench_function(format!("{len}/ExactSum"), |bencher| {
            bencher.iter(|| {
                let mut sum = ExactSum::new();
                _ = sum.update(black_box(&values));
                sum.round()
            })
        });
        group.bench_function(format!("{len}/inexact, SIMD"), |bencher| {
            bencher.iter(|| simd::sum(black_box(&values)))
        });
        group.bench_function(format!("{len}/inexact, in order"), |bencher| {
            bencher.iter(|| black_box(&values).iter().sum::<f64>())
        });
        group
            .bench_function(format!("{len}/xsum"), |bencher| bencher.iter(|| exact_peer(black_box(&values))));
    }
}

fn sum_f64(criterion: &mut Criterion) {
    sums(criterion, "sum f64", &[10, 100, 1_000, 10_000, 100_000, 10_000_000], uniform);
    sums(criterion, "sum f64, wide", &[10_000, 100_000, 10_000_000], |len| wide(len, 300));
    sums(criterion, "sum f64, cancelling", &[10, 10_000, 100_000, 10_000_000], |len| {
        cancelling(uniform(len / 2))
    });
    sums(criterion, "sum f64, wide and cancelling", &[10_000, 100_000, 10_000_000], |len| {
        cancelling(wide(len / 2, 300))
    });
}

fn dot_f64(criterion: &mut Criterion) {
    for (name, data) in [
        ("dot f64", uniform as fn(usize) -> Vec<f64>),
        ("dot f64, wide", |len| wide(len, 300)),
        ("dot f64, cancelling", |len| cancelling(uniform(len / 2))),
    ] {
        let mut group = group(criterion, name);
        for len in [10, 100, 1_000, 10_000, 100_000, 10_000_000] {
            let a = data(len);
            let b = if name.ends_with("cancelling") {
                vec![0.75; len]
            } else {
                a.iter().rev().copied().collect()
            };
            let exact = dot_float(&Input::Slice(&a), &Input::Slice(&b), 1);
            assert_near(simd::dot(&a, &b), exact, a.iter().zip(&b).map(|(a, b)| (a * b).abs()));

            group.throughput(Throughput::Elements(len as u64));
            group.bench_function(format!("{len}/dot"), |bencher| {
                bencher.iter(|| dot_float(black_box(&Input::Slice(&a)), black_box(&Input::Slice(&b)), 1))
            });
            group.bench_function(format!("{len}/inexact, SIMD"), |bencher| {
                bencher.iter(|| simd::dot(black_box(&a), black_box(&b)))
            });
        }
    }
}

fn sum_f32(criterion: &mut Criterion) {
    let mut group = group(criterion, "sum f32");
    for len in [10, 1_000, 100_000, 10_000_000] {
        let values: Vec<f32> = uniform(len).iter().map(|&value| value as f32).collect();
        let doubles: Vec<f64> = values.iter().map(|&value| value.into()).collect();
        let input = Input::Slice(&values);
        assert_eq!(sum_float(&input, 1).to_bits(), exact_peer(&doubles).to_bits());

        group.throughput(Throughput::Elements(len as u64));
        group
            .bench_function(format!("{len}/sum"), |bencher| bencher.iter(|| sum_float(black_box(&input), 1)));
        group.bench_function(format!("{len}/inexact, in order"), |bencher| {
            bencher.iter(|| black_box(&values).iter().sum::<f32>())
        });
        group.bench_function(format!("{len}/in doubles, in order"), |bencher| {
            bencher.iter(|| black_box(&values).iter().map(|&value| f64::from(value)).sum::<f64>())
        });
    }
}

/// Data that arrives in blocks.
fn stream(criterion: &mut Criterion) {
    let values = uniform(1 << 20);
    let mut group = group(criterion, "sum f64 in blocks");
    group.throughput(Throughput::Elements(values.len() as u64));
    for block in [64, 512, 4096] {
        let mut sum = FastSum::new();
        values.chunks(block).for_each(|block| sum.push(block));
        assert_eq!(sum.finish(), Some(exact_peer(&values)));
        group.bench_function(format!("{block}/FastSum"), |bencher| {
            bencher.iter(|| {
                let mut sum = FastSum::new();
                black_box(&values).chunks(block).for_each(|block| sum.push(block));
                sum.finish()
            })
        });
        group.bench_function(format!("{block}/ExactSum"), |bencher| {
            bencher.iter(|| {
                let mut sum = ExactSum::new();
                black_box(&values).chunks(block).for_each(|block| _ = sum.update(block));
                sum.round()
            })
        });
    }
}

criterion_group!(benches, sum_f64, dot_f64, sum_f32, stream);
criterion_main!(benches);
