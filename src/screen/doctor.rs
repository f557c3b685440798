//! What `doctor` found: a line on each thing, what was found below it, and its cure. It reads well at 40 columns.

use super::{Line, Role};
use crate::doctor::{Finding, State};
use crate::text::count;

/// What was found, and a last line that says how it stands.
pub fn doctor_lines(findings: &[Finding]) -> Vec<Line> {
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
    lines.push(match (n(State::Bad), n(State::Note)) {
        (0, 0) => Line::plain("All is well."),
        (0, _) => Line::plain("Exercises can be checked; `!` marks what could be better."),
        (n_bad, _) => Line::plain(format!(
            "{} to be mended before exercises can be checked.",
            count(n_bad, "thing")
        )),
    });
    lines
}
