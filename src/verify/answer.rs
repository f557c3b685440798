//! Answers beside the reference solution, right and wrong: each is graded as a submission would be, by the solution's
//! tests.
//!
//! They hold no tests of their own, so that those cannot drift apart.

use super::{Verifier, right_answer, wrong_answer};
use crate::error::{Error, Place, Problem};
use crate::exercise::Exercise;
use crate::files;
use crate::grade::{ExerciseGrade, Kind};
use crate::grader::{Shared, Terms};
use crate::process::Stop;
use crate::source::Source;
use crate::text;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What an answer is tried for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trial {
    /// To show that it is right: it has as much time as a learner's.
    Right,
    /// To show that the tests it names refuse it; the others are not tried. That they hung once is as good as if they did
    /// again: neither the answer, nor the tests, nor the compiler has changed, and an answer only has to be caught.
    Named,
    /// To find out which tests refuse it.
    Wrong,
    /// The same, with nothing remembered of tests that hung.
    WrongAnew,
}

impl Trial {
    /// What the answer is called in problems.
    fn what(self) -> &'static str {
        match self {
            Self::Right => "right answer",
            Self::Named | Self::Wrong | Self::WrongAnew => "wrong answer",
        }
    }

    /// What to say if it does not compile.
    fn refused(self) -> &'static str {
        match self {
            Self::Right => {
                "a right answer has what the tests use, under the names that the starter gives"
            }
            Self::Named | Self::Wrong | Self::WrongAnew => {
                "a wrong answer must be refused by a test, not by the compiler"
            }
        }
    }
}

/// The answers in a directory of the workbook, sorted, relative to it.
pub(super) fn find(root: &Path, dir: &Path) -> Vec<PathBuf> {
    files::list_dir(&root.join(dir))
        .iter()
        .filter(|path| path.extension() == Some(OsStr::new("rs")))
        .filter_map(|path| path.file_name().map(|name| dir.join(name)))
        .collect()
}

/// What was found out about an answer.
#[derive(Default)]
pub(super) struct Answered<'v> {
    /// What it holds.
    pub(super) text: String,
    /// The solution, when it can be compared with.
    pub(super) solution: Option<&'v Source>,
    /// What is wrong with it, whatever its tests say.
    pub(super) problems: Vec<Problem>,
    /// What the tests say, if it compiles.
    pub(super) grade: Option<ExerciseGrade>,
}

impl Verifier<'_> {
    /// Proves that the tests let right answers pass, and that those which a wrong one names catch it.
    pub(super) fn check_answers(
        &self,
        exercise: &Exercise,
        right: &[PathBuf],
        wrong: &[PathBuf],
        stop: &Stop,
    ) -> Result<Vec<Problem>, Error> {
        let trials = |trial, paths: &[PathBuf]| -> Vec<(Trial, PathBuf)> {
            paths.iter().map(|path| (trial, path.clone())).collect()
        };
        let mut all = trials(Trial::Right, right);
        all.extend(trials(Trial::Named, wrong));
        let mut found = Vec::new();
        for ((trial, path), answered) in all.iter().zip(self.answers(exercise, &all, stop)?) {
            if *trial == Trial::Right {
                found.extend(right_answer::findings(path, &answered));
                continue;
            }
            let problems = wrong_answer::findings(path, &answered);
            found.extend(match answered.grade {
                Some(_) if !problems.is_empty() => {
                    self.not_caught_by_named(exercise, path, stop)?
                }
                // One that no test could be tried on is what it is.
                _ => problems,
            });
        }
        Ok(found)
    }

    /// Tries an answer with the solution's tests.
    pub(super) fn answer(
        &self,
        trial: Trial,
        exercise: &Exercise,
        path: &Path,
        stop: &Stop,
    ) -> Result<Answered<'_>, Error> {
        let mut answered = self.answers(exercise, &[(trial, path.to_owned())], stop)?;
        Ok(answered.swap_remove(0))
    }

    /// Tries answers to one exercise with the solution's tests.
    fn answers(
        &self,
        exercise: &Exercise,
        all: &[(Trial, PathBuf)],
        stop: &Stop,
    ) -> Result<Vec<Answered<'_>>, Error> {
        let mut answers: Vec<Answered<'_>> = all
            .iter()
            .map(|(trial, path)| self.look_at(*trial, exercise, path))
            .collect();
        let Ok(assignment) = self.assignment(exercise) else {
            // That the solution cannot be graded by is told with the solution.
            return Ok(answers);
        };
        let tried: Vec<usize> = (0..answers.len())
            .filter(|idx| answers[*idx].solution.is_some())
            .collect();
        let grades = {
            let named: Vec<Vec<&str>> = answers
                .iter()
                .zip(all)
                .map(|(answered, (trial, _))| match trial {
                    Trial::Named => wrong_answer::caught_by(&answered.text),
                    Trial::Right | Trial::Wrong | Trial::WrongAnew => Vec::new(),
                })
                .collect();
            let texts: Vec<(&str, Terms<'_>)> = tried
                .iter()
                .map(|idx| {
                    let trial = all[*idx].0;
                    let terms = Terms {
                        afresh: trial == Trial::WrongAnew,
                        keeps_timeouts: trial != Trial::Right,
                        only: &named[*idx],
                        ..terms(exercise.deadline)
                    };
                    (answers[*idx].text.as_str(), terms)
                })
                .collect();
            self.grader.prove_all(assignment, &texts, stop)?
        };
        for (idx, grade) in tried.into_iter().zip(grades) {
            let (trial, path) = &all[idx];
            let file = &assignment.header.path;
            take_in(&mut answers[idx], *trial, path, grade, file)?;
        }
        Ok(answers)
    }

    /// What an answer is, before it is tried. It has a solution to compare with if it can be.
    fn look_at(&self, trial: Trial, exercise: &Exercise, path: &Path) -> Answered<'_> {
        let mut answered = Answered::default();
        match self.read(path) {
            Ok(text) => answered.text = text,
            Err(problem) => {
                let problem = problem.help("mend the file, or delete it");
                answered.problems.push(problem);
                return answered;
            }
        }
        answered.problems.extend(self.left_in(path, &answered.text));
        // Without a solution there are no tests to try; that is told with the solution.
        let Some(source) = self.solution_source(exercise) else {
            return answered;
        };
        if let Some(problem) = own_tests(trial.what(), path, &answered.text) {
            answered.problems.push(problem);
            return answered;
        }
        answered.solution = Some(source);
        answered
    }
}

