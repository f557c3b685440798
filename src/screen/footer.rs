//! The foot of the watch screen: what goes on, how much is solved, and which keys there are.

use super::chapters::chapter_score;
use super::{Line, Role, browser, clip, markdown_lines, width_of};
use crate::attempt::Phase;
use crate::crates::{self, Progress};
use crate::text::{count, sentence};
use crate::verdict::Verdict;
use crate::watch::{View, Watch};

/// What the text above the footer is like.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Above {
    /// It does not fit.
    pub(super) scrolls: bool,
    /// It tells how far each chapter is.
    pub(super) shows_chapters: bool,
}

pub(super) fn footer(watch: &Watch, width: usize, above: Above) -> Vec<Line> {
    let mut lines = vec![Line::empty()];
    if let Some(message) = &watch.message {
        lines.extend(
            markdown_lines(message, width)
                .into_iter()
                .map(|line| Line::new(Role::Warn, line.text())),
        );
    }
    if watch.view == View::List {
        lines.extend(browser::details(watch, width));
    }
    let mut progress = progress_line(watch, width);
    // Where there is no verdict yet, the text says it already.
    let is_said = watch.view == View::Verdict && watch.known().is_none() && watch.failure.is_none();
    let in_background = || watch.crates.as_ref().map(building);
    let activity = activity(watch).filter(|_| !is_said).or_else(in_background);
    let chapter = chapter_score(&watch.course, &watch.progress, watch.current);
    if let Some(chapter) = chapter.filter(|_| activity.is_none() && !above.shows_chapters) {
        let chapter = Line::new(Role::Dim, format!("   {chapter}"));
        if width_of(&progress.text()) + width_of(&chapter.text()) <= width {
            progress.spans.extend(chapter.spans);
        }
    }
    if let Some(activity) = activity {
        let activity = Line::new(Role::Warn, format!("   {activity}"));
        if width_of(&progress.text()) + width_of(&activity.text()) > width {
            progress = Line::empty();
        }
        for span in activity.spans {
            let text = if progress.spans.is_empty() {
                span.text.trim_start()
            } else {
                &span.text
            };
            progress.push(span.role, text);
        }
    }
    lines.push(clip(progress, width));
    lines.push(key_line(&keys(watch, above.scrolls), width));
    lines
}

/// The keys that there are, as many as fit.
pub(super) fn key_line(keys: &[(&str, &str)], width: usize) -> Line {
    // Where not all fit, the last two are kept: the way out, and how to find the others.
    let n_others = keys.len().saturating_sub(2);
    let by_rank = (n_others..keys.len()).rev().chain(0..n_others);
    let mut kept = Vec::new();
    let mut columns = 0;
    for idx in by_rank {
        let (key, what) = keys[idx];
        columns += width_of(key) + 1 + width_of(what) + if kept.is_empty() { 0 } else { 2 };
        if columns > width {
            break;
        }
        kept.push(idx);
    }
    kept.sort_unstable();
    let mut line = Line::empty();
    for (position, (key, what)) in kept.iter().map(|&idx| keys[idx]).enumerate() {
        line.push(Role::Plain, if position == 0 { "" } else { "  " });
        line.push(Role::Key, key);
        line.push(Role::Dim, format!(" {what}"));
    }
    line
}

