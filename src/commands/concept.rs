//! `workbook concept`: one card, or all of them by topic.

use super::check::to_json;
use super::context::Context;
use super::pages::{Pages, card_paths, parse_card, read_card};
use super::reader;
use crate::concept::Card;
use crate::error::{Error, ExitCode};
use crate::exercise::Course;
use crate::screen::{Line, page_lines};
use crate::watch::Address;
use serde::Serialize;

/// A card as JSON.
#[derive(Serialize)]
struct CardJson<'a> {
    slug: &'a str,
    title: &'a str,
    topic: &'a str,
    path: String,
    see_also: &'a [String],
    sources: &'a [String],
    /// The exercises that practice it.
    exercises: Vec<&'a str>,
    /// Markdown; left out where all cards are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
}

impl<'a> CardJson<'a> {
    fn new(card: &'a Card, course: &'a Course) -> Self {
        Self {
            slug: &card.slug,
            title: &card.title,
            topic: &card.topic,
            path: card.path().display().to_string(),
            see_also: &card.see_also,
            sources: &card.sources,
            exercises: course
                .exercises
                .iter()
                .filter(|exercise| exercise.cards().any(|slug| slug == card.slug))
                .map(|exercise| exercise.name.as_str())
                .collect(),
            body: None,
        }
    }
}

pub(super) fn run(context: &Context, slug: Option<&str>, json: bool) -> Result<ExitCode, Error> {
    let paths = card_paths(&context.state);
    if json {
        return print_json(context, slug);
    }
    if slug.is_none() && paths.is_empty() {
        context
            .terminal
            .print(&[Line::plain("This workbook has no cards.")])?;
        return Ok(ExitCode::Nothing);
    }
    let interactive = context.terminal.is_interactive();
    let progress = context.progress();
    let pages = Pages {
        state: &context.state,
        course: &context.course,
        progress: &progress,
        opens_cards: interactive,
        opens_exercises: false,
    };
    let address = match slug {
        Some(slug) => Address::Card(slug.to_owned()),
        None => Address::Cards,
    };
    let page = pages.open(&address)?;
    if interactive {
        return reader::read(context.terminal, page, |address| pages.open(address));
    }
    context
        .terminal
        .print(&page_lines(&page, context.terminal.width()))?;
    Ok(ExitCode::Success)
}

fn print_json(context: &Context, slug: Option<&str>) -> Result<ExitCode, Error> {
    let paths = card_paths(&context.state);
    let text = match slug {
        Some(slug) => {
            let card = read_card(&context.state, &paths, slug)?;
            to_json(&CardJson {
                body: Some(&card.body),
                ..CardJson::new(&card, &context.course)
            })?
        }
        None => {
            let cards = paths
                .iter()
                .map(|path| parse_card(&context.state, path))
                .collect::<Result<Vec<_>, _>>()?;
            let rows: Vec<_> = cards
                .iter()
                .map(|card| CardJson::new(card, &context.course))
                .collect();
            to_json(&rows)?
        }
    };
    context.terminal.print_text(&text)?;
    Ok(if slug.is_none() && paths.is_empty() {
        ExitCode::Nothing
    } else {
        ExitCode::Success
    })
}
