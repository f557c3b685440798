//! `workbook reset`: puts a starter back and keeps what stood there.

use super::context::Context;
use crate::error::{Error, ExitCode};
use crate::exercise::Exercise;
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

/// Resets, and tells in one sentence what was done: for the foot of the screen.
pub(super) fn in_watch(context: &Context, exercise: &Exercise) -> Result<String, Error> {
    let done = context.state.reset(exercise, SystemTime::now())?;
    let backup = done.as_ref().and_then(Done::backup);
    Ok(match (&done, backup) {
        (_, Some(backup)) => {
            format!("Reset. Your version is kept in {backup}; `u` brings it back.")
        }
        (Some(_), None) => "Reset. `u` brings back what was.".to_owned(),
        (None, None) => "This is the starter.".to_owned(),
    })
}
