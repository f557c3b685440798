//! Two values that should have been equal, so that the eye finds where they part. The only door to `similar`.
//!
//! What `{:?}` writes on one line is broken as `{:#?}` would do it, but short groups stay whole; long strings are
//! broken at their own line ends, or shown around the place where they part.

use super::{Line, Role, width_of};
use crate::text::{self, count};
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// The columns of a label beside a short value.
const LABEL: usize = 10;

/// A group up to this many columns stays on its line.
const SHORT_GROUP: usize = 40;

/// How many lines that are equal are shown around those that are not.
const AROUND: usize = 2;

/// How many columns of a long text are shown before the place where it parts from the other.
const BEFORE: usize = 20;

/// How much is shown of a value that cannot be broken.
const MAX_COLUMNS: usize = 2000;

/// What two texts are called.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides<'a> {
    /// What the first is called, as `expected`, and its role.
    pub(super) first: (&'a str, Role),
    /// What the second is called, as `actual`, and its role.
    pub(super) second: (&'a str, Role),
    /// How many lines may be shown.
    pub(super) max_lines: usize,
}

/// What was expected and what came, beside each other when they are short, otherwise by their differences.
pub(super) fn compared(
    sides: &Sides,
    expected: &str,
    actual: &str,
    width: usize,
    lines: &mut Vec<Line>,
) {
    let (expected, actual) = (text::sanitize(expected), text::sanitize(actual));
    let room = width.saturating_sub(LABEL);
    let is_short = |value: &str| !value.contains('\n') && width_of(value) <= room;
    if is_short(&expected) && is_short(&actual) || expected == actual {
        labelled(sides.first, &expected, sides.max_lines, lines);
        labelled(sides.second, &actual, sides.max_lines, lines);
        return;
    }
    let (expected_lines, actual_lines) = (broken(&expected), broken(&actual));
    if expected_lines.len() == 1 && actual_lines.len() == 1 {
        parting(sides, &expected, &actual, room, lines);
        return;
    }
    lines.push(legend(sides));
    differences(sides, &expected_lines, &actual_lines, lines);
}

/// Which sign belongs to which text.
pub(super) fn legend(sides: &Sides) -> Line {
    let ((first, first_role), (second, second_role)) = (sides.first, sides.second);
    Line::new(first_role, "- ")
        .with(Role::Dim, first)
        .with(Role::Plain, "   ")
        .with(second_role, "+ ")
        .with(Role::Dim, second)
}

/// A value with its name before it, the name at the right end of its columns.
pub(super) fn labelled(
    (label, role): (&str, Role),
    value: &str,
    max_lines: usize,
    lines: &mut Vec<Line>,
) {
    let mut label = format!("{label:>width$}  ", width = LABEL - 2);
    if value.is_empty() {
        lines.push(Line::new(Role::Dim, label + "(nothing)"));
        return;
    }
    let n_lines = value.lines().count();
    for part in value.lines().take(max_lines) {
        let part = clipped(part, MAX_COLUMNS);
        lines.push(Line::new(Role::Dim, &label).with(role, part));
        label = " ".repeat(LABEL);
    }
    more(n_lines.saturating_sub(max_lines), lines);
}

fn more(n_lines: usize, lines: &mut Vec<Line>) {
    if n_lines > 0 {
        let note = format!("  ... {}", count(n_lines, "more line"));
        lines.push(Line::new(Role::Dim, note));
    }
}

/// The lines that differ and a few around them, `-` before those of the first text and `+` before those of the
/// second.
pub(super) fn differences(
    sides: &Sides,
    first: &[impl AsRef<str>],
    second: &[impl AsRef<str>],
    lines: &mut Vec<Line>,
) {
    let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
    let second: Vec<&str> = second.iter().map(AsRef::as_ref).collect();
    let operations = capture_diff_slices(Algorithm::Myers, &first, &second);
    let n_operations = operations.len();
    // Where there is little room it belongs to what differs.
    let around = if sides.max_lines < 10 { 0 } else { AROUND };
    let mut shown = Vec::new();
    for (idx, operation) in operations.iter().enumerate() {
        let old = &first[operation.old_range()];
        if operation.tag() == DiffTag::Equal {
            let before = if idx == 0 { 0 } else { around };
            let after = if idx + 1 == n_operations { 0 } else { around };
            let equal =
                |line: &&str| Line::plain("  ").with(Role::Code, clipped(line, MAX_COLUMNS));
            // One line hidden is no line saved.
            if old.len() <= before + after + 1 {
                shown.extend(old.iter().map(equal));
                continue;
            }
            let n_hidden = old.len() - before - after;
            shown.extend(old[..before].iter().map(equal));
            shown.push(Line::new(
                Role::Dim,
                format!("  ... {}", count(n_hidden, "equal line")),
            ));
            shown.extend(old[old.len() - after..].iter().map(equal));
            continue;
        }
        let signed = |sign, role| {
            move |line: &&str| Line::new(role, format!("{sign} {}", clipped(line, MAX_COLUMNS)))
        };
        shown.extend(old.iter().map(signed('-', sides.first.1)));
        let new = &second[operation.new_range()];
        shown.extend(new.iter().map(signed('+', sides.second.1)));
    }
    let n_hidden = shown.len().saturating_sub(sides.max_lines);
    shown.truncate(sides.max_lines);
    lines.append(&mut shown);
    more(n_hidden, lines);
}

/// Two texts without lines, around the place where they part.
fn parting(sides: &Sides, expected: &str, actual: &str, room: usize, lines: &mut Vec<Line>) {
    let n_equal = expected
        .chars()
        .zip(actual.chars())
        .take_while(|(one, other)| one == other)
        .count();
    let n_hidden = if n_equal > room / 2 {
        n_equal.saturating_sub(BEFORE.min(room / 2))
    } else {
        0
    };
    let around = |value: &str| {
        let before = if n_hidden > 0 { "..." } else { "" };
        let rest: String = value.chars().skip(n_hidden).collect();
        let room = room.saturating_sub(before.len()).max(4);
        if width_of(&rest) <= room {
            return format!("{before}{rest}");
        }
        format!("{before}{}...", clipped(&rest, room - 3))
    };
    let (expected, actual) = (around(expected), around(actual));
    labelled(sides.first, &expected, 1, lines);
    labelled(sides.second, &actual, 1, lines);
    let n_before = n_equal - n_hidden + if n_hidden > 0 { 3 } else { 0 };
    let before: String = expected.chars().take(n_before).collect();
    let column = LABEL + width_of(&before);
    let words = format!("they part here, after {}", count(n_equal, "character"));
    let words = if column + 2 + width_of(&words) <= LABEL + room {
        words
    } else {
        "here".to_owned()
    };
    let mark = " ".repeat(column) + "^ " + &words;
    lines.push(Line::new(Role::Dim, mark));
}

/// The beginning of a long line; a line without an end is no help to anybody.
pub(super) fn clipped(line: &str, width: usize) -> &str {
    let mut columns = 0;
    for (idx, ch) in line.char_indices() {
        columns += width_of(ch.encode_utf8(&mut [0; 4]));
        if columns > width.max(1) {
            return &line[..idx];
        }
    }
    line
}

/// A value that `{:?}` wrote, as lines.
fn broken(value: &str) -> Vec<String> {
    if value.contains('\n') {
        return value.lines().map(str::to_owned).collect();
    }
    if let Some(lines) = lines_of_string(value) {
        return lines;
    }
    match Token::all(value) {
        Some(tokens) => lines_of_tokens(&tokens),
        None => vec![value.to_owned()],
    }
}

/// A quoted string that is nothing else, broken behind each `\n` that it holds.
fn lines_of_string(value: &str) -> Option<Vec<String>> {
    let is_one_string = matches!(Token::all(value)?.as_slice(), [token] if token.text == value);
    if !is_one_string || !value.starts_with('"') || !value.contains("\\n") {
        return None;
    }
    let mut lines = vec![String::new()];
    let mut chars = value.chars();
    while let Some(ch) = chars.next() {
        let line = lines.last_mut()?;
        line.push(ch);
        if ch == '\\' {
            let escaped = chars.next()?;
            line.push(escaped);
            if escaped == 'n' {
                lines.push(String::new());
            }
        }
    }
    Some(lines)
}

/// A piece of what `{:?}` wrote: a bracket, a comma, or what stands between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Token<'a> {
    text: &'a str,
    /// For an opening bracket: the position of the one that closes it, and the columns of the whole group.
    group: Option<(usize, usize)>,
}

