//! Work that is compiled once for each set of instructions that it gains by: counting and finding bits.

/// Some work over bits.
pub trait Work {
    /// What it finds.
    type Output;
    /// Does it; compiled into the function that has the instructions.
    fn run(self) -> Self::Output;
}

/// Does the work with the instructions of the level in use.
#[inline(always)]
pub fn at_level<W: Work>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    {
        super::x86_bits::at_level(work)
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        work.run()
    }
}
