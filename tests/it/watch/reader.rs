//! The reader in a terminal: each of its keys and the way back, in the loop and by itself.

use super::{ADD, SOLVED_SAYS, STARTER_SAYS};
use crate::support::pty::Session;
use crate::support::{Book, SOLVED};

const ESCAPE: &str = "\x1b";
const ENTER: &str = "\r";
const TAB: &str = "\t";
const BACK_TAB: &str = "\x1b[Z";
const BACKSPACE: &str = "\x7f";
const LEFT: &str = "\x1b[D";
const RIGHT: &str = "\x1b[C";
const DOWN: &str = "\x1b[B";
const END: &str = "\x1b[F";

/// A workbook whose first exercise has two cards, of which the first is long and leads to the second.
fn book() -> Book {
    let book = Book::new();
    let lines: Vec<String> = (1..60)
        .map(|number| format!("- Number {number} is a sum."))
        .collect();
    let lines = lines.join("\n");
    book.write(
        "concepts/numbers/sums.md",
        &format!(
            "+++\ntitle = \"Sums\"\ntopic = \"numbers\"\nsee_also = [\"signs\", \"products\"]\n+++\n\n## In one breath\nA sum has a [sign](signs.md), a product\ntoo.\n\n{lines}\n"
        ),
    );
    book.write(
        "concepts/numbers/signs.md",
        "+++\ntitle = \"Signs\"\ntopic = \"numbers\"\n+++\n\n## In one breath\nBelow zero it is a minus.\n\n```rust\nlet sign = -1; // or 1\n```\n",
    );
    book.edit(
        "info.toml",
        "concepts = [\"sums\"]",
        "concepts = [\"sums\"]\nsee_also = [\"signs\"]",
    );
    book
}

fn reading(book: &Book) -> Session {
    let session = Session::open(book, &["watch"], (80, 24), &[]);
    session.await_text(STARTER_SAYS);
    session.key('c');
    session.await_text("Sums   numbers");
    session
}

#[test]
fn links_are_selected_followed_and_left_again() {
    let book = book();
    let session = reading(&book);
    let screen = session.await_text("card 1 of 2");
    assert!(
        screen.contains("A sum has a [sign], a product too."),
        "{screen}"
    );
    for follow in [ENTER, RIGHT] {
        session.type_text(TAB);
        let screen = session.await_text("link 1 of 4");
        assert!(screen.contains("> A sum has a >sign<"), "{screen}");
        session.type_text(follow);
        let screen = session.await_text("Signs   numbers");
        assert!(screen.contains("let sign = -1; // or 1"), "{screen}");
        assert!(screen.contains("Backspace back"), "{screen}");
        let back = if follow == ENTER { BACKSPACE } else { LEFT };
        session.type_text(back);
        session.await_text(">sign<");
        session.type_text(DOWN);
        session.type_text(DOWN);
        session.type_text(DOWN);
        session.type_text(DOWN);
        session.await_gone("link 1 of 4");
        session.type_text("g");
        session.await_text("[sign]");
    }
    // Round the other way; the card that is not written is no link.
    session.type_text(BACK_TAB);
    session.type_text(END);
    let screen = session.await_text("See also: [signs], products");
    assert!(screen.contains("100%"), "{screen}");
    session.type_text(BACKSPACE);
    session.await_text(STARTER_SAYS);
}

#[test]
fn the_exercises_that_practice_a_card_can_be_gone_to() {
    let book = book();
    let session = reading(&book);
    session.type_text(END);
    session.await_text("Practiced in");
    session.type_text(TAB);
    session.await_text(">signs<");
    session.type_text(TAB);
    session.await_text(">Add two numbers<");
    session.type_text(TAB);
    session.await_text(">Subtract<");
    session.type_text(ENTER);
    let screen = session.await_text(STARTER_SAYS);
    assert!(screen.starts_with("Subtract"), "{screen}");
}

