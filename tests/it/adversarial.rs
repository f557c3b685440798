//! Submissions that cheat, break things or are merely odd, graded by the real program: what each must come to is written at
//! its head (`tests/adversarial/`), and `docs/integrity.md` tells it in a table.
//!
//! Every row is one submission of a class that is graded in one run. The program that grades has limits of its own here, so
//! that an attack which gets out of its sandbox does not harm the machine that tests.

mod class;
mod corpus;
mod files;

use crate::support::{Book, book};
use assert_cmd::Command;
use corpus::Row;
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What no report may hold: it is in the environment of whoever grades, and in a file beside the submissions.
const SECRET: &str = "hunter2-9c41f0";

/// How attacks begin what they say when they could read what they may not.
const LEAK: &str = "WORKBOOK_LEAK";

/// Longer than all rows take on a machine with much else to do.
const DEADLINE: Duration = Duration::from_secs(400);

/// A workbook to attack, a class, and a place outside that nobody may write to.
pub(super) struct Scene {
    pub(super) dir: Book,
}

impl Scene {
    pub(super) fn new() -> Self {
        let dir = Book::empty();
        copy(&corpus::root().join("book"), &dir.path("book"));
        for name in ["class", "outside", "tmp"] {
            std::fs::create_dir(dir.path(name)).expect("a directory");
        }
        // Whoever runs the tests may run them as somebody who owns nothing.
        open_to_all(&dir.path("outside"));
        dir.write("outside/secret", SECRET);
        Self { dir }
    }

    /// The program that grades this scene, with limits around it.
    pub(super) fn grade(&self, args: &[&str], n_files: u32) -> Command {
        // Bytes of address space: what a compiler may have, and no more. Files of 2 GiB, and little processor time.
        let limits = format!(
            "ulimit -v 8388608 && ulimit -f 4194304 && ulimit -t 300 && ulimit -n {n_files}"
        );
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("{limits} && exec \"$0\" \"$@\"")])
            .arg(env!("CARGO_BIN_EXE_workbook"))
            .args(["-C", "book", "grade"])
            .args(args)
            .current_dir(self.dir.root());
        book::clean(&mut command);
        command
            .env("TMPDIR", self.dir.path("tmp"))
            .env("WORKBOOK_TEST_SECRET", SECRET)
            .timeout(DEADLINE);
        command
    }
}

/// By submission and exercise: the kind, and all that was said.
pub(super) fn grades(report: &str) -> BTreeMap<(String, String), (String, String)> {
    let mut found = BTreeMap::new();
    for line in report.lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("lines of JSON");
        if record["type"] != "exercise" {
            continue;
        }
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let key = (text(&record["submission"]), text(&record["name"]));
        found.insert(key, (text(&record["kind"]), line.to_owned()));
    }
    found
}

fn open_to_all(dir: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o777)).expect("its mode");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a directory");
    for entry in std::fs::read_dir(from).expect("the directory can be read") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, &to).expect("it can be copied");
        }
    }
}

/// Every file below a directory, with what it holds.
fn contents(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(dir).expect("the directory can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.insert(path.clone(), std::fs::read(&path).expect("it can be read"));
        }
    }
    found
}

/// What this machine lacks of what keeps submitted code from harm: `landlock`, `seccomp`.
fn missing() -> Vec<&'static str> {
    let offered = workbook::sandbox::available();
    let mut missing = Vec::new();
    if offered.landlock.is_err() {
        missing.push("landlock");
    }
    if offered.seccomp.is_err() {
        missing.push("seccomp");
    }
    missing
}

