//! Loops written once, compiled for each level of the CPU: the compiler makes vectors of them.

/// A loop. All that it calls must be `#[inline(always)]`, or it is compiled for the lowest level alone.
pub trait Work {
    /// What it gives.
    type Output;
    /// Whether it gains by AVX-512 where there is AVX2.
    #[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "there are no levels to choose from"))]
    const WIDE: bool = true;
    /// Does it.
    fn run(self) -> Self::Output;
}

/// Runs the work with the instructions of the level in use.
#[inline(always)]
pub fn at_level<W: Work>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    let work = match super::x86_per_level::at_level(work) {
        Ok(output) => return output,
        Err(work) => work,
    };
    portable(work)
}

/// Compiled once for each kind of work, not wherever it is asked for.
#[inline(never)]
fn portable<W: Work>(work: W) -> W::Output {
    work.run()
}
