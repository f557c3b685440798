//! What every command begins with: the workbook, read and found in order.

use crate::attempt::{Job, Phase, Runner};
use crate::embedded;
use crate::error::{Error, Place, Problem};
use crate::exercise::{Course, Exercise, Format};
use crate::files::{self, State, Unreadable};
use crate::info;
use crate::package::{self, Package};
use crate::process::Stop;
use crate::progress::Progress;
use crate::screen::{Line, Role};
use crate::terminal::Terminal;
use crate::verdict::Verdict;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A workbook and where to print.
pub(super) struct Context {
    pub(super) terminal: Terminal,
    pub(super) state: State,
    pub(super) course: Arc<Course>,
}

impl Context {
    /// Opens the workbook that holds `dir`, or the current directory.
    pub(super) fn open(dir: Option<&Path>, terminal: Terminal) -> Result<Self, Error> {
        let root = find_workbook(dir)?;
        let text = read_info(&root)?;
        let mut course = info::parse(&text).map_err(Error::workbook)?;
        if course.format == Format::Rustlings {
            course.package = Some(read_package(&root)?);
        }
        Ok(Self {
            terminal: terminal.linking_into(&root),
            state: State::new(&root)
                .copy_of(course.copy_of.as_deref())
                .with_names_of(&course),
            course: Arc::new(course),
        })
    }

    /// Keeps the starters and sweeps up; for the commands that check. A workbook that cannot be written to can be
    /// used all the same.
    pub(super) fn prepare(&self) {
        let _ = self
            .state
            .create()
            .and_then(|()| self.state.keep_starters(&self.course.exercises));
    }

    /// The progress so far.
    pub(super) fn progress(&self) -> Progress {
        self.state.progress().try_read().unwrap_or_else(|reason| {
            self.warn(&format!(
                "the progress file cannot be read ({reason}); it is kept, and counts as empty"
            ));
            Progress::default()
        })
    }

    /// The exercise that was named, or the current one: where the learner left off, or the first that is not solved.
    pub(super) fn exercise(&self, name: Option<&str>) -> Result<&Exercise, Error> {
        match name {
            Some(name) => self.course.find(name),
            None => Ok(&self.course.exercises[self.current(&self.progress())]),
        }
    }

    /// The position of the current exercise.
    pub(super) fn current(&self, progress: &Progress) -> usize {
        let left_off = progress
            .current
            .as_deref()
            .and_then(|name| self.course.position(name));
        let unsolved = || {
            self.course
                .exercises
                .iter()
                .position(|exercise| !progress.is_solved(&exercise.name))
        };
        left_off.or_else(unsolved).unwrap_or(0)
    }

    /// The job of checking an exercise as it is on disk, or the verdict on a file that cannot be read.
    pub(super) fn job(&self, exercise: &Exercise, use_cache: bool) -> Result<Job, Verdict> {
        job(&self.state, &self.course, exercise, use_cache)
    }

    /// Changes the progress; says so when it cannot be saved.
    pub(super) fn update_progress(&self, change: impl FnOnce(&mut Progress)) {
        let said = match self
            .state
            .create()
            .and_then(|()| self.state.progress().update(change))
        {
            Ok((_, said)) => said,
            Err(error) => Some(unsaved(&error)),
        };
        if let Some(said) = said {
            self.warn(&said);
        }
    }

    /// A line on standard error.
    pub(super) fn warn(&self, text: &str) {
        self.terminal.print_error(&[
            Line::new(Role::Warn, "warning").with(Role::Plain, format!(": {text}"))
        ]);
    }

    /// A switch that Ctrl-C and the like turn.
    pub(super) fn stop_on_signals() -> Stop {
        let stop = Stop::default();
        let switch = stop.clone();
        on_signal(move || switch.stop());
        stop
    }
}

/// The root of the workbook that holds `dir`, or the current directory.
pub(super) fn find_workbook(dir: Option<&Path>) -> Result<PathBuf, Error> {
    let start = files::absolute(dir.unwrap_or(Path::new(".")))?;
    files::find_root(&start).ok_or_else(|| {
        Error::usage(
            Problem::new("there is no workbook here")
                .at(Place::file(&start))
                .note("a workbook has a file `info.toml`; it was looked for here and in every directory above")
                .help("go into a workbook's directory, or name it with `-C DIR`; `workbook init` writes one"),
        )
    })
}