/// The keys that do something here, with a word for each.
fn keys(watch: &Watch, scrolls: bool) -> Vec<(&'static str, &'static str)> {
    let exercise = watch.exercise();
    let verdict = watch.known().map(|checked| &checked.verdict);
    let solved = watch.has_solution && verdict.is_some_and(Verdict::solved);
    let down = scrolls.then_some(("space", "down"));
    let card = exercise.cards().next().is_some().then_some(("c", "card"));
    let keys = match &watch.view {
        View::ConfirmReset => vec![Some(("y", "reset")), Some(("n", "leave it"))],
        View::Welcome => vec![down, Some(("Enter", "begin"))],
        View::List => browser::keys(&watch.list.mode)
            .iter()
            .copied()
            .map(Some)
            .collect(),
        View::ListHelp => vec![down, Some(("q", "back to the list"))],
        // The reader has a foot of its own.
        View::Reader(_) | View::Reference(_) | View::Output | View::Help | View::Farewell => {
            vec![down, BACK]
        }
        View::Hints => {
            let revealed = watch.progress.entry(&exercise.name).hints;
            let more = exercise.next_hint(verdict, &revealed).is_some();
            vec![down, more.then_some(("h", "next hint")), card, BACK]
        }
        View::Verdict => vec![
            watch.saved_elsewhere().map(|_| ("g", "go there")),
            Some(("n", "next")),
            (!exercise.hints.is_empty()).then_some(("h", "hint")),
            (!watch.explanations().is_empty()).then_some(("E", "explain")),
            more_errors(watch),
            more_tests(watch),
            solved.then_some(("d", "compare")),
            card,
            Some(("l", "list")),
            (watch.current > 0).then_some(("p", "previous")),
            Some(("r", "run")),
            verdict.is_some().then_some(("o", "output")),
            Some(("x", "reset")),
            Some(("?", "keys")),
            if watch.is_unfolded() {
                Some(("q", "fold"))
            } else {
                Some(("q", "quit"))
            },
        ],
    };
    keys.into_iter().flatten().collect()
}

fn more_errors(watch: &Watch) -> Option<(&'static str, &'static str)> {
    let what = if watch.unfolded.all_errors {
        "first error"
    } else {
        "all errors"
    };
    watch.has_more_errors().then_some(("e", what))
}

fn more_tests(watch: &Watch) -> Option<(&'static str, &'static str)> {
    let what = if watch.unfolded.all_tests {
        "first test"
    } else {
        "all tests"
    };
    watch.has_more_tests().then_some(("t", what))
}

const BACK: Option<(&str, &str)> = Some(("q", "back"));

/// What goes on right now.
pub(super) fn activity(watch: &Watch) -> Option<String> {
    let run = watch.run.as_ref()?;
    let seconds = watch.now.saturating_duration_since(run.started).as_secs();
    let time = if seconds == 0 {
        String::new()
    } else {
        format!(" {seconds} s")
    };
    Some(match &run.phase {
        Phase::Crates(progress) => building(progress),
        Phase::Compiling => format!("compiling ...{time}"),
        Phase::Testing {
            n_done,
            n_tests,
            running,
        } if seconds > 0 => {
            let name = running.as_deref().map(sentence).unwrap_or_default();
            format!("testing {n_done}/{n_tests}: {name} ...{time}")
        }
        Phase::Testing { n_tests, .. } => format!("testing, {} ...", count(*n_tests, "test")),
        // The text says what it is.
        Phase::SoFar(_) => format!("checking ...{time}"),
        Phase::Proven(_) | Phase::Linting => format!("clippy ...{time}"),
    })
}

/// How far the crates are.
pub fn building(progress: &crates::Progress) -> String {
    match (progress, &progress.blocked) {
        (_, Some(blocked)) => format!("building crates: cargo is {blocked}"),
        (Progress { n_crates: 0, .. }, _) => "building crates ...".to_owned(),
        (
            Progress {
                n_done, n_crates, ..
            },
            _,
        ) => format!("building crates, {n_done} of {n_crates}"),
    }
}

fn progress_line(watch: &Watch, width: usize) -> Line {
    let n = watch.course.exercises.len();
    let n_solved = watch.n_solved();
    let label = format!("{n_solved} of {n} solved");
    let columns = width
        .saturating_sub(width_of(&label) + 3)
        .min(n.clamp(10, 40));
    let mut line = Line::new(Role::Dim, "");
    if columns >= 5 {
        // The first step is seen, and the bar is full only at the end.
        let filled = (n_solved * columns / n.max(1)).max(n_solved.min(1));
        line.push(Role::Dim, "[");
        line.push(Role::Pass, "#".repeat(filled));
        line.push(Role::Dim, format!("{}] ", "-".repeat(columns - filled)));
    }
    line.with(Role::Plain, label)
}
