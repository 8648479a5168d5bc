//! The floating-point mode of the calling thread: saved, set to the default, and restored with its sticky flags.
//!
//! Exact summation relies on rounding to nearest and on subnormal numbers. A caller may run with another rounding
//! direction or with flush-to-zero (`-ffast-math` start-up code does so), and must find its mode and its flags as
//! they were.

/// Runs `work` in the default mode. `work` is kept out of line, so that the compiler cannot move its arithmetic
/// across the change of mode.
#[inline(always)]
pub fn with_default<R>(work: impl FnOnce() -> R) -> R {
    with(|| out_of_line(work))
}

#[inline(never)]
fn out_of_line<R>(work: impl FnOnce() -> R) -> R {
    work()
}

/// Runs `work`, which is a call of a function that is never inlined, in the default mode.
#[inline(always)]
pub fn with<R>(work: impl FnOnce() -> R) -> R {
    let _restore = Restore::enter();
    work()
}

/// Puts the saved mode and flags back, on a panic too.
struct Restore(Register);

impl Restore {
    #[inline(always)]
    fn enter() -> Self {
        let before = register::read();
        if before & register::CONTROL != register::DEFAULT {
            register::write(before & !register::CONTROL | register::DEFAULT);
        }
        Restore(before)
    }
}

impl Drop for Restore {
    #[inline(always)]
    fn drop(&mut self) {
        // Writing the register costs more than reading it, and mostly nothing has changed.
        if register::read() != self.0 {
            register::write(self.0);
        }
    }
}

use register::Register;

#[cfg(target_arch = "x86_64")]
mod register {
    use std::arch::asm;

    /// MXCSR: mode and sticky flags are one register.
    pub type Register = u32;
    /// Rounding, flush-to-zero, denormals-are-zero and the exception masks.
    pub const CONTROL: Register = 0xffc0;
    /// To nearest, gradual underflow, every exception masked.
    pub const DEFAULT: Register = 0x1f80;

    #[inline(always)]
    pub fn read() -> Register {
        let mut value: Register = 0;
        // SAFETY: stores four bytes at the address of a local variable of four bytes.
        unsafe { asm!("stmxcsr [{}]", in(reg) &raw mut value, options(nostack, preserves_flags)) };
        value
    }

    #[inline(always)]
    pub fn write(value: Register) {
        // SAFETY: loads four bytes from a local variable. The value was read from the register, with the control
        // bits perhaps replaced by the architecture's default, so no reserved bit is set.
        unsafe { asm!("ldmxcsr [{}]", in(reg) &raw const value, options(nostack, preserves_flags)) };
    }
}

#[cfg(target_arch = "aarch64")]
mod register {
    use std::arch::asm;

    /// FPCR in the low half, FPSR in the high half.
    pub type Register = u64;
    /// All of FPCR that this library could be hurt by: rounding, flush-to-zero, default NaN, trap enables.
    pub const CONTROL: Register = 0x07ff_ff03;
    /// To nearest, gradual underflow, no traps.
    pub const DEFAULT: Register = 0;

    #[inline(always)]
    pub fn read() -> Register {
        let (control, status): (u64, u64);
        // SAFETY: reads two registers.
        unsafe { asm!("mrs {}, fpcr", "mrs {}, fpsr", out(reg) control, out(reg) status, options(nostack)) };
        control & 0xffff_ffff | status << 32
    }

    #[inline(always)]
    pub fn write(value: Register) {
        // SAFETY: writes values that were read from these registers, with control bits perhaps cleared.
        unsafe {
            asm!("msr fpcr, {}", "msr fpsr, {}", in(reg) value & 0xffff_ffff, in(reg) value >> 32, options(nostack));
        }
    }
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
mod register {
    /// Nothing is known of the mode here: it is taken to be the default.
    pub type Register = u32;
    pub const CONTROL: Register = 0;
    pub const DEFAULT: Register = 0;
    pub fn read() -> Register {
        0
    }
    pub fn write(_: Register) {}
}
