//! What learners wrote, so that it is text to a workflow, to Markdown and to HTML, and nothing else.

use std::fmt::Write as _;

/// A message of a workflow command.
pub(super) fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a workflow command.
pub(super) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A line for the log that is no workflow command. The runner takes `::` for one at the beginning of a line, spaces before
/// it or not, and the older `##[` anywhere in it.
pub(super) fn log_line(line: &str) -> String {
    let line = line.replace("##[", "# #[");
    let is_passed_over =
        |ch: char| ch.is_whitespace() || ch.is_control() || "\u{feff}\u{200b}".contains(ch);
    let start = line.trim_start_matches(is_passed_over);
    match start.strip_prefix("::") {
        Some(rest) => format!("{}: :{rest}", &line[..line.len() - start.len()]),
        None => line,
    }
}

/// Text in Markdown, in one line: every sign of ASCII is escaped, so that none of them means anything.
/// <https://spec.commonmark.org/0.31.2/#backslash-escapes>
pub(super) fn markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() * 2);
    for ch in text.chars() {
        match ch {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            // Names of exercises read as they are; inside a word it means nothing.
            '-' => safe.push(ch),
            '\n' | '\r' => safe.push(' '),
            ch if ch.is_ascii_punctuation() => {
                let _ = write!(safe, "\\{ch}");
            }
            ch => safe.push(ch),
        }
    }
    safe
}

/// Text in an element of HTML, where Markdown's escapes are no escapes, in one line.
pub(super) fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
        .replace(['\n', '\r'], " ")
}

/// A block of code whose fence no line of it can close.
pub(super) fn fenced(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for ch in text.chars() {
        run = if ch == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_one_line_and_a_property_no_end() {
        assert_eq!(data("100%\r\n::error::x"), "100%25%0D%0A::error::x");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }

    #[test]
    fn no_line_of_the_log_is_a_command() {
        for (line, expected) in [
            ("std::mem::swap", "std::mem::swap"),
            ("::error::x", ": :error::x"),
            (
                " \t\u{2003}::set-output name=a::b",
                " \t\u{2003}: :set-output name=a::b",
            ),
            ("\u{feff}\u{200b}::error::", "\u{feff}\u{200b}: :error::"),
            ("a ##[error]b ##[c]", "a # #[error]b # #[c]"),
            ("##[::", "# #[::"),
            ("", ""),
        ] {
            assert_eq!(log_line(line), expected, "{line:?}");
        }
    }

    #[test]
    fn markdown_stays_text() {
        assert_eq!(
            markdown("a|b `c` <script> [x](y) @z https://e.f\n# g"),
            "a\\|b \\`c\\` &lt;script&gt; \\[x\\]\\(y\\) \\@z https\\:\\/\\/e\\.f \\# g"
        );
        assert_eq!(
            html("</summary>&\n\"'"),
            "&lt;/summary&gt;&amp; &quot;&#39;"
        );
        assert_eq!(fenced("a\n```\nb"), "````text\na\n```\nb\n````\n");
        assert_eq!(fenced("~~~\n"), "```text\n~~~\n```\n");
    }
}
