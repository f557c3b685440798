//! The course that the program brings along, as it was when the program was built: pure data, no file is touched.

mod copy;

pub use copy::{CopyFile, copy_files, copy_id, is_copy, is_latest_copy};

use crate::error::Error;
use crate::exercise::{Course, Exercise};
use crate::info;
use std::path::Path;

/// The name of the course, and of the directory it is written to.
pub const NAME: &str = "backend-workbook";

/// Tells one state of the course from another: 16 letters and digits, the same wherever the same files were built in.
pub const EDITION: &str = env!("WORKBOOK_EDITION");

/// A file of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it stands, relative to the workbook, with slashes.
    pub path: &'static str,
    /// All of it.
    pub text: &'static str,
}

/// Sorted by path; written by `build.rs`.
const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// All files, sorted by path: `info.toml`, `exercises/` with their manifest, `solutions/` with the wrong answers,
/// `concepts/`.
pub fn files() -> &'static [File] {
    FILES
}

/// The text of the file at this path, relative to the workbook.
pub fn text(path: &Path) -> Option<&'static str> {
    // On Windows paths are joined with another sign.
    let name = path
        .iter()
        .map(|part| part.to_str())
        .collect::<Option<Vec<_>>>()?
        .join("/");
    let idx = FILES.binary_search_by(|file| file.path.cmp(&name)).ok()?;
    Some(FILES[idx].text)
}

/// The exercise as it is shipped.
pub fn starter(exercise: &Exercise) -> Option<&'static str> {
    text(&exercise.path())
}

/// The reference answer.
pub fn solution(exercise: &Exercise) -> Option<&'static str> {
    text(&exercise.solution_path())
}

/// The course's exercises, as its `info.toml` lists them.
///
/// # Errors
/// The program was built with an `info.toml` that has mistakes.
pub fn course() -> Result<Course, Error> {
    let text = text(Path::new(info::FILE)).unwrap_or_default();
    info::parse(text).map_err(Error::workbook)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_course_is_whole() {
        let course = course().expect("info.toml has no mistakes");
        for exercise in &course.exercises {
            assert!(starter(exercise).is_some(), "{}", exercise.name);
            assert!(solution(exercise).is_some(), "{}", exercise.name);
            let right_answers = exercise.right_answers_dir();
            assert!(
                files()
                    .iter()
                    .any(|file| Path::new(file.path).starts_with(&right_answers)),
                "{} has no right answer of another make",
                exercise.name
            );
            for slug in &exercise.concepts {
                let file = format!("/{slug}.md");
                assert!(
                    files().iter().any(|card| card.path.ends_with(&file)),
                    "{slug}"
                );
            }
        }
        let manifest = text(Path::new("exercises/Cargo.toml")).expect("there is a manifest");
        assert!(manifest.contains("[dependencies]"), "{manifest}");
        let wrong_answers = files()
            .iter()
            .filter(|file| file.path.contains(".wrong/"))
            .count();
        assert!(wrong_answers >= 3 * course.exercises.len());
    }

    #[test]
    fn files_are_found_by_path() {
        assert!(files().is_sorted_by(|a, b| a.path < b.path));
        for file in files() {
            assert_eq!(text(Path::new(file.path)), Some(file.text), "{}", file.path);
        }
        assert_eq!(text(Path::new("exercises")), None);
        assert_eq!(text(Path::new("")), None);
    }
}
