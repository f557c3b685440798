//! Longer texts: hints, cards, and Markdown in general.

use super::{Line, Role, code, width_of};
use crate::exercise::{Exercise, When};
use crate::markdown::{self, Inline, InlineKind, Paragraph, ParagraphKind};
use crate::watch::Page;
use std::ops::Range;

/// Text is easiest to read in lines of no more than this.
const MAX_COLUMNS: usize = 88;

/// Hints of an exercise in the order given, and how many steps of the ladder are left when that is to be said. A step has
/// its number on the ladder; a hint that answers a failure has none, so that no number ever changes.
pub fn hint_page(
    exercise: &Exercise,
    shown: &[usize],
    n_left: Option<usize>,
    width: usize,
) -> Vec<Line> {
    let ladder: Vec<usize> = (0..exercise.hints.len())
        .filter(|&idx| exercise.hints[idx].when.is_none())
        .collect();
    let mut lines = Vec::new();
    for &idx in shown {
        let Some(hint) = exercise.hints.get(idx) else {
            continue;
        };
        if !lines.is_empty() {
            lines.push(Line::empty());
        }
        let (label, about) = match &hint.when {
            Some(When::Test(test)) => (
                "hint".to_owned(),
                format!(" on the test \"{}\"", crate::text::sentence(test)),
            ),
            Some(When::Error(error)) => ("hint".to_owned(), format!(" on the error {error}")),
            Some(When::Timeout) => ("hint".to_owned(), " on tests that do not end".to_owned()),
            None => {
                let step = ladder.iter().position(|&step| step == idx).unwrap_or(0) + 1;
                (format!("hint {step} of {}", ladder.len()), String::new())
            }
        };
        lines.push(Line::new(Role::Help, label).with(Role::Dim, about));
        lines.extend(markdown_lines(&hint.text, width));
    }
    if let Some(n_left) = n_left {
        lines.push(Line::empty());
        lines.push(Line::new(
            Role::Dim,
            match n_left {
                0 => "These are all the hints there are for now.".to_owned(),
                n => format!("{} left.", crate::text::count(n, "more hint")),
            },
        ));
    }
    lines
}

/// The last step of the ladder: how to see the solution. `keys` says whether keys are there to be pressed.
pub fn way_to_solution(exercise: &Exercise, is_solved: bool, keys: bool) -> Line {
    let line = Line::new(Role::Dim, "The last step is the solution: ");
    match (is_solved, keys) {
        (true, true) => line.with(Role::Key, "s"),
        (true, false) => line.with(Role::Key, format!("workbook solution {}", exercise.name)),
        (false, _) => line.with(
            Role::Key,
            format!("workbook solution {} --force", exercise.name),
        ),
    }
}

/// A page of the reader, for where it is printed.
pub fn page_lines(page: &Page, width: usize) -> Vec<Line> {
    let mut lines = vec![title_line(page), Line::empty()];
    for paragraph in &page.paragraphs {
        let laid = paragraph_lines(paragraph, width, &[]);
        lines.extend(laid.into_iter().map(|(line, _)| line));
    }
    lines
}

/// The title of a page, and what it belongs to.
pub(super) fn title_line(page: &Page) -> Line {
    let about = if page.about.is_empty() {
        String::new()
    } else {
        format!("   {}", page.about)
    };
    Line::new(Role::Title, &page.title).with(Role::Dim, about)
}

/// Markdown as lines of at most `width` columns; code is not broken.
pub fn markdown_lines(text: &str, width: usize) -> Vec<Line> {
    markdown::flat(&markdown::parse(text))
        .iter()
        .flat_map(|paragraph| paragraph_lines(paragraph, width, &[]))
        .map(|(line, _)| line)
        .collect()
}

