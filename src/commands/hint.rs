//! `workbook hint`: the next step of help, or all of them.

use super::context::Context;
use crate::attempt::{Runner as _, RustcRunner};
use crate::error::{Error, ExitCode};
use crate::exercise::{Exercise, Format};
use crate::files;
use crate::screen::{Line, Role, hint_page, way_to_solution};
use crate::verdict::Verdict;
use std::collections::BTreeSet;

pub(super) fn run(context: &Context, name: Option<&str>, all: bool) -> Result<ExitCode, Error> {
    let exercise = context.exercise(name)?;
    let terminal = &context.terminal;
    let mut lines = vec![Line::new(Role::Title, &exercise.title), Line::empty()];
    if exercise.hints.is_empty() {
        lines.push(Line::plain("This exercise has no hints."));
        terminal.print(&lines)?;
        return Ok(ExitCode::Nothing);
    }
    if all {
        let indices: Vec<usize> = (0..exercise.hints.len()).collect();
        lines.extend(hint_page(exercise, &indices, None, terminal.width()));
        context.update_progress(|progress| {
            for idx in 0..exercise.hints.len() {
                progress.record_hint(&exercise.name, idx);
            }
        });
        terminal.print(&lines)?;
        return Ok(ExitCode::Success);
    }
    let mut revealed: BTreeSet<usize> = context.progress().entry(&exercise.name).hints;
    let verdict = last_verdict(context, exercise);
    let next = exercise.next_hint(verdict.as_ref(), &revealed);
    let shown: Vec<usize> = match next {
        Some(next) => {
            revealed.insert(next);
            context.update_progress(|progress| progress.record_hint(&exercise.name, next));
            vec![next]
        }
        // The last steps are nearest to the answer.
        None => revealed.iter().rev().copied().collect(),
    };
    let is_open = |(idx, hint): &(usize, &crate::exercise::Hint)| {
        hint.when.is_none() && !revealed.contains(idx)
    };
    let n_left = exercise.hints.iter().enumerate().filter(is_open).count();
    lines.extend(hint_page(exercise, &shown, Some(n_left), terminal.width()));
    if n_left == 0 && context.course.format == Format::Workbook {
        let is_solved = context.progress().is_solved(&exercise.name);
        lines.push(way_to_solution(exercise, is_solved));
    }
    let answers = next.is_some_and(|next| exercise.hints[next].when.is_some());
    let code = verdict.iter().flat_map(Verdict::error_codes).next();
    if let Some(code) = code.filter(|_| !answers) {
        lines.push(
            Line::plain("What the compiler's error means: ")
                .with(Role::Key, format!("workbook explain {code}")),
        );
    }
    if let Some(card) = exercise.cards().next() {
        lines.push(
            Line::plain("The idea behind it: ").with(Role::Key, format!("workbook concept {card}")),
        );
    }
    terminal.print(&lines)?;
    Ok(ExitCode::Success)
}

/// The verdict on what the file holds now, if it was checked before; nothing is compiled for a hint.
fn last_verdict(context: &Context, exercise: &Exercise) -> Option<Verdict> {
    if !files::exists(&context.state.cache_dir()) {
        return None;
    }
    let job = context.job(exercise, true).ok()?;
    RustcRunner::new(&context.state).ok()?.remembered(&job)
}
