//! Progress: recorded at once, kept whatever happens to the files, shared by several processes.

use super::line::plain;
use super::said;
use crate::said::{Said, await_file, finish};
use crate::support::{Book, SOLVED, STARTER};
use serde_json::Value;
use std::process::Stdio;

/// The state of each exercise as `list --json` tells it.
#[track_caller]
fn states(book: &Book) -> Vec<String> {
    let answer = said(book, &["list", "--json"]);
    answer.exits(0).is_calm();
    let rows = answer.json();
    let state = |row: &Value| {
        row["state"]
            .as_str()
            .expect("a state is a string")
            .to_owned()
    };
    rows.as_array()
        .expect("the list is an array")
        .iter()
        .map(state)
        .collect()
}

#[test]
fn what_is_solved_stays_solved() {
    let book = Book::new();
    book.write("exercises/01_one/add.rs", SOLVED);
    said(&book, &["run", "add"]).is_solved();
    assert_eq!(states(&book), ["solved", "new"]);
    book.write("exercises/01_one/add.rs", STARTER);
    said(&book, &["run", "add"]).is_unsolved(&["0 of 2 tests pass"]);
    assert_eq!(states(&book), ["solved", "new"]);
    for gone in [".workbook/cache", ".workbook/build"] {
        std::fs::remove_dir_all(book.path(gone)).expect("what can be made again can be removed");
    }
    assert_eq!(states(&book), ["solved", "new"]);
    let progress = book.read(".workbook/progress");
    assert!(
        progress.contains("\nadd solved="),
        "a person can read it: {progress}"
    );
    said(&book, &["reset", "add"]).exits(0).is_calm();
    assert_eq!(states(&book), ["new", "new"], "it is to be solved again");
}

#[test]
fn an_attempt_counts_and_looking_at_the_starter_does_not() {
    let book = Book::new();
    said(&book, &["run", "add"]).is_unsolved(&["0 of 2 tests pass"]);
    assert_eq!(states(&book), ["new", "new"]);
    book.add_body("    a - b");
    said(&book, &["run", "add"]).is_unsolved(&["0 of 2 tests pass"]);
    assert_eq!(states(&book), ["tried", "new"]);
    book.write("exercises/01_one/add.rs", SOLVED);
    said(&book, &["run", "add"]).is_solved();
    let rows = said(&book, &["list", "--json"]).json();
    assert_eq!(
        (&rows[0]["state"], &rows[0]["attempts"]),
        (&"solved".into(), &2.into())
    );
}

#[test]
fn check_records_what_it_finds_solved() {
    let book = Book::solved();
    said(&book, &["check"]).exits(0).is_calm();
    assert_eq!(states(&book), ["solved", "solved"]);
}

#[test]
fn check_records_what_is_solved_even_when_nobody_reads_on() {
    let book = Book::solved();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let child = plain(&book)
        .args(["check", "--jobs", "1"])
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn();
    finish(child.expect("the program can be started"))
        .exits(0)
        .prints("")
        .is_calm();
    assert_eq!(states(&book)[0], "solved");
}

#[cfg(unix)]
#[test]
fn an_interrupted_check_keeps_what_it_found_and_leaves_nothing_running() {
    use rustix::process::{Pid, Signal, kill_process, test_kill_process};
    let book = Book::solved();
    book.edit(
        "info.toml",
        "name = \"sub\"",
        "name = \"sub\"\ntimeout_seconds = 600",
    );
    // The tests run in the workbook's directory; each says who it is and stays.
    let body = "    let path = format!(\"{}.pid\", std::process::id());
    std::fs::write(&path, std::process::id().to_string()).expect(\"written\");
    std::fs::rename(&path, \"running\").expect(\"renamed\");
    loop { std::thread::park() }";
    book.edit(
        "exercises/01_one/sub.rs",
        "    a - b",
        &format!("{body}\n    #[allow(unreachable_code)] {{ a - b }}"),
    );
    let child = plain(&book)
        .args(["check", "--jobs", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    await_file(&book.path("running"));
    let pid = |number: i32| Pid::from_raw(number).expect("a process has a number");
    let test = pid(book
        .read("running")
        .parse()
        .expect("the test writes its number"));
    kill_process(Pid::from_child(&child), Signal::INT).expect("the program runs");
    finish(child)
        .exits(130)
        .is_calm()
        .says("✓ add")
        .never_says("sub");
    assert!(
        test_kill_process(test).is_err() || is_zombie(test),
        "a test is still running"
    );
    assert_eq!(states(&book), ["solved", "new"]);
}

/// Nobody may have buried it yet.
#[cfg(unix)]
fn is_zombie(pid: rustix::process::Pid) -> bool {
    std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).is_ok_and(|stat| {
        stat.rsplit(") ")
            .next()
            .is_some_and(|rest| rest.starts_with('Z'))
    })
}

#[test]
fn two_runs_at_once_both_count() {
    let book = Book::solved();
    std::thread::scope(|scope| {
        let runs: Vec<_> = ["add", "sub", "add", "sub"]
            .map(|name| scope.spawn(|| Said::by(&mut book.command(&["run", name]))))
            .into_iter()
            .collect();
        for run in runs {
            run.join().expect("the run does not panic").is_solved();
        }
    });
    assert_eq!(states(&book), ["solved", "solved"]);
    std::thread::scope(|scope| {
        for check in [(); 2].map(|()| scope.spawn(|| said(&book, &["check"]))) {
            check
                .join()
                .expect("the check does not panic")
                .exits(0)
                .is_calm()
                .says("2 of 2 exercises solved");
        }
    });
}

#[test]
fn hints_and_attempts_of_two_processes_add_up() {
    let book = Book::solved();
    std::thread::scope(|scope| {
        let hint = scope.spawn(|| said(&book, &["hint", "add", "--all"]));
        let run = scope.spawn(|| said(&book, &["run", "add"]));
        hint.join()
            .expect("the hint does not panic")
            .exits(0)
            .is_calm();
        run.join().expect("the run does not panic").is_solved();
    });
    let rows = said(&book, &["list", "--json"]).json();
    assert_eq!(
        (&rows[0]["state"], &rows[0]["hints"]),
        (&"solved".into(), &3.into())
    );
}
