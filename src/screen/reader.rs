//! The reader: a page as large as the terminal, what is selected and found on it, and how far one has read.

use super::footer::key_line;
use super::page::{paragraph_lines, title_line};
use super::{Frame, Line, Role, clip, markdown_lines, wrap};
use crate::markdown::Paragraph;
use crate::watch::{Focus, Opened, Reader, Seen};
use std::ops::Range;

/// On a terminal of fewer columns than this there is no margin.
const NARROW: usize = 30;

/// What stands around the reader.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    /// What the page is to the reader, as "card 1 of 2".
    pub note: &'a str,
    /// Something to be told.
    pub message: Option<&'a str>,
    /// A key that has a meaning beside those of the reader.
    pub key: Option<(&'a str, &'a str)>,
}

/// Where a line comes from: the paragraph, and the part of its text.
type Origin = (usize, Range<usize>);

/// Draws the reader on a terminal of this size.
pub fn reader_frame(reader: &Reader, around: Around<'_>, width: usize, height: usize) -> Frame {
    let top = reader.top();
    let mut header = vec![clip(title_line(&top.page), width)];
    if height > 8 {
        header.push(Line::empty());
    }
    let room_at_most = height.saturating_sub(header.len() + 2).max(1);
    let laid = Laid::new(top, width);
    let at = laid.match_at(top);
    let scroll = laid.scroll(top, at, room_at_most);
    let shown = laid.paint(top, at, scroll, room_at_most);
    let last = scroll + shown.len();
    let mut foot = match around.message {
        Some(message) => wrap(markdown_lines(message, width), width)
            .into_iter()
            .map(|line| Line::new(Role::Warn, line.text()))
            .collect(),
        None => vec![clip(
            status(reader, around.note, at, (last, laid.lines.len())),
            width,
        )],
    };
    foot.truncate(height.saturating_sub(header.len() + 2).max(1));
    let keys = keys(reader, last == laid.lines.len(), around.key);
    foot.push(key_line(&keys, width));

    let header_height = header.len();
    let mut lines = header;
    lines.extend(shown);
    lines.resize(height.saturating_sub(foot.len()).max(1), Line::empty());
    lines.extend(foot);
    lines.truncate(height.max(1));
    Frame {
        lines,
        scroll,
        room: room_at_most,
        top: header_height,
        seen: Some(Seen {
            scroll,
            room: room_at_most,
            links: laid.links_between(top, scroll, last),
            at,
        }),
    }
}

/// A page, broken at the width of the terminal.
struct Laid {
    lines: Vec<(Line, Origin)>,
    width: usize,
    margin: usize,
}

impl Laid {
    fn new(top: &Opened, width: usize) -> Self {
        let margin = if width < NARROW { 0 } else { 2 };
        let width = width.saturating_sub(margin).max(1);
        let lines = top
            .page
            .paragraphs
            .iter()
            .enumerate()
            .flat_map(|(number, paragraph)| {
                broken(paragraph, width, &[])
                    .into_iter()
                    .map(move |(line, part)| (line, (number, part)))
            })
            .collect();
        Self {
            lines,
            width,
            margin,
        }
    }

    /// The line that shows the beginning of a part of a paragraph.
    fn line_of(&self, paragraph: usize, start: usize) -> usize {
        self.lines
            .iter()
            .rposition(|(_, (number, part))| *number == paragraph && part.start <= start)
            .unwrap_or(0)
    }

    /// The match that is looked at: when that is not known, the first one from the top of the screen on.
    fn match_at(&self, top: &Opened) -> Option<usize> {
        let search = top.search.as_ref()?;
        let below = || {
            search
                .matches
                .iter()
                .position(|(number, range)| self.line_of(*number, range.start) >= top.scroll)
        };
        search
            .at
            .or_else(below)
            .or((!search.matches.is_empty()).then_some(0))
    }

    /// How many lines are above the screen, so that what matters is on it.
    fn scroll(&self, top: &Opened, at: Option<usize>, room: usize) -> usize {
        let last = self.lines.len().saturating_sub(room);
        let scroll = top.scroll.min(last);
        let wanted = match top.focus {
            Some(Focus::Link) => top
                .link
                .and_then(|link| top.page.links.get(link))
                .map(|link| self.line_of(link.paragraph, link.range.start)),
            Some(Focus::Match) => top
                .search
                .as_ref()
                .and_then(|search| search.matches.get(at?))
                .map(|(number, range)| self.line_of(*number, range.start)),
            None => None,
        };
        match wanted {
            Some(line) if !(scroll..scroll + room).contains(&line) => {
                // With something of what leads to it.
                line.saturating_sub(room / 3).min(last)
            }
            _ => scroll,
        }
    }

