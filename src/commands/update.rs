//! `workbook update`: brings the course of a newer program into a learner's copy, and loses nothing of theirs.

use super::context::{Context, find_workbook, read_info};
use crate::change::Operation;
use crate::cli::UpdateArgs;
use crate::embedded;
use crate::error::{Error, ExitCode, Place, Problem};
use crate::exercise::Exercise;
use crate::files::{Contents, Held, Plan, State, Write};
use crate::info;
use crate::screen::{Line, Role, update_page};
use crate::terminal::Terminal;
use crate::text::count;
use crate::update::{Fate, Newer, Shipped, Update, Workbook, by_path};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub(super) fn run(
    dir: Option<&Path>,
    terminal: Terminal,
    args: &UpdateArgs,
) -> Result<ExitCode, Error> {
    let root = find_workbook(dir)?;
    let text = read_info(&root)?;
    // One that makes no sense is replaced like any other.
    let course = info::parse(&text).ok();
    ensure_older_copy(copy_of(&text))?;

    let files = by_path(&embedded::copy_files());
    let newer_course =
        info::parse(files.get(info::FILE).map_or("", String::as_str)).map_err(Error::workbook)?;
    let state = State::new(&root)
        .copy_of(newer_course.copy_of.as_deref())
        .with_names_of(&newer_course);
    let shipped = match state.held(Path::new(Shipped::PATH)) {
        Held::Text(text) => Shipped::parse(&text),
        _ => Shipped::default(),
    };
    let workbook = Workbook {
        course: course.as_ref(),
        shipped: &shipped,
        held: &|path| state.held(path),
        starter: &|exercise| state.starter(exercise),
        starter_path: &State::starter_place,
    };
    let newer = Newer {
        course: &newer_course,
        files: &files,
        solution: &|exercise: &Exercise| embedded::solution(exercise).map(str::to_owned),
    };
    let mut update = Update::new(&workbook, &newer, args.merge);
    if args.dry_run {
        let mut lines = update_page(&update);
        if update.is_empty() {
            lines.push(up_to_date());
        } else {
            lines.push(Line::empty());
            lines.push(Line::plain(
                "This is what would be done. Nothing was changed.",
            ));
        }
        terminal.print(&lines)?;
        return Ok(ExitCode::Success);
    }
    if terminal.is_interactive() && agrees_to_merge(terminal, &update)? {
        update = Update::new(&workbook, &newer, true);
    }
    let mut writes = update.writes.clone();
    // The last of all: as long as it is the old one, an update that was interrupted is seen to be.
    writes.push(Write {
        path: PathBuf::from(Shipped::PATH),
        exercise: None,
        contents: Contents::Bytes(Shipped::new(&files).render().into_bytes()),
    });
    let plan = Plan {
        operation: Operation::Update(env!("CARGO_PKG_VERSION").to_owned()),
        is_undo: false,
        writes,
        progress: BTreeMap::new(),
        renamed: update.renamed.clone(),
    };
    let done = state.carry_out(plan, SystemTime::now())?;
    let mut lines = update_page(&update);
    if update.is_empty() {
        lines.push(up_to_date());
    }
    if let Some(done) = done.filter(|_| !update.is_empty()) {
        if let Some(said) = &done.said {
            terminal.print_error(&[
                Line::new(Role::Warn, "warning").with(Role::Plain, format!(": {said}"))
            ]);
        }
        lines.push(Line::empty());
        if let Some(dir) = done.backup_dir() {
            lines.push(Line::plain("What was replaced is kept in ").with(Role::Path, dir));
        }
        lines
            .push(Line::new(Role::Key, "workbook undo").with(Role::Plain, " takes all this back."));
    }
    terminal.print(&lines)?;
    Ok(ExitCode::Success)
}

fn up_to_date() -> Line {
    Line::new(Role::Pass, "Up to date").with(
        Role::Plain,
        ": this workbook has the course of this program already.",
    )
}

