//! The directory `.workbook/`: progress, starters, backups, and what may be deleted at any time.

use super::{ProgressStore, Unreadable, Workbench, read::MAX_SOURCE_LEN, read_text, write_atomic};
use crate::embedded;
use crate::error::{Error, Place, Problem};
use crate::exercise::Exercise;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What is kept out of version control: everything but progress and backups.
const GITIGNORE: &str = "/.gitignore\n/build/\n/cache/\n/lock\n/starters/\n";

/// The state of a workbook on disk.
#[derive(Clone, Debug)]
pub struct State {
    root: PathBuf,
    /// Whether it is a learner's copy of the course that the program brings along.
    is_copy: bool,
}

impl State {
    /// The state of the workbook at `root`. Touches nothing yet.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            is_copy: false,
        }
    }

    /// The same, with what its `info.toml` says of where it comes from.
    #[must_use]
    pub fn copy_of(mut self, course: Option<&str>) -> Self {
        self.is_copy = course.is_some_and(embedded::is_copy);
        self
    }

    /// Whether it is a learner's copy of the course that the program brings along: what is missing in it, its
    /// solutions above all, is in the program.
    pub fn is_copy(&self) -> bool {
        self.is_copy
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
        ProgressStore::new(&self.dir())
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
        let day = std::time::Duration::from_secs(24 * 60 * 60);
        for path in super::list_dir(&self.dir().join("build")) {
            let is_attempt = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("attempt-"));
            let age = std::fs::metadata(&path)
                .and_then(|metadata| metadata.modified())
                .ok()
                .and_then(|modified| SystemTime::now().duration_since(modified).ok());
            if is_attempt && age.is_some_and(|age| age > day) {
                super::remove(&path);
            }
        }
    }

    fn starter_path(&self, exercise: &Exercise) -> PathBuf {
        self.dir()
            .join("starters")
            .join(&exercise.dir)
            .join(format!("{}.rs", exercise.name))
    }

    /// The exercise as it was when the workbook first met it.
    pub fn starter(&self, exercise: &Exercise) -> Option<String> {
        read_text(&self.starter_path(exercise), MAX_SOURCE_LEN).ok()
    }

    /// Keeps a copy of every exercise that has none yet, so that it can be reset later.
    pub fn keep_starters<'a>(
        &self,
        exercises: impl IntoIterator<Item = &'a Exercise>,
    ) -> Result<(), Error> {
        for exercise in exercises {
            let kept = self.starter_path(exercise);
            if kept.exists() {
                continue;
            }
            // What stands in a copy may be edited already.
            let shipped = self.shipped(exercise, embedded::starter);
            let text = shipped
                .or_else(|| read_text(&self.root.join(exercise.path()), MAX_SOURCE_LEN).ok());
            if let Some(text) = text {
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

    /// Puts the starter back. What stood there is kept in a backup, whose path relative to the workbook is returned;
    /// there is none when the file was missing or is the starter already.
    ///
    /// # Errors
    /// There is no starter, or a file cannot be written; then nothing was changed.
    pub fn reset(&self, exercise: &Exercise, now: SystemTime) -> Result<Option<PathBuf>, Error> {
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
        let file = self.root.join(&path);
        let is_file = file.metadata().is_ok_and(|metadata| metadata.is_file());
        let backup = if is_file {
            let before = std::fs::read(&file)
                .map_err(|source| Error::file("read the file", &file, &source))?;
            if before == starter.as_bytes() {
                return Ok(None);
            }
            let backup = self.new_backup(exercise, now)?;
            write_atomic(&self.root.join(&backup), &before)?;
            Some(backup)
        } else if super::exists(&file) {
            // A directory or a pipe cannot be copied, but can be moved.
            let backup = self.new_backup(exercise, now)?;
            std::fs::rename(&file, self.root.join(&backup))
                .map_err(|source| Error::file("put the old one aside", &file, &source))?;
            Some(backup)
        } else {
            None
        };
        if let Some(dir) = file.parent() {
            super::create_dir(dir)?;
        }
        write_atomic(&file, starter.as_bytes())?;
        Ok(backup)
    }

    /// A free path for a backup, relative to the workbook.
    fn new_backup(&self, exercise: &Exercise, now: SystemTime) -> Result<PathBuf, Error> {
        let dir = Path::new(".workbook").join("backups");
        self.create()?;
        super::create_dir(&self.root.join(&dir))?;
        let time = humantime::format_rfc3339_seconds(now)
            .to_string()
            .replace(':', "-");
        Ok((0..)
            .map(|n: u32| {
                let number = if n == 0 {
                    String::new()
                } else {
                    format!("-{n}")
                };
                dir.join(format!("{}-{time}{number}.rs", exercise.name))
            })
            .find(|path| !super::exists(&self.root.join(path)))
            .expect("some number is free"))
    }

    /// Reads an exercise's file.
    ///
    /// # Errors
    /// See [`Unreadable`].
    pub fn read_exercise(&self, exercise: &Exercise) -> Result<String, Unreadable> {
        read_text(&self.root.join(exercise.path()), MAX_SOURCE_LEN)
    }
}
