//! Faults of `info.toml` and of cards: every problem is listed, with line and column.

use crate::commands::said;
use crate::said::Said;
use crate::support::Book;
use std::path::Path;

/// Every command that opens the workbook says the same.
#[track_caller]
fn all_refuse(book: &Book, parts: &[&str]) {
    for args in [
        &["list"][..],
        &["run", "add"],
        &["check"],
        &["hint"],
        &["concept"],
        &["reset", "add"],
        &["solution", "add"],
        &["verify"],
        &["watch"],
    ] {
        said(book, args)
            .fails(2, parts)
            .never_says("a bug in workbook");
    }
}

#[test]
fn a_missing_info_file_is_no_workbook() {
    let book = Book::new();
    std::fs::remove_file(book.path("info.toml")).expect("the file can be removed");
    all_refuse(
        &book,
        &["error: there is no workbook here", "`info.toml`", "-C DIR"],
    );
    Said::by(&mut book.command(&[]))
        .exits(0)
        .is_calm()
        .says("There is no workbook here");
}

#[test]
fn an_empty_info_file_is_explained() {
    let book = Book::new();
    for text in ["", "\n\n", "# to be written\n"] {
        book.write("info.toml", text);
        all_refuse(
            &book,
            &[
                "error: `format_version` is missing",
                "error: there is no exercise",
                "--> info.toml:1:1",
            ],
        );
    }
}

#[test]
fn a_course_without_exercises_is_explained() {
    let book = Book::new();
    for text in [
        "format_version = 1\n",
        "format_version = 1\nexercises = []\n",
    ] {
        book.write("info.toml", text);
        all_refuse(
            &book,
            &[
                "error: there is no exercise",
                "--> info.toml:",
                "[[exercises]]",
            ],
        );
    }
}

#[test]
fn an_info_file_that_is_not_utf_8_is_named_with_the_place() {
    let book = Book::new();
    std::fs::write(
        book.path("info.toml"),
        b"format_version = 1\ntitle = \"Caf\xe9\"\n",
    )
    .expect("write");
    all_refuse(&book, &["not UTF-8", "--> info.toml:2:13"]);
}

#[test]
fn an_info_file_that_is_no_file_or_too_long_is_said() {
    let book = Book::new();
    std::fs::remove_file(book.path("info.toml")).expect("the file can be removed");
    std::fs::create_dir(book.path("info.toml")).expect("a directory can take its place");
    all_refuse(&book, &["this is a directory, not a file", "info.toml"]);
    std::fs::remove_dir(book.path("info.toml")).expect("the directory can be removed");
    let file = std::fs::File::create(book.path("info.toml")).expect("create");
    file.set_len(50 << 20).expect("a long file takes no space");
    all_refuse(
        &book,
        &[
            "the file is 50 MiB long; at most 1 MiB is read",
            "info.toml",
        ],
    );
}

#[cfg(unix)]
#[test]
fn an_info_file_that_is_a_pipe_does_not_block() {
    let book = Book::new();
    super::files::put_pipe(&book.path("info.toml"));
    all_refuse(&book, &["this is not a regular file", "info.toml"]);
}

#[test]
fn an_info_file_with_crlf_and_a_byte_order_mark_is_read() {
    let book = Book::new();
    let expected = said(&book, &["list"]);
    let text = book.read("info.toml");
    book.write(
        "info.toml",
        &format!("\u{feff}{}", text.replace('\n', "\r\n")),
    );
    said(&book, &["list"])
        .exits(0)
        .is_calm()
        .prints(&expected.stdout);
}

#[test]
fn every_mistake_is_listed_in_one_run_with_line_and_column() {
    let book = Book::new();
    book.write(
        "info.toml",
        "format_version = 1
titel = \"Tiny\"

[[exercises]]
name = \"add\"
dificulty = 3
[[exercises]]
name = \"add\"
difficulty = 9
[[exercises]]
dir = \"01_one\"
minutes = \"five\"
[[exercises]]
name = \"../escape\"
starts = \"soon\"
",
    );
    let problems = [
        "error: unknown key `titel`\n  --> info.toml:2:1\n   = help: did you mean `title`?",
        "error: unknown key `dificulty`\n  --> info.toml:6:1\n   = help: did you mean `difficulty`?",
        "error: two exercises are called `add`\n  --> info.toml:8:8\n   = note: the other one is at info.toml:5:8",
        "error: `difficulty` is 9, but must be a whole number from 1 to 5\n  --> info.toml:9:14",
        "error: `name` is missing here\n  --> info.toml:10:1",
        "error: `minutes` is a string, but must be a whole number from 1 to 600\n  --> info.toml:12:11",
        "error: `name` is `../escape`, but may hold letters, digits and `_` only\n  --> info.toml:14:8",
        "error: `starts` is `soon`\n  --> info.toml:15:10",
    ];
    all_refuse(&book, &problems);
    let answer = said(&book, &["list"]);
    let places: Vec<_> = problems
        .iter()
        .map(|problem| answer.stderr.find(problem))
        .collect();
    assert!(places.is_sorted(), "the order of the file: {answer}");
    assert_eq!(
        answer.stderr.matches("error: ").count(),
        problems.len(),
        "{answer}"
    );
}

