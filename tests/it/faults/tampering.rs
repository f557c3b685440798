//! Tests that were deleted, ignored, edited or switched off: said, and never solved.

use crate::commands::said;
use crate::said::Said;
use crate::support::{Book, SOLVED};

const ADD: &str = "exercises/01_one/add.rs";

/// The solution of `add`, with a change to its tests.
fn changed(from: &str, to: &str) -> Book {
    let book = Book::new();
    book.write(ADD, SOLVED);
    book.edit(ADD, from, to);
    book
}

#[track_caller]
fn is_told(book: &Book, parts: &[&str]) {
    said(book, &["run", "add"])
        .is_unsolved(parts)
        .never_says("✓ solved");
    said(book, &["check", "add"]).is_unsolved(&["✗ add", "0 of 1 exercise solved"]);
    assert_ne!(said(book, &["list", "--json"]).json()[0]["state"], "solved");
    let put_back = said(book, &["solution", "add"]);
    put_back.fails(1, &["`add` is not solved yet"]);
}

const NOT_OUR_OWN: &str = "! The tests are not the workbook's own:";

#[test]
fn a_deleted_test_is_named() {
    let test = "    #[test]\n    fn small_numbers_add_up() {\n        assert_eq!(add(2, 3), 5);\n    }\n\n";
    is_told(
        &changed(test, ""),
        &[
            NOT_OUR_OWN,
            "the test `small_numbers_add_up` was deleted",
            "workbook reset add",
        ],
    );
}

#[test]
fn a_test_under_another_name_is_a_deleted_one() {
    is_told(
        &changed("fn small_numbers_add_up", "fn small_numbers"),
        &["the test `small_numbers_add_up` was deleted"],
    );
}

#[test]
fn an_ignored_test_is_named() {
    for attribute in ["#[ignore]", "#[ignore = \"later\"]"] {
        let book = changed("#[test]", &format!("#[test]\n    {attribute}"));
        is_told(
            &book,
            &[
                NOT_OUR_OWN,
                "the test `small_numbers_add_up` is marked #[ignore]",
            ],
        );
    }
}

#[test]
fn an_edited_test_is_named() {
    is_told(
        &changed("add(2, 3), 5", "add(2, 3), 2 + 3"),
        &[NOT_OUR_OWN, "the test `small_numbers_add_up` was edited"],
    );
    is_told(
        &changed("#[test]", "#[test]\n    #[should_panic]"),
        &["the test `small_numbers_add_up` was edited"],
    );
    is_told(
        &changed(
            "    use super::*;",
            "    fn add(a: i32, b: i32) -> i32 { a + b }",
        ),
        &["code that the tests share was edited"],
    );
}

#[test]
fn without_any_test_nothing_is_solved() {
    let module = SOLVED
        .split_once("#[cfg(test)]")
        .expect("there are tests")
        .1;
    let book = changed(&format!("#[cfg(test)]{module}"), "");
    is_told(
        &book,
        &["✗ there is no test to pass", "the test module is gone"],
    );
}

#[test]
fn tests_that_are_switched_off_did_not_run() {
    for (from, to) in [
        ("#[cfg(test)]\nmod tests", "#[cfg(any())]\nmod tests"),
        (
            "//! Add two numbers.",
            "#![cfg(any())]\n//! Add two numbers.",
        ),
        ("    use super::*;", "    #![cfg(any())]\n    use super::*;"),
    ] {
        is_told(
            &changed(from, to),
            &[
                "0 of 2 tests pass",
                "It did not run: it is not in the compiled file.",
                "✗ negative numbers add up  (did not run)",
            ],
        );
    }
    is_told(
        &changed("#[test]", "#[cfg(any())]\n    #[test]"),
        &[
            "✗ small numbers add up   1 of 2 tests pass",
            "It did not run",
            "the test `small_numbers_add_up` was edited",
        ],
    );
}

#[test]
fn a_main_that_replaces_the_tests_proves_nothing() {
    let book = changed("//! Add two numbers.", "#![no_main]\n//! Add two numbers.");
    let answer = said(&book, &["run", "add"]);
    answer
        .never_says("✓ solved")
        .never_says("a bug in workbook");
    assert_ne!(answer.code, Some(0), "{answer}");
    book.write(
        ADD,
        "#![cfg_attr(test, feature(custom_test_frameworks))]\nfn main() {}\n",
    );
    said(&book, &["run", "add"])
        .never_says("✓ solved")
        .is_unsolved(&["error[E0554]"]);
}

