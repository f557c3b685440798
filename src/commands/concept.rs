//! `workbook concept`: one card, or all of them by topic.

use super::context::Context;
use crate::concept::Card;
use crate::error::{Error, ExitCode, Place, Problem};
use crate::exercise::find_named;
use crate::files::{self, State};
use crate::screen::{Line, Role, card_page};
use std::path::{Path, PathBuf};

pub(super) fn run(context: &Context, slug: Option<&str>) -> Result<ExitCode, Error> {
    let cards = card_paths(&context.state);
    if let Some(slug) = slug {
        let card = read_card(&context.state, &cards, slug)?;
        context
            .terminal
            .print(&card_page(&card, context.terminal.width()))?;
        return Ok(ExitCode::Success);
    }
    if cards.is_empty() {
        context
            .terminal
            .print(&[Line::plain("This workbook has no cards.")])?;
        return Ok(ExitCode::Nothing);
    }
    let mut lines = Vec::new();
    let mut topic = None;
    for path in &cards {
        let dir = path
            .parent()
            .and_then(Path::file_name)
            .map(|dir| dir.to_string_lossy().replace('-', " "));
        if topic != dir {
            if topic.is_some() {
                lines.push(Line::empty());
            }
            lines.push(Line::new(Role::Heading, dir.clone().unwrap_or_default()));
            topic = dir;
        }
        // A card that is broken is listed all the same; opening it says what is wrong.
        let title = parse_card(&context.state, path)
            .map(|card| card.title)
            .unwrap_or_default();
        lines.push(
            Line::new(Role::Key, format!("  {:<28}", slug_of(path))).with(Role::Plain, title),
        );
    }
    context.terminal.print(&lines)?;
    Ok(ExitCode::Success)
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

fn slug_of(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Opens the card that is meant by `slug`.
pub(super) fn read_card(state: &State, cards: &[PathBuf], slug: &str) -> Result<Card, Error> {
    let named: Vec<(String, &PathBuf)> = cards.iter().map(|path| (slug_of(path), path)).collect();
    let (_, path) = find_named(slug, &named, |(slug, _)| slug, "card", "workbook concept")
        .map_err(|problem| Error::usage(problem.at(Place::file(Path::new("concepts")))))?;
    parse_card(state, path)
}

fn parse_card(state: &State, path: &Path) -> Result<Card, Error> {
    let text =
        files::read_text(&state.root().join(path), files::MAX_SOURCE_LEN).map_err(|reason| {
            Error::workbook(vec![Problem::new(reason.sentence()).at(Place::file(path))])
        })?;
    Card::parse(path, &text).map_err(Error::workbook)
}
