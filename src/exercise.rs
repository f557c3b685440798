//! What a workbook is made of: exercises in their order, and what is known about each.

use crate::error::{Error, Place, Problem};
use crate::package::Package;
use crate::text;
use crate::verdict::Verdict;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The deadline of one test, unless the exercise names another. Compilation does not count.
pub const DEFAULT_TEST_DEADLINE: Duration = Duration::from_secs(5);

/// One exercise: a Rust file the learner edits, and all that `info.toml` says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// The file stem, unique in the workbook.
    pub name: String,
    /// The chapter's directory below `exercises/`; empty for none.
    pub dir: String,
    /// What it was called before: progress, backups and kept starters of these names are its own.
    pub former: Vec<String>,
    /// What people call it.
    pub title: String,
    /// From 1 to 5.
    pub difficulty: Option<u8>,
    /// What an interviewer would give.
    pub minutes: Option<u16>,
    /// Why the starter is broken.
    pub starts: Option<Starts>,
    /// Slugs of the cards it practises.
    pub concepts: Vec<String>,
    /// Slugs of cards worth reading with it.
    pub see_also: Vec<String>,
    /// The ladder of help.
    pub hints: Vec<Hint>,
    /// Whether it has tests; without, its `main` is run.
    pub test: bool,
    /// Whether warnings keep it from being solved.
    pub strict_clippy: bool,
    /// Whether `verify` lets a starter pass.
    pub skip_check_unsolved: bool,
    /// Whether the learner's task lies inside the tests.
    pub tests_editable: bool,
    /// Deadline of one test.
    pub deadline: Duration,
    /// What it is worth when it is graded.
    pub worth: Worth,
    /// Whether its tests talk over the loopback network.
    pub loopback: bool,
    /// Where the entry stands in `info.toml`.
    pub place: Place,
}

/// What an exercise is worth when it is graded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Worth {
    /// A point for each test.
    #[default]
    PointPerTest,
    /// So many points, shared evenly by its tests.
    Points(u32),
    /// So many points for each of these tests, and none for the others.
    Tests(BTreeMap<String, u32>),
}

/// The reason a starter is not yet solved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Starts {
    /// It compiles, and a test fails.
    TestFails,
    /// The compiler refuses it with this error code.
    CompilerError(String),
}

/// One step of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The failure it answers; a step of the common ladder when absent.
    pub when: Option<When>,
    /// Markdown.
    pub text: String,
}

/// A failure that a hint answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// This test fails.
    Test(String),
    /// The compiler says this error code.
    Error(String),
    /// A test does not end.
    Timeout,
}

impl When {
    /// Whether the verdict shows this failure. A test that met a `todo!()` did not fail like that.
    pub fn fits(&self, verdict: &Verdict) -> bool {
        match self {
            // Where nothing is written yet, nothing went wrong: the ladder begins at the beginning.
            Self::Test(name) => verdict
                .first_failure()
                .is_some_and(|test| !test.is_to_do() && text::short_name(&test.name) == name),
            Self::Error(code) => verdict
                .errors()
                .any(|error| error.code.as_ref() == Some(code)),
            Self::Timeout => verdict.has_hung(),
        }
    }
}

impl Exercise {
    /// The file the learner edits, relative to the workbook.
    pub fn path(&self) -> PathBuf {
        self.below("exercises")
    }

    /// The reference answer, relative to the workbook.
    pub fn solution_path(&self) -> PathBuf {
        self.below("solutions")
    }

    /// The directory of right answers other than the solution, relative to the workbook.
    pub fn right_answers_dir(&self) -> PathBuf {
        self.below("solutions").with_extension("right")
    }

    /// The directory of wrong answers, relative to the workbook.
    pub fn wrong_answers_dir(&self) -> PathBuf {
        self.below("solutions").with_extension("wrong")
    }

    fn below(&self, root: &str) -> PathBuf {
        Path::new(root)
            .join(&self.dir)
            .join(format!("{}.rs", self.name))
    }

    /// The chapter as a person reads it: `02_data_structures` is "data structures".
    pub fn chapter(&self) -> String {
        chapter_name(&self.dir)
    }

    /// The hint to show next: one that answers the failure first, then the common ladder.
    pub fn next_hint(
        &self,
        verdict: Option<&Verdict>,
        revealed: &BTreeSet<usize>,
    ) -> Option<usize> {
        let open = |idx: &usize| !revealed.contains(idx);
        let fits = |idx: &usize| {
            let when = self.hints[*idx].when.as_ref();
            when.is_some_and(|when| verdict.is_some_and(|verdict| when.fits(verdict)))
        };
        let step = |idx: &usize| self.hints[*idx].when.is_none();
        let indices = || 0..self.hints.len();
        indices()
            .filter(open)
            .find(fits)
            .or_else(|| indices().filter(open).find(step))
    }

    /// Every card of the exercise: practised ones first.
    pub fn cards(&self) -> impl Iterator<Item = &str> {
        self.concepts
            .iter()
            .chain(&self.see_also)
            .map(String::as_str)
    }
}

/// Words that are written otherwise than a directory is called.
const ACRONYMS: [&str; 14] = [
    "API", "APIs", "CI", "CLI", "CPU", "DNS", "HTTP", "JSON", "OS", "REST", "SQL", "TCP", "TLS",
    "UDP",
];

