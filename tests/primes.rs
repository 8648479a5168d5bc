//! Prime numbers against trial division, published tables and each other, at every level of this CPU.

mod common;

use abicus::kernels::primes::{
    COUNTED_BELOW, MOST_COUNTED, count_primes, is_prime, nth_prime, primes, primes_between, sieve_count,
};
use common::Random;

common::at_every_level!();

/// How many primes there are up to 10^k, from k = 1 (OEIS A006880).
const UP_TO_TEN: [u64; 13] = [
    4,
    25,
    168,
    1229,
    9592,
    78_498,
    664_579,
    5_761_455,
    50_847_534,
    455_052_511,
    4_118_054_813,
    37_607_912_018,
    346_065_536_839,
];
/// How many primes there are up to 2^k, from k = 1 (OEIS A007053).
const UP_TO_TWO: [u64; 40] = [
    1,
    2,
    4,
    6,
    11,
    18,
    31,
    54,
    97,
    172,
    309,
    564,
    1028,
    1900,
    3512,
    6542,
    12251,
    23000,
    43390,
    82025,
    155_611,
    295_947,
    564_163,
    1_077_871,
    2_063_689,
    3_957_809,
    7_603_553,
    14_630_843,
    28_192_750,
    54_400_028,
    105_097_565,
    203_280_221,
    393_615_806,
    762_939_111,
    1_480_206_279,
    2_874_398_515,
    5_586_502_348,
    10_866_266_172,
    21_151_907_950,
    41_203_088_796,
];
/// The 10^k-th primes, from k = 0 (OEIS A006988).
const TEN_TH: [u64; 11] = [
    2,
    29,
    541,
    7919,
    104_729,
    1_299_709,
    15_485_863,
    179_424_673,
    2_038_074_743,
    22_801_763_489,
    252_097_800_623,
];

fn divides_none(number: u64) -> bool {
    number > 1
        && (2..)
            .take_while(|divisor| divisor * divisor <= number)
            .all(|divisor| !number.is_multiple_of(divisor))
}

/// All primes below `stop`, by the plainest sieve.
fn plain(stop: usize) -> Vec<u64> {
    let mut composite = vec![false; stop];
    let mut found = Vec::new();
    for number in 2..stop {
        if !composite[number] {
            found.push(number as u64);
            (number * number..stop).step_by(number).for_each(|multiple| composite[multiple] = true);
        }
    }
    found
}

#[test]
fn small_numbers() {
    for number in 0..40_000 {
        assert_eq!(is_prime(number), divides_none(number), "{number}");
    }
    let all = plain(40_000);
    let mut count = 0;
    for stop in 0..40_000 {
        assert_eq!(count_primes(stop, 1).unwrap(), count, "{stop}");
        count += u64::from(all.get(count as usize) == Some(&stop));
    }
    for start in 0..70 {
        for stop in 0..130 {
            let expected: Vec<u64> =
                all.iter().copied().filter(|prime| (start..stop).contains(prime)).collect();
            assert_eq!(primes_between(start, stop, 1).unwrap(), expected, "{start} {stop}");
            assert_eq!(sieve_count(start, stop, 1).unwrap(), expected.len() as u64);
        }
    }
}

#[test]
fn published_counts() {
    for (exponent, &count) in (1..).zip(&UP_TO_TEN[..11]) {
        for threads in [0, 1, 2, 3] {
            assert_eq!(
                count_primes(10u64.pow(exponent) + 1, threads).unwrap(),
                count,
                "{exponent} {threads}"
            );
        }
    }
    for (exponent, &count) in (1..).zip(&UP_TO_TWO) {
        assert_eq!(count_primes((1u64 << exponent) + 1, 1).unwrap(), count, "{exponent}");
    }
    for (exponent, &prime) in TEN_TH[..10].iter().enumerate() {
        assert_eq!(nth_prime(10u64.pow(exponent as u32), 1).unwrap(), prime, "{exponent}");
    }
}

/// Seconds: `cargo test -- --ignored`.
#[test]
#[ignore = "takes seconds"]
fn published_counts_further_up() {
    for (exponent, &count) in (1..).zip(&UP_TO_TEN).skip(11) {
        for threads in [1, 2] {
            assert_eq!(
                count_primes(10u64.pow(exponent) + 1, threads).unwrap(),
                count,
                "{exponent} {threads}"
            );
        }
    }
    assert_eq!(nth_prime(10u64.pow(10), 1).unwrap(), TEN_TH[10]);
    assert_eq!(count_primes(10u64.pow(15), 2).unwrap(), 29_844_570_422_669);
    // The first primes from 10^15 and 10^18 on, and the last ones of 64 bits (OEIS A033874, A013603).
    assert_eq!(
        primes_between(10u64.pow(18), 10u64.pow(18) + 10, 2).unwrap(),
        [10u64.pow(18) + 3, 10u64.pow(18) + 9]
    );
    let last = primes_between(u64::MAX - 200, u64::MAX, 2).unwrap();
    let below: Vec<u64> = last.iter().map(|prime| u64::MAX - prime + 1).collect();
    assert_eq!(below, [189, 179, 95, 83, 59]);
}