/// What to tell somebody whose workbook has not got the course of this program.
pub(super) fn offer(context: &Context) -> Option<String> {
    let copy_of = context.course.copy_of.as_deref();
    let is_older = !context.state.is_latest_copy() && ensure_older_copy(copy_of).is_ok();
    is_older.then(|| {
        "This program brings another edition of the course: `workbook update` takes it in, and your work stays."
            .to_owned()
    })
}

/// What an `info.toml` says of where it comes from, also when the rest of it makes no sense.
fn copy_of(info: &str) -> Option<&str> {
    info.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "copy_of").then(|| value.trim().trim_matches('"'))
    })
}

/// Refuses a workbook that is not ours to update.
fn ensure_older_copy(copy_of: Option<&str>) -> Result<(), Error> {
    let here = Place::file(Path::new(info::FILE));
    let Some(copy_of) = copy_of.filter(|copy_of| embedded::is_copy(copy_of)) else {
        return Err(Error::usage(
            Problem::new("this workbook was not written by `workbook init`")
                .at(here)
                .help("whoever made it brings its updates; if it is in git, `git pull` does"),
        ));
    };
    let own = env!("CARGO_PKG_VERSION");
    match copy_of.split(' ').nth(1) {
        Some(other) if version(other) > version(own) => Err(Error::usage(
            Problem::new(format!(
                "this workbook is of version {other}, but this program is of version {own}"
            ))
            .at(here)
            .help("install the newer `workbook`; nothing was changed"),
        )),
        _ => Ok(()),
    }
}

/// The numbers of a version.
fn version(text: &str) -> Vec<u64> {
    text.split(['.', '-', '+'])
        .map_while(|number| number.parse().ok())
        .collect()
}

/// Asks, where there is anything to ask, whether the learner's work shall be joined with what is new.
fn agrees_to_merge(terminal: Terminal, update: &Update) -> Result<bool, Error> {
    let names: Vec<String> = update
        .with(Fate::Mergeable)
        .map(|item| item.path.display().to_string())
        .collect();
    if names.is_empty() {
        return Ok(false);
    }
    let mut lines = vec![Line::plain(format!(
        "{} that you worked on {} changed, and your work can be joined with what is new:",
        count(names.len(), "exercise"),
        if names.len() == 1 { "has" } else { "have" }
    ))];
    lines.extend(
        names
            .into_iter()
            .map(|name| Line::plain("  ").with(Role::Path, name)),
    );
    lines.push(Line::plain(
        "Your versions are kept, and `workbook undo` brings them back.",
    ));
    terminal.print(&lines)?;
    terminal.ask("Join them? Otherwise what is new is put beside yours. [y/N] ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_copies_of_this_course_that_are_not_newer_are_updated() {
        for (info, expected) in [
            (
                "copy_of = \"backend-workbook 0.0.1 abc\"\n[[exercises]]",
                None,
            ),
            (
                "format_version = = 1\ncopy_of=\"backend-workbook 0.1.0 abc\"",
                None,
            ),
            (
                "format_version = 1\n",
                Some("was not written by `workbook init`"),
            ),
            ("copy_of = \"other 0.1.0 abc\"", Some("was not written by")),
            (
                "# copy_of = \"backend-workbook 0.1.0 abc\"",
                Some("was not written by"),
            ),
            (
                "copy_of = \"backend-workbook 999.0.0 abc\"",
                Some("is of version 999.0.0"),
            ),
        ] {
            let found = ensure_older_copy(copy_of(info)).err();
            match (found, expected) {
                (None, None) => {}
                (Some(found), Some(expected)) => {
                    assert!(found.to_string().contains(expected), "{found}");
                }
                (found, _) => panic!("{info:?}: {found:?}"),
            }
        }
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(version("0.10.0") > version("0.9.9"));
        assert!(version("1.0.0") > version("0.9.9"));
        assert_eq!(version("1.2.3-rc1"), version("1.2.3"));
    }
}
