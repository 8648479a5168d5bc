//! Exact sums and dot products of floats beside inexact ones and another exact method, in one thread.
//!
//! Peers: a plain sum with several vectors of accumulators, as the compiler makes it for this CPU; the plain loop, one
//! addition after the other; a compensated sum (A. Neumaier, 1974), better than a plain one but not exact; and R. M.
//! Neal's exact sum, by the crate `xsum`. The answers of abicus are compared with big integers before anything is timed;
//! those of `xsum` are not: its large superaccumulator is off by a unit in the last place on some of this data.

use abicus::cpu::{Level, level};
use abicus::kernels::sum::{dot_float, sum_float, sum_of_squares_float};
use abicus::kernels::view::Input;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use xsum::{Xsum, XsumLarge, XsumSmall};

#[path = "../tests/common/mod.rs"]
mod common;
use common::{Random, exact_dot, exact_sum};

const LENGTHS: [usize; 6] = [10, 100, 1_000, 10_000, 100_000, 10_000_000];

/// What is timed. Sums take the first slice alone, and the second is empty.
type Peer<T> = fn(&[T], &[T]) -> f64;

/// The sum of `term` over both slices in `N` accumulators, which the compiler keeps in vectors.
#[inline(always)]
fn spread<const N: usize, T: Copy>(a: &[T], b: &[T], term: impl Fn(T, T, f64) -> f64) -> f64 {
    let mut sums = [0.0; N];
    let (a_chunks, b_chunks) = (a.chunks_exact(N), b.chunks_exact(N));
    let rest = a_chunks.remainder().iter().zip(b_chunks.remainder());
    for (a, b) in a_chunks.zip(b_chunks) {
        for ((sum, &a), &b) in sums.iter_mut().zip(a).zip(b) {
            *sum = term(a, b, *sum);
        }
    }
    for ((&a, &b), sum) in rest.zip(&mut sums) {
        *sum = term(a, b, *sum);
    }
    let mut width = N / 2;
    while width > 0 {
        for lane in 0..width {
            sums[lane] += sums[lane + width];
        }
        width /= 2;
    }
    sums[0]
}

/// Makes a plain sum for the best instructions of this CPU.
macro_rules! plain {
    ($name:ident, $type:ty, fused $fused:expr, portable $portable:expr) => {
        fn $name(a: &[$type], b: &[$type]) -> f64 {
            let b = if b.is_empty() { a } else { b };
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f")]
                fn avx512(a: &[$type], b: &[$type]) -> f64 {
                    spread::<64, $type>(a, b, $fused)
                }
                #[target_feature(enable = "avx2,fma")]
                fn avx2(a: &[$type], b: &[$type]) -> f64 {
                    spread::<32, $type>(a, b, $fused)
                }
                match level() {
                    // SAFETY: the level says that the CPU has these instructions.
                    Level::Avx512 => return unsafe { avx512(a, b) },
                    // SAFETY: as above.
                    Level::Avx2 => return unsafe { avx2(a, b) },
                    Level::Portable => {}
                }
            }
            spread::<16, $type>(a, b, $portable)
        }
    };
}
plain!(plain_sum, f64, fused | a, _, sum | sum + a, portable | a, _, sum | sum + a);
plain!(plain_sum_f32, f32, fused | a, _, sum | sum + f64::from(a), portable | a, _, sum | sum + f64::from(a));
plain!(plain_dot, f64, fused |a: f64, b, sum| a.mul_add(b, sum), portable |a, b, sum| sum + a * b);

fn one_by_one(values: &[f64], _: &[f64]) -> f64 {
    values.iter().sum()
}

fn one_by_one_f32(values: &[f32], _: &[f32]) -> f64 {
    values.iter().map(|&value| f64::from(value)).sum()
}

fn one_by_one_dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn compensated(values: &[f64], _: &[f64]) -> f64 {
    let (sum, lost) = values.iter().fold((0.0f64, 0.0), |(sum, lost), &value| {
        let next = sum + value;
        let error = if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        (next, lost + error)
    });
    sum + lost
}

/// As its documentation advises: a large superaccumulator from 1,000 elements on.
fn neal(values: &[f64], _: &[f64]) -> f64 {
    if values.len() < 1_000 {
        let mut sum = XsumSmall::new();
        sum.add_list(values);
        sum.sum()
    } else {
        let mut sum = XsumLarge::new();
        sum.add_list(values);
        sum.sum()
    }
}

