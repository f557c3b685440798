//! `workbook reset`: puts a starter back and keeps what stood there.

use super::context::Context;
use crate::error::{Error, ExitCode};
use crate::screen::{Line, Role};
use std::time::SystemTime;

pub(super) fn run(context: &Context, name: &str) -> Result<ExitCode, Error> {
    let exercise = context.course.find(name)?;
    context.prepare();
    let path = exercise.path().display().to_string();
    let backup = context.state.reset(exercise, SystemTime::now())?;
    // It is to be solved once more.
    context.update_progress(|progress| progress.forget(&exercise.name));
    let mut lines = vec![Line::new(Role::Path, &path).with(Role::Plain, " is the starter again.")];
    if let Some(backup) = backup {
        lines.push(
            Line::plain("Your version is kept in ").with(Role::Path, backup.display().to_string()),
        );
    }
    context.terminal.print(&lines)?;
    Ok(ExitCode::Success)
}
