//! The committed header is the one that the sources give, and its constants are the library's.

use abicus::{cpu::Level, ffi::info};
use std::{fs, path::Path};

/// `ABICUS_UPDATE=1 cargo test --test header` writes the header anew.
#[test]
fn header_is_current() {
    let generated = include_str!(concat!(env!("OUT_DIR"), "/abicus.h"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/abicus.h");
    if std::env::var_os("ABICUS_UPDATE").is_some() {
        fs::write(&path, generated).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap();
    assert!(
        committed == generated,
        "include/abicus.h is stale: run ABICUS_UPDATE=1 cargo test --test header"
    );
}

#[test]
fn levels_have_the_numbers_of_the_header() {
    let numbers = [info::ABICUS_CPU_PORTABLE, info::ABICUS_CPU_AVX2, info::ABICUS_CPU_AVX512];
    assert_eq!(numbers, Level::ALL.map(|level| level as i32));
}
