//! The `Cargo.toml` beside `info.toml`: what of it counts, and what is said when it is wrong.

use super::{HELLO_RS, book, said};
use crate::support::Book;

#[test]
fn a_package_that_cannot_be_understood_is_a_broken_workbook() {
    for (from, to, parts) in [
        (
            "unsafe_code = \"forbid\"",
            "unsafe_code = \"forbidden\"",
            [
                "error: `forbidden` is no level of a lint",
                "--> Cargo.toml:18:15",
            ],
        ),
        (
            "todo = \"forbid\"",
            "todo = { priority = 1 }",
            ["error: `level` is missing here", "--> Cargo.toml:22:8"],
        ),
        ("[package]", "[package", ["error: ", "--> Cargo.toml:9:"]),
    ] {
        let book = book();
        book.edit("Cargo.toml", from, to);
        for args in [["check"].as_slice(), &["run", "hello"], &["verify"]] {
            said(&book, args).fails(2, &parts);
        }
    }
}

#[test]
fn every_mistake_is_told_in_one_run() {
    let book = book();
    book.edit("Cargo.toml", "todo = \"forbid\"", "todo = \"never\"");
    book.edit("Cargo.toml", "edition = \"2024\"", "edition = \"2023\"");
    said(&book, &["check"]).fails(
        2,
        &[
            "`edition` is `2023`\n  --> Cargo.toml:11:11",
            "`never` is no level of a lint\n  --> Cargo.toml:22:8",
        ],
    );
}

#[test]
fn a_workbook_without_a_package_works() {
    let book = book();
    std::fs::remove_file(book.path("Cargo.toml")).expect("it is there");
    said(&book, &["run", "hello"]).is_solved();
    said(&book, &["verify"]).exits(0).is_calm();
}

#[test]
fn a_package_beside_a_workbook_of_our_own_format_is_not_read() {
    let book = Book::solved();
    book.write("Cargo.toml", "[package\n");
    said(&book, &["check"]).exits(0).is_calm();
}

#[test]
fn the_edition_is_that_of_the_package() {
    let book = book();
    book.write(
        HELLO_RS,
        "fn main() {\n    let gen = 1;\n    println!(\"{gen}\");\n}\n",
    );
    said(&book, &["run", "hello"]).is_unsolved(&["✗ it does not compile", "`gen`"]);
    book.edit("Cargo.toml", "edition = \"2024\"", "edition = \"2021\"");
    said(&book, &["run", "hello"])
        .is_solved()
        .says("printed\n  1\n");
}

#[test]
fn a_bin_list_that_disagrees_is_told_by_verify_alone() {
    for (from, to, expected) in [
        (
            "exercises/tidy.rs",
            "exercises/02_more/tidy.rs",
            "error: the path of `tidy` is not its file\n  --> Cargo.toml:6:27\n   = help: write \"exercises/tidy.rs\"\n",
        ),
        (
            "  { name = \"sum\", path = \"exercises/01_sums/sum.rs\" },\n",
            "",
            "error: the `bin` list has no `sum`\n  --> Cargo.toml:5:3\n   = help: add `{ name = \"sum\", path = \"exercises/01_sums/sum.rs\" }`\n",
        ),
        (
            "name = \"tidy\", path = \"exercises/tidy.rs\"",
            "name = \"tiddy\", path = \"exercises/tidy.rs\"",
            "error: `tiddy` in the `bin` list is no exercise of info.toml\n  --> Cargo.toml:6:3\n   = help: did you mean `tidy`?\n",
        ),
    ] {
        let book = book();
        book.edit("Cargo.toml", from, to);
        said(&book, &["verify"]).exits(1).is_calm().says(expected);
        said(&book, &["check", "hello"]).exits(0).is_calm();
        said(&book, &["list"]).exits(0).is_calm();
    }
}
