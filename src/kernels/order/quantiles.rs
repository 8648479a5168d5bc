//! Medians and quantiles, by selection.

use super::select::{Selection, Source, select};
use super::select_types::{Key, Ordered};
use crate::kernels::view::Input;
use std::collections::TryReserveError;

/// The two elements in the middle of the sorted order, the same one twice if the number is odd; `None` if there is none
/// or no order.
pub fn middle<T: Ordered>(values: &Input<T>) -> Result<Option<(T, T)>, TryReserveError> {
    let half = values.len() / 2;
    if values.is_empty() {
        return Ok(None);
    }
    let mut found = [T::Key::default(); 2];
    let ranks = [half.saturating_sub(1), half];
    let even = values.len().is_multiple_of(2);
    let (ranks, out) = if even { (&ranks[..], &mut found[..]) } else { (&ranks[1..], &mut found[1..]) };
    let selection = select(values, ranks, out)?;
    let [low, high] = found.map(T::of_key);
    Ok((selection == Selection::Done).then_some((if even { low } else { high }, high)))
}

/// How the ends of the data are taken (see Python's `statistics.quantiles`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// A sample: more may lie beyond its ends.
    Exclusive,
    /// A population: its ends are those of the distribution.
    Inclusive,
}

/// Writes the `out.len()` points that cut the data into as many parts and one more.
///
/// `Ok(None)` if there is no data or no order. A single element is every cut itself.
#[inline(never)]
pub fn quantiles<T: Ordered>(
    values: &Input<T>,
    method: Method,
    out: &mut [f64],
) -> Result<Option<()>, TryReserveError> {
    let between: Between<T::Key> =
        |a, b, weights, parts| T::interpolate(T::of_key(a), T::of_key(b), weights[0], weights[1], parts);
    of_keys(values, method, out, between, |key| T::of_key(key).double())
}

/// What lies between two elements, given their keys, weights, and what these are parts of.
type Between<K> = fn(K, K, [i64; 2], u64) -> f64;

/// The same once for each type of keys.
#[inline(never)]
fn of_keys<K: Key>(
    values: &dyn Source<K>,
    method: Method,
    out: &mut [f64],
    between: Between<K>,
    double: fn(K) -> f64,
) -> Result<Option<()>, TryReserveError> {
    let (len, parts) = (values.count(), out.len() as u128 + 1);
    if len == 0 {
        return Ok(None);
    }
    if out.is_empty() {
        return Ok(Some(()));
    }
    if len == 1 {
        let mut only = [K::default()];
        if select(values, &[0], &mut only)? == Selection::Unordered {
            out.fill(f64::NAN);
            return Ok(None);
        }
        out.fill(double(only[0]));
        return Ok(Some(()));
    }
    // The cut between the elements at the place `rank` and the next one, and how far beyond the first, in parts.
    let cut = |number: usize| {
        let number = number as u128 + 1;
        let (place, from) = match method {
            Method::Inclusive => (number * (len as u128 - 1), 0),
            Method::Exclusive => (number * (len as u128 + 1), 1),
        };
        let rank = (place / parts).clamp(from, len as u128 - 2 + from);
        let beyond = place as i128 - (rank * parts) as i128;
        ((rank - from) as usize, beyond as i64)
    };
    let mut ranks = Vec::new();
    ranks.try_reserve_exact(2 * out.len())?;
    ranks.extend((0..out.len()).map(|number| cut(number).0).flat_map(|rank| [rank, rank + 1]));
    ranks.sort_unstable();
    ranks.dedup();
    let mut found = Vec::new();
    found.try_reserve_exact(ranks.len())?;
    found.resize(ranks.len(), K::default());
    if select(values, &ranks, &mut found)? == Selection::Unordered {
        return Ok(None);
    }
    for (number, slot) in out.iter_mut().enumerate() {
        let (rank, beyond) = cut(number);
        let place = ranks.binary_search(&rank).unwrap_or_default();
        if let [a, b, ..] = found[place..] {
            *slot = between(a, b, [parts as i64 - beyond, beyond], parts as u64);
        }
    }
    Ok(Some(()))
}
