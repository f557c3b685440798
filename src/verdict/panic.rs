//! The panics in a program's standard error, taken apart for the screen.
//!
//! The format is that of the default panic hook in `std::panicking`: a line
//! `thread 'NAME' (ID) panicked at FILE:LINE:COLUMN:`, then the message, then perhaps a note on backtraces.

use serde::{Deserialize, Serialize};
use std::path::Path;

/// One panic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panic {
    /// The thread that panicked.
    pub thread: String,
    /// File, line and column, the latter two counted from 1.
    pub place: Option<Position>,
    /// The message, without the two values of a comparison.
    pub message: String,
    /// The values that a failed `assert_eq!` or `assert_ne!` names, left and right.
    pub sides: Option<(String, String)>,
    /// Where the panic is inside of the standard library or of a crate: the place in the learner's file that led
    /// there, if it is known.
    #[serde(default)]
    pub caller: Option<Position>,
}

/// File, line and column.
pub type Position = (String, usize, usize);

const BACKTRACE_NOTE: &str = "note: run with `RUST_BACKTRACE=1`";

impl Panic {
    /// Whether it happened in a file that is not the learner's: those of crates are named by absolute paths, those of
    /// the standard library by a path below `/rustc/`.
    pub fn is_elsewhere(&self) -> bool {
        let place = self.place.as_ref();
        place.is_some_and(|(file, ..)| file.starts_with("/rustc/") || Path::new(file).is_absolute())
    }

    /// The place in the learner's file where it happened, or that led to it.
    pub fn learners_place(&self) -> Option<&Position> {
        if self.is_elsewhere() {
            self.caller.as_ref()
        } else {
            self.place.as_ref()
        }
    }

    /// The innermost place in the learner's file on the way to this panic, from the backtrace that a run of the same
    /// test printed. The format is that of `std::backtrace`: frames from the inside out, each with a line
    /// `at FILE:LINE:COLUMN`, in which a path below the working directory begins with `./`.
    pub fn caller_in(&self, stderr: &str) -> Option<Position> {
        let is_this = |line: &str| {
            header(line).is_some_and(|(thread, place)| thread == self.thread && place == self.place)
        };
        let lines: Vec<&str> = stderr.lines().collect();
        let begin = lines.iter().rposition(|line| is_this(line))?;
        lines[begin + 1..]
            .iter()
            .take_while(|line| header(line).is_none())
            .filter_map(|line| line.trim_start().strip_prefix("at "))
            .filter_map(|place| place.strip_prefix("./").or(place.strip_prefix(".\\")))
            .find_map(position)
    }

    /// The panic that decided a test: the last one on the test's own thread, else the last of all.
    pub(super) fn decisive(stderr: &str, test_name: &str) -> Option<Self> {
        let mut panics = Self::all(stderr);
        // The runtime's own panic when another one could not unwind hides the one that matters.
        let is_learners = |panic: &Self| !panic.message.starts_with("panic in a destructor during");
        if panics.iter().any(is_learners) {
            panics.retain(is_learners);
        }
        // With one thread for all tests the harness runs a test on the main thread.
        let own = panics
            .iter()
            .rposition(|panic| panic.thread == test_name || panic.thread == "main");
        match own {
            Some(idx) => Some(panics.swap_remove(idx)),
            None => panics.pop(),
        }
    }

    /// All panics, in order.
    pub(super) fn all(stderr: &str) -> Vec<Self> {
        split(stderr)
            .filter_map(|part| match part {
                Part::Panic(panic) => Some(panic),
                Part::Other(_) => None,
            })
            .collect()
    }

    /// What else stands in standard error.
    pub(super) fn remove_all(stderr: &str) -> String {
        let others: Vec<&str> = split(stderr)
            .filter_map(|part| match part {
                Part::Panic(_) => None,
                Part::Other(line) => Some(line).filter(|line| !line.starts_with(BACKTRACE_NOTE)),
            })
            .collect();
        others.join("\n")
    }
}

enum Part<'a> {
    Panic(Panic),
    Other(&'a str),
}

fn split(stderr: &str) -> impl Iterator<Item = Part<'_>> {
    let mut lines = stderr
        .lines()
        // The runtime's last words when it aborts; the verdict says it better.
        .filter(|line| !line.starts_with("thread caused non-unwinding panic"))
        .peekable();
    std::iter::from_fn(move || {
        let line = lines.next()?;
        let Some((thread, place)) = header(line) else {
            return Some(Part::Other(line));
        };
        let mut message = Vec::new();
        while let Some(line) = lines.next_if(|line| header(line).is_none()) {
            if line.starts_with(BACKTRACE_NOTE) {
                break;
            }
            if line.starts_with("stack backtrace:") {
                // A panic that cannot unwind prints one whatever the environment says.
                while lines.next_if(|line| line.starts_with(' ')).is_some() {}
                break;
            }
            message.push(line);
        }
        while message.last().is_some_and(|line| line.trim().is_empty()) {
            message.pop();
        }
        let (message, sides) = sides(&message);
        Some(Part::Panic(Panic {
            thread,
            place,
            message,
            sides,
            caller: None,
        }))
    })
}

