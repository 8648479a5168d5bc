//! Sorting, selecting and searching.
