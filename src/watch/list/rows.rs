//! The rows of the list: chapters and exercises that are let through, or what was found.

use super::List;
use crate::exercise::Course;
use crate::list::{Hit, State, search};
use crate::progress::Progress;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListRow {
    /// The head of a chapter.
    Chapter(Chapter),
    /// An exercise, by its position, and why it was found.
    Exercise(usize, Option<Hit>),
}

/// The head of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its directory.
    pub dir: String,
    /// Whether its exercises are hidden.
    pub is_folded: bool,
    /// How many exercises it has, whatever is let through.
    pub n_exercises: usize,
    /// How many of them are solved.
    pub n_solved: usize,
    /// How many minutes an interviewer would give for the others.
    pub minutes_left: usize,
}

impl List {
    pub(super) fn found(&self, course: &Course, progress: &Progress) -> Vec<ListRow> {
        let states: Vec<State> = course
            .exercises
            .iter()
            .map(|exercise| State::of(&progress.entry(&exercise.name)))
            .collect();
        let is_let_through = |idx: usize| self.filter.admits(&course.exercises[idx], states[idx]);
        if !self.query.trim().is_empty() {
            return search(course, &self.query, is_let_through)
                .into_iter()
                .map(|hit| ListRow::Exercise(hit.exercise, Some(hit)))
                .collect();
        }
        let dirs = course.chapters();
        if dirs == [""] {
            return (0..states.len())
                .filter(|&idx| is_let_through(idx))
                .map(|idx| ListRow::Exercise(idx, None))
                .collect();
        }
        let mut rows = Vec::new();
        for dir in dirs {
            let all: Vec<usize> = (0..states.len())
                .filter(|&idx| course.exercises[idx].dir == dir)
                .collect();
            let is_open = |idx: &&usize| states[**idx] != State::Solved;
            let minutes = |idx: &usize| course.exercises[*idx].minutes.map_or(0, usize::from);
            let is_folded = self.folded.contains(&dir);
            let chapter = Chapter {
                is_folded,
                n_exercises: all.len(),
                n_solved: all.len() - all.iter().filter(is_open).count(),
                minutes_left: all.iter().filter(is_open).map(minutes).sum(),
                dir,
            };
            let mut shown = all
                .into_iter()
                .filter(|&idx| is_let_through(idx))
                .map(|idx| ListRow::Exercise(idx, None))
                .peekable();
            if shown.peek().is_some() {
                rows.push(ListRow::Chapter(chapter));
                if !is_folded {
                    rows.extend(shown);
                }
            }
        }
        rows
    }
}
