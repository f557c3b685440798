//! An exercise, ready to be graded: its trusted tests, what they are worth, what its text allows.

use super::own_tests::{Required, TestsOf};
use super::upstream::Slots;
use crate::error::{Error, Place, Problem};
use crate::exercise::{Course, Exercise, Worth};
use crate::files::{self, State};
use crate::grade::{
    ExerciseGrade, ExerciseHeader, Kind, Points, TestGrade, TestHeader, test_points,
};
use crate::package::Package;
use crate::source::{self, TrustedTests};
use crate::text::{nearest, sanitize, short_name};
use std::sync::OnceLock;

/// What stands before the name of a hidden test.
const HIDDEN: &str = "hidden::";

/// One exercise as every submission of it is graded.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// The exercise.
    pub exercise: Exercise,
    /// How reports call it and its tests.
    pub header: ExerciseHeader,
    /// Whose tests count.
    pub tests_of: TestsOf,
    /// The workbook's tests that count: all of them, or the hidden ones where the submission's own count.
    pub tests: TrustedTests,
    /// Which tests a submission must have, where its own count.
    pub(super) required: Vec<Required>,
    /// Whether the exercise itself needs `unsafe`, so that it cannot be forbidden.
    pub allows_unsafe: bool,
    /// Edition and lints.
    pub package: Package,
    /// A hash of all of this.
    pub hash: String,
    starter: Option<String>,
    solution: Option<String>,
    /// The crates that the tests use, once somebody asked.
    crates: OnceLock<Vec<String>>,
    /// What its files are compiled downstream of.
    pub(super) upstream: Slots,
}

/// What an exercise is graded by.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// The file as it is shipped.
    pub starter: Option<String>,
    /// The reference answer, whose tests count.
    pub solution: Option<String>,
    /// Tests that learners do not see.
    pub hidden: Option<String>,
}

