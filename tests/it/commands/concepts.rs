//! `concept --json` and `explain`.

use super::said;
use crate::said::Said;
use crate::support::Book;

#[test]
fn the_cards_are_listed_as_json() {
    let book = Book::new();
    let rows = said(&book, &["concept", "--json"]);
    rows.exits(0).is_calm();
    assert_eq!(
        rows.json(),
        serde_json::json!([{
            "slug": "sums",
            "title": "Sums",
            "topic": "numbers",
            "path": "concepts/numbers/sums.md",
            "see_also": [],
            "sources": ["Peano, Arithmetices principia"],
            "exercises": ["add", "sub"],
        }])
    );
    let card = said(&book, &["concept", "su", "--json"]);
    card.exits(0).is_calm();
    assert_eq!(
        card.json()["body"],
        "\n## In one breath\nA sum is what `+` gives.\n"
    );
}

#[test]
fn without_cards_there_is_nothing_to_list() {
    let book = Book::new();
    std::fs::remove_dir_all(book.path("concepts")).expect("the cards can be removed");
    let rows = said(&book, &["concept", "--json"]);
    rows.exits(4).is_calm().prints("[]\n");
}

#[test]
fn a_solved_exercise_is_marked_on_its_card() {
    let book = Book::solved();
    said(&book, &["run", "sub"]).is_solved();
    said(&book, &["concept", "sums"])
        .exits(0)
        .is_calm()
        .says("- Add two numbers (`add`)\n- Subtract (`sub`, solved)\n");
}

#[test]
fn explain_says_what_the_compiler_says() {
    let book = Book::new();
    for code in ["E0382", "e382", "error[E0382]"] {
        said(&book, &["explain", code])
            .exits(0)
            .is_calm()
            .says("error[E0382]   what rustc says of it\n\nA variable was used after its contents have been moved elsewhere.\n")
            .says("    let y = x;\n");
    }
    assert!(
        !book.path(".workbook").exists(),
        "reading leaves nothing behind"
    );
}

#[test]
fn explain_works_outside_of_a_workbook() {
    let book = Book::empty();
    said(&book, &["explain", "E0499"])
        .exits(0)
        .is_calm()
        .says("error[E0499]");
    assert_eq!(
        std::fs::read_dir(book.root()).expect("it is there").count(),
        0
    );
}

#[test]
fn explain_says_how_codes_look() {
    let book = Book::new();
    said(&book, &["explain", "E9999"]).fails(
        2,
        &[
            "error: this compiler explains no error `E9999`",
            "= note: rustc 1.",
            "= help: codes look like `E0382`",
        ],
    );
    said(&book, &["explain", "borrow"]).fails(
        2,
        &[
            "error: `borrow` is no error code",
            "codes look like `E0382`",
        ],
    );
    said(&book, &["explain", "clippy::needless_return"])
        .fails(2, &["is no error code", "index.html#needless_return"]);
}

#[test]
fn explain_without_a_compiler_says_how_to_get_one() {
    let book = Book::new();
    let mut command = book.command(&["explain", "E0382"]);
    command.env("PATH", book.root());
    Said::by(&mut command).fails(3, &["there is no `rustc`", "https://rustup.rs"]);
}
