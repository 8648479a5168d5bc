//! The only place of the door that makes slices of Python's memory.

use super::api::{MethodDef, Object, PyBuffer};
use crate::kernels::view::{Decode, Dimension, Element, Input, MAX_DIMENSIONS, View, extent};

/// Something counted by a pointer and a length.
///
/// # Safety
/// Valid for reads for the lifetime that the caller chooses; `first` is aligned, and not NULL unless `len` is 0.
#[inline(always)]
pub unsafe fn items<'a, T>(first: *const T, len: usize) -> &'a [T] {
    if len == 0 {
        return &[];
    }
    // SAFETY: as the caller promises.
    unsafe { std::slice::from_raw_parts(first, len) }
}

/// The same for writing.
///
/// # Safety
/// As for [`items`], valid for writes, and used by nobody else meanwhile.
#[inline(always)]
pub unsafe fn writable<'a, T>(first: *mut T, len: usize) -> &'a mut [T] {
    if len == 0 {
        return &mut [];
    }
    // SAFETY: as the caller promises.
    unsafe { std::slice::from_raw_parts_mut(first, len) }
}

/// Lends the elements of a buffer to `read`, in C order: as a slice if they are contiguous, aligned and not
/// `converted` by `decode`, else as a view. `None` if the layout is out of all bounds.
///
/// # Safety
/// A buffer that is held, without suboffsets, whose items are of the size that `decode` reads.
#[inline(always)]
pub unsafe fn lend<T: Element, R>(
    buffer: &PyBuffer,
    decode: Decode<T>,
    converted: bool,
    read: impl FnOnce(Input<T>) -> R,
) -> Option<R> {
    let first = buffer.buf.cast::<T>();
    let item = buffer.itemsize.cast_unsigned();
    // SAFETY: a held buffer has `ndim` lengths and strides.
    let (shape, strides) = unsafe {
        let dimensions = buffer.ndim.cast_unsigned() as usize;
        (items(buffer.shape, dimensions), items(buffer.strides, dimensions))
    };
    let contiguous = match (shape, strides) {
        ([_], [stride]) => *stride == buffer.itemsize,
        _ => {
            let mut run = buffer.itemsize;
            shape.iter().zip(strides).rev().all(|(&length, &stride)| {
                let regular = stride == run || length <= 1;
                run = run.wrapping_mul(length);
                regular
            })
        }
    };
    if contiguous && first.is_aligned() && !converted && item == size_of::<T>() {
        let len = buffer.len.cast_unsigned() / size_of::<T>();
        // SAFETY: contiguous and aligned elements of a held buffer, `len` bytes in all. Another thread may write
        // them meanwhile; kernels never let a value decide what memory they access.
        return Some(read(Input::Slice(unsafe { items(first, len) })));
    }
    let mut dimensions = [Dimension::default(); MAX_DIMENSIONS];
    let dimensions = dimensions.get_mut(..shape.len())?;
    for ((slot, &length), &stride) in dimensions.iter_mut().zip(shape).zip(strides) {
        *slot = Dimension { length: length.cast_unsigned(), stride };
    }
    let (low, count) = extent(dimensions, item)?;
    // SAFETY: the bytes between the lowest and the highest element of a held buffer; see above for other threads.
    let bytes = unsafe { items(buffer.buf.cast::<u8>().wrapping_offset(low).cast_const(), count) };
    let view = View::new(bytes, dimensions, item, decode)?;
    Some(read(Input::View(&view)))
}

/// Where the bytes of a buffer's elements begin, counted from the first element, and how many there are up to the highest.
///
/// # Safety
/// A buffer that is held.
pub unsafe fn lowest(buffer: &PyBuffer) -> (isize, usize) {
    let mut all = [Dimension::default(); MAX_DIMENSIONS];
    // SAFETY: a held buffer has `ndim` lengths and strides.
    let (shape, strides) = unsafe {
        let dimensions = buffer.ndim.cast_unsigned() as usize;
        (items(buffer.shape, dimensions), items(buffer.strides, dimensions))
    };
    for ((slot, &length), &stride) in all.iter_mut().zip(shape).zip(strides) {
        *slot = Dimension { length: length.cast_unsigned(), stride };
    }
    let dimensions = all.get(..shape.len()).unwrap_or(&[]);
    extent(dimensions, buffer.itemsize.cast_unsigned()).unwrap_or_default()
}

/// The C arguments of a call.
///
/// # Safety
/// As CPython passes them to a function of the METH_FASTCALL convention.
#[inline(always)]
pub unsafe fn arguments<'a>(first: *const *mut Object, count: isize) -> &'a [*mut Object] {
    // SAFETY: as the caller promises.
    unsafe { items(first, count.cast_unsigned()) }
}

/// A method definition that lives as long as the process: CPython keeps the address.
pub fn immortal(definition: MethodDef) -> *mut MethodDef {
    Box::into_raw(Box::new(definition))
}
