//! A verdict as sentences: what matters first, the rest in a line each.

use super::plain::place;
use crate::exercise::Exercise;
use crate::screen::{Line, Role, TO_BEGIN, elsewhere, happened, in_short};
use crate::text::{count, sanitize, sentence};
use crate::verdict::{
    Diagnostic, Level, Outcome, Panic, Tampering, TestResult, TestVerdict, Verdict,
};

/// How many lines of what a test printed are said.
const MAX_PRINTED: usize = 12;

/// How many lines of a statement are said, and how many letters of a value.
const MAX_LINES: usize = 8;
const MAX_LETTERS: usize = 400;

/// A verdict on an exercise whose file holds `source`: what matters first, a sentence or a place on each line.
pub fn verdict_sentences(exercise: &Exercise, verdict: &Verdict, source: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    match &verdict.outcome {
        Outcome::Unreadable(reason) => {
            lines.push(Line::new(
                Role::Fail,
                format!("The file cannot be checked: {}.", sanitize(reason)),
            ));
            lines.push(Line::plain(format!(
                "`workbook reset {}` brings back the starter.",
                exercise.name
            )));
        }
        Outcome::DoesNotCompile => does_not_compile(verdict, source, &mut lines),
        Outcome::NoTests => lines.push(Line::new(Role::Fail, "There is no test to pass.")),
        Outcome::TestsFail => tests_fail(verdict, source, &mut lines),
        Outcome::TestsChanged => lines.push(Line::new(
            Role::Fail,
            "Not solved: what ran passes, but these are not the workbook's tests.",
        )),
        Outcome::Warnings => {
            let wants = if verdict.errors().next().is_some() {
                "this workbook denies what follows"
            } else {
                "this exercise wants the warnings mended too"
            };
            lines.push(Line::new(
                Role::Warn,
                format!("Not solved yet: {}; {wants}.", passes(verdict)),
            ));
            for it in &verdict.diagnostics {
                message(it, source, &mut lines);
            }
            printed(verdict.program(), &mut lines);
        }
        Outcome::Solved => {
            lines.push(Line::new(
                Role::Pass,
                format!("Solved: {}.", passes(verdict)),
            ));
            printed(verdict.program(), &mut lines);
            lines.extend(polish_sentences(verdict, source));
        }
    }
    if !verdict.tampering.is_empty() && !exercise.tests_editable {
        let changes: Vec<String> = verdict.tampering.iter().map(Tampering::sentence).collect();
        lines.push(Line::plain(format!(
            "The tests are not the workbook's own: {}.",
            changes.join("; ")
        )));
        if !verdict.solved() {
            lines.push(Line::plain(format!(
                "Put them back, or start over with `workbook reset {}`; your version is kept.",
                exercise.name
            )));
        }
    }
    lines
}

/// What the compiler and clippy would still polish in a file that is solved.
pub fn polish_sentences(verdict: &Verdict, source: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    if !verdict.diagnostics.is_empty() {
        lines.push(Line::plain(
            "The compiler and clippy would still polish this:",
        ));
    }
    for it in &verdict.diagnostics {
        message(it, source, &mut lines);
    }
    lines
}

fn passes(verdict: &Verdict) -> String {
    let n_programs = usize::from(verdict.program().is_some());
    let tests = match verdict.tests.len() - n_programs {
        0 => return "it runs".to_owned(),
        1 => "its test passes".to_owned(),
        n_tests => format!("all {n_tests} tests pass"),
    };
    if n_programs > 0 {
        format!("{tests}, and it runs")
    } else {
        tests
    }
}

fn does_not_compile(verdict: &Verdict, source: &str, lines: &mut Vec<Line>) {
    let n_errors = verdict.errors().count();
    lines.push(Line::new(
        Role::Fail,
        format!("It does not compile: {}.", count(n_errors, "error")),
    ));
    for (idx, error) in verdict.errors().enumerate() {
        if idx == 1 {
            lines.push(Line::plain(
                "The other errors may follow from the first one:",
            ));
        }
        if idx == 0 {
            message(error, source, lines);
        } else {
            lines.push(message_place(error));
        }
    }
    if let Some(code) = verdict.error_codes().first() {
        lines.push(Line::plain(format!(
            "`E` says more about the first error, as does `workbook explain {code}`."
        )));
    }
}

/// A message of the compiler: its place, the code there, and what stands below and beside it.
fn message(it: &Diagnostic, source: &str, lines: &mut Vec<Line>) {
    lines.push(message_place(it));
    let is_here = |file: &str| !std::path::Path::new(file).is_absolute();
    let code = it
        .place
        .as_ref()
        .filter(|(file, _)| is_here(file))
        .and_then(|(_, line)| source.lines().nth(line.checked_sub(1)?));
    if let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) {
        lines.push(Line::plain("The line: ").with(Role::Code, sanitize(code)));
    }
    if let Some(label) = &it.details.label {
        lines.push(Line::plain(format!("{}.", capital(&in_one_line(label)))));
    }
    for note in &it.details.notes {
        lines.push(Line::plain(format!("{}.", capital(&in_one_line(note)))));
    }
}

fn message_place(it: &Diagnostic) -> Line {
    let (level, role) = match it.level {
        Level::Error => ("error", Role::Fail),
        Level::Warning => ("warning", Role::Warn),
    };
    let code = it
        .code
        .as_ref()
        .map(|code| format!("[{code}]"))
        .unwrap_or_default();
    let (file, line) = it.place.clone().unzip();
    let column = it.details.column.max(1);
    place(
        file.as_deref(),
        line.map(|line| (line, column)),
        &format!("{level}{code}: {}", in_one_line(&it.message)),
        role,
    )
}

