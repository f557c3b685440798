//! What the reader shows: a text laid flat, and where its links lead.

use crate::concept::Card;
use crate::exercise::Course;
use crate::markdown::{self, Inline, InlineKind, Paragraph, ParagraphKind};
use crate::progress::Progress;
use std::collections::BTreeSet;
use std::ops::Range;

/// What can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// All cards by topic.
    Cards,
    /// The card of this slug.
    Card(String),
    /// The exercise of this name, which is no page: it is gone to.
    Exercise(String),
    /// What the compiler says of this error code.
    Explanation(String),
    /// The reference answer of the exercise of this name.
    Solution(String),
}

/// A text to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it was found.
    pub address: Address,
    /// What people call it.
    pub title: String,
    /// What it belongs to, in a few words; or nothing.
    pub about: String,
    /// The text.
    pub paragraphs: Vec<Paragraph>,
    /// The links that lead somewhere, in their order.
    pub links: Vec<Link>,
}

/// A link of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The paragraph that it stands in.
    pub paragraph: usize,
    /// The part of the paragraph's text, with the brackets around it.
    pub range: Range<usize>,
    /// Where it leads.
    pub address: Address,
}

/// What a card can lead to.
#[derive(Clone, Debug)]
pub struct Shelf<'a> {
    /// The slugs of the cards there are.
    pub slugs: BTreeSet<String>,
    /// The exercises, which practice them.
    pub course: &'a Course,
    /// Which of those are solved.
    pub progress: &'a Progress,
    /// Whether cards can be opened from the page: not from one that is printed.
    pub opens_cards: bool,
    /// Whether exercises can be gone to from the page.
    pub opens_exercises: bool,
}

impl Page {
    /// A card, with the exercises that practice it at its end.
    pub fn card(card: &Card, shelf: &Shelf<'_>) -> Self {
        let mut paragraphs = markdown::flat(&markdown::parse(&card.body));
        if !card.see_also.is_empty() {
            let mut inlines = vec![Inline::new(InlineKind::Plain, "See also: ")];
            for (idx, slug) in card.see_also.iter().enumerate() {
                if idx > 0 {
                    inlines.push(Inline::new(InlineKind::Plain, ", "));
                }
                inlines.push(Inline::new(card_link(slug), slug));
            }
            paragraphs.push(Paragraph::empty());
            paragraphs.push(Paragraph::new(ParagraphKind::Prose, inlines));
        }
        section("Practiced in", shelf.practice(&card.slug), &mut paragraphs);
        let sources = card
            .sources
            .iter()
            .map(|source| vec![Inline::new(InlineKind::Plain, source)]);
        section("Sources", sources.collect(), &mut paragraphs);
        let topic = card.topic.replace('-', " ");
        Self::linked(
            Address::Card(card.slug.clone()),
            &card.title,
            topic,
            paragraphs,
            shelf,
        )
    }

    /// All cards by topic, each with its title. The pairs of topic, slug and title come in order.
    pub fn cards(cards: &[(String, String, String)], shelf: &Shelf<'_>) -> Self {
        let width_of = |slug: &str| slug.chars().count();
        let width = cards.iter().map(|(_, slug, _)| width_of(slug)).max();
        let mut paragraphs = Vec::new();
        let mut last = None;
        for (topic, slug, title) in cards {
            if last != Some(topic) {
                if last.is_some() {
                    paragraphs.push(Paragraph::empty());
                }
                let heading = topic.replace('-', " ");
                paragraphs.push(Paragraph::plain(ParagraphKind::Heading, heading));
                last = Some(topic);
            }
            let space = " ".repeat(width.unwrap_or(0) - width_of(slug));
            paragraphs.push(Paragraph {
                indent: 2,
                hang: 2,
                ..Paragraph::new(
                    ParagraphKind::Prose,
                    vec![
                        Inline::new(card_link(slug), slug),
                        Inline::new(InlineKind::Plain, format!("{space}  {title}")),
                    ],
                )
            });
        }
        let about = crate::text::count(cards.len(), "card");
        Self::linked(Address::Cards, "Concepts", about, paragraphs, shelf)
    }

