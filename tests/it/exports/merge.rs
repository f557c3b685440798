//! `workbook report`: the parts of a class put together and converted, by the real program.

use super::fixture::{class, header, hostile_class, submission};
use super::report;
use crate::said::Said;
use crate::support::book::program;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use workbook::export::{Html, Jsonl, Junit, Text};
use workbook::grade::{Header, Kind, Shard, ShardKind, SubmissionGrade};

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary directory"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("write");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("the file is there")
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).expect("list");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    fn said(&self, args: &[&str]) -> Said {
        self.said_with(args, &[])
    }

    fn said_with(&self, args: &[&str], env: &[(&str, &Path)]) -> Said {
        let mut command = program();
        command.current_dir(self.0.path()).arg("report").args(args);
        for (name, value) in env {
            command.env(name, value);
        }
        Said::by(&mut command)
    }

    /// The class in two parts.
    fn with_parts() -> Self {
        let desk = Self::new();
        let (header, grades) = parted();
        for (index, grades) in grades.iter().enumerate() {
            let header = of_part(&header, index + 1, grades.len());
            let name = format!("part-{}.jsonl", index + 1);
            desk.write(&name, &report(&mut Jsonl, &header, grades));
        }
        desk
    }
}

fn parted() -> (Header, [Vec<SubmissionGrade>; 2]) {
    let (header, grades) = hostile_class();
    let mut parts = [Vec::new(), Vec::new()];
    for (idx, grade) in grades.into_iter().enumerate() {
        parts[idx % 2].push(grade);
    }
    // As the grader does.
    for part in &mut parts {
        part.sort_by(|one, other| one.name.cmp(&other.name));
    }
    (header, parts)
}

fn of_part(header: &Header, index: usize, n_submissions: usize) -> Header {
    Header {
        shard: Some(Shard {
            kind: ShardKind::Hash,
            index,
            total: 2,
        }),
        n_submissions,
        ..header.clone()
    }
}

#[test]
fn the_parts_of_a_class_become_every_format_at_once() {
    let desk = Desk::with_parts();
    desk.write("roster.csv", "name,student\nAda Lovelace,ada\nBob,bob\n");
    let said = desk.said(&[
        "merge",
        "part-2.jsonl",
        "part-1.jsonl",
        "--expect",
        "roster.csv",
        "--format",
        "junit=class.xml",
        "--format",
        "jsonl=class.jsonl",
        "--format",
        "csv=class.csv",
        "--format",
        "html=class.html",
        "--format",
        "text",
    ]);
    // A submission could not be graded whole.
    said.exits(3)
        .says("6 submissions, 4 exercises")
        .warns("4 submissions not on the roster");
    let (header, mut grades) = hostile_class();
    grades.sort_by(|one, other| one.name.cmp(&other.name));
    assert_eq!(
        desk.read("class.xml"),
        report(&mut Junit::new(), &header, &grades)
    );
    assert_eq!(
        desk.read("class.html"),
        report(&mut Html::new(), &header, &grades)
    );
    assert_eq!(desk.read("class.csv").lines().count(), 25);
    // The whole converts like any report, onto itself even.
    desk.said(&["show", "class.jsonl", "--format", "jsonl=class.jsonl"])
        .exits(0)
        .prints("");
    let text = report(&mut Text::plain(), &header, &grades);
    desk.said(&["show", "class.jsonl"]).exits(0).prints(&text);
    desk.said(&["show", "class.jsonl", "--color", "always"])
        .exits(0)
        .says("\u{1b}[");
}

#[test]
fn the_exit_code_is_that_of_the_class() {
    for (kind, args, code) in [
        (Kind::Pass, &[][..], 0),
        (Kind::Fail, &[], 1),
        (Kind::Fail, &["--exit-zero"], 0),
        (Kind::Error, &["--exit-zero"], 3),
    ] {
        let desk = Desk::new();
        let grade = submission("ada", [Kind::Pass, Kind::Pass, kind, Kind::Pass], "no");
        desk.write(
            "class.jsonl",
            &report(&mut Jsonl, &header(1, &["ada"]), &[grade]),
        );
        let args = [&["merge", "class.jsonl"], args].concat();
        desk.said(&args).exits(code);
    }
}

#[test]
fn what_is_not_the_whole_class_is_refused_and_nothing_is_written() {
    let desk = Desk::with_parts();
    desk.write("roster.csv", "student\nada\nzoe\n");
    let half = desk.read("part-2.jsonl");
    desk.write("half.jsonl", &half[..half.len() / 2]);
    let other = half.replace(
        "\"workbook_hash\":\"5f2b8c\"",
        "\"workbook_hash\":\"000000\"",
    );
    desk.write("other.jsonl", &other);
    desk.write("text.jsonl", "student,points\n");
    let before = desk.names();
    for (files, message) in [
        (&["part-1.jsonl"][..], "part 2 of 2 (hash) is missing"),
        (
            &["part-1.jsonl", "part-1.jsonl"],
            "part 1 of 2 (hash) is there 2 times",
        ),
        (
            &["part-1.jsonl", "half.jsonl"],
            "the report is incomplete: its last line is cut off",
        ),
        (
            &["part-1.jsonl", "other.jsonl"],
            "no parts of one grading: another workbook",
        ),
        (&["part-1.jsonl", "text.jsonl"], "text.jsonl:1:1"),
        (&["part-1.jsonl", "none.jsonl"], "none.jsonl"),
        (
            &["part-1.jsonl", "part-2.jsonl", "--expect", "roster.csv"],
            "1 submission is expected and not there",
        ),
    ] {
        let args = [
            &["merge"],
            files,
            &["--format", "junit=class.xml", "--format", "text"],
        ]
        .concat();
        desk.said(&args).exits(3).prints("").warns(message);
        assert_eq!(desk.names(), before, "{message}");
    }
}

