//! Where two texts share something: the longest runs of the same tokens first, none of them twice.
//!
//! After M. J. Wise, "String Similarity via Greedy String Tiling and Running Karp-Rabin Matching", 1993, with the shared
//! fingerprints as the places to begin at.

use super::{Kinship, RUN};
use std::collections::{BTreeMap, BTreeSet};

/// So many tokens in a row that were left out, or that are in one of the texts only, end a span.
const GAP: usize = 2 * RUN;

/// So many places of one fingerprint are looked at in each text. A file that says the same a thousand times is compared in
/// no time all the same.
const MAX_PLACES: usize = 16;

/// Lines of one text that stand, in other words, in another. Lines count from 1, both ends included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// In the one text.
    pub mine: (usize, usize),
    /// In the other.
    pub theirs: (usize, usize),
    /// How many shared tokens there are, those left out not counted.
    pub tokens: usize,
    /// Which lines stand for each other; both rise.
    pub pairs: Vec<(usize, usize)>,
    /// The lines of the one text with shared tokens.
    pub my_lines: BTreeSet<usize>,
    /// Those of the other.
    pub their_lines: BTreeSet<usize>,
}

/// The same tokens in both texts: where they begin in each, and how many there are.
#[derive(Clone, Copy, Debug)]
struct Tile {
    mine: usize,
    theirs: usize,
    len: usize,
}

impl Tile {
    fn places(self) -> impl Iterator<Item = (usize, usize)> {
        (0..self.len).map(move |idx| (self.mine + idx, self.theirs + idx))
    }
}

impl Kinship {
    /// Where they share something, in the order of this text.
    pub fn spans(&self, other: &Self) -> Vec<Span> {
        let mut tiles = self.tiles(other);
        tiles.sort_unstable_by_key(|tile| tile.mine);
        let mut spans: Vec<(Span, Tile)> = Vec::new();
        for tile in tiles {
            let follows = |last: &Tile| {
                let (mine, theirs) = (last.mine + last.len, last.theirs + last.len);
                tile.mine <= mine + GAP && (theirs..=theirs + GAP).contains(&tile.theirs)
            };
            match spans.last_mut() {
                Some((span, last)) if follows(last) => {
                    self.add(other, span, tile);
                    *last = tile;
                }
                _ => {
                    let mut span = Span {
                        mine: (self.line(tile.mine), 0),
                        theirs: (other.line(tile.theirs), 0),
                        ..Span::default()
                    };
                    self.add(other, &mut span, tile);
                    spans.push((span, tile));
                }
            }
        }
        spans
            .into_iter()
            .map(|(span, _)| span)
            .filter(|span| span.tokens > 0)
            .collect()
    }

    fn add(&self, other: &Self, span: &mut Span, tile: Tile) {
        for (mine, theirs) in tile.places() {
            let (my_line, their_line) = (self.line(mine), other.line(theirs));
            span.mine.1 = span.mine.1.max(my_line);
            span.theirs.1 = span.theirs.1.max(their_line);
            let rises = |last: &(usize, usize)| last.0 < my_line && last.1 < their_line;
            if span.pairs.last().is_none_or(rises) {
                span.pairs.push((my_line, their_line));
            }
            if !self.is_out(other, (mine, theirs)) {
                span.tokens += 1;
                span.my_lines.insert(my_line);
                span.their_lines.insert(their_line);
            }
        }
    }

    /// Runs of the same tokens that do not overlap, the longest ones.
    fn tiles(&self, other: &Self) -> Vec<Tile> {
        // By how far a place in the one text is from that in the other: what was found there.
        let mut found: BTreeMap<isize, Vec<Tile>> = BTreeMap::new();
        for same in self.prints.chunk_by(|(one, _), (other, _)| one == other) {
            let hash = same[0].0;
            let first = other.prints.partition_point(|(known, _)| *known < hash);
            let theirs = other.prints[first..]
                .iter()
                .take_while(|(known, _)| *known == hash);
            for (_, theirs) in theirs.take(MAX_PLACES) {
                for (_, mine) in same.iter().take(MAX_PLACES) {
                    let (mine, theirs) = (*mine as usize, *theirs as usize);
                    let apart = theirs.cast_signed() - mine.cast_signed();
                    let known = found.entry(apart).or_default();
                    let is_known = known
                        .iter()
                        .any(|tile| (tile.mine..tile.mine + tile.len).contains(&mine));
                    if !is_known {
                        known.push(self.stretched(other, mine, theirs));
                    }
                }
            }
        }
        let mut all: Vec<Tile> = found.into_values().flatten().collect();
        all.sort_by_key(|tile| (std::cmp::Reverse(tile.len), tile.mine, tile.theirs));
        let mut taken = (
            vec![false; self.words.len()],
            vec![false; other.words.len()],
        );
        let mut chosen = Vec::new();
        for tile in all {
            // The first part of it that is free.
            let is_free = |place: &(usize, usize)| !taken.0[place.0] && !taken.1[place.1];
            let free: Vec<(usize, usize)> = tile
                .places()
                .skip_while(|place| !is_free(place))
                .take_while(is_free)
                .collect();
            if free.len() < RUN / 2 {
                continue;
            }
            for (mine, theirs) in &free {
                (taken.0[*mine], taken.1[*theirs]) = (true, true);
            }
            chosen.push(Tile {
                mine: free[0].0,
                theirs: free[0].1,
                len: free.len(),
            });
        }
        chosen
    }

    /// A run that begins at these places, with what is the same on both sides of it. Left out at its ends is what is
    /// nobody's.
    fn stretched(&self, other: &Self, mine: usize, theirs: usize) -> Tile {
        let is_same = |place: &(usize, usize)| {
            let word = self.words.get(place.0);
            word.is_some() && word == other.words.get(place.1)
        };
        // How many tokens belong to it, in one direction.
        let reach = |places: &mut dyn Iterator<Item = (usize, usize)>| {
            let (mut reach, mut n_out) = (0, 0);
            for (idx, place) in places.take_while(is_same).enumerate() {
                if self.is_out(other, place) {
                    n_out += 1;
                    if n_out > GAP {
                        break;
                    }
                } else {
                    (reach, n_out) = (idx + 1, 0);
                }
            }
            reach
        };
        let before = reach(&mut (1..=mine.min(theirs)).map(|idx| (mine - idx, theirs - idx)));
        let behind = reach(&mut (0..).map(|idx| (mine + idx, theirs + idx)));
        // What the run itself begins with may be nobody's as well.
        let n_out = (0..behind)
            .take_while(|idx| before == 0 && self.is_out(other, (mine + idx, theirs + idx)))
            .count();
        Tile {
            mine: mine - before + n_out,
            theirs: theirs - before + n_out,
            len: before + behind - n_out,
        }
    }

    fn is_out(&self, other: &Self, place: (usize, usize)) -> bool {
        self.left_out[place.0] || other.left_out[place.1]
    }

    fn line(&self, at: usize) -> usize {
        let line = self.lines.get(at).or(self.lines.last());
        line.map_or(1, |line| *line as usize)
    }
}
