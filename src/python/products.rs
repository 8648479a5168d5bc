//! Dot products over lists, tuples and buffers, alike or mixed.

use super::api::Object;
use super::buffer::{Buffer, Numbers, each_number};
use super::list::Number;
use super::sequence::Sequence;
use super::sums::Outcome;
use super::trace::{Path, Trace};
use super::watch::compute;
use crate::kernels::parallel::stop_requested;
use crate::kernels::sum::{
    ExactDot, FastDot, Words3, add_to_words, add_words, decompose, dot_float, dot_integer,
};

/// How many elements of each side are read at a time.
const BATCH: usize = 256;
/// Elements between two questions whether to go on: some milliseconds.
const PIECE: usize = 1 << 18;

/// The dot product of two objects; unknown also where the lengths differ, which the fallback reports.
///
/// # Safety
/// Live objects, with the GIL held.
#[inline(always)]
pub unsafe fn dot(trace: &mut Trace, a: *mut Object, b: *mut Object) -> Outcome {
    // SAFETY: live objects, with the GIL held; no Python code runs while items are in use: taking the buffer of the
    // few types that are taken runs none.
    let outcome = unsafe {
        match (Sequence::of(a), Sequence::of(b)) {
            (Some(a), Some(b)) => {
                trace.path = Path::List;
                Some(b.outcome(Some(a.outcome(Some(dot_lists(&a, &b))))))
            }
            (Some(a), None) => with_numbers(trace, b, |_, numbers, _| {
                a.outcome(Some(dot_mixed(&Source::Items(&a), &Source::Numbers(&numbers), 0)))
            }),
            (None, Some(b)) => with_numbers(trace, a, |_, numbers, _| {
                b.outcome(Some(dot_mixed(&Source::Numbers(&numbers), &Source::Items(&b), 0)))
            }),
            (None, None) => with_numbers(trace, a, |trace, a, a_bytes| dot_buffer(trace, a, b, a_bytes)),
        }
    };
    outcome.unwrap_or(Outcome::Unknown)
}

/// Holds the buffer of an object and gives its numbers, and how many bytes they are, to `work`.
#[inline(always)]
pub unsafe fn with_numbers(
    trace: &mut Trace,
    object: *mut Object,
    work: impl FnOnce(&mut Trace, Numbers, usize) -> Outcome,
) -> Option<Outcome> {
    // SAFETY: a live object, with the GIL held.
    unsafe {
        Buffer::hold(object, |buffer| {
            buffer.with_numbers(|numbers| {
                trace.saw(buffer, &numbers);
                work(trace, numbers, buffer.bytes())
            })
        })?
    }
}

/// The dot product with a buffer; out of line, since each kind of the first numbers would have a copy for every kind of
/// the others.
#[inline(never)]
unsafe fn dot_buffer(trace: &mut Trace, a: Numbers, b: *mut Object, a_bytes: usize) -> Outcome {
    // SAFETY: a live object, with the GIL held.
    let both = unsafe {
        with_numbers(trace, b, |trace, b, b_bytes| dot_numbers(a, b, a_bytes + b_bytes, trace.threads))
    };
    both.unwrap_or(Outcome::Unknown)
}

/// The dot product of buffers: by a kernel if the types are the same.
#[inline(always)]
unsafe fn dot_numbers(a: Numbers, b: Numbers, bytes: usize, threads: usize) -> Outcome {
    if a.len() != b.len() {
        return Outcome::Unknown;
    }
    if a.len() == 0 {
        return Outcome::Empty;
    }
    macro_rules! by_type {
        (float $($float:ident)*; integer $($integer:ident)*) => {
            // SAFETY: the GIL is held, and kernels do not touch Python objects.
            unsafe {
                match (a, b) {
                    $((Numbers::$float(a), Numbers::$float(b)) => {
                        Outcome::of(compute(bytes, || Outcome::Float(dot_float(&a, &b, threads))))
                    })*
                    $((Numbers::$integer(a), Numbers::$integer(b)) => {
                        Outcome::of(compute(bytes, || Outcome::Words(dot_integer(&a, &b, threads))))
                    })*
                    (a, b) => dot_mixed(&Source::Numbers(&a), &Source::Numbers(&b), bytes),
                }
            }
        };
    }
    by_type!(float F64 F32; integer I64 U64 I32 U32 I16 U16 I8 U8)
}

/// The dot product of lists: by a kernel as long as every element is a float.
///
/// # Safety
/// The GIL is held.
#[inline(always)]
pub unsafe fn dot_lists(a: &Sequence, b: &Sequence) -> Outcome {
    if a.len() != b.len() {
        return Outcome::Unknown;
    }
    if a.len() == 0 {
        return Outcome::Empty;
    }
    // SAFETY: the GIL is held, and with no bytes it is not released.
    let fast = unsafe {
        compute(0, || if a.len() <= 32 { dot_floats::<32>(a, b) } else { dot_floats::<512>(a, b) }).flatten()
    };
    match fast {
        Some(dot) => Outcome::Float(dot),
        // SAFETY: as above.
        None => unsafe { dot_mixed(&Source::Items(a), &Source::Items(b), 0) },
    }
}

