//! Exercises whose task lies inside their tests: the learner's own tests count.

use super::of_type;
use crate::said::Said;
use crate::support::{Book, SOLVED};
use serde_json::{Value, json};

const HIDDEN: &str = "#[cfg(test)]
mod hidden {
    use super::*;

    #[test]
    fn sums_are_right() {
        assert_eq!(add(20, 22), 42);
    }
}
";

/// A workbook whose exercise `add` asks for tests, worth what `line` says, and a class: ada has solved it, bob has kept one of
/// its tests and added one.
fn book(line: &str) -> Book {
    let book = Book::new();
    let lines = format!(
        "tests = \"editable\"\n{line}\n[[exercises.hints]]\ntext = \"Which operator adds?\""
    );
    book.edit(
        "info.toml",
        "[[exercises.hints]]\ntext = \"Which operator adds?\"",
        &lines,
    );
    book.edit("exercises/01_one/add.rs", "todo!()", "a + b");
    book.edit(
        "exercises/01_one/add.rs",
        "assert_eq!(add(2, 3), 5);",
        "todo!();",
    );
    book.write("class/ada/add.rs", SOLVED);
    let bob = SOLVED.replace("negative_numbers_add_up", "zero_adds_nothing");
    book.write("class/bob/add.rs", &bob);
    book.write("hidden/add.rs", HIDDEN);
    book
}

/// The records of a grading of the class.
fn graded(book: &Book, more: &[&str]) -> Vec<Value> {
    let args = ["-C", ".", "grade", "--class", "class", "--only", "add"];
    let formats = ["--format", "jsonl=report.jsonl"];
    let said = Said::by(&mut book.command(&[&args[..], more, &formats].concat()));
    said.exits(1).is_calm();
    let text = book.read("report.jsonl");
    let lines = text.lines().map(serde_json::from_str);
    lines.map(|line| line.expect("a line is JSON")).collect()
}

/// The tests of a grade with what became of them and what they earned.
fn tests(grade: &Value) -> Vec<(&str, &str, &Value)> {
    let tests = grade["tests"].as_array().expect("tests").iter();
    tests
        .map(|test| {
            let name = test["name"].as_str().expect("a name");
            let kind = test["kind"].as_str().expect("a kind");
            (name, kind, &test["points"])
        })
        .collect()
}

#[test]
fn they_earn_what_the_workbook_says_and_else_nothing() {
    for (line, max, points) in [
        ("", 0, [0, 0]),
        ("points = 8", 8, [4, 4]),
        ("test_points = { negative_numbers_add_up = 3 }", 3, [0, 3]),
    ] {
        let book = book(line);
        let records = graded(&book, &[]);
        let header = &records[0]["exercises"][0];
        assert_eq!(header["own_tests"], true);
        assert_eq!(header["max_points"], max, "{line}");
        assert_eq!(
            header["tests"][0]["source"], "",
            "the solution's is nobody's"
        );
        let grades = of_type(&records, "exercise");
        let [first, second] = points.map(|points| json!(points));
        assert_eq!(
            tests(grades[0]),
            [
                ("small_numbers_add_up", "pass", &first),
                ("negative_numbers_add_up", "pass", &second),
            ],
            "{line}"
        );
        assert_eq!(
            (&grades[0]["kind"], &grades[0]["points"]),
            (&json!("pass"), &json!(max))
        );
        assert_eq!(
            tests(grades[1]),
            [
                ("small_numbers_add_up", "pass", &first),
                ("negative_numbers_add_up", "fail", &json!(0)),
                ("zero_adds_nothing", "pass", &json!(0)),
            ],
            "{line}"
        );
        assert_eq!(
            (&grades[1]["kind"], &grades[1]["points"]),
            (&json!("fail"), &first)
        );
        let said = Said::by(&mut book.command(&["report", "show", "report.jsonl"]));
        said.exits(0)
            .is_calm()
            .says("(own tests)")
            .says("There is no test `tests::negative_numbers_add_up` in the file, and it is one of those that count.")
            .says("which proves that they ran and passed, not that they ask anything: add.");
        assert_eq!(
            said.stdout.contains("they are worth none"),
            max == 0,
            "{said}"
        );
    }
}

#[test]
fn hidden_tests_run_beside_them_and_stay_hidden() {
    let book = book("test_points = { \"hidden::sums_are_right\" = 2 }");
    book.write(
        "class/cyd/add.rs",
        &SOLVED.replace("a + b", "if a == 20 { 7 } else { a + b }"),
    );
    let records = graded(&book, &["--tests", "hidden"]);
    let grades = of_type(&records, "exercise");
    let two = json!(2);
    assert_eq!(tests(grades[0])[2], ("sums_are_right", "pass", &two));
    assert_eq!(grades[0]["points"], 2);
    // What bob added comes behind it.
    assert_eq!(
        tests(grades[1])[3],
        ("zero_adds_nothing", "pass", &json!(0))
    );
    assert_eq!(tests(grades[2])[2], ("sums_are_right", "fail", &json!(0)));
    let hidden = &grades[2]["tests"][2];
    assert_eq!(
        (&hidden["hidden"], &hidden["message"]),
        (&json!(true), &json!(""))
    );
}

#[test]
fn an_unchanged_starter_is_no_more_than_that() {
    let book = book("");
    book.write("class/ada/add.rs", &book.read("exercises/01_one/add.rs"));
    let records = graded(&book, &[]);
    assert_eq!(of_type(&records, "exercise")[0]["kind"], "unchanged");
}
