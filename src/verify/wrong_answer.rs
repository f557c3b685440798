//! Wrong answers: plausible mistakes that the tests must catch, which proves that the tests are worth passing.

use super::answer::{Answered, Trial};
use super::{Verifier, meant};
use crate::error::{Error, Place, Problem};
use crate::exercise::Exercise;
use crate::grade::{ExerciseGrade, Kind, TestGrade};
use crate::process::Stop;
use crate::source::Source;
use std::path::Path;

/// The first line of a wrong answer begins with this and names the tests that must catch it.
const HEADER: &str = "//! Caught by:";

/// The tests that the first line names; none if it is no such line.
pub(super) fn caught_by(text: &str) -> Vec<&str> {
    let first = text
        .trim_start_matches('\u{feff}')
        .lines()
        .next()
        .unwrap_or_default();
    let names = first.strip_prefix(HEADER).unwrap_or_default();
    names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}

impl Verifier<'_> {
    /// What is wrong with a wrong answer that the tests it names seem to let pass.
    pub(super) fn not_caught_by_named(
        &self,
        exercise: &Exercise,
        path: &Path,
        stop: &Stop,
    ) -> Result<Vec<Problem>, Error> {
        let mut found = Vec::new();
        for trial in [Trial::Wrong, Trial::WrongAnew] {
            let answered = self.answer(trial, exercise, path, stop)?;
            found = findings(path, &answered);
            let Some(grade) = answered.grade.filter(|_| !found.is_empty()) else {
                break;
            };
            // Tests that hang take time from the others, so that a finding beside them is made sure of.
            let has_hung = grade.tests.iter().any(|test| test.kind == Kind::Timeout);
            if !has_hung {
                break;
            }
        }
        Ok(found)
    }
}

/// What is wrong with a wrong answer.
pub(super) fn findings(path: &Path, answered: &Answered<'_>) -> Vec<Problem> {
    let mut problems = answered.problems.clone();
    let Some(solution) = answered.solution else {
        return problems;
    };
    let (named, unknown) = named_tests(path, &answered.text, solution);
    problems.splice(0..0, unknown);
    if let Some(grade) = &answered.grade {
        problems.extend(
            named
                .into_iter()
                .filter_map(|test| not_caught(path, test, grade)),
        );
    }
    problems
}

/// The tests that must catch it, and what is wrong with the line that names them.
fn named_tests<'t>(path: &Path, text: &'t str, solution: &Source) -> (Vec<&'t str>, Vec<Problem>) {
    let named = caught_by(text);
    let place = || Place::at(path, 1, 1);
    if named.is_empty() {
        let problem = Problem::new("the wrong answer does not say which test catches it")
            .at(place())
            .help(format!("begin the file with `{HEADER} name_of_a_test`"));
        return (named, vec![problem]);
    }
    let tests: Vec<&str> = solution
        .tests
        .iter()
        .map(crate::source::TestFn::name)
        .collect();
    let (known, unknown): (Vec<&str>, Vec<&str>) =
        named.into_iter().partition(|name| tests.contains(name));
    let problem = |name: &str| {
        Problem::new(format!("the solution has no test called `{name}`"))
            .at(place())
            .help(
                meant(name, tests.iter().copied())
                    .unwrap_or_else(|| format!("its tests are: {}", tests.join(", "))),
            )
    };
    (known, unknown.into_iter().map(problem).collect())
}

/// What is wrong if a test lets the wrong answer pass.
fn not_caught(path: &Path, test: &str, grade: &ExerciseGrade) -> Option<Problem> {
    let caught_it = |run: &&TestGrade| !matches!(run.kind, Kind::Pass | Kind::NotRun);
    if grade
        .tests
        .iter()
        .any(|run| run.name == test && caught_it(&run))
    {
        return None;
    }
    let caught: Vec<String> = grade
        .tests
        .iter()
        .filter(caught_it)
        .map(|run| format!("`{}`", run.name))
        .collect();
    let (note, help) = if caught.is_empty() {
        (
            "no test catches it".to_owned(),
            "write a test that catches it, or drop it if it is right after all",
        )
    } else {
        (
            format!("caught by {}", caught.join(", ")),
            "name one of these, or sharpen the test",
        )
    };
    Some(
        Problem::new(format!("`{test}` does not catch this wrong answer"))
            .at(Place::at(path, 1, 1))
            .note(note)
            .help(help),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_names_the_tests() {
        for (text, expected) in [
            ("//! Caught by: one\n", vec!["one"]),
            (
                "//! Caught by: one, two ,three\r\nfn f() {}",
                vec!["one", "two", "three"],
            ),
            ("\u{feff}//! Caught by: one", vec!["one"]),
            ("//! Caught by:one,", vec!["one"]),
            ("//! Caught by:\n//! one", vec![]),
            ("//! Caught by: ,\n", vec![]),
            ("// Caught by: one\n", vec![]),
            ("//! Why.\n//! Caught by: one\n", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(caught_by(text), expected, "{text:?}");
        }
    }
}
