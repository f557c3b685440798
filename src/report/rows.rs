//! What events tell of exercises, messages, tests and verdicts.

use crate::exercise::Exercise;
use crate::progress::Progress;
use crate::screen::{happened, plain_rendered};
use crate::text::{sentence, short_name};
use crate::verdict::{Diagnostic, Level, Outcome, Tampering, TestResult, TestVerdict, Verdict};
use serde::Serialize;
use std::time::Duration;

/// An exercise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExerciseRow {
    /// Its name, by which it is opened.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its file, relative to the workbook.
    pub path: String,
    /// Its place in the workbook, from 1.
    pub number: usize,
    /// Its chapter.
    pub chapter: String,
    /// From 1 to 5.
    pub difficulty: Option<u8>,
    /// What an interviewer would give.
    pub minutes: Option<u16>,
    /// The cards it practices.
    pub concepts: Vec<String>,
    /// Whether it is solved.
    pub solved: bool,
    /// How many hints there are.
    pub n_hints: usize,
    /// How many of them are revealed.
    pub n_revealed: usize,
}

impl ExerciseRow {
    /// The exercise at this position.
    pub fn new(exercise: &Exercise, position: usize, progress: &Progress) -> Self {
        Self {
            name: exercise.name.clone(),
            title: exercise.title.clone(),
            path: slashes(&exercise.path().display().to_string()),
            number: position + 1,
            chapter: exercise.chapter(),
            difficulty: exercise.difficulty,
            minutes: exercise.minutes,
            concepts: exercise.concepts.clone(),
            solved: progress.is_solved(&exercise.name),
            n_hints: exercise.hints.len(),
            n_revealed: progress.entry(&exercise.name).hints.len(),
        }
    }
}

/// What the compiler or clippy says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Message {
    /// `error` or `warning`.
    pub level: &'static str,
    /// As `E0308`, or a lint's name.
    pub code: Option<String>,
    /// The message in one line.
    pub text: String,
    /// The file, as the compiler names it.
    pub file: Option<String>,
    /// Where it begins, from 1.
    pub line: Option<usize>,
    /// The column, in characters from 1.
    pub column: Option<usize>,
    /// Where it ends.
    pub end_line: Option<usize>,
    /// The column behind its last character.
    pub end_column: Option<usize>,
    /// What stands below the code.
    pub label: Option<String>,
    /// Notes and help.
    pub notes: Vec<String>,
    /// As rustc prints it, without colors.
    pub rendered: String,
}

impl From<&Diagnostic> for Message {
    fn from(it: &Diagnostic) -> Self {
        let known = |number: usize| (number > 0).then_some(number);
        Self {
            level: match it.level {
                Level::Error => "error",
                Level::Warning => "warning",
            },
            code: it.code.clone(),
            text: it.message.clone(),
            file: it.place.as_ref().map(|(file, _)| slashes(file)),
            line: it.place.as_ref().map(|(_, line)| *line),
            column: known(it.details.column),
            end_line: known(it.details.end.0),
            end_column: known(it.details.end.1),
            label: it.details.label.clone(),
            notes: it.details.notes.clone(),
            rendered: plain_rendered(&it.rendered),
        }
    }
}

/// What one test proved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TestRow {
    /// Its path, as `tests::capacity_zero`.
    pub name: String,
    /// The same as a sentence.
    pub sentence: String,
    /// What it proved.
    pub state: &'static str,
    /// What happened, as a sentence; nothing when it passed.
    pub message: Option<String>,
    /// What the test itself says of it: the message of an assertion or a panic.
    pub said: Option<String>,
    /// Where it panicked; inside of the standard library, the line in the exercise that led there, if it is known.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column, from 1.
    pub column: Option<usize>,
    /// The value that was to come out.
    pub expected: Option<String>,
    /// The value that came out.
    pub actual: Option<String>,
    /// What it printed.
    pub output: String,
}

