//! `workbook list`: the exercises as a table or as JSON.

use super::check::to_json;
use super::context::Context;
use crate::error::{Error, ExitCode};
use crate::screen::{Line, list_rows, list_table};

pub(super) fn run(context: &Context, json: bool) -> Result<ExitCode, Error> {
    let mut progress = context.progress();
    let current = context.current(&progress);
    progress.current = Some(context.course.exercises[current].name.clone());
    let rows = list_rows(&context.course, &progress);
    if json {
        context.terminal.print_text(&to_json(&rows)?)?;
        return Ok(ExitCode::Success);
    }
    let mut lines = list_table(&rows, Some(current));
    let n_solved = progress.n_solved(&context.course);
    lines.push(Line::empty());
    lines.push(Line::plain(format!(
        "{n_solved} of {} solved; > marks the current one",
        rows.len()
    )));
    context.terminal.print(&lines)?;
    Ok(ExitCode::Success)
}
