//! Workbooks in the format of rustlings, made by others and used as they are.

mod course;
mod lints;
mod package;
mod programs;

use crate::said::Said;
use crate::support::Book;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const INFO: &str = "format_version = 1

[[exercises]]
name = \"hello\"
dir = \"00_intro\"
test = false
skip_check_unsolved = true
hint = \"It is solved already.\"

[[exercises]]
name = \"sum\"
dir = \"01_sums\"
hint = \"Which operator adds?\"

[[exercises]]
name = \"tidy\"
test = false
strict_clippy = true
hint = \"Ask clippy.\"
";

const CARGO: &str = "bin = [
  { name = \"hello\", path = \"exercises/00_intro/hello.rs\" },
  { name = \"hello_sol\", path = \"solutions/00_intro/hello.rs\" },
  { name = \"sum\", path = \"exercises/01_sums/sum.rs\" },
  { name = \"sum_sol\", path = \"solutions/01_sums/sum.rs\" },
  { name = \"tidy\", path = \"exercises/tidy.rs\" },
]

[package]
name = \"exercises\"
edition = \"2024\"
publish = false

[profile.dev]
panic = \"abort\"

[lints.rust]
unsafe_code = \"forbid\"
dead_code = \"allow\"

[lints.clippy]
todo = \"forbid\"
";

const HELLO: &str = "fn main() {
    println!(\"Hello, you!\");
}
";

const SUM: &str = "fn add(a: i32, b: i32) -> i32 {
    a + b
}

fn main() {
    // Try something here.
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_add_up() {
        assert_eq!(add(2, 3), 5);
    }
}
";

/// Clippy has something against it.
const UNTIDY: &str = "fn main() {
    let x = 5;
    let y = x.clone();
    println!(\"{x} {y}\");
}
";

const HELLO_RS: &str = "exercises/00_intro/hello.rs";
const SUM_RS: &str = "exercises/01_sums/sum.rs";
const TIDY_RS: &str = "exercises/tidy.rs";

/// A workbook with three exercises, of which only `hello` is solved.
fn book() -> Book {
    let book = Book::empty();
    book.write("info.toml", INFO);
    book.write("Cargo.toml", CARGO);
    book.write(HELLO_RS, HELLO);
    book.write(SUM_RS, &SUM.replace("a + b", "a - b"));
    book.write(TIDY_RS, UNTIDY);
    book.write("solutions/00_intro/hello.rs", HELLO);
    book.write("solutions/01_sums/sum.rs", SUM);
    book
}

/// The same, with this in place of the `main` of `sum`, whose tests pass.
fn with_main(main: &str) -> Book {
    let book = book();
    let empty = "fn main() {\n    // Try something here.\n}";
    book.write(SUM_RS, &SUM.replace(empty, main));
    book
}

#[track_caller]
fn said(book: &Book, args: &[&str]) -> Said {
    Said::by(&mut book.command(args))
}

/// Every file with its bytes, but for those in `.workbook/`.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![root.to_owned()];
    while let Some(dir) = pending.pop() {
        for entry in std::fs::read_dir(&dir).expect("the directory is there") {
            let path = entry.expect("it can be listed").path();
            if path.ends_with(".workbook") {
                continue;
            }
            if path.is_dir() {
                pending.push(path);
            } else {
                let bytes = std::fs::read(&path).expect("the file is there");
                found.insert(path, bytes);
            }
        }
    }
    found
}

#[test]
fn every_command_works_and_changes_nothing_but_its_own_directory() {
    let book = book();
    let before = files(book.root());
    said(&book, &["check"])
        .exits(1)
        .is_calm()
        .says("✓ hello  solved, it runs")
        .says("✗ sum    0 of 1 tests pass, first failure: small_numbers_add_up")
        .says("✗ tidy   1 warning to mend")
        .says("1 of 3 exercises solved");
    said(&book, &["list"]).exits(0).is_calm().says("hello");
    said(&book, &["run", "sum"]).is_unsolved(&["expected  5"]);
    said(&book, &["hint", "sum"])
        .exits(0)
        .is_calm()
        .says("Which operator adds?");
    said(&book, &["verify"])
        .exits(0)
        .is_calm()
        .says("✓ the workbook holds");
    said(&book, &["verify", "--fix"]).fails(
        2,
        &["`--fix` writes `exercises/Cargo.toml`, which a workbook in the format of rustlings does not have"],
    );
    assert_eq!(files(book.root()), before);
}

#[cfg(unix)]
#[test]
fn watch_works_and_changes_nothing_but_its_own_directory() {
    use crate::support::pty::Session;

    let book = book();
    let mut session = Session::start(&book, &["watch", "tidy"]);
    let screen = session.await_text("it runs; this exercise wants the warnings mended too");
    assert!(screen.contains("printed\n  5 5"), "{screen}");
    book.edit(TIDY_RS, "x.clone()", "x");
    let before = files(book.root());
    let screen = session.await_text("✓ solved, it runs");
    assert!(screen.contains("printed\n  5 5"), "{screen}");
    session.key('h');
    session.await_text("Ask clippy.");
    // From the hint back to the verdict, and out.
    session.type_text("\r");
    session.await_gone("Ask clippy.");
    session.key('q');
    session.end().assert_clean(0);
    assert_eq!(files(book.root()), before);
}

#[test]
fn clippy_blocks_only_where_the_exercise_is_strict() {
    let book = book();
    said(&book, &["run", "tidy"]).is_unsolved(&[
        "! it runs; this exercise wants the warnings mended too",
        "clone_on_copy",
    ]);
    book.write(HELLO_RS, UNTIDY);
    said(&book, &["run", "hello"])
        .is_solved()
        .says("would still polish this")
        .says("clone_on_copy");
}

#[test]
fn verify_proves_starters_and_solutions_and_asks_for_no_more() {
    let book = book();
    book.write(SUM_RS, SUM);
    book.edit("solutions/01_sums/sum.rs", "a + b", "a - b");
    said(&book, &["verify"])
        .exits(1)
        .is_calm()
        .says("error: the starter is solved already\n  --> exercises/01_sums/sum.rs\n")
        .says("error: in the solution, `small_numbers_add_up` fails\n  --> solutions/01_sums/sum.rs:14:1\n")
        .says("✗ 2 findings");
}

#[test]
fn verify_passes_over_a_solution_that_rustlings_has_not_filled_yet() {
    let book = book();
    book.write(
        "solutions/01_sums/sum.rs",
        "fn main() {\n    // DON'T EDIT THIS SOLUTION FILE!\n    // It will be automatically filled after you finish the exercise.\n}\n",
    );
    said(&book, &["verify"]).exits(0).is_calm();
}

#[test]
fn the_solution_of_others_may_have_tests_of_its_own() {
    let book = book();
    book.edit("solutions/01_sums/sum.rs", "add(2, 3), 5", "add(1, 1), 2");
    said(&book, &["verify"]).exits(0).is_calm();
}
