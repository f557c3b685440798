//! `watch` while the crates are being built, in a terminal.

use super::{ADD, BUILT, MANIFEST, SOLVED_SAYS, book, hold, let_go, n_builds};
use crate::said::await_file;
use crate::support::pty::{Session, await_pid, await_some};
use rustix::process::{Signal, getpgid, test_kill_process_group};

/// Ends a session in the usual way.
#[track_caller]
fn quit(mut session: Session) {
    session.key('q');
    session.end().assert_clean(0);
}

#[test]
fn a_verdict_that_waits_for_crates_says_so_and_comes_by_itself() {
    let book = book();
    hold(&book);
    let session = Session::start(&book, &["watch", "add"]);
    session.await_text("building crates, 0 of 1");
    await_file(&book.path("pid"));
    let_go(&book);
    let screen = session.await_text(SOLVED_SAYS);
    assert!(!screen.contains("error"), "{screen}");
    session.await_gone("building crates");
    quit(session);
    assert_eq!(n_builds(&book), 1);
}

#[test]
fn a_command_in_a_terminal_shows_how_far_the_crates_are() {
    let book = book();
    for (args, building) in [
        (&["run", "add"][..], "0/1 crates"),
        (&["check"], "building crates, 0 of 1"),
    ] {
        let _ = std::fs::remove_dir_all(book.path(".workbook"));
        hold(&book);
        let mut session = Session::start(&book, args);
        session.await_text(building);
        let_go(&book);
        let end = session.end();
        end.assert_clean(0);
        assert!(end.screen.contains("solved, "), "{end:?}");
        assert!(!end.screen.contains("crates"), "{end:?}");
    }
}

#[test]
fn an_exercise_without_crates_has_its_verdicts_meanwhile() {
    let book = book();
    hold(&book);
    let session = Session::start(&book, &["watch", "sub"]);
    await_file(&book.path("pid"));
    let screen = session.await_text(SOLVED_SAYS);
    assert!(screen.contains("building crates, 0 of 1"), "{screen}");
    book.edit(super::SUB, "a - b", "a + b");
    session.await_text("  actual  8");
    book.edit(super::SUB, "a + b", "a - b");
    session.await_text(SOLVED_SAYS);
    assert!(book.path("hold").exists(), "nobody waited");
    let_go(&book);
    session.await_gone("building crates");
    // They are there when they are needed.
    session.key('p');
    session.await_text(SOLVED_SAYS);
    quit(session);
    assert_eq!(n_builds(&book), 1);
}

#[test]
fn a_save_while_crates_are_built_is_checked_when_they_are() {
    let book = book();
    hold(&book);
    let session = Session::start(&book, &["watch", "add"]);
    session.await_text("building crates, 0 of 1");
    await_file(&book.path("pid"));
    book.edit(ADD, "own::sum(a, b)", "own::sum(a, b) + 37");
    let_go(&book);
    session.await_text("  actual  42");
    assert_eq!(n_builds(&book), 1);
}

/// How to leave, and the exit code.
type Way = (fn(&Session), i32);

#[test]
fn every_way_out_ends_the_build() {
    let book = book();
    let ways: [Way; 3] = [
        (|session| session.key('q'), 0),
        (|session| session.type_text("\x03"), 130),
        (|session| session.signal(Signal::TERM), 130),
    ];
    for exercise in ["add", "sub"] {
        for (leave, code) in ways {
            let _ = std::fs::remove_file(book.path("pid"));
            hold(&book);
            let mut session = Session::start(&book, &["watch", exercise]);
            let script = await_pid(&book.path("pid"));
            let group = getpgid(Some(script)).expect("it has a group");
            leave(&session);
            session.end().assert_clean(code);
            await_some("the whole build to be gone", || {
                test_kill_process_group(group).err()
            });
            let_go(&book);
        }
    }
    let session = Session::start(&book, &["watch", "add"]);
    session.await_text(SOLVED_SAYS);
    quit(session);
}

#[test]
fn a_directory_deleted_under_a_session_is_built_again_at_the_next_save() {
    let book = book();
    let session = Session::start(&book, &["watch", "add"]);
    session.await_text(SOLVED_SAYS);
    for (n, gone) in [format!("{BUILT}/target"), BUILT.to_owned()]
        .iter()
        .enumerate()
    {
        std::fs::remove_dir_all(book.path(gone)).expect("remove");
        book.edit(ADD, "own::sum(a, b)", "own::sum(a, b) * 9");
        session.await_text("  actual  45");
        book.edit(ADD, "own::sum(a, b) * 9", "own::sum(a, b)");
        session.await_text(SOLVED_SAYS);
        assert_eq!(n_builds(&book), n + 2, "after {gone} was deleted");
    }
    quit(session);
}

#[test]
fn a_crate_that_cannot_be_built_is_told_and_tried_again_at_a_key() {
    let book = book();
    book.write("broken", "");
    let session = Session::start(&book, &["watch", "add"]);
    session.await_text("the crates that exercises use cannot be built");
    session.key('n');
    session.await_text("exercises/01_one/sub.rs");
    session.await_text(SOLVED_SAYS);
    session.key('p');
    session.await_text("the crates that exercises use cannot be built");
    // Nothing in the workbook changes: it was the network, say, or the disk.
    std::fs::remove_file(book.path("broken")).expect("remove");
    session.key('r');
    session.await_text(SOLVED_SAYS);
    quit(session);
}

#[test]
fn a_changed_manifest_is_used_at_the_next_save() {
    let book = book();
    let session = Session::start(&book, &["watch", "add"]);
    session.await_text(SOLVED_SAYS);
    super::library(
        &book,
        "other",
        "",
        "pub fn product(a: i32, b: i32) -> i32 { a * b }",
    );
    super::manifest(
        &book,
        "own = { path = \"../own\" }\nother = { path = \"../other\" }\n",
    );
    book.edit(
        ADD,
        "own::sum(a, b)",
        "other::product(a, b) + own::sum(0, 0)",
    );
    session.await_text("  actual  6");
    let good = book.read(MANIFEST);
    book.write(MANIFEST, "[dependencies\n");
    book.edit(ADD, "other::product(a, b)", "other::product(b, a)");
    session.await_text("exercises/Cargo.toml:1:14");
    book.write(MANIFEST, &good);
    session.key('r');
    session.await_text("  actual  6");
    quit(session);
}

#[test]
fn a_changed_crate_of_the_workbook_is_used_at_the_next_save() {
    let book = book();
    let session = Session::start(&book, &["watch", "add"]);
    session.await_text(SOLVED_SAYS);
    book.edit("own/src/lib.rs", "a + b", "a * b");
    session.key('r');
    session.await_text("  actual  6");
    book.edit("own/src/lib.rs", "a * b", "nothing");
    session.key('r');
    session.await_text("the crates that exercises use cannot be built");
    book.edit("own/src/lib.rs", "nothing", "a + b");
    session.key('r');
    session.await_text(SOLVED_SAYS);
    quit(session);
}
