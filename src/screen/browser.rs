//! The list of exercises that one moves about in: rows, what is said of the selected one, keys.

mod canvas;
mod columns;
mod foot;

use super::{Line, Role, clip, list_table, shorten, width_of, wrap};
use crate::exercise::chapter_name;
use crate::list::{self, Hit, State};
use crate::watch::{Chapter, List, ListRow, Mode, Picker, View, Watch};
use canvas::Canvas;
use columns::{Column, columns};
pub(super) use foot::{details, help, keys};

/// What stands above the rows.
pub(super) fn header(watch: &Watch, width: usize) -> Vec<Line> {
    let list = &watch.list;
    let n = watch.course.exercises.len();
    let n_shown = list
        .rows
        .iter()
        .filter(|row| matches!(row, ListRow::Exercise(..)))
        .count();
    let mut title = Line::new(Role::Title, "Exercises");
    if watch.view == View::ListHelp {
        return vec![title, Line::empty()];
    }
    if !list.filter.is_empty() || !list.query.is_empty() {
        title.push(Role::Dim, format!("   {n_shown} of {n}"));
    }
    if !list.filter.is_empty() {
        title.push(Role::Help, format!("   {}", list.filter.summary()));
    }
    let title = shorten(title, width);
    match &list.mode {
        Mode::Filter(picker) => vec![title, prompt("show only: ", &picker.query, true, width)],
        Mode::Search => vec![title, prompt("search: ", &list.query, true, width)],
        _ if list.query.is_empty() => vec![title, Line::empty()],
        _ => vec![title, prompt("search: ", &list.query, false, width)],
    }
}

/// What was typed, or its end where there is not room for all.
fn prompt(label: &str, typed: &str, is_open: bool, width: usize) -> Line {
    let mut shown = typed;
    while width_of(label) + width_of(shown) + 1 > width && !shown.is_empty() {
        let mut chars = shown.chars();
        chars.next();
        shown = chars.as_str();
    }
    let mut line = Line::new(Role::Key, label).with(Role::Plain, shown);
    if is_open {
        line.push(Role::Key, "_");
        if typed.is_empty() {
            line.push(Role::Dim, "  (type a part of it)");
        }
    }
    clip(line, width)
}

/// The names of the columns, where there are some.
pub(super) fn head(watch: &Watch, width: usize) -> Option<Line> {
    if watch.view != View::List || matches!(watch.list.mode, Mode::Filter(_)) {
        return None;
    }
    let columns = layout(watch, width);
    let mut canvas = Canvas::new(beside_bar(width), 1);
    let cells: Vec<Line> = columns
        .iter()
        .map(|(column, _)| {
            Line::new(
                Role::Dim,
                match column {
                    Column::State => "   state",
                    Column::Sign => "",
                    Column::Name => "exercise",
                    Column::Title => "title",
                    Column::Level => "level",
                    Column::Minutes => "min",
                    Column::Tries => "tries",
                },
            )
        })
        .collect();
    let places = canvas.columns(columns::gap(width), columns.iter().map(|(_, width)| *width));
    canvas.cells(0, &places, cells);
    canvas.into_lines().pop()
}

/// How many columns rows may take: the scrollbar has one and stands apart, unless that would leave nothing.
fn beside_bar(width: usize) -> usize {
    if width > 2 { width - 2 } else { width }
}

/// The columns.
fn layout(watch: &Watch, width: usize) -> Vec<(Column, canvas::Width)> {
    let names = watch.course.exercises.iter();
    let longest = names.map(|exercise| width_of(&exercise.name)).max();
    columns(beside_bar(width), longest.unwrap_or(0))
}

