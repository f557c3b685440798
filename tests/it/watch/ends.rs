//! Every way out leaves the terminal as it was and no child alive.

use super::{ADD, SPIN, STARTER_SAYS, WAIT, hanging};
use crate::support::Book;
use crate::support::pty::{End, Session, await_death, await_pid};
use rustix::process::Signal;

/// Ends an idle session, and one whose test never ends.
fn ends(leave: impl Fn(&Session)) -> [End; 2] {
    let book = Book::new();
    let mut idle = Session::start(&book, &["watch"]);
    idle.await_text(STARTER_SAYS);
    leave(&idle);
    let idle = idle.end();
    let book = hanging(WAIT);
    let mut busy = Session::start(&book, &["watch"]);
    let pid = await_pid(&book.path("pid"));
    leave(&busy);
    let busy = busy.end();
    await_death(pid);
    [idle, busy]
}

#[test]
fn q_ends_it() {
    for end in ends(|session| session.key('q')) {
        end.assert_clean(0);
        assert_eq!(
            end.screen.trim(),
            "0 of 2 solved. workbook goes on where you left off."
        );
    }
}

#[test]
fn q_ends_it_during_an_endless_loop() {
    let book = hanging(SPIN);
    let mut session = Session::start(&book, &["watch"]);
    let pid = await_pid(&book.path("pid"));
    session.key('q');
    session.end().assert_clean(0);
    await_death(pid);
}

#[test]
fn q_ends_it_while_the_compiler_is_at_work() {
    let book = Book::new();
    let mut session = Session::start(&book, &["watch"]);
    session.await_text("compiling ...");
    session.key('q');
    session.end().assert_clean(0);
}

#[test]
fn control_c_ends_it_and_leaves_echo_on() {
    for end in ends(|session| session.type_text("\x03")) {
        end.assert_clean(130);
    }
}

#[test]
fn control_c_ends_it_from_every_page() {
    for keys in ["?", "l", "h", "c", "x"] {
        let book = Book::new();
        let mut session = Session::start(&book, &["watch"]);
        session.await_text(STARTER_SAYS);
        session.type_text(keys);
        session.await_gone(STARTER_SAYS);
        session.type_text("\x03");
        session.end().assert_clean(130);
    }
}

#[test]
fn a_termination_signal_ends_it() {
    for end in ends(|session| session.signal(Signal::TERM)) {
        end.assert_clean(130);
    }
}

#[test]
fn an_interrupt_signal_ends_it() {
    for end in ends(|session| session.signal(Signal::INT)) {
        end.assert_clean(130);
    }
}

#[test]
fn a_closed_window_ends_it() {
    let book = hanging(WAIT);
    let mut session = Session::start(&book, &["watch"]);
    let pid = await_pid(&book.path("pid"));
    session.close_terminal();
    let end = session.end();
    assert!(
        end.code.is_some(),
        "it was killed instead of ending: {end:?}"
    );
    await_death(pid);
}

#[test]
fn a_session_that_ended_can_be_taken_up_again() {
    let book = Book::new();
    let mut session = Session::start(&book, &["watch"]);
    session.await_text(STARTER_SAYS);
    session.key('n');
    session.await_text("exercises/01_one/sub.rs");
    session.await_text(STARTER_SAYS);
    session.key('q');
    session.end().assert_clean(0);
    let mut session = Session::start(&book, &["watch"]);
    let screen = session.await_text(STARTER_SAYS);
    assert!(screen.contains("exercises/01_one/sub.rs"), "{screen}");
    // What changes between two sessions is seen too.
    session.key('q');
    session.end().assert_clean(0);
    book.edit(&ADD.replace("add", "sub"), "todo!()", "a - b");
    let session = Session::start(&book, &[]);
    session.await_text("1 of 2 solved");
}

#[test]
fn a_key_typed_once_too_often_on_the_way_back_does_not_end_it() {
    let book = Book::new();
    let mut session = Session::start(&book, &["watch"]);
    session.await_text(STARTER_SAYS);
    session.type_text("hc");
    session.await_text("A sum is what `+` gives.");
    session.type_text("qq");
    session.await_text("Everything is closed. `q` again quits.");
    session.key('q');
    session.end().assert_clean(0);
}
