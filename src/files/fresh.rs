//! Writing a new workbook: file by file, so that what was interrupted can be gone on with.

use super::write::is_unfinished;
use super::{MAX_SOURCE_LEN, create_dir, exists, list_dir, read_text, write_atomic, write_cache};
use crate::embedded::CopyFile;
use crate::error::Error;
use crate::info;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Stands in `.workbook/` as long as the workbook is not whole.
const MARKER: &str = "unfinished";

/// What may stand in a directory that counts as empty: what version control or the system put there.
const UNNOTICED: [&str; 6] = [".git", ".hg", ".jj", ".svn", ".DS_Store", ".workbook"];

/// What a directory is, for somebody who wants to write a workbook there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// There is nothing.
    Free,
    /// A workbook was begun.
    Begun,
    /// It holds other files; this is one of them.
    Taken(PathBuf),
    /// It is a file.
    NoDirectory,
}

/// Looks at a directory that may not exist.
///
/// # Errors
/// The system does not let anyone see what is in it.
pub fn ground(dir: &Path) -> Result<Ground, Error> {
    if !exists(dir) {
        return Ok(Ground::Free);
    }
    if !dir.is_dir() {
        return Ok(Ground::NoDirectory);
    }
    // What cannot be listed is not empty.
    std::fs::read_dir(dir)
        .map_err(|source| Error::file("look into the directory", dir, &source))?;
    if marker(dir).exists() {
        return Ok(Ground::Begun);
    }
    let other = list_dir(dir).into_iter().find(|path| {
        let name = path.file_name().unwrap_or_default();
        UNNOTICED.iter().all(|unnoticed| name != *unnoticed)
    });
    Ok(other.map_or(Ground::Free, Ground::Taken))
}

fn marker(root: &Path) -> PathBuf {
    root.join(".workbook").join(MARKER)
}

/// Writes the files of a new workbook in their order, the last of which makes it one. What is there already and says
/// something else is kept in `.workbook/backups/`; these files are returned, relative to the workbook.
///
/// # Errors
/// A file cannot be written. The next call goes on from there.
pub fn write_copy(root: &Path, files: &[CopyFile], now: SystemTime) -> Result<Vec<PathBuf>, Error> {
    create_dir(&root.join(".workbook"))?;
    write_atomic(
        &marker(root),
        b"`workbook init` was interrupted; type it again.\n",
    )?;
    let mut kept = Vec::new();
    for file in files {
        let path = root.join(file.path);
        match read_text(&path, MAX_SOURCE_LEN) {
            Ok(text) if text == file.text => continue,
            _ if exists(&path) => kept.push(put_aside(root, Path::new(file.path), now)?),
            _ => {}
        }
        create_dir(path.parent().unwrap_or(root))?;
        if file.path == info::FILE {
            write_atomic(&path, file.text.as_bytes())?;
        } else {
            // The program has them all: whatever a power failure takes can be written again.
            write_cache(&path, file.text.as_bytes())?;
        }
    }
    sweep(root, files);
    super::remove(&marker(root));
    Ok(kept)
}

/// Removes what an earlier program had begun to write when it was killed.
fn sweep(root: &Path, files: &[CopyFile]) {
    let state = root.join(".workbook");
    let starters = state.join("starters");
    let written = files.iter().map(|file| root.join(file.path));
    let mut dirs: Vec<PathBuf> = written
        .filter_map(|path| path.parent().map(Path::to_owned))
        .chain(list_dir(&starters))
        .chain([state, starters])
        .collect();
    dirs.sort();
    dirs.dedup();
    for path in dirs.iter().flat_map(|dir| list_dir(dir)) {
        let is_unfinished = path
            .file_name()
            .is_some_and(|name| is_unfinished(&name.to_string_lossy()));
        if is_unfinished && path.is_file() {
            super::remove(&path);
        }
    }
}

/// Moves what stands in the way into the backups; returns where it is now, relative to the workbook.
fn put_aside(root: &Path, file: &Path, now: SystemTime) -> Result<PathBuf, Error> {
    let time = humantime::format_rfc3339_seconds(now)
        .to_string()
        .replace(':', "-");
    let path = root.join(file);
    let dir = Path::new(".workbook").join("backups");
    let backup = (0..)
        .map(|n: u32| dir.join(format!("init-{time}-{n}")).join(file))
        .find(|backup| !exists(&root.join(backup)))
        .expect("some number is free");
    create_dir(root.join(&backup).parent().unwrap_or(root))?;
    std::fs::rename(&path, root.join(&backup))
        .map_err(|source| Error::file("put the old one aside", &path, &source))?;
    Ok(backup)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn files() -> Vec<CopyFile> {
        [
            ("exercises/a.rs", "// a"),
            ("concepts/b.md", "b"),
            ("info.toml", "c = 1"),
        ]
        .map(|(path, text)| CopyFile {
            path,
            text: Cow::Borrowed(text),
        })
        .to_vec()
    }

    fn read(root: &Path, path: &str) -> String {
        std::fs::read_to_string(root.join(path)).expect(path)
    }

    #[test]
    fn a_workbook_is_one_when_its_last_file_is_written() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let root = &dir.path().join("deep/book");
        assert_eq!(ground(root), Ok(Ground::Free));

        // A directory in the place of the second file ends the first try.
        std::fs::create_dir_all(root).expect("create");
        std::fs::write(root.join("concepts"), "in the way").expect("write");
        let error = write_copy(root, &files(), SystemTime::UNIX_EPOCH).expect_err("not writable");
        assert!(error.to_string().contains("concepts"), "{error}");
        assert!(!root.join("info.toml").exists());
        assert_eq!(ground(root), Ok(Ground::Begun));

        std::fs::remove_file(root.join("concepts")).expect("remove");
        std::fs::write(root.join("exercises/a.rs"), "// mine").expect("write");
        let half_written = root.join("exercises/.workbook-a1B2c3");
        std::fs::write(&half_written, "// ").expect("write");
        let kept = write_copy(root, &files(), SystemTime::UNIX_EPOCH).expect("written");
        assert!(!half_written.exists());
        for file in files() {
            assert_eq!(read(root, file.path), file.text);
        }
        let backup = ".workbook/backups/init-1970-01-01T00-00-00Z-0/exercises/a.rs";
        assert_eq!(kept, [Path::new(backup)]);
        assert_eq!(read(root, backup), "// mine");
        assert_eq!(ground(root), Ok(Ground::Taken(root.join("concepts"))));
    }

    #[test]
    fn a_directory_is_empty_whatever_version_control_put_there() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let root = dir.path();
        assert_eq!(ground(root), Ok(Ground::Free));
        std::fs::create_dir(root.join(".git")).expect("create");
        std::fs::create_dir(root.join(".workbook")).expect("create");
        assert_eq!(ground(root), Ok(Ground::Free));
        let file = root.join("notes.txt");
        std::fs::write(&file, "").expect("write");
        assert_eq!(ground(root), Ok(Ground::Taken(file.clone())));
        assert_eq!(ground(&file), Ok(Ground::NoDirectory));
    }
}
