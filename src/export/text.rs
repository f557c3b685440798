//! Text for a person: what each submission came to and why, then the class in a table, then what was not enforced.

use super::cases::{is_whole, whole_message};
use super::shown::{by_own_tests, first_line, first_lines};
use super::{Exporter, UNFINISHED};
use crate::grade::{
    ExerciseGrade, Header, Kind, Points, Status, SubmissionGrade, Summary, TestGrade,
};
use crate::screen::{Line, Role, width_of};
use crate::text::{count, sentence};
use std::io::{self, Write};

/// How much of one failure is shown: it is the first of its exercise, and the others are counted.
const MAX_LINES: usize = 12;
const MAX_CHARS: usize = 200;

/// How lines become text: with colors or without.
pub type Paint = Box<dyn Fn(&[Line]) -> String>;

/// Blocks of lines.
pub struct Text {
    paint: Paint,
    /// The table at the end: a line for each submission.
    rows: Vec<Row>,
}

struct Row {
    name: String,
    status: Status,
    points: Option<Points>,
    max_points: Points,
    n_passed: usize,
    n_exercises: usize,
}

impl Text {
    /// Text as `paint` has it.
    pub fn new(paint: Paint) -> Self {
        Self {
            paint,
            rows: Vec::new(),
        }
    }

    /// Text without colors, as for a file.
    pub fn plain() -> Self {
        Self::new(Box::new(plain))
    }

    fn write(&self, lines: &[Line], out: &mut dyn Write) -> io::Result<()> {
        out.write_all((self.paint)(lines).as_bytes())
    }
}

/// Lines without their roles.
pub(super) fn plain(lines: &[Line]) -> String {
    lines.iter().map(|line| line.text() + "\n").collect()
}

impl Exporter for Text {
    fn stand_in(&self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        let mut lines = headline(header);
        lines.push(Line::new(Role::Fail, UNFINISHED));
        self.write(&lines, out)
    }

    fn begin(&mut self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        self.write(&headline(header), out)
    }

    fn submission(
        &mut self,
        _header: &Header,
        grade: &SubmissionGrade,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.rows.push(Row {
            name: grade.name.clone(),
            status: grade.status(),
            points: grade.points(),
            max_points: grade.max_points(),
            n_passed: grade.n_passed(),
            n_exercises: grade.exercises.len(),
        });
        let mut lines = submission_lines(grade);
        lines.push(Line::empty());
        self.write(&lines, out)
    }

    fn end(&mut self, header: &Header, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let mut lines = self.table();
        lines.push(total_line(summary));
        lines.extend(by_own_tests(header).map(Line::plain));
        lines.extend(enforced_lines(header));
        self.write(&lines, out)
    }

    fn unfinished(
        &mut self,
        header: &Header,
        so_far: &Summary,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut lines = self.table();
        lines.push(Line::new(
            Role::Fail,
            format!(
                "Grading did not come to its end: {} of {} graded. These are no results.",
                so_far.n_submissions,
                count(header.n_submissions, "submission")
            ),
        ));
        self.write(&lines, out)
    }
}

/// What was graded, and with what.
fn headline(header: &Header) -> Vec<Line> {
    let part = header.shard.map(|shard| format!(" ({shard} of the class)"));
    vec![
        Line::new(Role::Title, &header.workbook).with(
            Role::Plain,
            format!(
                "   {}{}, {}",
                count(header.n_submissions, "submission"),
                part.unwrap_or_default(),
                count(header.exercises.len(), "exercise")
            ),
        ),
        Line::new(
            Role::Dim,
            format!(
                "workbook {}, {}, {}",
                header.tool_version, header.rustc, header.started
            ),
        ),
        Line::empty(),
    ]
}

/// A sign, and its role, which is never the only sign.
fn sign(status: Status) -> (Role, &'static str) {
    match status {
        Status::Pass => (Role::Pass, "✓ "),
        Status::Fail => (Role::Fail, "✗ "),
        Status::Error => (Role::Warn, "! "),
    }
}

fn points_of(points: Option<Points>, max_points: Points) -> String {
    match points {
        Some(points) => format!("{points} of {max_points} points"),
        None => format!("no score ({max_points} points)"),
    }
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(width_of(text))))
}

/// What a submission came to.
pub fn submission_lines(grade: &SubmissionGrade) -> Vec<Line> {
    let (role, mark) = sign(grade.status());
    let mut lines = vec![Line::new(role, mark).with(Role::Strong, &grade.name).with(
        Role::Plain,
        format!(
            "   {}, {} of {} passed",
            points_of(grade.points(), grade.max_points()),
            grade.n_passed(),
            count(grade.exercises.len(), "exercise"),
        ),
    )];
    let width = grade
        .exercises
        .iter()
        .map(|exercise| width_of(&exercise.name));
    let width = width.max().unwrap_or(0);
    for exercise in &grade.exercises {
        lines.extend(
            exercise_lines(exercise, width)
                .into_iter()
                .map(|line| line.indented(2)),
        );
    }
    lines
}

