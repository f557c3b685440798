//! The list of exercises as a state of its own: what is shown, what is selected, what keys and mouse do. Pure, as the
//! loop is.

mod cursor;
mod picker;
mod rows;

pub use cursor::Cursor;
pub use picker::{Choice, Picker};
pub use rows::{Chapter, ListRow};

use super::{Key, Mouse};
use crate::exercise::Course;
use crate::list::Filter;
use crate::progress::Progress;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Two clicks on one row within this time are a double click.
const DOUBLE_CLICK: Duration = Duration::from_millis(500);

/// The list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    /// What is let through.
    pub filter: Filter,
    /// What is searched for.
    pub query: String,
    /// What keys are for.
    pub mode: Mode,
    /// The rows there are.
    pub rows: Vec<ListRow>,
    /// The selected one.
    pub cursor: Cursor,
    folded: BTreeSet<String>,
    clicked: Option<(usize, Instant)>,
}

/// What keys are for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Mode {
    /// Moving about.
    #[default]
    Browse,
    /// Typing what to search for.
    Search,
    /// Choosing what to filter by.
    Filter(Picker),
    /// Answering whether to reset this exercise.
    ConfirmReset(usize),
}

/// What the learner wants of the loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Nothing.
    Stay,
    /// To go back.
    Leave,
    /// To read what the keys do.
    Help,
    /// To be told this.
    Say(String),
    /// To work on this exercise.
    Open(usize),
    /// To have its file in the editor.
    Edit(usize),
    /// To have its starter back.
    Reset(usize),
}

impl List {
    /// Opens it with an exercise selected. Filter and folds are those of the last time.
    pub(super) fn open(&mut self, course: &Course, progress: &Progress, current: usize) {
        self.mode = Mode::Browse;
        self.query.clear();
        self.clicked = None;
        self.folded.remove(&course.exercises[current].dir);
        self.refresh(course, progress);
        let is_current =
            |row: &ListRow| matches!(row, ListRow::Exercise(idx, _) if *idx == current);
        let at = self.rows.iter().position(is_current).unwrap_or(0);
        self.cursor.go_to(at, self.rows.len());
    }

