//! What an author has still to write: the places that `workbook new` has marked.

use super::Verifier;
use crate::error::{Place, Problem};
use crate::exercise::{Course, Exercise};
use crate::info;
use std::ops::Range;
use std::path::Path;

/// What marks a place. A plain `TODO` may be meant for the learner, so it is not that.
pub const MARK: &str = "TODO(author)";

/// A place where something is still to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// Where the mark stands.
    pub place: Place,
    /// What is to be written.
    pub what: String,
}

impl Leftover {
    fn problem(self) -> Problem {
        let what = if self.what.is_empty() {
            "something is still to be written here".to_owned()
        } else {
            format!("still to be written: {}", self.what)
        };
        Problem::new(what)
            .at(self.place)
            .help(format!("write it, and take `{MARK}` out"))
    }
}

/// All that is marked in a file; `path` is relative to the workbook.
pub fn leftovers(path: &Path, text: &str) -> Vec<Leftover> {
    on_lines(path, text, 1..usize::MAX)
}

/// All that is marked in the entry of an exercise in the text of `info.toml`: from its name to the name of the next.
pub fn leftovers_of_entry(course: &Course, exercise: &Exercise, text: &str) -> Vec<Leftover> {
    let line = |exercise: &Exercise| exercise.place.position.map_or(0, |(line, _)| line);
    let first = line(exercise);
    let next = course
        .exercises
        .iter()
        .map(line)
        .filter(|&line| line > first);
    let end = next.min().unwrap_or(usize::MAX);
    on_lines(Path::new(info::FILE), text, first..end)
}

fn on_lines(path: &Path, text: &str, lines: Range<usize>) -> Vec<Leftover> {
    let marked = |(line, text): (usize, &str)| {
        let (before, what) = text.split_once(MARK)?;
        // What closes a string in TOML is no part of the sentence.
        let what = what.trim_end_matches(['"', '\'', ',', ']', ' ']);
        Some(Leftover {
            place: Place::at(path, line, before.chars().count() + 1),
            what: what.trim_start_matches([':', ' ']).to_owned(),
        })
    };
    let numbered = (1..).zip(text.lines());
    numbered
        .filter(|(line, _)| lines.contains(line))
        .filter_map(marked)
        .collect()
}

impl Verifier<'_> {
    /// A problem for each place that is marked in a file; `path` is relative to the workbook.
    pub(super) fn left_in(&self, path: &Path, text: &str) -> Vec<Problem> {
        if !self.has_own_format() {
            return Vec::new();
        }
        let found = leftovers(path, text).into_iter();
        found.map(Leftover::problem).collect()
    }

    /// A problem for each place that is marked in the entry of an exercise.
    pub(super) fn left_in_entry(&self, exercise: &Exercise) -> Vec<Problem> {
        // One that cannot be read now was read when the workbook was opened.
        let text = self.read(Path::new(info::FILE)).unwrap_or_default();
        let found = leftovers_of_entry(self.course, exercise, &text).into_iter();
        found.map(Leftover::problem).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(found: &[Leftover]) -> Vec<String> {
        let line = |left: &Leftover| format!("{}: {}", left.place, left.what);
        found.iter().map(line).collect()
    }

    #[test]
    fn a_mark_is_found_with_what_it_says() {
        for (text, expected) in [
            ("//! TODO(author): a story.", &["f:1:5: a story."][..]),
            ("a\n# é TODO(author) more\r\n", &["f:2:5: more"]),
            ("x = [\n\"TODO(author): the RFC\",\n]", &["f:2:2: the RFC"]),
            ("TODO(author):", &["f:1:1: "]),
            ("// TODO: for the learner\ntodo!()", &[]),
        ] {
            assert_eq!(
                found(&leftovers(Path::new("f"), text)),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_mark_in_info_toml_belongs_to_the_entry_it_stands_in() {
        let text = "format_version = 1\n[[exercises]]\nname = \"a\"\n# TODO(author): one\n\
                    [[exercises]]\nname = \"b\"\n# TODO(author): two\n";
        let course = info::parse(text).expect("the text is right");
        for (idx, expected) in [(0, "info.toml:4:3: one"), (1, "info.toml:7:3: two")] {
            let left = leftovers_of_entry(&course, &course.exercises[idx], text);
            assert_eq!(found(&left), [expected]);
        }
    }
}
