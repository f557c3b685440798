//! Right answers of another make than the solution: the tests must let them pass, which proves that they judge
//! behavior and not one way to write it.

use super::answer::Answered;
use crate::error::{Place, Problem};
use crate::grade::{ExerciseGrade, Kind};
use std::path::Path;

/// What is wrong with a right answer.
pub(super) fn findings(path: &Path, answered: &Answered<'_>) -> Vec<Problem> {
    let refused = answered.grade.iter();
    let refused = refused.filter_map(|grade| refused_by(path, grade));
    answered.problems.iter().cloned().chain(refused).collect()
}

/// What is wrong if a test does not let it pass.
fn refused_by(path: &Path, grade: &ExerciseGrade) -> Option<Problem> {
    let failed: Vec<String> = grade
        .tests
        .iter()
        .filter(|test| test.kind != Kind::Pass)
        .map(|test| format!("`{}`", test.name))
        .collect();
    (!failed.is_empty()).then(|| {
        Problem::new("the tests refuse this right answer")
            .at(Place::at(path, 1, 1))
            .note(format!("it fails {}", failed.join(", ")))
            .help("if it is right, the test demands what the exercise does not say; if not, mend it or delete it")
    })
}
