//! Without a terminal: lines that are only appended, and keys that come as lines.

use super::{ADD, STARTER_SAYS, WAIT, hanging};
use crate::support::pty::{DEADLINE, Session, await_death, await_pid, clean_command};
use crate::support::{Book, SOLVED};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// What a solved exercise says here.
const SOLVED_SAYS: &str = "Solved: all 2 tests pass.";

/// The program between pipes. Dropping it ends the program.
pub(super) struct Piped {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    /// What was printed so far.
    seen: String,
}

impl Piped {
    pub(super) fn start(book: &Book, args: &[&str]) -> Self {
        let mut child = clean_command(book, args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let stdout = child.stdout.take().expect("a pipe");
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self {
            stdin: child.stdin.take(),
            child,
            lines,
            seen: String::new(),
        }
    }

    /// Waits for a line with a text; what came before it is passed over.
    #[track_caller]
    pub(super) fn await_line(&mut self, text: &str) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left);
            let line = line.unwrap_or_else(|_| panic!("waited for {text:?} after:\n{}", self.seen));
            self.seen.push_str(&line);
            self.seen.push('\n');
            if line.contains(text) {
                return;
            }
        }
    }

    pub(super) fn type_line(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().expect("the pipe is open");
        writeln!(stdin, "{line}").expect("the pipe takes a line");
    }

    pub(super) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).expect("the program is there");
    }

    /// Waits for the end; returns the exit code, all of standard output, and standard error.
    #[track_caller]
    pub(super) fn end(&mut self) -> (Option<i32>, String, String) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => self.seen += &(line + "\n"),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("it does not end:\n{}", self.seen),
            }
        }
        let code = self.child.wait().expect("it ended").code();
        let mut said = String::new();
        let mut stderr = self.child.stderr.take().expect("a pipe");
        stderr.read_to_string(&mut said).expect("it is text");
        (code, std::mem::take(&mut self.seen), said)
    }
}

