//! A copy that an older program wrote, whose tests are not those of the solution that this one brings along.

use super::{EXERCISE, SOLUTION, copy, original, said};
use crate::support::Book;

const TEST: &str = "    #[test]\n    fn two_empty_inputs_give_an_empty_result";

/// A text as it was in an older edition: its first test had another name.
fn older(text: &str) -> String {
    assert!(text.contains(TEST), "{text}");
    text.replace(
        "two_empty_inputs_give_an_empty_result",
        "nothing_and_nothing_is_nothing",
    )
}

fn older_copy() -> Book {
    let book = copy();
    book.write(EXERCISE, &older(&original(EXERCISE)));
    book.write(
        ".workbook/starters/03_algorithms/merge_sorted.rs",
        &older(&original(EXERCISE)),
    );
    book
}

#[test]
fn nobody_is_accused_of_tests_that_only_a_newer_program_has() {
    let book = older_copy();
    book.write(EXERCISE, &older(&original(SOLUTION)));
    said(&book, &["run", "merge_sorted"]).is_solved();
}

#[test]
fn the_tests_it_was_shipped_with_count_all_the_same() {
    let book = older_copy();
    book.write(
        EXERCISE,
        &older(&original(SOLUTION)).replacen("#[test]", "#[test]\n    #[ignore]", 1),
    );
    said(&book, &["run", "merge_sorted"])
        .exits(1)
        .never_says("solved, all");
}

#[test]
fn a_reset_brings_back_the_starter_of_its_own_edition() {
    let book = older_copy();
    book.write(EXERCISE, "// mine");
    said(&book, &["reset", "merge_sorted"]).exits(0).is_calm();
    assert_eq!(book.read(EXERCISE), older(&original(EXERCISE)));
}