    /// The links whose beginnings are on the screen.
    fn links_between(&self, top: &Opened, first: usize, last: usize) -> Range<usize> {
        let before = |edge: usize| {
            top.page
                .links
                .partition_point(|link| self.line_of(link.paragraph, link.range.start) < edge)
        };
        before(first)..before(last)
    }

    /// The lines on the screen, with what is selected and found.
    fn paint(&self, top: &Opened, at: Option<usize>, scroll: usize, room: usize) -> Vec<Line> {
        let mut painted: Vec<Line> = Vec::new();
        let mut last = None;
        let mut skipped = 0;
        let mut redone: Vec<(Line, Range<usize>)> = Vec::new();
        let selected = top.link.and_then(|link| top.page.links.get(link));
        let looked_at = top
            .search
            .as_ref()
            .and_then(|search| search.matches.get(at?));
        let first_of = |number: usize| self.lines.partition_point(|(_, (of, _))| *of < number);
        for (line, (_, (number, part))) in self.lines.iter().enumerate().skip(scroll).take(room) {
            if last != Some(*number) {
                let (paragraph, marks) = marked(top, *number, at);
                redone = broken(&paragraph, self.width, &marks);
                skipped = first_of(*number);
                last = Some(*number);
            }
            let found = redone.get(line - skipped).map(|(line, _)| line.clone());
            let is_marked = selected
                .map(|link| (link.paragraph, link.range.start))
                .into_iter()
                .chain(looked_at.map(|(number, range)| (*number, range.start)))
                .any(|(of, start)| of == *number && (part.contains(&start) || part.start == start));
            painted.push(self.with_margin(found.unwrap_or_default(), is_marked));
        }
        painted
    }

    fn with_margin(&self, line: Line, is_marked: bool) -> Line {
        if self.margin == 0 {
            return line;
        }
        if !is_marked {
            return line.indented(self.margin);
        }
        let mut marked = Line::new(Role::Key, "> ");
        for span in line.spans {
            marked.push(span.role, span.text);
        }
        marked
    }
}

/// A paragraph as lines that fit, code too.
fn broken(
    paragraph: &Paragraph,
    width: usize,
    marks: &[(Range<usize>, Role)],
) -> Vec<(Line, Range<usize>)> {
    paragraph_lines(paragraph, width, marks)
        .into_iter()
        .flat_map(|(line, part)| {
            wrap(vec![line], width)
                .into_iter()
                .map(move |line| (line, part.clone()))
        })
        .collect()
}

/// A paragraph and what is selected and found in it. Brackets turn round at a link that is selected: color is never the
/// only sign.
fn marked(
    top: &Opened,
    number: usize,
    at: Option<usize>,
) -> (Paragraph, Vec<(Range<usize>, Role)>) {
    let mut paragraph = top.page.paragraphs[number].clone();
    let mut marks = Vec::new();
    for (idx, (of, range)) in top
        .search
        .iter()
        .flat_map(|search| &search.matches)
        .enumerate()
    {
        if *of == number {
            let role = if at == Some(idx) {
                Role::Selected
            } else {
                Role::Match
            };
            marks.push((range.clone(), role));
        }
    }
    let selected = top.link.and_then(|link| top.page.links.get(link));
    if let Some(link) = selected.filter(|link| link.paragraph == number) {
        let mut start = 0;
        for inline in &mut paragraph.inlines {
            if start == link.range.start
                && let Some(text) = inline
                    .text
                    .strip_prefix('[')
                    .and_then(|text| text.strip_suffix(']'))
            {
                inline.text = format!(">{text}<");
            }
            start += inline.text.len();
        }
        marks.push((link.range.clone(), Role::Selected));
    }
    (paragraph, marks)
}

