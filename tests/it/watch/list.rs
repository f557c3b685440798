//! The list: each of its keys, the mouse, and the way back to a loop that never stopped.

use super::{ADD, SOLVED_SAYS, STARTER_SAYS, WRONG_SAYS};
use crate::support::pty::Session;
use crate::support::{Book, SOLVED, STARTER};
use std::fmt::Write as _;

const ESCAPE: &str = "\x1b";
const ENTER: &str = "\r";
const TAB: &str = "\t";
const SHIFT_TAB: &str = "\x1b[Z";
const BACKSPACE: &str = "\x7f";
const UP: &str = "\x1b[A";
const DOWN: &str = "\x1b[B";
const RIGHT: &str = "\x1b[C";
const LEFT: &str = "\x1b[D";

/// Turns of the mouse wheel.
const WHEEL_UP: &str = "\x1b[<64;10;10M";
const WHEEL_DOWN: &str = "\x1b[<65;10;10M";

/// What asks the terminal for the mouse, and what gives it back.
const MOUSE_ON: &str = "\x1b[?1000h";
const MOUSE_OFF: &str = "\x1b[?1000l";

/// What is only on the screen of the list, and only on that of a verdict.
const IN_LIST: &str = "/ search  f filter";
const AT_VERDICT: &str = "q quit";

/// A session in which the list is open.
fn opened(book: &Book) -> Session {
    let session = Session::start(book, &["watch"]);
    session.await_text(STARTER_SAYS);
    session.key('l');
    session.await_text(IN_LIST);
    session
}

/// A workbook with so many exercises, in chapters of ten, that they do not fit on the screen.
fn long() -> Book {
    let book = Book::empty();
    let mut info = "format_version = 1\ntitle = \"Long\"\n".to_owned();
    for number in 10..70 {
        let dir = format!("{:02}_part_{}", number / 10, number / 10);
        let _ = write!(
            info,
            "[[exercises]]\nname = \"e{number}\"\ndir = \"{dir}\"\n"
        );
        book.write(&format!("exercises/{dir}/e{number}.rs"), STARTER);
    }
    book.write("info.toml", &info);
    book
}

/// A click into a line of the screen, counted from 1, and the button let go.
fn click(session: &Session, line: usize) {
    session.type_text(&format!("\x1b[<0;20;{line}M\x1b[<0;20;{line}m"));
}

/// The line of the screen, counted from 1, that holds a text.
#[track_caller]
fn line_of(screen: &str, text: &str) -> usize {
    let line = screen.lines().position(|line| line.contains(text));
    line.unwrap_or_else(|| panic!("no {text:?} in\n{screen}")) + 1
}

#[test]
fn it_leads_to_any_exercise() {
    let book = Book::new();
    let session = opened(&book);
    session.await_text(">* new     add");
    for (key, selected) in [
        (DOWN, ">  new     sub"),
        (UP, ">* new     add"),
        ("j", ">  new     sub"),
        ("k", ">* new     add"),
        ("G", ">  new     sub"),
        ("g", ">  - one"),
        (RIGHT, ">* new     add"),
        (SHIFT_TAB, ">  - one"),
        (LEFT, ">  + one"),
        (ENTER, ">  - one"),
        ("z", ">  + one"),
        (RIGHT, ">  - one"),
    ] {
        session.type_text(key);
        session.await_screen(&format!("{selected:?} after {key:?}"), |screen| {
            screen.contains(selected)
        });
    }
    session.type_text("G");
    session.type_text(ENTER);
    let screen = session.await_text(STARTER_SAYS);
    assert!(screen.starts_with("Subtract"), "{screen}");
}