impl Assignment {
    /// The exercises of a workbook that can be graded: those with tests.
    ///
    /// # Errors
    /// What in the workbook keeps an exercise from being graded, all of it.
    pub(super) fn all(
        state: &State,
        course: &Course,
        exercises: &[&Exercise],
        hidden: &dyn Fn(&Exercise) -> Result<Option<String>, Error>,
    ) -> Result<Vec<Self>, Error> {
        let mut assignments = Vec::new();
        let mut problems = Vec::new();
        for exercise in exercises {
            if !exercise.test {
                continue;
            }
            let texts = Texts {
                starter: state
                    .starter(exercise)
                    .or_else(|| state.read_exercise(exercise).ok()),
                solution: state.trusted_solution(exercise),
                hidden: hidden(exercise)?,
            };
            let tests_of = TestsOf::of(course, exercise, &texts);
            match Self::new(course, exercise, texts, tests_of) {
                Ok(assignment) if assignment.header.tests.is_empty() => {}
                Ok(assignment) => assignments.push(assignment),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            Ok(assignments)
        } else {
            Err(Error::workbook(problems))
        }
    }

    /// The assignment that an exercise with these texts is.
    ///
    /// # Errors
    /// Why it cannot be graded.
    pub fn new(
        course: &Course,
        exercise: &Exercise,
        texts: Texts,
        tests_of: TestsOf,
    ) -> Result<Self, Problem> {
        let Texts {
            starter,
            solution,
            hidden,
        } = texts;
        let has_tests = |text: &&String| text.contains("test]");
        // In the format of rustlings a solution is an empty stub until its exercise is solved.
        let trusted = solution
            .as_ref()
            .filter(has_tests)
            .or(starter.as_ref())
            .ok_or_else(|| {
                Problem::new(format!(
                    "`{}` has neither a solution nor a starter",
                    exercise.name
                ))
                .at(exercise.place.clone())
            })?;
        let place = || Place::file(&exercise.solution_path());
        let given = starter.as_deref().unwrap_or_default();
        let cannot = |why: String| {
            Problem::new(format!(
                "the tests of `{}` cannot be graded: {why}",
                exercise.name
            ))
            .at(place())
            .help("put them into one `#[cfg(test)] mod tests { … }`")
        };
        let is_own = tests_of == TestsOf::Submission;
        let required = if is_own {
            Required::all(given, trusted).map_err(cannot)?
        } else {
            Vec::new()
        };
        let counting = if is_own { "" } else { trusted.as_str() };
        let mut tests = TrustedTests::of(trusted, counting, given).map_err(cannot)?;
        tests.tests.extend(required.iter().map(Required::as_test));
        let n_visible = tests.tests.len();
        if let Some(hidden) = &hidden {
            let more = TrustedTests::of(trusted, hidden, given).map_err(cannot)?;
            tests.extend(more);
        }
        let mut names: Vec<String> = Vec::new();
        for (idx, test) in tests.tests.iter().enumerate() {
            let short = short_name(&test.path).to_owned();
            let is_taken = names.contains(&short);
            names.push(match (is_taken, idx < n_visible) {
                (false, _) => short,
                (true, true) => test.path.clone(),
                (true, false) => hidden_name(&short),
            });
        }
        // That tests ask anything is not proved where they are the learner's, so they are worth what is said and no more.
        let worth = match &exercise.worth {
            Worth::PointPerTest if is_own => Worth::Points(0),
            worth => worth.clone(),
        };
        // Where a name alone would be that of no test as long as there are no hidden ones.
        let worth_names: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(idx, name)| match (&worth, hidden_name(name)) {
                (Worth::Tests(worth), hidden)
                    if idx >= n_visible && worth.contains_key(&hidden) =>
                {
                    hidden
                }
                _ => name.clone(),
            })
            .collect();
        unknown_names(exercise, &worth_names, hidden.is_some())?;
        let points = test_points(&worth, &worth_names);
        let max_points = match worth {
            Worth::Points(points) => Points::whole(points.into()),
            _ => points.iter().copied().sum(),
        };
        let rows = tests.tests.iter().zip(names).zip(points).enumerate();
        let header = ExerciseHeader {
            name: exercise.name.clone(),
            title: exercise.title.clone(),
            path: slashes(exercise),
            chapter: exercise.chapter(),
            own_tests: is_own,
            max_points,
            tests: rows
                .map(|(idx, ((test, name), max_points))| TestHeader {
                    name,
                    max_points,
                    hidden: idx >= n_visible,
                    source: if idx < n_visible {
                        test.source.clone()
                    } else {
                        String::new()
                    },
                })
                .collect(),
        };
        let package = course.package.clone().unwrap_or_default();
        let allows_unsafe = [Some(trusted), starter.as_ref(), hidden.as_ref()]
            .into_iter()
            .flatten()
            .any(|text| source::uses_unsafe(text));
        let hash = files::fingerprint_name(&format!(
            "{:?}\0{:?}\0{:?}\0{:?}\0{:?}\0{}",
            header, tests, package, starter, solution, exercise.loopback
        ));
        Ok(Self {
            exercise: exercise.clone(),
            header,
            tests_of,
            tests,
            required,
            allows_unsafe,
            package,
            hash,
            starter,
            solution,
            crates: OnceLock::new(),
            upstream: Slots::default(),
        })
    }

    /// The file as it is shipped.
    pub(super) fn starter(&self) -> Option<&str> {
        self.starter.as_deref()
    }

    /// The reference answer.
    pub(super) fn solution(&self) -> Option<&str> {
        self.solution.as_deref()
    }

    /// The crates that the tests use, of those that one grader offers.
    pub(super) fn needed_by_tests(&self, names: &[String]) -> &[String] {
        self.crates
            .get_or_init(|| crate::crates::needed(&self.tests.text(), names))
    }

    /// What reports call the test at this path in the file.
    pub fn test_at(&self, path: &str) -> Option<&str> {
        let found = self.tests.tests.iter().position(|test| test.path == path)?;
        Some(&self.header.tests.get(found)?.name)
    }

    /// The numbers of the workbook's tests with these names. Nothing stands for all: where no names are given, and where
    /// the submission's own tests count, whose numbers are not known here.
    pub(super) fn chosen(&self, names: &[&str]) -> Option<Vec<usize>> {
        if names.is_empty() || self.tests_of == TestsOf::Submission {
            return None;
        }
        let tests = self.header.tests.iter().enumerate();
        let numbers = tests
            .filter(|(_, test)| names.contains(&test.name.as_str()))
            .map(|(idx, _)| idx);
        Some(numbers.collect())
    }

