//! Events, one after the other, without a compiler; and what `run --json` prints with one.

use super::Schema;
use crate::said::Said;
use crate::support::{Book, SOLVED};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use workbook::attempt::Phase;
use workbook::crates;
use workbook::error::{Error, Place, Problem};
use workbook::info;
use workbook::progress::Progress;
use workbook::report::Reporter;
use workbook::verdict::{
    Details, Diagnostic, Level, Outcome, Panic, Tampering, TestResult, TestVerdict, Verdict,
};
use workbook::watch::{Checked, Effect, Event, Key, Page, Watch};

const COURSE: &str = "format_version = 1
title = \"Two\"
welcome_message = \"Hello.\"
[[exercises]]
name = \"a\"
dir = \"01_first\"
title = \"The first\"
difficulty = 2
concepts = [\"sums\"]
[[exercises.hints]]
text = \"Think.\"
[[exercises.hints]]
when = { test = \"it_adds\" }
text = \"Add.\"
[[exercises]]
name = \"b\"
title = \"The second\"
";

/// A loop, and what is told of it.
struct Session {
    watch: Watch,
    reporter: Reporter,
    told: Vec<Value>,
    schema: Schema,
    runs: Vec<workbook::watch::RunId>,
}

impl Session {
    fn new(auto: bool) -> Self {
        let course = info::parse(COURSE).expect("the course is right");
        let now = Instant::now();
        let watch = Watch::new(Arc::new(course), Progress::default(), 0, auto, false, now);
        let mut session = Self {
            watch,
            reporter: Reporter::default(),
            told: Vec::new(),
            schema: Schema::read(),
            runs: Vec::new(),
        };
        let begin = session
            .reporter
            .begin(&session.watch, Path::new("/books/two"));
        for report in begin {
            session.told.push(session.schema.event(&report.to_json()));
        }
        session.feed(Event::Started);
        session
    }

    fn feed(&mut self, event: impl Into<Event>) {
        let event = event.into();
        let now = self.watch.now + Duration::from_millis(5);
        let effects = self.watch.step(event.clone(), now);
        for report in self.reporter.step(&event, &effects, &self.watch) {
            let line = report.to_json();
            assert_eq!(line.matches('\n').count(), 1, "an event is a line: {line}");
            self.told.push(self.schema.event(&line));
        }
        for effect in effects {
            if let Effect::Start { run, .. } = effect {
                self.runs.push(run);
            }
        }
    }

    /// The current exercise's file holds another text.
    fn save(&mut self, print: u8) {
        let exercise = self.watch.current;
        self.feed(Event::Looked {
            exercise,
            print: [print; 32],
        });
    }

    fn finish(&mut self, verdict: Verdict, print: u8) {
        let run = *self.runs.last().expect("a run");
        let checked = Checked {
            verdict,
            text: "fn a() {}\n".into(),
            print: [print; 32],
            is_attempt: true,
        };
        self.feed(Event::Finished(run, Ok(checked)));
    }

    /// The events since the last call, by name.
    fn names(&mut self) -> Vec<String> {
        let name = |event: Value| event["event"].as_str().expect("a name").to_owned();
        std::mem::take(&mut self.told)
            .into_iter()
            .map(name)
            .collect()
    }
}

fn verdict(outcome: Outcome, diagnostics: Vec<Diagnostic>, tests: Vec<TestVerdict>) -> Verdict {
    Verdict {
        outcome,
        diagnostics,
        tests,
        tampering: Vec::new(),
    }
}

fn solved() -> Verdict {
    verdict(Outcome::Solved, vec![], vec![test(TestResult::Passed)])
}

fn test(result: TestResult) -> TestVerdict {
    TestVerdict {
        name: "tests::it_adds".to_owned(),
        result,
        output: "so far\n".to_owned(),
    }
}

fn panic(message: &str, sides: Option<(&str, &str)>) -> Panic {
    Panic {
        thread: "tests::it_adds".to_owned(),
        place: Some(("exercises/01_first/a.rs".to_owned(), 9, 5)),
        message: message.to_owned(),
        sides: sides.map(|(left, right)| (left.to_owned(), right.to_owned())),
        caller: None,
    }
}

fn failed(panic: Option<Panic>) -> TestResult {
    TestResult::Failed {
        panic,
        reason: None,
    }
}

#[test]
fn every_event_is_in_the_schema_and_the_schema_knows_no_other() {
    let mut session = Session::new(false);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    session.save(1);
    let first = session.runs[0];
    for phase in [
        Phase::Crates(crates::Progress::default()),
        Phase::Compiling,
        Phase::Testing {
            n_done: 1,
            n_tests: 2,
            running: Some("tests::it_adds".to_owned()),
        },
        Phase::Linting,
    ] {
        session.feed(Event::Phase(first, phase));
    }
    let diagnostic = Diagnostic {
        level: Level::Error,
        code: Some("E0308".to_owned()),
        message: "mismatched types".to_owned(),
        rendered: "\u{1b}[1merror\u{1b}[0m".to_owned(),
        place: Some(("exercises/01_first/a.rs".to_owned(), 5)),
        details: Details {
            column: 3,
            end: (5, 7),
            label: Some("expected `i32`, found `&str`".to_owned()),
            notes: vec!["help: try this".to_owned()],
        },
    };
    let nowhere = Diagnostic {
        level: Level::Warning,
        code: None,
        place: None,
        details: Details::default(),
        ..diagnostic.clone()
    };
    session.finish(
        verdict(Outcome::DoesNotCompile, vec![diagnostic, nowhere], vec![]),
        1,
    );
    for (print, outcome, result) in [
        (
            2,
            Outcome::TestsFail,
            failed(Some(panic(
                "assertion `left == right` failed: words",
                Some(("1", "2")),
            ))),
        ),
        (3, Outcome::TestsFail, failed(None)),
        (
            4,
            Outcome::TestsFail,
            TestResult::Hung {
                after: Duration::from_secs(5),
            },
        ),
        (5, Outcome::TestsFail, TestResult::EndedEarly { code: 0 }),
        (6, Outcome::TestsFail, TestResult::TooMuchOutput),
        (7, Outcome::TestsChanged, TestResult::Ignored),
        (8, Outcome::TestsFail, TestResult::NotRun),
        (9, Outcome::Warnings, TestResult::Passed),
    ] {
        session.save(print);
        let tampering = vec![Tampering::ModuleMissing];
        let verdict = verdict(outcome, vec![], vec![test(result)]);
        session.finish(
            Verdict {
                tampering,
                ..verdict
            },
            print,
        );
    }
    for (print, outcome) in [
        (10, Outcome::NoTests),
        (11, Outcome::Unreadable("gone".to_owned())),
    ] {
        session.save(print);
        session.finish(verdict(outcome, vec![], vec![]), print);
    }
    for key in "hhhlqx?qzs".chars() {
        session.feed(Event::Key(Key::Char(key)));
    }
    session.feed(Event::Opened(Page::explanation(
        "E0382",
        "A value was used after it was moved.",
    )));
    session.feed(Event::Opened(Page::solution("a", "The first", "fn a() {}")));
    session.feed(Event::OpenedReference("fn a() {}".to_owned()));
    for key in [Key::Escape, Key::Escape] {
        session.feed(Event::Key(key));
    }
    session.feed(Event::Crates(Some(crates::Progress::default())));
    session.feed(Event::Crates(None));
    session.save(12);
    let run = *session.runs.last().expect("a run");
    let error = Error::cannot_check(
        Problem::new("no rustc")
            .at(Place::at(Path::new("info.toml"), 1, 2))
            .note("a fact")
            .help("install it"),
    );
    session.feed(Event::Finished(run, Err(error)));
    session.save(13);
    session.save(14);
    session.finish(solved(), 14);
    session.feed(Event::Key(Key::Char('n')));
    session.save(15);
    session.finish(solved(), 15);
    session.feed(Event::Key(Key::Char('n')));
    session.feed(Event::Key(Key::Interrupt));
    seen.extend(session.names());
    let known: BTreeSet<String> = Schema::read().events().map(str::to_owned).collect();
    assert_eq!(seen, known);
}

#[test]
fn events_come_in_an_order_that_can_be_relied_on() {
    let mut session = Session::new(false);
    assert_eq!(session.names(), ["session", "progress", "exercise"]);
    session.save(1);
    assert_eq!(session.names(), ["check_started"]);
    // A save during a check.
    session.save(2);
    assert_eq!(session.names(), ["check_canceled", "check_started"]);
    session.finish(
        verdict(
            Outcome::TestsFail,
            vec![],
            vec![test(failed(Some(panic("no", None))))],
        ),
        2,
    );
    assert_eq!(session.names(), ["test", "verdict", "view"]);
    // The one that was given up reports late.
    let late = session.runs[0];
    session.feed(Event::Finished(late, Err(Error::interrupted())));
    session.feed(Event::Phase(late, Phase::Linting));
    assert_eq!(session.names(), [""; 0]);
    session.feed(Event::Key(Key::Char('h')));
    assert_eq!(session.told[0]["answers_failure"], json!(true));
    assert_eq!(session.told[0]["number"], json!(2));
    assert_eq!(session.names(), ["hint", "view"]);
    // The same words a second time are news.
    for _ in 0..2 {
        session.feed(Event::Key(Key::Char('s')));
        assert!(session.told.iter().any(|event| event["event"] == "notice"));
        session.names();
    }
    session.save(3);
    session.finish(solved(), 3);
    assert_eq!(
        session.names(),
        ["check_started", "test", "verdict", "view", "progress"]
    );
    // Solved, and clippy is still at work.
    session.save(4);
    let run = *session.runs.last().expect("a run");
    let proven = Checked {
        verdict: solved(),
        text: "".into(),
        print: [4; 32],
        is_attempt: true,
    };
    session.feed(Event::Proven(run, proven));
    assert_eq!(session.told[1]["phase"], json!("proven"));
    session.finish(solved(), 4);
    assert_eq!(
        session.names(),
        ["check_started", "check_progress", "test", "verdict"]
    );
    session.feed(Event::Key(Key::Quit));
    assert_eq!(session.told[0]["n_solved"], json!(1));
    assert_eq!(session.names(), ["end"]);
}

#[test]
fn the_verdict_comes_before_the_next_exercise() {
    let mut session = Session::new(true);
    session.save(1);
    session.save(2);
    session.names();
    session.finish(solved(), 2);
    let verdict = &session.told[1];
    assert_eq!(
        (&verdict["exercise"], &verdict["check"]),
        (&json!("a"), &json!(1))
    );
    assert_eq!(verdict["milliseconds"], json!(5));
    assert_eq!(
        session.names(),
        ["test", "verdict", "exercise", "view", "progress", "notice"]
    );
}

#[test]
fn values_are_expected_and_actual_only_where_two_were_to_be_equal() {
    for (message, expected, actual) in [
        ("assertion `left == right` failed", json!("2"), json!("1")),
        ("assertion `left != right` failed", json!(null), json!("1")),
    ] {
        let mut session = Session::new(false);
        session.save(1);
        session.names();
        let panic = panic(message, Some(("1", "2")));
        session.finish(
            verdict(Outcome::TestsFail, vec![], vec![test(failed(Some(panic)))]),
            1,
        );
        let told = &session.told[0];
        assert_eq!((&told["expected"], &told["actual"]), (&expected, &actual));
    }
}

#[test]
fn progress_of_another_window_is_told() {
    let mut session = Session::new(false);
    session.names();
    let mut progress = Progress::default();
    progress.record_attempt("b", true, SystemTime::UNIX_EPOCH);
    session.feed(Event::Progress(progress));
    assert_eq!(session.told[0]["solved"], json!(["b"]));
    assert_eq!(session.names(), ["progress"]);
}

#[test]
fn run_prints_one_object() {
    let schema = Schema::read();
    let book = Book::new();
    let said = Said::by(&mut book.command(&["run", "--json"]));
    said.exits(1).is_calm();
    let run = said.json();
    schema.holds("run", &run);
    assert_eq!(run["verdict"]["outcome"], json!("tests_fail"));
    assert_eq!(run["tests"][1]["state"], json!("failed"));
    assert_eq!(run["tests"][1]["line"], json!(5));
    book.write("exercises/01_one/add.rs", SOLVED);
    let said = Said::by(&mut book.command(&["run", "add", "--json"]));
    said.exits(0).is_calm();
    let run = said.json();
    schema.holds("run", &run);
    assert_eq!(run["exercise"]["solved"], json!(true));
    assert_eq!(run["tests"][0]["state"], json!("passed"));
    book.add_body("    \"sum\"");
    let said = Said::by(&mut book.command(&["run", "add", "--json"]));
    let run = said.json();
    schema.holds("run", &run);
    let message = &run["messages"][0];
    assert_eq!(message["code"], json!("E0308"));
    assert_eq!(
        (&message["line"], &message["column"]),
        (&json!(5), &json!(5))
    );
    assert_eq!(
        (&message["end_line"], &message["end_column"]),
        (&json!(5), &json!(10))
    );
    assert_eq!(message["label"], json!("expected `i32`, found `&str`"));
}
