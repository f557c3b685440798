//! `workbook new`: what it writes holds together, is told where it is not finished, and is all there or not at all.

use crate::commands::said;
use crate::said::Said;
use crate::support::Book;
use std::collections::{BTreeMap, BTreeSet};

/// A workbook without an exercise.
fn bare() -> Book {
    let book = Book::empty();
    book.write("info.toml", "format_version = 1\ntitle = \"Mine\"\n");
    book
}

/// Every file of a workbook with what it holds, `.workbook/` and directories included.
fn files(book: &Book) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![book.root().to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).expect("list") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(book.root()).expect("it is below");
            let name = name.display().to_string();
            if path.is_dir() {
                found.insert(format!("{name}/"), String::new());
                open.push(path);
            } else {
                found.insert(name, std::fs::read_to_string(&path).expect("read"));
            }
        }
    }
    found
}

/// The places that `new` lists.
fn listed(new: &Said) -> BTreeSet<String> {
    let lines = new.stdout.lines().skip_while(|line| !line.is_empty());
    lines
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

/// The places of the findings of `verify`.
fn found(verify: &Said) -> BTreeSet<String> {
    let lines = verify.stdout.lines();
    lines
        .filter_map(|line| line.strip_prefix("  --> "))
        .map(str::to_owned)
        .collect()
}

const TRIPLE: [&str; 4] = ["new", "two_sum", "--dir", "01_basics"];

#[test]
fn verify_tells_of_a_skeleton_what_new_lists_and_no_more() {
    let book = bare();
    let new = said(&book, &TRIPLE);
    new.exits(0)
        .is_calm()
        .says("wrote   exercises/01_basics/two_sum.rs\n")
        .says("wrote   solutions/01_basics/two_sum.rs\n")
        .says("wrote   concepts/basics/two-sum.md\n")
        .says("wrote   exercises/Cargo.toml\n")
        .says("changed info.toml\n")
        .says("workbook verify two_sum")
        .never_says("starters");
    let listed = listed(&new);
    assert!(listed.len() > 10, "{listed:?}");
    for args in [&["verify", "two_sum"][..], &["verify"]] {
        let verify = said(&book, args);
        verify.is_unsolved(&[
            "error: `two_sum` has 1 wrong answer",
            "error: still to be written: the idea step by step",
            "= help: write it, and take `TODO(author)` out",
        ]);
        assert_eq!(found(&verify), listed, "{verify}");
    }
    // Every place is where the mark is.
    for (path, text) in files(&book) {
        for (idx, line) in text.lines().enumerate() {
            if let Some(at) = line.find("TODO(author)") {
                let place = format!("{path}:{}:{}", idx + 1, line[..at].chars().count() + 1);
                let is_kept = path.starts_with(".workbook/");
                assert!(is_kept || listed.contains(&place), "{place}");
            }
        }
    }
    said(&book, &["run", "two_sum"]).is_unsolved(&["(still to do)"]);
    book.write(
        "exercises/01_basics/two_sum.rs",
        &book.read("solutions/01_basics/two_sum.rs"),
    );
    said(&book, &["run", "two_sum"]).is_solved();
}

#[test]
fn a_skeleton_that_is_written_to_its_end_holds() {
    let book = bare();
    said(
        &book,
        &[
            "new",
            "two_sum",
            "--dir",
            "01_basics",
            "--title",
            "\"Two\" \\ sum",
            "--difficulty",
            "1",
            "--minutes",
            "15",
            "--concept",
            "two-pointers",
            "sorting",
            "--concept",
            "sorting",
            "--see-also",
            "hash-table,sorting",
            "--topic",
            "searching",
        ],
    )
    .exits(0)
    .is_calm()
    .says("wrote   concepts/searching/two-pointers.md\n")
    .says("wrote   concepts/searching/sorting.md\n")
    .says("wrote   concepts/searching/hash-table.md\n")
    .never_says("how hard it is");
    let info = book.read("info.toml");
    for part in [
        "difficulty = 1\nminutes = 15\n",
        "concepts = [\"two-pointers\", \"sorting\"]\nsee_also = [\"hash-table\"]\n",
    ] {
        assert!(info.contains(part), "{info}");
    }
    let starter = book.read("exercises/01_basics/two_sum.rs");
    for part in [
        "//! # \"Two\" \\ sum\n",
        "//! Difficulty 1 of 5, about 15 minutes.\n",
        "//! Cards: `two-pointers`, `sorting`. See also: `hash-table`.\n",
    ] {
        assert!(starter.contains(part), "{starter}");
    }
    said(&book, &["list"]).exits(0).says("\"Two\" \\ sum");

    for (path, text) in files(&book) {
        let mut text = text.replace("TODO(author)", "Written");
        if path.starts_with("concepts/") {
            text = text.replacen("Written: what", &"Words and ".repeat(80), 1);
        }
        if text.contains("Written") {
            book.write(&path, &text);
        }
    }
    let wrong = "solutions/01_basics/two_sum.wrong/begins_with_zero.rs";
    for other in ["another", "and_another"] {
        book.write(&wrong.replace("begins_with_zero", other), &book.read(wrong));
    }
    said(&book, &["verify"])
        .exits(0)
        .is_calm()
        .says("✓ the workbook holds");
}

#[test]
fn a_new_exercise_comes_to_the_end_of_its_chapter_and_nothing_else_changes() {
    let book = Book::new();
    book.edit(
        "info.toml",
        "[[exercises]]\nname = \"sub\"\ndir = \"01_one\"",
        "# The second chapter.\n\n[[exercises]]\nname = \"sub\"\ndir = \"02_two\"",
    );
    for root in ["exercises", "solutions"] {
        let text = book.read(&format!("{root}/01_one/sub.rs"));
        book.write(&format!("{root}/02_two/sub.rs"), &text);
        std::fs::remove_file(book.path(&format!("{root}/01_one/sub.rs"))).expect("remove");
    }
    book.write("starters/01_one/add.rs", "// A copy that is old.");
    let before = book.read("info.toml");
    said(
        &book,
        &["new", "mul", "--dir", "01_one", "--concept", "sums"],
    )
    .exits(0)
    .is_calm()
    .says("wrote   starters/01_one/mul.rs\n")
    .says("wrote   starters/manifest.toml\n")
    .never_says("concepts/");
    let after = book.read("info.toml");
    let (chapter, rest) = before.split_once("\n# The second").expect("it is there");
    assert!(after.starts_with(chapter), "{after}");
    let end = format!("\n# The second{rest}");
    assert!(after.ends_with(&end), "{after}");
    assert!(after[chapter.len()..after.len() - end.len()].contains("name = \"mul\""));
    assert_eq!(
        book.read("starters/01_one/mul.rs"),
        book.read("exercises/01_one/mul.rs")
    );
    let manifest = book.read("exercises/Cargo.toml");
    let position = |name: &str| manifest.find(&format!("name = \"{name}\""));
    assert!(position("add") < position("mul") && position("mul") < position("sub"));
    assert_eq!(book.read("starters/manifest.toml"), manifest);
    // A card that is not there goes where those of the chapter are.
    said(&book, &["new", "div", "--dir", "01_one"])
        .exits(0)
        .says("wrote   concepts/numbers/div.md\n");
    said(&book, &["list", "--json"]).exits(0).says("\"div\"");
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_written() {
    let book = Book::new();
    book.edit(
        "info.toml",
        "name = \"add\"",
        "name = \"add\"\nformer = [\"plus\"]",
    );
    book.write("exercises/01_one/taken.rs", "// mine");
    book.write("concepts/numbers/taken.md/file", "mine");
    let before = files(&book);
    for (args, parts) in [
        (
            &["add", "--dir", "01_one"][..],
            &[
                "error: an exercise is called `add` already\n",
                "  --> info.toml:5:8\n",
            ][..],
        ),
        (
            &["plus", "--dir", "01_one"],
            &["error: `plus` is a former name of the exercise `add`\n"],
        ),
        (
            &["Two-Sum", "--dir", "01_one"],
            &[
                "error: `Two-Sum` cannot be the name of an exercise\n",
                "lru_cache",
            ],
        ),
        (
            &["fn", "--dir", "01_one"],
            &["error: `fn` cannot be the name of an exercise\n"],
        ),
        (
            &["mul", "--dir", "one"],
            &[
                "error: `one` cannot be the name of a chapter\n",
                "did you mean `01_one`?",
            ],
        ),
        (
            &["mul", "--dir", "../up"],
            &["error: `../up` cannot be the name of a chapter\n"],
        ),
        (
            &["mul", "--dir", "01_other"],
            &["error: `01_other` has the number of the chapter `01_one`\n"],
        ),
        (
            &["mul!", "--dir", "one", "--concept", "A"],
            &["`mul!` cannot", "`one` cannot", "`A` cannot"],
        ),
        (
            &["taken", "--dir", "01_one", "--topic", "numbers"],
            &[
                "error: this file exists already\n  --> exercises/01_one/taken.rs\n",
                "error: this file exists already\n  --> concepts/numbers/taken.md\n",
            ],
        ),
        (&["mul"], &["--dir <CHAPTER>"]),
        (
            &["mul", "--dir", "01_one", "--difficulty", "6"],
            &["invalid value '6'", "1..=5"],
        ),
    ] {
        let args = [&["new"], args].concat();
        said(&book, &args).fails(2, parts);
        assert_eq!(files(&book), before, "{args:?}");
    }
}

#[test]
fn workbooks_that_are_not_ones_own_take_no_new_exercise() {
    let copy = Book::empty();
    said(&copy, &["init", "."]).exits(0);
    let before = files(&copy);
    said(&copy, &["new", "mul", "--dir", "03_algorithms"]).fails(
        2,
        &["error: a learner's copy takes no new exercise\n  --> info.toml\n"],
    );
    assert_eq!(files(&copy), before);

    let rustlings = Book::empty();
    rustlings.write(
        "info.toml",
        "format_version = 1\n[[exercises]]\nname = \"a\"\ndir = \"01_a\"\nhint = \"b\"\n",
    );
    let before = files(&rustlings);
    said(&rustlings, &["new", "mul", "--dir", "01_a"]).fails(
        2,
        &["error: a workbook in the format of rustlings takes no exercise of ours\n"],
    );
    assert_eq!(files(&rustlings), before);
}

#[test]
fn a_workbook_that_cannot_be_read_or_added_to_stays_as_it_is() {
    for (path, text, code, parts) in [
        (
            "info.toml",
            "format_version = 1\n[[exercises]]\nname = 3\n",
            2,
            &["`name` is an integer", "info.toml:3:8"][..],
        ),
        (
            "info.toml",
            "format_version = 1\ntitle = \"T\"\nexercises = [{ name = \"a\" }]\n",
            2,
            &["no entry can be added to this file", "info.toml"],
        ),
        (
            "exercises/Cargo.toml/file",
            "in the way",
            2,
            &["this is a directory, not a file", "exercises/Cargo.toml"],
        ),
        // Permissions mean nothing to root; a file where a directory should be stops everybody.
        (
            "solutions/02_two",
            "in the way",
            3,
            &["cannot create the directory", "solutions/02_two"],
        ),
        (
            "concepts",
            "in the way",
            3,
            &["cannot create the directory", "concepts/"],
        ),
    ] {
        let book = Book::new();
        if path == "concepts" {
            std::fs::remove_dir_all(book.path(path)).expect("remove");
        }
        book.write(path, text);
        let before = files(&book);
        said(&book, &["new", "mul", "--dir", "02_two"]).fails(code, parts);
        assert_eq!(files(&book), before, "{path}");
    }
}

#[test]
fn what_a_run_that_was_killed_has_left_is_no_obstacle() {
    let book = bare();
    let before = book.read("info.toml");
    said(&book, &TRIPLE).exits(0);
    let after = files(&book);
    // The entry is written last.
    book.write("info.toml", &before);
    std::fs::remove_file(book.path("exercises/Cargo.toml")).expect("remove");
    let again = said(&book, &TRIPLE);
    again
        .exits(0)
        .is_calm()
        .says("wrote   exercises/Cargo.toml\nchanged info.toml\n");
    assert_eq!(files(&book), after);
    said(&book, &TRIPLE).fails(2, &["an exercise is called `two_sum` already"]);
}
