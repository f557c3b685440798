//! Pairs of submissions that share more than they were given: a place to look, never a verdict.
//!
//! Names, numbers, comments and spaces do not count, nor does the order of functions ([`crate::source::Kinship`]). Left out is
//! what everybody may have: what the workbook gives, and what many of the class wrote. An index of fingerprints finds
//! the pairs; no text is compared with all others.

mod class;
mod passage;

pub use class::compare;
pub use passage::{Cell, Lines, Passage, Row};

use crate::source::Given;
use serde::Serialize;

/// The version of [`Similarities`] as JSON.
const VERSION: u8 = 1;

/// Fewer shared tokens than this say nothing: there are not many ways to write three lines.
pub const MIN_TOKENS: usize = 50;

/// A fingerprint that more different texts have is a way to solve the task. A part of the class, but never so few that
/// a group of friends hides itself, nor so many that an idiom of a large class is compared pair by pair.
const COMMON_PART: usize = 10;
const COMMON_AT_LEAST: usize = 5;
const COMMON_AT_MOST: usize = 50;

/// A file that was handed in.
#[derive(Clone, Debug)]
pub struct Handed {
    /// The position of its learner in the class.
    pub learner: usize,
    /// The file, relative to the submission.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// All that was handed in for one exercise.
#[derive(Clone, Debug, Default)]
pub struct Exercise {
    /// Its name.
    pub name: String,
    /// What the workbook gives.
    pub given: Given,
    /// The files, in the order of the learners.
    pub files: Vec<Handed>,
}

/// Which pairs are told.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Terms {
    /// Those that share at least so many percent.
    pub at_least: u8,
    /// And at least so many tokens.
    pub min_tokens: usize,
    /// At most so many, the most telling ones.
    pub most: usize,
}

/// What was found in one exercise, or in all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The pairs, the most telling ones first.
    pub pairs: Vec<Pair>,
    /// How many there are, with those that are not told.
    pub n_pairs: usize,
    /// How many files hold something of their own.
    pub n_compared: usize,
    /// Files that cannot be read as Rust, and so were not compared: the position of the learner, and the file.
    pub unread: Vec<(usize, String)>,
}

/// Two submissions that share something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The positions of the learners in the class.
    pub learners: (usize, usize),
    /// Their files.
    pub paths: (String, String),
    /// The exercise.
    pub exercise: String,
    /// The part of the fingerprints of the one that has fewer which the other has as well.
    pub percent: u8,
    /// How many shared tokens there are.
    pub tokens: usize,
    /// Whether the files are the same, byte for byte but for the ends of lines.
    pub identical: bool,
    /// Where they share it.
    pub passages: Vec<Passage>,
}

impl Pair {
    /// How telling it is: a hundred tokens of a hundred say more than thirty of thirty.
    fn weight(&self) -> (usize, usize) {
        (usize::from(self.percent) * self.tokens, self.tokens)
    }
}

impl Found {
    /// Adds what was found in another exercise, and keeps the most telling pairs.
    pub fn add(&mut self, other: Self, most: usize) {
        self.pairs.extend(other.pairs);
        self.pairs
            .sort_by_key(|pair| std::cmp::Reverse(pair.weight()));
        self.pairs.truncate(most);
        self.n_pairs += other.n_pairs;
        self.n_compared += other.n_compared;
        self.unread.extend(other.unread);
    }
}

/// All of it, as it is told.
#[derive(Clone, Debug)]
pub struct Similarities {
    /// The workbook's title.
    pub workbook: String,
    /// The names of the learners, safe to print.
    pub learners: Vec<String>,
    /// The names of the exercises.
    pub exercises: Vec<String>,
    /// Which pairs are told.
    pub terms: Terms,
    /// What was found.
    pub found: Found,
}

/// What every report says of itself.
pub const CAUTION: &str = "A place to look, never a verdict: whoever learned from the same pages writes alike, and nothing here says who wrote first.";

impl Similarities {
    /// The name of a learner.
    pub fn learner(&self, idx: usize) -> &str {
        self.learners.get(idx).map_or("", String::as_str)
    }

    /// As JSON; `docs/similar-json.md` tells what its fields mean.
    pub fn record(&self) -> impl Serialize + use<'_> {
        Record {
            version: VERSION,
            caution: CAUTION,
            workbook: &self.workbook,
            learners: self.learners.len(),
            exercises: &self.exercises,
            terms: self.terms,
            compared: self.found.n_compared,
            found: self.found.n_pairs,
            unread: self
                .found
                .unread
                .iter()
                .map(|(learner, path)| Unread {
                    learner: self.learner(*learner),
                    path,
                })
                .collect(),
            pairs: self
                .found
                .pairs
                .iter()
                .map(|pair| PairRecord {
                    a: self.learner(pair.learners.0),
                    b: self.learner(pair.learners.1),
                    exercise: &pair.exercise,
                    a_path: &pair.paths.0,
                    b_path: &pair.paths.1,
                    percent: pair.percent,
                    tokens: pair.tokens,
                    identical: pair.identical,
                    spans: &pair.passages,
                })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct Record<'s> {
    version: u8,
    caution: &'static str,
    workbook: &'s str,
    learners: usize,
    exercises: &'s [String],
    terms: Terms,
    compared: usize,
    found: usize,
    unread: Vec<Unread<'s>>,
    pairs: Vec<PairRecord<'s>>,
}

#[derive(Serialize)]
struct Unread<'s> {
    learner: &'s str,
    path: &'s str,
}

#[derive(Serialize)]
struct PairRecord<'s> {
    a: &'s str,
    b: &'s str,
    exercise: &'s str,
    a_path: &'s str,
    b_path: &'s str,
    percent: u8,
    tokens: usize,
    identical: bool,
    spans: &'s [Passage],
}
