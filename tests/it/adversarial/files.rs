//! Submissions that are no plain file, or that bring along more than a file.

use super::corpus::{Made, Row, root};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

const WRONG: &str = "pub fn add(_: i32, _: i32) -> i32 { 0 }
pub fn greet(_: &str) -> String { String::new() }
pub fn total(_: &[i32]) -> i32 { 0 }
";

/// Name, what it does, the verdict, what the report must say, and what makes it.
type Line = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    fn(&Path),
);

const LINES: &[Line] = &[
    (
        "symlink_to_solution",
        "a link to the solution",
        "unreadable",
        "through a link",
        |dir| {
            symlink(solution(dir), file(dir)).expect("a link");
        },
    ),
    (
        "symlinked_directory",
        "a directory that is a link to the solutions",
        "unreadable",
        "through a link",
        |dir| {
            fs::remove_dir_all(dir.join("exercises")).expect("it is there");
            let solutions = solution(dir)
                .parent()
                .and_then(Path::parent)
                .map(Path::to_owned);
            symlink(solutions.expect("a directory"), dir.join("exercises")).expect("a link");
        },
    ),
    (
        "symlink_to_zero",
        "a link to /dev/zero",
        "unreadable",
        "through a link",
        |dir| {
            symlink("/dev/zero", file(dir)).expect("a link");
        },
    ),
    (
        "symlink_loop",
        "a link to itself",
        "unreadable",
        "through a link",
        |dir| {
            symlink(file(dir), file(dir)).expect("a link");
        },
    ),
    (
        "pipe",
        "a pipe, which nobody writes to",
        "unreadable",
        "not a regular file",
        |dir| {
            make("mkfifo", &[&file(dir)]);
        },
    ),
    (
        "socket",
        "a socket",
        "unreadable",
        "not a regular file",
        |dir| {
            // It stays when its listener is gone. The path may be too long for one, so it is moved there.
            let short = tempfile::tempdir_in("/tmp").expect("a directory");
            let listener =
                std::os::unix::net::UnixListener::bind(short.path().join("s")).expect("a socket");
            drop(listener);
            if fs::rename(short.path().join("s"), file(dir)).is_err() {
                make("mkfifo", &[&file(dir)]);
            }
        },
    ),
    (
        "hard_link",
        "a hard link to the solution",
        "unreadable",
        "hard link",
        |dir| {
            fs::hard_link(solution(dir), file(dir)).expect("a link");
        },
    ),
    (
        "directory",
        "a directory by the name of the file",
        "unreadable",
        "a directory",
        |dir| {
            fs::create_dir(file(dir)).expect("a directory");
        },
    ),
    (
        "large",
        "a file of 100 MB",
        "unreadable",
        "larger than 256 KiB",
        |dir| {
            let file = fs::File::create(file(dir)).expect("a file");
            file.set_len(100 << 20).expect("a length");
        },
    ),
    (
        "empty",
        "an empty file",
        "unreadable",
        "It is empty",
        |dir| write(dir, b""),
    ),
    (
        "spaces",
        "nothing but spaces",
        "unreadable",
        "It is empty",
        |dir| write(dir, b" \n\t\n"),
    ),
    (
        "no_utf8",
        "bytes that are no UTF-8",
        "unreadable",
        "not UTF-8 text from byte offset 3",
        |dir| write(dir, b"// \xff\n"),
    ),
    ("utf16", "UTF-16", "unreadable", "UTF-16", |dir| {
        write(dir, b"\xff\xfef\0n\0");
    }),
    (
        "nul",
        "a NUL byte",
        "unreadable",
        "NUL byte at offset 3",
        |dir| write(dir, b"// \0\n"),
    ),
    ("missing", "no file", "missing", "", |_| {}),
    (
        "starter",
        "the starter, unchanged",
        "unchanged",
        "",
        |dir| {
            fs::copy(book(dir).join("exercises/01_targets/sums.rs"), file(dir)).expect("a copy");
        },
    ),
    (
        "copied_solution",
        "a copy of the solution: it passes, with a note",
        "pass",
        "reference solution, word for word",
        |dir| {
            fs::copy(solution(dir), file(dir)).expect("a copy");
        },
    ),
    (
        "older",
        "wrong code that is older than the right one was",
        "fail",
        "",
        |dir| {
            write(dir, WRONG.as_bytes());
            let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
            let file = fs::File::options()
                .write(true)
                .open(file(dir))
                .expect("a file");
            file.set_modified(old).expect("a time");
        },
    ),
    (
        "cargo_config",
        "a runner, a wrapper and a linker in .cargo/config.toml",
        "fail",
        "",
        |dir| {
            write(dir, WRONG.as_bytes());
            let config = "[build]\nrustc = \"/bin/true\"\nrustc-wrapper = \"/bin/true\"\n\
                      [target.'cfg(all())']\nrunner = \"true\"\nlinker = \"/bin/true\"\n";
            for at in ["", "exercises/", "exercises/01_targets/"] {
                put(dir, &format!("{at}.cargo/config.toml"), config);
            }
        },
    ),
    (
        "build_script",
        "a build script and a manifest without a harness",
        "fail",
        "",
        |dir| {
            write(dir, WRONG.as_bytes());
            put(dir, "build.rs", "fn main() { std::process::exit(0) }");
            let manifest = "[package]\nname = \"x\"\nversion = \"0.0.0\"\nbuild = \"build.rs\"\n\
                        [[test]]\nname = \"sums\"\npath = \"../../book/solutions/01_targets/sums.rs\"\nharness = false\n";
            put(dir, "Cargo.toml", manifest);
            put(dir, "exercises/Cargo.toml", manifest);
            put(
                dir,
                "rust-toolchain.toml",
                "[toolchain]\nchannel = \"nightly-2000-01-01\"\n",
            );
        },
    ),
    (
        "own_workbook",
        "an info.toml, solutions and a remembered verdict of its own",
        "fail",
        "",
        |dir| {
            write(dir, WRONG.as_bytes());
            put(
                dir,
                "info.toml",
                "format_version = 1\n[[exercises]]\nname = \"sums\"\ndir = \"01_targets\"\ntest = false\n",
            );
            put(dir, "solutions/01_targets/sums.rs", WRONG);
            put(dir, ".workbook/progress", "sums solved\n");
            put(dir, ".rustlings-state.txt", "sums\n");
        },
    ),
    (
        "beside",
        "a right file beside the wrong one",
        "fail",
        "",
        |dir| {
            write(dir, WRONG.as_bytes());
            let text = fs::read_to_string(solution(dir)).expect("the solution");
            put(dir, "sums.rs", &text);
            put(dir, "01_targets/sums.rs", &text);
            put(
                dir,
                "exercises/01_targets/sums.tests0.rs",
                "pub static __WORKBOOK: &[u8] = &[];",
            );
            put(dir, "exercises/01_targets/SUMS.RS", &text);
        },
    ),
    ("git_hooks", "hooks and filters of git", "fail", "", |dir| {
        write(dir, WRONG.as_bytes());
        put(dir, ".git/hooks/post-checkout", "#!/bin/sh\nexit 0\n");
        put(
            dir,
            ".git/config",
            "[core]\nfsmonitor = \"touch ../../outside/git\"\n",
        );
        put(dir, ".gitattributes", "*.rs filter=owned\n");
    }),
];