#[test]
fn counts_are_those_of_the_list() {
    let all = plain(4_000_000);
    let mut random = Random(7);
    let places = (0..1500).map(|_| random.below(4_000_000));
    // Around squares and cubes of primes, and where the methods change.
    let squares = all[..300].iter().flat_map(|&prime| [prime.pow(2), prime.pow(3)]);
    let near =
        squares.chain([30_720, 1 << 20, 3_999_998]).flat_map(|middle| middle.saturating_sub(1)..middle + 2);
    for stop in places.map(|place| place as u64).chain(near.filter(|&stop| stop < 4_000_000)) {
        let expected = all.partition_point(|&prime| prime < stop);
        assert_eq!(count_primes(stop, 1).unwrap(), expected as u64, "{stop}");
    }
    for count in (0..all.len()).step_by(7919).chain(0..20).chain(all.len() - 3..all.len()) {
        for threads in [1, 2] {
            assert_eq!(primes(count, threads).unwrap(), all[..count]);
            if count > 0 {
                assert_eq!(nth_prime(count as u64, threads).unwrap(), all[count - 1], "{count}");
            }
        }
    }
    assert_eq!(primes_between(0, 4_000_000, 1).unwrap(), all);
    // Where looking for the prime goes back to the first numbers.
    for count in 1..10_000 {
        assert_eq!(nth_prime(count as u64, 1).unwrap(), all[count - 1], "{count}");
    }
}

#[test]
fn counting_is_sieving() {
    let mut random = Random(11);
    for _ in 0..4 {
        let stop = 200_000_000 + random.below(300_000_000) as u64;
        let expected = sieve_count(0, stop, 2).unwrap();
        for threads in [1, 2] {
            assert_eq!(count_primes(stop, threads).unwrap(), expected, "{stop} {threads}");
        }
    }
    // From where on the greater primes are left out of the tree, and threads are started.
    for middle in [300_000_000u64, 10_000_000_000] {
        let counts: Vec<u64> =
            (middle - 200..middle + 200).map(|stop| count_primes(stop, 2).unwrap()).collect();
        for (stop, pair) in (middle - 200..).zip(counts.windows(2)) {
            assert_eq!(pair[1] - pair[0], u64::from(is_prime(stop)), "{stop}");
        }
    }
}

#[test]
fn ranges_anywhere() {
    let window = (512 << 10) * 30;
    let mut random = Random(5);
    let anywhere = (0..6).map(|_| random.bits() >> (24 + random.below(8)));
    let starts = [window - 700, 3 * window - 31, (1 << 40) - 1000, (1 << 40) + 500, (1 << 44) + 123];
    for start in starts.into_iter().chain(anywhere) {
        let expected: Vec<u64> = (start..start + 1500).filter(|&number| is_prime(number)).collect();
        for threads in [1, 2] {
            assert_eq!(primes_between(start, start + 1500, threads).unwrap(), expected, "{start} {threads}");
        }
    }
    // Many windows, side by side.
    for (start, stop) in [(0, 50_000_000), (3, 40_000_001), (1 << 39, (1 << 39) + 3 * window + 7)] {
        let alone = primes_between(start, stop, 1).unwrap();
        assert_eq!(alone.len() as u64, sieve_count(start, stop, 2).unwrap());
        assert!(alone.is_sorted() && alone.first() >= Some(&start) && alone.last() < Some(&stop));
        for threads in [0, 3] {
            assert!(primes_between(start, stop, threads).unwrap() == alone, "{start} {stop} {threads}");
        }
    }
    assert_eq!(primes_between(10, 10, 1).unwrap(), []);
    assert_eq!(primes_between(10, 2, 2).unwrap(), []);
    assert_eq!(primes_between(u64::MAX, u64::MAX, 1).unwrap(), []);
}

#[test]
fn strong_pseudoprimes_are_composite() {
    // To the first few prime bases (OEIS A014233), to the bases 2, 7 and 61 in part, and Carmichael numbers.
    let composite = [
        2047,
        1_373_653,
        25_326_001,
        3_215_031_751,
        2_152_302_898_747,
        3_474_749_660_383,
        341_550_071_728_321,
        3_825_123_056_546_413_051,
        4_759_123_141,
        1_122_004_669_633,
        561,
        1_729,
        9_746_347_772_161,
        u64::MAX,
        4_294_967_291 * 4_294_967_291,
        4_294_967_279 * 4_294_967_291,
    ];
    for number in composite {
        assert!(!is_prime(number), "{number}");
    }
    let prime = [
        4_294_967_291,
        4_294_967_311,
        (1 << 61) - 1,
        u64::MAX - 58,
        9_223_372_036_854_775_783,
        1_000_000_000_000_000_003,
        2,
        30_727,
    ];
    for number in prime {
        assert!(is_prime(number), "{number}");
    }
    let mut random = Random(3);
    for _ in 0..300 {
        let (a, b) = (random.bits() >> 34 | 1, random.bits() >> 34 | 1);
        assert!(a == 1 || b == 1 || !is_prime(a * b), "{a} {b}");
        let number = random.bits() >> 30;
        assert_eq!(is_prime(number), divides_none(number), "{number}");
    }
}

#[test]
fn what_does_not_fit_is_refused_at_once() {
    assert!(primes(1_000_000_000_000_000, 1).is_err());
    assert!(primes_between(0, u64::MAX, 1).is_err());
    assert!(count_primes(0, 1).unwrap() == 0 && COUNTED_BELOW == 1 << 63 && MOST_COUNTED > 1 << 57);
}
