//! Lists and tuples read from one end to the other, with a look for signals now and then.

use super::api::{Object, api};
use super::layout::{field, kind, layout};
use super::list::{Items, Number, Reader};
use super::sums::Outcome;
use std::cell::Cell;
use std::marker::PhantomData;
use std::ops::Range;

/// Items that are read between two looks for signals: some ten milliseconds.
const POLL_AFTER: usize = 1 << 20;
/// In longer lists objects are asked for before they are needed: they fill more than the nearer caches.
const FAR: usize = 1 << 14;
/// How many items ahead.
const AHEAD: usize = 24;

/// A list or tuple that is read while the GIL is held.
///
/// In a long one a signal handler may run between two items, and change the list: so length and items are asked for
/// again by every method.
pub struct Sequence<'a> {
    object: *mut Object,
    /// How many items were read since the last look for signals.
    read: Cell<usize>,
    /// Whether a signal handler has raised an exception: nothing is read any more.
    raised: Cell<bool>,
    lifetime: PhantomData<&'a Object>,
}

impl Sequence<'_> {
    /// An object that is exactly a list or a tuple; `None` for any other.
    ///
    /// # Safety
    /// An object that is live while the sequence is in use; the GIL is held.
    #[inline(always)]
    pub unsafe fn of(object: *mut Object) -> Option<Self> {
        let (list, tuple) = (api().PyList_Type, api().PyTuple_Type);
        // SAFETY: as the caller promises.
        let kind = unsafe { kind(object) };
        let (read, raised) = (Cell::new(0), Cell::new(false));
        (kind == list || kind == tuple).then_some(Sequence { object, read, raised, lifetime: PhantomData })
    }

    /// The items as they are now.
    ///
    /// # Safety
    /// They are not used any more when Python code may run.
    #[inline(always)]
    unsafe fn items(&self) -> Items<'_> {
        // SAFETY: a live list or tuple, as the caller of `of` has promised.
        unsafe { Items::of(self.object) }.unwrap_or(Items::Direct(&[]))
    }

    /// How many there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        // SAFETY: no Python code runs here.
        unsafe { self.items() }.len()
    }

    /// Whether both are the same object.
    #[inline(always)]
    pub fn is(&self, other: &Self) -> bool {
        self.object == other.object
    }

    /// Whether a signal handler has raised an exception.
    #[inline(always)]
    pub fn raised(&self) -> bool {
        self.raised.get()
    }

    /// What was found, if no signal handler has raised an exception.
    #[inline(always)]
    pub fn outcome(&self, computed: Option<Outcome>) -> Outcome {
        if self.raised() { Outcome::Raised } else { Outcome::of(computed) }
    }

    /// To be called before so many items are read: looks for signals if that is due; `false` if a handler has raised.
    #[inline(always)]
    pub fn may_read(&self, count: usize) -> bool {
        self.read.set(self.read.get().saturating_add(count));
        self.read.get() <= POLL_AFTER || self.poll()
    }

    #[cold]
    fn poll(&self) -> bool {
        // SAFETY: the GIL is held, and no item is in use.
        if !self.raised() && unsafe { (api().PyErr_CheckSignals)() } != 0 {
            self.raised.set(true);
        }
        // After an exception every look ends here.
        self.read.set(if self.raised() { POLL_AFTER } else { 0 });
        !self.raised()
    }

    /// Gives each item from place `first` on to `each`, until that returns `false`. `each` runs no Python code.
    #[inline(always)]
    fn for_each_object(&self, first: usize, mut each: impl FnMut(*mut Object) -> bool) {
        let mut place = first;
        while place < self.len() && !self.raised() {
            let end = self.len().min(place + POLL_AFTER);
            // SAFETY: no Python code runs while the items are in use; places below the length.
            let finished = unsafe {
                match self.items() {
                    Items::Direct(items) if items.len() > FAR => read::<true>(items, place..end, &mut each),
                    Items::Direct(items) => read::<false>(items, place..end, &mut each),
                    Items::Api(object, _, get) => {
                        (place..end).all(|place| each(get(object, place.cast_signed())))
                    }
                }
            };
            if !finished {
                return;
            }
            if end - place == POLL_AFTER {
                self.poll();
            }
            place = end;
        }
    }

    /// Gives each number from place `first` on to `each`, until that returns `false`.
    #[inline(always)]
    pub fn for_each(&self, first: usize, mut each: impl FnMut(Number) -> bool) {
        let reader = Reader::new();
        // SAFETY: a live object, with the GIL held.
        self.for_each_object(first, |item| each(unsafe { reader.number(item) }));
    }

    /// Copies the floats from place `first` on to `out` until it is full; returns how many it found before anything
    /// else came.
    #[inline(always)]
    pub fn floats(&self, first: usize, out: &mut [f64]) -> usize {
        if !self.may_read(out.len()) {
            return 0;
        }
        // SAFETY: no Python code runs while the items are in use.
        let items = match unsafe { self.items() } {
            Items::Direct(items) if items.len() > FAR && layout().float => items,
            items => return items.floats(first, out),
        };
        let (float, now) = (api().PyFloat_Type, items.get(first..).unwrap_or(&[]));
        let later = now.get(AHEAD..).unwrap_or(&[]);
        let mut filled = 0;
        for ((slot, &item), &later) in out.iter_mut().zip(now).zip(later) {
            prefetch::<16>(later);
            // SAFETY: a live object, whose value is read if it is a float.
            unsafe {
                if kind(item) != float {
                    return filled;
                }
                *slot = field::<f64>(item, 16);
            }
            filled += 1;
        }
        // The last ones, with none to ask for.
        filled += Items::Direct(items).floats(first + filled, out.get_mut(filled..).unwrap_or(&mut []));
        filled
    }
}

