//! `workbook new`: writes the skeleton of an exercise, all of it or nothing, and lists what is still to be written.

use super::context::{Context, find_workbook, read_info};
use crate::cli::NewArgs;
use crate::error::{Error, ExitCode, Place, Problem};
use crate::files::{self, FileToWrite, Unreadable};
use crate::screen::{Line, Role};
use crate::skeleton::{Present, Skeleton, Wish, in_the_way};
use crate::terminal::Terminal;
use crate::verify::{self, MANIFEST, MARK};
use std::path::Path;

pub(super) fn run(
    dir: Option<&Path>,
    terminal: Terminal,
    args: &NewArgs,
) -> Result<ExitCode, Error> {
    let root = find_workbook(dir)?;
    let info = read_info(&root)?;
    let manifest = read(&root, Path::new(MANIFEST))?;
    let has_copy = verify::has_copy(&root);
    let present = Present {
        info: &info,
        manifest: manifest.as_deref(),
        cards: &verify::cards(&root),
        has_copy,
    };
    let skeleton = Skeleton::new(&wish(args), &present)?;
    let files = to_write(&root, &skeleton, has_copy)?;
    // A Ctrl-C in the midst of it waits for the end.
    let _stop = Context::stop_on_signals();
    files::write_together(&root, &files)?;
    terminal
        .linking_into(&root)
        .print(&said(&skeleton, &files))?;
    Ok(ExitCode::Success)
}

fn wish(args: &NewArgs) -> Wish {
    Wish {
        name: args.name.clone(),
        dir: args.dir.clone(),
        title: args.title.clone(),
        difficulty: args.difficulty,
        minutes: args.minutes,
        concepts: args.concept.clone(),
        see_also: args.see_also.clone(),
        topic: args.topic.clone(),
    }
}

/// The text of a file of the workbook; none if there is no such file.
fn read(root: &Path, path: &Path) -> Result<Option<String>, Error> {
    match files::read_text(&root.join(path), files::MAX_SOURCE_LEN) {
        Ok(text) => Ok(Some(text)),
        Err(Unreadable::Missing) => Ok(None),
        // What cannot be read must not be replaced.
        Err(reason) => Err(Error::workbook(vec![
            Problem::new(reason.sentence())
                .at(Place::file(path))
                .help("mend or remove the file, then try again"),
        ])),
    }
}

/// The files to write: the new ones, then those that change.
fn to_write(root: &Path, skeleton: &Skeleton, has_copy: bool) -> Result<Vec<FileToWrite>, Error> {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for (path, text) in &skeleton.files {
        let held = files::read_text(&root.join(path), files::MAX_SOURCE_LEN);
        // Left over by a run that was killed.
        if held.as_ref() == Ok(text) {
            continue;
        }
        if files::exists(&root.join(path)) {
            problems.push(in_the_way(path));
        }
        files.push(FileToWrite {
            path: path.clone(),
            text: text.clone(),
            before: None,
        });
    }
    if !problems.is_empty() {
        return Err(Error::workbook(problems));
    }
    for (path, text) in skeleton.changed(has_copy) {
        let before = read(root, &path)?;
        if before.as_deref() != Some(text) {
            files.push(FileToWrite {
                path,
                text: text.to_owned(),
                before,
            });
        }
    }
    Ok(files)
}

fn said(skeleton: &Skeleton, files: &[FileToWrite]) -> Vec<Line> {
    let name = &skeleton.exercise().name;
    let mut lines = Vec::new();
    for file in files {
        let what = if file.before.is_none() {
            "wrote   "
        } else {
            "changed "
        };
        lines.push(Line::plain(what).with(Role::Path, file.path.display().to_string()));
    }
    lines.push(Line::empty());
    lines.push(
        Line::plain("Still to be written where it is marked ")
            .with(Role::Code, MARK)
            .with(Role::Plain, ":"),
    );
    for left in skeleton.leftovers() {
        lines.push(
            Line::new(Role::Path, format!("  {}", left.place))
                .with(Role::Plain, format!("  {}", left.what)),
        );
    }
    lines.push(Line::empty());
    lines.push(
        Line::new(Role::Key, format!("workbook verify {name}")).with(
            Role::Plain,
            " finds what is left of these, and whatever goes wrong.",
        ),
    );
    lines
}
