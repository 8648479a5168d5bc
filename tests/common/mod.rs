//! What the tests share: exact arithmetic in the plainest form, and awkward data.
#![allow(dead_code, reason = "each test program uses a part")]

use num_bigint::BigInt;

/// A finite double in units of 2^-1074.
pub fn scaled(value: f64) -> BigInt {
    let bits = value.to_bits();
    let field = (bits >> 52) & 0x7ff;
    assert!(field != 0x7ff, "not finite");
    let mantissa = (bits & ((1 << 52) - 1)) | (u64::from(field != 0) << 52);
    let magnitude = BigInt::from(mantissa) << (field.max(1) - 1);
    if bits >> 63 == 1 { -magnitude } else { magnitude }
}

/// `number * 2^-unit` rounded once to the nearest double, ties to even, by comparing neighbours.
pub fn nearest(number: &BigInt, unit: u64) -> f64 {
    use num_bigint::Sign;
    let negative = number.sign() == Sign::Minus;
    let magnitude = if negative { -number } else { number.clone() };
    // The doubles from +0 up are in the order of their bits: bisect for the last one that is not above.
    let double = |bits: u64| -> BigInt {
        let field = (bits >> 52).max(1);
        let mantissa = (bits & ((1 << 52) - 1)) | (u64::from(bits >> 52 != 0) << 52);
        BigInt::from(mantissa) << (field - 1 + unit - 1074)
    };
    let (mut low, mut high) = (0u64, 0x7ffu64 << 52);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if double(middle) <= magnitude { low = middle } else { high = middle }
    }
    let twice: BigInt = &magnitude * 2;
    let between = double(low) + double(low + 1);
    let up = twice > between || (twice == between && low & 1 == 1);
    let bits = low + u64::from(up);
    f64::from_bits(if negative { bits | 1 << 63 } else { bits })
}

/// The exact sum of finite doubles, rounded once.
pub fn exact_sum(values: &[f64]) -> f64 {
    nearest(&values.iter().map(|&value| scaled(value)).sum(), 1074)
}

/// The exact dot product of finite doubles, rounded once.
pub fn exact_dot(a: &[f64], b: &[f64]) -> f64 {
    nearest(&a.iter().zip(b).map(|(&a, &b)| scaled(a) * scaled(b)).sum(), 2148)
}

/// A small generator of random bits (xorshift64*, Vigna 2016): the same data in every run.
pub struct Random(pub u64);

impl Random {
    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Uniform in [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.bits() % limit as u64) as usize
    }

    /// Any finite double, by bits.
    pub fn finite(&mut self) -> f64 {
        loop {
            let value = f64::from_bits(self.bits());
            if value.is_finite() {
                return value;
            }
        }
    }
}

/// Makes awkward data of a length.
pub type Kind = fn(&mut Random, usize) -> Vec<f64>;

/// Kinds of awkward data.
pub const KINDS: [(&str, Kind); 11] = [
    ("uniform", |random, n| (0..n).map(|_| random.unit()).collect()),
    ("signed", |random, n| (0..n).map(|_| random.unit() - 0.5).collect()),
    ("prices", |random, n| (0..n).map(|_| random.below(100_000) as f64 / 100.0).collect()),
    ("integers", |random, n| (0..n).map(|_| random.below(2000) as f64 - 1000.0).collect()),
    ("tied", |random, n| {
        (0..n).map(|place| if place == 0 { 9007199254740992.0 } else { random.below(3) as f64 }).collect()
    }),
    ("subnormal", |random, n| {
        (0..n).map(|_| f64::from_bits(random.bits() >> 12 | random.bits() << 63)).collect()
    }),
    ("huge", |random, n| (0..n).map(|_| (random.unit() - 0.5) * f64::MAX).collect()),
    ("wide 60", |random, n| {
        (0..n).map(|_| (random.unit() - 0.5) * 2f64.powi(random.below(120) as i32 - 60)).collect()
    }),
    ("wide", |random, n| (0..n).map(|_| random.finite()).collect()),
    ("cancelling", |random, n| {
        let mut values: Vec<f64> = (0..n / 2).map(|_| random.finite()).collect();
        values.extend(values.clone().iter().map(|value| -value));
        values.resize(n, 1e-300);
        for place in (1..n).rev() {
            values.swap(place, random.below(place + 1));
        }
        values
    }),
    ("zeros", |random, n| (0..n).map(|_| if random.below(2) == 0 { 0.0 } else { -0.0 }).collect()),
];

/// Two tests for all levels of the CPU.
#[allow(unused_macros, reason = "each test program uses a part")]
macro_rules! at_every_level {
    () => {
        /// The level of a process is chosen once, so the lower levels are tested by this program started again.
        #[test]
        fn lower_levels() {
            for level in abicus::cpu::Level::ALL.into_iter().filter(|&level| level < abicus::cpu::level()) {
                let mut program = std::process::Command::new(std::env::current_exe().unwrap());
                let status =
                    program.env("ABICUS_CPU", level.name()).args(["--skip", "lower_levels", "-q"]).status();
                assert!(status.unwrap().success(), "{}", level.name());
            }
        }

        #[test]
        fn the_level_is_the_wanted_one() {
            if let Some(wanted) = std::env::var_os("ABICUS_CPU") {
                assert_eq!(abicus::cpu::level().name(), wanted.to_str().unwrap());
            }
        }
    };
}
#[allow(unused_imports, reason = "each test program uses a part")]
pub(crate) use at_every_level;
