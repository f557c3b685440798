//! One exercise: its starter and its solution.

use super::{Verifier, compiler_problem, said};
use crate::attempt::{Job, Runner as _};
use crate::error::{Error, Place, Problem};
use crate::exercise::{Exercise, Starts};
use crate::process::Stop;
use crate::source::Source;
use crate::text;
use crate::verdict::{Outcome, Tampering, TestResult, Verdict};
use std::path::Path;

impl Verifier<'_> {
    /// Proves that the file as shipped fails, and for the reason it declares.
    pub(super) fn starter(&self, exercise: &Exercise, stop: &Stop) -> Result<Vec<Problem>, Error> {
        let path = exercise.path();
        let text = match self.read(&path) {
            Ok(text) => text,
            Err(problem) => {
                let help = format!(
                    "write the starter of `{}`, or take its entry out of info.toml",
                    exercise.name
                );
                return Ok(vec![problem.help(help)]);
            }
        };
        let source = Source::parse(&text).ok();
        let mut problems = self.left_in(&path, &text);
        if let Some(source) = &source {
            if exercise.test {
                problems.extend(self.missing_tests(&path, source));
            }
            if self.has_own_format() {
                problems.extend(self.formatting(&path, &text, stop)?);
            }
        }
        if !exercise.skip_check_unsolved {
            let job = self.starter_job(exercise, text);
            let verdict = self.runner.check(&job, stop, &|_| {})?;
            problems.extend(starter_problem(exercise, &verdict, source.as_ref()));
            if problems.is_empty() {
                let failed = verdict
                    .tests
                    .iter()
                    .find(|test| matches!(test.result, TestResult::Failed { .. }));
                let failed = failed.map(|test| test.name.as_str());
                problems.extend(self.graded_starter(exercise, &job.text, failed, stop)?);
            }
        }
        Ok(problems)
    }

    fn missing_tests(&self, path: &Path, source: &Source) -> Option<Problem> {
        let what = if source.tests.is_empty() {
            "the starter has no test"
        } else if self.has_own_format() && source.module_offset.is_none() {
            "the tests of the starter are in no module of their own"
        } else {
            return None;
        };
        Some(
            Problem::new(what)
                .at(Place::file(path))
                .help("put tests at its foot, in `#[cfg(test)] mod tests`, or say `test = false`"),
        )
    }

    /// Proves that the reference answer passes the tests of the starter, without a warning.
    pub(super) fn solution(&self, exercise: &Exercise, stop: &Stop) -> Result<Vec<Problem>, Error> {
        let path = exercise.solution_path();
        if !self.has_own_format() && self.lacks_solution(&path) {
            return Ok(Vec::new());
        }
        let text = match self.read(&path) {
            Ok(text) => text,
            Err(problem) => {
                return Ok(vec![
                    problem.help(format!("write the solution of `{}`", exercise.name)),
                ]);
            }
        };
        let source = Source::parse(&text).ok();
        let mut problems = self.left_in(&path, &text);
        if let Some(source) = &source {
            problems.extend(self.formatting(&path, &text, stop)?);
            let starter = self
                .read(&exercise.path())
                .ok()
                .and_then(|text| Source::parse(&text).ok());
            // A starter without tests is told with the starter.
            let comparable = |starter: &Source| {
                self.has_own_format()
                    && !exercise.tests_editable
                    && self.missing_tests(&path, starter).is_none()
            };
            if let Some(starter) = starter.filter(comparable) {
                problems.extend(other_tests(&path, source, &starter));
            }
        }
        let job = Job {
            file: path,
            strict: true,
            ..self.job(exercise, text)
        };
        let verdict = self.runner.check(&job, stop, &|_| {})?;
        problems.extend(solution_problems(&job.file, &verdict, source.as_ref()));
        if verdict.solved() && problems.is_empty() {
            problems.extend(self.graded_solution(exercise, &job.text, stop)?);
        }
        Ok(problems)
    }
}

/// How a starter fails to fail.
fn starter_problem(
    exercise: &Exercise,
    verdict: &Verdict,
    source: Option<&Source>,
) -> Option<Problem> {
    let path = exercise.path();
    let whole = Place::file(&path);
    let starts = exercise.starts.as_ref();
    if verdict.solved() {
        return Some(
            Problem::new("the starter is solved already")
                .at(whole)
                .help("leave something to do, or set `skip_check_unsolved = true`"),
        );
    }
    let codes = || verdict.errors().filter_map(|error| error.code.as_deref());
    let write = |starts: &str| format!("mend the starter, or write `starts = \"{starts}\"`");
    match (starts?, &verdict.outcome) {
        (Starts::CompilerError(code), Outcome::DoesNotCompile) => {
            let problem = compiler_problem(
                &format!("`starts` says {code}, but the starter fails otherwise"),
                verdict.errors(),
                |place| origin(&path, place),
            )?;
            let help = codes()
                .next()
                .map_or_else(|| "mend the starter".to_owned(), write);
            (!codes().any(|found| found == code)).then(|| problem.help(help))
        }
        (Starts::CompilerError(code), _) => Some(
            Problem::new(format!("`starts` says {code}, but the starter compiles"))
                .at(whole)
                .help(write("test fails")),
        ),
        (Starts::TestFails, Outcome::DoesNotCompile) => {
            let what = "`starts` says that a test fails, but the starter does not compile";
            let problem = compiler_problem(what, verdict.errors(), |place| origin(&path, place))?;
            Some(
                problem.help(
                    codes()
                        .next()
                        .map_or_else(|| "mend the starter".to_owned(), write),
                ),
            )
        }
        (Starts::TestFails, _) => {
            let hung = verdict
                .tests
                .iter()
                .find(|test| matches!(test.result, TestResult::Hung { .. }));
            if let Some(hung) = hung {
                let what = format!(
                    "the test `{}` of the starter hangs",
                    text::short_name(&hung.name)
                );
                let help =
                    "let it fail at once, as with `todo!()`: a learner waits for it at every save";
                return Some(
                    Problem::new(what)
                        .at(test_place(&path, source, &hung.name))
                        .help(help),
                );
            }
            // A starter without any test is told elsewhere.
            let fails = verdict.tests.is_empty()
                || verdict.tests.iter().any(|test| was_caught(&test.result));
            (!fails).then(|| {
                Problem::new("`starts` says that a test fails, but none of the starter does")
                    .at(whole)
                    .help("leave something to do, as with `todo!()`")
            })
        }
    }
}

