//! What grading found: plain data, from which every report is made, and its text form.
//!
//! A class is told as a [`Header`], one [`SubmissionGrade`] after the other, and a [`Summary`]. The records are lines of
//! JSON ([`Record`]); a file without a summary is the report of a grading that did not come to its end.

mod earlier;
mod enforced;
mod journal;
mod kind;
mod merge;
mod points;
mod record;
pub mod roster;
mod worth;

pub use earlier::{Earlier, Files};
pub use enforced::{Enforced, Limits};
pub use journal::{Entry, Fault, Journal};
pub use kind::{Kind, Status};
pub use merge::{Merge, listed, told};
pub use points::Points;
pub use record::{Record, SCHEMA_VERSION};
pub use worth::{Credit, Feedback, test_points};

use serde::{Deserialize, Serialize};
use std::fmt;

/// What an exercise is worth that is judged by the tests of the submission.
pub const OWN_TESTS: &str = "Judged by the learner's own tests: that they ran and passed is proved, not that they ask anything.";

/// What holds for all submissions of one grading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Version of `workbook`.
    pub tool_version: String,
    /// The compiler, as `rustc 1.95.0`.
    pub rustc: String,
    /// The workbook's title.
    pub workbook: String,
    /// A hash of all that decides a verdict besides the submissions, so that parts of one class can be told from
    /// those of another.
    pub workbook_hash: String,
    /// When grading began, in UTC, as `2026-01-31T12:00:00Z`.
    pub started: String,
    /// The exercises that are graded, in the workbook's order.
    pub exercises: Vec<ExerciseHeader>,
    /// The part of the class that is graded here.
    pub shard: Option<Shard>,
    /// How many submissions this report is to hold.
    pub n_submissions: usize,
    /// Names of all submissions of the class, those of other parts included, sorted.
    pub roster: Vec<String>,
    /// What was enforced around the submitted code.
    pub enforced: Enforced,
    /// What one file may use.
    pub limits: Limits,
}

impl Header {
    /// The points of all exercises together.
    pub fn max_points(&self) -> Points {
        self.exercises
            .iter()
            .map(|exercise| exercise.max_points)
            .sum()
    }
}

/// An exercise as it is graded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExerciseHeader {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its file in a submission, with slashes.
    pub path: String,
    /// Its chapter, as people read it.
    pub chapter: String,
    /// Whether the submission's own tests count, since the task lies inside them.
    #[serde(default)]
    pub own_tests: bool,
    /// What it is worth.
    pub max_points: Points,
    /// Its tests in the order of the file.
    pub tests: Vec<TestHeader>,
}

/// A test as it is graded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestHeader {
    /// Its name without the module.
    pub name: String,
    /// What it is worth.
    pub max_points: Points,
    /// Whether it comes from the instructor's hidden tests.
    pub hidden: bool,
    /// Its source, for reports that show it; empty for a hidden test.
    pub source: String,
}

/// A part of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// How the class was divided.
    pub kind: ShardKind,
    /// Which part it is, from 1.
    pub index: usize,
    /// How many parts there are.
    pub total: usize,
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            ShardKind::Hash => "hash",
            ShardKind::Slice => "slice",
        };
        write!(f, "part {} of {} ({kind})", self.index, self.total)
    }
}

/// A way to divide a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShardKind {
    /// By a stable hash of the submission's name, which nothing that is added changes.
    Hash,
    /// In turn, for even parts.
    Slice,
}

/// One submission.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionGrade {
    /// Its name: the learner's, as the directory says. Sanitized.
    pub name: String,
    /// Where it lies, as a person writes it where grading began: with slashes, and empty for that directory itself.
    /// Sanitized.
    pub dir: String,
    /// Its exercises, in the workbook's order.
    pub exercises: Vec<ExerciseGrade>,
    /// How long it took, in milliseconds.
    pub ms: u64,
}

impl SubmissionGrade {
    /// A file of it as it is found from where grading began.
    pub fn file(&self, path: &str) -> String {
        match self.dir.as_str() {
            "" => path.to_owned(),
            dir => format!("{dir}/{path}"),
        }
    }

    /// The whole in one word: an error anywhere is an error of the whole.
    pub fn status(&self) -> Status {
        self.exercises
            .iter()
            .map(|exercise| exercise.kind.status())
            .max()
            .unwrap_or(Status::Error)
    }

    /// The points reached; none when something could not be graded.
    pub fn points(&self) -> Option<Points> {
        self.exercises.iter().map(|exercise| exercise.points).sum()
    }

    /// The points there are.
    pub fn max_points(&self) -> Points {
        self.exercises
            .iter()
            .map(|exercise| exercise.max_points)
            .sum()
    }

    /// How many exercises passed.
    pub fn n_passed(&self) -> usize {
        self.exercises
            .iter()
            .filter(|exercise| exercise.kind == Kind::Pass)
            .count()
    }
}

/// One exercise of a submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExerciseGrade {
    /// Its name.
    pub name: String,
    /// The file, relative to the submission, with slashes.
    pub path: String,
    /// A hash of what was graded; absent where nothing could be read.
    pub hash: Option<String>,
    /// Whether its own tests count, since the task lies inside them.
    #[serde(default)]
    pub own_tests: bool,
    /// What became of it.
    pub kind: Kind,
    /// One or two sentences for the learner. Sanitized.
    pub message: String,
    /// Each test, in the order of the file.
    pub tests: Vec<TestGrade>,
    /// What the compiler refused it for.
    pub diagnostics: Vec<DiagnosticGrade>,
    /// What an instructor should know, as "identical to the reference solution".
    pub notes: Vec<String>,
    /// The points reached; none when it could not be graded.
    pub points: Option<Points>,
    /// The points there are.
    pub max_points: Points,
    /// How long it took, in milliseconds; 0 when the same file was graded before.
    pub ms: u64,
}

