//! What passes at home passes in CI, and nothing else: over all exercises of the course.
//!
//! The crates that some of them use are built once, in a workbook that is kept beside cargo's own files; nothing else of it
//! is.

use crate::said::Said;
use crate::support::book::program;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Longer than any of the commands takes on a machine with much else to do, the build of the crates included.
const PATIENCE: Duration = Duration::from_secs(900);

/// Every exercise has these; a right answer of another make only some.
const KINDS: [&str; 4] = ["solution", "starter", "wrong", "right"];

/// One file that could be handed in.
struct Answer {
    kind: &'static str,
    /// Its exercise.
    name: String,
    /// Where it stands below `exercises/`.
    file: PathBuf,
    text: String,
}

/// The workbook that is kept, as long as nobody else works with it.
struct Kept {
    root: PathBuf,
    _lock: File,
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Kept {
    /// Makes it anew, but for the crates.
    fn open() -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("agreement");
        fs::create_dir_all(&root).expect("a directory");
        let lock = File::create(root.join("lock")).expect("a lock file");
        lock.lock().expect("it can be locked");
        for name in [
            "book/exercises",
            "book/solutions",
            "book/.workbook/cache",
            "class",
        ] {
            let path = root.join(name);
            if path.exists() {
                fs::remove_dir_all(&path).expect("it can be removed");
            }
        }
        let kept = Self { root, _lock: lock };
        copy(
            &repository().join("solutions"),
            &kept.path("book/solutions"),
        );
        copy(&repository().join("starters"), &kept.path("book/exercises"));
        for (from, to) in [
            ("info.toml", "info.toml"),
            ("Cargo.lock", "Cargo.lock"),
            ("starters/manifest.toml", "exercises/Cargo.toml"),
        ] {
            let to = kept.path("book").join(to);
            fs::copy(repository().join(from), to).expect("it can be copied");
        }
        kept
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn said(&self, args: &[&str]) -> Said {
        let mut command = program();
        command.current_dir(&self.root).args(args).timeout(PATIENCE);
        Said::by(&mut command)
    }

    /// Whether an exercise with crates can be checked here. Where they can neither be built nor fetched it is told past the
    /// harness, which keeps what a passing test prints.
    fn has_crates(&self, name: &str) -> bool {
        let said = self.said(&["-C", "book", "run", name]);
        let has = said.code != Some(3);
        if !has {
            let why = format!("not tried: exercises with crates, which cannot be built: {said}\n");
            std::io::stderr()
                .write_all(why.as_bytes())
                .expect("standard error can be written to");
        }
        has
    }

    /// What `check` finds solved of the answers of a kind.
    fn solved_at_home(&self, answers: &[Answer], kind: &str) -> BTreeMap<String, bool> {
        let mut args = vec!["-C", "book", "check", "--json"];
        for answer in answers.iter().filter(|answer| answer.kind == kind) {
            let path = self.path("book/exercises").join(&answer.file);
            fs::write(path, &answer.text).expect("it can be written");
            args.push(&answer.name);
        }
        let rows = self.said(&args).json();
        let rows = rows.as_array().expect("a list").iter();
        rows.map(|row| {
            let name = row["name"].as_str().expect("a name").to_owned();
            (name, row["solved"] == true)
        })
        .collect()
    }

    /// What became of each answer, by kind and exercise.
    fn graded(&self, answers: &[Answer]) -> BTreeMap<(String, String), (String, String)> {
        for answer in answers {
            let path = self.path("class").join(answer.kind).join(&answer.file);
            fs::create_dir_all(path.parent().expect("a directory")).expect("a directory");
            fs::write(path, &answer.text).expect("it can be written");
        }
        let names: BTreeSet<&str> = answers.iter().map(|it| it.name.as_str()).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let only = names.join(",");
        let args = [
            "-C", "book", "grade", "--class", "class", "--jobs", "2", "--only", &only,
        ];
        let formats = ["--format", "jsonl=report.jsonl"];
        self.said(&[&args[..], &formats].concat())
            .exits(1)
            .is_calm();
        let report = fs::read_to_string(self.path("report.jsonl")).expect("a report");
        let mut found = BTreeMap::new();
        for line in report.lines() {
            let record: serde_json::Value = serde_json::from_str(line).expect("lines of JSON");
            let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
            if record["type"] == "exercise" {
                let told = line.chars().take(500).collect();
                found.insert((text("submission"), text("name")), (text("kind"), told));
            }
        }
        found
    }
}

/// The answers to an exercise that are tried: solution and starter, and the first of the wrong and of the right ones.
fn answers(dir: &str, name: &str) -> Vec<Answer> {
    let file = Path::new(dir).join(format!("{name}.rs"));
    let read = |path: &Path| fs::read_to_string(path).expect("it can be read");
    let of_solution = repository().join("solutions").join(&file);
    let solution = read(&of_solution);
    let tests = solution
        .find("#[cfg(test)]\nmod tests")
        .expect("a solution has its tests at its foot");
    let answer = |kind, text| Answer {
        kind,
        name: name.to_owned(),
        file: file.clone(),
        text,
    };
    let mut found = vec![answer(
        "starter",
        read(&repository().join("starters").join(&file)),
    )];
    for kind in ["wrong", "right"] {
        if let Some(path) = sorted(&of_solution.with_extension(kind)).first() {
            // They are written without tests.
            let whole = format!("{}\n{}", read(path), &solution[tests..]);
            found.push(answer(kind, whole));
        }
    }
    found.push(answer("solution", solution));
    found
}

fn sorted(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten();
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory");
    for path in sorted(from) {
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("it can be copied");
        }
    }
}

