//! Duplicates, distinct values, membership.