#[test]
fn words_are_looked_for_on_the_page() {
    let book = book();
    let session = reading(&book);
    session.type_text("/number 5");
    session.await_text("/number 5_   11 found");
    session.type_text(ENTER);
    let screen = session.await_text("\"number 5\" 1 of 11");
    assert!(screen.contains("> - Number 5 is a sum."), "{screen}");
    session.key('n');
    session.await_text("> - Number 50 is a sum.");
    session.key('N');
    session.await_text("> - Number 5 is a sum.");
    session.key('N');
    session.await_text("> - Number 59 is a sum.");
    // Escape ends the search, not the reading.
    session.type_text(ESCAPE);
    session.await_gone("of 11");
    session.type_text("/zebra");
    session.await_text("/zebra_   not on this page");
    session.type_text(ENTER);
    session.await_text("`zebra` is not on this page.");
    session.type_text("/qx");
    session.await_text("/qx_");
    session.type_text(BACKSPACE);
    session.await_text("/q_");
    session.type_text(ESCAPE);
    session.await_text("/ search");
    session.key('n');
    session.await_text("Nothing is looked for");
    session.type_text(ESCAPE);
    session.await_text(STARTER_SAYS);
}

#[test]
fn the_card_key_turns_to_the_next_card_and_backspace_back() {
    let book = book();
    let session = reading(&book);
    session.key('c');
    session.await_text("card 2 of 2");
    session.type_text(BACKSPACE);
    session.await_text("card 1 of 2");
    session.key('c');
    session.await_text("Signs   numbers");
    session.key('q');
    session.await_text(STARTER_SAYS);
}

#[test]
fn an_error_is_explained_and_the_page_leads_back() {
    let book = Book::new();
    book.add_body(
        "    let words = String::new();\n    drop(words);\n    words.len() as i32 + \"a\"",
    );
    let session = Session::start(&book, &["watch"]);
    let screen = session.await_text("it does not compile");
    assert!(screen.contains("E explain"), "{screen}");
    session.key('E');
    let first = session.await_text("what rustc says of it");
    session.key('q');
    session.await_text("it does not compile");
    book.write(ADD, SOLVED);
    let screen = session.await_text(SOLVED_SAYS);
    assert!(!screen.contains("E explain"), "{screen}");
    session.key('E');
    session.await_text("There is no error code on the screen.");
    assert!(first.starts_with("error[E0"), "{first}");
}

#[test]
fn a_save_brings_the_verdict_back() {
    let book = book();
    let session = reading(&book);
    session.type_text("/sum");
    session.await_text("/sum_");
    book.write(ADD, SOLVED);
    session.await_text(SOLVED_SAYS);
}

#[test]
fn a_solution_shows_its_code_first() {
    let book = Book::solved();
    let session = Session::start(&book, &["watch"]);
    session.await_text(SOLVED_SAYS);
    session.key('s');
    let screen = session.await_text("   the reference solution");
    let code = screen.find("    a + b").expect("the code is shown");
    let words = screen
        .find("  Add two numbers.")
        .expect("the words are shown");
    assert!(code < words, "{screen}");
    assert!(!screen.contains("mod tests"), "{screen}");
    session.type_text(BACKSPACE);
    session.await_text(SOLVED_SAYS);
}

#[test]
fn the_cards_can_be_read_without_the_loop() {
    let book = book();
    let mut session = Session::open(&book, &["concept"], (80, 24), &[]);
    let screen = session.await_text("Concepts   2 cards");
    assert!(screen.contains("[sums]   Sums"), "{screen}");
    session.type_text(TAB);
    session.await_text(">signs<");
    session.type_text(TAB);
    session.await_text(">sums<");
    session.type_text(ENTER);
    session.await_text("Sums   numbers");
    // There is no loop that could go to an exercise.
    session.type_text(END);
    session.await_text("  - Add two numbers (`add`)");
    session.key('c');
    session.await_text("This key does nothing here; `q` leaves.");
    session.resize(40, 12);
    session.await_screen("a narrow screen", |screen| {
        screen.lines().count() <= 12 && screen.contains("q leave")
    });
    session.type_text(BACKSPACE);
    session.await_text("Concepts   2 cards");
    session.key('q');
    session.end().assert_clean(0);
}

#[test]
fn whatever_ends_the_reading_gives_the_terminal_back() {
    let book = book();
    for args in [&["concept", "sums"][..], &["explain", "E0382"]] {
        let mut session = Session::start(&book, args);
        session.await_text("q back");
        session.type_text("\x03");
        session.end().assert_clean(130);
        let mut session = Session::start(&book, args);
        session.await_text("q back");
        session.signal(rustix::process::Signal::TERM);
        session.end().assert_clean(130);
        let mut session = Session::start(&book, args);
        session.await_text("q back");
        session.type_text(ESCAPE);
        session.end().assert_clean(0);
    }
}