    /// What the compiler says of an error code.
    pub fn explanation(code: &str, text: &str) -> Self {
        Self {
            address: Address::Explanation(code.to_owned()),
            title: format!("error[{code}]"),
            about: "what rustc says of it".to_owned(),
            paragraphs: without_links(markdown::flat(&markdown::parse(text))),
            links: Vec::new(),
        }
    }

    /// A reference answer: first the code, then the words at its top. The tests are known to whoever solved it.
    pub fn solution(name: &str, title: &str, text: &str) -> Self {
        let (words, code) = split_solution(text);
        let mut paragraphs = vec![Paragraph::plain(
            ParagraphKind::Code("rust".to_owned()),
            code,
        )];
        if !words.is_empty() {
            paragraphs.push(Paragraph::empty());
            paragraphs.extend(without_links(markdown::flat(&markdown::parse(&words))));
        }
        Self {
            address: Address::Solution(name.to_owned()),
            title: title.to_owned(),
            about: "the reference solution".to_owned(),
            paragraphs,
            links: Vec::new(),
        }
    }

    /// Makes links of what leads to a card or an exercise that is there, and plain text of what does not.
    fn linked(
        address: Address,
        title: &str,
        about: String,
        mut paragraphs: Vec<Paragraph>,
        shelf: &Shelf<'_>,
    ) -> Self {
        let mut links = Vec::new();
        for (number, paragraph) in paragraphs.iter_mut().enumerate() {
            let mut start = 0;
            let inlines = std::mem::take(&mut paragraph.inlines);
            for group in inlines.chunk_by(|one, next| one.kind == next.kind) {
                let found = match &group[0].kind {
                    InlineKind::Link(target) => shelf.find(target),
                    _ => {
                        start += markdown::plain(group).len();
                        paragraph.inlines.extend_from_slice(group);
                        continue;
                    }
                };
                let text = markdown::plain(group);
                let inline = match found {
                    Some(address) => {
                        let shown = format!("[{text}]");
                        links.push(Link {
                            paragraph: number,
                            range: start..start + shown.len(),
                            address,
                        });
                        Inline::new(group[0].kind.clone(), shown)
                    }
                    None => Inline::new(InlineKind::Plain, text),
                };
                start += inline.text.len();
                paragraph.inlines.push(inline);
            }
        }
        Self {
            address,
            title: title.to_owned(),
            about,
            paragraphs,
            links,
        }
    }
}

impl Shelf<'_> {
    /// Where a link of a card leads, if it can be opened.
    fn find(&self, target: &str) -> Option<Address> {
        if let Some(name) = target.strip_prefix("exercise:") {
            return self
                .opens_exercises
                .then(|| Address::Exercise(name.to_owned()));
        }
        // Cards link to one another by their files: `../caching/lru-cache.md#how-it-works`.
        let file = target.split('#').next().unwrap_or_default();
        let slug = file.rsplit('/').next()?.strip_suffix(".md")?;
        (self.opens_cards && !target.contains("://") && self.slugs.contains(slug))
            .then(|| Address::Card(slug.to_owned()))
    }

    /// The exercises that practice a card, one a line.
    fn practice(&self, slug: &str) -> Vec<Vec<Inline>> {
        self.course
            .exercises
            .iter()
            .filter(|exercise| exercise.cards().any(|card| card == slug))
            .map(|exercise| {
                let name = &exercise.name;
                let solved = if self.progress.is_solved(name) {
                    ", solved"
                } else {
                    ""
                };
                vec![
                    Inline::new(
                        InlineKind::Link(format!("exercise:{name}")),
                        &exercise.title,
                    ),
                    Inline::new(InlineKind::Plain, format!(" (`{name}`{solved})")),
                ]
            })
            .collect()
    }
}

fn card_link(slug: &str) -> InlineKind {
    InlineKind::Link(format!("{slug}.md"))
}

/// A heading and a list, if there is something in it.
fn section(heading: &str, items: Vec<Vec<Inline>>, paragraphs: &mut Vec<Paragraph>) {
    if items.is_empty() {
        return;
    }
    paragraphs.push(Paragraph::empty());
    paragraphs.push(Paragraph::plain(ParagraphKind::Heading, heading));
    paragraphs.extend(items.into_iter().map(Paragraph::item));
}

