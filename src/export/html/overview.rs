//! What needs the whole class: figures, where it struggles, and what an instructor should look at. Made of counts, and of
//! a line for each thing that is odd, so that it stays small whatever the size of the class.

use super::mark::{Group, Mark};
use crate::export::shown::first_line;
use crate::grade::{
    ExerciseGrade, ExerciseHeader, Header, Kind, Points, SubmissionGrade, Summary, TestHeader,
};
use crate::text::{count, sentence};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// How many exercises are shown before the others are asked for.
const HARDEST: usize = 5;
/// How many odd things of each of the two makes are listed; the table shows them all.
const MAX_ODD: usize = 500;
const MAX_LINE: usize = 200;

/// Counts of a class.
#[derive(Clone, Debug, Default)]
pub(super) struct Overview {
    exercises: Vec<Tally>,
    /// What is odd by its kind, and what only has a note: whoever ended the process is not to stand behind all those who know the
    /// reference solution.
    odd: Vec<Odd>,
    noted: Vec<Odd>,
    /// How many cells are odd, and how many of them are not listed.
    n_odd: usize,
    n_unlisted: usize,
    /// Submissions whose points are known, and these points.
    n_known: usize,
    points: Points,
}

/// Counts of an exercise.
#[derive(Clone, Debug, Default)]
struct Tally {
    n_passed: usize,
    n_failed: usize,
    n_not_begun: usize,
    n_errors: usize,
    /// How many learners have so many points. An exercise has few ways to share out its points.
    points: BTreeMap<Points, usize>,
    /// How often each test failed, in the order of the exercise.
    failed_tests: Vec<usize>,
}

/// Something to look at: the same thing in one or more exercises of a learner.
#[derive(Clone, Debug)]
struct Odd {
    /// What the cell of the first is called.
    id: String,
    learner: String,
    /// The first.
    exercise: usize,
    kind: Kind,
    note: String,
    n_more: usize,
}

/// Whether a cell is for the instructor's eyes.
pub(super) fn is_odd(exercise: &ExerciseGrade) -> bool {
    Mark::of(exercise.kind).group == Group::Look || !exercise.notes.is_empty()
}

impl Overview {
    /// An empty one.
    pub(super) fn new(header: &Header) -> Self {
        let tally = |exercise: &ExerciseHeader| Tally {
            failed_tests: vec![0; exercise.tests.len()],
            ..Tally::default()
        };
        Self {
            exercises: header.exercises.iter().map(tally).collect(),
            ..Self::default()
        }
    }

    /// Counts a submission.
    pub(super) fn add_points(&mut self, grade: &SubmissionGrade) {
        if let Some(points) = grade.points() {
            self.n_known += 1;
            self.points += points;
        }
    }

    /// Counts the exercise at this place in the header.
    pub(super) fn add(
        &mut self,
        at: usize,
        known: &ExerciseHeader,
        id: &str,
        learner: &str,
        exercise: &ExerciseGrade,
    ) {
        let tally = &mut self.exercises[at];
        match Mark::of(exercise.kind).group {
            Group::Pass => tally.n_passed += 1,
            Group::Fail | Group::Build | Group::Look => tally.n_failed += 1,
            Group::None => tally.n_not_begun += 1,
            Group::Error => tally.n_errors += 1,
        }
        if let Some(points) = exercise.points {
            *tally.points.entry(points).or_default() += 1;
        }
        for test in &exercise.tests {
            if matches!(test.kind, Kind::Pass | Kind::NotRun) {
                continue;
            }
            let same = |known: &TestHeader| known.name == test.name && known.hidden == test.hidden;
            if let Some(at) = known.tests.iter().position(same) {
                tally.failed_tests[at] += 1;
            }
        }
        if is_odd(exercise) {
            let notes = exercise.notes.join("; ");
            self.note(Odd {
                id: id.to_owned(),
                learner: learner.to_owned(),
                exercise: at,
                kind: exercise.kind,
                note: match first_line(&notes, MAX_LINE) {
                    note if note.is_empty() => exercise.kind.words().to_owned(),
                    note => note,
                },
                n_more: 0,
            });
        }
    }

    fn note(&mut self, new: Odd) {
        self.n_odd += 1;
        let all = match Mark::of(new.kind).group {
            Group::Look => &mut self.odd,
            _ => &mut self.noted,
        };
        let own = all.iter_mut().rev();
        let mut own = own.take_while(|odd| odd.learner == new.learner);
        if let Some(same) = own.find(|odd| odd.kind == new.kind && odd.note == new.note) {
            same.n_more += 1;
        } else if all.len() < MAX_ODD {
            all.push(new);
        } else {
            self.n_unlisted += 1;
        }
    }

