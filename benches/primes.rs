//! Prime numbers beside the crate primal, and beside the libraries of primesieve and primecount where those are installed.
//!
//! Answers are compared before anything is timed.

use abicus::kernels::primes::{count_primes, is_prime, primes, primes_between, sieve_count};
use criterion::{Criterion, criterion_group, criterion_main};
use std::ffi::{CStr, c_int, c_void};
use std::hint::black_box;
use std::time::Duration;

/// The first of some libraries that is installed.
///
/// # Safety
/// Loading them runs nothing but their initialisers.
unsafe fn open(names: &[&CStr]) -> Option<*mut c_void> {
    // SAFETY: as the caller promises.
    let mut libraries = names.iter().map(|name| unsafe { libc::dlopen(name.as_ptr(), libc::RTLD_NOW) });
    libraries.find(|library| !library.is_null())
}

/// A function of an open library.
///
/// # Safety
/// The library is open.
unsafe fn symbol(library: *mut c_void, name: &CStr) -> Option<*mut c_void> {
    // SAFETY: as the caller promises.
    let symbol = unsafe { libc::dlsym(library, name.as_ptr()) };
    (!symbol.is_null()).then_some(symbol)
}

/// primecount's functions: pi(x), and how many threads it takes.
type Primecount = (unsafe extern "C" fn(i64) -> i64, unsafe extern "C" fn(c_int));

/// `None` where it is not installed.
fn primecount() -> Option<Primecount> {
    // SAFETY: loading it runs nothing but its initialisers; the functions have these signatures in its header.
    unsafe {
        let library = open(&[c"libprimecount.so", c"libprimecount.so.8", c"libprimecount.so.7"])?;
        let count = symbol(library, c"primecount_pi")?;
        let set_threads = symbol(library, c"primecount_set_num_threads")?;
        Some((
            std::mem::transmute::<*mut c_void, unsafe extern "C" fn(i64) -> i64>(count),
            std::mem::transmute::<*mut c_void, unsafe extern "C" fn(c_int)>(set_threads),
        ))
    }
}

/// primesieve's functions.
struct Primesieve {
    count: unsafe extern "C" fn(u64, u64) -> u64,
    generate: unsafe extern "C" fn(u64, u64, c_int) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void),
}

impl Primesieve {
    /// `None` where it is not installed.
    fn open() -> Option<Self> {
        // SAFETY: loading it runs nothing but its initialisers; the functions have these signatures in its header.
        unsafe {
            let library = open(&[c"libprimesieve.so", c"libprimesieve.so.12", c"libprimesieve.so.11"])?;
            let symbol = |name| symbol(library, name);
            let set_threads = symbol(c"primesieve_set_num_threads")?;
            std::mem::transmute::<*mut c_void, unsafe extern "C" fn(c_int)>(set_threads)(1);
            Some(Primesieve {
                count: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(u64, u64) -> u64>(symbol(
                    c"primesieve_count_primes",
                )?),
                generate: std::mem::transmute::<
                    *mut c_void,
                    unsafe extern "C" fn(u64, u64, c_int) -> *mut c_void,
                >(symbol(c"primesieve_generate_n_primes")?),
                free: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(*mut c_void)>(symbol(
                    c"primesieve_free",
                )?),
            })
        }
    }
}

