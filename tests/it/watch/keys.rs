//! Each key: what it shows, and the way back; also while a test hangs.

use super::{ADD, SOLVED_SAYS, STARTER_SAYS, WAIT, hanging, panics, patient, traced};
use crate::support::pty::{Session, await_death, await_pid, await_some};
use crate::support::{Book, SOLVED, STARTER};

const ESCAPE: &str = "\x1b";
const ENTER: &str = "\r";
const UP: &str = "\x1b[A";
const DOWN: &str = "\x1b[B";
const PAGE_UP: &str = "\x1b[5~";
const PAGE_DOWN: &str = "\x1b[6~";
const HOME: &str = "\x1b[H";
const END: &str = "\x1b[F";

fn begun() -> (Book, Session) {
    let book = Book::new();
    let session = Session::start(&book, &["watch"]);
    session.await_text(STARTER_SAYS);
    (book, session)
}

/// Keys, what they show, the keys that lead back.
const PAGES: [(&str, &[&str], &str); 10] = [
    (
        "h",
        &[
            "hint 1 of 2\nWhich operator adds?",
            "1 more hint left.",
            "h next hint",
        ],
        "q",
    ),
    (
        "h",
        &["hint 2 of 2\nIt is `+`.\n\nhint 1 of 2\nWhich operator"],
        ESCAPE,
    ),
    (
        "h",
        &[
            "hint 2 of 2",
            "The last step is the solution: workbook solution add --force",
            "No more hints. The card behind it (`c`) may help.",
        ],
        ENTER,
    ),
    (
        "c",
        &["Sums   numbers", "A sum is what `+` gives.", "card 1 of 1"],
        "q",
    ),
    ("cc", &["A sum is what `+` gives.", "/ search"], ENTER),
    (
        "l",
        &[
            "state   exercise",
            "level  min  tries",
            "/ search  f filter",
        ],
        "q",
    ),
    (
        "l",
        &[">* ", "add       Add two numbers", "sub       Subtract"],
        ESCAPE,
    ),
    (
        "x",
        &["Reset \"Add two numbers\" to its starter?", "y reset"],
        "n",
    ),
    (
        "?",
        &["Keys", "the concept card; again for the next card"],
        "q",
    ),
    ("?x", &["Reset \"Add two numbers\" to its starter?"], ESCAPE),
];

fn each_page_leads_back_to(session: &Session, verdict: &str) {
    for (keys, shown, back) in PAGES {
        session.type_text(keys);
        let screen = session.await_screen(&format!("{keys:?} to show {shown:?}"), |screen| {
            shown.iter().all(|text| screen.contains(text))
        });
        assert!(!body(&screen).contains(verdict), "{screen}");
        session.type_text(back);
        session.await_screen(&format!("{back:?} to lead back from {keys:?}"), |screen| {
            body(screen).contains(verdict)
        });
    }
}

/// The screen without its foot, which tells what is running.
fn body(screen: &str) -> &str {
    screen.split_once("\n[").map_or(screen, |(body, _)| body)
}

#[test]
fn each_page_shows_its_text_and_leads_back() {
    let (book, session) = begun();
    book.add_body(&panics("not this way"));
    session.await_text("not this way, 2 and 3");
    each_page_leads_back_to(&session, "not this way, 2 and 3");
    assert!(!book.path(".workbook/backups").exists());
}

#[test]
fn each_page_opens_while_a_test_hangs() {
    let book = hanging(WAIT);
    let session = Session::start(&book, &["watch"]);
    let pid = await_pid(&book.path("pid"));
    session.await_text("testing");
    each_page_leads_back_to(&session, "testing");
    assert!(
        rustix::process::test_kill_process(pid).is_ok(),
        "no key ended the run"
    );
    // Away from the hanging exercise and back.
    session.key('n');
    let screen = session.await_text(STARTER_SAYS);
    assert!(screen.starts_with("Subtract"), "{screen}");
    await_death(pid);
    session.key('p');
    session.await_text("Add two numbers");
    session.await_text("testing");
}

#[test]
fn running_again_ends_the_run_that_hangs() {
    let book = hanging(WAIT);
    let session = Session::start(&book, &["watch"]);
    let pid = await_pid(&book.path("pid"));
    std::fs::remove_file(book.path("pid")).expect("remove");
    session.key('r');
    await_death(pid);
    let again = await_pid(&book.path("pid"));
    assert_ne!(again, pid);
    session.await_text("testing");
}

