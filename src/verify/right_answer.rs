//! Right answers of another make than the solution: the tests must let them pass, which proves that they judge
//! behavior and not one way to write it.

use super::Verifier;
use super::answer::Trial;
use crate::error::{Error, Place, Problem};
use crate::exercise::Exercise;
use crate::process::Stop;
use crate::text;
use crate::verdict::Verdict;
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
                .verdict
                .iter()
                .filter_map(|verdict| refused_by(path, verdict)),
        );
        Ok(problems)
    }
}

/// What is wrong if a test does not let it pass.
fn refused_by(path: &Path, verdict: &Verdict) -> Option<Problem> {
    let failed: Vec<String> = verdict
        .tests
        .iter()
        .filter(|test| !test.passed())
        .map(|test| format!("`{}`", text::short_name(&test.name)))
        .collect();
    (!failed.is_empty()).then(|| {
        Problem::new("the tests refuse this right answer")
            .at(Place::at(path, 1, 1))
            .note(format!("it fails {}", failed.join(", ")))
            .help("if it is right, the test demands what the exercise does not say; if not, mend it or delete it")
    })
}