fn sieving(criterion: &mut Criterion) {
    let peer = Primesieve::open();
    for (start, stop) in [
        (0u64, 1_000_000u64),
        (0, 100_000_000),
        (0, 1_000_000_000),
        (1_000_000_000_000_000, 1_000_000_010_000_000),
    ] {
        let mut group = criterion.benchmark_group(format!("sieve/{start}/{}", stop - start));
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(200))
            .measurement_time(Duration::from_millis(900));
        let expected = sieve_count(start, stop, 1).unwrap();
        group.bench_function("abicus", |bencher| {
            bencher.iter(|| sieve_count(black_box(start), stop, 1).unwrap())
        });
        group.bench_function("abicus, two threads", |bencher| {
            bencher.iter(|| sieve_count(black_box(start), stop, 2).unwrap())
        });
        group.bench_function("abicus, as a list", |bencher| {
            bencher.iter(|| primes_between(black_box(start), stop, 1).unwrap())
        });
        if let Some(peer) = &peer {
            // SAFETY: a range, as the function wants it.
            let count = || unsafe { (peer.count)(black_box(start), stop - 1) };
            assert_eq!(count(), expected);
            group.bench_function("primesieve", |bencher| bencher.iter(count));
        }
        if start == 0 {
            let count = || primal::Primes::all().take_while(|&prime| prime < stop as usize).count() as u64;
            assert_eq!(count(), expected);
            group.bench_function("primal", |bencher| bencher.iter(count));
        }
        group.finish();
    }
}

fn first(criterion: &mut Criterion) {
    const UINT64_PRIMES: c_int = 5;
    let peer = Primesieve::open();
    for count in [100_000usize, 1_000_000, 10_000_000] {
        let mut group = criterion.benchmark_group(format!("first/{count}"));
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(200))
            .measurement_time(Duration::from_millis(900));
        let by_primal = || primal::Primes::all().take(count).map(|prime| prime as u64).collect::<Vec<u64>>();
        assert!(primes(count, 1).unwrap() == by_primal());
        group.bench_function("abicus", |bencher| bencher.iter(|| primes(black_box(count), 1).unwrap()));
        if let Some(peer) = &peer {
            // SAFETY: the type's number is the header's, and what is made is freed by its own function.
            let generate = || unsafe { (peer.free)((peer.generate)(count as u64, 0, UINT64_PRIMES)) };
            group.bench_function("primesieve", |bencher| bencher.iter(generate));
        }
        group.bench_function("primal", |bencher| bencher.iter(by_primal));
        group.finish();
    }
}

fn counting(criterion: &mut Criterion) {
    let peer = primecount();
    for exponent in [6, 8, 10, 12] {
        let mut group = criterion.benchmark_group(format!("count/10^{exponent}"));
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(200))
            .measurement_time(Duration::from_millis(900));
        let stop = 10u64.pow(exponent);
        if exponent < 10 {
            assert_eq!(count_primes(stop, 1).unwrap(), sieve_count(0, stop, 1).unwrap());
        }
        for threads in [1, 2] {
            group.bench_function(format!("abicus, {threads} threads"), |bencher| {
                bencher.iter(|| count_primes(black_box(stop), threads).unwrap())
            });
            if let Some((count, set_threads)) = peer {
                // SAFETY: functions of numbers; there are as many primes below `stop` as up to the number before it.
                let mut count = || unsafe { count(black_box(stop as i64 - 1)) };
                // SAFETY: as above.
                unsafe { set_threads(threads as c_int) };
                assert_eq!(count() as u64, count_primes(stop, 1).unwrap());
                group.bench_function(format!("primecount, {threads} threads"), |bencher| {
                    bencher.iter(&mut count)
                });
            }
        }
        if exponent < 10 {
            group.bench_function("primal", |bencher| {
                bencher.iter(|| primal::StreamingSieve::prime_pi(black_box(stop as usize)))
            });
        }
        group.finish();
    }
}

fn single(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("is_prime");
    for number in [30_727u64, 4_294_967_291, 18_446_744_073_709_551_557] {
        assert!(is_prime(number) && primal::is_prime(number));
        group.bench_function(format!("abicus/{number}"), |bencher| {
            bencher.iter(|| is_prime(black_box(number)))
        });
        group.bench_function(format!("primal/{number}"), |bencher| {
            bencher.iter(|| primal::is_prime(black_box(number)))
        });
    }
    group.finish();
}

criterion_group!(all, sieving, first, counting, single);
criterion_main!(all);
