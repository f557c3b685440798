//! Every command as a user types it: what it prints, what it says to standard error, how it exits.

use crate::support::Book;
use predicates::prelude::*;

#[test]
fn run_says_what_is_missing() {
    let book = Book::new();
    book.command(&["run", "add"])
        .assert()
        .code(1)
        .stdout(predicate::str::contains("small numbers add up"))
        .stderr("");
}