#[test]
fn the_test_that_hangs_is_named_while_it_hangs() {
    for (value, name) in [(-2, "negative numbers add up"), (2, "small numbers add up")] {
        let book = Book::new();
        patient(&book);
        book.add_body(&format!(
            "    while a == {value} {{\n        {WAIT}\n    }}\n    a + b"
        ));
        let session = Session::start(&book, &["watch"]);
        session.await_text(&format!("testing 1/2: {name} ..."));
    }
}

#[test]
fn r_runs_the_tests_again() {
    let (book, session) = begun();
    let trace = book.path("trace");
    book.add_body(&traced(&trace, "run"));
    session.await_text("run, 3");
    session.key('r');
    await_some("a second run", || {
        (book.read("trace") == "run\nrun\n").then_some(())
    });
    session.await_text("run, 3");
}

#[test]
fn n_and_p_move_along_the_workbook() {
    let (book, session) = begun();
    session.key('p');
    session.await_text("This is the first exercise.");
    session.key('n');
    let screen = session.await_screen("the second exercise", |screen| {
        screen.starts_with("Subtract") && screen.contains(STARTER_SAYS)
    });
    assert!(screen.contains("exercises/01_one/sub.rs"), "{screen}");
    assert!(!screen.contains("first exercise"), "{screen}");
    assert!(book.read(".workbook/progress").contains("current sub\n"));
    session.key('n');
    session.await_text("This is the last exercise. `p` goes back, `l` lists them all.");
    session.key('p');
    session.await_screen("the first exercise", |screen| {
        screen.starts_with("Add two numbers")
    });
}

#[test]
fn n_goes_from_a_solved_exercise_to_one_that_is_not() {
    let book = Book::solved();
    book.write(ADD, STARTER);
    let session = Session::start(&book, &["watch", "sub"]);
    session.await_text(SOLVED_SAYS);
    session.key('n');
    let screen = session.await_text(STARTER_SAYS);
    assert!(screen.starts_with("Add two numbers"), "{screen}");
    book.write(ADD, SOLVED);
    let screen = session.await_text(SOLVED_SAYS);
    assert!(
        screen.contains("n shows the last page: every exercise is solved."),
        "{screen}"
    );
    session.key('n');
    session.await_text("All exercises are solved.");
    session.key('q');
    session.await_text(SOLVED_SAYS);
}

#[test]
fn a_reset_asks_first_and_says_where_the_copy_is() {
    let (book, session) = begun();
    book.add_body(&panics("not this way"));
    session.await_text("not this way, 2 and 3");
    session.key('x');
    session.await_text("Reset \"Add two numbers\" to its starter?");
    session.key('z');
    session.await_text("Nothing was reset.");
    session.await_text("not this way, 2 and 3");
    session.type_text("xy");
    let screen = session.await_text(STARTER_SAYS);
    assert_eq!(book.read(ADD), STARTER);
    let copies: Vec<_> = std::fs::read_dir(book.path(".workbook/backups"))
        .expect("there are copies")
        .map(|copy| {
            copy.expect("a copy")
                .file_name()
                .into_string()
                .expect("a plain name")
        })
        .collect();
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert!(
        book.read(&format!(".workbook/backups/{}", copies[0]))
            .contains("not this way")
    );
    // It stands there long enough to be read: until the next key or save.
    assert!(
        screen.contains("Reset. Your version is kept in"),
        "{screen}"
    );
    assert!(screen.contains(&copies[0]), "{screen}");

    session.key('u');
    session.await_text("not this way, 2 and 3");
    session.await_text("The reset of `add` is undone; `u` once more resets it again.");
    session.key('u');
    session.await_text(STARTER_SAYS);
    session.await_text("`add` is reset again; `u` once more brings your version back.");
    assert_eq!(book.read(ADD), STARTER);
}

#[test]
fn the_solution_opens_once_it_is_solved() {
    let (book, session) = begun();
    session.key('s');
    session.await_text("The solution opens once the exercise is solved.");
    book.write(ADD, SOLVED);
    session.await_text(SOLVED_SAYS);
    session.key('s');
    session.await_text("    a + b");
    session.key('q');
    session.await_text(SOLVED_SAYS);
}

