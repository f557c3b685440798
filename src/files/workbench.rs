//! A place to build one file in.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long to wait for the same file's last attempt, which may be about to end because it was stopped.
const PATIENCE: Duration = Duration::from_millis(60);

/// A directory that is in nobody else's hands until dropped.
#[derive(Debug)]
pub struct Workbench {
    dir: PathBuf,
    hold: Hold,
}

/// What keeps others away.
#[derive(Debug)]
enum Hold {
    /// The directory stays, and with it what the compiler can use again. The lock ends with the file.
    Lock { _file: File },
    /// The directory is new, and goes away with this.
    New { _dir: tempfile::TempDir },
}

impl Workbench {
    /// Takes the directory that stays for this name, unless another process has it.
    pub(super) fn kept(dir: &Path) -> Option<Self> {
        std::fs::create_dir_all(dir).ok()?;
        let file = File::create(dir.join("lock")).ok()?;
        let deadline = Instant::now() + PATIENCE;
        while file.try_lock().is_err() {
            if Instant::now() >= deadline {
                return None;
            }
            std::thread::park_timeout(Duration::from_millis(2));
        }
        Some(Self {
            dir: dir.to_owned(),
            hold: Hold::Lock { _file: file },
        })
    }

    pub(super) fn new(dir: tempfile::TempDir) -> Self {
        Self {
            dir: dir.path().to_owned(),
            hold: Hold::New { _dir: dir },
        }
    }

    /// The directory. The compiler uses again what it made only for an output of the same path, so the path must
    /// be the same every time.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where a compiler may keep what it can use again; there is no use in that for a directory that goes away.
    pub fn incremental(&self, compiler: &str) -> Option<PathBuf> {
        match self.hold {
            Hold::Lock { .. } => Some(self.dir.join(compiler)),
            Hold::New { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bench_is_in_one_pair_of_hands_at_a_time() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("add");
        let first = Workbench::kept(&path).expect("it is free");
        assert!(first.incremental("rustc").is_some());
        assert!(Workbench::kept(&path).is_none(), "it is taken");
        drop(first);
        assert!(Workbench::kept(&path).is_some(), "it is free again");
    }
}