#[test]
fn a_syntax_error_is_placed_and_hides_no_other_mistake() {
    let book = Book::new();
    book.write("info.toml", "format_version = 1\n[[exercises]]\nname = \"add\n[[exercises]]\nnaem = \"sub\"\nname = \"sub\"\n");
    all_refuse(
        &book,
        &[
            "--> info.toml:3:",
            "error: unknown key `naem`\n  --> info.toml:5:1\n   = help: did you mean `name`?",
        ],
    );
}

#[test]
fn an_exercise_without_a_file_keeps_nobody_from_the_others() {
    let book = Book::solved();
    book.edit("info.toml", "name = \"sub\"", "name = \"mul\"");
    said(&book, &["list"]).exits(0).is_calm().says("mul");
    said(&book, &["run", "mul"]).is_unsolved(&["✗ the file is missing"]);
    said(&book, &["check"]).is_unsolved(&[
        "✓ add  solved, 2 tests pass",
        "✗ mul  the file is missing",
        "1 of 2 exercises solved",
    ]);
    said(&book, &["run", "sub"]).fails(2, &["no exercise is called `sub`"]);
}

#[test]
fn a_newer_format_asks_for_a_newer_program() {
    let book = Book::new();
    book.edit("info.toml", "format_version = 1", "format_version = 2");
    all_refuse(
        &book,
        &[
            "`format_version` is 2, but this program reads 1",
            "install a newer `workbook`",
        ],
    );
}

const CARD: &str = "concepts/numbers/sums.md";

#[test]
fn a_card_with_a_broken_head_is_explained_and_the_others_are_shown() {
    let book = Book::new();
    book.write(
        "concepts/numbers/whole.md",
        &book.read(CARD).replace("Sums", "Whole"),
    );
    for (text, parts) in [
        ("", &["the card has no head", "sums.md:1:1", "`+++`"][..]),
        (
            "+++\ntitle = \"Sums\"\n",
            &["the card has no head", "sums.md:1:1"],
        ),
        (
            "+++\ntitel = \"Sums\"\ntopic = \"numbers\"\ncovers = [\"84\"]\n+++\n",
            &[
                "`title` is missing here",
                "unknown key `titel`",
                "sums.md:2:1",
                "did you mean `title`?",
                "`84` is not a reference to a question",
                "sums.md:4:11",
            ],
        ),
        (
            "+++\ntitle = \"Sums\"\ntopic = \"letters\"\n+++\n",
            &["`topic` is `letters`", "sums.md:3:9"],
        ),
        (
            "+++\ntitle = = 1\ntopic = \"numbers\"\n+++\n",
            &["sums.md:2:"],
        ),
    ] {
        book.write(CARD, text);
        said(&book, &["concept", "sums"]).fails(2, parts);
        said(&book, &["concept", "whole"])
            .exits(0)
            .is_calm()
            .says("Whole   numbers");
        said(&book, &["concept"])
            .exits(0)
            .is_calm()
            .says("  sums")
            .says("  whole  Whole");
    }
}

#[test]
fn a_card_that_cannot_be_read_says_why() {
    let book = Book::new();
    std::fs::write(book.path(CARD), b"+++\ntitle = \"Caf\xe9\"\n+++\n").expect("write");
    said(&book, &["concept", "sums"])
        .fails(2, &["not UTF-8", Path::new(CARD).to_str().expect("UTF-8")]);
    std::fs::remove_file(book.path(CARD)).expect("the card can be removed");
    said(&book, &["concept", "sums"]).fails(2, &["no card is called `sums`"]);
    said(&book, &["hint", "add"])
        .exits(0)
        .is_calm()
        .says("Which operator adds?");
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
}
