//! Fifty submissions, solved, half solved, broken, hostile, unchanged and missing, in one command.

use super::class::{Desk, Expected, exercises, is_whole};
use super::{OF_CLASS, OF_ONE, of_type};
use crate::exports::read_by_junitparser;
use crate::support::browser::Browser;
use quick_junit::{Report, TestCaseStatus};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The rows of a gradebook, by learner and exercise.
type Rows = BTreeMap<(String, String), (String, String, String)>;

/// Points are one for each test; those of a class are sums of whole numbers.
fn number(value: &Value) -> u64 {
    value
        .as_u64()
        .unwrap_or_else(|| panic!("{value} is no whole number"))
}

/// The class, some exercises of it, and a short deadline where all of them are known to be quick.
fn of_class(more: &[&str]) -> Vec<String> {
    let names: Vec<String> = exercises().into_iter().map(|(_, name)| name).collect();
    let mut args = vec![
        "--class".to_owned(),
        "class".to_owned(),
        "--only".to_owned(),
        names.join(","),
    ];
    if !is_whole() {
        args.extend(["--timeout", "2"].map(str::to_owned));
    }
    args.extend(more.iter().map(|&arg| arg.to_owned()));
    args
}

/// A report without what a clock says.
fn timeless(records: &[Value]) -> Vec<Value> {
    let mut records = records.to_vec();
    for record in &mut records {
        for name in ["ms", "started"] {
            if let Some(value) = record.get_mut(name) {
                *value = json!(0);
            }
        }
        let tests = record.get_mut("tests").and_then(Value::as_array_mut);
        for test in tests.into_iter().flatten() {
            test["ms"] = json!(0);
        }
    }
    records
}

/// The rows of a gradebook, by learner and exercise: points, maximum, status.
fn rows(text: &str) -> Rows {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .records()
        .map(|row| {
            let row = row.expect("a row");
            let cell = |idx: usize| row[idx].to_owned();
            ((cell(0), cell(1)), (cell(2), cell(3), cell(4)))
        })
        .collect()
}

/// The page shows what the gradebook says, cell by cell, and complains of nothing.
#[allow(clippy::print_stderr)]
fn is_shown_by_a_browser(page: &Path, rows: &Rows) {
    let browser = match Browser::start() {
        Ok(browser) => browser,
        Err(reason) => {
            eprintln!("skipped: the page of a class of fifty: {reason}");
            return;
        }
    };
    browser.open(page);
    let learners = browser.eval(
        "return [...document.querySelectorAll('#class tbody tr:first-child')].map(row =>
            [row.querySelector('th').textContent, ...[...row.querySelectorAll('td.sum')].map(it => it.textContent),
                [...row.querySelectorAll('td a')].map(it => it.ariaLabel)])",
    );
    let learners = learners.as_array().expect("rows");
    assert_eq!(learners.len(), 50);
    for learner in learners {
        let name = learner[0].as_str().expect("a name");
        let own: Vec<_> = rows.iter().filter(|((who, _), _)| who == name).collect();
        let points: u64 = own
            .iter()
            .map(|(_, row)| row.0.parse::<u64>().expect("points"))
            .sum();
        let n_passed = own.iter().filter(|(_, row)| row.2 == "pass").count();
        assert_eq!(learner[1], points.to_string(), "{learner}");
        assert_eq!(learner[2], format!("{n_passed}/{}", own.len()), "{learner}");
        let cells = learner[3].as_array().expect("cells");
        let passed = cells.iter().filter(|cell| {
            let cell = cell.as_str().unwrap_or_default();
            cell.starts_with("passed, ")
        });
        assert_eq!(
            (cells.len(), passed.count()),
            (own.len(), n_passed),
            "{learner}"
        );
    }
    let banner = "return getComputedStyle(document.getElementById('incomplete')).display";
    assert_eq!(browser.text(banner), "none");
    let (console, requests) = browser.console_and_requests();
    assert!(console.is_empty(), "{console:?}");
    assert_eq!(requests.len(), 1, "{requests:?}");
}

/// GitHub shows no more of a step, and what learners printed is no command.
fn has_ten_annotations(log: &str) {
    let of = |start: &str| log.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!(of("::error "), 10);
    assert!(of("::notice ") <= 10);
    assert_eq!(of("::group::"), 50);
}

/// Formats that hold one submission say the same of it as the gradebook of the class.
fn each_is_graded_for_formats_of_one(desk: &Desk, rows: &Rows) {
    for learner in [
        "learner-01",
        "learner-16",
        "learner-30",
        "learner-37",
        "learner-46",
    ] {
        let own = rows.iter().filter(|((who, _), _)| who == learner);
        let points: u64 = own
            .map(|(_, row)| row.0.parse::<u64>().expect("points"))
            .sum();
        let dir = format!("class/{learner}");
        let mut args = of_class(&[&["--exit-zero"], &OF_ONE[..]].concat());
        args.splice(0..2, [dir]);
        desk.grade(&args).exits(0).is_calm();
        let json =
            |name: &str| serde_json::from_str::<Value>(&desk.read(name)).expect("it is JSON");
        assert_eq!(number(&json("result.json")["score"]), points, "{learner}");
        let score = json("results.json")["score"].as_f64();
        assert_eq!(
            score.map(|score| format!("{score}")),
            Some(points.to_string()),
            "{learner}"
        );
        let is_pass = json("exercism.json")["status"] == "pass";
        assert_eq!(is_pass, learner == "learner-01", "{learner}");
    }
}

