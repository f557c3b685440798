//! Completion in a real bash, the scripts of the other shells, and the manual page.

use crate::said::Said;
use crate::support::Book;
use crate::support::book::program;
use assert_cmd::Command;
use std::path::Path;

/// What bash offers for the words so far, the last of which is being typed; nothing where there is no bash.
fn offered(dir: &Path, words: &[&str]) -> Option<Vec<String>> {
    let script = "
        source <(workbook completions bash) || exit 9
        # As `complete -p` says it is called: `... -F FUNCTION workbook`.
        registered=($(complete -p workbook))
        COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)) COMP_TYPE=9
        \"${registered[-2]}\" workbook \"${@: -1}\" \"${@: -2:1}\"
        printf '%s\\n' \"${COMPREPLY[@]}\"";
    let bin = Path::new(env!("CARGO_BIN_EXE_workbook"))
        .parent()
        .expect("a directory");
    let path = std::env::var("PATH").expect("there is a PATH");
    let mut bash = Command::new("bash");
    bash.current_dir(dir)
        .args(["--norc", "-c", script, "bash"])
        .args(words)
        .env("PATH", format!("{}:{path}", bin.display()));
    let said = Said::from(bash.output().ok()?);
    said.exits(0).is_calm();
    Some(said.stdout.split_whitespace().map(str::to_owned).collect())
}

#[test]
fn bash_completes_commands_exercises_and_cards() {
    let book = Book::new();
    let elsewhere = tempfile::tempdir().expect("a temporary directory");
    let root = book.root().display().to_string();
    for (dir, words, expected) in [
        (book.root(), &["workbook", "wat"][..], &["watch"][..]),
        (book.root(), &["workbook", "watch", "a"], &["add"]),
        (book.root(), &["workbook", "run", "s"], &["sub"]),
        (book.root(), &["workbook", "check", "add", "s"], &["sub"]),
        (book.root(), &["workbook", "concept", "s"], &["sums"]),
        (book.root(), &["workbook", "completions", "f"], &["fish"]),
        (
            book.root(),
            &["workbook", "new", "mul", "--dir", "0"],
            &["01_one"],
        ),
        (
            book.root(),
            &["workbook", "new", "mul", "--topic", ""],
            &["numbers"],
        ),
        (
            book.root(),
            &["workbook", "new", "mul", "--concept", "s"],
            &["sums"],
        ),
        (book.root(), &["workbook", "watch", "--no"], &["--no-edit"]),
        (book.root(), &["workbook", "simi"], &["similar"]),
        (
            book.root(),
            &["workbook", "similar", "class", "--only", "s"],
            &["sub"],
        ),
        (
            elsewhere.path(),
            &["workbook", "-C", &root, "hint", "a"],
            &["add"],
        ),
        (elsewhere.path(), &["workbook", "hint", "a"], &[]),
    ] {
        let Some(offered) = offered(dir, words) else {
            continue;
        };
        assert_eq!(offered, expected, "{words:?}");
    }
}

#[test]
fn each_shell_has_a_script_that_asks_this_program() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        Said::by(program().args(["completions", shell]))
            .exits(0)
            .is_calm()
            .says("WORKBOOK_COMPLETE")
            .says("workbook");
    }
    Said::by(program().args(["completions", "tcsh"])).fails(2, &["tcsh", "bash, zsh, fish"]);
}

#[test]
fn a_question_without_sense_has_no_answer_and_no_error() {
    for (shell, args) in [
        ("tcsh", &["--", "workbook", "wat"][..]),
        ("bash", &["--"]),
        ("bash", &[]),
    ] {
        let said = Said::by(program().env("WORKBOOK_COMPLETE", shell).args(args));
        said.exits(0).is_calm();
    }
}

#[test]
fn the_manual_has_a_page_for_the_program_and_each_command() {
    Said::by(program().args(["man"]))
        .exits(0)
        .is_calm()
        .says(".TH workbook 1")
        .says("Exit codes");
    Said::by(program().args(["man", "doctor"]))
        .exits(0)
        .is_calm()
        .says(".TH workbook-doctor 1");
    Said::by(program().args(["man", "nonsense"]))
        .fails(2, &["there is no command `nonsense`", "--help"]);
}
