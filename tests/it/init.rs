//! `workbook init`, and a learner's first steps in what it wrote.

mod analyzer;
mod other_edition;
mod package;
mod tasks;

use crate::said::{Said, await_file};
use crate::support::Book;
use crate::support::book::program;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const EXERCISE: &str = "exercises/03_algorithms/merge_sorted.rs";
const SOLUTION: &str = "solutions/03_algorithms/merge_sorted.rs";

/// A file of this repository.
fn original(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

/// A copy of the course, just written.
fn copy() -> Book {
    let book = Book::empty();
    init(book.root(), &["."]).exits(0).is_calm();
    book
}

/// A copy without the crates that exercises may use: they would have to be fetched and built.
fn copy_without_crates() -> Book {
    let book = copy();
    let manifest = book.read("exercises/Cargo.toml");
    let crates = manifest.find("[dependencies]").expect("there are crates");
    let targets = manifest.find("[[test]]").expect("there are targets");
    book.write(
        "exercises/Cargo.toml",
        &format!("{}{}", &manifest[..crates], &manifest[targets..]),
    );
    book
}

/// Types `workbook init` with these arguments in a directory.
fn init(dir: &Path, args: &[&str]) -> Said {
    Said::by(program().current_dir(dir).arg("init").args(args))
}

fn said(book: &Book, args: &[&str]) -> Said {
    Said::by(&mut book.command(args))
}

/// Says why a test could not do its work, past the harness, which keeps what a passing test prints.
fn not_tried(why: &str) {
    std::io::stderr()
        .write_all(format!("not tried: {why}\n").as_bytes())
        .expect("standard error can be written to");
}

/// Every file below a directory, with what it holds.
fn snapshot(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).expect("the directory can be read") {
            let path = entry.expect("the directory can be read").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let text = std::fs::read(&path).expect("the file can be read");
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_course_is_written_without_its_solutions_and_the_next_step_is_named() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let first = init(dir.path(), &[]);
    first.exits(0).is_calm();
    let (head, rest) = first.stdout.split_once('\n').expect("there are lines");
    assert!(
        head.starts_with("Wrote backend-workbook: ")
            && head.contains(" exercises and ")
            && head.ends_with(" cards."),
        "{head}"
    );
    assert_eq!(
        rest,
        "
Next:

  cd backend-workbook
  workbook

It checks the first exercise at every save. Open it in your editor beside it:
  exercises/01_fundamentals/decorator.rs
"
    );
    let root = dir.path().join("backend-workbook");
    let mut names: Vec<String> = std::fs::read_dir(&root)
        .expect("it is there")
        .map(|entry| entry.expect("it can be read").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            ".gitignore",
            ".vscode",
            ".workbook",
            "Cargo.toml",
            "README.md",
            "concepts",
            "exercises",
            "info.toml"
        ]
    );
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect(path);
    assert_eq!(read(EXERCISE), original(EXERCISE));
    assert_eq!(
        read("exercises/Cargo.toml"),
        original("exercises/Cargo.toml")
    );
    let info = read("info.toml");
    assert!(info.contains("\ncopy_of = \"backend-workbook "), "{info}");
    assert!(info.ends_with(&original("info.toml")), "{info}");
}

#[test]
fn the_directory_may_be_named_and_be_deep_and_need_not_be_here() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    init(dir.path(), &["a/my book"])
        .exits(0)
        .is_calm()
        .says("\n  cd \"a/my book\"\n  workbook\n");
    assert!(dir.path().join("a/my book/info.toml").is_file());

    // Into an empty directory, with nothing to go to; what version control put there does not count.
    let here = dir.path().join("here");
    std::fs::create_dir_all(here.join(".git")).expect("create");
    init(&here, &["."]).exits(0).is_calm().never_says("cd ");
    assert!(here.join("info.toml").is_file());

    let elsewhere = tempfile::tempdir().expect("a temporary directory");
    let base = dir.path().to_str().expect("it is UTF-8");
    init(elsewhere.path(), &["-C", base, "c"])
        .exits(0)
        .is_calm();
    assert!(dir.path().join("c/info.toml").is_file());
    assert_eq!(snapshot(elsewhere.path()), []);
}

