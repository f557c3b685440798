//! The cache of verdicts: a file unchanged since its last verdict is not compiled again, and nothing else is believed.

use super::said;
use crate::said::Said;
use crate::support::{Book, SOLVED};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

/// A toolchain whose compiler writes a line to a file each time it compiles, and has no clippy.
struct CountingToolchain {
    dir: tempfile::TempDir,
}

impl CountingToolchain {
    fn new() -> Self {
        let toolchain = Self {
            dir: tempfile::tempdir().expect("a temporary directory"),
        };
        let real = |what: &str| {
            let answer = std::process::Command::new("rustc")
                .args(["--print", what])
                .output();
            let answer = answer.expect("there is a compiler").stdout;
            String::from_utf8(answer)
                .expect("paths here are UTF-8")
                .trim()
                .to_owned()
        };
        let (sysroot, libraries) = (real("sysroot"), real("target-libdir"));
        let here = toolchain.dir.path().display().to_string();
        toolchain.script(
            "path/rustc",
            &format!("#!/bin/sh\necho '{here}'\necho '{libraries}'\n"),
        );
        toolchain.script(
            "bin/rustc",
            &format!(
                "#!/bin/sh\n[ \"$1\" = -vV ] || echo \"$@\" >> '{here}/compiled'\nexec '{sysroot}/bin/rustc' --sysroot '{sysroot}' \"$@\"\n"
            ),
        );
        toolchain
    }

    /// Has the compiler say that it is another version than it is.
    fn script_version(&self, version: &str) {
        let path = self.dir.path().join("bin/rustc");
        let text = std::fs::read_to_string(&path).expect("the script can be read");
        let text = text.replacen(
            "#!/bin/sh\n",
            &format!("#!/bin/sh\n[ \"$1\" = -vV ] && echo '{version}' && exit\n"),
            1,
        );
        self.script("bin/rustc", &text);
    }

    fn script(&self, name: &str, text: &str) {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a script has a directory")).expect("create");
        std::fs::write(&path, text).expect("write");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))
            .expect("make it executable");
    }

    /// Where `rustc` is, and the tools that its linker needs.
    fn path(&self) -> String {
        let path = std::env::var("PATH").expect("there is a PATH");
        format!("{}:{path}", self.dir.path().join("path").display())
    }

    fn n_compiled(&self) -> usize {
        let log: PathBuf = self.dir.path().join("compiled");
        std::fs::read_to_string(log).map_or(0, |text| text.lines().count())
    }

    #[track_caller]
    fn check(&self, book: &Book) -> Said {
        Said::by(book.command(&["check"]).env("PATH", self.path()))
    }
}

#[test]
fn a_file_unchanged_since_its_last_verdict_is_not_compiled_again() {
    let toolchain = CountingToolchain::new();
    let book = Book::new();
    book.write("exercises/01_one/add.rs", SOLVED);
    let first = toolchain.check(&book);
    first.exits(1).is_calm().says("1 of 2 exercises solved");
    assert_eq!(toolchain.n_compiled(), 2);

    toolchain
        .check(&book)
        .exits(1)
        .is_calm()
        .prints(&first.stdout);
    assert_eq!(toolchain.n_compiled(), 2, "nothing has changed");

    book.edit("exercises/01_one/sub.rs", "todo!()", "a - b");
    toolchain
        .check(&book)
        .exits(0)
        .is_calm()
        .says("2 of 2 exercises solved");
    assert_eq!(toolchain.n_compiled(), 3, "only one file has changed");

    // What it held before is still known.
    book.edit("exercises/01_one/sub.rs", "a - b", "todo!()");
    toolchain
        .check(&book)
        .exits(1)
        .is_calm()
        .prints(&first.stdout);
    assert_eq!(toolchain.n_compiled(), 3);
}

#[test]
fn what_run_found_out_check_does_not_find_out_again() {
    let toolchain = CountingToolchain::new();
    let book = Book::solved();
    for name in ["add", "sub"] {
        Said::by(book.command(&["run", name]).env("PATH", toolchain.path())).is_solved();
    }
    assert_eq!(toolchain.n_compiled(), 2);
    toolchain.check(&book).exits(0).is_calm();
    assert_eq!(toolchain.n_compiled(), 2);
}