impl From<&TestVerdict> for TestRow {
    fn from(test: &TestVerdict) -> Self {
        let panic = test.panic();
        let sides = panic.and_then(|panic| panic.sides.as_ref());
        let place = panic.and_then(|panic| panic.learners_place().or(panic.place.as_ref()));
        Self {
            name: test.name.clone(),
            sentence: sentence(short_name(&test.name)),
            state: match test.result {
                TestResult::Passed => "passed",
                TestResult::Failed { .. } => "failed",
                TestResult::Hung { .. } => "hung",
                TestResult::Aborted { .. } => "aborted",
                TestResult::EndedEarly { .. } => "ended_early",
                TestResult::TooMuchOutput => "too_much_output",
                TestResult::Ignored => "ignored",
                TestResult::NotRun => "not_run",
            },
            message: (!test.passed()).then(|| happened(test)),
            said: panic.and_then(|panic| match sides {
                // `assertion left == right failed: WORDS` of which only the words are news.
                Some(_) => panic
                    .message
                    .split_once(": ")
                    .map(|(_, words)| words.to_owned()),
                None => Some(panic.message.clone()),
            }),
            file: place.map(|(file, ..)| slashes(file)),
            line: place.map(|(_, line, _)| *line),
            column: place.map(|(_, _, column)| *column),
            // The workbook's tests write `assert_eq!(actual, expected)`.
            expected: sides
                .filter(|_| panic.is_some_and(|panic| panic.message.contains("left == right")))
                .map(|(_, right)| right.clone()),
            actual: sides.map(|(left, _)| left.clone()),
            output: test.output.clone(),
        }
    }
}

/// What a check proved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VerdictRow {
    /// The check's number; nothing outside `watch`.
    pub check: Option<u64>,
    /// The exercise.
    pub exercise: String,
    /// The whole in one word.
    pub outcome: &'static str,
    /// Whether nothing is left to do.
    pub solved: bool,
    /// The whole in a few words.
    pub summary: String,
    /// How many tests there are.
    pub n_tests: usize,
    /// How many passed.
    pub n_passed: usize,
    /// How many errors the compiler found.
    pub n_errors: usize,
    /// How many warnings.
    pub n_warnings: usize,
    /// How the tests differ from the workbook's own.
    pub tests_changed: Vec<String>,
    /// How long it took.
    pub milliseconds: u64,
}

impl VerdictRow {
    /// The verdict on an exercise.
    pub fn new(check: Option<u64>, exercise: &Exercise, verdict: &Verdict, took: Duration) -> Self {
        Self {
            check,
            exercise: exercise.name.clone(),
            outcome: match verdict.outcome {
                Outcome::Solved => "solved",
                Outcome::Warnings => "warnings",
                Outcome::TestsChanged => "tests_changed",
                Outcome::TestsFail => "tests_fail",
                Outcome::NoTests => "no_tests",
                Outcome::DoesNotCompile => "does_not_compile",
                Outcome::Unreadable(_) => "unreadable",
            },
            solved: verdict.solved(),
            summary: verdict.summary(),
            n_tests: verdict.tests.len(),
            n_passed: verdict.n_passed(),
            n_errors: verdict.errors().count(),
            n_warnings: verdict.warnings().count(),
            tests_changed: verdict.tampering.iter().map(Tampering::sentence).collect(),
            milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

/// A hint that was revealed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HintRow {
    /// The exercise.
    pub exercise: String,
    /// Its place among the exercise's hints, from 1.
    pub number: usize,
    /// Whether it answers the failure at hand, and is no step of the ladder.
    pub answers_failure: bool,
    /// The hint, as Markdown.
    pub text: String,
    /// How many steps of the ladder are left.
    pub n_left: usize,
}

/// One check and all it found, as `run --json` prints it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Run {
    /// The version of the schema.
    pub version: u32,
    /// The exercise.
    pub exercise: ExerciseRow,
    /// The verdict.
    pub verdict: VerdictRow,
    /// What the compiler and clippy say.
    pub messages: Vec<Message>,
    /// What the tests proved, in the order of the file.
    pub tests: Vec<TestRow>,
}

/// Paths look the same on every system.
pub(super) fn slashes(path: &str) -> String {
    if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    }
}