#[test]
fn what_is_not_empty_or_a_workbook_already_is_left_alone() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = |name: &str| dir.path().join(name);
    std::fs::create_dir(path("full")).expect("create");
    std::fs::write(path("full/notes.txt"), "mine").expect("write");
    std::fs::write(path("file"), "mine").expect("write");
    init(dir.path(), &["book"]).exits(0);
    let before = snapshot(dir.path());
    for (cwd, name, parts) in [
        (
            ".",
            "full",
            &[
                "error: this directory is not empty\n  --> full\n",
                "it holds `notes.txt`",
                "`workbook init DIR`",
            ][..],
        ),
        (
            ".",
            "file",
            &["error: this is not a directory\n  --> file\n"],
        ),
        (
            ".",
            "book",
            &[
                "error: there is a workbook here already",
                "`workbook` goes on with it where you left off",
            ],
        ),
        (
            "book",
            "backend-workbook",
            &[
                "error: a workbook cannot lie inside another one",
                "name a directory outside of it",
            ],
        ),
        (
            "book/exercises",
            "../../book/deep/er",
            &["error: a workbook cannot lie inside another one"],
        ),
    ] {
        init(&path(cwd), &[name]).fails(2, parts);
    }
    assert_eq!(snapshot(dir.path()), before);
}

#[test]
fn an_init_that_was_interrupted_is_no_workbook_and_is_gone_on_with() {
    let book = copy();
    // As it is when the program ends in the middle: `info.toml` is the last file, and the first tells of the others.
    for path in ["info.toml", "concepts/concurrency/race-condition.md"] {
        std::fs::remove_file(book.path(path)).expect("remove");
    }
    book.write(".workbook/unfinished", "");
    book.write(EXERCISE, "// mine");
    said(&book, &["list"]).fails(
        2,
        &["there is no workbook here", "`workbook init` writes one"],
    );

    let again = init(book.root(), &["."]);
    again
        .exits(0)
        .is_calm()
        .says("Finished .: ")
        .says("What stood there before is kept in .workbook/backups/init-");
    assert_eq!(book.read(EXERCISE), original(EXERCISE));
    let backups = snapshot(&book.path(".workbook/backups"));
    assert_eq!(backups.len(), 1);
    assert_eq!(backups[0].1, b"// mine");
    assert!(
        book.path("concepts/concurrency/race-condition.md")
            .is_file()
    );
    assert!(!book.path(".workbook/unfinished").exists());
    said(&book, &["list"]).exits(0).is_calm();
}

#[test]
fn a_program_that_is_killed_leaves_nothing_that_the_next_one_would_not_put_right() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    init(dir.path(), &["whole"]).exits(0);
    let files = |name: &str| {
        let root = dir.path().join(name);
        let relative = |path: PathBuf| path.strip_prefix(&root).map(Path::to_owned);
        snapshot(&root)
            .into_iter()
            .map(|(path, text)| (relative(path).expect("it lies there"), text))
            .collect::<Vec<_>>()
    };
    let whole = files("whole");
    // Each time it comes as far as one file more of those that tell how far it is.
    for (n, last) in [
        ".workbook",
        ".workbook/starters",
        ".gitignore",
        "concepts",
        "exercises",
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("killed_{n}");
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_workbook"))
            .current_dir(dir.path())
            .args(["init", &name])
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("the program starts");
        await_file(&dir.path().join(&name).join(last));
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        // It may have been faster than we were.
        if !dir.path().join(&name).join("info.toml").exists() {
            init(dir.path(), &[&name]).exits(0).is_calm();
        }
        let marker = Path::new(".workbook/unfinished");
        let found: Vec<_> = files(&name)
            .into_iter()
            .filter(|(path, _)| path != marker)
            .collect();
        assert_eq!(found, whole, "killed at {last}");
    }
}