/// How the tests of a solution differ from those of its starter, seen from both sides.
fn other_tests(path: &Path, solution: &Source, starter: &Source) -> Vec<Problem> {
    let mine = solution.tampering(starter).into_iter().map(|change| {
        let place = match &change {
            Tampering::Edited(test) | Tampering::Ignored(test) => {
                test_place(path, Some(solution), test)
            }
            Tampering::ModuleMissing | Tampering::Deleted(_) | Tampering::HelpersEdited => {
                Place::file(path)
            }
        };
        Problem::new(format!(
            "the solution's tests are not the starter's: {}",
            change.sentence()
        ))
        .at(place)
    });
    // What was edited is known by now; only what the starter lacks is news.
    let theirs = starter
        .tampering(solution)
        .into_iter()
        .filter_map(|change| {
            let (what, test) = match change {
                Tampering::Deleted(test) => ("does not have", test),
                Tampering::Ignored(test) => ("ignores", test),
                Tampering::ModuleMissing | Tampering::Edited(_) | Tampering::HelpersEdited => {
                    return None;
                }
            };
            let what = format!("the starter {what} the solution's test `{test}`");
            Some(Problem::new(what).at(test_place(path, Some(solution), &test)))
        });
    mine.chain(theirs)
        .map(|problem| problem.help("copy the test module from one file to the other"))
        .collect()
}

/// Everything that keeps a solution from being one.
fn solution_problems(path: &Path, verdict: &Verdict, source: Option<&Source>) -> Vec<Problem> {
    match &verdict.outcome {
        Outcome::Solved => Vec::new(),
        Outcome::DoesNotCompile => {
            let what = "the solution does not compile";
            compiler_problem(what, verdict.errors(), |place| origin(path, place))
                .into_iter()
                .collect()
        }
        Outcome::TestsFail => verdict
            .tests
            .iter()
            .filter(|test| !test.passed())
            .map(|test| {
                let what = format!(
                    "in the solution, `{}` {}",
                    text::short_name(&test.name),
                    how(&test.result)
                );
                let problem = Problem::new(what)
                    .at(test_place(path, source, &test.name))
                    .help("mend the solution or the test; they must agree");
                match &test.result {
                    TestResult::Failed {
                        panic: Some(panic), ..
                    } => problem.note(panic.message.clone()),
                    _ => problem,
                }
            })
            .collect(),
        Outcome::Warnings => verdict
            .diagnostics
            .iter()
            .map(|warning| {
                Problem::new(format!("the solution has a warning: {}", said(warning)))
                    .at(origin(path, warning.place.as_ref()))
                    .help(
                        "learners read it as an example: mend it, or `#[expect]` it with a reason",
                    )
            })
            .collect(),
        outcome @ (Outcome::NoTests | Outcome::TestsChanged | Outcome::Unreadable(_)) => {
            let what = match outcome {
                Outcome::NoTests => "the solution has no test to pass",
                _ => "the solution cannot be tested",
            };
            vec![
                Problem::new(what)
                    .at(Place::file(path))
                    .help("give it the tests of the starter"),
            ]
        }
    }
}

/// What a test did that did not pass.
fn how(result: &TestResult) -> &'static str {
    match result {
        TestResult::Passed => "passes",
        TestResult::Failed { .. } => "fails",
        TestResult::Hung { .. } => "hangs",
        TestResult::Aborted { .. } => "is aborted",
        TestResult::EndedEarly { .. } => "ends the program",
        TestResult::TooMuchOutput => "prints too much",
        TestResult::Ignored => "is ignored",
        TestResult::NotRun => "never runs",
    }
}

/// Whether a test ran and did not pass; one that was left out proves nothing.
fn was_caught(result: &TestResult) -> bool {
    !matches!(
        result,
        TestResult::Passed | TestResult::Ignored | TestResult::NotRun
    )
}

/// Where a test begins, by its path or its name.
fn test_place(path: &Path, source: Option<&Source>, test: &str) -> Place {
    let found = source.and_then(|source| {
        source
            .tests
            .iter()
            .find(|candidate| candidate.path == test || candidate.name() == test)
    });
    found.map_or_else(|| Place::file(path), |test| Place::at(path, test.line, 1))
}

/// A place that the compiler named; one in the standard library becomes the whole file.
fn origin(path: &Path, place: Option<&(String, usize)>) -> Place {
    match place {
        Some((file, line)) if Path::new(file) == path => Place::at(path, *line, 1),
        _ => Place::file(path),
    }
}
