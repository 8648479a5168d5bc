//! The only place of the C ABI that makes slices and references of a caller's pointers.

use super::array::out_of_memory;
use super::control;
use super::status::{ABICUS_BUFFER_TOO_SMALL, ABICUS_INVALID_ARGUMENT, ABICUS_INVALID_LENGTH, Failure};
use crate::kernels::array::zeros;
use crate::kernels::elementwise::Operand;
use crate::kernels::view::{Dimension, Element, Input, View, decode_native, extent};
use std::ops::Range;

/// The most bytes that a vector can have: no address space is larger, and what claims to be is refused before it is read.
const MOST_BYTES: usize = (isize::MAX as usize) >> if usize::BITS == 64 { 7 } else { 0 };

/// Elements as a caller describes them.
#[derive(Clone, Copy)]
pub struct Elements<T> {
    /// What the header calls the parameter.
    pub parameter: &'static str,
    /// The first element.
    pub first: *const T,
    /// How many.
    pub len: usize,
    /// Bytes from one to the next; `None` where they are contiguous.
    pub stride: Option<isize>,
}

/// How two vectors lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlap {
    /// They share no byte.
    Apart,
    /// They are the same elements.
    Same,
    /// Anything else.
    InPart,
}

/// Contiguous elements of the parameter named `values`.
pub fn values<T>(first: *const T, len: usize) -> Elements<T> {
    Elements { parameter: "values", first, len, stride: None }
}

/// Strided elements of the parameter named `values`.
pub fn strided<T>(first: *const T, len: usize, stride: isize) -> Elements<T> {
    Elements { parameter: "values", first, len, stride: Some(stride) }
}

impl<T: Element> Elements<T> {
    /// Checks the description and lends the elements to `read`: as a slice if they are contiguous and aligned,
    /// else as a view.
    ///
    /// # Safety
    /// A pointer that is not NULL is valid for reads of every element described, while `read` runs.
    #[inline(always)]
    pub unsafe fn lend<R>(self, read: impl FnOnce(&Input<T>) -> R) -> Result<R, Failure> {
        let mut room = None;
        // SAFETY: as the caller promises.
        let input = unsafe { self.input(&mut room) }?;
        Ok(read(&input))
    }

    /// The elements; `room` is for what says where they are if they cannot be read where they lie.
    #[inline(never)]
    unsafe fn input<'v>(&self, room: &'v mut Option<View<'v, T>>) -> Result<Input<'v, T>, Failure> {
        if self.lies_as_slice() {
            // SAFETY: not NULL, aligned, at most MOST_BYTES, and valid as the caller promises.
            return Ok(Input::Slice(unsafe { std::slice::from_raw_parts(self.first, self.len) }));
        }
        if self.len == 0 {
            return Ok(Input::Slice(&[]));
        }
        if self.first.is_null() {
            return Err(null(self.parameter, self.len));
        }
        self.check_length()?;
        let size = size_of::<T>();
        let stride = self.stride.unwrap_or(size.cast_signed());
        let dimension = [Dimension { length: self.len, stride }];
        // SAFETY: not NULL, and valid as the caller promises.
        let bytes = unsafe { all_bytes(self.first.cast(), &dimension, size) };
        *room = bytes.and_then(|bytes| View::new(bytes, &dimension, size, decode_native));
        match room {
            Some(view) => Ok(Input::View(view)),
            None => Err(too_long(self.parameter, self.len, stride, size)),
        }
    }

    /// As [`Elements::lend`], for the few functions whose shortest calls count: `read` has a copy for slices.
    ///
    /// # Safety
    /// As for [`Elements::lend`].
    #[inline(always)]
    pub unsafe fn lend_here<R>(self, read: impl Fn(&Input<T>) -> R) -> Result<R, Failure> {
        if self.lies_as_slice() {
            // SAFETY: not NULL, aligned, at most MOST_BYTES, and valid as the caller promises.
            return Ok(read(&Input::Slice(unsafe { std::slice::from_raw_parts(self.first, self.len) })));
        }
        // SAFETY: as the caller promises.
        unsafe { self.lend(read) }
    }

