//! `results.json` of Gradescope.
//! <https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format>

use super::cases::{Case, cases};
use super::shown::clipped;
use super::{Exporter, UNFINISHED};
use crate::grade::{Header, Kind, OWN_TESTS, Points, Status, SubmissionGrade};
use crate::text::sentence;
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Write};

/// The bytes of what is shown of one test.
const MAX_OUTPUT: usize = 8 << 10;

/// One result. Names and outputs are plain text, so that nothing in them is markup. Learners never see hidden tests. Where
/// something could not be graded there is no score at all, so that Gradescope reports the grader and not the learner.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gradescope;

#[derive(Serialize)]
struct Results {
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    execution_time: f64,
    output: String,
    output_format: &'static str,
    test_output_format: &'static str,
    test_name_format: &'static str,
    visibility: &'static str,
    stdout_visibility: &'static str,
    extra_data: Extra,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Extra {
    workbook_hash: String,
    tool_version: String,
    not_enforced: Vec<&'static str>,
}

#[derive(Serialize)]
struct Test {
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    name: String,
    number: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    output: String,
    tags: Vec<String>,
    visibility: &'static str,
}

impl Exporter for Gradescope {
    fn stand_in(&self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        let results = Results::new(header, UNFINISHED.to_owned());
        serde_json::to_writer_pretty(&mut *out, &results)?;
        writeln!(out)
    }

    fn submission(
        &mut self,
        header: &Header,
        grade: &SubmissionGrade,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let points = grade.points().filter(|_| grade.status() != Status::Error);
        let mut tests = Vec::new();
        for (idx, exercise) in grade.exercises.iter().enumerate() {
            for (test_idx, case) in cases(header, exercise).iter().enumerate() {
                let number = format!("{}.{}", idx + 1, test_idx + 1);
                tests.push(Test::of(&exercise.name, number, case, points.is_some()));
            }
        }
        #[allow(clippy::cast_precision_loss)]
        let execution_time = grade.ms as f64 / 1000.0;
        let results = Results {
            score: points.map(Points::as_f64),
            execution_time,
            tests,
            ..Results::new(header, outline(grade))
        };
        serde_json::to_writer_pretty(&mut *out, &results)?;
        writeln!(out)
    }
}

impl Results {
    /// A result without a score and without tests.
    fn new(header: &Header, output: String) -> Self {
        Self {
            score: None,
            execution_time: 0.0,
            output,
            output_format: "text",
            test_output_format: "text",
            test_name_format: "text",
            visibility: "visible",
            stdout_visibility: "hidden",
            extra_data: Extra {
                workbook_hash: header.workbook_hash.clone(),
                tool_version: header.tool_version.clone(),
                not_enforced: header.enforced.missing(),
            },
            tests: Vec::new(),
        }
    }
}

impl Test {
    fn of(exercise: &str, number: String, case: &Case, has_score: bool) -> Self {
        // The points of the whole stand in its tests already, and in the score above them.
        let score = has_score && case.is_test;
        let mut output = match (case.kind, case.message.trim()) {
            (Kind::Pass, _) => String::new(),
            (kind, "") => kind.words().to_owned(),
            (kind, message) => format!("{}\n\n{}", kind.words(), clipped(message, MAX_OUTPUT)),
        };
        if let Some((file, line)) = case.place.filter(|_| case.kind != Kind::Pass) {
            let _ = write!(output, "\n\nat {}:{line}", clipped(file, 200));
        }
        if !case.output.trim().is_empty() {
            let printed = clipped(case.output.trim_end(), MAX_OUTPUT);
            let gap = if output.is_empty() { "" } else { "\n\n" };
            let _ = write!(output, "{gap}It printed:\n{printed}");
        }
        Self {
            score: score.then(|| case.points.as_f64()),
            max_score: score.then(|| case.max_points.as_f64()),
            status: match case.kind.status() {
                Status::Pass => Some("passed"),
                Status::Fail => Some("failed"),
                Status::Error => None,
            },
            name: format!("{exercise}: {}", sentence(&case.name)),
            number,
            output,
            tags: vec![exercise.to_owned(), case.kind.name().to_owned()],
            visibility: if case.hidden { "hidden" } else { "visible" },
        }
    }
}

/// A line for each exercise.
fn outline(grade: &SubmissionGrade) -> String {
    let mut text = String::new();
    if grade.status() == Status::Error {
        text.push_str(
            "Something could not be graded. This is a fault of the grader and not of the submission, so there is no score.\n\n",
        );
    }
    for exercise in &grade.exercises {
        let points = exercise.points.map_or_else(
            || "no score".to_owned(),
            |points| format!("{points} of {}", exercise.max_points),
        );
        let _ = writeln!(
            text,
            "{}: {points}, {}",
            exercise.name,
            exercise.kind.words()
        );
        if exercise.own_tests {
            let _ = writeln!(text, "  {OWN_TESTS}");
        }
    }
    text
}