/// The text of the `info.toml` of a workbook.
pub(super) fn read_info(root: &Path) -> Result<String, Error> {
    let path = root.join(info::FILE);
    files::read_text(&path, files::MAX_SOURCE_LEN).map_err(|reason| {
        let place = match reason {
            Unreadable::NotUtf8(line, column) => Place::at(Path::new(info::FILE), line, column),
            _ => Place::file(Path::new(info::FILE)),
        };
        Error::workbook(vec![Problem::new(reason.sentence()).at(place)])
    })
}

/// Has something done when the process is asked to end.
pub(super) fn on_signal(act: impl FnMut() + Send + 'static) {
    // Without a handler the signal ends the process as ever.
    let _ = ctrlc::set_handler(act);
}

/// The `Cargo.toml` of a workbook in the format of rustlings, which need not have one.
fn read_package(root: &Path) -> Result<Package, Error> {
    let file = Path::new(package::FILE);
    match files::read_text(&root.join(file), files::MAX_SOURCE_LEN) {
        Ok(text) => package::parse(&text).map_err(Error::workbook),
        Err(Unreadable::Missing) => Ok(Package::default()),
        Err(reason) => Err(Error::workbook(vec![
            Problem::new(reason.sentence()).at(Place::file(file)),
        ])),
    }
}

/// As [`Context::job`], for threads that have no context.
pub(super) fn job(
    state: &State,
    course: &Course,
    exercise: &Exercise,
    use_cache: bool,
) -> Result<Job, Verdict> {
    let text = state
        .read_exercise(exercise)
        .map_err(|reason| Verdict::unreadable(reason.sentence()))?;
    // A look is enough: what it finds is parsed when it is compared.
    let has_tests = |text: &String| text.contains("test]");
    // In the format of rustlings a solution is an empty stub until its exercise is solved.
    let solution = (course.format == Format::Workbook)
        .then(|| state.trusted_solution(exercise))
        .flatten()
        .filter(has_tests);
    let trusted = solution.or_else(|| state.starter(exercise));
    let mut job = Job::of_exercise(exercise, text, trusted, use_cache);
    job.tests_editable |= course.format == Format::Rustlings;
    job.package.clone_from(&course.package);
    Ok(job)
}

/// Checks one exercise; a file that cannot be read has its verdict without a runner.
pub(super) fn check(
    runner: &impl Runner,
    job: Result<Job, Verdict>,
    stop: &Stop,
    on_phase: &(dyn Fn(Phase) + Sync),
) -> Result<Verdict, Error> {
    match job {
        Ok(job) => runner.check(&job, stop, on_phase),
        Err(verdict) => Ok(verdict),
    }
}

/// Writes the solution of an exercise that was solved, where it is not there yet.
pub(super) fn reveal_solution(state: &State, exercise: &Exercise) {
    // A copy that cannot be written to: `workbook solution` shows it all the same.
    let _ = state.reveal_solution(exercise);
}

/// Why progress is not saved, in one sentence.
pub(super) fn unsaved(error: &Error) -> String {
    let why = error
        .problems
        .first()
        .map_or("no reason given", |problem| problem.what.as_str());
    format!("the progress is not saved: {why}")
}

/// Writes the course that the program brings along to the root of a state, where it is not there already.
pub(super) fn ensure_course(state: &State) -> Result<(), Error> {
    let wanted = embedded::files();
    for path in files::walk(state.root()) {
        // What an older program brought along. What is found out about the course stays.
        let is_known = wanted
            .iter()
            .any(|file| state.root().join(file.path) == path);
        if !is_known && !path.starts_with(state.dir()) {
            files::remove(&path);
        }
    }
    for file in wanted {
        let path = state.root().join(file.path);
        if files::read_text(&path, files::MAX_SOURCE_LEN).as_deref() != Ok(file.text) {
            files::create_dir(path.parent().unwrap_or(state.root()))?;
            files::write_cache(&path, file.text.as_bytes())?;
        }
    }
    Ok(())
}
