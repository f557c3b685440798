//! What two Rust texts share, whatever their names, numbers, comments and spaces: winnowed fingerprints of their tokens.
//!
//! After S. Schleimer, D. S. Wilkerson and A. Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD
//! 2003: every run of [`RUN`] tokens is hashed, and of every [`WINDOW`] hashes in a row the smallest is kept, the last of
//! equal ones. So any run of `RUN + WINDOW - 1` tokens that two texts share is noticed, and no shorter than `RUN` is.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};

/// Tokens in a run that is hashed. Shorter ones are what everybody writes.
pub const RUN: usize = 16;

/// Hashes of which one is kept.
pub const WINDOW: usize = 8;

/// Words that mean something by themselves; all others are names.
const KEYWORDS: [&str; 38] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true", "type",
    "unsafe", "use", "where", "while",
];

/// The fingerprints of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinship {
    /// By hash, the places in `tokens` where a run with this hash begins.
    prints: BTreeMap<u64, Vec<usize>>,
    /// Every token: what it is, and its line, from 1.
    tokens: Vec<(u64, usize)>,
}

/// Lines of one text that stand, in other words, in another. Lines count from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// In the one text.
    pub mine: (usize, usize),
    /// In the other.
    pub theirs: (usize, usize),
    /// How many tokens.
    pub tokens: usize,
}

impl Kinship {
    /// The fingerprints of a text; none when it cannot be read as Rust tokens.
    pub fn of(text: &str) -> Self {
        let mut tokens = Vec::new();
        if super::depth(text) <= super::MAX_DEPTH
            && let Ok(stream) = text.parse::<TokenStream>()
        {
            flatten(stream, &mut tokens);
        }
        let hashes: Vec<u64> = tokens
            .windows(RUN)
            .map(|run| {
                run.iter()
                    .fold(FNV_BASIS, |hash, (word, _)| fnv(hash, *word))
            })
            .collect();
        let mut prints: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut last = None;
        for (start, window) in hashes.windows(WINDOW.min(hashes.len()).max(1)).enumerate() {
            let least = window
                .iter()
                .enumerate()
                .min_by_key(|(idx, hash)| (**hash, std::cmp::Reverse(*idx)))
                .map(|(idx, _)| start + idx);
            if least != last
                && let Some(at) = least
            {
                prints.entry(hashes[at]).or_default().push(at);
                last = least;
            }
        }
        Self { prints, tokens }
    }

    /// Leaves out what stands in another text: what everybody was given is nobody's.
    #[must_use]
    pub fn without(mut self, given: &Self) -> Self {
        self.prints
            .retain(|hash, _| !given.prints.contains_key(hash));
        self
    }

    /// The hashes that are kept.
    pub fn hashes(&self) -> impl Iterator<Item = u64> {
        self.prints.keys().copied()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.prints.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.prints.is_empty()
    }

    /// How many both texts have.
    pub fn n_shared(&self, other: &Self) -> usize {
        let (less, more) = if self.len() < other.len() {
            (self, other)
        } else {
            (other, self)
        };
        less.prints
            .keys()
            .filter(|hash| more.prints.contains_key(hash))
            .count()
    }

    /// Where they share something: spans in the order of this text, those that touch or overlap made one.
    pub fn spans(&self, other: &Self) -> Vec<Span> {
        let mut runs: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (hash, mine) in &self.prints {
            for theirs in other.prints.get(hash).into_iter().flatten() {
                runs.extend(mine.iter().map(|at| (*at, *theirs)));
            }
        }
        // Runs of tokens as (mine, theirs, length).
        let mut joined: Vec<(usize, usize, usize)> = Vec::new();
        for (mine, theirs) in runs {
            // A gap of a window is what winnowing leaves.
            let before = joined.iter_mut().rev().take(8).find(|(a, b, len)| {
                let gap = RUN + WINDOW;
                mine >= *a
                    && theirs >= *b
                    && mine <= *a + *len + gap
                    && theirs <= *b + *len + gap
                    && (mine - *a).abs_diff(theirs - *b) <= WINDOW
            });
            match before {
                Some((a, _, len)) => *len = (*len).max(mine - *a + RUN),
                None => joined.push((mine, theirs, RUN)),
            }
        }
        joined
            .into_iter()
            .map(|span| self.widened(other, span))
            .map(|(mine, theirs, tokens)| Span {
                mine: (self.line(mine), self.line(mine + tokens - 1)),
                theirs: (other.line(theirs), other.line(theirs + tokens - 1)),
                tokens,
            })
            .collect()
    }

