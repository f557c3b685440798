//! Where submitted code is built and run: a directory that goes away, and the sandboxes around it.

use crate::error::Error;
use crate::files::{self, Scratch};
use crate::grade::Enforced;
use crate::rustc::Toolchain;
use std::path::{Path, PathBuf};

/// The directory of one grading.
#[derive(Debug)]
pub struct Room {
    dir: Scratch,
    /// Where a copy of the dynamic standard library is, that everybody may read.
    lib: PathBuf,
}

impl Room {
    /// A new room.
    ///
    /// # Errors
    /// There is no space for it.
    pub fn new(toolchain: &Toolchain) -> Result<Self, Error> {
        let dir = files::open_scratch("workbook-grade-")?;
        let lib = dir.path().join("lib");
        files::create_dir(&lib)?;
        for library in toolchain.std_libraries() {
            files::copy_into(&library, &lib)?;
        }
        Ok(Self { dir, lib })
    }

    /// What is enforced around submitted code.
    pub fn enforced(&self) -> Enforced {
        Enforced {
            pristine_tests: true,
            completion_proof: true,
            unsafe_forbidden: true,
            ..Enforced::default()
        }
    }

    /// A directory for one file, which goes away with what is returned.
    pub(super) fn bench(&self) -> Result<Scratch, Error> {
        files::open_scratch_in(self.dir.path(), "file-")
    }

    /// Where the standard library is.
    pub(super) fn lib(&self) -> &Path {
        &self.lib
    }
}
