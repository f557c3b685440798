//! Code in colors: which part of a text is a word of the language, a literal or a comment. Only what cards and solutions
//! hold is known: Rust and SQL; other text stays as it is.

use super::{Line, Role};
use std::ops::Range;

const RUST: [&str; 39] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true", "type", "union",
    "unsafe", "use", "where", "while",
];

const SQL: [&str; 68] = [
    "ADD",
    "ALL",
    "ALTER",
    "AND",
    "AS",
    "ASC",
    "BEGIN",
    "BETWEEN",
    "BY",
    "CASE",
    "CHECK",
    "COMMIT",
    "CREATE",
    "CROSS",
    "DELETE",
    "DESC",
    "DISTINCT",
    "DROP",
    "ELSE",
    "END",
    "EXCEPT",
    "EXISTS",
    "FALSE",
    "FOREIGN",
    "FROM",
    "FULL",
    "GROUP",
    "HAVING",
    "IN",
    "INDEX",
    "INNER",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "JOIN",
    "KEY",
    "LEFT",
    "LIKE",
    "LIMIT",
    "NOT",
    "NULL",
    "OFFSET",
    "ON",
    "OR",
    "ORDER",
    "OUTER",
    "OVER",
    "PARTITION",
    "PRIMARY",
    "REFERENCES",
    "RIGHT",
    "ROLLBACK",
    "SELECT",
    "SET",
    "TABLE",
    "THEN",
    "TRANSACTION",
    "TRUE",
    "UNION",
    "UNIQUE",
    "UPDATE",
    "USING",
    "VALUES",
    "VIEW",
    "WHEN",
    "WHERE",
    "WITH",
];

/// The parts of code that are more than code, in their order. The language is what stands behind a fence of Markdown.
pub(super) fn roles(language: &str, code: &str) -> Vec<(Range<usize>, Role)> {
    let name = language.split([',', ' ']).next().unwrap_or_default();
    // rustdoc takes code without a language as Rust, and so do cards and rustc's explanations.
    let scan = match name {
        "rust" | "rs" | "" | "compile_fail" | "no_run" | "should_panic" | "ignore" => rust,
        "sql" => sql,
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let (len, role) = scan(&code[at..]);
        if role != Role::Code {
            found.push((at..at + len, role));
        }
        at += len;
    }
    found
}

/// Rust code as lines.
pub fn rust_lines(code: &str) -> Vec<Line> {
    lines(code, &roles("rust", code))
}

/// Code as lines; what has no role of its own is code.
fn lines(code: &str, roles: &[(Range<usize>, Role)]) -> Vec<Line> {
    let mut start = 0;
    code.split_inclusive('\n')
        .map(|text| {
            let line = start..start + text.trim_end_matches(['\n', '\r']).len();
            start += text.len();
            line_of(code, line, Role::Code, roles)
        })
        .collect()
}

/// A part of a text as a line, where later roles win over earlier ones.
pub(super) fn line_of(
    text: &str,
    part: Range<usize>,
    role: Role,
    roles: &[(Range<usize>, Role)],
) -> Line {
    let inside: Vec<_> = roles
        .iter()
        .filter(|(range, _)| range.start < part.end && part.start < range.end)
        .collect();
    let mut line = Line::empty();
    let mut at = part.start;
    while at < part.end {
        let role_at = |at: usize| {
            let last = inside.iter().rev().find(|(range, _)| range.contains(&at));
            last.map_or(role, |(_, role)| *role)
        };
        let end = inside
            .iter()
            .flat_map(|(range, _)| [range.start, range.end])
            .filter(|&edge| at < edge && edge < part.end)
            .min()
            .unwrap_or(part.end);
        line.push(role_at(at), &text[at..end]);
        at = end;
    }
    line
}

/// How long the next piece of Rust is, and its role.
fn rust(rest: &str) -> (usize, Role) {
    let first = rest.chars().next().unwrap_or_default();
    if rest.starts_with("//") {
        return (to_line_end(rest), Role::Dim);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), Role::Dim);
    }
    if let Some(len) = rust_string(rest) {
        return (len, Role::Literal);
    }
    match first {
        '\'' => match character(rest) {
            Some(len) => (len, Role::Literal),
            None => (1 + word(&rest[1..]), Role::Code),
        },
        '0'..='9' => (number(rest), Role::Literal),
        _ if is_word(first) => {
            let len = word(rest);
            // `r#type` is a name.
            if rest.starts_with("r#") && rest[2..].starts_with(is_word) {
                return (2 + word(&rest[2..]), Role::Code);
            }
            let is_keyword = RUST.contains(&&rest[..len]);
            (
                len,
                if is_keyword {
                    Role::Keyword
                } else {
                    Role::Code
                },
            )
        }
        _ => (first.len_utf8(), Role::Code),
    }
}

/// How long the next piece of SQL is, and its role.
fn sql(rest: &str) -> (usize, Role) {
    let first = rest.chars().next().unwrap_or_default();
    match first {
        '-' if rest.starts_with("--") => (to_line_end(rest), Role::Dim),
        '/' if rest.starts_with("/*") => (block_comment(rest), Role::Dim),
        '\'' => (quoted(rest, '\'', false), Role::Literal),
        '0'..='9' => (number(rest), Role::Literal),
        _ if is_word(first) => {
            let len = word(rest);
            let is_keyword = SQL
                .iter()
                .any(|word| word.eq_ignore_ascii_case(&rest[..len]));
            (
                len,
                if is_keyword {
                    Role::Keyword
                } else {
                    Role::Code
                },
            )
        }
        _ => (first.len_utf8(), Role::Code),
    }
}

