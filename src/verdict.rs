//! What an attempt proved: a pure function of what the compiler and the tests reported.
//!
//! A verdict comes from exit statuses and structured reports. Text printed by the program under test only
//! explains a verdict, it never makes one.

mod ending;
mod judge;
mod panic;

pub use ending::SIGXCPU;
pub use judge::{
    Attempt, CompilerRun, Exit, ListedTest, Plan, ProgramRun, Report, TestRun, judge, judge_run,
    so_far,
};
pub use panic::Panic;

use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::Duration;

/// How many bytes one test may print to each of its two outputs. More is a verdict.
pub const TEST_OUTPUT: usize = 4 << 20;

/// The name under which a run of `main` stands among the tests.
pub const MAIN: &str = "main";

/// The code of an error that says that the compiler did not finish in time.
pub const DEADLINE: &str = "deadline";

/// How the panic of a `todo!()` begins.
pub const TO_DO: &str = "not yet implemented";

/// How many bytes of address space one test may have, of which every thread reserves a good deal. More is a verdict.
pub const TEST_MEMORY: u64 = 2 << 30;

/// One message of the compiler or of clippy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Whether it is an error or a warning.
    pub level: Level,
    /// An error code such as `E0308`, or a lint's name.
    pub code: Option<String>,
    /// The message in one line.
    pub message: String,
    /// As rustc renders it, with its colors.
    pub rendered: String,
    /// File and line of the primary span.
    pub place: Option<(String, usize)>,
    /// The rest of the primary span, and what else is said in words.
    pub details: Details,
}

/// What a rendered message shows, for those who cannot look at a picture: editors and ears.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// The column where the primary span begins, in characters from 1; 0 where there is none.
    pub column: usize,
    /// Line and column behind its last character.
    pub end: (usize, usize),
    /// What stands below the span, as "expected `i32`, found `&str`".
    pub label: Option<String>,
    /// Notes and help, in order, as "help: try this".
    pub notes: Vec<String>,
}

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Level {
    /// The program does not compile.
    Error,
    /// It compiles, but could be better.
    Warning,
}

/// A way in which the tests differ from the workbook's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tampering {
    /// There is no test module any more.
    ModuleMissing,
    /// A test is gone.
    Deleted(String),
    /// A test is marked `#[ignore]`.
    Ignored(String),
    /// A test's text was changed.
    Edited(String),
    /// What the tests share (imports, helper functions) was changed.
    HelpersEdited,
}

impl Tampering {
    /// One sentence for the learner.
    pub fn sentence(&self) -> String {
        match self {
            Self::ModuleMissing => "the test module is gone".to_owned(),
            Self::Deleted(test) => format!("the test `{test}` was deleted"),
            Self::Ignored(test) => format!("the test `{test}` is marked #[ignore]"),
            Self::Edited(test) => format!("the test `{test}` was edited"),
            Self::HelpersEdited => "code that the tests share was edited".to_owned(),
        }
    }
}

/// What one test proved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TestResult {
    /// It reported success.
    Passed,
    /// It reported failure: a panic, or a reason of the test harness.
    Failed {
        /// The panic that ended it.
        panic: Option<Panic>,
        /// What the harness says, as for a missing expected panic.
        reason: Option<String>,
    },
    /// It did not end in time.
    Hung {
        /// How long it was given.
        after: Duration,
    },
    /// The process was killed by a signal.
    Aborted {
        /// The signal's number.
        signal: i32,
        /// What the runtime says of it.
        cause: AbortCause,
        /// The last panic before, as for a panic in `Drop` while panicking.
        panic: Option<Panic>,
    },
    /// The process ended before the test did, as by `std::process::exit`.
    EndedEarly {
        /// The exit code.
        code: i32,
    },
    /// It printed more than is kept.
    TooMuchOutput,
    /// The file says that it is not to be run.
    Ignored,
    /// It never ran.
    NotRun,
}

/// Why a process was aborted, as far as the runtime says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AbortCause {
    /// Recursion without an end, most likely.
    StackOverflow,
    /// More memory was asked for than a test may have.
    OutOfMemory,
    /// A panic that could not unwind, as a second panic while the first one unwinds.
    PanicInDrop,
    /// Nothing more is known.
    Unknown,
}

impl TestResult {
    pub(crate) fn panic_mut(&mut self) -> Option<&mut Panic> {
        match self {
            Self::Failed { panic, .. } | Self::Aborted { panic, .. } => panic.as_mut(),
            _ => None,
        }
    }
}

/// One test and what it proved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestVerdict {
    /// The test's path, as `tests::capacity_zero`.
    pub name: String,
    /// What it proved.
    pub result: TestResult,
    /// What it printed, sanitized and capped.
    pub output: String,
}

impl TestVerdict {
    /// Whether it reported success.
    pub fn passed(&self) -> bool {
        self.result == TestResult::Passed
    }

    /// Whether it reached a part that is still to be written, a `todo!()`.
    pub fn is_to_do(&self) -> bool {
        matches!(&self.result, TestResult::Failed { panic: Some(panic), .. }
            if panic.message.starts_with(TO_DO))
    }

    /// The panic that decided it.
    pub fn panic(&self) -> Option<&Panic> {
        match &self.result {
            TestResult::Failed { panic, .. } | TestResult::Aborted { panic, .. } => panic.as_ref(),
            _ => None,
        }
    }
}