#[test]
fn a_class_of_fifty_is_graded_in_one_command() {
    let desk = Desk::of_fifty();
    let expected = desk.write_class();
    let said = desk.grade(&of_class(&OF_CLASS));
    said.exits(1).is_calm().prints("");
    let text = desk.read("class.txt");

    // Everybody is judged as expected, in the gradebook.
    let rows = rows(&desk.read("class.csv"));
    let surprises: Vec<String> = expected
        .iter()
        .filter(|(who, expected)| !expected.is(&rows[who].2))
        .map(|(who, expected)| format!("{who:?} is {:?}, not {expected:?}", rows[who]))
        .collect();
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    assert_eq!(rows.len(), expected.len());

    // The records say the same as the rows, and add up to the summary.
    let records = desk.records("class.jsonl");
    let exercises = of_type(&records, "exercise");
    let mut points = 0;
    let mut max_points = 0;
    for exercise in &exercises {
        let text = |name: &str| exercise[name].as_str().expect("a text").to_owned();
        let row = &rows[&(text("submission"), text("name"))];
        let told = [&exercise["points"], &exercise["max_points"]].map(Value::to_string);
        assert_eq!(row, &(told[0].clone(), told[1].clone(), text("kind")));
        points += number(&exercise["points"]);
        max_points += number(&exercise["max_points"]);
    }
    let is_pass = |expected: &Expected| *expected == Expected::Is("pass");
    let n_passed = expected.values().filter(|it| is_pass(it)).count();
    let mut whole: BTreeMap<&str, bool> = BTreeMap::new();
    for ((learner, _), expected) in &expected {
        *whole.entry(learner).or_insert(true) &= is_pass(expected);
    }
    let n_whole = whole.values().filter(|it| **it).count();
    assert_eq!(n_whole, 14, "those who solved everything");
    let summary = of_type(&records, "summary")[0];
    assert_eq!(
        [
            "n_submissions",
            "n_passed",
            "n_errors",
            "exercises",
            "exercises_passed",
            "points",
            "max_points"
        ]
        .map(|name| number(&summary[name])),
        [
            50,
            n_whole as u64,
            0,
            expected.len() as u64,
            n_passed as u64,
            points,
            max_points
        ]
    );
    let total = format!(
        "{n_whole} of 50 submissions passed everything; {n_passed} of {} exercises, {points} of {max_points} points",
        expected.len()
    );
    assert!(text.contains(&total), "{total} is not in {text}");
    // Nothing of those who attack reaches the report as more than text, and none of them earns a point by it.
    for learner in 35..=44 {
        let row = &rows[&(format!("learner-{learner}"), "palindrome".to_owned())];
        assert_eq!(row.0, "0", "learner-{learner}: {row:?}");
    }

    // JUnit: a suite for each learner, and no test lost.
    let junit = Report::deserialize_from_str(&desk.read("class.xml")).expect("it is JUnit");
    assert_eq!(junit.test_suites.len(), 50);
    let cases = junit.test_suites.iter().flat_map(|suite| &suite.test_cases);
    let n_good = cases
        .filter(|case| matches!(case.status, TestCaseStatus::Success { .. }))
        .count();
    let n_tests: usize = exercises
        .iter()
        .filter_map(|exercise| exercise["tests"].as_array())
        .map(|tests| tests.iter().filter(|test| test["kind"] == "pass").count())
        .sum();
    assert_eq!(n_good, n_tests);

    if let Some(suites) = read_by_junitparser(&desk.path("class.xml")) {
        assert_eq!(suites.len(), 50);
    }

    is_shown_by_a_browser(&desk.path("class.html"), &rows);
    has_ten_annotations(&desk.read("class.log"));
    each_is_graded_for_formats_of_one(&desk, &rows);

    // In two parts and put together it is the same, and what is known is not judged again.
    for part in ["1", "2"] {
        let partition = format!("hash:{part}/2");
        let file = format!("jsonl=part-{part}.jsonl");
        desk.grade(&of_class(&["--partition", &partition, "--format", &file]))
            .exits(1)
            .is_calm();
    }
    desk.said(&[
        "report",
        "merge",
        "part-1.jsonl",
        "part-2.jsonl",
        "--format",
        "jsonl=merged.jsonl",
        "--format",
        "csv=merged.csv",
    ])
    .exits(1)
    .is_calm();
    assert_eq!(desk.read("merged.csv"), desk.read("class.csv"));
    let merged = desk.records("merged.jsonl");
    assert_eq!(timeless(&merged), timeless(&records));
    for exercise in of_type(&merged, "exercise") {
        let mut tests = exercise["tests"].as_array().into_iter().flatten();
        let is_known = exercise["ms"] == 0 || tests.any(|test| test["kind"] == "timeout");
        assert!(is_known, "judged again: {exercise:.200}");
    }
}
