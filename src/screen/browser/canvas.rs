//! Rows of columns, laid out and drawn by ratatui into a buffer in memory, and read from it as lines whose parts have
//! roles. So the list is painted, compared and made plain like everything else.

use crate::screen::{Line, Role, shorten, width_of};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style};
use ratatui::text;
use ratatui::widgets::{Scrollbar, ScrollbarOrientation, ScrollbarState, StatefulWidget as _};

/// The roles a canvas knows: in the buffer a role is the number of a color. Any other is ordinary text.
const ROLES: [Role; 9] = [
    Role::Plain,
    Role::Dim,
    Role::Pass,
    Role::Warn,
    Role::Heading,
    Role::Help,
    Role::Strong,
    Role::Key,
    Role::Selected,
];

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// So many columns of the screen.
    Fixed(usize),
    /// What the others leave.
    Rest,
}

/// Where columns stand.
pub(super) struct Columns(Vec<Rect>);

/// A part of the screen to draw on.
pub(super) struct Canvas {
    buffer: Buffer,
    area: Rect,
}

impl Canvas {
    pub(super) fn new(width: usize, height: usize) -> Self {
        let size = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        let area = Rect::new(0, 0, size(width), size(height));
        Self {
            buffer: Buffer::empty(area),
            area,
        }
    }

    /// Draws a line from the left edge on.
    pub(super) fn line(&mut self, row: usize, line: &Line) {
        if let Some(area) = self.row(row) {
            self.put(area, line);
        }
    }

    /// Where columns of these widths stand, so far apart.
    pub(super) fn columns(&self, gap: u16, widths: impl IntoIterator<Item = Width>) -> Columns {
        let constraints = widths.into_iter().map(|width| match width {
            Width::Fixed(width) => Constraint::Length(u16::try_from(width).unwrap_or(u16::MAX)),
            Width::Rest => Constraint::Fill(1),
        });
        let layout = Layout::horizontal(constraints).spacing(gap);
        let mut columns = layout.split(self.area).to_vec();
        // Where there is room for nothing, it is for the beginning of the first: there it says what is selected.
        if let Some(first) = columns.first_mut().filter(|first| first.width == 0) {
            first.width = self.area.width;
        }
        Columns(columns)
    }

    /// Draws a cell into each column; one that does not fit is shortened.
    pub(super) fn cells(&mut self, row: usize, columns: &Columns, cells: Vec<Line>) {
        let Some(row) = self.row(row) else { return };
        for (column, cell) in columns.0.iter().zip(cells) {
            let area = Rect {
                y: row.y,
                ..*column
            };
            self.put(area, &shorten(cell, area.width.into()));
        }
    }

    /// Gives a row one role from edge to edge.
    pub(super) fn highlight(&mut self, row: usize, role: Role) {
        if let Some(area) = self.row(row) {
            self.buffer.set_style(area, style(role));
        }
    }

    /// Draws at the right edge which part of so many rows is shown.
    pub(super) fn scrollbar(&mut self, first: usize, n_rows: usize) {
        let room = usize::from(self.area.height);
        let mut state = ScrollbarState::new(n_rows.saturating_sub(room) + 1)
            .position(first)
            .viewport_content_length(room);
        Scrollbar::new(ScrollbarOrientation::VerticalRight)
            .begin_symbol(None)
            .end_symbol(None)
            .track_symbol(Some("|"))
            .thumb_symbol("#")
            .style(style(Role::Dim))
            .render(self.area, &mut self.buffer, &mut state);
    }

    /// What was drawn.
    pub(super) fn into_lines(self) -> Vec<Line> {
        let width = usize::from(self.area.width).max(1);
        self.buffer
            .content()
            .chunks(width)
            .map(|cells| {
                let mut line = Line::empty();
                let mut column = 0;
                while let Some(cell) = cells.get(column) {
                    line.push(role(cell.fg), cell.symbol());
                    // Behind a wide character its other half is left out.
                    column += width_of(cell.symbol()).max(1);
                }
                trimmed(line)
            })
            .collect()
    }

    fn row(&self, row: usize) -> Option<Rect> {
        let y = u16::try_from(row).ok()?;
        (y < self.area.height).then(|| Rect::new(0, y, self.area.width, 1))
    }

    fn put(&mut self, area: Rect, line: &Line) {
        let spans: Vec<text::Span> = line
            .spans
            .iter()
            .map(|span| text::Span::styled(span.text.as_str(), style(span.role)))
            .collect();
        self.buffer
            .set_line(area.x, area.y, &text::Line::from(spans), area.width);
    }
}

fn style(role: Role) -> Style {
    let number = ROLES.iter().position(|known| *known == role).unwrap_or(0);
    Style::new().fg(Color::Indexed(u8::try_from(number).unwrap_or(0)))
}

fn role(color: Color) -> Role {
    match color {
        Color::Indexed(number) => ROLES.get(usize::from(number)).copied(),
        _ => None,
    }
    .unwrap_or(Role::Plain)
}

/// Without the spaces at its end, unless they mean something.
fn trimmed(mut line: Line) -> Line {
    while let Some(last) = line
        .spans
        .last_mut()
        .filter(|last| last.role != Role::Selected)
    {
        last.text.truncate(last.text.trim_end_matches(' ').len());
        if !last.text.is_empty() {
            break;
        }
        line.spans.pop();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::tagged;

    #[test]
    fn cells_are_laid_out_in_columns() {
        let mut canvas = Canvas::new(20, 3);
        let columns = canvas.columns(2, [Width::Fixed(4), Width::Rest, Width::Fixed(3)]);
        let cells = vec![
            Line::new(Role::Pass, "done and over"),
            Line::plain("日本語日本語"),
            Line::new(Role::Dim, "4/5"),
        ];
        canvas.cells(0, &columns, cells.clone());
        canvas.line(2, &Line::new(Role::Strong, "x"));
        canvas.highlight(2, Role::Selected);
        canvas.cells(3, &columns, cells);
        assert_eq!(
            tagged(&canvas.into_lines()),
            "<pass>d...</pass>  日本語...  <dim>4/5</dim>\n\n<selected>x                   </selected>\n"
        );
    }

    #[test]
    fn the_scrollbar_tells_which_part_is_shown() {
        let drawn = |first: usize| {
            let mut canvas = Canvas::new(3, 4);
            canvas.scrollbar(first, 40);
            let texts: Vec<String> = canvas.into_lines().iter().map(Line::text).collect();
            texts.concat().replace(' ', "")
        };
        assert_eq!(drawn(0), "#|||");
        assert_eq!(drawn(36), "|||#");
        assert!(!drawn(18).starts_with('#') && !drawn(18).ends_with('#'));
    }

    #[test]
    fn a_canvas_without_room_is_empty() {
        for (width, height) in [(0, 0), (0, 3), (3, 0)] {
            let mut canvas = Canvas::new(width, height);
            canvas.line(0, &Line::plain("x"));
            canvas.scrollbar(0, 10);
            let texts: String = canvas.into_lines().iter().map(Line::text).collect();
            assert_eq!(texts, "", "{width}x{height}");
        }
    }
}
