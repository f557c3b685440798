//! What the program said and how it ended, with assertions that show all of it when they fail.

use assert_cmd::Command;
use std::fmt;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

/// Far more than any wait here takes; a test that hangs must not hang the suite.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Standard output, standard error and the exit code.
pub struct Said {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Said {
    /// Runs a command to its end.
    #[track_caller]
    pub fn by(command: &mut Command) -> Self {
        Self::from(command.output().expect("the program can be started"))
    }

    #[track_caller]
    pub fn exits(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "the exit code of {self}");
        self
    }

    /// Standard output holds this.
    #[track_caller]
    pub fn says(&self, part: &str) -> &Self {
        assert!(
            self.stdout.contains(part),
            "{part:?} is not in the output of {self}"
        );
        self
    }

    /// Neither output holds this.
    #[track_caller]
    pub fn never_says(&self, part: &str) -> &Self {
        let found = self.stdout.contains(part) || self.stderr.contains(part);
        assert!(!found, "{part:?} is in the output of {self}");
        self
    }

    /// Standard output is exactly this.
    #[track_caller]
    pub fn prints(&self, text: &str) -> &Self {
        assert_eq!(self.stdout, text, "the output of {self}");
        self
    }

    /// Standard error holds this.
    #[track_caller]
    pub fn warns(&self, part: &str) -> &Self {
        assert!(
            self.stderr.contains(part),
            "{part:?} is not in the errors of {self}"
        );
        self
    }

    /// Nothing on standard error.
    #[track_caller]
    pub fn is_calm(&self) -> &Self {
        assert_eq!(self.stderr, "", "the errors of {self}");
        self
    }

    /// An error: this code, nothing on standard output, and these parts on standard error.
    #[track_caller]
    pub fn fails(&self, code: i32, parts: &[&str]) -> &Self {
        self.exits(code).prints("");
        for part in parts {
            self.warns(part);
        }
        self
    }

    /// A verdict "not solved": these parts on standard output, nothing on standard error.
    #[track_caller]
    pub fn is_unsolved(&self, parts: &[&str]) -> &Self {
        self.exits(1).is_calm();
        for part in parts {
            self.says(part);
        }
        self
    }

    /// The verdict "solved" of `run`, with nothing on standard error.
    #[track_caller]
    pub fn is_solved(&self) -> &Self {
        self.exits(0).is_calm().says("✓ solved")
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self}"))
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("the program prints UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("the program prints UTF-8"),
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "exit code {:?}\n--- stdout\n{}\n--- stderr\n{}\n---",
            self.code, self.stdout, self.stderr
        )
    }
}

/// Waits until a file is there.
#[track_caller]
pub fn await_file(path: &Path) {
    let deadline = Instant::now() + PATIENCE;
    while !path.exists() {
        assert!(
            Instant::now() < deadline,
            "{} never appears",
            path.display()
        );
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// The end of a child that was spawned without `assert_cmd`; killed when it takes too long.
#[track_caller]
pub fn finish(mut child: std::process::Child) -> Said {
    let deadline = Instant::now() + PATIENCE;
    while child
        .try_wait()
        .expect("the child can be waited for")
        .is_none()
    {
        if Instant::now() >= deadline {
            child.kill().expect("the child can be killed");
            panic!("the program never ends");
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
    child
        .wait_with_output()
        .expect("its output can be read")
        .into()
}
