//! Gradings that are taken up again: what changed since an earlier report, what was interrupted; and where files are.

use super::class::Desk;
use super::of_type;
use crate::said::{Said, finish};
use crate::support::pty::{Session, await_some, clean_command};
use crate::support::{Book, SOLVED, STARTER};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::process::Stdio;

/// A function of `add` that never ends.
fn endless() -> String {
    STARTER.replace("todo!()", "loop { std::thread::park() }")
}

/// The tiny workbook with a class: ada has solved `add`, bob nothing, cyd has handed nothing in.
fn book() -> Book {
    let book = Book::new();
    book.write("class/ada/01_one/add.rs", SOLVED);
    book.write("class/bob/01_one/add.rs", STARTER);
    std::fs::create_dir(book.path("class/cyd")).expect("a directory");
    book
}

#[track_caller]
fn grade(book: &Book, args: &[&str]) -> Said {
    Said::by(&mut book.command(&[&["grade", "-C", "."], args].concat()))
}

#[track_caller]
fn report(book: &Book, args: &[&str]) -> Said {
    Said::by(&mut book.command(&[&["report"], args].concat()))
}

fn records(book: &Book, name: &str) -> Vec<Value> {
    let text = book.read(name);
    let lines = text.lines().map(serde_json::from_str);
    lines.map(|line| line.expect("a line is JSON")).collect()
}

#[test]
fn only_what_changed_is_reported_and_the_report_adds_up() {
    let book = book();
    grade(
        &book,
        &["--class", "class", "--format", "jsonl=monday.jsonl"],
    )
    .exits(1);
    let tuesday = ["--class", "class", "--only-changed", "monday.jsonl"];
    grade(
        &book,
        &[
            &tuesday[..],
            &["--format", "jsonl=none.jsonl", "--format", "text"],
        ]
        .concat(),
    )
    .exits(0)
    .is_calm()
    .says("0 submissions, 2 exercises");
    assert_eq!(
        of_type(&records(&book, "none.jsonl"), "submission").len(),
        0
    );
    report(&book, &["show", "none.jsonl"]).exits(0);

    // What bob copies from ada is no news of hers, but of his; and dot is new.
    book.write("class/bob/01_one/add.rs", SOLVED);
    book.write("class/dot/sub.rs", &endless());
    let args = [
        &tuesday[..],
        &["--timeout", "1", "--format", "jsonl=changed.jsonl"],
    ]
    .concat();
    // Other limits are another grading: everybody is graded anew.
    grade(&book, &args).exits(1);
    assert_eq!(records(&book, "changed.jsonl")[0]["n_submissions"], 4);
    grade(
        &book,
        &[&tuesday[..], &["--format", "jsonl=tuesday.jsonl"]].concat(),
    )
    .exits(1);
    let found = records(&book, "tuesday.jsonl");
    assert_eq!(found[0]["n_submissions"], 2);
    assert_eq!(found[0]["roster"], json!(["bob", "dot"]));
    let names: Vec<&Value> = of_type(&found, "submission")
        .iter()
        .map(|it| &it["submission"])
        .collect();
    assert_eq!(names, ["bob", "dot"]);
    let summary = of_type(&found, "summary")[0];
    assert_eq!(
        [&summary["n_submissions"], &summary["exercises"]],
        [&json!(2), &json!(4)]
    );
    report(&book, &["show", "tuesday.jsonl"])
        .exits(0)
        .says("✗ dot");
    report(&book, &["merge", "tuesday.jsonl"]).exits(1);

    // In parts, all of them agree on who changed.
    for part in ["1", "2"] {
        let partition = format!("slice:{part}/2");
        let file = format!("jsonl=part-{part}.jsonl");
        grade(
            &book,
            &[
                &tuesday[..],
                &["--partition", &partition, "--format", &file],
            ]
            .concat(),
        )
        .exits(1);
    }
    let merged = report(
        &book,
        &["merge", "part-1.jsonl", "part-2.jsonl", "--format", "csv"],
    );
    merged.exits(1).says("bob,add,2,2,pass").never_says("ada");
}

