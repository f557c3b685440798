//! The exercises as a table.

use super::{Line, Role, shorten, width_of};
use crate::list::{Row, State};

/// Between two columns.
const GAP: usize = 2;

/// Less than this of a title is of no use.
const MIN_TITLE: usize = 16;

/// What the columns are called. The order is that from left to right.
const HEADS: [&str; 7] = [
    "state", "exercise", "title", "level", "min", "tries", "hints",
];

/// The columns by their position in [`HEADS`], what matters most first.
const BY_RANK: [usize; 7] = [0, 1, 3, 4, 2, 5, 6];
const NAME: usize = 1;
const TITLE: usize = 2;
const HINTS: usize = 6;

/// The table, with a mark before the row `marked`. Where there are only so many columns of the screen, a title is
/// shortened and what matters less is left out; otherwise nothing is.
pub fn list_table(rows: &[Row], marked: Option<usize>, width: Option<usize>) -> Vec<Line> {
    let cells: Vec<[Line; 7]> = rows.iter().map(cells).collect();
    let mut widths = [0; 7];
    for (column, column_width) in widths.iter_mut().enumerate() {
        *column_width = cells
            .iter()
            .map(|cells| width_of(&cells[column].text()))
            .chain([width_of(HEADS[column])])
            .max()
            .unwrap_or(0);
    }
    widths[0] = widths[0].max("solved".len());
    let kept = kept(&mut widths, width);
    let line = |mark: &str, cells: &[Line; 7]| {
        let mut line = Line::new(Role::Key, mark);
        for (idx, &column) in kept.iter().enumerate() {
            let cell = shorten(cells[column].clone(), widths[column]);
            let missing = widths[column] - width_of(&cell.text());
            let role = cell.spans.last().map_or(Role::Plain, |last| last.role);
            for span in cell.spans {
                line.push(span.role, span.text);
            }
            if idx + 1 < kept.len() {
                line.push(role, " ".repeat(missing + GAP));
            }
        }
        line
    };
    let head = line("  ", &HEADS.map(Line::plain));
    let mut lines = vec![Line::new(Role::Dim, head.text())];
    lines.extend(
        cells
            .iter()
            .enumerate()
            .map(|(idx, cells)| line(if marked == Some(idx) { "> " } else { "  " }, cells)),
    );
    lines
}

/// The columns there is room for, from left to right; name and title may get less room than they want.
fn kept(widths: &mut [usize; 7], width: Option<usize>) -> Vec<usize> {
    let mut left = width.unwrap_or(usize::MAX);
    let mut kept = Vec::new();
    let whole_title = widths[TITLE];
    widths[TITLE] = whole_title.min(MIN_TITLE);
    for column in BY_RANK {
        // The mark of the current one has the place of a gap.
        let room = left.saturating_sub(GAP);
        match column {
            NAME => widths[NAME] = widths[NAME].min(room),
            // The rest of a title is worth more than this.
            HINTS if room < widths[HINTS] + whole_title - widths[TITLE] => break,
            _ if room < widths[column] => break,
            _ => {}
        }
        left = room.saturating_sub(widths[column]);
        kept.push(column);
    }
    if kept.contains(&TITLE) {
        widths[TITLE] += left.min(whole_title - widths[TITLE]);
    }
    kept.sort_unstable();
    kept
}

fn cells(row: &Row) -> [Line; 7] {
    let state = match row.state {
        State::Solved => Role::Pass,
        State::Tried => Role::Warn,
        State::New => Role::Dim,
    };
    let name = if row.current {
        Role::Strong
    } else {
        Role::Plain
    };
    let number = |number: Option<String>| Line::plain(number.unwrap_or_else(|| "-".to_owned()));
    [
        Line::new(state, row.state.word()),
        Line::new(name, &row.name),
        Line::plain(&row.title),
        number(row.difficulty.map(|level| format!("{level}/5"))),
        number(row.minutes.map(|minutes| minutes.to_string())),
        Line::new(Role::Dim, row.attempts.to_string()),
        Line::new(Role::Dim, row.hints.to_string()),
    ]
}
