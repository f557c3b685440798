//! Markdown as plain blocks, for the screen and for `verify`. The only door to `pulldown_cmark`.

mod flat;

pub use flat::{Paragraph, ParagraphKind, flat};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// One block of a Markdown text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading of a level from 1 to 6.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; numbered when it has a first number.
    List(Option<u64>, Vec<Vec<Block>>),
    /// A block of code.
    Code(CodeBlock),
    /// A quotation.
    Quote(Vec<Block>),
}

/// A block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeBlock {
    /// What stands behind the fence.
    pub language: String,
    /// The code.
    pub text: String,
    /// Line of the first line of code, counted from 1 within the Markdown.
    pub line: usize,
}

/// A run of text of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// The text.
    pub text: String,
    /// Its kind.
    pub kind: InlineKind,
}

impl Inline {
    /// A run of text of one kind.
    pub fn new(kind: InlineKind, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            kind,
        }
    }
}

/// What a run of text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// Ordinary text.
    Plain,
    /// Stressed, weakly or strongly.
    Strong,
    /// Code.
    Code,
    /// A link to this target.
    Link(String),
}

/// A link and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it points.
    pub target: String,
    /// Its line, counted from 1 within the Markdown.
    pub line: usize,
}

/// Parses Markdown into blocks.
pub fn parse(text: &str) -> Vec<Block> {
    let mut parser = Parser::new(text).into_offset_iter();
    let mut events = std::iter::from_fn(|| {
        parser.next().map(|(event, range)| {
            let line = crate::text::line_column(text, range.start).0;
            (event, line)
        })
    });
    blocks(&mut events)
}

/// Every link of a Markdown text.
pub fn links(text: &str) -> Vec<Link> {
    Parser::new(text)
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Link { dest_url, .. }) => Some(Link {
                target: dest_url.into_string(),
                line: crate::text::line_column(text, range.start).0,
            }),
            _ => None,
        })
        .collect()
}

/// Every block of code, those inside lists and quotations too.
pub fn code_blocks(blocks: &[Block]) -> Vec<&CodeBlock> {
    blocks
        .iter()
        .flat_map(|block| match block {
            Block::Code(code) => vec![code],
            Block::List(_, items) => items.iter().flat_map(|item| code_blocks(item)).collect(),
            Block::Quote(inner) => code_blocks(inner),
            Block::Heading(..) | Block::Paragraph(_) => Vec::new(),
        })
        .collect()
}

/// How many words of prose there are, code not counted.
pub fn n_words(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| match block {
            Block::Heading(_, inlines) | Block::Paragraph(inlines) => {
                plain(inlines).split_whitespace().count()
            }
            Block::List(_, items) => items.iter().map(|item| n_words(item)).sum(),
            Block::Quote(inner) => n_words(inner),
            Block::Code(_) => 0,
        })
        .sum()
}

/// The text of inlines without their kinds.
pub fn plain(inlines: &[Inline]) -> String {
    inlines.iter().map(|inline| inline.text.as_str()).collect()
}

/// Reads blocks up to the end of the one that holds them.
fn blocks<'a>(events: &mut impl Iterator<Item = (Event<'a>, usize)>) -> Vec<Block> {
    let mut found = Vec::new();
    // A tight list's items hold text without a paragraph around it.
    let mut loose: Vec<Inline> = Vec::new();
    while let Some((event, line)) = events.next() {
        let block = match event {
            Event::Start(Tag::Paragraph | Tag::HtmlBlock) => Block::Paragraph(inlines(events)),
            Event::Start(Tag::Heading { level, .. }) => {
                Block::Heading(level as u8, inlines(events))
            }
            Event::Start(Tag::List(first)) => Block::List(first, items(events)),
            Event::Start(Tag::BlockQuote(_)) => Block::Quote(blocks(events)),
            Event::Start(Tag::CodeBlock(kind)) => Block::Code(code(events, &kind, line)),
            Event::Rule => continue,
            Event::End(_) => break,
            other => {
                inline(other, events, &InlineKind::Plain, &mut loose);
                continue;
            }
        };
        flush(&mut loose, &mut found);
        found.push(block);
    }
    flush(&mut loose, &mut found);
    found
}

fn flush(loose: &mut Vec<Inline>, found: &mut Vec<Block>) {
    if !loose.is_empty() {
        found.push(Block::Paragraph(std::mem::take(loose)));
    }
}

