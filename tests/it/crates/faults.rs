//! Crates that cannot be had: those who need none do not notice, the others are told what is wrong, once and whole.

use super::{ADD, BUILT, MANIFEST, begin, book, hold, let_go, library, manifest, n_builds, said};
use crate::said::{Said, finish};
use crate::support::pty::{await_death, await_pid, await_some};
use crate::support::{Book, SOLVED};
use rustix::process::{Pid, Signal, getpgid, kill_process, kill_process_group};

const CANNOT_BUILD: &str = "error: the crates that exercises use cannot be built";
const CANNOT_FIND: &str = "error: cargo cannot find the crates that exercises use";

/// Checks that `add` cannot be checked, for these reasons, which are told once, and that nothing else suffers.
#[track_caller]
fn only_add_suffers(book: &Book, code: i32, reasons: &[&str]) {
    let run = said(book, &["run", "add"]);
    run.fails(code, reasons);
    said(book, &["run", "sub"]).is_solved();
    let check = said(book, &["check"]);
    check
        .exits(3)
        .says("✓ sub")
        .says("1 of 2 exercises solved")
        .never_says("✓ add")
        .never_says("a bug in workbook");
    for reason in reasons {
        assert_eq!(times(reason, &check), 1, "{reason:?} in {check}");
    }
    for said in [run, check] {
        assert!(!said.stderr.contains('\x1b'), "colors in {said}");
    }
}

/// How often standard error says it.
fn times(what: &str, said: &Said) -> usize {
    said.stderr.matches(what).count()
}

#[test]
fn a_manifest_that_is_not_toml_is_told_with_line_and_column() {
    let book = book();
    book.write(MANIFEST, "[package]\nname = \"exercises\"\n[dependencies\n");
    only_add_suffers(&book, 2, &["error: ", "  --> exercises/Cargo.toml:3:14"]);
    assert_eq!(n_builds(&book), 0);
}

#[test]
fn a_manifest_that_is_not_text_is_told() {
    let book = book();
    std::fs::write(book.path(MANIFEST), b"[dependencies]\n# \xff\n").expect("write");
    only_add_suffers(
        &book,
        2,
        &[
            "the file is not UTF-8 text",
            "  --> exercises/Cargo.toml:2:3",
        ],
    );
}

#[test]
fn a_manifest_that_is_mended_is_used_at_once() {
    let book = book();
    let good = book.read(MANIFEST);
    book.write(MANIFEST, "[dependencies");
    said(&book, &["run", "add"]).fails(2, &["exercises/Cargo.toml:1:"]);
    book.write(MANIFEST, &good);
    said(&book, &["run", "add"]).is_solved();
}

#[test]
fn without_a_manifest_the_compiler_misses_the_crate() {
    let book = book();
    std::fs::remove_file(book.path(MANIFEST)).expect("remove");
    said(&book, &["run", "add"]).is_unsolved(&["`own`"]);
    said(&book, &["run", "sub"]).is_solved();
}

#[test]
fn a_crate_that_is_nowhere_is_told() {
    let book = book();
    manifest(&book, "own = { path = \"../nowhere\" }\n");
    only_add_suffers(
        &book,
        3,
        &[CANNOT_FIND, "failed to load manifest", "nowhere"],
    );
}

#[test]
fn versions_that_do_not_go_together_are_told() {
    let book = book();
    manifest(&book, "own = { path = \"../own\", version = \"7\" }\n");
    only_add_suffers(
        &book,
        3,
        &[
            CANNOT_FIND,
            "candidate versions found which didn't match: 0.1.0",
        ],
    );
}

#[test]
fn a_manifest_that_means_nothing_to_cargo_is_told_in_its_words() {
    let book = book();
    manifest(&book, "own = 3\n");
    only_add_suffers(&book, 3, &[CANNOT_FIND, "invalid type: integer `3`"]);
}

#[test]
fn without_network_a_crate_that_was_never_downloaded_is_told_and_std_works() {
    let book = book();
    manifest(
        &book,
        "own = { path = \"../own\" }\nnever-downloaded = \"1\"\n",
    );
    let home = tempfile::tempdir().expect("a temporary directory");
    let offline = |args: &[&str]| {
        let mut command = book.command(args);
        command
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_HOME", home.path());
        Said::by(&mut command)
    };
    offline(&["run", "add"]).fails(
        3,
        &[CANNOT_FIND, "never-downloaded", "cargo needs the network"],
    );
    offline(&["run", "sub"]).is_solved();
    offline(&["check"])
        .exits(3)
        .says("✓ sub")
        .says("1 of 2 exercises solved")
        .warns("cargo needs the network");
}

#[test]
fn a_crate_that_does_not_compile_is_told_whole() {
    let book = book();
    library(
        &book,
        "own",
        "",
        "pub fn sum(a: i32, b: i32) -> i32 { \"no number\" }\npub fn other() -> i32 { \"no number either\" }",
    );
    only_add_suffers(
        &book,
        3,
        &[
            CANNOT_BUILD,
            "own/src/lib.rs:1:37",
            "own/src/lib.rs:2:25",
            "\"no number\"",
            "\"no number either\"",
        ],
    );
    book.edit("own/src/lib.rs", "\"no number\"", "a + b");
    book.edit("own/src/lib.rs", "\"no number either\"", "3");
    said(&book, &["run", "add"]).is_solved();
}

