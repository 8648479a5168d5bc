//! Fibonacci numbers, factorials and the products behind them, beside num-bigint; sums of ranges beside a loop.
//!
//! Answers are compared before anything is timed.

use abicus::kernels::bignum::{Multiplier, factorial, fibonacci};
use abicus::kernels::ranges::sum_range;
use criterion::{Criterion, criterion_group, criterion_main};
use num_bigint::BigUint;
use std::hint::black_box;
use std::time::Duration;

fn big(words: &[u64]) -> BigUint {
    BigUint::from_bytes_le(&words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>())
}

fn doubled(n: u64) -> BigUint {
    let (mut this, mut next) = (BigUint::ZERO, BigUint::from(1_u8));
    for bit in (0..n.checked_ilog2().map_or(0, |top| top + 1)).rev() {
        let (even, odd) = (&this * (2_u8 * &next - &this), &this * &this + &next * &next);
        (this, next) = if n >> bit & 1 == 0 { (even, odd) } else { (odd.clone(), even + odd) };
    }
    this
}

fn product(first: u64, last: u64) -> BigUint {
    if last - first < 16 {
        return (first..=last).map(BigUint::from).product();
    }
    let middle = first + (last - first) / 2;
    product(first, middle) * product(middle + 1, last)
}

fn numbers(criterion: &mut Criterion) {
    for (name, exponents, mine, theirs) in [
        ("fibonacci", 2..=6, fibonacci as fn(u64) -> _, doubled as fn(u64) -> BigUint),
        ("factorial", 2..=5, factorial, |n| product(1, n)),
    ] {
        for exponent in exponents {
            let n = 10_u64.pow(exponent);
            let mut group = criterion.benchmark_group(format!("{name}/{n}"));
            group.sample_size(10).warm_up_time(Duration::from_millis(200));
            group.measurement_time(Duration::from_millis(600));
            assert_eq!(big(&mine(n).unwrap()), theirs(n));
            group.bench_function("abicus", |bencher| bencher.iter(|| mine(black_box(n))));
            group.bench_function("num-bigint", |bencher| bencher.iter(|| theirs(black_box(n))));
        }
    }
}

fn products(criterion: &mut Criterion) {
    let mut multiplier = Multiplier::default();
    for words in [16, 32, 64, 128, 256, 400, 450, 1_000, 4_000, 16_000] {
        let number = |seed: u64| (1..=words).map(|word: u64| word.wrapping_mul(seed)).collect::<Vec<_>>();
        let (a, b) = (number(0x9e37_79b9_7f4a_7c15), number(0xbf58_476d_1ce4_e5b9));
        let (big_a, big_b) = (big(&a), big(&b));
        let mut group = criterion.benchmark_group(format!("product/{words} words"));
        group.sample_size(10).warm_up_time(Duration::from_millis(200));
        group.measurement_time(Duration::from_millis(600));
        assert_eq!(big(&multiplier.multiply(&a, &b).unwrap()), &big_a * &big_b);
        group.bench_function("abicus", |bencher| {
            bencher.iter(|| multiplier.multiply(black_box(&a), black_box(&b)))
        });
        group.bench_function("num-bigint", |bencher| bencher.iter(|| black_box(&big_a) * black_box(&big_b)));
    }
}

fn ranges(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sum_range");
    assert_eq!(sum_range(5, 1_000_000, 3), Some((5..1_000_000).step_by(3).sum()));
    group.bench_function("abicus", |bencher| {
        bencher.iter(|| sum_range(black_box(5), black_box(1_000_000), black_box(3)))
    });
    group.bench_function("loop", |bencher| {
        bencher.iter(|| (black_box(5)..black_box(1_000_000)).step_by(black_box(3)).sum::<i128>())
    });
}

criterion_group!(benches, ranges, numbers, products);
criterion_main!(benches);