    /// What is told of all.
    pub(super) fn render(&self, header: &Header, summary: &Summary) -> Markup {
        html! {
            section #overview aria-labelledby="overview-title" {
                h2 #overview-title { "The class" }
                (self.figures(header, summary))
                div.halves {
                    section aria-labelledby="struggles" {
                        h2 #struggles { "Where the class struggles" }
                        (self.struggles(header))
                    }
                    section.odd aria-labelledby="look" {
                        h2 #look { "Look at these" }
                        (self.look(header))
                    }
                }
            }
        }
    }

    fn figures(&self, header: &Header, summary: &Summary) -> Markup {
        let learners = summary.n_submissions;
        let percent = (summary.exercises_passed * 100).checked_div(summary.exercises);
        html! {
            ul.figures {
                li { b { (learners) } span { @if learners == 1 { "learner" } @else { "learners" } } }
                li { b { (summary.n_passed) } span { "passed everything" } }
                @if let Some(percent) = percent {
                    li { b { (percent) "%" } span { "of exercises passed" } }
                }
                @if self.n_known > 0 {
                    li {
                        b { (self.points.share(1, self.n_known)) }
                        span { "points on average, of " (header.max_points()) }
                    }
                }
                li { b { (summary.n_errors) } span { "could not be graded whole" } }
                li { b { (self.n_odd) } span { "to look at" } }
            }
        }
    }

    fn struggles(&self, header: &Header) -> Markup {
        let mut order: Vec<usize> = (0..self.exercises.len()).collect();
        // The fewest passes first; where they are as many, the most failures.
        order.sort_by_key(|&at| {
            let tally = &self.exercises[at];
            (tally.n_passed, std::cmp::Reverse(tally.n_failed))
        });
        let (hardest, rest) = order.split_at(order.len().min(HARDEST));
        html! {
            div.scroll {
                (self.table(header, hardest, "The hardest exercises, hardest first"))
                @if !rest.is_empty() {
                    details.rest {
                        summary { "The " (count(rest.len(), "easier exercise")) }
                        (self.table(header, rest, "The easier exercises, hardest first"))
                    }
                }
            }
        }
    }

    fn table(&self, header: &Header, order: &[usize], caption: &str) -> Markup {
        let has_errors = self.exercises.iter().any(|tally| tally.n_errors > 0);
        html! {
            table.struggles {
                caption.unseen { (caption) }
                thead {
                    tr {
                        th scope="col" { "Exercise" }
                        td.bar {}
                        th.n.b-pass scope="col" { "Passed" }
                        th.n.b-fail scope="col" { "Failed" }
                        th.n.b-none scope="col" { "Not begun" }
                        @if has_errors { th.n.b-error scope="col" { "Not graded" } }
                        th.n scope="col" { "Median points" }
                        th scope="col" { "Fails most often" }
                    }
                }
                tbody {
                    @for &at in order { (self.exercises[at].row(&header.exercises[at], has_errors)) }
                }
            }
        }
    }

    fn look(&self, header: &Header) -> Markup {
        html! {
            @if self.n_odd == 0 {
                p { "Nothing: no sign that anything is odd." }
            } @else {
                p { "Signs that something is odd. They are no verdict." }
                ul tabindex="0" {
                    @for odd in self.odd.iter().chain(&self.noted) {
                        @let mark = Mark::of(odd.kind);
                        li {
                            span class={ "mark " (mark.class()) } aria-hidden="true" { (mark.sign) }
                            a href={ "#" (odd.id) } {
                                bdi { (odd.learner) } ", " bdi { (header.exercises[odd.exercise].title) }
                                @if odd.n_more > 0 { " and " (odd.n_more) " more" }
                            }
                            " " bdi.note { (odd.note) }
                        }
                    }
                    @if self.n_unlisted > 0 { li { "And " (self.n_unlisted) " more: the table shows them all." } }
                }
            }
        }
    }
}

