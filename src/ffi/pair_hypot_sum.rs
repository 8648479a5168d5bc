//! Sums over all pairs of two vectors.

use super::array::out_of_memory;
use super::control::{Control, watched};
use super::guard;
use super::slice::{Elements, check_output, write};
use super::status::{ABICUS_INVALID_ARGUMENT, ABICUS_INVALID_DATA, Failure};
use crate::float_mode;
use crate::kernels::pairs::{self, Problem, Width};
use crate::kernels::view::Input;

/// The words of a result of `abicus_pair_hypot_sum_f64`: they hold the sum of any numbers in any memory.
pub const ABICUS_PAIR_WORDS: usize = 10;

const _: () = assert!(ABICUS_PAIR_WORDS == pairs::WORDS);

fn side<T>(parameter: &'static str, first: *const T, len: usize, stride: Option<isize>) -> Elements<T> {
    Elements { parameter, first, len, stride }
}

/// What is asked beside the elements, as it came.
#[derive(Clone, Copy)]
struct Options {
    above: f64,
    threads: usize,
    control: *mut Control,
    out: *mut u64,
}

/// Checks, adds up in the default floating-point mode, writes.
///
/// # Safety
/// The pointers are as the header requires.
unsafe fn add_up<T: Width>(name: &str, a: Elements<T>, b: Elements<T>, options: Options) -> i32 {
    guard::call(name, || {
        let Options { above, threads, control, out } = options;
        check_output("out", out)?;
        if above.is_nan() {
            return Err(Failure::new(ABICUS_INVALID_ARGUMENT, "above is NaN, expected a number"));
        }
        // SAFETY: the caller's elements, control block and output, as the header requires.
        unsafe {
            let kernel = |a: &Input<T>, b: &Input<T>| {
                let kernel = || float_mode::with_default(|| pairs::pair_hypot_sum(a, b, above, threads));
                watched(control, kernel)?.map_err(failure)
            };
            let total = a.lend(|a| b.lend(|b| kernel(a, b)))???;
            write(out.cast(), *total.words());
        }
        Ok(())
    })
}

#[cold]
fn failure(problem: Problem) -> Failure {
    match problem {
        Problem::OutOfMemory(error) => out_of_memory(error),
        Problem::NotFinite(a, b) => Failure::new(
            ABICUS_INVALID_DATA,
            format!("the squares of a[{a}] and b[{b}] have no finite sum, and the pair is not skipped"),
        ),
    }
}

/// Adds up t = sqrt(a * a + b * b), rounded with halves away from zero, over all pairs of an element of `a` and one of `b`
/// with not a > b, of those t that are greater than `above`, which is not NaN. Squares and their sum are rounded to double.
/// Writes the sum, an exact integer, to the `ABICUS_PAIR_WORDS` words at `out`, least significant first.
///
/// `ABICUS_INVALID_DATA` if a pair with not a > b has no finite sum of squares, or has a NaN: the last error names the
/// places of the first, by `a` and then by `b`. In at most `threads` threads (0: as many as there are CPUs to use), which
/// changes nothing but the time. `control` is NULL or a block that watches the call and may cancel it
/// (`ABICUS_CANCELLED`); the work is counted in pairs.
///
/// O(n log n) time for the longer of the two vectors, n elements, and for each element of the shorter at most 16 times the
/// number of different t that it has, or n. `ABICUS_OUT_OF_MEMORY` if there are no 48 bytes for each element of `b` and 5 MB.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_pair_hypot_sum_f64(
    a: *const f64,
    a_len: usize,
    b: *const f64,
    b_len: usize,
    above: f64,
    threads: usize,
    control: *mut Control,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, a_len, None), side("b", b, b_len, None));
    let options = Options { above, threads, control, out };
    // SAFETY: as the header requires of the caller.
    unsafe { add_up("abicus_pair_hypot_sum_f64", a, b, options) }
}

/// As `abicus_pair_hypot_sum_f64`, for elements `a_stride` and `b_stride` bytes apart, which are copied first; strides may be
/// zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_pair_hypot_sum_f64_strided(
    a: *const f64,
    a_len: usize,
    a_stride: isize,
    b: *const f64,
    b_len: usize,
    b_stride: isize,
    above: f64,
    threads: usize,
    control: *mut Control,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, a_len, Some(a_stride)), side("b", b, b_len, Some(b_stride)));
    let options = Options { above, threads, control, out };
    // SAFETY: as the header requires of the caller.
    unsafe { add_up("abicus_pair_hypot_sum_f64_strided", a, b, options) }
}

/// As `abicus_pair_hypot_sum_f64`, for `float`: squares and their sum are rounded to float, the root is taken and rounded in
/// double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_pair_hypot_sum_f32(
    a: *const f32,
    a_len: usize,
    b: *const f32,
    b_len: usize,
    above: f64,
    threads: usize,
    control: *mut Control,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, a_len, None), side("b", b, b_len, None));
    let options = Options { above, threads, control, out };
    // SAFETY: as the header requires of the caller.
    unsafe { add_up("abicus_pair_hypot_sum_f32", a, b, options) }
}

/// As `abicus_pair_hypot_sum_f32`, for elements `a_stride` and `b_stride` bytes apart, which are copied; strides may be
/// zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_pair_hypot_sum_f32_strided(
    a: *const f32,
    a_len: usize,
    a_stride: isize,
    b: *const f32,
    b_len: usize,
    b_stride: isize,
    above: f64,
    threads: usize,
    control: *mut Control,
    out: *mut u64,
) -> i32 {
    let (a, b) = (side("a", a, a_len, Some(a_stride)), side("b", b, b_len, Some(b_stride)));
    let options = Options { above, threads, control, out };
    // SAFETY: as the header requires of the caller.
    unsafe { add_up("abicus_pair_hypot_sum_f32_strided", a, b, options) }
}