    /// The grade of a file whose tests were not run, with the reason.
    pub(super) fn unjudged(&self, kind: Kind, message: impl Into<String>) -> ExerciseGrade {
        let kind_of_tests = if kind == Kind::Error {
            Kind::Error
        } else {
            Kind::NotRun
        };
        let tests = self.header.tests.iter().map(|test| TestGrade {
            name: test.name.clone(),
            kind: kind_of_tests,
            message: String::new(),
            place: None,
            output: String::new(),
            truncated: false,
            hidden: test.hidden,
            points: Points::default(),
            max_points: test.max_points,
            ms: 0,
        });
        ExerciseGrade {
            name: self.exercise.name.clone(),
            path: self.header.path.clone(),
            hash: None,
            own_tests: self.header.own_tests,
            kind,
            message: sanitize(&message.into()),
            tests: tests.collect(),
            diagnostics: Vec::new(),
            notes: Vec::new(),
            points: None,
            max_points: self.header.max_points,
            ms: 0,
        }
    }

    /// The grade of a file whose tests were run.
    pub(super) fn judged(&self, tests: Vec<TestGrade>) -> ExerciseGrade {
        let grade = self.unjudged(Kind::Pass, "");
        let n_tests = tests.len();
        let n_passed = tests.iter().filter(|test| test.kind == Kind::Pass).count();
        // What the grader failed at comes before what the submission did.
        let error = tests.iter().find(|test| test.kind == Kind::Error);
        let tampered = tests.iter().find(|test| test.kind == Kind::Tampered);
        let first = error
            .or(tampered)
            .or_else(|| tests.iter().find(|test| test.kind != Kind::Pass));
        let (kind, message) = match first {
            _ if n_tests == 0 => (Kind::Error, "There is no test to pass.".to_owned()),
            None => (Kind::Pass, String::new()),
            Some(test) => {
                let message = format!(
                    "{n_passed} of {n_tests} tests pass. `{}` {}.",
                    test.name,
                    test.kind.words()
                );
                (test.kind, message)
            }
        };
        ExerciseGrade {
            kind,
            message,
            tests,
            ..grade
        }
    }

    /// The texts of the workbook: what they hold a submission may hold.
    pub(super) fn allowed(&self) -> Vec<&str> {
        [&self.starter, &self.solution]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect()
    }

    /// Whether a text is the starter, which fails by the workbook's own proof.
    pub(super) fn is_starter(&self, text: &str) -> bool {
        !self.exercise.skip_check_unsolved && is_same(self.starter.as_deref(), text)
    }

    /// Whether a text is the reference solution.
    pub(super) fn is_solution(&self, text: &str) -> bool {
        is_same(self.solution.as_deref(), text)
    }
}

fn is_same(own: Option<&str>, text: &str) -> bool {
    own.is_some_and(|own| own == text || own.replace("\r\n", "\n") == text.replace("\r\n", "\n"))
}

/// How `info.toml` calls a hidden test, and reports do where a visible one has its name.
fn hidden_name(name: &str) -> String {
    format!("{HIDDEN}{}", name.trim_start_matches(HIDDEN))
}

/// What is wrong with points for a test that there is not. Hidden ones are known only when they are given.
fn unknown_names(exercise: &Exercise, names: &[String], has_hidden: bool) -> Result<(), Problem> {
    let Worth::Tests(worth) = &exercise.worth else {
        return Ok(());
    };
    let is_unknown =
        |name: &&String| !names.contains(name) && (has_hidden || !name.starts_with(HIDDEN));
    let Some(unknown) = worth.keys().find(is_unknown) else {
        return Ok(());
    };
    let problem = Problem::new(format!(
        "`test_points` names `{unknown}`, and `{}` has no such test",
        exercise.name
    ))
    .at(exercise.place.clone());
    Err(match nearest(unknown, names.iter().map(String::as_str)) {
        Some(name) => problem.help(format!("did you mean `{name}`?")),
        None => problem.help(format!("its tests are: {}", names.join(", "))),
    })
}

/// The file of an exercise, with slashes on every system.
fn slashes(exercise: &Exercise) -> String {
    exercise.path().display().to_string().replace('\\', "/")
}