/// What has numbers one after the other: a list that may be long, or one whose reader looks for signals itself.
pub trait EachNumber {
    /// Gives each number from place `first` on to `each`, until that returns `false`.
    fn for_each(&self, first: usize, each: impl FnMut(Number) -> bool);
}

impl EachNumber for Items<'_> {
    #[inline(always)]
    fn for_each(&self, first: usize, each: impl FnMut(Number) -> bool) {
        Items::for_each(self, first, each);
    }
}

impl EachNumber for Sequence<'_> {
    #[inline(always)]
    fn for_each(&self, first: usize, each: impl FnMut(Number) -> bool) {
        Sequence::for_each(self, first, each);
    }
}

/// Gives the items at `places` to `each`, until that returns `false`: then this does, too. `AHEAD_OF_TIME`: those that
/// come later are brought nearer.
#[inline(always)]
fn read<const AHEAD_OF_TIME: bool>(
    items: &[*mut Object],
    places: Range<usize>,
    mut each: impl FnMut(*mut Object) -> bool,
) -> bool {
    let now = items.get(places.clone()).unwrap_or(&[]);
    if !AHEAD_OF_TIME {
        return now.iter().all(|&item| each(item));
    }
    let later = items.get(places.start.saturating_add(AHEAD)..).unwrap_or(&[]);
    let far = now.len().min(later.len());
    now.iter().zip(later).all(|(&item, &later)| {
        prefetch::<0>(later);
        prefetch::<24>(later);
        each(item)
    }) && now.get(far..).unwrap_or(&[]).iter().all(|&item| each(item))
}

/// Asks for the cache line of a byte of an object. Its type is at byte 8, and its value at byte 16 or behind it: often in
/// the same line, or in one that the object before it has brought.
#[inline(always)]
fn prefetch<const BYTE: usize>(object: *mut Object) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: no memory is accessed through the address, which may be any.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(object.cast::<i8>().wrapping_add(BYTE));
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = object;
}
