//! The part of a learner's file that a screen shows, with line numbers.

use super::{Detail, Line, Link, Role, width_of};
use crate::source::{Function, Passages};
use crate::text::{self, count};

/// How many lines are shown before a line whose function is not known.
const BEFORE: usize = 4;

/// Which of the quoted lines is pointed at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Nothing,
    Line(usize),
}

/// A file of the workbook that can be quoted.
pub(super) struct Quoted<'a> {
    file: String,
    lines: Vec<&'a str>,
    pub(super) passages: Passages,
    /// How many lines a quotation may have.
    max_lines: usize,
    width: usize,
}

impl<'a> Quoted<'a> {
    pub(super) fn new(file: String, source: &'a str, detail: &Detail) -> Self {
        Self {
            file,
            lines: source.lines().collect(),
            passages: Passages::of(source),
            // Less would not say where one is.
            max_lines: detail.source_lines.max(4),
            width: detail.width,
        }
    }

    /// The place, as a link.
    pub(super) fn place(&self, line: usize) -> Line {
        place_line(&self.file, line, self.width.saturating_sub(2))
    }

    /// The statement on this line and what leads to it: the function from its signature on.
    pub(super) fn around(&self, marked: usize, lines: &mut Vec<Line>) {
        if !(1..=self.lines.len()).contains(&marked) {
            return;
        }
        let (first, last) = match self.passages.around(marked) {
            Some(function) => (function.first, function.end_of_statement(marked)),
            None => (marked.saturating_sub(BEFORE).max(1), marked),
        };
        let last = last.min(self.lines.len());
        let room = self.max_lines - 1;
        if last - first < self.max_lines {
            self.quote(&[(first, last)], Mark::Line(marked), lines);
        } else if last - marked + 2 > room {
            // A long statement is cut off behind its beginning.
            let shown = (marked + room - 2).min(last);
            self.quote(
                &[(first, first), (marked, shown)],
                Mark::Line(marked),
                lines,
            );
            hidden(last - shown, lines);
        } else {
            let from = last + 2 - room;
            self.quote(&[(first, first), (from, last)], Mark::Line(marked), lines);
        }
    }

    /// A function from its beginning on.
    pub(super) fn function(&self, function: &Function, lines: &mut Vec<Line>) {
        let last = function.last.min(self.lines.len());
        let shown = if last - function.first < self.max_lines {
            last
        } else {
            function.first + self.max_lines - 2
        };
        self.quote(&[(function.first, shown)], Mark::Nothing, lines);
        hidden(last - shown, lines);
    }

    /// The lines outside of the tests that hold one of these words.
    pub(super) fn lines_with(&self, words: &[&str]) -> Vec<usize> {
        let is_code = |line: &str| !line.trim_start().starts_with("//");
        let numbered = self.lines.iter().enumerate();
        numbered
            .filter(|(_, line)| is_code(line) && words.iter().any(|word| line.contains(word)))
            .map(|(idx, _)| idx + 1)
            .filter(|number| {
                let around = self.passages.around(*number);
                around.is_some_and(|function| !function.in_tests)
            })
            .collect()
    }

    /// Single lines.
    pub(super) fn lines(&self, numbers: &[usize], lines: &mut Vec<Line>) {
        let mut parts: Vec<(usize, usize)> = numbers
            .iter()
            .filter(|number| (1..=self.lines.len()).contains(*number))
            .map(|number| (*number, *number))
            .collect();
        parts.dedup();
        self.quote(&parts, Mark::Nothing, lines);
    }

    /// Parts of the file, from one line to another, moved to the left as far as all of them can be.
    fn quote(&self, parts: &[(usize, usize)], mark: Mark, lines: &mut Vec<Line>) {
        let shown = || {
            parts
                .iter()
                .flat_map(|(first, last)| *first..=*last)
                .map(|number| self.lines[number - 1])
        };
        let margin = shown()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.len() - line.trim_start_matches(' ').len())
            .min()
            .unwrap_or(0);
        let digits = parts.last().map_or(1, |(_, last)| last.to_string().len());
        let mut end = None;
        for &(first, last) in parts {
            // What lies between lines that were picked one by one has nothing to do with them.
            let is_gap = |end: &usize| mark != Mark::Nothing && end + 1 < first;
            if let Some(end) = end.filter(is_gap) {
                let n_hidden = first - end - 1;
                lines.push(Line::new(
                    Role::Dim,
                    format!("  {:digits$} | ... {}", "", count(n_hidden, "line")),
                ));
            }
            end = Some(last);
            for number in first..=last {
                let pointer = if mark == Mark::Line(number) {
                    Line::new(Role::Fail, "> ")
                } else {
                    Line::plain("  ")
                };
                let code = text::sanitize(self.lines[number - 1].get(margin..).unwrap_or_default());
                lines.push(
                    pointer
                        .with(Role::Dim, format!("{number:digits$} | "))
                        .with(Role::Code, code),
                );
            }
        }
    }
}

