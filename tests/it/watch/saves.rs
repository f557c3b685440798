//! No save is lost, whichever way an editor writes, and none is checked twice.

use super::{ADD, SOLVED_SAYS, STARTER_SAYS, WAIT, WRONG_SAYS, hanging, panics, traced};
use crate::support::pty::{Session, await_death, await_pid, await_some};
use crate::support::{Book, SOLVED, STARTER};
use std::fs;

/// What the file holds when `add` is solved in so many words.
fn solved(comment: &str) -> String {
    SOLVED.replace("a + b", &format!("a + b // {comment}"))
}

fn begun(args: &[&str]) -> (Book, Session) {
    let book = Book::new();
    let session = Session::start(&book, args);
    session.await_text(STARTER_SAYS);
    (book, session)
}

/// Checks another exercise from start to end, twice: in that time a run too many would leave its trace.
fn let_time_pass(book: &Book) {
    for _ in 0..2 {
        book.command(&["run", "sub"])
            .assert()
            .code(1)
            .stdout(predicates::str::contains(STARTER_SAYS))
            .stderr("");
    }
}

#[test]
fn a_save_leads_to_a_verdict() {
    let (book, session) = begun(&["watch"]);
    book.add_body("    a - b");
    let screen = session.await_text(WRONG_SAYS);
    assert!(screen.contains("expected  5"), "{screen}");
    assert!(screen.contains("  actual  -1"), "{screen}");
    assert!(
        screen.contains("small numbers add up   0 of 2 tests pass"),
        "{screen}"
    );
    book.add_body("    a +");
    let screen = session.await_text("✗ it does not compile");
    assert!(
        screen.contains("expected expression, found `}`"),
        "{screen}"
    );
    assert!(screen.contains("0 of 2 solved"), "{screen}");
    fs::write(book.path(ADD), SOLVED).expect("write");
    let screen = session.await_text(SOLVED_SAYS);
    assert!(screen.contains("1 of 2 solved"), "{screen}");
    assert!(screen.contains("n goes on to the next one."), "{screen}");
}

#[test]
fn a_save_by_backup_and_rename_leads_to_a_verdict() {
    let (book, session) = begun(&["watch"]);
    // What vim does with `backupcopy=no`.
    let (path, backup) = (book.path(ADD), book.path("exercises/01_one/add.rs~"));
    fs::write(book.path("exercises/01_one/4913"), "").expect("vim tries the directory");
    fs::remove_file(book.path("exercises/01_one/4913")).expect("remove");
    fs::rename(&path, &backup).expect("rename");
    fs::write(&path, SOLVED).expect("write");
    fs::remove_file(&backup).expect("remove");
    session.await_text(SOLVED_SAYS);
    fs::rename(&path, &backup).expect("rename");
    fs::write(&path, STARTER).expect("write");
    fs::remove_file(&backup).expect("remove");
    session.await_text(STARTER_SAYS);
}

#[test]
fn a_file_moved_over_the_exercise_leads_to_a_verdict() {
    let (book, session) = begun(&["watch"]);
    for (text, says) in [
        (SOLVED, SOLVED_SAYS),
        (STARTER, STARTER_SAYS),
        (SOLVED, SOLVED_SAYS),
    ] {
        let beside = book.path("exercises/01_one/.add.rs.tmp");
        fs::write(&beside, text).expect("write");
        fs::rename(&beside, book.path(ADD)).expect("rename");
        session.await_text(says);
    }
}

#[test]
fn a_deleted_file_is_said_and_a_new_one_checked() {
    let (book, session) = begun(&["watch"]);
    fs::remove_file(book.path(ADD)).expect("remove");
    let screen = session.await_text("the file is missing");
    assert!(
        screen.contains("workbook reset add brings back the starter."),
        "{screen}"
    );
    fs::write(book.path(ADD), SOLVED).expect("write");
    session.await_text(SOLVED_SAYS);
    // At once, without waiting for what is said in between.
    fs::remove_file(book.path(ADD)).expect("remove");
    fs::write(book.path(ADD), STARTER).expect("write");
    session.await_text(STARTER_SAYS);
}

#[test]
fn a_directory_that_comes_back_is_watched_again() {
    let (book, session) = begun(&["watch"]);
    fs::remove_dir_all(book.path("exercises/01_one")).expect("remove");
    session.await_text("the file is missing");
    book.write(ADD, SOLVED);
    session.await_text(SOLVED_SAYS);
    book.add_body("    a - b");
    session.await_text(WRONG_SAYS);
    // As a checkout of another version does it.
    fs::rename(book.path("exercises/01_one"), book.path("aside")).expect("rename");
    book.write(ADD, SOLVED);
    session.await_text(SOLVED_SAYS);
    book.add_body("    a - b");
    session.await_text(WRONG_SAYS);
}

