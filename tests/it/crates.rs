//! Crates that exercises use: tiny ones that lie in the workbook, so that nothing is ever downloaded.

mod builds;
mod changes;
mod faults;
mod locks;
mod sessions;
mod toolchain;

use crate::said::Said;
use crate::support::pty::clean_command;
use crate::support::{Book, SOLVED};
use std::process::{Child, Stdio};

const ADD: &str = "exercises/01_one/add.rs";
const SUB: &str = "exercises/01_one/sub.rs";
const MANIFEST: &str = "exercises/Cargo.toml";

/// Where everything is that cargo made.
const BUILT: &str = ".workbook/build/crates";

/// What an exercise says when both of its tests pass.
const SOLVED_SAYS: &str = "✓ solved, all 2 tests pass";

/// The build script of `own` notes that it runs, and waits while there is a file `hold`. It is the crate's own
/// deadline that ends it when a test dies before it takes the file away.
const BUILD_SCRIPT: &str = r#"use std::io::Write as _;
use std::time::{Duration, Instant};

fn main() {
    let own = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    let book = std::path::Path::new(&own).parent().unwrap();
    let mut builds = std::fs::OpenOptions::new().create(true).append(true).open(book.join("builds")).unwrap();
    writeln!(builds, "built").unwrap();
    std::fs::write(book.join("pid"), format!("{}\n", std::process::id())).unwrap();
    let started = Instant::now();
    while book.join("hold").exists() {
        assert!(started.elapsed() < Duration::from_secs(100), "nobody lets it go on");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(!book.join("broken").exists(), "the well has run dry");
}
"#;

/// A workbook in which both exercises are solved: `add` with the crate `own`, `sub` with nothing but `std`.
fn book() -> Book {
    let book = Book::solved();
    book.write(ADD, &SOLVED.replace("a + b", "own::sum(a, b)"));
    manifest(&book, "own = { path = \"../own\" }\n");
    library(
        &book,
        "own",
        "",
        "pub fn sum(a: i32, b: i32) -> i32 { a + b }",
    );
    book.write("own/build.rs", BUILD_SCRIPT);
    book
}

/// Says which crates exercises may use.
fn manifest(book: &Book, dependencies: &str) {
    book.write(
        MANIFEST,
        &format!(
            "[package]\nname = \"exercises\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
        ),
    );
}

/// Writes a crate into the workbook.
fn library(book: &Book, name: &str, dependencies: &str, code: &str) {
    book.write(
        &format!("{name}/Cargo.toml"),
        &format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
        ),
    );
    book.write(&format!("{name}/src/lib.rs"), &format!("{code}\n"));
}

/// Runs a command in a workbook.
#[track_caller]
fn said(book: &Book, args: &[&str]) -> Said {
    Said::by(&mut book.command(args))
}

/// Starts a command without waiting for its end.
fn begin(book: &Book, args: &[&str]) -> Child {
    clean_command(book, args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// How often the build script of `own` was run.
fn n_builds(book: &Book) -> usize {
    std::fs::read_to_string(book.path("builds")).map_or(0, |builds| builds.lines().count())
}

/// Keeps the build script of `own` waiting.
fn hold(book: &Book) {
    book.write("hold", "");
}

/// Lets it go on.
fn let_go(book: &Book) {
    std::fs::remove_file(book.path("hold")).expect("it was held");
}
