//! `starters/`: the copy of `exercises/` that a program brings along, in a workbook that has one.
//!
//! Cargo leaves a directory with a `Cargo.toml` of its own out of a package; so the copy has none.

use crate::error::{Error, Place, Problem};
use crate::exercise::{Course, Exercise};
use crate::files::{self, Unreadable};
use std::path::{Path, PathBuf};

/// The directory, relative to the workbook.
const DIR: &str = "starters";

/// The name of the manifest's copy.
const MANIFEST: &str = "manifest.toml";

/// Whether a workbook has the copy.
pub fn has_copy(root: &Path) -> bool {
    root.join(DIR).is_dir()
}

/// Where the starter of an exercise is copied to, and where the manifest is, relative to the workbook.
pub fn copies(exercise: &Exercise) -> [PathBuf; 2] {
    let dir = Path::new(DIR);
    let starter = dir
        .join(&exercise.dir)
        .join(format!("{}.rs", exercise.name));
    [starter, dir.join(MANIFEST)]
}

/// Each file that is copied, and where to, relative to the workbook. None where there is no `starters/`.
fn pairs(root: &Path, course: &Course) -> Vec<(PathBuf, PathBuf)> {
    if !has_copy(root) {
        return Vec::new();
    }
    let manifest = Path::new(super::MANIFEST).to_owned();
    let exercises = course.exercises.iter().map(|exercise| {
        let [copy, _] = copies(exercise);
        (exercise.path(), copy)
    });
    exercises
        .chain([(manifest, Path::new(DIR).join(MANIFEST))])
        .collect()
}

/// The files in `starters/` that are the copy of nothing, relative to the workbook.
fn strays(root: &Path, pairs: &[(PathBuf, PathBuf)]) -> Vec<PathBuf> {
    files::walk(&root.join(DIR))
        .into_iter()
        .filter_map(|path| path.strip_prefix(root).ok().map(Path::to_owned))
        .filter(|path| pairs.iter().all(|(_, copy)| copy != path))
        .collect()
}

fn read(root: &Path, path: &Path) -> Result<String, Unreadable> {
    files::read_text(&root.join(path), files::MAX_SOURCE_LEN)
}

/// A problem for each copy that is not like its file.
pub(super) fn problems(root: &Path, course: &Course) -> Vec<Problem> {
    let pairs = pairs(root, course);
    if pairs.is_empty() {
        return Vec::new();
    }
    let differs = |(file, copy): &&(PathBuf, PathBuf)| {
        // That a file cannot be read is told where it is proved.
        read(root, file).is_ok_and(|text| read(root, copy).as_ref() != Ok(&text))
    };
    let old = pairs.iter().filter(differs).map(|(file, copy)| {
        Problem::new(format!("this is no copy of {}", file.display()))
            .at(Place::file(copy))
            .help("`workbook verify --fix` copies it")
    });
    let strays = strays(root, &pairs);
    let strays = strays.iter().map(|path| {
        Problem::new("this is the copy of no exercise")
            .at(Place::file(path))
            .help("`workbook verify --fix` removes it")
    });
    old.chain(strays).collect()
}

/// Makes the copies like their files, and removes those of files that are gone. Returns what was written or removed,
/// relative to the workbook.
///
/// # Errors
/// A file cannot be written.
pub fn fix(root: &Path, course: &Course) -> Result<Vec<PathBuf>, Error> {
    let pairs = pairs(root, course);
    let mut changed = Vec::new();
    if pairs.is_empty() {
        return Ok(changed);
    }
    for (file, copy) in &pairs {
        let Ok(text) = read(root, file) else {
            continue;
        };
        if read(root, copy).as_ref() != Ok(&text) {
            let path = root.join(copy);
            files::create_dir(path.parent().unwrap_or(root))?;
            files::write_atomic(&path, text.as_bytes())?;
            changed.push(copy.clone());
        }
    }
    for path in strays(root, &pairs) {
        files::remove(&root.join(&path));
        changed.push(path);
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{embedded, info};

    fn told(root: &Path, course: &Course) -> Vec<String> {
        problems(root, course)
            .iter()
            .map(|problem| {
                let place = problem.place.as_ref().map(ToString::to_string);
                format!("{}: {}", place.unwrap_or_default(), problem.what)
            })
            .collect()
    }

    #[test]
    fn the_copies_are_kept_like_their_files() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let root = dir.path();
        let course =
            info::parse("format_version = 1\n[[exercises]]\nname = \"add\"\ndir = \"01_one\"\n")
                .expect("the text is right");
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("it has a parent")).expect("create");
            std::fs::write(path, text).expect("write");
        };
        write("exercises/01_one/add.rs", "// add");
        write("exercises/Cargo.toml", "[package]");
        assert_eq!(told(root, &course), [""; 0], "there is no `starters/`");
        assert_eq!(fix(root, &course), Ok(Vec::new()));

        write("starters/01_one/gone.rs", "// gone");
        write("starters/01_one/add.rs", "// sub");
        assert_eq!(
            told(root, &course),
            [
                "starters/01_one/add.rs: this is no copy of exercises/01_one/add.rs",
                "starters/manifest.toml: this is no copy of exercises/Cargo.toml",
                "starters/01_one/gone.rs: this is the copy of no exercise",
            ]
        );
        assert_eq!(fix(root, &course).expect("written").len(), 3);
        assert_eq!(told(root, &course), [""; 0]);
        assert_eq!(fix(root, &course), Ok(Vec::new()));
        let text = std::fs::read_to_string(root.join("starters/manifest.toml")).expect("read");
        assert_eq!(text, "[package]");
    }

    /// In an unpacked package there are no exercises, and nothing to compare.
    #[test]
    fn the_starters_of_this_repository_are_its_exercises() {
        let course = embedded::course().expect("info.toml has no mistakes");
        assert_eq!(
            told(Path::new(env!("CARGO_MANIFEST_DIR")), &course),
            [""; 0]
        );
    }
}
