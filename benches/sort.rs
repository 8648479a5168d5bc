//! Sorting beside the standard library's unstable sort (ipnsort).
//!
//! Answers are compared before anything is timed. The peer that matters, NumPy, is measured from Python.

use abicus::kernels::order::sort::{Sortable, sort};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::cmp::Ordering;

const LENGTHS: [usize; 6] = [10, 100, 1_000, 20_000, 1_000_000, 10_000_000];

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

/// One type: random data of every length, and data in order.
fn of_type<T: Sortable + std::fmt::Debug>(
    criterion: &mut Criterion,
    name: &str,
    cut: impl Fn(u64) -> T,
    order: fn(&T, &T) -> Ordering,
) {
    let mut group = criterion.benchmark_group(format!("sort {name}"));
    group.sample_size(10).warm_up_time(std::time::Duration::from_millis(200));
    group.measurement_time(std::time::Duration::from_millis(600));
    for len in LENGTHS {
        let values = data(len, &cut);
        let mut sorted = values.clone();
        sorted.sort_unstable_by(order);
        let mut ours = values.clone();
        sort(&mut ours, false, 1).unwrap();
        assert_eq!(ours, sorted);

        group.throughput(Throughput::Elements(len as u64));
        let mut bench = |name: &str, values: &[T], work: &dyn Fn(&mut [T])| {
            group.bench_function(format!("{len}/{name}"), |bencher| {
                bencher.iter_batched_ref(|| values.to_vec(), |values| work(values), BatchSize::LargeInput)
            });
        };
        bench("random", &values, &|values| sort(values, false, 1).unwrap());
        bench("random, two threads", &values, &|values| sort(values, false, 2).unwrap());
        bench("random, std", &values, &|values| values.sort_unstable_by(order));
        bench("sorted", &sorted, &|values| sort(values, false, 1).unwrap());
        bench("sorted, std", &sorted, &|values| values.sort_unstable_by(order));
        sorted.reverse();
        bench("reversed", &sorted, &|values| sort(values, false, 1).unwrap());
        bench("reversed, std", &sorted, &|values| values.sort_unstable_by(order));
    }
}

fn sorts(criterion: &mut Criterion) {
    of_type(criterion, "i64", |bits| bits as i64, i64::cmp);
    of_type(criterion, "i64, few values", |bits| (bits >> 56) as i64, i64::cmp);
    of_type(criterion, "f64", |bits| bits as f64 - (1u64 << 63) as f64, f64::total_cmp);
    of_type(criterion, "u64", |bits| bits, u64::cmp);
    of_type(criterion, "i32", |bits| bits as i32, i32::cmp);
    of_type(criterion, "f32", |bits| bits as f32 - (1u64 << 63) as f32, f32::total_cmp);
    of_type(criterion, "i16", |bits| bits as i16, i16::cmp);
    of_type(criterion, "u8", |bits| bits as u8, u8::cmp);
}

criterion_group!(benches, sorts);
criterion_main!(benches);
