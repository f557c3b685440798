//! The lines that might be the reason why a test did not come to its end: a guess from the source.

use super::Line;
use super::excerpt::Quoted;
use crate::source::{Function, LoopEnd};
use crate::text::short_name;
use crate::verdict::{AbortCause, TestResult, TestVerdict};

/// How many lines are named.
const MAX_SUSPECTS: usize = 3;

/// The suspicious lines and what to ask of them; nothing where the source does not tell.
pub(super) fn suspects(test: &TestVerdict, quoted: &Quoted) -> Vec<Line> {
    let Some(function) = quoted.passages.test(short_name(&test.name)) else {
        return Vec::new();
    };
    let found = match &test.result {
        TestResult::Hung { .. } | TestResult::TooMuchOutput => {
            loops(function, quoted).or_else(|| recursions(function, quoted))
        }
        TestResult::Aborted { cause, .. } => match cause {
            AbortCause::OutOfMemory => loops(function, quoted),
            AbortCause::StackOverflow => recursions(function, quoted),
            AbortCause::Unknown => ends(&["abort("], quoted),
            AbortCause::PanicInDrop => None,
        },
        TestResult::EndedEarly { .. } => ends(&["exit("], quoted),
        _ => None,
    };
    let Some((words, numbers)) = found else {
        return Vec::new();
    };
    let numbers = &numbers[..numbers.len().min(MAX_SUSPECTS)];
    let mut lines = vec![Line::empty(), Line::plain(words)];
    if let [number] = numbers {
        lines.push(quoted.place(*number));
    }
    quoted.lines(numbers, &mut lines);
    lines
}

/// A question and the lines it is about.
type Suspicion = (&'static str, Vec<usize>);

fn loops(test: &Function, quoted: &Quoted) -> Option<Suspicion> {
    let loops = quoted.passages.suspicious_loops(test);
    let words = match (loops.first()?.end, loops.len()) {
        (LoopEnd::Never, 1) => "This loop says nowhere how it ends:",
        (LoopEnd::Never, _) => "These loops say nowhere how they end:",
        (LoopEnd::OnCondition, 1) => {
            "Look at this loop first: does it come nearer to its end each time?"
        }
        (LoopEnd::OnCondition, _) => {
            "Look at these loops first: does each come nearer to its end every time?"
        }
        (LoopEnd::OfItems, _) => return None,
    };
    Some((words, loops.iter().map(|found| found.line).collect()))
}

fn recursions(test: &Function, quoted: &Quoted) -> Option<Suspicion> {
    let recursions = quoted.passages.recursions(test);
    let words = match recursions.len() {
        0 => return None,
        1 => "This function calls itself; when does it stop?",
        _ => "These functions call themselves; when do they stop?",
    };
    Some((words, recursions.iter().map(|found| found.first).collect()))
}

fn ends(calls: &[&str], quoted: &Quoted) -> Option<Suspicion> {
    let numbers = quoted.lines_with(calls);
    let words = match numbers.len() {
        0 => return None,
        1 => "This line ends the process:",
        _ => "One of these lines ends the process:",
    };
    Some((words, numbers))
}
