//! Crates are built once, and only those wait for them who use them.

use super::toolchain::CountingToolchain;
use super::{ADD, SOLVED_SAYS, begin, book, hold, let_go, library, manifest, n_builds, said};
use crate::said::{await_file, finish};
use crate::support::pty::Session;
use crate::support::{Book, SOLVED};

#[test]
fn an_exercise_that_uses_a_crate_is_solved() {
    let book = book();
    said(&book, &["run", "add"]).is_solved();
    assert_eq!(n_builds(&book), 1);
    book.edit(ADD, "own::sum", "own::product");
    said(&book, &["run", "add"]).is_unsolved(&["cannot find function `product` in crate `own`"]);
}

#[test]
fn a_grading_tells_how_far_the_crates_are_and_waits_for_them() {
    let book = book();
    hold(&book);
    book.write(
        "class/ada/add.rs",
        &format!("{}\n// Ada's.\n", book.read(ADD)),
    );
    let grade = ["grade", "-C", ".", "--class", "class", "--only", "add"];
    let mut session = Session::start(&book, &grade);
    session.await_text("0/1 files building crates");
    let_go(&book);
    let end = session.end();
    assert_eq!(end.code, Some(0), "{end:#?}");
    assert!(
        end.screen.contains("1 of 1 submission passed everything"),
        "{end:#?}"
    );
    assert!(!end.screen.contains("building"), "{end:#?}");
    assert_eq!(n_builds(&book), 1);
}

#[test]
fn a_crate_is_used_by_its_name_in_code_whatever_its_package_is_called() {
    let book = book();
    manifest(
        &book,
        "plus-plus = { path = \"../plus-plus\" }\nmine = { path = \"../own\", package = \"own\" }\n",
    );
    library(
        &book,
        "plus-plus",
        "",
        "pub fn inc(n: i32) -> i32 { n + 1 }",
    );
    book.write(
        ADD,
        &SOLVED.replace("a + b", "mine::sum(plus_plus::inc(a), b) - 1"),
    );
    said(&book, &["run", "add"]).is_solved();
}

#[test]
fn a_crate_may_use_crates_that_no_exercise_may_use() {
    let book = book();
    library(
        &book,
        "own",
        "deep = { path = \"../deep\" }\n",
        "pub fn sum(a: i32, b: i32) -> i32 { deep::sum(a, b) }",
    );
    library(
        &book,
        "deep",
        "",
        "pub fn sum(a: i32, b: i32) -> i32 { a + b }",
    );
    said(&book, &["run", "add"]).is_solved();
    book.edit(ADD, "own::", "deep::");
    said(&book, &["run", "add"]).is_unsolved(&["`deep`"]);
}

#[test]
fn what_only_tests_may_use_exercises_may_use() {
    let book = book();
    manifest(&book, "\n[dev-dependencies]\nown = { path = \"../own\" }\n");
    said(&book, &["run", "add"]).is_solved();
}

#[test]
fn a_build_script_may_name_a_directory_of_libraries() {
    let book = book();
    library(
        &book,
        "own",
        "",
        "unsafe extern \"C\" { safe fn native_sum(a: i32, b: i32) -> i32; }
pub fn sum(a: i32, b: i32) -> i32 { native_sum(a, b) }",
    );
    // A library that needs no C compiler: a Rust one is an archive too. It is not packed into the crate, so that the
    // linker has to find it.
    book.write(
        "own/build.rs",
        r##"fn main() {
    let dir = std::env::var("OUT_DIR").unwrap();
    let source = format!("{dir}/native.rs");
    std::fs::write(&source, "#![no_std] #[unsafe(no_mangle)] pub extern \"C\" fn native_sum(a: i32, b: i32) -> i32 { a.wrapping_add(b) }").unwrap();
    let built = std::process::Command::new(std::env::var("RUSTC").unwrap())
        .args(["--edition=2024", "--crate-type=rlib", "-o", &format!("{dir}/libnative.a"), &source])
        .status();
    assert!(built.unwrap().success());
    println!("cargo:rustc-link-search=native={dir}");
    println!("cargo:rustc-link-lib=static:-bundle=native");
}
"##,
    );
    said(&book, &["run", "add"]).is_solved();
    // And once more with what is remembered.
    said(&book, &["run", "add"]).is_solved();
}

#[test]
fn crates_are_built_once_whoever_asks() {
    let book = book();
    let toolchain = CountingToolchain::new();
    toolchain.said(&book, &["run", "add"]).is_solved();
    let asked = toolchain.asked();
    assert_eq!(asked.lines().filter(|ask| *ask == "build").count(), 1);
    toolchain.said(&book, &["run", "add"]).is_solved();
    book.edit(ADD, "own::sum(a, b)", "own::sum(b, a)");
    toolchain
        .said(&book, &["check"])
        .exits(0)
        .is_calm()
        .says("2 of 2 exercises solved");
    let path = toolchain.path();
    let mut session = Session::open(&book, &["watch", "add"], (100, 35), &[("PATH", &path)]);
    session.await_text(SOLVED_SAYS);
    book.edit(ADD, "own::sum(b, a)", "own::sum(a, b) + 1");
    session.await_text("  actual  6");
    session.key('q');
    session.end().assert_clean(0);
    assert_eq!(toolchain.asked(), asked, "cargo was asked again");
    assert_eq!(n_builds(&book), 1);
}

#[test]
fn where_no_exercise_uses_a_crate_cargo_is_never_asked() {
    let book = Book::solved();
    let toolchain = CountingToolchain::new();
    for dependencies in [None, Some("")] {
        if let Some(dependencies) = dependencies {
            manifest(&book, dependencies);
        }
        toolchain.said(&book, &["run", "add"]).is_solved();
        toolchain.said(&book, &["check"]).exits(0).is_calm();
        let path = toolchain.path();
        let mut session = Session::open(&book, &["watch"], (100, 35), &[("PATH", &path)]);
        session.await_text(SOLVED_SAYS);
        session.key('q');
        session.end().assert_clean(0);
    }
    assert_eq!(toolchain.asked(), "");
}

#[test]
fn an_exercise_that_uses_only_std_never_waits_for_crates() {
    let book = book();
    hold(&book);
    let waiting = begin(&book, &["run", "add"]);
    await_file(&book.path("pid"));
    said(&book, &["run", "sub"]).is_solved();
    said(&book, &["check", "sub"])
        .exits(0)
        .is_calm()
        .says("1 of 1 exercise solved");
    assert!(book.path("hold").exists());
    let_go(&book);
    finish(waiting).is_solved();
}

#[test]
fn a_word_in_a_comment_or_a_string_is_no_use_of_a_crate() {
    let book = book();
    let toolchain = CountingToolchain::new();
    book.edit(
        super::SUB,
        "    a - b",
        "    // As own::sum does, but with \"own\".\n    assert_ne!(\"own\", \"\");\n    a - b",
    );
    toolchain.said(&book, &["run", "sub"]).exits(0);
    assert_eq!(toolchain.asked(), "");
}

#[test]
fn two_commands_that_begin_at_once_both_get_their_crates() {
    let book = book();
    hold(&book);
    let first = begin(&book, &["run", "add"]);
    let second = begin(&book, &["check"]);
    await_file(&book.path("pid"));
    let_go(&book);
    finish(first).is_solved();
    finish(second)
        .exits(0)
        .is_calm()
        .says("2 of 2 exercises solved");
    assert_eq!(n_builds(&book), 1);
}
