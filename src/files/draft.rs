//! Files that are written piece by piece: in their place when they are whole, or growing where they are.

use super::write::{begin_beside, make_ready, put};
use crate::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

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
            _ => DraftOut::Beside(BufWriter::new(begin_beside(&path).map_err(failed)?)),
        };
        Ok(Self { path, out })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// The disk is full, or the directory cannot be written to.
    pub fn finish(self) -> Result<(), Error> {
        let failed = |source: std::io::Error| Error::file("write the file", &self.path, &source);
        match self.out {
            DraftOut::Beside(out) => {
                let file = out
                    .into_inner()
                    .map_err(|error| failed(error.into_error()))?;
                make_ready(&file, &self.path, true).map_err(failed)?;
                put(file, &self.path)
            }
            DraftOut::Itself(mut out) => out.flush().map_err(failed),
        }
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

#[cfg(test)]
mod tests {
    use super::super::write_atomic;
    use super::*;

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