fn exercise_lines(exercise: &ExerciseGrade, width: usize) -> Vec<Line> {
    let (role, mark) = sign(exercise.status());
    let points = exercise.points.map_or_else(
        || format!("-/{}", exercise.max_points),
        |points| format!("{points}/{}", exercise.max_points),
    );
    let mut line = Line::new(role, mark).with(
        Role::Plain,
        format!("{}  {points:>7}", pad(&exercise.name, width)),
    );
    if exercise.kind != Kind::Pass {
        line.push(Role::Plain, "  ");
        line.push(role, exercise.kind.words());
        if !exercise.tests.is_empty() && !is_whole(exercise) {
            let n_passed = exercise.n_passed();
            let tests = count(exercise.tests.len(), "test");
            line.push(Role::Dim, format!(", {n_passed} of {tests} passed"));
        }
    }
    if exercise.own_tests {
        line.push(Role::Dim, "  (own tests)");
    }
    let mut lines = vec![line];
    // A starter that nobody touched says nothing that its kind does not.
    if exercise.kind != Kind::Pass && exercise.kind != Kind::Unchanged {
        if is_whole(exercise) {
            lines.extend(message_lines(&whole_message(exercise)));
        } else {
            lines.extend(failed_lines(exercise));
        }
    }
    for note in &exercise.notes {
        lines.push(
            Line::plain("    ")
                .with(Role::Warn, "note")
                .with(Role::Plain, format!(": {}", first_line(note, MAX_CHARS))),
        );
    }
    lines
}

/// The first test that says why it did not pass, and how many others there are.
fn failed_lines(exercise: &ExerciseGrade) -> Vec<Line> {
    let failed: Vec<&TestGrade> = exercise
        .tests
        .iter()
        .filter(|test| test.kind != Kind::Pass)
        .collect();
    let Some(first) = failed
        .iter()
        .find(|test| test.kind != Kind::NotRun)
        .or(failed.first())
    else {
        return Vec::new();
    };
    let hidden = if first.hidden { " (hidden)" } else { "" };
    let mut line = Line::plain("    ")
        .with(Role::Strong, sentence(&first.name))
        .with(Role::Dim, hidden)
        .with(Role::Plain, format!(": {}", first.kind.words()));
    if let Some((file, at)) = &first.place {
        line.push(Role::Plain, ", ");
        line.push(Role::Path, format!("{file}:{at}"));
    }
    let mut lines = vec![line];
    lines.extend(
        message_lines(&first.message)
            .into_iter()
            .map(|line| line.indented(2)),
    );
    if failed.len() > 1 {
        let others = count(failed.len() - 1, "more test");
        lines.push(Line::new(Role::Dim, format!("    {others} did not pass")));
    }
    lines
}

fn message_lines(message: &str) -> Vec<Line> {
    first_lines(message, MAX_LINES, MAX_CHARS)
        .into_iter()
        .map(|line| Line::new(Role::Code, line).indented(4))
        .collect()
}

impl Text {
    /// The class at a glance; nothing for a single submission, which has been told whole.
    fn table(&self) -> Vec<Line> {
        if self.rows.len() < 2 {
            return Vec::new();
        }
        let names = self.rows.iter().map(|row| width_of(&row.name));
        let width = names.max().unwrap_or(0).max("submission".len());
        let mut lines = vec![Line::new(
            Role::Dim,
            format!("  {}  {:>15}  passed", pad("submission", width), "points"),
        )];
        for row in &self.rows {
            let (role, mark) = sign(row.status);
            let points = row
                .points
                .map_or_else(|| "-".to_owned(), |points| points.to_string());
            let points = format!("{points} of {}", row.max_points);
            let mut line = Line::new(role, mark).with(
                Role::Plain,
                format!(
                    "{}  {points:>15}  {} of {}",
                    pad(&row.name, width),
                    row.n_passed,
                    row.n_exercises
                ),
            );
            if row.status == Status::Error {
                line.push(role, "  could not be graded whole");
            }
            lines.push(line);
        }
        lines.push(Line::empty());
        lines
    }
}

fn total_line(summary: &Summary) -> Line {
    let role = sign(summary.status()).0;
    let mut line = Line::new(
        role,
        format!(
            "{} of {} passed everything",
            summary.n_passed,
            count(summary.n_submissions, "submission")
        ),
    );
    line.push(
        Role::Plain,
        format!(
            "; {} of {} exercises, {} of {} points",
            summary.exercises_passed, summary.exercises, summary.points, summary.max_points
        ),
    );
    if summary.n_errors > 0 {
        let those = count(summary.n_errors, "submission");
        line.push(
            Role::Warn,
            format!("; {those} could not be graded whole and will need another run"),
        );
    }
    line
}

fn enforced_lines(header: &Header) -> Vec<Line> {
    let missing = header.enforced.missing();
    let mut lines = vec![Line::empty()];
    if missing.is_empty() {
        lines.push(Line::new(
            Role::Dim,
            "Everything this program knows to enforce was enforced.",
        ));
        return lines;
    }
    lines.push(Line::new(Role::Warn, "What was not enforced here:"));
    lines.extend(
        missing
            .into_iter()
            .map(|sentence| Line::plain(format!("  - {sentence}"))),
    );
    lines
}
