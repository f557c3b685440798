//! What was built is used until something changes that decides it, and never longer.

use super::toolchain::CountingToolchain;
use super::{ADD, BUILT, book, library, manifest, n_builds, said};
use crate::support::{Book, SOLVED};

const OWN: &str = "own/src/lib.rs";

/// Checks that a change of `own` into a crate that computes something else is noticed by every command.
#[track_caller]
fn notices(book: &Book, change: impl Fn()) {
    said(book, &["run", "add"]).is_solved();
    said(book, &["check"])
        .exits(0)
        .is_calm()
        .says("2 of 2 exercises solved");
    change();
    said(book, &["check"]).is_unsolved(&["1 of 2 exercises solved"]);
    said(book, &["run", "add"]).is_unsolved(&["  actual  -1"]);
}

#[test]
fn a_changed_source_of_a_crate_in_the_workbook_is_noticed() {
    let book = book();
    notices(&book, || book.edit(OWN, "a + b", "a - b"));
}

#[test]
fn a_changed_module_of_a_crate_in_the_workbook_is_noticed() {
    let book = book();
    book.write(OWN, "mod sums;\npub use sums::sum;\n");
    let module = "own/src/sums.rs";
    book.write(module, "pub fn sum(a: i32, b: i32) -> i32 { a + b }\n");
    notices(&book, || book.edit(module, "a + b", "a - b"));
}

#[test]
fn a_changed_source_of_a_crate_behind_it_is_noticed() {
    let book = book();
    library(
        &book,
        "own",
        "deep = { path = \"deep/er\" }\n",
        "pub use deep::sum;",
    );
    book.edit("own/Cargo.toml", "deep/er", "../deep");
    library(
        &book,
        "deep",
        "",
        "pub fn sum(a: i32, b: i32) -> i32 { a + b }",
    );
    notices(&book, || book.edit("deep/src/lib.rs", "a + b", "a - b"));
}

#[test]
fn another_crate_in_the_manifest_is_noticed() {
    let book = book();
    library(
        &book,
        "other",
        "",
        "pub fn sum(a: i32, b: i32) -> i32 { a - b }",
    );
    notices(&book, || {
        manifest(
            &book,
            "own = { path = \"../other\", package = \"other\" }\n",
        );
    });
    // A new one beside it can be used at once.
    manifest(
        &book,
        "own = { path = \"../own\" }\nother = { path = \"../other\" }\n",
    );
    book.write(
        ADD,
        &SOLVED.replace("a + b", "own::sum(a, other::sum(b, 0))"),
    );
    said(&book, &["run", "add"]).is_solved();
}

#[test]
fn a_changed_lock_file_is_noticed() {
    let book = Book::solved();
    book.write(ADD, &SOLVED.replace("a + b", "own::sum(a, b)"));
    manifest(&book, "own = \"0.1\"\n");
    // A registry of two versions, on this disk.
    book.write(
        ".cargo/config.toml",
        "[source.crates-io]\nreplace-with = \"here\"\n\n[source.here]\ndirectory = \"registry\"\n",
    );
    for (version, operator) in [("0.1.0", '+'), ("0.1.1", '-')] {
        let name = format!("registry/own-{version}");
        library(
            &book,
            &name,
            "",
            &format!("pub fn sum(a: i32, b: i32) -> i32 {{ a {operator} b }}"),
        );
        book.edit(
            &format!("{name}/Cargo.toml"),
            &format!("name = \"{name}\"\nversion = \"0.1.0\""),
            &format!("name = \"own\"\nversion = \"{version}\""),
        );
        book.write(&format!("{name}/.cargo-checksum.json"), "{\"files\":{}}");
    }
    // As cargo names the registry, here as anywhere.
    let registry = include_str!("../../../Cargo.lock")
        .lines()
        .find(|line| line.starts_with("source = "))
        .expect("this program uses crates");
    let lock = |version: &str| {
        book.write(
            "exercises/Cargo.lock",
            &format!(
                "version = 4\n\n[[package]]\nname = \"own\"\nversion = \"{version}\"\n{registry}\n"
            ),
        );
    };
    lock("0.1.0");
    notices(&book, || lock("0.1.1"));
}

#[test]
fn another_compiler_is_noticed() {
    let book = book();
    let toolchain = CountingToolchain::new();
    toolchain.said(&book, &["run", "add"]).is_solved();
    let asked = toolchain.asked();
    toolchain.calls_itself("other-rustc");
    toolchain.said(&book, &["run", "add"]).is_solved();
    assert_eq!(
        toolchain.asked(),
        asked.repeat(2),
        "cargo was not asked again"
    );
}

#[test]
fn what_is_the_same_again_is_not_built_again() {
    let book = book();
    said(&book, &["run", "add"]).is_solved();
    let before = book.read("own/Cargo.toml");
    book.write("own/Cargo.toml", &before);
    book.write(super::MANIFEST, &book.read(super::MANIFEST));
    said(&book, &["run", "add"]).is_solved();
    assert_eq!(n_builds(&book), 1);
}

#[test]
fn an_altered_memory_of_what_was_built_is_not_believed() {
    let book = book();
    let ready = format!("{BUILT}/ready.json");
    said(&book, &["run", "add"]).is_solved();
    let good = book.read(&ready);
    let altered = good.replacen("own", "oWn", 1);
    assert_ne!(good, altered);
    for bad in [
        "",
        "{}",
        "what is this?",
        &good[..good.len() / 2],
        &good[..good.len() - 1],
        &altered,
        &good.replace(".rlib", ".rlix"),
    ] {
        book.write(&ready, bad);
        said(&book, &["run", "add"]).is_solved();
        assert_eq!(book.read(&ready), good, "after {bad:?}");
    }
    std::fs::write(book.path(&ready), b"\xff\xfe").expect("write");
    said(&book, &["run", "add"]).is_solved();
    std::fs::remove_file(book.path(&ready)).expect("remove");
    book.write(&format!("{ready}/mine"), "a directory in its place");
    said(&book, &["run", "add"]).is_solved();
    assert_eq!(n_builds(&book), 1, "cargo has all it made");
}

#[test]
fn what_was_deleted_is_built_again() {
    let book = book();
    said(&book, &["run", "add"]).is_solved();
    for (gone, n) in [
        (format!("{BUILT}/target"), 2),
        (BUILT.to_owned(), 3),
        (".workbook/build".to_owned(), 4),
        (".workbook".to_owned(), 5),
    ] {
        std::fs::remove_dir_all(book.path(&gone)).expect("remove");
        said(&book, &["run", "add"]).is_solved();
        assert_eq!(n_builds(&book), n, "after {gone} was deleted");
    }
}
