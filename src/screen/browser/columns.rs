//! Which columns there is room for.

use super::canvas::Width;
use crate::screen::width_of;

/// What a column tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// Whether it is selected or the current one, and its state as a word.
    State,
    /// The same, and its state as a sign.
    Sign,
    /// Its name.
    Name,
    /// Its title.
    Title,
    /// Its difficulty.
    Level,
    /// What an interviewer would give.
    Minutes,
    /// How many versions were checked.
    Tries,
}

/// On a screen as wide as this columns stand two apart, otherwise one.
const WIDE_ENOUGH_FOR_GAPS: usize = 48;

/// No name gets more room than this as long as something else could have it.
const MAX_NAME: usize = 28;

/// Less than this of a title is of no use.
const MIN_TITLE: usize = 16;

/// Below this the state is a sign.
const WIDE_ENOUGH_FOR_WORDS: usize = 32;

/// How far apart columns stand.
pub(super) fn gap(width: usize) -> u16 {
    if width < WIDE_ENOUGH_FOR_GAPS { 1 } else { 2 }
}

/// The columns from left to right, for names that are no longer than this.
pub(super) fn columns(width: usize, longest_name: usize) -> Vec<(Column, Width)> {
    let gap = usize::from(gap(width));
    let (state, state_width) = if width < WIDE_ENOUGH_FOR_WORDS {
        (Column::Sign, 4)
    } else {
        (Column::State, 9)
    };
    let name_width = longest_name.clamp(width_of("exercise"), MAX_NAME);
    let mut left = width.saturating_sub(state_width + gap + name_width);
    // What matters most comes first; a column that does not fit makes room for no other.
    let mut kept = Vec::new();
    for (column, column_width) in [
        (Column::Level, 5),
        (Column::Minutes, 3),
        (Column::Title, MIN_TITLE),
        (Column::Tries, 5),
    ] {
        if left < column_width + gap {
            break;
        }
        left -= column_width + gap;
        kept.push((column, column_width));
    }
    let has_title = kept.iter().any(|(column, _)| *column == Column::Title);
    let name = if has_title {
        Width::Fixed(name_width)
    } else {
        Width::Rest
    };
    let mut columns = vec![(state, Width::Fixed(state_width)), (Column::Name, name)];
    for wanted in [Column::Title, Column::Level, Column::Minutes, Column::Tries] {
        if let Some((column, width)) = kept.iter().find(|(column, _)| *column == wanted) {
            columns.push((
                *column,
                match column {
                    Column::Title => Width::Rest,
                    _ => Width::Fixed(*width),
                },
            ));
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use Column::{Level, Minutes, Name, Sign, State, Title, Tries};

    #[test]
    fn a_narrow_screen_keeps_what_matters_most() {
        for (width, name, expected) in [
            (100, 16, vec![State, Name, Title, Level, Minutes, Tries]),
            (79, 16, vec![State, Name, Title, Level, Minutes, Tries]),
            (60, 16, vec![State, Name, Title, Level, Minutes]),
            (38, 16, vec![State, Name, Level, Minutes]),
            (35, 16, vec![State, Name, Level]),
            (30, 16, vec![Sign, Name, Level]),
            (20, 16, vec![Sign, Name]),
            (1, 16, vec![Sign, Name]),
            (80, 400, vec![State, Name, Title, Level, Minutes, Tries]),
        ] {
            let kept: Vec<Column> = columns(width, name)
                .into_iter()
                .map(|(column, _)| column)
                .collect();
            assert_eq!(kept, expected, "{width} columns, names of {name}");
        }
    }
}
