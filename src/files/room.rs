//! Directories for code that nobody trusts: outside of every workbook, open to others where they run it, and gone
//! afterwards.

use super::Scratch;
use crate::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A new directory among the system's temporary files, which another user may pass through.
///
/// # Errors
/// There is no place for it.
pub fn open_scratch(prefix: &str) -> Result<Scratch, Error> {
    open_scratch_in(&std::env::temp_dir(), prefix)
}

/// Removes what processes that were killed have left behind in a directory: whatever is called like this and a day old.
pub fn sweep(dir: &Path, prefix: &str) {
    let day = Duration::from_secs(24 * 60 * 60);
    for path in super::list_dir(dir) {
        let is_ours = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(prefix));
        let age = std::fs::symlink_metadata(&path)
            .and_then(|metadata| metadata.modified())
            .ok()
            .and_then(|modified| SystemTime::now().duration_since(modified).ok());
        if is_ours && age.is_some_and(|age| age > day) {
            super::remove(&path);
        }
    }
}

/// The same, in a directory that there is.
///
/// # Errors
/// It cannot be written to.
pub fn open_scratch_in(dir: &Path, prefix: &str) -> Result<Scratch, Error> {
    let failed = |source| Error::file("create a temporary directory", dir, &source);
    let scratch = tempfile::Builder::new()
        .prefix(prefix)
        .tempdir_in(dir)
        .map_err(failed)?;
    set_mode(scratch.path(), 0o755).map_err(failed)?;
    Ok(scratch)
}

/// Creates a directory that everybody may write in. Who may at all is for a sandbox to say.
///
/// # Errors
/// It cannot be created.
pub fn create_open_dir(dir: &Path) -> Result<(), Error> {
    super::create_dir(dir)?;
    set_mode(dir, 0o777).map_err(|source| Error::file("change the mode of", dir, &source))
}

/// Copies a file into a directory, readable for everybody.
///
/// # Errors
/// It cannot be read or written.
pub fn copy_into(file: &Path, dir: &Path) -> Result<(), Error> {
    let copy = dir.join(file.file_name().unwrap_or_default());
    std::fs::copy(file, &copy)
        .and_then(|_| set_mode(&copy, 0o644))
        .map_err(|source| Error::file("copy", file, &source))
}

/// Writes a file in a directory that is nobody else's.
///
/// # Errors
/// It cannot be written.
pub fn write_new(path: &Path, contents: &[u8]) -> Result<(), Error> {
    std::fs::write(path, contents)
        .and_then(|()| set_mode(path, 0o644))
        .map_err(|source| Error::file("write", path, &source))
}

/// Makes a program one that can be run and not read: it may hold tests that are hidden.
///
/// # Errors
/// Its mode cannot be changed.
pub fn make_executable_only(path: &Path) -> Result<(), Error> {
    set_mode(path, 0o111).map_err(|source| Error::file("change the mode of", path, &source))
}

/// Where programs of this user keep what can be made again: `workbook` in there.
pub fn cache_home() -> PathBuf {
    let dir = |variable: &str| {
        std::env::var_os(variable)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    dir("XDG_CACHE_HOME")
        .or_else(|| dir("LOCALAPPDATA"))
        .or_else(|| dir("HOME").map(|home| home.join(".cache")))
        .unwrap_or_else(std::env::temp_dir)
        .join("workbook")
}

/// A time in UTC, as `2026-01-31T12:00:00Z`.
pub fn timestamp(time: SystemTime) -> String {
    humantime::format_rfc3339_seconds(time).to_string()
}

/// Finds out whether the disk is full or read-only by writing to it.
///
/// # Errors
/// It is.
pub fn ensure_writable(dir: &Path) -> Result<(), Error> {
    super::write_atomic(&dir.join("probe"), &vec![0; 1 << 18])
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) -> std::io::Result<()> {
    Ok(())
}
