//! `results.json` of Exercism, version 3.
//! <https://exercism.org/docs/building/tooling/test-runners/interface>

use super::cases::{Case, cases};
use super::shown::clipped;
use super::{Exporter, UNFINISHED};
use crate::grade::{Header, Kind, Status, SubmissionGrade};
use serde::Serialize;
use std::io::{self, Write};

/// What the interface allows for one message, in characters; bytes are at least as many.
const MAX_MESSAGE: usize = 65_535;
/// What it allows for the output of a test, in characters.
const MAX_OUTPUT: usize = 500;
/// What the whole file is meant to stay below, in bytes: 500 KB, with room for what stands around messages.
const MAX_FILE: usize = 400_000;
const CUT_OFF: &str = "\n(cut off: only the first 500 characters are kept)";

/// One result. Tests of several exercises stand one after the other, each with its exercise's name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exercism;

#[derive(Serialize)]
struct Results {
    version: u32,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    test_code: String,
}

impl Exporter for Exercism {
    fn stand_in(&self, _header: &Header, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &Results::error(UNFINISHED.to_owned()))?;
        writeln!(out)
    }

    fn submission(
        &mut self,
        header: &Header,
        grade: &SubmissionGrade,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &results(header, grade))?;
        writeln!(out)
    }
}

impl Results {
    /// The result where no test ran.
    fn error(message: String) -> Self {
        Self {
            version: 3,
            status: "error",
            message: Some(message),
            tests: Vec::new(),
        }
    }
}

fn results(header: &Header, grade: &SubmissionGrade) -> Results {
    let all: Vec<(&str, Vec<Case>)> = grade
        .exercises
        .iter()
        .map(|exercise| (exercise.name.as_str(), cases(header, exercise)))
        .collect();
    let n_cases: usize = all.iter().map(|(_, cases)| cases.len()).sum();
    // Where feedback leaves the tests out, the kind of the whole says that they ran.
    let ran = |case: &Case| match case.kind {
        Kind::NotRun | Kind::Error => false,
        Kind::CompileError
        | Kind::Signature
        | Kind::Policy
        | Kind::Unreadable
        | Kind::Missing
        | Kind::Unchanged => case.is_test,
        _ => true,
    };
    let has_run = all.iter().flat_map(|(_, cases)| cases).any(ran);
    let max_message = (MAX_FILE / 2 / n_cases.max(1)).min(MAX_MESSAGE / 2);
    let name = |exercise: &str, case: &str| match all.len() {
        1 => case.to_owned(),
        _ => format!("{exercise}: {case}"),
    };
    if !has_run && grade.status() != Status::Pass {
        let parts: Vec<String> = all
            .iter()
            .flat_map(|(exercise, cases)| cases.iter().map(move |case| (exercise, case)))
            .filter(|(_, case)| !case.is_test || case.kind == Kind::Error)
            .map(|(exercise, case)| {
                let message = clipped(case.message.trim(), max_message);
                let gap = if message.is_empty() { "" } else { "\n\n" };
                name(exercise, case.kind.words()) + gap + &message
            })
            .collect();
        return Results::error(if parts.is_empty() {
            "no test ran".to_owned()
        } else {
            parts.join("\n\n")
        });
    }
    let tests: Vec<Test> = all
        .iter()
        .flat_map(|(exercise, cases)| cases.iter().map(move |case| (exercise, case)))
        .map(|(exercise, case)| {
            let source_len = case.source.len().min(MAX_FILE / 4 / n_cases.max(1));
            Test {
                name: name(exercise, &case.name),
                status: match case.kind {
                    Kind::Pass => "pass",
                    Kind::NotRun | Kind::Error | Kind::CompileError => "error",
                    _ => "fail",
                },
                message: (case.kind != Kind::Pass).then(|| match case.message.trim() {
                    "" => case.kind.words().to_owned(),
                    message => clipped(message, max_message),
                }),
                output: output(case.output),
                test_code: clipped(case.source, source_len),
            }
        })
        .collect();
    let passed = tests.iter().all(|test| test.status == "pass");
    Results {
        version: 3,
        status: if passed { "pass" } else { "fail" },
        message: None,
        tests,
    }
}

/// What a test printed, as much of it as the interface allows.
fn output(printed: &str) -> Option<String> {
    if printed.trim().is_empty() {
        return None;
    }
    let safe = clipped(printed, 4 * MAX_OUTPUT);
    if safe.chars().count() <= MAX_OUTPUT {
        return Some(safe);
    }
    let kept = MAX_OUTPUT - CUT_OFF.chars().count();
    Some(safe.chars().take(kept).collect::<String>() + CUT_OFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_stays_within_500_characters() {
        assert_eq!(output(" \n"), None);
        assert_eq!(output("a"), Some("a".to_owned()));
        for long in ["é".repeat(501), "x".repeat(1 << 20)] {
            let kept = output(&long).expect("something was printed");
            assert_eq!(kept.chars().count(), MAX_OUTPUT);
            assert!(kept.ends_with(CUT_OFF));
        }
    }
}
