//! The texts of a new exercise. Its task is a stand-in, the largest of some numbers, which is solved, answered otherwise
//! and answered wrong; so everything holds together until the author puts the real one in its place.

use super::Plan;
use crate::concept::SECTIONS;
use crate::table::quoted;
use crate::verify::MARK;
use std::fmt::Write as _;

const TESTS: &str = "    #[test]
    fn the_largest_number_is_found() {
        assert_eq!(NAME(&[3, 7, 5]), Some(7));
    }

    #[test]
    fn all_numbers_may_be_below_zero() {
        assert_eq!(NAME(&[-3, -1, -2]), Some(-1));
    }

    #[test]
    fn no_numbers_have_no_largest() {
        assert_eq!(NAME(&[]), None);
    }
}
";

/// The test that has a hint of its own and catches the wrong answer.
const TEST: &str = "all_numbers_may_be_below_zero";

/// `two_sum` is "Two sum".
pub(super) fn in_words(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut chars = words.chars();
    let first = chars.next().map(|ch| ch.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

pub(super) fn starter(plan: &Plan) -> String {
    let Plan {
        name,
        title,
        difficulty,
        minutes,
        ..
    } = plan;
    let cards = cards_line(plan);
    let tests = TESTS.replace("NAME", name);
    format!(
        "//! # {title}
//!
//! {MARK}: a story of two or three sentences: where this comes up at work, and what is asked for
//!
//! ## What to write
//! - `{name}`: the largest of some numbers. {MARK}: the real task in its place, in all files
//!
//! ## Edge cases that count
//! - The numbers may all be below zero, and there may be none.
//! - {MARK}: whatever else the tests ask for; whoever has only this file must be able to solve it
//!
//! ## Complexity
//! - O(n) time. {MARK}: what is asked for, and how the tests judge it
//!
//! Difficulty {difficulty} of 5, about {minutes} minutes.
//! {cards}

/// The largest of `numbers`, or `None` if there are none.
pub fn {name}(numbers: &[i64]) -> Option<i64> {{
    todo!()
}}

#[cfg(test)]
mod tests {{
    use super::*;

    // {MARK}: a test for each edge case, from simple to hard; the name is a sentence. The same in the solution
{tests}"
    )
}

fn cards_line(plan: &Plan) -> String {
    let list = |slugs| listed(slugs, '`');
    let mut line = format!("Cards: {}.", list(&plan.concepts));
    if !plan.see_also.is_empty() {
        let see_also = list(&plan.see_also);
        write!(line, " See also: {see_also}.").expect("a string takes all");
    }
    line
}

fn listed(slugs: &[String], quote: char) -> String {
    let quoted: Vec<String> = slugs
        .iter()
        .map(|slug| format!("{quote}{slug}{quote}"))
        .collect();
    quoted.join(", ")
}

pub(super) fn solution(plan: &Plan) -> String {
    let Plan { name, title, .. } = plan;
    let tests = TESTS.replace("NAME", name);
    format!(
        "//! # {title}
//!
//! {MARK}: the header of the exercise, and the solution, with comments where they teach

/// The largest of `numbers`, or `None` if there are none.
pub fn {name}(numbers: &[i64]) -> Option<i64> {{
    numbers.iter().copied().max()
}}

#[cfg(test)]
mod tests {{
    use super::*;

{tests}"
    )
}

pub(super) fn right_answer(plan: &Plan) -> String {
    let name = &plan.name;
    format!(
        "//! Another way: one number after the other.
//!
//! {MARK}: a right answer of another make than the solution, which shows that the tests are fair

pub fn {name}(numbers: &[i64]) -> Option<i64> {{
    let (first, rest) = numbers.split_first()?;
    let mut largest = *first;
    for &number in rest {{
        if number > largest {{
            largest = number;
        }}
    }}
    Some(largest)
}}
"
    )
}

pub(super) fn wrong_answer(plan: &Plan) -> String {
    let name = &plan.name;
    format!(
        "//! Caught by: {TEST}
//!
//! {MARK}: a mistake that real candidates make, and why they make it
//! Whoever begins with zero takes it for the largest when all numbers are smaller.

pub fn {name}(numbers: &[i64]) -> Option<i64> {{
    let mut largest = 0;
    for &number in numbers {{
        largest = largest.max(number);
    }}
    (!numbers.is_empty()).then_some(largest)
}}
"
    )
}

pub(super) fn entry(plan: &Plan) -> String {
    let list = |slugs| listed(slugs, '"');
    let guessed = format!(
        "# {MARK}: how hard it is, from 1 to 5, and how long an interviewer would give, here and in the header\n"
    );
    let see_also = format!("see_also = [{}]\n", list(&plan.see_also));
    let hint = |when: &str, what: &str| {
        format!("\n[[exercises.hints]]\n{when}text = \"\"\"\n{MARK}: {what}\n\"\"\"\n")
    };
    [
        format!(
            "[[exercises]]\nname = \"{}\"\ndir = \"{}\"\ntitle = {}\n",
            plan.name,
            plan.dir,
            quoted(&plan.title)
        ),
        if plan.is_guessed {
            guessed
        } else {
            String::new()
        },
        format!(
            "difficulty = {}\nminutes = {}\nstarts = \"test fails\"\nconcepts = [{}]\n",
            plan.difficulty,
            plan.minutes,
            list(&plan.concepts)
        ),
        if plan.see_also.is_empty() {
            String::new()
        } else {
            see_also
        },
        hint("", "a question that nudges: what is worth another look?"),
        hint("", "the idea, in words"),
        hint("", "the shape, and nearly the code"),
        hint(
            &format!("when = {{ test = \"{TEST}\" }}\n"),
            "what to look at when this very test fails",
        ),
    ]
    .concat()
}

pub(super) fn card(slug: &str, topic: &str) -> String {
    let title = in_words(slug);
    let head = format!(
        "+++\ntitle = \"{title}\"\ntopic = \"{topic}\"\ncovers = []\nsee_also = []\nsources = [\n    \
         \"{MARK}: the RFC, manual or paper in which its facts were checked\",\n]\n+++\n"
    );
    let parts = [
        "what one would say first in an interview",
        "the idea step by step",
        "what it costs, and where people fall in",
        "a snippet that compiles on its own, or the crate to reach for",
        "three questions, each with its answer in a sentence",
    ];
    let sections = SECTIONS.iter().zip(parts);
    let sections = sections.map(|(section, part)| format!("\n## {section}\n{MARK}: {part}\n"));
    head + &sections.collect::<Vec<_>>().concat()
}
