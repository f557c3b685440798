//! GitHub Actions: annotations and a log, the step summary, the step's outputs.
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

mod annotations;
mod escape;
mod summary;

pub use annotations::Annotations;
pub use summary::StepSummary;

use super::Exporter;
use crate::grade::{Header, Status, SubmissionGrade, Summary};
use std::io::{self, Write};

/// What later steps of the workflow may ask for: lines for the file that `GITHUB_OUTPUT` names.
#[derive(Clone, Debug, Default)]
pub struct Outputs {
    /// The report file that `report` names; empty where there is none.
    report: String,
}

impl Outputs {
    /// The outputs of a run that wrote its report to this file.
    pub fn new(report: &str) -> Self {
        // A line of the file is an output; a path with a line end in it would be two.
        let is_line = !report.chars().any(char::is_control);
        Self {
            report: if is_line { report } else { "" }.to_owned(),
        }
    }
}

impl Exporter for Outputs {
    fn stand_in(&self, _header: &Header, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "status={}", Status::Error.name())
    }

    fn submission(
        &mut self,
        _header: &Header,
        _grade: &SubmissionGrade,
        _out: &mut dyn Write,
    ) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, _header: &Header, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "status={}", summary.status().name())?;
        writeln!(out, "points={}", summary.points)?;
        writeln!(out, "max-points={}", summary.max_points)?;
        writeln!(out, "passed={}", summary.n_passed)?;
        writeln!(out, "total={}", summary.n_submissions)?;
        writeln!(out, "report={}", self.report)
    }

    fn unfinished(
        &mut self,
        _header: &Header,
        _so_far: &Summary,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(out, "status={}", Status::Error.name())
    }
}
