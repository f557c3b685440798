//! One test that did not pass: what happened, where, and the values.

use super::excerpt::{Quoted, place_line};
use super::suspects::suspects;
use super::values::{Sides, clipped, compared, labelled};
use super::{Detail, Line, Role};
use crate::text::{self, count, short_name};
use crate::verdict::{AbortCause, Panic, TEST_OUTPUT, TO_DO, TestResult, TestVerdict};

/// How many lines of printed output are shown.
const MAX_PRINTED: usize = 12;

/// How much is shown of a message that is one long line.
const MAX_COLUMNS: usize = 2000;

/// One test that did not pass: what happened, where, and the values.
pub(super) fn test_lines(test: &TestVerdict, quoted: &Quoted, detail: &Detail) -> Vec<Line> {
    let suspects = suspects(test, quoted);
    let mut lines = Vec::new();
    if let Some(mut words) = what_happened(test) {
        if matches!(test.result, TestResult::Hung { .. }) && suspects.is_empty() {
            words.push_str(WITHOUT_END);
        }
        lines.push(Line::plain(words));
    }
    lines.extend(suspects);
    let panic = match &test.result {
        TestResult::Failed { panic, .. } | TestResult::Aborted { panic, .. } => panic.as_ref(),
        _ => None,
    };
    let function = quoted.passages.test(short_name(&test.name));
    let in_test = panic.is_some_and(|panic| panic_lines(panic, test, quoted, detail, &mut lines));
    if let Some(function) = function.filter(|_| !in_test) {
        lines.push(Line::empty());
        lines.push(quoted.place(function.first));
        quoted.function(function, &mut lines);
    }
    printed_lines(test, detail, &mut lines);
    lines
}

/// What a test or a program printed, if it did.
pub(super) fn printed_lines(test: &TestVerdict, detail: &Detail, lines: &mut Vec<Line>) {
    if test.output.is_empty() {
        return;
    }
    lines.push(Line::empty());
    lines.push(Line::new(Role::Heading, "printed"));
    for line in test.output.lines().take(MAX_PRINTED) {
        let shown = clipped(line, detail.width.saturating_mul(4));
        lines.push(Line::plain(format!("  {shown}")));
    }
    let n_lines = test.output.lines().count();
    if n_lines > MAX_PRINTED {
        let more = count(n_lines - MAX_PRINTED, "more line");
        lines.push(Line::new(Role::Dim, format!("  ... {more}")));
    }
}

/// Where it panicked and with which words; whether that was in the test itself, so that the test is shown already.
fn panic_lines(
    panic: &Panic,
    test: &TestVerdict,
    quoted: &Quoted,
    detail: &Detail,
    lines: &mut Vec<Line>,
) -> bool {
    let values = value_lines(panic, detail);
    if values.is_empty() {
        strong(&said(panic), lines);
    } else if detail.values_first {
        lines.extend(values.iter().cloned());
    }
    let mut in_test = false;
    if let Some((file, line, _)) = panic.learners_place() {
        let width = detail.width.saturating_sub(2);
        lines.push(place_line(file, *line, width));
        quoted.around(*line, lines);
        let around = quoted.passages.around(*line);
        in_test = around
            .is_some_and(|function| function.in_tests && function.name == short_name(&test.name));
    }
    lines.extend(elsewhere(panic).map(|words| Line::new(Role::Dim, words)));
    if !detail.values_first && !values.is_empty() {
        lines.push(Line::empty());
        lines.extend(values);
    }
    in_test
}

/// The values of a comparison that failed, and what the test says of it.
fn value_lines(panic: &Panic, detail: &Detail) -> Vec<Line> {
    let mut lines = Vec::new();
    let Some((left, right)) = &panic.sides else {
        return lines;
    };
    strong(&said(panic), &mut lines);
    let max_lines = detail.value_lines;
    if panic.message.contains("left == right") {
        // The workbook's tests write `assert_eq!(actual, expected)`.
        let sides = Sides {
            first: ("expected", Role::Pass),
            second: ("actual", Role::Fail),
            max_lines,
        };
        let width = detail.width.saturating_sub(2);
        compared(&sides, right, left, width, &mut lines);
        return lines;
    }
    let labels: &[(&str, &String)] = if left == right {
        &[("both are", left)]
    } else {
        &[("left", left), ("right", right)]
    };
    for (label, value) in labels {
        let value = text::sanitize(value);
        labelled((label, Role::Fail), &value, max_lines, &mut lines);
    }
    lines
}

/// What a panic says beside the values and what is told in words of our own.
fn said(panic: &Panic) -> String {
    let message = text::sanitize(&panic.message);
    if panic.sides.is_some() {
        let words = message.split_once(": ").map(|(_, words)| words.to_owned());
        return words.unwrap_or_default();
    }
    match message.strip_prefix(TO_DO) {
        Some(more) => more.trim_start_matches(": ").to_owned(),
        None => message,
    }
}

