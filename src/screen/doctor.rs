//! What `doctor` found: a line on each thing, what was found below it, and its cure. It reads well at 40 columns.

use super::{Line, Role};
use crate::doctor::{Finding, State};
use crate::text::count;

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// What checking exercises needs.
    Exercises,
    /// What confines submitted code while it is graded.
    Grading,
}

/// What was found, and a last line that says how it stands.
pub fn doctor_lines(subject: Subject, findings: &[Finding]) -> Vec<Line> {
    let mut lines = Vec::new();
    for finding in findings {
        let (role, sign) = match finding.state {
            State::Good => (Role::Pass, "✓ "),
            State::Note => (Role::Warn, "! "),
            State::Bad => (Role::Fail, "✗ "),
        };
        lines.push(Line::new(role, sign).with(Role::Strong, finding.topic));
        lines.push(Line::plain(format!("  {}", finding.what)));
        if let Some(cure) = &finding.cure {
            lines.push(
                Line::plain("  ")
                    .with(Role::Help, "cure")
                    .with(Role::Plain, format!(": {cure}")),
            );
        }
    }
    let n = |state: State| findings.iter().filter(|it| it.state == state).count();
    lines.push(Line::empty());
    let (well, before) = match subject {
        Subject::Exercises => (
            "Exercises can be checked",
            "before exercises can be checked",
        ),
        Subject::Grading => (
            "Submitted code is confined",
            "before submitted code is confined in full",
        ),
    };
    lines.push(Line::plain(match (n(State::Bad), n(State::Note)) {
        (0, 0) => "All is well.".to_owned(),
        (0, _) => format!("{well}; `!` marks what could be better."),
        (n_bad, _) => format!("{} to be mended {before}.", count(n_bad, "thing")),
    }));
    lines
}
