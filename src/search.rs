//! Finding exercises and cards by words: all words must be there, as beginnings of words, in capitals or not. A word in a
//! title counts more than one in a name, that more than one in a heading, and that more than one in the text.

use crate::text;
use serde::Serialize;

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A card.
    Card,
    /// An exercise.
    Exercise,
}

/// Something that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// The name that commands take.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Other words that stand for it: its topic, the concepts it practices.
    pub about: String,
    /// The file, relative to the workbook.
    pub path: String,
    /// Markdown, or the Rust file that begins with it.
    pub text: String,
    /// How many lines of the file stand before the text.
    pub lines_before: usize,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// The name that commands take.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The file, relative to the workbook.
    pub path: String,
    /// The line that matched best, counted from 1; none where only title and name match.
    pub line: Option<usize>,
    /// That line's text.
    pub text: Option<String>,
}

/// What a word counts that stands somewhere: the first time, and a little more where it is not only a beginning.
const IN_TITLE: u32 = 80;
const IN_NAME: u32 = 40;
const IN_HEADING: u32 = 20;
const IN_TEXT: u32 = 10;
const WHOLE: u32 = 3;

/// What was asked for, taken apart once for many questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// Words, however they are typed: `rate-limit` is two of them. None if there is no letter in it.
    pub fn new(typed: &[String]) -> Option<Self> {
        let lower = typed.join(" ").to_lowercase();
        let words: Vec<String> = words_of(&lower).map(str::to_owned).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// Whether a text can hold what is asked for: quick, and sometimes wrong, but never when it says no.
    pub fn may_be_in(&self, texts: &[&str]) -> bool {
        let lower: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        self.words
            .iter()
            .all(|word| lower.iter().any(|text| text.contains(word.as_str())))
    }

    /// What holds all words, best first. Those that are equally good stay in their order.
    pub fn search<'a>(&self, items: impl IntoIterator<Item = &'a Item>) -> Vec<Hit> {
        let mut found: Vec<(u32, Hit)> = items
            .into_iter()
            .filter_map(|item| self.score(item))
            .collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, hit)| hit).collect()
    }

    fn score(&self, item: &Item) -> Option<(u32, Hit)> {
        let mut best = vec![0; self.words.len()];
        self.count(&item.title, IN_TITLE, &mut best);
        self.count(&item.name, IN_NAME, &mut best);
        self.count(&item.about, IN_NAME, &mut best);
        let mut line_found: Option<(u32, usize, &str)> = None;
        for (idx, line, weight) in weighed_lines(&item.text) {
            // That has been counted, and is shown already.
            if weight == IN_HEADING && bare(line).trim_start_matches(['#', ' ']) == item.title {
                continue;
            }
            let mut counts = vec![0; self.words.len()];
            self.count(line, weight, &mut counts);
            let sum: u32 = counts.iter().sum();
            // A line with all words is worth more than lines that share them.
            let all = counts.iter().all(|count| *count > 0);
            let worth = if all { sum + IN_TEXT } else { sum };
            if worth > line_found.map_or(0, |(most, ..)| most) {
                line_found = Some((worth, item.lines_before + idx + 1, line));
            }
            for (best, count) in best.iter_mut().zip(counts) {
                *best = count.max(*best);
            }
        }
        if best.contains(&0) {
            return None;
        }
        let together = line_found.map_or(0, |(worth, ..)| worth);
        // How well the line matches only decides between those that are equally good.
        let score = best.iter().sum::<u32>() * 1000 + together;
        Some((
            score,
            Hit {
                kind: item.kind,
                name: item.name.clone(),
                title: item.title.clone(),
                path: item.path.clone(),
                line: line_found.map(|(_, number, _)| number),
                text: line_found.map(|(_, _, text)| bare(text).to_owned()),
            },
        ))
    }

    /// Raises what each word counts, if it stands in a text.
    fn count(&self, text: &str, weight: u32, best: &mut [u32]) {
        let lower = text.to_lowercase();
        for (word, best) in self.words.iter().zip(best) {
            if *best > weight + WHOLE || !lower.contains(word.as_str()) {
                continue;
            }
            for found in words_of(&lower).filter(|found| found.starts_with(word.as_str())) {
                let whole = if found == word { WHOLE } else { 0 };
                *best = (*best).max(weight + whole);
            }
        }
    }

    /// The same words, where one that no known word begins with is the known word that is nearest to it; none when there
    /// is nothing better.
    pub fn corrected(&self, known: &[&str]) -> Option<String> {
        let known: Vec<String> = known.iter().map(|text| text.to_lowercase()).collect();
        let known: Vec<&str> = known.iter().flat_map(|text| words_of(text)).collect();
        let words: Vec<&str> = self
            .words
            .iter()
            .map(|word| {
                if known.iter().any(|known| known.starts_with(word.as_str())) {
                    return word.as_str();
                }
                text::nearest(word, known.iter().copied()).unwrap_or(word)
            })
            .collect();
        (words != self.words).then(|| words.join(" "))
    }

    /// The parts of a text that match, as pairs of start and end.
    pub fn matches_in(&self, text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut start = 0;
        for piece in text.split_inclusive(|ch| !is_word(ch)) {
            let word = piece.trim_end_matches(|ch| !is_word(ch));
            let lower = word.to_lowercase();
            let longest = self
                .words
                .iter()
                .filter(|wanted| lower.starts_with(wanted.as_str()))
                .map(|wanted| wanted.chars().count())
                .max();
            if let Some(n_chars) = longest {
                let len = word
                    .chars()
                    .take(n_chars)
                    .map(char::len_utf8)
                    .sum::<usize>();
                found.push((start, start + len));
            }
            start += piece.len();
        }
        found
    }
}

