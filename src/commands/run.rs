//! `workbook run`: checks one exercise once.

use super::check::{progress_bar, to_json};
use super::context::{self, Context};
use crate::attempt::{Phase, Runner as _, RustcRunner};
use crate::error::{Error, ExitCode};
use crate::report::{ExerciseRow, Run, SCHEMA_VERSION, VerdictRow};
use crate::screen::{Line, Role, verdict_lines};
use std::time::{Instant, SystemTime};

pub(super) fn run(context: &Context, name: Option<&str>, json: bool) -> Result<ExitCode, Error> {
    let stop = Context::stop_on_signals();
    let exercise = context.exercise(name)?;
    context.prepare();
    let job = context.job(exercise, false);
    let text = job.as_ref().map(|job| job.text.clone()).unwrap_or_default();
    let runner = RustcRunner::new(&context.state)?;
    let is_new_version = job
        .as_ref()
        .is_ok_and(|job| runner.remembered(job).is_none());
    // The first exercise that uses crates may wait for them for minutes.
    let bar = progress_bar(&context.terminal, 0, "crates");
    let on_phase = |phase| match phase {
        Phase::Crates(progress) => {
            bar.set_length(progress.n_crates as u64);
            bar.set_position(progress.n_done as u64);
            bar.set_message(progress.blocked.unwrap_or_default());
        }
        _ => bar.finish_and_clear(),
    };
    let started = Instant::now();
    let verdict = context::check(&runner, job, &stop, &on_phase);
    bar.finish_and_clear();
    let verdict = verdict?;
    let took = started.elapsed();
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
    let printed = if json {
        let position = context.course.position(&exercise.name).unwrap_or(0);
        let row = |progress| {
            let row = ExerciseRow::new(exercise, position, progress);
            let solved = row.solved || verdict.solved();
            ExerciseRow { solved, ..row }
        };
        to_json(&Run {
            version: SCHEMA_VERSION,
            exercise: row(&context.progress()),
            verdict: VerdictRow::new(None, exercise, &verdict, took),
            messages: verdict.diagnostics.iter().map(Into::into).collect(),
            tests: verdict.tests.iter().map(Into::into).collect(),
        })
        .and_then(|json| context.terminal.print_text(&json))
    } else {
        context.terminal.print(&lines)
    };
    // Neither an untouched starter nor a version that was checked before is an attempt; what is solved counts always.
    let is_attempt = is_new_version
        && context
            .state
            .starter(exercise)
            .is_none_or(|starter| starter != text);
    context.update_progress(|progress| {
        if verdict.solved() || is_attempt {
            progress.record_attempt(&exercise.name, verdict.solved(), SystemTime::now());
        }
        // Who names an exercise works on it until it is solved: the next hint is for this one.
        if name.is_some() && !verdict.solved() {
            progress.current = Some(exercise.name.clone());
        }
    });
    if verdict.solved() {
        context::reveal_solution(&context.state, exercise);
    }
    printed?;
    Ok(if verdict.solved() {
        ExitCode::Success
    } else {
        ExitCode::NotSolved
    })
}
