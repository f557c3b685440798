//! The course of this repository in a directory of its own, with its crates built.

use super::books::{files_below, workbook, write};
use super::measure::{succeed, tell};
use std::path::{Path, PathBuf};

/// What a workbook is made of, below the root of the repository.
const PARTS: [&str; 4] = ["exercises", "solutions", "concepts", "starters"];

/// An exercise that needs crates.
const NEEDS_CRATES: &str = "get_user";

/// The course as it stands here.
pub struct Course {
    dir: tempfile::TempDir,
}

impl Course {
    /// Copies the course and has its crates built.
    pub fn new() -> Self {
        let course = Self {
            dir: tempfile::tempdir().expect("a temporary directory"),
        };
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let endings = ["rs", "md", "toml", "lock", "txt"];
        let parts = PARTS.iter().flat_map(|part| {
            let dir = here.join(part);
            endings.map(|ending| files_below(&dir, ending)).concat()
        });
        for path in parts.chain(["info.toml", "rustfmt.toml"].map(|name| here.join(name))) {
            // What was built beside the exercises, or kept of them, is nobody's exercise.
            let name = path.strip_prefix(here).expect("it was found there");
            if name.components().any(|part| part.as_os_str() == "target") {
                continue;
            }
            if let Ok(text) = std::fs::read_to_string(&path) {
                write(&course.root().join(name), &text);
            }
        }
        tell("building the crates that exercises use");
        let file = course.solution(NEEDS_CRATES);
        succeed(
            workbook(&course.root())
                .args(["grade", "--exit-zero"])
                .arg(file),
        );
        course
    }

    pub fn root(&self) -> PathBuf {
        self.dir.path().join("book")
    }

    /// A directory beside the workbook.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The files that learners work on, relative to the workbook.
    pub fn exercises(&self) -> Vec<PathBuf> {
        let root = self.root();
        files_below(&root.join("exercises"), "rs")
            .into_iter()
            .map(|path| path.strip_prefix(&root).expect("it is below").to_owned())
            .collect()
    }

    /// The solution of an exercise by its name.
    pub fn solution(&self, name: &str) -> PathBuf {
        files_below(&self.root().join("solutions"), "rs")
            .into_iter()
            .find(|path| path.file_stem().is_some_and(|stem| stem == name))
            .expect("it has a solution")
    }

    /// Forgets all verdicts, and keeps the crates.
    pub fn forget(&self) {
        let cache = self.root().join(".workbook").join("cache");
        if cache.exists() {
            std::fs::remove_dir_all(cache).expect("remove");
        }
    }
}
