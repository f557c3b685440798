//! The proof of the whole course: with nothing known but its crates, and with nothing changed.

use super::books::workbook;
use super::measure::{Contender, print, show, succeed, table, tell};
use super::real::Course;
use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

/// How often the whole proof is made: it takes most of a minute.
const COLD_ROUNDS: usize = 3;

/// How many of the longest tests are shown.
const N_LONGEST: usize = 3;

/// Measures `workbook verify`, and how long the tests of each solution take.
pub fn measure() {
    let course = Course::new();
    let mut cold = Contender::new("`workbook verify`, nothing known but the crates");
    let mut warm = Contender::new("`workbook verify`, nothing changed");
    for round in 1..=COLD_ROUNDS {
        tell(&format!("verify: round {round} of {COLD_ROUNDS}"));
        course.forget();
        cold.time(|| succeed(workbook(&course.root()).arg("verify")));
        for _ in 0..COLD_ROUNDS {
            warm.time(|| succeed(workbook(&course.root()).arg("verify")));
        }
    }
    print(&table(&[&cold]));
    print(&table(&[&warm]));
    print(&longest(&course));
}

/// The solutions whose tests take longest, one process each and one after the other.
fn longest(course: &Course) -> String {
    let output = workbook(&course.root())
        .args(["grade", "--afresh", "--jobs", "1", "--format", "jsonl"])
        .arg(course.root().join("solutions"))
        .stderr(Stdio::null())
        .output()
        .expect("the program starts");
    let mut by_exercise: BTreeMap<String, u64> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        if let (Some(exercise), Some(tests)) = (record["name"].as_str(), record["tests"].as_array())
        {
            let ms = tests.iter().filter_map(|test| test["ms"].as_u64()).sum();
            by_exercise.insert(exercise.to_owned(), ms);
        }
    }
    assert!(!by_exercise.is_empty(), "solutions are graded");
    let mut all: Vec<(u64, String)> = by_exercise
        .into_iter()
        .map(|(exercise, ms)| (ms, exercise))
        .collect();
    all.sort();
    let shown: Vec<String> = all
        .iter()
        .rev()
        .take(N_LONGEST)
        .map(|(ms, exercise)| format!("`{exercise}` {}", show(Duration::from_millis(*ms))))
        .collect();
    format!(
        "\nThe longest tests of {} solutions, all tests of one together: {}.\n",
        all.len(),
        shown.join(", ")
    )
}
