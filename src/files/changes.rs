//! Changes to the learner's files that can be undone.
//!
//! The order makes them safe: what is about to be replaced is copied, then the record is written, and only then is
//! anything replaced, each file whole. Whenever it ends in between, an undo finds all that was there.

use super::plan::{Contents, Done, Held, Plan, Write};
use super::{MAX_SOURCE_LEN, State, Unreadable, exists, read_text, write_atomic};
use crate::change::{Change, FileBefore, Operation};
use crate::error::{Error, Place, Problem};
use crate::exercise::{Course, Exercise};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Far more than the record of an update of a thousand files has.
const MAX_LEN: u64 = 16 * MAX_SOURCE_LEN;

impl State {
    fn changes_dir(&self) -> PathBuf {
        self.dir().join("changes")
    }

    /// The records of all changes with their numbers, oldest first; a record that cannot be read says why.
    pub fn changes(&self) -> Vec<(u32, Result<Change, Problem>)> {
        let mut changes: Vec<(u32, Result<Change, Problem>)> = super::list_dir(&self.changes_dir())
            .iter()
            .filter_map(|path| number_of(path).map(|number| (number, self.read_record(path))))
            .collect();
        // Records of two machines that were merged may share a number.
        changes.sort_by_key(|(number, change)| {
            (*number, change.as_ref().ok().map(|change| change.time))
        });
        changes
    }

    fn read_record(&self, path: &Path) -> Result<Change, Problem> {
        read_text(path, MAX_LEN)
            .map_err(|reason| reason.sentence())
            .and_then(|text| Change::parse(&text))
            .map_err(|reason| {
                Problem::new(format!("the record of a change cannot be read: {reason}"))
                    .at(Place::file(self.relative(path)))
            })
    }

    fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(self.root()).unwrap_or(path)
    }

    /// Carries out a plan, or nothing if all is already as it says.
    ///
    /// # Errors
    /// A file cannot be read or written. What was replaced before that can be brought back with an undo.
    pub fn carry_out(&self, plan: Plan, now: SystemTime) -> Result<Option<Done>, Error> {
        self.create()?;
        let store = self.progress();
        // Present to the end: two processes do not change files at once.
        let mut locked = store.open()?;
        let before: BTreeMap<String, Option<String>> = plan
            .progress
            .iter()
            .map(|(name, line)| (name.clone(), line, locked.progress.line(name)))
            .filter(|(_, line, before)| *line != before)
            .map(|(name, _, before)| (name, before))
            .collect();
        for name in before.keys() {
            let line = plan.progress[name].as_deref();
            locked.progress.restore(name, line);
        }
        if plan.is_undo {
            let back = plan.renamed.iter();
            let back = back.map(|(former, today)| (today.clone(), former.clone()));
            locked.progress.rename(&back.collect());
        }

        let mut writes = Vec::new();
        for write in plan.writes {
            let present = self.present(&write.path)?;
            if present != Present::from(&write.contents) {
                writes.push((write, present));
            }
        }
        if writes.is_empty() && before.is_empty() {
            return Ok(None);
        }
        let backups = self.copy_all(&plan.operation, &writes, now)?;
        let files = writes.iter().zip(backups);
        let change = Change {
            operation: plan.operation,
            is_undo: plan.is_undo,
            time: now,
            files: files
                .map(|((write, _), backup)| FileBefore {
                    path: with_slashes(&write.path),
                    exercise: write.exercise.clone(),
                    backup: backup.as_deref().map(with_slashes),
                })
                .collect(),
            progress: before,
            renamed: plan.renamed,
        };
        let record = self.record(&change)?;
        for (idx, (write, present)) in writes.iter().enumerate() {
            let file = &change.files[idx];
            self.replace(write, present, file.backup.as_deref().map(Path::new))
                .inspect_err(|_| {
                    // A change that did not happen must not be what the next undo takes back.
                    if idx == 0 {
                        super::remove(&record);
                    }
                })
                .map_err(|error| if idx == 0 { error } else { undoable(error) })?;
        }
        let (_, said) = locked.save()?;
        Ok(Some(Done { change, said }))
    }

    /// Takes back a change: every file it replaced and the progress it forgot come back, and what stands there now
    /// is kept. Nothing was done if all is already as it was.
    ///
    /// # Errors
    /// A backup is gone; then nothing was changed. Otherwise as [`State::carry_out`].
    pub fn undo(
        &self,
        course: &Course,
        change: &Change,
        now: SystemTime,
    ) -> Result<Option<Done>, Error> {
        let mut writes = Vec::new();
        for file in &change.files {
            let contents = match &file.backup {
                None => Contents::Absent,
                Some(backup) => self.kept(Path::new(backup))?,
            };
            let exercise = file
                .exercise
                .as_ref()
                .and_then(|name| course.known_as(name));
            writes.push(Write {
                path: exercise.map_or_else(|| PathBuf::from(&file.path), Exercise::path),
                exercise: exercise.map(|exercise| exercise.name.clone()),
                contents,
            });
        }
        let names = course.former_names();
        let today = |name: &String| names.get(name).unwrap_or(name).clone();
        let plan = Plan {
            operation: change.operation.clone(),
            is_undo: !change.is_undo,
            writes,
            progress: change
                .progress
                .iter()
                // A line begins with the name it was written for.
                .map(|(name, line)| {
                    (
                        today(name),
                        line.as_ref().map(|line| renamed(line, &today(name))),
                    )
                })
                .collect(),
            renamed: change.renamed.clone(),
        };
        self.carry_out(plan, now)
    }

    /// What stands at a path relative to the workbook.
    pub fn held(&self, path: &Path) -> Held {
        match read_text(&self.root().join(path), MAX_SOURCE_LEN) {
            Ok(text) => Held::Text(text),
            Err(Unreadable::Missing) => Held::Absent,
            Err(_) => Held::Other,
        }
    }

    /// What a backup holds.
    fn kept(&self, backup: &Path) -> Result<Contents, Error> {
        let path = self.root().join(backup);
        if path.is_dir() {
            return Ok(Contents::Moved(backup.to_owned()));
        }
        std::fs::read(&path).map(Contents::Bytes).map_err(|source| {
            Error::cannot_check(
                Problem::new(format!("a backup cannot be read: {source}"))
                    .at(Place::file(backup))
                    .help("nothing was changed; `workbook undo --list` shows the other changes"),
            )
        })
    }

    /// What stands at a path now.
    fn present(&self, path: &Path) -> Result<Present, Error> {
        let file = self.root().join(path);
        if file.metadata().is_ok_and(|metadata| metadata.is_file()) {
            let bytes = std::fs::read(&file)
                .map_err(|source| Error::file("read the file", &file, &source))?;
            Ok(Present::File(bytes))
        } else if exists(&file) {
            Ok(Present::Other)
        } else {
            Ok(Present::Absent)
        }
    }

    /// Copies what is about to be replaced. What is no file gets its place, and is moved there when its turn comes.
    fn copy_all(
        &self,
        operation: &Operation,
        writes: &[(Write, Present)],
        now: SystemTime,
    ) -> Result<Vec<Option<PathBuf>>, Error> {
        let time = humantime::format_rfc3339_seconds(now)
            .to_string()
            .replace(':', "-");
        // The files of an update are many; they keep their paths in a directory of their own.
        let together = match operation {
            Operation::Reset(_) => None,
            Operation::Update(_) => Some(self.free(|n| format!("update-{time}{n}"))),
        };
        let mut backups = Vec::new();
        for (write, present) in writes {
            let backup = match present {
                Present::Absent => None,
                _ => Some(match &together {
                    Some(dir) => dir.join(&write.path),
                    None => {
                        let stem = write.path.file_stem().unwrap_or_default().to_string_lossy();
                        let ending = write.path.extension().unwrap_or_default().to_string_lossy();
                        self.free(|n| format!("{stem}-{time}{n}.{ending}"))
                    }
                }),
            };
            if let Some(backup) = &backup {
                let path = self.root().join(backup);
                super::create_dir(path.parent().unwrap_or(&path))?;
                if let Present::File(bytes) = present {
                    write_atomic(&path, bytes)?;
                }
            }
            backups.push(backup);
        }
        Ok(backups)
    }

    /// A path for a backup that is not taken, relative to the workbook.
    fn free(&self, name: impl Fn(&str) -> String) -> PathBuf {
        let dir = Path::new(".workbook").join("backups");
        std::iter::once(String::new())
            .chain((1..).map(|n: u32| format!("-{n}")))
            .map(|number| dir.join(name(&number)))
            .find(|path| !exists(&self.root().join(path)))
            .expect("some number is free")
    }

    /// Writes the record of a change under the next number.
    fn record(&self, change: &Change) -> Result<PathBuf, Error> {
        let dir = self.changes_dir();
        super::create_dir(&dir)?;
        let last = super::list_dir(&dir)
            .iter()
            .filter_map(|path| number_of(path))
            .max();
        let number = last.map_or(1, |last| last.saturating_add(1));
        let path = dir.join(format!("{number:04}.json"));
        write_atomic(&path, change.render().as_bytes())?;
        Ok(path)
    }

    fn replace(
        &self,
        write: &Write,
        present: &Present,
        backup: Option<&Path>,
    ) -> Result<(), Error> {
        let path = self.root().join(&write.path);
        let failed = |source: std::io::Error| Error::file("put the old one aside", &path, &source);
        // A directory or a pipe cannot be copied, but can be moved.
        if let (Present::Other, Some(backup)) = (present, backup) {
            std::fs::rename(&path, self.root().join(backup)).map_err(failed)?;
        }
        if let Some(dir) = path.parent() {
            super::create_dir(dir)?;
        }
        match &write.contents {
            Contents::Bytes(bytes) => write_atomic(&path, bytes),
            Contents::Moved(kept) => {
                if matches!(present, Present::File(_)) {
                    std::fs::remove_file(&path).map_err(failed)?;
                }
                std::fs::rename(self.root().join(kept), &path)
                    .map_err(|source| Error::file("put the old one back", &path, &source))
            }
            Contents::Absent if matches!(present, Present::File(_)) => std::fs::remove_file(&path)
                .map_err(|source| Error::file("remove the file", &path, &source)),
            Contents::Absent => Ok(()),
        }
    }
}