/// Takes in what became of an answer. `file` is what the compiler calls it.
fn take_in(
    answered: &mut Answered<'_>,
    trial: Trial,
    path: &Path,
    grade: ExerciseGrade,
    file: &str,
) -> Result<(), Error> {
    let what = trial.what();
    let none_hung = grade.tests.iter().all(|test| test.kind != Kind::Timeout);
    match grade.kind {
        Kind::Error => {
            return Err(Error::cannot_check(
                Problem::new(format!("the {what} could not be graded"))
                    .at(Place::file(path))
                    .note(grade.message),
            ));
        }
        // The compiler was stopped, and no test was tried.
        Kind::Timeout if none_hung => {
            answered.problems.push(
                Problem::new(format!("the {what} was not compiled in time"))
                    .at(Place::file(path))
                    .note(grade.message)
                    .help("on a machine with much to do, try again with fewer `--jobs`"),
            );
        }
        Kind::CompileError | Kind::Signature | Kind::Policy | Kind::Unreadable => {
            let place = grade
                .diagnostics
                .first()
                .filter(|error| error.line > 0 && error.file == file)
                .map_or_else(|| Place::file(path), |error| Place::at(path, error.line, 1));
            let said = grade.message.trim_end_matches('.');
            let said = said.strip_prefix("line ").map_or(said, |rest| {
                rest.split_once(": ").map_or(said, |(_, message)| message)
            });
            answered.problems.push(
                Problem::new(format!("the {what} does not compile: {said}"))
                    .at(place)
                    .help(trial.refused()),
            );
        }
        _ => answered.grade = Some(grade),
    }
    Ok(())
}

/// All its tests are tried, however long that takes.
pub(super) fn terms(deadline: Duration) -> Terms<'static> {
    Terms {
        only: &[],
        deadline,
        total: Duration::MAX,
        patience: usize::MAX,
        afresh: false,
        keeps_timeouts: false,
        shared: Shared::Solution,
    }
}

/// Tests in an answer, where only the solution's are wanted.
fn own_tests(what: &str, path: &Path, text: &str) -> Option<Problem> {
    // What does not parse is explained by the compiler.
    let source = Source::parse(text).ok()?;
    let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let module = source
        .module_offset
        .map(|offset| text::line_column(&plain, offset).0);
    let line = module.or_else(|| source.tests.first().map(|test| test.line))?;
    Some(
        Problem::new(format!("the {what} has tests of its own"))
            .at(Place::at(path, line, 1))
            .help("take them out: the solution's are put below it"),
    )
}
