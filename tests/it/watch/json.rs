//! `watch --json` as an editor's plug-in drives it.

use super::plain::Piped;
use super::{ADD, WAIT, hanging};
use crate::report::Schema;
use crate::support::pty::{await_death, await_pid};
use crate::support::{Book, SOLVED};
use rustix::process::Signal;
use serde_json::{Value, json};

/// Ends a session; all it printed, each line held against the schema.
fn all_events(piped: &mut Piped, code: i32) -> Vec<Value> {
    let (ended, stdout, stderr) = piped.end();
    assert_eq!((ended, stderr.as_str()), (Some(code), ""), "{stdout}");
    let schema = Schema::read();
    stdout.lines().map(|line| schema.event(line)).collect()
}

fn named<'a>(events: &'a [Value], name: &str) -> Vec<&'a Value> {
    events
        .iter()
        .filter(|event| event["event"] == name)
        .collect()
}

#[test]
fn a_session_is_events_from_session_to_end() {
    let book = Book::new();
    book.edit(
        "info.toml",
        "title = \"Tiny\"",
        "title = \"Tiny\"\nwelcome_message = \"Hello there.\"",
    );
    let mut piped = Piped::start(&book, &["watch", "--json"]);
    piped.await_line("\"event\":\"verdict\"");
    piped.type_line("hint");
    piped.await_line("\"event\":\"hint\"");
    book.add_body("    \"sum\"");
    piped.await_line("\"outcome\":\"does_not_compile\"");
    book.write(ADD, SOLVED);
    piped.await_line("\"outcome\":\"solved\"");
    piped.type_line("open sub");
    piped.await_line("\"event\":\"verdict\"");
    piped.type_line("reset");
    piped.await_line("confirm_reset");
    piped.type_line("no");
    piped.await_line("Nothing was reset.");
    piped.type_line("quit");
    let events = all_events(&mut piped, 0);

    assert_eq!(events[0]["event"], json!("session"));
    assert_eq!(events[0]["version"], json!(1));
    assert_eq!(events[0]["welcome"], json!("Hello there."));
    assert_eq!(
        events[0]["exercises"][1]["path"],
        json!("exercises/01_one/sub.rs")
    );
    let outcomes: Vec<&Value> = named(&events, "verdict")
        .iter()
        .map(|it| &it["outcome"])
        .collect();
    assert_eq!(
        outcomes,
        ["tests_fail", "does_not_compile", "solved", "tests_fail"]
    );
    // A file may be seen while it is half written.
    let n_canceled = named(&events, "check_canceled").len();
    assert_eq!(
        named(&events, "check_started").len(),
        outcomes.len() + n_canceled
    );
    let message = named(&events, "message")
        .into_iter()
        .find(|it| it["level"] == "error");
    let message = message.expect("the compiler refused it");
    assert_eq!(
        (&message["file"], &message["line"]),
        (&json!(ADD), &json!(5))
    );
    assert_eq!(named(&events, "test").len(), 6);
    let progress = named(&events, "progress");
    assert_eq!(progress.last().expect("progress")["solved"], json!(["add"]));
    let end = json!({"event": "end", "code": 0, "n_solved": 1, "n_exercises": 2});
    assert_eq!(events.last(), Some(&end));
}

#[test]
fn a_save_and_a_signal_cancel_a_check_that_hangs() {
    let book = hanging(WAIT);
    let mut piped = Piped::start(&book, &["watch", "--json"]);
    let pid = await_pid(&book.path("pid"));
    piped.await_line("\"phase\":\"testing\"");
    piped.signal(Signal::TERM);
    let events = all_events(&mut piped, 130);
    assert_eq!(named(&events, "check_canceled")[0]["check"], json!(0));
    assert_eq!(events.last().expect("events")["code"], json!(130));
    await_death(pid);
}

#[test]
fn what_is_wrong_before_the_session_is_told_as_ever() {
    let book = Book::new();
    book.write("info.toml", "format_version = 1\n[[exercises]]\n");
    let mut piped = Piped::start(&book, &["watch", "--json"]);
    let (code, stdout, stderr) = piped.end();
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.contains("info.toml"), "{stderr}");
}
