//! The whole course of rustlings, fetched through cargo: its solutions are solved, its starters are not.

use super::files;
use crate::said::Said;
use crate::support::Book;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const MANIFEST: &str = "[package]
name = \"scratch\"
version = \"0.0.0\"
edition = \"2024\"

[lib]
path = \"lib.rs\"

[dependencies]
rustlings-macros = \"=6.5.0\"
rustlings = \"=6.5.0\"

[workspace]
";

/// Longer than the download takes, shorter than anybody's patience.
const FETCH: Duration = Duration::from_secs(60);

/// The directories of the published crates `rustlings` and `rustlings-macros`, or why they are not to be had.
fn fetch() -> Result<(PathBuf, PathBuf), String> {
    let scratch = Book::empty();
    scratch.write("Cargo.toml", MANIFEST);
    scratch.write("lib.rs", "");
    let version = run(&scratch, "rustc", &["-vV"])?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    // What other systems need is not downloaded.
    let fetch = ["fetch", "--target", host.ok_or("rustc names no host")?];
    run(&scratch, "cargo", &[&fetch[..], &["--offline"]].concat())
        .or_else(|_| run(&scratch, "cargo", &fetch))?;
    let metadata = ["metadata", "--offline", "--format-version", "1"];
    let metadata = run(&scratch, "cargo", &metadata)?;
    let metadata: serde_json::Value =
        serde_json::from_str(&metadata).map_err(|error| error.to_string())?;
    let macros = metadata["packages"]
        .as_array()
        .and_then(|packages| {
            let mut packages = packages.iter();
            packages.find(|package| package["name"] == "rustlings-macros")
        })
        .and_then(|package| package["manifest_path"].as_str())
        .and_then(|path| Path::new(path).parent())
        .ok_or("cargo does not know `rustlings-macros`")?;
    // A crate without a library is fetched too, beside the others, but is not among the packages.
    let rustlings = macros.with_file_name("rustlings-6.5.0");
    if rustlings.is_dir() {
        Ok((rustlings, macros.to_owned()))
    } else {
        Err(format!("{} is not there", rustlings.display()))
    }
}

/// What a program prints, or why it fails.
fn run(scratch: &Book, program: &str, args: &[&str]) -> Result<String, String> {
    let file = |name: &str| std::fs::File::create(scratch.path(name)).expect("it can be written");
    let mut child = Command::new(program)
        .args(args)
        .current_dir(scratch.root())
        .env("CARGO_NET_RETRY", "0")
        .env("CARGO_HTTP_TIMEOUT", "10")
        .stdin(Stdio::null())
        .stdout(file("stdout"))
        .stderr(file("stderr"))
        .spawn()
        .map_err(|error| error.to_string())?;
    let deadline = Instant::now() + FETCH;
    let status = loop {
        if let Some(status) = child.try_wait().expect("the child can be waited for") {
            break status;
        }
        if Instant::now() >= deadline {
            child.kill().expect("the child can be killed");
            child.wait().expect("it was killed");
            return Err(format!("{program} took more than {} s", FETCH.as_secs()));
        }
        std::thread::park_timeout(Duration::from_millis(20));
    };
    if status.success() {
        Ok(scratch.read("stdout"))
    } else {
        Err(scratch.read("stderr"))
    }
}

/// The course as `rustlings init` lays it out, but with its `info.toml` and its solutions; `exercises` says which of
/// the two directories the learner's files come from.
fn assemble(rustlings: &Path, macros: &Path, exercises: &str) -> Book {
    let book = Book::empty();
    let read = |path: PathBuf| std::fs::read_to_string(path).expect("the crate has the file");
    book.write("info.toml", &read(macros.join("info.toml")));
    let manifest = read(rustlings.join("dev-Cargo.toml"));
    book.write("Cargo.toml", &manifest.replace("\"../", "\""));
    for (from, to) in [(exercises, "exercises"), ("solutions", "solutions")] {
        for (path, bytes) in files(&rustlings.join(from)) {
            let below = path
                .strip_prefix(rustlings.join(from))
                .expect("it is below");
            let text = String::from_utf8(bytes).expect("the course is UTF-8");
            book.write(&Path::new(to).join(below).display().to_string(), &text);
        }
    }
    book
}

