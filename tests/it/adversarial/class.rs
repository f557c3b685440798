//! What must hold for many submissions at once: one never stops the others, a grading that was killed says so, and neither
//! files, memory nor room for temporary files run out.

use super::{Scene, grades};
use crate::said::Said;
use crate::support::Book;
use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RIGHT: &str = "pub fn add(a: i32, b: i32) -> i32 { a + b }
pub fn greet(name: &str) -> String { format!(\"Hello, {name}!\") }
pub fn total(numbers: &[i32]) -> i32 { numbers.iter().sum() }
";

fn submit(scene: &Scene, name: &str, text: &str) {
    let path = format!("class/{name}/exercises/01_targets/sums.rs");
    scene.dir.write(&path, text);
}

/// 300 submissions of ten different files, and some that are no files, with room for 96 open files.
#[test]
fn hundreds_of_submissions_exhaust_nothing() {
    let scene = Scene::new();
    for number in 0..300 {
        let name = format!("learner-{number:03}");
        match number % 30 {
            0 => drop(std::fs::create_dir_all(
                scene.dir.path(&format!("class/{name}")),
            )),
            1 => submit(&scene, &name, "fn f( {"),
            n => submit(&scene, &name, &format!("// {}\n{RIGHT}", n % 8)),
        }
    }
    let args = [
        "class",
        "--class",
        "--only",
        "sums",
        "--jobs",
        "2",
        "--format",
        "jsonl=report.jsonl",
    ];
    let said = Said::from(scene.grade(&args, 96).output().expect("it runs"));
    said.exits(1);
    let report = scene.dir.read("report.jsonl");
    let mut counts = std::collections::BTreeMap::new();
    for (kind, _) in grades(&report).into_values() {
        *counts.entry(kind).or_insert(0) += 1;
    }
    let counts: Vec<(&str, i32)> = counts.iter().map(|(kind, n)| (kind.as_str(), *n)).collect();
    assert_eq!(
        counts,
        [("compile_error", 10), ("missing", 10), ("pass", 280)]
    );
    assert!(
        report
            .trim_end()
            .lines()
            .last()
            .is_some_and(|line| line.contains("\"summary\""))
    );
    assert!(
        super::contents(&scene.dir.path("tmp")).is_empty(),
        "temporary files are left"
    );
}

/// The program that grades is killed; what it leaves says that it is not all.
#[test]
fn a_grading_that_is_killed_leaves_no_report_that_looks_whole() {
    let scene = Scene::new();
    let mut hangs = RIGHT.replace("a + b", "loop { std::hint::spin_loop() }");
    submit(&scene, "ann", RIGHT);
    for name in ["bea", "cid", "dan"] {
        let _ = writeln!(hangs, "// {name}");
        submit(&scene, name, &hangs);
    }
    let formats = [
        "jsonl=report.jsonl",
        "junit=report.xml",
        "csv=report.csv",
        "text=report.txt",
    ];
    let mut args = vec![
        "class",
        "--class",
        "--only",
        "sums",
        "--jobs",
        "1",
        "--timeout",
        "20",
    ];
    args.extend(formats.iter().flat_map(|format| ["--format", format]));
    let mut child = Command::new(env!("CARGO_BIN_EXE_workbook"))
        .args(["-C", "book", "grade"])
        .args(&args)
        .current_dir(scene.dir.root())
        .env("TMPDIR", scene.dir.path("tmp"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    // The first submission is in the report, the second hangs.
    let has = |word: &str| {
        std::fs::read_to_string(scene.dir.path("report.jsonl"))
            .is_ok_and(|text| text.contains(word))
    };
    let deadline = Instant::now() + Duration::from_secs(100);
    while !has("\"ann\",\"name\"") && Instant::now() < deadline {
        std::thread::park_timeout(Duration::from_millis(10));
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it was killed");
    assert!(
        has("\"ann\"") && !has("\"summary\""),
        "{}",
        scene.dir.read("report.jsonl")
    );
    for file in ["report.xml", "report.csv", "report.txt"] {
        let text = scene.dir.read(file);
        assert!(
            text.contains("Grading has not come to its end"),
            "{file} looks whole: {text}"
        );
    }
    let said = shown(&scene.dir, "report.jsonl");
    assert!(said.code != Some(0), "{said}");
    assert!(
        said.stderr.contains("incomplete") || said.stdout.contains("incomplete"),
        "{said}"
    );
}

fn shown(book: &Book, file: &str) -> Said {
    Said::by(&mut book.command(&["report", "show", file]))
}
