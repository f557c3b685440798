//! What a newer course changes in a workbook, file by file, so that nothing a learner wrote is lost.
//!
//! Pure: what the workbook holds is asked for, and what is to be done about it is returned.

mod shipped;

pub use shipped::Shipped;

use crate::embedded::CopyFile;
use crate::exercise::{Course, Exercise};
use crate::files::{Contents, Held, Write};
use similar::TextMerge;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The workbook as it is.
pub struct Workbook<'a> {
    /// The course as its own `info.toml` tells, if that makes sense.
    pub course: Option<&'a Course>,
    /// What its files were when they came.
    pub shipped: &'a Shipped,
    /// What stands at a path relative to the workbook.
    pub held: &'a dyn Fn(&Path) -> Held,
    /// The starter that was kept of an exercise, under whatever name.
    pub starter: &'a dyn Fn(&Exercise) -> Option<String>,
    /// Where the starter of an exercise is kept, relative to the workbook.
    pub starter_path: &'a dyn Fn(&Exercise) -> PathBuf,
}

/// The newer course.
pub struct Newer<'a> {
    /// Its exercises.
    pub course: &'a Course,
    /// Its files that every workbook has, by path with slashes.
    pub files: &'a BTreeMap<String, String>,
    /// The reference answer of an exercise; a workbook has those of its solved exercises only.
    pub solution: &'a dyn Fn(&Exercise) -> Option<String>,
}

/// What becomes of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It was not there before.
    New,
    /// The learner did not touch it, or it is none of theirs: the newer one takes its place.
    Replaced,
    /// The learner changed it all the same: the newer one takes its place, and theirs is kept.
    Overwritten,
    /// It stays what it is under another name.
    Moved,
    /// The learner's work and what is new are joined.
    Merged,
    /// The learner's work stays; what is new could be joined with it, and is put beside it.
    Mergeable,
    /// The learner's work stays, and what is new is put beside it.
    Beside,
    /// The learner changed it, so it stays.
    Kept,
    /// It left the course, and the learner did not touch it.
    Removed,
    /// It left the course, but the learner's work in it stays.
    Left,
}

/// One file and its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The file, relative to the workbook.
    pub path: PathBuf,
    /// What it was called before, if that is another name.
    pub from: Option<PathBuf>,
    /// What becomes of it.
    pub fate: Fate,
}

/// All that is to be done.
#[derive(Clone, Debug, Default)]
pub struct Update {
    /// What to tell, in the order of the course.
    pub items: Vec<Item>,
    /// What to write, in an order in which it can be interrupted and begun again.
    pub writes: Vec<Write>,
    /// Names that were given up, with those that come in their place.
    pub renamed: BTreeMap<String, String>,
}

/// Files of a copy by their paths.
pub fn by_path(files: &[CopyFile]) -> BTreeMap<String, String> {
    let files = files.iter();
    files
        .map(|file| (file.path.to_owned(), file.text.to_string()))
        .collect()
}

/// The description of the course, and the last file to be written: until then the workbook is what it was.
const INFO: &str = "info.toml";

impl Update {
    /// Compares a workbook with a newer course. `merge` says whether the learner's work may be joined with what is
    /// new where that is possible.
    pub fn new(workbook: &Workbook<'_>, newer: &Newer<'_>, merge: bool) -> Self {
        let mut update = Self::default();
        let mut done: BTreeSet<String> = BTreeSet::new();
        for exercise in &newer.course.exercises {
            done.insert(slashed(&exercise.path()));
            update.exercise(workbook, newer, exercise, merge, &mut done);
        }
        for (path, text) in newer.files {
            if path != INFO && done.insert(path.clone()) {
                update.other(workbook, newer, path, text);
            }
        }
        update.departed(workbook, newer, &mut done);
        // What is compared next time stands for what is written by now. Where the learner's work was not joined with
        // what is new it stays as it was: it can be joined later, and the tests that count are those of their file.
        let waiting: BTreeSet<PathBuf> = [Fate::Mergeable, Fate::Beside]
            .into_iter()
            .flat_map(|fate| update.with(fate).map(|item| item.path.clone()))
            .collect();
        for exercise in &newer.course.exercises {
            if waiting.contains(&exercise.path()) && (workbook.starter)(exercise).is_some() {
                continue;
            }
            if let Some(text) = newer.files.get(&slashed(&exercise.path())) {
                update.write(&(workbook.starter_path)(exercise), text);
            }
        }
        if let Some(text) = newer.files.get(INFO) {
            update.other(workbook, newer, INFO, text);
        }
        update
    }

