//! One test that did not pass: what happened, where, and the values.

use super::{Line, Role, width_of};
use crate::text::{self, count, short_name};
use crate::verdict::{AbortCause, Panic, TEST_MEMORY, TEST_OUTPUT, TestResult, TestVerdict};

/// How many lines of a test are shown around the line that failed.
const LINES_BEFORE: usize = 4;
const LINES_AFTER: usize = 8;

/// How many lines of printed output are shown.
const MAX_PRINTED: usize = 12;

/// How much is shown of a message or a value that is one long line.
const MAX_COLUMNS: usize = 2000;

/// One test that did not pass: what happened, where, and the values.
pub(super) fn test_lines(test: &TestVerdict, source: &str, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    // Two values that differ speak for themselves.
    if !matches!(&test.result, TestResult::Failed { panic: Some(panic), .. } if panic.sides.is_some())
    {
        lines.push(Line::plain(happened(test)));
    }
    let panic = match &test.result {
        TestResult::Failed { panic, .. } | TestResult::Aborted { panic, .. } => panic.as_ref(),
        _ => None,
    };
    if let Some(panic) = panic {
        panic_lines(panic, source, &mut lines);
    } else if let Some(number) = line_of_test(source, short_name(&test.name)) {
        lines.push(Line::empty());
        excerpt(source, number, number, number + LINES_AFTER, &mut lines);
    }
    printed_lines(test, width, &mut lines);
    lines
}

/// What a test or a program printed, if it did.
pub(super) fn printed_lines(test: &TestVerdict, width: usize, lines: &mut Vec<Line>) {
    if test.output.is_empty() {
        return;
    }
    lines.push(Line::empty());
    lines.push(Line::new(Role::Heading, "printed"));
    let printed: Vec<&str> = test.output.lines().collect();
    for line in printed.iter().take(MAX_PRINTED) {
        lines.push(Line::plain(format!(
            "  {}",
            clipped(line, width.saturating_mul(4))
        )));
    }
    if printed.len() > MAX_PRINTED {
        lines.push(Line::new(
            Role::Dim,
            format!("  ... {}", count(printed.len() - MAX_PRINTED, "more line")),
        ));
    }
}

/// The beginning of a long line; a line without an end is no help to anybody.
fn clipped(line: &str, width: usize) -> &str {
    let mut columns = 0;
    for (idx, ch) in line.char_indices() {
        columns += width_of(ch.encode_utf8(&mut [0; 4]));
        if columns > width.max(1) {
            return &line[..idx];
        }
    }
    line
}

fn panic_lines(panic: &Panic, source: &str, lines: &mut Vec<Line>) {
    if let Some((file, line, _)) = &panic.place {
        let place = text::sanitize(&format!("{file}:{line}"));
        lines.push(Line::new(Role::Path, place));
        if (1..=source.lines().count()).contains(line) && is_exercise_file(file) {
            excerpt(
                source,
                *line,
                line.saturating_sub(LINES_BEFORE),
                line + LINES_AFTER,
                lines,
            );
        }
    }
    if let Some((left, right)) = &panic.sides {
        lines.push(Line::empty());
        let message = panic
            .message
            .split_once(": ")
            .map_or("", |(_, message)| message);
        if !message.is_empty() {
            for line in text::sanitize(message).lines().take(MAX_PRINTED) {
                lines.push(Line::new(Role::Strong, clipped(line, MAX_COLUMNS)));
            }
        }
        // The workbook's tests write `assert_eq!(actual, expected)`.
        let (right_label, left_label) = if panic.message.contains("left == right") {
            ("expected  ", "  actual  ")
        } else {
            ("   right  ", "    left  ")
        };
        value_lines(right_label, Role::Pass, right, lines);
        value_lines(left_label, Role::Fail, left, lines);
    } else {
        let message = text::sanitize(&panic.message);
        for line in message.lines().take(MAX_PRINTED) {
            lines.push(Line::new(Role::Strong, clipped(line, MAX_COLUMNS)));
        }
    }
}

/// Standard library files are given by an absolute path or one below `/rustc/`.
fn is_exercise_file(file: &str) -> bool {
    !std::path::Path::new(file).is_absolute()
}

fn value_lines(label: &str, role: Role, value: &str, lines: &mut Vec<Line>) {
    let value = text::sanitize(value);
    for (idx, part) in value.lines().take(MAX_PRINTED).enumerate() {
        let label = if idx == 0 {
            label.to_owned()
        } else {
            " ".repeat(label.len())
        };
        lines.push(Line::new(Role::Dim, label).with(role, clipped(part, MAX_COLUMNS)));
    }
}

