//! Wrong answers: plausible mistakes that the tests must catch, which proves that the tests are worth passing.
//!
//! A wrong answer has no tests; it is compiled with the test module of the solution below it.

use super::exercise::was_caught;
use super::{Verifier, compiler_problem, meant, stem};
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

/// The first line of a wrong answer begins with this and names the tests that must catch it.
const HEADER: &str = "//! Caught by:";

/// Wrong answers may hang, and a verdict that waited for a deadline is not remembered: so wait less.
const DEADLINE: Duration = Duration::from_secs(2);

/// The wrong answers of an exercise, sorted, relative to the workbook.
pub(super) fn find(root: &Path, exercise: &Exercise) -> Vec<PathBuf> {
    let dir = exercise.wrong_answers_dir();
    files::list_dir(&root.join(&dir))
        .iter()
        .filter(|path| path.extension() == Some(OsStr::new("rs")))
        .filter_map(|path| path.file_name().map(|name| dir.join(name)))
        .collect()
}

/// The tests that the first line names; none if it is no such line.
fn caught_by(text: &str) -> Vec<&str> {
    let first = text
        .trim_start_matches('\u{feff}')
        .lines()
        .next()
        .unwrap_or_default();
    let names = first.strip_prefix(HEADER).unwrap_or_default();
    names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}

/// A wrong answer with the tests of the solution below it.
struct Combined {
    text: String,
    /// The line on which the test module begins, counted from 1.
    module_line: usize,
    /// The line on which it begins in the solution.
    solution_line: usize,
}

impl Combined {
    /// Puts them together. There is nothing to put below if the solution has no test module.
    fn new(wrong: &str, solution: &str, source: &Source) -> Option<Self> {
        // The offset counts as `Source` reads: without a byte order mark, with plain line ends.
        let solution = solution
            .trim_start_matches('\u{feff}')
            .replace("\r\n", "\n");
        let offset = source.module_offset?;
        let own = wrong.trim_end();
        Some(Self {
            text: format!("{own}\n\n{}", &solution[offset..]),
            module_line: own.lines().count() + 2,
            solution_line: text::line_column(&solution, offset).0,
        })
    }

    /// Where a line comes from.
    fn origin(&self, line: usize, wrong: &Path, solution: &Path) -> Place {
        if line < self.module_line {
            Place::at(wrong, line, 1)
        } else {
            Place::at(solution, line - self.module_line + self.solution_line, 1)
        }
    }
}