    /// Whether there is anything to tell.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The files with this fate.
    pub fn with(&self, fate: Fate) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.fate == fate)
    }

    fn exercise(
        &mut self,
        workbook: &Workbook<'_>,
        newer: &Newer<'_>,
        exercise: &Exercise,
        merge: bool,
        done: &mut BTreeSet<String>,
    ) {
        let path = exercise.path();
        let Some(new) = newer.files.get(&slashed(&path)) else {
            return;
        };
        let older = workbook.course.and_then(|course| {
            let names = [&exercise.name].into_iter().chain(&exercise.former);
            let mut known = names.filter_map(|name| course.position(name));
            known.next().map(|idx| &course.exercises[idx])
        });
        if let Some(older) = older.filter(|older| older.name != exercise.name) {
            self.renamed
                .insert(older.name.clone(), exercise.name.clone());
        }
        let old_path = older.map(Exercise::path).filter(|old| *old != path);
        let base = (workbook.starter)(exercise);
        let held = (workbook.held)(&path);
        let old_held = old_path
            .as_deref()
            .map_or(Held::Absent, |old| (workbook.held)(old));
        let (mine, from, was_at) = match (&held, old_path) {
            (Held::Absent, Some(old)) if old_held != Held::Absent => {
                (old_held.clone(), Some(old.clone()), old)
            }
            _ => (held.clone(), None, path.clone()),
        };
        if let Some(from) = &from {
            done.insert(slashed(from));
        }
        let is_shipped =
            matches!(&mine, Held::Text(text) if workbook.shipped.holds(&slashed(&was_at), text));

        let (fate, text) = match mine {
            Held::Absent => (Fate::New, Some(new.clone())),
            Held::Text(mine) => {
                let is_untouched = is_shipped || base.as_ref() == Some(&mine);
                join(&mine, base.as_deref(), is_untouched, new, merge)
            }
            Held::Other => (Fate::Beside, None),
        };
        let stays = matches!(fate, Fate::Kept | Fate::Mergeable | Fate::Beside);
        let fate = match fate {
            Fate::Kept if from.is_some() => Some(Fate::Moved),
            // An edited file whose starter is as ever is nothing to tell of.
            Fate::Kept => None,
            Fate::Replaced
                if from.is_none() && matches!(&held, Held::Text(held) if held == new) =>
            {
                None
            }
            fate => Some(fate),
        };
        if let Some(text) = text {
            self.write(&path, &text);
        }
        if let Some(from) = &from {
            if stays {
                self.writes.push(Write {
                    path: path.clone(),
                    exercise: None,
                    contents: match old_held {
                        Held::Text(text) => Contents::Bytes(text.into_bytes()),
                        _ => Contents::Moved(from.clone()),
                    },
                });
            }
            self.remove(from);
        }
        let beside = beside(&path);
        if matches!(fate, Some(Fate::Mergeable | Fate::Beside)) {
            self.write(&beside, new);
        } else if base.as_ref() != Some(new)
            && matches!((workbook.held)(&beside), Held::Text(text) if text == *new)
        {
            // It was waiting until now, and has been taken over, by hand or by us.
            self.remove(&beside);
        }
        if let Some(fate) = fate {
            self.items.push(Item { path, from, fate });
        }
        self.solution(workbook, newer, exercise, older);
    }

    /// A solution that is there already follows its exercise.
    fn solution(
        &mut self,
        workbook: &Workbook<'_>,
        newer: &Newer<'_>,
        exercise: &Exercise,
        older: Option<&Exercise>,
    ) {
        let path = exercise.solution_path();
        let old = older
            .map(Exercise::solution_path)
            .filter(|old| *old != path && (workbook.held)(old) != Held::Absent);
        if old.is_none() && (workbook.held)(&path) == Held::Absent {
            return;
        }
        if let Some(text) = (newer.solution)(exercise) {
            self.write(&path, &text);
        }
        if let Some(old) = old {
            self.remove(&old);
        }
    }

    /// A file that is no exercise: what describes the course is always replaced, the rest only if it is untouched.
    fn other(&mut self, workbook: &Workbook<'_>, newer: &Newer<'_>, path: &str, new: &str) {
        // A description that makes no sense, or that is of another edition than it should be, is of no use.
        let must_be_new = path == INFO
            && workbook.course.map(|course| &course.copy_of) != Some(&newer.course.copy_of);
        let is_course =
            path == INFO || path.starts_with("concepts/") || path.starts_with("exercises/");
        let shipped = workbook.shipped;
        let fate = match (workbook.held)(Path::new(path)) {
            Held::Text(mine) if mine == new => return,
            // Nothing new came, whatever the learner made of it.
            Held::Text(_) | Held::Other if shipped.holds(path, new) && !must_be_new => return,
            // What was taken away on purpose does not come back.
            Held::Absent if !is_course && shipped.has(path) => return,
            Held::Absent => Fate::New,
            Held::Text(mine) if shipped.holds(path, &mine) => Fate::Replaced,
            _ if is_course && shipped.has(path) => Fate::Overwritten,
            _ if is_course => Fate::Replaced,
            _ => Fate::Kept,
        };
        if fate != Fate::Kept {
            self.write(Path::new(path), new);
        }
        self.items.push(Item {
            path: PathBuf::from(path),
            from: None,
            fate,
        });
    }

    /// Files that are no longer part of the course.
    fn departed(
        &mut self,
        workbook: &Workbook<'_>,
        newer: &Newer<'_>,
        done: &mut BTreeSet<String>,
    ) {
        let exercises = workbook.course.map_or(&[][..], |course| &course.exercises);
        let starters: BTreeMap<String, &Exercise> = exercises
            .iter()
            .map(|exercise| (slashed(&exercise.path()), exercise))
            .collect();
        let once = workbook.shipped.paths().chain(starters.keys());
        for path in once.cloned().collect::<BTreeSet<String>>() {
            if newer.files.contains_key(&path) || !done.insert(path.clone()) {
                continue;
            }
            let starter = || {
                starters
                    .get(&path)
                    .and_then(|exercise| (workbook.starter)(exercise))
            };
            let fate = match (workbook.held)(Path::new(&path)) {
                Held::Absent => continue,
                Held::Text(mine)
                    if workbook.shipped.holds(&path, &mine) || starter() == Some(mine.clone()) =>
                {
                    self.remove(Path::new(&path));
                    Fate::Removed
                }
                _ => Fate::Left,
            };
            self.items.push(Item {
                path: PathBuf::from(path),
                from: None,
                fate,
            });
        }
    }

    fn write(&mut self, path: &Path, text: &str) {
        self.writes.push(Write {
            path: path.to_owned(),
            exercise: None,
            contents: Contents::Bytes(text.as_bytes().to_vec()),
        });
    }

    fn remove(&mut self, path: &Path) {
        self.writes.push(Write {
            path: path.to_owned(),
            exercise: None,
            contents: Contents::Absent,
        });
    }
}

/// What becomes of an exercise's file, and what it holds then if that is something else.
fn join(
    mine: &str,
    base: Option<&str>,
    is_untouched: bool,
    new: &str,
    merge: bool,
) -> (Fate, Option<String>) {
    if is_untouched || mine == new {
        return (Fate::Replaced, Some(new.to_owned()));
    }
    let Some(base) = base else {
        return (Fate::Beside, None);
    };
    if base == new {
        return (Fate::Kept, None);
    }
    let joined = TextMerge::from_lines(base, mine, new);
    if joined.is_conflicted() {
        return (Fate::Beside, None);
    }
    match joined.to_string() {
        // All that is new stands there already.
        joined if joined == mine => (Fate::Kept, None),
        joined if merge => (Fate::Merged, Some(joined)),
        _ => (Fate::Mergeable, None),
    }
}

/// Where the newer starter is put when the learner's file stays: `NAME.new.rs`, which is nobody's exercise.
pub fn beside(path: &Path) -> PathBuf {
    path.with_extension("new.rs")
}

fn slashed(path: &Path) -> String {
    let parts = path.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests;
