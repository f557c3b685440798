//! Reading text files that may be missing, huge, no text, or no files at all.

use crate::error::Error;
use crate::text;
use std::io::{self, BufRead as _, Read as _};
use std::path::{Path, PathBuf};

/// The largest source file that is read, in bytes. The longest exercise is a hundredth of this.
pub const MAX_SOURCE_LEN: u64 = 1 << 20;

/// Why a text file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It does not exist.
    Missing,
    /// It is a directory.
    Directory,
    /// It is a pipe, a device or the like.
    NotAFile,
    /// It is larger than the limit, in bytes.
    TooLarge(u64),
    /// It is not UTF-8 from this line and column on, both counted from 1.
    NotUtf8(usize, usize),
    /// The system says why.
    Io(String),
}

impl Unreadable {
    /// What happened to the file, as the end of a sentence that begins with its name.
    pub fn sentence(&self) -> String {
        match self {
            Self::Missing => "the file is missing".to_owned(),
            Self::Directory => "this is a directory, not a file".to_owned(),
            Self::NotAFile => "this is not a regular file".to_owned(),
            Self::TooLarge(len) => {
                format!("the file is {} MiB long; at most 1 MiB is read", len >> 20)
            }
            Self::NotUtf8(line, column) => {
                format!("the file is not UTF-8 text (from line {line}, column {column} on)")
            }
            Self::Io(message) => format!("the file cannot be read: {message}"),
        }
    }
}

/// The lines of a file, one after the other; the file may be larger than the memory.
///
/// # Errors
/// It cannot be opened.
pub fn lines(path: &Path) -> Result<impl Iterator<Item = io::Result<String>> + use<>, Error> {
    let file = std::fs::File::open(path)
        .and_then(|file| {
            if file.metadata()?.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            Ok(file)
        })
        .map_err(|source| Error::file("read the file", path, &source))?;
    Ok(io::BufReader::new(file).lines())
}

/// Reads a UTF-8 file of at most `max_len` bytes. Never waits for a pipe to be written.
///
/// # Errors
/// See [`Unreadable`].
pub fn read_text(path: &Path, max_len: u64) -> Result<String, Unreadable> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unreadable::Missing,
        _ => Unreadable::Io(error.to_string()),
    };
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(Unreadable::Directory);
    }
    // Opening a pipe would wait for its writer.
    if !metadata.is_file() {
        return Err(Unreadable::NotAFile);
    }
    if metadata.len() > max_len {
        return Err(Unreadable::TooLarge(metadata.len()));
    }
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    file.take(max_len + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > max_len {
        return Err(Unreadable::TooLarge(bytes.len() as u64));
    }
    String::from_utf8(bytes).map_err(|error| {
        let n_valid = error.utf8_error().valid_up_to();
        let valid = String::from_utf8_lossy(&error.as_bytes()[..n_valid]);
        let (line, column) = text::line_column(&valid, n_valid);
        Unreadable::NotUtf8(line, column)
    })
}

/// A fingerprint of what a file holds now; the same for every state in which it cannot be read the same way.
pub fn fingerprint(path: &Path) -> [u8; 32] {
    match read_text(path, MAX_SOURCE_LEN) {
        Ok(text) => fingerprint_of(&text),
        Err(reason) => fingerprint_of(&format!("\0unreadable {}", reason.sentence())),
    }
}

/// The fingerprint of a file that holds this text.
pub fn fingerprint_of(text: &str) -> [u8; 32] {
    *blake3::hash(text.as_bytes()).as_bytes()
}

/// The fingerprint of a text as letters and digits.
pub fn fingerprint_name(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// The fingerprint of all that is in a directory, as letters and digits.
pub fn fingerprint_tree(dir: &Path) -> String {
    let mut hasher = blake3::Hasher::new();
    for path in walk(dir) {
        let name = path.strip_prefix(dir).unwrap_or(&path).to_string_lossy();
        hasher.update(blake3::hash(name.as_bytes()).as_bytes());
        let mut contents = blake3::Hasher::new();
        // Opening a pipe would wait for its writer; what cannot be read cannot be built either.
        if path.is_file() {
            let _ = std::fs::File::open(&path).map(|file| contents.update_reader(file).is_ok());
        }
        hasher.update(contents.finalize().as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Whether there is anything at this path.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether there is a directory at this path, or a link to one.
pub fn is_dir(path: &Path) -> bool {
    path.is_dir()
}

/// The names in a directory, sorted; none when it cannot be read.
pub fn list_dir(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
}

/// The files of a directory that were changed the longest ago, beyond the `n_kept` latest.
pub fn oldest_beyond(dir: &Path, n_kept: usize) -> Vec<PathBuf> {
    let mut files: Vec<_> = list_dir(dir)
        .into_iter()
        .filter_map(|path| {
            let modified = path
                .symlink_metadata()
                .and_then(|metadata| metadata.modified());
            Some((modified.ok()?, path))
        })
        .collect();
    files.sort();
    files.truncate(files.len().saturating_sub(n_kept));
    files.into_iter().map(|(_, path)| path).collect()
}

/// Every file below a directory, sorted; links are not followed. Hidden files and build output are passed over.
pub fn walk(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(dir) = open.pop() {
        for path in list_dir(&dir) {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let is_dir = path
                .symlink_metadata()
                .is_ok_and(|metadata| metadata.is_dir());
            if name.starts_with('.') || (is_dir && name == "target") {
                continue;
            }
            if is_dir {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_says_why() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = |name: &str| dir.path().join(name);
        std::fs::write(path("text"), "héllo").expect("write");
        std::fs::write(path("latin1"), b"caf\xe9").expect("write");
        std::fs::write(path("long"), vec![b'x'; 3 << 20]).expect("write");
        for (name, expected) in [
            ("text", Ok("héllo".to_owned())),
            ("latin1", Err(Unreadable::NotUtf8(1, 4))),
            ("long", Err(Unreadable::TooLarge(3 << 20))),
            ("absent", Err(Unreadable::Missing)),
            ("text/below", Err(Unreadable::Missing)),
            (".", Err(Unreadable::Directory)),
        ] {
            assert_eq!(read_text(&path(name), MAX_SOURCE_LEN), expected, "{name}");
        }
        #[cfg(unix)]
        assert_eq!(
            read_text(Path::new("/dev/zero"), MAX_SOURCE_LEN),
            Err(Unreadable::NotAFile)
        );
    }

    #[test]
    fn fingerprints_tell_contents_apart() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("a");
        let absent = fingerprint(&path);
        std::fs::write(&path, "").expect("write");
        let empty = fingerprint(&path);
        std::fs::write(&path, "x").expect("write");
        let full = fingerprint(&path);
        assert!(absent != empty && empty != full && absent != full);
        std::fs::write(&path, "").expect("write");
        assert_eq!(fingerprint(&path), empty);
    }
}
