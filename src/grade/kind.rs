//! How things came out, in one word each.

use serde::{Deserialize, Serialize};

/// How a submission, an exercise or a test came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All of it passed.
    Pass,
    /// Something did not pass; the [`Kind`] says what.
    Fail,
    /// It could not be graded, which is nobody's failure; there is no score.
    Error,
}

impl Status {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Error => "error",
        }
    }
}

/// What became of an exercise or of a test, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It passed.
    Pass,
    /// A test failed: an assertion, a panic.
    Fail,
    /// The time was used up.
    Timeout,
    /// More memory was asked for than there is.
    Memory,
    /// More was printed than is kept.
    OutputLimit,
    /// The process was killed by a signal.
    Crash,
    /// The process ended before the test did, as by `std::process::exit`.
    EarlyExit,
    /// What proves that a test ran to its end was meddled with.
    Tampered,
    /// The compiler refuses the file.
    CompileError,
    /// A function that the tests call has another signature than the exercise says.
    Signature,
    /// The file holds what no submission may hold.
    Policy,
    /// The file cannot be read: not a regular file, too large, not UTF-8.
    Unreadable,
    /// There is no such file.
    Missing,
    /// The file is the starter, unchanged.
    Unchanged,
    /// It never ran, since something before it failed.
    NotRun,
    /// It could not be graded: a fault here, not in the submission.
    Error,
}

impl Kind {
    /// Every kind, in the order of the enum.
    pub const ALL: [Self; 16] = [
        Self::Pass,
        Self::Fail,
        Self::Timeout,
        Self::Memory,
        Self::OutputLimit,
        Self::Crash,
        Self::EarlyExit,
        Self::Tampered,
        Self::CompileError,
        Self::Signature,
        Self::Policy,
        Self::Unreadable,
        Self::Missing,
        Self::Unchanged,
        Self::NotRun,
        Self::Error,
    ];

    /// Its name in reports, as `early_exit`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Timeout => "timeout",
            Self::Memory => "memory",
            Self::OutputLimit => "output_limit",
            Self::Crash => "crash",
            Self::EarlyExit => "early_exit",
            Self::Tampered => "tampered",
            Self::CompileError => "compile_error",
            Self::Signature => "signature",
            Self::Policy => "policy",
            Self::Unreadable => "unreadable",
            Self::Missing => "missing",
            Self::Unchanged => "unchanged",
            Self::NotRun => "not_run",
            Self::Error => "error",
        }
    }

    /// What it means, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pass => "passed",
            Self::Fail => "failed",
            Self::Timeout => "did not end in time",
            Self::Memory => "used too much memory",
            Self::OutputLimit => "printed too much",
            Self::Crash => "crashed",
            Self::EarlyExit => "ended the process before the test was over",
            Self::Tampered => "meddled with the grading",
            Self::CompileError => "does not compile",
            Self::Signature => "changed a signature",
            Self::Policy => "holds what is not allowed",
            Self::Unreadable => "cannot be read",
            Self::Missing => "is missing",
            Self::Unchanged => "is the unchanged starter",
            Self::NotRun => "did not run",
            Self::Error => "could not be graded",
        }
    }

    /// How it counts.
    pub fn status(self) -> Status {
        match self {
            Self::Pass => Status::Pass,
            Self::Error => Status::Error,
            _ => Status::Fail,
        }
    }
}
