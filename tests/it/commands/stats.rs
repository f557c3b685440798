//! `stats`: friendly to a beginner, right in its numbers, and the same as JSON.

use super::said;
use crate::said::Said;
use crate::support::{Book, SOLVED};

#[test]
fn a_new_workbook_says_where_to_begin() {
    said(&Book::new(), &["stats"]).exits(0).is_calm().prints(
        "Tiny

No attempts yet: 2 exercises to look forward to.
The first is Add two numbers (difficulty 1/5, 5 min). workbook watch begins, and the numbers come by themselves.
",
    );
}

#[test]
fn what_was_done_is_counted_by_chapter_and_difficulty() {
    let book = Book::new();
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
    book.add_body("    a - b");
    said(&book, &["run", "add"]).is_unsolved(&["0 of 2 tests pass"]);
    said(&book, &["stats"])
        .exits(0)
        .is_calm()
        .says("[----------]  0 of 2 solved\n1 attempt, 0 hints used\nStreak: none now; the first solved exercise begins one\n");
    said(&book, &["hint", "add"]).exits(0);
    book.write("exercises/01_one/add.rs", SOLVED);
    said(&book, &["run", "add"]).is_solved();
    said(&book, &["stats"]).exits(0).is_calm().prints(
        "Tiny

[#####-----]  1 of 2 solved
2 attempts, 1 hint used
under a minute from the first attempt to solved (the middle one of all)
Streak: 1 day, today included

chapter                 solved  tries  hints  time
one      [#####-----]      1/2      2      1  under a minute

difficulty                 solved  tries  hints  time
1/5         [##########]      1/1      2      1  under a minute
not said    [----------]      0/1      0      0  -
",
    );
}

#[test]
fn the_json_has_the_documented_fields() {
    let book = Book::new();
    book.write(
        ".workbook/progress",
        "add solved=2026-01-02T10:20:00Z attempts=3 began=2026-01-02T10:00:00Z hints=0\nsub attempts=1\n",
    );
    let answer = said(&book, &["stats", "--json"]);
    answer.exits(0).is_calm();
    assert_eq!(
        answer.json(),
        serde_json::json!({
            "version": 1,
            "exercises": 2, "solved": 1, "attempts": 4, "hints": 1, "seconds_to_solve": 1200,
            "streak": { "days": 0, "longest": 1, "today": false },
            "chapters": [
                { "dir": "01_one", "title": "one",
                  "exercises": 2, "solved": 1, "attempts": 4, "hints": 1, "seconds_to_solve": 1200 },
            ],
            "difficulties": [
                { "difficulty": 1,
                  "exercises": 1, "solved": 1, "attempts": 3, "hints": 1, "seconds_to_solve": 1200 },
                { "difficulty": null,
                  "exercises": 1, "solved": 0, "attempts": 1, "hints": 0, "seconds_to_solve": null },
            ],
        })
    );
    let readme = include_str!("../../../README.md");
    let fields = answer.json();
    for field in fields.as_object().expect("it is an object").keys() {
        assert!(
            readme.contains(&format!("`{field}`")),
            "README does not tell of `{field}`"
        );
    }
}

#[test]
fn days_are_those_of_the_time_zone() {
    let book = Book::new();
    // Half an hour before and after midnight in Greenwich: one evening in New York, two days in London.
    book.write(
        ".workbook/progress",
        "add solved=2026-01-02T23:30:00Z attempts=1\nsub solved=2026-01-03T00:30:00Z attempts=1\n",
    );
    for (zone, longest) in [("EST5", 1), ("UTC0", 2), ("JST-9", 1)] {
        let mut command = book.command(&["stats", "--json"]);
        let answer = Said::by(command.env("TZ", zone));
        answer.exits(0).is_calm();
        assert_eq!(answer.json()["streak"]["longest"], longest, "{zone}");
    }
}