/// What stands somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Present {
    Absent,
    File(Vec<u8>),
    /// A directory, a pipe or the like.
    Other,
}

impl From<&Contents> for Present {
    /// What will stand there.
    fn from(contents: &Contents) -> Self {
        match contents {
            Contents::Bytes(bytes) => Self::File(bytes.clone()),
            Contents::Moved(_) => Self::Other,
            Contents::Absent => Self::Absent,
        }
    }
}

/// `0007.json` and `0007-of-another-machine.json` are of change 7.
fn number_of(path: &Path) -> Option<u32> {
    let name = path.file_name()?.to_str()?;
    let digits = name.strip_suffix(".json")?.split('-').next()?;
    digits.parse().ok()
}

fn with_slashes(path: &Path) -> String {
    let parts = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// A line of the progress under another name.
fn renamed(line: &str, name: &str) -> String {
    match line.split_once(' ') {
        Some((_, rest)) => format!("{name} {rest}"),
        None => name.to_owned(),
    }
}

/// Says how to go back after only a part was done.
fn undoable(mut error: Error) -> Error {
    if let Some(problem) = error.problems.first_mut() {
        problem.notes.push(
            "it ended half-way; `workbook undo` brings back what was replaced before".to_owned(),
        );
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::info;

    fn course(exercise: &str) -> Course {
        info::parse(&format!(
            "format_version = 1\ntitle = \"t\"\n[[exercises]]\n{exercise}\n"
        ))
        .expect("the text is right")
    }

    #[test]
    fn progress_follows_a_rename_there_and_back() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let older = course("name = \"was\"");
        let newer = course("name = \"is\"\nformer = [\"was\"]");
        let now = SystemTime::UNIX_EPOCH;
        let before = State::new(dir.path()).with_names_of(&older);
        before.create().expect("the directory can be written to");
        let record = |state: &State, name: &str, solved: bool| {
            let update = |progress: &mut crate::progress::Progress| {
                progress.record_attempt(name, solved, now);
            };
            state.progress().update(update).expect("nobody else writes");
        };
        record(&before, "was", false);
        let after = State::new(dir.path()).with_names_of(&newer);
        let plan = Plan {
            operation: Operation::Update("2".into()),
            is_undo: false,
            writes: vec![Write {
                path: "info.toml".into(),
                exercise: None,
                contents: Contents::Bytes(b"new".to_vec()),
            }],
            progress: BTreeMap::new(),
            renamed: BTreeMap::from([("was".into(), "is".into())]),
        };
        after.carry_out(plan, now).expect("it is carried out");
        record(&after, "is", true);

        // What was solved since counts under the name of before.
        let undo = |state: &State, course: &Course| {
            let (_, change) = state.changes().pop().expect("there is a change");
            let change = change.expect("the record is right");
            state.undo(course, &change, now).expect("it is undone");
        };
        undo(&after, &newer);
        let entry = before.progress().read().entry("was");
        assert_eq!((entry.attempts, entry.solved), (2, Some(now)));
        assert!(!dir.path().join("info.toml").exists());

        undo(&before, &older);
        assert!(after.progress().read().is_solved("is"));
        assert_eq!(after.progress().read().entry("is").attempts, 2);
    }

    #[test]
    fn records_are_numbered_and_those_of_two_machines_are_both_read() {
        for (name, expected) in [
            ("0001.json", Some(1)),
            ("12345.json", Some(12_345)),
            ("0007-of-my-laptop.json", Some(7)),
            ("notes.json", None),
            ("0001.json~", None),
            (".workbook-abc", None),
        ] {
            assert_eq!(number_of(Path::new(name)), expected, "{name}");
        }
    }
}
