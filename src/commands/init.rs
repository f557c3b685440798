//! `workbook init`: writes a learner's copy of the course that the program brings along.

use crate::embedded;
use crate::error::{Error, ExitCode, Place, Problem};
use crate::files::{self, Ground, State};
use crate::screen::{Line, Role};
use crate::terminal::Terminal;
use crate::text::count;
use crate::update::{Shipped, by_path};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

/// Writes it to the directory that is called `named` from `base` on.
pub(super) fn run(
    base: Option<&Path>,
    named: &Path,
    terminal: Terminal,
) -> Result<ExitCode, Error> {
    let base = files::absolute(base.unwrap_or(Path::new(".")))?;
    let root = joined(&base, named);
    ensure_outside_of_workbooks(&root)?;
    let ground = files::ground(&root)?;
    let is_begun = ground == Ground::Begun;
    match ground {
        Ground::Free | Ground::Begun => {}
        Ground::Taken(file) => {
            return Err(Error::usage(
                Problem::new("this directory is not empty")
                    .at(Place::file(named))
                    .note(format!(
                        "it holds `{}`",
                        file.file_name().unwrap_or_default().display()
                    ))
                    .help(
                        "name a directory that is empty or does not exist yet: `workbook init DIR`",
                    ),
            ));
        }
        Ground::NoDirectory => {
            return Err(Error::usage(
                Problem::new("this is not a directory")
                    .at(Place::file(named))
                    .help(
                        "name a directory that is empty or does not exist yet: `workbook init DIR`",
                    ),
            ));
        }
    }

    let course = embedded::course()?;
    let copy = embedded::copy_files();
    // First what a reset brings back: an exercise may be edited as soon as it is there.
    let state = State::new(&root).copy_of(Some(&embedded::copy_id()));
    state.create()?;
    state.keep_starters(&course.exercises)?;
    // An update replaces what is still as it came.
    let shipped = Shipped::new(&by_path(&copy)).render();
    files::write_atomic(&root.join(Shipped::PATH), shipped.as_bytes())?;
    let kept = files::write_copy(&root, &copy, SystemTime::now())?;

    let n_cards = copy
        .iter()
        .filter(|file| file.path.starts_with("concepts/"))
        .count();
    let what = if is_begun { "Finished " } else { "Wrote " };
    let mut lines = vec![
        Line::plain(what)
            .with(Role::Path, named.display().to_string())
            .with(
                Role::Plain,
                format!(
                    ": {} and {}.",
                    count(course.exercises.len(), "exercise"),
                    count(n_cards, "card")
                ),
            ),
    ];
    for path in kept {
        lines.push(
            Line::plain("What stood there before is kept in ")
                .with(Role::Path, path.display().to_string()),
        );
    }
    lines.extend([Line::empty(), Line::plain("Next:"), Line::empty()]);
    if root != base {
        lines.push(Line::new(Role::Key, format!("  cd {}", quoted(named))));
    }
    lines.extend([
        Line::new(Role::Key, "  workbook"),
        Line::empty(),
        Line::plain(
            "It checks the first exercise at every save. Open it in your editor beside it:",
        ),
        Line::new(
            Role::Path,
            format!("  {}", course.exercises[0].path().display()),
        ),
    ]);
    terminal.print(&lines)?;
    Ok(ExitCode::Success)
}

/// The path without `.` and `..`, where the directories exist and where they do not.
fn joined(base: &Path, dir: &Path) -> PathBuf {
    let mut path = base.to_owned();
    for part in dir.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path
}

/// A workbook inside a workbook would be found by nobody.
fn ensure_outside_of_workbooks(root: &Path) -> Result<(), Error> {
    let Some(found) = files::find_root(root) else {
        return Ok(());
    };
    let problem = if found == root {
        Problem::new("there is a workbook here already")
            .at(Place::file(&found))
            .help("`workbook` goes on with it where you left off")
    } else {
        Problem::new("a workbook cannot lie inside another one")
            .at(Place::file(&found))
            .help("type `workbook` to go on with that one, or name a directory outside of it: `workbook init DIR`")
    };
    Err(Error::usage(problem))
}

/// A path as it can be typed into a shell.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    if text
        .chars()
        .all(|ch| ch.is_alphanumeric() || "/\\._-~:".contains(ch))
    {
        return text;
    }
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_are_joined_without_looking_at_the_disk() {
        for (dir, expected) in [
            ("book", "/a/b/book"),
            (".", "/a/b"),
            ("./x/../y/", "/a/b/y"),
            ("../c", "/a/c"),
            ("/z", "/z"),
        ] {
            assert_eq!(
                joined(Path::new("/a/b"), Path::new(dir)),
                Path::new(expected),
                "{dir}"
            );
        }
    }

    #[test]
    fn what_is_to_be_typed_is_quoted_where_a_shell_would_split_it() {
        assert_eq!(quoted(Path::new("a/b-c_1.d")), "a/b-c_1.d");
        assert_eq!(quoted(Path::new("my book")), "\"my book\"");
    }
}
