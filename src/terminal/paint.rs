//! Roles as colors, links as hyperlinks.
//!
//! Of the sixteen colors of the terminal's own palette only those are used that are readable on white and on black:
//! in many palettes yellow and cyan vanish on the one, blue on the other. Bold comes with no color but red, since many
//! terminals show bold as bright, and bright green vanishes on white.

use crate::screen::{Line, Link, Role};
use colored::{ColoredString, Colorize as _};
use std::fmt::Write as _;
use std::path::{Component, Path};

/// How lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look<'a> {
    /// Whether roles are colored.
    pub color: bool,
    /// Whether the terminal knows more than ASCII.
    pub unicode: bool,
    /// The workbook that links lead into; without it they are text.
    pub root: Option<&'a Path>,
}

/// Lines as text with the sequences that a terminal takes for colors and links, each with its end.
pub fn painted(lines: &[Line], look: Look) -> String {
    always_color();
    let mut text = String::new();
    for one in lines {
        line(one, look, &mut text);
        text.push('\n');
    }
    text
}

/// Whether to color is decided by the look, and not by `colored`.
pub(super) fn always_color() {
    colored::control::set_override(true);
}

/// Appends a line, without its end.
pub(super) fn line(line: &Line, look: Look, text: &mut String) {
    for span in &line.spans {
        let target = span.link.as_ref().zip(look.root);
        let url = target.and_then(|(link, root)| url(link, root));
        // https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda: OSC 8 begins a link, and ends it.
        if let Some(url) = &url {
            let _ = write!(text, "\u{1b}]8;;{url}\u{1b}\\");
        }
        let plain = if look.unicode {
            span.text.clone()
        } else {
            to_ascii(&span.text)
        };
        match style(&plain, span.role).filter(|_| look.color) {
            Some(styled) => {
                let _ = write!(text, "{styled}");
            }
            None => text.push_str(&plain),
        }
        if url.is_some() {
            text.push_str("\u{1b}]8;;\u{1b}\\");
        }
    }
}

fn style(text: &str, role: Role) -> Option<ColoredString> {
    Some(match role {
        Role::Plain | Role::Code => return None,
        Role::Title => text.bold().underline(),
        Role::Heading | Role::Help | Role::Strong | Role::Key | Role::Keyword => text.bold(),
        Role::Dim => text.dimmed(),
        Role::Pass | Role::Literal => text.green(),
        Role::Fail => text.red().bold(),
        Role::Warn => text.magenta(),
        Role::Path | Role::Link => text.underline(),
        Role::Selected => text.bold().underline().reversed(),
        Role::Match => text.reversed(),
    })
}

/// The address of a line: editors and terminals take what stands behind `#` for its number. None for what is not
/// below the workbook.
fn url(link: &Link, root: &Path) -> Option<String> {
    let file = Path::new(&link.file);
    let is_below = file
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let path = root.join(file);
    let path = path.to_str().filter(|_| is_below)?.replace('\\', "/");
    let mut url = "file://".to_owned();
    // A drive's letter stands at the beginning of the path, too.
    if !path.starts_with('/') {
        url.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    let _ = write!(url, "#{}", link.line);
    Some(url)
}

/// Our own signs and those of typography in ASCII, each as wide as it was; what else learners wrote stays as it is.
fn to_ascii(text: &str) -> String {
    text.chars()
        .map(|ch| match ch {
            '✓' => '+',
            '✗' | '×' => 'x',
            '•' | '·' | '…' => '.',
            '—' | '–' | '−' | '─' => '-',
            '→' | '▸' | '›' => '>',
            '←' | '‹' => '<',
            '▾' | '↓' => 'v',
            '↑' => '^',
            '│' => '|',
            '“' | '”' | '„' => '"',
            '‘' | '’' | '‚' => '\'',
            '\u{a0}' => ' ',
            _ => ch,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::width_of;

    #[test]
    fn colors_and_signs_follow_the_terminal() {
        let sample = Line::new(Role::Fail, "✗ no").with(Role::Plain, " way");
        for (color, unicode, expected) in [
            (false, true, "✗ no way\n"),
            (false, false, "x no way\n"),
            (true, true, "\u{1b}[1;31m✗ no\u{1b}[0m way\n"),
        ] {
            let look = Look {
                color,
                unicode,
                root: None,
            };
            assert_eq!(painted(std::slice::from_ref(&sample), look), expected);
        }
    }

    #[test]
    fn no_color_vanishes_on_a_background() {
        always_color();
        for role in [
            Role::Title,
            Role::Heading,
            Role::Dim,
            Role::Pass,
            Role::Fail,
            Role::Warn,
            Role::Help,
            Role::Strong,
            Role::Path,
            Role::Key,
            Role::Selected,
        ] {
            let text = style("x", role).map(|styled| styled.to_string());
            let text = text.expect("it has a style");
            let codes: Vec<&str> = text
                .trim_start_matches("\u{1b}[")
                .split_once('m')
                .expect("it begins with codes")
                .0
                .split(';')
                .collect();
            let readable = ["1", "2", "4", "7", "31", "32", "35"];
            assert!(
                codes.iter().all(|code| readable.contains(code)),
                "{role:?}: {codes:?}"
            );
            assert!(codes != ["1", "32"], "{role:?}: bright green");
        }
    }

    #[test]
    fn signs_in_ascii_are_as_wide_as_they_were() {
        let text = "✓ ✗ × • · … — – − → ← ▸ ▾ ↑ ↓ │ ─ “a” „b” ‘c’ ‚d’ ‹e›\u{a0}";
        let ascii = to_ascii(text);
        assert!(ascii.is_ascii(), "{ascii}");
        assert_eq!(width_of(&ascii), width_of(text));
        assert_eq!(to_ascii("日本 ü"), "日本 ü", "what learners wrote");
    }

    #[test]
    fn a_link_leads_to_a_line_of_the_workbook_and_nowhere_else() {
        let shown = |file: &str, root: Option<&str>| {
            let mut line = Line::empty();
            let link = Link {
                file: file.to_owned(),
                line: 7,
            };
            line.push_linked(Role::Path, "here", Some(link));
            let look = Look {
                root: root.map(Path::new),
                ..Look::default()
            };
            painted(&[line], look)
        };
        let linked = |url: &str| format!("\u{1b}]8;;{url}\u{1b}\\here\u{1b}]8;;\u{1b}\\\n");
        assert_eq!(
            shown("exercises/a.rs", Some("/my books/ü")),
            linked("file:///my%20books/%C3%BC/exercises/a.rs#7")
        );
        assert_eq!(
            shown("a\u{1b}\\.rs", Some("C:\\b")),
            linked("file:///C%3A/b/a%1B/.rs#7").replace("%3A", ":")
        );
        for (file, root) in [
            ("exercises/a.rs", None),
            ("../a.rs", Some("/b")),
            ("/etc/passwd", Some("/b")),
        ] {
            assert_eq!(shown(file, root), "here\n", "{file} in {root:?}");
        }
    }
}
