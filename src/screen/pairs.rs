//! Pairs of submissions with what they share, side by side.

use super::{Line, Role, shorten, width_of, wrap};
use crate::similarity::{CAUTION, Cell, Pair, Passage, Similarities};
use crate::text::{count, sanitize};

/// Two columns need at least so much room; otherwise one side stands below the other.
const MIN_FOR_TWO: usize = 72;

/// So many rows of a passage are shown here; a page holds all.
const MAX_ROWS: usize = 40;

/// A name takes at most so many columns of the table.
const MAX_NAME: usize = 24;

/// Between two columns.
const GAP: usize = 2;

/// The table of pairs, and each with what it shares.
pub fn pair_lines(similarities: &Similarities, width: usize) -> Vec<Line> {
    let found = &similarities.found;
    let terms = similarities.terms;
    let mut lines = vec![
        Line::new(
            Role::Title,
            "Submissions that share more than they were given",
        ),
        Line::new(Role::Strong, CAUTION),
        Line::empty(),
        Line::plain(format!(
            "{}, {}, {} with something of their own. Left out is what the workbook gives and what many wrote.",
            count(similarities.learners.len(), "submission"),
            count(similarities.exercises.len(), "exercise"),
            count(found.n_compared, "file"),
        )),
    ];
    for (learner, path) in &found.unread {
        lines.push(Line::new(Role::Warn, "not compared").with(
            Role::Plain,
            format!(
                ": {} of {} cannot be read as Rust",
                path,
                similarities.learner(*learner)
            ),
        ));
    }
    let terms = format!(
        "{} percent or more of what the shorter file has of its own, and {} or more",
        terms.at_least,
        count(terms.min_tokens, "token")
    );
    if found.pairs.is_empty() {
        lines.push(Line::plain(format!("No two of them share {terms}.")));
        return wrap(lines, width);
    }
    lines.push(Line::plain(if found.n_pairs > found.pairs.len() {
        format!(
            "{} share {terms}. The most telling come first, and {} shown; `--most` shows more.",
            count(found.n_pairs, "pair"),
            match found.pairs.len() {
                1 => "one is".to_owned(),
                n => format!("{n} are"),
            }
        )
    } else {
        let verb = if found.n_pairs == 1 {
            "shares"
        } else {
            "share"
        };
        format!("{} {verb} {terms}:", count(found.n_pairs, "pair"))
    }));
    lines.push(Line::empty());
    let mut lines = wrap(lines, width);
    lines.extend(table(similarities, width));
    for (idx, pair) in found.pairs.iter().enumerate() {
        lines.push(Line::empty());
        lines.extend(wrap(vec![heading(similarities, idx, pair)], width));
        for passage in &pair.passages {
            lines.push(Line::empty());
            lines.extend(passage_lines(similarities, pair, passage, width));
        }
    }
    lines
}

/// The table, as wide as it has to be: names are shortened, and what does not fit is cut.
fn table(similarities: &Similarities, width: usize) -> Vec<Line> {
    let pairs = &similarities.found.pairs;
    let head = [
        "", "learner", "learner", "exercise", "percent", "tokens", "",
    ]
    .map(Line::plain);
    let rows: Vec<[Line; 7]> = pairs
        .iter()
        .enumerate()
        .map(|(idx, pair)| {
            let name = |learner: usize| {
                shorten(
                    Line::new(Role::Strong, similarities.learner(learner)),
                    MAX_NAME,
                )
            };
            [
                Line::new(Role::Dim, (idx + 1).to_string()),
                name(pair.learners.0),
                name(pair.learners.1),
                shorten(Line::plain(&pair.exercise), MAX_NAME),
                Line::plain(pair.percent.to_string()),
                Line::plain(pair.tokens.to_string()),
                Line::plain(if pair.identical { "the same file" } else { "" }),
            ]
        })
        .collect();
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = rows.iter().chain([&head]).map(|row| &row[column]);
            cells.map(|cell| width_of(&cell.text())).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: &[Line; 7]| {
        let mut line = Line::empty();
        for (column, cell) in cells.iter().enumerate() {
            let is_number = matches!(column, 0 | 4 | 5);
            let room = widths[column] - width_of(&cell.text());
            let gap = if column == 0 { 0 } else { GAP };
            let before = gap + if is_number { room } else { 0 };
            line.push(Role::Plain, " ".repeat(before));
            for span in &cell.spans {
                line.push(span.role, span.text.clone());
            }
            let is_last = column + 1 == cells.len();
            if !is_number && !is_last {
                line.push(Role::Plain, " ".repeat(room));
            }
        }
        shorten(trimmed(line), width)
    };
    let mut lines = vec![Line::new(Role::Dim, line(&head).text())];
    lines.extend(rows.iter().map(line));
    lines
}