    /// Checks that memory can have so many elements, whatever their stride.
    fn check_length(&self) -> Result<(), Failure> {
        let size = size_of::<T>();
        if self.len > MOST_BYTES / size {
            let stride = self.stride.unwrap_or(size.cast_signed());
            return Err(too_long(self.parameter, self.len, stride, size));
        }
        Ok(())
    }

    /// Whether the elements can be read where they lie.
    #[inline(always)]
    fn lies_as_slice(&self) -> bool {
        let size = size_of::<T>();
        self.stride.is_none_or(|stride| stride == size.cast_signed())
            && self.first.is_aligned()
            && !self.first.is_null()
            && self.len <= MOST_BYTES / size
    }

    /// How the elements lie to `len` others at `out`, which have no gaps.
    pub fn overlap(&self, out: *const T, len: usize) -> Overlap {
        let (read, size) = (self.addresses(), size_of::<T>());
        let written = out.addr()..out.addr().saturating_add(len.saturating_mul(size));
        let contiguous = self.stride.is_none_or(|stride| stride == size.cast_signed());
        if read.is_empty() || written.is_empty() || read.end <= written.start || written.end <= read.start {
            Overlap::Apart
        } else if self.first.addr() == out.addr() && self.len == len && (contiguous || len == 1) {
            Overlap::Same
        } else {
            Overlap::InPart
        }
    }

    /// Lends the elements as what a pass reads that writes `len` elements at `out`: in place if they are the same.
    ///
    /// # Safety
    /// As for [`Elements::lend`].
    pub unsafe fn operand<R>(
        self,
        out: *const T,
        len: usize,
        read: impl FnOnce(Operand<T>) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        self.check_length()?;
        match self.overlap(out, len) {
            Overlap::Same => read(Operand::Out),
            // SAFETY: as the caller promises.
            Overlap::Apart => unsafe { self.lend(|input| read(Operand::Input(input))) }?,
            Overlap::InPart => {
                let parameter = self.parameter;
                let message =
                    format!("out overlaps {parameter} in part, expected all the same elements or none");
                Err(Failure::new(ABICUS_INVALID_ARGUMENT, message))
            }
        }
    }

    /// The addresses of all bytes between the lowest and the highest element; meaningless for what cannot be lent.
    #[inline(never)]
    pub fn addresses(&self) -> Range<usize> {
        let dimension =
            [Dimension { length: self.len, stride: self.stride.unwrap_or(size_of::<T>().cast_signed()) }];
        let (low, count) = extent(&dimension, size_of::<T>()).unwrap_or_default();
        let lowest = self.first.addr().wrapping_add_signed(low);
        lowest..lowest.saturating_add(count)
    }
}

/// All bytes between the lowest and the highest element of `size` bytes; `None` if no memory has so many.
///
/// # Safety
/// `first` is not NULL, and valid for reads of every element described for the lifetime that the caller chooses.
#[inline(never)]
unsafe fn all_bytes<'a>(first: *const u8, dimension: &[Dimension], size: usize) -> Option<&'a [u8]> {
    let (low, count) = extent(dimension, size)?;
    let lowest = first.addr().checked_add_signed(low)?;
    lowest.checked_add(count).filter(|_| count <= MOST_BYTES)?;
    // SAFETY: not NULL, does not wrap, and every byte between the lowest and the highest element belongs to the one
    // allocation that the caller promises.
    Some(unsafe { std::slice::from_raw_parts(first.wrapping_offset(low), count) })
}

#[cold]
fn null(parameter: &str, len: usize) -> Failure {
    let mut failure = Failure::null(parameter);
    failure.message += &format!(" to {len} elements (only a length of 0 allows NULL)");
    failure
}

