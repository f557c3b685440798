//! The foot of the watch screen: what goes on, how much is solved, and which keys there are.

use super::{Line, Role, clip, markdown_lines, width_of};
use crate::attempt::Phase;
use crate::crates::{self, Progress};
use crate::text::{count, sentence};
use crate::watch::{Page, View, Watch};

pub(super) fn footer(watch: &Watch, width: usize) -> Vec<Line> {
    let mut lines = vec![Line::empty()];
    if let Some(message) = &watch.message {
        lines.extend(
            markdown_lines(message, width)
                .into_iter()
                .map(|line| Line::new(Role::Warn, line.text())),
        );
    }
    let mut progress = progress_line(watch, width);
    // Where there is no verdict yet, the text says it already.
    let is_said = watch.view == View::Verdict && watch.checked.is_none() && watch.failure.is_none();
    let in_background = || watch.crates.as_ref().map(building);
    if let Some(activity) = activity(watch).filter(|_| !is_said).or_else(in_background) {
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
    let keys: &[(&str, &str)] = match &watch.view {
        View::ConfirmReset => &[("y", "reset"), ("n", "leave it")],
        View::Welcome => &[("space", "down"), ("Enter", "begin")],
        View::List(_) => &[("j/k", "move"), ("Enter", "open"), ("q", "back")],
        View::Page(Page::Card(..)) => &[("space", "down"), ("c", "next card"), ("q", "back")],
        View::Page(_) | View::Help | View::Farewell => &[("space", "down"), ("q", "back")],
        View::Hints => &[("h", "next hint"), ("c", "card"), ("q", "back")],
        View::Verdict => &[
            ("n", "next"),
            ("h", "hint"),
            ("c", "card"),
            ("l", "list"),
            ("r", "run"),
            ("x", "reset"),
            ("?", "keys"),
            ("q", "quit"),
        ],
    };
    // Where not all fit, the last two are kept: how to find the others, and the way out.
    let by_rank = (0..keys.len()).map(|idx| (idx + keys.len() - 2.min(keys.len())) % keys.len());
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
    lines.push(line);
    lines
}

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