fn tests_fail(verdict: &Verdict, source: &str, lines: &mut Vec<Line>) {
    let Some(first) = verdict.first_failure() else {
        return;
    };
    let n_tests = verdict.tests.len();
    let n_passed = verdict.n_passed();
    let is_program = verdict
        .program()
        .is_some_and(|program| program.name == first.name);
    let score = match n_passed {
        _ if is_program && n_tests == 1 => "It does not run to its end.".to_owned(),
        _ if is_program => "The tests pass, but `main` does not run to its end.".to_owned(),
        1 => format!("1 of {} passes.", count(n_tests, "test")),
        _ => format!("{n_passed} of {} pass.", count(n_tests, "test")),
    };
    let which = if is_program {
        String::new()
    } else {
        format!(" First failure: {}.", sentence(&first.name))
    };
    lines.push(Line::new(Role::Fail, score + &which));
    failure(first, source, lines);
    if verdict.is_all_to_do() {
        lines.push(Line::plain(TO_BEGIN));
    }
    let others: Vec<&TestVerdict> = verdict
        .tests
        .iter()
        .filter(|test| !test.passed() && test.name != first.name)
        .collect();
    if others.is_empty() {
        return;
    }
    if verdict.is_all_to_do() {
        lines.push(Line::plain(format!(
            "All {} are still to do.",
            count(n_tests, "test")
        )));
        return;
    }
    lines.push(Line::plain(format!("{} not pass:", does(others.len()))));
    for test in others {
        lines.push(Line::plain(format!(
            "{}: {}.",
            capital(&sentence(&test.name)),
            in_short(&test.result)
        )));
    }
}

fn does(n_others: usize) -> String {
    if n_others == 1 {
        "1 other test does".to_owned()
    } else {
        format!("{n_others} other tests do")
    }
}

fn failure(test: &TestVerdict, source: &str, lines: &mut Vec<Line>) {
    let panic = test.panic();
    let sides = panic.and_then(|panic| panic.sides.as_ref());
    let is_equality = panic.is_some_and(|panic| panic.message.contains("left == right"));
    let (left_label, right_label) = if is_equality {
        ("actual", "expected")
    } else {
        ("left", "right")
    };
    let is_short = |value: &str| value.chars().count() <= 40 && !value.contains('\n');
    let words = match sides {
        Some((left, right)) if is_short(left) && is_short(right) => {
            format!("{right_label} {right}, {left_label} {left}")
        }
        Some(_) => "the two values differ".to_owned(),
        None => match panic {
            Some(_) if test.is_to_do() => "still to be written".to_owned(),
            Some(panic) => in_one_line(&panic.message),
            None => happened(test).trim_end_matches('.').to_owned(),
        },
    };
    let nearest = |panic: &'_ Panic| panic.learners_place().or(panic.place.as_ref()).cloned();
    if let Some((file, line, column)) = panic.and_then(nearest) {
        lines.push(place(
            Some(&file),
            Some((line, column.max(1))),
            &format!("error: {words}"),
            Role::Fail,
        ));
        let is_here = !std::path::Path::new(&file).is_absolute();
        if let Some(code) = statement(source, line).filter(|_| is_here) {
            lines.push(Line::plain("The line: ").with(Role::Code, sanitize(&code)));
        }
        lines.extend(panic.and_then(elsewhere).map(Line::plain));
    }
    let is_abort = matches!(test.result, TestResult::Aborted { .. });
    match (panic, sides) {
        (Some(panic), Some((left, right))) => {
            if let Some((_, said)) = panic.message.split_once(": ") {
                lines.push(Line::plain(format!("It says: {}", in_one_line(said))));
            }
            if !(is_short(left) && is_short(right)) {
                for (label, value) in [(right_label, right), (left_label, left)] {
                    lines.push(Line::plain(format!(
                        "{}: {}",
                        capital(label),
                        shortened(value)
                    )));
                }
            }
        }
        // The place says it already.
        _ if test.is_to_do() => {}
        (Some(panic), _) if panic.is_elsewhere() && !is_abort => {}
        _ => lines.push(Line::plain(happened(test))),
    }
    printed(Some(test), lines);
}

fn printed(test: Option<&TestVerdict>, lines: &mut Vec<Line>) {
    let Some(output) = test.map(|test| &test.output).filter(|it| !it.is_empty()) else {
        return;
    };
    lines.push(Line::plain("It printed:"));
    let n_lines = output.lines().count();
    for line in output.lines().take(MAX_PRINTED) {
        lines.push(Line::plain(format!("  {}", shortened(line))));
    }
    if n_lines > MAX_PRINTED {
        lines.push(Line::plain(format!(
            "And {}.",
            count(n_lines - MAX_PRINTED, "more line")
        )));
    }
}

/// The statement that begins on a line, up to where its brackets close.
fn statement(source: &str, line: usize) -> Option<String> {
    let mut depth = 0_i32;
    let mut words: Vec<&str> = Vec::new();
    for text in source.lines().skip(line.checked_sub(1)?).take(MAX_LINES) {
        words.extend(text.split_whitespace());
        for ch in text.chars() {
            match ch {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth -= 1,
                _ => {}
            }
        }
        if depth <= 0 {
            break;
        }
    }
    let statement = words
        .join(" ")
        .replace("( ", "(")
        .replace(", )", ")")
        .replace(" )", ")");
    (!statement.is_empty()).then_some(statement)
}

fn capital(text: &str) -> String {
    let text = text.trim_end_matches('.');
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

fn in_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    shortened(&words.join(" "))
}

fn shortened(text: &str) -> String {
    let safe = sanitize(text).replace('\n', " ");
    if safe.chars().count() <= MAX_LETTERS {
        return safe;
    }
    safe.chars()
        .take(MAX_LETTERS)
        .chain(" and so on".chars())
        .collect()
}
