//! The same events as sentences that are only ever appended, for screen readers and logs. Nothing is said by a color, a
//! sign or a picture alone; a place is `FILE:LINE:COLUMN: error: WORDS`, as editors and their problem matchers read it.

use super::event::Report;
use super::rows::ExerciseRow;
use crate::screen::{Line, Role};
use crate::text::{count, sanitize, sentence, short_name};

/// An event as sentences; verdicts are told by [`verdict_sentences`], and pages as they are shown.
pub fn sentences(report: &Report) -> Vec<Line> {
    match report {
        Report::Session { exercises, .. } => vec![
            Line::plain(format!(
                "Watching {}; every save is checked.",
                count(exercises.len(), "exercise")
            )),
            Line::plain(
                "Type a letter and Enter: h for a hint, n for the next exercise, ? for all keys, q to quit.",
            ),
        ],
        Report::Exercise(row) => introduction(row),
        Report::CheckStarted { path, .. } => vec![Line::plain(format!("Checking {path}."))],
        Report::CheckProgress {
            phase: "testing",
            n_done: Some(n_done),
            n_tests: Some(n_tests),
            test: Some(test),
            ..
        } => vec![Line::plain(format!(
            "Still testing: {n_done} of {} done, now {}.",
            count(*n_tests, "test"),
            sentence(short_name(test))
        ))],
        Report::Crates { done: true, .. } => {
            vec![Line::plain("The crates that exercises may use are ready.")]
        }
        Report::Crates {
            blocked: Some(blocked),
            ..
        } => vec![Line::plain(format!(
            "Building the crates that exercises may use: cargo is {blocked}."
        ))],
        Report::Crates { .. } => vec![Line::plain(
            "Building the crates that exercises may use, in the background.",
        )],
        Report::Hint(hint) => {
            let mut lines = vec![Line::new(Role::Heading, format!("Hint {}.", hint.number))];
            lines.extend(hint.text.lines().map(Line::plain));
            lines.push(Line::plain(match hint.n_left {
                0 => "That was the last hint.".to_owned(),
                n_left => format!("{} left.", count(n_left, "more hint")),
            }));
            lines
        }
        Report::Notice { text } => vec![Line::plain(text)],
        Report::Error {
            text,
            file,
            line,
            column,
            notes,
            help,
        } => {
            let mut lines = vec![place(
                file.as_deref(),
                line.zip(*column),
                &format!("error: {text}"),
                Role::Fail,
            )];
            lines.extend(
                notes
                    .iter()
                    .map(|note| Line::plain(format!("Note: {note}"))),
            );
            lines.extend(
                help.iter()
                    .map(|help| Line::plain(format!("What to do: {help}"))),
            );
            lines
        }
        Report::CheckProgress {
            phase: "compiling", ..
        } => vec![Line::plain("Still compiling.")],
        Report::CheckProgress {
            phase: "linting", ..
        } => vec![Line::plain("Clippy is still at work.")],
        Report::CheckProgress { .. }
        | Report::CheckCanceled { .. }
        | Report::Message(_)
        | Report::Test(_)
        | Report::Verdict(_)
        | Report::View { .. }
        | Report::Page { .. }
        | Report::Progress { .. }
        | Report::End { .. } => Vec::new(),
    }
}

fn introduction(row: &ExerciseRow) -> Vec<Line> {
    let about = [
        Some(format!("Exercise {}: {}.", row.number, row.title)),
        row.difficulty
            .map(|difficulty| format!("Difficulty {difficulty} of 5.")),
        row.minutes
            .map(|minutes| format!("About {}.", count(usize::from(minutes), "minute"))),
        row.solved.then(|| "It is solved.".to_owned()),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    vec![
        Line::new(Role::Title, about.join(" ")),
        Line::plain(format!("File: {}", row.path)),
    ]
}

/// A place and words, as editors and their problem matchers read it.
pub(super) fn place(
    file: Option<&str>,
    position: Option<(usize, usize)>,
    words: &str,
    role: Role,
) -> Line {
    let place = match (file, position) {
        (Some(file), Some((line, column))) => format!("{}:{line}:{column}: ", sanitize(file)),
        (Some(file), None) => format!("{}: ", sanitize(file)),
        (None, _) => String::new(),
    };
    Line::new(Role::Path, place).with(role, sanitize(words))
}
