//! `result.json` of Classroom 50, `classroom50/result/v1`. Its runner adds who submitted, and when it was graded.

use super::shown::clipped;
use super::{Exporter, UNFINISHED};
use crate::grade::{ExerciseGrade, Header, OWN_TESTS, Status, SubmissionGrade};
use serde::Serialize;
use std::io::{self, Write};

/// What the runner tells in its environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classroom {
    /// `CLASSROOM`.
    pub classroom: String,
    /// `ASSIGNMENT`.
    pub assignment: String,
    /// `SUBMISSION_TAG`.
    pub submission: String,
    /// `COMMIT_URL`.
    pub commit: String,
    /// `RELEASE_URL`.
    pub release: String,
    /// `REVIEW_URL`; where it is empty the commit stands in for it.
    pub review: String,
}

/// One result. Points are whole numbers there: each exercise's are rounded down, and the sums are those of what is written.
#[derive(Clone, Debug, Default)]
pub struct Classroom50 {
    classroom: Classroom,
}

impl Classroom50 {
    /// The result of a submission to this classroom.
    pub fn new(classroom: Classroom) -> Self {
        Self { classroom }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Result<'g> {
    schema: &'static str,
    classroom: &'g str,
    assignment: &'g str,
    submission: &'g str,
    commit: &'g str,
    release: &'g str,
    review: &'g str,
    datetime: &'g str,
    score: Option<u64>,
    max_score: Option<u64>,
    tests: Vec<Test<'g>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Test<'g> {
    test_name: &'g str,
    passed: bool,
    score: u64,
    max_score: u64,
    kind: &'static str,
    tests_passed: usize,
    tests_total: usize,
    message: String,
}

/// What is said of an exercise, and what it is worth where its own tests count.
fn message(exercise: &ExerciseGrade) -> String {
    let own = if exercise.own_tests { OWN_TESTS } else { "" };
    format!("{}\n{own}", exercise.message)
}

impl Classroom50 {
    /// A result without a score, which Classroom 50 takes from nobody: it publishes an error then. With a score of 0 of 0 and no
    /// tests it would publish a success.
    fn empty<'g>(&'g self, header: &'g Header) -> Result<'g> {
        let known = &self.classroom;
        Result {
            schema: "classroom50/result/v1",
            classroom: &known.classroom,
            assignment: &known.assignment,
            submission: &known.submission,
            commit: &known.commit,
            release: &known.release,
            review: if known.review.is_empty() {
                &known.commit
            } else {
                &known.review
            },
            datetime: &header.started,
            score: None,
            max_score: None,
            tests: Vec::new(),
            message: None,
        }
    }
}

impl Exporter for Classroom50 {
    fn stand_in(&self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        let result = Result {
            message: Some(UNFINISHED),
            ..self.empty(header)
        };
        serde_json::to_writer_pretty(&mut *out, &result)?;
        writeln!(out)
    }

    fn submission(
        &mut self,
        header: &Header,
        grade: &SubmissionGrade,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if grade.status() == Status::Error {
            return Err(io::Error::other(
                "something could not be graded, and this format has no word for it; any number would be taken for a score",
            ));
        }
        let tests: Vec<Test> = grade
            .exercises
            .iter()
            .map(|exercise| Test {
                test_name: &exercise.name,
                passed: exercise.status() == Status::Pass,
                score: exercise.points.unwrap_or_default().floor(),
                max_score: exercise.max_points.floor(),
                kind: exercise.kind.name(),
                tests_passed: exercise.n_passed(),
                tests_total: exercise.tests.len(),
                message: clipped(message(exercise).trim(), 2_000),
            })
            .collect();
        let result = Result {
            score: Some(tests.iter().map(|test| test.score).sum()),
            max_score: Some(tests.iter().map(|test| test.max_score).sum()),
            tests,
            ..self.empty(header)
        };
        serde_json::to_writer_pretty(&mut *out, &result)?;
        writeln!(out)
    }
}
