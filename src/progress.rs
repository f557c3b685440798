//! What is solved and what is current, as text that a person can read and merge.
//!
//! One line an exercise, `NAME solved=TIME attempts=N hints=0,2`, and a line `current NAME`. When two versions
//! are merged, the lines of both sides are kept: two lines for one exercise add up to the best of both.

use crate::exercise::Course;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::SystemTime;

const HEAD: &str =
    "# workbook progress 1: one line an exercise; when merging, keep the lines of both sides";

/// What is known of one exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// When it was first solved.
    pub solved: Option<SystemTime>,
    /// How many versions of the file were checked until then.
    pub attempts: u32,
    /// The hints that were revealed, by their position in `info.toml`.
    pub hints: BTreeSet<usize>,
}

/// What a learner has done in a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The exercise to go on with.
    pub current: Option<String>,
    entries: BTreeMap<String, Entry>,
}

impl Progress {
    /// What is known of an exercise.
    pub fn entry(&self, name: &str) -> Entry {
        self.entries.get(name).cloned().unwrap_or_default()
    }

    /// Whether it was ever solved.
    pub fn is_solved(&self, name: &str) -> bool {
        self.entries
            .get(name)
            .is_some_and(|entry| entry.solved.is_some())
    }

    /// How many of a workbook's exercises were ever solved.
    pub fn n_solved(&self, course: &Course) -> usize {
        course
            .exercises
            .iter()
            .filter(|exercise| self.is_solved(&exercise.name))
            .count()
    }

    /// Notes that a version of an exercise was checked.
    pub fn record_attempt(&mut self, name: &str, solved: bool, now: SystemTime) {
        let entry = self.entries.entry(name.to_owned()).or_default();
        if entry.solved.is_none() {
            entry.attempts += 1;
            entry.solved = solved.then_some(now);
        }
    }

    /// Notes that a hint was shown.
    pub fn record_hint(&mut self, name: &str, hint: usize) {
        self.entries
            .entry(name.to_owned())
            .or_default()
            .hints
            .insert(hint);
    }

    /// Forgets an exercise, as after a reset.
    pub fn forget(&mut self, name: &str) {
        self.entries.remove(name);
    }

    /// The text form.
    pub fn render(&self) -> String {
        let mut text = format!("{HEAD}\n");
        if let Some(current) = &self.current {
            let _ = writeln!(text, "current {current}");
        }
        for (name, entry) in &self.entries {
            text.push_str(name);
            if let Some(solved) = entry.solved {
                let _ = write!(
                    text,
                    " solved={}",
                    humantime::format_rfc3339_seconds(solved)
                );
            }
            let _ = write!(text, " attempts={}", entry.attempts);
            if !entry.hints.is_empty() {
                let hints: Vec<String> = entry.hints.iter().map(ToString::to_string).collect();
                let _ = write!(text, " hints={}", hints.join(","));
            }
            text.push('\n');
        }
        text
    }

    /// Reads the text form. The marks of an unfinished merge are passed over.
    ///
    /// # Errors
    /// The number of the first line that makes no sense, counted from 1.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut progress = Self::default();
        for (idx, line) in text.lines().enumerate() {
            let line = line.trim();
            let is_merge_mark = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"]
                .iter()
                .any(|mark| line.starts_with(mark));
            if line.is_empty() || line.starts_with('#') || is_merge_mark {
                continue;
            }
            progress.read_line(line).ok_or(idx + 1)?;
        }
        Ok(progress)
    }

    fn read_line(&mut self, line: &str) -> Option<()> {
        let mut words = line.split_whitespace();
        let name = words.next()?;
        if !name.chars().all(|ch| ch.is_alphanumeric() || ch == '_') {
            return None;
        }
        let first = words.next();
        // An exercise may be called `current`; its own line has an `=`.
        if let ("current", Some(name)) = (name, first)
            && !name.contains('=')
        {
            self.current = Some(name.to_owned());
            return words.next().is_none().then_some(());
        }
        let mut read = Entry::default();
        for word in first.into_iter().chain(words) {
            let (key, value) = word.split_once('=')?;
            match key {
                "solved" => read.solved = Some(humantime::parse_rfc3339(value).ok()?),
                "attempts" => read.attempts = value.parse().ok()?,
                "hints" => {
                    read.hints = value
                        .split(',')
                        .map(|hint| hint.parse().ok())
                        .collect::<Option<_>>()?;
                }
                _ => return None,
            }
        }
        let entry = self.entries.entry(name.to_owned()).or_default();
        entry.solved = match (entry.solved, read.solved) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        entry.attempts = entry.attempts.max(read.attempts);
        entry.hints.extend(read.hints);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut progress = Progress {
            current: Some("b".into()),
            ..Progress::default()
        };
        progress.record_attempt("a", false, at(5));
        progress.record_attempt("a", true, at(1_000_000_000));
        progress.record_attempt("a", true, at(2_000_000_000));
        progress.record_hint("b", 2);
        progress.record_hint("b", 0);
        let text = progress.render();
        assert_eq!(
            text,
            format!(
                "{HEAD}\ncurrent b\na solved=2001-09-09T01:46:40Z attempts=2\nb attempts=0 hints=0,2\n"
            )
        );
        assert_eq!(Progress::parse(&text), Ok(progress));
    }

    #[test]
    fn a_solved_exercise_stays_solved_until_it_is_forgotten() {
        let mut progress = Progress::default();
        progress.record_attempt("a", true, at(1));
        progress.record_attempt("a", false, at(2));
        assert!(progress.is_solved("a"));
        assert_eq!(progress.entry("a").attempts, 1);
        progress.forget("a");
        assert!(!progress.is_solved("a"));
    }

    #[test]
    fn two_sides_of_a_merge_add_up() {
        let text = "<<<<<<< mine\na solved=2001-09-09T01:46:40Z attempts=2\n=======\na solved=2001-09-09T01:46:39Z attempts=7 hints=1\nb attempts=1\n>>>>>>> theirs\n";
        let progress = Progress::parse(text).expect("a merge is read");
        let entry = progress.entry("a");
        assert_eq!((entry.solved, entry.attempts), (Some(at(999_999_999)), 7));
        assert_eq!(entry.hints, BTreeSet::from([1]));
        assert_eq!(progress.entry("b").attempts, 1);
    }

    #[test]
    fn an_unreadable_line_is_named() {
        for (text, expected) in [
            ("", Ok(())),
            ("# note\n\n", Ok(())),
            ("a attempts=1\nb attempts=x\n", Err(2)),
            ("a solved=yesterday\n", Err(1)),
            ("a hints=1,\n", Err(1)),
            ("current\n", Ok(())),
            ("current a b\n", Err(1)),
            ("current attempts=3\n", Ok(())),
            ("\u{0}\u{1}\n", Err(1)),
            ("DON'T EDIT THIS FILE!\n", Err(1)),
        ] {
            assert_eq!(Progress::parse(text).map(|_| ()), expected, "{text:?}");
        }
    }
}
