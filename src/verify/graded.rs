//! Starters and solutions as a grader sees them: what passes at home must pass there, and what is not solved must not.

use super::Verifier;
use super::answer::terms;
use crate::error::{Error, Place, Problem};
use crate::exercise::Exercise;
use crate::files::{self, MAX_SOURCE_LEN};
use crate::grade::{ExerciseGrade, Kind};
use crate::grader::{Assignment, Terms, TestsOf, Texts};
use crate::process::Stop;

impl Verifier<'_> {
    /// The exercise as answers beside its solution are tried: by the solution's tests, since they hold none. Or why it
    /// cannot be.
    pub(super) fn assignment(&self, exercise: &Exercise) -> Result<&Assignment, &Problem> {
        let position = self.course.position(&exercise.name).unwrap_or(0);
        self.assignments[position]
            .get_or_init(|| {
                let texts = self.texts(exercise);
                Assignment::new(self.course, exercise, texts, TestsOf::Workbook)
            })
            .as_ref()
    }

    /// The exercise as it is graded, or why it cannot be.
    fn as_graded(&self, exercise: &Exercise) -> Result<Assignment, Problem> {
        let texts = self.texts(exercise);
        match TestsOf::of(self.course, exercise, &texts) {
            TestsOf::Workbook => self.assignment(exercise).cloned().map_err(Clone::clone),
            TestsOf::Submission => {
                Assignment::new(self.course, exercise, texts, TestsOf::Submission)
            }
        }
    }

    fn texts(&self, exercise: &Exercise) -> Texts {
        let read = |path| files::read_text(&self.state.root().join(path), MAX_SOURCE_LEN);
        Texts {
            starter: read(exercise.path()).ok(),
            solution: read(exercise.solution_path()).ok(),
            hidden: None,
        }
    }

    /// What is wrong if the grader does not let the solution pass.
    pub(super) fn graded_solution(
        &self,
        exercise: &Exercise,
        text: &str,
        stop: &Stop,
    ) -> Result<Option<Problem>, Error> {
        if !exercise.test {
            return Ok(None);
        }
        let assignment = match self.as_graded(exercise) {
            Ok(assignment) => assignment,
            Err(problem) => return Ok(Some(problem)),
        };
        let grade = self.grade(&assignment, text, &[], stop)?;
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
            _ => "each test runs in a process of its own there; an exercise whose task lies inside its tests says `tests = \"editable\"`, and one whose tests use 127.0.0.1 `network = \"loopback\"`",
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
        let Some(assignment) = self.as_graded(exercise).ok().filter(|_| exercise.test) else {
            // That it cannot be graded is told with the solution.
            return Ok(None);
        };
        let failed: Vec<&str> = failed
            .and_then(|path| assignment.test_at(path))
            .into_iter()
            .collect();
        if !failed.is_empty() {
            let grade = self.grade(&assignment, text, &failed, stop)?;
            if grade.tests.iter().all(|test| test.kind != Kind::Pass) {
                return Ok(None);
            }
        }
        let grade = self.grade(&assignment, text, &[], stop)?;
        let (note, help) = match assignment.tests_of {
            TestsOf::Workbook => (
                "its task lies inside its tests, and those of a submission are not used",
                "say `tests = \"editable\"`, and `grade` goes by the submission's own tests",
            ),
            TestsOf::Submission => (
                "its own tests pass, and those are the ones that count",
                "leave something to do in its tests, as with `todo!()`",
            ),
        };
        Ok((grade.kind == Kind::Pass).then(|| {
            Problem::new("the starter fails here, and `grade` lets it pass")
                .at(Place::file(&exercise.path()))
                .note(note)
                .help(help)
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
