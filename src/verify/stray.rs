//! Files that nothing refers to: a renamed exercise's old solution, a card in the wrong place, an editor's backup.

use crate::error::{Place, Problem};
use crate::exercise::Course;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// A problem for each of the `files` that belongs to no exercise and is no card. All paths are relative to the
/// workbook.
pub(super) fn problems(course: &Course, cards: &[PathBuf], files: &[PathBuf]) -> Vec<Problem> {
    files
        .iter()
        .filter(|file| !is_known(course, cards, file))
        .map(|file| {
            let help = if file.starts_with("concepts") {
                "a card is `concepts/<topic>/<slug>.md`; move the file there, or delete it"
            } else {
                "add its exercise to info.toml, or delete the file"
            };
            Problem::new("nothing in the workbook refers to this file")
                .at(Place::file(file))
                .help(help)
        })
        .collect()
}

fn is_known(course: &Course, cards: &[PathBuf], file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default();
    name == "README.md"
        || name == "Cargo.lock"
        || file == Path::new(super::MANIFEST)
        || cards.iter().any(|card| card == file)
        || course.exercises.iter().any(|exercise| {
            file == exercise.path()
                || file == exercise.solution_path()
                || ([exercise.right_answers_dir(), exercise.wrong_answers_dir()]
                    .iter()
                    .any(|dir| file.parent() == Some(dir))
                    && file.extension() == Some(OsStr::new("rs")))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::info;

    #[test]
    fn what_belongs_to_the_workbook_is_told_from_what_does_not() {
        let course =
            info::parse("format_version = 1\n[[exercises]]\nname = \"add\"\ndir = \"01_one\"\n")
                .expect("the text is right");
        let cards = [PathBuf::from("concepts/basics/sum.md")];
        for (file, expected) in [
            ("exercises/01_one/add.rs", true),
            ("exercises/Cargo.toml", true),
            ("exercises/Cargo.lock", true),
            ("exercises/01_one/README.md", true),
            ("exercises/add.rs", false),
            ("exercises/01_one/add.rs.orig", false),
            ("exercises/01_one/Cargo.toml", false),
            ("solutions/01_one/add.rs", true),
            ("solutions/01_one/add.wrong/subtracts.rs", true),
            ("solutions/01_one/add.right/adds_backwards.rs", true),
            ("solutions/01_one/add.wrong/notes.txt", false),
            ("solutions/01_one/add.wrong/deeper/subtracts.rs", false),
            ("solutions/01_one/sub.wrong/adds.rs", false),
            ("concepts/basics/sum.md", true),
            ("concepts/sum.md", false),
        ] {
            let found = problems(&course, &cards, &[PathBuf::from(file)]);
            assert_eq!(found.is_empty(), expected, "{file}: {found:?}");
        }
    }
}