impl Drop for Piped {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            // It gets the chance to stop what it runs.
            self.signal(Signal::TERM);
            self.stdin = None;
            let deadline = Instant::now() + Duration::from_secs(5);
            while let Ok(None) = self.child.try_wait()
                && Instant::now() < deadline
            {
                std::thread::park_timeout(Duration::from_millis(5));
            }
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

#[test]
fn lines_are_appended_without_escape_codes() {
    let book = Book::new();
    let mut piped = Piped::start(&book, &["watch"]);
    piped.await_line(STARTER_SAYS);
    piped.await_line("0 of 2 exercises solved.");
    book.write(ADD, SOLVED);
    piped.await_line(SOLVED_SAYS);
    piped.await_line("1 of 2 exercises solved.");
    piped.type_line("n");
    piped.await_line("File: exercises/01_one/sub.rs");
    piped.type_line("q");
    let (code, stdout, stderr) = piped.end();
    assert_eq!(stdout.matches(SOLVED_SAYS).count(), 1, "{stdout}");
    assert_eq!(code, Some(0), "{stdout}");
    assert_eq!(stderr, "");
    assert!(!stdout.contains('\x1b'), "{stdout:?}");
    assert!(!stdout.contains('\r'), "{stdout:?}");
    assert!(
        stdout.contains(STARTER_SAYS),
        "what was printed stays:\n{stdout}"
    );
}

#[test]
fn keys_come_as_lines() {
    let book = Book::new();
    let mut piped = Piped::start(&book, &["watch"]);
    piped.await_line(STARTER_SAYS);
    for (line, shown) in [
        ("h", "Which operator adds?"),
        (" hint ", "It is `+`."),
        ("back", STARTER_SAYS),
        ("c", "A sum is what `+` gives."),
        ("l", "level  min  tries  hints"),
        ("q", STARTER_SAYS),
        ("?", "the concept card; again for the next card"),
        ("next", "Exercise 2: Subtract."),
        ("z", "`z` does nothing here"),
        ("previous", "Exercise 1: Add two numbers."),
        ("open su", "File: exercises/01_one/sub.rs"),
        ("open", "no exercise is called ``"),
        ("open multiply", "no exercise is called `multiply`"),
        (
            "nonsense",
            "`nonsense` is not known here; these are: next, previous, go, hint",
        ),
        ("open add", "Difficulty 1 of 5. About 5 minutes."),
        ("x", "Reset \"Add two numbers\" to its starter?"),
        ("", "Nothing was reset."),
    ] {
        piped.type_line(line);
        piped.await_line(shown);
    }
    piped.type_line("q");
    let (code, stdout, stderr) = piped.end();
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
}

#[test]
fn the_same_verdict_is_said_again_after_each_save() {
    let book = Book::new();
    let mut piped = Piped::start(&book, &["watch"]);
    piped.await_line(STARTER_SAYS);
    for spaces in ["", " "] {
        book.add_body(&format!("    a - b{spaces}"));
        piped.await_line("Checking exercises/01_one/add.rs.");
        piped.await_line("0 of 2 tests pass. First failure: small numbers add up.");
        piped.await_line("exercises/01_one/add.rs:14:9: error: expected 5, actual -1");
        piped.await_line("The line: assert_eq!(add(2, 3), 5);");
        piped.await_line("1 other test does not pass:");
        piped.await_line("Negative numbers add up: failed.");
    }
}

#[test]
fn a_compilers_error_is_a_place_and_words() {
    let book = Book::new();
    let mut piped = Piped::start(&book, &["watch", "--plain"]);
    piped.await_line(STARTER_SAYS);
    book.add_body("    \"sum\"");
    piped.await_line("It does not compile: 1 error.");
    piped.await_line("exercises/01_one/add.rs:5:5: error[E0308]: mismatched types");
    piped.await_line("The line: \"sum\"");
    piped.await_line("Expected `i32`, found `&str`.");
    piped.await_line("`E` says more about the first error, as does `workbook explain E0308`.");
}

#[test]
fn a_terminal_gets_sentences_when_it_asks_for_them() {
    let book = Book::new();
    let mut session = Session::start(&book, &["watch", "--plain", "--color", "never"]);
    session.await_text(STARTER_SAYS);
    session.type_text("h\n");
    session.await_text("Which operator adds?");
    book.write(ADD, SOLVED);
    session.await_text(SOLVED_SAYS);
    session.type_text("quit\n");
    session.end().assert_clean(0);
    assert!(!session.raw().contains('\x1b'), "{:?}", session.raw());
    assert!(session.raw().contains(STARTER_SAYS), "what was said stays");
}

#[test]
fn a_check_that_takes_long_is_spoken_of_once() {
    let book = hanging(WAIT);
    let mut piped = Piped::start(&book, &["watch"]);
    let pid = await_pid(&book.path("pid"));
    piped.await_line("Still testing: 1 of 2 tests done, now small numbers add up.");
    piped.type_line("q");
    let (_, stdout, _) = piped.end();
    assert_eq!(stdout.matches("Still testing").count(), 1, "{stdout}");
    await_death(pid);
}

#[test]
fn keys_are_answered_while_a_test_hangs() {
    let book = hanging(WAIT);
    let mut piped = Piped::start(&book, &["watch"]);
    let pid = await_pid(&book.path("pid"));
    piped.type_line("h");
    piped.await_line("Which operator adds?");
    piped.type_line("quit");
    let (code, _, stderr) = piped.end();
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    await_death(pid);
}

#[test]
fn q_ends_it_while_a_test_hangs() {
    let book = hanging(WAIT);
    let mut piped = Piped::start(&book, &["watch"]);
    let pid = await_pid(&book.path("pid"));
    piped.type_line("q");
    let (code, _, stderr) = piped.end();
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    await_death(pid);
}

#[test]
fn signals_end_it_and_what_it_runs() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let book = hanging(WAIT);
        let mut piped = Piped::start(&book, &["watch"]);
        let pid = await_pid(&book.path("pid"));
        piped.signal(signal);
        let (code, stdout, stderr) = piped.end();
        assert_eq!(
            (code, stderr.as_str()),
            (Some(130), ""),
            "{signal:?}: {stdout}"
        );
        await_death(pid);
    }
}

