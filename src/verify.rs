//! Proves a workbook: every starter, solution, other answer and card, with all findings in one run. For authors.
//!
//! Each kind of step has a file of its own: exercises, answers, cards, files left over, the manifest.
//! A workbook in the format of rustlings is not held to the rules that only our format has.

mod answer;
mod bins;
mod card;
mod entry;
mod exercise;
mod formatting;
mod graded;
mod leftover;
mod manifest;
mod right_answer;
mod starters;
mod stray;
#[cfg(test)]
mod tests;
mod tool;
mod wrong_answer;

pub use card::find as cards;
pub use entry::MIN_WRONG_ANSWERS;
pub use leftover::{Leftover, MARK, leftovers, leftovers_of_entry};
pub use manifest::{PATH as MANIFEST, expected as expected_manifest};
pub use starters::{copies as starter_copies, fix as fix_starters, has_copy};

use crate::attempt::{Job, RustcRunner};
use crate::cache::Cache;
use crate::error::{Error, ExitCode, Place, Problem};
use crate::exercise::{Course, Exercise, Format};
use crate::files::{self, State};
use crate::grader::{self, Assignment, Grader};
use crate::package;
use crate::process::Stop;
use crate::schedule::{self, History};
use crate::source::Source;
use crate::text;
use crate::verdict::Diagnostic;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What stands in a solution that rustlings has not filled yet.
const STUB: &str = "// DON'T EDIT THIS SOLUTION FILE!";

/// What to prove, and how fast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Names of exercises, or unambiguous beginnings, which are proved with their cards. None means the whole workbook.
    pub names: Vec<String>,
    /// How many steps are taken at once.
    pub jobs: usize,
}

