//! Positions of a million random queries in sorted elements, beside the binary search of the standard library.
//!
//! Answers are compared before anything is timed.

use abicus::kernels::order::search::{Key, Side, searchsorted};
use abicus::kernels::order::search_index::Index;
use abicus::kernels::order::sort::Sortable;
use abicus::kernels::sets;
use abicus::kernels::view::Input;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const QUERIES: usize = 1 << 20;

/// Random bits (xorshift64*), cut to a type.
fn data<T>(len: usize, seed: u64, cut: impl Fn(u64) -> T) -> Vec<T> {
    let mut state = seed;
    let mut next = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    };
    (0..len).map(|_| cut(next())).collect()
}

fn typed<T: Key + sets::Key + Sortable>(
    criterion: &mut Criterion,
    name: &str,
    lengths: &[usize],
    cut: impl Fn(u64) -> T,
) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).warm_up_time(std::time::Duration::from_millis(200));
    group.measurement_time(std::time::Duration::from_millis(600));
    group.throughput(Throughput::Elements(QUERIES as u64));
    let queries = data(QUERIES, 2, &cut);
    for &len in lengths {
        let mut values = data(len, 1, &cut);
        values.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let one_by_one = |values: &[T], out: &mut [i64]| {
            for (slot, query) in out.iter_mut().zip(&queries) {
                *slot = values.partition_point(|value| value < query) as i64;
            }
        };
        let (mut expected, mut out) = (vec![0; QUERIES], vec![-1; QUERIES]);
        one_by_one(&values, &mut expected);
        let (input, asked) = (Input::Slice(&values), Input::Slice(&queries));
        searchsorted(&input, &asked, Side::Left, 1, &mut out).unwrap();
        assert!(out == expected, "{name} {len}");

        group.bench_function(format!("{len}/searchsorted"), |bencher| {
            bencher.iter(|| searchsorted(black_box(&input), &asked, Side::Left, 1, &mut out))
        });
        let index = Index::new(&input).unwrap();
        index.search(&asked, Side::Left, 1, &mut out);
        assert!(out == expected, "{name} {len}");
        group.bench_function(format!("{len}/Index"), |bencher| {
            bencher.iter(|| index.search(black_box(&asked), Side::Left, 1, &mut out))
        });
        group.bench_function(format!("{len}/partition_point"), |bencher| {
            bencher.iter(|| one_by_one(black_box(&values), &mut out))
        });
    }
}

fn search(criterion: &mut Criterion) {
    let lengths = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
    typed(criterion, "i64", &lengths, |bits| bits as i64);
    typed(criterion, "f64", &lengths, |bits| bits as i64 as f64);
    typed(criterion, "i32", &lengths, |bits| bits as i32);
    typed(criterion, "u8", &lengths[..3], |bits| bits as u8);
}

criterion_group!(benches, search);
criterion_main!(benches);
