//! `exercises/Cargo.toml`: one target for each exercise, so that rust-analyzer knows its file.

use crate::error::{Place, Problem};
use crate::exercise::{Course, Exercise};
use crate::files::Unreadable;
use std::fmt::Write as _;
use std::path::Path;

/// The file, relative to the workbook.
pub const PATH: &str = "exercises/Cargo.toml";

/// What stands below this line is ours to rewrite.
const MARKER: &str = "# Targets, written by `workbook verify --fix`:";

/// The author's part of a manifest that does not exist yet.
const HEAD: &str = r#"[package]
name = "exercises"
version = "0.0.0"
edition = "2024"
publish = false
autobins = false
autotests = false
autoexamples = false
autobenches = false

[dependencies]
"#;

/// What the manifest should be: the author's text above the targets as it is in `current`, then the exercises of
/// `info.toml` in their order. The author's text ends at the marker line, or at the first target if there is none.
pub fn expected(course: &Course, current: &str) -> String {
    let current = if current.trim().is_empty() {
        HEAD
    } else {
        current
    };
    let is_marker = |line: &&str| line.trim() == MARKER;
    let is_target = |line: &&str| line.trim() == "[[test]]";
    let end = position(current, is_marker)
        .or_else(|| position(current, is_target))
        .unwrap_or(current.len());
    let mut text = format!("{}\n\n{MARKER}\n", current[..end].trim_end());
    for exercise in &course.exercises {
        text.push_str(&target(exercise));
    }
    text
}

/// The byte offset of the first line that is wanted.
fn position(text: &str, wanted: impl Fn(&&str) -> bool) -> Option<usize> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if wanted(&line) {
            return Some(offset);
        }
        offset += line.len();
    }
    None
}

fn target(exercise: &Exercise) -> String {
    let name = &exercise.name;
    let dir = if exercise.dir.is_empty() {
        String::new()
    } else {
        format!("{}/", exercise.dir)
    };
    let mut text = String::new();
    write!(
        text,
        // Whoever asks for it by name gets it; `--all-targets`, and with it an editor that was only opened, passes by.
        "\n[[test]]\nname = \"{name}\"\npath = \"{dir}{name}.rs\"\ntest = false\n"
    )
    .expect("a string takes all");
    if !exercise.test {
        // Without tests its `main` is what runs.
        text.push_str("harness = false\n");
    }
    text
}

/// What is wrong with the manifest.
pub(super) fn problem(course: &Course, current: Result<String, Unreadable>) -> Option<Problem> {
    let help = "`workbook verify --fix` writes the targets";
    let current = match current {
        Ok(current) => current,
        Err(reason) => {
            return Some(
                Problem::new(reason.sentence())
                    .at(Place::file(Path::new(PATH)))
                    .help(help),
            );
        }
    };
    let expected = expected(course, &current);
    // Line ends are the author's affair.
    let same = current
        .lines()
        .zip(expected.lines())
        .take_while(|(mine, wanted)| mine == wanted)
        .count();
    let (mine, wanted) = (current.lines().nth(same), expected.lines().nth(same));
    if mine.is_none() && wanted.is_none() {
        return None;
    }
    let wanted = wanted.map_or_else(|| "no more targets".to_owned(), |line| format!("`{line}`"));
    let wanted = if wanted == "``" {
        "an empty line".to_owned()
    } else {
        wanted
    };
    Some(
        Problem::new("the targets are not the exercises of info.toml")
            .at(Place::at(Path::new(PATH), same + 1, 1))
            .note(format!("expected here: {wanted}"))
            .help(help),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::info;

    const TARGETS: &str = "# Targets, written by `workbook verify --fix`:\n\n[[test]]\nname = \"add\"\npath = \
                           \"01_one/add.rs\"\ntest = false\n\n[[test]]\nname = \"run\"\npath = \"run.rs\"\n\
                           test = false\nharness = false\n";

    fn course() -> Course {
        info::parse(
            "format_version = 1\n[[exercises]]\nname = \"add\"\ndir = \"01_one\"\n[[exercises]]\nname = \"run\"\ntest \
             = false\n",
        )
        .expect("the text is right")
    }

    #[test]
    fn the_authors_part_stays_and_the_targets_are_written_anew() {
        let head = "[package]\n# mine\n\n";
        for (what, current, expected_head) in [
            ("nothing to do", format!("{head}{TARGETS}"), head),
            (
                "old targets",
                format!("{head}{TARGETS}[[test]]\nname = \"gone\"\n"),
                head,
            ),
            (
                "only the marker",
                format!("{head}# Targets, written by `workbook verify --fix`:\n"),
                head,
            ),
            (
                "targets without a marker",
                format!("{head}[[test]]\nname = \"add\"\n"),
                head,
            ),
            ("neither", "[package]\n# mine\n".to_owned(), head),
            (
                "another number of empty lines",
                format!("[package]\n# mine\n{TARGETS}"),
                head,
            ),
            ("an empty file", String::new(), &format!("{HEAD}\n")),
        ] {
            let written = expected(&course(), &current);
            assert_eq!(written, format!("{expected_head}{TARGETS}"), "{what}");
            assert_eq!(
                expected(&course(), &written),
                written,
                "{what}: a second time"
            );
        }
    }

    #[test]
    fn the_first_difference_is_where_the_problem_is() {
        let right = format!("[package]\n\n{TARGETS}");
        let place = |current: &str| {
            let problem = problem(&course(), Ok(current.to_owned()))?;
            Some(format!("{}; {}", problem.place?, problem.notes.join(", ")))
        };
        assert_eq!(place(&right), None);
        assert_eq!(place(&right.replace('\n', "\r\n")), None);
        for (current, expected) in [
            (
                right.replace("01_one", "02_two"),
                "exercises/Cargo.toml:7:1; expected here: `path = \"01_one/add.rs\"`",
            ),
            (
                format!("{right}\n[[test]]\n"),
                "exercises/Cargo.toml:15:1; expected here: no more targets",
            ),
            (
                right.replace("harness = false\n", ""),
                "exercises/Cargo.toml:14:1; expected here: `harness = false`",
            ),
        ] {
            assert_eq!(place(&current).as_deref(), Some(expected), "{current}");
        }
    }
}