#[test]
fn a_key_without_a_meaning_is_said() {
    let (_book, session) = begun();
    session.key('z');
    session.await_text("`z` does nothing here; `?` shows the keys.");
    session.type_text(ENTER);
    session.await_gone("does nothing here");
}

#[test]
fn long_texts_scroll_and_stop_at_their_ends() {
    let book = Book::new();
    let session = Session::open(&book, &["watch"], (100, 12), &[]);
    session.await_text(STARTER_SAYS);
    session.key('?');
    let (first, last) = ("on to the next exercise", "Save the file in any editor");
    session.await_text(first);
    let (pages_down, pages_up) = (PAGE_DOWN.repeat(8), PAGE_UP.repeat(8));
    let (lines_down, lines_up) = ("j".repeat(40), "k".repeat(40));
    for (to_end, to_start) in [
        (END, HOME),
        ("        ", "bbbbbbbb"),
        (pages_down.as_str(), pages_up.as_str()),
        (lines_down.as_str(), lines_up.as_str()),
    ] {
        // Beyond the end there is nothing, so one step back from it is a step.
        session.type_text(to_end);
        session.await_text(last);
        session.type_text(to_end);
        session.type_text(DOWN);
        session.type_text(UP);
        session.await_gone(last);
        session.type_text(DOWN);
        session.await_text(last);
        session.type_text(to_start);
        session.await_text(first);
        session.type_text(to_start);
        session.type_text(HOME);
        session.await_text(first);
    }
}

/// Two mistakes that the compiler sees.
const TWO_ERRORS: &str = "    let sum: &str = a;\n    let other: bool = b;\n    a + b";

#[test]
fn every_error_is_shown_when_asked_for() {
    let (book, session) = begun();
    book.add_body(TWO_ERRORS);
    let (first, second) = ("let sum: &str = a;", "let other: bool = b;");
    let screen = session.await_text("e shows 1 more error as well.");
    assert!(
        screen.contains(first) && screen.contains("e all errors"),
        "{screen}"
    );
    assert!(!screen.contains(second), "{screen}");
    session.key('e');
    session.await_text(second);
    // The wish outlasts a save.
    book.add_body(&TWO_ERRORS.replace("sum", "total"));
    let screen = session.await_text("let total: &str = a;");
    assert!(screen.contains(second), "{screen}");
    session.key('e');
    session.await_gone(second);
    book.write(ADD, SOLVED);
    session.await_text(SOLVED_SAYS);
    session.key('e');
    session.await_text("There is no error of the compiler to show.");
}

#[test]
fn every_failing_test_is_shown_in_full_when_asked_for() {
    let (_book, session) = begun();
    let second = "assert_eq!(add(-2, -3), -5";
    let screen = session.await_text("t all tests");
    assert!(!screen.contains(second), "{screen}");
    session.key('t');
    session.await_text(second);
    session.key('t');
    session.await_gone(second);
}

#[test]
fn all_that_was_printed_is_in_the_pager() {
    let book = Book::new();
    let session = Session::start(&book, &["watch"]);
    session.await_text(STARTER_SAYS);
    book.add_body("    for n in 1..=60 { println!(\"line {n}\") }\n    a - b");
    session.await_text("... 48 more lines");
    session.key('o');
    let screen = session.await_text("---- tests::small_numbers_add_up ----\nline 1\n");
    assert!(screen.ends_with("space down  q back"), "{screen}");
    session.type_text(END);
    session.await_text("line 60\nthread 'tests::negative_numbers_add_up' panicked at");
    session.key('q');
    session.await_text("... 48 more lines");
}

#[test]
fn the_reference_is_compared_and_offered_only_where_there_is_one() {
    let (book, session) = begun();
    book.add_body("    b + a");
    let screen = session.await_text("d shows what sets yours apart from the reference");
    assert!(screen.contains("d compare"), "{screen}");
    session.key('d');
    session.await_text("-     b + a\n+     a + b\n");
    session.type_text(ESCAPE);
    session.await_text(SOLVED_SAYS);
    drop(session);

    std::fs::remove_dir_all(book.path("solutions")).expect("it can be removed");
    let session = Session::start(&book, &["watch", "add"]);
    let screen = session.await_text("n goes on to the next one.");
    assert!(
        !screen.contains("reference") && !screen.contains("d compare"),
        "{screen}"
    );
    session.key('d');
    session.await_text("not every workbook comes with its solutions");
}
