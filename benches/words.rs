//! Words of texts, beside the standard library's splitting and hash tables, with its own hash and with the faster one that
//! hashbrown comes with.
//!
//! Answers are compared before anything is timed.

use abicus::kernels::parallel::Task;
use abicus::kernels::words::{Text, WordCounter, lowercase};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::hint::black_box;
use std::time::Duration;

/// Random bits (xorshift64*).
fn random(state: &mut u64) -> usize {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize
}

/// Texts of about so many bytes: few words, many, and Greek and Russian ones.
fn texts(len: usize) -> [(&'static str, String); 3] {
    const LETTERS: [&str; 8] = ["α", "Σ", "ς", "ж", "Д", "е", "n", "é"];
    let mut state = 7;
    let mut text = |word: &dyn Fn(&mut u64) -> String| {
        let mut text = String::new();
        while text.len() < len {
            text += &word(&mut state);
            text.push(if random(&mut state).is_multiple_of(12) { '\n' } else { ' ' });
        }
        text
    };
    [
        ("few", text(&|state| format!("Word{}", random(state) % 50))),
        ("many", text(&|state| format!("{:x}", random(state) % len))),
        ("letters", text(&|state| (0..1 + random(state) % 9).map(|_| LETTERS[random(state) % 8]).collect())),
    ]
}

fn plain<S: BuildHasher + Default>(text: &str) -> usize {
    let lowered = text.to_lowercase();
    let mut counts = HashMap::<&str, u64, S>::default();
    for word in lowered.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    counts.len()
}

fn counted(text: &str, threads: usize) -> usize {
    let mut words = WordCounter::new();
    words.update(&Text::Utf8(text.as_bytes()), threads, &Task::uncounted()).unwrap();
    words.finish().unwrap();
    if let Some(wide) = words.unfolded().unwrap() {
        words.fold(&lowercase(&wide).unwrap()).unwrap();
    }
    words.len()
}

fn words(criterion: &mut Criterion) {
    for len in [1_000, 100_000, 10_000_000] {
        for (kind, text) in texts(len) {
            let mut group = criterion.benchmark_group(format!("{kind}/{len}"));
            group.sample_size(10).warm_up_time(Duration::from_millis(200));
            group.measurement_time(Duration::from_millis(600)).throughput(Throughput::Bytes(len as u64));
            assert_eq!(counted(&text, 1), plain::<std::hash::RandomState>(&text));
            group.bench_function("words", |bencher| bencher.iter(|| counted(black_box(&text), 1)));
            group.bench_function("words, two threads", |bencher| {
                bencher.iter(|| counted(black_box(&text), 2))
            });
            group.bench_function("HashMap", |bencher| {
                bencher.iter(|| plain::<std::hash::RandomState>(black_box(&text)))
            });
            group.bench_function("HashMap with foldhash", |bencher| {
                bencher.iter(|| plain::<foldhash::fast::RandomState>(black_box(&text)))
            });
            group.finish();
        }
    }
}

criterion_group!(benches, words);
criterion_main!(benches);
