//! What each folder may touch, kept by looking at the sources.

use std::{fs, path::Path};

/// Calls `check` with the path and text of every Rust file below `src`.
fn for_each_source(mut check: impl FnMut(&str, &str)) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                check(&name, &fs::read_to_string(&path).unwrap());
            }
        }
    }
}

/// Asserts that `word` stands only in files that `allowed` accepts.
fn only_in(word: &str, allowed: impl Fn(&str) -> bool) {
    let mut found = 0;
    for_each_source(|name, text| {
        if text.lines().any(|line| line.contains(word) && !line.trim_start().starts_with("//")) {
            found += 1;
            assert!(allowed(name), "{word} in {name}");
        }
    });
    assert!(found > 0, "nothing has {word}: the rule checks nothing");
}

#[test]
fn folders_keep_their_rules() {
    only_in("no_mangle", |name| name.starts_with("src/ffi/") || name.starts_with("src/python/"));
    only_in("from_raw_parts", |name| name.ends_with("/slice.rs") || name == "src/zeroed.rs");
    only_in("is_x86_feature_detected", |name| name == "src/cpu.rs");
    only_in("Box::into_raw", |name| name == "src/ffi/handle.rs" || name.starts_with("src/python/"));
    only_in("unsafe ", |name| {
        !name.starts_with("src/kernels/")
            || name.contains("x86_")
            || name.contains("_x86")
            || name.contains("neon")
    });
    only_in("asm!", |name| name == "src/float_mode.rs");
}

#[test]
fn kernels_and_the_door_do_not_know_the_c_abi() {
    for_each_source(|name, text| {
        if name.starts_with("src/kernels/") {
            assert!(!text.contains("crate::ffi") && !text.contains("crate::python"), "{name}");
        }
        if name.starts_with("src/python/") {
            assert!(!text.contains("crate::ffi"), "{name}");
        }
    });
}
