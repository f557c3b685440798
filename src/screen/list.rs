//! The exercises as a table.

use super::{Line, Role, width_of};
use crate::exercise::Course;
use crate::progress::Progress;
use serde::Serialize;

/// What is known of an exercise at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Never checked.
    New,
    /// Checked, but never solved.
    Tried,
    /// Solved once.
    Solved,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// The exercise's name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The chapter's directory.
    pub dir: String,
    /// The file, relative to the workbook.
    pub path: String,
    /// Whether it is solved.
    pub state: State,
    /// Whether it is the one to go on with.
    pub current: bool,
    /// From 1 to 5.
    pub difficulty: Option<u8>,
    /// What an interviewer would give.
    pub minutes: Option<u16>,
    /// How many versions were checked until it was solved.
    pub attempts: u32,
    /// How many hints were shown.
    pub hints: usize,
}

/// All exercises with what is known of them.
pub fn list_rows(course: &Course, progress: &Progress) -> Vec<ListRow> {
    course
        .exercises
        .iter()
        .map(|exercise| {
            let entry = progress.entry(&exercise.name);
            ListRow {
                name: exercise.name.clone(),
                title: exercise.title.clone(),
                dir: exercise.dir.clone(),
                path: exercise.path().display().to_string(),
                state: match (entry.solved, entry.attempts) {
                    (Some(_), _) => State::Solved,
                    (None, 0) => State::New,
                    (None, _) => State::Tried,
                },
                current: progress.current.as_ref() == Some(&exercise.name),
                difficulty: exercise.difficulty,
                minutes: exercise.minutes,
                attempts: entry.attempts,
                hints: entry.hints.len(),
            }
        })
        .collect()
}

/// The table, with a mark before the row `marked`.
pub fn list_table(rows: &[ListRow], marked: Option<usize>) -> Vec<Line> {
    let column =
        |of: fn(&ListRow) -> &str| rows.iter().map(|row| width_of(of(row))).max().unwrap_or(0);
    let name_width = column(|row| &row.name).max("exercise".len());
    let title_width = column(|row| &row.title).max("title".len());
    let pad = |text: &str, width: usize| {
        format!(
            "{text}{}",
            " ".repeat(width.saturating_sub(width_of(text)) + 2)
        )
    };
    let head = format!(
        "  {}{}{}{}{}{}{}",
        pad("state", 6),
        pad("exercise", name_width),
        pad("title", title_width),
        pad("level", 5),
        pad("min", 3),
        pad("tries", 5),
        "hints"
    );
    let mut lines = vec![Line::new(Role::Dim, head)];
    for (idx, row) in rows.iter().enumerate() {
        let (role, state) = match row.state {
            State::Solved => (Role::Pass, "solved"),
            State::Tried => (Role::Warn, "tried"),
            State::New => (Role::Dim, "new"),
        };
        let mark = if marked == Some(idx) { "> " } else { "  " };
        let name_role = if row.current {
            Role::Strong
        } else {
            Role::Plain
        };
        let number = |number: Option<String>| number.unwrap_or_else(|| "-".to_owned());
        lines.push(
            Line::new(Role::Key, mark)
                .with(role, pad(state, 6))
                .with(name_role, pad(&row.name, name_width))
                .with(Role::Plain, pad(&row.title, title_width))
                .with(
                    Role::Plain,
                    pad(&number(row.difficulty.map(|level| format!("{level}/5"))), 5),
                )
                .with(
                    Role::Plain,
                    pad(&number(row.minutes.map(|minutes| minutes.to_string())), 3),
                )
                .with(Role::Dim, pad(&row.attempts.to_string(), 5))
                .with(Role::Dim, row.hints.to_string()),
        );
    }
    lines
}
