//! Small questions about text: where an offset is, which name was meant, how a number reads.

mod fuzzy;

pub use fuzzy::{Found, Fuzzy};

use std::time::Duration;

/// Line and column of a byte offset, both counted from 1; the column counts characters.
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..floor_char_boundary(text, offset)];
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    let line_start = before.rfind('\n').map_or(0, |idx| idx + 1);
    (line, before[line_start..].chars().count() + 1)
}

/// The lines of a text, for many questions about one text.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds where the lines begin.
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(idx, _)| idx + 1))
            .collect();
        Self { text, starts }
    }

    /// As the function [`line_column`].
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = floor_char_boundary(self.text, offset);
        let line = self.starts.partition_point(|&start| start <= offset);
        let before = &self.text[self.starts[line - 1]..offset];
        (line, before.chars().count() + 1)
    }
}

fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The candidate that was most likely meant by `name`, if one is close enough.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()),
                candidate,
            )
        })
        // A third of the letters may be wrong, as rustc allows.
        .filter(|(distance, candidate)| {
            *distance <= name.chars().count().max(candidate.chars().count()) / 3
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `1 test`, `2 tests`.
pub fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 {
        ""
    } else if noun.ends_with('s') {
        "es"
    } else {
        "s"
    };
    format!("{number} {noun}{ending}")
}

/// How long ago something was, as people say it: `3 hours ago`.
pub fn ago(time: Duration) -> String {
    let minutes = time.as_secs() / 60;
    let (number, unit) = match minutes {
        0 => return "just now".to_owned(),
        1..60 => (minutes, "minute"),
        60..1440 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    };
    format!(
        "{} ago",
        count(usize::try_from(number).unwrap_or(usize::MAX), unit)
    )
}

/// How long something took, as people say it: `1 h 20 min`.
pub fn lasted(time: Duration) -> String {
    let minutes = time.as_secs() / 60;
    match minutes {
        0 => "under a minute".to_owned(),
        1..60 => format!("{minutes} min"),
        60..1440 if minutes.is_multiple_of(60) => format!("{} h", minutes / 60),
        60..1440 => format!("{} h {} min", minutes / 60, minutes % 60),
        _ => count(usize::try_from(minutes / 1440).unwrap_or(usize::MAX), "day"),
    }
}

/// A test's name as a sentence: `tests::get_of_a_missing_key` reads "get of a missing key".
pub fn sentence(test_name: &str) -> String {
    short_name(test_name).replace('_', " ")
}

/// The last part of a path of modules: `tests::capacity_zero` is `capacity_zero`.
pub fn short_name(test_name: &str) -> &str {
    test_name
        .rsplit("::")
        .next()
        .expect("rsplit yields at least one part")
}

/// The beginning of a text, and its end, where a panic says what happened: at most `len` bytes of each.
pub fn abridged(text: &str, len: usize) -> String {
    if text.len() <= 2 * len {
        return text.to_owned();
    }
    let head = text.floor_char_boundary(len);
    let tail = text.floor_char_boundary(text.len() - len);
    format!(
        "{}\n... {} KiB left out ...\n{}",
        &text[..head],
        (tail - head) >> 10,
        &text[tail..]
    )
}

/// Whether a character takes part in the text, and does not command the terminal.
pub fn is_harmless(ch: char) -> bool {
    !ch.is_control() && !matches!(ch, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Makes text from a program under test safe to print: no escape sequences, no control characters, no
/// right-to-left overrides; tabs become spaces.
pub fn sanitize(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(ch) = chars.next() {
        match ch {
            '\n' => safe.push('\n'),
            '\t' => safe.push_str("    "),
            '\r' if chars.peek() == Some(&'\n') => {}
            // ECMA-48: ESC [ starts a control sequence that ends with a byte from @ to ~.
            '\u{1b}' if chars.peek() == Some(&'[') => {
                chars.next();
                while let Some(&ch) = chars.peek() {
                    if ch == '\n' {
                        break;
                    }
                    chars.next();
                    if ('@'..='~').contains(&ch) {
                        break;
                    }
                }
            }
            ch if is_harmless(ch) => safe.push(ch),
            _ => safe.push('\u{fffd}'),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines_and_columns() {
        for (text, offset, expected) in [
            ("", 0, (1, 1)),
            ("ab\ncd", 0, (1, 1)),
            ("ab\ncd", 2, (1, 3)),
            ("ab\ncd", 3, (2, 1)),
            ("ab\ncd", 99, (2, 3)),
            ("é=1", 2, (1, 2)),
            ("é=1", 1, (1, 1)),
        ] {
            assert_eq!(line_column(text, offset), expected, "{text:?} at {offset}");
            assert_eq!(
                Lines::new(text).line_column(offset),
                expected,
                "{text:?} at {offset}"
            );
        }
    }

    #[test]
    fn a_misspelt_name_finds_the_one_that_was_meant() {
        let names = ["lru_cache", "merge_sorted", "palindrome"];
        for (name, expected) in [
            ("lru_cach", Some("lru_cache")),
            ("LRU_cache", Some("lru_cache")),
            ("palindorme", Some("palindrome")),
            ("quicksort", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, names), expected, "{name:?}");
        }
    }

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(count(1, "test"), "1 test");
        assert_eq!(count(0, "test"), "0 tests");
        assert_eq!(count(2, "pass"), "2 passes");
    }

    #[test]
    fn times_are_told_as_people_do() {
        for (seconds, expected) in [
            (0, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (3_599, "59 minutes ago"),
            (3_600, "1 hour ago"),
            (86_399, "23 hours ago"),
            (172_800, "2 days ago"),
        ] {
            assert_eq!(ago(Duration::from_secs(seconds)), expected, "{seconds}");
        }
        for (minutes, expected) in [
            (0, "under a minute"),
            (59, "59 min"),
            (60, "1 h"),
            (61, "1 h 1 min"),
            (1_440, "1 day"),
            (5_000, "3 days"),
        ] {
            let time = Duration::from_secs(60 * minutes);
            assert_eq!(lasted(time), expected, "{minutes}");
        }
    }

    #[test]
    fn test_names_read_as_sentences() {
        assert_eq!(
            sentence("tests::get_of_a_missing_key"),
            "get of a missing key"
        );
        assert_eq!(sentence("plain"), "plain");
    }

    #[test]
    fn hostile_text_is_harmless_when_printed() {
        for (text, expected) in [
            ("plain\nlines", "plain\nlines"),
            ("\u{1b}[2Jgone?", "gone?"),
            ("\u{1b}[31mred\u{1b}[0m", "red"),
            ("\u{1b}]0;title\u{7}", "\u{fffd}]0;title\u{fffd}"),
            ("a\tb", "a    b"),
            ("dos\r\n", "dos\n"),
            ("over\rwrite", "over\u{fffd}write"),
            ("\u{202e}evil", "\u{fffd}evil"),
            ("\u{1b}[", ""),
            ("\u{1b}[12", ""),
        ] {
            assert_eq!(sanitize(text), expected, "{text:?}");
        }
    }
}