/// `None` if not every element is a float, or if the rounding could not be decided.
#[inline(never)]
fn dot_floats<const N: usize>(a: &Sequence, b: &Sequence) -> Option<f64> {
    let mut fast = FastDot::new();
    let (mut a_block, mut b_block) = ([0.0; N], [0.0; N]);
    let len = a.len();
    for first in (0..len).step_by(N) {
        let count = (len - first).min(N);
        let (a_block, b_block) = (&mut a_block[..count], &mut b_block[..count]);
        if a.floats(first, a_block) < count {
            return None;
        }
        // A list by itself is read once.
        if a.is(b) {
            fast.push(a_block, a_block);
        } else if b.floats(first, b_block) == count {
            fast.push(a_block, b_block);
        } else {
            return None;
        }
    }
    fast.finish()
}

/// One side of a product.
enum Source<'a> {
    Items(&'a Sequence<'a>),
    Numbers(&'a Numbers<'a>),
}

/// A number exactly.
#[derive(Clone, Copy)]
enum Term {
    Float(f64),
    Int(i128),
}

impl Term {
    fn float(value: impl Into<f64>) -> Self {
        Term::Float(value.into())
    }
}

impl Source<'_> {
    fn len(&self) -> usize {
        match self {
            Source::Items(items) => items.len(),
            Source::Numbers(numbers) => numbers.len(),
        }
    }

    /// Reads the elements from place `first` on; `false` if one is no number.
    fn read(&self, first: usize, out: &mut [Term]) -> bool {
        let (mut filled, count) = (0, out.len());
        let mut put = |term| {
            if let Some(slot) = out.get_mut(filled) {
                *slot = term;
            }
            filled += 1;
            filled < count
        };
        match self {
            Source::Items(items) if !items.may_read(count) => return false,
            Source::Items(items) => items.for_each(first, |number| match number {
                Number::Float(value) => put(Term::Float(value)),
                Number::Int(value) => put(Term::Int(i128::from(value))),
                Number::Other => false,
            }),
            Source::Numbers(numbers) => {
                let range = first..first + count;
                each_number!(numbers, input =>
                float input.for_each_block(range, |block| {
                    block.iter().for_each(|&value| _ = put(Term::float(value)));
                }),
                integer input.for_each_block(range, |block| {
                    block.iter().for_each(|&value| _ = put(Term::Int(value.into())));
                }));
            }
        }
        filled == count
    }
}

/// The dot product of any two sides, each product exact.
///
/// # Safety
/// The GIL is held; `bytes` is 0 if a side is a list, so that it is not released.
#[inline(never)]
unsafe fn dot_mixed(a: &Source, b: &Source, bytes: usize) -> Outcome {
    // SAFETY: as the caller promises.
    unsafe { Outcome::of(compute(bytes, || dot_terms(a, b).unwrap_or(Outcome::Unknown))) }
}

fn dot_terms(a: &Source, b: &Source) -> Option<Outcome> {
    if a.len() != b.len() {
        return None;
    }
    let (mut integers, mut exact, mut has_float): (Words3, _, _) = ([0; 3], ExactDot::new(), false);
    let mut blocks = [[Term::Int(0); BATCH]; 2];
    let len = a.len();
    for first in (0..len).step_by(BATCH) {
        if first % PIECE == 0 && first > 0 && stop_requested() {
            return None;
        }
        let count = (len - first).min(BATCH);
        let [a_block, b_block] = &mut blocks;
        let (a_block, b_block) = (&mut a_block[..count], &mut b_block[..count]);
        if !a.read(first, a_block) || !b.read(first, b_block) {
            return None;
        }
        for (&a, &b) in a_block.iter().zip(b_block.iter()) {
            match (a, b) {
                (Term::Int(a), Term::Int(b)) => integers = add_product(integers, a, b),
                (Term::Float(a), Term::Float(b)) => {
                    has_float = true;
                    exact.update(&[a], &[b]);
                }
                (Term::Int(int), Term::Float(float)) | (Term::Float(float), Term::Int(int)) => {
                    has_float = true;
                    match decompose(float) {
                        Some((mantissa, exponent, negative)) => {
                            // 53 bits times at most 64.
                            let magnitude = u128::from(mantissa) * int.unsigned_abs();
                            exact.update_scaled(magnitude, exponent, negative != (int < 0));
                        }
                        None => exact.update_special(float * int as f64),
                    }
                }
            }
        }
    }
    if !has_float {
        return Some(if len == 0 { Outcome::Empty } else { Outcome::Words(integers) });
    }
    for (place, word) in integers.into_iter().enumerate() {
        // The top word has the sign.
        let (magnitude, negative) =
            if place == 2 { (word.cast_signed().unsigned_abs(), word >> 63 != 0) } else { (word, false) };
        exact.update_scaled(u128::from(magnitude), 64 * place as i32, negative);
    }
    Some(Outcome::Float(exact.round()))
}

/// Adds the product of two integers of at most 64 bits.
fn add_product(sum: Words3, a: i128, b: i128) -> Words3 {
    let magnitude = a.unsigned_abs() * b.unsigned_abs();
    let product = [magnitude as u64, (magnitude >> 64) as u64, 0];
    if (a < 0) == (b < 0) {
        add_words(sum, product)
    } else {
        add_to_words(add_words(sum, product.map(|word| !word)), 1)
    }
}