#[test]
fn white_space_comments_and_tests_of_ones_own_are_fine() {
    for (from, to) in [
        (
            "        assert_eq!(add(2, 3), 5);",
            "        // five\n        assert_eq!( add(2, 3),\n 5 );",
        ),
        (
            "    #[test]\n",
            "    #[test]\n    fn of_my_own() {\n        assert_eq!(super::add(0, 0), 0);\n    }\n\n    #[test]\n",
        ),
    ] {
        said(&changed(from, to), &["run", "add"]).is_solved();
    }
    let book = changed(
        "    #[test]\n",
        "    #[test]\n    fn of_my_own() {\n        assert_eq!(super::add(0, 0), 1);\n    }\n\n    #[test]\n",
    );
    said(&book, &["run", "add"]).is_unsolved(&[
        "✗ of my own   2 of 3 tests pass",
        "exercises/01_one/add.rs:14",
    ]);
}

#[test]
fn tests_may_be_edited_where_that_is_the_task() {
    let book = changed("add(2, 3), 5", "add(2, 3), 2 + 3");
    book.edit(
        "info.toml",
        "name = \"add\"",
        "name = \"add\"\ntests = \"editable\"",
    );
    said(&book, &["run", "add"])
        .is_solved()
        .never_says(NOT_OUR_OWN);
}

#[test]
fn without_a_solution_the_tests_are_compared_with_the_starter() {
    let book = Book::new();
    std::fs::remove_dir_all(book.path("solutions")).expect("the solutions can be removed");
    said(&book, &["run", "add"])
        .is_unsolved(&["still to do"])
        .never_says(NOT_OUR_OWN);
    book.write(ADD, &SOLVED.replace("add(2, 3), 5", "add(2, 2), 4"));
    let answer = said(&book, &["run", "add"]);
    answer.is_unsolved(&[NOT_OUR_OWN, "the test `small_numbers_add_up` was edited"]);
    said(&book, &["reset", "add"])
        .exits(0)
        .is_calm()
        .says("Your version is kept in");
    book.write(ADD, SOLVED);
    said(&book, &["run", "add"]).is_solved();
}

#[test]
fn a_macro_that_hides_the_librarys_assertion_solves_nothing() {
    let book = Book::new();
    book.add_body("    a - b");
    let hide = "#[allow(unused_macros)]\nmacro_rules! assert_eq { ($($any:tt)*) => { let _ = add; } }\n\n/// The sum";
    book.edit(ADD, "/// The sum", hide);
    let answer: Said = said(&book, &["run", "add"]);
    answer.exits(1).is_calm().never_says("✓ solved");
}

#[test]
fn a_body_that_asks_who_compiles_it_is_judged_by_what_the_compiler_sees() {
    let book = Book::solved();
    for body in [
        "    if cfg!(clippy) { a + b } else { a - b }",
        "    #[cfg(clippy)]\n    return a + b;\n    #[cfg(not(clippy))]\n    return a - b;",
    ] {
        book.add_body(body);
        said(&book, &["check", "add"])
            .exits(1)
            .says("of 2 tests pass");
    }
    book.write("exercises/01_one/aside.rs", "a + b");
    book.add_body("    include!(\"aside.rs\")");
    said(&book, &["check", "add"]).exits(0);
}

#[test]
fn a_lint_that_clippy_denies_by_itself_does_not_hide_that_the_tests_pass() {
    let book = Book::solved();
    book.add_body("    if a == a { a + b } else { b }");
    said(&book, &["check", "add"])
        .exits(0)
        .says("solved, 2 tests pass");
}

#[test]
fn what_a_grader_would_refuse_is_told_and_changes_nothing_at_home() {
    let book = Book::new();
    book.add_body("let both = [a, b];\n    unsafe { *both.as_ptr() + b }");
    said(&book, &["run", "add"])
        .is_solved()
        .says("warning: `unsafe` is refused where this is graded")
        .says("exercises/01_one/add.rs:6")
        .says("`unsafe` code could do anything to the tests around it");
    book.add_body("a + b // unsafe");
    said(&book, &["run", "add"])
        .is_solved()
        .never_says("is refused");
}
