//! Watches the loop and tells what happens in it.

use super::event::{Report, SCHEMA_VERSION, view_name};
use super::rows::{ExerciseRow, HintRow, VerdictRow};
use crate::attempt::Phase;
use crate::screen::{Line, page_lines};
use crate::watch::{Address, Checked, Effect, Event, Page, RunId, Watch};
use std::path::Path;
use std::time::{Duration, Instant};

/// How wide a page is laid.
const COLUMNS: usize = 88;

/// Turns steps of the loop into reports.
#[derive(Debug, Default)]
pub struct Reporter {
    run: Option<Run>,
    view: &'static str,
    message: Option<String>,
    phase: Option<Report>,
    progress: Option<Report>,
}

/// The run whose verdict is awaited.
#[derive(Clone, Copy, Debug)]
struct Run {
    id: RunId,
    exercise: usize,
    started: Instant,
}

impl Reporter {
    /// The session begins: what there is.
    pub fn begin(&mut self, watch: &Watch, root: &Path) -> Vec<Report> {
        let progress = progress(watch);
        self.progress = Some(progress.clone());
        self.view = view_name(&watch.view);
        let row = |(position, exercise)| ExerciseRow::new(exercise, position, &watch.progress);
        vec![
            Report::Session {
                version: SCHEMA_VERSION,
                program: env!("CARGO_PKG_VERSION"),
                title: watch.course.title.clone(),
                root: root.display().to_string(),
                welcome: watch.course.welcome.clone(),
                exercises: watch.course.exercises.iter().enumerate().map(row).collect(),
            },
            progress,
        ]
    }

    /// What follows from one step: the event that the loop took, what it asked for, and its state afterwards.
    pub fn step(&mut self, event: &Event, effects: &[Effect], watch: &Watch) -> Vec<Report> {
        let mut reports = self.heard(event, watch);
        for effect in effects {
            reports.extend(self.asked(effect, watch));
        }
        let view = view_name(&watch.view);
        if view != std::mem::replace(&mut self.view, view) {
            reports.push(Report::View { view });
        }
        let progress = progress(watch);
        if self.progress.as_ref() != Some(&progress) {
            self.progress = Some(progress.clone());
            reports.push(progress);
        }
        // A key takes the message before away; what is there now is new even if it reads the same.
        let is_new =
            matches!(event, Event::Key(_) | Event::Say(_)) || watch.message != self.message;
        if let Some(text) = watch.message.clone().filter(|_| is_new) {
            reports.push(Report::Notice { text });
        }
        self.message.clone_from(&watch.message);
        // Nothing follows the end.
        reports.sort_by_key(|report| matches!(report, Report::End { .. }));
        reports
    }

    fn heard(&mut self, event: &Event, watch: &Watch) -> Vec<Report> {
        let awaited = |id: &RunId| self.run.filter(|run| run.id == *id);
        let verdict = |checked: &Checked| Box::new(checked.verdict.clone());
        let further = |id: &RunId, phase: Phase| {
            let report = awaited(id).map(|run| Report::check_progress(run.id, &phase));
            report.into_iter().collect()
        };
        match event {
            Event::Phase(id, phase) => {
                let report = awaited(id).map(|run| Report::check_progress(run.id, phase));
                // Many a step looks like the one before.
                let is_new = report != self.phase;
                self.phase.clone_from(&report);
                report.filter(|_| is_new).into_iter().collect()
            }
            Event::SoFar(id, checked) => further(id, Phase::SoFar(verdict(checked))),
            Event::Proven(id, checked) => further(id, Phase::Proven(verdict(checked))),
            Event::Finished(id, result) => {
                let Some(run) = awaited(id) else {
                    return Vec::new();
                };
                self.run = None;
                match result {
                    Ok(checked) => {
                        let took = watch.now.saturating_duration_since(run.started);
                        found(checked, run, took, watch)
                    }
                    Err(error) => Report::errors(error),
                }
            }
            Event::Opened(page) => vec![opened(page)],
            Event::OpenedReference(text) => vec![Report::Page {
                kind: "reference",
                title: None,
                text: text.clone(),
            }],
            Event::Crates(crates) => vec![Report::crates(crates.as_ref())],
            _ => Vec::new(),
        }
    }

    fn asked(&mut self, effect: &Effect, watch: &Watch) -> Option<Report> {
        let exercise = |position: usize| &watch.course.exercises[position];
        match *effect {
            Effect::RecordCurrent(position) => Some(Report::Exercise(ExerciseRow::new(
                exercise(position),
                position,
                &watch.progress,
            ))),
            Effect::Start {
                run, exercise: at, ..
            } => {
                self.run = Some(Run {
                    id: run,
                    exercise: at,
                    started: watch.now,
                });
                let row = ExerciseRow::new(exercise(at), at, &watch.progress);
                Some(Report::CheckStarted {
                    check: run.0,
                    exercise: row.name,
                    path: row.path,
                })
            }
            Effect::Cancel(id) => {
                self.run = None;
                Some(Report::CheckCanceled { check: id.0 })
            }
            Effect::RecordHint { exercise: at, hint } => {
                let exercise = exercise(at);
                let revealed = watch.progress.entry(&exercise.name).hints;
                let is_left = |(idx, it): &(usize, &crate::exercise::Hint)| {
                    it.when.is_none() && *idx != hint && !revealed.contains(idx)
                };
                Some(Report::Hint(HintRow {
                    exercise: exercise.name.clone(),
                    number: hint + 1,
                    answers_failure: exercise.hints[hint].when.is_some(),
                    text: exercise.hints[hint].text.trim().to_owned(),
                    n_left: exercise.hints.iter().enumerate().filter(is_left).count(),
                }))
            }
            Effect::Exit(code) => Some(Report::end(
                code,
                watch.n_solved(),
                watch.course.exercises.len(),
            )),
            _ => None,
        }
    }
}

fn progress(watch: &Watch) -> Report {
    let names = watch.course.exercises.iter().map(|exercise| &exercise.name);
    let solved: Vec<String> = names
        .filter(|name| watch.progress.is_solved(name))
        .cloned()
        .collect();
    Report::Progress {
        n_solved: solved.len(),
        n_exercises: watch.course.exercises.len(),
        solved,
    }
}

fn found(checked: &Checked, run: Run, took: Duration, watch: &Watch) -> Vec<Report> {
    let verdict = &checked.verdict;
    let exercise = &watch.course.exercises[run.exercise];
    let messages = verdict
        .diagnostics
        .iter()
        .map(|it| Report::Message(it.into()));
    let tests = verdict.tests.iter().map(|it| Report::Test(it.into()));
    let whole = VerdictRow::new(Some(run.id.0), exercise, verdict, took);
    messages
        .chain(tests)
        .chain([Report::Verdict(whole)])
        .collect()
}

fn opened(page: &Page) -> Report {
    let lines: Vec<String> = page_lines(page, COLUMNS).iter().map(Line::text).collect();
    Report::Page {
        kind: match page.address {
            Address::Cards => "cards",
            Address::Card(_) => "card",
            Address::Exercise(_) => "exercise",
            Address::Explanation(_) => "explanation",
            Address::Solution(_) => "solution",
        },
        title: Some(page.title.clone()),
        text: lines.join("\n"),
    }
}
