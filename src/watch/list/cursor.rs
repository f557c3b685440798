//! A place in a list of which a window is shown.

use crate::watch::Key;

/// How far a turn of the mouse wheel goes.
const WHEEL: usize = 3;

/// Which row is selected, and which rows are on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The selected row, counted from the first there is.
    pub at: usize,
    /// The first row on the screen.
    first: usize,
    /// The line of the screen it stands in.
    top: usize,
    /// How many rows fit.
    room: usize,
}

impl Default for Cursor {
    fn default() -> Self {
        Self {
            at: 0,
            first: 0,
            top: 0,
            room: 10,
        }
    }
}

impl Cursor {
    /// The first row to show where so many of so many fit: as it was, but the selected one is on the screen.
    pub fn first(&self, n_rows: usize, room: usize) -> usize {
        let room = room.max(1);
        self.first
            .clamp((self.at + 1).saturating_sub(room), self.at)
            .min(n_rows.saturating_sub(room))
    }

    /// Notes what whoever draws did.
    pub fn drawn(&mut self, top: usize, first: usize, room: usize) {
        *self = Self {
            top,
            first,
            room: room.max(1),
            ..*self
        };
    }

    /// Goes to a row, or to the last there is.
    pub(super) fn go_to(&mut self, row: usize, n_rows: usize) {
        self.at = row.min(n_rows.saturating_sub(1));
    }

    /// Moves as a key says; whether it is a key that moves.
    pub(super) fn key(&mut self, key: Key, n_rows: usize) -> bool {
        // A page leaves a line of what was read, to go on from.
        let page = self.room.saturating_sub(1).max(1);
        let to = match key {
            Key::Up => self.at.saturating_sub(1),
            Key::Down => self.at + 1,
            Key::PageUp => self.at.saturating_sub(page),
            Key::PageDown => self.at + page,
            Key::Home => 0,
            Key::End => usize::MAX,
            _ => return false,
        };
        self.go_to(to, n_rows);
        true
    }

    /// Scrolls; the selected row stays on the screen.
    pub(super) fn wheel(&mut self, is_down: bool, n_rows: usize) {
        let last_first = n_rows.saturating_sub(self.room);
        self.first = if is_down {
            (self.first + WHEEL).min(last_first)
        } else {
            self.first.saturating_sub(WHEEL)
        };
        let last = self.first + self.room - 1;
        self.go_to(self.at.clamp(self.first, last), n_rows);
    }

    /// The row that stands in this line of the screen.
    pub(super) fn row_at(&self, line: usize, n_rows: usize) -> Option<usize> {
        let below = line
            .checked_sub(self.top)
            .filter(|&below| below < self.room)?;
        Some(self.first + below).filter(|&row| row < n_rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_and_stop_at_the_ends() {
        let mut cursor = Cursor::default();
        for (key, expected) in [
            (Key::Up, 0),
            (Key::Down, 1),
            (Key::PageDown, 10),
            (Key::PageDown, 19),
            (Key::PageDown, 24),
            (Key::Down, 24),
            (Key::PageUp, 15),
            (Key::Home, 0),
            (Key::End, 24),
        ] {
            assert!(cursor.key(key, 25));
            assert_eq!(cursor.at, expected, "{key:?}");
        }
        assert!(!cursor.key(Key::Enter, 25));
        cursor.key(Key::End, 0);
        assert_eq!(cursor.at, 0, "of nothing there is no last");
    }

    #[test]
    fn the_selected_row_is_always_on_the_screen() {
        for n_rows in [0, 1, 5, 25] {
            for room in [0, 1, 2, 10, 30] {
                for at in 0..n_rows {
                    for first in [0, 3, 99] {
                        let cursor = Cursor {
                            at,
                            first,
                            ..Cursor::default()
                        };
                        let shown = cursor.first(n_rows, room);
                        assert!(
                            shown <= at && at < shown + room.max(1),
                            "{cursor:?} of {n_rows} in {room}: {shown}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_wheel_scrolls_and_takes_the_selected_row_along() {
        let mut cursor = Cursor::default();
        let mut seen = Vec::new();
        for is_down in [true, true, true, true, true, true, false, false] {
            cursor.wheel(is_down, 25);
            seen.push((cursor.first, cursor.at));
        }
        assert_eq!(
            seen,
            [
                (3, 3),
                (6, 6),
                (9, 9),
                (12, 12),
                (15, 15),
                (15, 15),
                (12, 15),
                (9, 15)
            ]
        );
        cursor.wheel(true, 4);
        assert_eq!((cursor.first, cursor.at), (0, 3));
    }

    #[test]
    fn a_line_of_the_screen_is_a_row_or_none() {
        let mut cursor = Cursor::default();
        cursor.drawn(3, 20, 4);
        for (line, expected) in [
            (2, None),
            (3, Some(20)),
            (6, Some(23)),
            (7, None),
            (0, None),
        ] {
            assert_eq!(cursor.row_at(line, 25), expected, "{line}");
        }
        assert_eq!(cursor.row_at(6, 22), None);
    }
}
