//! What `info.toml` says of one exercise.

use super::{Verifier, meant};
use crate::error::Problem;
use crate::exercise::{Exercise, Format, When};
use crate::source::Source;
use crate::text;

/// So many ways to go wrong the tests of an exercise must be shown to notice.
pub const MIN_WRONG_ANSWERS: usize = 3;

impl Verifier<'_> {
    pub(super) fn has_own_format(&self) -> bool {
        self.course.format == Format::Workbook
    }

    /// Proves the entry in `info.toml`; an entry in the format of rustlings has nothing to prove.
    pub(super) fn entry(&self, exercise: &Exercise) -> Vec<Problem> {
        if !self.has_own_format() {
            return Vec::new();
        }
        let name = &exercise.name;
        let mut problems = Vec::new();
        if exercise.starts.is_none() && !exercise.skip_check_unsolved {
            problems.push(
                Problem::new(format!("`starts` of `{name}` is missing"))
                    .help("write `starts = \"test fails\"`, or the compiler's error code"),
            );
        }
        if exercise.hints.is_empty() {
            problems.push(Problem::new(format!("`{name}` has no hint")).help(
                "add `[[exercises.hints]]` with a `text`, from a nudge to nearly the answer",
            ));
        }
        problems.extend(self.bound_hints(exercise));
        if exercise.concepts.is_empty() {
            problems.push(
                Problem::new(format!("`{name}` practises no concept"))
                    .help("name at least one card, as in `concepts = [\"lru-cache\"]`"),
            );
        }
        problems.extend(exercise.cards().filter_map(|slug| self.unknown_card(slug)));
        let n_wrong = super::answer::find(self.state.root(), &exercise.wrong_answers_dir()).len();
        if exercise.test && !exercise.tests_editable && n_wrong < MIN_WRONG_ANSWERS {
            problems.push(
                Problem::new(format!("`{name}` has {}", text::count(n_wrong, "wrong answer"))).help(format!(
                    "write at least {MIN_WRONG_ANSWERS} into `{}`, so that its tests are known to bite",
                    exercise.wrong_answers_dir().display()
                )),
            );
        }
        let problems = problems
            .into_iter()
            .map(|problem| problem.at(exercise.place.clone()));
        problems.chain(self.left_in_entry(exercise)).collect()
    }

    /// Hints that wait for a test which does not exist would never be shown.
    fn bound_hints(&self, exercise: &Exercise) -> Vec<Problem> {
        // A starter that is no Rust yet has the tests of its solution.
        let source = [exercise.path(), exercise.solution_path()]
            .iter()
            .find_map(|path| Source::parse(&self.read(path).ok()?).ok());
        let Some(source) = source else {
            return Vec::new();
        };
        let tests: Vec<&str> = source
            .tests
            .iter()
            .map(crate::source::TestFn::name)
            .collect();
        let problem = |(idx, test): (usize, &str)| {
            let name = &exercise.name;
            let what = format!(
                "hint {} of `{name}` waits for the test `{test}`, which does not exist",
                idx + 1
            );
            let meant = meant(test, tests.iter().copied());
            Problem::new(what)
                .help(meant.unwrap_or_else(|| "name a test of the starter".to_owned()))
        };
        exercise
            .hints
            .iter()
            .enumerate()
            .filter_map(|(idx, hint)| match &hint.when {
                Some(When::Test(test)) if !tests.contains(&test.as_str()) => {
                    Some((idx, test.as_str()))
                }
                _ => None,
            })
            .map(problem)
            .collect()
    }
}
