//! Means, variances, medians and quantiles beside plain loops, which round at every step, and the standard library's
//! selection on a copy.
//!
//! Answers are compared before anything is timed.

use abicus::kernels::order::{Method, middle, quantiles};
use abicus::kernels::sum::{Spread, mean_float, spread_float};
use abicus::kernels::view::Input;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const LENGTHS: [usize; 4] = [10, 100, 1_000, 1_000_000];
const SAMPLE: Spread = Spread { sample: true, root: false };
const ROOT: Spread = Spread { sample: true, root: true };

/// Uniform in [0, 1) (xorshift64*).
fn uniform(len: usize) -> Vec<f64> {
    let mut state = 1u64;
    let mut next = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1u64 << 53) as f64
    };
    (0..len).map(|_| next()).collect()
}

/// A sum of eight lanes, as NumPy and compilers add.
fn lanes(values: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    let mut sums = [0.0; 8];
    let chunks = values.chunks_exact(8);
    let rest: f64 = chunks.remainder().iter().map(|&value| term(value)).sum();
    for chunk in chunks {
        sums.iter_mut().zip(chunk).for_each(|(sum, &value)| *sum += term(value));
    }
    sums.iter().sum::<f64>() + rest
}

fn plain_mean(values: &[f64]) -> f64 {
    lanes(values, |value| value) / values.len() as f64
}

fn plain_variance(values: &[f64]) -> f64 {
    let mean = plain_mean(values);
    lanes(values, |value| (value - mean) * (value - mean)) / (values.len() - 1) as f64
}

fn library_median(values: &[f64]) -> f64 {
    let mut copy = values.to_vec();
    let half = copy.len() / 2;
    let (below, &mut high, _) = copy.select_nth_unstable_by(half, f64::total_cmp);
    let low = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (low + high) / 2.0
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * b.abs()
}

fn moments(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("moments");
    for len in LENGTHS {
        let uniform = uniform(len);
        // Far from zero: the second step; and constant.
        let far: Vec<f64> = uniform.iter().map(|value| 1e9 + value).collect();
        // What no enclosure decides.
        let wide: Vec<f64> =
            uniform.iter().map(|value| (value - 0.5) * 10f64.powf(600.0 * value - 300.0)).collect();
        let input = Input::Slice(&uniform);
        assert!(close(mean_float(&input), plain_mean(&uniform)));
        assert!(close(spread_float(&input, SAMPLE), plain_variance(&uniform)));
        group.throughput(Throughput::Elements(len as u64));
        for (name, values) in [("uniform", &uniform), ("far", &far), ("wide", &wide)] {
            let input = Input::Slice(values);
            group.bench_function(BenchmarkId::new(format!("mean {name}"), len), |bencher| {
                bencher.iter(|| mean_float(black_box(&input)));
            });
            group.bench_function(BenchmarkId::new(format!("variance {name}"), len), |bencher| {
                bencher.iter(|| spread_float(black_box(&input), SAMPLE));
            });
        }
        group.bench_function(BenchmarkId::new("stdev uniform", len), |bencher| {
            bencher.iter(|| spread_float(black_box(&input), ROOT));
        });
        group.bench_function(BenchmarkId::new("plain mean", len), |bencher| {
            bencher.iter(|| plain_mean(black_box(&uniform)));
        });
        group.bench_function(BenchmarkId::new("plain variance", len), |bencher| {
            bencher.iter(|| plain_variance(black_box(&uniform)));
        });
    }
    group.finish();
}

fn selection(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("selection");
    for len in LENGTHS {
        let uniform = uniform(len);
        let singles: Vec<f32> = uniform.iter().map(|&value| value as f32).collect();
        let few: Vec<i64> = uniform.iter().map(|&value| (value * 10.0) as i64).collect();
        let input = Input::Slice(&uniform);
        let (low, high) = middle(&input).unwrap().unwrap();
        assert_eq!((low + high) / 2.0, library_median(&uniform));
        group.throughput(Throughput::Elements(len as u64));
        group.bench_function(BenchmarkId::new("median", len), |bencher| {
            bencher.iter(|| middle(black_box(&input)));
        });
        group.bench_function(BenchmarkId::new("median f32", len), |bencher| {
            bencher.iter(|| middle(black_box(&Input::Slice(&singles))));
        });
        group.bench_function(BenchmarkId::new("median of few values", len), |bencher| {
            bencher.iter(|| middle(black_box(&Input::Slice(&few))));
        });
        group.bench_function(BenchmarkId::new("select_nth_unstable of a copy", len), |bencher| {
            bencher.iter(|| library_median(black_box(&uniform)));
        });
        for parts in [4, 10, 17, 100] {
            let mut out = vec![0.0; parts - 1];
            group.bench_function(BenchmarkId::new(format!("quantiles {parts}"), len), |bencher| {
                bencher.iter(|| quantiles(black_box(&input), Method::Exclusive, &mut out));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, moments, selection);
criterion_main!(benches);