#[test]
fn an_incomplete_report_is_shown_as_far_as_it_goes_and_converted_to_nothing() {
    let desk = Desk::new();
    let text = report(&mut Jsonl, &header(5, &["ada"]), &class());
    desk.write("cut.jsonl", &text[..text.len() * 2 / 3]);
    let before = desk.names();
    desk.said(&[
        "show",
        "cut.jsonl",
        "--format",
        "text",
        "--format",
        "junit=cut.xml",
    ])
    .exits(3)
    .says("✓ ada")
    .says("Grading did not come to its end: ")
    .warns("the report is incomplete: its last line is cut off");
    assert_eq!(desk.names(), before);
}

#[test]
fn formats_are_refused_before_anything_is_done() {
    let desk = Desk::with_parts();
    let before = desk.names();
    for (formats, message) in [
        (&["junt"][..], "did you mean `junit`?"),
        (&["junit="], "the name of a file belongs behind `=`"),
        (
            &["classroom50=result.json"],
            "`classroom50` holds one submission, and this is a class",
        ),
        (&["exercism"], "`exercism` holds one submission"),
        (&["gradescope"], "`gradescope` holds one submission"),
        (
            &["text", "csv"],
            "`text` and `csv` both go to standard output",
        ),
        (&["csv=a", "junit=a"], "two formats go to one file"),
    ] {
        let mut args = vec!["merge", "part-1.jsonl", "part-2.jsonl"];
        args.extend(formats.iter().flat_map(|format| ["--format", format]));
        desk.said(&args).exits(2).prints("").warns(message);
        assert_eq!(desk.names(), before, "{message}");
    }
    let said = desk.said(&[
        "merge",
        "part-1.jsonl",
        "part-2.jsonl",
        "--format",
        "csv=no/where.csv",
    ]);
    said.exits(3).prints("").warns("no/where.csv");
}

#[test]
fn one_submission_goes_to_the_formats_of_one() {
    let desk = Desk::new();
    let grade = submission(
        "ada",
        [Kind::Pass, Kind::Fail, Kind::Pass, Kind::Pass],
        "no",
    );
    desk.write(
        "one.jsonl",
        &report(&mut Jsonl, &header(1, &["ada"]), &[grade]),
    );
    desk.said_with(
        &[
            "show",
            "one.jsonl",
            "--format",
            "classroom50=result.json",
            "--format",
            "gradescope=results.json",
            "--format",
            "exercism",
        ],
        &[
            ("ASSIGNMENT", Path::new("caches")),
            ("COMMIT_URL", Path::new("https://example.org/c")),
        ],
    )
    .exits(0)
    .says("\"version\": 3");
    let result: serde_json::Value = serde_json::from_str(&desk.read("result.json")).expect("JSON");
    assert_eq!(result["assignment"], "caches");
    assert_eq!(result["review"], "https://example.org/c");
    assert_eq!(result["score"], 33);
    assert!(desk.read("results.json").contains("\"score\": 33.33"));
}

#[test]
fn a_format_that_cannot_hold_it_does_not_keep_the_others_from_being_written() {
    let desk = Desk::new();
    let grade = submission(
        "ada",
        [Kind::Pass, Kind::Error, Kind::Pass, Kind::Pass],
        "no",
    );
    desk.write(
        "one.jsonl",
        &report(&mut Jsonl, &header(1, &["ada"]), &[grade]),
    );
    desk.said(&[
        "show",
        "one.jsonl",
        "--format",
        "classroom50=result.json",
        "--format",
        "csv=one.csv",
    ])
    .exits(3)
    .warns("there is no classroom50 report: something could not be graded");
    assert_eq!(desk.names(), ["one.csv", "one.jsonl"]);
}

#[test]
fn github_gets_annotations_a_summary_and_outputs() {
    let desk = Desk::with_parts();
    desk.write("outputs", "before=1\n");
    let said = desk.said_with(
        &[
            "merge",
            "part-1.jsonl",
            "part-2.jsonl",
            "--format",
            "github",
            "--format",
            "jsonl=class.jsonl",
        ],
        &[
            ("GITHUB_STEP_SUMMARY", &desk.path("summary.md")),
            ("GITHUB_OUTPUT", &desk.path("outputs")),
        ],
    );
    said.exits(3)
        .says("::error file=submissions/bob/exercises/02_data/rate_limiter.rs,line=41");
    let tokens: Vec<&str> = said
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("::stop-commands::"))
        .collect();
    assert!(
        tokens[0].len() > 32 && tokens.iter().all(|token| *token == tokens[0]),
        "{tokens:?}"
    );
    assert!(desk.read("summary.md").starts_with("## Backend Workbook\n"));
    let outputs = desk.read("outputs");
    assert!(outputs.starts_with("before=1\nstatus=error\n"), "{outputs}");
    assert!(outputs.ends_with("report=class.jsonl\n"), "{outputs}");
}
