//! A verdict as lines: first what matters, the rest in a line each.

use super::excerpt::{Quoted, shortened};
use super::failure::{in_short, printed_lines, test_lines};
use super::{Detail, Line, Link, Role, ansi, width_of};
use crate::error::Problem;
use crate::exercise::Exercise;
use crate::text::{self, count, sentence};
use crate::verdict::{Diagnostic, Outcome, Tampering, TestVerdict, Verdict};

/// What is said of a file in which nothing is written yet.
pub const TO_BEGIN: &str = "This is where you begin: the part that is still to be written.";

/// A verdict on an exercise whose file holds `source`.
pub fn verdict_lines(
    exercise: &Exercise,
    verdict: &Verdict,
    source: &str,
    width: usize,
) -> Vec<Line> {
    detailed_lines(exercise, verdict, source, &Detail::printed(width))
}

/// The same, as much of it as is wanted.
pub(super) fn detailed_lines(
    exercise: &Exercise,
    verdict: &Verdict,
    source: &str,
    detail: &Detail,
) -> Vec<Line> {
    let mut lines = Vec::new();
    match &verdict.outcome {
        Outcome::Unreadable(reason) => {
            lines.push(Line::new(Role::Fail, "✗ ").with(Role::Strong, reason.clone()));
            lines.push(
                Line::plain("  ")
                    .with(Role::Key, format!("workbook reset {}", exercise.name))
                    .with(Role::Plain, " brings back the starter."),
            );
        }
        Outcome::DoesNotCompile => compiler_errors(verdict, detail, &mut lines),
        Outcome::NoTests => {
            lines.push(Line::new(Role::Fail, "✗ ").with(Role::Strong, "there is no test to pass"));
        }
        Outcome::TestsFail => {
            let file = exercise.path().display().to_string();
            let quoted = Quoted::new(file, source, detail);
            failing_tests(verdict, &quoted, detail, &mut lines);
        }
        Outcome::TestsChanged => {
            lines.push(Line::new(Role::Fail, "✗ ").with(
                Role::Strong,
                "what ran passes, but these are not the workbook's tests",
            ));
        }
        Outcome::Warnings => {
            let works = match (verdict.program(), verdict.tests.len()) {
                (Some(_), 1) => "it runs",
                _ => "all tests pass",
            };
            let but = if verdict.errors().next().is_some() {
                "this workbook denies what follows"
            } else {
                "this exercise wants the warnings mended too"
            };
            lines.push(Line::new(Role::Warn, "! ").with(Role::Strong, format!("{works}; {but}")));
            lines.push(Line::empty());
            findings(verdict, detail, &mut lines);
            printed(verdict, detail, &mut lines);
        }
        Outcome::Solved => {
            let n_programs = usize::from(verdict.program().is_some());
            let what = match verdict.tests.len() - n_programs {
                0 => "it runs".to_owned(),
                n_tests if n_programs > 0 => format!("{}, and it runs", all_pass(n_tests)),
                n_tests => all_pass(n_tests),
            };
            lines.push(Line::new(Role::Pass, "✓ solved").with(Role::Plain, format!(", {what}")));
            printed(verdict, detail, &mut lines);
            if verdict.warnings().next().is_some() {
                lines.push(Line::empty());
                lines.push(Line::plain(
                    "It works. The compiler and clippy would still polish this:",
                ));
                lines.push(Line::empty());
                findings(verdict, detail, &mut lines);
            }
        }
    }
    tampering(exercise, verdict, &mut lines);
    lines
}

fn all_pass(n_tests: usize) -> String {
    match n_tests {
        1 => "its test passes".to_owned(),
        n => format!("all {n} tests pass"),
    }
}

/// What `main` printed.
fn printed(verdict: &Verdict, detail: &Detail, lines: &mut Vec<Line>) {
    if let Some(program) = verdict.program() {
        printed_lines(program, detail, lines);
    }
}

