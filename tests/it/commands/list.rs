//! `workbook list` asked for some exercises only, and in a terminal of few columns.

use super::said;
use crate::support::{Book, SOLVED};

/// Four exercises in two chapters, of which `add` is solved and `sub` was tried.
fn book() -> Book {
    let book = Book::new();
    let more = "
[[exercises]]
name = \"mul\"
dir = \"02_two\"
title = \"Multiply\"
difficulty = 2
concepts = [\"sums\", \"products\"]

[[exercises]]
name = \"div\"
dir = \"02_two\"
title = \"Divide numbers that are so large that nobody would write them down\"
difficulty = 3
";
    book.write("info.toml", &(book.read("info.toml") + more));
    book.write("exercises/01_one/add.rs", SOLVED);
    for name in ["mul", "div"] {
        let text = SOLVED.replace("add(", &format!("{name}("));
        book.write(&format!("exercises/02_two/{name}.rs"), &text);
    }
    said(&book, &["run", "add"]).is_solved();
    book.edit("exercises/01_one/sub.rs", "todo!()", "a + b");
    said(&book, &["run", "sub"]).exits(1);
    book
}

/// The names that are listed, by the table and in JSON alike.
#[track_caller]
fn names(book: &Book, args: &[&str]) -> String {
    let args = [&["list"], args].concat();
    let answer = said(book, &[&args[..], &["--json"]].concat());
    answer.exits(0).is_calm();
    let rows = answer.json();
    let names: Vec<&str> = rows
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| row["name"].as_str().expect("a name"))
        .collect();
    let table = said(book, &args);
    table.exits(0).is_calm();
    for name in ["add", "sub", "mul", "div"] {
        if names.contains(&name) {
            table.says(&format!(" {name}  "));
        } else {
            table.never_says(&format!(" {name}  "));
        }
    }
    names.join(" ")
}

#[test]
fn filters_add_up_within_an_option_and_narrow_down_across() {
    let book = book();
    for (args, expected) in [
        (&[][..], "add sub mul div"),
        (&["--state", "solved"], "add"),
        (&["--state", "tried"], "sub"),
        (&["--state", "new"], "mul div"),
        (&["--state", "open"], "sub mul div"),
        (&["--state", "solved,tried"], "add sub"),
        (&["--state", "solved", "--state", "new"], "add mul div"),
        (&["--difficulty", "1"], "add"),
        (&["--difficulty", "2,3"], "mul div"),
        (&["--chapter", "two"], "mul div"),
        (&["--chapter", "02"], "mul div"),
        (
            &["--chapter", "01_one", "--chapter", "Tw"],
            "add sub mul div",
        ),
        (&["--concept", "sums"], "add sub mul"),
        (&["--concept", "prod"], "mul"),
        (
            &["--concept", "sums", "--chapter", "one", "--state", "open"],
            "sub",
        ),
        (&["mul", "ad"], "add mul"),
        (&["mul", "add", "--state", "new"], "mul"),
        (&["--state", "tried", "--difficulty", "3"], ""),
    ] {
        assert_eq!(names(&book, args), expected, "{args:?}");
    }
}

#[test]
fn an_empty_list_says_what_was_asked_for_and_how_to_see_all() {
    said(&book(), &["list", "--state", "tried", "--difficulty", "3"])
        .exits(0)
        .is_calm()
        .prints("No exercise fits: state tried, level 3. workbook list shows them all.\n");
}

#[test]
fn a_part_of_the_list_says_how_much_of_it_that_is() {
    let answer = said(&book(), &["list", "--chapter", "two"]);
    answer.says("2 shown, 1 of 4 solved\n");
    // The current one is marked where it is among them.
    answer.never_says("> ");
    said(&book(), &["list", "sub"])
        .says("> tried   sub ")
        .says("1 shown, 1 of 4 solved; > marks the current one\n");
}

#[test]
fn what_is_misspelled_is_explained() {
    let book = book();
    said(&book, &["list", "--chapter", "tow"]).fails(
        2,
        &[
            "no chapter is called `tow`",
            "did you mean `two`?",
            "info.toml",
        ],
    );
    said(
        &book,
        &["list", "--concept", "product", "--concept", "sumz"],
    )
    .fails(
        2,
        &[
            "no concept is called `sumz`",
            "did you mean `sums`?",
            "`workbook concept` shows them all",
        ],
    );
    said(&book, &["list", "mull"])
        .fails(2, &["no exercise is called `mull`", "did you mean `mul`?"]);
    said(&book, &["list", "--state", "done"]).fails(2, &["'done'", "new, tried, solved, open"]);
    said(&book, &["list", "--difficulty", "6"]).fails(2, &["6 is not in 1..=5"]);
}

#[cfg(unix)]
#[test]
fn a_narrow_terminal_gets_the_columns_that_matter() {
    use crate::support::pty::Session;
    let book = book();
    for (width, expected) in [
        (
            40,
            "  state   exercise  level  min
  solved  add       1/5    5
> tried   sub       -      -
  new     mul       2/5    -
  new     div       3/5    -",
        ),
        (
            72,
            "  state   exercise  title                              level  min  tries
  solved  add       Add two numbers                    1/5    5    1
> tried   sub       Subtract                           -      -    1
  new     mul       Multiply                           2/5    -    0
  new     div       Divide numbers that are so lar...  3/5    -    0",
        ),
    ] {
        let mut session = Session::open(&book, &["list"], (width, 24), &[]);
        let end = session.end();
        end.assert_clean(0);
        let table = end.screen.split("\n\n").next();
        assert_eq!(table, Some(expected), "{width} columns");
    }
}
