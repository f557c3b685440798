//! What two Rust texts share, whatever their names, numbers, comments and spaces: winnowed fingerprints of their tokens.
//!
//! After S. Schleimer, D. S. Wilkerson and A. Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD
//! 2003: every run of [`RUN`] tokens is hashed, and of every [`WINDOW`] hashes in a row the smallest is kept, the last of
//! equal ones. So any run of `RUN + WINDOW - 1` tokens that two texts share is noticed, and no shorter than `RUN` is.

mod tiles;

pub use tiles::Span;

use proc_macro2::extra::invalidate_current_thread_spans;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::HashSet;

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

// What a token is, in a byte: a keyword is its place in the list, a sign its own byte with the highest bit.
const NAME: u8 = 64;
const LITERAL: u8 = 65;
const SIGN: u8 = 128;

/// The fingerprints of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinship {
    /// What each token is.
    words: Vec<u8>,
    /// The line of each token, from 1.
    lines: Vec<u32>,
    /// Whether each token is nobody's own.
    left_out: Vec<bool>,
    /// The hashes that are kept, each with the token at which its run begins, sorted.
    prints: Vec<(u64, u32)>,
}

/// What everybody was given: every run of tokens of some texts, whichever of them winnowing would keep.
#[derive(Clone, Debug, Default)]
pub struct Given {
    runs: HashSet<u64>,
}

impl Given {
    /// Adds a text.
    pub fn add(&mut self, text: &str) {
        self.runs.extend(hashes(&Kinship::read(text).words));
    }
}

impl Kinship {
    /// The fingerprints of a text; none when it cannot be read as Rust tokens.
    pub fn of(text: &str) -> Self {
        let mut kinship = Self::read(text);
        let hashes: Vec<u64> = hashes(&kinship.words).collect();
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
                kinship
                    .prints
                    .push((hashes[at], u32::try_from(at).unwrap_or(u32::MAX)));
                last = least;
            }
        }
        kinship.prints.sort_unstable();
        kinship
    }

    /// The tokens alone.
    fn read(text: &str) -> Self {
        let mut kinship = Self::default();
        if super::depth(text) <= super::MAX_DEPTH
            && let Ok(stream) = text.parse::<TokenStream>()
        {
            kinship.flatten(stream);
        }
        kinship.left_out = vec![false; kinship.words.len()];
        // Otherwise every text that was ever read on this thread is kept for its positions. No tree is alive here.
        invalidate_current_thread_spans();
        kinship
    }

    /// Leaves out what stands in other texts: what everybody was given is nobody's.
    #[must_use]
    pub fn without(mut self, given: &Given) -> Self {
        let runs: Vec<usize> = hashes(&self.words)
            .enumerate()
            .filter(|(_, hash)| given.runs.contains(hash))
            .map(|(at, _)| at)
            .collect();
        for at in runs {
            self.left_out[at..at + RUN].fill(true);
        }
        self.prints.retain(|(hash, _)| !given.runs.contains(hash));
        self.keep_own();
        self
    }

    /// Leaves out fingerprints, and the tokens they stand for.
    pub fn leave_out(&mut self, hashes: &HashSet<u64>) {
        let left_out = &mut self.left_out;
        self.prints.retain(|(hash, at)| {
            let stays = !hashes.contains(hash);
            if !stays {
                left_out[*at as usize..][..RUN].fill(true);
            }
            stays
        });
        self.keep_own();
    }

    /// Drops the fingerprints that stand mostly for tokens that were left out: where two parts that everybody has meet.
    fn keep_own(&mut self) {
        let left_out = &self.left_out;
        self.prints.retain(|(_, at)| {
            let run = &left_out[*at as usize..][..RUN];
            run.iter().filter(|is_out| **is_out).count() <= RUN / 2
        });
    }

    /// The hashes that are kept, each once, in their order.
    pub fn hashes(&self) -> impl Iterator<Item = u64> {
        self.prints
            .chunk_by(|(one, _), (other, _)| one == other)
            .map(|same| same[0].0)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.hashes().count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.prints.is_empty()
    }

    /// Whether the text holds no token, or is no Rust.
    pub fn is_unread(&self) -> bool {
        self.words.is_empty()
    }

    /// How many tokens are not left out.
    pub fn n_own_tokens(&self) -> usize {
        self.left_out.iter().filter(|is_out| !**is_out).count()
    }

    /// How many tokens stand in a run that the other text has as well, those left out not counted.
    pub fn n_shared_tokens(&self, other: &Self) -> usize {
        let mut is_shared = vec![false; self.words.len()];
        let mut theirs = other.hashes().peekable();
        for same in self.prints.chunk_by(|(one, _), (other, _)| one == other) {
            while theirs.next_if(|hash| *hash < same[0].0).is_some() {}
            if theirs.peek() == Some(&same[0].0) {
                for (_, at) in same {
                    is_shared[*at as usize..][..RUN].fill(true);
                }
            }
        }
        let both = is_shared.iter().zip(&self.left_out);
        both.filter(|(is_shared, is_out)| **is_shared && !**is_out)
            .count()
    }

    /// All tokens in a row: keywords and signs as they are, names and literals as what they are. Comments say nothing, nor
    /// does what is imported.
    fn flatten(&mut self, stream: TokenStream) {
        let mut trees = stream.into_iter().peekable();
        while let Some(tree) = trees.next() {
            let line = tree.span().start().line;
            match tree {
                TokenTree::Ident(ident) => {
                    let word = ident.to_string();
                    let is_import = word == "use" && !is_sign(trees.peek(), '<');
                    if is_import {
                        while trees.next_if(|tree| !is_sign(Some(tree), ';')).is_some() {}
                        trees.next();
                        continue;
                    }
                    let keyword = KEYWORDS.iter().position(|keyword| *keyword == word);
                    let kind = keyword.and_then(|at| u8::try_from(at).ok());
                    self.push(kind.unwrap_or(NAME), line);
                }
                TokenTree::Literal(_) => self.push(LITERAL, line),
                TokenTree::Punct(punct) => {
                    let is_attribute = punct.as_char() == '#';
                    let is_inner = is_attribute && is_sign(trees.peek(), '!');
                    if is_inner {
                        trees.next();
                    }
                    if is_attribute && trees.next_if(is_comment).is_some() {
                        continue;
                    }
                    self.push(sign(punct.as_char()), line);
                    if is_inner {
                        self.push(sign('!'), line);
                    }
                }
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ('(', ')'),
                        Delimiter::Brace => ('{', '}'),
                        Delimiter::Bracket => ('[', ']'),
                        Delimiter::None => (' ', ' '),
                    };
                    self.push(sign(open), line);
                    let end = group.span_close().start().line;
                    self.flatten(group.stream());
                    self.push(sign(close), end);
                }
            }
        }
    }

    fn push(&mut self, word: u8, line: usize) {
        self.words.push(word);
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
    }
}

