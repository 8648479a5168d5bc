//! Sums of integers beside a wrapping sum and one in 128 bits, as the compiler makes them for this CPU.
//!
//! Answers are compared before anything is timed.

use abicus::kernels::sum::{Integer, Parity, count_even, dot_integer, sum_integer};
use abicus::kernels::view::Input;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const LENGTHS: [usize; 5] = [10, 100, 1_000, 100_000, 10_000_000];

/// Random bits (xorshift64*), cut to a type.
fn data<T>(len: usize, cut: impl Fn(u64) -> T) -> Vec<T> {
    let mut state = 1u64;
    let mut next = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    };
    (0..len).map(|_| cut(next())).collect()
}

/// One type: sum, dot product and count, each beside the plain loop.
fn integer<T: Integer + Parity>(
    criterion: &mut Criterion,
    name: &str,
    cut: impl Fn(u64) -> T,
    wrap: fn(&[T]) -> u64,
) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20).warm_up_time(std::time::Duration::from_millis(200));
    group.measurement_time(std::time::Duration::from_millis(600));
    for len in LENGTHS {
        let values = data(len, &cut);
        let input = Input::Slice(&values);
        let in_128 = |values: &[T]| values.iter().fold(0i128, |sum, &value| sum + value.into());
        let dot_in_128 = |values: &[T]| {
            values.iter().fold(0i128, |sum, &value| sum.wrapping_add(value.into().wrapping_mul(value.into())))
        };
        assert_eq!(sum_integer(&input, 1), in_128(&values));
        assert_eq!(sum_integer(&input, 1) as u64, wrap(&values));
        assert_eq!(dot_integer(&input, &input, 1)[0], dot_in_128(&values) as u64);
        let even = values.iter().filter(|&&value| value.into() % 2 == 0).count();
        assert_eq!(count_even(&input), even);

        group.throughput(Throughput::Elements(len as u64));
        group.bench_function(format!("{len}/sum"), |bencher| {
            bencher.iter(|| sum_integer(black_box(&input), 1))
        });
        group.bench_function(format!("{len}/sum, wrapping"), |bencher| {
            bencher.iter(|| wrap(black_box(&values)))
        });
        group.bench_function(format!("{len}/sum, 128 bits"), |bencher| {
            bencher.iter(|| in_128(black_box(&values)))
        });
        group.bench_function(format!("{len}/dot"), |bencher| {
            bencher.iter(|| dot_integer(black_box(&input), black_box(&input), 1))
        });
        group.bench_function(format!("{len}/dot, 128 bits, wrapping"), |bencher| {
            bencher.iter(|| dot_in_128(black_box(&values)))
        });
        group.bench_function(format!("{len}/count even"), |bencher| {
            bencher.iter(|| count_even(black_box(&input)))
        });
    }
}

macro_rules! wrapping {
    ($type:ty) => {
        |values: &[$type]| values.iter().fold(0u64, |sum, &value| sum.wrapping_add(value as u64))
    };
}

fn integers(criterion: &mut Criterion) {
    integer(criterion, "i64", |bits| bits as i64, wrapping!(i64));
    integer(criterion, "i64 small", |bits| bits as i64 >> 44, wrapping!(i64));
    integer(criterion, "i32", |bits| bits as i32, wrapping!(i32));
    integer(criterion, "i16", |bits| bits as i16, wrapping!(i16));
    integer(criterion, "u8", |bits| bits as u8, wrapping!(u8));
}

criterion_group!(benches, integers);
criterion_main!(benches);
