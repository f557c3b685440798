//! Writing beside and renaming, so that a reader or a crash sees the old file or the new one, never half of it.

use crate::error::Error;
use std::io::Write as _;
use std::path::Path;
use tempfile::NamedTempFile;

/// How the names of files begin that are being written.
const PREFIX: &str = ".workbook-";

/// Whether a file with this name is one that was being written; if nobody writes now, it was left behind.
pub(super) fn is_unfinished(name: &str) -> bool {
    name.strip_prefix(PREFIX)
        .is_some_and(|rest| rest.len() == 6 && rest.chars().all(char::is_alphanumeric))
}

/// Replaces a file as a whole, or leaves it as it was.
///
/// # Errors
/// The directory cannot be written to, or the disk is full.
pub fn write_atomic(path: &Path, contents: &[u8]) -> Result<(), Error> {
    write(path, contents, true)
}

/// As [`write_atomic`], for what can be made again: the system may take its time to put it on the disk.
///
/// # Errors
/// As [`write_atomic`].
pub fn write_cache(path: &Path, contents: &[u8]) -> Result<(), Error> {
    write(path, contents, false)
}

fn write(path: &Path, contents: &[u8], durable: bool) -> Result<(), Error> {
    put(beside(path, contents, durable)?, path)
}

/// Puts what was written beside in the place of the file.
pub(super) fn put(file: NamedTempFile, path: &Path) -> Result<(), Error> {
    file.persist(path)
        .map(|_| ())
        .map_err(|error| Error::file("write the file", path, &error.error))
}

/// Writes a file beside the one whose place it is to take.
pub(super) fn beside(path: &Path, contents: &[u8], durable: bool) -> Result<NamedTempFile, Error> {
    let failed = |source: std::io::Error| Error::file("write the file", path, &source);
    let mut file = begin_beside(path).map_err(failed)?;
    file.write_all(contents).map_err(failed)?;
    make_ready(&file, path, durable).map_err(failed)?;
    Ok(file)
}

/// An empty file beside another one.
pub(super) fn begin_beside(path: &Path) -> std::io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(PREFIX)
        .tempfile_in(dir_of(path))
}

/// The directory that a file is in.
pub(super) fn dir_of(path: &Path) -> &Path {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    dir.unwrap_or_else(|| Path::new("."))
}

/// Makes a file that was written like the one whose place it is to take.
pub(super) fn make_ready(file: &NamedTempFile, path: &Path, durable: bool) -> std::io::Result<()> {
    if durable {
        file.as_file().sync_data()?;
    }
    let permissions = std::fs::metadata(path).map(|metadata| metadata.permissions());
    let permissions = permissions.ok().or_else(default_permissions);
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    Ok(())
}

/// Temporary files are made for their owner alone; what they become is for everybody to read.
#[cfg(unix)]
fn default_permissions() -> Option<std::fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn default_permissions() -> Option<std::fs::Permissions> {
    None
}

/// Creates a directory and those above it.
///
/// # Errors
/// The system says why it cannot.
pub fn create_dir(dir: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(dir).map_err(|source| Error::file("create the directory", dir, &source))
}

/// Removes a file or a directory with all that is in it; it is fine if there is none.
pub fn remove(path: &Path) {
    // What cannot be removed is left over, no more.
    let _ = if path.is_dir() {
        std::fs::remove_dir_all(path)
    } else {
        std::fs::remove_file(path)
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("f");
        write_atomic(&path, b"one").expect("write");
        write_atomic(&path, b"two").expect("write again");
        assert_eq!(std::fs::read(&path).expect("read"), b"two");
        assert_eq!(std::fs::read_dir(dir.path()).expect("list").count(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_written_stays_as_it_was() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("taken");
        std::fs::create_dir_all(path.join("below")).expect("create");
        let error = write_atomic(&path, b"x").expect_err("a directory is in the way");
        assert!(error.to_string().contains("taken"), "{error}");
        assert_eq!(std::fs::read_dir(dir.path()).expect("list").count(), 1);
    }
}
