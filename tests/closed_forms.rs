//! Sums of ranges, Fibonacci numbers and factorials, beside loops, recurrences and another library of big integers.

use abicus::kernels::bignum::{
    LAST_FACTORIAL, LAST_FIBONACCI, MOST_BITS, Multiplier, Refused, factorial, factorial_u64, factorial_u128,
    factorial_words, fibonacci, fibonacci_u64, fibonacci_u128, fibonacci_words,
};
use abicus::kernels::parallel::{Poll, with_poll};
use abicus::kernels::ranges::sum_range;
use num_bigint::BigUint;
use std::cell::Cell;

fn big(words: &[u64]) -> BigUint {
    BigUint::from_bytes_le(&words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>())
}

/// Words of all ones, of a single one, random, or random ones between words of all ones and zeros.
fn number(len: usize, kind: usize, mut state: u64) -> Vec<u64> {
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let word = |random: u64| match (kind, random % 3) {
        (0, _) | (3, 0) => u64::MAX,
        (1, _) => 1 << 63,
        (3, 1) => 0,
        _ => random,
    };
    (0..len).map(|_| word(next())).collect()
}

#[test]
fn products_of_every_method() {
    // Around the lengths where one method takes over from another, and between powers of two.
    let lengths =
        [0, 1, 2, 3, 31, 32, 33, 34, 64, 65, 97, 128, 200, 399, 400, 401, 500, 640, 1000, 1500, 2049, 6000];
    let mut multiplier = Multiplier::default();
    for (place, &long) in lengths.iter().enumerate() {
        for &short in &lengths[..=place] {
            for kind in 0..4 {
                let (a, b) = (number(long, kind, 7), number(short, kind, 99));
                let expected = big(&a) * big(&b);
                for product in [multiplier.multiply(&a, &b).unwrap(), multiplier.multiply(&b, &a).unwrap()] {
                    assert!(big(&product) == expected, "{long} by {short} words, kind {kind}");
                    assert_ne!(product.last(), Some(&0));
                }
            }
        }
        let a = number(long, 3, 5);
        assert!(big(&multiplier.square(&a).unwrap()) == big(&a).pow(2), "square of {long} words");
    }
}

#[test]
fn products_with_digits_of_every_length() {
    let mut multiplier = Multiplier::default();
    // All ones: no other numbers have larger coefficients. So many words are just as many digits of 28, 27, ... bits as
    // there may be, or one more: 2^8 digits of 28 bits, 2^10 of 27, and so on.
    for digit in [24_u64, 25, 26] {
        let most = ((digit << (64 - 2 * digit)) / 64) as usize;
        for len in [most, most + 1] {
            let ones = vec![u64::MAX; len];
            // (2^k - 1)^2 = 2^2k - 2^(k+1) + 1.
            let mut expected = vec![0; 2 * len];
            expected[0] = 1;
            expected[len] = u64::MAX - 1;
            expected[len + 1..].fill(u64::MAX);
            assert!(multiplier.square(&ones).unwrap() == expected, "{len} words");
        }
    }
}

#[test]
fn fibonacci_numbers_are_those_of_the_recurrence() {
    let (mut this, mut next) = (BigUint::ZERO, BigUint::from(1_u8));
    for n in 0..3000 {
        let words = fibonacci(n).unwrap();
        assert!(big(&words) == this, "F({n})");
        assert_ne!(words.last(), Some(&0));
        let enough = fibonacci_words(n) as usize;
        assert!((words.len().max(1)..=words.len() + 1).contains(&enough), "F({n}): {enough} words");
        assert_eq!(fibonacci_u64(n).map(BigUint::from), (n <= 93).then(|| this.clone()), "F({n})");
        assert_eq!(fibonacci_u128(n).map(BigUint::from), (n <= 186).then(|| this.clone()), "F({n})");
        (this, next) = (next.clone(), this + next);
    }
    // 208,988 digits, by doubling with the other library.
    let (mut this, mut next) = (BigUint::ZERO, BigUint::from(1_u8));
    for bit in (0..20).rev() {
        let (double, after) = (&this * (2_u8 * &next - &this), &this * &this + &next * &next);
        (this, next) =
            if 1_000_000 >> bit & 1 == 0 { (double, after) } else { (after.clone(), double + after) };
    }
    assert!(big(&fibonacci(1_000_000).unwrap()) == this);
}

