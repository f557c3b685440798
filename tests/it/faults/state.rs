//! Faults of the machine and of `.workbook/`: no compiler, no place to write, a full disk, progress that is unreadable
//! or locked.

use crate::commands::said;
use crate::said::Said;
use crate::support::{Book, SOLVED};

const ADD: &str = "exercises/01_one/add.rs";
const PROGRESS: &str = ".workbook/progress";

/// A workbook with `add` solved and that recorded.
fn begun() -> Book {
    let book = Book::new();
    said(&book, &["run", "add"]).is_unsolved(&["still to do"]);
    book.write(ADD, SOLVED);
    said(&book, &["run", "add"]).is_solved();
    book
}

#[test]
fn without_a_compiler_checks_say_what_to_install_and_the_rest_works() {
    let book = Book::new();
    let nothing = tempfile::tempdir().expect("a temporary directory");
    for args in [&["run", "add"][..], &["check"], &["verify"], &["watch"]] {
        let mut command = book.command(args);
        Said::by(command.env("PATH", nothing.path())).fails(
            3,
            &["error: there is no `rustc` in PATH", "https://rustup.rs"],
        );
        let mut command = book.command(args);
        Said::by(command.env_remove("PATH")).fails(3, &["error: there is no `rustc` in PATH"]);
    }
    for args in [
        &["list"][..],
        &["hint"],
        &["concept", "sums"],
        &["reset", "add"],
        &["solution", "add", "--force"],
    ] {
        Said::by(book.command(args).env("PATH", nothing.path()))
            .exits(0)
            .never_says("rustc");
    }
}

#[cfg(unix)]
#[test]
fn a_compiler_that_does_not_answer_is_quoted() {
    use std::os::unix::fs::PermissionsExt as _;
    let book = Book::new();
    let dir = tempfile::tempdir().expect("a temporary directory");
    let rustc = dir.path().join("rustc");
    for (script, mode, expected) in [
        (
            "#!/bin/sh\necho 'error: no default toolchain' >&2\nexit 1\n",
            0o755,
            "error: no default toolchain",
        ),
        ("#!/bin/sh\n", 0o755, "does not say where it is"),
        ("not a program", 0o644, "cannot be started"),
    ] {
        std::fs::write(&rustc, script).expect("write");
        std::fs::set_permissions(&rustc, std::fs::Permissions::from_mode(mode))
            .expect("set the mode");
        Said::by(book.command(&["run", "add"]).env("PATH", dir.path()))
            .fails(3, &[expected, "https://rustup.rs"])
            .never_says("a bug in workbook");
    }
}

#[test]
fn a_workbook_that_cannot_be_written_to_is_checked_all_the_same() {
    let book = Book::new();
    book.write(ADD, SOLVED);
    // Permissions mean nothing to root; a file where the directory should be stops everybody.
    book.write(".workbook", "in the way");
    let unsaved = "warning: the progress is not saved: cannot create the directory";
    said(&book, &["run", "add"])
        .exits(0)
        .says("✓ solved, all 2 tests pass")
        .warns(unsaved);
    said(&book, &["check"])
        .exits(1)
        .says("1 of 2 exercises solved")
        .warns(unsaved);
    said(&book, &["hint", "add"])
        .exits(0)
        .says("Which operator adds?")
        .warns(unsaved);
    said(&book, &["list"])
        .exits(0)
        .is_calm()
        .says("Add two numbers");
    said(&book, &["run", "sub"]).exits(1).says("still to do");
    said(&book, &["reset", "add"]).fails(3, &["there is no copy of the starter of `add`", ADD]);
    assert_eq!(
        (book.read(".workbook").as_str(), book.read(ADD).as_str()),
        ("in the way", SOLVED)
    );
}

#[test]
fn a_reset_that_cannot_make_a_backup_changes_nothing() {
    let book = begun();
    book.write(".workbook/backups", "in the way");
    said(&book, &["reset", "add"]).fails(3, &["cannot create the directory", "backups"]);
    assert_eq!(book.read(ADD), SOLVED);
}

#[test]
fn unreadable_progress_is_kept_and_said() {
    for junk in [
        &b"\xff\xfe junk"[..],
        b"what is this?\n",
        b"add solved=yesterday\n",
    ] {
        let book = begun();
        std::fs::write(book.path(PROGRESS), junk).expect("write");
        said(&book, &["run", "add"])
            .exits(0)
            .says("✓ solved")
            .warns("the progress file could not be read")
            .warns("it is kept as")
            .warns("progress-unreadable-");
        let kept: Vec<_> = std::fs::read_dir(book.path(".workbook"))
            .expect("the directory is there")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.to_string_lossy().contains("progress-unreadable-"))
            .collect();
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert_eq!(std::fs::read(&kept[0]).expect("it can be read"), junk);
        said(&book, &["list"])
            .exits(0)
            .is_calm()
            .says("1 of 2 solved");
    }
}

#[test]
fn progress_that_cannot_be_read_is_not_shown_as_none() {
    let book = begun();
    book.write(PROGRESS, "what is this?\n");
    for args in [&["list"][..], &["list", "--json"]] {
        said(&book, args)
            .exits(0)
            .says("Add two numbers")
            .warns("progress");
    }
    assert_eq!(
        book.read(PROGRESS),
        "what is this?\n",
        "looking changes nothing"
    );
}

