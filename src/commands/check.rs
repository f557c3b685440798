//! `workbook check`: checks many exercises at once and prints their verdicts in the workbook's order.

use super::context::{self, Context};
use crate::attempt::RustcRunner;
use crate::cli::CheckArgs;
use crate::error::{Error, ExitCode, Problem};
use crate::exercise::Exercise;
use crate::screen::{Line, Role, check_line};
use crate::text::count;
use crate::verdict::Verdict;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

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
    let bar = progress_bar(context, exercises.len(), "exercises");
    let name_width = exercises
        .iter()
        .map(|exercise| exercise.name.chars().count())
        .max()
        .unwrap_or(0);
    let mut verdicts: Vec<(&Exercise, Verdict)> = Vec::new();
    let mut printed = Ok(());
    let checked = in_order(
        jobs(args.jobs),
        exercises.len(),
        |idx| context::check(&runner, context.job(exercises[idx], true), &stop, &|_| {}),
        |idx, verdict| {
            if let Ok(verdict) = &verdict
                && !args.json
                && printed.is_ok()
            {
                printed = bar.suspend(|| {
                    context
                        .terminal
                        .print(&[check_line(exercises[idx], verdict, name_width)])
                });
            }
            bar.inc(1);
            let failed = verdict.is_err() || printed.is_err();
            if failed {
                stop.stop();
            }
            verdict.map(|verdict| verdicts.push((exercises[idx], verdict)))
        },
    );
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
    printed?;
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
        let role = if n_solved == verdicts.len() {
            Role::Pass
        } else {
            Role::Plain
        };
        let total = count(verdicts.len(), "exercise");
        context.terminal.print(&[
            Line::empty(),
            Line::new(role, format!("{n_solved} of {total} solved")),
        ])?;
    }
    Ok(if n_solved == verdicts.len() {
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
pub(super) fn progress_bar(context: &Context, len: usize, what: &str) -> ProgressBar {
    if !context.terminal.shows_progress() {
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

/// Does `n` pieces of work on several threads and hands over the results in order, each as soon as those before it
/// are there. Stops at the first error that `take` returns.
fn in_order<T: Send, E: Send>(
    n_threads: usize,
    n: usize,
    work: impl Fn(usize) -> Result<T, E> + Sync,
    mut take: impl FnMut(usize, Result<T, E>) -> Result<(), E>,
) -> Result<(), E> {
    let next = AtomicUsize::new(0);
    let (sender, results) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..n_threads.min(n) {
            let sender = sender.clone();
            let (next, work) = (&next, &work);
            scope.spawn(move || {
                loop {
                    let idx = next.fetch_add(1, Ordering::Relaxed);
                    if idx >= n || sender.send((idx, work(idx))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (idx, result) in results {
            waiting.insert(idx, result);
            while let Some(result) = waiting.remove(&due) {
                if let Err(error) = take(due, result) {
                    // No thread begins anything new.
                    next.store(n, Ordering::Relaxed);
                    return Err(error);
                }
                due += 1;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_order_they_are_ready_in() {
        for n_threads in [1, 3, 8] {
            let mut seen = Vec::new();
            let result: Result<(), ()> = in_order(
                n_threads,
                50,
                |idx| Ok(idx * 2),
                |idx, value| {
                    seen.push((idx, value?));
                    Ok(())
                },
            );
            assert_eq!(result, Ok(()));
            assert_eq!(seen, (0..50).map(|idx| (idx, idx * 2)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_first_error_ends_it() {
        let mut seen = 0;
        let result = in_order(
            2,
            1000,
            |idx| if idx == 3 { Err(idx) } else { Ok(idx) },
            |_, value| {
                value?;
                seen += 1;
                Ok(())
            },
        );
        assert_eq!((result, seen), (Err(3), 3));
    }
}
