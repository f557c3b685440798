//! Lines of JSON: everything there is. `docs/grade-jsonl.md` tells what programs may rely on.

use super::Exporter;
use crate::grade::{Header, Record, SubmissionGrade, Summary};
use std::io::{self, Write};

/// A record a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Jsonl;

impl Exporter for Jsonl {
    fn stand_in(&self, _header: &Header, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn begin(&mut self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", Record::Start(Box::new(header.clone())).to_line())
    }

    fn submission(
        &mut self,
        _header: &Header,
        grade: &SubmissionGrade,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for record in Record::of_submission(grade) {
            writeln!(out, "{}", record.to_line())?;
        }
        Ok(())
    }

    fn end(&mut self, _header: &Header, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "{}",
            Record::Summary(Box::new(summary.clone())).to_line()
        )
    }
}