#[test]
fn a_directory_in_the_place_of_the_progress_is_put_aside() {
    let book = begun();
    std::fs::remove_file(book.path(PROGRESS)).expect("the file can be removed");
    book.write(".workbook/progress/mine", "mine");
    said(&book, &["run", "add"])
        .exits(0)
        .says("✓ solved")
        .warns("it is kept as");
    said(&book, &["list"])
        .exits(0)
        .is_calm()
        .says("1 of 2 solved");
}

#[test]
fn locked_progress_holds_back_no_verdict_and_is_said() {
    let book = begun();
    let before = book.read(PROGRESS);
    book.write(
        "exercises/01_one/sub.rs",
        &book.read("solutions/01_one/sub.rs"),
    );
    let lock = std::fs::File::create(book.path(".workbook/lock")).expect("create");
    lock.lock().expect("nobody else holds it");
    let unsaved = "warning: the progress is not saved: the progress is locked by another process";
    said(&book, &["run", "sub"])
        .exits(0)
        .says("✓ solved")
        .warns(unsaved);
    said(&book, &["list"])
        .exits(0)
        .is_calm()
        .says("1 of 2 solved");
    assert_eq!(book.read(PROGRESS), before);
    lock.unlock().expect("it was held");
    said(&book, &["run", "sub"]).is_solved();
    said(&book, &["list"])
        .exits(0)
        .is_calm()
        .says("2 of 2 solved");
}

#[test]
fn progress_of_an_unfinished_merge_counts_on_both_sides() {
    let book = begun();
    let other = "sub solved=2026-01-02T03:04:05Z attempts=2 hints=0";
    let mine = book.read(PROGRESS);
    let mine: Vec<&str> = mine
        .lines()
        .filter(|line| line.starts_with("add "))
        .collect();
    book.write(
        PROGRESS,
        &format!(
            "<<<<<<< HEAD\n{}\n=======\n{other}\n>>>>>>> other\n",
            mine.join("\n")
        ),
    );
    said(&book, &["list"])
        .exits(0)
        .is_calm()
        .says("2 of 2 solved");
    said(&book, &["hint", "add"]).exits(0).is_calm();
    assert!(
        book.read(PROGRESS).contains(other),
        "{}",
        book.read(PROGRESS)
    );
}

/// Runs commands in a copy of the workbook on a disk of 16 MiB that is full; `None` where the system does not allow
/// to make one.
#[cfg(target_os = "linux")]
fn on_a_full_disk(book: &Book, commands: &str) -> Option<Said> {
    let mut probe = std::process::Command::new("unshare");
    probe.args(["-rm", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]);
    if !probe.output().is_ok_and(|output| output.status.success()) {
        return None;
    }
    let script = "set -e
        mkdir -p disk
        mount -t tmpfs -o size=16m none disk
        cp -r info.toml exercises solutions concepts .workbook disk
        rm -rf disk/.workbook/build disk/.workbook/cache
        cd disk
        cat /dev/zero > fill 2>/dev/null || true
        set +e";
    let mut command = assert_cmd::Command::new("unshare");
    command
        .args(["-rm", "sh", "-c", &format!("{script}\n{commands}")])
        .current_dir(book.root());
    command
        .env_clear()
        .timeout(crate::said::PATIENCE)
        .env("WORKBOOK", env!("CARGO_BIN_EXE_workbook"));
    for (name, value) in book.command(&[]).get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    Some(Said::by(&mut command))
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing_and_is_said() {
    let book = begun();
    book.add_body("    a * b // my work");
    let run = on_a_full_disk(&book, "\"$WORKBOOK\" run add");
    let Some(run) = run else {
        let _ = std::io::Write::write_all(
            &mut std::io::stderr(),
            b"this system does not allow to mount a tiny disk; nothing was tried\n",
        );
        return;
    };
    run.fails(3, &["No space left on device", "free some disk space"])
        .never_says("bug of the compiler");

    let hint = "\"$WORKBOOK\" hint add && cat .workbook/progress";
    let hint = on_a_full_disk(&book, hint).expect("it was allowed before");
    hint.exits(0)
        .says("Which operator adds?")
        .says("add solved=")
        .warns("the progress is not saved: ")
        .warns("No space left on device");

    let reset = "\"$WORKBOOK\" reset add; code=$?; cat exercises/01_one/add.rs; exit $code";
    let reset = on_a_full_disk(&book, reset).expect("it was allowed before");
    reset
        .exits(3)
        .says("a * b // my work")
        .warns("No space left on device")
        .warns("free some disk space");

    let new = "before=$(find . -not -path '*/.workbook*' | sort; cat info.toml)
        \"$WORKBOOK\" new mul --dir 01_one; code=$?
        after=$(find . -not -path '*/.workbook*' | sort; cat info.toml)
        [ \"$before\" = \"$after\" ] && echo unchanged; exit $code";
    on_a_full_disk(&book, new)
        .expect("it was allowed before")
        .exits(3)
        .says("unchanged")
        .warns("No space left on device");

    let list = on_a_full_disk(&book, "\"$WORKBOOK\" list").expect("it was allowed before");
    list.exits(0).is_calm().says("1 of 2 solved");
}