/// The whole of an attempt in one word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Nothing is left to do.
    Solved,
    /// All tests pass, but warnings remain where none may, or a lint that is denied.
    Warnings,
    /// All tests that ran pass, but they are not the workbook's.
    TestsChanged,
    /// At least one test did not pass.
    TestsFail,
    /// There is no test to pass.
    NoTests,
    /// The compiler refuses the file.
    DoesNotCompile,
    /// The file could not be read; the sentence says why.
    Unreadable(String),
}

/// What an attempt proved, for each test and as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The whole.
    pub outcome: Outcome,
    /// Errors when it does not compile, otherwise denied lints, warnings and clippy's findings.
    pub diagnostics: Vec<Diagnostic>,
    /// The tests in the order of the file; last the run of `main`, if there was one.
    pub tests: Vec<TestVerdict>,
    /// How the tests differ from the workbook's.
    pub tampering: Vec<Tampering>,
}

impl Verdict {
    /// A verdict on a file that cannot be read.
    pub fn unreadable(reason: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::Unreadable(reason.into()),
            diagnostics: Vec::new(),
            tests: Vec::new(),
            tampering: Vec::new(),
        }
    }

    /// Whether nothing is left to do.
    pub fn solved(&self) -> bool {
        self.outcome == Outcome::Solved
    }

    /// The first test, in the order of the file, that did not pass. What was written and is wrong comes before what
    /// is still to be written.
    pub fn first_failure(&self) -> Option<&TestVerdict> {
        let mut failures = self.tests.iter().filter(|test| !test.passed());
        let first = failures.clone().next();
        failures.find(|test| !test.is_to_do()).or(first)
    }

    /// Whether every test waits for a part that is still to be written, as in a starter.
    pub fn is_all_to_do(&self) -> bool {
        !self.tests.is_empty() && self.tests.iter().all(TestVerdict::is_to_do)
    }

    /// The run of `main`.
    pub fn program(&self) -> Option<&TestVerdict> {
        self.tests.last().filter(|test| test.name == MAIN)
    }

    /// How many tests passed.
    pub fn n_passed(&self) -> usize {
        self.tests.iter().filter(|test| test.passed()).count()
    }

    /// The compiler's errors.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.level == Level::Error)
    }

    /// The codes that the compiler can explain, each once, the first one first. Lints that are denied are errors too,
    /// but have no number.
    pub fn error_codes(&self) -> Vec<&str> {
        let is_code = |code: &&str| {
            code.strip_prefix('E').is_some_and(|digits| {
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        let mut found = Vec::new();
        for code in self.errors().filter_map(|error| error.code.as_deref()) {
            if is_code(&code) && !found.contains(&code) {
                found.push(code);
            }
        }
        found
    }

    /// The compiler's and clippy's warnings.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.level == Level::Warning)
    }

    /// The line of a file that is to be mended first: where the compiler refuses it, where a test panicked in it, or
    /// what the first warning is about once all tests pass.
    pub fn line_to_mend(&self, file: &Path) -> Option<usize> {
        let line_in = |name: &str, line: usize| (Path::new(name) == file).then_some(line);
        let said = |it: &Diagnostic| {
            let (name, line) = it.place.as_ref()?;
            line_in(name, *line)
        };
        if let Some(line) = self.errors().find_map(said) {
            return Some(line);
        }
        let Some(failure) = self.first_failure() else {
            return self.warnings().find_map(said);
        };
        let (name, line, _) = failure.panic()?.learners_place()?;
        line_in(name, *line)
    }

    /// Whether a test did not end in time.
    pub fn has_hung(&self) -> bool {
        self.tests
            .iter()
            .any(|test| matches!(test.result, TestResult::Hung { .. }))
    }

    /// Whether the same file would get the same verdict again whatever else the machine is doing.
    pub fn is_repeatable(&self) -> bool {
        let compiler_hung = || {
            self.errors()
                .any(|error| error.code.as_deref() == Some(DEADLINE))
        };
        !matches!(self.outcome, Outcome::Unreadable(_)) && !self.has_hung() && !compiler_hung()
    }

    /// The verdict in a few words, as for a line of `check`.
    pub fn summary(&self) -> String {
        let n_tests = self.tests.len();
        match &self.outcome {
            Outcome::Solved if n_tests == 0 => "solved".to_owned(),
            Outcome::Solved if n_tests == 1 && self.program().is_some() => {
                "solved, it runs".to_owned()
            }
            Outcome::Solved if n_tests == 1 => "solved, 1 test passes".to_owned(),
            Outcome::Solved => format!("solved, {n_tests} tests pass"),
            Outcome::Warnings if self.errors().next().is_some() => format!(
                "{} to mend",
                crate::text::count(self.errors().count(), "denied lint")
            ),
            Outcome::Warnings => {
                format!(
                    "{} to mend",
                    crate::text::count(self.warnings().count(), "warning")
                )
            }
            Outcome::TestsChanged => {
                let first = self
                    .tampering
                    .first()
                    .map(Tampering::sentence)
                    .unwrap_or_default();
                format!("tests changed: {first}")
            }
            Outcome::TestsFail => {
                let name = self
                    .first_failure()
                    .map_or("", |test| crate::text::short_name(&test.name));
                format!(
                    "{} of {n_tests} tests pass, first failure: {name}",
                    self.n_passed()
                )
            }
            Outcome::NoTests => "no test to pass".to_owned(),
            Outcome::DoesNotCompile => {
                let code = self.errors().find_map(|error| error.code.as_deref());
                match code {
                    Some(code) => format!("does not compile ({code})"),
                    None => "does not compile".to_owned(),
                }
            }
            Outcome::Unreadable(reason) => reason.clone(),
        }
    }
}
