//! What must hold for many submissions at once: one never stops the others, a grading that was killed says so, and neither
//! files, memory nor room for temporary files run out.

use super::{Scene, grades};
use crate::said::Said;
use crate::support::Book;
use std::fmt::Write as _;
use std::path::Path;
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
        assert!(!scene.dir.path(file).exists(), "{file} looks whole");
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

/// What `check` finds solved, `grade` lets pass, and nothing else: for solutions, starters, and other answers, of all exercises
/// that need no crates. (`workbook verify` proves the same for every exercise and every answer.)
#[test]
fn what_passes_at_home_passes_where_it_is_graded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest =
        std::fs::read_to_string(root.join("exercises/Cargo.toml")).expect("the manifest");
    let crates: Vec<String> = manifest
        .split_once("[dependencies]\n")
        .map_or("", |(_, rest)| rest)
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(' '))
        .map(|(name, _)| format!("{}::", name.replace('-', "_")))
        .collect();
    let mut texts: Vec<(&str, String, String)> = Vec::new();
    let mut names = Vec::new();
    for chapter in sorted(&root.join("solutions")) {
        for path in sorted(&chapter) {
            let read = |path: &Path| std::fs::read_to_string(path).expect("it can be read");
            if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let solution = read(&path);
            if crates.iter().any(|name| solution.contains(name.as_str())) {
                continue;
            }
            let below = path
                .strip_prefix(root.join("solutions"))
                .expect("below")
                .display()
                .to_string();
            let first = |ending: &str| {
                sorted(&path.with_extension(ending))
                    .first()
                    .map(|path| read(path))
            };
            let starter = read(&root.join("starters").join(&below));
            names.push(
                path.file_stem()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
            );
            // Other answers are written without tests.
            let tests = solution
                .find("#[cfg(test)]\nmod tests")
                .unwrap_or(solution.len());
            for kind in ["right", "wrong"] {
                if let Some(answer) = first(kind) {
                    let whole = format!("{answer}\n{}", &solution[tests..]);
                    texts.push((kind, below.clone(), whole));
                }
            }
            texts.push(("solution", below.clone(), solution));
            texts.push(("starter", below, starter));
        }
    }
    assert!(names.len() >= 10, "{names:?}");
    let scene = Book::empty();
    super::copy(&root.join("solutions"), &scene.path("book/solutions"));
    super::copy(&root.join("starters"), &scene.path("book/exercises"));
    let info = std::fs::read_to_string(root.join("info.toml")).expect("info.toml");
    scene.write("book/info.toml", &info);
    for (kind, below, text) in &texts {
        scene.write(&format!("class/{kind}/exercises/{below}"), text);
    }
    let only = names.join(",");
    let mut command = scene.command(&[
        "-C",
        "book",
        "grade",
        "class",
        "--class",
        "--jobs",
        "2",
        "--only",
        &only,
        "--format",
        "jsonl=report.jsonl",
    ]);
    let _ = Said::by(&mut command);
    let graded = grades(&scene.read("report.jsonl"));
    let mut differences = Vec::new();
    for kind in ["solution", "right", "wrong", "starter"] {
        super::copy(
            &scene.path(&format!("class/{kind}/exercises")),
            &scene.path("book/exercises"),
        );
        let mut command = scene.command(&["-C", "book", "check", "--json"]);
        let rows = Said::by(command.args(&names)).json();
        for row in rows.as_array().expect("a list") {
            let name = row["name"].as_str().expect("a name").to_owned();
            let Some((grade, told)) = graded.get(&(kind.to_owned(), name.clone())) else {
                continue;
            };
            if names.contains(&name)
                && grade != "missing"
                && (row["solved"] == true) != (grade == "pass")
            {
                differences.push(format!(
                    "{kind} {name}: {} at home, {grade} graded: {:.300}",
                    row["solved"], told
                ));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn sorted(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}
