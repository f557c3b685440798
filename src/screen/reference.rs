//! The reference solution beside the learner's own.

use super::values::{Sides, differences, legend};
use super::{Line, Role};
use crate::text;

/// How many lines are shown: more than any exercise has.
const MAX_LINES: usize = 2000;

/// What sets the learner's version apart from the reference.
pub(super) fn reference_lines(mine: &str, reference: &str) -> Vec<Line> {
    let lines_of = |text: &str| -> Vec<String> {
        let text = text::sanitize(text);
        text.lines()
            .map(|line| line.trim_end().to_owned())
            .collect()
    };
    let (mine, reference) = (lines_of(mine), lines_of(reference));
    if mine == reference {
        return vec![Line::plain(
            "Yours is the reference solution, word for word.",
        )];
    }
    let sides = Sides {
        first: ("yours", Role::Fail),
        second: ("the reference", Role::Pass),
        max_lines: MAX_LINES,
    };
    let mut lines = vec![
        Line::new(Role::Heading, "From yours to the reference"),
        legend(&sides),
        Line::empty(),
    ];
    differences(&sides, &mine, &reference, &mut lines);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(mine: &str, reference: &str) -> String {
        let lines = reference_lines(mine, reference);
        lines.iter().map(|line| line.text() + "\n").collect()
    }

    #[test]
    fn only_what_differs_is_shown() {
        let text = |body: &str| format!("fn f() {{\n{body}\n}}\n// 1\n// 2\n// 3\n// 4\n");
        assert_eq!(
            shown(&text("    1"), &text("    2")),
            "From yours to the reference\n- yours   + the reference\n\n  fn f() {\n-     1\n+     2\n  }\n  // 1\n  ... 3 equal lines\n"
        );
    }

    #[test]
    fn line_ends_and_spaces_behind_a_line_are_no_difference() {
        assert_eq!(
            shown("a \r\nb", "a\nb\n"),
            "Yours is the reference solution, word for word.\n"
        );
    }
}