#[test]
fn every_way_back_ends_at_the_verdict() {
    let book = Book::new();
    let session = Session::start(&book, &["watch"]);
    session.await_text(STARTER_SAYS);
    for (keys, shown, back) in [
        ("l", IN_LIST, "q"),
        ("l", IN_LIST, "l"),
        ("l", IN_LIST, ESCAPE),
        // The current one needs no jump.
        ("l", IN_LIST, ENTER),
        ("l?", "fold or unfold all chapters", "qq"),
        ("l/zz", "Nothing here is like that", "\x1b[Z\tq"),
        (
            "lss",
            "Nothing passes the filter; `a` shows all again.",
            "aq",
        ),
        ("lf", "show only: ", "\rsq"),
        ("lx", "Reset \"Add two numbers\" to its starter?", "nq"),
    ] {
        session.type_text(keys);
        session.await_text(shown);
        session.type_text(back);
        let screen = session.await_text(AT_VERDICT);
        assert!(screen.contains(STARTER_SAYS), "{keys:?}: {screen}");
    }
}

#[test]
fn a_search_finds_by_name_title_and_concept_and_enter_opens() {
    let book = Book::new();
    let session = opened(&book);
    session.key('/');
    session.await_text("(type a part of it)");
    // Keys of the list are letters here.
    session.type_text("qx");
    session.await_text("Nothing here is like that; `Esc` ends the search.");
    session.type_text(&BACKSPACE.repeat(2));
    session.type_text("sbtr");
    let screen = session.await_text("search: sbtr_");
    assert!(screen.contains(">  new     sub"), "{screen}");
    assert!(!screen.contains("Add two numbers"), "{screen}");
    session.type_text(TAB);
    session.await_gone("sbtr_");
    session.type_text(ESCAPE);
    session.await_text("Add two numbers");
    // By the concept that both practise.
    session.type_text("/sums");
    session.await_text("2 of 2");
    session.type_text(&BACKSPACE.repeat(4));
    session.type_text("subtr");
    session.await_text("search: subtr_");
    session.type_text(ENTER);
    let screen = session.await_text(STARTER_SAYS);
    assert!(screen.starts_with("Subtract"), "{screen}");
}

#[test]
fn filters_are_picked_by_typing_and_kept_until_a() {
    let book = Book::new();
    let session = opened(&book);
    session.key('f');
    session.await_text("[ ] concept sums   (2)");
    session.type_text("level");
    session.await_gone("concept sums");
    session.type_text(ENTER);
    let screen = session.await_text("1 of 2   level 1");
    assert!(!screen.contains("Subtract"), "{screen}");
    // It is still there the next time.
    session.type_text("q");
    session.await_text(AT_VERDICT);
    session.type_text("l");
    session.await_text("1 of 2   level 1");
    session.key('s');
    session.await_text("state new or tried, level 1");
    session.key('s');
    session.await_text("Nothing passes the filter; `a` shows all again.");
    session.key('a');
    session.await_text("Subtract");
}

#[test]
fn any_exercise_is_reset_when_the_question_is_answered() {
    let book = Book::new();
    let session = opened(&book);
    let sub = "exercises/01_one/sub.rs";
    let starter = book.read(sub);
    book.write(sub, "// mine\n");
    session.type_text("jx");
    session.await_text("Reset \"Subtract\" to its starter?");
    session.key('z');
    session.await_text("Nothing was reset.");
    assert_eq!(book.read(sub), "// mine\n");
    session.type_text("xy");
    let screen = session.await_text("Reset. Your version is kept in .workbook/backups/");
    assert!(screen.contains(IN_LIST), "{screen}");
    assert_eq!(book.read(sub), starter);
}

#[test]
fn the_editor_is_asked_for_from_the_list() {
    let book = Book::new();
    let session = opened(&book);
    session.type_text("je");
    // Nothing here says which one; what opens with one is tried in `editor`.
    session.await_text("Which editor? Set `VISUAL`, as in `export VISUAL=nvim`");
}

#[test]
fn a_key_without_a_meaning_is_said_there_too() {
    let book = Book::new();
    let session = opened(&book);
    session.key('n');
    session.await_text("`n` does nothing here; `?` shows the keys.");
    session.type_text("ke");
    session.await_text("Select an exercise first.");
    session.type_text("j");
    session.await_gone("Select an exercise");
}

