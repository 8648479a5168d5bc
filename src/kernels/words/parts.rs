//! A long text counted by several threads.
//!
//! It is cut into pieces behind white space of ASCII. Each thread takes the next piece when it comes to it, and counts all of
//! its own in one table; where its pieces began in that table's order says where the words belong in the order of the whole.

use super::counting::{Counting, Trouble};
use super::table::Table;
use super::text::Text;
use crate::kernels::heap_sort::sort_by_key;
use crate::kernels::parallel::{Task, on_threads};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Units in a piece.
const PIECE: usize = 1 << 20;

/// What one thread has counted.
struct Share {
    counting: Counting,
    /// For each of its pieces the number, and how many words there were behind it.
    pieces: Vec<(usize, usize)>,
    /// Where it has failed.
    trouble: Option<(usize, Trouble)>,
}

/// Counts a text on so many threads.
pub fn feed(counting: &mut Counting, text: &Text, threads: usize, task: &Task) -> Result<(), Trouble> {
    let len = text.len();
    let inner = (threads != 1 && len >= 3 * PIECE)
        .then(|| Some(text.after_space(0..PIECE)?..text.after_last_space()?))
        .flatten()
        .filter(|inner| inner.len() >= 2 * PIECE);
    let Some(inner) = inner else { return counting.feed(text, 0..len, task) };
    // What the chunk before has begun ends here.
    counting.feed(text, 0..inner.start, task)?;
    let next = AtomicUsize::new(0);
    let shares = on_threads(threads, inner.len() / PIECE, &|| share(text, &inner, &next, task));
    if task.stopped() {
        return Ok(());
    }
    merge(counting, shares, task)?;
    counting.feed(text, inner.end..len, task)
}

/// Where the piece with this number begins; `None` if no word begins in it.
fn start(text: &Text, inner: &Range<usize>, piece: usize) -> Option<usize> {
    if piece == 0 {
        return Some(inner.start);
    }
    let first = inner.start.saturating_add(piece.saturating_mul(PIECE));
    let end = inner.end.min(first.saturating_add(PIECE));
    // A piece may begin where white space has ended the one before.
    text.after_space(first.min(end).saturating_sub(1)..end.saturating_sub(1))
}

fn share(text: &Text, inner: &Range<usize>, next: &AtomicUsize, task: &Task) -> Share {
    let mut share = Share { counting: Counting::new(), pieces: Vec::new(), trouble: None };
    let count = inner.len().div_ceil(PIECE);
    loop {
        let piece = next.fetch_add(1, Ordering::Relaxed);
        if piece >= count || task.stopped() {
            return share;
        }
        let Some(begin) = start(text, inner, piece) else { continue };
        let end = (piece + 1..count).find_map(|piece| start(text, inner, piece)).unwrap_or(inner.end);
        let counted = share.counting.feed(text, begin..end, task);
        let noted = share.pieces.try_reserve(1).map_err(Trouble::from);
        if let Err(trouble) = counted.and(noted) {
            // The others may stop too.
            next.fetch_max(count, Ordering::Relaxed);
            share.trouble = Some((piece, trouble));
            return share;
        }
        share.pieces.push((piece, share.counting.table.len()));
    }
}

/// Adds the words of all pieces in their order; returns early when the task is to stop.
fn merge(counting: &mut Counting, shares: Vec<Share>, task: &Task) -> Result<(), Trouble> {
    let mut shares = shares;
    // The first piece that failed: pieces are taken in order, so those before it are whole.
    let failed = shares.iter_mut().filter_map(|share| share.trouble.take()).min_by_key(|(piece, _)| *piece);
    if let Some((_, trouble)) = failed {
        return Err(trouble);
    }
    let mut order: Vec<(usize, usize, Range<usize>)> = Vec::new();
    order.try_reserve(shares.iter().map(|share| share.pieces.len()).sum())?;
    for (number, share) in shares.iter().enumerate() {
        let mut begin = 0;
        for &(piece, end) in &share.pieces {
            order.push((piece, number, begin..end));
            begin = end;
        }
    }
    sort_by_key(&mut order, |(piece, ..)| *piece);
    let tables: Vec<&Table> = shares.iter().map(|share| &share.counting.table).collect();
    for (_, number, places) in order {
        if let Some(table) = tables.get(number) {
            if task.advance(0) {
                return Ok(());
            }
            counting.table.merge_places(table, places)?;
        }
    }
    Ok(())
}
