//! `workbook list`: the exercises, or some of them, as a table or as JSON.

use super::check::to_json;
use super::context::Context;
use crate::cli::ListArgs;
use crate::error::{Error, ExitCode, Place};
use crate::info;
use crate::list::{self, Facet, Filter, Row, find_chapter, find_concept};
use crate::screen::{Line, Role, list_table};
use std::path::Path;

pub(super) fn run(context: &Context, args: &ListArgs) -> Result<ExitCode, Error> {
    let course = &context.course;
    let filter = filter(context, args)?;
    let mut named = Vec::new();
    for name in &args.names {
        named.push(&course.find(name)?.name);
    }
    let mut progress = context.progress();
    let current = context.current(&progress);
    progress.current = Some(course.exercises[current].name.clone());
    let rows: Vec<Row> = list::rows(course, &progress)
        .into_iter()
        .zip(&course.exercises)
        .filter(|(row, exercise)| {
            (named.is_empty() || named.contains(&&exercise.name))
                && filter.admits(exercise, row.state)
        })
        .map(|(row, _)| row)
        .collect();
    if args.json {
        context.terminal.print_text(&to_json(&rows)?)?;
        return Ok(ExitCode::Success);
    }
    let is_all = filter.is_empty() && named.is_empty();
    let mut lines = Vec::new();
    if rows.is_empty() {
        lines.push(
            Line::plain(format!("No exercise fits: {}. ", filter.summary()))
                .with(Role::Key, "workbook list")
                .with(Role::Plain, " shows them all."),
        );
    } else {
        let marked = rows.iter().position(|row| row.current);
        lines.extend(list_table(&rows, marked, context.terminal.columns()));
        lines.push(Line::empty());
        let shown = if is_all {
            String::new()
        } else {
            format!("{} shown, ", rows.len())
        };
        let n_solved = progress.n_solved(course);
        let legend = if marked.is_some() {
            "; > marks the current one"
        } else {
            ""
        };
        lines.push(Line::plain(format!(
            "{shown}{n_solved} of {} solved{legend}",
            course.exercises.len()
        )));
    }
    context.terminal.print(&lines)?;
    Ok(ExitCode::Success)
}

/// What is asked for.
fn filter(context: &Context, args: &ListArgs) -> Result<Filter, Error> {
    let course = &context.course;
    let mut filter: Filter = args.states().map(Facet::State).collect();
    filter.extend(args.difficulty.iter().copied().map(Facet::Level));
    let in_info = |problem: crate::error::Problem| {
        Error::usage(problem.at(Place::file(Path::new(info::FILE))))
    };
    for chapter in &args.chapter {
        filter.extend([find_chapter(course, chapter).map_err(in_info)?]);
    }
    for concept in &args.concept {
        filter.extend([find_concept(course, concept).map_err(in_info)?]);
    }
    Ok(filter)
}
