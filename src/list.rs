//! What is known of each exercise at a glance, and which of them are asked for: by state, chapter, concept or
//! difficulty, or by what somebody types.

mod filter;
mod search;

pub use filter::{Facet, Filter, facets, find_chapter, find_concept};
pub use search::{Hit, search};

use crate::exercise::Course;
use crate::progress::{Entry, Progress};
use serde::Serialize;

/// How far an exercise has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Never checked.
    New,
    /// Checked, but never solved.
    Tried,
    /// Solved once.
    Solved,
}

impl State {
    /// The state that an entry of the progress tells of.
    pub fn of(entry: &Entry) -> Self {
        match (entry.solved, entry.attempts) {
            (Some(_), _) => Self::Solved,
            (None, 0) => Self::New,
            (None, _) => Self::Tried,
        }
    }

    /// The state as a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Tried => "tried",
            Self::Solved => "solved",
        }
    }
}

/// What is known of one exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
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
    /// The cards it practises.
    pub concepts: Vec<String>,
}

/// All exercises with what is known of them.
pub fn rows(course: &Course, progress: &Progress) -> Vec<Row> {
    course
        .exercises
        .iter()
        .map(|exercise| {
            let entry = progress.entry(&exercise.name);
            Row {
                name: exercise.name.clone(),
                title: exercise.title.clone(),
                dir: exercise.dir.clone(),
                path: exercise.path().display().to_string(),
                state: State::of(&entry),
                current: progress.current.as_ref() == Some(&exercise.name),
                difficulty: exercise.difficulty,
                minutes: exercise.minutes,
                attempts: entry.attempts,
                hints: entry.hints.len(),
                concepts: exercise.concepts.clone(),
            }
        })
        .collect()
}