/// The names of the crates that exercises may use, as code writes them.
fn crates() -> Vec<String> {
    let manifest = repository().join("starters/manifest.toml");
    let manifest = fs::read_to_string(manifest).expect("the manifest");
    let dependencies = manifest.split_once("[dependencies]\n");
    let dependencies = dependencies.map_or("", |(_, rest)| rest).lines();
    dependencies
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(' '))
        .filter(|(name, _)| *name != "#")
        .map(|(name, _)| format!("{}::", name.replace('-', "_")))
        .collect()
}

#[test]
fn home_and_ci_agree_over_all_exercises() {
    let kept = Kept::open();
    let course = workbook::embedded::course().expect("the program brings a course along");
    let mut all: Vec<Answer> = course
        .exercises
        .iter()
        .flat_map(|exercise| answers(&exercise.dir, &exercise.name))
        .collect();
    let crates = crates();
    let needs_crates: BTreeSet<String> = all
        .iter()
        .filter(|answer| crates.iter().any(|name| answer.text.contains(name)))
        .map(|answer| answer.name.clone())
        .collect();
    let n_exercises = course.exercises.len();
    assert!(
        (1..n_exercises).contains(&needs_crates.len()),
        "{needs_crates:?}"
    );
    if !kept.has_crates(needs_crates.first().expect("there is one")) {
        all.retain(|answer| !needs_crates.contains(&answer.name));
    }
    let graded = kept.graded(&all);
    let mut wrong = Vec::new();
    let mut n_tried = 0;
    for kind in KINDS {
        let should_pass = kind == "solution" || kind == "right";
        for (name, solved) in kept.solved_at_home(&all, kind) {
            let key = (kind.to_owned(), name.clone());
            let (grade, told) = graded.get(&key).cloned().unwrap_or_default();
            n_tried += usize::from(kind != "right");
            if (solved, grade == "pass") != (should_pass, should_pass) || grade == "error" {
                wrong.push(format!(
                    "{kind} of {name}: solved at home: {solved}; {grade}: {told}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let names: BTreeSet<&str> = all.iter().map(|answer| answer.name.as_str()).collect();
    assert_eq!(n_tried, 3 * names.len(), "each has all that is tried");
}

/// From the third file on the starter is compiled first, and shared: the fourth learner asks for it by its name.
#[test]
fn files_share_what_was_compiled_and_nobody_gets_anything_by_it() {
    let kept = Kept::open();
    if !kept.has_crates("get_user") {
        return;
    }
    let dir = Path::new("09_rest_apis");
    let solution = repository().join("solutions").join(dir).join("get_user.rs");
    let solution = fs::read_to_string(solution).expect("the solution");
    let answer = |kind, text| Answer {
        kind,
        name: "get_user".to_owned(),
        file: dir.join("get_user.rs"),
        text,
    };
    let all: Vec<Answer> = ["ann", "bob", "cid", "dan"]
        .map(|name| {
            let text = match name {
                "dan" => "pub use ::__workbook_upstream::{StoreError, User, UserStore, router};\n"
                    .to_owned(),
                name => format!("{solution}\n// {name}\n"),
            };
            answer(name, text)
        })
        .into();
    let graded = kept.graded(&all);
    for name in ["ann", "bob", "cid"] {
        let (kind, told) = &graded[&(name.to_owned(), "get_user".to_owned())];
        assert_eq!(kind, "pass", "{told}");
    }
    let (kind, told) = &graded[&("dan".to_owned(), "get_user".to_owned())];
    assert!(["fail", "compile_error"].contains(&kind.as_str()), "{told}");
}
