//! `workbook run`: checks one exercise once.

use super::context::{self, Context};
use crate::attempt::RustcRunner;
use crate::error::{Error, ExitCode};
use crate::screen::{Line, Role, verdict_lines};

pub(super) fn run(context: &Context, name: Option<&str>) -> Result<ExitCode, Error> {
    let stop = Context::stop_on_signals();
    let exercise = context.exercise(name)?;
    context.prepare();
    let job = context.job(exercise, false);
    let text = job.as_ref().map(|job| job.text.clone()).unwrap_or_default();
    let runner = RustcRunner::new(&context.state)?;
    let verdict = context::check(&runner, job, &stop, &|_| {})?;
    let mut lines = vec![
        Line::new(Role::Title, &exercise.title)
            .with(Role::Dim, "   ")
            .with(Role::Path, exercise.path().display().to_string()),
        Line::empty(),
    ];
    lines.extend(verdict_lines(
        exercise,
        &verdict,
        &text,
        context.terminal.width(),
    ));
    let printed = context.terminal.print(&lines);
    // An untouched starter is no attempt, unless it is solved: the learner may have been quicker than we.
    if verdict.solved()
        || context
            .state
            .starter(exercise)
            .is_none_or(|starter| starter != text)
    {
        context.record(exercise, verdict.solved());
    }
    printed?;
    Ok(if verdict.solved() {
        ExitCode::Success
    } else {
        ExitCode::NotSolved
    })
}
