//! Starters and solutions as a grader sees them: what passes at home must pass there, and what is not solved must not.

use super::Verifier;
use super::answer::terms;
use crate::error::{Error, Place, Problem};
use crate::exercise::Exercise;
use crate::files::{self, MAX_SOURCE_LEN};
use crate::grade::{ExerciseGrade, Kind};
use crate::grader::{Assignment, Terms, Texts};
use crate::process::Stop;

impl Verifier<'_> {
    /// The exercise as it is graded, or why it cannot be.
    pub(super) fn assignment(&self, exercise: &Exercise) -> Result<&Assignment, &Problem> {
        let position = self.course.position(&exercise.name).unwrap_or(0);
        self.assignments[position]
            .get_or_init(|| {
                let read = |path| files::read_text(&self.state.root().join(path), MAX_SOURCE_LEN);
                let texts = Texts {
                    starter: read(exercise.path()).ok(),
                    solution: read(exercise.solution_path()).ok(),
                    hidden: None,
                };
                Assignment::new(self.course, exercise, texts)
            })
            .as_ref()
    }

    /// What is wrong if the grader does not let the solution pass.
    pub(super) fn graded_solution(
        &self,
        exercise: &Exercise,
        text: &str,
        stop: &Stop,
    ) -> Result<Option<Problem>, Error> {
        if !is_graded(exercise) {
            return Ok(None);
        }
        let assignment = match self.assignment(exercise) {
            Ok(assignment) => assignment,
            Err(problem) => return Ok(Some(problem.clone())),
        };
        let grade = self.grade(assignment, text, &[], stop)?;
        if grade.kind == Kind::Pass {
            return Ok(None);
        }
        let first = grade.tests.iter().find(|test| test.kind != Kind::Pass);
        let problem = Problem::new("the solution passes here, and `grade` refuses it")
            .at(Place::file(&exercise.solution_path()))
            .note(grade.message.clone());
        let problem = match first {
            Some(test) if !test.message.is_empty() => problem.note(test.message.clone()),
            _ => problem,
        };
        Ok(Some(problem.help(match grade.kind {
            Kind::Signature | Kind::Policy => {
                "what starter and solution both have is allowed; see docs/integrity.md for the rest"
            }
            _ => "an exercise whose task lies inside its tests says `tests = \"editable\"`; one whose tests use 127.0.0.1 says `network = \"loopback\"`",
        })))
    }

    /// What is wrong if the grader lets the starter pass. One test that fails at home, and does so there too, is enough to show
    /// that it does not, and costs less than all.
    pub(super) fn graded_starter(
        &self,
        exercise: &Exercise,
        text: &str,
        failed: Option<&str>,
        stop: &Stop,
    ) -> Result<Option<Problem>, Error> {
        let Some(assignment) = self
            .assignment(exercise)
            .ok()
            .filter(|_| is_graded(exercise))
        else {
            // That it cannot be graded is told with the solution.
            return Ok(None);
        };
        let failed: Vec<&str> = failed
            .and_then(|path| assignment.test_at(path))
            .into_iter()
            .collect();
        if !failed.is_empty() {
            let grade = self.grade(assignment, text, &failed, stop)?;
            if grade.tests.iter().all(|test| test.kind != Kind::Pass) {
                return Ok(None);
            }
        }
        let grade = self.grade(assignment, text, &[], stop)?;
        Ok((grade.kind == Kind::Pass).then(|| {
            Problem::new("the starter fails here, and `grade` lets it pass")
                .at(Place::file(&exercise.path()))
                .note("its task lies inside its tests, and those of a submission are not used")
                .help("say `tests = \"editable\"`, and `grade` leaves it out")
        }))
    }

    fn grade(
        &self,
        assignment: &Assignment,
        text: &str,
        only: &[&str],
        stop: &Stop,
    ) -> Result<ExerciseGrade, Error> {
        let terms = Terms {
            only,
            ..terms(assignment.exercise.deadline)
        };
        let grade = self.grader.prove(assignment, text, terms, stop)?;
        if grade.kind == Kind::Error {
            return Err(Error::cannot_check(
                Problem::new(format!(
                    "`{}` could not be graded",
                    assignment.exercise.name
                ))
                .note(grade.message),
            ));
        }
        Ok(grade)
    }
}

/// Whether `grade` has anything to do with it.
fn is_graded(exercise: &Exercise) -> bool {
    exercise.test && !exercise.tests_editable
}
