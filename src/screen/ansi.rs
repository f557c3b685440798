//! rustc's colored messages as lines with roles.
//!
//! Colors are "select graphic rendition" sequences of ECMA-48; rustc uses bold and the bright colors.

use super::{Line, Role};
use crate::text;

/// Reads a rendered diagnostic.
pub(super) fn lines(rendered: &str) -> Vec<Line> {
    let mut role = Role::Plain;
    rendered.lines().map(|raw| line(raw, &mut role)).collect()
}

/// A rendered diagnostic as text, without its colors.
pub fn plain_rendered(rendered: &str) -> String {
    let lines: Vec<String> = lines(rendered).iter().map(Line::text).collect();
    lines.join("\n")
}

fn line(raw: &str, role: &mut Role) -> Line {
    let mut line = Line::empty();
    let mut rest = raw;
    while let Some(start) = rest.find("\u{1b}[") {
        line.push(*role, text::sanitize(&rest[..start]));
        let sequence = &rest[start + 2..];
        let Some(end) = sequence.find(|ch: char| ('@'..='~').contains(&ch)) else {
            return line;
        };
        if sequence[end..].starts_with('m') {
            *role = selected(*role, &sequence[..end]);
        }
        rest = &sequence[end + 1..];
    }
    line.push(*role, text::sanitize(rest));
    line
}

/// The role that a sequence of parameters selects; bold alone is stress, bold with a color is that color.
fn selected(current: Role, parameters: &str) -> Role {
    let numbers: Vec<&str> = parameters.split(';').collect();
    match numbers.as_slice() {
        ["" | "0"] => Role::Plain,
        ["1"] if current == Role::Plain => Role::Strong,
        [.., "38", "5", "9" | "1"] | [.., "31" | "91"] => Role::Fail,
        [.., "38", "5", "11" | "3"] | [.., "33" | "93"] => Role::Warn,
        [.., "38", "5", "10" | "2"] | [.., "32" | "92"] => Role::Pass,
        [.., "38", "5", "14" | "6"] | [.., "36" | "96"] => Role::Help,
        [.., "38", "5", "12" | "4"] | [.., "34" | "94"] => Role::Dim,
        [.., "35" | "95"] => Role::Strong,
        _ => current,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::tagged;

    #[test]
    fn colors_become_roles() {
        for (rendered, expected) in [
            ("plain", "plain\n"),
            (
                "\u{1b}[1m\u{1b}[91merror[E0308]\u{1b}[0m\u{1b}[1m: mismatched types\u{1b}[0m",
                "<fail>error[E0308]</fail><strong>: mismatched types</strong>\n",
            ),
            (
                "\u{1b}[1m\u{1b}[94m--> \u{1b}[0ma.rs:1:2",
                "<dim>--> </dim>a.rs:1:2\n",
            ),
            ("\u{1b}[38;5;9mred\u{1b}[m", "<fail>red</fail>\n"),
            ("\u{1b}[2Jcleared?", "cleared?\n"),
            ("cut\u{1b}[1", "cut\n"),
        ] {
            assert_eq!(tagged(&lines(rendered)), expected, "{rendered:?}");
        }
    }
}
