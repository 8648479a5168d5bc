//! Sums over pairs beside two plain loops, as C and numba compile them.
//!
//! Answers are compared before anything is timed.

use abicus::kernels::{pairs::pair_hypot_sum, view::Input};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

/// Uniform in [0, limit) (xorshift64*).
fn data(len: usize, limit: f64, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1u64 << 53) as f64
    };
    (0..len).map(|_| next() * limit).collect()
}

fn plain(a: &[f64], b: &[f64]) -> u64 {
    let mut total = 0;
    for &x in a {
        for &y in b {
            if x > y {
                continue;
            }
            let root = (x * x + y * y).sqrt().round();
            if root > 10.0 {
                total += root as u64;
            }
        }
    }
    total
}

fn pairs(criterion: &mut Criterion) {
    for (rows, columns, limit) in [
        (5, 30, 30.0),
        (500, 1_000, 100.0),
        (10_000, 20_000, 100.0),
        (10_000, 100_000, 100.0),
        (100_000, 10_000, 100.0),
        (10, 1_000_000, 100.0),
        (2_000, 20_000, 1e9),
        (2_000, 20_000, 1e14),
    ] {
        let (a, b) = (data(rows, limit, 1), data(columns, limit, 2));
        let (narrow_a, narrow_b): (Vec<f32>, Vec<f32>) =
            (a.iter().map(|&x| x as f32).collect(), b.iter().map(|&x| x as f32).collect());
        let (x, y) = (Input::Slice(&a), Input::Slice(&b));
        let total = pair_hypot_sum(&x, &y, 10.0, 1).unwrap();
        assert_eq!(pair_hypot_sum(&x, &y, 10.0, 2).unwrap(), total);

        let mut group = criterion.benchmark_group(format!("pairs {rows} x {columns} to {limit:e}"));
        group.sample_size(10).warm_up_time(Duration::from_millis(100));
        group
            .measurement_time(Duration::from_millis(500))
            .throughput(Throughput::Elements((rows * columns) as u64));
        group.bench_function("pair_hypot_sum", |bencher| {
            bencher.iter(|| pair_hypot_sum(black_box(&x), &y, 10.0, 1))
        });
        group.bench_function("pair_hypot_sum, two threads", |bencher| {
            bencher.iter(|| pair_hypot_sum(black_box(&x), &y, 10.0, 2))
        });
        group.bench_function("pair_hypot_sum, f32", |bencher| {
            bencher.iter(|| {
                pair_hypot_sum(black_box(&Input::Slice(&narrow_a)), &Input::Slice(&narrow_b), 10.0, 1)
            })
        });
        // The larger ones take seconds.
        if rows * columns <= 50_000_000 {
            assert_eq!(total.words()[0], plain(&a, &b));
            group.bench_function("plain loops", |bencher| bencher.iter(|| plain(black_box(&a), &b)));
        }
        group.finish();
    }
}

criterion_group!(benches, pairs);
criterion_main!(benches);