fn hidden(n_lines: usize, lines: &mut Vec<Line>) {
    if n_lines > 0 {
        let note = format!("  ... {}", count(n_lines, "more line"));
        lines.push(Line::new(Role::Dim, note));
    }
}

/// A line of a file, as a link that leads there; without its directories where they leave no room.
pub(super) fn place_line(file: &str, line: usize, width: usize) -> Line {
    let link = Link {
        file: file.to_owned(),
        line,
    };
    let file = text::sanitize(file);
    let place = format!("{file}:{line}");
    let mut shown = Line::empty();
    shown.push_linked(Role::Path, shortened(&place, width), Some(link));
    shown
}

/// A path without its directories where they leave no room.
pub(super) fn shortened(path: &str, width: usize) -> &str {
    if width_of(path) <= width {
        return path;
    }
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
fn f() -> u32 {
    1
}

mod tests {
    #[test]
    fn long() {
        let a = 1;
        let b = 2;
        let c = 3;
        let d = 4;
        let e = 5;
        assert_eq!(
            a + b + c + d + e,
            0,
        );
    }
}
";

    fn quoted(source_lines: usize) -> Quoted<'static> {
        let detail = Detail {
            source_lines,
            ..Detail::printed(80)
        };
        Quoted::new("a.rs".to_owned(), TEXT, &detail)
    }

    fn around(line: usize, max_lines: usize) -> String {
        let mut lines = Vec::new();
        quoted(max_lines).around(line, &mut lines);
        lines.iter().map(|line| line.text() + "\n").collect()
    }

    #[test]
    fn what_leads_to_a_line_is_shown_as_far_as_there_is_room() {
        for (line, max_lines, expected) in [
            (2, 20, "  1 | fn f() -> u32 {\n> 2 |     1\n"),
            (8, 20, "  7 | fn long() {\n> 8 |     let a = 1;\n"),
            (
                11,
                4,
                "   7 | fn long() {\n     | ... 2 lines\n  10 |     let c = 3;\n> 11 |     let d = 4;\n",
            ),
            (
                13,
                8,
                "   7 | fn long() {\n     | ... 3 lines\n  11 |     let d = 4;\n  12 |     let e = 5;\n> 13 |     assert_eq!(\n  14 |         a + b + c + d + e,\n  15 |         0,\n  16 |     );\n",
            ),
            (
                13,
                4,
                "   7 | fn long() {\n     | ... 5 lines\n> 13 |     assert_eq!(\n  14 |         a + b + c + d + e,\n  ... 2 more lines\n",
            ),
            (
                5,
                20,
                "  1 | fn f() -> u32 {\n  2 |     1\n  3 | }\n  4 | \n> 5 | mod tests {\n",
            ),
            (0, 20, ""),
            (99, 20, ""),
        ] {
            assert_eq!(
                around(line, max_lines),
                expected,
                "line {line} in {max_lines}"
            );
        }
    }

    #[test]
    fn a_function_is_shown_from_its_beginning_on() {
        let quoted = quoted(4);
        let mut lines = Vec::new();
        quoted.function(
            quoted.passages.test("long").expect("it is there"),
            &mut lines,
        );
        let texts: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(
            texts,
            [
                "  7 | fn long() {",
                "  8 |     let a = 1;",
                "  9 |     let b = 2;",
                "  ... 8 more lines"
            ]
        );
    }

    #[test]
    fn lines_picked_one_by_one_stand_below_each_other() {
        let mut lines = Vec::new();
        quoted(4).lines(&[2, 8, 8, 99], &mut lines);
        let texts: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(texts, ["  2 | 1", "  8 |     let a = 1;"]);
    }

    #[test]
    fn a_place_loses_its_directories_where_they_do_not_fit() {
        for (width, expected) in [(9, "a/b.rs:12"), (8, "b.rs:12"), (2, "b.rs:12")] {
            assert_eq!(place_line("a/b.rs", 12, width).text(), expected, "{width}");
        }
    }
}
