//! The pager with everything that was printed: by the compiler, by the tests, by clippy.

use super::values::clipped;
use super::{Line, Role, ansi};
use crate::text::{self, count};
use crate::verdict::{Panic, TestResult, TestVerdict, Verdict};

/// How many lines of one test's output are shown, from its beginning and from its end.
const FIRST: usize = 1000;
const LAST: usize = 200;

/// How much of a line is shown.
const MAX_COLUMNS: usize = 2000;

/// Everything that was printed, in the order in which it came.
pub(super) fn output_lines(verdict: &Verdict) -> Vec<Line> {
    let mut lines = Vec::new();
    for diagnostic in &verdict.diagnostics {
        lines.extend(ansi::lines(&diagnostic.rendered));
        lines.push(Line::empty());
    }
    for test in &verdict.tests {
        test_output(test, &mut lines);
    }
    if lines.last().is_some_and(|line| line.spans.is_empty()) {
        lines.pop();
    }
    if lines.is_empty() {
        lines.push(Line::plain(
            "Nothing was printed: neither by the compiler nor by a test.",
        ));
    }
    lines
}

fn test_output(test: &TestVerdict, lines: &mut Vec<Line>) {
    let panic = match &test.result {
        TestResult::Failed { panic, .. } | TestResult::Aborted { panic, .. } => panic.as_ref(),
        _ => None,
    };
    if test.output.is_empty() && panic.is_none() {
        return;
    }
    lines.push(Line::new(Role::Heading, format!("---- {} ----", test.name)));
    let n_lines = test.output.lines().count();
    let n_hidden = n_lines.saturating_sub(FIRST + LAST);
    for (idx, line) in test.output.lines().enumerate() {
        if idx == FIRST && n_hidden > 0 {
            let note = format!("... {} left out ...", count(n_hidden, "line"));
            lines.push(Line::new(Role::Dim, note));
        }
        if idx < FIRST || idx >= FIRST + n_hidden {
            lines.push(Line::plain(clipped(line, MAX_COLUMNS)));
        }
    }
    if let Some(panic) = panic {
        panic_output(panic, lines);
    }
    lines.push(Line::empty());
}

/// A panic in the words of the runtime.
fn panic_output(panic: &Panic, lines: &mut Vec<Line>) {
    let place = panic.place.as_ref();
    let place = place.map_or(String::new(), |(file, line, column)| {
        format!(" at {file}:{line}:{column}")
    });
    let mut said = format!(
        "thread '{}' panicked{place}:\n{}",
        panic.thread, panic.message
    );
    if let Some((left, right)) = &panic.sides {
        said = format!("{said}\n  left: {left}\n right: {right}");
    }
    let said = text::sanitize(&said);
    lines.extend(
        said.lines()
            .take(FIRST)
            .map(|line| Line::plain(clipped(line, MAX_COLUMNS))),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::Outcome;

    fn shown(output: &str, result: TestResult) -> String {
        let verdict = Verdict {
            outcome: Outcome::TestsFail,
            tests: vec![TestVerdict {
                name: "tests::t".to_owned(),
                result,
                output: output.to_owned(),
            }],
            ..Verdict::unreadable("")
        };
        let lines = output_lines(&verdict);
        lines.iter().map(|line| line.text() + "\n").collect()
    }

    #[test]
    fn a_panic_is_told_in_the_words_of_the_runtime() {
        let panic = Panic {
            thread: "tests::t".to_owned(),
            place: Some(("a.rs".to_owned(), 2, 3)),
            message: "assertion `left == right` failed".to_owned(),
            sides: Some(("1".to_owned(), "2".to_owned())),
            caller: None,
        };
        let failed = TestResult::Failed {
            panic: Some(panic),
            reason: None,
        };
        assert_eq!(
            shown("one\ntwo", failed),
            "---- tests::t ----\none\ntwo\nthread 'tests::t' panicked at a.rs:2:3:\n\
             assertion `left == right` failed\n  left: 1\n right: 2\n"
        );
    }

    #[test]
    fn of_a_flood_the_beginning_and_the_end_are_shown() {
        let flood: String =
            (0..5000).fold(String::new(), |flood, number| format!("{flood}{number}\n"));
        let text = shown(&flood, TestResult::TooMuchOutput);
        assert!(
            text.contains("\n999\n... 3800 lines left out ...\n4800\n"),
            "{text}"
        );
        assert!(text.ends_with("\n4999\n"), "{text}");
    }

    #[test]
    fn silence_is_said() {
        assert!(shown("", TestResult::Passed).starts_with("Nothing was printed"));
    }
}
