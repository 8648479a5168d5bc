//! Generates the C header and the fingerprint of its signatures.
fn main() {}