#[test]
fn what_is_no_file_blocks_nothing() {
    let (book, session) = begun(&["watch"]);
    fs::remove_file(book.path(ADD)).expect("remove");
    fs::create_dir(book.path(ADD)).expect("create");
    session.await_text("workbook reset add brings back the starter.");
    session.await_text("directory");
    fs::remove_dir(book.path(ADD)).expect("remove");
    assert_cmd::Command::new("mkfifo")
        .arg(book.path(ADD))
        .assert()
        .success();
    session.await_gone("directory");
    session.await_text("workbook reset add brings back the starter.");
    fs::remove_file(book.path(ADD)).expect("remove");
    book.write(ADD, SOLVED);
    session.await_text(SOLVED_SAYS);
}

#[test]
fn a_burst_of_writes_is_one_run() {
    let (book, session) = begun(&["watch"]);
    let trace = book.path("trace");
    let half = STARTER.split_at(STARTER.len() / 2).0;
    for words in ["one", "two"] {
        // The half of a file never gets so far as to leave a trace.
        book.write(ADD, "");
        book.write(ADD, half);
        book.add_body(&traced(&trace, words));
        session.await_text(&format!("{words}, 3"));
        let_time_pass(&book);
    }
    assert_eq!(book.read("trace"), "one\ntwo\n");
}

#[test]
fn a_save_that_changes_nothing_runs_nothing() {
    let (book, session) = begun(&["watch"]);
    let trace = book.path("trace");
    book.add_body(&traced(&trace, "one"));
    session.await_text("one, 3");
    book.write(ADD, &book.read(ADD));
    book.write("exercises/01_one/notes.txt", "another file");
    let_time_pass(&book);
    book.add_body(&traced(&trace, "two"));
    session.await_text("two, 3");
    assert_eq!(book.read("trace"), "one\ntwo\n");
}

#[test]
fn many_saves_end_with_the_verdict_on_the_last() {
    let (book, session) = begun(&["watch"]);
    for n in 0..40 {
        book.add_body(&panics(&format!("version {n}")));
    }
    session.await_text("version 39, 2 and 3");
    fs::write(book.path(ADD), SOLVED).expect("write");
    session.await_text(SOLVED_SAYS);
}

#[test]
fn vim_saves_and_the_verdict_follows() {
    let (book, session) = begun(&["watch"]);
    for (backupcopy, from, to, says) in [
        ("no", "todo!()", "a + b", SOLVED_SAYS),
        ("yes", "a + b", "a - b", WRONG_SAYS),
        ("auto", "a - b", "a + b // again", SOLVED_SAYS),
    ] {
        let vim = assert_cmd::Command::new("vim")
            .args(["-u", "NONE", "-i", "NONE", "-es"])
            .args(["-c", "set backup writebackup"])
            .args(["-c", &format!("set backupcopy={backupcopy}")])
            .args(["-c", &format!("%s/{from}/{}/", to.replace('/', "\\/"))])
            .args(["-c", "wq"])
            .arg(book.path(ADD))
            .env("TERM", "xterm-256color")
            .current_dir(book.root())
            .timeout(crate::support::pty::DEADLINE)
            .output();
        match vim {
            Ok(output) => assert!(output.status.success(), "{output:?}"),
            // Where there is no vim its dance is tried above.
            Err(_) => book.edit(ADD, from, to),
        }
        assert!(book.read(ADD).contains(to), "vim did not save");
        session.await_text(says);
    }
}

#[test]
fn a_save_during_a_run_cancels_it() {
    let book = hanging(WAIT);
    let session = Session::start(&book, &["watch"]);
    let pid = await_pid(&book.path("pid"));
    session.await_text("testing");
    book.write(ADD, SOLVED);
    session.await_text(SOLVED_SAYS);
    await_death(pid);
    await_some("the progress to be written", || {
        book.read(".workbook/progress")
            .contains("add solved=")
            .then_some(())
    });
}

#[test]
fn a_file_that_broke_again_is_shown_and_stays_solved() {
    let (book, session) = begun(&["watch"]);
    book.write(ADD, SOLVED);
    session.await_text(SOLVED_SAYS);
    book.add_body("    a - b");
    let screen = session.await_text(WRONG_SAYS);
    assert!(screen.contains("1 of 2 solved"), "{screen}");
    assert!(!screen.contains("✓ solved"), "{screen}");
    book.write(ADD, &solved("mended"));
    session.await_text(SOLVED_SAYS);
}