fn compiler_errors(verdict: &Verdict, detail: &Detail, lines: &mut Vec<Line>) {
    let n_errors = verdict.errors().count();
    lines.push(
        Line::new(Role::Fail, "✗ ")
            .with(Role::Strong, "it does not compile")
            .with(Role::Plain, format!(", {}", count(n_errors, "error"))),
    );
    let n_shown = if detail.unfolded.all_errors {
        n_errors
    } else {
        1
    };
    for error in verdict.errors().take(n_shown) {
        lines.push(Line::empty());
        lines.extend(diagnostic_lines(error, detail));
    }
    if n_errors > n_shown {
        lines.push(Line::empty());
        lines.push(Line::new(Role::Key, "e").with(
            Role::Plain,
            format!(
                " shows {} as well.",
                count(n_errors - n_shown, "more error")
            ),
        ));
    }
    if let Some(code) = verdict.error_codes().first() {
        lines.push(Line::empty());
        lines.push(if detail.has_keys {
            Line::new(Role::Key, "E").with(Role::Plain, format!(" explains {code}."))
        } else {
            Line::new(Role::Key, format!("workbook explain {code}"))
                .with(Role::Plain, " says more about the first one.")
        });
    }
}

/// A message as rustc renders it; its place is a link.
fn diagnostic_lines(diagnostic: &Diagnostic, detail: &Detail) -> Vec<Line> {
    let mut lines = ansi::lines(&diagnostic.rendered);
    if let Some((file, number)) = &diagnostic.place {
        let arrow = "--> ";
        let is_place = |line: &&mut Line| line.text().trim_start().starts_with(arrow);
        if let Some(line) = lines.iter_mut().find(is_place) {
            let text = line.text();
            let (before, place) = text.split_at(text.find(arrow).map_or(0, |at| at + arrow.len()));
            let room = detail.width.saturating_sub(width_of(before));
            let link = Link {
                file: file.clone(),
                line: *number,
            };
            *line = Line::new(Role::Dim, before);
            line.push_linked(Role::Path, shortened(place, room), Some(link));
        }
    }
    lines
}

fn failing_tests(verdict: &Verdict, quoted: &Quoted, detail: &Detail, lines: &mut Vec<Line>) {
    let Some(first) = verdict.first_failure() else {
        return;
    };
    let in_full: Vec<&TestVerdict> = if detail.unfolded.all_tests {
        let failing = verdict.tests.iter().filter(|test| !test.passed());
        failing.filter(|test| *test != first).collect()
    } else {
        Vec::new()
    };
    let n_passed = verdict.n_passed();
    let n_tests = verdict.tests.len();
    let (what, score) = match verdict.program() {
        Some(_) if n_tests == 1 => ("it does not run to its end".to_owned(), String::new()),
        Some(program) if !program.passed() && n_passed + 1 == n_tests => (
            "the tests pass, but `main` does not run to its end".to_owned(),
            String::new(),
        ),
        _ => (
            sentence(&first.name),
            match n_tests {
                1 => format!("   {n_passed} of 1 test passes"),
                _ => format!("   {n_passed} of {n_tests} tests pass"),
            },
        ),
    };
    let head = Line::new(Role::Fail, "✗ ").with(Role::Strong, what);
    let width = width_of(&head.text());
    let brief = match score.as_str() {
        "" => String::new(),
        _ => format!("   {n_passed} of {n_tests}"),
    };
    if width + width_of(&score) <= detail.width {
        lines.push(head.with(Role::Dim, score));
    } else if width + width_of(&brief) > detail.width && width <= detail.width {
        // Its own line keeps the numbers together.
        lines.extend([
            head,
            Line::new(Role::Dim, format!("  {}", score.trim_start())),
        ]);
    } else {
        lines.push(head.with(Role::Dim, brief));
    }
    for (idx, test) in std::iter::once(&first).chain(&in_full).enumerate() {
        if idx > 0 {
            lines.push(Line::new(Role::Fail, "✗ ").with(Role::Strong, sentence(&test.name)));
        }
        let mut shown = test_lines(test, quoted, detail);
        if idx == 0 && verdict.is_all_to_do() {
            shown[0] = Line::plain(TO_BEGIN);
        }
        lines.extend(shown.into_iter().map(|line| line.indented(2)));
        lines.push(Line::empty());
    }
    if n_tests > 3 && !detail.unfolded.all_tests && verdict.is_all_to_do() {
        lines.push(
            Line::new(Role::Fail, "  ✗ ")
                .with(Role::Dim, format!("all {n_tests} tests are still to do")),
        );
        return;
    }
    let is_shown = |test: &&TestVerdict| *test == first || in_full.contains(test);
    for test in verdict.tests.iter().filter(|test| !is_shown(test)) {
        lines.push(if test.passed() {
            Line::new(Role::Pass, "  ✓ ").with(Role::Dim, sentence(&test.name))
        } else {
            Line::new(Role::Fail, "  ✗ ")
                .with(Role::Plain, sentence(&test.name))
                .with(Role::Dim, format!("  ({})", in_short(&test.result)))
        });
    }
}

