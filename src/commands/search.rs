//! `workbook search`: exercises and cards that hold some words.

use super::check::to_json;
use super::context::Context;
use super::pages::{card_paths, slug_of};
use crate::cli::SearchArgs;
use crate::concept::Card;
use crate::error::{Error, ExitCode, Problem};
use crate::files;
use crate::screen::{Line, Role, hit_lines};
use crate::search::{Item, Kind, Query};
use crate::terminal::Terminal;
use std::path::{Path, PathBuf};

/// How many of the best are shown; who wants another one asks for more words.
const MOST: usize = 10;

/// How many are shown however small the terminal is.
const LEAST: usize = 3;

pub(super) fn run(context: &Context, args: &SearchArgs) -> Result<ExitCode, Error> {
    let Some(query) = Query::new(&args.words) else {
        return Err(Error::usage(
            Problem::new("there is no word to look for")
                .help("`workbook search rate limit` finds what holds both words"),
        ));
    };
    let paths = card_paths(&context.state);
    let items = items(context, &query, &paths);
    let hits = query.search(&items);
    if args.json {
        context.terminal.print_text(&to_json(&hits)?)?;
    } else if hits.is_empty() {
        let slugs: Vec<String> = paths.iter().map(|path| slug_of(path)).collect();
        let exercises = &context.course.exercises;
        let known: Vec<&str> = exercises
            .iter()
            .flat_map(|exercise| [&exercise.name, &exercise.title])
            .chain(&slugs)
            .map(String::as_str)
            .collect();
        let better = match query.corrected(&known) {
            Some(words) => Line::plain("Did you mean ")
                .with(Role::Key, format!("workbook search {words}"))
                .with(Role::Plain, "?"),
            None => Line::plain("Fewer words, or only their beginnings, find more."),
        };
        context.terminal.print(&[
            Line::plain("No exercise and no card holds all of these words."),
            better,
        ])?;
    } else {
        let found = hit_lines(&query, &hits, context.terminal.width());
        let n_shown = n_shown(context, args, &found);
        let mut lines: Vec<Line> = found.into_iter().take(n_shown).flatten().collect();
        if n_shown < hits.len() {
            let more = hits.len() - n_shown;
            lines.push(Line::new(
                Role::Dim,
                format!("{more} more; `--all` shows them, another word narrows them down"),
            ));
        }
        context.terminal.print(&lines)?;
    }
    Ok(if hits.is_empty() {
        ExitCode::Nothing
    } else {
        ExitCode::Success
    })
}

/// How many are shown: on a terminal so many that the best one, the first, does not leave the screen.
fn n_shown(context: &Context, args: &SearchArgs, found: &[Vec<Line>]) -> usize {
    if args.all {
        return found.len();
    }
    if !context.terminal.is_interactive() {
        return found.len().min(MOST);
    }
    // The command stands above, a note and the next prompt below.
    let room = Terminal::size().1.saturating_sub(3);
    let ends = found.iter().scan(0, |end, lines| {
        *end += lines.len();
        Some(*end)
    });
    ends.take(MOST)
        .take_while(|end| *end <= room)
        .count()
        .max(LEAST.min(found.len()))
}

/// What can hold the words: exercises first, then cards. What cannot be read is not found.
fn items(context: &Context, query: &Query, paths: &[PathBuf]) -> Vec<Item> {
    let read = |path: &Path| {
        files::read_text(&context.state.root().join(path), files::MAX_SOURCE_LEN).ok()
    };
    let mut items = Vec::new();
    for exercise in &context.course.exercises {
        let path = exercise.path();
        // The question, not the answer: what stands at the top of the file.
        let question: String = read(&path)
            .unwrap_or_default()
            .split_inclusive('\n')
            .take_while(|line| line.starts_with("//!"))
            .collect();
        let concepts: Vec<&str> = exercise.cards().collect();
        items.push(Item {
            kind: Kind::Exercise,
            name: exercise.name.clone(),
            title: exercise.title.clone(),
            about: format!("{} {}", exercise.chapter(), concepts.join(" ")),
            path: path.display().to_string(),
            text: question,
            lines_before: 0,
        });
    }
    for path in paths {
        let Some(text) = read(path) else { continue };
        // Most cards need not be taken apart.
        if !query.may_be_in(&[&text, &slug_of(path)]) {
            continue;
        }
        if let Ok(card) = Card::parse(path, &text) {
            items.push(Item {
                kind: Kind::Card,
                path: path.display().to_string(),
                name: card.slug,
                title: card.title,
                about: card.topic,
                text: card.body,
                lines_before: card.lines_before_body,
            });
        }
    }
    items
}
