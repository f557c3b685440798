//! Files that are written piece by piece: in their place when they are whole, or growing where they are.

use super::write::{begin_beside, dir_of, make_ready, put, write_atomic};
use crate::error::Error;
use std::fs::File;
use std::io::{BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file that is written piece by piece, and in its place only when it is whole. What is given up leaves nothing behind, and
/// neither does a process that is killed: what was written so far has no name.
pub struct Draft {
    path: PathBuf,
    out: BufWriter<File>,
    /// Whether it is written to the thing itself: a pipe or a device is not replaced by a file.
    is_itself: bool,
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
        let metadata = std::fs::metadata(&path).ok();
        if metadata.as_ref().is_some_and(std::fs::Metadata::is_dir) {
            return Err(failed(std::io::ErrorKind::IsADirectory.into()));
        }
        let is_itself = metadata.is_some_and(|metadata| !metadata.is_file());
        let file = if is_itself {
            File::options().write(true).open(&path)
        } else {
            tempfile::tempfile_in(dir_of(&path))
        };
        Ok(Self {
            out: BufWriter::new(file.map_err(failed)?),
            is_itself,
            path,
        })
    }

    /// Puts something else in its place for as long as it takes; nothing, in that of a pipe or a device.
    ///
    /// # Errors
    /// The disk is full, or the directory cannot be written to.
    pub fn stand_in(&self, bytes: &[u8]) -> Result<(), Error> {
        if self.is_itself {
            return Ok(());
        }
        write_atomic(&self.path, bytes)
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// The disk is full, or the directory cannot be written to.
    pub fn finish(self) -> Result<(), Error> {
        let failed = |source: std::io::Error| Error::file("write the file", &self.path, &source);
        let mut written = self
            .out
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        if self.is_itself {
            return Ok(());
        }
        let mut file = begin_beside(&self.path).map_err(failed)?;
        written
            .seek(SeekFrom::Start(0))
            .and_then(|_| std::io::copy(&mut written, file.as_file_mut()))
            .and_then(|_| make_ready(&file, &self.path, true))
            .map_err(failed)?;
        put(file, &self.path)
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// A file that grows where it is, so that all that was written is there whatever happens next.
pub struct Log {
    path: PathBuf,
    file: File,
    /// What is taken back before anything is added.
    passing: Option<Passing>,
}

/// What stands in a log for a while.
enum Passing {
    /// All that was there when the log was begun.
    Before,
    /// What was written between these two places.
    StandIn(u64, u64),
}

impl Log {
    /// Begins a file, or takes the place of the one that is there as soon as something is added.
    ///
    /// # Errors
    /// It cannot be written to.
    pub fn create(path: &Path) -> Result<Self, Error> {
        Self::open(path, Some(Passing::Before))
    }

    /// Goes on at the end of a file, which need not be there yet.
    ///
    /// # Errors
    /// It cannot be written to.
    pub fn append(path: &Path) -> Result<Self, Error> {
        Self::open(path, None)
    }

    fn open(path: &Path, passing: Option<Passing>) -> Result<Self, Error> {
        let file = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(|source| Error::file("write the file", path, &source))?;
        Ok(Self {
            path: path.to_owned(),
            file,
            passing,
        })
    }

    /// Appends some bytes, all of them at once, in the place of what stood in for them.
    ///
    /// # Errors
    /// The disk is full, or the like.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.take_back()
            .and_then(|_| self.file.write_all(bytes))
            .map_err(|source| Error::file("write the file", &self.path, &source))
    }

    /// Appends what stands there until something is added.
    ///
    /// # Errors
    /// As [`Log::add`].
    pub fn stand_in(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let written = self
            .take_back()
            .and_then(|start| self.file.write_all(bytes).map(|()| start));
        let start = written.map_err(|source| Error::file("write the file", &self.path, &source))?;
        self.passing = start.map(|start| Passing::StandIn(start, start + bytes.len() as u64));
        Ok(())
    }

    /// Takes back what stood there for a while, and goes to the end. Says where that is, in a file; what somebody else has
    /// written behind it stays.
    fn take_back(&mut self) -> std::io::Result<Option<u64>> {
        let metadata = self.file.metadata()?;
        if !metadata.is_file() {
            return Ok(None);
        }
        match self.passing.take() {
            Some(Passing::Before) => self.file.set_len(0)?,
            Some(Passing::StandIn(start, end)) if end == metadata.len() => {
                self.file.set_len(start)?;
            }
            _ => {}
        }
        self.file.seek(SeekFrom::End(0)).map(Some)
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
        draft.stand_in(b"wait").expect("write");
        assert_eq!(std::fs::read(&path).expect("read"), b"wait");
        assert_eq!(std::fs::read_dir(dir.path()).expect("list").count(), 1);
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
            let before = std::fs::read(&path).unwrap_or_default();
            let mut log = Log::create(&path).expect("create");
            assert_eq!(std::fs::read(&path).expect("read"), before);
            log.add(b"a").expect("add");
            log.add(b"b").expect("add");
            assert_eq!(std::fs::read_to_string(&path).expect("read"), expected);
        }
        Log::append(&path).expect("append").add(b"c").expect("add");
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "abc");
    }

    #[test]
    fn what_stands_in_is_taken_back_unless_somebody_wrote_behind_it() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("f");
        std::fs::write(&path, "before ").expect("write");
        let read = || std::fs::read_to_string(&path).expect("read");
        let mut log = Log::append(&path).expect("append");
        log.stand_in(b"wait").expect("stand in");
        assert_eq!(read(), "before wait");
        log.add(b"done ").expect("add");
        assert_eq!(read(), "before done ");
        log.stand_in(b"wait ").expect("stand in");
        let mut other = Log::append(&path).expect("append");
        other.add(b"other ").expect("add");
        log.add(b"done").expect("add");
        assert_eq!(read(), "before done wait other done");
    }
}
