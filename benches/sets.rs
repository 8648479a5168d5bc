//! Duplicates, distinct values and membership, beside the hash tables of the standard library (which are hashbrown's), with
//! its own hash and with the faster one that hashbrown comes with.
//!
//! Answers are compared before anything is timed.

use abicus::kernels::sets::{duplicates, isin, unique};
use abicus::kernels::view::Input;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::hint::black_box;
use std::time::Duration;

type Sip = std::hash::RandomState;
type Fold = foldhash::fast::RandomState;

const LENGTHS: [usize; 5] = [10, 100, 1_000, 100_000, 1_000_000];

/// Random bits (xorshift64*).
fn bits(len: usize, mut state: u64) -> Vec<u64> {
    let mut next = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    };
    (0..len).map(|_| next()).collect()
}

/// Values of which about a third come again: of all 64 bits, of a range near the number of them, or of 1,000.
fn kinds(len: usize) -> [(&'static str, Vec<u64>); 3] {
    let (wide, places) = (bits(len, 1), bits(len, 2));
    let again = |&place: &u64| (place >> 33) as usize % len;
    let repeated =
        |place: usize| if places[place] % 3 == 0 { wide[again(&places[place])] } else { wide[place] };
    [
        ("wide", (0..len).map(repeated).collect()),
        ("near", wide.iter().map(|value| value % len as u64).collect()),
        ("few", places.iter().map(|place| wide[again(place) % len.min(1_000)]).collect()),
    ]
}

fn plain_duplicates<S: BuildHasher + Default>(values: &[u64]) -> Vec<u64> {
    let mut again = HashMap::<u64, bool, S>::default();
    for &value in values {
        again.entry(value).and_modify(|again| *again = true).or_insert(false);
    }
    values.iter().copied().filter(|&value| again.insert(value, false) == Some(true)).collect()
}

fn plain_unique<S: BuildHasher + Default>(values: &[u64]) -> Vec<u64> {
    let mut seen = HashSet::<u64, S>::default();
    values.iter().copied().filter(|&value| seen.insert(value)).collect()
}

fn plain_isin<S: BuildHasher + Default>(values: &[u64], lookup: &[u64], out: &mut [u8]) {
    let kept: HashSet<u64, S> = lookup.iter().copied().collect();
    for (found, value) in out.iter_mut().zip(values) {
        *found = u8::from(kept.contains(value));
    }
}

fn distinct(criterion: &mut Criterion) {
    for len in LENGTHS {
        for (kind, values) in kinds(len) {
            let mut group = criterion.benchmark_group(format!("{kind}/{len}"));
            group.sample_size(10).warm_up_time(Duration::from_millis(200));
            group.measurement_time(Duration::from_millis(600)).throughput(Throughput::Elements(len as u64));
            let input = Input::Slice(&values);
            assert_eq!(duplicates(&input).unwrap(), plain_duplicates::<Sip>(&values));
            assert_eq!(duplicates(&input).unwrap(), plain_duplicates::<Fold>(&values));
            assert_eq!(unique(&input).unwrap(), plain_unique::<Sip>(&values));
            assert_eq!(unique(&input).unwrap(), plain_unique::<Fold>(&values));

            group.bench_function("duplicates", |bencher| bencher.iter(|| duplicates(black_box(&input))));
            group.bench_function("duplicates, HashMap", |bencher| {
                bencher.iter(|| plain_duplicates::<Sip>(black_box(&values)))
            });
            group.bench_function("duplicates, HashMap with foldhash", |bencher| {
                bencher.iter(|| plain_duplicates::<Fold>(black_box(&values)))
            });
            group.bench_function("unique", |bencher| bencher.iter(|| unique(black_box(&input))));
            group.bench_function("unique, HashSet", |bencher| {
                bencher.iter(|| plain_unique::<Sip>(black_box(&values)))
            });
            group.bench_function("unique, HashSet with foldhash", |bencher| {
                bencher.iter(|| plain_unique::<Fold>(black_box(&values)))
            });
            group.finish();
        }
    }
}

fn membership(criterion: &mut Criterion) {
    const LEN: usize = 1_000_000;
    let values = bits(LEN, 3);
    for size in [10, 1_000, 100_000] {
        let mut group = criterion.benchmark_group(format!("isin/{size}"));
        group.sample_size(10).warm_up_time(Duration::from_millis(200));
        group.measurement_time(Duration::from_millis(600)).throughput(Throughput::Elements(LEN as u64));
        // Half of them are there.
        let mut lookup = bits(size, 4);
        for (slot, &value) in lookup.iter_mut().zip(values.iter().step_by(LEN / size)).step_by(2) {
            *slot = value;
        }
        let (input, sought) = (Input::Slice(&values), Input::Slice(&lookup));
        let (mut out, mut expected) = (vec![7; LEN], vec![9; LEN]);
        isin(&input, &sought, &mut out).unwrap();
        plain_isin::<Sip>(&values, &lookup, &mut expected);
        assert!(out == expected);
        expected.fill(9);
        plain_isin::<Fold>(&values, &lookup, &mut expected);
        assert!(out == expected);

        group.bench_function("isin", |bencher| bencher.iter(|| isin(black_box(&input), &sought, &mut out)));
        group.bench_function("isin, HashSet", |bencher| {
            bencher.iter(|| plain_isin::<Sip>(black_box(&values), &lookup, &mut out))
        });
        group.bench_function("isin, HashSet with foldhash", |bencher| {
            bencher.iter(|| plain_isin::<Fold>(black_box(&values), &lookup, &mut out))
        });
        group.finish();
    }
}

criterion_group!(benches, distinct, membership);
criterion_main!(benches);
