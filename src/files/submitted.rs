//! Reading a file that somebody submitted: once, and only a plain file below the submission.

use std::io::{self, Read as _};
use std::path::Path;

/// The largest submitted file that is read, in bytes. The longest exercise is a tenth of this.
pub const MAX_SUBMITTED_LEN: u64 = 256 << 10;

/// Why a submitted file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSubmitted {
    /// There is no such file.
    Missing,
    /// It is nothing that is graded; the sentence says why.
    Refused(String),
    /// The system failed; the submission did not.
    Failed(String),
}

impl NotSubmitted {
    fn refused(why: impl Into<String>) -> Self {
        Self::Refused(why.into())
    }
}

/// Reads the file at `relative` below the directory `root`. No link is followed on the way, and nothing but a plain file
/// with one name is opened: a link could lead to the solution, and a pipe would be waited for.
///
/// # Errors
/// See [`NotSubmitted`].
pub fn read_submitted(root: &Path, relative: &Path) -> Result<String, NotSubmitted> {
    let file = system::open(root, relative)?;
    let failed = |error: io::Error| NotSubmitted::Failed(error.to_string());
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_dir() {
        return Err(NotSubmitted::refused("It is a directory, not a file."));
    }
    if !metadata.is_file() {
        return Err(NotSubmitted::refused("It is not a regular file."));
    }
    if system::n_names(&metadata) > 1 {
        return Err(NotSubmitted::refused(
            "It is a hard link: the same file has another name, perhaps the solution's.",
        ));
    }
    let too_large = || {
        NotSubmitted::refused(format!(
            "It is larger than {} KiB.",
            MAX_SUBMITTED_LEN >> 10
        ))
    };
    if metadata.len() > MAX_SUBMITTED_LEN {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    file.take(MAX_SUBMITTED_LEN + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > MAX_SUBMITTED_LEN {
        return Err(too_large());
    }
    text(bytes)
}

/// The bytes as text, without a byte order mark.
fn text(bytes: Vec<u8>) -> Result<String, NotSubmitted> {
    let utf16 = [[0xff, 0xfe], [0xfe, 0xff]];
    if bytes.len() > 1 && utf16.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(NotSubmitted::refused(
            "It is UTF-16 text. Save it as UTF-8.",
        ));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(NotSubmitted::refused(format!(
            "It holds a NUL byte at offset {at}, and so is no Rust text."
        )));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        NotSubmitted::refused(format!(
            "It is not UTF-8 text from byte offset {} on.",
            error.utf8_error().valid_up_to()
        ))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
    if text.trim().is_empty() {
        return Err(NotSubmitted::refused("It is empty."));
    }
    Ok(text)
}

#[cfg(unix)]
mod system {
    use super::NotSubmitted;
    use rustix::fs::{Mode, OFlags, openat};
    use rustix::io::Errno;
    use std::fs::{File, Metadata};
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::MetadataExt as _;
    use std::path::Path;

    const LINK: &str = "It is reached through a link. Submit the file itself.";

    pub(super) fn open(root: &Path, relative: &Path) -> Result<File, NotSubmitted> {
        let dir = File::open(root).map_err(|error| NotSubmitted::Failed(error.to_string()))?;
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
        let opened = beneath(&dir, relative, flags);
        opened.map(File::from).map_err(|errno| match errno {
            Errno::NOENT | Errno::NOTDIR => NotSubmitted::Missing,
            Errno::LOOP | Errno::XDEV => NotSubmitted::Refused(LINK.to_owned()),
            Errno::NXIO => NotSubmitted::Refused("It is not a regular file.".to_owned()),
            Errno::ACCESS | Errno::PERM => {
                NotSubmitted::Refused("The grader may not read it.".to_owned())
            }
            errno => NotSubmitted::Failed(std::io::Error::from(errno).to_string()),
        })
    }

    #[cfg(target_os = "linux")]
    fn beneath(dir: &File, relative: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
        use rustix::fs::{ResolveFlags, openat2};
        let resolve =
            ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        match openat2(dir, relative, flags, Mode::empty(), resolve) {
            // An older kernel, or a container that does not know the call.
            Err(Errno::NOSYS | Errno::PERM) => step_by_step(dir, relative, flags),
            opened => opened,
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn beneath(dir: &File, relative: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
        step_by_step(dir, relative, flags)
    }

    /// One directory after the other, none of them through a link.
    fn step_by_step(dir: &File, relative: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
        let mut at: OwnedFd = dir.try_clone().map_err(|_| Errno::IO)?.into();
        let mut parts = relative.components().peekable();
        while let Some(part) = parts.next() {
            let std::path::Component::Normal(name) = part else {
                return Err(Errno::XDEV);
            };
            let flags = if parts.peek().is_some() {
                OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW
            } else {
                flags | OFlags::NOFOLLOW
            };
            at = openat(&at, name, flags, Mode::empty())?;
        }
        Ok(at)
    }

    pub(super) fn n_names(metadata: &Metadata) -> u64 {
        metadata.nlink()
    }
}

#[cfg(not(unix))]
mod system {
    use super::NotSubmitted;
    use std::fs::{File, Metadata};
    use std::path::Path;

    pub(super) fn open(root: &Path, relative: &Path) -> Result<File, NotSubmitted> {
        let mut path = root.to_owned();
        for part in relative.components() {
            path.push(part);
            match std::fs::symlink_metadata(&path) {
                Ok(metadata) if metadata.is_symlink() => {
                    return Err(NotSubmitted::Refused(
                        "It is reached through a link. Submit the file itself.".to_owned(),
                    ));
                }
                Ok(_) => {}
                Err(_) => return Err(NotSubmitted::Missing),
            }
        }
        File::open(&path).map_err(|error| NotSubmitted::Failed(error.to_string()))
    }

    pub(super) fn n_names(_metadata: &Metadata) -> u64 {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn read(dir: &Path, name: &str) -> Result<String, NotSubmitted> {
        read_submitted(dir, Path::new(name))
    }

    fn why(result: Result<String, NotSubmitted>) -> String {
        match result {
            Err(NotSubmitted::Refused(why)) => why,
            other => panic!("it should be refused: {other:?}"),
        }
    }

    #[test]
    fn plain_text_is_read_and_nothing_else() {
        let dir = tempfile::tempdir().expect("a directory");
        let dir = dir.path();
        fs::create_dir(dir.join("a")).expect("a directory");
        fs::write(dir.join("a/f.rs"), "\u{feff}fn f() {}\r\n").expect("write");
        assert_eq!(read(dir, "a/f.rs"), Ok("fn f() {}\r\n".to_owned()));
        assert_eq!(read(dir, "a/g.rs"), Err(NotSubmitted::Missing));
        assert_eq!(read(dir, "a/f.rs/g.rs"), Err(NotSubmitted::Missing));
        assert!(why(read(dir, "a")).contains("directory"));
        for (bytes, expected) in [
            (&b""[..], "empty"),
            (b" \n", "empty"),
            (b"fn\0", "NUL byte at offset 2"),
            (b"fn \xff", "byte offset 3"),
            (b"\xff\xfef\0", "UTF-16"),
            (&vec![b' '; (256 << 10) + 1], "larger than 256 KiB"),
        ] {
            fs::write(dir.join("b.rs"), bytes).expect("write");
            let why = why(read(dir, "b.rs"));
            assert!(why.contains(expected), "{why}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_anywhere() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().expect("a directory");
        let dir = dir.path();
        fs::create_dir(dir.join("real")).expect("a directory");
        fs::write(dir.join("real/f.rs"), "fn f() {}").expect("write");
        symlink("real/f.rs", dir.join("soft.rs")).expect("a link");
        symlink("real", dir.join("way")).expect("a link");
        symlink("/dev/zero", dir.join("zero.rs")).expect("a link");
        for name in ["soft.rs", "way/f.rs", "zero.rs", "../f.rs"] {
            let why = why(read(dir, name));
            assert!(why.contains("through a link"), "{name}: {why}");
        }
        fs::hard_link(dir.join("real/f.rs"), dir.join("hard.rs")).expect("a link");
        assert!(why(read(dir, "hard.rs")).contains("hard link"));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for() {
        let dir = tempfile::tempdir().expect("a directory");
        let fifo = dir.path().join("f.rs");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &fifo,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RWXU,
            0,
        )
        .expect("a pipe");
        assert!(why(read(dir.path(), "f.rs")).contains("not a regular file"));
    }
}