/// The names of the exercises that `check` finds solved, and how many there are.
#[track_caller]
fn solved(book: &Book) -> (BTreeSet<String>, usize) {
    let said = Said::by(&mut book.command(&["check", "--json"]));
    said.is_calm();
    let rows = said.json();
    let rows = rows.as_array().expect("a list");
    let solved = rows
        .iter()
        .filter(|row| row["solved"] == true)
        .map(|row| row["name"].as_str().expect("a name").to_owned());
    (solved.collect(), rows.len())
}

/// As [`fetch`]; why it is not to be had is told past the harness, which keeps what a passing test prints.
fn fetched() -> Option<(PathBuf, PathBuf)> {
    fetch()
        .map_err(|why| {
            let said = format!("not tried: the course of rustlings cannot be fetched: {why}\n");
            std::io::stderr()
                .write_all(said.as_bytes())
                .expect("standard error can be written to");
        })
        .ok()
}

#[test]
fn the_solutions_of_the_course_are_solved_and_its_starters_are_not() {
    let Some((rustlings, macros)) = fetched() else {
        return;
    };
    let answers = assemble(&rustlings, &macros, "solutions");
    let before = files(answers.root());
    let (names, n) = solved(&answers);
    assert_eq!((names.len(), n), (94, 94), "{names:?}");
    assert_eq!(files(answers.root()), before);

    let starters = assemble(&rustlings, &macros, "exercises");
    let (names, n) = solved(&starters);
    let skipped = ["intro1".to_owned()];
    assert_eq!((names, n), (BTreeSet::from(skipped), 94));
}

/// Graded as submissions: every solution passes, and no starter does. Where the task lies inside the tests, those of the submission
/// count.
#[cfg(unix)]
#[test]
fn the_solutions_of_the_course_pass_where_they_are_graded() {
    let Some((rustlings, macros)) = fetched() else {
        return;
    };
    let book = assemble(&rustlings, &macros, "exercises");
    for from in ["solutions", "exercises"] {
        for (path, bytes) in files(&rustlings.join(from)) {
            let below = path
                .strip_prefix(rustlings.join(from))
                .expect("it is below");
            let text = String::from_utf8(bytes).expect("the course is UTF-8");
            let to = Path::new("class").join(from).join("exercises").join(below);
            book.write(&to.display().to_string(), &text);
        }
    }
    let args = [
        "-C",
        ".",
        "grade",
        "class",
        "--class",
        "--afresh",
        "--format",
        "jsonl=report.jsonl",
        "--format",
        "text=report.txt",
    ];
    let said = Said::by(&mut book.command(&args));
    said.exits(1);
    let report = book.read("report.jsonl");
    let mut passed: BTreeSet<String> = BTreeSet::new();
    let mut others = Vec::new();
    let mut starters = Vec::new();
    let mut own = BTreeSet::new();
    for line in report.lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("lines of JSON");
        if record["type"] != "exercise" {
            continue;
        }
        let name = record["name"].as_str().expect("a name").to_owned();
        if record["own_tests"] == true {
            own.insert(name.clone());
            assert_eq!(record["max_points"], 0, "{line}");
        }
        match (record["submission"].as_str(), record["kind"].as_str()) {
            (Some("solutions"), Some("pass")) => drop(passed.insert(name)),
            (Some("solutions"), _) => others.push(line.to_owned()),
            (_, Some("pass")) => starters.push(name),
            _ => {}
        }
    }
    assert!(
        others.is_empty(),
        "{} are refused:\n{}",
        others.len(),
        others.join("\n")
    );
    assert!(starters.is_empty(), "starters pass: {starters:?}");
    assert_eq!((passed.len(), own.len()), (52, 17), "{own:?}\n{passed:?}");
    assert!(
        book.read("report.txt").contains("learner's own tests"),
        "{said}"
    );
}
