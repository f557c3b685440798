//! The command line: where the workbook is found, how names forgive, help, colors, pipes.

use super::said;
use crate::said::{PATIENCE, Said, finish};
use crate::support::Book;
use crate::support::book::program;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

const COMMANDS: [&str; 11] = [
    "init", "watch", "run", "check", "list", "hint", "concept", "reset", "solution", "new",
    "verify",
];

#[test]
fn help_is_printed_with_examples_for_every_command() {
    let book = Book::new();
    let help = said(&book, &["--help"]);
    help.exits(0)
        .is_calm()
        .says("Examples:")
        .says("Exit codes:")
        .never_says("\u{1b}");
    for name in COMMANDS {
        help.says(&format!("\n  {name} "));
        said(&book, &[name, "--help"])
            .exits(0)
            .is_calm()
            .says(&format!("Usage: workbook {name}"))
            .says("Example")
            .says("--directory <DIR>");
    }
    said(&book, &["--version"])
        .exits(0)
        .is_calm()
        .says("workbook ");
}

#[test]
fn a_wrong_command_line_is_explained_with_code_2() {
    let book = Book::new();
    for (args, parts) in [
        (
            &["chek"][..],
            &["unrecognized subcommand 'chek'", "check"][..],
        ),
        (
            &["list", "--jsn"],
            &["unexpected argument '--jsn'", "--json"],
        ),
        (&["check", "--jobs", "0"], &["invalid value '0'", "1..=256"]),
        (&["run", "add", "sub"], &["unexpected argument 'sub'"]),
        (
            &["list", "--color", "blue"],
            &["invalid value 'blue'", "auto, always, never"],
        ),
    ] {
        said(&book, args).fails(2, parts);
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_utf_8_is_explained() {
    use std::os::unix::ffi::OsStrExt as _;
    let book = Book::new();
    let mut command = book.command(&["run"]);
    Said::by(command.arg(std::ffi::OsStr::from_bytes(b"caf\xe9")))
        .fails(2, &["error: invalid UTF-8"]);
}

#[test]
fn the_workbook_is_found_from_any_directory_below_and_with_c_from_elsewhere() {
    let book = Book::new();
    let elsewhere = tempfile::tempdir().expect("a temporary directory");
    let expected = said(&book, &["list"]);
    expected.exits(0).is_calm().says("Add two numbers");
    for below in ["exercises/01_one", "concepts/numbers", "solutions"] {
        Said::by(book.command(&["list"]).current_dir(book.path(below)))
            .exits(0)
            .is_calm()
            .prints(&expected.stdout);
        let dir = book.path(below);
        for args in [
            ["-C", "DIR", "list"],
            ["list", "-C", "DIR"],
            ["list", "--directory", "DIR"],
        ] {
            let mut command = program();
            command.current_dir(elsewhere.path());
            for arg in args {
                if arg == "DIR" {
                    command.arg(&dir)
                } else {
                    command.arg(arg)
                };
            }
            Said::by(&mut command)
                .exits(0)
                .is_calm()
                .prints(&expected.stdout);
        }
    }
    Said::by(
        book.command(&["run", "add"])
            .current_dir(book.path("concepts")),
    )
    .is_unsolved(&["exercises/01_one/add.rs:5"]);
}

#[test]
fn a_directory_without_a_workbook_is_named() {
    let elsewhere = tempfile::tempdir().expect("a temporary directory");
    for args in [
        &["list"][..],
        &["run", "add"],
        &["check"],
        &["hint"],
        &["verify"],
        &["watch"],
        &["reset", "add"],
    ] {
        Said::by(program().current_dir(elsewhere.path()).args(args))
            .fails(2, &["there is no workbook here", "info.toml", "-C DIR"]);
    }
    Said::by(program().args(["-C", "no/such/directory", "list"]))
        .fails(2, &["cannot open the directory", "no/such/directory"]);
}

#[test]
fn alone_it_explains_itself_outside_a_workbook() {
    let elsewhere = tempfile::tempdir().expect("a temporary directory");
    Said::by(program().current_dir(elsewhere.path()))
        .exits(0)
        .is_calm()
        .says("There is no workbook here")
        .says("workbook -C DIR")
        .says("workbook --help");
}

#[test]
fn alone_it_watches_inside_a_workbook_until_told_to_quit() {
    let book = Book::new();
    let mut child = plain(&book)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let (sender, seen) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    let verdict =
        std::iter::from_fn(|| seen.recv_timeout(PATIENCE).ok()).find(|line| line.contains(" pass"));
    assert_eq!(
        verdict.as_deref(),
        Some("0 of 2 tests pass. First failure: small numbers add up.")
    );
    child
        .stdin
        .take()
        .expect("it is piped")
        .write_all(b"q\n")
        .expect("it listens");
    finish(child).exits(0).is_calm();
}

#[test]
fn names_forgive_case_and_missing_ends() {
    let book = Book::new();
    for name in ["sub", "su", "S", "SUB"] {
        said(&book, &["hint", name])
            .exits(0)
            .is_calm()
            .says("Which operator subtracts?");
    }
    for args in [
        &["run", "sbu"][..],
        &["check", "add", "sbu"],
        &["hint", "sbu"],
        &["reset", "sbu"],
        &["solution", "sbu"],
        &["verify", "sbu"],
        &["watch", "sbu"],
    ] {
        said(&book, args).fails(
            2,
            &[
                "error: no exercise is called `sbu`",
                "--> info.toml",
                "did you mean `sub`?",
                "`workbook list` shows them all",
            ],
        );
    }
    said(&book, &["run", "quicksort"])
        .fails(2, &["no exercise is called `quicksort`"])
        .never_says("did you mean");
    said(&book, &["run", ""]).fails(2, &["no exercise is called ``"]);
}

#[test]
fn a_beginning_of_several_names_lists_them() {
    let book = Book::new();
    book.edit("info.toml", "name = \"sub\"", "name = \"address\"");
    said(&book, &["run", "ad"]).fails(
        2,
        &[
            "`ad` could be any of 2 exercises",
            "write more of the name: `add`, `address`",
        ],
    );
    said(&book, &["hint", "add"])
        .exits(0)
        .is_calm()
        .says("Which operator adds?");
    said(&book, &["hint", "addr"])
        .exits(0)
        .is_calm()
        .says("Which operator subtracts?");
}

#[test]
fn piped_output_is_plain_and_color_can_be_forced() {
    let book = Book::new();
    for args in [
        &["list"][..],
        &["run", "add"],
        &["check"],
        &["hint"],
        &["concept", "sums"],
        &["solution", "add", "--force"],
    ] {
        let plain = said(&book, args);
        plain.never_says("\u{1b}");
        let mut colored = book.command(args);
        // What is said on the command line outweighs the environment.
        let colored = Said::by(colored.args(["--color", "always"]).env("NO_COLOR", "1"));
        colored
            .exits(plain.code.expect("it was not killed"))
            .says("\u{1b}[");
        said(&book, &[args, &["--color", "never"]].concat()).never_says("\u{1b}");
    }
    said(&book, &["--color", "always", "run", "nosuch"]).fails(2, &["\u{1b}["]);
    said(&book, &["run", "nosuch"])
        .fails(2, &["error: no exercise"])
        .never_says("\u{1b}");
}

#[test]
fn without_a_utf_8_locale_the_signs_are_ascii() {
    let book = Book::new();
    Said::by(book.command(&["check"]).env("LANG", "C"))
        .exits(1)
        .is_calm()
        .says("x add")
        .never_says("✗");
    Said::by(book.command(&["check"]).env("LC_ALL", "POSIX"))
        .exits(1)
        .is_calm()
        .says("x add")
        .never_says("✗");
}

#[test]
fn without_term_and_home_everything_works() {
    let book = Book::solved();
    for (name, value) in [
        ("TERM", None),
        ("TERM", Some("dumb")),
        ("TERM", Some("nonsense")),
        ("NO_COLOR", Some("1")),
    ] {
        let mut command = book.command(&["check"]);
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
        Said::by(&mut command)
            .exits(0)
            .is_calm()
            .says("2 of 2 exercises solved")
            .never_says("\u{1b}");
    }
}

#[test]
fn a_closed_pipe_is_a_quiet_success() {
    let book = Book::new();
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["run", "add"],
        &["check"],
        &["hint"],
        &["concept"],
        &["concept", "sums"],
        &["--help"],
        &["solution", "add", "--force"],
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let child = plain(&book)
            .args(args)
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn();
        let answer = finish(child.expect("the program can be started"));
        answer.exits(0).prints("");
        // The warning before a solution is not about the pipe.
        if args[0] != "solution" {
            answer.is_calm();
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let book = Book::new();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .expect("Linux has /dev/full");
    let child = plain(&book)
        .arg("list")
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn();
    finish(child.expect("the program can be started")).fails(
        3,
        &["cannot print: No space left on device", "standard output"],
    );
}

/// The program with the environment of [`program`], for tests that choose its pipes themselves.
pub(crate) fn plain(book: &Book) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_workbook"));
    command
        .current_dir(book.root())
        .stdin(Stdio::null())
        .env_clear();
    for (name, value) in program().get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command
}