/// One group: for each length abicus, whose answers are checked, and its peers.
fn group<T: Copy>(
    criterion: &mut Criterion,
    name: &str,
    data: impl Fn(usize) -> [Vec<T>; 2],
    oracle: Peer<T>,
    abicus: Peer<T>,
    peers: &[(&str, Peer<T>)],
) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20).warm_up_time(std::time::Duration::from_millis(200));
    group.measurement_time(std::time::Duration::from_millis(600));
    for len in LENGTHS {
        let [a, b] = data(len);
        assert_eq!(abicus(&a, &b).to_bits(), oracle(&a, &b).to_bits(), "{name}, {len}");
        group.throughput(Throughput::Elements(len as u64));
        for (method, function) in [("abicus", abicus)].iter().chain(peers) {
            group.bench_function(BenchmarkId::new(*method, len), |bencher| {
                bencher.iter(|| function(black_box(&a), black_box(&b)))
            });
        }
    }
}

fn ordinary(random: &mut Random, len: usize) -> Vec<f64> {
    (0..len).map(|_| random.unit() - 0.5).collect()
}

fn wide(random: &mut Random, len: usize) -> Vec<f64> {
    (0..len).map(|_| (random.unit() - 0.5) * 2f64.powi(random.below(600) as i32 - 300)).collect()
}

/// Values whose sum is a million million times smaller than they are.
fn cancelling(random: &mut Random, len: usize) -> Vec<f64> {
    let mut values = ordinary(random, len / 2);
    values.extend(values.clone().iter().map(|value| -value));
    values.resize(len, 1e-12);
    values[0] += 1e-12;
    for place in (1..len).rev() {
        values.swap(place, random.below(place + 1));
    }
    values
}

fn sums(criterion: &mut Criterion) {
    let abicus: Peer<f64> = |values, _| sum_float(&Input::Slice(values), 1);
    let peers: [(&str, Peer<f64>); 4] = [
        ("plain SIMD", plain_sum),
        ("one by one", one_by_one),
        ("compensated", compensated),
        ("Neal (xsum)", neal),
    ];
    let oracle: Peer<f64> = |values, _| exact_sum(values);
    let kinds: [(&str, common::Kind); 3] =
        [("sum f64", ordinary), ("sum f64, wide exponents", wide), ("sum f64, cancelling", cancelling)];
    for (name, kind) in kinds {
        group(criterion, name, |len| [kind(&mut Random(1), len), Vec::new()], oracle, abicus, &peers);
    }
}

fn dots(criterion: &mut Criterion) {
    let abicus: Peer<f64> = |a, b| dot_float(&Input::Slice(a), &Input::Slice(b), 1);
    let peers: [(&str, Peer<f64>); 2] = [("plain SIMD", plain_dot), ("one by one", one_by_one_dot)];
    let two = |kind: common::Kind, len| [kind(&mut Random(1), len), kind(&mut Random(2), len)];
    group(criterion, "dot f64", |len| two(ordinary, len), exact_dot, abicus, &peers);
    group(criterion, "dot f64, wide exponents", |len| two(wide, len), exact_dot, abicus, &peers);
    let cancelling = |len| [cancelling(&mut Random(1), len), vec![1.5; len]];
    group(criterion, "dot f64, cancelling", cancelling, exact_dot, abicus, &peers);
    let squares: Peer<f64> = |values, _| sum_of_squares_float(&Input::Slice(values), 1);
    let data = |len| {
        let values = ordinary(&mut Random(1), len);
        [values.clone(), values]
    };
    group(criterion, "sum of squares f64", data, exact_dot, squares, &peers);
}

fn singles(criterion: &mut Criterion) {
    let abicus: Peer<f32> = |values, _| sum_float(&Input::Slice(values), 1);
    let peers: [(&str, Peer<f32>); 2] =
        [("plain SIMD in double", plain_sum_f32), ("one by one in double", one_by_one_f32)];
    let oracle: Peer<f32> =
        |values, _| exact_sum(&values.iter().map(|&value| value.into()).collect::<Vec<f64>>());
    let data = |len| [ordinary(&mut Random(1), len).iter().map(|&value| value as f32).collect(), Vec::new()];
    group(criterion, "sum f32", data, oracle, abicus, &peers);
}

criterion_group!(benches, sums, dots, singles);
criterion_main!(benches);