/// The rows that fit, and which one is the first.
pub(super) fn rows(watch: &Watch, room: usize, width: usize) -> (Vec<Line>, usize) {
    let list = &watch.list;
    if let Mode::Filter(picker) = &list.mode {
        return choices(list, picker, room, width);
    }
    let first = list.cursor.first(list.rows.len(), room);
    let columns = layout(watch, width);
    let mut canvas = Canvas::new(beside_bar(width), room);
    let places = canvas.columns(columns::gap(width), columns.iter().map(|(_, width)| *width));
    for (row, shown) in list.rows.iter().skip(first).take(room).enumerate() {
        let is_selected = first + row == list.cursor.at;
        match shown {
            ListRow::Chapter(chapter) => {
                let line = chapter_line(chapter, is_selected);
                canvas.line(row, &shorten(line, beside_bar(width)));
            }
            ListRow::Exercise(idx, hit) => {
                let cells: Vec<Line> = columns
                    .iter()
                    .map(|(column, _)| cell(watch, *column, *idx, hit.as_ref(), is_selected))
                    .collect();
                canvas.cells(row, &places, cells);
            }
        }
        if is_selected {
            canvas.highlight(row, Role::Selected);
        }
    }
    if list.rows.is_empty() {
        for (row, line) in wrap(nothing(list), beside_bar(width)).iter().enumerate() {
            canvas.line(row, line);
        }
    }
    (
        with_scrollbar(canvas, first, list.rows.len(), room, width),
        first,
    )
}

/// The lines with a bar beside them, if there is more than fits.
fn with_scrollbar(
    canvas: Canvas,
    first: usize,
    n_rows: usize,
    room: usize,
    width: usize,
) -> Vec<Line> {
    let lines = canvas.into_lines();
    let mut lines: Vec<Line> = if lines.is_empty() {
        vec![Line::empty(); room]
    } else {
        lines
    };
    if n_rows > room && width > 2 {
        let mut bar = Canvas::new(1, room);
        bar.scrollbar(first, n_rows);
        for (line, bar) in lines.iter_mut().zip(bar.into_lines()) {
            let missing = width - 1 - width_of(&line.text());
            line.push(Role::Plain, " ".repeat(missing));
            for span in bar.spans {
                line.push(span.role, span.text);
            }
        }
    }
    lines
}

fn chapter_line(chapter: &Chapter, is_selected: bool) -> Line {
    let mark = match (is_selected, chapter.is_folded) {
        (true, true) => ">  + ",
        (true, false) => ">  - ",
        (false, true) => "   + ",
        (false, false) => "   - ",
    };
    Line::new(Role::Key, mark)
        .with(Role::Heading, title_of(&chapter.dir))
        .with(
            Role::Dim,
            format!("   {} of {} solved", chapter.n_solved, chapter.n_exercises),
        )
}

fn title_of(dir: &str) -> String {
    if dir.is_empty() {
        "without a chapter".to_owned()
    } else {
        chapter_name(dir)
    }
}

fn cell(watch: &Watch, column: Column, idx: usize, hit: Option<&Hit>, is_selected: bool) -> Line {
    let exercise = &watch.course.exercises[idx];
    let is_current = idx == watch.current;
    let entry = watch.progress.entry(&exercise.name);
    let matched = |of: fn(&Hit) -> &Vec<usize>| hit.map_or(&[][..], |hit| of(hit).as_slice());
    match column {
        Column::State | Column::Sign => {
            let state = State::of(&entry);
            let (role, sign) = match state {
                State::Solved => (Role::Pass, "✓"),
                State::Tried => (Role::Warn, "~"),
                State::New => (Role::Dim, "-"),
            };
            let mark = format!(
                "{}{} ",
                if is_selected { '>' } else { ' ' },
                if is_current { '*' } else { ' ' }
            );
            let shown = match column {
                Column::Sign => sign,
                _ => state.word(),
            };
            Line::new(Role::Key, mark).with(role, shown)
        }
        Column::Name => {
            let role = if is_current {
                Role::Strong
            } else {
                Role::Plain
            };
            marked(&exercise.name, role, matched(|hit| &hit.name))
        }
        Column::Title => {
            let mut line = marked(&exercise.title, Role::Plain, matched(|hit| &hit.title));
            // Or nobody would know why it was found.
            if let Some(hit) = hit.filter(|hit| hit.name.is_empty() && hit.title.is_empty()) {
                line.push(Role::Help, format!("  {}", hit.concepts.join(" ")));
            }
            line
        }
        Column::Level => Line::plain(
            exercise
                .difficulty
                .map_or_else(|| "  -".to_owned(), |level| format!("{level}/5")),
        ),
        Column::Minutes => {
            let minutes = exercise.minutes.map(|minutes| minutes.to_string());
            Line::plain(format!("{:>3}", minutes.as_deref().unwrap_or("-")))
        }
        Column::Tries => Line::new(Role::Dim, format!("{:>5}", entry.attempts)),
    }
}

