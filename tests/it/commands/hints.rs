//! Hints: the ladder step by step, the hint that answers the failure first, and how they are counted.

use super::said;
use crate::support::Book;

/// Solves `add` for numbers above zero only.
const HALF: &str = "    if b < 0 { 0 } else { a + b }";

#[test]
fn hints_come_step_by_step_and_are_counted() {
    let book = Book::new();
    said(&book, &["hint", "add"]).exits(0).is_calm().prints(
        "Add two numbers

hint 1 of 2
Which operator adds?

1 more hint left.
The idea behind it: workbook concept sums
",
    );
    said(&book, &["hint", "add"]).exits(0).is_calm().prints(
        "Add two numbers

hint 2 of 2
It is `+`.

These are all the hints there are for now.
The last step is the solution: workbook solution add --force
The idea behind it: workbook concept sums
",
    );
    let rows = said(&book, &["list", "--json"]).json();
    assert_eq!(
        (&rows[0]["hints"], &rows[0]["state"]),
        (&2.into(), &"new".into())
    );
}

#[test]
fn when_all_are_shown_they_come_again_with_the_numbers_they_had() {
    let book = Book::new();
    for _ in 0..2 {
        said(&book, &["hint", "add"]).exits(0).is_calm();
    }
    let again = said(&book, &["hint", "add"]);
    again
        .exits(0)
        .is_calm()
        .says("These are all the hints there are for now.")
        .never_says("Mind the sign.");
    for (number, text) in [(1, "Which operator adds?"), (2, "It is `+`.")] {
        again.says(&format!("hint {number} of 2\n{text}\n"));
    }
}

#[test]
fn the_last_step_leads_to_the_solution() {
    let book = Book::solved();
    said(&book, &["hint", "add"])
        .exits(0)
        .never_says("The last step");
    said(&book, &["hint", "add"])
        .exits(0)
        .is_calm()
        .says("The last step is the solution: workbook solution add --force\n");
    said(&book, &["solution", "add", "--force"])
        .exits(0)
        .says("a + b");
    said(&book, &["run", "add"]).is_solved();
    said(&book, &["hint", "add"])
        .exits(0)
        .is_calm()
        .says("The last step is the solution: workbook solution add\n");
}

#[test]
fn the_hint_that_answers_the_failure_comes_first() {
    let book = Book::new();
    book.add_body(HALF);
    said(&book, &["run", "add"]).is_unsolved(&["1 of 2 tests pass"]);
    said(&book, &["hint", "add"])
        .exits(0)
        .is_calm()
        .says("hint on the test \"negative numbers add up\"\nMind the sign.\n")
        .says("2 more hints left.");
    said(&book, &["hint", "add"])
        .exits(0)
        .is_calm()
        .says("hint 1 of 2\nWhich operator adds?\n")
        .says("1 more hint left.");
}

#[test]
fn a_hint_for_a_failure_is_not_shown_for_another_one() {
    let book = Book::new();
    // Here the first test fails too, and it comes first.
    said(&book, &["run", "add"]).is_unsolved(&["0 of 2 tests pass"]);
    for _ in 0..3 {
        said(&book, &["hint", "add"])
            .exits(0)
            .is_calm()
            .never_says("Mind the sign.");
    }
    // What was checked is not what the file holds now.
    let book = Book::new();
    book.add_body(HALF);
    said(&book, &["run", "add"]).is_unsolved(&["1 of 2 tests pass"]);
    book.add_body("    a - b");
    said(&book, &["hint", "add"])
        .exits(0)
        .is_calm()
        .says("Which operator adds?")
        .never_says("Mind the sign.");
}

#[test]
fn a_hint_for_a_compiler_error_comes_first_after_that_error() {
    let book = Book::new();
    book.edit(
        "info.toml",
        "{ test = \"negative_numbers_add_up\" }",
        "{ error = \"E0308\" }",
    );
    book.add_body("    \"five\"");
    said(&book, &["run", "add"]).is_unsolved(&["error[E0308]: mismatched types"]);
    said(&book, &["hint", "add"])
        .exits(0)
        .is_calm()
        .says("hint on the error E0308\nMind the sign.\n");
}

#[test]
fn a_hint_for_tests_that_do_not_end_comes_first_after_one_did_not() {
    let book = Book::new();
    book.edit(
        "info.toml",
        "{ test = \"negative_numbers_add_up\" }",
        "\"timeout\"",
    );
    book.edit(
        "info.toml",
        "name = \"add\"",
        "name = \"add\"\ntimeout_seconds = 1",
    );
    book.add_body("    loop { std::hint::black_box(a + b); }");
    said(&book, &["run", "add"]).is_unsolved(&["It did not end within 1 s"]);
    said(&book, &["hint", "add"])
        .exits(0)
        .is_calm()
        .says("hint on tests that do not end\nMind the sign.\n");
}

#[test]
fn all_hints_can_be_read_at_once_in_the_order_of_the_ladder() {
    let book = Book::new();
    said(&book, &["hint", "add", "--all"])
        .exits(0)
        .is_calm()
        .prints(
            "Add two numbers

hint 1 of 2
Which operator adds?

hint 2 of 2
It is `+`.

hint on the test \"negative numbers add up\"
Mind the sign.
",
        );
    let rows = said(&book, &["list", "--json"]).json();
    assert_eq!(
        (&rows[0]["hints"], &rows[1]["hints"]),
        (&3.into(), &0.into())
    );
}

#[test]
fn an_exercise_without_hints_says_so() {
    let book = Book::new();
    book.edit(
        "info.toml",
        "[[exercises.hints]]\ntext = \"Which operator subtracts?\"\n",
        "",
    );
    for args in [&["hint", "sub"][..], &["hint", "sub", "--all"]] {
        said(&book, args)
            .exits(4)
            .is_calm()
            .prints("Subtract\n\nThis exercise has no hints.\n");
    }
}
