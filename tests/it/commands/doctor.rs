//! `workbook doctor`: what it finds here, and what it says where something is missing.

use crate::said::Said;
use crate::support::Book;
use crate::support::book::program;
use serde_json::json;

#[test]
fn a_workbook_that_can_be_checked_is_well() {
    let book = Book::new();
    let said = Said::by(&mut book.command(&["doctor"]));
    said.exits(0)
        .is_calm()
        .says("✓ workbook\n  Tiny, 2 exercises\n")
        .says("✓ toolchain\n  rustc 1.")
        .says("✓ linker\n  a small program was compiled, linked and run\n")
        .says("✓ crates\n  no exercise uses any\n");
    let said = Said::by(&mut book.command(&["doctor", "--json"]));
    said.exits(0).is_calm();
    let report = said.json();
    assert_eq!(
        (&report["version"], &report["ok"]),
        (&json!(1), &json!(true))
    );
    for finding in report["findings"].as_array().expect("a list") {
        let has_cure = finding["cure"].is_string();
        assert_eq!(finding["state"] == "good", !has_cure, "{finding}");
    }
}

#[test]
fn what_is_missing_is_told_with_its_cure() {
    let elsewhere = tempfile::tempdir().expect("a temporary directory");
    let said = Said::by(
        program()
            .current_dir(elsewhere.path())
            .env("PATH", elsewhere.path())
            .args(["doctor"]),
    );
    said.exits(1)
        .is_calm()
        .says("✗ workbook\n  there is no workbook here")
        .says("✗ toolchain\n  there is no `rustc` in PATH\n  cure: install Rust")
        .says("2 things to be mended before exercises can be checked.");
    let left = std::fs::read_dir(elsewhere.path())
        .expect("it is there")
        .count();
    assert_eq!(left, 0, "looking leaves nothing behind");
}

#[test]
fn what_confines_submitted_code_is_told_without_a_workbook() {
    let elsewhere = tempfile::tempdir().expect("a temporary directory");
    let told = |args: &[&str]| {
        let mut command = program();
        Said::by(command.current_dir(elsewhere.path()).args(args))
    };
    let said = told(&["doctor", "--grade", "--json"]);
    let report = said.json();
    assert_eq!(report["version"], json!(1));
    let findings = report["findings"].as_array().expect("a list");
    let topics: Vec<&str> = findings
        .iter()
        .filter_map(|it| it["topic"].as_str())
        .collect();
    assert_eq!(
        topics,
        [
            "files",
            "network",
            "loopback",
            "processes",
            "memory, time and files",
            "privileges",
            "user"
        ]
    );
    let is_bad = findings.iter().any(|it| it["state"] == "bad");
    assert_eq!(report["ok"], json!(!is_bad));
    said.exits(i32::from(is_bad)).is_calm();
    let said = told(&["doctor", "--grade"]);
    said.exits(i32::from(is_bad)).is_calm();
    for finding in findings {
        said.says(finding["topic"].as_str().expect("text"))
            .says(finding["what"].as_str().expect("text"));
    }
}

#[test]
fn a_broken_workbook_and_a_strange_editor_are_told() {
    let book = Book::new();
    book.write("info.toml", "format_version = 1\n");
    let said = Said::by(
        book.command(&["doctor"])
            .env("VISUAL", "no-such-editor")
            .env("TMUX", "x"),
    );
    said.exits(1)
        .says("✗ workbook\n  ")
        .says("! editor\n  `no-such-editor` is not in `PATH`");
}

#[test]
fn signs_are_letters_where_the_locale_is_not_utf_8() {
    let book = Book::new();
    let said = Said::by(book.command(&["doctor"]).env("LANG", "C"));
    assert!(said.stdout.is_ascii(), "{said}");
    said.says("+ workbook\n");
}
