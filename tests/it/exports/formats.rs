//! The golden files: what each format makes of the class.

use super::fixture::{class, header, hostile_class, submission};
use super::report;
use crate::screens::golden::{Golden, compare};
use quick_junit::{Report, TestCaseStatus};
use serde_json::Value;
use std::collections::HashSet;
use workbook::export::{
    Annotations, Classroom, Classroom50, Csv, Exercism, Exporter, Gradescope, Html, Jsonl, Junit,
    Outputs, StepSummary, Text,
};
use workbook::grade::{Kind, Points, SubmissionGrade, Summary};
use workbook::screen::tagged;

fn golden(name: &str, text: &str) -> Golden {
    Golden::at(format!("tests/reports/{name}"), text.replace("\r\n", "\n"))
}

fn of_class(exporter: &mut dyn Exporter) -> String {
    let (header, grades) = hostile_class();
    report(exporter, &header, &grades)
}

fn mixed() -> SubmissionGrade {
    submission(
        "ada",
        [Kind::Pass, Kind::Fail, Kind::Timeout, Kind::CompileError],
        "assertion failed: is_open()",
    )
}

fn single(exporter: &mut dyn Exporter, grade: SubmissionGrade) -> Value {
    let header = header(1, &["ada"]);
    let text = report(exporter, &header, &[grade]);
    serde_json::from_str(&text).expect("it is JSON")
}

fn classroom() -> Classroom50 {
    Classroom50::new(Classroom {
        classroom: "backend-2026".into(),
        assignment: "caches".into(),
        submission: "submission-3".into(),
        commit: "https://example.org/commit".into(),
        release: "https://example.org/release".into(),
        review: String::new(),
    })
}

#[test]
fn formats_have_not_changed() {
    let pretty = |value: &Value| serde_json::to_string_pretty(value).expect("JSON") + "\n";
    let peaceful = report(&mut Jsonl, &header(5, &["ada"]), &class());
    compare(&[
        golden("class.txt", &of_class(&mut Text::plain())),
        golden(
            "class.roles.txt",
            &of_class(&mut Text::new(Box::new(tagged))),
        ),
        golden("class.jsonl", &peaceful),
        golden("class.xml", &of_class(&mut Junit::new())),
        golden("class.csv", &of_class(&mut Csv)),
        golden("class.md", &of_class(&mut StepSummary::new())),
        golden("class.log", &of_class(&mut Annotations::new("TOKEN"))),
        golden(
            "class.outputs",
            &of_class(&mut Outputs::new("out/class.jsonl")),
        ),
        golden(
            "single.classroom50.json",
            &pretty(&single(&mut classroom(), mixed())),
        ),
        golden(
            "single.gradescope.json",
            &pretty(&single(&mut Gradescope, mixed())),
        ),
        golden(
            "single.exercism.json",
            &pretty(&single(&mut Exercism, mixed())),
        ),
    ]);
}

#[test]
fn junit_is_xml_with_names_that_are_unique_and_every_kind_in_its_place() {
    let text = of_class(&mut Junit::new());
    let (_, grades) = hostile_class();
    let report = Report::deserialize_from_str(&text).expect("it is JUnit");
    assert_eq!(report.test_suites.len(), grades.len());
    let mut names = HashSet::new();
    let mut kinds = HashSet::new();
    for suite in &report.test_suites {
        let (mut n_failures, mut n_errors, mut n_skipped) = (0, 0, 0);
        for case in &suite.test_cases {
            let class = case.classname.as_deref().expect("a class");
            assert!(class.contains('.') && !class.starts_with('.'), "{class}");
            assert!(
                names.insert((class.to_owned(), case.name.as_str().to_owned())),
                "{class} {}",
                case.name.as_str()
            );
            match &case.status {
                TestCaseStatus::Success { .. } => {}
                TestCaseStatus::Skipped { .. } => n_skipped += 1,
                TestCaseStatus::NonSuccess { kind, ty, .. } => {
                    let ty = ty.as_deref().expect("a kind");
                    kinds.insert(ty.to_owned());
                    match kind {
                        quick_junit::NonSuccessKind::Error => {
                            assert_eq!(ty, "error");
                            n_errors += 1;
                        }
                        quick_junit::NonSuccessKind::Failure => n_failures += 1,
                    }
                }
            }
        }
        let counts = (suite.tests, suite.failures, suite.errors, suite.skipped);
        assert_eq!(
            counts,
            (suite.test_cases.len(), n_failures, n_errors, n_skipped)
        );
    }
    for kind in Kind::ALL {
        // An exercise that never ran is skipped, as its tests are.
        let is_told = kinds.contains(kind.name());
        assert_eq!(
            is_told,
            !matches!(kind, Kind::Pass | Kind::NotRun),
            "{kind:?}"
        );
    }
}

#[test]
fn a_gradebook_reads_back_what_was_written() {
    let text = of_class(&mut Csv);
    assert!(text.starts_with("student,exercise,points,max,status,hash,tests\r\n"));
    let (_, grades) = hostile_class();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 4 * grades.len());
    for row in &rows {
        assert!(!row[0].starts_with('='), "{row:?}");
        let has_points = row[2].parse::<f64>().is_ok();
        assert_eq!(has_points, &row[4] != "error", "{row:?}");
    }
    assert_eq!(&rows[20][0], "'=cmd|' /C calc'!A0, <b>&\"|`");
}

