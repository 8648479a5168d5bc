//! The one place that asks what this CPU can do.
//!
//! A level is chosen once per process: the best that the CPU offers, or the lower one that `ABICUS_CPU` names
//! (`portable`, `avx2`, `avx512`). It never rises above what the CPU has. Every level computes the same bits.

use std::sync::atomic::{AtomicU8, Ordering};

/// A set of instructions that kernels are compiled for, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Level {
    /// What every CPU of the platform's ABI floor has.
    Portable = 0,
    /// x86-64 with AVX2, BMI2 and FMA.
    Avx2 = 1,
    /// x86-64 with AVX-512 F, BW, CD, DQ, VL and VNNI.
    Avx512 = 2,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Level; 3] = [Level::Portable, Level::Avx2, Level::Avx512];

    /// The name by which `ABICUS_CPU` selects the level.
    pub fn name(self) -> &'static str {
        match self {
            Level::Portable => "portable",
            Level::Avx2 => "avx2",
            Level::Avx512 => "avx512",
        }
    }
}

/// The best level that this CPU and operating system offer.
#[cfg(target_arch = "x86_64")]
pub fn detected() -> Level {
    macro_rules! all {
        ($($feature:tt)*) => { $(std::is_x86_feature_detected!($feature))&&* };
    }
    let avx2 = all!("avx2" "fma" "bmi1" "bmi2" "popcnt");
    let avx512 = all!("avx512f" "avx512bw" "avx512cd" "avx512dq" "avx512vl" "avx512vnni");
    match (avx2, avx512) {
        (true, true) => Level::Avx512,
        (true, false) => Level::Avx2,
        _ => Level::Portable,
    }
}

/// The best level that this CPU and operating system offer.
#[cfg(not(target_arch = "x86_64"))]
pub fn detected() -> Level {
    Level::Portable
}

const UNKNOWN: u8 = u8::MAX;
static CHOSEN: AtomicU8 = AtomicU8::new(UNKNOWN);

/// The level that kernels use in this process.
#[inline]
pub fn level() -> Level {
    match CHOSEN.load(Ordering::Relaxed) {
        0 => Level::Portable,
        1 => Level::Avx2,
        2 => Level::Avx512,
        _ => choose(),
    }
}

#[cold]
fn choose() -> Level {
    let wanted = std::env::var("ABICUS_CPU").unwrap_or_default();
    let limit = Level::ALL.into_iter().find(|level| level.name() == wanted).unwrap_or(Level::Avx512);
    let level = limit.min(detected());
    CHOSEN.store(level as u8, Ordering::Relaxed);
    level
}
