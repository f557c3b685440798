//! One attempt at one version of one file: compile, test and lint it, and judge what happened.

mod at_once;
mod program;
mod runner;
mod testing;
mod trace;

pub use runner::RustcRunner;

use crate::crates;
use crate::error::Error;
use crate::exercise::Exercise;
use crate::package::Package;
use crate::process::Stop;
use crate::source::{self, Refusal, Source};
use crate::verdict::{Details, Diagnostic, Level, Plan, Verdict};
use std::path::PathBuf;
use std::time::Duration;

/// What to check.
#[derive(Clone, Debug)]
pub struct Job {
    /// The file to compile, relative to the workbook or absolute.
    pub file: PathBuf,
    /// What it holds.
    pub text: String,
    /// The text whose tests count.
    pub trusted: String,
    /// Name of the crate, and of what is kept for the next compilation.
    pub name: String,
    /// Deadline of one test.
    pub deadline: Duration,
    /// Whether the tests may differ from the trusted ones.
    pub tests_editable: bool,
    /// Whether there are tests; otherwise `main` is run.
    pub test: bool,
    /// Whether warnings keep it from being solved.
    pub strict: bool,
    /// The package, in a workbook in the format of rustlings. There `main` runs after the tests, and what clippy denies
    /// keeps an exercise from being solved.
    pub package: Option<Package>,
    /// Whether clippy runs.
    pub lint: bool,
    /// Whether clippy comes after a verdict that it cannot change, which is there sooner for that.
    pub verdict_first: bool,
    /// Whether a verdict reached before will do.
    pub use_cache: bool,
    /// Whether the file will soon be compiled again, so that what the compiler can use again is worth making.
    pub keep: bool,
}

impl Job {
    /// The job of checking what the learner wrote.
    pub fn of_exercise(
        exercise: &Exercise,
        text: String,
        trusted: Option<String>,
        use_cache: bool,
    ) -> Self {
        Self {
            file: exercise.path(),
            trusted: trusted.unwrap_or_else(|| text.clone()),
            text,
            name: exercise.name.clone(),
            deadline: exercise.deadline,
            tests_editable: exercise.tests_editable,
            test: exercise.test,
            strict: exercise.strict_clippy,
            package: None,
            lint: true,
            verdict_first: false,
            use_cache,
            keep: true,
        }
    }

    /// What `grade` would refuse the file for, as warnings. A workbook of rustlings is not graded.
    fn refusals(&self) -> Vec<Diagnostic> {
        if self.package.is_some() {
            return Vec::new();
        }
        // What cannot be read does not compile either.
        let refusals = source::refusals(&self.text, &[&self.trusted]).unwrap_or_default();
        let file = self.file.display().to_string();
        refusals
            .into_iter()
            .map(|refusal| {
                let Refusal { line, what, why } = refusal;
                let message = format!("`{what}` is refused where this is graded");
                Diagnostic {
                    level: Level::Warning,
                    code: None,
                    rendered: format!("warning: {message}\n --> {file}:{line}\n  = note: {why}\n"),
                    message,
                    place: Some((file.clone(), line)),
                    details: Details {
                        notes: vec![format!("note: {why}")],
                        ..Details::default()
                    },
                }
            })
            .collect()
    }

    /// What the attempt is judged against. A file that does not parse is compared with nothing, since it does not
    /// compile either.
    fn plan(&self, mine: Option<&Source>) -> Plan {
        let trusted = Source::parse(&self.trusted).unwrap_or_default();
        // A `main` that was deleted is missed by the compiler.
        let has_main = trusted.has_main || mine.is_some_and(|mine| mine.has_main);
        let tampering = mine
            .map(|mine| mine.tampering(&trusted))
            .unwrap_or_default();
        Plan {
            tests: trusted
                .tests
                .iter()
                .filter(|test| !test.ignored)
                .map(|test| test.path.clone())
                .collect(),
            tampering,
            tests_editable: self.tests_editable,
            without_tests: !self.test,
            strict: self.strict,
            main: has_main && self.test && self.package.is_some(),
            denied_lints_block: self.package.is_some(),
            refusals: self.refusals(),
        }
    }
}

/// How far an attempt has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The crates that the file uses are being built.
    Crates(crates::Progress),
    /// The compiler is at work.
    Compiling,
    /// The tests run.
    Testing {
        /// How many have ended.
        n_done: usize,
        /// How many there are.
        n_tests: usize,
        /// One that is running now.
        running: Option<String>,
    },
    /// It is not solved, and this much is known already: a test did not end while others still run, or it is being
    /// looked for what led to a panic.
    SoFar(Box<Verdict>),
    /// It is solved, whatever clippy will find.
    Proven(Box<Verdict>),
    /// Only clippy is still at work.
    Linting,
}

/// Checks files. Watch and the commands know no more than this, so that they can be tested without a compiler.
pub trait Runner: Sync {
    /// Makes an attempt, telling `on_phase` how far it has come.
    ///
    /// # Errors
    /// The check could not be made, or was stopped.
    fn check(
        &self,
        job: &Job,
        stop: &Stop,
        on_phase: &(dyn Fn(Phase) + Sync),
    ) -> Result<Verdict, Error>;

    /// The verdict on this very job, if it was reached before.
    fn remembered(&self, job: &Job) -> Option<Verdict>;
}