#[test]
fn passing_is_recorded_before_any_key() {
    let (book, session) = begun(&["watch"]);
    book.write(ADD, SOLVED);
    // No look at the screen: the file alone has to tell.
    await_some("the progress to be written", || {
        book.read(".workbook/progress")
            .contains("add solved=")
            .then_some(())
    });
    drop(session);
    book.command(&["list"])
        .assert()
        .code(0)
        .stdout(predicates::str::contains("solved  add"))
        .stderr("");
}

#[test]
fn a_second_window_sees_what_the_first_one_solved() {
    let (book, first) = begun(&["watch", "add"]);
    let second = Session::start(&book, &["watch", "sub"]);
    second.await_text(STARTER_SAYS);
    second.await_text("0 of 2 solved");
    book.write(ADD, SOLVED);
    first.await_text(SOLVED_SAYS);
    let screen = second.await_text("1 of 2 solved");
    assert!(screen.starts_with("Subtract"), "{screen}");
    second.key('l');
    second.await_text("solved  add");
}

#[test]
fn auto_goes_on_by_itself() {
    let (book, session) = begun(&["watch", "--auto"]);
    book.write(ADD, SOLVED);
    let screen = session.await_text("is solved. On with the next one; `p` goes back.");
    assert!(screen.starts_with("Subtract"), "{screen}");
    let screen = session.await_text(STARTER_SAYS);
    assert!(screen.contains("1 of 2 solved"), "{screen}");
    // Going back to what is solved does not lead away from it.
    session.key('p');
    let screen = session.await_text(SOLVED_SAYS);
    assert!(screen.starts_with("Add two numbers"), "{screen}");
    assert!(book.read(".workbook/progress").contains("current add"));
}

#[test]
fn auto_ends_with_the_last_words() {
    let book = Book::new();
    book.edit(
        "info.toml",
        "title = \"Tiny\"",
        "title = \"Tiny\"\nfinal_message = \"Well done indeed.\"",
    );
    let session = Session::start(&book, &["watch", "--auto"]);
    session.await_text(STARTER_SAYS);
    book.write(ADD, SOLVED);
    session.await_text("On with the next one");
    session.await_text(STARTER_SAYS);
    book.edit("exercises/01_one/sub.rs", "todo!()", "a - b");
    let screen = session.await_text("Well done indeed.");
    assert!(screen.contains("2 of 2 solved"), "{screen}");
    session.key('q');
    session.await_text(SOLVED_SAYS);
}

#[test]
fn polling_finds_saves_too() {
    let (book, session) = begun(&["watch", "--poll"]);
    book.write(ADD, SOLVED);
    session.await_text(SOLVED_SAYS);
    book.write(ADD, STARTER);
    session.await_text(STARTER_SAYS);
}

#[test]
fn a_save_of_another_exercise_is_told_and_a_key_goes_there() {
    let (book, session) = begun(&["watch"]);
    book.edit(&ADD.replace("add", "sub"), "todo!()", "a - b");
    let screen = session.await_text("You saved `sub`, but this is `add`: `g` goes there.");
    assert!(screen.starts_with("Add two numbers"), "{screen}");
    assert!(screen.contains("g go there"), "{screen}");
    session.key('g');
    let screen = session.await_text(SOLVED_SAYS);
    assert!(screen.starts_with("Subtract"), "{screen}");
    assert!(!screen.contains("g go"), "{screen}");
}

#[test]
fn a_test_without_an_end_is_shown_while_the_others_still_run() {
    let book = Book::new();
    book.edit(
        "info.toml",
        "name = \"add\"",
        "name = \"add\"\ntimeout_seconds = 1",
    );
    let more = "    #[test]\n    fn one_more() { add(0, 0); }\n    #[test]\n    fn two_more() { add(0, 0); }\n";
    let text = STARTER.replace("todo!()", "loop { std::hint::black_box(a + b); }");
    let at = text.rfind('}').expect("the test module ends");
    fs::write(
        book.path(ADD),
        format!("{}{more}{}", &text[..at], &text[at..]),
    )
    .expect("write");
    let session = Session::start(&book, &["watch"]);
    session.await_text("0 of 4 tests pass");
    // What was on the screen before that: one test or two had ended.
    let raw = session.raw();
    assert!(
        raw.contains("Not all is done yet; this is known so far."),
        "{raw}"
    );
    assert!(
        raw.contains("0 of 1 test") || raw.contains("0 of 2 tests"),
        "{raw}"
    );
}