/// The same text, of which no part looks as if it could be opened.
fn without_links(mut paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    for inline in paragraphs
        .iter_mut()
        .flat_map(|paragraph| &mut paragraph.inlines)
    {
        if let InlineKind::Link(_) = inline.kind {
            inline.kind = InlineKind::Plain;
        }
    }
    paragraphs
}

/// The Markdown at the top of a Rust file, and its code without the tests at its foot.
fn split_solution(text: &str) -> (String, String) {
    let is_doc = |line: &&str| line.starts_with("//!");
    let words: Vec<&str> = text
        .lines()
        .take_while(is_doc)
        .map(|line| {
            let line = line.trim_start_matches("//!");
            line.strip_prefix(' ').unwrap_or(line)
        })
        .collect();
    let code: Vec<&str> = text
        .lines()
        .skip(words.len())
        .take_while(|line| line.trim_end() != "#[cfg(test)]")
        .collect();
    let code = code.join("\n");
    (words.join("\n"), code.trim_matches('\n').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const INFO: &str = "format_version = 1\ntitle = \"T\"\n[[exercises]]\nname = \"a\"\ntitle = \"Add\"\nconcepts = [\"one\"]\n[[exercises]]\nname = \"b\"\nsee_also = [\"one\"]\n[[exercises]]\nname = \"c\"\n";

    fn page(body: &str, opens_cards: bool, opens_exercises: bool) -> Page {
        let course = crate::info::parse(INFO).expect("the course is right");
        let mut progress = Progress::default();
        progress.record_attempt("b", true, std::time::SystemTime::UNIX_EPOCH);
        let text = format!(
            "+++\ntitle = \"One\"\ntopic = \"t\"\nsee_also = [\"two\", \"gone\"]\n+++\n{body}"
        );
        let card = Card::parse(Path::new("concepts/t/one.md"), &text).expect("the card is right");
        Page::card(
            &card,
            &Shelf {
                slugs: ["one", "two"].map(str::to_owned).into(),
                course: &course,
                progress: &progress,
                opens_cards,
                opens_exercises,
            },
        )
    }

    fn text(page: &Page) -> String {
        let lines: Vec<String> = page
            .paragraphs
            .iter()
            .map(|paragraph| format!("{}{}", paragraph.mark, paragraph.text()))
            .collect();
        lines.join("\n")
    }

    #[test]
    fn what_can_be_opened_stands_in_brackets() {
        let body = "é [a *two*](../u/two.md#x), [gone](gone.md), [out](https://a.b/two.md)";
        let found = page(body, true, true);
        assert_eq!(
            text(&found),
            "é [a two], gone, out (https://a.b/two.md)\n\nSee also: [two], gone\n\nPracticed in\n- [Add] (`a`)\n- [b] (`b`, solved)"
        );
        let links: Vec<(String, &Address)> = found
            .links
            .iter()
            .map(|link| {
                let text = found.paragraphs[link.paragraph].text();
                (text[link.range.clone()].to_owned(), &link.address)
            })
            .collect();
        assert_eq!(
            links,
            [
                ("[a two]".to_owned(), &Address::Card("two".to_owned())),
                ("[two]".to_owned(), &Address::Card("two".to_owned())),
                ("[Add]".to_owned(), &Address::Exercise("a".to_owned())),
                ("[b]".to_owned(), &Address::Exercise("b".to_owned())),
            ]
        );
    }

    #[test]
    fn what_cannot_be_opened_here_is_plain_text() {
        let printed = page("[a two](two.md)", false, false);
        assert_eq!(
            text(&printed),
            "a two\n\nSee also: two, gone\n\nPracticed in\n- Add (`a`)\n- b (`b`, solved)"
        );
        assert_eq!(printed.links, []);
        assert_eq!(page("[a two](two.md)", true, false).links.len(), 2);
    }

    #[test]
    fn a_solution_shows_its_code_before_its_words() {
        let file = "//! # Add\n//!\n//! Two numbers.\n\nuse a::b;\n\nfn add() {}\n\n#[cfg(test)]\nmod tests {}\n";
        let found = Page::solution("add", "Add", file);
        assert_eq!(
            text(&found),
            "use a::b;\n\nfn add() {}\n\nAdd\n\nTwo numbers."
        );
        assert_eq!(
            text(&Page::solution("add", "Add", "fn add() {}\n")),
            "fn add() {}"
        );
    }
}
