//! Sorting, selecting and searching.

mod quantiles;
pub mod search;
pub mod search_any;
mod search_cells;
pub mod search_index;
mod search_keys;
mod search_leaf;
mod search_lines;
mod search_table;
mod search_tree;
mod select;
mod select_types;
#[cfg(target_arch = "x86_64")]
mod select_x86_avx512;
pub mod sort;
mod sort_narrow;
mod sort_parts;
pub mod sort_places;
mod sort_portable;
mod sort_runs;
mod sort_wide;
#[cfg(target_arch = "x86_64")]
mod x86_avx512_lanes;
#[cfg(target_arch = "x86_64")]
mod x86_avx512_network;
#[cfg(target_arch = "x86_64")]
mod x86_avx512_sort;
#[cfg(target_arch = "x86_64")]
mod x86_search;

pub use quantiles::*;
pub use select::{Selection, select};
pub use select_types::{Key, Ordered};