/// How far one has read, and what is selected or looked for.
fn status(reader: &Reader, note: &str, at: Option<usize>, (last, n_lines): (usize, usize)) -> Line {
    let top = reader.top();
    if let Some(search) = top.search.as_ref().filter(|_| reader.is_typing()) {
        let line = Line::new(Role::Strong, format!("/{}", search.words)).with(Role::Key, "_");
        return match search.matches.len() {
            _ if search.words.is_empty() => line,
            0 => line.with(Role::Warn, "   not on this page"),
            n => line.with(Role::Dim, format!("   {n} found")),
        };
    }
    let mut parts = Vec::new();
    if let Some(search) = &top.search {
        let at = at.map_or(0, |at| at + 1);
        parts.push(format!(
            "\"{}\" {at} of {}",
            search.words,
            search.matches.len()
        ));
    }
    if let Some(link) = top.link {
        parts.push(format!("link {} of {}", link + 1, top.page.links.len()));
    }
    let percent = match n_lines {
        0 => 100,
        n => last * 100 / n,
    };
    parts.push(format!("{percent}%"));
    if !note.is_empty() {
        parts.push(note.to_owned());
    }
    Line::new(Role::Dim, parts.join("   "))
}

/// The keys, the last two always shown, and then those that have a meaning only now.
fn keys<'a>(
    reader: &Reader,
    is_end: bool,
    other: Option<(&'a str, &'a str)>,
) -> Vec<(&'a str, &'a str)> {
    let top = reader.top();
    if reader.is_typing() {
        return vec![("Enter", "find"), ("Esc", "cancel")];
    }
    let mut keys = Vec::new();
    if top.link.is_some() {
        keys.push(("Enter", "follow"));
    }
    if top.search.is_some() {
        keys.extend([("n", "next"), ("N", "before")]);
    }
    if !is_end {
        keys.push(("space", "down"));
    }
    if !top.page.links.is_empty() {
        keys.push(("Tab", "links"));
    }
    if reader.has_below() {
        keys.push(("Backspace", "back"));
    }
    keys.push(("/", "search"));
    keys.extend(other);
    keys.push(("q", if reader.has_below() { "leave" } else { "back" }));
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::width_of;
    use crate::watch::{Key, Page};

    fn reader() -> Reader {
        let words: Vec<String> = (0..60).map(|number| format!("word{number}")).collect();
        let text = format!(
            "## Head\n\n{}\n\n```text\n{}\n```\n",
            words.join(" "),
            words.join(" ")
        );
        Reader::new(Page::explanation("E0001", &text))
    }

    fn drawn(reader: &mut Reader, width: usize, height: usize) -> Vec<String> {
        let frame = reader_frame(reader, Around::default(), width, height);
        reader.drawn(frame.seen.expect("a reader says what it shows"));
        frame.lines.iter().map(Line::text).collect()
    }

    #[test]
    fn every_size_is_filled_and_never_left() {
        for width in [1, 2, 5, 12, 29, 30, 31, 80, 200] {
            for height in [1, 2, 3, 4, 8, 9, 30] {
                let mut reader = reader();
                for key in [Key::Down, Key::PageDown, Key::End, Key::Char('/')] {
                    let _ = reader.step(key);
                    let lines = drawn(&mut reader, width, height);
                    assert_eq!(lines.len(), height, "{width}x{height}");
                    for line in lines {
                        assert!(width_of(&line) <= width, "{width}x{height}: {line:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_found_is_brought_to_the_screen_and_marked() {
        for (words, width) in [("word59", 40), ("WORD7 word8", 40), ("word59", 200)] {
            let mut reader = reader();
            let _ = reader.step(Key::Char('/'));
            for ch in words.chars() {
                let _ = reader.step(Key::Char(ch));
            }
            let _ = reader.step(Key::Enter);
            let lines = drawn(&mut reader, width, 12);
            assert!(
                lines.iter().any(|line| line.starts_with("> ")),
                "{words}: {lines:#?}"
            );
            assert!(lines.concat().contains(&format!("\"{words}\" 1 of 2")));
            let first = reader.top().search.as_ref().and_then(|search| search.at);
            let _ = reader.step(Key::Char('n'));
            drawn(&mut reader, width, 12);
            let second = reader.top().search.as_ref().and_then(|search| search.at);
            assert_ne!(first, second);
        }
    }

    #[test]
    fn the_end_is_a_hundred_percent() {
        let mut reader = reader();
        assert!(!drawn(&mut reader, 40, 12).concat().contains("100%"));
        let _ = reader.step(Key::End);
        assert!(drawn(&mut reader, 40, 12).concat().contains("100%"));
    }
}
