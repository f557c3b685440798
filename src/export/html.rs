//! The page of a class: one HTML file that asks for nothing from anywhere else, and opens from wherever it lies.
//! The only door to `maud`.
//!
//! A row is written as each submission comes. Behind it, in an element that browsers parse only where scripts do not run,
//! stand the stories of its cells; the script parses those that somebody opens. What needs the whole class comes last, and
//! the script puts it first. A file that was cut off lacks its last element, and says so.
//!
//! What learners wrote is text in it: `maud` escapes all, and the page's own policy lets nothing run but the script whose
//! hash it names. <https://www.w3.org/TR/CSP3/>

mod mark;
mod overview;
mod story;

use super::shown::{by_own_tests, first_line};
use super::{Exporter, UNFINISHED};
use crate::grade::{ExerciseGrade, Header, Kind, Points, SubmissionGrade, Summary};
use crate::text::count;
use mark::Mark;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use overview::{Overview, is_odd};
use std::io::{self, Write};
use story::{Length, shortened, story, worth};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
/// SHA-256 of the two, in base64. A test compares them, and tells the new ones.
const STYLE_HASH: &str = "i9kCdAJuQ+Z3l6Kg+nTZz7Tv7xp+mZMJG4m1TASeyG4=";
const SCRIPT_HASH: &str = "81AqrlxiF4f7IX7d7aWszigG0afjkz9XyHvvIC7q6kk=";

/// How many bytes of a page tell the stories in full. From there on a line of each message is told, so that the page of a
/// large class still opens.
const MAX_IN_FULL: usize = 24_000_000;
const MAX_NAME: usize = 100;
/// Columns before those of the exercises: learner, points, passed.
const FIRST: usize = 3;

/// Learners by exercises.
#[derive(Clone, Debug, Default)]
pub struct Html {
    overview: Overview,
    n_rows: usize,
    n_bytes: usize,
}

impl Html {
    /// An empty page.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Exporter for Html {
    fn stand_in(&self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                (head(header))
                body {
                    header {
                        h1 { bdi { (header.workbook) } }
                        (facts(header))
                        p #incomplete .banner { (UNFINISHED) }
                    }
                }
            }
        };
        out.write_all(page.0.as_bytes())
    }

    fn begin(&mut self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        self.overview = Overview::new(header);
        let page = html! {
            (DOCTYPE)
            (PreEscaped("<html lang=\"en\">\n"))
            (head(header))
            (PreEscaped("\n<body>\n"))
            a.skip href="#learners" { "Go to the table" }
            (top(header))
            (PreEscaped("\n<main>\n<section id=\"learners\" aria-labelledby=\"learners-title\">"))
            h2 #learners-title { "Learners by exercises" }
            (filters())
            (legend())
            (PreEscaped("\n<div class=\"scroll grid\" role=\"region\" aria-labelledby=\"learners-title\" tabindex=\"0\"><table id=\"class\">\n"))
            (table_head(header))
            (PreEscaped("\n"))
        };
        out.write_all(page.0.as_bytes())
    }

    fn submission(
        &mut self,
        header: &Header,
        grade: &SubmissionGrade,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let row = self.n_rows;
        self.n_rows += 1;
        let length = if self.n_bytes < MAX_IN_FULL {
            Length::Full
        } else {
            Length::Brief
        };
        let learner = first_line(&grade.name, MAX_NAME);
        let mut cells = Vec::with_capacity(header.exercises.len());
        for (at, known) in header.exercises.iter().enumerate() {
            let found = grade.exercises.iter().find(|it| it.name == known.name);
            let id = format!("s{row}-{at}");
            if let Some(exercise) = found {
                self.overview.add(at, known, &id, &learner, exercise);
            }
            cells.push((id, known, found));
        }
        self.overview.add_points(grade);
        let points = grade.points();
        let n_passed = grade.n_passed();
        let body = html! {
            tbody {
                tr {
                    th.who scope="row" { a href={ "#s" (row) } { bdi { (learner) } } }
                    td.sum data-n=(points.map_or(-1.0, Points::as_f64)) {
                        @match points {
                            Some(points) => (points),
                            None => { abbr title="something could not be graded" { "none" } },
                        }
                    }
                    td.sum data-n=(n_passed) { (n_passed) small { "/" (header.exercises.len()) } }
                    @for (at, (id, _, exercise)) in cells.iter().enumerate() {
                        (cell(id, *exercise, begins_chapter(header, at)))
                    }
                }
                tr.more {
                    td colspan=(FIRST + header.exercises.len()) {
                        noscript {
                            details id={ "s" (row) } {
                                summary { "What happened: " bdi { (learner) } }
                                (PreEscaped("\n"))
                                @for (id, known, exercise) in &cells {
                                    @if let Some(exercise) = exercise {
                                        (story(id, &known.title, exercise, length))
                                    }
                                }
                            }
                        }
                    }
                }
            }
            (PreEscaped("\n"))
        };
        self.n_bytes += body.0.len();
        out.write_all(body.0.as_bytes())
    }

    fn end(&mut self, header: &Header, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.unfinished(header, summary, out)?;
        out.write_all(b"<p id=\"complete\" hidden></p>\n</body>\n</html>\n")
    }

    fn unfinished(
        &mut self,
        header: &Header,
        so_far: &Summary,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let page = html! {
            (PreEscaped("</table>"))
            p #nobody .nobody hidden { "There is no such learner." }
            (PreEscaped("</div>\n</section>\n"))
            (self.overview.render(header, so_far))
            (PreEscaped("\n</main>\n"))
        };
        out.write_all(page.0.as_bytes())
    }
}

