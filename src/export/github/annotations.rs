//! What goes to standard output of a step: an annotation for each exercise that failed, and the log.

use super::super::cases::{is_whole, whole_message};
use super::super::shown::{clipped, first_line};
use super::super::text::{Text, plain};
use super::super::{Exporter, UNFINISHED, submission_lines};
use super::escape;
use crate::grade::{ExerciseGrade, Header, Kind, Status, SubmissionGrade, Summary};
use crate::screen::Line;
use crate::text::{count, sentence};
use std::io::{self, Write};

/// GitHub shows ten errors, ten warnings and ten notices of a step.
const MAX_SHOWN: usize = 10;
/// The bytes of one message.
const MAX_MESSAGE: usize = 2 << 10;

/// Annotations as long as GitHub shows them, and the text of all submissions as groups in the log. The log is printed while
/// commands are stopped, and its lines are none by themselves either.
pub struct Annotations {
    /// The word that commands begin again with; nobody may be able to guess it.
    token: String,
    log: Text,
    n_errors: usize,
    n_notices: usize,
    n_more: usize,
}

impl Annotations {
    /// Annotations on the files of submissions, where they lie in the repository: grading began in its root.
    pub fn new(token: &str) -> Self {
        Self {
            token: token.to_owned(),
            log: Text::new(Box::new(|lines| {
                let text = plain(lines);
                text.lines()
                    .map(|line| escape::log_line(line) + "\n")
                    .collect()
            })),
            n_errors: 0,
            n_notices: 0,
            n_more: 0,
        }
    }

    /// Has something printed while commands are stopped.
    fn stopped(
        &mut self,
        out: &mut dyn Write,
        print: impl FnOnce(&mut Text, &mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        writeln!(out, "::stop-commands::{}", self.token)?;
        let printed = print(&mut self.log, out);
        writeln!(out, "::{}::", self.token)?;
        printed
    }

    /// Whether one more of this kind is shown; the last notice is kept for the end.
    fn has_room(&mut self, is_notice: bool) -> bool {
        let (number, max) = if is_notice {
            (&mut self.n_notices, MAX_SHOWN - 1)
        } else {
            (&mut self.n_errors, MAX_SHOWN)
        };
        if *number == max {
            self.n_more += 1;
            return false;
        }
        *number += 1;
        true
    }
}

impl Exporter for Annotations {
    fn stand_in(&self, _header: &Header, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "::error title=Grading::{}", escape::data(UNFINISHED))
    }

    fn begin(&mut self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        self.stopped(out, |log, out| log.begin(header, out))
    }

    fn submission(
        &mut self,
        header: &Header,
        grade: &SubmissionGrade,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for exercise in &grade.exercises {
            // What nobody has begun is no error to look at.
            let is_notice = matches!(exercise.kind, Kind::Unchanged | Kind::Missing);
            if exercise.status() == Status::Pass || !self.has_room(is_notice) {
                continue;
            }
            let level = if is_notice { "notice" } else { "error" };
            let found = Found::of(exercise);
            let file = grade.file(&exercise.path);
            write!(out, "::{level} file={}", escape::property(&file))?;
            for (name, number) in [
                ("line", found.line),
                ("endLine", found.end_line),
                ("col", found.column),
                ("endColumn", found.end_column),
            ] {
                if number > 0 {
                    write!(out, ",{name}={number}")?;
                }
            }
            let title = format!(
                "{}: {} {}",
                first_line(&grade.name, 100),
                exercise.name,
                exercise.kind.words()
            );
            writeln!(
                out,
                ",title={}::{}",
                escape::property(&title),
                escape::data(&found.message)
            )?;
        }
        let title = submission_lines(grade).first().map(Line::text);
        writeln!(
            out,
            "::group::{}",
            escape::data(&first_line(&title.unwrap_or_default(), 200))
        )?;
        self.stopped(out, |log, out| log.submission(header, grade, out))?;
        writeln!(out, "::endgroup::")
    }

    fn end(&mut self, header: &Header, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if self.n_more > 0 {
            writeln!(
                out,
                "::notice title=Not all are shown here::{} in the summary of this job",
                count(self.n_more, "more exercise")
            )?;
        }
        self.stopped(out, |log, out| log.end(header, summary, out))
    }

    fn unfinished(
        &mut self,
        header: &Header,
        so_far: &Summary,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.stopped(out, |log, out| log.unfinished(header, so_far, out))
    }
}

/// Where in its file an exercise failed first, and why.
struct Found {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: String,
}

impl Found {
    fn of(exercise: &ExerciseGrade) -> Self {
        let mut found = Self {
            line: 0,
            column: 0,
            end_line: 0,
            end_column: 0,
            message: exercise.kind.words().to_owned(),
        };
        let told = if is_whole(exercise) {
            let first = exercise.diagnostics.first();
            if let Some(first) = first.filter(|first| first.file == exercise.path) {
                found.line = first.line;
                found.end_line = first.end_line;
                // Columns are for what stands in one line.
                if first.end_line == first.line {
                    found.column = first.column;
                    found.end_column = first.end_column;
                }
            }
            whole_message(exercise)
        } else {
            let failed = exercise
                .tests
                .iter()
                .find(|test| !matches!(test.kind, Kind::Pass | Kind::NotRun));
            let Some(test) = failed else {
                return found;
            };
            // The tests are the workbook's, and in another file.
            if let Some((file, line)) = &test.place
                && *file == exercise.path
            {
                found.line = *line;
            }
            format!(
                "{}: {}\n{}",
                sentence(&test.name),
                test.kind.words(),
                test.message
            )
        };
        let told = clipped(told.trim(), MAX_MESSAGE);
        if !told.is_empty() {
            found.message = told;
        }
        found
    }
}
