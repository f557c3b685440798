//! Concept cards: the explanations behind the questions.

use crate::error::{Place, Problem};
use crate::markdown::{self, Block};
use crate::table::Document;
use std::path::{Path, PathBuf};

/// The sections that every card has, in this order.
pub const SECTIONS: [&str; 5] = [
    "In one breath",
    "How it works",
    "Trade-offs and traps",
    "In Rust",
    "Follow-ups an interviewer asks",
];

/// How many words of prose a card may have.
pub const WORDS: std::ops::RangeInclusive<usize> = 150..=350;

/// One explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The file stem, unique among all cards.
    pub slug: String,
    /// The directory below `concepts/`.
    pub topic: String,
    /// What people call it.
    pub title: String,
    /// The source questions it answers, as `s2:84`.
    pub covers: Vec<String>,
    /// Slugs of related cards.
    pub see_also: Vec<String>,
    /// The documents behind its facts.
    pub sources: Vec<String>,
    /// Markdown.
    pub body: String,
    /// How many lines of the file stand before the body.
    pub lines_before_body: usize,
}

impl Card {
    /// The file, relative to the workbook.
    pub fn path(&self) -> PathBuf {
        Path::new("concepts")
            .join(&self.topic)
            .join(format!("{}.md", self.slug))
    }

    /// Reads a card from the text of its file; `path` is relative to the workbook.
    ///
    /// # Errors
    /// Everything that is wrong with its head.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Vec<Problem>> {
        let Some((head, body)) = split_head(text) else {
            return Err(vec![
                Problem::new("the card has no head")
                    .at(Place::at(path, 1, 1))
                    .help("begin the file with TOML between two lines of `+++`"),
            ]);
        };
        let document = Document::inside(path, head, 1);
        let tree = document.parse();
        let root = tree.root(&document);
        let title = root.required_string("title");
        let topic = root.required_string("topic");
        let covers = root.strings("covers");
        let see_also = root.strings("see_also");
        let sources = root.strings("sources");
        root.finish();
        let dir = path
            .parent()
            .and_then(Path::file_name)
            .map(|dir| dir.to_string_lossy().into_owned());
        if let Some(topic) = &topic
            && Some(&topic.value) != dir.as_ref()
        {
            document.report(
                topic.offset,
                Problem::new(format!(
                    "`topic` is `{}`, but the card lies in another directory",
                    topic.value
                ))
                .help(format!(
                    "move it to `concepts/{}/`, or change `topic`",
                    topic.value
                )),
            );
        }
        for reference in &covers {
            if !is_reference(&reference.value) {
                document.report(
                    reference.offset,
                    Problem::new(format!(
                        "`{}` is not a reference to a question",
                        reference.value
                    ))
                    .help("write the collection and the number, as in `s2:84`"),
                );
            }
        }
        let problems = document.into_problems();
        let (Some(title), Some(topic), []) = (title, topic, problems.as_slice()) else {
            return Err(problems);
        };
        let values = |list: Vec<crate::table::Located<String>>| {
            list.into_iter().map(|item| item.value).collect()
        };
        Ok(Self {
            slug: path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            topic: topic.value,
            title: title.value,
            covers: values(covers),
            see_also: values(see_also),
            sources: values(sources),
            body: body.to_owned(),
            lines_before_body: text[..text.len() - body.len()].lines().count(),
        })
    }

    /// What is missing in the card's body, or too much.
    pub fn shape_problems(&self) -> Vec<Problem> {
        let blocks = markdown::parse(&self.body);
        let headings: Vec<String> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading(2, inlines) => Some(markdown::plain(inlines)),
                _ => None,
            })
            .collect();
        let place = || Place::at(&self.path(), self.lines_before_body + 1, 1);
        let mut problems = Vec::new();
        if headings != SECTIONS {
            problems.push(
                Problem::new(format!("the card's sections are: {}", headings.join(", ")))
                    .at(place())
                    .help(format!(
                        "write these, in this order: {}",
                        SECTIONS.join(", ")
                    )),
            );
        }
        let n_words = markdown::n_words(&blocks);
        if !WORDS.contains(&n_words) {
            problems.push(
                Problem::new(format!("the card has {n_words} words"))
                    .at(place())
                    .help(format!(
                        "write {} to {}, code not counted",
                        WORDS.start(),
                        WORDS.end()
                    )),
            );
        }
        if self.sources.is_empty() {
            problems.push(
                Problem::new("the card names no source")
                    .at(Place::at(&self.path(), 1, 1))
                    .help("say in `sources` which document its facts are from"),
            );
        }
        problems
    }
}

/// The TOML between two lines of `+++`, and what follows.
fn split_head(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = text.strip_prefix("+++")?;
    let rest = rest
        .strip_prefix("\r\n")
        .or_else(|| rest.strip_prefix('\n'))?;
    let mut offset = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Some((&rest[..offset], &rest[offset + line.len()..]));
        }
        offset += line.len();
    }
    None
}

fn is_reference(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix('s')
        .and_then(|rest| rest.split_once(':'))
        .is_some_and(|(collection, number)| digits(collection) && digits(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "concepts/caching/lru.md";

    fn parse(text: &str) -> Result<Card, String> {
        Card::parse(Path::new(PATH), text).map_err(|problems| {
            problems
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n")
        })
    }

    #[test]
    fn a_card_is_read_from_its_file() {
        let card = parse("+++\ntitle = \"LRU\"\ntopic = \"caching\"\ncovers = [\"s1:10\"]\n+++\n\n## In one breath\n")
            .expect("the card is right");
        assert_eq!((card.slug.as_str(), card.title.as_str()), ("lru", "LRU"));
        assert_eq!(card.covers, ["s1:10"]);
        assert_eq!(card.lines_before_body, 5);
        assert_eq!(card.path(), Path::new(PATH));
    }

    #[test]
    fn a_broken_head_is_explained() {
        for (text, expected) in [
            ("", "the card has no head"),
            ("# LRU\n", "the card has no head"),
            ("+++\ntitle = \"x\"\n", "the card has no head"),
            ("+++\ntopic = \"caching\"\n+++\n", "`title` is missing here"),
            (
                "+++\ntitle = \"x\"\ntopic = \"sql\"\n+++\n",
                "lies in another directory",
            ),
            (
                "+++\ntitle = \"x\"\ntopic = \"caching\"\ncover = []\n+++\n",
                "lru.md:4:1",
            ),
            (
                "+++\ntitle = \"x\"\ntopic = \"caching\"\ncovers = [\"84\"]\n+++\n",
                "not a reference",
            ),
        ] {
            let message = parse(text).expect_err(text);
            assert!(message.contains(expected), "{text:?}: {message}");
        }
    }

    #[test]
    fn a_body_without_the_sections_is_noticed() {
        let card =
            parse("+++\ntitle = \"x\"\ntopic = \"caching\"\n+++\n## How it works\nfew words\n")
                .expect("the head is right");
        let problems = card.shape_problems();
        assert_eq!(problems.len(), 3, "{problems:?}");
    }
}
