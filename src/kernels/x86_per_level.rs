//! Loops compiled for AVX2 and for AVX-512.

use super::per_level::Work;
use crate::cpu::{Level, level};

/// Runs the work with the instructions of the level in use; gives it back where that is the portable one.
#[inline(always)]
pub fn at_level<W: Work>(work: W) -> Result<W::Output, W> {
    match level() {
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx512 if W::WIDE => Ok(unsafe { avx512(work) }),
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx512 | Level::Avx2 => Ok(unsafe { avx2(work) }),
        Level::Portable => Err(work),
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512vnni,avx2,fma,bmi1,bmi2,popcnt")]
fn avx512<W: Work>(work: W) -> W::Output {
    work.run()
}

#[target_feature(enable = "avx2,fma,bmi1,bmi2,popcnt")]
fn avx2<W: Work>(work: W) -> W::Output {
    work.run()
}