/// Text of ours as it is hashed: browsers, too, know one line end.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn head(header: &Header) -> Markup {
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{STYLE_HASH}'; script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'"
    );
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            title { (header.workbook) ": the class" }
            (PreEscaped("\n"))
            style { (PreEscaped(plain(STYLE))) }
            (PreEscaped("\n"))
            script { (PreEscaped(plain(SCRIPT))) }
        }
    }
}

/// What was graded with what.
fn top(header: &Header) -> Markup {
    html! {
        header {
            h1 { bdi { (header.workbook) } }
            (facts(header))
            @if let Some(own) = by_own_tests(header) { p.guard { (own) } }
            p #incomplete .banner { "This report is incomplete: grading did not come to its end." }
            (enforced(header))
            p.jump {
                a href="#struggles" { "Where the class struggles" }
                a href="#look" { "Look at these" }
                a href="#learners" { "Learners by exercises" }
            }
        }
    }
}

fn facts(header: &Header) -> Markup {
    html! {
        p.facts {
            span { (count(header.n_submissions, "submission")) }
            @if let Some(shard) = header.shard { span { (shard) } }
            span { (count(header.exercises.len(), "exercise")) }
            span { (header.max_points()) " points" }
            span { "graded " time datetime=(header.started) { (day_and_minute(&header.started)) } }
            span { (header.rustc) }
            span { "workbook " (header.tool_version) " (" (shortened(&header.workbook_hash)) ")" }
        }
    }
}

/// `2026-01-31T12:00:00Z` as `2026-01-31 12:00 UTC`.
fn day_and_minute(time: &str) -> String {
    match (time.get(..10), time.get(10..11), time.get(11..16)) {
        (Some(day), Some("T"), Some(minute)) if time.ends_with('Z') => {
            format!("{day} {minute} UTC")
        }
        _ => time.to_owned(),
    }
}

fn enforced(header: &Header) -> Markup {
    let missing = header.enforced.missing();
    html! {
        @if missing.is_empty() {
            p.guard { "Everything this program knows to enforce was enforced." }
        } @else {
            div.guard.open role="note" {
                strong { "Not everything was enforced:" }
                ul { @for sentence in missing { li { (sentence) } } }
            }
        }
    }
}

fn filters() -> Markup {
    html! {
        form #filters .filters role="search" aria-label="Filter the table" {
            label { "Find a learner" input #find type="search" autocomplete="off" spellcheck="false"; }
            label {
                "Show"
                select #state {
                    option value="" { "all" }
                    option value="trouble" { "failed" }
                    option value="look" { "to look at" }
                    option value="error" { "could not be graded" }
                    option value="none" { "not begun" }
                    option value="complete" { "complete" }
                }
            }
            label { "Exercise" select #exercise { option value="" { "all exercises" } } }
            button #clear type="button" { "Clear" }
        }
        p #said .said role="status" {}
    }
}