/// The thread and the place of a panic's first line.
fn header(line: &str) -> Option<(String, Option<Position>)> {
    let rest = line.strip_prefix("thread '")?;
    let (thread, rest) = rest.split_once("' ")?;
    // Since Rust 1.91 the thread's number follows its name.
    let rest = match rest.strip_prefix('(') {
        Some(rest) => rest.split_once(") ")?.1,
        None => rest,
    };
    let place = rest.strip_prefix("panicked at ")?.strip_suffix(':')?;
    Some((thread.to_owned(), position(place)))
}

/// `FILE:LINE:COLUMN`.
fn position(place: &str) -> Option<Position> {
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((parts.next()?.to_owned(), line, column))
}

/// Parts a comparison's message into what was said and the two values.
fn sides(lines: &[&str]) -> (String, Option<(String, String)>) {
    let left = lines.iter().position(|line| line.starts_with("  left: "));
    let right = lines.iter().position(|line| line.starts_with(" right: "));
    let is_comparison = lines
        .first()
        .is_some_and(|line| line.starts_with("assertion `left "));
    match (left, right) {
        (Some(left), Some(right)) if is_comparison && left < right => {
            let value = |range: std::ops::Range<usize>| lines[range].join("\n")[8..].to_owned();
            (
                lines[..left].join("\n"),
                Some((value(left..right), value(right..lines.len()))),
            )
        }
        _ => (lines.join("\n"), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_is_taken_apart() {
        let stderr = "\nthread 'tests::b' (3861) panicked at t.rs:6:41:\nassertion `left == right` failed: why\n  left: 2\n right: 3\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
        assert_eq!(
            Panic::all(stderr),
            [Panic {
                thread: "tests::b".into(),
                place: Some(("t.rs".into(), 6, 41)),
                message: "assertion `left == right` failed: why".into(),
                sides: Some(("2".into(), "3".into())),
                caller: None,
            }]
        );
    }

    #[test]
    fn values_of_several_lines_stay_whole() {
        let stderr = "thread 't' panicked at a b.rs:1:2:\nassertion `left == right` failed\n  left: [\n    1,\n]\n right: []\n";
        let panic = Panic::all(stderr).remove(0);
        assert_eq!(panic.sides, Some(("[\n    1,\n]".into(), "[]".into())));
        assert_eq!(panic.place, Some(("a b.rs".into(), 1, 2)));
    }

    #[test]
    fn what_the_program_printed_is_kept_apart_from_its_panics() {
        let stderr = "before\nthread 't' (1) panicked at a.rs:1:2:\nboom\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\nafter\n";
        assert_eq!(Panic::all(stderr)[0].message, "boom");
        assert_eq!(Panic::remove_all(stderr), "before\nafter");
    }

    #[test]
    fn the_panic_of_the_tests_own_thread_decides() {
        let stderr = "thread '<unnamed>' (1) panicked at a.rs:1:2:\nfirst\n\nthread 'tests::t' (2) panicked at a.rs:3:4:\nsecond\n\nthread 'tidy' (3) panicked at a.rs:5:6:\nthird\n";
        let message = |name| Panic::decisive(stderr, name).map(|panic| panic.message);
        assert_eq!(message("tests::t").as_deref(), Some("second"));
        assert_eq!(message("tests::other").as_deref(), Some("third"));
        assert_eq!(Panic::decisive("nothing", "t"), None);
    }

    #[test]
    fn the_learners_line_is_found_in_a_backtrace() {
        let stderr = "thread 't' (7) panicked at /rustc/5/library/core/src/time.rs:1:2:\noverflow\nstack backtrace:\n   0: panic\n             at /rustc/5/library/std/src/panicking.rs:3:4\n   1: sub\n             at /rustc/5/library/core/src/time.rs:1:2\n   2: own::wait\n             at ./exercises/a.rs:5:6\n   3: t\n             at ./exercises/a.rs:9:9\nnote: Some details\n";
        let panic = Panic::all(stderr).remove(0);
        assert_eq!(panic.message, "overflow");
        assert!(panic.is_elsewhere());
        assert_eq!(panic.learners_place(), None);
        let found = panic.caller_in(stderr);
        assert_eq!(found, Some(("exercises/a.rs".to_owned(), 5, 6)));
        let known = Panic {
            caller: found.clone(),
            ..panic.clone()
        };
        assert_eq!(known.learners_place(), found.as_ref());
        // Another panic's way is not this one's.
        let later = format!("{}{stderr}", stderr.replace("a.rs:5:6", "a.rs:7:8"));
        assert_eq!(panic.caller_in(&later), found);
        let other = stderr.replace("time.rs:1:2:\n", "time.rs:9:9:\n");
        for stderr in [
            other.as_str(),
            "nothing",
            &stderr.replace("./", "/elsewhere/"),
        ] {
            assert_eq!(panic.caller_in(stderr), None, "{stderr}");
        }
    }

    #[test]
    fn text_that_only_looks_like_a_comparison_is_a_message() {
        let stderr = "thread 't' panicked at a.rs:1:2:\n  left: 1\n right: 2\n";
        let panic = Panic::all(stderr).remove(0);
        assert_eq!(
            (panic.message.as_str(), panic.sides),
            ("  left: 1\n right: 2", None)
        );
    }
}
