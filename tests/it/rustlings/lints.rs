//! `[lints]` of the `Cargo.toml` beside `info.toml`.

use super::{HELLO_RS, book, said, with_main};

const UNSAFE: &str =
    "fn main() {\n    let x = 5;\n    println!(\"{}\", unsafe { *(&raw const x) });\n}\n";
const TODO: &str = "fn later() {\n    todo!()\n}\n\nfn main() {\n    println!(\"soon\");\n}\n";
const UNUSED: &str = "fn unused() {}\n\nfn main() {}\n";

#[test]
fn a_lint_that_the_compiler_is_told_to_forbid_is_an_error() {
    let book = book();
    book.write(HELLO_RS, UNSAFE);
    said(&book, &["run", "hello"])
        .is_unsolved(&["✗ it does not compile", "usage of an `unsafe` block"]);
    book.edit("Cargo.toml", "unsafe_code = \"forbid\"\n", "");
    said(&book, &["run", "hello"]).is_solved().says("  5\n");
}

#[test]
fn a_lint_that_clippy_is_told_to_forbid_blocks_where_nothing_else_does() {
    let book = book();
    book.write(HELLO_RS, TODO);
    said(&book, &["run", "hello"]).is_unsolved(&[
        "! it runs; this workbook denies what follows",
        "error: `todo` should not be present in production code",
        "printed\n  soon",
    ]);
    said(&book, &["check", "hello"])
        .is_unsolved(&["✗ hello  1 denied lint to mend", "0 of 1 exercise solved"]);
    let book = with_main("fn later() {\n    todo!()\n}\n\nfn main() {}");
    said(&book, &["run", "sum"])
        .is_unsolved(&["! all tests pass; this workbook denies what follows"]);
}

#[test]
fn a_lint_that_is_allowed_is_not_told() {
    let book = book();
    book.write(HELLO_RS, UNUSED);
    said(&book, &["run", "hello"])
        .is_solved()
        .never_says("unused");
    book.edit("Cargo.toml", "dead_code = \"allow\"\n", "");
    said(&book, &["run", "hello"])
        .is_solved()
        .says("function `unused` is never used");
}

#[test]
fn a_later_priority_overrides_an_earlier_one() {
    let book = book();
    book.write(HELLO_RS, TODO);
    book.edit(
        "Cargo.toml",
        "todo = \"forbid\"",
        "restriction = { level = \"deny\", priority = -1 }\ntodo = \"allow\"\nprint_stdout = \"allow\"\nblanket_clippy_restriction_lints = \"allow\"\nmissing_docs_in_private_items = \"allow\"",
    );
    said(&book, &["run", "hello"]).never_says("should not be present in production code");
}

#[test]
fn what_clippy_denies_by_itself_blocks_too() {
    let book = with_main("fn main() {\n    let x = add(1, 1);\n    println!(\"{}\", x == x);\n}");
    said(&book, &["run", "sum"]).is_unsolved(&[
        "! all tests pass; this workbook denies what follows",
        "equal expressions as operands",
    ]);
}

#[test]
fn a_verdict_reached_under_other_lints_is_not_believed() {
    let book = book();
    book.write(HELLO_RS, TODO);
    said(&book, &["check", "hello"]).exits(1).is_calm();
    book.edit("Cargo.toml", "todo = \"forbid\"", "todo = \"allow\"");
    said(&book, &["check", "hello"]).exits(0).is_calm();
    book.edit("Cargo.toml", "todo = \"allow\"", "todo = \"deny\"");
    said(&book, &["check", "hello"]).exits(1).is_calm();
}
