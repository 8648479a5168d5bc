//! Whether values are among others.

use super::distinct::{mix, unique};
use super::hash::Secrets;
use super::keys::{CHUNK, Key, Keys, each_chunk};
use super::level::{Work, at_level};
use super::range::{Bits, Range, range_of};
use super::table::{NoNotes, Portable, Probe, Table, Trouble};
use crate::kernels::parallel::stop_requested;
use crate::kernels::view::{BLOCK, Input};
use std::collections::TryReserveError;
use std::marker::PhantomData;

/// So few values are compared one by one, many queries at a time.
const FEW: usize = 16;

/// So many values are given room at once, more as they turn out to be different.
const SIZED: usize = 1 << 17;

/// Elements of a result that are written at a time.
const STEP: usize = 1 << 17;

/// Elements between two questions whether to stop.
pub(super) const PIECE: usize = 1 << 20;

/// Values to be looked for: kept by a bit each, by their hashes, or, if they are few, as they are. What equals nothing
/// (a NaN) is not among them; 0.0 and -0.0 are one value.
pub struct Membership<T> {
    form: Form,
    kind: PhantomData<T>,
}

enum Form {
    /// Some values, the last repeated up to [`FEW`]; no values at all are `count` 0.
    Few {
        keys: [u64; FEW],
        count: usize,
    },
    Range(Bits),
    Hashed {
        secrets: Secrets,
        table: Table,
    },
}

impl<T: Key> Membership<T> {
    /// Takes the values; the input is not kept. An error says that memory cannot be had.
    #[inline(never)]
    pub fn new(values: &Input<T>) -> Result<Self, TryReserveError> {
        let limit = (values.len() as u64).saturating_mul(32).max(T::SPAN + 1);
        let range = if values.len() > FEW { range_of(values, limit) } else { None };
        Ok(Membership { form: build(values, range)?, kind: PhantomData })
    }

    /// Whether `x` equals one of the values.
    #[inline]
    pub fn has(&self, x: T) -> bool {
        !x.is_alone()
            && match &self.form {
                Form::Few { keys, count } => keys.iter().take(*count).any(|&key| key == x.key()),
                Form::Range(bits) => bits.has(x.key()),
                Form::Hashed { secrets, table } => table.has(Portable, secrets.mix(x.key())),
            }
    }

    /// Writes for each query whether it equals one of the values, 1 or 0, to `out`, as far as both reach.
    pub fn contains(&self, queries: &Input<T>, out: &mut [u8]) {
        contains(&self.form, queries, 0, out);
    }
}

/// [`Membership::new`], once for all types.
#[inline(never)]
fn build(source: &dyn Keys, range: Option<Range>) -> Result<Form, TryReserveError> {
    at_level(Build { source, range })
}

/// [`Membership::contains`] for the queries from `start` on, once for all types.
#[inline(never)]
fn contains(form: &Form, queries: &dyn Keys, start: usize, out: &mut [u8]) {
    at_level(Contains { form, queries, start, out });
}

struct Build<'a> {
    source: &'a dyn Keys,
    range: Option<Range>,
}

impl Work for Build<'_> {
    type Output = Result<Form, TryReserveError>;

    #[inline(always)]
    fn run<P: Probe>(self, probe: P) -> Self::Output {
        if let Some(range) = self.range {
            let (mut bits, mut keys) = (Bits::new(range)?, [0; CHUNK]);
            each_chunk!(self.source, keys, |first, count, _valid| {
                for &key in &keys[..count] {
                    bits.insert(key);
                }
            });
            return Ok(Form::Range(bits));
        }
        let mut attempt = 0;
        loop {
            match hashed(probe, self.source, attempt) {
                Ok(form) => return Ok(form),
                Err(Trouble::Memory(error)) => return Err(error),
                Err(Trouble::Flooded) => attempt += 1,
            }
        }
    }
}