#[test]
fn every_attack_gets_its_verdict_and_harms_nothing() {
    let scene = Scene::new();
    let server = TcpListener::bind("127.0.0.1:0").expect("a server");
    server.set_nonblocking(true).expect("it does not wait");
    let port = server.local_addr().expect("an address").port();
    let missing = missing();
    let mut rows: Vec<Row> = Row::all();
    rows.extend(files::rows());
    let (rows, skipped): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| {
        !row.needs
            .iter()
            .any(|need| missing.contains(&need.as_str()))
    });
    for row in &rows {
        row.submit(&scene, port);
    }
    let before = (
        contents(&scene.dir.path("book/solutions")),
        contents(&scene.dir.path("book/exercises")),
        contents(&scene.dir.path("outside")),
    );
    let args = [
        "class",
        "--class",
        "--jobs",
        "2",
        "--timeout",
        "2",
        "--format",
        "jsonl=report.jsonl",
        "--format",
        "github",
        "--format",
        "text=report.txt",
    ];
    let output = scene.grade(&args, 256).output().expect("it runs");
    let said = crate::said::Said::from(output);
    said.exits(1);
    let report = scene.dir.read("report.jsonl");
    let grades = grades(&report);
    let mut wrong = Vec::new();
    for row in &rows {
        let key = (row.submission(), row.exercise.clone());
        let (kind, told) = grades.get(&key).cloned().unwrap_or_default();
        let is_right = row.verdicts.contains(&kind)
            && row.says.as_ref().is_none_or(|says| told.contains(says));
        if !is_right {
            wrong.push(format!(
                "{}: {kind}, not {:?} ({:?})\n    {}",
                row.name,
                row.verdicts,
                row.says,
                told.chars().take(700).collect::<String>()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} rows are wrong:\n{}",
        wrong.len(),
        rows.len(),
        wrong.join("\n")
    );
    // Nothing was read that may not be.
    for (name, text) in [
        ("report.jsonl", &report),
        ("standard output", &said.stdout),
        ("report.txt", &scene.dir.read("report.txt")),
    ] {
        for word in [SECRET, LEAK, "root:x:0"] {
            let line = text
                .lines()
                .find(|line| line.contains(word) && !line.contains("compile-"));
            assert_eq!(line, None, "{name} holds {word:?}");
        }
        let steers =
            |ch: char| ch.is_control() && ch != '\n' || ('\u{202a}'..='\u{202e}').contains(&ch);
        assert!(
            !text.contains(steers),
            "{name} holds signs that steer a terminal"
        );
    }
    // No learner speaks as the workflow: each command is ours, and what it says of theirs is behind its second `::`.
    for line in said.stdout.lines() {
        assert!(!line.starts_with("##["), "{line}");
        if let Some(command) = line.strip_prefix("::") {
            let ours = command.split("::").next().unwrap_or_default();
            assert!(
                !ours.contains("pwned") && !ours.contains("Autograding complete"),
                "{line}"
            );
        }
    }
    // Nothing was written, and nobody was talked to.
    let after = (
        contents(&scene.dir.path("book/solutions")),
        contents(&scene.dir.path("book/exercises")),
        contents(&scene.dir.path("outside")),
    );
    assert_eq!(before, after, "something was written outside");
    assert!(server.accept().is_err(), "somebody connected");
    assert_eq!(
        contents(&scene.dir.path("tmp")),
        BTreeMap::new(),
        "temporary files are left"
    );
    for row in skipped {
        let (needs, name) = (row.needs, row.name);
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped, for this machine lacks {needs:?}: {name}");
        }
    }
}

/// The table of `docs/integrity.md` says what the rows say.
#[test]
fn the_table_of_results_is_that_of_the_rows() {
    let mut rows = Row::all();
    rows.extend(files::rows());
    let table = corpus::table(&rows);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/integrity.md");
    let text = std::fs::read_to_string(&path).expect("docs/integrity.md");
    let (begin, end) = ("<!-- rows: begin -->\n", "<!-- rows: end -->");
    let told = text
        .split_once(begin)
        .and_then(|(_, rest)| rest.split_once(end))
        .map(|(told, _)| told);
    assert_eq!(
        told.map(str::trim),
        Some(table.trim()),
        "the table should be:\n{table}"
    );
}
