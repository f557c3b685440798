//! What a learner's copy of the course is made of: everything but the solutions, and what an editor needs to know.

use super::{EDITION, NAME, files, text};
use crate::info;
use std::borrow::Cow;
use std::path::Path;

/// A file of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyFile {
    /// Where it stands, relative to the workbook, with slashes.
    pub path: &'static str,
    /// All of it.
    pub text: Cow<'static, str>,
}

/// What stands beside the course. The manifest has another name here, for cargo leaves a directory that holds a
/// `Cargo.toml` out of a package.
const AROUND: [(&str, &str); 6] = [
    (".gitignore", include_str!("copy/gitignore")),
    (
        ".vscode/extensions.json",
        include_str!("copy/extensions.json"),
    ),
    (".vscode/settings.json", include_str!("copy/settings.json")),
    (".vscode/tasks.json", include_str!("copy/tasks.json")),
    ("Cargo.toml", include_str!("copy/workspace.toml")),
    ("README.md", include_str!("copy/README.md")),
];

/// All files of a copy in the order in which they are to be written: `info.toml` is the last, for what has one is
/// a workbook.
pub fn copy_files() -> Vec<CopyFile> {
    let around = AROUND.iter().map(|(path, text)| (*path, *text));
    let course = files()
        .iter()
        .filter(|file| file.path.starts_with("exercises/") || file.path.starts_with("concepts/"))
        .map(|file| (file.path, file.text));
    around
        .chain(course)
        .map(|(path, text)| CopyFile {
            path,
            text: Cow::Borrowed(text),
        })
        .chain([CopyFile {
            path: info::FILE,
            text: Cow::Owned(copy_info()),
        }])
        .collect()
}

/// What a copy's `info.toml` says of where it comes from: the course, this program's version, the edition.
pub fn copy_id() -> String {
    format!("{NAME} {} {EDITION}", env!("CARGO_PKG_VERSION"))
}

/// Whether a workbook that says this of where it comes from is a copy of this course, of whatever edition.
pub fn is_copy(copy_of: &str) -> bool {
    copy_of.split(' ').next() == Some(NAME)
}

/// Whether it is a copy of the very edition that the program brings along, whichever version of the program wrote it.
pub fn is_latest_copy(copy_of: &str) -> bool {
    is_copy(copy_of) && copy_of.ends_with(EDITION)
}

/// The course's `info.toml` with a line that says what it is a copy of.
fn copy_info() -> String {
    let text = text(Path::new(info::FILE)).unwrap_or_default();
    let line = format!(
        "# `workbook init` wrote this copy, and knows by the next line which course it is of.\ncopy_of = \"{}\"\n",
        copy_id()
    );
    // Before any table, where a key belongs to the file as a whole.
    line + text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_the_course_without_its_solutions() {
        let files = copy_files();
        let last = files.last().expect("there are files");
        assert_eq!(last.path, "info.toml");
        let mut course = info::parse(&last.text).expect("the text is right");
        assert_eq!(course.copy_of.take(), Some(copy_id()));
        let original = super::super::course().expect("the text is right");
        assert_eq!(course.exercises.len(), original.exercises.len());
        for exercise in &course.exercises {
            let has = |path: &Path| files.iter().any(|file| Path::new(file.path) == path);
            assert!(has(&exercise.path()), "{}", exercise.name);
            assert!(!has(&exercise.solution_path()), "{}", exercise.name);
        }
        assert!(files.iter().any(|file| file.path == "exercises/Cargo.toml"));
        assert!(files.iter().all(|file| !file.text.is_empty()));
        let mut paths: Vec<&str> = files.iter().map(|file| file.path).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), files.len(), "no file twice");
    }

    #[test]
    fn a_copy_is_known_by_the_name_of_its_course() {
        assert!(is_copy(&copy_id()));
        assert!(is_copy("backend-workbook 9.9.9 0123456789abcdef"));
        assert!(!is_copy("backend-workbook-2 9.9.9 0123456789abcdef"));
        assert!(!is_copy(""));
    }
}
