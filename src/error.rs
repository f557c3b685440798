//! What can go wrong that is not a learner's mistake: one shape for every message, one table of exit codes.
//!
//! A learner's mistake is a verdict, never an [`Error`].

use std::fmt;
use std::path::Path;

/// The process exit codes, documented in the README and fixed for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitCode {
    /// Everything asked about is solved or in order.
    Success = 0,
    /// Something is not solved, or `verify` has findings.
    NotSolved = 1,
    /// The command line is wrong, or the workbook itself is broken.
    Usage = 2,
    /// The check could not be made: no toolchain, no disk space.
    CannotCheck = 3,
    /// There was nothing to check.
    Nothing = 4,
    /// A bug in `workbook`.
    Bug = 70,
    /// Interrupted, as a shell reports SIGINT.
    Interrupted = 130,
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code as u8)
    }
}

/// Where a problem is: a file, and a line and column when they are known (both counted from 1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the user would name it, usually relative to the workbook.
    pub file: String,
    /// Line and column, counted from 1.
    pub position: Option<(usize, usize)>,
}

impl Place {
    /// A whole file.
    pub fn file(path: &Path) -> Self {
        Self {
            file: path.display().to_string(),
            position: None,
        }
    }

    /// A position in a file.
    pub fn at(path: &Path, line: usize, column: usize) -> Self {
        Self {
            file: path.display().to_string(),
            position: Some((line, column)),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some((line, column)) => write!(f, "{}:{line}:{column}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// One thing that is wrong, in rustc's shape: what happened, where, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What happened: lowercase, without a full stop.
    pub what: String,
    /// Where.
    pub place: Option<Place>,
    /// Facts that explain it.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Problem {
    /// A problem that is so far only named.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            place: None,
            notes: Vec::new(),
            help: None,
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {}", self.what)?;
        if let Some(place) = &self.place {
            writeln!(f, "  --> {place}")?;
        }
        for note in &self.notes {
            writeln!(f, "   = note: {}", note.replace('\n', "\n           "))?;
        }
        if let Some(help) = &self.help {
            writeln!(f, "   = help: {}", help.replace('\n', "\n           "))?;
        }
        Ok(())
    }
}

/// Why a command could not do its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The exit code that this error ends the process with.
    pub code: ExitCode,
    /// Everything that is wrong, in the order to be read; never empty.
    pub problems: Vec<Problem>,
}

impl Error {
    /// A mistake in the command line.
    pub fn usage(problem: Problem) -> Self {
        Self::one(ExitCode::Usage, problem)
    }

    /// The workbook is broken: all that is wrong with it.
    pub fn workbook(problems: Vec<Problem>) -> Self {
        debug_assert!(!problems.is_empty(), "an error says what is wrong");
        Self {
            code: ExitCode::Usage,
            problems,
        }
    }

    /// The check could not be made.
    pub fn cannot_check(problem: Problem) -> Self {
        Self::one(ExitCode::CannotCheck, problem)
    }

    /// The run was interrupted by a signal or a key.
    pub fn interrupted() -> Self {
        Self::one(ExitCode::Interrupted, Problem::new("interrupted"))
    }

    /// An operation on a file failed.
    pub fn file(doing: &str, path: &Path, source: &std::io::Error) -> Self {
        Self::cannot_check(
            Problem::new(format!("cannot {doing}: {source}"))
                .at(Place::file(path))
                .help(advice(source)),
        )
    }

    /// The first thing that is wrong, as a sentence for the foot of a screen.
    pub fn in_one_line(&self) -> String {
        let Some(problem) = self.problems.first() else {
            return "interrupted".to_owned();
        };
        let place = problem
            .place
            .as_ref()
            .map(|place| format!(" ({place})"))
            .unwrap_or_default();
        let help = problem
            .help
            .as_ref()
            .map(|help| format!("; {help}"))
            .unwrap_or_default();
        format!("{}{place}{help}", problem.what)
    }

    fn one(code: ExitCode, problem: Problem) -> Self {
        Self {
            code,
            problems: vec![problem],
        }
    }
}

/// What to do about an operating system error.
fn advice(source: &std::io::Error) -> &'static str {
    use std::io::ErrorKind;
    match source.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "check who may write there, or copy the workbook to a directory of your own"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "free some disk space; nothing was changed"
        }
        ErrorKind::NotFound => "check that the path exists",
        _ => "try again; if it stays, the message above is the system's own",
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (idx, problem) in self.problems.iter().enumerate() {
            if idx > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_like_a_message_of_rustc() {
        let problem = Problem::new("no exercise is called `lru_cach`")
            .at(Place::at(Path::new("info.toml"), 3, 8))
            .note("there are 6 exercises")
            .help("did you mean `lru_cache`?\n`workbook list` shows them all");
        assert_eq!(
            problem.to_string(),
            "error: no exercise is called `lru_cach`\n  --> info.toml:3:8\n   = note: there are 6 exercises\n   \
             = help: did you mean `lru_cache`?\n           `workbook list` shows them all\n"
        );
    }
}
