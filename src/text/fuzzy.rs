//! How well what somebody typed fits a text, letters left out and all.

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// One word to look for.
pub struct Fuzzy {
    atom: Atom,
    matcher: Matcher,
    chars: Vec<char>,
}

/// Where a word was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The higher the better; letters in a row and at the beginnings of words count most.
    pub score: u32,
    /// The letters that fit, counted as a person counts them.
    pub letters: Vec<usize>,
}

impl Fuzzy {
    /// One for each word of a query; capital letters mean nothing.
    pub fn words(query: &str) -> Vec<Self> {
        query
            .split_whitespace()
            .map(|word| Self {
                atom: Atom::new(
                    word,
                    CaseMatching::Ignore,
                    Normalization::Smart,
                    AtomKind::Fuzzy,
                    false,
                ),
                matcher: Matcher::new(Config::DEFAULT),
                chars: Vec::new(),
            })
            .collect()
    }

    /// Looks for the word in a text: all its letters, in their order.
    pub fn find(&mut self, text: &str) -> Option<Found> {
        let mut letters = Vec::new();
        let haystack = Utf32Str::new(text, &mut self.chars);
        let score = self
            .atom
            .indices(haystack, &mut self.matcher, &mut letters)?;
        Some(Found {
            score: score.into(),
            letters: letters.into_iter().map(|at| at as usize).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(query: &str, text: &str) -> Option<Vec<usize>> {
        let mut words = Fuzzy::words(query);
        words[0].find(text).map(|found| found.letters)
    }

    #[test]
    fn letters_are_found_in_their_order() {
        for (query, text, expected) in [
            ("lru", "lru_cache", Some(vec![0, 1, 2])),
            ("LRU", "lru_cache", Some(vec![0, 1, 2])),
            ("lc", "lru_cache", Some(vec![0, 4])),
            ("cl", "lru_cache", None),
            ("lruu", "lru_cache", None),
            ("uber", "Über", Some(vec![0, 1, 2, 3])),
        ] {
            assert_eq!(letters(query, text), expected, "{query:?} in {text:?}");
        }
    }

    #[test]
    fn a_word_in_one_piece_fits_best() {
        let score = |text: &str| {
            let mut words = Fuzzy::words("lru");
            words[0].find(text).map(|found| found.score)
        };
        assert!(score("lru_cache") > score("later_runs"));
        assert_eq!(Fuzzy::words("  lru  cache ").len(), 2);
        assert!(Fuzzy::words(" ").is_empty());
    }
}
