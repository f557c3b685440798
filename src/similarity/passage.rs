//! A shared part of two files as rows of lines that stand for each other.

use crate::source::Span;
use serde::Serialize;
use std::collections::BTreeSet;

/// So many characters of a line are kept; nobody reads more.
const MAX_CHARS: usize = 400;

/// A shared part of two files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// Where it stands in the one.
    pub a: Lines,
    /// Where it stands in the other.
    pub b: Lines,
    /// How many shared tokens there are, those left out not counted.
    pub tokens: usize,
    /// Its lines side by side.
    #[serde(skip)]
    pub rows: Vec<Row>,
    /// How many rows there are besides, of a file that is longer than anybody reads.
    #[serde(skip)]
    pub n_more_rows: usize,
}

/// Some lines of a file, from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Lines {
    /// The first.
    pub first: usize,
    /// The last.
    pub last: usize,
}

/// What stands for each other.
pub type Row = (Option<Cell>, Option<Cell>);

/// One line of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its number, from 1.
    pub line: usize,
    /// The beginning of what it holds.
    pub text: String,
    /// Whether something in it is shared, and not left out.
    pub is_shared: bool,
}

impl Passage {
    /// At most so many rows of a span, with the texts it was found in.
    pub fn new(span: &Span, mine: &[&str], theirs: &[&str], max_rows: usize) -> Self {
        let mut rows: Vec<(Option<usize>, Option<usize>)> = Vec::new();
        let mut next = (span.mine.0, span.theirs.0);
        let mut up_to = |end: (usize, usize)| {
            // What has no partner stands above the next pair, beside what has none either.
            let n_rows = (end.0.saturating_sub(next.0)).max(end.1.saturating_sub(next.1));
            rows.extend((0..n_rows).map(|idx| {
                (
                    Some(next.0 + idx).filter(|line| *line < end.0),
                    Some(next.1 + idx).filter(|line| *line < end.1),
                )
            }));
            next = end;
        };
        for pair in &span.pairs {
            up_to(*pair);
        }
        up_to((span.mine.1 + 1, span.theirs.1 + 1));
        let n_more_rows = rows.len().saturating_sub(max_rows);
        rows.truncate(max_rows);
        let rows = rows.into_iter().map(|(a, b)| {
            (
                a.map(|line| cell(line, mine, &span.my_lines)),
                b.map(|line| cell(line, theirs, &span.their_lines)),
            )
        });
        Self {
            a: lines(span.mine),
            b: lines(span.theirs),
            tokens: span.tokens,
            rows: rows.collect(),
            n_more_rows,
        }
    }
}

fn lines((first, last): (usize, usize)) -> Lines {
    Lines { first, last }
}

fn cell(line: usize, lines: &[&str], shared: &BTreeSet<usize>) -> Cell {
    let text = lines.get(line - 1).copied().unwrap_or_default();
    Cell {
        line,
        text: text.chars().take(MAX_CHARS).collect(),
        is_shared: shared.contains(&line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_stand_for_each_other_stand_side_by_side() {
        let span = Span {
            mine: (1, 3),
            theirs: (2, 6),
            pairs: vec![(1, 2), (2, 5)],
            my_lines: [1, 3].into(),
            their_lines: [2, 6].into(),
            tokens: 30,
        };
        let (mine, theirs) = (["a", "b", "c"], ["", "A", "x", "y", "B", "C"]);
        let passage = |max_rows| Passage::new(&span, &mine, &theirs, max_rows);
        let seen: Vec<String> = passage(9)
            .rows
            .iter()
            .map(|(a, b)| {
                let of = |cell: &Option<Cell>| {
                    cell.as_ref().map_or_else(String::new, |cell| {
                        let sign = if cell.is_shared { "*" } else { "" };
                        format!("{}{}{sign}", cell.line, cell.text)
                    })
                };
                format!("{}|{}", of(a), of(b))
            })
            .collect();
        assert_eq!(seen, ["1a*|2A*", "|3x", "|4y", "2b|5B", "3c*|6C*"]);
        assert_eq!(passage(9).n_more_rows, 0);
        assert_eq!((passage(2).rows.len(), passage(2).n_more_rows), (2, 3));
    }

    #[test]
    fn a_line_without_end_is_cut() {
        let span = Span {
            mine: (1, 1),
            theirs: (1, 1),
            pairs: vec![(1, 1)],
            ..Span::default()
        };
        let long = "é".repeat(9_000);
        let passage = Passage::new(&span, &[&long], &[], 9);
        let (a, b) = &passage.rows[0];
        let len = |cell: &Option<Cell>| cell.as_ref().map(|cell| cell.text.chars().count());
        assert_eq!((len(a), len(b)), (Some(MAX_CHARS), Some(0)));
    }
}