impl ExerciseGrade {
    /// How it counts.
    pub fn status(&self) -> Status {
        self.kind.status()
    }

    /// Says that its file is another one, wherever it is named. The tests are in no file of a submission.
    pub fn move_to(&mut self, path: String) {
        let old = std::mem::replace(&mut self.path, path);
        if old == self.path {
            return;
        }
        let places = self.tests.iter_mut().filter_map(|test| test.place.as_mut());
        let files = self.diagnostics.iter_mut().map(|it| &mut it.file);
        for file in places.map(|(file, _)| file).chain(files) {
            if *file == old {
                file.clone_from(&self.path);
            }
        }
        for diagnostic in &mut self.diagnostics {
            let place = format!("--> {old}:");
            let now = format!("--> {}:", self.path);
            diagnostic.rendered = diagnostic.rendered.replace(&place, &now);
        }
    }

    /// All that is to be told besides its verdict: what it is worth where its own tests count, then the notes.
    pub fn remarks(&self) -> impl Iterator<Item = &str> {
        let own = self.own_tests.then_some(OWN_TESTS);
        own.into_iter().chain(self.notes.iter().map(String::as_str))
    }

    /// How many tests passed.
    pub fn n_passed(&self) -> usize {
        self.tests
            .iter()
            .filter(|test| test.kind == Kind::Pass)
            .count()
    }
}

/// One test of an exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestGrade {
    /// Its name without the module.
    pub name: String,
    /// What became of it.
    pub kind: Kind,
    /// Why it did not pass; empty when it did, or when no feedback is given. Sanitized.
    pub message: String,
    /// File and line (from 1) of what ended it, in the submission or in the tests.
    pub place: Option<(String, usize)>,
    /// What it printed, sanitized and capped.
    pub output: String,
    /// Whether more was printed than is kept.
    pub truncated: bool,
    /// Whether it comes from the instructor's hidden tests.
    pub hidden: bool,
    /// The points reached.
    pub points: Points,
    /// The points there are.
    pub max_points: Points,
    /// How long it took, in milliseconds.
    pub ms: u64,
}

/// One message of the compiler on a submitted file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiagnosticGrade {
    /// `error` or `warning`.
    pub level: String,
    /// An error code such as `E0308`.
    pub code: Option<String>,
    /// The message in one line. Sanitized.
    pub message: String,
    /// The file, relative to the submission.
    pub file: String,
    /// Line and column, from 1; 0 where they are not known.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// The line behind its last character.
    pub end_line: usize,
    /// The column behind its last character.
    pub end_column: usize,
    /// As rustc renders it, without colors. Sanitized.
    pub rendered: String,
}

/// A whole grading in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many submissions were graded.
    pub n_submissions: usize,
    /// How many of them passed everything.
    pub n_passed: usize,
    /// How many of them could not be graded whole.
    pub n_errors: usize,
    /// How many exercises of them passed.
    pub exercises_passed: usize,
    /// How many exercises were graded.
    pub exercises: usize,
    /// The points reached by all whose points are known.
    pub points: Points,
    /// The points there are.
    pub max_points: Points,
    /// How long it took, in milliseconds.
    pub ms: u64,
}

impl Summary {
    /// Adds a submission.
    pub fn add(&mut self, grade: &SubmissionGrade) {
        self.n_submissions += 1;
        match grade.status() {
            Status::Pass => self.n_passed += 1,
            Status::Fail => {}
            Status::Error => self.n_errors += 1,
        }
        self.exercises_passed += grade.n_passed();
        self.exercises += grade.exercises.len();
        self.points += grade.points().unwrap_or_default();
        self.max_points += grade.max_points();
    }

    /// The whole in one word.
    pub fn status(&self) -> Status {
        if self.n_errors > 0 {
            Status::Error
        } else if self.n_passed < self.n_submissions {
            Status::Fail
        } else {
            Status::Pass
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_handed_in_elsewhere_is_named_where_it_is() {
        let place = |file: &str| Some((file.to_owned(), 3));
        let test = |place| TestGrade {
            name: "t".into(),
            kind: Kind::Fail,
            message: String::new(),
            place,
            output: String::new(),
            truncated: false,
            hidden: false,
            points: Points::default(),
            max_points: Points::default(),
            ms: 1,
        };
        let old = "exercises/a/add.rs";
        let mut grade = ExerciseGrade {
            name: "add".into(),
            path: old.into(),
            hash: None,
            own_tests: false,
            kind: Kind::Fail,
            message: String::new(),
            tests: vec![test(place(old)), test(place("exercises/a/add.rs (tests)"))],
            diagnostics: vec![DiagnosticGrade {
                level: "error".into(),
                code: None,
                message: String::new(),
                file: old.into(),
                line: 3,
                column: 1,
                end_line: 3,
                end_column: 2,
                rendered: "error: no\n --> exercises/a/add.rs:3:1".into(),
            }],
            notes: Vec::new(),
            points: None,
            max_points: Points::default(),
            ms: 1,
        };
        grade.move_to("add.rs".into());
        assert_eq!(grade.path, "add.rs");
        assert_eq!(grade.tests[0].place, place("add.rs"));
        assert_eq!(grade.tests[1].place, place("exercises/a/add.rs (tests)"));
        assert_eq!(grade.diagnostics[0].file, "add.rs");
        assert_eq!(grade.diagnostics[0].rendered, "error: no\n --> add.rs:3:1");
        let mut submission = SubmissionGrade::default();
        assert_eq!(submission.file("add.rs"), "add.rs");
        submission.dir = "class/ada".into();
        assert_eq!(submission.file("add.rs"), "class/ada/add.rs");
    }
}
