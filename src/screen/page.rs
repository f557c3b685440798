//! Longer texts: hints, cards, and Markdown in general.

use super::{Line, Role};
use crate::concept::Card;
use crate::exercise::{Exercise, When};
use crate::markdown::{self, Block, Inline, InlineKind};

/// Text is easiest to read in lines of no more than this.
const MAX_COLUMNS: usize = 88;

/// A concept card.
pub fn card_page(card: &Card, width: usize) -> Vec<Line> {
    let mut lines = vec![
        Line::new(Role::Title, &card.title)
            .with(Role::Dim, format!("   {}", card.topic.replace('-', " "))),
        Line::empty(),
    ];
    lines.extend(markdown_lines(&card.body, width));
    if !card.see_also.is_empty() {
        lines.push(Line::empty());
        let mut inlines = vec![plain("See also: ")];
        for (idx, slug) in card.see_also.iter().enumerate() {
            if idx > 0 {
                inlines.push(plain(", "));
            }
            inlines.push(code(slug));
        }
        lines.extend(prose(&inlines, width, 0, "", ""));
    }
    for (idx, source) in card.sources.iter().enumerate() {
        if idx == 0 {
            lines.push(Line::empty());
            lines.push(Line::new(Role::Heading, "Sources"));
        }
        lines.extend(prose(&[plain(source)], width, 0, "- ", "  "));
    }
    lines
}

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

/// Markdown as lines of at most `width` columns; code is not broken.
pub fn markdown_lines(text: &str, width: usize) -> Vec<Line> {
    block_lines(&markdown::parse(text), width, 0)
}

fn plain(text: &str) -> Inline {
    Inline {
        text: text.to_owned(),
        kind: InlineKind::Plain,
    }
}

fn code(text: &str) -> Inline {
    Inline {
        text: text.to_owned(),
        kind: InlineKind::Code,
    }
}

fn block_lines(blocks: &[Block], width: usize, indent: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for (idx, block) in blocks.iter().enumerate() {
        if idx > 0 {
            lines.push(Line::empty());
        }
        match block {
            Block::Heading(_, inlines) => {
                lines.push(Line::new(Role::Heading, markdown::plain(inlines)).indented(indent));
            }
            Block::Paragraph(inlines) => lines.extend(prose(inlines, width, indent, "", "")),
            Block::List(first, items) => {
                for (idx, item) in items.iter().enumerate() {
                    let mark = match first {
                        Some(first) => format!("{}. ", first + idx as u64),
                        None => "- ".to_owned(),
                    };
                    lines.extend(item_lines(item, width, indent, &mark));
                }
            }
            Block::Code(code) => {
                let code_lines = if matches!(code.language.as_str(), "rust" | "") {
                    rust_lines(&code.text)
                } else {
                    code.text
                        .lines()
                        .map(|line| Line::new(Role::Code, line))
                        .collect()
                };
                lines.extend(code_lines.into_iter().map(|line| line.indented(indent + 4)));
            }
            Block::Quote(inner) => lines.extend(block_lines(inner, width, indent + 2)),
        }
    }
    lines
}

fn item_lines(item: &[Block], width: usize, indent: usize, mark: &str) -> Vec<Line> {
    let hang = " ".repeat(mark.len());
    match item.split_first() {
        Some((Block::Paragraph(inlines), rest)) => {
            let mut lines = prose(inlines, width, indent, mark, &hang);
            lines.extend(block_lines(rest, width, indent + mark.len()));
            lines
        }
        _ => {
            let mut lines = vec![Line::plain(mark).indented(indent)];
            lines.extend(block_lines(item, width, indent + mark.len()));
            lines
        }
    }
}

/// Breaks running text at its words.
fn prose(inlines: &[Inline], width: usize, indent: usize, first: &str, rest: &str) -> Vec<Line> {
    // Code keeps its backticks: its role has no color, and color is never the only sign.
    let inlines: Vec<Inline> = inlines
        .iter()
        .map(|inline| match inline.kind {
            InlineKind::Code => Inline {
                text: format!("`{}`", inline.text),
                kind: InlineKind::Code,
            },
            _ => inline.clone(),
        })
        .collect();
    let text = markdown::plain(&inlines);
    // The role of every byte, so that it can be found again after the text was broken.
    let roles: Vec<Role> = inlines
        .iter()
        .flat_map(|inline| {
            let role = match inline.kind {
                InlineKind::Plain => Role::Plain,
                InlineKind::Strong => Role::Strong,
                InlineKind::Code => Role::Code,
                InlineKind::Link(_) => Role::Path,
            };
            std::iter::repeat_n(role, inline.text.len())
        })
        .collect();
    let columns = width
        .clamp(1, MAX_COLUMNS)
        .saturating_sub(indent + first.len())
        .max(8);
    let options = textwrap::Options::new(columns)
        .break_words(true)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(&text, options)
        .iter()
        .enumerate()
        .map(|(idx, part)| {
            let mut line = Line::plain(" ".repeat(indent));
            line.push(Role::Plain, if idx == 0 { first } else { rest });
            // Without hyphens each line is a slice of the text.
            let start = (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
            for (offset, ch) in part.char_indices() {
                let role = roles
                    .get(start.wrapping_add(offset))
                    .copied()
                    .unwrap_or(Role::Plain);
                line.push(role, ch);
            }
            line
        })
        .collect()
}

/// Rust code with its comments dimmed and its keywords stressed.
pub fn rust_lines(code: &str) -> Vec<Line> {
    const KEYWORDS: [&str; 32] = [
        "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "fn",
        "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
        "return", "self", "Self", "static", "struct", "trait", "type", "use", "where",
    ];
    code.lines()
        .map(|text| {
            let comment = text.find("//").unwrap_or(text.len());
            let (code, comment) = text.split_at(comment);
            let mut line = Line::empty();
            let is_word = |ch: char| ch.is_alphanumeric() || ch == '_';
            let mut rest = code;
            while !rest.is_empty() {
                let in_word = rest.starts_with(is_word);
                let end = rest.find(|ch| is_word(ch) != in_word).unwrap_or(rest.len());
                let (piece, after) = rest.split_at(end);
                let role = if KEYWORDS.contains(&piece) {
                    Role::Heading
                } else {
                    Role::Code
                };
                line.push(role, piece);
                rest = after;
            }
            line.push(Role::Dim, comment);
            line
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::{tagged, width_of};

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

    #[test]
    fn rust_code_keeps_its_text() {
        let code = "pub fn f() -> u8 { 1 } // one\n\n    let x = \"é\";";
        let texts: Vec<String> = rust_lines(code).iter().map(Line::text).collect();
        assert_eq!(texts, code.lines().collect::<Vec<_>>());
    }
}
