//! The choice of what to filter by.

use super::Cursor;
use crate::exercise::Course;
use crate::list::{Facet, State, facets};
use crate::progress::Progress;
use crate::text::Fuzzy;
use crate::watch::Key;

/// Everything that can be asked for, narrowed down by typing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    /// What was typed.
    pub query: String,
    /// What can be chosen now.
    pub choices: Vec<Choice>,
    /// The selected choice.
    pub cursor: Cursor,
    all: Vec<Choice>,
}

/// Something to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The thing.
    pub facet: Facet,
    /// How many exercises have it.
    pub n_exercises: usize,
}

impl Picker {
    pub(super) fn new(course: &Course, progress: &Progress) -> Self {
        let states: Vec<State> = course
            .exercises
            .iter()
            .map(|exercise| State::of(&progress.entry(&exercise.name)))
            .collect();
        let all: Vec<Choice> = facets(course)
            .into_iter()
            .map(|facet| Choice {
                n_exercises: course
                    .exercises
                    .iter()
                    .zip(&states)
                    .filter(|(exercise, state)| facet.fits(exercise, **state))
                    .count(),
                facet,
            })
            .collect();
        Self {
            choices: all.clone(),
            all,
            ..Self::default()
        }
    }

    /// Takes a key that moves or types; whether it was one.
    pub(super) fn key(&mut self, key: Key) -> bool {
        match key {
            Key::Char(ch) => self.query.push(ch),
            Key::Backspace if !self.query.is_empty() => drop(self.query.pop()),
            _ => return self.cursor.key(key, self.choices.len()),
        }
        self.narrow();
        true
    }

    /// The choice to take.
    pub(super) fn selected(&self) -> Option<&Choice> {
        self.choices.get(self.cursor.at)
    }

    fn narrow(&mut self) {
        let query = self.query.to_lowercase();
        let typed = query.split_whitespace().map(str::to_owned);
        let mut words: Vec<(String, Fuzzy)> = typed.zip(Fuzzy::words(&query)).collect();
        let mut found: Vec<(u32, &Choice)> = self
            .all
            .iter()
            .filter_map(|choice| {
                let (kind, value) = (choice.facet.kind(), choice.facet.value());
                let scores: Option<Vec<u32>> = words
                    .iter_mut()
                    .map(|(typed, word)| {
                        let in_value = word.find(&value).map(|found| found.score);
                        in_value.or_else(|| kind.starts_with(typed.as_str()).then_some(1))
                    })
                    .collect();
                Some((scores?.iter().sum(), choice))
            })
            .collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.choices = found
            .into_iter()
            .map(|(_, choice)| choice.clone())
            .collect();
        self.cursor.go_to(0, self.choices.len());
    }
}