#[test]
fn factorials_are_products() {
    let mut product = BigUint::from(1_u8);
    for n in 0..2500 {
        product *= n.max(1);
        let words = factorial(n).unwrap();
        assert!(big(&words) == product, "{n}!");
        assert_ne!(words.last(), Some(&0));
        let enough = factorial_words(n) as usize;
        assert!((words.len()..=words.len() + 1).contains(&enough), "{n}!: {enough} words");
        assert_eq!(factorial_u64(n).map(BigUint::from), (n <= 20).then(|| product.clone()), "{n}!");
        assert_eq!(factorial_u128(n).map(BigUint::from), (n <= 34).then(|| product.clone()), "{n}!");
    }
    // The quotient of two neighbours, and of two that are so far apart that other methods made them.
    let product = |numbers: std::ops::RangeInclusive<u64>| numbers.map(BigUint::from).product::<BigUint>();
    for (small, large) in [(99_999, 100_000), (49_000, 50_000), (2_500, 9_000)] {
        let (below, above) = (big(&factorial(small).unwrap()), big(&factorial(large).unwrap()));
        assert!(below * product(small + 1..=large) == above, "{large}! / {small}!");
    }
}

#[test]
fn too_large_is_refused_before_any_work() {
    for n in [LAST_FIBONACCI + 1, u64::MAX] {
        assert!(matches!(fibonacci(n), Err(Refused::TooLarge)));
    }
    for n in [LAST_FACTORIAL + 1, u64::MAX] {
        assert!(matches!(factorial(n), Err(Refused::TooLarge)));
    }
    // The limits are where the words that are said to be enough pass the longest product.
    assert!((MOST_BITS / 64 - 1..=MOST_BITS / 64).contains(&fibonacci_words(LAST_FIBONACCI)));
    assert!(factorial_words(LAST_FACTORIAL) <= MOST_BITS / 64);
    assert!(factorial_words(LAST_FACTORIAL + 1) > MOST_BITS / 64);
    // No size overflows.
    assert!(fibonacci_words(u64::MAX) > 1 << 57 && factorial_words(u64::MAX) > 1 << 57);
}

#[test]
fn a_poll_stops_the_work() {
    thread_local!(static POLLS: Cell<u32> = const { Cell::new(0) });
    fn stop(_: usize, _: u64, _: u64) -> bool {
        POLLS.set(POLLS.get() + 1);
        POLLS.get() > 20
    }
    for work in [fibonacci, factorial] {
        POLLS.set(0);
        // Minutes, and gigabytes that are not touched.
        assert!(with_poll(Poll { ask: stop, context: 0 }, || work(30_000_000)).is_none());
        assert_eq!(POLLS.get(), 21);
    }
}

#[test]
fn sums_of_ranges_are_those_of_loops() {
    let plain = |start: i64, stop: i64, step: i64| {
        let (mut number, mut total) = (i128::from(start), 0);
        while if step > 0 { number < i128::from(stop) } else { number > i128::from(stop) } {
            total += number;
            number += i128::from(step);
        }
        total
    };
    for start in -12..12 {
        for stop in -12..12 {
            for step in (-7..=7).filter(|&step| step != 0) {
                assert_eq!(
                    sum_range(start, stop, step),
                    Some(plain(start, stop, step)),
                    "{start} {stop} {step}"
                );
            }
        }
    }
    let ends = [i64::MIN, i64::MIN + 1, i64::MIN + 5, -1, 0, 1, i64::MAX - 6, i64::MAX - 1, i64::MAX];
    for start in ends {
        for stop in ends {
            for step in
                [i64::MIN, i64::MIN + 1, -(1 << 61) - 1, 1 << 61, (1 << 61) + 1, i64::MAX - 1, i64::MAX]
            {
                assert_eq!(
                    sum_range(start, stop, step),
                    Some(plain(start, stop, step)),
                    "{start} {stop} {step}"
                );
            }
        }
        assert_eq!(sum_range(start, 5, 0), None);
    }
    // 2^64 - 1 numbers around -1, and the largest sum: n (n - 1) / 2 for n = 2^63 - 1.
    assert_eq!(sum_range(i64::MIN, i64::MAX, 1), Some(-((1 << 64) - 1)));
    assert_eq!(sum_range(0, i64::MAX, 1), Some(((1 << 63) - 1) * ((1 << 62) - 1)));
}
