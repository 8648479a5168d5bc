//! Where many values belong among sorted ones, for strided elements, and for those of two types.

use super::array::*;
use super::guard;
use super::searchsorted::{Options, queries as queries_of, search, side, values as values_of};
use super::slice::{Elements, fill};
use super::status::{ABICUS_INVALID_ARGUMENT, Failure};
use crate::float_mode;
use crate::kernels::order::search::{Key, Widened, searchsorted};
use crate::kernels::view::Input;
use std::ffi::c_void;

/// As `abicus_searchsorted_f64`, for elements `stride` and `queries_stride` bytes apart, which may be zero or negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_f64_strided(
    values: *const f64,
    len: usize,
    stride: isize,
    queries: *const f64,
    count: usize,
    queries_stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_f64_strided",
            values_of(values, len, Some(stride)),
            queries_of(queries, count, Some(queries_stride)),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64_strided`, for `float`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_f32_strided(
    values: *const f32,
    len: usize,
    stride: isize,
    queries: *const f32,
    count: usize,
    queries_stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_f32_strided",
            values_of(values, len, Some(stride)),
            queries_of(queries, count, Some(queries_stride)),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64_strided`, for `int64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_i64_strided(
    values: *const i64,
    len: usize,
    stride: isize,
    queries: *const i64,
    count: usize,
    queries_stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_i64_strided",
            values_of(values, len, Some(stride)),
            queries_of(queries, count, Some(queries_stride)),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64_strided`, for `uint64_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_u64_strided(
    values: *const u64,
    len: usize,
    stride: isize,
    queries: *const u64,
    count: usize,
    queries_stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_u64_strided",
            values_of(values, len, Some(stride)),
            queries_of(queries, count, Some(queries_stride)),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64_strided`, for `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_i32_strided(
    values: *const i32,
    len: usize,
    stride: isize,
    queries: *const i32,
    count: usize,
    queries_stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_i32_strided",
            values_of(values, len, Some(stride)),
            queries_of(queries, count, Some(queries_stride)),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64_strided`, for `uint32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_u32_strided(
    values: *const u32,
    len: usize,
    stride: isize,
    queries: *const u32,
    count: usize,
    queries_stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_u32_strided",
            values_of(values, len, Some(stride)),
            queries_of(queries, count, Some(queries_stride)),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64_strided`, for `int16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_i16_strided(
    values: *const i16,
    len: usize,
    stride: isize,
    queries: *const i16,
    count: usize,
    queries_stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_i16_strided",
            values_of(values, len, Some(stride)),
            queries_of(queries, count, Some(queries_stride)),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64_strided`, for `uint16_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_u16_strided(
    values: *const u16,
    len: usize,
    stride: isize,
    queries: *const u16,
    count: usize,
    queries_stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_u16_strided",
            values_of(values, len, Some(stride)),
            queries_of(queries, count, Some(queries_stride)),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64_strided`, for `int8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_i8_strided(
    values: *const i8,
    len: usize,
    stride: isize,
    queries: *const i8,
    count: usize,
    queries_stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_i8_strided",
            values_of(values, len, Some(stride)),
            queries_of(queries, count, Some(queries_stride)),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64_strided`, for `uint8_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_u8_strided(
    values: *const u8,
    len: usize,
    stride: isize,
    queries: *const u8,
    count: usize,
    queries_stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    // SAFETY: as the header requires of the caller.
    unsafe {
        search(
            "abicus_searchsorted_u8_strided",
            values_of(values, len, Some(stride)),
            queries_of(queries, count, Some(queries_stride)),
            Options { side, threads, out },
        )
    }
}

/// As `abicus_searchsorted_f64_strided` for values and queries of the element types `kind` and `queries_kind`
/// (`ABICUS_TYPE_...`, without `ABICUS_TYPE_BOOL`), which are compared exactly: nothing is rounded.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_searchsorted_mixed(
    kind: u32,
    values: *const c_void,
    len: usize,
    stride: isize,
    queries_kind: u32,
    queries: *const c_void,
    count: usize,
    queries_stride: isize,
    side: u32,
    threads: usize,
    out: *mut i64,
) -> i32 {
    let options = Options { side, threads, out };
    macro_rules! mixed {
        ($type:ty) => {
            // SAFETY: as the header requires of the caller.
            unsafe {
                let values = values_of(values.cast::<$type>(), len, Some(stride));
                search_mixed(values, queries_kind, queries, count, queries_stride, options)
            }
        };
    }
    guard::call("abicus_searchsorted_mixed", || match kind {
        ABICUS_TYPE_F64 => mixed!(f64),
        ABICUS_TYPE_F32 => mixed!(f32),
        ABICUS_TYPE_I64 => mixed!(i64),
        ABICUS_TYPE_U64 => mixed!(u64),
        ABICUS_TYPE_I32 => mixed!(i32),
        ABICUS_TYPE_U32 => mixed!(u32),
        ABICUS_TYPE_I16 => mixed!(i16),
        ABICUS_TYPE_U16 => mixed!(u16),
        ABICUS_TYPE_I8 => mixed!(i8),
        ABICUS_TYPE_U8 => mixed!(u8),
        _ => Err(no_such("kind", kind)),
    })
}

#[cold]
fn no_such(parameter: &str, kind: u32) -> Failure {
    let message = format!("{parameter} is {kind}, expected one of the constants ABICUS_TYPE_... of a number");
    Failure::new(ABICUS_INVALID_ARGUMENT, message)
}

/// # Safety
/// The pointers are as the header requires.
unsafe fn search_mixed<T: Key>(
    values: Elements<T>,
    kind: u32,
    queries: *const c_void,
    count: usize,
    stride: isize,
    options: Options,
) -> Result<(), Failure> {
    let side = side(options.side)?;
    macro_rules! asked {
        ($type:ty) => {{
            let asked = queries_of(queries.cast::<$type>(), count, Some(stride));
            let reads = [values.addresses(), asked.addresses()];
            let work = |values: &Input<T>, asked: &Input<$type>, out: &mut [i64]| {
                float_mode::with_default(|| searchsorted(values, &Widened(asked), side, options.threads, out))
            };
            // SAFETY: the caller's elements and output, as the header requires.
            unsafe {
                fill(options.out, count, &reads, |out| {
                    values
                        .lend(|values| asked.lend(|asked| work(values, asked, out)))??
                        .map_err(out_of_memory)
                })
            }
        }};
    }
    match kind {
        ABICUS_TYPE_F64 => asked!(f64),
        ABICUS_TYPE_F32 => asked!(f32),
        ABICUS_TYPE_I64 => asked!(i64),
        ABICUS_TYPE_U64 => asked!(u64),
        ABICUS_TYPE_I32 => asked!(i32),
        ABICUS_TYPE_U32 => asked!(u32),
        ABICUS_TYPE_I16 => asked!(i16),
        ABICUS_TYPE_U16 => asked!(u16),
        ABICUS_TYPE_I8 => asked!(i8),
        ABICUS_TYPE_U8 => asked!(u8),
        _ => Err(no_such("queries_kind", kind)),
    }
}