#[test]
fn saves_are_checked_while_it_is_open_and_told() {
    let book = Book::new();
    let session = opened(&book);
    book.add_body("    a - b");
    session.await_text(">* tried   add");
    session.await_text("`add`: 0 of 2 tests pass, first failure: small_numbers_add_up.");
    session.key('q');
    session.await_text(WRONG_SAYS);
    session.key('l');
    session.await_text(IN_LIST);
    book.write(ADD, SOLVED);
    session.await_text("`add`: solved, 2 tests pass.");
    let screen = session.await_text(">* solved  add");
    assert!(screen.contains("- one   1 of 2 solved"), "{screen}");
    session.key('q');
    session.await_text(SOLVED_SAYS);
}

#[test]
fn the_mouse_selects_opens_and_scrolls() {
    let book = long();
    let session = Session::open(&book, &["watch"], (80, 24), &[]);
    session.await_text(STARTER_SAYS);
    session.key('l');
    let screen = session.await_text(">* new     e10");
    click(&session, line_of(&screen, "e15"));
    session.await_text(">  new     e15");
    // Beside the rows there is nothing to select.
    click(&session, 1);
    session.type_text(WHEEL_DOWN);
    session.await_gone("e11");
    session.type_text(&WHEEL_DOWN.repeat(30));
    session.await_text(" e69");
    session.type_text(&WHEEL_UP.repeat(30));
    let screen = session.await_text("- part 1");
    // The head of a chapter folds at a double click.
    let line = line_of(&screen, "- part 1");
    click(&session, line);
    click(&session, line);
    let screen = session.await_text(">  + part 1");
    let line = line_of(&screen, "e23");
    click(&session, line);
    click(&session, line);
    let screen = session.await_text(STARTER_SAYS);
    assert!(screen.starts_with("e23"), "{screen}");
}

#[test]
fn the_mouse_is_taken_while_the_list_is_shown_and_no_longer() {
    let book = Book::new();
    let mut session = Session::start(&book, &["watch"]);
    session.await_text(STARTER_SAYS);
    let counts = |session: &Session| {
        let raw = session.raw();
        (
            raw.matches(MOUSE_ON).count(),
            raw.matches(MOUSE_OFF).count(),
        )
    };
    assert_eq!(counts(&session), (0, 0));
    session.key('l');
    session.await_text(IN_LIST);
    session.key('j');
    session.await_text(">  new     sub");
    assert_eq!(counts(&session), (1, 0));
    session.key('q');
    session.await_text(AT_VERDICT);
    assert_eq!(counts(&session), (1, 1));
    // Also on the way out, whatever it is.
    session.key('l');
    session.await_text(IN_LIST);
    session.type_text("\x03");
    session.end().assert_clean(130);
    assert_eq!(counts(&session), (2, 2));
}

#[test]
fn the_selected_row_stays_on_a_screen_that_changes_its_size() {
    let book = long();
    let session = Session::open(&book, &["watch"], (80, 30), &[]);
    session.await_text(STARTER_SAYS);
    session.type_text("lG");
    session.await_text(">  new     e69");
    for size in [(40, 12), (20, 8), (100, 30)] {
        session.resize(size.0, size.1);
        session.await_screen(&format!("{size:?}"), |screen| {
            screen
                .lines()
                .any(|line| line.starts_with('>') && line.contains("e69"))
                && screen
                    .lines()
                    .all(|line| line.chars().count() <= size.0.into())
        });
    }
    session.type_text(&"\x1b[5~".repeat(2));
    session.await_gone("e69");
}

#[test]
fn a_locale_without_unicode_and_no_color_leave_the_marks() {
    let book = Book::new();
    book.write(ADD, SOLVED);
    let env = [("LANG", "C"), ("NO_COLOR", "1")];
    let session = Session::open(&book, &["watch"], (30, 12), &env);
    session.await_text("solved, all 2 tests pass");
    session.key('l');
    let screen = session.await_text(">* + add");
    assert!(screen.is_ascii(), "{screen}");
    assert!(
        !session.raw().contains("\x1b[7m"),
        "reversed is a color too"
    );
}

#[test]
fn another_windows_progress_shows_in_the_list() {
    let book = Book::new();
    let session = opened(&book);
    book.edit("exercises/01_one/sub.rs", "todo!()", "a + b");
    book.command(&["run", "sub"]).assert().code(1);
    session.await_text("tried   sub");
}