#[test]
fn whole_points_agree_with_their_sum() {
    let mut grade = mixed();
    grade.exercises[1].points = Some(Points::hundredths(666));
    grade.exercises[2].points = Some(Points::hundredths(350));
    let result = single(&mut classroom(), grade);
    assert_eq!(result["schema"], "classroom50/result/v1");
    assert_eq!(
        result["review"], result["commit"],
        "the commit stands in for it"
    );
    let sum = |key: &str| -> u64 {
        let tests = result["tests"].as_array().expect("tests");
        tests
            .iter()
            .map(|test| test[key].as_u64().expect("a whole number"))
            .sum()
    };
    assert_eq!(result["score"], 19);
    assert_eq!(sum("score"), 19);
    assert_eq!(result["max-score"], sum("max-score"));
}

#[test]
fn what_could_not_be_graded_has_no_score_anywhere() {
    let grade = || {
        submission(
            "ada",
            [Kind::Pass, Kind::Error, Kind::Pass, Kind::Pass],
            "the disk is full",
        )
    };
    let results = single(&mut Gradescope, grade());
    assert!(results.get("score").is_none(), "{results:#}");
    for test in results["tests"].as_array().expect("tests") {
        assert!(test.get("score").is_none(), "{test:#}");
    }
    let header = header(1, &["ada"]);
    let refused = classroom().submission(&header, &grade(), &mut Vec::new());
    assert!(
        refused
            .expect_err("no number")
            .to_string()
            .contains("could not be graded")
    );
}

#[test]
fn learners_do_not_see_hidden_tests_at_gradescope() {
    let results = single(&mut Gradescope, mixed());
    let tests = results["tests"].as_array().expect("tests");
    let hidden = tests
        .iter()
        .filter(|test| test["visibility"] == "hidden")
        .count();
    assert_eq!(hidden, 4, "one of each exercise");
}

#[test]
fn exercism_knows_an_error_from_a_failure() {
    let of = |kinds| single(&mut Exercism, submission("ada", kinds, "it went wrong"));
    let passed = of([Kind::Pass; 4]);
    assert_eq!(passed["status"], "pass");
    assert_eq!(passed["version"], 3);
    assert_eq!(passed["tests"][0]["name"], "palindrome: an_empty_text");
    assert!(passed["tests"][0].get("message").is_none());
    let failed = of([Kind::Pass, Kind::Pass, Kind::CompileError, Kind::EarlyExit]);
    assert_eq!(failed["status"], "fail", "some tests ran");
    let error = of([
        Kind::CompileError,
        Kind::Missing,
        Kind::Unchanged,
        Kind::Policy,
    ]);
    assert_eq!(error["status"], "error");
    assert!(
        error["message"]
            .as_str()
            .expect("a message")
            .contains("error[E0308]")
    );
    let mut one = mixed();
    one.exercises.truncate(1);
    assert_eq!(
        single(&mut Exercism, one)["tests"][1]["name"],
        "a_long_text"
    );
}

#[test]
fn every_format_says_where_the_tests_are_the_learners_own() {
    let mut header = header(1, &["ada"]);
    header.exercises[1].own_tests = true;
    header.exercises[1].max_points = Points::default();
    let mut grade = submission("ada", [Kind::Pass; 4], "");
    let exercise = &mut grade.exercises[1];
    exercise.own_tests = true;
    exercise.points = Some(Points::default());
    exercise.max_points = Points::default();
    let proved = "that they ran and passed";
    let exporters: [(Box<dyn Exporter>, &str, &str); 9] = [
        (
            Box::new(Text::plain()),
            "rate_limiter      0/0  (own tests)",
            proved,
        ),
        (Box::new(Jsonl), "\"own_tests\":true", "\"own_tests\":false"),
        (Box::new(Junit::new()), "an_empty_text (own test)", proved),
        (
            Box::new(StepSummary::new()),
            "anything\\: rate\\_limiter\\. Where",
            proved,
        ),
        (Box::new(Annotations::new("T")), "(own tests)", proved),
        (
            Box::new(classroom()),
            "Judged by the learner's own tests",
            proved,
        ),
        (Box::new(Gradescope), "an empty text (own test)", proved),
        (
            Box::new(Exercism),
            "an_empty_text (own test)",
            "an_empty_text\"",
        ),
        (Box::new(Csv), "rate_limiter,0,0,pass,", ",own\r\n"),
    ];
    for (mut exporter, one, other) in exporters {
        let text = report(exporter.as_mut(), &header, &[grade.clone()]);
        for part in [one, other] {
            assert!(text.contains(part), "{part} is not in:\n{text}");
        }
    }
    let page = report(&mut Html::new(), &header, &[grade]);
    for part in ["The rate limiter (own tests)", proved, "worth no points"] {
        assert!(page.contains(part), "{part} is not in:\n{page}");
    }
    assert!(
        page.contains("Nothing: no sign that anything is odd."),
        "{page}"
    );
}

#[test]
fn an_unfinished_grading_is_told_where_people_read() {
    let (header, grades) = hostile_class();
    let mut so_far = Summary::default();
    so_far.add(&grades[0]);
    let exporters: [(Box<dyn Exporter>, &str); 4] = [
        (Box::new(Text::plain()), "1 of 6 submissions graded"),
        (Box::new(StepSummary::new()), "1 of 6 submissions graded"),
        (Box::new(Annotations::new("T")), "1 of 6 submissions graded"),
        (Box::new(Outputs::new("")), "status=error"),
    ];
    for (mut exporter, part) in exporters {
        let mut out = Vec::new();
        exporter.begin(&header, &mut out).expect("begin");
        exporter
            .submission(&header, &grades[0], &mut out)
            .expect("submission");
        exporter
            .unfinished(&header, &so_far, &mut out)
            .expect("unfinished");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(text.contains(part), "{text}");
    }
}
