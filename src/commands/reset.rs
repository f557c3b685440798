//! `workbook reset`: puts a starter back and keeps what stood there.

use super::context::Context;
use crate::error::{Error, ExitCode};
use crate::files::Done;
use crate::screen::{Line, Role};
use std::time::SystemTime;

pub(super) fn run(context: &Context, name: &str) -> Result<ExitCode, Error> {
    let exercise = context.course.find(name)?;
    context.prepare();
    let path = exercise.path().display().to_string();
    let done = context.state.reset(exercise, SystemTime::now())?;
    let mut lines = vec![Line::new(Role::Path, &path).with(Role::Plain, " is the starter again.")];
    if let Some(done) = &done {
        if let Some(backup) = done.backup() {
            lines.push(Line::plain("Your version is kept in ").with(Role::Path, backup));
        }
        lines.push(Line::new(Role::Key, "workbook undo").with(Role::Plain, " brings it back."));
        if let Some(said) = &done.said {
            context.warn(said);
        }
    }
    context.terminal.print(&lines)?;
    Ok(ExitCode::Success)
}

/// What was done, in one sentence for the foot of the screen.
pub(super) fn said(done: &Done) -> String {
    match done.backup() {
        Some(backup) => {
            format!("Reset. Your version is kept in {backup}; `workbook undo` brings it back.")
        }
        None => "Reset. `workbook undo` brings back what was.".to_owned(),
    }
}