/// Without the spaces at its end.
fn trimmed(mut line: Line) -> Line {
    if let Some(last) = line.spans.last_mut() {
        let len = last.text.trim_end().len();
        last.text.truncate(len);
    }
    line.spans.retain(|span| !span.text.is_empty());
    line
}

fn heading(similarities: &Similarities, idx: usize, pair: &Pair) -> Line {
    let name = |learner: usize| similarities.learner(learner).to_owned();
    let what = if pair.identical {
        format!(
            ": the same file, {} of it their own",
            count(pair.tokens, "token")
        )
    } else {
        format!(
            ": {} shared, {} percent of what the shorter file has of its own",
            count(pair.tokens, "token"),
            pair.percent
        )
    };
    Line::new(Role::Heading, format!("{}  ", idx + 1))
        .with(Role::Heading, name(pair.learners.0))
        .with(Role::Plain, " and ")
        .with(Role::Heading, name(pair.learners.1))
        .with(Role::Plain, ", ")
        .with(Role::Heading, pair.exercise.clone())
        .with(Role::Plain, what)
}

fn passage_lines(
    similarities: &Similarities,
    pair: &Pair,
    passage: &Passage,
    width: usize,
) -> Vec<Line> {
    let title = |learner: usize, path: &str, lines: crate::similarity::Lines| {
        Line::new(Role::Strong, similarities.learner(learner))
            .with(Role::Plain, " ")
            .with(Role::Path, format!("{path}:{}-{}", lines.first, lines.last))
    };
    let titles = (
        title(pair.learners.0, &pair.paths.0, passage.a),
        title(pair.learners.1, &pair.paths.1, passage.b),
    );
    let (rows, rest) = passage.rows.split_at(passage.rows.len().min(MAX_ROWS));
    let digits = passage.a.last.max(passage.b.last).to_string().len();
    let one: Vec<Option<&Cell>> = rows.iter().map(|row| row.0.as_ref()).collect();
    let other: Vec<Option<&Cell>> = rows.iter().map(|row| row.1.as_ref()).collect();
    let (one, other) = (side(&one, digits), side(&other, digits));
    let mut lines = Vec::new();
    if width >= MIN_FOR_TWO {
        let half = (width - GAP) / 2;
        let sides = one.into_iter().zip(other);
        for (left, right) in [titles]
            .into_iter()
            .chain(sides.map(|(left, right)| (left.unwrap_or_default(), right.unwrap_or_default())))
        {
            let mut line = shorten(left, half);
            let room = half + GAP - width_of(&line.text());
            line.push(Role::Plain, " ".repeat(room));
            for span in shorten(right, half).spans {
                line.push(span.role, span.text);
            }
            lines.push(trimmed(line));
        }
    } else {
        for (title, side) in [(titles.0, one), (titles.1, other)] {
            lines.push(shorten(title, width));
            lines.extend(wrap(side.into_iter().flatten().collect(), width));
        }
    }
    let n_more = rest.len() + passage.n_more_rows;
    if n_more > 0 {
        let more = count(n_more, "more row");
        lines.extend(wrap(
            vec![Line::new(
                Role::Dim,
                format!("... and {more}; `--html FILE` shows more"),
            )],
            width,
        ));
    }
    lines
}

