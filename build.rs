//! Generates the C header from `src/ffi` and the fingerprint of its signatures, and names the shared library.
//!
//! The header that is committed is the same file: a test compares the two.

use std::{env, fs, path::PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=src/ffi");
    println!("cargo:rerun-if-changed=cbindgen.toml");
    // What a program that links the library will look for, whatever newer one of the same major version is installed.
    if env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        let major = env::var("CARGO_PKG_VERSION_MAJOR").expect("cargo sets it");
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libabicus.so.{major}");
    }
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));

    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml is valid");
    let mut header = Vec::new();
    let mut builder = cbindgen::Builder::new().with_config(config);
    let mut sources: Vec<_> = fs::read_dir(root.join("src/ffi"))
        .expect("src/ffi is there")
        .map(|entry| entry.expect("src/ffi can be read").path())
        // It would lead to the others a second time, and each function be declared twice.
        .filter(|path| !path.ends_with("mod.rs"))
        .collect();
    sources.sort();
    for source in sources {
        builder = builder.with_src(source);
    }
    builder.generate().expect("the signatures can be read").write(&mut header);
    let header = String::from_utf8(header).expect("the header is text");

    println!("cargo:rustc-env=ABICUS_FINGERPRINT={:016x}", fingerprint(&header));
    fs::write(out.join("abicus.h"), header).expect("the header can be written");
}

/// 64-bit FNV-1a (Fowler, Noll, Vo) of the header without comments and white space: what callers were built against.
fn fingerprint(header: &str) -> u64 {
    let mut code = String::new();
    let mut rest = header;
    while let Some(start) = rest.find("/*").into_iter().chain(rest.find("//")).min() {
        code += &rest[..start];
        let end = if rest[start..].starts_with("/*") { "*/" } else { "\n" };
        rest = rest[start..].find(end).map_or("", |length| &rest[start + length + end.len()..]);
    }
    code += rest;
    code.bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