/// A paragraph as lines, each with the part of the paragraph's text that it shows. What is `marked` has these roles
/// instead of its own. Prose is broken at its words; code is not broken.
pub(super) fn paragraph_lines(
    paragraph: &Paragraph,
    width: usize,
    marked: &[(Range<usize>, Role)],
) -> Vec<(Line, Range<usize>)> {
    let text = paragraph.text();
    let indent = Line::plain(" ".repeat(paragraph.indent));
    let (role, mut roles) = match &paragraph.kind {
        ParagraphKind::Empty => return vec![(Line::empty(), 0..0)],
        ParagraphKind::Code(language) => (Role::Code, code::roles(language, &text)),
        ParagraphKind::Heading => (Role::Heading, Vec::new()),
        ParagraphKind::Note => (Role::Dim, roles_of(&paragraph.inlines)),
        ParagraphKind::Prose => (Role::Plain, roles_of(&paragraph.inlines)),
    };
    roles.extend_from_slice(marked);
    let parts = match paragraph.kind {
        ParagraphKind::Code(_) => line_ranges(&text),
        _ => {
            let columns = width
                .clamp(1, MAX_COLUMNS)
                .saturating_sub(paragraph.indent + width_of(&paragraph.mark) + paragraph.hang);
            prose_ranges(&text, columns.max(8))
        }
    };
    let hang = " ".repeat(width_of(&paragraph.mark) + paragraph.hang);
    parts
        .into_iter()
        .enumerate()
        .map(|(idx, part)| {
            let mut line = indent.clone();
            line.push(Role::Plain, if idx == 0 { &paragraph.mark } else { &hang });
            for span in code::line_of(&text, part.clone(), role, &roles).spans {
                line.push(span.role, span.text);
            }
            // An empty line of code needs no indent.
            let line = if line.text().trim().is_empty() {
                Line::empty()
            } else {
                line
            };
            (line, part)
        })
        .collect()
}

fn roles_of(inlines: &[Inline]) -> Vec<(Range<usize>, Role)> {
    let mut roles = Vec::new();
    let mut start = 0;
    for inline in inlines {
        let end = start + inline.text.len();
        match inline.kind {
            InlineKind::Plain => {}
            InlineKind::Strong => roles.push((start..end, Role::Strong)),
            InlineKind::Code => roles.push((start..end, Role::Code)),
            InlineKind::Link(_) => roles.push((start..end, Role::Link)),
        }
        start = end;
    }
    roles
}

/// The lines of a text, without their ends.
fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let range = start..start + line.trim_end_matches(['\n', '\r']).len();
            start += line.len();
            range
        })
        .collect()
}

/// Where running text is broken.
fn prose_ranges(text: &str, columns: usize) -> Vec<Range<usize>> {
    let options = textwrap::Options::new(columns)
        .break_words(true)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let mut at = 0;
    textwrap::wrap(text, options)
        .iter()
        .map(|part| {
            // Without hyphens each line is a slice of the text, and they come in order.
            let start = text[at..]
                .find(part.as_ref())
                .map_or(at, |found| at + found);
            at = start + part.len();
            start..at
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::tagged;

    #[test]
    fn markdown_becomes_lines() {
        let text = "## Head\n\nSome `code` and *stress* in a paragraph that is broken.\n\n- one item that is long enough\n- two\n\n```text\nas is\n```\n";
        assert_eq!(
            tagged(&markdown_lines(text, 24)),
            "<heading>Head</heading>\n\nSome <code>`code`</code> and <strong>stress</strong>\nin a paragraph that is\nbroken.\n\n- one item that is long\n  enough\n- two\n\n    <code>as is</code>\n"
        );
    }

    #[test]
    fn prose_never_leaves_its_columns() {
        let text =
            "A word, anotherverylongwordthatdoesnotfit, and `code_that_is_too_long_as_well`.";
        for width in [8, 20, 40, 200] {
            for line in markdown_lines(text, width) {
                assert!(
                    width_of(&line.text()) <= width.min(MAX_COLUMNS),
                    "{width}: {}",
                    line.text()
                );
            }
        }
    }
}
