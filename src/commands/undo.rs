//! `workbook undo`: brings back what the last change replaced, or lists the changes.

use super::context::Context;
use crate::change::{Change, FileBefore, Operation};
use crate::cli::UndoArgs;
use crate::error::{Error, ExitCode, Place, Problem};
use crate::files::Done;
use crate::screen::{Line, Role};
use crate::text::{ago, count};
use std::path::Path;
use std::time::SystemTime;

/// Where many files were replaced, so many are named.
const MAX_NAMED: usize = 10;

pub(super) fn run(context: &Context, args: &UndoArgs) -> Result<ExitCode, Error> {
    let changes = context.state.changes();
    if changes.is_empty() {
        context.terminal.print(&[Line::plain(
            "There is nothing to undo: no exercise was reset here, and the workbook was not updated.",
        )])?;
        return Ok(ExitCode::Nothing);
    }
    let now = SystemTime::now();
    if args.list {
        return list(context, changes, now);
    }
    let chosen = match args.number {
        None => changes.into_iter().next_back(),
        Some(number) => changes.into_iter().rfind(|(other, _)| *other == number),
    };
    let (_, change) = chosen.ok_or_else(|| {
        Error::usage(
            Problem::new(format!(
                "there is no change with the number {}",
                args.number.unwrap_or_default()
            ))
            .at(Place::file(Path::new(".workbook/changes")))
            .help("`workbook undo --list` shows them all"),
        )
    })?;
    let change = change.map_err(|problem| {
        Error::cannot_check(problem.help(
            "nothing was changed; `workbook undo --list` shows the others, `workbook undo NUMBER` undoes one of them",
        ))
    })?;
    match context.state.undo(&context.course, &change, now)? {
        None => {
            context.terminal.print(&[Line::plain(format!(
                "There is nothing to undo: all is as it was before {}.",
                when(&change, now)
            ))])?;
            Ok(ExitCode::Nothing)
        }
        Some(done) => {
            if let Some(said) = &done.said {
                context.warn(said);
            }
            context.terminal.print(&report(&change, &done, now))?;
            Ok(ExitCode::Success)
        }
    }
}

/// Takes the last change back if it was a reset, or the undo of one, and tells in one sentence what was done: the loop
/// knows no other course than the one it began with.
pub(super) fn last_reset(context: &Context) -> Result<String, Error> {
    let now = SystemTime::now();
    let Some((_, change)) = context.state.changes().pop() else {
        return Ok("There is nothing to undo: no exercise was reset here.".to_owned());
    };
    let change = change.map_err(Error::cannot_check)?;
    let exercise = match &change.operation {
        Operation::Reset(exercise) => exercise,
        Operation::Update(_) => {
            return Ok(format!(
                "The last change is {}; `workbook undo` takes it back when this has ended.",
                change.what()
            ));
        }
    };
    Ok(match context.state.undo(&context.course, &change, now)? {
        None => format!(
            "There is nothing to undo: all is as it was before {}.",
            when(&change, now)
        ),
        Some(_) if change.is_undo => {
            format!("`{exercise}` is reset again; `u` once more brings your version back.")
        }
        Some(_) => format!("The reset of `{exercise}` is undone; `u` once more resets it again."),
    })
}

/// A change and its time: "the reset of `add`, 3 hours ago".
fn when(change: &Change, now: SystemTime) -> String {
    let time = now.duration_since(change.time).unwrap_or_default();
    format!("{}, {}", change.what(), ago(time))
}

fn list(
    context: &Context,
    changes: Vec<(u32, Result<Change, Problem>)>,
    now: SystemTime,
) -> Result<ExitCode, Error> {
    let lines: Vec<Line> = changes
        .into_iter()
        .rev()
        .map(|(number, change)| {
            let line = Line::new(Role::Key, format!("{number:>4}")).with(Role::Plain, "  ");
            match change {
                Ok(change) => line.with(Role::Plain, when(&change, now)).with(
                    Role::Dim,
                    format!("   {}", count(change.files.len(), "file")),
                ),
                Err(problem) => line.with(Role::Warn, problem.what),
            }
        })
        .collect();
    context.terminal.print(&lines)?;
    Ok(ExitCode::Success)
}

/// What came back, and where to find what stood there.
fn report(change: &Change, done: &Done, now: SystemTime) -> Vec<Line> {
    let mut lines = vec![Line::new(Role::Pass, "Undone: ").with(Role::Plain, when(change, now))];
    // What is kept for the program itself is nothing to tell of.
    let told = |file: &&FileBefore| !file.path.starts_with(".workbook/");
    let files: Vec<&FileBefore> = done.change.files.iter().filter(told).collect();
    // Many files are kept together.
    let kept_in = match change.operation {
        Operation::Reset(_) => None,
        Operation::Update(_) => done.backup_dir(),
    };
    for file in files.iter().take(MAX_NAMED) {
        let was_absent = change
            .files
            .iter()
            .any(|before| before.path == file.path && before.backup.is_none());
        let news = if was_absent {
            " is gone again"
        } else if file.backup.is_none() {
            " is back"
        } else {
            " is as it was"
        };
        let line = Line::plain("  ").with(Role::Path, &file.path);
        let line = line.with(Role::Plain, news);
        lines.push(match &file.backup {
            Some(backup) if kept_in.is_none() => line
                .with(Role::Plain, "; what stood there is kept in ")
                .with(Role::Path, backup),
            _ => line,
        });
    }
    if files.len() > MAX_NAMED {
        let n_more = files.len() - MAX_NAMED;
        lines.push(Line::new(
            Role::Dim,
            format!("  and {} more", count(n_more, "file")),
        ));
    }
    if let Some(dir) = kept_in {
        lines.push(Line::plain("What stood there is kept in ").with(Role::Path, dir));
    }
    for name in done.change.progress.keys() {
        let is_back = change.progress.values().any(Option::is_some);
        lines.push(Line::plain(if is_back {
            format!("  the progress of `{name}` is back")
        } else {
            format!("  the progress of `{name}` is forgotten again")
        }));
    }
    lines.push(
        Line::new(Role::Key, "workbook undo").with(Role::Plain, " once more takes this back."),
    );
    lines
}