#[test]
fn a_learners_first_steps_lead_to_a_solution_that_appears() {
    let book = copy();
    said(&book, &["run", "merge_sorted"])
        .is_unsolved(&["Merge two sorted lists", "still to be written"]);
    said(&book, &["hint", "merge_sorted"]).exits(0).is_calm();
    said(&book, &["solution", "merge_sorted"]).fails(1, &["`merge_sorted` is not solved yet"]);
    assert!(!book.path("solutions").exists());

    book.write(EXERCISE, &original(SOLUTION));
    said(&book, &["run", "merge_sorted"]).is_solved();
    assert_eq!(book.read(SOLUTION), original(SOLUTION));
    let solutions = snapshot(&book.path("solutions"));
    assert_eq!(solutions.len(), 1, "that of no other exercise");
    let shown = said(&book, &["solution", "merge_sorted"]);
    shown.exits(0).is_calm().prints(&original(SOLUTION));
    said(&book, &["solution", "palindrome", "--force"])
        .exits(0)
        .says(original("solutions/04_text_and_data/palindrome.rs").trim_end());
    said(&book, &["list"]).exits(0).says("1 of ");

    // Another one, by another command.
    let second = "04_text_and_data/palindrome.rs";
    book.write(
        &format!("exercises/{second}"),
        &original(&format!("solutions/{second}")),
    );
    said(&book, &["check", "palindrome"]).exits(0);
    assert!(book.path(&format!("solutions/{second}")).is_file());
}

#[cfg(unix)]
#[test]
fn the_solution_appears_in_watch_as_well() {
    let book = copy_without_crates();
    let mut session = crate::support::pty::Session::start(&book, &["watch", "merge_sorted"]);
    session.await_text("Press Enter to begin");
    session.type_text("\r");
    session.await_text("still to be written");
    book.write(EXERCISE, &original(SOLUTION));
    session.await_text("solved, all 14 tests pass");
    await_file(&book.path(SOLUTION));
    session.key('q');
    session.end().assert_clean(0);
}

#[test]
fn the_tests_that_count_are_those_of_the_program() {
    let book = copy();
    let solved = original(SOLUTION);
    let tests = solved.find("    #[test]").expect("there are tests");
    let end = solved.rfind('}').expect("there is an end");
    let without_tests = format!("{}}}{}", &solved[..tests], &solved[end + 1..]);
    book.write(EXERCISE, &without_tests);
    said(&book, &["run", "merge_sorted"])
        .exits(1)
        .never_says("solved, all");

    // A solution that the learner wrote over is no reason to trust other tests.
    book.write(EXERCISE, &solved);
    said(&book, &["run", "merge_sorted"]).is_solved();
    book.write(SOLUTION, &without_tests);
    book.write(EXERCISE, &without_tests);
    said(&book, &["run", "merge_sorted"])
        .exits(1)
        .never_says("solved, all");
    assert_eq!(book.read(SOLUTION), without_tests, "what is there stays");
}

#[test]
fn a_reset_brings_back_what_was_shipped_however_early_the_file_was_edited() {
    let book = copy();
    book.write(EXERCISE, "// edited before any other command");
    said(&book, &["reset", "merge_sorted"]).exits(0).is_calm();
    assert_eq!(book.read(EXERCISE), original(EXERCISE));

    // Cloned with git, which does not keep the copies of the starters.
    book.write(EXERCISE, "// edited elsewhere");
    std::fs::remove_dir_all(book.path(".workbook")).expect("remove");
    said(&book, &["list"]).exits(0).is_calm();
    said(&book, &["reset", "merge_sorted"]).exits(0).is_calm();
    assert_eq!(book.read(EXERCISE), original(EXERCISE));
}

#[test]
fn verify_proves_the_course_that_a_copy_is_of() {
    let book = copy();
    book.write(EXERCISE, "// half done");
    let before = book.read(EXERCISE);
    said(&book, &["verify", "merge_sorted"])
        .exits(0)
        .says("This is a learner's copy")
        .says("the workbook holds");
    assert_eq!(book.read(EXERCISE), before);
    assert!(!book.path("solutions").exists());
    said(&book, &["verify", "--fix"]).fails(2, &["nothing to fix in a learner's copy"]);
}
