//! The project's own files.

use super::paths::without_tests;
use proc_macro2::TokenStream;
use std::path::{Path, PathBuf};

/// The project's directory.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file of the project.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A file of Rust.
pub struct RustFile {
    /// Relative to the root, with slashes.
    pub path: String,
    pub text: String,
    pub tokens: TokenStream,
}

impl RustFile {
    /// Its path below `src`.
    pub fn in_src(&self) -> &str {
        self.path.strip_prefix("src/").unwrap_or(&self.path)
    }

    /// The names of its module and those around it: `src/watch/keys.rs` is `watch`, `keys`.
    pub fn module(&self) -> Vec<&str> {
        self.in_src().trim_end_matches(".rs").split('/').collect()
    }

    /// Whether all of it is compiled for tests only.
    pub fn is_test(&self) -> bool {
        self.path.starts_with("tests/") || self.module().contains(&"tests")
    }

    /// Its tokens without those that are compiled for tests only.
    pub fn product(&self) -> TokenStream {
        if self.is_test() {
            TokenStream::new()
        } else {
            without_tests(self.tokens.clone())
        }
    }
}

/// All files below a directory that git would track, relative to the root and with slashes.
pub fn files(directory: &str) -> Vec<String> {
    let ignored: Vec<String> = read(".gitignore")
        .lines()
        .map(|line| line.trim_matches('/').to_owned())
        .collect();
    let mut found = Vec::new();
    let mut pending = vec![PathBuf::from(directory)];
    while let Some(relative) = pending.pop() {
        let path = root().join(&relative);
        if path.is_dir() {
            for entry in std::fs::read_dir(path).expect("the directory can be read") {
                let name = entry.expect("the directory can be read").file_name();
                let is_ignored = ignored.iter().any(|ignored| name == ignored.as_str());
                if !is_ignored && name != ".git" {
                    pending.push(relative.join(name));
                }
            }
        } else {
            let names: Vec<_> = relative
                .iter()
                .map(std::ffi::OsStr::to_string_lossy)
                .collect();
            found.push(names.join("/"));
        }
    }
    found.sort();
    found
}

/// The Rust files below some directories.
pub fn rust_files(directories: &[&str]) -> Vec<RustFile> {
    let found: Vec<RustFile> = directories
        .iter()
        .flat_map(|directory| files(directory))
        // What attacks graders need not be Rust.
        .filter(|path| !path.starts_with("tests/adversarial/"))
        .filter(|path| {
            Path::new(path)
                .extension()
                .is_some_and(|extension| extension == "rs")
        })
        .map(|path| {
            let text = read(&path);
            let tokens = text
                .parse()
                .unwrap_or_else(|error| panic!("{path} is not Rust: {error}"));
            RustFile { path, text, tokens }
        })
        .collect();
    assert!(found.len() > directories.len(), "there is code to look at");
    found
}

/// The modules of the library, in their order.
pub fn modules() -> Vec<String> {
    let found: Vec<String> = read("src/lib.rs")
        .lines()
        .filter_map(|line| {
            let line = line.strip_prefix("pub ").unwrap_or(line);
            Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned())
        })
        .collect();
    assert!(found.len() > 10, "the modules are found: {found:?}");
    found
}

/// Fails when a rule is broken, naming every place.
pub fn assert_none(broken: &[String], rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}
