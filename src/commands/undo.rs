//! `workbook undo`: brings back what the last change replaced, or lists the changes.

use super::context::Context;
use crate::change::Change;
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
    let files = &done.change.files;
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
            Some(backup) => line
                .with(Role::Plain, "; what stood there is kept in ")
                .with(Role::Path, backup),
            None => line,
        });
    }
    if files.len() > MAX_NAMED {
        let n_more = files.len() - MAX_NAMED;
        lines.push(Line::new(
            Role::Dim,
            format!("  and {} more", count(n_more, "file")),
        ));
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
