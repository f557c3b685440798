//! The events and their JSON. Fields may be added in the same version; nothing is renamed or taken away.

use super::rows::{ExerciseRow, HintRow, Message, TestRow, VerdictRow, slashes};
use crate::attempt::Phase;
use crate::crates;
use crate::error::{Error, ExitCode};
use crate::watch::{RunId, View};
use serde::Serialize;

/// The version of the schema.
pub const SCHEMA_VERSION: u32 = 1;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Report {
    /// The session begins.
    Session {
        /// The version of the schema.
        version: u32,
        /// This program's version.
        program: &'static str,
        /// The workbook's title.
        title: String,
        /// The workbook's directory; every path is relative to it.
        root: String,
        /// The workbook's first words, as Markdown.
        welcome: Option<String>,
        /// All exercises in order.
        exercises: Vec<ExerciseRow>,
    },
    /// An exercise became the current one.
    Exercise(ExerciseRow),
    /// A check of what its file holds now begins.
    CheckStarted {
        /// Its number in the session.
        check: u64,
        /// The exercise.
        exercise: String,
        /// Its file.
        path: String,
    },
    /// A check has come further.
    CheckProgress {
        /// The check.
        check: u64,
        /// What it does.
        phase: &'static str,
        /// How many tests are done.
        n_done: Option<usize>,
        /// How many there are.
        n_tests: Option<usize>,
        /// The test that runs, or that failed.
        test: Option<String>,
    },
    /// A check was given up, as for a newer version of the file. It reports nothing more.
    CheckCanceled {
        /// The check.
        check: u64,
    },
    /// What the compiler or clippy says.
    Message(Message),
    /// What one test proved.
    Test(TestRow),
    /// What a check proved; its messages and tests came before.
    Verdict(VerdictRow),
    /// A hint was revealed.
    Hint(HintRow),
    /// The mode changed that letters are read in.
    View {
        /// Its name.
        view: &'static str,
    },
    /// A text was opened, such as a card.
    Page {
        /// What it is.
        kind: &'static str,
        /// Its title.
        title: Option<String>,
        /// The text as it is printed, or code.
        text: String,
    },
    /// The crates that exercises use are being built.
    Crates {
        /// Whether that is over.
        done: bool,
        /// How many are built.
        n_done: usize,
        /// How many there are; 0 as long as it is not known.
        n_crates: usize,
        /// What cargo waits for.
        blocked: Option<String>,
    },
    /// More is solved than before, or less.
    Progress {
        /// How many exercises are solved.
        n_solved: usize,
        /// How many there are.
        n_exercises: usize,
        /// The solved ones.
        solved: Vec<String>,
    },
    /// A sentence for the learner.
    Notice {
        /// The sentence.
        text: String,
    },
    /// Something went wrong that is not the learner's mistake.
    Error {
        /// What happened.
        text: String,
        /// The file.
        file: Option<String>,
        /// The line in it, from 1.
        line: Option<usize>,
        /// The column, from 1.
        column: Option<usize>,
        /// Facts that explain it.
        notes: Vec<String>,
        /// What to do.
        help: Option<String>,
    },
    /// The session ends; nothing follows.
    End {
        /// The exit code of the process.
        code: u8,
        /// How many exercises are solved.
        n_solved: usize,
        /// How many there are.
        n_exercises: usize,
    },
}

impl Report {
    /// All that is wrong, an event each.
    pub fn errors(error: &Error) -> Vec<Self> {
        let of = |problem: &crate::error::Problem| {
            let position = problem.place.as_ref().and_then(|place| place.position);
            Self::Error {
                text: problem.what.clone(),
                file: problem.place.as_ref().map(|place| slashes(&place.file)),
                line: position.map(|(line, _)| line),
                column: position.map(|(_, column)| column),
                notes: problem.notes.clone(),
                help: problem.help.clone(),
            }
        };
        error.problems.iter().map(of).collect()
    }

    /// How far the crates are; nothing when that has ended.
    pub fn crates(progress: Option<&crates::Progress>) -> Self {
        Self::Crates {
            done: progress.is_none(),
            n_done: progress.map_or(0, |progress| progress.n_done),
            n_crates: progress.map_or(0, |progress| progress.n_crates),
            blocked: progress.and_then(|progress| progress.blocked.clone()),
        }
    }

    /// How far a check is.
    pub fn check_progress(id: RunId, phase: &Phase) -> Self {
        let (phase, tests) = match phase {
            Phase::Crates(_) => ("crates", None),
            Phase::Compiling => ("compiling", None),
            Phase::Testing {
                n_done,
                n_tests,
                running,
            } => ("testing", Some((*n_done, Some(*n_tests), running.clone()))),
            Phase::SoFar(verdict) => {
                let failed = verdict.first_failure().map(|test| test.name.clone());
                ("failing", Some((verdict.tests.len(), None, failed)))
            }
            Phase::Proven(_) => ("proven", None),
            Phase::Linting => ("linting", None),
        };
        Self::CheckProgress {
            check: id.0,
            phase,
            n_done: tests.as_ref().map(|(n_done, ..)| *n_done),
            n_tests: tests.as_ref().and_then(|(_, n_tests, _)| *n_tests),
            test: tests.and_then(|(.., running)| running),
        }
    }

    /// The last event.
    pub fn end(code: ExitCode, n_solved: usize, n_exercises: usize) -> Self {
        Self::End {
            code: code as u8,
            n_solved,
            n_exercises,
        }
    }

    /// As one line of JSON, with its end.
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string(self).expect("an event is text, numbers and lists");
        json + "\n"
    }
}

/// The name of what is shown.
pub fn view_name(view: &View) -> &'static str {
    match view {
        View::Welcome => "welcome",
        View::Verdict => "verdict",
        View::Hints => "hints",
        View::Reader(_) => "page",
        View::Reference(_) => "reference",
        View::Output => "output",
        View::List => "list",
        View::ListHelp => "list_help",
        View::Help => "help",
        View::ConfirmReset => "confirm_reset",
        View::Farewell => "farewell",
    }
}
