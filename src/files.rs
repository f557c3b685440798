//! Reads and writes the files of a workbook so that nothing is ever lost. The only door to `std::fs`.

mod changes;
mod draft;
mod fresh;
mod plan;
mod progress_store;
mod read;
mod room;
mod state;
mod submitted;
mod system;
mod together;
mod workbench;
mod write;

pub use draft::{Draft, Log};
pub use fresh::{Ground, ground, write_copy};
pub use plan::{Contents, Done, Held, Plan, Write};
pub use progress_store::ProgressStore;
pub use read::{
    MAX_SOURCE_LEN, Unreadable, exists, fingerprint, fingerprint_name, fingerprint_of,
    fingerprint_tree, is_dir, lines, list_dir, oldest_beyond, read_text, walk,
};
pub use room::{
    cache_home, copy_into, create_open_dir, ensure_writable, make_executable_only, open_scratch,
    open_scratch_in, sweep, timestamp, write_new,
};
pub use state::State;
pub use submitted::{MAX_SUBMITTED_LEN, NotSubmitted, read_submitted};
pub use system::{FileSystem, Watches};
pub use tempfile::TempDir as Scratch;
pub use together::{FileToWrite, write_together};
pub use workbench::Workbench;
pub use write::{create_dir, remove, write_atomic, write_cache};

use crate::error::{Error, Place, Problem};
use crate::info;
use std::path::{Path, PathBuf};

/// Finds the workbook that holds `start`: the nearest directory above with an `info.toml`.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start
        .ancestors()
        .find(|dir| dir.join(info::FILE).exists())
        .map(Path::to_owned)
}

/// The directory to work from.
///
/// # Errors
/// It does not exist or cannot be entered.
pub fn absolute(dir: &Path) -> Result<PathBuf, Error> {
    std::fs::canonicalize(dir).map_err(|source| {
        Error::usage(
            Problem::new(format!("cannot open the directory: {source}"))
                .at(Place::file(dir))
                .help("`-C` takes the path of a workbook"),
        )
    })
}
