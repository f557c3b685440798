//! Other cargos hold locks: those of the learner's own directories are none of our business, and whoever waits for one
//! of ours is told.

use super::toolchain::CountingToolchain;
use super::{BUILT, MANIFEST, SOLVED_SAYS, book, hold, let_go, said};
use crate::said::finish;
use crate::support::Book;
use crate::support::pty::{Session, await_some, clean_command};
use std::fs::File;
use std::process::Stdio;

/// What cargo locks in a target directory.
const LOCK: &str = "debug/.cargo-lock";

/// Holds the lock of a target directory, as a cargo does while it builds.
fn occupy(book: &Book, target: &str) -> File {
    let path = format!("{target}/{LOCK}");
    book.write(&path, "");
    let file = File::options()
        .write(true)
        .open(book.path(&path))
        .expect("the lock can be opened");
    file.lock().expect("nobody else holds it");
    file
}

#[test]
fn a_cargo_in_another_window_does_not_block_a_verdict() {
    let book = book();
    // It is a package that cargo and rust-analyzer build in directories of their own.
    book.write(
        MANIFEST,
        &format!("{}\n[lib]\npath = \"lib.rs\"\n", book.read(MANIFEST)),
    );
    book.write("exercises/lib.rs", "");
    let _locks = ["target", "exercises/target"].map(|target| occupy(&book, target));
    said(&book, &["run", "add"]).is_solved();
    said(&book, &["check"])
        .exits(0)
        .is_calm()
        .says("2 of 2 exercises solved");
}

#[test]
fn a_target_directory_chosen_by_the_learner_is_not_ours() {
    let book = book();
    book.write(".cargo/config.toml", "[build]\ntarget-dir = \"chosen\"\n");
    let _lock = occupy(&book, "chosen");
    let mut command = book.command(&["run", "add"]);
    command.env("CARGO_TARGET_DIR", book.path("chosen"));
    crate::said::Said::by(&mut command).is_solved();
}

#[test]
fn who_waits_for_our_lock_is_told_and_gets_the_verdict_when_it_is_free() {
    let book = book();
    let lock = occupy(&book, &format!("{BUILT}/target"));
    hold(&book);
    let session = Session::start(&book, &["watch", "add"]);
    session.await_text("building crates: cargo is waiting for file lock on");
    // The other exercise is none the worse for it, and is told as well what goes on.
    session.key('n');
    session.await_text(SOLVED_SAYS);
    session.await_text("building crates");
    session.key('p');
    session.await_text("exercises/01_one/add.rs");
    lock.unlock().expect("it was held");
    session.await_text("building crates, 0 of 1");
    let_go(&book);
    session.await_text(SOLVED_SAYS);
    session.await_gone("building crates");
}

#[test]
fn who_waits_for_another_download_is_told_too() {
    let book = book();
    let home = tempfile::tempdir().expect("a temporary directory");
    let path = home.path().join(".package-cache");
    let lock = File::create(&path).expect("create");
    lock.lock().expect("nobody else holds it");
    let env = [("CARGO_HOME", home.path().to_str().expect("it is UTF-8"))];
    let session = Session::open(&book, &["watch", "add"], (100, 35), &env);
    session.await_text("building crates: cargo is waiting for file lock on package cache");
    lock.unlock().expect("it was held");
    session.await_text(SOLVED_SAYS);
}

#[test]
fn a_command_that_waits_for_our_lock_gets_its_verdict_too() {
    let book = book();
    let lock = occupy(&book, &format!("{BUILT}/target"));
    let toolchain = CountingToolchain::new();
    let waiting = clean_command(&book, &["run", "add"])
        .env("PATH", toolchain.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    await_some("cargo to be asked", || {
        toolchain.asked().contains("build").then_some(())
    });
    said(&book, &["run", "sub"]).is_solved();
    lock.unlock().expect("it was held");
    finish(waiting).is_solved();
}