    /// Finds out what is to be shown; what was selected stays so, if it is still there.
    pub(super) fn refresh(&mut self, course: &Course, progress: &Progress) {
        let selected = self.rows.get(self.cursor.at).cloned();
        self.rows = self.found(course, progress);
        let dir_of = |row: &ListRow| match row {
            ListRow::Chapter(chapter) => chapter.dir.clone(),
            ListRow::Exercise(idx, _) => course.exercises[*idx].dir.clone(),
        };
        let at = selected.and_then(|selected| {
            let is_same = |row: &ListRow| match (row, &selected) {
                (ListRow::Chapter(chapter), ListRow::Chapter(other)) => chapter.dir == other.dir,
                (ListRow::Exercise(idx, _), ListRow::Exercise(other, _)) => idx == other,
                _ => false,
            };
            let is_its_chapter = |row: &ListRow| {
                matches!(row, ListRow::Chapter(chapter) if chapter.is_folded && chapter.dir == dir_of(&selected))
            };
            let rows = &self.rows;
            rows.iter()
                .position(is_same)
                .or_else(|| rows.iter().position(is_its_chapter))
        });
        self.cursor
            .go_to(at.unwrap_or(self.cursor.at), self.rows.len());
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&ListRow> {
        self.rows.get(self.cursor.at)
    }

    /// Notes what whoever draws did: in which line the rows begin, which one is the first, how many fit.
    pub(super) fn drawn(&mut self, top: usize, first: usize, room: usize) {
        match &mut self.mode {
            Mode::Filter(picker) => picker.cursor.drawn(top, first, room),
            _ => self.cursor.drawn(top, first, room),
        }
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: Key, course: &Course, progress: &Progress) -> Wish {
        self.clicked = None;
        let wish = match &self.mode {
            Mode::Browse => self.browse(key, course, progress),
            Mode::Search => self.type_query(key),
            Mode::Filter(_) => self.choose(key),
            Mode::ConfirmReset(exercise) => {
                let exercise = *exercise;
                self.mode = Mode::Browse;
                match key {
                    Key::Char('y' | 'Y') => Wish::Reset(exercise),
                    _ => Wish::Say("Nothing was reset.".to_owned()),
                }
            }
        };
        self.refresh(course, progress);
        wish
    }

    fn browse(&mut self, key: Key, course: &Course, progress: &Progress) -> Wish {
        let n_rows = self.rows.len();
        let key = match key {
            Key::Char('k') => Key::Up,
            Key::Char('j') => Key::Down,
            Key::Char('b') => Key::PageUp,
            Key::Char(' ') => Key::PageDown,
            Key::Char('g') => Key::Home,
            Key::Char('G') => Key::End,
            key => key,
        };
        match key {
            Key::Enter => return self.enter(),
            Key::Escape if !self.query.is_empty() => self.query.clear(),
            Key::Escape | Key::Char('q' | 'l') => return Wish::Leave,
            Key::Char('/') => self.mode = Mode::Search,
            Key::Char('f') => self.mode = Mode::Filter(Picker::new(course, progress)),
            Key::Char('s') => self.filter.turn_state(),
            Key::Char('a') => {
                self.filter = Filter::default();
                self.query.clear();
            }
            Key::Char('e') => return self.with_exercise(Wish::Edit),
            Key::Char('x') => match self.exercise() {
                Some(exercise) => self.mode = Mode::ConfirmReset(exercise),
                None => return self.with_exercise(Wish::Reset),
            },
            Key::Char('?') => return Wish::Help,
            Key::Char('z') => self.fold_all(course),
            Key::Left => self.fold(course),
            Key::Right => self.unfold(),
            Key::Tab => self.go_to_chapter(|rows, at| {
                (at + 1..rows.len()).find(|&row| matches!(rows[row], ListRow::Chapter(_)))
            }),
            Key::BackTab => self.go_to_chapter(|rows, at| {
                (0..at).rfind(|&row| matches!(rows[row], ListRow::Chapter(_)))
            }),
            Key::Char(ch) => {
                return Wish::Say(format!("`{ch}` does nothing here; `?` shows the keys."));
            }
            key => drop(self.cursor.key(key, n_rows)),
        }
        Wish::Stay
    }

    fn type_query(&mut self, key: Key) -> Wish {
        match key {
            Key::Char(ch) => {
                self.query.push(ch);
                self.start_anew();
            }
            Key::Backspace if self.query.pop().is_some() => self.start_anew(),
            Key::Escape | Key::Backspace => {
                self.query.clear();
                self.mode = Mode::Browse;
            }
            Key::Tab => self.mode = Mode::Browse,
            Key::Enter if !self.rows.is_empty() => {
                self.mode = Mode::Browse;
                return self.enter();
            }
            key => drop(self.cursor.key(key, self.rows.len())),
        }
        Wish::Stay
    }

    /// With other words other rows are the best.
    fn start_anew(&mut self) {
        self.rows.clear();
        self.cursor.go_to(0, 0);
    }

    fn choose(&mut self, key: Key) -> Wish {
        let Mode::Filter(picker) = &mut self.mode else {
            return Wish::Stay;
        };
        match key {
            Key::Enter => {
                if let Some(choice) = picker.selected() {
                    self.filter.toggle(choice.facet.clone());
                }
                self.mode = Mode::Browse;
            }
            Key::Escape => self.mode = Mode::Browse,
            key if picker.key(key) => {}
            Key::Backspace => self.mode = Mode::Browse,
            _ => {}
        }
        Wish::Stay
    }

    /// Takes what the mouse did.
    pub(super) fn mouse(
        &mut self,
        mouse: Mouse,
        course: &Course,
        progress: &Progress,
        now: Instant,
    ) -> Wish {
        let (n_rows, cursor) = match &mut self.mode {
            Mode::Filter(picker) => (picker.choices.len(), &mut picker.cursor),
            Mode::ConfirmReset(_) => return Wish::Stay,
            Mode::Browse | Mode::Search => (self.rows.len(), &mut self.cursor),
        };
        match mouse {
            Mouse::WheelUp => cursor.wheel(false, n_rows),
            Mouse::WheelDown => cursor.wheel(true, n_rows),
            Mouse::Click { line } => {
                let Some(row) = cursor.row_at(line, n_rows) else {
                    return Wish::Stay;
                };
                cursor.go_to(row, n_rows);
                let is_double = self.clicked.is_some_and(|(clicked, at)| {
                    clicked == row && now.saturating_duration_since(at) <= DOUBLE_CLICK
                });
                if is_double {
                    return self.key(Key::Enter, course, progress);
                }
                self.clicked = Some((row, now));
            }
        }
        Wish::Stay
    }

    fn exercise(&self) -> Option<usize> {
        match self.selected() {
            Some(ListRow::Exercise(idx, _)) => Some(*idx),
            _ => None,
        }
    }

    fn with_exercise(&self, wish: fn(usize) -> Wish) -> Wish {
        self.exercise()
            .map_or_else(|| Wish::Say("Select an exercise first.".to_owned()), wish)
    }

    fn enter(&mut self) -> Wish {
        match self.selected() {
            Some(ListRow::Exercise(idx, _)) => return Wish::Open(*idx),
            Some(ListRow::Chapter(chapter)) => {
                let dir = chapter.dir.clone();
                if !self.folded.remove(&dir) {
                    self.folded.insert(dir);
                }
            }
            None => {}
        }
        Wish::Stay
    }

    fn fold(&mut self, course: &Course) {
        // What was found stands in no chapter.
        if self.query.is_empty()
            && let Some(exercise) = self.exercise()
        {
            self.folded.insert(course.exercises[exercise].dir.clone());
        } else if let Some(ListRow::Chapter(chapter)) = self.selected() {
            let dir = chapter.dir.clone();
            self.folded.insert(dir);
        }
    }

    fn unfold(&mut self) {
        if let Some(ListRow::Chapter(chapter)) = self.selected() {
            let dir = chapter.dir.clone();
            if !self.folded.remove(&dir) {
                self.cursor.go_to(self.cursor.at + 1, self.rows.len());
            }
        }
    }

    /// Folds every chapter, or unfolds them when they are.
    fn fold_all(&mut self, course: &Course) {
        let all: BTreeSet<String> = course.chapters().into_iter().collect();
        self.folded = if self.folded == all {
            BTreeSet::new()
        } else {
            all
        };
    }

    fn go_to_chapter(&mut self, find: impl Fn(&[ListRow], usize) -> Option<usize>) {
        if let Some(row) = find(&self.rows, self.cursor.at) {
            self.cursor.go_to(row, self.rows.len());
        }
    }
}

#[cfg(test)]
mod tests;
