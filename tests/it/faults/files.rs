//! Faults of the learner's file: each is a verdict, and a reset brings the starter back without losing anything.

use crate::commands::said;
use crate::support::{Book, SOLVED, STARTER};
use std::path::Path;

const ADD: &str = "exercises/01_one/add.rs";

/// Puts a pipe that nobody writes to in the place of a file.
#[cfg(unix)]
pub fn put_pipe(path: &Path) {
    std::fs::remove_file(path).expect("the file can be removed");
    let status = std::process::Command::new("mkfifo").arg(path).status();
    assert!(status.expect("mkfifo can be started").success());
}

/// A workbook whose starters are known, with this in the place of `add`.
fn with(put: impl FnOnce(&Path)) -> Book {
    let book = Book::new();
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
    put(&book.path(ADD));
    book
}

/// What is wrong with the file is a verdict of `run` and `check`; `reset` repairs it, and says where the old one is.
#[track_caller]
fn is_a_verdict(book: &Book, reason: &str) {
    said(book, &["run", "add"]).is_unsolved(&[&format!("✗ {reason}"), "workbook reset add"]);
    said(book, &["check"]).is_unsolved(&[&format!("✗ add  {reason}"), "0 of 2 exercises solved"]);
    said(book, &["list"]).exits(0).is_calm();
    said(book, &["hint", "add"])
        .exits(0)
        .is_calm()
        .says("Add two numbers");
}

#[track_caller]
fn reset_repairs(book: &Book, keeps_a_backup: bool) {
    let answer = said(book, &["reset", "add"]);
    answer.exits(0).is_calm().says("is the starter again");
    assert_eq!(
        answer
            .stdout
            .contains("Your version is kept in .workbook/backups/add-"),
        keeps_a_backup,
        "{answer}"
    );
    assert_eq!(book.read(ADD), STARTER);
    said(book, &["run", "add"]).is_unsolved(&["still to do"]);
}

#[test]
fn a_missing_file_is_a_verdict() {
    let book = with(|path| std::fs::remove_file(path).expect("the file can be removed"));
    is_a_verdict(&book, "the file is missing");
    reset_repairs(&book, false);
    std::fs::remove_dir_all(book.path("exercises")).expect("the directory can be removed");
    is_a_verdict(&book, "the file is missing");
    reset_repairs(&book, false);
}

#[test]
fn an_empty_file_has_no_test_to_pass() {
    let book = with(|path| std::fs::write(path, "").expect("write"));
    said(&book, &["run", "add"]).is_unsolved(&[
        "✗ there is no test to pass",
        "the test module is gone",
        "workbook reset add",
    ]);
    said(&book, &["check", "add"]).is_unsolved(&["✗ add  no test to pass"]);
    reset_repairs(&book, true);
}

#[test]
fn a_directory_in_its_place_is_a_verdict() {
    let book = with(|path| {
        std::fs::remove_file(path).expect("the file can be removed");
        std::fs::create_dir(path).expect("a directory can take its place");
        std::fs::write(path.join("mine.rs"), "// mine").expect("write");
    });
    is_a_verdict(&book, "this is a directory, not a file");
    reset_repairs(&book, true);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_its_place_is_a_verdict_and_blocks_nothing() {
    let book = with(put_pipe);
    is_a_verdict(&book, "this is not a regular file");
    reset_repairs(&book, true);
}

#[test]
fn a_file_that_is_not_utf_8_is_a_verdict() {
    let latin = b"// caf\xe9\n".repeat(2);
    let book = with(|path| std::fs::write(path, &latin).expect("write"));
    is_a_verdict(&book, "the file is not UTF-8 text");
    let backup = said(&book, &["reset", "add"]);
    let kept = backup
        .stdout
        .split("kept in ")
        .nth(1)
        .and_then(|rest| rest.lines().next())
        .expect("the backup is named");
    assert_eq!(
        std::fs::read(book.path(kept)).expect("the backup is there"),
        latin
    );
}

#[test]
fn a_file_of_50_megabytes_is_a_verdict() {
    let book = with(|path| {
        let file = std::fs::File::options()
            .write(true)
            .open(path)
            .expect("open");
        file.set_len(50 << 20).expect("a long file takes no space");
    });
    is_a_verdict(&book, "the file is 50 MiB long; at most 1 MiB is read");
    reset_repairs(&book, true);
}

#[test]
fn crlf_and_a_byte_order_mark_change_nothing() {
    let dos = SOLVED.replace('\n', "\r\n");
    for text in [
        dos.clone(),
        format!("\u{feff}{SOLVED}"),
        format!("\u{feff}{dos}"),
    ] {
        let book = with(|path| std::fs::write(path, &text).expect("write"));
        said(&book, &["run", "add"])
            .is_solved()
            .prints("Add two numbers   exercises/01_one/add.rs\n\n✓ solved, all 2 tests pass\n");
        book.write(ADD, &text.replace("a + b", "a - b"));
        said(&book, &["run", "add"])
            .is_unsolved(&["exercises/01_one/add.rs:14", "expected  5", "  actual  -1"])
            .never_says("\r");
    }
}

#[test]
fn a_file_that_is_no_rust_is_told_by_the_compiler() {
    for (text, expected) in [
        ("fn add( {", "unclosed delimiter"),
        ("ceci n'est pas du Rust", "error"),
        ("\0\0\0", "error: unknown start of token"),
    ] {
        let book = with(|path| std::fs::write(path, text).expect("write"));
        said(&book, &["run", "add"]).is_unsolved(&[
            "✗ it does not compile",
            expected,
            "--> exercises/01_one/add.rs:1:",
        ]);
    }
}

#[test]
fn a_file_nested_beyond_all_reason_breaks_nothing() {
    let deep = format!(
        "const X: i32 = {}1{};\n",
        "(".repeat(20_000),
        ")".repeat(20_000)
    );
    let book = with(|path| std::fs::write(path, deep + SOLVED).expect("write"));
    let answer = said(&book, &["run", "add"]);
    answer
        .never_says("a bug in workbook")
        .never_says("✓ solved");
    assert!(matches!(answer.code, Some(1 | 3)), "{answer}");
}
