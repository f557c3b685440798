//! `workbook check`: checks many exercises at once and prints their verdicts in the workbook's order.

use super::context::{self, Context};
use crate::attempt::{Job, Phase, RustcRunner};
use crate::cli::CheckArgs;
use crate::error::{Error, ExitCode, Problem};
use crate::exercise::Exercise;
use crate::schedule::{self, History};
use crate::screen::{Line, Role, building, check_line, unchecked_line};
use crate::terminal::Terminal;
use crate::text::count;
use crate::verdict::Verdict;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

/// One exercise of `check --json`.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    path: String,
    solved: bool,
    summary: String,
    n_tests: usize,
    n_passed: usize,
}

pub(super) fn run(context: &Context, args: &CheckArgs) -> Result<ExitCode, Error> {
    let stop = Context::stop_on_signals();
    let exercises: Vec<&Exercise> = if args.names.is_empty() {
        context.course.exercises.iter().collect()
    } else {
        args.names
            .iter()
            .map(|name| context.course.find(name))
            .collect::<Result<_, _>>()?
    };
    context.prepare();
    let runner = RustcRunner::new(&context.state)?;
    let bar = progress_bar(&context.terminal, exercises.len(), "exercises");
    let name_width = exercises
        .iter()
        .map(|exercise| exercise.name.chars().count())
        .max()
        .unwrap_or(0);
    let mut verdicts: Vec<(&Exercise, Verdict)> = Vec::new();
    let mut errors: Vec<Error> = Vec::new();
    let names: Vec<String> = exercises
        .iter()
        .map(|exercise| exercise.name.clone())
        .collect();
    let history = History::load(&context.state.cache_dir());
    let on_phase = |phase| {
        if let Phase::Crates(progress) = phase {
            bar.set_message(building(&progress));
        }
    };
    let work = |idx: usize| {
        let job = || {
            context
                .job(exercises[idx], true)
                .map(|job| Job { keep: false, ..job })
        };
        let check = || context::check(&runner, job(), &stop, &on_phase);
        let is_unsolved = |result: &Result<Verdict, Error>| {
            result.as_ref().is_ok_and(|verdict| !verdict.solved())
        };
        history.note(&names[idx], check, is_unsolved)
    };
    let checked = schedule::in_order(
        jobs(args.jobs),
        &history.order(&names),
        work,
        |idx, result| {
            let line = match result {
                Ok(verdict) => {
                    let line = check_line(exercises[idx], &verdict, name_width);
                    verdicts.push((exercises[idx], verdict));
                    line
                }
                Err(error) if error.code == ExitCode::Interrupted => return Err(error),
                // What keeps one exercise from being checked, such as a crate that cannot be built, is told once and does
                // not keep the others from it.
                Err(error) => {
                    if !errors.contains(&error) {
                        errors.push(error);
                    }
                    unchecked_line(exercises[idx], name_width)
                }
            };
            let printed = if args.json {
                Ok(())
            } else {
                bar.suspend(|| context.terminal.print(&[line]))
            };
            bar.set_message("");
            bar.inc(1);
            if printed.is_err() {
                stop.stop();
            }
            printed
        },
    );
    history.save();
    bar.finish_and_clear();
    // What was found counts, whoever interrupted the rest or reads no more.
    let progress = context.progress();
    let news: Vec<&str> = verdicts
        .iter()
        .filter(|(exercise, verdict)| verdict.solved() && !progress.is_solved(&exercise.name))
        .map(|(exercise, _)| exercise.name.as_str())
        .collect();
    if !news.is_empty() {
        let now = std::time::SystemTime::now();
        context.update_progress(|progress| {
            for name in &news {
                progress.record_attempt(name, true, now);
            }
        });
    }
    for (exercise, _) in verdicts.iter().filter(|(_, verdict)| verdict.solved()) {
        context::reveal_solution(&context.state, exercise);
    }
    checked?;

    let n_solved = verdicts
        .iter()
        .filter(|(_, verdict)| verdict.solved())
        .count();
    if args.json {
        let rows: Vec<Row<'_>> = verdicts
            .iter()
            .map(|(exercise, verdict)| Row {
                name: &exercise.name,
                path: exercise.path().display().to_string(),
                solved: verdict.solved(),
                summary: verdict.summary(),
                n_tests: verdict.tests.len(),
                n_passed: verdict.n_passed(),
            })
            .collect();
        context.terminal.print_text(&to_json(&rows)?)?;
    } else {
        let role = if n_solved == exercises.len() {
            Role::Pass
        } else {
            Role::Plain
        };
        let total = count(exercises.len(), "exercise");
        context.terminal.print(&[
            Line::empty(),
            Line::new(role, format!("{n_solved} of {total} solved")),
        ])?;
    }
    if !errors.is_empty() {
        return Err(Error {
            code: ExitCode::CannotCheck,
            problems: errors
                .into_iter()
                .flat_map(|error| error.problems)
                .collect(),
        });
    }
    Ok(if n_solved == exercises.len() {
        ExitCode::Success
    } else {
        ExitCode::NotSolved
    })
}

/// Pretty JSON with a line end.
pub(super) fn to_json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string_pretty(value)
        .map(|json| json + "\n")
        .map_err(|source| Error::cannot_check(Problem::new(format!("cannot write JSON: {source}"))))
}

/// A progress bar on standard error, hidden where there is no terminal.
pub(super) fn progress_bar(terminal: &Terminal, len: usize, what: &str) -> ProgressBar {
    if !terminal.shows_progress() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template(&format!("[{{bar:30}}] {{pos}}/{{len}} {what} {{msg}}"))
            .expect("the template is right")
            .progress_chars("#>-");
    ProgressBar::with_draw_target(Some(len as u64), ProgressDrawTarget::stderr()).with_style(style)
}

/// How many jobs to run at once: one for each core, unless the user says otherwise.
pub(super) fn jobs(wanted: Option<u16>) -> usize {
    wanted.map_or_else(
        || std::thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    )
}
