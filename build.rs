//! Puts the course into the program: writes a table of its files, which `src/embedded.rs` includes.
//!
//! The starters are read from `starters/` and not from `exercises/`, which is no part of a package: cargo leaves out
//! every directory that holds a `Cargo.toml` of its own.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Where the files lie here, and where they lie in a workbook.
const PLACES: [(&str, &str); 4] = [
    ("concepts", "concepts"),
    ("info.toml", "info.toml"),
    ("solutions", "solutions"),
    ("starters", "exercises"),
];

/// The manifest of the exercises, under a name that does not make cargo leave its directory out.
const MANIFEST: (&str, &str) = ("exercises/manifest.toml", "exercises/Cargo.toml");

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    for (here, there) in PLACES {
        // A directory stands for all that is in it.
        println!("cargo::rerun-if-changed={here}");
        collect(&root.join(here), there, &mut files);
    }
    files.sort();
    let mut edition = Fnv::new();
    let mut table = String::from("&[\n");
    for (name, path) in &files {
        let text =
            fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        edition.add(name);
        edition.add(&text);
        let here = path.strip_prefix(&root).expect("it lies there");
        let here = here.to_str().expect("names are UTF-8");
        // Not the whole path: a build is not begun anew when somebody moves the directory.
        writeln!(
            table,
            "    File {{ path: {name:?}, text: include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/\", {here:?})) }},"
        )
        .expect("a string takes all");
    }
    table.push_str("]\n");
    fs::write(out.join("embedded.rs"), table).expect("cargo's directory can be written to");
    println!("cargo::rustc-env=WORKBOOK_EDITION={:016x}", edition.0);
}

/// Adds a file, or all files below a directory, with their names in a workbook.
fn collect(path: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) {
    if !path.is_dir() {
        let name = if name == MANIFEST.0 { MANIFEST.1 } else { name };
        files.push((name.to_owned(), path.to_owned()));
        return;
    }
    let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    for entry in entries {
        let path = entry.expect("the directory can be read").path();
        let own = path
            .file_name()
            .and_then(|own| own.to_str())
            .expect("names are UTF-8");
        let is_wanted = path
            .extension()
            .is_some_and(|extension| extension == "rs" || extension == "md" || extension == "toml");
        if path.is_dir() || (is_wanted && !own.starts_with('.')) {
            collect(&path, &format!("{name}/{own}"), files);
        }
    }
}

/// The FNV-1a hash: enough to tell one edition of the course from another, and the same on every machine.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, text: &str) {
        // The end counts too, so that no two lists of texts are alike.
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
