//! Where many values belong among sorted ones, for strided elements, and for those of two types.

use super::array::*;
use super::guard;
use super::searchsorted::{Options, queries as queries_of, search, side, values as values_of};
use super::slice::fill;
use super::status::{ABICUS_INVALID_ARGUMENT, Failure};
use crate::float_mode;
use crate::kernels::order::search::{Numbers, Widened, searchsorted};
use crate::kernels::view::Input;
use std::ffi::c_void;
use std::ops::Range;

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
    let values = Values { kind, first: values, len, stride };
    let options = Options { side, threads, out };
    guard::call("abicus_searchsorted_mixed", || {
        // SAFETY: as the header requires of the caller.
        unsafe {
            with_numbers(queries_kind, queries, count, queries_stride, &mut |asked, addresses| {
                search_kind(&values, asked, addresses, options)
            })
        }
    })
}

#[cold]
fn no_such(parameter: &str, kind: u32) -> Failure {
    let message = format!("{parameter} is {kind}, expected one of the constants ABICUS_TYPE_... of a number");
    Failure::new(ABICUS_INVALID_ARGUMENT, message)
}

/// Queries of any type, and the addresses of their bytes, given to one who does not know the type.
type UseNumbers<'a> = &'a mut dyn FnMut(&dyn Numbers, Range<usize>) -> Result<(), Failure>;

/// # Safety
/// The pointer is as the header requires.
unsafe fn with_numbers(
    kind: u32,
    queries: *const c_void,
    count: usize,
    stride: isize,
    each: UseNumbers,
) -> Result<(), Failure> {
    macro_rules! lend {
        ($type:ty) => {{
            let asked = queries_of(queries.cast::<$type>(), count, Some(stride));
            let addresses = asked.addresses();
            // SAFETY: the caller's elements, as the header requires.
            unsafe { asked.lend(|asked| each(asked, addresses))? }
        }};
    }
    match kind {
        ABICUS_TYPE_F64 => lend!(f64),
        ABICUS_TYPE_F32 => lend!(f32),
        ABICUS_TYPE_I64 => lend!(i64),
        ABICUS_TYPE_U64 => lend!(u64),
        ABICUS_TYPE_I32 => lend!(i32),
        ABICUS_TYPE_U32 => lend!(u32),
        ABICUS_TYPE_I16 => lend!(i16),
        ABICUS_TYPE_U16 => lend!(u16),
        ABICUS_TYPE_I8 => lend!(i8),
        ABICUS_TYPE_U8 => lend!(u8),
        _ => Err(no_such("queries_kind", kind)),
    }
}

/// What is searched: elements of any type.
struct Values {
    kind: u32,
    first: *const c_void,
    len: usize,
    stride: isize,
}

/// # Safety
/// The pointers are as the header requires.
unsafe fn search_kind(
    values: &Values,
    asked: &dyn Numbers,
    addresses: Range<usize>,
    options: Options,
) -> Result<(), Failure> {
    let side = side(options.side)?;
    macro_rules! search {
        ($type:ty) => {{
            let values = values_of(values.first.cast::<$type>(), values.len, Some(values.stride));
            let reads = [values.addresses(), addresses];
            let work = |values: &Input<$type>, out: &mut [i64]| {
                float_mode::with_default(|| searchsorted(values, &Widened(asked), side, options.threads, out))
            };
            // SAFETY: the caller's elements and output, as the header requires.
            unsafe {
                fill(options.out, asked.count(), &reads, |out| {
                    values.lend(|values| work(values, out))?.map_err(out_of_memory)
                })
            }
        }};
    }
    match values.kind {
        ABICUS_TYPE_F64 => search!(f64),
        ABICUS_TYPE_F32 => search!(f32),
        ABICUS_TYPE_I64 => search!(i64),
        ABICUS_TYPE_U64 => search!(u64),
        ABICUS_TYPE_I32 => search!(i32),
        ABICUS_TYPE_U32 => search!(u32),
        ABICUS_TYPE_I16 => search!(i16),
        ABICUS_TYPE_U16 => search!(u16),
        ABICUS_TYPE_I8 => search!(i8),
        ABICUS_TYPE_U8 => search!(u8),
        _ => Err(no_such("kind", values.kind)),
    }
}
