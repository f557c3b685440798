//! The exercise that is edited again and again, in a workbook of ours and in one of rustlings.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The name of the exercise.
pub const NAME: &str = "lru_cache";

/// It is solved, has its tests, and needs only the standard library.
const TEXT: &str = include_str!("../../solutions/02_data_structures/lru_cache.rs");

/// A place in a function's body.
const PLACE: &str = "        self.slots.len()\n";

/// A directory with one workbook for each contender.
pub struct Books {
    dir: tempfile::TempDir,
}

impl Books {
    pub fn new() -> Self {
        let books = Self {
            dir: tempfile::tempdir().expect("a temporary directory"),
        };
        write(
            &books.ours().join("info.toml"),
            &format!("format_version = 1\ntitle = \"Bench\"\n[[exercises]]\nname = \"{NAME}\"\n"),
        );
        write(
            &books.rustlings().join("info.toml"),
            &format!(
                "format_version = 1\n[[exercises]]\nname = \"{NAME}\"\ntest = true\nhint = \"none\"\n"
            ),
        );
        write(
            &books.rustlings().join("Cargo.toml"),
            &format!(
                "bin = [{{ name = \"{NAME}\", path = \"exercises/{NAME}.rs\" }}]\n[package]\nname = \"exercises\"\nedition = \"2024\"\nversion = \"0.0.1\"\n"
            ),
        );
        books
    }

    pub fn ours(&self) -> PathBuf {
        self.dir.path().join("ours")
    }

    pub fn rustlings(&self) -> PathBuf {
        self.dir.path().join("rustlings")
    }

    /// Where the program built by hand is put.
    pub fn binary(&self) -> PathBuf {
        self.dir.path().join("by_hand")
    }
}

/// The exercise's file in a workbook.
pub fn file(root: &Path) -> PathBuf {
    root.join("exercises").join(format!("{NAME}.rs"))
}

/// The exercise, solved, with a function's body as no round before had it.
pub fn solved(round: usize) -> String {
    edited(&format!(
        "        let round = {round};\n        self.slots.len() + round - round\n"
    ))
}

/// What the screen shows of a round's type error and of no other's.
pub fn type_error(round: usize) -> String {
    format!("this is round {round}.")
}

/// The exercise with a type error.
pub fn mistaken(round: usize) -> String {
    edited(&format!(
        "        let _: usize = \"{}\";\n        self.slots.len()\n",
        type_error(round)
    ))
}

fn edited(to: &str) -> String {
    assert!(
        TEXT.contains(PLACE),
        "the edit has no place in the exercise"
    );
    let text = TEXT.replacen(PLACE, to, 1);
    // rustlings builds every exercise as a program; clippy wants tests at the end.
    text.replacen("#[cfg(test)]\n", "fn main() {}\n\n#[cfg(test)]\n", 1)
}

/// Our program, for the workbook at `root`.
pub fn workbook(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workbook"));
    command.arg("-C").arg(root);
    command
}

/// rustlings, in the workbook at `root`.
pub fn rustlings(root: &Path) -> Command {
    let mut command = Command::new("rustlings");
    command.current_dir(root);
    command
}

pub fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a file has a directory")).expect("create");
    std::fs::write(path, text).expect("write");
}

/// All files with this ending below a directory, in order.
pub fn files_below(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).expect("the directory can be read");
            open.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}