impl<'a> Token<'a> {
    /// All of them; nothing when the brackets do not match.
    fn all(value: &'a str) -> Option<Vec<Self>> {
        let mut tokens: Vec<Self> = Vec::new();
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut rest = value;
        while let Some(ch) = rest.chars().next() {
            let len = match ch {
                '(' | '[' | '{' | ')' | ']' | '}' | ',' => 1,
                _ => len_of_text(rest),
            };
            let text = &rest[..len];
            let at = value.len() - rest.len();
            match ch {
                '(' | '[' | '{' => open.push((tokens.len(), at)),
                ')' | ']' | '}' => {
                    let (opened, from) = open.pop()?;
                    let matches = ["()", "[]", "{}"]
                        .contains(&format!("{}{text}", tokens[opened].text).as_str());
                    if !matches {
                        return None;
                    }
                    tokens[opened].group = Some((tokens.len(), width_of(&value[from..at + len])));
                }
                _ => {}
            }
            tokens.push(Self { text, group: None });
            rest = &rest[len..];
        }
        open.is_empty().then_some(tokens)
    }
}

/// The length of what stands before the next bracket or comma outside of quotes.
fn len_of_text(text: &str) -> usize {
    let mut chars = text.char_indices();
    while let Some((idx, ch)) = chars.next() {
        match ch {
            '(' | '[' | '{' | ')' | ']' | '}' | ',' => return idx,
            '"' => {
                while let Some((_, ch)) = chars.next() {
                    match ch {
                        '\\' => drop(chars.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '\'' => {
                // A character; otherwise it is a sign like any other.
                let rest = &text[idx + 1..];
                let n_chars = match rest.chars().next() {
                    Some('\\') => rest.char_indices().skip(2).find(|(_, ch)| *ch == '\''),
                    Some(_) => rest.char_indices().nth(1).filter(|(_, ch)| *ch == '\''),
                    None => None,
                };
                if let Some((end, _)) = n_chars {
                    let end = idx + 1 + end;
                    while chars.clone().next().is_some_and(|(idx, _)| idx <= end) {
                        chars.next();
                    }
                }
            }
            _ => {}
        }
    }
    text.len()
}

fn lines_of_tokens(tokens: &[Token]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut depth: usize = 0;
    let mut idx = 0;
    while let Some(token) = tokens.get(idx) {
        idx += 1;
        match (token.text, token.group) {
            (_, Some((close, columns))) if close == idx || depth > 0 && columns <= SHORT_GROUP => {
                line.extend(tokens[idx - 1..=close].iter().map(|token| token.text));
                idx = close + 1;
            }
            ("(" | "[" | "{", _) => {
                line.push_str(token.text);
                depth += 1;
                lines.push(std::mem::replace(&mut line, indent(depth)));
            }
            (")" | "]" | "}", _) => {
                depth = depth.saturating_sub(1);
                if !line.trim().is_empty() {
                    // As `{:#?}` does it, so that a value at the end is equal to one in the middle.
                    lines.push(format!("{},", line.trim_end()));
                }
                line = indent(depth) + token.text;
            }
            (",", _) => {
                line.push(',');
                lines.push(std::mem::replace(&mut line, indent(depth)));
            }
            (text, _) if line.trim().is_empty() => line.push_str(text.trim_start()),
            (text, _) => line.push_str(text),
        }
    }
    if !line.trim().is_empty() {
        lines.push(line);
    }
    lines
}

/// Nobody reads what is nested deeper than this.
fn indent(depth: usize) -> String {
    "    ".repeat(depth.min(20))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::tagged;

    const SIDES: Sides = Sides {
        first: ("expected", Role::Pass),
        second: ("actual", Role::Fail),
        max_lines: 20,
    };

    fn shown(expected: &str, actual: &str, width: usize) -> String {
        let mut lines = Vec::new();
        compared(&SIDES, expected, actual, width, &mut lines);
        lines.iter().map(|line| line.text() + "\n").collect()
    }

    #[test]
    fn values_are_broken_as_the_debug_format_would_do_it() {
        for (value, expected) in [
            ("7", vec!["7"]),
            ("[]", vec!["[]"]),
            ("[1, 2]", vec!["[", "    1,", "    2,", "]"]),
            (
                "Some([(1, 'a'), (2, '(')])",
                vec!["Some(", "    [(1, 'a'), (2, '(')],", ")"],
            ),
            (
                "P { at: (1, 2), name: \"a, {b\\\"\" }",
                vec!["P {", "    at: (1, 2),", "    name: \"a, {b\\\"\",", "}"],
            ),
            ("it's (odd", vec!["it's (odd"]),
            (")(", vec![")("]),
            ("[1)", vec!["[1)"]),
            ("\"one\\ntwo\"", vec!["\"one\\n", "two\""]),
            ("\"one\\\\ntwo\"", vec!["\"one\\\\ntwo\""]),
            ("P {\n    x: 1,\n}", vec!["P {", "    x: 1,", "}"]),
            ("'\\'', (", vec!["'\\'', ("]),
        ] {
            assert_eq!(broken(value), expected, "{value}");
        }
    }

    #[test]
    fn short_values_stand_beside_each_other() {
        assert_eq!(
            shown("Some(2)", "None", 40),
            "expected  Some(2)\n  actual  None\n"
        );
        assert_eq!(shown("", "[]", 40), "expected  (nothing)\n  actual  []\n");
    }

    #[test]
    fn of_structures_only_what_differs_is_shown() {
        let numbers = |odd: i32| {
            let list: Vec<i32> = (0..40).map(|n| if n == 20 { odd } else { n }).collect();
            format!("{list:?}")
        };
        assert_eq!(
            shown(&numbers(20), &numbers(99), 40),
            "- expected   + actual\n  ... 19 equal lines\n      18,\n      19,\n-     20,\n+     99,\n      21,\n      22,\n  ... 18 equal lines\n"
        );
    }

    #[test]
    fn one_end_is_no_difference() {
        let with = |more: &str| format!("[{}{more}]", ["\"0123456789\""; 4].join(", "));
        let text = shown(&with(""), &with(", \"x\""), 40);
        assert_eq!(text.matches("\n+ ").count(), 1, "{text}");
        assert_eq!(text.matches("\n- ").count(), 0, "{text}");
    }

    #[test]
    fn long_texts_are_shown_where_they_part() {
        let text = |end: &str| format!("\"{}{end}\"", "abc ".repeat(30));
        let shown = shown(&text("left"), &text("right"), 50);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[0], "expected  ...abc abc abc abc abc left\"");
        assert_eq!(lines[1], "  actual  ...abc abc abc abc abc right\"");
        assert_eq!(lines[2].find('^'), lines[0].find("left"), "{shown}");
    }

    #[test]
    fn texts_of_several_lines_are_compared_by_line() {
        assert_eq!(
            shown("\"a\\nb\\nc\\n\"", "\"a\\nX\\nc\\n\"", 18),
            "- expected   + actual\n  \"a\\n\n- b\\n\n+ X\\n\n  c\\n\n  \"\n"
        );
    }

    #[test]
    fn signs_tell_the_sides_apart_without_color() {
        let mut lines = Vec::new();
        differences(&SIDES, &["a", "b"], &["a", "c"], &mut lines);
        assert_eq!(
            tagged(&lines),
            "  <code>a</code>\n<pass>- b</pass>\n<fail>+ c</fail>\n"
        );
        let mut few = Vec::new();
        let sides = Sides {
            max_lines: 4,
            ..SIDES
        };
        differences(&sides, &["a"; 9], &["b"; 9], &mut few);
        assert_eq!(few.len(), 5);
        assert_eq!(few[4].text(), "  ... 14 more lines");
    }
}
