//! The task that Visual Studio Code starts with the folder: its patterns against what `watch` says.

use super::copy_without_crates;
use crate::said::PATIENCE;
use crate::support::Book;
use predicates::Predicate as _;
use predicates::str::is_match;
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Instant;

/// A file of JSON but for comments.
pub fn settings(book: &Book, path: &str) -> Value {
    let text: String = book
        .read(path)
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    serde_json::from_str(&text).expect("it is JSON but for comments")
}

/// What the program prints, up to a line that is awaited; then it is told to end.
fn lines_until(book: &Book, args: &[&str], is_last: impl Fn(&str) -> bool) -> Vec<String> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_workbook"))
        .current_dir(book.root())
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let output = child.stdout.take().expect("it is piped");
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    let deadline = Instant::now() + PATIENCE;
    let mut lines: Vec<String> = Vec::new();
    while !lines.last().is_some_and(|line| is_last(line)) {
        let rest = deadline.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(rest) {
            Ok(line) => lines.push(line),
            Err(_) => break,
        }
    }
    // Without its input it goes on, with a word it ends.
    let mut input = child.stdin.take().expect("it is piped");
    let told = input.write_all(b"q\n").is_ok();
    if !told {
        let _ = child.kill();
    }
    child.wait().expect("it ends");
    lines
}

#[test]
fn the_task_finds_the_failure_between_the_beginning_and_the_end_of_a_check() {
    let book = copy_without_crates();
    let tasks = settings(&book, ".vscode/tasks.json");
    let task = &tasks["tasks"][0];
    let matcher = &task["problemMatcher"];
    let pattern = |value: &Value| {
        is_match(value.as_str().expect("it is a pattern")).expect("it is a regular expression")
    };
    let words: Vec<&str> = task["command"]
        .as_str()
        .expect("there is a command")
        .split(' ')
        .collect();
    assert_eq!(words[0], "workbook");
    let end = pattern(&matcher["background"]["endsPattern"]);
    let lines = lines_until(&book, &words[1..], |line| end.eval(line));
    let at = |value: &Value| -> Vec<usize> {
        let pattern = pattern(value);
        let found = lines.iter().enumerate();
        let found = found.filter(|(_, line)| pattern.eval(line.as_str()));
        found.map(|(idx, _)| idx).collect()
    };
    let begins = at(&matcher["background"]["beginsPattern"]);
    let problems = at(&matcher["pattern"]["regexp"]);
    let ends = at(&matcher["background"]["endsPattern"]);
    assert!(
        !begins.is_empty() && !problems.is_empty() && !ends.is_empty(),
        "{begins:?} {problems:?} {ends:?}: {lines:#?}"
    );
    assert!(
        begins[0] < problems[0] && problems[0] < ends[0],
        "{lines:#?}"
    );
    let line = &lines[problems[0]];
    assert!(line.starts_with("exercises/01_fundamentals/"), "{line}");
}
