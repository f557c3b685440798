//! An exercise as the cases that formats for test reports know: its tests, and one for the whole file where no test can
//! say what is wrong.

use super::shown::first_line;
use crate::grade::{ExerciseGrade, ExerciseHeader, Header, Kind, Points};
use std::collections::HashSet;

/// The name of the case that stands for the whole exercise. No test can be called so.
pub(super) const WHOLE: &str = "(whole file)";

/// One case.
#[derive(Debug)]
pub(super) struct Case<'g> {
    /// Its name, no two alike in an exercise.
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Why it did not pass, with what the compiler said.
    pub(super) message: String,
    pub(super) place: Option<(&'g str, usize)>,
    pub(super) output: &'g str,
    pub(super) hidden: bool,
    /// Whether it is a test, and not the exercise itself.
    pub(super) is_test: bool,
    pub(super) points: Points,
    pub(super) max_points: Points,
    pub(super) ms: u64,
    /// The test's source; empty where it is not shown.
    pub(super) source: &'g str,
}

impl Case<'_> {
    /// What it says in a line: the kind in words, and the beginning of the message.
    pub(super) fn headline(&self) -> String {
        match first_line(&self.message, 200) {
            line if line.is_empty() => self.kind.words().to_owned(),
            line => format!("{}: {line}", self.kind.words()),
        }
    }
}

/// Whether some test says why the exercise did not pass.
fn is_told_by_a_test(exercise: &ExerciseGrade) -> bool {
    exercise
        .tests
        .iter()
        .any(|test| !matches!(test.kind, Kind::Pass | Kind::NotRun))
}

/// Whether an exercise has something to say that none of its tests does.
pub(super) fn is_whole(exercise: &ExerciseGrade) -> bool {
    exercise.tests.is_empty() || (exercise.kind != Kind::Pass && !is_told_by_a_test(exercise))
}

/// The message on an exercise, and what the compiler said.
pub(super) fn whole_message(exercise: &ExerciseGrade) -> String {
    let mut parts: Vec<&str> = vec![exercise.message.trim()];
    parts.extend(
        exercise
            .diagnostics
            .iter()
            .map(|diagnostic| match diagnostic.rendered.trim() {
                "" => diagnostic.message.trim(),
                rendered => rendered,
            }),
    );
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// The cases of an exercise: the whole first, where it has one, then the tests in the order of the file.
pub(super) fn cases<'g>(header: &'g Header, exercise: &'g ExerciseGrade) -> Vec<Case<'g>> {
    let known: Option<&ExerciseHeader> = header
        .exercises
        .iter()
        .find(|known| known.name == exercise.name);
    let mut cases = Vec::with_capacity(exercise.tests.len() + 1);
    let mut names = HashSet::new();
    if is_whole(exercise) {
        let first = exercise.diagnostics.first();
        let place = first.filter(|diagnostic| diagnostic.line > 0);
        cases.push(Case {
            name: WHOLE.to_owned(),
            kind: exercise.kind,
            message: whole_message(exercise),
            place: place.map(|diagnostic| (diagnostic.file.as_str(), diagnostic.line)),
            output: "",
            hidden: false,
            is_test: false,
            points: exercise.points.unwrap_or_default(),
            max_points: exercise.max_points,
            ms: exercise.ms,
            source: "",
        });
    }
    for test in &exercise.tests {
        let named = || {
            let mut tests = known.into_iter().flat_map(|known| &known.tests);
            tests.find(|known| known.name == test.name && known.hidden == test.hidden)
        };
        let source = named().map_or("", |known| known.source.as_str());
        let plain = if test.name.is_empty() {
            "test"
        } else {
            &test.name
        };
        let base = if test.hidden {
            format!("{plain} (hidden)")
        } else if exercise.own_tests {
            format!("{plain} (own test)")
        } else {
            plain.to_owned()
        };
        let numbered = (2_usize..).map(|number| format!("{base} ({number})"));
        let name = std::iter::once(base.clone())
            .chain(numbered)
            .find(|name| !names.contains(name))
            .unwrap_or_default();
        names.insert(name.clone());
        cases.push(Case {
            name,
            kind: test.kind,
            message: test.message.clone(),
            place: test
                .place
                .as_ref()
                .map(|(file, line)| (file.as_str(), *line)),
            output: &test.output,
            hidden: test.hidden,
            is_test: true,
            points: test.points,
            max_points: test.max_points,
            ms: test.ms,
            source,
        });
    }
    cases
}
