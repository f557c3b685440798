//! A line of text whose parts have roles.

use std::fmt::Write as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

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

    /// Adds a part; parts of the same role join.
    pub fn push(&mut self, role: Role, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            return;
        }
        match self.spans.last_mut() {
            Some(last) if last.role == role => last.text.push_str(&text),
            _ => self.spans.push(Span { role, text }),
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
            line.push(span.role, span.text);
        }
        line
    }
}

/// How many columns a text takes.
pub fn width_of(text: &str) -> usize {
    text.width()
}

/// Breaks lines that are wider than `width` columns, at any character: what is broken here is code or a diagnostic,
/// and prose was broken at its words before.
pub fn wrap(lines: Vec<Line>, width: usize) -> Vec<Line> {
    let width = width.max(1);
    let mut wrapped = Vec::with_capacity(lines.len());
    for line in lines {
        if width_of(&line.text()) <= width {
            wrapped.push(line);
            continue;
        }
        let mut part = Line::empty();
        let mut column = 0;
        for span in line.spans {
            for ch in span.text.chars() {
                let ch_width = ch.width().unwrap_or(0);
                if column + ch_width > width {
                    wrapped.push(std::mem::take(&mut part));
                    column = 0;
                }
                part.push(span.role, ch);
                column += ch_width;
            }
        }
        wrapped.push(part);
    }
    wrapped
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
    fn wide_lines_break_and_keep_their_roles() {
        for (text, width, expected) in [
            ("abc", 3, vec!["abc"]),
            ("abcd", 3, vec!["abc", "d"]),
            ("", 3, vec![""]),
            ("日本語", 4, vec!["日本", "語"]),
            ("日", 1, vec!["", "日"]),
            ("ab", 0, vec!["a", "b"]),
        ] {
            let lines = wrap(vec![Line::new(Role::Code, text)], width);
            let texts: Vec<String> = lines.iter().map(Line::text).collect();
            assert_eq!(texts, expected, "{text:?} in {width}");
            assert!(
                lines
                    .iter()
                    .flat_map(|line| &line.spans)
                    .all(|span| span.role == Role::Code)
            );
        }
    }
}