fn sign(sign: char) -> u8 {
    SIGN | u8::try_from(sign).unwrap_or_default()
}

fn is_sign(tree: Option<&TokenTree>, sign: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// Whether this is `[doc = "..."]`, which a comment for readers of the documentation becomes.
fn is_comment(tree: &TokenTree) -> bool {
    let TokenTree::Group(group) = tree else {
        return false;
    };
    let mut inside = group.stream().into_iter();
    let is_doc = matches!(inside.next(), Some(TokenTree::Ident(word)) if word == "doc");
    is_doc && is_sign(inside.next().as_ref(), '=')
}

/// The hash of every run of tokens: FNV-1a, 64 bits, the same on every machine.
fn hashes(words: &[u8]) -> impl Iterator<Item = u64> {
    words.windows(RUN).map(|run| {
        run.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| {
            (hash ^ u64::from(*word)).wrapping_mul(0x0100_0000_01b3)
        })
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

    fn shared(one: &Kinship, other: &Kinship) -> usize {
        let theirs: HashSet<u64> = other.hashes().collect();
        one.hashes().filter(|hash| theirs.contains(hash)).count()
    }

    fn given(texts: &[&str]) -> Given {
        let mut given = Given::default();
        for text in texts {
            given.add(text);
        }
        given
    }

    #[test]
    fn renaming_changes_nothing() {
        let (mine, renamed) = (Kinship::of(MINE), Kinship::of(RENAMED));
        assert!(!mine.is_empty());
        assert_eq!(shared(&mine, &renamed), mine.len());
        // All but the first and the last tokens, which no fingerprint needs to cover.
        assert!(mine.n_shared_tokens(&renamed) + 2 * WINDOW > mine.n_own_tokens());
        let spans = mine.spans(&renamed);
        assert_eq!(spans.len(), 1, "{spans:?}");
        assert_eq!(spans[0].mine, (1, 9), "{spans:?}");
        assert_eq!(spans[0].theirs, (2, 12), "{spans:?}");
        assert_eq!(spans[0].tokens, mine.n_own_tokens());
        // The line that is three in the other text has no partner but its first.
        assert_eq!(spans[0].pairs[..3], [(1, 2), (2, 5), (3, 6)]);
        assert!(spans[0].their_lines.contains(&4));
    }

    #[test]
    fn comments_and_imports_say_nothing() {
        let commented = format!(
            "//! Mine.\n#![doc = \"Mine.\"]\nuse std::collections::{{BTreeMap, BTreeSet, HashMap, HashSet}};\n/// The longest.\n{}",
            MINE.replace("    let", "    /* here */ let")
        );
        assert_eq!(Kinship::of(&commented).words, Kinship::of(MINE).words);
        // What a type captures is no import.
        let captures = |what: &str| {
            Kinship::of(&format!(
                "fn f<'a>(a: &'a u8) -> impl Sized + {what} {{ a }}"
            ))
        };
        assert_ne!(captures("use<'a>").words, captures("Copy").words);
    }

    #[test]
    fn another_way_shares_next_to_nothing() {
        let (mine, other) = (Kinship::of(MINE), Kinship::of(OTHER));
        assert!(shared(&mine, &other) * 4 < mine.len());
    }

    #[test]
    fn what_was_given_is_nobodys() {
        let both = format!("{MINE}\n{OTHER}");
        let mine = Kinship::of(&both).without(&given(&[MINE]));
        assert!(!mine.is_empty());
        assert_eq!(shared(&mine, &Kinship::of(MINE)), 0);
        assert!(shared(&mine, &Kinship::of(OTHER)) > 0);
        // The signature is that of the other.
        let signature = 1 + OTHER
            .lines()
            .next()
            .map_or(0, |line| Kinship::of(&format!("{line}}}")).words.len() - 2);
        assert_eq!(
            mine.n_own_tokens() + signature,
            Kinship::of(OTHER).n_own_tokens()
        );
        // Nor does a span reach into it.
        let spans = mine.spans(&Kinship::of(&both));
        let lines: Vec<_> = spans.iter().map(|span| span.mine).collect();
        assert_eq!(lines, [(12, 16)], "{spans:?}");
        // Whatever winnowing keeps of it beside other things.
        for (cut, _) in MINE.match_indices('\n') {
            let part = &OTHER[..OTHER.len() - 2];
            let text = format!("{part}\n{}\n}}", MINE.replace(&MINE[..=cut], ""));
            if let Some(text) = Some(text).filter(|text| text.parse::<TokenStream>().is_ok()) {
                let kinship = Kinship::of(&text).without(&given(&[MINE, &text]));
                assert!(kinship.is_empty() && kinship.n_own_tokens() == 0);
            }
        }
    }

    #[test]
    fn what_is_left_out_counts_no_more() {
        let mut mine = Kinship::of(MINE);
        let all: HashSet<u64> = mine.hashes().collect();
        mine.leave_out(&all);
        assert!(mine.is_empty());
        // But for the first and the last tokens, which no fingerprint needs to cover.
        assert!(mine.n_own_tokens() < 2 * WINDOW, "{}", mine.n_own_tokens());
        assert_eq!(mine.n_shared_tokens(&Kinship::of(MINE)), 0);
        assert_eq!(mine.spans(&Kinship::of(MINE)), []);
    }

    #[test]
    fn a_shared_part_is_found_where_it_stands() {
        let long = format!("{OTHER}\n{MINE}");
        let spans = Kinship::of(&long).spans(&Kinship::of(RENAMED));
        let first = spans.first().expect("it is found");
        assert!(first.mine.0 >= 7, "{spans:?}");
        // In whatever order.
        let (one, other) = (format!("{MINE}{OTHER}"), format!("{OTHER}{RENAMED}"));
        let spans = Kinship::of(&one).spans(&Kinship::of(&other));
        let places: Vec<_> = spans.iter().map(|span| (span.mine, span.theirs)).collect();
        assert_eq!(places, [((1, 9), (8, 18)), ((10, 15), (1, 6))], "{spans:?}");
    }

    #[test]
    fn the_same_a_thousand_times_is_compared_in_no_time() {
        let text = format!("fn f() {{ {} }}", "a += f(b, c); ".repeat(5_000));
        let (one, other) = (Kinship::of(&text), Kinship::of(&text.replace('b', "x")));
        let spans = one.spans(&other);
        let n_tokens: usize = spans.iter().map(|span| span.tokens).sum();
        assert_eq!(n_tokens, one.n_own_tokens());
    }

    #[test]
    fn what_is_short_or_no_rust_has_no_fingerprints() {
        for text in ["", "fn f() {}", "fn f( {", &"(".repeat(10_000)] {
            assert!(Kinship::of(text).is_empty(), "{text:.20}");
        }
        assert!(Kinship::of("fn f( {").is_unread());
        assert!(!Kinship::of("fn f() {}").is_unread());
    }
}