#[cold]
fn too_long(parameter: &str, len: usize, stride: isize, size: usize) -> Failure {
    let most = MOST_BYTES / stride.unsigned_abs().max(size);
    let message = format!("{parameter} has {len} elements {stride} bytes apart, expected at most {most}");
    Failure::new(ABICUS_INVALID_LENGTH, message)
}

/// Elements of the parameter named `values` that are changed: as [`Elements`], but for writing too.
#[derive(Clone, Copy)]
pub struct ElementsMut<T> {
    /// The first element.
    pub first: *mut T,
    /// How many.
    pub len: usize,
    /// Bytes from one to the next; `None` where they are contiguous.
    pub stride: Option<isize>,
}

impl<T: Element> ElementsMut<T> {
    /// Checks the description and lends the elements to `change`: where they are if they are contiguous and aligned,
    /// else a copy, which is written back if `change` succeeds.
    ///
    /// # Safety
    /// A pointer that is not NULL is valid for reads and writes of every element described, while `change` runs, and
    /// nobody else uses them.
    #[inline(always)]
    pub unsafe fn change(self, change: impl FnOnce(&mut [T]) -> Result<(), Failure>) -> Result<(), Failure> {
        let size = size_of::<T>();
        let contiguous = self.stride.is_none_or(|stride| stride == size.cast_signed());
        let fits = self.len > 0 && self.len <= MOST_BYTES / size;
        let mut copy;
        // One call of `change`, which is mostly inlined.
        let (slice, copied) = if contiguous && fits && !self.first.is_null() && self.first.is_aligned() {
            // SAFETY: not NULL, aligned, at most MOST_BYTES, and valid as the caller promises.
            (unsafe { std::slice::from_raw_parts_mut(self.first, self.len) }, false)
        } else {
            // SAFETY: as the caller promises.
            copy = unsafe { self.copied() }?;
            (&mut copy[..], true)
        };
        change(slice)?;
        if copied {
            // SAFETY: as the caller promises.
            unsafe { self.write_back(slice) };
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    unsafe fn copied(&self) -> Result<Vec<T>, Failure> {
        let size = size_of::<T>();
        let stride = self.stride.unwrap_or(size.cast_signed());
        if self.len > 1 && stride.unsigned_abs() < size {
            let message = format!("stride is {stride}, expected at least {size}: the elements are changed");
            return Err(Failure::new(ABICUS_INVALID_ARGUMENT, message));
        }
        let elements =
            Elements { parameter: "values", first: self.first, len: self.len, stride: Some(stride) };
        // SAFETY: as the caller promises.
        let copy = unsafe {
            elements.lend(|input| {
                let mut copy = Vec::new();
                copy.try_reserve_exact(input.len())?;
                input.for_each_block(0..input.len(), |block| copy.extend_from_slice(block));
                Ok(copy)
            })
        }?;
        copy.map_err(out_of_memory)
    }

    #[cold]
    #[inline(never)]
    unsafe fn write_back(&self, copy: &[T]) {
        let stride = self.stride.unwrap_or(size_of::<T>().cast_signed());
        for (place, &value) in (0isize..).zip(copy) {
            // SAFETY: as the caller promises; no element that the description has is outside of what was checked, and none
            // overlaps another.
            unsafe { self.first.wrapping_byte_offset(place.wrapping_mul(stride)).write_unaligned(value) };
        }
    }
}

/// The bytes of a caller's buffer; empty for a length of 0.
///
/// # Safety
/// `first`, if it is not NULL, is valid for reads of `len` bytes for the lifetime that the caller chooses.
#[inline(never)]
pub unsafe fn bytes<'a>(parameter: &str, first: *const u8, len: usize) -> Result<&'a [u8], Failure> {
    if len == 0 {
        return Ok(&[]);
    }
    check_room(parameter, len, 1)?;
    if first.is_null() {
        return Err(Failure::null(parameter));
    }
    // SAFETY: not NULL, at most MOST_BYTES, and valid as the caller promises.
    Ok(unsafe { std::slice::from_raw_parts(first, len) })
}

/// Checks that memory can have `len` elements of `size` bytes.
pub fn check_room(parameter: &str, len: usize, size: usize) -> Result<(), Failure> {
    let most = MOST_BYTES / size;
    if len > most {
        let message = format!("{parameter} has {len} elements, expected at most {most}");
        return Err(Failure::new(ABICUS_INVALID_LENGTH, message));
    }
    Ok(())
}

/// Has `work` fill a caller's buffer of `len` elements; if it is misaligned or overlaps with one of the ranges of
/// addresses that `work` reads, through a copy, which is written on success.
///
/// # Safety
/// `out`, if it is not NULL, is valid for writes of `len` elements, and used for nothing else meanwhile but to be read at
/// the addresses of `reads`.
pub unsafe fn fill<T: Element>(
    out: *mut T,
    len: usize,
    reads: &[Range<usize>],
    work: impl FnOnce(&mut [T]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut copy;
    // One call of `work`, which is mostly inlined.
    let (slice, copied) = if len == 0 {
        (&mut [][..], false)
    // SAFETY: as the caller promises.
    } else if let Some(slice) = unsafe { apart(out, len, reads) }? {
        (slice, false)
    } else {
        copy = zeroed(len)?;
        (&mut copy[..], true)
    };
    work(slice)?;
    if !copied {
        return Ok(());
    }
    // SAFETY: as the caller promises.
    unsafe { write_all(out, len, slice) }
}

#[cold]
#[inline(never)]
fn zeroed<T: Element>(len: usize) -> Result<Vec<T>, Failure> {
    zeros(len).map_err(out_of_memory)
}

/// A caller's buffer that can be written where it lies: not if it is misaligned or overlaps with one of the ranges.
///
/// # Safety
/// As for [`fill`]; there are elements.
#[inline(never)]
unsafe fn apart<'a, T>(
    out: *mut T,
    len: usize,
    reads: &[Range<usize>],
) -> Result<Option<&'a mut [T]>, Failure> {
    check_output("out", out)?;
    check_room("out", len, size_of::<T>())?;
    let bytes = len * size_of::<T>();
    let (first, end) = (out.addr(), out.addr().saturating_add(bytes));
    let apart = out.is_aligned() && reads.iter().all(|read| read.end <= first || end <= read.start);
    // SAFETY: not NULL, aligned, at most MOST_BYTES, apart from what is read, and valid as the caller promises.
    Ok(apart.then(|| unsafe { std::slice::from_raw_parts_mut(out, len) }))
}

/// Checks that an output can be written.
#[inline(always)]
pub fn check_output<T>(parameter: &str, out: *mut T) -> Result<(), Failure> {
    if out.is_null() { Err(Failure::null(parameter)) } else { Ok(()) }
}

/// Writes a value through a checked pointer, which may be misaligned; not that of a call that was stopped.
///
/// # Safety
/// `out` is not NULL and is valid for a write.
#[inline(always)]
pub unsafe fn write<T>(out: *mut T, value: T) {
    if !control::stopped() {
        // SAFETY: as the caller of this function promises.
        unsafe { out.write_unaligned(value) }
    }
}

/// Writes `items` to a caller's buffer of `len` of them; not those of a call that was stopped.
///
/// # Safety
/// `out`, if it is not NULL, is valid for writes of `len` elements.
#[inline(never)]
pub unsafe fn write_all<T: Copy>(out: *mut T, len: usize, items: &[T]) -> Result<(), Failure> {
    check_output("out", out)?;
    if len < items.len() {
        let message = format!("out has room for {len} elements, expected at least {}", items.len());
        return Err(Failure::new(ABICUS_BUFFER_TOO_SMALL, message));
    }
    if control::stopped() {
        return Err(control::cancelled());
    }
    // SAFETY: not NULL, at least as long as `items`, and `items` is memory of this library. Copied as bytes: `out`
    // may be misaligned.
    unsafe {
        std::ptr::copy_nonoverlapping(items.as_ptr().cast::<u8>(), out.cast::<u8>(), size_of_val(items))
    };
    Ok(())
}
