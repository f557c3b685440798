//! Every command as a user types it: what it prints, what it says to standard error, how it exits.

#[cfg(unix)]
mod cache;
#[cfg(unix)]
mod completion;
mod concepts;
mod doctor;
mod hints;
mod line;
mod list;
mod progress;
mod search;
mod stats;
mod undo;

use crate::said::Said;
use crate::support::{Book, SOLVED, STARTER};

/// Runs a command in a workbook.
#[track_caller]
pub fn said(book: &Book, args: &[&str]) -> Said {
    Said::by(&mut book.command(args))
}

#[test]
fn run_says_what_is_missing() {
    said(&Book::new(), &["run", "add"])
        .exits(1)
        .is_calm()
        .prints(
            "Add two numbers   exercises/01_one/add.rs

✗ small numbers add up   0 of 2 tests pass
  This is where you begin: the part that is still to be written.
  exercises/01_one/add.rs:5
    4 | pub fn add(a: i32, b: i32) -> i32 {
  > 5 |     todo!()

  exercises/01_one/add.rs:13
    13 | fn small_numbers_add_up() {
    14 |     assert_eq!(add(2, 3), 5);
    15 | }

  ✗ negative numbers add up  (still to do)
",
        );
}

#[test]
fn run_shows_the_expected_and_the_actual_value_with_what_the_test_says() {
    let book = Book::new();
    book.add_body("    if b < 0 { a - b } else { a + b }");
    said(&book, &["run", "add"]).is_unsolved(&[
        "✗ negative numbers add up   1 of 2 tests pass",
        "exercises/01_one/add.rs:19",
        "both are below zero",
        "expected  -5",
        "  actual  1",
        "✓ small numbers add up",
    ]);
}

#[test]
fn run_shows_the_compilers_own_words() {
    let book = Book::new();
    book.add_body("    a + b.to_string()");
    said(&book, &["run", "add"])
        .is_unsolved(&[
            "✗ it does not compile, 1 error",
            "error[E0277]: cannot add `String` to `i32`",
            "--> exercises/01_one/add.rs:5:7",
            "workbook explain E0277",
        ])
        .never_says("\u{1b}");
}

#[test]
fn run_says_solved_and_only_then_shows_the_warnings() {
    let book = Book::solved();
    said(&book, &["run", "add"])
        .is_solved()
        .prints("Add two numbers   exercises/01_one/add.rs\n\n✓ solved, all 2 tests pass\n");

    book.add_body("    let unused = 1;\n    a + b");
    said(&book, &["run", "add"])
        .is_solved()
        .says("unused variable: `unused`");
    book.add_body("    let unused = 1;\n    a - b");
    said(&book, &["run", "add"])
        .is_unsolved(&["0 of 2 tests pass"])
        .never_says("unused variable");
}

#[test]
fn warnings_block_where_the_exercise_is_strict() {
    let book = Book::new();
    book.edit(
        "info.toml",
        "name = \"add\"",
        "name = \"add\"\nstrict_clippy = true",
    );
    book.add_body("    let unused = 1;\n    a + b");
    said(&book, &["run", "add"]).is_unsolved(&[
        "! all tests pass; this exercise wants the warnings mended too",
        "unused variable: `unused`",
    ]);
    book.write("exercises/01_one/add.rs", SOLVED);
    said(&book, &["run", "add"]).is_solved();
}

#[test]
fn run_without_a_name_takes_the_first_exercise_that_is_not_solved() {
    let book = Book::new();
    book.write("exercises/01_one/add.rs", SOLVED);
    said(&book, &["run"]).is_solved().says("add.rs");
    said(&book, &["run"]).is_unsolved(&["sub.rs"]);
}

#[test]
fn check_prints_a_line_for_each_exercise_and_a_sum() {
    let book = Book::new();
    book.write("exercises/01_one/add.rs", SOLVED);
    said(&book, &["check"]).exits(1).is_calm().prints(
        "✓ add  solved, 2 tests pass
✗ sub  0 of 2 tests pass, first failure: small_numbers_subtract

1 of 2 exercises solved
",
    );
    said(&book, &["check", "add"])
        .exits(0)
        .is_calm()
        .prints("✓ add  solved, 2 tests pass\n\n1 of 1 exercise solved\n");
    said(&Book::solved(), &["check", "--jobs", "1"])
        .exits(0)
        .is_calm()
        .says("2 of 2 exercises solved");
}

#[test]
fn check_as_json_is_one_array_in_the_order_of_the_workbook() {
    let book = Book::new();
    book.write("exercises/01_one/add.rs", SOLVED);
    let answer = said(&book, &["check", "--json"]);
    answer.exits(1).is_calm();
    assert_eq!(
        answer.json(),
        serde_json::json!([
            { "name": "add", "path": "exercises/01_one/add.rs", "solved": true,
              "summary": "solved, 2 tests pass", "n_tests": 2, "n_passed": 2 },
            { "name": "sub", "path": "exercises/01_one/sub.rs", "solved": false,
              "summary": "0 of 2 tests pass, first failure: small_numbers_subtract", "n_tests": 2, "n_passed": 0 },
        ])
    );
}

#[test]
fn list_is_a_plain_table_when_piped() {
    let book = Book::new();
    book.write("exercises/01_one/add.rs", SOLVED);
    said(&book, &["run", "add"]).is_solved();
    said(&book, &["list"]).exits(0).is_calm().prints(
        "  state   exercise  title            level  min  tries  hints
  solved  add       Add two numbers  1/5    5    1      0
> new     sub       Subtract         -      -    0      0

1 of 2 solved; > marks the current one
",
    );
}

#[test]
fn list_as_json_tells_the_state_of_each_exercise() {
    let answer = said(&Book::new(), &["list", "--json"]);
    answer.exits(0).is_calm();
    let rows = answer.json();
    assert_eq!(rows.as_array().map(Vec::len), Some(2));
    assert_eq!(
        rows[0],
        serde_json::json!({
            "name": "add", "title": "Add two numbers", "dir": "01_one", "path": "exercises/01_one/add.rs",
            "state": "new", "current": true, "difficulty": 1, "minutes": 5, "attempts": 0, "hints": 0,
            "concepts": ["sums"],
        })
    );
    assert_eq!(
        (&rows[1]["current"], &rows[1]["minutes"]),
        (&false.into(), &serde_json::Value::Null)
    );
}

#[test]
fn concept_lists_the_cards_and_shows_one() {
    let book = Book::new();
    book.write(
        "concepts/numbers/differences.md",
        "+++\ntitle = \"Differences\"\ntopic = \"numbers\"\n+++\n",
    );
    let list = "Concepts   2 cards\n\nnumbers\n  differences  Differences\n  sums         Sums\n";
    said(&book, &["concept"]).exits(0).is_calm().prints(list);
    let card = "Sums   numbers\n\nIn one breath\n\nA sum is what `+` gives.\n\nPracticed in\n- Add two numbers (`add`)\n- Subtract (`sub`)\n\nSources\n- Peano, Arithmetices principia\n";
    for name in ["sums", "su", "SUMS"] {
        said(&book, &["concept", name])
            .exits(0)
            .is_calm()
            .prints(card);
    }
    said(&book, &["concept", "summs"]).fails(
        2,
        &[
            "no card is called `summs`",
            "did you mean `sums`?",
            "`workbook concept` shows them all",
        ],
    );
}

#[test]
fn concept_in_a_workbook_without_cards_says_so() {
    let book = Book::new();
    std::fs::remove_dir_all(book.path("concepts")).expect("the cards can be removed");
    said(&book, &["concept"])
        .exits(4)
        .is_calm()
        .prints("This workbook has no cards.\n");
    said(&book, &["concept", "sums"]).fails(2, &["no card is called `sums`"]);
}

#[test]
fn reset_brings_back_the_starter_and_keeps_what_stood_there() {
    let book = Book::new();
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
    book.add_body("    a * b // my work");
    let answer = said(&book, &["reset", "add"]);
    answer
        .exits(0)
        .is_calm()
        .says("exercises/01_one/add.rs is the starter again.");
    let kept = answer
        .stdout
        .lines()
        .nth(1)
        .and_then(|line| line.strip_prefix("Your version is kept in "));
    let kept = kept.unwrap_or_else(|| panic!("no backup is named by {answer}"));
    assert_eq!(book.read("exercises/01_one/add.rs"), STARTER);
    assert!(
        book.read(kept).contains("a * b // my work"),
        "{kept} is not the backup"
    );
}

#[test]
fn two_resets_in_one_second_keep_both_versions() {
    let book = Book::new();
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
    for n in 0..3 {
        book.add_body(&format!("    a * {n} * b"));
        said(&book, &["reset", "add"])
            .exits(0)
            .is_calm()
            .says("Your version is kept in .workbook/backups/add-");
    }
    let backups = std::fs::read_dir(book.path(".workbook/backups")).expect("there are backups");
    let mut kept: Vec<String> = backups
        .map(|entry| {
            std::fs::read_to_string(entry.expect("an entry").path()).expect("a backup is text")
        })
        .collect();
    kept.sort();
    kept.dedup();
    assert_eq!(kept.len(), 3, "{kept:?}");
}

#[test]
fn reset_of_an_untouched_or_a_missing_file_makes_no_backup() {
    let book = Book::new();
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
    said(&book, &["reset", "add"])
        .exits(0)
        .is_calm()
        .never_says("kept");
    std::fs::remove_file(book.path("exercises/01_one/add.rs")).expect("the file can be removed");
    said(&book, &["reset", "add"])
        .exits(0)
        .is_calm()
        .never_says("kept");
    assert_eq!(book.read("exercises/01_one/add.rs"), STARTER);
    assert!(
        !book.path(".workbook/backups").exists(),
        "a backup of nothing was made"
    );
    said(&book, &["reset"]).fails(2, &["required arguments were not provided", "<NAME>"]);
}

#[test]
fn solution_is_for_those_who_solved_it_or_insist() {
    let book = Book::new();
    said(&book, &["solution", "add"]).fails(
        1,
        &[
            "`add` is not solved yet",
            "exercises/01_one/add.rs",
            "`workbook hint add`",
            "`--force`",
        ],
    );
    said(&book, &["solution", "add", "--force"])
        .exits(0)
        .prints(SOLVED)
        .warns("warning: not solved yet");
    book.write("exercises/01_one/add.rs", SOLVED);
    said(&book, &["run", "add"]).is_solved();
    said(&book, &["solution", "add"])
        .exits(0)
        .is_calm()
        .prints(SOLVED);
}

#[test]
fn solution_in_a_workbook_without_solutions_says_so() {
    let book = Book::new();
    std::fs::remove_dir_all(book.path("solutions")).expect("the solutions can be removed");
    said(&book, &["solution", "add", "--force"]).fails(
        2,
        &[
            "the solution of `add` cannot be shown: the file is missing",
            "solutions/01_one/add.rs",
        ],
    );
}