/// One piece of the proof, independent of all others.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step<'a> {
    /// What `info.toml` says of an exercise.
    Entry(&'a Exercise),
    /// The file as it is shipped.
    Starter(&'a Exercise),
    /// The reference answer.
    Solution(&'a Exercise),
    /// The right answers of another make, then the wrong ones, in these files, relative to the workbook.
    Answers(&'a Exercise, Vec<PathBuf>, Vec<PathBuf>),
    /// The card in this file, relative to the workbook.
    Card(PathBuf),
    /// What no single exercise or card can show.
    Whole,
}

impl Step<'_> {
    /// How many steps it counts for.
    fn weight(&self) -> usize {
        match self {
            Self::Answers(_, right, wrong) => right.len() + wrong.len(),
            _ => 1,
        }
    }

    /// What to say when it is done.
    fn label(&self) -> String {
        match self {
            Self::Entry(exercise) => format!("entry of {}", exercise.name),
            Self::Starter(exercise) => format!("starter of {}", exercise.name),
            Self::Solution(exercise) => format!("solution of {}", exercise.name),
            Self::Answers(exercise, ..) => format!("answers of {}", exercise.name),
            Self::Card(path) => format!("card {}", stem(path)),
            Self::Whole => "files that nothing refers to".to_owned(),
        }
    }
}

/// A workbook that is about to be proved.
#[derive(Debug)]
pub struct Verifier<'a> {
    state: &'a State,
    course: &'a Course,
    runner: &'a RustcRunner,
    grader: Grader,
    /// Each exercise as it is graded, once it is asked for.
    assignments: Vec<OnceLock<Result<Assignment, Problem>>>,
    /// Each solution, once it is asked for; nothing where it is none.
    solutions: Vec<OnceLock<Option<Source>>>,
    cache: Cache,
    /// Every card's file, relative to the workbook, sorted.
    cards: Vec<PathBuf>,
    steps: Vec<Step<'a>>,
    jobs: usize,
}

impl<'a> Verifier<'a> {
    /// Looks at what there is to prove.
    ///
    /// # Errors
    /// Clippy or rustfmt is not installed, or a name in the options is nobody's.
    pub fn new(
        state: &'a State,
        course: &'a Course,
        runner: &'a RustcRunner,
        options: &Options,
    ) -> Result<Self, Error> {
        if !(runner.toolchain().has_clippy() && runner.toolchain().has_rustfmt()) {
            return Err(Error::cannot_check(
                Problem::new(
                    "`verify` needs clippy and rustfmt, and at least one of them is not installed",
                )
                .note(runner.toolchain().short_version())
                .help("`rustup component add clippy rustfmt` installs both"),
            ));
        }
        let mut chosen = Vec::new();
        for name in &options.names {
            chosen.push(course.find(name)?);
        }
        let cards = card::find(state.root());
        let mut steps = Vec::new();
        for exercise in &course.exercises {
            if !chosen.is_empty() && !chosen.contains(&exercise) {
                continue;
            }
            steps.extend([
                Step::Entry(exercise),
                Step::Starter(exercise),
                Step::Solution(exercise),
            ]);
            if course.format == Format::Workbook {
                let answers = |dir: PathBuf| answer::find(state.root(), &dir);
                let right = answers(exercise.right_answers_dir());
                let wrong = answers(exercise.wrong_answers_dir());
                if !(right.is_empty() && wrong.is_empty()) {
                    steps.push(Step::Answers(exercise, right, wrong));
                }
            }
        }
        let is_named = |card: &&PathBuf| {
            let mut slugs = chosen.iter().flat_map(|exercise| exercise.cards());
            chosen.is_empty() || slugs.any(|slug| slug == stem(card))
        };
        steps.extend(cards.iter().filter(is_named).cloned().map(Step::Card));
        if chosen.is_empty() {
            steps.push(Step::Whole);
        }
        let cache = Cache::new(&state.cache_dir());
        Ok(Self {
            state,
            course,
            runner,
            grader: Grader::new(
                state,
                course,
                &[],
                &|_| Ok(None),
                grader::Options::default(),
            )?,
            assignments: course.exercises.iter().map(|_| OnceLock::new()).collect(),
            solutions: course.exercises.iter().map(|_| OnceLock::new()).collect(),
            cache,
            cards,
            steps,
            jobs: options.jobs.max(1),
        })
    }

    /// How many steps there are, for a progress bar.
    pub fn n_steps(&self) -> usize {
        self.steps.iter().map(Step::weight).sum()
    }

    /// Takes all steps, tells `on_done` in a few words which one has just been done, and returns what is wrong:
    /// exercise by exercise in the order of `info.toml`, then card by card, then the workbook as a whole.
    ///
    /// # Errors
    /// A check could not be made, or was stopped.
    pub fn run(&self, stop: &Stop, on_done: &(dyn Fn(&str) + Sync)) -> Result<Vec<Problem>, Error> {
        // The steps have a switch of their own, so that an error in one of them ends the others.
        let steps_stop = Stop::default();
        let _stopper = stop.relay(&steps_stop);
        let labels: Vec<String> = self.steps.iter().map(Step::label).collect();
        let history = History::load(&self.state.cache_dir());
        let work = |idx: usize| {
            if stop.is_stopped() || steps_stop.is_stopped() {
                return Err(Error::interrupted());
            }
            let has_findings = |found: &Result<Vec<Problem>, Error>| {
                found.as_ref().is_ok_and(|found| !found.is_empty())
            };
            let found = history.note(
                &labels[idx],
                || self.take(&self.steps[idx], &steps_stop),
                has_findings,
            );
            if found.is_err() {
                steps_stop.stop();
            }
            for _ in 0..self.steps[idx].weight() {
                on_done(&labels[idx]);
            }
            found
        };
        let mut problems = Vec::new();
        let mut interrupted = Ok(());
        let done = schedule::in_order(self.jobs, &history.order(&labels), work, |_, found| {
            match found {
                Ok(found) => problems.extend(found),
                // Another step failed and ended this one; that other error is the one to tell.
                Err(error) if error.code == ExitCode::Interrupted => interrupted = Err(error),
                Err(error) => return Err(error),
            }
            Ok(())
        });
        history.save();
        if stop.is_stopped() {
            return Err(Error::interrupted());
        }
        done?;
        interrupted.map(|()| problems)
    }

    fn take(&self, piece: &Step<'_>, stop: &Stop) -> Result<Vec<Problem>, Error> {
        match piece {
            Step::Entry(exercise) => Ok(self.entry(exercise)),
            Step::Starter(exercise) => self.starter(exercise, stop),
            Step::Solution(exercise) => self.solution(exercise, stop),
            Step::Answers(exercise, right, wrong) => {
                self.check_answers(exercise, right, wrong, stop)
            }
            Step::Card(path) => self.card(path, stop),
            Step::Whole => Ok(self.whole()),
        }
    }

    fn whole(&self) -> Vec<Problem> {
        let root = self.state.root();
        let files: Vec<PathBuf> = ["exercises", "solutions", "concepts"]
            .iter()
            .flat_map(|dir| files::walk(&root.join(dir)))
            .filter_map(|path| path.strip_prefix(root).ok().map(Path::to_owned))
            .collect();
        let mut problems = stray::problems(self.course, &self.cards, &files);
        if self.course.format == Format::Workbook {
            let current = files::read_text(&root.join(MANIFEST), files::MAX_SOURCE_LEN);
            problems.extend(manifest::problem(self.course, current));
            problems.extend(starters::problems(root, self.course));
        } else if let Ok(text) = files::read_text(&root.join(package::FILE), files::MAX_SOURCE_LEN)
        {
            let has_file = |path: &Path| files::exists(&root.join(path));
            problems.extend(bins::problems(self.course, &text, has_file));
        }
        problems
    }

    /// Whether a solution is not there, or is the stub that rustlings fills when its exercise is solved.
    fn lacks_solution(&self, path: &Path) -> bool {
        !files::exists(&self.state.root().join(path))
            || self.read(path).is_ok_and(|text| text.contains(STUB))
    }

    /// What is known of the solution of an exercise, if it can be read as Rust.
    fn solution_source(&self, exercise: &Exercise) -> Option<&Source> {
        let position = self.course.position(&exercise.name).unwrap_or(0);
        self.solutions[position]
            .get_or_init(|| Source::parse(&self.read(&exercise.solution_path()).ok()?).ok())
            .as_ref()
    }

    /// The job of checking a file of the workbook against its own tests.
    fn job(&self, exercise: &Exercise, text: String) -> Job {
        Job {
            package: self.course.package.clone(),
            keep: false,
            ..Job::of_exercise(exercise, text, None, true)
        }
    }

    /// The job of checking a starter. It is to fail its tests, and lints matter only where they could decide.
    fn starter_job(&self, exercise: &Exercise, text: String) -> Job {
        Job {
            lint: exercise.strict_clippy || self.course.format == Format::Rustlings,
            ..self.job(exercise, text)
        }
    }

    /// Reads a file of the workbook, or says why it cannot.
    fn read(&self, path: &Path) -> Result<String, Problem> {
        files::read_text(&self.state.root().join(path), files::MAX_SOURCE_LEN)
            .map_err(|reason| Problem::new(reason.sentence()).at(Place::file(path)))
    }

    /// What is wrong with a reference to a card.
    fn unknown_card(&self, slug: &str) -> Option<Problem> {
        if self.cards.iter().any(|path| stem(path) == slug) {
            return None;
        }
        let slugs: Vec<String> = self.cards.iter().map(|path| stem(path)).collect();
        let help = meant(slug, slugs.iter().map(String::as_str))
            .unwrap_or_else(|| format!("write `concepts/<topic>/{slug}.md`, or take the name out"));
        Some(Problem::new(format!("no card is called `{slug}`")).help(help))
    }
}

/// "did you mean", if one of the candidates is near.
fn meant<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    text::nearest(name, candidates).map(|nearest| format!("did you mean `{nearest}`?"))
}

/// A file's name without its ending.
fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Errors of the compiler as one problem: the first one is told, the others most likely follow from it.
/// `origin` turns a place in what was compiled into one in the workbook.
fn compiler_problem<'d>(
    what: &str,
    errors: impl IntoIterator<Item = &'d Diagnostic>,
    origin: impl Fn(Option<&(String, usize)>) -> Place,
) -> Option<Problem> {
    let mut errors = errors.into_iter();
    let first = errors.next()?;
    let problem = Problem::new(format!("{what}: {}", said(first))).at(origin(first.place.as_ref()));
    Some(match errors.count() {
        0 => problem,
        n_more => problem.note(format!("{} more", text::count(n_more, "error"))),
    })
}

/// The compiler's or clippy's message with its code.
fn said(diagnostic: &Diagnostic) -> String {
    match &diagnostic.code {
        Some(code) => format!("{} ({code})", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}