/// A chapter's directory as a person reads it: `02_data_structures` is "data structures", `09_rest_apis` "REST APIs".
pub fn chapter_name(dir: &str) -> String {
    let name = dir
        .trim_start_matches(|ch: char| ch.is_ascii_digit())
        .trim_start_matches('_');
    let as_read = |word| {
        let acronym = ACRONYMS.iter().find(|it| it.eq_ignore_ascii_case(word));
        acronym.map_or(word, |acronym| *acronym)
    };
    let words: Vec<&str> = name.split('_').map(as_read).collect();
    words.join(" ")
}

/// Which of the two formats a workbook is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Ours.
    Workbook,
    /// The community format of rustlings, with no key of ours in it.
    Rustlings,
}

/// The exercises of a workbook in their order; never empty, names unique.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The workbook's name.
    pub title: String,
    /// The course that `workbook init` wrote it from, with its edition.
    pub copy_of: Option<String>,
    /// Shown before the first exercise.
    pub welcome: Option<String>,
    /// Shown after the last one.
    pub farewell: Option<String>,
    /// How `info.toml` is written.
    pub format: Format,
    /// What the `Cargo.toml` beside `info.toml` says, in a workbook in the format of rustlings.
    pub package: Option<Package>,
    /// The exercises in order.
    pub exercises: Vec<Exercise>,
}

impl Course {
    /// The position of the exercise with exactly this name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.exercises
            .iter()
            .position(|exercise| exercise.name == name)
    }

    /// The directories of the chapters, in the order of their first exercises.
    pub fn chapters(&self) -> Vec<String> {
        let mut known = BTreeSet::new();
        self.exercises
            .iter()
            .filter(|exercise| known.insert(exercise.dir.as_str()))
            .map(|exercise| exercise.dir.clone())
            .collect()
    }

    /// From every former name to the name of today.
    pub fn former_names(&self) -> BTreeMap<String, String> {
        let names = |exercise: &Exercise| {
            let today = exercise.name.clone();
            let former = exercise.former.clone().into_iter();
            former.map(move |former| (former, today.clone()))
        };
        self.exercises.iter().flat_map(names).collect()
    }

    /// The exercise that has or had exactly this name.
    pub fn known_as(&self, name: &str) -> Option<&Exercise> {
        let has_had = |exercise: &&Exercise| exercise.former.iter().any(|former| former == name);
        self.exercises
            .iter()
            .find(|exercise| exercise.name == name)
            .or_else(|| self.exercises.iter().find(has_had))
    }

    /// The exercise that is meant by what somebody typed: its name or a former one, or an unambiguous beginning of
    /// its name.
    pub fn find(&self, name: &str) -> Result<&Exercise, Error> {
        if let Some(exercise) = self.known_as(name) {
            return Ok(exercise);
        }
        find_named(
            name,
            &self.exercises,
            |exercise| &exercise.name,
            "exercise",
            "workbook list",
        )
        .map_err(|problem| Error::usage(problem.at(Place::file(Path::new("info.toml")))))
    }
}

/// Finds what was meant by `name` among `items`: exactly, then by a unique beginning; the problem says what was near.
pub fn find_named<'a, T>(
    name: &str,
    items: &'a [T],
    name_of: impl Fn(&T) -> &str,
    kind: &str,
    list_command: &str,
) -> Result<&'a T, Problem> {
    if let Some(item) = items.iter().find(|item| name_of(item) == name) {
        return Ok(item);
    }
    let all = format!("`{list_command}` shows them all");
    let lower = name.to_lowercase();
    let candidates: Vec<&T> = items
        .iter()
        .filter(|item| !lower.is_empty() && name_of(item).to_lowercase().starts_with(&lower))
        .collect();
    match candidates.as_slice() {
        [item] => Ok(item),
        [] => {
            let help = match text::nearest(name, items.iter().map(&name_of)) {
                Some(nearest) => format!("did you mean `{nearest}`? {all}"),
                None => all,
            };
            Err(Problem::new(format!("no {kind} is called `{name}`")).help(help))
        }
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|item| format!("`{}`", name_of(item)))
                .collect();
            Err(Problem::new(format!(
                "`{name}` could be any of {}",
                text::count(several.len(), kind)
            ))
            .help(format!("write more of the name: {}", names.join(", "))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(name: &str) -> Result<String, String> {
        let names = ["lru_cache", "lru_map", "palindrome"];
        find_named(name, &names, |name| name, "exercise", "workbook list")
            .map(|name| (*name).to_owned())
            .map_err(|problem| format!("{}; {}", problem.what, problem.help.unwrap_or_default()))
    }

    #[test]
    fn a_chapter_is_called_as_a_person_writes_it() {
        for (dir, expected) in [
            ("02_data_structures", "data structures"),
            ("06_sql", "SQL"),
            ("09_rest_apis", "REST APIs"),
            ("rest", "REST"),
            ("restful_habits", "restful habits"),
            ("", ""),
            ("2024", ""),
        ] {
            assert_eq!(chapter_name(dir), expected, "{dir}");
        }
    }

    #[test]
    fn names_forgive() {
        for (name, expected) in [
            ("palindrome", Ok("palindrome")),
            ("pal", Ok("palindrome")),
            ("PAL", Ok("palindrome")),
            ("lru_m", Ok("lru_map")),
            (
                "lru",
                Err(
                    "`lru` could be any of 2 exercises; write more of the name: `lru_cache`, `lru_map`",
                ),
            ),
            (
                "palimdrome",
                Err(
                    "no exercise is called `palimdrome`; did you mean `palindrome`? `workbook list` shows them all",
                ),
            ),
            (
                "",
                Err("no exercise is called ``; `workbook list` shows them all"),
            ),
        ] {
            assert_eq!(
                find(name).as_deref().map_err(String::as_str),
                expected,
                "{name:?}"
            );
        }
    }
}
