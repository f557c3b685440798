//! The screen itself: first words, sizes, colors.

use super::{ADD, SOLVED_SAYS, STARTER_SAYS};
use crate::support::pty::Session;
use crate::support::{Book, SOLVED};
use rustix::process::Signal;

const WELCOME: &str = "Welcome, and mind the gap.";

fn welcoming() -> Book {
    let book = Book::new();
    let line = format!("title = \"Tiny\"\nwelcome_message = \"{WELCOME}\"");
    book.edit("info.toml", "title = \"Tiny\"", &line);
    book
}

#[test]
fn the_first_screen_says_what_to_do() {
    let book = Book::new();
    let session = Session::start(&book, &["watch"]);
    let screen = session.await_text(STARTER_SAYS);
    let head = "Add two numbers   difficulty 1/5   5 min
exercises/01_one/add.rs

✗ small numbers add up   0 of 2 tests pass
  This is where you begin: the part that is still to be written.
  exercises/01_one/add.rs:5
    4 | pub fn add(a: i32, b: i32) -> i32 {
  > 5 |     todo!()

  exercises/01_one/add.rs:13
    13 | fn small_numbers_add_up() {
    14 |     assert_eq!(add(2, 3), 5);
    15 | }

  ✗ negative numbers add up  (still to do)
";
    assert!(screen.starts_with(head), "{screen}");
    let foot = "
[----------] 0 of 2 solved
n next  h hint  t all tests  c card  l list  r run  o output  x reset  ? keys  q quit";
    assert!(screen.ends_with(foot), "{screen}");
}

#[test]
fn the_welcome_is_shown_the_first_time_only() {
    let book = welcoming();
    let mut session = Session::start(&book, &["watch"]);
    let screen = session.await_text(WELCOME);
    assert!(screen.contains("Press Enter to begin."), "{screen}");
    session.type_text("\r");
    let screen = session.await_text(STARTER_SAYS);
    assert!(!screen.contains(WELCOME), "{screen}");
    session.key('q');
    session.end().assert_clean(0);
    let session = Session::start(&book, &["watch"]);
    session.await_text(STARTER_SAYS);
    assert!(!session.raw().contains(WELCOME), "{}", session.raw());
}

#[test]
fn a_save_ends_the_welcome() {
    let book = welcoming();
    let session = Session::start(&book, &["watch"]);
    session.await_text(WELCOME);
    book.write(ADD, SOLVED);
    let screen = session.await_text("1 of 2 solved");
    assert!(screen.contains(SOLVED_SAYS), "{screen}");
}

#[test]
fn a_resize_draws_anew() {
    let book = Book::new();
    let session = Session::start(&book, &["watch"]);
    session.await_text(STARTER_SAYS);
    session.resize(20, 35);
    let screen = session.await_screen("a narrow screen", |screen| {
        screen.starts_with("Add two numbers\n") && screen.contains("\n✗ small numbers add")
    });
    assert!(screen.contains("0 of 2 solved"), "{screen}");
    assert!(
        screen.lines().all(|line| line.chars().count() <= 20),
        "{screen}"
    );
    session.resize(20, 5);
    let screen = session.await_screen("a tiny screen", |screen| {
        screen.contains("✗ small numbers add") && screen.contains("0 of 2 solved")
    });
    assert!(screen.starts_with("Add two numbers\n"), "{screen}");
    session.resize(100, 35);
    let screen = session.await_text("    4 | pub fn add(a: i32, b: i32) -> i32 {");
    assert!(
        screen.starts_with("Add two numbers   difficulty 1/5   5 min\n"),
        "{screen}"
    );
    assert!(screen.contains("q quit"), "{screen}");
}

#[test]
fn no_size_is_too_small_and_none_too_large() {
    let book = Book::new();
    let mut session = Session::start(&book, &["watch"]);
    session.await_text(STARTER_SAYS);
    let pages = [
        ("", "todo!()"),
        ("?", "again for the next card"),
        ("h", "Which operator adds?"),
        ("c", "A sum is what"),
        ("x", "y resets it"),
        ("\x1b", "Nothing was reset."),
        ("l", "level  min  tries"),
    ];
    for (keys, shown) in pages {
        session.type_text(keys);
        session.await_text(shown);
        for (columns, rows) in [(1, 1), (2, 2), (20, 3), (3, 20), (500, 4), (8, 200)] {
            let screen = session.resize_to(columns, rows);
            assert!(
                !screen.trim().is_empty(),
                "after {keys:?} nothing is shown on {columns}x{rows}"
            );
        }
        let screen = session.resize_to(100, 35);
        assert!(screen.contains(shown), "{screen}");
    }
    // The list is closed, a `q` in haste is asked about, and the next one is meant.
    session.type_text("qqq");
    session.end().assert_clean(0);
}

#[test]
fn neither_a_key_nor_a_size_is_lost_where_both_come_at_once() {
    let book = Book::new();
    let mut session = Session::start(&book, &["watch"]);
    session.await_text(STARTER_SAYS);
    for round in 0..40_u16 {
        // Stopped, the program finds the key first when it goes on; otherwise it may find the size first.
        let is_stopped = round % 4 < 2;
        if is_stopped {
            session.signal(Signal::STOP);
        }
        session.resize(90, 30 + round % 2);
        session.key('?');
        if is_stopped {
            session.signal(Signal::CONT);
        }
        session.await_text("again for the next card");
        session.await_fit();
        session.type_text("\x1b");
        session.await_text(STARTER_SAYS);
    }
    session.key('q');
    session.end().assert_clean(0);
}

#[test]
fn a_narrow_terminal_has_room_for_every_letter() {
    let book = Book::new();
    // The path is as long as the screen is wide: to clear the rest of its line would take its last letter away.
    let session = Session::open(&book, &["watch"], (23, 35), &[("NO_COLOR", "1")]);
    session.await_text("exercises/01_one/add.rs");
    session.await_text("still to be");
    assert!(
        !session.raw().contains("add.rs\x1b[K"),
        "{:?}",
        session.raw()
    );
}

#[test]
fn no_color_means_none() {
    let book = Book::new();
    for (env, is_colored) in [
        (&[][..], true),
        (&[("NO_COLOR", "1")][..], false),
        (&[("NO_COLOR", "")][..], true),
    ] {
        let session = Session::open(&book, &["watch"], (100, 35), env);
        session.await_text(STARTER_SAYS);
        session.key('l');
        session.await_text("q back");
        let raw = session.raw();
        let has_colors = raw
            .split("\x1b[")
            .skip(1)
            .filter_map(|rest| rest.split_once(|ch: char| ch.is_ascii_alphabetic()))
            .zip(raw.split("\x1b[").skip(1))
            .any(|((params, _), rest)| rest[params.len()..].starts_with('m'));
        assert_eq!(has_colors, is_colored, "{env:?}: {raw:?}");
    }
}

#[test]
fn a_locale_without_unicode_gets_plain_marks() {
    let book = Book::new();
    let session = Session::open(&book, &["watch"], (100, 35), &[("LANG", "C")]);
    let screen = session.await_text(STARTER_SAYS);
    assert!(screen.contains("x small numbers add up"), "{screen}");
    assert!(screen.is_ascii(), "{screen}");
}

#[test]
fn what_stood_on_the_terminal_comes_back() {
    let book = Book::new();
    let mut session = Session::start(&book, &["watch"]);
    session.await_text(STARTER_SAYS);
    assert!(
        !session.raw().contains("\x1b[3J"),
        "the scrollback was purged"
    );
    session.key('q');
    let end = session.end();
    end.assert_clean(0);
    assert!(!end.screen.contains(STARTER_SAYS), "{end:?}");
}

#[test]
fn places_are_links_where_the_terminal_shows_them() {
    let book = Book::new();
    for (env, is_linked) in [
        (&[("FORCE_HYPERLINK", "1")][..], true),
        (&[("VTE_VERSION", "7600"), ("NO_COLOR", "1")][..], true),
        (&[][..], false),
    ] {
        let session = Session::open(&book, &["watch"], (100, 35), env);
        let screen = session.await_text(STARTER_SAYS);
        assert!(
            screen.contains("\n  exercises/01_one/add.rs:5\n"),
            "{screen}"
        );
        let raw = session.raw();
        assert_eq!(raw.contains("\x1b]8;;file:///"), is_linked, "{env:?}");
        assert_eq!(raw.contains("/exercises/01_one/add.rs#5\x1b\\"), is_linked);
    }
}
