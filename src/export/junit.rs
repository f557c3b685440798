//! `JUnit` XML in the dialect of Jenkins. The only door to `quick-junit`.
//! <https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd>

use super::cases::{Case, cases};
use super::shown::{clipped, first_line};
use super::{Exporter, UNFINISHED};
use crate::grade::{ExerciseGrade, Header, Kind, Points, Status, SubmissionGrade, Summary};
use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::time::Duration;

/// How many bytes of a report hold messages and output in full. From there on a line of each message is told: GitLab reads
/// no file of more than 30 MB.
/// <https://docs.gitlab.com/ci/testing/unit_test_reports/>
const MAX_IN_FULL: usize = 20_000_000;
/// The bytes of a message, and of what a test printed.
const MAX_DESCRIPTION: usize = 8 << 10;
const MAX_OUTPUT: usize = 4 << 10;

/// The name of the report.
const NAME: &str = "workbook grade";
/// The name of the suite without a name.
const NAMELESS: &str = "submission";

/// A suite for each submission, a class for each exercise in it, `student.exercise`, and a case for each test. What an
/// exercise is refused for as a whole is a failure of the case `(whole file)`; its tests, which never ran, are skipped.
/// What could not be graded is an error.
///
/// One suite is held at a time. So the element around all suites has no counts, which readers add up from the suites.
#[derive(Clone, Debug, Default)]
pub struct Junit {
    n_bytes: usize,
}

impl Junit {
    /// An empty report.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Exporter for Junit {
    fn stand_in(&self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(UNFINISHED).set_type(Kind::Error.name());
        let mut case = TestCase::new("grading", status);
        case.set_classname("workbook.grade");
        let mut suite = TestSuite::new(NAME);
        suite
            .extra
            .insert("timestamp".into(), header.started.as_str().into());
        suite.add_test_case(case);
        let mut report = Report::new(NAME);
        report.add_test_suite(suite);
        let text = report.to_string().map_err(io::Error::other)?;
        out.write_all(text.as_bytes())
    }

    fn begin(&mut self, _header: &Header, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<testsuites name=\"{NAME}\">")
    }

    fn submission(
        &mut self,
        header: &Header,
        grade: &SubmissionGrade,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut report = Report::unnamed();
        let in_full = self.n_bytes < MAX_IN_FULL;
        report.add_test_suite(suite(header, grade, in_full));
        let text = report.to_string().map_err(io::Error::other)?;
        self.n_bytes += text.len();
        out.write_all(within_root(&text).as_bytes())
    }

    fn end(&mut self, _header: &Header, _summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "</testsuites>")
    }
}

/// What stands inside the outermost element. No text can hold its tags: their signs are escaped there.
fn within_root(report: &str) -> &str {
    let start = report
        .find("<testsuites")
        .and_then(|at| Some(at + report[at..].find('\n')? + 1));
    let end = report.rfind("</testsuites>");
    match (start, end) {
        (Some(start), Some(end)) if start <= end => &report[start..end],
        _ => "",
    }
}

fn suite(header: &Header, grade: &SubmissionGrade, in_full: bool) -> TestSuite {
    let student = match clean(&grade.name) {
        name if name.is_empty() => NAMELESS.to_owned(),
        name => name,
    };
    let mut suite = TestSuite::new(student.as_str());
    suite.set_time(Duration::from_millis(grade.ms));
    suite
        .extra
        .insert("timestamp".into(), header.started.as_str().into());
    let mut property = |name: &str, value: &str| {
        suite.add_property(Property::new(name, first_line(value, 1_000)));
    };
    let points = |points: Option<Points>| {
        points.map_or_else(|| "none".to_owned(), |points| points.to_string())
    };
    property("status", grade.status().name());
    property("points", &points(grade.points()));
    property("max-points", &grade.max_points().to_string());
    property("workbook", &header.workbook);
    property("workbook-hash", &header.workbook_hash);
    property("rustc", &header.rustc);
    for sentence in header.enforced.missing() {
        property("not-enforced", sentence);
    }
    for exercise in &grade.exercises {
        let name = clean(&exercise.name);
        property(&format!("{name}.kind"), exercise.kind.name());
        property(&format!("{name}.points"), &points(exercise.points));
        property(
            &format!("{name}.max-points"),
            &exercise.max_points.to_string(),
        );
        if let Some(hash) = &exercise.hash {
            property(&format!("{name}.hash"), hash);
        }
        for note in exercise.remarks() {
            property(&format!("{name}.note"), note);
        }
    }
    for exercise in &grade.exercises {
        let class = format!("{student}.{}", clean(&exercise.name));
        for case in cases(header, exercise) {
            suite.add_test_case(test_case(&class, (grade, exercise), &case, in_full));
        }
    }
    suite
}

/// A name in one line.
fn clean(name: &str) -> String {
    first_line(name, 300)
}

fn test_case(
    class: &str,
    (submission, exercise): (&SubmissionGrade, &ExerciseGrade),
    case: &Case,
    in_full: bool,
) -> TestCase {
    let mut status = match (case.kind, case.kind.status()) {
        (Kind::Pass, _) => TestCaseStatus::success(),
        (Kind::NotRun, _) => TestCaseStatus::skipped(),
        (_, Status::Error) => TestCaseStatus::non_success(NonSuccessKind::Error),
        _ => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    if case.kind == Kind::NotRun {
        let why = match first_line(&case.message, 200) {
            line if line.is_empty() => exercise.kind.words().to_owned(),
            line => line,
        };
        status.set_message(format!("did not run: {why}"));
    } else if case.kind != Kind::Pass {
        status
            .set_message(case.headline())
            .set_type(case.kind.name());
        if in_full {
            status.set_description(description(case));
        }
    }
    let mut test = TestCase::new(clean(&case.name), status);
    test.set_classname(class)
        .set_time(Duration::from_millis(case.ms));
    let file = clean(&submission.file(&exercise.path));
    test.extra.insert("file".into(), file.into());
    // A line of the tests is in no file of the submission.
    if let Some((_, line)) = case.place.filter(|(file, _)| *file == exercise.path) {
        test.extra.insert("line".into(), line.to_string().into());
    }
    if in_full && !case.output.is_empty() {
        test.set_system_out(clipped(case.output, MAX_OUTPUT));
    }
    test
}

fn description(case: &Case) -> String {
    let mut text = match case.message.trim() {
        "" => case.kind.words().to_owned(),
        message => clipped(message, MAX_DESCRIPTION),
    };
    if let Some((file, line)) = case.place {
        let _ = write!(text, "\nat {}:{line}", clean(file));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_within_the_root_is_the_suites() {
        let mut report = Report::unnamed();
        let mut suite = TestSuite::new("</testsuites>\n<testsuites");
        suite.set_system_out("</testsuites>");
        report.add_test_suite(suite);
        let text = report.to_string().expect("it is XML");
        let within = within_root(&text);
        assert!(
            within.trim_start().starts_with("<testsuite name"),
            "{within}"
        );
        assert!(within.trim_end().ends_with("</testsuite>"), "{within}");
    }
}