fn is_word(ch: char) -> bool {
    ch.is_alphanumeric()
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|ch| !is_word(ch))
        .filter(|word| !word.is_empty())
}

/// The lines of Markdown with their positions and what a word in them counts.
fn weighed_lines(text: &str) -> impl Iterator<Item = (usize, &str, u32)> {
    let mut in_code = false;
    text.lines().enumerate().map(move |(idx, line)| {
        let bare = bare(line);
        if bare.starts_with("```") {
            in_code = !in_code;
        }
        let is_heading =
            !in_code && bare.trim_start_matches('#').starts_with(' ') && bare.starts_with('#');
        (idx, line, if is_heading { IN_HEADING } else { IN_TEXT })
    })
}

/// A line without what marks it as a comment of Rust.
fn bare(line: &str) -> &str {
    let line = line.trim();
    ["//!", "///"]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .unwrap_or(line)
        .trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(name: &str, title: &str, text: &str) -> Item {
        Item {
            kind: Kind::Card,
            name: name.to_owned(),
            title: title.to_owned(),
            about: "topic".to_owned(),
            path: format!("concepts/topic/{name}.md"),
            text: text.to_owned(),
            lines_before: 5,
        }
    }

    fn items() -> Vec<Item> {
        vec![
            item("text", "One", "Of the cache\nand a lease"),
            item("heading", "Two", "# The cache\n\nText"),
            item("cache-name", "Three", "Text"),
            item("title", "A Cache", "Text"),
            item("code", "Four", "```\n# the cached one\n```\n"),
            item("other", "Five", "Teacache"),
        ]
    }

    fn found(typed: &str) -> Vec<String> {
        Query::new(&[typed.to_owned()])
            .map(|query| query.search(&items()))
            .unwrap_or_default()
            .into_iter()
            .map(|hit| match hit.line {
                Some(line) => format!("{}:{line}", hit.name),
                None => hit.name,
            })
            .collect()
    }

    #[test]
    fn titles_come_before_names_before_headings_before_text() {
        for (typed, expected) in [
            (
                "cache",
                vec!["title", "cache-name", "heading:6", "text:6", "code:7"],
            ),
            (
                "CACH",
                vec!["title", "cache-name", "heading:6", "text:6", "code:7"],
            ),
            ("cached", vec!["code:7"]),
            ("cache lease", vec!["text:6"]),
            ("lease, cache!", vec!["text:6"]),
            ("cache-name", vec!["cache-name"]),
            ("topic three", vec!["cache-name"]),
            ("cache zebra", vec![]),
            ("ache", vec![]),
            ("", vec![]),
            ("-- !", vec![]),
        ] {
            assert_eq!(found(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn the_line_that_holds_more_of_the_words_is_shown() {
        let item = item("a", "A", "//! one\n//! two\n//!  one and two\n");
        let hits = Query::new(&["two".to_owned(), "one".to_owned()])
            .expect("there are words")
            .search([&item]);
        assert_eq!(hits[0].line, Some(8));
        assert_eq!(hits[0].text.as_deref(), Some("one and two"));
    }

    #[test]
    fn a_heading_that_repeats_the_title_is_not_the_line_that_matched() {
        let item = item(
            "lru_cache",
            "LRU cache",
            "//! # LRU cache\n//!\n//! A cache.\n",
        );
        let hits = Query::new(&["cache".to_owned()])
            .expect("there are words")
            .search([&item]);
        assert_eq!(hits[0].text.as_deref(), Some("A cache."));
    }

    #[test]
    fn a_misspelt_word_is_corrected() {
        for (typed, expected) in [
            ("chache", Some("cache")),
            ("lru chache", Some("lru cache")),
            ("cach", None),
            ("zebra", None),
        ] {
            let query = Query::new(&[typed.to_owned()]).expect("there are words");
            let corrected = query.corrected(&["lru_cache", "Rate limiter"]);
            assert_eq!(corrected.as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn what_matches_can_be_marked() {
        let query = Query::new(&["rate".to_owned(), "É".to_owned()]).expect("there are words");
        let text = "Rates, é and irate été";
        let marked: Vec<&str> = query
            .matches_in(text)
            .into_iter()
            .map(|(start, end)| &text[start..end])
            .collect();
        assert_eq!(marked, ["Rate", "é", "é"]);
    }

    #[test]
    fn a_quick_look_never_misses_what_a_search_finds() {
        for typed in ["cache", "cache lease", "topic three", "zebra"] {
            let query = Query::new(&[typed.to_owned()]).expect("there are words");
            for item in items() {
                let texts = [&*item.name, &*item.title, &*item.about, &*item.text];
                let is_found = !query.search([&item]).is_empty();
                assert!(
                    !is_found || query.may_be_in(&texts),
                    "{typed} in {}",
                    item.name
                );
            }
        }
    }
}
