//! The directory `.workbook/`: progress, starters, backups, and what may be deleted at any time.

use super::{
    Contents, Done, Plan, ProgressStore, Unreadable, Workbench, Write, read::MAX_SOURCE_LEN,
    read_text, write_atomic,
};
use crate::change::Operation;
use crate::embedded;
use crate::error::{Error, Place, Problem};
use crate::exercise::{Course, Exercise};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// What is kept out of version control: everything but progress and backups.
const GITIGNORE: &str = "/.gitignore\n/build/\n/cache/\n/lock\n/starters/\n";

/// The state of a workbook on disk.
#[derive(Clone, Debug)]
pub struct State {
    root: PathBuf,
    /// From former names of exercises to those of today.
    names: Arc<BTreeMap<String, String>>,
    /// Whether it is a learner's copy of the course that the program brings along.
    is_copy: bool,
    /// Whether it is one of the very edition that the program brings along.
    is_latest: bool,
}

impl State {
    /// The state of the workbook at `root`. Touches nothing yet.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            names: Arc::default(),
            is_copy: false,
            is_latest: false,
        }
    }

    /// The same, where progress and starters kept under former names count for the names of today.
    #[must_use]
    pub fn with_names_of(mut self, course: &Course) -> Self {
        self.names = Arc::new(course.former_names());
        self
    }

    /// The same, with what its `info.toml` says of where it comes from.
    #[must_use]
    pub fn copy_of(mut self, course: Option<&str>) -> Self {
        self.is_copy = course.is_some_and(embedded::is_copy);
        self.is_latest = self.is_copy && course.is_some_and(embedded::is_latest_copy);
        self
    }

    /// Whether it is a learner's copy of the course that the program brings along: what is missing in it, its
    /// solutions above all, is in the program.
    pub fn is_copy(&self) -> bool {
        self.is_copy
    }

    /// Whether it is a copy of the very edition that the program brings along.
    pub fn is_latest_copy(&self) -> bool {
        self.is_latest
    }

    /// The workbook's own directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// `.workbook/`.
    pub fn dir(&self) -> PathBuf {
        self.root.join(".workbook")
    }

    /// The cache of verdicts, which can always be deleted.
    pub fn cache_dir(&self) -> PathBuf {
        self.dir().join("cache")
    }

    /// The progress.
    pub fn progress(&self) -> ProgressStore {
        ProgressStore::new(&self.dir(), self.names.clone())
    }

    /// Creates `.workbook/`.
    ///
    /// # Errors
    /// The workbook's directory cannot be written to.
    pub fn create(&self) -> Result<(), Error> {
        super::create_dir(&self.dir())?;
        let ignore = self.dir().join(".gitignore");
        if !ignore.exists() {
            write_atomic(&ignore, GITIGNORE.as_bytes())?;
        }
        Ok(())
    }

    /// A fresh directory for one attempt, removed when dropped. It lies in `.workbook/`, or among the system's
    /// temporary files when the workbook cannot be written to.
    ///
    /// # Errors
    /// Neither place can be written to.
    pub fn scratch(&self) -> Result<super::Scratch, Error> {
        let build = self.dir().join("build");
        let named = || tempfile::Builder::new().prefix("attempt-").to_owned();
        if std::fs::create_dir_all(&build).is_ok()
            && let Ok(dir) = named().tempdir_in(&build)
        {
            return Ok(dir);
        }
        named().tempdir().map_err(|source| {
            Error::file(
                "create a temporary directory",
                &std::env::temp_dir(),
                &source,
            )
        })
    }

    /// A place to build in. With a name it is the same place every time, unless another process builds there now.
    /// Where nothing is kept under that name yet, something is only if `keep` says so.
    ///
    /// # Errors
    /// There is no place that can be written to.
    pub fn workbench(&self, name: Option<&str>, keep: bool) -> Result<Workbench, Error> {
        let kept = name
            .map(|name| self.dir().join("build").join(name))
            .filter(|dir| keep || dir.is_dir())
            .and_then(|dir| Workbench::kept(&dir));
        match kept {
            Some(workbench) => Ok(workbench),
            None => self.scratch().map(Workbench::new),
        }
    }

    /// Removes what attempts that were killed have left behind.
    pub fn sweep(&self) {
        super::sweep(&self.dir().join("build"), "attempt-");
    }

    fn starter_path(&self, exercise: &Exercise) -> PathBuf {
        self.root.join(Self::starter_place(exercise))
    }

    /// Where the starter of an exercise is kept, relative to the workbook.
    pub fn starter_place(exercise: &Exercise) -> PathBuf {
        Path::new(".workbook")
            .join("starters")
            .join(&exercise.dir)
            .join(format!("{}.rs", exercise.name))
    }

    /// The exercise as it was when the workbook first met it, under whatever name and in whatever chapter.
    pub fn starter(&self, exercise: &Exercise) -> Option<String> {
        let kept = self.starter_path(exercise);
        read_text(&kept, MAX_SOURCE_LEN).ok().or_else(|| {
            let all = super::walk(&self.dir().join("starters"));
            starter_elsewhere(exercise, &all)
        })
    }

    /// Keeps a copy of every exercise that has none yet, so that it can be reset later.
    pub fn keep_starters<'a>(
        &self,
        exercises: impl IntoIterator<Item = &'a Exercise>,
    ) -> Result<(), Error> {
        let new: Vec<&Exercise> = exercises
            .into_iter()
            .filter(|exercise| !self.starter_path(exercise).exists())
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        let all = super::walk(&self.dir().join("starters"));
        for exercise in new {
            // What stands in a copy may be edited already, and so may the file of an exercise that was renamed.
            let starter = starter_elsewhere(exercise, &all)
                .or_else(|| {
                    self.shipped(exercise, embedded::starter)
                        .filter(|_| self.is_latest)
                })
                .or_else(|| read_text(&self.root.join(exercise.path()), MAX_SOURCE_LEN).ok());
            if let Some(text) = starter {
                self.keep_starter(exercise, &text)?;
            }
        }
        Ok(())
    }

    /// Replaces the kept copy, after an author changed the starter.
    pub fn keep_starter(&self, exercise: &Exercise, text: &str) -> Result<(), Error> {
        let kept = self.starter_path(exercise);
        super::create_dir(kept.parent().unwrap_or(&kept))?;
        write_atomic(&kept, text.as_bytes())
    }

    /// What the program brings along for an exercise of a copy.
    fn shipped(
        &self,
        exercise: &Exercise,
        what: impl Fn(&Exercise) -> Option<&'static str>,
    ) -> Option<String> {
        self.is_copy
            .then(|| what(exercise))
            .flatten()
            .map(str::to_owned)
    }

    /// The reference answer. That of a copy is in the program.
    ///
    /// # Errors
    /// The workbook comes without it, or it cannot be read.
    pub fn solution(&self, exercise: &Exercise) -> Result<String, Unreadable> {
        self.shipped(exercise, embedded::solution).map_or_else(
            || read_text(&self.root.join(exercise.solution_path()), MAX_SOURCE_LEN),
            Ok,
        )
    }

    /// The reference answer whose tests are those that the exercise was shipped with. A copy that an older or a newer
    /// program wrote may have other tests than the solution that this one brings along: then there is none.
    pub fn trusted_solution(&self, exercise: &Exercise) -> Option<String> {
        let is_of_other_edition = self.is_copy
            && self
                .starter(exercise)
                .is_some_and(|kept| embedded::starter(exercise) != Some(kept.as_str()));
        (!is_of_other_edition)
            .then(|| self.solution(exercise).ok())
            .flatten()
    }

    /// Writes the solution into a copy, where it was not until now.
    ///
    /// # Errors
    /// The workbook's directory cannot be written to.
    pub fn reveal_solution(&self, exercise: &Exercise) -> Result<(), Error> {
        let path = self.root.join(exercise.solution_path());
        match self.shipped(exercise, embedded::solution) {
            Some(text) if !super::exists(&path) => {
                super::create_dir(path.parent().unwrap_or(&path))?;
                write_atomic(&path, text.as_bytes())
            }
            _ => Ok(()),
        }
    }

    /// Puts the starter back and forgets the progress, so that the exercise is to be solved once more. What stood
    /// there is kept, and can be brought back with an undo. Nothing was done if all is as before the first attempt.
    ///
    /// # Errors
    /// There is no starter, or a file cannot be written; then nothing was changed.
    pub fn reset(&self, exercise: &Exercise, now: SystemTime) -> Result<Option<Done>, Error> {
        let path = exercise.path();
        let starter = self.starter(exercise).ok_or_else(|| {
            Error::cannot_check(
                Problem::new(format!(
                    "there is no copy of the starter of `{}`",
                    exercise.name
                ))
                .at(Place::file(&path))
                .help(format!(
                    "if the workbook is in git, `git restore {}` brings back what was committed",
                    path.display()
                )),
            )
        })?;
        let plan = Plan {
            operation: Operation::Reset(exercise.name.clone()),
            is_undo: false,
            writes: vec![Write {
                path,
                exercise: Some(exercise.name.clone()),
                contents: Contents::Bytes(starter.into_bytes()),
            }],
            progress: BTreeMap::from([(exercise.name.clone(), None)]),
            renamed: BTreeMap::new(),
        };
        self.carry_out(plan, now)
    }

    /// Reads an exercise's file.
    ///
    /// # Errors
    /// See [`Unreadable`].
    pub fn read_exercise(&self, exercise: &Exercise) -> Result<String, Unreadable> {
        read_text(&self.root.join(exercise.path()), MAX_SOURCE_LEN)
    }
}

/// The starter of an exercise that was kept when it had another name or stood in another chapter.
fn starter_elsewhere(exercise: &Exercise, starters: &[PathBuf]) -> Option<String> {
    let names = [&exercise.name].into_iter().chain(&exercise.former);
    let files: Vec<String> = names.map(|name| format!("{name}.rs")).collect();
    let path = files.iter().find_map(|file| {
        starters
            .iter()
            .find(|path| path.file_name().is_some_and(|name| name == file.as_str()))
    })?;
    read_text(path, MAX_SOURCE_LEN).ok()
}