fn is_word(ch: char) -> bool {
    ch.is_alphanumeric() || ch == '_'
}

fn word(rest: &str) -> usize {
    rest.find(|ch| !is_word(ch)).unwrap_or(rest.len())
}

fn to_line_end(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

/// A number with its suffix; `0..3` is two of them, `1.5e-3` is one.
fn number(rest: &str) -> usize {
    let mut len = word(rest);
    if rest[len..].starts_with('.') && rest[len + 1..].starts_with(|ch: char| ch.is_ascii_digit()) {
        len += 1 + word(&rest[len + 1..]);
    }
    if rest[..len].ends_with(['e', 'E'])
        && !rest.starts_with("0x")
        && rest[len..].starts_with(['-', '+'])
    {
        len += 1 + word(&rest[len + 1..]);
    }
    len
}

/// Comments between `/*` and `*/` nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// A string of Rust, with its prefix: plain, of bytes, of C, or raw.
fn rust_string(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r", "b", "c", ""]
        .into_iter()
        .find(|prefix| rest.starts_with(prefix))?;
    let body = &rest[prefix.len()..];
    if prefix.ends_with('r') {
        let n_hashes = body.find(|ch| ch != '#')?;
        body[n_hashes..].strip_prefix('"')?;
        let close = format!("\"{}", &body[..n_hashes]);
        let start = prefix.len() + n_hashes + 1;
        return Some(match rest[start..].find(&close) {
            Some(end) => start + end + close.len(),
            None => rest.len(),
        });
    }
    if prefix == "b" && body.starts_with('\'') {
        return character(body).map(|len| 1 + len);
    }
    body.starts_with('"')
        .then(|| prefix.len() + quoted(body, '"', true))
}

/// A text that begins with a quotation mark, up to the one that ends it.
fn quoted(rest: &str, mark: char, escapes: bool) -> usize {
    let mut chars = rest.char_indices().skip(1);
    while let Some((idx, ch)) = chars.next() {
        if ch == mark {
            return idx + mark.len_utf8();
        }
        if escapes && ch == '\\' {
            chars.next();
        }
    }
    rest.len()
}

/// A character in quotation marks; `'a` without the second one is a lifetime.
fn character(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1);
    match chars.next()? {
        (_, '\\') => Some(quoted(rest, '\'', true)),
        (_, '\'' | '\n') => None,
        _ => match chars.next()? {
            (idx, '\'') => Some(idx + 1),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::tagged;

    fn shown(language: &str, code: &str) -> String {
        tagged(&lines(code, &roles(language, code)))
            .replace("<code>", "")
            .replace("</code>", "")
            .trim_end()
            .to_owned()
    }

    #[test]
    fn rust_has_words_literals_and_comments() {
        for (code, expected) in [
            (
                "let fnord = 1;",
                "<keyword>let</keyword> fnord = <literal>1</literal>;",
            ),
            ("a // b \"c\"\nd", "a <dim>// b \"c\"</dim>\nd"),
            ("\"a // \\\" b\" c", "<literal>\"a // \\\" b\"</literal> c"),
            ("/* a /* b */ c */ d", "<dim>/* a /* b */ c */</dim> d"),
            ("/* a\nb */ c", "<dim>/* a</dim>\n<dim>b */</dim> c"),
            ("&'a str", "&'a str"),
            (
                "'static 'x' '\\'' '\\u{e9}'",
                "'static <literal>'x'</literal> <literal>'\\''</literal> <literal>'\\u{e9}'</literal>",
            ),
            (
                "r#\"a \"b\" c\"# d",
                "<literal>r#\"a \"b\" c\"#</literal> d",
            ),
            (
                "b\"x\" b'y' r\"z\"",
                "<literal>b\"x\"</literal> <literal>b'y'</literal> <literal>r\"z\"</literal>",
            ),
            ("r#type", "r#type"),
            (
                "0..3 1.5e-3 0xfe-1 1.max(2)",
                "<literal>0</literal>..<literal>3</literal> <literal>1.5e-3</literal> <literal>0xfe</literal>-<literal>1</literal> <literal>1</literal>.max(<literal>2</literal>)",
            ),
            ("\"no end", "<literal>\"no end</literal>"),
            ("'", "'"),
            ("é 日本", "é 日本"),
        ] {
            assert_eq!(shown("rust", code), expected, "{code:?}");
        }
    }

    #[test]
    fn sql_has_words_in_either_case() {
        assert_eq!(
            shown("sql", "select 'it''s' FROM t -- all"),
            "<keyword>select</keyword> <literal>'it''s'</literal> <keyword>FROM</keyword> t <dim>-- all</dim>"
        );
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for language in ["text", "http", "json", "toml"] {
            assert_eq!(shown(language, "let x = 1 -- 'a'"), "let x = 1 -- 'a'");
        }
        assert_eq!(shown("rust,ignore", "fn"), "<keyword>fn</keyword>");
    }

    #[test]
    fn no_text_is_lost_whatever_it_holds() {
        let code = "pub fn f() -> u8 { 1 } // one\r\n\n    let x = \"é\n'\\";
        for language in ["rust", "sql", "text"] {
            let texts: Vec<String> = lines(code, &roles(language, code))
                .iter()
                .map(Line::text)
                .collect();
            assert_eq!(texts, code.lines().collect::<Vec<_>>(), "{language}");
        }
    }
}