#[inline(always)]
fn hashed<P: Probe>(probe: P, source: &dyn Keys, attempt: u32) -> Result<Form, Trouble> {
    let secrets = Secrets::of_round(u64::from(attempt));
    let mut table = Table::new(source.count().min(SIZED), attempt)?;
    let mut few = [0; FEW];
    let mut keys = [0; CHUNK];
    each_chunk!(source, keys, |first, count, valid| {
        let mut words = keys;
        mix(secrets, &mut words);
        table.prefetch(probe, &words[..count]);
        let before = table.len();
        let mut new = table.insert_chunk(probe, &words, valid, &mut NoNotes)?;
        if before < FEW {
            for slot in few.iter_mut().skip(before) {
                if new != 0 {
                    *slot = keys[new.trailing_zeros() as usize % CHUNK];
                    new &= new - 1;
                }
            }
        }
    });
    let count = table.len();
    if count > FEW {
        return Ok(Form::Hashed { secrets, table });
    }
    // The rest repeats the first: comparing it again changes nothing.
    let one = few[0];
    few.iter_mut().skip(count).for_each(|slot| *slot = one);
    Ok(Form::Few { keys: few, count })
}

struct Contains<'a> {
    form: &'a Form,
    queries: &'a dyn Keys,
    /// The first of the queries.
    start: usize,
    out: &'a mut [u8],
}

impl Work for Contains<'_> {
    type Output = ();

    #[inline(always)]
    fn run<P: Probe>(self, probe: P) {
        let mut keys = [0; CHUNK];
        each_chunk!(self.queries, keys, from self.start, |first, count, valid| {
            let done = first - self.start;
            let end = self.out.len().min(done + count);
            let out = self.out.get_mut(done..end).unwrap_or_default();
            if out.is_empty() {
                break;
            }
            match self.form {
                Form::Range(bits) => {
                    for (&key, found) in keys.iter().zip(out) {
                        *found = u8::from(bits.has(key));
                    }
                }
                Form::Few { keys: few, count } => {
                    let few = few.get(..*count).unwrap_or(few);
                    probe.spread(probe.equal_any(&keys, few) & valid, out);
                }
                Form::Hashed { secrets, table } => {
                    mix(*secrets, &mut keys);
                    table.prefetch(probe, &keys[..count]);
                    probe.spread(table.has_chunk(probe, &keys) & valid, out);
                }
            }
        });
    }
}

/// Writes for each value whether it equals one of `lookup`, 1 or 0, to `out`, as far as both reach.
#[inline(never)]
pub fn isin<T: Key>(values: &Input<T>, lookup: &Input<T>, out: &mut [u8]) -> Result<(), TryReserveError> {
    if !values.is_empty() {
        wanted(values, lookup)?.contains(values, out);
    }
    Ok(())
}

/// For each value whether it equals one of `lookup`, 1 or 0. Cut off where the caller wants no answer any more.
#[inline(never)]
pub fn are_in<T: Key>(values: &Input<T>, lookup: &Input<T>) -> Result<Vec<u8>, TryReserveError> {
    let mut out = Vec::new();
    out.try_reserve_exact(values.len())?;
    if values.is_empty() {
        return Ok(out);
    }
    let membership = wanted(values, lookup)?;
    // Cleared and written while it is in the cache.
    while out.len() < values.len() {
        let first = out.len();
        if first % PIECE == 0 && stop_requested() {
            break;
        }
        out.resize(values.len().min(first + STEP), 0);
        let part = out.get_mut(first..).unwrap_or_default();
        contains(&membership.form, values, first, part);
    }
    Ok(out)
}

/// What values may equal of `lookup`.
fn wanted<T: Key>(values: &Input<T>, lookup: &Input<T>) -> Result<Membership<T>, TryReserveError> {
    if lookup.len() / 4 <= values.len() {
        return Membership::new(lookup);
    }
    // Far more to be found than to be looked for: what nobody looks for is not kept.
    Membership::new(&Input::Slice(&among(lookup, values)?))
}

/// Those of `lookup` that equal one of `values`; some of them may come again and again.
fn among<T: Key>(lookup: &Input<T>, values: &Input<T>) -> Result<Vec<T>, TryReserveError> {
    let wanted = Membership::new(values)?;
    let most = 2 * values.len() + BLOCK;
    let mut found = Vec::new();
    let mut scratch = [T::default(); BLOCK];
    let mut flags = [0; BLOCK];
    let mut first = 0;
    loop {
        let block = lookup.block(first, BLOCK, &mut scratch);
        if block.is_empty() || first % PIECE == 0 && stop_requested() {
            return Ok(found);
        }
        wanted.contains(&Input::Slice(block), &mut flags);
        found.try_reserve(block.len())?;
        found.extend(block.iter().zip(&flags).filter(|(_, flag)| **flag != 0).map(|(value, _)| *value));
        if found.len() > most {
            found = unique(&Input::Slice(&found))?;
        }
        first += block.len();
    }
}
