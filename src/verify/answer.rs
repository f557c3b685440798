//! Answers beside the reference solution, right and wrong: each is compiled with the solution's tests below it.
//!
//! They hold no tests of their own, so that those cannot drift apart.

use super::{Verifier, compiler_problem, stem};
use crate::attempt::{Job, Runner as _};
use crate::error::{Error, Place, Problem};
use crate::exercise::Exercise;
use crate::files;
use crate::process::Stop;
use crate::source::Source;
use crate::text;
use crate::verdict::{Outcome, Verdict};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Wrong answers may hang, so wait less for them.
const DEADLINE: Duration = Duration::from_secs(2);

/// What an answer is tried for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trial {
    /// To show that it is right: it has as much time as a learner's.
    Right,
    /// To show that tests refuse it. That they hung once is as good as if they did again: neither the answer, nor
    /// the tests, nor the compiler has changed, and an answer only has to be caught.
    Wrong,
    /// The same, with nothing remembered of tests that hung.
    WrongAnew,
}

impl Trial {
    /// What the answer is called in problems.
    fn what(self) -> &'static str {
        match self {
            Self::Right => "right answer",
            Self::Wrong | Self::WrongAnew => "wrong answer",
        }
    }

    /// What to say if it does not compile.
    fn refused(self) -> &'static str {
        match self {
            Self::Right => {
                "a right answer has what the tests use, under the names that the starter gives"
            }
            Self::Wrong | Self::WrongAnew => {
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
pub(super) struct Answered {
    /// What it holds.
    pub(super) text: String,
    /// The solution, when it can be compared with.
    pub(super) solution: Option<Source>,
    /// What is wrong with it, whatever its tests say.
    pub(super) problems: Vec<Problem>,
    /// What the tests say, if it compiles.
    pub(super) verdict: Option<Verdict>,
}

/// An answer with the tests of the solution below it.
struct Combined {
    text: String,
    /// The line on which the test module begins, counted from 1.
    module_line: usize,
    /// The line on which it begins in the solution.
    solution_line: usize,
}

impl Combined {
    /// Puts them together. There is nothing to put below if the solution has no test module.
    fn new(answer: &str, solution: &str, source: &Source) -> Option<Self> {
        // The offset counts as `Source` reads: without a byte order mark, with plain line ends.
        let solution = solution
            .trim_start_matches('\u{feff}')
            .replace("\r\n", "\n");
        let offset = source.module_offset?;
        let own = answer.trim_end();
        Some(Self {
            text: format!("{own}\n\n{}", &solution[offset..]),
            module_line: own.lines().count() + 2,
            solution_line: text::line_column(&solution, offset).0,
        })
    }

    /// Where a line comes from.
    fn origin(&self, line: usize, answer: &Path, solution: &Path) -> Place {
        if line < self.module_line {
            Place::at(answer, line, 1)
        } else {
            Place::at(solution, line - self.module_line + self.solution_line, 1)
        }
    }
}

impl Verifier<'_> {
    /// Tries an answer with the solution's tests.
    pub(super) fn answer(
        &self,
        trial: Trial,
        exercise: &Exercise,
        path: &Path,
        stop: &Stop,
    ) -> Result<Answered, Error> {
        let what = trial.what();
        let mut answered = Answered::default();
        match self.read(path) {
            Ok(text) => answered.text = text,
            Err(problem) => {
                answered
                    .problems
                    .push(problem.help("mend the file, or delete it"));
                return Ok(answered);
            }
        }
        answered.problems.extend(self.left_in(path, &answered.text));
        let solution_path = exercise.solution_path();
        // Without a solution there are no tests to try; that is told with the solution.
        let Ok(solution) = self.read(&solution_path) else {
            return Ok(answered);
        };
        let Ok(source) = Source::parse(&solution) else {
            return Ok(answered);
        };
        if let Some(problem) = own_tests(what, path, &answered.text) {
            answered.problems.push(problem);
            return Ok(answered);
        }
        let combined = Combined::new(&answered.text, &solution, &source);
        answered.solution = Some(source);
        let Some(combined) = combined else {
            answered.solution = None;
            return Ok(answered);
        };
        let (file, _scratch) = self.place_to_compile(path, &combined.text)?;
        let job = Job {
            file,
            trusted: combined.text.clone(),
            text: combined.text.clone(),
            deadline: match trial {
                Trial::Right => exercise.deadline,
                Trial::Wrong | Trial::WrongAnew => exercise.deadline.min(DEADLINE),
            },
            hung_will_do: trial == Trial::Wrong,
            tests_editable: false,
            strict: false,
            lint: false,
            ..Job::of_exercise(exercise, String::new(), None, true)
        };
        let verdict = self.runner.check(&job, stop, &|_| {})?;
        if verdict.outcome == Outcome::DoesNotCompile {
            let origin = |place: Option<&(String, usize)>| match place {
                Some((file, line)) if Path::new(file) == job.file => {
                    combined.origin(*line, path, &solution_path)
                }
                _ => Place::file(path),
            };
            let problem = compiler_problem(
                &format!("the {what} does not compile"),
                verdict.errors(),
                origin,
            );
            answered
                .problems
                .extend(problem.map(|problem| problem.help(trial.refused())));
        } else {
            answered.verdict = Some(verdict);
        }
        Ok(answered)
    }

    /// Writes what is to be compiled where the next `verify` finds it unchanged, since a verdict is remembered by
    /// the file's name too; where that cannot be written, into a scratch directory that is gone when dropped.
    fn place_to_compile(
        &self,
        path: &Path,
        text: &str,
    ) -> Result<(PathBuf, Option<files::Scratch>), Error> {
        let name = format!("{}.rs", stem(path));
        let dir = Path::new(".workbook")
            .join("build")
            .join("verify")
            .join(path.parent().and_then(Path::file_name).unwrap_or_default());
        let file = dir.join(&name);
        if self.read(&file).as_deref() == Ok(text) {
            return Ok((file, None));
        }
        let absolute = self.state.root().join(&file);
        let written = files::create_dir(&self.state.root().join(&dir))
            .and_then(|()| files::write_atomic(&absolute, text.as_bytes()));
        if written.is_ok() {
            return Ok((file, None));
        }
        let scratch = self.state.scratch()?;
        let file = scratch.path().join(name);
        files::write_atomic(&file, text.as_bytes())?;
        Ok((file, Some(scratch)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_joined_with_the_tests_and_lines_lead_back() {
        let solution = "\u{feff}//! é\r\nfn f() {}\r\n\r\n#[cfg(test)]\r\nmod tests {\r\n}\r\n";
        let source = Source::parse(solution).expect("it parses");
        let combined =
            Combined::new("//! Why.\nfn f() {}\n\n\n", solution, &source).expect("there are tests");
        assert_eq!(
            combined.text,
            "//! Why.\nfn f() {}\n\n#[cfg(test)]\nmod tests {\n}\n"
        );
        for (line, expected) in [
            (1, "wrong.rs:1:1"),
            (3, "wrong.rs:3:1"),
            (4, "right.rs:4:1"),
            (6, "right.rs:6:1"),
        ] {
            let place = combined.origin(line, Path::new("wrong.rs"), Path::new("right.rs"));
            assert_eq!(place.to_string(), expected, "line {line}");
        }
        let bare = Source::parse("fn f() {}").expect("it parses");
        assert!(Combined::new("fn f() {}", "fn f() {}", &bare).is_none());
    }
}
