//! Where a new entry goes in `info.toml`, whose own text stays as its author wrote it.

use super::names::number;
use crate::error::{Error, Place, Problem};
use crate::exercise::Course;
use crate::info;
use crate::table::Document;
use std::path::Path;

/// Whether a text lacks nothing but exercises.
pub(super) fn is_bare(info: &str) -> bool {
    let entry = "\n[[exercises]]\nname = \"a\"\n";
    offsets(info).is_empty() && info::parse(&format!("{info}{entry}")).is_ok()
}

/// Where in the course an exercise of this chapter comes: behind the others, or where the chapter's number says.
pub(super) fn position(course: &Course, dir: &str) -> usize {
    let exercises = &course.exercises;
    if let Some(last) = exercises.iter().rposition(|other| other.dir == dir) {
        return last + 1;
    }
    let is_before = |other: &str| match (number(dir), number(other)) {
        (Some(mine), Some(theirs)) => theirs < mine,
        _ => true,
    };
    let last = exercises.iter().rposition(|other| is_before(&other.dir));
    last.map_or(0, |last| last + 1)
}

/// The text of `info.toml` with an entry at this position, and the course it makes. Of the text that was there, every
/// byte stays.
///
/// # Errors
/// The entries are written in a form that cannot be added to.
pub(super) fn inserted(
    text: &str,
    course: Option<&Course>,
    position: usize,
    entry: &str,
    name: &str,
) -> Result<(String, Course), Error> {
    let offsets = offsets(text);
    let end = offsets.get(position).copied().unwrap_or(text.len());
    // A comment above the next entry belongs to that one. What looks like a comment may be the end of a long string, but
    // then the text is no longer right with an entry there.
    [before_comments(&text[..end]), end]
        .iter()
        .map(|&at| spliced(text, at, entry))
        .find_map(|text| {
            let with = info::parse(&text).ok()?;
            is_as_before(&with, course, position, name).then_some((text, with))
        })
        .ok_or_else(|| {
            Error::workbook(vec![
                Problem::new("no entry can be added to this file")
                    .at(Place::file(Path::new(info::FILE)))
                    .note("the exercises must be tables, each below a line `[[exercises]]`")
                    .help("write them so, then try again"),
            ])
        })
}

/// Where each entry begins.
fn offsets(text: &str) -> Vec<usize> {
    let document = Document::new(Path::new(info::FILE), text);
    let tree = document.parse();
    let entries = tree.root(&document).sections("exercises");
    entries.iter().map(|entry| entry.offset).collect()
}

/// The end of the last line that is neither empty nor a comment.
fn before_comments(text: &str) -> usize {
    let mut end = text.len();
    for line in text.split_inclusive('\n').rev() {
        let line_text = line.trim();
        if !(line_text.is_empty() || line_text.starts_with('#')) {
            break;
        }
        end -= line.len();
    }
    end
}

fn spliced(text: &str, at: usize, entry: &str) -> String {
    let (before, after) = text.split_at(at);
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut spliced = before.to_owned();
    if !before.is_empty() && !before.ends_with('\n') {
        spliced.push_str(line_end);
    }
    let has_empty_line = before.ends_with("\n\n") || before.ends_with("\n\r\n");
    if !has_empty_line && !before.is_empty() {
        spliced.push_str(line_end);
    }
    spliced.push_str(&entry.replace('\n', line_end));
    if !(after.is_empty() || after.starts_with(['\n', '\r'])) {
        spliced.push_str(line_end);
    }
    spliced.push_str(after);
    spliced
}

