//! What learners wrote, cut and cleaned for a report.

use crate::grade::{Header, Points};
use crate::text::{self, count};
use std::fmt::Write as _;

/// Text that is safe to show, and that XML knows all characters of: it has none for these two, which mean nothing.
/// <https://www.w3.org/TR/xml/#charsets>
fn sanitize(text: &str) -> String {
    text::sanitize(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// Which exercises are judged by the learner's own tests, and what that is worth; nothing where none is.
pub(super) fn by_own_tests(header: &Header) -> Option<String> {
    let own = header
        .exercises
        .iter()
        .filter(|exercise| exercise.own_tests);
    let names: Vec<&str> = own.clone().map(|exercise| exercise.name.as_str()).collect();
    let unpaid = own.filter(|exercise| exercise.max_points == Points::default());
    let points = if unpaid.count() > 0 {
        " Where the workbook gives no points, they are worth none."
    } else {
        ""
    };
    (!names.is_empty()).then(|| {
        format!(
            "Judged by the learner's own tests, which proves that they ran and passed, not that they ask anything: {}.{points}",
            names.join(", ")
        )
    })
}

/// The beginning of a text, at most so many bytes of it, safe to show; how much was left out is said at its end.
pub(super) fn clipped(text: &str, max_len: usize) -> String {
    if text.len() <= max_len {
        return sanitize(text);
    }
    let mut end = max_len;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut shown = sanitize(&text[..end]);
    let _ = write!(shown, "\n... and {}", count(text.len() - end, "more byte"));
    shown
}

/// The first line that says something, at most so many characters of it.
pub(super) fn first_line(text: &str, max_chars: usize) -> String {
    // A line of a megabyte is not looked at to its end.
    let mut end = text.len().min(4 * max_chars + 1_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let safe = sanitize(&text[..end]);
    let line = safe.lines().map(str::trim).find(|line| !line.is_empty());
    let line = line.unwrap_or_default();
    match line.char_indices().nth(max_chars) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line.to_owned(),
    }
}

/// The first lines of a text; how many were left out is said at the end.
pub(super) fn first_lines(text: &str, max_lines: usize, max_chars: usize) -> Vec<String> {
    let text = text.trim_matches('\n');
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.lines();
    for line in rest.by_ref().take(max_lines) {
        let mut line = line;
        if let Some((end, _)) = line.char_indices().nth(max_chars) {
            line = &line[..end];
            lines.push(format!("{}...", sanitize(line)));
        } else {
            lines.push(sanitize(line).trim_end().to_owned());
        }
    }
    match rest.count() {
        0 => {}
        n_more => lines.push(format!("... and {}", count(n_more, "more line"))),
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters_and_it_is_said() {
        assert_eq!(clipped("abc", 3), "abc");
        assert_eq!(clipped("abcd", 3), "abc\n... and 1 more byte");
        assert_eq!(clipped("aéé", 2), "a\n... and 4 more bytes");
        assert_eq!(clipped("\u{1b}[31mx\0\u{ffff}", 99), "x\u{fffd}\u{fffd}");
    }

    #[test]
    fn lines_are_few_and_short() {
        assert_eq!(first_line("\n  \n one\ntwo", 10), "one");
        assert_eq!(first_line("abcdef", 3), "abc...");
        assert_eq!(first_line("", 3), "");
        let huge = "é".repeat(1 << 20);
        assert_eq!(first_line(&huge, 3), "ééé...");
        assert_eq!(
            first_lines("\na\n  b\nc\nd\n", 2, 9),
            ["a", "  b", "... and 2 more lines"]
        );
        assert_eq!(first_lines("abcdef", 2, 3), ["abc..."]);
        assert!(first_lines("", 2, 3).is_empty());
    }
}
