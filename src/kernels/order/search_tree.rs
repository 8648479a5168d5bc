//! A static search tree over sorted elements.
//!
//! Every node is one cache line of keys, compared with the query at once; it has one child more than keys. The nodes
//! of a level lie side by side, and the place of a child follows from that of its parent: there are no pointers. This is
//! the S+ tree of S. Slotin ("Static B-trees", Algorithms for Modern Hardware, 2022) in levels, searched with several
//! queries on their way (R. Groot Koerkamp, "Static search trees: 40x faster than binary search", 2024).

use super::search_keys::Key;
use super::search_leaf::{GROUP, Leaf};
use super::search_lines::{Line, Lines};
use crate::pages::prefer_large;
use std::collections::TryReserveError;

/// More than the levels that a tree over all memory has.
const MOST_LEVELS: usize = 24;

/// Levels of at least so many nodes do not stay in the first cache.
const PREFETCHED: usize = 256;

/// The levels above a leaf.
pub struct Tree<T: Key> {
    /// The nodes of all levels, the root first.
    nodes: Vec<Line<T::Line>>,
    /// Where each level ends in `nodes`, the root's first.
    ends: [usize; MOST_LEVELS],
    levels: usize,
}

impl<T: Key> Tree<T> {
    /// How many children a node has.
    const CHILDREN: usize = T::WIDTH + 1;

    /// Reads the last element of each block of the leaf.
    pub fn over(leaf: &impl Leaf<T>) -> Result<Self, TryReserveError> {
        let mut counts = [0; MOST_LEVELS];
        let (mut levels, mut count) = (0, leaf.blocks());
        while count > 1 && levels < MOST_LEVELS {
            count = count.div_ceil(Self::CHILDREN);
            counts[levels] = count;
            levels += 1;
        }
        let mut tree = Tree { nodes: Vec::new(), ends: [0; MOST_LEVELS], levels };
        tree.nodes.try_reserve_exact(counts[..levels].iter().sum())?;
        prefer_large(&mut tree.nodes);
        // From the root down; a child of a node at height `height` has children_below blocks under it.
        for (level, height) in (0..levels).rev().enumerate() {
            let below = Self::CHILDREN.pow(height as u32);
            let children = leaf.blocks().div_ceil(below);
            for node in 0..counts[height] {
                let mut line = T::empty_line();
                let first = node * Self::CHILDREN;
                for (child, slot) in (first..children.saturating_sub(1)).zip(line.as_mut()) {
                    *slot = leaf.last_of((child + 1) * below - 1);
                }
                tree.nodes.push(Line(line));
            }
            tree.ends[level] = tree.nodes.len();
        }
        Ok(tree)
    }

    /// The position of each key: how many elements are below it.
    #[inline(always)]
    fn find<L: Lines>(&self, lines: L, leaf: &impl Leaf<T>, keys: &[T; GROUP]) -> [usize; GROUP] {
        let mut places = [0; GROUP];
        let mut first = 0;
        for &end in &self.ends[..self.levels.min(MOST_LEVELS)] {
            let nodes = self.nodes.get(first..end).unwrap_or(&[]);
            let next = self.nodes.get(end..).unwrap_or(&[]);
            for (place, &key) in places.iter_mut().zip(keys) {
                // A pad is below no key, so the child exists.
                let below = nodes.get(*place).map_or(0, |node| lines.below(node.0.as_ref(), 0, key));
                *place = *place * Self::CHILDREN + below;
            }
            if next.len() >= PREFETCHED {
                for &place in &places {
                    lines.prefetch(next, place);
                }
            }
            first = end;
        }
        places = places.map(|place| leaf.start(lines, place));
        leaf.finish(lines, keys, &mut places);
        places
    }

    /// The same for any number of keys.
    #[inline(always)]
    pub fn find_all<L: Lines>(&self, lines: L, leaf: &impl Leaf<T>, keys: &[T], out: &mut [i64]) {
        let (groups, rest) = keys.as_chunks::<GROUP>();
        let (out_groups, out_rest) = out.as_chunks_mut::<GROUP>();
        for (keys, out) in groups.iter().zip(out_groups) {
            *out = self.find(lines, leaf, keys).map(|place| place as i64);
        }
        if let Some(&key) = rest.first() {
            let mut keys = [key; GROUP];
            keys[..rest.len()].copy_from_slice(rest);
            for (slot, place) in out_rest.iter_mut().zip(self.find(lines, leaf, &keys)) {
                *slot = place as i64;
            }
        }
    }
}