/// The line of `fn NAME(`, counted from 1.
fn line_of_test(source: &str, name: &str) -> Option<usize> {
    let signature = format!("fn {name}(");
    source
        .lines()
        .position(|line| line.contains(&signature))
        .map(|idx| idx + 1)
}

/// Lines of the source with their numbers, `marked` pointed at; not beyond the function that `marked` stands in, and
/// up to the end of the statement that begins there.
fn excerpt(source: &str, marked: usize, from: usize, to: usize, lines: &mut Vec<Line>) {
    let all: Vec<&str> = source.lines().collect();
    let starts_fn = |number: usize| {
        all.get(number - 1).is_some_and(|line| {
            let mut words = line
                .split_whitespace()
                .take_while(|word| !word.starts_with("//"));
            words.any(|word| word == "fn")
        })
    };
    let mut first = marked;
    while first > from.max(1) && !starts_fn(first) {
        first -= 1;
    }
    let is_fn = starts_fn(marked);
    let mut last = marked;
    let mut depth = 0_i32;
    for number in marked..=to.min(all.len()) {
        last = number;
        for ch in all[number - 1].chars() {
            match ch {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth -= 1,
                _ => {}
            }
        }
        let ends = if is_fn {
            depth <= 0 && number > marked
        } else {
            depth <= 0
        };
        if ends {
            break;
        }
    }
    let digits = last.to_string().len();
    for number in first..=last {
        let is_marked = number == marked && !is_fn;
        let mark = if is_marked {
            Line::new(Role::Fail, "> ")
        } else {
            Line::plain("  ")
        };
        lines.push(
            mark.with(Role::Dim, format!("{number:digits$} | "))
                .with(Role::Code, text::sanitize(all[number - 1])),
        );
    }
}

/// What happened to a test, as a sentence.
pub fn happened(test: &TestVerdict) -> String {
    match &test.result {
        TestResult::Passed => "It passes.".to_owned(),
        TestResult::Failed { reason: Some(reason), panic: None } => format!("It failed: {}.", text::sanitize(reason)),
        TestResult::Failed { panic: Some(panic), .. } if panic.message.starts_with("not yet implemented") => {
            "It reached a part that is still to be written.".to_owned()
        }
        TestResult::Failed {
            panic: Some(panic), ..
        } if panic.message.starts_with("assertion") => "An assertion failed.".to_owned(),
        TestResult::Failed { .. } => "It panicked.".to_owned(),
        TestResult::Hung { after } => format!(
            "It did not end within {} s and was stopped. Look for a loop or a recursion without an end, or for \
             threads that wait for each other.",
            after.as_secs_f64()
        ),
        TestResult::Aborted { cause: AbortCause::StackOverflow, .. } => {
            "The stack overflowed: a recursion that does not end, or that goes as deep as its input is long.".to_owned()
        }
        TestResult::Aborted { cause: AbortCause::OutOfMemory, .. } => {
            format!("It asked for more memory than a test may have ({} GiB). Often that is a loop without an end that keeps pushing.", TEST_MEMORY >> 30)
        }
        TestResult::Aborted { cause: AbortCause::PanicInDrop, .. } => {
            "A panic while another panic was being cleaned up ended the process: look at `Drop`.".to_owned()
        }
        TestResult::Aborted { signal, .. } => format!("The process was aborted (signal {signal})."),
        TestResult::EndedEarly { code } => format!(
            "The process ended with code {code} before the test did: the code under test must not call `process::exit`."
        ),
        TestResult::TooMuchOutput => format!("It printed more than {} MiB and was stopped: does a loop print without an end?", TEST_OUTPUT >> 20),
        TestResult::Ignored => "It is marked #[ignore], so it did not run.".to_owned(),
        TestResult::NotRun => "It did not run: it is not in the compiled file.".to_owned(),
    }
}

/// What happened to a test, in a few words.
pub fn in_short(result: &TestResult) -> String {
    match result {
        TestResult::Passed => "passed".to_owned(),
        TestResult::Failed {
            panic: Some(panic), ..
        } if panic.message.starts_with("not yet implemented") => "still to do".to_owned(),
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

/// Whether a test reached a part that is still to be written.
pub fn is_to_do(test: &TestVerdict) -> bool {
    matches!(&test.result, TestResult::Failed { panic: Some(panic), .. }
        if panic.message.starts_with("not yet implemented"))
}