/// What the compiler and clippy say of a file that compiles.
fn findings(verdict: &Verdict, detail: &Detail, lines: &mut Vec<Line>) {
    for (idx, diagnostic) in verdict.diagnostics.iter().enumerate() {
        if idx > 0 {
            lines.push(Line::empty());
        }
        lines.extend(diagnostic_lines(diagnostic, detail));
    }
}

fn tampering(exercise: &Exercise, verdict: &Verdict, lines: &mut Vec<Line>) {
    if verdict.tampering.is_empty() || exercise.tests_editable {
        return;
    }
    lines.push(Line::empty());
    lines.push(
        Line::new(Role::Warn, "! ").with(Role::Plain, "The tests are not the workbook's own:"),
    );
    for change in &verdict.tampering {
        lines.push(Line::plain(format!("  {}", Tampering::sentence(change))));
    }
    // In a workbook of rustlings it is a note and no more.
    if verdict.solved() {
        return;
    }
    lines.push(
        Line::plain("  Put them back, or start over with ")
            .with(Role::Key, format!("workbook reset {}", exercise.name))
            .with(Role::Plain, " (your version is kept)."),
    );
}

/// One exercise of `check`, in one line.
pub fn check_line(exercise: &Exercise, verdict: &Verdict, name_width: usize) -> Line {
    let (role, mark) = if verdict.solved() {
        (Role::Pass, "✓ ")
    } else {
        (Role::Fail, "✗ ")
    };
    Line::new(role, mark)
        .with(Role::Plain, format!("{:name_width$}  ", exercise.name))
        .with(Role::Dim, verdict.summary())
}

/// One exercise of `check` that could not be checked; why is told elsewhere.
pub fn unchecked_line(exercise: &Exercise, name_width: usize) -> Line {
    Line::new(Role::Warn, "? ")
        .with(Role::Plain, format!("{:name_width$}  ", exercise.name))
        .with(Role::Dim, "could not be checked")
}

/// An error or a finding in rustc's shape.
pub fn problem_lines(problem: &Problem) -> Vec<Line> {
    let mut lines = vec![
        Line::new(Role::Fail, "error")
            .with(Role::Strong, format!(": {}", text::sanitize(&problem.what))),
    ];
    if let Some(place) = &problem.place {
        lines.push(Line::new(Role::Dim, "  --> ").with(Role::Plain, place.to_string()));
    }
    let notes = problem.notes.iter().map(|note| ("note", note));
    for (label, said) in notes.chain(problem.help.iter().map(|help| ("help", help))) {
        for (idx, line) in text::sanitize(said).lines().enumerate() {
            lines.push(if idx == 0 {
                Line::new(Role::Dim, "   = ")
                    .with(Role::Strong, label)
                    .with(Role::Plain, format!(": {line}"))
            } else {
                Line::plain(format!("           {line}"))
            });
        }
    }
    lines
}