fn legend() -> Markup {
    html! {
        details.legend {
            summary { "What the signs mean" }
            ul {
                @for kind in Kind::ALL {
                    @let mark = Mark::of(kind);
                    li { span class={ "mark " (mark.class()) } { (mark.sign) } " " (kind.words()) }
                }
                li { "Keys: the arrows go from cell to cell, Enter opens one, Escape closes it." }
                li { "A marked corner: there is a note. A number: the points, where they are neither all nor none." }
            }
        }
    }
}

fn table_head(header: &Header) -> Markup {
    let chapters = header
        .exercises
        .chunk_by(|one, other| one.chapter == other.chapter);
    html! {
        caption.unseen {
            "Learners by exercises. Each cell opens what happened. From a cell in focus the arrow keys go to the others."
        }
        colgroup {
            col.who; col.sum; col.sum;
            @for _ in &header.exercises { col.ex; }
        }
        thead {
            tr.chapters {
                td.who {} td colspan="2" {}
                @for chapter in chapters {
                    @let name = &chapter[0].chapter;
                    th scope="colgroup" colspan=(chapter.len()) data-chapter=(name) title=(name) { (name) }
                }
            }
            tr.names {
                th.who scope="col" data-title="learner" { span { "Learner" } }
                th.sum scope="col" data-title="points" { span { "Points" } }
                th.sum scope="col" data-title="passed exercises" { span { "Passed" } }
                @for (at, exercise) in header.exercises.iter().enumerate() {
                    th .ex .first[begins_chapter(header, at)] scope="col" data-title=(exercise.title) data-chapter=(exercise.chapter) {
                        span title=(exercise.title) { (exercise.title) @if exercise.own_tests { " (own tests)" } }
                    }
                }
            }
        }
    }
}

fn begins_chapter(header: &Header, at: usize) -> bool {
    at == 0 || header.exercises[at].chapter != header.exercises[at - 1].chapter
}

/// A cell. Its name, for those who do not see it, is what its sign means.
fn cell(id: &str, exercise: Option<&ExerciseGrade>, is_first: bool) -> Markup {
    let Some(exercise) = exercise else {
        return html! { td .none .first[is_first] {} };
    };
    let mark = Mark::of(exercise.kind);
    let is_noted = is_odd(exercise) && !exercise.notes.is_empty();
    let name = format!(
        "{}, {}{}",
        exercise.kind.words(),
        worth(exercise.points, exercise.max_points),
        if is_noted { ", with a note" } else { "" }
    );
    let partial = exercise
        .points
        .filter(|points| *points > Points::default() && *points < exercise.max_points);
    html! {
        td .(mark.class()) .noted[is_noted] .first[is_first] {
            a href={ "#" (id) } aria-label=(name) {
                (mark.sign)
                @if let Some(points) = partial { small { (points) } }
            }
        }
        (PreEscaped("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest as _, Sha256};

    #[test]
    fn the_policy_names_the_hashes_of_style_and_script() {
        for (name, text, hash) in [
            ("STYLE_HASH", STYLE, STYLE_HASH),
            ("SCRIPT_HASH", SCRIPT, SCRIPT_HASH),
        ] {
            let now = STANDARD.encode(Sha256::digest(plain(text)));
            assert_eq!(hash, now, "{name} is to be the one on the right");
        }
    }

    #[test]
    fn style_and_script_do_not_end_their_elements() {
        assert!(!STYLE.contains("</"));
        assert!(!SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
        for text in [STYLE, SCRIPT] {
            assert!(
                !text.contains("http") && !text.contains("url("),
                "a request"
            );
        }
    }

    #[test]
    fn times_are_read_by_people() {
        for (time, expected) in [
            ("2026-01-31T12:00:00Z", "2026-01-31 12:00 UTC"),
            ("2026-01-31", "2026-01-31"),
            ("", ""),
            ("\u{e9}\u{e9}\u{e9}", "\u{e9}\u{e9}\u{e9}"),
        ] {
            assert_eq!(day_and_minute(time), expected);
        }
    }
}