/// Whether the course is the old one with the new exercise at its position, and nothing else.
fn is_as_before(with: &Course, before: Option<&Course>, position: usize, name: &str) -> bool {
    let mut rest = with.clone();
    if position >= rest.exercises.len() || rest.exercises.remove(position).name != name {
        return false;
    }
    let Some(before) = before else {
        return rest.exercises.is_empty();
    };
    // Those behind it have moved.
    for (mine, theirs) in rest.exercises.iter_mut().zip(&before.exercises) {
        mine.place = theirs.place.clone();
    }
    rest == *before
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `[[exercises]] name = "new"` at the end of a chapter, or what is wrong.
    fn with_new(text: &str, dir: &str) -> Result<String, String> {
        let course = info::parse(text).ok();
        let position = course.as_ref().map_or(0, |course| position(course, dir));
        let entry = format!("[[exercises]]\nname = \"new\"\ndir = \"{dir}\"\ntitle = \"New\"\n");
        inserted(text, course.as_ref(), position, &entry, "new")
            .map(|(text, _)| text)
            .map_err(|error| error.to_string())
    }

    const HEAD: &str = "format_version = 1\ntitle = \"T\"\n";
    const A: &str = "\n# The first.\n[[exercises]]\nname = \"a\"\ndir = \"01_one\" # here\n";
    const B: &str = "\n# About b.\n\n# More.\n[[ exercises ]]\nname = \"b\"\ndir = \"03_three\"\nhint = \"\"\"\n\n[[exercises]]\n# no\n\"\"\"\n";
    const NEW: &str = "\n[[exercises]]\nname = \"new\"\ndir = \"DIR\"\ntitle = \"New\"\n";

    #[test]
    fn an_entry_comes_to_the_end_of_its_chapter_and_all_else_stays() {
        for (dir, expected) in [
            ("01_one", [HEAD, A, NEW, B, ""]),
            ("02_two", [HEAD, A, NEW, B, ""]),
            ("03_three", [HEAD, A, B, NEW, ""]),
            ("09_nine", [HEAD, A, B, NEW, ""]),
        ] {
            let text = [HEAD, A, B].concat();
            let expected = expected.concat().replace("DIR", dir);
            assert_eq!(with_new(&text, dir), Ok(expected.clone()), "{dir}");
            // A file of Windows stays one.
            let text = format!("\u{feff}{text}").replace('\n', "\r\n");
            let expected = format!("\u{feff}{expected}").replace('\n', "\r\n");
            assert_eq!(with_new(&text, dir), Ok(expected), "{dir}");
        }
        let new = NEW.replace("DIR", "00_zero");
        let expected = [HEAD, &new, A, B].concat();
        assert_eq!(with_new(&[HEAD, A, B].concat(), "00_zero"), Ok(expected));
    }

    #[test]
    fn any_end_of_a_file_will_do() {
        let new = NEW.replace("DIR", "01_one");
        let text = [HEAD, A].concat();
        for (end, expected) in [
            ("", format!("{text}{new}")),
            ("\n\n", format!("{text}{new}\n\n")),
            ("# end", format!("{text}{new}\n# end")),
        ] {
            assert_eq!(
                with_new(&format!("{text}{end}"), "01_one"),
                Ok(expected),
                "{end:?}"
            );
        }
        let cut = text.trim_end();
        assert_eq!(with_new(cut, "01_one"), Ok(format!("{cut}\n{new}")));
        // What looks like a comment belongs to a string.
        let tail = "hint = \"\"\"\n# Not a comment\n# \"\"\"\n";
        let text = format!("{text}{tail}");
        assert_eq!(with_new(&text, "01_one"), Ok(format!("{text}{new}")));
        let (comments, entry) = B.split_at(B.find("[[ ").expect("it has an entry"));
        let expected = format!("{text}{comments}{new}\n{entry}");
        assert_eq!(with_new(&format!("{text}{B}"), "01_one"), Ok(expected));
    }

    #[test]
    fn the_first_exercise_of_a_workbook_is_added_too() {
        let new = NEW.replace("DIR", "01_one");
        assert!(is_bare(HEAD));
        assert_eq!(with_new(HEAD, "01_one"), Ok(format!("{HEAD}{new}")));
        assert!(!is_bare(&[HEAD, A].concat()));
        assert!(!is_bare("title = \"T\"\n"), "it lacks more than that");
        assert!(!is_bare("format_version = 1\nexercises = 3\n"));
    }

    #[test]
    fn a_list_in_one_line_is_refused() {
        let text = format!("{HEAD}exercises = [{{ name = \"a\", dir = \"01_one\" }}]\n");
        let error = with_new(&text, "01_one").expect_err("it is no table of its own");
        assert!(error.contains("no entry can be added"), "{error}");
    }
}
