//! A line of text whose parts have roles.

use crate::text;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// What a piece of text means; the terminal decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// The name of what is shown.
    Title,
    /// A heading within a text.
    Heading,
    /// What matters less.
    Dim,
    /// Good news.
    Pass,
    /// Bad news.
    Fail,
    /// A warning.
    Warn,
    /// Help.
    Help,
    /// Stressed text.
    Strong,
    /// A path in the workbook.
    Path,
    /// Code.
    Code,
    /// A key to press, or a command to type.
    Key,
    /// A word of a programming language.
    Keyword,
    /// A number or a text within code.
    Literal,
    /// What can be opened.
    Link,
    /// What the next key acts on.
    Selected,
    /// What was looked for.
    Match,
}

impl Role {
    fn tag(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Dim => "dim",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Warn => "warn",
            Self::Help => "help",
            Self::Strong => "strong",
            Self::Path => "path",
            Self::Code => "code",
            Self::Key => "key",
            Self::Keyword => "keyword",
            Self::Literal => "literal",
            Self::Link => "link",
            Self::Selected => "selected",
            Self::Match => "match",
        }
    }
}

/// A run of text with one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its role.
    pub role: Role,
    /// The text, without line ends.
    pub text: String,
    /// Where a click on it leads.
    pub link: Option<Link>,
}

/// A line of a file of the workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The file, relative to the workbook.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its parts from left to right.
    pub spans: Vec<Span>,
}

impl Line {
    /// An empty line.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A line of one role.
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Self::empty().with(role, text)
    }

    /// A line of ordinary text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(Role::Plain, text)
    }

    /// Adds a part.
    #[must_use]
    pub fn with(mut self, role: Role, text: impl Into<String>) -> Self {
        self.push(role, text);
        self
    }

    /// Adds a part; parts of the same role join. Whoever wrote the text, it cannot command the terminal.
    pub fn push(&mut self, role: Role, text: impl Into<String>) {
        self.push_linked(role, text, None);
    }

    /// Adds a part that leads somewhere, if there is a link.
    pub fn push_linked(&mut self, role: Role, text: impl Into<String>, link: Option<Link>) {
        let mut text = text.into();
        if !text.chars().all(text::is_harmless) {
            text = text::sanitize(&text).replace('\n', " ");
        }
        if text.is_empty() {
            return;
        }
        match self.spans.last_mut() {
            Some(last) if last.role == role && last.link == link => last.text.push_str(&text),
            _ => self.spans.push(Span { role, text, link }),
        }
    }

    /// The text without roles.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// The line moved to the right.
    #[must_use]
    pub fn indented(self, columns: usize) -> Self {
        if self.spans.is_empty() {
            return self;
        }
        let mut line = Self::plain(" ".repeat(columns));
        for span in self.spans {
            line.push_linked(span.role, span.text, span.link);
        }
        line
    }
}

/// How many columns a text takes.
pub fn width_of(text: &str) -> usize {
    text.width()
}

/// The beginning of a line, as much of it as fits.
pub fn clip(line: Line, width: usize) -> Line {
    if width_of(&line.text()) <= width {
        return line;
    }
    let mut shown = String::new();
    let mut columns = 0;
    let mut clipped = Line::empty();
    for span in line.spans {
        let from = shown.len();
        for ch in span.text.chars() {
            columns = columns_with(&mut shown, columns, ch);
            if columns > width {
                shown.truncate(shown.len() - ch.len_utf8());
                clipped.push_linked(span.role, &shown[from..], span.link);
                return clipped;
            }
        }
        clipped.push_linked(span.role, &shown[from..], span.link);
    }
    clipped
}

/// The line, or as much of it as fits with a sign that there is more.
pub fn shorten(line: Line, width: usize) -> Line {
    const MORE: &str = "...";
    if width_of(&line.text()) <= width || width <= MORE.len() {
        return clip(line, width);
    }
    let mut line = clip(line, width - MORE.len());
    let role = line.spans.last().map_or(Role::Plain, |last| last.role);
    line.push(role, MORE);
    line
}

/// Adds a character to a text of so many columns; how many it takes then. The width of a text is not the sum of its
/// characters' widths: some join, some widen the one before.
fn columns_with(text: &mut String, columns: usize, ch: char) -> usize {
    text.push(ch);
    if ch.is_ascii() {
        columns + 1
    } else {
        width_of(text)
    }
}

/// Breaks lines that are wider than `width` columns: at a space where there is one, otherwise at any character. What
/// follows is indented like the line itself.
pub fn wrap(lines: Vec<Line>, width: usize) -> Vec<Line> {
    let width = width.max(1);
    let mut wrapped = Vec::with_capacity(lines.len());
    for line in lines {
        if width_of(&line.text()) <= width {
            wrapped.push(line);
        } else {
            break_line(&line, width, &mut wrapped);
        }
    }
    wrapped
}