#[test]
fn a_closed_input_is_no_end() {
    let book = Book::new();
    let mut piped = Piped::start(&book, &["watch"]);
    piped.stdin = None;
    piped.await_line(STARTER_SAYS);
    book.write(ADD, SOLVED);
    piped.await_line(SOLVED_SAYS);
    piped.signal(Signal::TERM);
    let (code, _, stderr) = piped.end();
    assert_eq!((code, stderr.as_str()), (Some(130), ""));
}

#[test]
fn the_welcome_hides_no_verdict() {
    let book = Book::new();
    book.edit(
        "info.toml",
        "title = \"Tiny\"",
        "title = \"Tiny\"\nwelcome_message = \"Hello there.\"",
    );
    let mut piped = Piped::start(&book, &["watch"]);
    // Nobody may be there to press Enter.
    piped.stdin = None;
    piped.await_line("Hello there.");
    piped.await_line(STARTER_SAYS);
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let book = Book::new();
    let mut child = clean_command(&book, &["watch"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("a pipe");
    let (sender, ended) = mpsc::channel();
    let pid = Pid::from_child(&child);
    std::thread::spawn(move || {
        let end = stderr.read_to_string(&mut said).map(|_| said);
        let _ = sender.send(end);
    });
    let said = ended.recv_timeout(DEADLINE);
    if said.is_err() {
        let _ = kill_process(pid, Signal::KILL);
    }
    assert_eq!(said.expect("it ends").expect("it is text"), "");
    assert_eq!(child.wait().expect("it ended").code(), Some(0));
}

#[test]
fn exercises_that_are_replaced_as_a_whole_are_seen_and_go_on_being_seen() {
    let book = Book::new();
    let mut piped = Piped::start(&book, &["watch", "--plain"]);
    piped.await_line(STARTER_SAYS);
    let (exercises, other) = (book.path("exercises"), book.path("other"));
    // As a checkout of another branch does it.
    let copy = |text: &str| {
        for file in ["01_one/add.rs", "01_one/sub.rs"] {
            book.write(
                &format!("other/{file}"),
                &book.read(&format!("exercises/{file}")),
            );
        }
        book.write("other/01_one/add.rs", text);
        std::fs::rename(&exercises, book.path("before")).expect("it is moved away");
        std::fs::rename(&other, &exercises).expect("it takes its place");
        std::fs::remove_dir_all(book.path("before")).expect("it is removed");
    };
    copy(&book.read(ADD).replace("todo!()", "a - b"));
    piped.await_line("expected 5, actual -1");
    copy(SOLVED);
    piped.await_line(SOLVED_SAYS);
    // In the directory that is there now, a plain save.
    book.add_body("    \"sum\"");
    piped.await_line("does not compile");
    piped.type_line("quit");
    let (code, _, stderr) = piped.end();
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_new_course_is_told_and_read_at_the_next_start() {
    let book = Book::new();
    let mut piped = Piped::start(&book, &["watch", "--plain"]);
    piped.await_line(STARTER_SAYS);
    // The same text is nothing new.
    let text = book.read("info.toml");
    book.write("info.toml", &text);
    book.edit("info.toml", "title = \"Tiny\"", "title = \"Other\"");
    piped.await_line("info.toml has changed");
    piped.type_line("quit");
    let (code, stdout, stderr) = piped.end();
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert_eq!(
        stdout.matches("info.toml has changed").count(),
        1,
        "{stdout}"
    );
}
