//! `workbook watch` as a learner lives with it: the real program in a terminal, files saved beside it.

mod editor;
mod ends;
mod json;
mod keys;
mod list;
mod plain;
mod reader;
mod saves;
mod screens;

use crate::support::Book;
use std::path::Path;

const ADD: &str = "exercises/01_one/add.rs";

/// The sentence on a starter.
const STARTER_SAYS: &str = "This is where you begin: the part that is still to be written.";

/// What a solved exercise says.
const SOLVED_SAYS: &str = "✓ solved, all 2 tests pass";

/// What `a - b` makes of the first test.
const WRONG_SAYS: &str = "  actual  -1";

/// A body of `add` that panics with a message, so that its verdict can be told from others.
fn panics(message: &str) -> String {
    format!("    panic!(\"{message}, {{a}} and {{b}}\")")
}

/// A body of `add` that notes each run of one test in a file, then panics with the same words. A test that fails is
/// heard alone after it failed beside the others; only then it is noted.
fn traced(trace: &Path, words: &str) -> String {
    let trace = trace.display();
    format!(
        "    use std::io::Write as _;
    if a == 2 && std::env::args().any(|arg| arg == \"--exact\") {{
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(\"{trace}\").unwrap();
        writeln!(file, \"{words}\").unwrap();
    }}
    panic!(\"{words}, {{b}}\")"
    )
}

/// A workbook whose `add` notes its process in `pid` once the test is alone, and never ends; nothing but us would stop
/// it.
fn hanging(wait: &str) -> Book {
    let book = Book::new();
    patient(&book);
    let pid = book.path("pid");
    let pid = pid.display();
    book.add_body(&format!(
        "    if a == 2 {{
        if std::env::args().any(|arg| arg == \"--exact\") {{
            std::fs::write(\"{pid}\", format!(\"{{}}\\n\", std::process::id())).unwrap();
        }}
        loop {{
            {wait}
        }}
    }}
    a + b"
    ));
    book
}

/// Gives the tests of `add` ten minutes.
fn patient(book: &Book) {
    book.edit(
        "info.toml",
        "minutes = 5\n",
        "minutes = 5\ntimeout_seconds = 600\n",
    );
}

/// A loop that does not heat the machine.
const WAIT: &str = "std::thread::park();";

/// A loop as learners write it.
const SPIN: &str = "std::hint::spin_loop();";