fn items<'a>(events: &mut impl Iterator<Item = (Event<'a>, usize)>) -> Vec<Vec<Block>> {
    let mut found = Vec::new();
    while let Some((Event::Start(Tag::Item), _)) = events.next() {
        found.push(blocks(events));
    }
    found
}

fn code<'a>(
    events: &mut impl Iterator<Item = (Event<'a>, usize)>,
    kind: &CodeBlockKind<'_>,
    line: usize,
) -> CodeBlock {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(part) => text.push_str(&part),
            _ => break,
        }
    }
    let (language, line) = match kind {
        CodeBlockKind::Fenced(language) => (language.to_string(), line + 1),
        CodeBlockKind::Indented => (String::new(), line),
    };
    CodeBlock {
        language,
        text,
        line,
    }
}

fn inlines<'a>(events: &mut impl Iterator<Item = (Event<'a>, usize)>) -> Vec<Inline> {
    let mut found = Vec::new();
    collect(events, &InlineKind::Plain, &mut found);
    found
}

/// Collects text up to the end of the element that holds it.
fn collect<'a>(
    events: &mut impl Iterator<Item = (Event<'a>, usize)>,
    kind: &InlineKind,
    found: &mut Vec<Inline>,
) {
    while let Some((event, _)) = events.next() {
        if matches!(event, Event::End(_)) {
            return;
        }
        inline(event, events, kind, found);
    }
}

fn inline<'a>(
    event: Event<'a>,
    events: &mut impl Iterator<Item = (Event<'a>, usize)>,
    kind: &InlineKind,
    found: &mut Vec<Inline>,
) {
    let mut push = |text: String, kind: InlineKind| found.push(Inline { text, kind });
    match event {
        Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
            push(text.into_string(), kind.clone());
        }
        Event::Code(text) => {
            // The text of a link stays a link, code or not.
            let kind = match kind {
                InlineKind::Link(_) => kind.clone(),
                _ => InlineKind::Code,
            };
            push(text.into_string(), kind);
        }
        // A link that is broken at the end of a line is one link.
        Event::SoftBreak => push(" ".to_owned(), kind.clone()),
        Event::HardBreak => push("\n".to_owned(), InlineKind::Plain),
        Event::Start(Tag::Emphasis | Tag::Strong) => {
            let kind = match kind {
                InlineKind::Link(_) => kind,
                _ => &InlineKind::Strong,
            };
            collect(events, kind, found);
        }
        Event::Start(Tag::Link { dest_url, .. }) => {
            collect(events, &InlineKind::Link(dest_url.into_string()), found);
        }
        Event::Start(_) => collect(events, kind, found),
        _ => debug_assert!(
            !matches!(event, Event::End(TagEnd::Paragraph)),
            "ends are taken by the caller"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain_inline(text: &str) -> Inline {
        Inline {
            text: text.into(),
            kind: InlineKind::Plain,
        }
    }

    #[test]
    fn blocks_keep_their_order_and_kind() {
        let text = "## Title\n\nSome `code`, *stress*\nand a [link](a.md).\n\n- one\n- two\n\n```rust\nfn f() {}\n```\n";
        let blocks = parse(text);
        assert_eq!(blocks[0], Block::Heading(2, vec![plain_inline("Title")]));
        let Block::Paragraph(inlines) = &blocks[1] else {
            panic!("{blocks:?}")
        };
        assert_eq!(plain(inlines), "Some code, stress and a link.");
        assert_eq!(inlines[1].kind, InlineKind::Code);
        assert_eq!(inlines[6].kind, InlineKind::Link("a.md".into()));
        assert_eq!(
            blocks[2],
            Block::List(
                None,
                vec![
                    vec![Block::Paragraph(vec![plain_inline("one")])],
                    vec![Block::Paragraph(vec![plain_inline("two")])],
                ]
            )
        );
        assert_eq!(
            blocks[3],
            Block::Code(CodeBlock {
                language: "rust".into(),
                text: "fn f() {}\n".into(),
                line: 10
            })
        );
        assert_eq!(n_words(&blocks), 9);
    }

    #[test]
    fn code_inside_a_list_is_found() {
        let blocks = parse("1. first\n\n   ```rust\n   fn f() {}\n   ```\n");
        let found = code_blocks(&blocks);
        assert_eq!((found.len(), found[0].line), (1, 4));
    }

    #[test]
    fn links_are_found_with_their_lines() {
        assert_eq!(
            links("a\n\nb [c](d.md)\n"),
            [Link {
                target: "d.md".into(),
                line: 3
            }]
        );
    }
}