#[test]
fn everything_that_a_verdict_depends_on_has_the_file_compiled_again() {
    let toolchain = CountingToolchain::new();
    let book = Book::solved();
    toolchain.check(&book).exits(0).is_calm();
    assert_eq!(toolchain.n_compiled(), 2);
    // The tests that count are those of the solution.
    book.edit("solutions/01_one/add.rs", "(2, 3), 5", "(2, 4), 6");
    toolchain
        .check(&book)
        .exits(1)
        .is_calm()
        .says("tests changed: the test `small_numbers_add_up` was edited");
    assert_eq!(toolchain.n_compiled(), 3);
    book.edit(
        "info.toml",
        "name = \"sub\"",
        "name = \"sub\"\nstrict_clippy = true",
    );
    toolchain.check(&book).exits(1).is_calm();
    assert_eq!(toolchain.n_compiled(), 4);
    book.edit("info.toml", "strict_clippy = true", "timeout_seconds = 30");
    toolchain.check(&book).exits(1).is_calm();
    assert_eq!(toolchain.n_compiled(), 5);
    book.edit(
        "info.toml",
        "timeout_seconds = 30",
        "timeout_seconds = 30\ntests = \"editable\"",
    );
    toolchain.check(&book).exits(1).is_calm();
    assert_eq!(toolchain.n_compiled(), 6);
    // Clippy reads this file wherever it runs.
    book.write("clippy.toml", "too-many-arguments-threshold = 1\n");
    toolchain.check(&book).exits(1).is_calm();
    assert_eq!(toolchain.n_compiled(), 8, "both files");
    // Another compiler of the same name.
    toolchain.script_version("rustc 0.0.0 (another)");
    toolchain.check(&book).exits(1).is_calm();
    assert_eq!(toolchain.n_compiled(), 10, "both files");
}

#[test]
fn a_cache_that_was_deleted_or_spoilt_is_no_loss() {
    let toolchain = CountingToolchain::new();
    let book = Book::solved();
    toolchain.check(&book).exits(0).is_calm();
    std::fs::remove_dir_all(book.path(".workbook/cache")).expect("the cache can be removed");
    toolchain.check(&book).exits(0).is_calm();
    assert_eq!(toolchain.n_compiled(), 4);
    let verdicts =
        std::fs::read_dir(book.path(".workbook/cache/verdicts")).expect("there are verdicts");
    for entry in verdicts {
        std::fs::write(entry.expect("an entry").path(), b"\xff spoilt").expect("write");
    }
    book.write(".workbook/cache/toolchain.json", "{");
    toolchain
        .check(&book)
        .exits(0)
        .is_calm()
        .says("2 of 2 exercises solved");
    assert_eq!(toolchain.n_compiled(), 6);
}

#[test]
fn a_test_that_hung_is_run_again() {
    let toolchain = CountingToolchain::new();
    let book = Book::solved();
    book.edit(
        "info.toml",
        "name = \"add\"",
        "name = \"add\"\ntimeout_seconds = 1",
    );
    book.add_body("    loop { std::hint::black_box(a + b); }");
    for n_compiled in [2, 3] {
        toolchain
            .check(&book)
            .exits(1)
            .is_calm()
            .says("✗ add  0 of 2 tests pass");
        assert_eq!(toolchain.n_compiled(), n_compiled);
    }
    assert_eq!(
        said(&book, &["list", "--json"]).json()[1]["state"],
        "solved"
    );
}

#[test]
fn a_clock_set_back_hides_no_change() {
    let toolchain = CountingToolchain::new();
    let book = Book::new();
    book.write("exercises/01_one/add.rs", SOLVED);
    toolchain.check(&book).exits(1).is_calm();
    assert_eq!(toolchain.n_compiled(), 2);
    // All that was remembered seems to be of tomorrow, and what is edited now of yesterday.
    let day = std::time::Duration::from_hours(24);
    let now = std::time::SystemTime::now();
    let change = |path: PathBuf, time| {
        let file = std::fs::File::options().append(true).open(&path);
        let file = file.expect("the file can be opened");
        file.set_modified(time).expect("its time can be set");
    };
    for dir in [".workbook", ".workbook/cache", ".workbook/cache/verdicts"] {
        for entry in std::fs::read_dir(book.path(dir)).expect("it is there") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                change(path, now + day);
            }
        }
    }
    book.edit("exercises/01_one/sub.rs", "todo!()", "a - b");
    change(book.path("exercises/01_one/sub.rs"), now - day);
    toolchain
        .check(&book)
        .exits(0)
        .is_calm()
        .says("2 of 2 exercises solved");
    assert_eq!(toolchain.n_compiled(), 3);
    book.edit("exercises/01_one/add.rs", "a + b", "a - b");
    change(book.path("exercises/01_one/add.rs"), now - 2 * day);
    toolchain
        .check(&book)
        .exits(1)
        .is_calm()
        .says("1 of 2 exercises solved");
    toolchain
        .check(&book)
        .exits(1)
        .says("1 of 2 exercises solved");
    assert_eq!(toolchain.n_compiled(), 4);
}