/// All of them as rows.
pub(super) fn rows() -> Vec<Row> {
    LINES
        .iter()
        .map(|(name, what, verdict, says, by)| Row {
            name: format!("files/{name}"),
            what: (*what).to_owned(),
            number: String::new(),
            exercise: "sums".to_owned(),
            verdicts: vec![(*verdict).to_owned()],
            says: (!says.is_empty()).then(|| (*says).to_owned()),
            needs: Vec::new(),
            made: Made::By(*by),
        })
        .collect()
}

fn file(dir: &Path) -> PathBuf {
    dir.join("exercises/01_targets/sums.rs")
}

fn book(dir: &Path) -> PathBuf {
    dir.with_file_name("../book")
}

fn solution(dir: &Path) -> PathBuf {
    // A row that would link to the corpus itself could change it.
    assert!(!dir.starts_with(root()));
    book(dir).join("solutions/01_targets/sums.rs")
}

fn write(dir: &Path, bytes: &[u8]) {
    fs::write(file(dir), bytes).expect("it can be written");
}

fn put(dir: &Path, relative: &str, text: &str) {
    let path = dir.join(relative);
    fs::create_dir_all(path.parent().expect("a directory")).expect("a directory");
    fs::write(path, text).expect("it can be written");
}

fn make(program: &str, args: &[&Path]) {
    let status = std::process::Command::new(program).args(args).status();
    assert!(status.expect("it runs").success(), "{program} {args:?}");
}