fn strong(message: &str, lines: &mut Vec<Line>) {
    for line in message.lines().take(MAX_PRINTED) {
        lines.push(Line::new(Role::Strong, clipped(line, MAX_COLUMNS)));
    }
}

/// What is said of a panic that did not happen in the learner's file.
pub fn elsewhere(panic: &Panic) -> Option<String> {
    let (file, line, _) = panic.place.as_ref().filter(|_| panic.is_elsewhere())?;
    let file = file.replace('\\', "/");
    let (whose, file) = match file.split_once("/library/") {
        Some((_, file)) => ("the standard library", file),
        // What follows is the registry's name, then the crate's with its version.
        None => match file.split_once("/registry/src/") {
            Some((_, file)) => (
                "a crate",
                file.split_once('/').map_or(file, |(_, file)| file),
            ),
            None => ("a crate", file.as_str()),
        },
    };
    let from = if panic.caller.is_some() {
        ", called from this line"
    } else {
        ""
    };
    Some(text::sanitize(&format!(
        "It panicked inside of {whose} ({file}:{line}){from}."
    )))
}

/// What to look for where the text says nothing.
const WITHOUT_END: &str =
    " Look for a loop or a recursion without an end, or for threads that wait for each other.";

/// What happened to a test, as a sentence that stands alone.
pub fn happened(test: &TestVerdict) -> String {
    let words = what_happened(test).unwrap_or_else(|| "An assertion failed.".to_owned());
    match test.result {
        TestResult::Hung { .. } => words + WITHOUT_END,
        _ => match words.strip_suffix(':') {
            Some(words) => format!("{words}."),
            None => words,
        },
    }
}

/// What happened to a test, as a sentence, where the words of its panic do not say it.
fn what_happened(test: &TestVerdict) -> Option<String> {
    Some(match &test.result {
        TestResult::Passed => "It passes.".to_owned(),
        TestResult::Failed {
            reason: Some(reason),
            panic: None,
        } => format!("It failed: {}.", text::sanitize(reason)),
        TestResult::Failed {
            panic: Some(panic), ..
        } if panic.message.starts_with(TO_DO) => "This part is still to be written:".to_owned(),
        TestResult::Failed {
            panic: Some(panic), ..
        } if panic.sides.is_some() => return None,
        TestResult::Failed {
            panic: Some(panic), ..
        } if panic.message.starts_with("assertion failed: ") => return None,
        TestResult::Failed {
            panic: Some(panic), ..
        } if !panic.message.is_empty() => "It panicked:".to_owned(),
        TestResult::Failed { .. } => "It panicked.".to_owned(),
        TestResult::Ignored => "It is marked #[ignore], so it did not run.".to_owned(),
        TestResult::NotRun => "It did not run: it is not in the compiled file.".to_owned(),
        result => return result.ending(TEST_OUTPUT),
    })
}

/// What happened to a test, in a few words.
pub fn in_short(result: &TestResult) -> String {
    match result {
        TestResult::Passed => "passed".to_owned(),
        TestResult::Failed {
            panic: Some(panic), ..
        } if panic.message.starts_with(TO_DO) => "still to do".to_owned(),
        TestResult::Failed { .. } => "failed".to_owned(),
        TestResult::Hung { .. } => "did not end".to_owned(),
        TestResult::Aborted {
            cause: AbortCause::StackOverflow,
            ..
        } => "stack overflow".to_owned(),
        TestResult::Aborted {
            cause: AbortCause::OutOfMemory,
            ..
        } => "out of memory".to_owned(),
        TestResult::Aborted { .. } => "aborted".to_owned(),
        TestResult::EndedEarly { .. } => "ended the process".to_owned(),
        TestResult::TooMuchOutput => "printed too much".to_owned(),
        TestResult::Ignored => "ignored".to_owned(),
        TestResult::NotRun => "did not run".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_elsewhere_says_whose_it_is_and_how_far_it_is_known() {
        let std = "/rustc/59807/library/core/src/time.rs";
        let axum = "/opt/cargo/registry/src/index-1949/axum-0.8.4/src/routing/mod.rs";
        let known = Some(("exercises/a.rs".to_owned(), 7, 8));
        for (file, caller, expected) in [
            ("exercises/a.rs", None, None),
            (
                std,
                None,
                Some("It panicked inside of the standard library (core/src/time.rs:5)."),
            ),
            (
                std,
                known.clone(),
                Some(
                    "It panicked inside of the standard library (core/src/time.rs:5), called from this line.",
                ),
            ),
            (
                axum,
                known,
                Some(
                    "It panicked inside of a crate (axum-0.8.4/src/routing/mod.rs:5), called from this line.",
                ),
            ),
        ] {
            let panic = Panic {
                thread: "t".to_owned(),
                place: Some((file.to_owned(), 5, 1)),
                message: String::new(),
                sides: None,
                caller,
            };
            assert_eq!(elsewhere(&panic).as_deref(), expected, "{file}");
        }
    }
}
