//! Blocks laid flat: what is left to do is to break each paragraph at the width of a screen. So a place in a text is the
//! same place on every screen.

use super::{Block, Inline, InlineKind, plain};

/// A run of text that is broken as one, or a block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is.
    pub kind: ParagraphKind,
    /// Columns left free before it.
    pub indent: usize,
    /// What stands before its first line; the others begin where that ends.
    pub mark: String,
    /// How many columns more are left free before the lines after the first.
    pub hang: usize,
    /// The text as it is shown: code within prose has its backticks, a link to the outside its address.
    pub inlines: Vec<Inline>,
}

/// What a paragraph is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParagraphKind {
    /// An empty line.
    Empty,
    /// A heading.
    Heading,
    /// Running text, or an item of a list.
    Prose,
    /// A note on the text, which matters less.
    Note,
    /// Code in this language, with its line ends.
    Code(String),
}

impl Paragraph {
    /// A paragraph at the left edge.
    pub fn new(kind: ParagraphKind, inlines: Vec<Inline>) -> Self {
        Self {
            kind,
            indent: 0,
            mark: String::new(),
            hang: 0,
            inlines,
        }
    }

    /// An empty line.
    pub fn empty() -> Self {
        Self::new(ParagraphKind::Empty, Vec::new())
    }

    /// A paragraph of one plain run of text.
    pub fn plain(kind: ParagraphKind, text: impl Into<String>) -> Self {
        Self::new(kind, vec![Inline::new(InlineKind::Plain, text)])
    }

    /// An item of a list without numbers.
    pub fn item(inlines: Vec<Inline>) -> Self {
        Self {
            mark: "- ".to_owned(),
            ..Self::new(ParagraphKind::Prose, inlines)
        }
    }

    /// Its whole text, without the mark.
    pub fn text(&self) -> String {
        plain(&self.inlines)
    }
}

/// The paragraphs of a text, with empty lines between its blocks.
pub fn flat(blocks: &[Block]) -> Vec<Paragraph> {
    let mut found = Vec::new();
    lay(blocks, 0, &mut found);
    found
}

fn lay(blocks: &[Block], indent: usize, found: &mut Vec<Paragraph>) {
    for (idx, block) in blocks.iter().enumerate() {
        if idx > 0 {
            found.push(Paragraph::empty());
        }
        lay_one(block, indent, found);
    }
}

fn lay_one(block: &Block, indent: usize, found: &mut Vec<Paragraph>) {
    let at = |indent, paragraph| Paragraph {
        indent,
        ..paragraph
    };
    match block {
        Block::Heading(_, inlines) => {
            found.push(at(
                indent,
                Paragraph::plain(ParagraphKind::Heading, plain(inlines)),
            ));
        }
        Block::Paragraph(inlines) => {
            found.push(at(
                indent,
                Paragraph::new(ParagraphKind::Prose, shown(inlines)),
            ));
        }
        Block::List(first, items) => {
            for (idx, item) in items.iter().enumerate() {
                let mark = match first {
                    Some(first) => format!("{}. ", first + idx as u64),
                    None => "- ".to_owned(),
                };
                lay_item(item, indent, mark, found);
            }
        }
        Block::Code(code) => {
            let language = ParagraphKind::Code(code.language.clone());
            found.push(at(
                indent + 4,
                Paragraph::plain(language, code.text.as_str()),
            ));
        }
        Block::Quote(inner) => lay(inner, indent + 2, found),
    }
}

fn lay_item(item: &[Block], indent: usize, mark: String, found: &mut Vec<Paragraph>) {
    let inner = indent + mark.len();
    let (inlines, rest) = match item.split_first() {
        Some((Block::Paragraph(inlines), rest)) => (shown(inlines), rest),
        _ => (Vec::new(), item),
    };
    found.push(Paragraph {
        kind: ParagraphKind::Prose,
        indent,
        mark,
        hang: 0,
        inlines,
    });
    lay(rest, inner, found);
}

/// Code keeps its backticks: its role has no color, and color is never the only sign. What lies outside of the workbook
/// is named, since it cannot be opened here.
fn shown(inlines: &[Inline]) -> Vec<Inline> {
    let mut found = Vec::with_capacity(inlines.len());
    let mut linked = String::new();
    for (idx, inline) in inlines.iter().enumerate() {
        match &inline.kind {
            InlineKind::Code => {
                found.push(Inline::new(InlineKind::Code, format!("`{}`", inline.text)));
            }
            InlineKind::Link(target) => {
                found.push(inline.clone());
                linked.push_str(&inline.text);
                let goes_on = inlines
                    .get(idx + 1)
                    .is_some_and(|next| next.kind == inline.kind);
                if !goes_on {
                    if is_outside(target) && linked != *target {
                        found.push(Inline::new(InlineKind::Plain, format!(" ({target})")));
                    }
                    linked.clear();
                }
            }
            InlineKind::Plain | InlineKind::Strong => found.push(inline.clone()),
        }
    }
    found
}

/// Whether a link leads out of the workbook.
fn is_outside(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;

    fn lines(text: &str) -> Vec<String> {
        flat(&parse(text))
            .iter()
            .map(|paragraph| {
                format!(
                    "{}{}{}",
                    " ".repeat(paragraph.indent),
                    paragraph.mark,
                    paragraph.text()
                )
            })
            .collect()
    }

    #[test]
    fn blocks_are_laid_flat() {
        for (text, expected) in [
            ("# A\n\nb\nc", vec!["A", "", "b c"]),
            ("- a `b`\n- c\n", vec!["- a `b`", "- c"]),
            ("9. a\n10. b\n", vec!["9. a", "10. b"]),
            ("- a\n\n  b\n", vec!["- a", "  b"]),
            ("> a\n", vec!["  a"]),
            ("```rust\nfn f() {}\n}\n```\n", vec!["    fn f() {}\n}\n"]),
            (
                "see [the *book*](https://a.b/c)",
                vec!["see the book (https://a.b/c)"],
            ),
            ("see <https://a.b/c>", vec!["see https://a.b/c"]),
            ("see [a\nb](../t/a.md)", vec!["see a b"]),
            ("", vec![]),
        ] {
            assert_eq!(lines(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_link_broken_at_the_end_of_a_line_is_one_link() {
        let paragraphs = flat(&parse("see [a\nb](../t/a.md)"));
        let kinds: Vec<_> = paragraphs[0]
            .inlines
            .iter()
            .map(|inline| &inline.kind)
            .collect();
        let link = &InlineKind::Link("../t/a.md".to_owned());
        assert_eq!(kinds, [&InlineKind::Plain, link, link, link]);
    }
}