/// A text in which the letters that were searched for stand out.
fn marked(text: &str, role: Role, letters: &[usize]) -> Line {
    let mut line = Line::empty();
    for (at, ch) in text.chars().enumerate() {
        let role = if letters.contains(&at) {
            Role::Help
        } else {
            role
        };
        line.push(role, ch);
    }
    line
}

fn choices(list: &List, picker: &Picker, room: usize, width: usize) -> (Vec<Line>, usize) {
    let first = picker.cursor.first(picker.choices.len(), room);
    let mut canvas = Canvas::new(beside_bar(width), room);
    for (row, choice) in picker.choices.iter().skip(first).take(room).enumerate() {
        let is_selected = first + row == picker.cursor.at;
        let mark = if is_selected { "> " } else { "  " };
        let ticked = if list.filter.contains(&choice.facet) {
            "[x] "
        } else {
            "[ ] "
        };
        canvas.line(
            row,
            &Line::new(Role::Key, mark)
                .with(Role::Plain, ticked)
                .with(Role::Dim, format!("{:<8}", choice.facet.kind()))
                .with(Role::Strong, choice.facet.value())
                .with(Role::Dim, format!("   ({})", choice.n_exercises)),
        );
        if is_selected {
            canvas.highlight(row, Role::Selected);
        }
    }
    if picker.choices.is_empty() {
        canvas.line(
            0,
            &Line::plain("There is nothing like that. Esc leads back."),
        );
    }
    let n = picker.choices.len();
    (with_scrollbar(canvas, first, n, room, width), first)
}

/// What stands in place of the rows when there are none, and how to get back.
fn nothing(list: &List) -> Vec<Line> {
    let clear_filter = [(Role::Key, "`a`"), (Role::Plain, " shows all again.")];
    let mut line = Line::empty();
    if list.query.is_empty() {
        line.push(Role::Plain, "Nothing passes the filter; ");
        for (role, text) in clear_filter {
            line.push(role, text);
        }
    } else {
        line.push(Role::Plain, "Nothing here is like that; ");
        line.push(Role::Key, "`Esc`");
        line.push(Role::Plain, " ends the search.");
        if !list.filter.is_empty() {
            line.push(Role::Plain, " The filter is still on: then ");
            for (role, text) in clear_filter {
                line.push(role, text);
            }
        }
    }
    vec![line]
}

/// The list where lines are only ever appended.
pub(super) fn table(watch: &Watch) -> Vec<Line> {
    let list = &watch.list;
    let all = list::rows(&watch.course, &watch.progress);
    let shown: Vec<usize> = list
        .rows
        .iter()
        .filter_map(|row| match row {
            ListRow::Exercise(idx, _) => Some(*idx),
            ListRow::Chapter(_) => None,
        })
        .collect();
    if shown.is_empty() {
        return nothing(list);
    }
    let selected = match list.selected() {
        Some(ListRow::Exercise(idx, _)) => shown.iter().position(|shown| shown == idx),
        _ => None,
    };
    let rows: Vec<list::Row> = shown.iter().map(|&idx| all[idx].clone()).collect();
    list_table(&rows, selected, None)
}