#[test]
fn a_build_script_that_fails_is_told_whole_and_tried_again() {
    let book = book();
    book.write("broken", "");
    only_add_suffers(
        &book,
        3,
        &[
            CANNOT_BUILD,
            "failed to run custom build command for `own v0.1.0",
            "the well has run dry",
        ],
    );
    assert_eq!(n_builds(&book), 2, "once for each command that needs it");
    std::fs::remove_file(book.path("broken")).expect("remove");
    said(&book, &["run", "add"]).is_solved();
}

#[test]
fn only_exercises_that_use_the_broken_crate_suffer() {
    let book = book();
    manifest(
        &book,
        "bad = { path = \"../bad\" }\nown = { path = \"../own\" }\n",
    );
    library(&book, "bad", "", "pub fn sum(a: i32) -> i32 { nothing }");
    said(&book, &["run", "add"]).is_solved();
    book.write(ADD, &SOLVED.replace("a + b", "own::sum(a, bad::sum(b))"));
    only_add_suffers(&book, 3, &[CANNOT_BUILD, "bad/src/lib.rs:1:29"]);
}

#[test]
fn an_error_is_told_once_however_many_exercises_need_the_crate() {
    let book = book();
    book.edit(super::SUB, "a - b", "own::sum(a, -b)");
    book.write("broken", "");
    let check = said(&book, &["check"]);
    check.exits(3).says("0 of 2 exercises solved");
    assert_eq!(times(CANNOT_BUILD, &check), 1, "{check}");
    assert_eq!(times("the well has run dry", &check), 1, "{check}");
    assert_eq!(n_builds(&book), 1);
}

#[test]
fn a_killed_build_is_taken_up_again() {
    let book = book();
    hold(&book);
    let child = begin(&book, &["run", "add"]);
    let group = getpgid(Some(await_pid(&book.path("pid")))).expect("it has a group");
    kill_process_group(group, Signal::KILL).expect("it can be killed");
    finish(child)
        .fails(
            3,
            &[CANNOT_BUILD, "cargo was killed by signal 9", "try again"],
        )
        .never_says("network");
    assert!(!book.path(BUILT).join("ready.json").exists());
    let_go(&book);
    said(&book, &["run", "add"]).is_solved();
}

#[test]
fn after_a_kill_of_the_whole_program_the_next_one_goes_on() {
    let book = book();
    hold(&book);
    let mut child = begin(&book, &["run", "add"]);
    let script = await_pid(&book.path("pid"));
    let cargo = cfg!(target_os = "linux").then(|| parent(script));
    child.kill().expect("it can be killed");
    child.wait().expect("it is gone");
    // On Linux cargo ends with the program. What else it leaves running ends by itself.
    cargo.into_iter().for_each(await_death);
    let_go(&book);
    said(&book, &["run", "add"]).is_solved();
    await_death(script);
}

/// The process that started another one, as Linux tells it.
fn parent(pid: Pid) -> Pid {
    let status = std::fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero()))
        .expect("the process is there");
    let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"));
    parent
        .and_then(|number| number.trim().parse().ok())
        .and_then(Pid::from_raw)
        .expect("it has a parent")
}

#[test]
fn an_interrupted_command_ends_its_build() {
    let book = book();
    for signal in [Signal::INT, Signal::TERM] {
        let _ = std::fs::remove_file(book.path("pid"));
        hold(&book);
        let child = begin(&book, &["run", "add"]);
        let script = await_pid(&book.path("pid"));
        let group = getpgid(Some(script)).expect("it has a group");
        kill_process(Pid::from_child(&child), signal).expect("it is there");
        finish(child).exits(130).is_calm().prints("");
        await_some("the whole build to be gone", || {
            rustix::process::test_kill_process_group(group).err()
        });
        let_go(&book);
    }
    said(&book, &["run", "add"]).is_solved();
}

#[test]
fn a_workbook_that_cannot_be_written_to_says_why_it_has_no_crates() {
    let book = book();
    book.write(".workbook", "in the way");
    said(&book, &["run", "add"]).fails(3, &["cannot create the directory", ".workbook"]);
    said(&book, &["run", "sub"]).exits(0).says("✓ solved");
}

#[test]
fn verify_proves_solutions_that_use_crates() {
    let book = book();
    book.write("solutions/01_one/add.rs", &book.read(ADD));
    book.edit(ADD, "own::sum(a, b)", "own::sum(a, -b)");
    // All that is missing is what no crate could give.
    said(&book, &["verify", "add"])
        .is_unsolved(&["`add` has 0 wrong answers"])
        .never_says("the solution");
    assert_eq!(n_builds(&book), 1);
    book.write("solutions/01_one/add.rs", &book.read(ADD));
    said(&book, &["verify", "add"]).is_unsolved(&[
        "in the solution, `small_numbers_add_up` fails",
        "in the solution, `negative_numbers_add_up` fails",
    ]);
}
