//! What is solved and what is current, as text that a person can read and merge.
//!
//! One line an exercise, `NAME solved=TIME attempts=N began=TIME hints=0,2`, and a line `current NAME`. When two
//! versions are merged, the lines of both sides are kept: two lines for one exercise add up to the best of both.

use crate::exercise::Course;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

const HEAD: &str =
    "# workbook progress 1: one line an exercise; when merging, keep the lines of both sides";

/// What is known of one exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// When it was first solved.
    pub solved: Option<SystemTime>,
    /// How many versions of the file were checked until then.
    pub attempts: u32,
    /// When the first of them was checked; unknown where it was not written down yet.
    pub began: Option<SystemTime>,
    /// The hints that were revealed, by their position in `info.toml`.
    pub hints: BTreeSet<usize>,
}

impl Entry {
    /// How long it took from the first attempt to the one that solved it, if both are known.
    pub fn time_to_solve(&self) -> Option<Duration> {
        self.solved?.duration_since(self.began?).ok()
    }

    /// The best of both.
    fn merge(&mut self, other: Self) {
        let earlier = |one: Option<SystemTime>, other| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.solved = earlier(self.solved, other.solved);
        self.began = earlier(self.began, other.began);
        self.attempts = self.attempts.max(other.attempts);
        self.hints.extend(other.hints);
    }

    fn line(&self, name: &str) -> String {
        let mut line = name.to_owned();
        if let Some(solved) = self.solved {
            let _ = write!(
                line,
                " solved={}",
                humantime::format_rfc3339_seconds(solved)
            );
        }
        let _ = write!(line, " attempts={}", self.attempts);
        if let Some(began) = self.began {
            let _ = write!(line, " began={}", humantime::format_rfc3339_seconds(began));
        }
        if !self.hints.is_empty() {
            let hints: Vec<String> = self.hints.iter().map(ToString::to_string).collect();
            let _ = write!(line, " hints={}", hints.join(","));
        }
        line
    }
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

    /// When exercises were solved, in no particular order.
    pub fn solved_times(&self) -> impl Iterator<Item = SystemTime> {
        self.entries.values().filter_map(|entry| entry.solved)
    }

    /// Notes that a version of an exercise was checked.
    pub fn record_attempt(&mut self, name: &str, solved: bool, now: SystemTime) {
        let entry = self.entries.entry(name.to_owned()).or_default();
        if entry.solved.is_none() {
            if entry.attempts == 0 {
                entry.began = Some(now);
            }
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

    /// Counts what is known under former names for the names of today. `names` leads from the ones to the others.
    pub fn rename(&mut self, names: &BTreeMap<String, String>) {
        for (former, today) in names {
            if let Some(entry) = self.entries.remove(former) {
                self.entries.entry(today.clone()).or_default().merge(entry);
            }
        }
        if let Some(today) = self.current.as_ref().and_then(|name| names.get(name)) {
            self.current = Some(today.clone());
        }
    }

    /// The line of one exercise, if anything is known of it.
    pub fn line(&self, name: &str) -> Option<String> {
        self.entries.get(name).map(|entry| entry.line(name))
    }

    /// Makes what is known of an exercise what a line of [`Progress::line`] says, whatever is known now; without a
    /// line nothing is.
    pub fn restore(&mut self, name: &str, line: Option<&str>) {
        let mut read = Self::default();
        // A line that makes no sense says nothing.
        let entry = line.and_then(|line| {
            read.read_line(line)?;
            read.entries.pop_first()
        });
        match entry {
            Some((_, entry)) => self.entries.insert(name.to_owned(), entry),
            None => self.entries.remove(name),
        };
    }

    /// The text form.
    pub fn render(&self) -> String {
        let mut text = format!("{HEAD}\n");
        if let Some(current) = &self.current {
            let _ = writeln!(text, "current {current}");
        }
        for (name, entry) in &self.entries {
            text.push_str(&entry.line(name));
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
                "began" => read.began = Some(humantime::parse_rfc3339(value).ok()?),
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
        self.entries.entry(name.to_owned()).or_default().merge(read);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
                "{HEAD}\ncurrent b\na solved=2001-09-09T01:46:40Z attempts=2 began=1970-01-01T00:00:05Z\nb attempts=0 hints=0,2\n"
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
    fn the_first_attempt_is_the_beginning_and_a_line_of_before_has_none() {
        let mut progress = Progress::parse("old attempts=1\n").expect("it is read");
        for name in ["old", "new"] {
            progress.record_attempt(name, false, at(100));
            progress.record_attempt(name, true, at(160));
        }
        assert_eq!(progress.entry("old").time_to_solve(), None);
        let minute = Some(Duration::from_secs(60));
        assert_eq!(progress.entry("new").time_to_solve(), minute);
        let merged = format!(
            "{}\nnew attempts=1 began=1970-01-01T00:01:00Z\n",
            progress.render()
        );
        let merged = Progress::parse(&merged).expect("it is read");
        assert_eq!(merged.entry("new").began, Some(at(60)));
    }

    #[test]
    fn a_former_name_counts_for_the_name_of_today() {
        let names = BTreeMap::from([("was".to_owned(), "is".to_owned())]);
        for (text, expected) in [
            (
                "current was\nwas attempts=2\n",
                "current is\nis attempts=2\n",
            ),
            (
                "was solved=2001-09-09T01:46:40Z attempts=2 hints=0\nis attempts=7 hints=1\n",
                "is solved=2001-09-09T01:46:40Z attempts=7 hints=0,1\n",
            ),
            ("other attempts=1\n", "other attempts=1\n"),
        ] {
            let mut progress = Progress::parse(text).expect("it is read");
            progress.rename(&names);
            assert_eq!(progress.render(), format!("{HEAD}\n{expected}"));
            let once = progress.clone();
            progress.rename(&names);
            assert_eq!(progress, once);
        }
    }

    #[test]
    fn what_is_known_of_one_exercise_can_be_put_back() {
        let text = "a solved=2001-09-09T01:46:40Z attempts=2 began=2001-09-09T01:40:00Z hints=1\nb attempts=1\n";
        let before = Progress::parse(text).expect("it is read");
        let lines = ["a", "c"].map(|name| (name, before.line(name)));
        let mut progress = before.clone();
        progress.forget("a");
        progress.record_attempt("a", false, at(9));
        progress.record_attempt("c", false, at(9));
        for (name, line) in &lines {
            progress.restore(name, line.as_deref());
        }
        assert_eq!(progress, before);
        progress.restore("a", Some("a solved=soon"));
        assert_eq!(progress.line("a"), None);
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
