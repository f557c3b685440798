//! The step summary: Markdown, a table of learners by exercises, then what failed.

use super::super::cases::{is_whole, whole_message};
use super::super::shown::{by_own_tests, clipped, first_line};
use super::super::{Exporter, UNFINISHED};
use super::escape::{fenced, html, markdown};
use crate::grade::{ExerciseGrade, Header, Kind, Status, SubmissionGrade, Summary};
use crate::text::{count, sentence};
use std::fmt::Write as _;
use std::io::{self, Write};

/// GitHub refuses a summary of more than 1 MiB whole. There is room left for what other commands of the step write.
const MAX_LEN: usize = 900 << 10;
/// What the table may take of it.
const MAX_TABLE: usize = 400 << 10;
/// What stands around both.
const MAX_REST: usize = 16 << 10;
/// The bytes of one message.
const MAX_MESSAGE: usize = 4 << 10;
/// How many tests of an exercise are told in full.
const MAX_TESTS: usize = 5;

/// A summary of at most 900 KiB. The table stands before the details and ends after them, so both are held until the end,
/// within that bound.
#[derive(Clone, Debug, Default)]
pub struct StepSummary {
    table: String,
    details: String,
    n_rows_left_out: usize,
    n_details_left_out: usize,
}

impl StepSummary {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    fn write_all(
        &self,
        header: &Header,
        summary: &Summary,
        headline: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut text = title(header);
        let _ = writeln!(text, "{headline}\n");
        let _ = writeln!(
            text,
            "{} of {} exercises passed; {} of {} points. workbook {}, {}.\n",
            summary.exercises_passed,
            summary.exercises,
            summary.points,
            summary.max_points,
            markdown(&header.tool_version),
            markdown(&header.rustc)
        );
        text.push_str(&self.table);
        if self.n_rows_left_out > 0 {
            let rows = count(self.n_rows_left_out, "more submission");
            let _ = writeln!(text, "\n{rows}: GitHub shows no larger table.");
        }
        text.push_str(
            "\n✓ passed, ✗ did not pass, ! could not be graded; the number is the points.\n\n",
        );
        if let Some(own) = by_own_tests(header) {
            let _ = writeln!(text, "{}\n", markdown(&own));
        }
        let missing = header.enforced.missing();
        if !missing.is_empty() {
            text.push_str("**What was not enforced here:**\n\n");
            for sentence in missing {
                let _ = writeln!(text, "- {}", markdown(sentence));
            }
            text.push('\n');
        }
        out.write_all(text.as_bytes())?;
        out.write_all(self.details.as_bytes())?;
        if self.n_details_left_out > 0 {
            let those = count(self.n_details_left_out, "more submission");
            writeln!(
                out,
                "\n{those} with failures: GitHub shows no longer summary."
            )?;
        }
        Ok(())
    }
}

impl Exporter for StepSummary {
    fn stand_in(&self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}**{UNFINISHED}**", title(header))
    }

    fn begin(&mut self, header: &Header, _out: &mut dyn Write) -> io::Result<()> {
        let mut head = "| submission | points |".to_owned();
        let mut rule = "|---|--:|".to_owned();
        for exercise in &header.exercises {
            let _ = write!(head, " {} |", markdown(&first_line(&exercise.name, 100)));
            rule.push_str("---|");
        }
        self.table = format!("{head}\n{rule}\n");
        Ok(())
    }

    fn submission(
        &mut self,
        header: &Header,
        grade: &SubmissionGrade,
        _out: &mut dyn Write,
    ) -> io::Result<()> {
        let row = row(header, grade);
        if self.n_rows_left_out == 0 && self.table.len() + row.len() <= MAX_TABLE {
            self.table.push_str(&row);
        } else {
            self.n_rows_left_out += 1;
        }
        let details = details(grade);
        // Rows are worth more than details: what the table may still take is not given away.
        if self.n_details_left_out == 0
            && self.details.len() + details.len() <= MAX_LEN - MAX_TABLE - MAX_REST
        {
            self.details.push_str(&details);
        } else if !details.is_empty() {
            self.n_details_left_out += 1;
        }
        Ok(())
    }

    fn end(&mut self, header: &Header, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let mut headline = format!(
            "**{} of {} passed everything.**",
            summary.n_passed,
            count(summary.n_submissions, "submission")
        );
        if summary.n_errors > 0 {
            let those = count(summary.n_errors, "submission");
            let _ = write!(
                headline,
                " {those} could not be graded whole: this is a fault of the grader, and there is no score."
            );
        }
        self.write_all(header, summary, &headline, out)
    }

    fn unfinished(
        &mut self,
        header: &Header,
        so_far: &Summary,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let headline = format!(
            "**Grading did not come to its end: {} of {} graded. These are no results.**",
            so_far.n_submissions,
            count(header.n_submissions, "submission")
        );
        self.write_all(header, so_far, &headline, out)
    }
}