impl Tally {
    fn row(&self, exercise: &ExerciseHeader, has_errors: bool) -> Markup {
        let worst = self
            .failed_tests
            .iter()
            .zip(&exercise.tests)
            .filter(|(n_failed, _)| **n_failed > 0)
            // The last of equals would come first.
            .rev()
            .max_by_key(|(n_failed, _)| **n_failed);
        html! {
            tr {
                th scope="row" { bdi { (exercise.title) } }
                td.bar { (self.bar()) }
                td.n { (self.n_passed) }
                td.n { (self.n_failed) }
                td.n { (self.n_not_begun) }
                @if has_errors { td.n { (self.n_errors) } }
                td.n {
                    @if exercise.max_points == Points::default() {
                        "no points"
                    } @else if let Some(points) = self.median() {
                        (points) " of " (exercise.max_points)
                    }
                }
                td {
                    @if let Some((n_failed, test)) = worst {
                        bdi { (sentence(&test.name)) @if test.hidden { " (hidden)" } } " (" (n_failed) ")"
                    }
                }
            }
        }
    }

    /// What stands in numbers beside it.
    fn bar(&self) -> Markup {
        let parts = [
            ("b-pass", self.n_passed),
            ("b-fail", self.n_failed),
            ("b-error", self.n_errors),
            ("b-none", self.n_not_begun),
        ];
        let n_all: usize = parts.iter().map(|(_, number)| number).sum();
        let before = |at: usize| parts[..at].iter().map(|(_, number)| number).sum::<usize>();
        html! {
            svg viewBox={ "0 0 " (n_all.max(1)) " 1" } preserveAspectRatio="none" aria-hidden="true" {
                @for (at, (class, number)) in parts.iter().enumerate() {
                    @if *number > 0 { rect class=(class) x=(before(at)) width=(number) height="1" {} }
                }
            }
        }
    }

    /// The points of the learner in the middle; of the two there, where their number is even.
    fn median(&self) -> Option<Points> {
        let n_all: usize = self.points.values().sum();
        let at = |place: usize| {
            let mut n_below = 0;
            self.points.iter().find_map(|(points, number)| {
                n_below += number;
                (place < n_below).then_some(*points)
            })
        };
        let lower = at(n_all.checked_sub(1)? / 2)?;
        let upper = at(n_all / 2)?;
        Some((lower + upper).share(1, 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_of_one_learner_is_one_line_and_what_is_odd_by_its_kind_comes_first() {
        let mut overview = Overview::default();
        let mut note = |learner: &str, exercise: usize, kind: Kind, note: &str| {
            overview.note(Odd {
                id: format!("{learner}{exercise}"),
                learner: learner.to_owned(),
                exercise,
                kind,
                note: note.to_owned(),
                n_more: 0,
            });
        };
        for learner in ["ada", "bob"] {
            for exercise in 0..3 {
                note(learner, exercise, Kind::Pass, "known");
            }
            note(learner, 3, Kind::Fail, "other");
            note(learner, 4, Kind::Pass, "known");
        }
        note("zoe", 0, Kind::EarlyExit, "ended");
        note("zoe", 1, Kind::Policy, "refused");
        note("zoe", 2, Kind::EarlyExit, "ended");
        let lines = |all: &[Odd]| -> Vec<(String, usize)> {
            all.iter().map(|odd| (odd.id.clone(), odd.n_more)).collect()
        };
        let line = |id: &str, n_more| (id.to_owned(), n_more);
        assert_eq!(lines(&overview.odd), [line("zoe0", 1), line("zoe1", 0)]);
        assert_eq!(
            lines(&overview.noted),
            [
                line("ada0", 3),
                line("ada3", 0),
                line("bob0", 3),
                line("bob3", 0)
            ]
        );
        assert_eq!((overview.n_odd, overview.n_unlisted), (13, 0));
        for learner in 0..MAX_ODD + 2 {
            let id = learner.to_string();
            overview.note(Odd {
                id: id.clone(),
                learner: id,
                exercise: 0,
                kind: Kind::Pass,
                note: String::new(),
                n_more: 0,
            });
        }
        assert_eq!((overview.noted.len(), overview.n_unlisted), (MAX_ODD, 6));
    }

    #[test]
    fn the_median_is_of_the_one_or_two_in_the_middle() {
        for (points, expected) in [
            (&[][..], None),
            (&[5], Some(500)),
            (&[0, 10], Some(500)),
            (&[10, 0, 1], Some(100)),
            (&[10, 10, 0, 7], Some(850)),
        ] {
            let mut tally = Tally::default();
            for &points in points {
                *tally.points.entry(Points::whole(points)).or_default() += 1;
            }
            assert_eq!(
                tally.median(),
                expected.map(Points::hundredths),
                "{points:?}"
            );
        }
    }
}
