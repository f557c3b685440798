//! Writing several files, all or none.

use super::write::{beside, put};
use super::{MAX_SOURCE_LEN, create_dir, exists, read_text, remove, write_atomic};
use crate::error::{Error, Place, Problem};
use std::path::{Path, PathBuf};

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileToWrite {
    /// The file, relative to the workbook.
    pub path: PathBuf,
    /// What it is to hold.
    pub text: String,
    /// What it holds now; nothing if it is new.
    pub before: Option<String>,
}

/// Writes the files of a workbook in their order: each beside its place first, and only when all are on the disk are
/// they put there. When one cannot be, those before it are taken back.
///
/// # Errors
/// A file cannot be written, or does not hold what it held. The workbook is then as it was.
pub fn write_together(root: &Path, files: &[FileToWrite]) -> Result<(), Error> {
    let mut made = Vec::new();
    let done = in_place(root, files, &mut made);
    if done.is_err() {
        // The deepest first; one that somebody has put something into stays.
        for dir in made.iter().rev() {
            let _ = std::fs::remove_dir(dir);
        }
    }
    done
}

fn in_place(root: &Path, files: &[FileToWrite], made: &mut Vec<PathBuf>) -> Result<(), Error> {
    let mut written = Vec::new();
    for file in files {
        let path = root.join(&file.path);
        let dir = path.parent().unwrap_or(root);
        let missing = dir.ancestors().take_while(|dir| !exists(dir));
        let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        missing.reverse();
        made.extend(missing);
        create_dir(dir)?;
        written.push(beside(&path, file.text.as_bytes(), true)?);
    }
    for (idx, (file, written)) in files.iter().zip(written).enumerate() {
        let path = root.join(&file.path);
        let done = is_as_before(root, file).and_then(|()| put(written, &path));
        if let Err(error) = done {
            take_back(root, &files[..idx]);
            return Err(error);
        }
    }
    Ok(())
}

/// Somebody may have saved the file in the meantime.
fn is_as_before(root: &Path, file: &FileToWrite) -> Result<(), Error> {
    let path = root.join(&file.path);
    let is_as_before = match &file.before {
        None => !exists(&path),
        Some(before) => read_text(&path, MAX_SOURCE_LEN).as_ref() == Ok(before),
    };
    if is_as_before {
        return Ok(());
    }
    Err(Error::usage(
        Problem::new("the file was changed in the meantime")
            .at(Place::file(&file.path))
            .note("nothing was written")
            .help("try again"),
    ))
}

fn take_back(root: &Path, files: &[FileToWrite]) {
    for file in files.iter().rev() {
        let path = root.join(&file.path);
        match &file.before {
            None => remove(&path),
            // A disk that has just taken the new text takes the old one.
            Some(before) => drop(write_atomic(&path, before.as_bytes())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::walk;

    fn file(path: &str, text: &str, before: Option<&str>) -> FileToWrite {
        FileToWrite {
            path: PathBuf::from(path),
            text: text.to_owned(),
            before: before.map(str::to_owned),
        }
    }

    fn held(root: &Path) -> Vec<(String, String)> {
        let held = walk(root).into_iter().map(|path| {
            let name = path.strip_prefix(root).expect("it is below");
            let text = std::fs::read_to_string(&path).expect("read");
            (name.display().to_string(), text)
        });
        held.collect()
    }

    #[test]
    fn all_files_are_written_or_none() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let root = dir.path();
        std::fs::write(root.join("list"), "one").expect("write");
        std::fs::write(root.join("taken"), "mine").expect("write");
        let before = held(root);
        for (what, files, expected) in [
            (
                "a file that is new to us is there",
                [
                    file("a/b/new", "new", None),
                    file("list", "two", Some("one")),
                    file("taken", "x", None),
                ],
                "changed in the meantime",
            ),
            (
                "a file was saved by somebody else",
                [
                    file("list", "two", Some("one")),
                    file("a/b/new", "new", None),
                    file("taken", "x", Some("old")),
                ],
                "changed in the meantime",
            ),
            (
                "a file stands where a directory should",
                [
                    file("list", "two", Some("one")),
                    file("a/b/new", "new", None),
                    file("taken/c", "x", None),
                ],
                "cannot create the directory",
            ),
        ] {
            let error = write_together(root, &files).expect_err(what);
            assert!(error.to_string().contains(expected), "{what}: {error}");
            assert_eq!(held(root), before, "{what}");
            assert_eq!(std::fs::read_dir(root).expect("list").count(), 2, "{what}");
        }
        let files = [
            file("a/b/new", "new", None),
            file("list", "two", Some("one")),
        ];
        write_together(root, &files).expect("written");
        assert_eq!(held(root).len(), 3);
        assert_eq!(held(root)[1], ("list".to_owned(), "two".to_owned()));
    }
}
