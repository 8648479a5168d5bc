//! What the loops over a text need of a CPU, and the loops compiled for each level of it.

/// The bytes that are looked at together.
pub const LANES: usize = 64;

/// Those bytes, and the two behind them.
pub type Window = [u8; LANES + 2];

/// What [`Machine::classify`] finds, a bit for each byte.
#[derive(Clone, Copy)]
pub struct Class {
    /// It is white space of ASCII.
    pub space: u64,
    /// It is not ASCII.
    pub wide: u64,
}

/// First bytes of white space beyond ASCII, a bit for each byte.
#[derive(Clone, Copy, Default)]
pub struct WideSpace {
    /// Two bytes long: U+0085 and U+00A0.
    pub two: u64,
    /// Three bytes long: U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F and U+3000.
    pub three: u64,
}

/// The instructions of a level.
pub trait Machine: Copy {
    /// Classifies bytes and writes them to `low` with the letters A to Z made small.
    fn classify(self, text: &Window, low: &mut [u8; LANES]) -> Class;
    /// Looks for white space beyond ASCII.
    fn wide_space(self, text: &Window) -> WideSpace;
    /// Asks for the memory of a value.
    fn prefetch<T>(self, value: &T);
}

/// The code that ships everywhere.
#[derive(Clone, Copy)]
pub struct Portable;

/// Whether a byte is white space for `str.split`.
#[inline(always)]
pub const fn is_space(byte: u8) -> bool {
    byte.wrapping_sub(9) < 5 || byte.wrapping_sub(0x1c) < 5
}

/// A letter A to Z made small, any other byte as it is.
#[inline(always)]
pub const fn small(byte: u8) -> u8 {
    byte | ((byte.wrapping_sub(b'A') < 26) as u8) << 5
}

/// A bit for each byte that is not zero; all are 0 or 1.
#[inline(always)]
fn bits(flags: &[u8; LANES]) -> u64 {
    let (words, _) = flags.as_chunks::<8>();
    words.iter().enumerate().fold(0, |mask, (place, word)| {
        // Gathers the lowest bit of each byte at the top.
        let gathered = u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask | gathered << (8 * place)
    })
}

impl Machine for Portable {
    #[inline(always)]
    fn classify(self, text: &Window, low: &mut [u8; LANES]) -> Class {
        let (mut space, mut wide) = ([0; LANES], [0; LANES]);
        for place in 0..LANES {
            let byte = text[place];
            low[place] = small(byte);
            space[place] = u8::from(is_space(byte));
            wide[place] = byte >> 7;
        }
        Class { space: bits(&space), wide: bits(&wide) }
    }

    #[inline(always)]
    fn wide_space(self, text: &Window) -> WideSpace {
        let (mut two, mut three) = ([0; LANES], [0; LANES]);
        for place in 0..LANES {
            let (first, second, third) = (text[place], text[place + 1], text[place + 2]);
            let is = |condition: bool| u8::from(condition);
            two[place] = is(first == 0xc2) & (is(second == 0x85) | is(second == 0xa0));
            let general = is(third.wrapping_sub(0x80) < 11) | is(third & 0xfe == 0xa8) | is(third == 0xaf);
            let after_e2 = is(second == 0x80) & general | is(second == 0x81) & is(third == 0x9f);
            let ogham = is(second == 0x9a) & is(third == 0x80);
            let ideographic = is(second == 0x80) & is(third == 0x80);
            three[place] =
                is(first == 0xe2) & after_e2 | is(first == 0xe1) & ogham | is(first == 0xe3) & ideographic;
        }
        WideSpace { two: bits(&two), three: bits(&three) }
    }

    #[inline(always)]
    fn prefetch<T>(self, _value: &T) {}
}

/// Work that is compiled for each level. What it calls in its loops must be `#[inline(always)]`, or it is compiled for the lowest
/// level alone.
pub trait Work {
    /// What it gives.
    type Output;
    /// Does it.
    fn run<M: Machine>(self, machine: M) -> Self::Output;
}

/// Runs the work with the instructions of the level in use.
#[inline(always)]
pub fn at_level<W: Work>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    let work = match super::x86_machine::at_level(work) {
        Ok(output) => return output,
        Err(work) => work,
    };
    portable(work)
}

/// Compiled once for each kind of work, not wherever it is asked for.
#[inline(never)]
fn portable<W: Work>(work: W) -> W::Output {
    work.run(Portable)
}
