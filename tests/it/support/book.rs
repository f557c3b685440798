//! A workbook of a few lines, made anew for every test.

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// No command takes this long; a test that hangs must not hang the suite.
const OUTER_TIMEOUT: Duration = Duration::from_secs(120);

/// An exercise: add two numbers.
pub const STARTER: &str = "//! Add two numbers.

/// The sum of `a` and `b`.
pub fn add(a: i32, b: i32) -> i32 {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_add_up() {
        assert_eq!(add(2, 3), 5);
    }

    #[test]
    fn negative_numbers_add_up() {
        assert_eq!(add(-2, -3), -5, \"both are below zero\");
    }
}
";

/// The same exercise, solved.
pub const SOLVED: &str = "//! Add two numbers.

/// The sum of `a` and `b`.
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_add_up() {
        assert_eq!(add(2, 3), 5);
    }

    #[test]
    fn negative_numbers_add_up() {
        assert_eq!(add(-2, -3), -5, \"both are below zero\");
    }
}
";

const INFO: &str = "format_version = 1
title = \"Tiny\"

[[exercises]]
name = \"add\"
dir = \"01_one\"
title = \"Add two numbers\"
difficulty = 1
minutes = 5
starts = \"test fails\"
concepts = [\"sums\"]
[[exercises.hints]]
text = \"Which operator adds?\"
[[exercises.hints]]
text = \"It is `+`.\"
[[exercises.hints]]
when = { test = \"negative_numbers_add_up\" }
text = \"Mind the sign.\"

[[exercises]]
name = \"sub\"
dir = \"01_one\"
title = \"Subtract\"
starts = \"test fails\"
concepts = [\"sums\"]
[[exercises.hints]]
text = \"Which operator subtracts?\"
";

const CARD: &str = "+++
title = \"Sums\"
topic = \"numbers\"
covers = [\"s0:1\"]
sources = [\"Peano, Arithmetices principia\"]
+++

## In one breath
A sum is what `+` gives.
";

/// A workbook with two exercises, `add` and `sub`, and one card.
pub struct Book {
    dir: tempfile::TempDir,
}

impl Book {
    /// A directory without any file.
    pub fn empty() -> Self {
        Self {
            dir: tempfile::tempdir().expect("a temporary directory"),
        }
    }

    pub fn new() -> Self {
        let book = Self::empty();
        book.write("info.toml", INFO);
        book.write("exercises/01_one/add.rs", STARTER);
        book.write("exercises/01_one/sub.rs", &sub(STARTER));
        book.write("solutions/01_one/add.rs", SOLVED);
        book.write("solutions/01_one/sub.rs", &sub(SOLVED));
        book.write("concepts/numbers/sums.md", CARD);
        book
    }

    /// A workbook in which both exercises are solved.
    pub fn solved() -> Self {
        let book = Self::new();
        book.write("exercises/01_one/add.rs", SOLVED);
        book.write("exercises/01_one/sub.rs", &sub(SOLVED));
        book
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root().join(relative)
    }

    pub fn write(&self, relative: &str, text: &str) {
        let path = self.path(relative);
        std::fs::create_dir_all(path.parent().expect("a file has a directory")).expect("create");
        std::fs::write(path, text).expect("write");
    }

    pub fn read(&self, relative: &str) -> String {
        std::fs::read_to_string(self.path(relative)).expect("the file is there")
    }

    /// Changes a part of a file, which must be there.
    pub fn edit(&self, relative: &str, from: &str, to: &str) {
        let text = self.read(relative);
        assert!(text.contains(from), "{relative} does not hold {from:?}");
        self.write(relative, &text.replacen(from, to, 1));
    }

    /// Puts a body into `add`, whose tests stay as they are.
    pub fn add_body(&self, body: &str) {
        self.write(
            "exercises/01_one/add.rs",
            &STARTER.replace("    todo!()", body),
        );
    }

    /// The program, to be run in the workbook with nothing of this environment but where the toolchain is.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = program();
        command.current_dir(self.root()).args(args);
        command
    }
}

fn sub(add: &str) -> String {
    add.replace("Add two", "Subtract two")
        .replace("add(", "sub(")
        .replace("a + b", "a - b")
        .replace("(2, 3), 5", "(5, 3), 2")
        .replace("(-2, -3), -5", "(-2, -3), 1")
        .replace("_add_up", "_subtract")
}

/// The program with a clean environment: UTF-8, no colors, no terminal.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workbook"));
    clean(&mut command);
    command
}

/// Takes away all of the environment but where the toolchain is.
pub fn clean(command: &mut Command) {
    command
        .env_clear()
        .env("LANG", "C.UTF-8")
        .timeout(OUTER_TIMEOUT);
    for name in [
        "PATH",
        "HOME",
        "CARGO_HOME",
        "RUSTUP_HOME",
        "RUSTUP_TOOLCHAIN",
        "TMPDIR",
        "SystemRoot",
    ] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
}