impl Verifier<'_> {
    /// Proves that the tests named in a wrong answer catch it.
    pub(super) fn wrong_answer(
        &self,
        exercise: &Exercise,
        path: &Path,
        stop: &Stop,
    ) -> Result<Vec<Problem>, Error> {
        let text = match self.read(path) {
            Ok(text) => text,
            Err(problem) => return Ok(vec![problem.help("mend the file, or delete it")]),
        };
        let solution_path = exercise.solution_path();
        // Without a solution there are no tests to try; that is told with the solution.
        let Ok(solution) = self.read(&solution_path) else {
            return Ok(Vec::new());
        };
        let Ok(source) = Source::parse(&solution) else {
            return Ok(Vec::new());
        };
        let mut problems = own_tests(path, &text).into_iter().collect::<Vec<_>>();
        let Some(combined) =
            Combined::new(&text, &solution, &source).filter(|_| problems.is_empty())
        else {
            return Ok(problems);
        };
        let (named, unknown) = named_tests(path, &text, &source);
        problems.extend(unknown);
        let (file, _scratch) = self.place_to_compile(exercise, path, &combined.text)?;
        let job = Job {
            file,
            trusted: combined.text.clone(),
            text: combined.text.clone(),
            deadline: exercise.deadline.min(DEADLINE),
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
                "the wrong answer does not compile",
                verdict.errors(),
                origin,
            );
            problems.extend(problem.map(|problem| {
                problem.help("a wrong answer must be refused by a test, not by the compiler")
            }));
            return Ok(problems);
        }
        problems.extend(
            named
                .into_iter()
                .filter_map(|test| not_caught(path, test, &verdict)),
        );
        Ok(problems)
    }

    /// Writes what is to be compiled where the next `verify` finds it unchanged, since a verdict is remembered by
    /// the file's name too; where that cannot be written, into a scratch directory that is gone when dropped.
    fn place_to_compile(
        &self,
        exercise: &Exercise,
        path: &Path,
        text: &str,
    ) -> Result<(PathBuf, Option<files::Scratch>), Error> {
        let name = format!("{}.rs", stem(path));
        let dir = Path::new(".workbook")
            .join("build")
            .join("verify")
            .join(&exercise.name);
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

/// Tests in a wrong answer, where only the solution's are wanted.
fn own_tests(path: &Path, text: &str) -> Option<Problem> {
    // What does not parse is explained by the compiler.
    let source = Source::parse(text).ok()?;
    let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let module = source
        .module_offset
        .map(|offset| text::line_column(&plain, offset).0);
    let line = module.or_else(|| source.tests.first().map(|test| test.line))?;
    Some(
        Problem::new("the wrong answer has tests of its own")
            .at(Place::at(path, line, 1))
            .help("take them out: the solution's are put below it"),
    )
}

/// The tests that must catch it, and what is wrong with the line that names them.
fn named_tests<'t>(path: &Path, text: &'t str, solution: &Source) -> (Vec<&'t str>, Vec<Problem>) {
    let named = caught_by(text);
    let place = || Place::at(path, 1, 1);
    if named.is_empty() {
        let problem = Problem::new("the wrong answer does not say which test catches it")
            .at(place())
            .help(format!("begin the file with `{HEADER} name_of_a_test`"));
        return (named, vec![problem]);
    }
    let tests: Vec<&str> = solution
        .tests
        .iter()
        .map(crate::source::TestFn::name)
        .collect();
    let (known, unknown): (Vec<&str>, Vec<&str>) =
        named.into_iter().partition(|name| tests.contains(name));
    let problem = |name: &str| {
        Problem::new(format!("the solution has no test called `{name}`"))
            .at(place())
            .help(
                meant(name, tests.iter().copied())
                    .unwrap_or_else(|| format!("its tests are: {}", tests.join(", "))),
            )
    };
    (known, unknown.into_iter().map(problem).collect())
}

/// What is wrong if a test lets the wrong answer pass.
fn not_caught(path: &Path, test: &str, verdict: &Verdict) -> Option<Problem> {
    let short = |name| text::short_name(name);
    if verdict
        .tests
        .iter()
        .any(|run| short(&run.name) == test && was_caught(&run.result))
    {
        return None;
    }
    let caught: Vec<String> = verdict
        .tests
        .iter()
        .filter(|run| was_caught(&run.result))
        .map(|run| format!("`{}`", short(&run.name)))
        .collect();
    let (note, help) = if caught.is_empty() {
        (
            "no test catches it".to_owned(),
            "write a test that catches it, or drop it if it is right after all",
        )
    } else {
        (
            format!("caught by {}", caught.join(", ")),
            "name one of these, or sharpen the test",
        )
    };
    Some(
        Problem::new(format!("`{test}` does not catch this wrong answer"))
            .at(Place::at(path, 1, 1))
            .note(note)
            .help(help),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_names_the_tests() {
        for (text, expected) in [
            ("//! Caught by: one\n", vec!["one"]),
            (
                "//! Caught by: one, two ,three\r\nfn f() {}",
                vec!["one", "two", "three"],
            ),
            ("\u{feff}//! Caught by: one", vec!["one"]),
            ("//! Caught by:one,", vec!["one"]),
            ("//! Caught by:\n//! one", vec![]),
            ("//! Caught by: ,\n", vec![]),
            ("// Caught by: one\n", vec![]),
            ("//! Why.\n//! Caught by: one\n", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(caught_by(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_wrong_answer_is_joined_with_the_tests_and_lines_lead_back() {
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
