//! Roles as colors. The sixteen colors of the terminal's own palette are readable on any background its owner chose.

use crate::screen::{Line, Role};
use colored::{ColoredString, Colorize as _};
use std::fmt::Write as _;

/// Appends a line, without its end.
pub(super) fn line(line: &Line, color: bool, unicode: bool, text: &mut String) {
    for span in &line.spans {
        let plain = if unicode {
            span.text.clone()
        } else {
            to_ascii(&span.text)
        };
        match style(&plain, span.role).filter(|_| color) {
            Some(styled) => {
                let _ = write!(text, "{styled}");
            }
            None => text.push_str(&plain),
        }
    }
}

fn style(text: &str, role: Role) -> Option<ColoredString> {
    Some(match role {
        Role::Plain | Role::Code => return None,
        Role::Title => text.bold().underline(),
        Role::Heading => text.cyan(),
        Role::Dim => text.dimmed(),
        Role::Pass => text.green().bold(),
        Role::Fail => text.red().bold(),
        Role::Warn => text.yellow(),
        Role::Help => text.cyan().bold(),
        Role::Strong | Role::Key => text.bold(),
        Role::Path | Role::Link => text.cyan().underline(),
        Role::Keyword => text.magenta(),
        Role::Literal => text.green(),
        Role::Selected => text.bold().reversed(),
        Role::Match => text.black().on_yellow(),
    })
}

/// The signs of our own in ASCII; what learners wrote stays as it is.
fn to_ascii(text: &str) -> String {
    text.replace('✓', "+").replace('✗', "x")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_and_signs_follow_the_terminal() {
        colored::control::set_override(true);
        let sample = Line::new(Role::Fail, "✗ no").with(Role::Plain, " way");
        for (color, unicode, expected) in [
            (false, true, "✗ no way"),
            (false, false, "x no way"),
            (true, true, "\u{1b}[1;31m✗ no\u{1b}[0m way"),
        ] {
            let mut text = String::new();
            line(&sample, color, unicode, &mut text);
            assert_eq!(text, expected);
        }
    }
}
