//! `search`: what it finds, in which order, and what it says when there is nothing.

use super::said;
use crate::support::{Book, STARTER};

/// A workbook with a second card, which tells of sums in its text only.
fn book() -> Book {
    let book = Book::new();
    book.write(
        "concepts/numbers/differences.md",
        "+++\ntitle = \"Differences\"\ntopic = \"numbers\"\n+++\n\n## In one breath\nThe opposite of a [sum](sums.md) of two numbers.\n",
    );
    book
}

#[test]
fn what_holds_all_words_is_found_best_first_with_its_line() {
    said(&book(), &["search", "SUM"]).exits(0).is_calm().prints(
        "Sums   workbook concept sums
  9: A sum is what `+` gives.
Add two numbers   workbook watch add
Subtract   workbook watch sub
Differences   workbook concept differences
  7: The opposite of a sum of two numbers.
",
    );
    said(&book(), &["search", "two", "num"])
        .exits(0)
        .is_calm()
        .says("Add two numbers   workbook watch add\n")
        .says("Subtract   workbook watch sub\n  1: Subtract two numbers.\n")
        .says("workbook concept differences\n  7: ")
        .never_says("concept sums");
}

#[test]
fn what_was_found_is_told_as_json() {
    let found = said(&book(), &["search", "opposite", "--json"]);
    found.exits(0).is_calm();
    assert_eq!(
        found.json(),
        serde_json::json!([{
            "kind": "card",
            "name": "differences",
            "title": "Differences",
            "path": "concepts/numbers/differences.md",
            "line": 7,
            "text": "The opposite of a [sum](sums.md) of two numbers.",
        }])
    );
    said(&book(), &["search", "zebra", "--json"])
        .exits(4)
        .is_calm()
        .prints("[]\n");
}

#[test]
fn nothing_found_is_said_and_what_may_have_been_meant() {
    said(&book(), &["search", "zebra"]).exits(4).is_calm().prints(
        "No exercise and no card holds all of these words.\nFewer words, or only their beginnings, find more.\n",
    );
    said(&book(), &["search", "two", "subtrcat"])
        .exits(4)
        .is_calm()
        .says("Did you mean workbook search two subtract?\n");
    said(&book(), &["search", "--", "--"]).fails(2, &["there is no word to look for"]);
    said(&book(), &["search"]).fails(2, &["<WORDS>"]);
}

#[test]
fn the_answer_is_not_searched() {
    let book = book();
    book.write(
        "exercises/01_one/add.rs",
        &STARTER.replace("todo!()", "let zebra = a; zebra + b"),
    );
    // Nor are the hints.
    for word in ["zebra", "operator"] {
        said(&book, &["search", word]).exits(4).is_calm();
    }
}

#[test]
fn the_ten_best_are_shown_unless_all_are_wanted() {
    let book = Book::new();
    for number in 0..11 {
        book.write(
            &format!("concepts/numbers/zebra-{number}.md"),
            &format!("+++\ntitle = \"Zebra {number}\"\ntopic = \"numbers\"\n+++\n"),
        );
    }
    said(&book, &["search", "zebra"])
        .exits(0)
        .is_calm()
        .says("\n1 more; `--all` shows them, another word narrows them down\n")
        .never_says("Zebra 9");
    said(&book, &["search", "zebra", "--all"])
        .exits(0)
        .is_calm()
        .says("Zebra 9")
        .never_says("--all");
}

#[test]
fn a_card_that_cannot_be_read_keeps_no_other_from_being_found() {
    let book = book();
    book.write("concepts/numbers/broken.md", "no head, but a sum");
    std::fs::write(book.path("concepts/numbers/binary.md"), [0xff, 0xfe]).expect("write");
    said(&book, &["search", "opposite"])
        .exits(0)
        .is_calm()
        .says("Differences");
}