/// Keys, and what each does: in two columns, the second of which keeps its edge where it takes several lines and the
/// first leaves it half of the width.
pub fn key_table(keys: &[(&str, &str)], first_column: usize, width: usize) -> Vec<Line> {
    let indent = first_column + 2;
    let room = if indent <= width / 2 {
        width - indent
    } else {
        usize::MAX
    };
    let mut lines = Vec::with_capacity(keys.len());
    for (key, what) in keys {
        let mut key = Some(key);
        for part in wrap(vec![Line::plain(*what)], room) {
            lines.push(match key.take() {
                Some(key) => Line::new(Role::Key, format!("  {key:<first_column$}"))
                    .with(Role::Plain, part.text()),
                None => part.indented(indent),
            });
        }
    }
    lines
}

fn break_line(line: &Line, width: usize, wrapped: &mut Vec<Line>) {
    let chars: Vec<(&Span, char)> = line
        .spans
        .iter()
        .flat_map(|span| span.text.chars().map(move |ch| (span, ch)))
        .collect();
    let indent = chars.iter().take_while(|(_, ch)| *ch == ' ').count();
    // A deep indent would leave no room for the rest.
    let hang = if indent <= width / 3 { indent } else { 0 };
    let mut start = 0;
    while start < chars.len() {
        let mut part = " ".repeat(if start == 0 { 0 } else { hang });
        let mut column = part.len();
        let mut end = start;
        while let Some((_, ch)) = chars.get(end) {
            column = columns_with(&mut part, column, *ch);
            if end > start && column > width {
                break;
            }
            end += 1;
        }
        let first_word = start + if start == 0 { indent } else { 0 };
        let space = (first_word..end).rev().find(|&idx| chars[idx].1 == ' ');
        let (stop, next) = match space {
            _ if end == chars.len() => (end, end),
            _ if chars[end].1 == ' ' => (end, end + 1),
            Some(space) if space > first_word => (space, space + 1),
            _ => (end, end),
        };
        let mut broken = Line::plain(" ".repeat(if start == 0 { 0 } else { hang }));
        for same in chars[start..stop].chunk_by(|(one, _), (other, _)| std::ptr::eq(*one, *other)) {
            let text: String = same.iter().map(|(_, ch)| ch).collect();
            broken.push_linked(same[0].0.role, text, same[0].0.link.clone());
        }
        wrapped.push(broken);
        start = next;
    }
}

/// The lines with their roles spelled out, as in `<fail>1 test</fail>`: for golden files.
pub fn tagged(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        for span in &line.spans {
            match span.role.tag() {
                "" => text.push_str(&span.text),
                tag => {
                    let _ = write!(text, "<{tag}>{}</{tag}>", span.text);
                }
            }
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_spelled_out_in_golden_text() {
        let line = Line::plain("a ")
            .with(Role::Fail, "b")
            .with(Role::Fail, "c")
            .with(Role::Plain, "");
        assert_eq!(tagged(&[line, Line::empty()]), "a <fail>bc</fail>\n\n");
    }

    #[test]
    fn what_a_key_does_keeps_its_column() {
        let keys = [("a", "all again"), ("Esc", "back")];
        for (width, expected) in [
            (40, vec!["  a    all again", "  Esc  back"]),
            (14, vec!["  a    all", "       again", "  Esc  back"]),
            (13, vec!["  a    all again", "  Esc  back"]),
        ] {
            let lines = key_table(&keys, 5, width);
            let texts: Vec<String> = lines.iter().map(Line::text).collect();
            assert_eq!(texts, expected, "{width}");
        }
    }

    #[test]
    fn wide_lines_break_and_keep_their_roles() {
        for (text, width, expected) in [
            ("abc", 3, vec!["abc"]),
            ("abcd", 3, vec!["abc", "d"]),
            ("", 3, vec![""]),
            ("日本語", 4, vec!["日本", "語"]),
            ("日", 1, vec!["日"]),
            ("one two", 5, vec!["one", "two"]),
            ("  ab cd ef", 7, vec!["  ab cd", "  ef"]),
            ("a bcdefgh", 4, vec!["a", "bcde", "fgh"]),
            ("ab", 0, vec!["a", "b"]),
        ] {
            let lines = wrap(vec![Line::new(Role::Code, text)], width);
            let texts: Vec<String> = lines.iter().map(Line::text).collect();
            assert_eq!(texts, expected, "{text:?} in {width}");
            assert!(
                lines
                    .iter()
                    .flat_map(|line| &line.spans)
                    .all(|span| span.role == Role::Code || span.text.trim().is_empty())
            );
        }
    }
}
