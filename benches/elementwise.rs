//! Passes over every element beside plain loops, as a compiler makes vectors of them for the platform's floor.
//!
//! Answers are compared before anything is timed. NumPy and numba are measured from Python.

use abicus::kernels::elementwise::{Operand, adjust_into, adjustment, masked_hypot, scale_into, scaled};
use abicus::kernels::view::Input;
use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use std::hint::black_box;
use std::time::Duration;

const LENGTHS: [usize; 4] = [1_000, 10_000, 1_000_000, 10_000_000];

/// Random bits (xorshift64*).
fn bits(len: usize, seed: u64) -> Vec<u64> {
    let mut state = seed;
    let mut next = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    };
    (0..len).map(|_| next()).collect()
}

fn unit(len: usize, seed: u64) -> Vec<f64> {
    bits(len, seed).iter().map(|&bits| (bits >> 11) as f64 / (1u64 << 53) as f64).collect()
}

fn group<'a>(criterion: &'a mut Criterion, name: &str, len: usize) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(format!("{name} {len}"));
    group.sample_size(10).warm_up_time(Duration::from_millis(100));
    group.measurement_time(Duration::from_millis(400)).throughput(Throughput::Elements(len as u64));
    group
}

fn scale(criterion: &mut Criterion) {
    for len in LENGTHS {
        let values = unit(len, 1);
        let integers: Vec<i64> = bits(len, 2).iter().map(|&bits| (bits >> 8) as i64).collect();
        let singles: Vec<f32> = values.iter().map(|&value| value as f32).collect();
        let (input, whole) = (Input::Slice(&values), Input::Slice(&integers));
        let expected: Vec<f64> = values.iter().map(|value| value * 1.5).collect();
        let mut out = vec![0.0; len];
        scale_into(Operand::Input(&input), 1.5, &mut out).unwrap();
        assert_eq!(out, expected);
        assert_eq!(
            scaled(&whole, 3).unwrap().unwrap(),
            integers.iter().map(|value| value * 3).collect::<Vec<_>>()
        );

        let mut group = group(criterion, "scale", len);
        group.bench_function("f64", |bencher| {
            bencher.iter(|| scale_into(Operand::Input(black_box(&input)), 1.5, &mut out))
        });
        group.bench_function("f64, plain loop", |bencher| {
            bencher
                .iter(|| out.iter_mut().zip(black_box(&values)).for_each(|(slot, value)| *slot = value * 1.5))
        });
        group.bench_function("f64, in place", |bencher| {
            bencher.iter(|| scale_into(Operand::Out, black_box(1.0), &mut out))
        });
        let mut narrow = vec![0.0f32; len];
        group.bench_function("f32 by 0.1", |bencher| {
            bencher.iter(|| scale_into(Operand::Input(black_box(&Input::Slice(&singles))), 0.1, &mut narrow))
        });
        let mut products = vec![0; len];
        group.bench_function("i64", |bencher| {
            bencher.iter(|| scale_into(Operand::Input(black_box(&whole)), 3, &mut products))
        });
        group.bench_function("i64, plain loop that checks", |bencher| {
            bencher.iter(|| {
                let mut pairs = products.iter_mut().zip(black_box(&integers));
                pairs.try_for_each(|(slot, value)| value.checked_mul(3).map(|product| *slot = product))
            })
        });
        group.finish();
    }
}

fn hypot(criterion: &mut Criterion) {
    for len in LENGTHS {
        let (a, b) = (unit(len, 3), unit(len, 4));
        let (x, y) = (Input::Slice(&a), Input::Slice(&b));
        for above in [0.1, 0.5, 0.95] {
            let plain = |out: &mut [f64]| {
                for ((slot, &a), &b) in out.iter_mut().zip(&a).zip(&b) {
                    if a > above {
                        *slot = (a * a + b * b).sqrt();
                    }
                }
            };
            let (mut out, mut expected) = (vec![0.0; len], vec![0.0; len]);
            plain(&mut expected);
            masked_hypot(Operand::Input(&x), Operand::Input(&y), above, &mut out);
            assert_eq!(out, expected);
            let mut group = group(criterion, &format!("masked_hypot above {above}"), len);
            group.bench_function("masked_hypot", |bencher| {
                bencher
                    .iter(|| masked_hypot(Operand::Input(black_box(&x)), Operand::Input(&y), above, &mut out))
            });
            group.bench_function("plain loop", |bencher| bencher.iter(|| plain(black_box(&mut out))));
            group.finish();
        }
    }
}

fn adjust(criterion: &mut Criterion) {
    let table = adjustment(0.1, 0.25).unwrap();
    for len in LENGTHS {
        let pixels: Vec<u8> = bits(len, 5).iter().map(|&bits| bits as u8).collect();
        let formula = |pixel: u8| {
            let value = (f64::from(pixel) - 127.5) * 1.25 + 127.5 + 25.5;
            value.round_ties_even().clamp(0.0, 255.0) as u8
        };
        let mut out = vec![0; len];
        adjust_into(Operand::Input(&Input::Slice(&pixels)), &table, &mut out);
        assert!(out.iter().zip(&pixels).all(|(&found, &pixel)| found == formula(pixel)));
        let mut group = group(criterion, "adjust", len);
        group.bench_function("adjust", |bencher| {
            bencher.iter(|| adjust_into(Operand::Input(black_box(&Input::Slice(&pixels))), &table, &mut out))
        });
        group.bench_function("the formula", |bencher| {
            bencher.iter(|| {
                out.iter_mut().zip(black_box(&pixels)).for_each(|(slot, &pixel)| *slot = formula(pixel))
            })
        });
        group.bench_function("the table", |bencher| {
            bencher.iter(|| {
                out.iter_mut()
                    .zip(black_box(&pixels))
                    .for_each(|(slot, &pixel)| *slot = table[usize::from(pixel)])
            })
        });
        group.finish();
    }
}

criterion_group!(benches, scale, hypot, adjust);
criterion_main!(benches);
