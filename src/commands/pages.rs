//! The pages of the reader: cards, solutions and explanations, found where they are.

use super::solution;
use crate::concept::Card;
use crate::error::{Error, Place, Problem};
use crate::exercise::{Course, find_named};
use crate::files::{self, State};
use crate::progress::Progress;
use crate::rustc::Toolchain;
use crate::watch::{Address, Page, Shelf};
use std::path::{Path, PathBuf};

/// Where pages come from.
pub(super) struct Pages<'a> {
    pub(super) state: &'a State,
    pub(super) course: &'a Course,
    pub(super) progress: &'a Progress,
    /// Whether cards can be opened from a page.
    pub(super) opens_cards: bool,
    /// Whether exercises can be gone to from a page.
    pub(super) opens_exercises: bool,
}

impl Pages<'_> {
    /// Reads what is at an address.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub(super) fn open(&self, address: &Address) -> Result<Page, Error> {
        match address {
            Address::Cards => Ok(self.cards()),
            Address::Card(slug) => self.card(slug),
            Address::Solution(name) | Address::Exercise(name) => {
                let exercise = self.course.find(name)?;
                let text = solution::read(self.state, exercise)?;
                Ok(Page::solution(&exercise.name, &exercise.title, &text))
            }
            Address::Explanation(code) => {
                explanation(self.state.root(), &self.state.cache_dir(), code)
            }
        }
    }

    fn card(&self, slug: &str) -> Result<Page, Error> {
        let paths = card_paths(self.state);
        let card = read_card(self.state, &paths, slug)?;
        Ok(Page::card(&card, &self.shelf(&paths)))
    }

    fn cards(&self) -> Page {
        let paths = card_paths(self.state);
        let cards: Vec<_> = paths
            .iter()
            .map(|path| {
                // A card that is broken is listed all the same; opening it says what is wrong.
                let title = parse_card(self.state, path).map(|card| card.title);
                (topic_of(path), slug_of(path), title.unwrap_or_default())
            })
            .collect();
        Page::cards(&cards, &self.shelf(&paths))
    }

    fn shelf(&self, paths: &[PathBuf]) -> Shelf<'_> {
        Shelf {
            slugs: paths.iter().map(|path| slug_of(path)).collect(),
            course: self.course,
            progress: self.progress,
            opens_cards: self.opens_cards,
            opens_exercises: self.opens_exercises,
        }
    }
}

/// What the compiler that is used in a directory says of an error code.
pub(super) fn explanation(dir: &Path, cache_dir: &Path, code: &str) -> Result<Page, Error> {
    let text = Toolchain::find(dir, cache_dir)?.explain(code)?;
    Ok(Page::explanation(code, &text))
}

/// The paths of all cards, relative to the workbook, sorted by topic and slug.
pub(super) fn card_paths(state: &State) -> Vec<PathBuf> {
    files::walk(&state.root().join("concepts"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter(|path| path.file_stem().is_some_and(|stem| stem != "README"))
        .filter_map(|path| path.strip_prefix(state.root()).ok().map(Path::to_owned))
        .collect()
}

pub(super) fn slug_of(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn topic_of(path: &Path) -> String {
    let dir = path.parent().and_then(Path::file_name);
    dir.unwrap_or_default().to_string_lossy().into_owned()
}

/// Opens the card that is meant by `slug`.
pub(super) fn read_card(state: &State, cards: &[PathBuf], slug: &str) -> Result<Card, Error> {
    let named: Vec<(String, &PathBuf)> = cards.iter().map(|path| (slug_of(path), path)).collect();
    let (_, path) = find_named(slug, &named, |(slug, _)| slug, "card", "workbook concept")
        .map_err(|problem| Error::usage(problem.at(Place::file(Path::new("concepts")))))?;
    parse_card(state, path)
}

pub(super) fn parse_card(state: &State, path: &Path) -> Result<Card, Error> {
    let text =
        files::read_text(&state.root().join(path), files::MAX_SOURCE_LEN).map_err(|reason| {
            Error::workbook(vec![Problem::new(reason.sentence()).at(Place::file(path))])
        })?;
    Card::parse(path, &text).map_err(Error::workbook)
}
