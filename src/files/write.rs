//! Writing beside and renaming, so that a reader or a crash sees the old file or the new one, never half of it.

use crate::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
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
    let failed = |source: std::io::Error| Error::file("write the file", path, &source);
    let mut file = beside(path).map_err(failed)?;
    file.write_all(contents).map_err(failed)?;
    put_in_place(file, path, durable).map_err(failed)
}

/// A file beside another one, to become that one.
fn beside(path: &Path) -> std::io::Result<NamedTempFile> {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    tempfile::Builder::new()
        .prefix(PREFIX)
        .tempfile_in(dir.unwrap_or_else(|| Path::new(".")))
}

/// Renames a file that was written.
fn put_in_place(file: NamedTempFile, path: &Path, durable: bool) -> std::io::Result<()> {
    if durable {
        file.as_file().sync_data()?;
    }
    let permissions = std::fs::metadata(path).map(|metadata| metadata.permissions());
    let permissions = permissions.ok().or_else(default_permissions);
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A file that is written piece by piece, and in its place only when it is whole. What is given up leaves nothing behind.
pub struct Draft {
    path: PathBuf,
    out: DraftOut,
}

enum DraftOut {
    /// A file beside it, to be renamed.
    Beside(BufWriter<NamedTempFile>),
    /// The thing itself: a pipe or a device is not replaced by a file.
    Itself(BufWriter<File>),
}

impl Draft {
    /// Begins a file; what stands at `path` stays until [`Draft::finish`].
    ///
    /// # Errors
    /// The directory is not there, or cannot be written to.
    pub fn begin(path: &Path) -> Result<Self, Error> {
        let failed = |source: std::io::Error| Error::file("write the file", path, &source);
        // A link is written through, as it is when a shell redirects to it.
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let out = match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {
                return Err(failed(std::io::ErrorKind::IsADirectory.into()));
            }
            Ok(metadata) if !metadata.is_file() => {
                let file = File::options().write(true).open(&path).map_err(failed)?;
                DraftOut::Itself(BufWriter::new(file))
            }
            _ => DraftOut::Beside(BufWriter::new(beside(&path).map_err(failed)?)),
        };
        Ok(Self { path, out })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// The disk is full, or the directory cannot be written to.
    pub fn finish(self) -> Result<(), Error> {
        let path = self.path;
        match self.out {
            DraftOut::Beside(out) => out
                .into_inner()
                .map_err(std::io::IntoInnerError::into_error)
                .and_then(|file| put_in_place(file, &path, true)),
            DraftOut::Itself(mut out) => out.flush(),
        }
        .map_err(|source| Error::file("write the file", &path, &source))
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match &mut self.out {
            DraftOut::Beside(out) => out.write(bytes),
            DraftOut::Itself(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match &mut self.out {
            DraftOut::Beside(out) => out.flush(),
            DraftOut::Itself(out) => out.flush(),
        }
    }
}

/// A file that grows where it is, so that all that was written is there whatever happens next.
pub struct Log {
    path: PathBuf,
    file: File,
}

impl Log {
    /// Begins a file, or empties the one that is there.
    ///
    /// # Errors
    /// It cannot be written to.
    pub fn create(path: &Path) -> Result<Self, Error> {
        Self::open(
            path,
            File::options().write(true).create(true).truncate(true),
        )
    }

    /// Goes on at the end of a file, which need not be there yet.
    ///
    /// # Errors
    /// It cannot be written to.
    pub fn append(path: &Path) -> Result<Self, Error> {
        Self::open(path, File::options().append(true).create(true))
    }

    fn open(path: &Path, options: &std::fs::OpenOptions) -> Result<Self, Error> {
        let file = options
            .open(path)
            .map_err(|source| Error::file("write the file", path, &source))?;
        Ok(Self {
            path: path.to_owned(),
            file,
        })
    }

    /// Appends some bytes, all of them at once.
    ///
    /// # Errors
    /// The disk is full, or the like.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file
            .write_all(bytes)
            .map_err(|source| Error::file("write the file", &self.path, &source))
    }
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

    #[test]
    fn a_draft_is_in_its_place_when_it_is_finished_and_not_before() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("f");
        write_atomic(&path, b"old").expect("write");
        let mut draft = Draft::begin(&path).expect("begin");
        draft.write_all(b"new").expect("write");
        assert_eq!(std::fs::read(&path).expect("read"), b"old");
        draft.finish().expect("finish");
        assert_eq!(std::fs::read(&path).expect("read"), b"new");
        let mut draft = Draft::begin(&path).expect("begin");
        draft.write_all(b"given up").expect("write");
        drop(draft);
        assert_eq!(std::fs::read(&path).expect("read"), b"new");
        assert_eq!(std::fs::read_dir(dir.path()).expect("list").count(), 1);
        assert!(Draft::begin(dir.path()).is_err(), "a directory");
        assert!(Draft::begin(&dir.path().join("none/f")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_to_and_a_link_is_followed() {
        let mut draft = Draft::begin(Path::new("/dev/null")).expect("begin");
        draft.write_all(b"x").expect("write");
        draft.finish().expect("finish");
        let metadata = std::fs::metadata("/dev/null").expect("it is there");
        assert!(!metadata.is_file(), "it still is a device");
        let dir = tempfile::tempdir().expect("a temporary directory");
        let (file, link) = (dir.path().join("file"), dir.path().join("link"));
        std::fs::write(&file, "old").expect("write");
        std::os::unix::fs::symlink(&file, &link).expect("link");
        let mut draft = Draft::begin(&link).expect("begin");
        draft.write_all(b"new").expect("write");
        draft.finish().expect("finish");
        assert_eq!(std::fs::read(&file).expect("read"), b"new");
        assert!(link.is_symlink());
    }

    #[test]
    fn a_log_holds_what_was_added_so_far() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("f");
        for expected in ["ab", "ab"] {
            let mut log = Log::create(&path).expect("create");
            log.add(b"a").expect("add");
            log.add(b"b").expect("add");
            assert_eq!(std::fs::read_to_string(&path).expect("read"), expected);
        }
        Log::append(&path).expect("append").add(b"c").expect("add");
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "abc");
    }
}