#[test]
fn an_earlier_report_is_read_before_anything_is_written() {
    let book = book();
    let args = |earlier| {
        [
            "--class",
            "class",
            "--only-changed",
            earlier,
            "--format",
            "jsonl=new.jsonl",
        ]
    };
    grade(&book, &args("nowhere.jsonl"))
        .exits(1)
        .warns("there is no report `nowhere.jsonl` yet, so that everybody counts as changed");
    let before = book.read("new.jsonl");
    grade(&book, &args("./new.jsonl")).fails(
        2,
        &[
            "the earlier report would be overwritten by the new one",
            "give the new report another name",
        ],
    );
    grade(&book, &args("info.toml")).fails(2, &["this is no line of a report", "info.toml:1:1"]);
    assert_eq!(book.read("new.jsonl"), before);
}

/// Grades a class in which a learner's test may never end.
const GRADE_ADD: [&str; 9] = [
    "grade",
    "-C",
    ".",
    "--class",
    "class",
    "--only",
    "add",
    "--timeout",
    "600",
];

#[test]
fn an_interrupted_grading_says_so_and_the_next_goes_on_where_it_ended() {
    let book = book();
    book.write("class/zoe/add.rs", &endless());
    let formats = ["--format", "jsonl=class.jsonl", "--format", "csv=class.csv"];
    let args = [&GRADE_ADD[..], &formats].concat();
    let child = clean_command(&book, &args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Three are graded; the fourth never ends.
    await_some("the third submission", || {
        let text = std::fs::read_to_string(book.path("class.jsonl")).ok()?;
        text.contains(r#""type":"submission","submission":"cyd""#)
            .then_some(())
    });
    let pid = Pid::from_child(&child);
    kill_process(pid, Signal::INT).expect("the program is asked to end");
    finish(child).fails(130, &[]);
    let csv = book.read("class.csv");
    assert!(csv.contains("\nGrading has not come to its end"), "{csv}");
    assert_eq!(csv.lines().count(), 2, "half a gradebook is none: {csv}");
    report(&book, &["show", "class.jsonl"])
        .exits(3)
        .says("Grading did not come to its end: 3 of 4")
        .warns("the report is incomplete");
    report(&book, &["merge", "class.jsonl"]).fails(3, &["the report is incomplete"]);

    book.write("class/zoe/add.rs", &format!("{SOLVED}\n// At last.\n"));
    grade(&book, &args[3..]).exits(1).is_calm();
    let found = records(&book, "class.jsonl");
    let took = |name: &str| {
        let mut exercises = of_type(&found, "exercise").into_iter();
        let own = exercises.find(|exercise| exercise["submission"] == name);
        own.and_then(|exercise| exercise["ms"].as_u64())
            .expect("a time")
    };
    assert_eq!(took("ada"), 0, "what was graded before is known");
    assert!(took("zoe") > 0);
    assert!(book.read("class.csv").contains("zoe,add,2,2,pass"));
}

#[test]
fn a_terminal_shows_how_far_it_is_until_it_ends() {
    let book = book();
    book.write("class/zoe/add.rs", &endless());
    let mut session = Session::start(&book, &GRADE_ADD);
    // Whoever is graded is shown at once, above the bar.
    session.await_text("cyd   0 of 2 points");
    let screen = session.await_text("3/4 files");
    assert_eq!(screen.matches(" files").count(), 1, "{screen}");
    session.signal(Signal::INT);
    let end = session.end();
    assert_eq!(end.code, Some(130), "{end:#?}");
    assert!(!end.screen.contains("3/4 files"), "{end:#?}");
    assert!(
        end.screen.contains("Grading did not come to its end"),
        "{end:#?}"
    );
}

#[test]
fn annotations_name_files_where_they_lie() {
    let book = book();
    let wrong = SOLVED.replace("a + b", "a - b");
    book.write("group a/eve/01_one/add.rs", &wrong);
    book.write("class/bob/01_one/add.rs", &wrong);
    book.write("single.d/add.rs", &wrong);
    let only = ["--only", "add", "--format", "github"];
    let outside = tempfile::tempdir().expect("a directory");
    std::fs::write(outside.path().join("add.rs"), &wrong).expect("write");
    let outside = outside
        .path()
        .canonicalize()
        .expect("a path")
        .display()
        .to_string();
    for (dirs, expected) in [
        (
            &["--class", "./class/", "group a"][..],
            &[
                "::error file=class/bob/01_one/add.rs,title",
                "::error file=group a/eve/01_one/add.rs",
            ][..],
        ),
        (
            &["class/bob", "group a/eve"],
            &[
                "file=class/bob/01_one/add.rs",
                "file=group a/eve/01_one/add.rs",
            ],
        ),
        (&["class/bob"], &["file=class/bob/01_one/add.rs"]),
        (&["single.d/add.rs"], &["file=single.d/add.rs"]),
        (&[&outside], &[&format!("file={outside}/add.rs")]),
    ] {
        let said = grade(&book, &[dirs, &only].concat());
        said.exits(1);
        for part in expected {
            said.says(part);
        }
    }
    let mut command = book.command(&[
        "grade", "-C", "../../..", ".", "--only", "add", "--format", "github",
    ]);
    command.current_dir(book.path("group a/eve/01_one"));
    Said::by(&mut command).exits(1).says("::error file=add.rs");

    // Whoever puts parts together was not there, and knows all the same.
    let args = [
        "--class",
        "class",
        "group a",
        "--only",
        "add",
        "--format",
        "jsonl=class.jsonl",
    ];
    grade(&book, &args).exits(1);
    report(&book, &["merge", "class.jsonl", "--format", "github"])
        .says("::error file=class/bob/01_one/add.rs")
        .says("::error file=group a/eve/01_one/add.rs");
}

#[test]
fn what_the_course_is_worth_is_asked_of_its_tests() {
    let book = book();
    book.edit(
        "info.toml",
        "minutes = 5",
        "minutes = 5\ntest_points = { smal_numbers_add_up = 2 }",
    );
    grade(&book, &["--class", "class"]).fails(
        2,
        &[
            "`test_points` names `smal_numbers_add_up`, and `add` has no such test",
            "info.toml:5:8",
            "did you mean `small_numbers_add_up`?",
        ],
    );
    book.edit("info.toml", "smal_", "small_");
    grade(
        &book,
        &["--class", "class", "--only", "add", "--format", "csv"],
    )
    .exits(1)
    .says("ada,add,2,2,pass");
    // Points for a hidden test stand there too, and are no mistake where it is not given.
    book.edit(
        "info.toml",
        "small_numbers_add_up = 2",
        "small_numbers_add_up = 2, \"hidden::large_ones\" = 5",
    );
    book.write(
        "hidden/add.rs",
        "#[cfg(test)]\nmod more {\n    use super::*;\n\n    #[test]\n    fn large_ones() {\n        assert_eq!(add(1 << 20, 1), (1 << 20) + 1);\n    }\n}\n",
    );
    let hidden = [
        "--class", "class", "--only", "add", "--format", "csv", "--tests", "hidden",
    ];
    grade(&book, &hidden[..6]).exits(1).says("ada,add,2,2,pass");
    grade(&book, &hidden).exits(1).says("ada,add,7,7,pass");
    book.edit("info.toml", "hidden::large", "hidden::huge");
    grade(&book, &hidden).fails(2, &["`test_points` names `hidden::huge_ones`"]);
    let desk = Desk::new();
    desk.write("add.rs", SOLVED);
    let file = desk.path("add.rs").display().to_string();
    grade(
        &book,
        &[&file, "--points", "per-exercise", "--format", "csv"],
    )
    .exits(0)
    .says("add.rs,add,2,2,pass");
}
