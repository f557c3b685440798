//! A tiny workbook that is in order; what puts it out of order stands in two tables of mistakes.

mod exercise_mistakes;
mod workbook_mistakes;

use super::*;
use crate::attempt::RustcRunner;
use crate::info;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

const INFO: &str = r#"format_version = 1
title = "Tiny"

[[exercises]]
name = "add"
dir = "01_one"
starts = "test fails"
concepts = ["sum"]
see_also = ["carry"]
timeout_seconds = 1
[[exercises.hints]]
when = { test = "adds_two_numbers" }
text = "Use `+`."
"#;

const STARTER: &str = "//! Add.

/// The sum.
pub fn add(a: i32, b: i32) -> i32 {
    todo!()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_two_numbers() {
        assert_eq!(add(1, 2), 3);
    }

    #[test]
    fn adds_a_negative_number() {
        assert_eq!(add(5, -2), 3);
    }
}
";

const CARD: &str = r#"+++
title = "Sum"
topic = "basics"
covers = ["s1:1"]
see_also = [
    "carry",
]
sources = ["Rust reference"]
+++

## In one breath
WORDS

## How it works
See [the carry](../basics/carry.md) and [the web](https://www.rust-lang.org).

## Trade-offs and traps
None.

## In Rust
```rust
pub fn sum(a: i32, b: i32) -> i32 {
    a + b
}

#[test]
fn it_adds() {
    assert_eq!(sum(1, 2), 3);
}
```

```text
this is no Rust
```

## Follow-ups an interviewer asks
- None.
"#;

const ADD: &str = "01_one/add";

/// What is wrong, how the tiny workbook is made so, and all that must be found.
type Mistake = (&'static str, fn(&mut Tiny), &'static [&'static str]);

/// A workbook in a temporary directory, of which every file is known.
struct Tiny {
    dir: tempfile::TempDir,
    files: BTreeMap<String, String>,
    /// How many files the last proof graded, and did not find as they were before.
    n_graded: Cell<usize>,
}

impl Tiny {
    fn new() -> Self {
        let wrong = |why: &str, test: &str, body: &str| {
            format!(
                "//! Caught by: {test}\n//!\n//! {why}\n\npub fn add(a: i32, b: i32) -> i32 {{\n    {body}\n}}\n"
            )
        };
        let card = CARD.replace("WORDS", &"word ".repeat(160));
        let carry = card
            .replace("\"carry\",", "\"sum\",")
            .replace("../basics/carry.md", "sum.md#in-rust")
            .replace("Sum", "Carry");
        let course = info::parse(INFO).expect("the text is right");
        let files = [
            ("info.toml", INFO.to_owned()),
            ("exercises/Cargo.toml", expected_manifest(&course, "")),
            ("exercises/01_one/add.rs", STARTER.to_owned()),
            (
                "solutions/01_one/add.rs",
                STARTER.replace("todo!()", "a + b"),
            ),
            (
                "solutions/01_one/add.right/backwards.rs",
                "//! Another way: the other one first.\n\npub fn add(a: i32, b: i32) -> i32 {\n    b + a\n}\n"
                    .to_owned(),
            ),
            (
                "solutions/01_one/add.wrong/left.rs",
                wrong("Forgets b.", "adds_two_numbers", "a + 0 * b"),
            ),
            (
                "solutions/01_one/add.wrong/minus.rs",
                wrong("Signs.", "adds_a_negative_number", "a + b.abs()"),
            ),
            (
                "solutions/01_one/add.wrong/panics.rs",
                wrong(
                    "Aborts.",
                    "adds_two_numbers, adds_a_negative_number",
                    "std::process::exit(a - a + b - b)",
                ),
            ),
            ("concepts/basics/carry.md", carry),
            ("concepts/basics/sum.md", card),
            ("concepts/README.md", "All cards.\n".to_owned()),
        ];
        Self {
            dir: tempfile::tempdir().expect("a temporary directory"),
            n_graded: Cell::new(0),
            files: files
                .into_iter()
                .map(|(path, text)| (path.to_owned(), text))
                .collect(),
        }
    }

    /// Replaces a part of a file that must be there.
    fn edit(&mut self, path: &str, from: &str, to: &str) {
        let text = self.files.get_mut(path).expect("there is such a file");
        assert!(text.contains(from), "{path} has no {from:?}");
        *text = text.replace(from, to);
    }

    fn edit_both(&mut self, from: &str, to: &str) {
        for root in ["exercises", "solutions"] {
            self.edit(&format!("{root}/{ADD}.rs"), from, to);
        }
    }

    fn put(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.to_owned());
    }

    fn remove(&mut self, path: &str) {
        self.files.remove(path).expect("there is such a file");
    }

    fn write(&self) {
        let root = self.dir.path();
        for dir in ["exercises", "solutions", "concepts"] {
            files::remove(&root.join(dir));
        }
        for (path, text) in &self.files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a file is in a directory")).expect("create");
            fs::write(path, text).expect("write");
        }
    }

    /// Writes the workbook, proves it, and lists what is wrong, each in one line with its place.
    fn findings(&self) -> Vec<String> {
        self.verify(&[])
            .expect("the check can be made")
            .iter()
            .map(line)
            .collect()
    }

    /// A verifier of what is written, as it was at first.
    fn with_verifier(&self, act: impl FnOnce(&Verifier<'_>, &Course)) {
        self.write();
        let state = State::new(self.dir.path());
        let course = info::parse(INFO).expect("the text is right");
        let runner = RustcRunner::new(&state).expect("there is a toolchain");
        let options = Options {
            names: Vec::new(),
            jobs: 2,
        };
        let verifier = Verifier::new(&state, &course, &runner, &options);
        act(&verifier.expect("the tools are there"), &course);
    }

    fn verify(&self, names: &[&str]) -> Result<Vec<Problem>, Error> {
        self.verify_with(names, &|| {})
    }

    /// The same, after something else was done to what was written.
    fn verify_with(&self, names: &[&str], meddle: &dyn Fn()) -> Result<Vec<Problem>, Error> {
        self.write();
        meddle();
        let state = State::new(self.dir.path());
        let course = info::parse(&self.files["info.toml"]).expect("info.toml is right");
        let runner = RustcRunner::new(&state)?;
        let names = names.iter().map(ToString::to_string).collect();
        let verifier = Verifier::new(&state, &course, &runner, &Options { names, jobs: 2 })?;
        let n_done = AtomicUsize::new(0);
        let found = verifier.run(&Stop::default(), &|_| {
            n_done.fetch_add(1, Ordering::Relaxed);
        })?;
        self.n_graded.set(verifier.grader.n_graded());
        assert_eq!(
            n_done.into_inner(),
            verifier.n_steps(),
            "each step is told once"
        );
        for problem in &found {
            assert!(
                problem.help.is_some() || problem.place.is_some(),
                "{problem}"
            );
        }
        Ok(found)
    }
}

fn line(problem: &Problem) -> String {
    let place = problem
        .place
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    format!("{place}: {}", problem.what)
}

#[test]
fn every_mistake_is_found_and_nothing_else() {
    let green = Tiny::new();
    assert_eq!(green.findings(), [""; 0]);
    // The directory is kept, so that what did not change is not compiled again.
    let mut tiny = green;
    let original = tiny.files.clone();
    let mut surprises = Vec::new();
    for (what, change, expected) in exercise_mistakes::MISTAKES
        .iter()
        .chain(workbook_mistakes::MISTAKES)
    {
        change(&mut tiny);
        let found = tiny.findings();
        if found != *expected {
            surprises.push(format!(
                "{what}:\n  found    {found:#?}\n  expected {expected:#?}"
            ));
        }
        tiny.files.clone_from(&original);
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    assert_eq!(tiny.findings(), [""; 0], "all is as it was");
}

#[test]
fn a_wrong_answer_that_hung_is_tried_again_only_when_something_changed() {
    let mut tiny = Tiny::new();
    let path = "solutions/01_one/add.wrong/never_ends.rs";
    let answer = "//! Caught by: adds_two_numbers\n\npub fn add(_: i32, _: i32) -> i32 {\n    loop {\n        \
                  std::thread::park();\n    }\n}\n";
    tiny.put(path, answer);
    assert_eq!(tiny.findings(), [""; 0]);
    assert!(tiny.n_graded.get() > 0, "it was tried");
    assert_eq!(tiny.findings(), [""; 0]);
    assert_eq!(tiny.n_graded.get(), 0, "nothing changed");

    // A line of comment is a change as well.
    tiny.edit(path, "\n\npub", "\n//! Waits.\n\npub");
    assert_eq!(tiny.findings(), [""; 0]);
    assert_eq!(tiny.n_graded.get(), 1, "it changed");

    // What seems not to be caught is made sure of.
    tiny.edit(path, "adds_two_numbers", "adds_nothing");
    assert_eq!(tiny.findings().len(), 1);
}

#[test]
fn a_file_is_formatted_by_the_settings_of_now() {
    let tiny = Tiny::new();
    assert_eq!(tiny.findings(), [""; 0]);
    let unformatted = [
        "exercises/01_one/add.rs:2:1: the file is not formatted",
        "solutions/01_one/add.rs:2:1: the file is not formatted",
    ];
    for (place, expected) in [
        ("rustfmt.toml", &unformatted[..]),
        (".rustfmt.toml", &unformatted),
        ("solutions/rustfmt.toml", &unformatted[1..]),
    ] {
        let path = tiny.dir.path().join(place);
        let verify = || {
            // The directories of the workbook are written anew each time.
            let at = path.clone();
            let found = tiny.verify_with(&["add"], &move || {
                fs::write(&at, "tab_spaces = 3\n").expect("write");
            });
            let found = found.expect("the check can be made");
            found.iter().map(line).collect::<Vec<_>>()
        };
        assert_eq!(verify(), expected, "{place}");
        assert_eq!(verify(), expected, "{place}, once more");
        files::remove(&path);
        assert_eq!(tiny.verify(&["add"]), Ok(Vec::new()), "without {place}");
    }
}

#[test]
fn a_module_in_another_file_is_looked_at_every_time() {
    let mut tiny = Tiny::new();
    tiny.edit(
        "solutions/01_one/add.rs",
        "//! Add.\n",
        "//! Add.\n\nmod more;\n",
    );
    tiny.put("solutions/01_one/more.rs", "//! More.\n");
    let unformatted = "the file is not formatted";
    let found = |tiny: &Tiny| {
        let found = tiny.verify(&["add"]).expect("the check can be made");
        found.iter().any(|problem| problem.what == unformatted)
    };
    assert!(!found(&tiny));
    tiny.put("solutions/01_one/more.rs", "//! More.\nfn  f( ) {}\n");
    assert!(found(&tiny));
}

#[test]
fn what_the_named_tests_say_is_not_taken_for_what_all_say() {
    let tiny = Tiny::new();
    tiny.with_verifier(|verifier, course| {
        let assignment = verifier
            .assignment(&course.exercises[0])
            .expect("it can be graded");
        let text = &tiny.files["solutions/01_one/add.wrong/minus.rs"];
        let prove = |only: &[&str]| {
            let terms = grader::Terms {
                only,
                ..answer::terms(std::time::Duration::from_secs(20))
            };
            let grade = verifier
                .grader
                .prove(assignment, text, terms, &Stop::default())
                .expect("it can be graded");
            let kinds = grade.tests.iter().map(|test| format!("{:?}", test.kind));
            (format!("{:?}", grade.kind), kinds.collect::<Vec<_>>())
        };
        let expected =
            |kind: &str, kinds: [&str; 2]| (kind.to_owned(), kinds.map(str::to_owned).to_vec());
        for _ in 0..2 {
            assert_eq!(
                prove(&["adds_two_numbers"]),
                expected("NotRun", ["Pass", "NotRun"]),
                "it has not passed as long as a test was left out"
            );
            assert_eq!(
                prove(&["adds_a_negative_number"]),
                expected("NotRun", ["NotRun", "Fail"])
            );
            assert_eq!(prove(&["adds"]), expected("NotRun", ["NotRun", "NotRun"]));
            assert_eq!(prove(&[]), expected("Fail", ["Pass", "Fail"]));
        }
    });
}

#[test]
fn a_wrong_answer_that_only_takes_its_time_is_not_caught_by_that() {
    let mut tiny = Tiny::new();
    tiny.edit("info.toml", "timeout_seconds = 1", "timeout_seconds = 60");
    tiny.put(
        "solutions/01_one/add.wrong/slow.rs",
        "//! Caught by: adds_two_numbers\n\npub fn add(a: i32, b: i32) -> i32 {\n    \
         std::thread::sleep(std::time::Duration::from_millis(2200));\n    if b < 0 { 0 } else { a + b }\n}\n",
    );
    assert_eq!(
        tiny.findings(),
        [
            "solutions/01_one/add.wrong/slow.rs:1:1: `adds_two_numbers` does not catch this wrong answer"
        ]
    );
}

#[test]
fn the_format_of_rustlings_is_held_to_its_own_rules_only() {
    let mut tiny = Tiny::new();
    tiny.put("info.toml", "format_version = 1\n[[exercises]]\nname = \"add\"\ndir = \"01_one\"\nhint = \"Use `+`.\"\n");
    tiny.files
        .retain(|path, _| !path.contains(".wrong/") && !path.ends_with("Cargo.toml"));
    tiny.edit(
        "exercises/01_one/add.rs",
        "    todo!()",
        "  // TODO(author): who knows\n  todo!()",
    );
    assert_eq!(tiny.findings(), [""; 0]);
    tiny.remove("solutions/01_one/add.rs");
    assert_eq!(tiny.findings(), [""; 0]);
    tiny.edit("exercises/01_one/add.rs", "todo!()", "a + b");
    assert_eq!(
        tiny.findings(),
        ["exercises/01_one/add.rs: the starter is solved already"]
    );
}

#[test]
fn one_exercise_can_be_proved_alone() {
    let mut tiny = Tiny::new();
    tiny.remove("exercises/Cargo.toml");
    tiny.remove("concepts/README.md");
    assert_eq!(tiny.verify(&["ad"]), Ok(Vec::new()));
    let other = tiny.files["concepts/basics/sum.md"].replace("Rust reference", "");
    tiny.put("concepts/basics/other.md", &other);
    assert_eq!(tiny.verify(&["add"]), Ok(Vec::new()), "no card of it");
    tiny.edit("concepts/basics/sum.md", "None.", "TODO(author): traps");
    let found = tiny.verify(&["add"]).expect("the check can be made");
    let found: Vec<String> = found.iter().map(line).collect();
    assert_eq!(
        found,
        [
            "concepts/basics/sum.md:18:1: still to be written: traps",
            "concepts/basics/sum.md:37:3: still to be written: traps"
        ]
    );
    let error = tiny
        .verify(&["sub"])
        .expect_err("there is no such exercise");
    assert_eq!(error.code, ExitCode::Usage);
}

#[test]
fn a_stopped_proof_is_interrupted() {
    let tiny = Tiny::new();
    tiny.with_verifier(|verifier, _| {
        let stop = Stop::default();
        let result = verifier.run(&stop, &|_| stop.stop());
        assert_eq!(result, Err(Error::interrupted()));
    });
}
