//! The page of similar submissions: one HTML file without a script, that asks for nothing from anywhere else. Behind the
//! door to `maud`.
//!
//! What learners wrote is text in it: `maud` escapes all, and the page's own policy lets nothing run or load.
//! <https://www.w3.org/TR/CSP3/>

use crate::similarity::{CAUTION, Cell, Pair, Passage, Similarities};
use crate::text::{count, sanitize};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("pairs/page.css");

/// The page.
pub fn pairs_page(similarities: &Similarities) -> String {
    let found = &similarities.found;
    let terms = similarities.terms;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { "Similar submissions: " (clean(&similarities.workbook)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Submissions that share more than they were given" }
                    p.caution { strong { (CAUTION) } " Read the passages, and talk with both." }
                    p.facts {
                        (clean(&similarities.workbook)) ": " (count(similarities.learners.len(), "submission")) ", "
                        (count(similarities.exercises.len(), "exercise")) ", "
                        (count(found.n_compared, "file")) " with something of their own. Names, numbers, comments, layout and "
                        "the order of functions do not count. Left out is what the workbook gives, and what many of the class wrote. "
                        "Told are pairs that share " (terms.at_least) " percent or more of what the shorter file has of its own, and "
                        (count(terms.min_tokens, "token")) " or more."
                    }
                    @if !found.unread.is_empty() {
                        details.facts {
                            summary { (count(found.unread.len(), "file")) " not compared: no Rust can be read there" }
                            ul {
                                @for (learner, path) in &found.unread {
                                    li { (clean(similarities.learner(*learner))) ": " (clean(path)) }
                                }
                            }
                        }
                    }
                }
                main {
                    @if found.pairs.is_empty() {
                        p { "There is no such pair." }
                    } @else {
                        (table(similarities))
                        @for (idx, pair) in found.pairs.iter().enumerate() {
                            (section(similarities, idx + 1, pair))
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}

fn table(similarities: &Similarities) -> Markup {
    let found = &similarities.found;
    let n_told = found.pairs.len();
    html! {
        div.scroll {
            table.pairs {
                caption {
                    @if found.n_pairs > n_told {
                        "The " (n_told) " most telling of " (count(found.n_pairs, "pair"))
                    } @else {
                        (count(n_told, "pair")) ", the most telling first"
                    }
                }
                thead {
                    tr {
                        th scope="col" { "Pair" }
                        th scope="col" { "Learners" }
                        th scope="col" { "Exercise" }
                        th.n scope="col" { "Percent" }
                        th.n scope="col" { "Tokens" }
                        th scope="col" { "Note" }
                    }
                }
                tbody {
                    @for (idx, pair) in found.pairs.iter().enumerate() {
                        tr {
                            td { a href={ "#pair-" (idx + 1) } { (idx + 1) } }
                            th scope="row" { (names(similarities, pair)) }
                            td { (clean(&pair.exercise)) }
                            td.n { (pair.percent) }
                            td.n { (pair.tokens) }
                            td { @if pair.identical { "the same file" } }
                        }
                    }
                }
            }
        }
    }
}

fn section(similarities: &Similarities, number: usize, pair: &Pair) -> Markup {
    html! {
        section id={ "pair-" (number) } {
            h2 { (number) ". " (names(similarities, pair)) ", " (clean(&pair.exercise)) }
            p.facts {
                @if pair.identical {
                    "The same file; " (count(pair.tokens, "token")) " of it their own."
                } @else {
                    (count(pair.tokens, "token")) " shared, " (pair.percent) " percent of what the shorter file has of its own."
                }
            }
            @for passage in &pair.passages {
                (self::passage(similarities, pair, passage))
            }
        }
    }
}

fn passage(similarities: &Similarities, pair: &Pair, passage: &Passage) -> Markup {
    let head = |learner: usize, path: &str, lines: crate::similarity::Lines| {
        html! {
            th colspan="2" scope="colgroup" {
                (clean(similarities.learner(learner))) " "
                span.place { (clean(path)) ":" (lines.first) "\u{2013}" (lines.last) }
            }
        }
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label={ "A passage of " (names(similarities, pair)) } {
            table.passage {
                colgroup { col.number; col; col.number; col; }
                thead {
                    tr {
                        (head(pair.learners.0, &pair.paths.0, passage.a))
                        (head(pair.learners.1, &pair.paths.1, passage.b))
                    }
                }
                tbody {
                    @for (a, b) in &passage.rows {
                        tr { (cell(a.as_ref())) (cell(b.as_ref())) }
                    }
                }
            }
            @if passage.n_more_rows > 0 {
                p.facts { "... and " (count(passage.n_more_rows, "more row")) }
            }
        }
    }
}

fn cell(cell: Option<&Cell>) -> Markup {
    html! {
        @match cell {
            None => { td.line {} td.code {} }
            Some(cell) => {
                td.line { (cell.line) }
                td.code {
                    @if cell.is_shared { mark { (clean(&cell.text)) } } @else { (clean(&cell.text)) }
                }
            }
        }
    }
}

fn names(similarities: &Similarities, pair: &Pair) -> Markup {
    html! {
        bdi { (clean(similarities.learner(pair.learners.0))) } " and "
        bdi { (clean(similarities.learner(pair.learners.1))) }
    }
}

/// Without what commands a reader: signs that turn the direction of text would show code that is not there.
fn clean(text: &str) -> String {
    sanitize(text).replace('\n', " ")
}
