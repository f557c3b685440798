//! Comma-separated values for gradebooks, after RFC 4180.

use super::{Exporter, UNFINISHED};
use crate::grade::{Header, Kind, SubmissionGrade};
use csv::{Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, Write};

const COLUMNS: [&str; 7] = [
    "student", "exercise", "points", "max", "status", "hash", "tests",
];

/// A row for each exercise of each submission: `student,exercise,points,max,status,hash,tests`. The points of what could not be
/// graded are empty, not 0. `tests` says whose tests count: `workbook`, or the submission's `own`. Until it is whole there is
/// one row, of a student that no class has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Csv;

impl Exporter for Csv {
    fn stand_in(&self, _header: &Header, out: &mut dyn Write) -> io::Result<()> {
        let mut rows = rows(out);
        rows.write_record(COLUMNS)?;
        rows.write_record([UNFINISHED, "", "", "", Kind::Error.name(), "", ""])?;
        rows.flush()
    }

    fn begin(&mut self, _header: &Header, out: &mut dyn Write) -> io::Result<()> {
        let mut rows = rows(out);
        rows.write_record(COLUMNS)?;
        rows.flush()
    }

    fn submission(
        &mut self,
        _header: &Header,
        grade: &SubmissionGrade,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut rows = rows(out);
        for exercise in &grade.exercises {
            let points = exercise.points.map(|points| points.to_string());
            rows.write_record([
                &*cell(&grade.name),
                &*cell(&exercise.name),
                &points.unwrap_or_default(),
                &exercise.max_points.to_string(),
                exercise.kind.name(),
                exercise.hash.as_deref().unwrap_or_default(),
                if exercise.own_tests {
                    "own"
                } else {
                    "workbook"
                },
            ])?;
        }
        rows.flush()
    }
}

fn rows(out: &mut dyn Write) -> Writer<&mut dyn Write> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(out)
}

/// A text that no spreadsheet takes for a formula.
/// <https://owasp.org/www-community/attacks/CSV_Injection>: what begins with one of these signs is computed.
fn cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, expected) in [
            ("ada", "ada"),
            ("=cmd()", "'=cmd()"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1+2", "'-1+2"),
            ("\t=1", "'\t=1"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
