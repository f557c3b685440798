//! Right answers of another make than the solution: the tests must let them pass, which proves that they judge
//! behavior and not one way to write it.

use super::Verifier;
use super::answer::Trial;
use crate::error::{Error, Place, Problem};
use crate::exercise::Exercise;
use crate::grade::{ExerciseGrade, Kind};
use crate::process::Stop;
use std::path::Path;

impl Verifier<'_> {
    /// Proves that the tests let a right answer pass.
    pub(super) fn right_answer(
        &self,
        exercise: &Exercise,
        path: &Path,
        stop: &Stop,
    ) -> Result<Vec<Problem>, Error> {
        let answered = self.answer(Trial::Right, exercise, path, stop)?;
        let mut problems = answered.problems;
        problems.extend(
            answered
                .grade
                .iter()
                .filter_map(|grade| refused_by(path, grade)),
        );
        Ok(problems)
    }
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