fn title(header: &Header) -> String {
    format!("## {}\n\n", markdown(&first_line(&header.workbook, 200)))
}

fn row(header: &Header, grade: &SubmissionGrade) -> String {
    let points = grade.points().map_or_else(
        || format!("- of {}", grade.max_points()),
        |points| format!("{points} of {}", grade.max_points()),
    );
    let mut row = format!("| {} | {points} |", markdown(&first_line(&grade.name, 200)));
    for known in &header.exercises {
        let exercise = grade
            .exercises
            .iter()
            .find(|exercise| exercise.name == known.name);
        match exercise {
            Some(exercise) => {
                let sign = sign(exercise);
                let points = exercise.points.map(|points| format!(" {points}"));
                let _ = write!(row, " {sign}{} |", points.unwrap_or_default());
            }
            None => row.push_str("  |"),
        }
    }
    row.push('\n');
    row
}

fn sign(exercise: &ExerciseGrade) -> &'static str {
    match exercise.status() {
        Status::Pass => "✓",
        Status::Fail => "✗",
        Status::Error => "!",
    }
}

/// What did not pass in a submission, folded up.
fn details(grade: &SubmissionGrade) -> String {
    let told: Vec<&ExerciseGrade> = grade
        .exercises
        .iter()
        .filter(|exercise| exercise.status() != Status::Pass || !exercise.notes.is_empty())
        .collect();
    if told.is_empty() {
        return String::new();
    }
    // Within the element, Markdown begins behind an empty line.
    let mut text = format!(
        "<details><summary>{}: {} of {} passed</summary>\n\n",
        html(&first_line(&grade.name, 200)),
        grade.n_passed(),
        count(grade.exercises.len(), "exercise")
    );
    for exercise in told {
        let _ = writeln!(
            text,
            "**{} {}**: {}\n",
            sign(exercise),
            markdown(&exercise.name),
            exercise.kind.words()
        );
        if exercise.kind == Kind::Unchanged {
            continue;
        }
        if is_whole(exercise) && exercise.kind != Kind::Pass {
            push_message(&mut text, &whole_message(exercise));
        } else {
            tests(&mut text, exercise);
        }
        for note in exercise.remarks() {
            let _ = writeln!(text, "Note: {}\n", markdown(&first_line(note, 500)));
        }
    }
    text.push_str("</details>\n\n");
    text
}

fn tests(text: &mut String, exercise: &ExerciseGrade) {
    let failed = exercise.tests.iter().filter(|test| test.kind != Kind::Pass);
    let mut n_more = 0;
    for (idx, test) in failed.enumerate() {
        if idx >= MAX_TESTS {
            n_more += 1;
            continue;
        }
        let place = test.place.as_ref();
        let place = place.map(|(file, line)| format!(", {}:{line}", first_line(file, 200)));
        let hidden = if test.hidden { " (hidden)" } else { "" };
        let _ = writeln!(
            text,
            "{}{hidden}: {}{}\n",
            markdown(&sentence(&first_line(&test.name, 200))),
            test.kind.words(),
            markdown(&place.unwrap_or_default())
        );
        push_message(text, &test.message);
    }
    if n_more > 0 {
        let _ = writeln!(text, "{} did not pass\n", count(n_more, "more test"));
    }
}

fn push_message(text: &mut String, message: &str) {
    let message = message.trim();
    if !message.is_empty() {
        text.push_str(&fenced(&clipped(message, MAX_MESSAGE)));
        text.push('\n');
    }
}
