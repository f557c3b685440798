//! A grading that is killed half-way: whatever stands in the place of its reports says that it is incomplete, also where the
//! whole report of an earlier grading was.

use super::class::Desk;
use super::{OF_CLASS, OF_ONE};
use crate::said::Said;
use crate::support::pty::{await_some, clean_command};
use crate::support::{Book, SOLVED, STARTER};
use quick_junit::{NonSuccessKind, Report, TestCaseStatus};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::process::{Child, Stdio};

const UNFINISHED: &str = "Grading has not come to its end: these are no results.";

/// Grades until a record is in the new report, then kills the grader; it cannot do anything about it.
fn kill_when(book: &Book, args: &[&str], env: &[(&str, &str)], report: &str, record: &str) {
    let mut child: Child = clean_command(book, &[&["grade", "-C", "."], args].concat())
        .envs(env.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    await_some(record, || {
        let text = std::fs::read_to_string(book.path(report)).ok()?;
        // An earlier report is whole.
        let is_new = !text.contains(r#""type":"summary""#);
        (is_new && text.contains(record)).then_some(())
    });
    kill_process(Pid::from_child(&child), Signal::KILL).expect("it is killed");
    let status = child.wait().expect("it is a child");
    assert!(!status.success(), "{status}");
}

#[track_caller]
fn said(book: &Book, args: &[&str]) -> Said {
    Said::by(&mut book.command(args))
}

fn json(book: &Book, name: &str) -> Value {
    serde_json::from_str(&book.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The names of all files beside the workbook's own.
fn files(book: &Book) -> Vec<String> {
    let entries = std::fs::read_dir(book.root()).expect("a directory");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into()).collect();
    names.sort();
    names
}

fn endless() -> String {
    STARTER.replace("todo!()", "loop { std::thread::park() }")
}

#[test]
fn every_report_of_a_class_says_that_the_grader_was_killed() {
    let book = Book::new();
    book.write("class/ada/01_one/add.rs", SOLVED);
    book.write("class/zoe/add.rs", SOLVED);
    book.write("summary.md", "# Before\n");
    let args = ["--class", "class", "--only", "add", "--timeout", "600"];
    let args = [&args[..], &OF_CLASS].concat();
    let env = [
        ("GITHUB_STEP_SUMMARY", "summary.md"),
        ("GITHUB_OUTPUT", "outputs"),
    ];
    let grade = || {
        let mut command = book.command(&[&["grade", "-C", "."], &args[..]].concat());
        Said::by(command.envs(env))
    };
    grade().exits(0);
    let names = ["jsonl", "txt", "xml", "log", "csv", "html"].map(|end| format!("class.{end}"));
    let whole = names.clone().map(|name| book.read(&name));
    let summary = book.read("summary.md");
    assert!(summary.starts_with("# Before\n") && summary.contains("2 of 2 submissions"));
    assert_eq!(book.read("outputs").matches("status=").count(), 1);
    let beside = files(&book);

    // Now everything there says that all is well. Zoe breaks it, and the grader is killed over her.
    book.write("class/zoe/add.rs", &endless());
    let ada = r#""type":"submission","submission":"ada""#;
    kill_when(&book, &args, &env, "class.jsonl", ada);
    assert_eq!(files(&book), beside, "nothing is left beside the reports");
    for (name, whole) in names.iter().zip(&whole) {
        assert_ne!(book.read(name), *whole, "{name}");
    }
    for show in [
        &["report", "show", "class.jsonl", "--format", "csv=shown.csv"][..],
        &["report", "merge", "class.jsonl"],
    ] {
        said(&book, show).exits(3).warns("the report is incomplete");
    }
    assert!(!book.path("shown.csv").exists());
    said(&book, &["report", "show", "class.jsonl"])
        .exits(3)
        .says("1 of 2 submissions graded. These are no results.");
    assert!(book.read("class.txt").ends_with(&format!("{UNFINISHED}\n")));
    assert_eq!(
        book.read("class.log"),
        format!("::error title=Grading::{UNFINISHED}\n")
    );
    let junit = Report::deserialize_from_str(&book.read("class.xml")).expect("it is JUnit");
    assert_eq!((junit.tests, junit.errors), (1, 1));
    assert_eq!(junit.test_suites[0].errors, 1);
    let TestCaseStatus::NonSuccess { kind, message, .. } =
        &junit.test_suites[0].test_cases[0].status
    else {
        panic!("{junit:?}");
    };
    assert_eq!(*kind, NonSuccessKind::Error);
    assert_eq!(message.as_deref(), Some(UNFINISHED));
    let mut csv = csv::Reader::from_path(book.path("class.csv")).expect("it can be read");
    let rows: Vec<_> = csv.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows, [vec![UNFINISHED, "", "", "", "error", "", ""]]);
    let page = book.read("class.html");
    assert!(
        page.contains(UNFINISHED) && page.trim_end().ends_with("</html>"),
        "{page}"
    );
    assert!(!page.contains("id=\"complete\""));
    let summaries = book.read("summary.md");
    assert_eq!(summaries.matches("## Tiny").count(), 2);
    assert!(
        summaries.ends_with(&format!("**{UNFINISHED}**\n")),
        "{summaries}"
    );
    assert!(book.read("outputs").ends_with("\nstatus=error\n"));

    // The next run goes on, and all is whole again.
    book.write("class/zoe/add.rs", SOLVED);
    grade().exits(0);
    for name in &names {
        let text = book.read(name);
        assert!(!text.contains(UNFINISHED), "{name}: {text}");
    }
    assert_eq!(book.read("class.csv"), whole[4]);
    assert_eq!(files(&book), beside);
    said(&book, &["report", "show", "class.jsonl"]).exits(0);
}

#[test]
fn the_report_of_a_single_submission_has_no_score_until_it_is_whole() {
    let book = Book::new();
    book.write("ada/01_one/add.rs", SOLVED);
    let args = [
        "ada",
        "--only",
        "add",
        "--timeout",
        "600",
        "--format",
        "jsonl=ada.jsonl",
    ];
    let args = [&args[..], &OF_ONE].concat();
    let env = [("CLASSROOM", "cs"), ("ASSIGNMENT", "sums")];
    let grade = || {
        let mut command = book.command(&[&["grade", "-C", "."], &args[..]].concat());
        Said::by(command.envs(env)).exits(0).is_calm();
    };
    grade();
    assert_eq!(json(&book, "result.json")["score"], 2);

    book.write("ada/01_one/add.rs", &endless());
    kill_when(&book, &args, &env, "ada.jsonl", r#""type":"start""#);
    let classroom = json(&book, "result.json");
    assert_eq!(classroom["schema"], "classroom50/result/v1");
    assert_eq!(classroom["classroom"], "cs");
    assert_eq!(classroom["message"], UNFINISHED);
    // A score of 0 of 0 without tests would be a success there.
    assert!(classroom["score"].is_null() && classroom["max-score"].is_null());
    let gradescope = json(&book, "results.json");
    assert_eq!(gradescope["output"], UNFINISHED);
    assert!(gradescope.get("score").is_none(), "{gradescope}");
    assert_eq!(gradescope["tests"], serde_json::json!([]));
    let exercism = json(&book, "exercism.json");
    assert_eq!(exercism["status"], "error");
    assert_eq!(exercism["message"], UNFINISHED);

    book.write("ada/01_one/add.rs", SOLVED);
    grade();
    assert_eq!(json(&book, "result.json")["score"], 2);
    assert!(json(&book, "result.json").get("message").is_none());
    assert_eq!(json(&book, "exercism.json")["status"], "pass");
}

#[test]
fn what_is_wrong_before_grading_begins_costs_no_earlier_report() {
    let book = Book::new();
    book.write("ada/add.rs", SOLVED);
    let formats = ["--format", "jsonl=ada.jsonl", "--format", "csv=ada.csv"];
    let grade = |args: &[&str]| {
        said(
            &book,
            &[
                &["grade", "-C", ".", "ada", "--only", "add"],
                &formats[..],
                args,
            ]
            .concat(),
        )
    };
    grade(&[]).exits(0);
    let before = ["ada.jsonl", "ada.csv"].map(|name| book.read(name));
    grade(&["--tests", "nowhere"]).fails(2, &["there is no directory of hidden tests"]);
    assert_eq!(["ada.jsonl", "ada.csv"].map(|name| book.read(name)), before);
}

#[test]
fn a_pipe_gets_one_document() {
    let desk = Desk::new();
    let book = Book::new();
    desk.write("add.rs", SOLVED);
    let file = desk.path("add.rs").display().to_string();
    said(
        &book,
        &["grade", "-C", ".", &file, "--format", "csv=/dev/stdout"],
    )
    .exits(0)
    .prints(&format!(
        "student,exercise,points,max,status,hash,tests\r\nadd.rs,add,2,2,pass,{},workbook\r\n",
        workbook::files::fingerprint_name(SOLVED)
    ));
}