/// The lines of one side, moved to the left as far as they go together.
fn side(cells: &[Option<&Cell>], digits: usize) -> Vec<Option<Line>> {
    let texts: Vec<Option<String>> = cells
        .iter()
        .map(|cell| cell.map(|cell| sanitize(&cell.text)))
        .collect();
    let indent = |text: &String| text.len() - text.trim_start_matches(' ').len();
    let least = texts
        .iter()
        .flatten()
        .filter(|text| !text.trim().is_empty())
        .map(indent)
        .min()
        .unwrap_or(0);
    cells
        .iter()
        .zip(&texts)
        .map(|(cell, text)| {
            let (cell, text) = (*cell.as_ref()?, text.as_ref()?);
            let (sign, role) = if cell.is_shared {
                ("│", Role::Code)
            } else {
                (" ", Role::Dim)
            };
            let number = format!("{:>digits$} {sign} ", cell.line);
            let text = text.get(least..).unwrap_or_default().trim_end();
            Some(trimmed(Line::new(Role::Dim, number).with(role, text)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity::{Found, Lines, Terms};

    fn similarities() -> Similarities {
        let cell = |line: usize, text: &str, is_shared| {
            Some(Cell {
                line,
                text: text.to_owned(),
                is_shared,
            })
        };
        let long = format!("{}{}", " ".repeat(8), "日本語".repeat(30));
        let rows = vec![
            (
                cell(9, "    let first = one(two, three)?;", true),
                cell(99, "        let a = b(c, d)?;", true),
            ),
            (None, cell(100, "        // a comment", false)),
            (
                cell(10, "\t\u{1b}[2J\u{202e}x", true),
                cell(101, &long, true),
            ),
        ];
        let passage = Passage {
            a: Lines { first: 9, last: 10 },
            b: Lines {
                first: 99,
                last: 101,
            },
            tokens: 60,
            rows,
            n_more_rows: 7,
        };
        let pair = Pair {
            learners: (0, 1),
            paths: ("a.rs".to_owned(), "01_one/a.rs".to_owned()),
            exercise: "a".to_owned(),
            percent: 91,
            tokens: 60,
            identical: false,
            passages: vec![passage],
        };
        Similarities {
            workbook: "Tiny".to_owned(),
            learners: vec!["ada".to_owned(), "b".repeat(99)],
            exercises: vec!["a".to_owned()],
            terms: Terms {
                at_least: 60,
                min_tokens: 50,
                most: 1,
            },
            found: Found {
                n_pairs: 3,
                n_compared: 2,
                pairs: vec![pair],
                unread: vec![(1, "c.rs".to_owned())],
            },
        }
    }

    #[test]
    fn it_fits_into_every_width_and_commands_no_terminal() {
        for width in [20, 40, 71, 72, 100, 250] {
            for line in pair_lines(&similarities(), width) {
                let text = line.text();
                assert!(width_of(&text) <= width, "{width}: {text}");
                assert!(!text.contains(['\u{1b}', '\u{202e}', '\t']), "{text:?}");
            }
        }
    }

    #[test]
    fn passages_stand_side_by_side_where_there_is_room() {
        let texts = |width: usize| -> Vec<String> {
            let lines = pair_lines(&similarities(), width);
            let from = lines.iter().rposition(|line| line.text().is_empty());
            let shown = &lines[from.map_or(0, |from| from + 1)..];
            shown.iter().map(Line::text).collect()
        };
        assert_eq!(
            texts(72)[1..3],
            [
                "  9 │ let first = one(two, three)?;   99 │ let a = b(c, d)?;",
                "                                     100   // a comment",
            ]
        );
        let narrow = texts(30);
        assert_eq!(
            narrow[..4],
            [
                "ada a.rs:9-10",
                "  9 │ let first = one(two,",
                "  three)?;",
                " 10 │ \u{fffd}x",
            ],
            "{narrow:#?}"
        );
        assert!(
            narrow.contains(&"... and 7 more rows; `--html".to_owned()),
            "{narrow:#?}"
        );
    }
}
