//! What became of one exercise, as an instructor reads it when a cell is opened.

use super::mark::{Group, Mark};
use crate::export::shown::{clipped, first_line};
use crate::grade::{DiagnosticGrade, ExerciseGrade, Kind, Points, TestGrade};
use crate::text::{count, sentence};
use maud::{Markup, PreEscaped, html};

/// How many bytes of a message, and of what a test printed, are shown.
const MAX_MESSAGE: usize = 4 << 10;
const MAX_OUTPUT: usize = 2 << 10;
/// How many messages of the compiler are shown.
const MAX_DIAGNOSTICS: usize = 5;
/// How many characters of a line are shown where only a line is.
const MAX_LINE: usize = 200;
/// How many digits of a hash tell one file from another.
const HASH_DIGITS: usize = 16;

/// How much of a story is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// All but what nobody reads to its end.
    Full,
    /// A line of each message.
    Brief,
}

/// The story of an exercise. `id` is what its cell links to.
pub(super) fn story(id: &str, title: &str, exercise: &ExerciseGrade, length: Length) -> Markup {
    let mark = Mark::of(exercise.kind);
    let said = |text: &str| match length {
        Length::Full => clipped(text.trim(), MAX_MESSAGE),
        Length::Brief => first_line(text, MAX_LINE),
    };
    let message = said(&exercise.message);
    let told: Vec<&TestGrade> = exercise.tests.iter().filter(|test| is_told(test)).collect();
    html! {
        article class={ "story " (mark.class()) } id=(id) {
            h3 { bdi { (title) } }
            p class=(mark.class()) {
                span.mark { (mark.sign) } " " strong { (exercise.kind.words()) } " "
                span.worth { (worth(exercise.points, exercise.max_points)) }
            }
            @if !message.is_empty() { p.message dir="auto" { (message) } }
            @if exercise.remarks().next().is_some() {
                ul.notes {
                    @for note in exercise.remarks() { li dir="auto" { (first_line(note, MAX_LINE)) } }
                }
            }
            @if !told.is_empty() {
                ul.tests { @for test in told { (test_story(test, length)) } }
            }
            (names(&exercise.tests, Kind::Pass))
            @if mark.group != Group::None { (names(&exercise.tests, Kind::NotRun)) }
            (diagnostics(&exercise.diagnostics, length))
            p.trail {
                bdi { (first_line(&exercise.path, MAX_LINE)) }
                @if let Some(hash) = &exercise.hash {
                    " \u{b7} hash " code { (shortened(hash)) }
                }
                @if exercise.ms > 0 { " \u{b7} " (seconds(exercise.ms)) }
            }
        }
        (PreEscaped("\n"))
    }
}

/// Whether a test has something to say beyond its name.
fn is_told(test: &TestGrade) -> bool {
    !matches!(test.kind, Kind::Pass | Kind::NotRun)
}

fn test_story(test: &TestGrade, length: Length) -> Markup {
    let mark = Mark::of(test.kind);
    let (message, output) = match length {
        Length::Full => (
            clipped(test.message.trim(), MAX_MESSAGE),
            clipped(test.output.trim_end(), MAX_OUTPUT),
        ),
        Length::Brief => (first_line(&test.message, MAX_LINE), String::new()),
    };
    html! {
        li class=(mark.class()) {
            span.mark { (mark.sign) } " " strong { bdi { (name(test)) } } " "
            span.worth { (test.kind.words()) ", " (worth(Some(test.points), test.max_points)) }
            @if !message.is_empty() { pre dir="auto" { (message) } }
            @if let Some((file, line)) = &test.place {
                p.place { bdi { (first_line(file, MAX_LINE)) } ":" (line) }
            }
            @if !output.is_empty() {
                details {
                    summary { "What it printed" }
                    pre dir="auto" { (output) }
                    @if test.truncated { p.place { "It printed more than is kept." } }
                }
            }
        }
    }
}

/// The tests of a kind that have no more than their names. Where all are of this kind nobody needs the names.
fn names(tests: &[TestGrade], kind: Kind) -> Markup {
    let names: Vec<String> = tests
        .iter()
        .filter(|test| test.kind == kind)
        .map(name)
        .collect();
    html! {
        @if names.len() == tests.len() && names.len() > 1 {
            p { "All " (names.len()) " tests " (kind.words()) "." }
        } @else if !names.is_empty() {
            p { (count(names.len(), "test")) " " (kind.words()) ": " bdi { (names.join(", ")) } "." }
        }
    }
}

fn name(test: &TestGrade) -> String {
    let name = first_line(&sentence(&test.name), MAX_LINE);
    if test.hidden {
        format!("{name} (hidden)")
    } else {
        name
    }
}

fn diagnostics(diagnostics: &[DiagnosticGrade], length: Length) -> Markup {
    let n_more = diagnostics.len().saturating_sub(MAX_DIAGNOSTICS);
    let shown = |diagnostic: &DiagnosticGrade| match (length, diagnostic.rendered.trim()) {
        (Length::Full, "") => clipped(diagnostic.message.trim(), MAX_MESSAGE),
        (Length::Full, rendered) => clipped(rendered, MAX_MESSAGE),
        (Length::Brief, _) => first_line(&diagnostic.message, MAX_LINE),
    };
    html! {
        @if !diagnostics.is_empty() {
            h4 { "The compiler" }
            @for diagnostic in diagnostics.iter().take(MAX_DIAGNOSTICS) {
                pre dir="auto" { (shown(diagnostic)) }
            }
            @if n_more > 0 { p { "And " (count(n_more, "more message")) "." } }
        }
    }
}

/// Points out of points, in words.
pub(super) fn worth(points: Option<Points>, max_points: Points) -> String {
    match points {
        Some(_) if max_points == Points::default() => "worth no points".to_owned(),
        Some(points) => format!("{points} of {max_points} points"),
        None => "no points".to_owned(),
    }
}

/// The digits of a hash that people compare.
pub(super) fn shortened(hash: &str) -> String {
    hash.chars().take(HASH_DIGITS).collect()
}

/// A time as people read it.
fn seconds(ms: u64) -> String {
    format!("{}.{:02} s", ms / 1_000, ms % 1_000 / 10)
}
