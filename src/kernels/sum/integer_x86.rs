//! The loops over integers compiled for AVX2 and AVX-512.

use super::integer_loops::Loop;
use crate::cpu::{Level, level};

/// Runs a loop with the instructions of the level in use.
#[inline(always)]
pub fn at_level<L: Loop>(work: L) -> L::Output {
    match level() {
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx512 => unsafe { avx512(work) },
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx2 => unsafe { avx2(work) },
        Level::Portable => work.run(),
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512vnni,avx2,bmi1,bmi2,popcnt")]
fn avx512<L: Loop>(work: L) -> L::Output {
    work.run()
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn avx2<L: Loop>(work: L) -> L::Output {
    work.run()
}