    /// The span with what is the same on both sides of it.
    fn widened(
        &self,
        other: &Self,
        (mut mine, mut theirs, mut len): (usize, usize, usize),
    ) -> (usize, usize, usize) {
        let same = |a: usize, b: usize| {
            let token = self.tokens.get(a).map(|(word, _)| word);
            token.is_some() && token == other.tokens.get(b).map(|(word, _)| word)
        };
        while mine > 0 && theirs > 0 && same(mine - 1, theirs - 1) {
            (mine, theirs, len) = (mine - 1, theirs - 1, len + 1);
        }
        while same(mine + len, theirs + len) {
            len += 1;
        }
        (mine, theirs, len)
    }

    fn line(&self, at: usize) -> usize {
        let token = self.tokens.get(at).or(self.tokens.last());
        token.map_or(1, |(_, line)| *line)
    }
}

/// All tokens in a row: keywords and signs as they are, names and literals as what they are.
fn flatten(stream: TokenStream, found: &mut Vec<(u64, usize)>) {
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                let kind = if KEYWORDS.contains(&word.as_str()) {
                    &word
                } else {
                    "name"
                };
                found.push((word_hash(kind), line));
            }
            TokenTree::Literal(_) => found.push((word_hash("literal"), line)),
            TokenTree::Punct(punct) => {
                found.push((word_hash(punct.as_char().encode_utf8(&mut [0; 4])), line));
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                found.push((word_hash(open), line));
                let end = group.span_close().start().line;
                flatten(group.stream(), found);
                found.push((word_hash(close), end));
            }
        }
    }
}

/// FNV-1a, 64 bits: the same on every machine, and quick for short words.
const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

fn word_hash(word: &str) -> u64 {
    word.bytes().fold(FNV_BASIS, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME)
    })
}

fn fnv(hash: u64, word: u64) -> u64 {
    word.to_le_bytes().iter().fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINE: &str = "\
fn longest(words: &[String]) -> Option<&String> {
    let mut best: Option<&String> = None;
    for word in words {
        if best.is_none_or(|known| word.len() > known.len()) {
            best = Some(word);
        }
    }
    best
}
";

    /// Other names, numbers, spaces and comments.
    const RENAMED: &str = "\
// Found by myself.
fn pick(items: &[String])
    -> Option<&String>
{
    let mut top: Option<&String> = None;
    for item in items { // each
        if top.is_none_or(|t| item.len() > t.len()) {
            top = Some(item);
        }
    }
    top
}
";

    const OTHER: &str = "\
fn longest(words: &[String]) -> Option<&String> {
    words.iter().fold(None, |best, word| match best {
        Some(known) if known.len() >= word.len() => Some(known),
        _ => Some(word),
    })
}
";

    #[test]
    fn renaming_changes_nothing() {
        let (mine, renamed) = (Kinship::of(MINE), Kinship::of(RENAMED));
        assert!(!mine.is_empty());
        assert_eq!(mine.n_shared(&renamed), mine.len());
        let spans = mine.spans(&renamed);
        assert_eq!(spans.len(), 1, "{spans:?}");
        assert_eq!(spans[0].mine, (1, 9), "{spans:?}");
        assert!(spans[0].theirs == (2, 12), "{spans:?}");
    }

    #[test]
    fn another_way_shares_next_to_nothing() {
        let (mine, other) = (Kinship::of(MINE), Kinship::of(OTHER));
        assert!(
            mine.n_shared(&other) * 4 < mine.len(),
            "{}",
            mine.n_shared(&other)
        );
    }

    #[test]
    fn what_was_given_is_nobodys() {
        let given = Kinship::of(MINE);
        let mine = Kinship::of(&format!("{MINE}\n{OTHER}")).without(&given);
        let only_other = Kinship::of(OTHER);
        assert!(!mine.is_empty());
        assert_eq!(mine.n_shared(&given), 0);
        assert!(mine.n_shared(&only_other) > 0);
    }

    #[test]
    fn a_shared_part_is_found_where_it_stands() {
        let long = format!("{OTHER}\n{MINE}");
        let spans = Kinship::of(&long).spans(&Kinship::of(RENAMED));
        let first = spans.first().expect("it is found");
        assert!(first.mine.0 >= 7, "{spans:?}");
    }

    #[test]
    fn what_is_short_or_no_rust_has_no_fingerprints() {
        for text in ["", "fn f() {}", "fn f( {", &"(".repeat(10_000)] {
            assert!(Kinship::of(text).is_empty(), "{text:.20}");
        }
    }
}
