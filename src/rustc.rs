//! The Rust toolchain: where it is, how it is called, what it says.

mod diagnostics;
mod explain;
mod grading;
mod libtest;
mod toolchain;

pub use diagnostics::parse as parse_diagnostics;
pub use explain::error_code;
pub use libtest::{TESTS_FAILED, parse_list, parse_run, parse_run_of_all};
pub use toolchain::Toolchain;

use crate::package::{EDITION, Package};
use crate::process::Program;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The environment variable in which the loader looks for dynamic libraries.
const LIBRARY_PATH: &str = if cfg!(windows) {
    "PATH"
} else if cfg!(target_os = "macos") {
    "DYLD_LIBRARY_PATH"
} else {
    "LD_LIBRARY_PATH"
};

/// What to make of one Rust file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The file, relative to `dir` so that messages name it as a person would.
    pub file: PathBuf,
    /// The directory to work in.
    pub dir: PathBuf,
    /// The crate's name.
    pub name: String,
    /// Whether to build the tests; otherwise `main`.
    pub test: bool,
    /// Whether the file has a `main`; without, its public items are an API and not dead code.
    pub has_main: bool,
    /// Arguments that name the crates it uses.
    pub externs: Vec<String>,
    /// Edition and lints.
    pub package: Package,
}

impl Toolchain {
    /// The options of the compiler that a verdict depends on, beyond those that the unit decides.
    ///
    /// Names nobody reads, since backtraces are off, are left out where the linker does that; elsewhere it would take
    /// another program.
    pub const BUILD_FLAGS: &'static [&'static str] = if cfg!(target_os = "linux") {
        &["-Cprefer-dynamic", "-Cdebuginfo=0", "-Cstrip=symbols"]
    } else {
        &["-Cprefer-dynamic", "-Cdebuginfo=0"]
    };

    /// Compiles a unit to an executable.
    pub fn compile(&self, unit: &Unit, output: &Path, incremental: Option<&Path>) -> Program {
        let program = on_unit(&self.rustc, unit)
            .args(Self::BUILD_FLAGS.iter().copied())
            .arg(units(incremental))
            .args(unit.package.rustc_flags());
        plain(keeping(program, incremental))
            .arg("-o")
            .arg(output)
            .arg(&unit.file)
    }

    /// Compiles a unit to an executable that can tell which line called which. That it is not kept for the next
    /// compilation costs less than it would cost to keep it.
    pub fn compile_traceable(&self, unit: &Unit, output: &Path) -> Program {
        let program = on_unit(&self.rustc, unit)
            .args(["-Cprefer-dynamic", "-Cdebuginfo=line-tables-only"])
            .args(unit.package.rustc_flags());
        plain(program).arg("-o").arg(output).arg(&unit.file)
    }

    /// Runs clippy over a unit, if it is installed.
    pub fn lint(&self, unit: &Unit, output: &Path, incremental: Option<&Path>) -> Option<Program> {
        let clippy = self.clippy.as_ref()?;
        let program = on_unit(clippy, unit)
            .arg("--sysroot")
            .arg(&self.sysroot)
            .arg("--emit=metadata")
            .args(unit.package.clippy_flags());
        Some(
            plain(keeping(program, incremental))
                .arg("-o")
                .arg(output)
                .arg(&unit.file),
        )
    }

    /// Compiles a unit to an executable with clippy looking on, if it is installed. Clippy is a rustc with more lints:
    /// one process does the work of two, but it sets `cfg(clippy)`, leaves out optimizations of its own, and stops
    /// at a lint that is denied.
    pub fn compile_and_lint(&self, unit: &Unit, output: &Path) -> Option<Program> {
        let clippy = self.clippy.as_ref()?;
        let program = on_unit(clippy, unit)
            .arg("--sysroot")
            .arg(&self.sysroot)
            .args(Self::BUILD_FLAGS.iter().copied())
            .arg(units(None))
            .args(unit.package.clippy_flags());
        Some(plain(program).arg("-o").arg(output).arg(&unit.file))
    }

    /// Asks cargo which packages the manifest in a directory needs on this machine.
    pub fn cargo_metadata(&self, dir: &Path) -> Program {
        let host = self
            .version()
            .lines()
            .find_map(|line| line.strip_prefix("host: "));
        let program = self.cargo(dir).args(["metadata", "--format-version", "1"]);
        match host {
            Some(host) => program.args(["--filter-platform", host]),
            None => program,
        }
    }

    /// Has cargo build the library in a directory and all it needs, and tell what it built.
    pub fn cargo_build(&self, dir: &Path) -> Program {
        self.cargo(dir).args([
            "build",
            "--lib",
            // One crate that cannot be built keeps only those from the others who need it.
            "--keep-going",
            "--message-format",
            "json",
            "--target-dir",
            "target",
        ])
    }

    fn cargo(&self, dir: &Path) -> Program {
        // The compiler must be the very one that compiles the exercises.
        plain(Program::new(&self.cargo).dir(dir))
            .env("RUSTC", &self.rustc)
            .env("CARGO_TERM_COLOR", "always")
            .env("CARGO_TERM_PROGRESS_WHEN", "never")
            .without_env("CARGO_TARGET_DIR")
            .without_env("CARGO_BUILD_TARGET")
            .without_env("CARGO_BUILD_TARGET_DIR")
            .without_env("RUSTC_WRAPPER")
    }

    /// Compiles and links a program, as exercises are.
    pub fn link(&self, file: &Path, output: &Path) -> Program {
        plain(Program::new(&self.rustc).args(["--edition", EDITION, "-C", "prefer-dynamic"]))
            .arg("-o")
            .arg(output)
            .arg(file)
    }

    /// Type-checks a file as a library, as for the snippets on cards.
    pub fn check_snippet(&self, file: &Path, output: &Path) -> Program {
        let program = Program::new(&self.rustc)
            .args([
                "--edition",
                EDITION,
                "--crate-type",
                "lib",
                "--crate-name",
                "snippet",
            ])
            .args([
                "--error-format=json",
                "--json=diagnostic-rendered-ansi",
                "-Dwarnings",
            ])
            .arg("--emit=metadata");
        plain(program).arg("-o").arg(output).arg(file)
    }

    /// Checks that a file is formatted; prints a diff when it is not.
    pub fn format_check(&self, file: &Path, edition: &str) -> Option<Program> {
        let rustfmt = self.rustfmt.as_ref()?;
        Some(plain(
            Program::new(rustfmt)
                .args([
                    "--edition",
                    edition,
                    "--check",
                    "--color",
                    "never",
                    "--quiet",
                ])
                .arg(file),
        ))
    }

    /// Asks a test executable for its tests.
    pub fn list_tests(&self, executable: &Path, dir: &Path) -> Program {
        self.executable(executable, dir)
            .arg("--list")
            .args(libtest::JSON)
    }

    /// Runs one test of a test executable.
    pub fn run_test(&self, executable: &Path, dir: &Path, test: &str) -> Program {
        // With one thread the harness would run the test on its main thread, which has another stack and no name.
        self.executable(executable, dir)
            .args(["--exact", test, "--no-capture", "--test-threads=2"])
            .args(libtest::JSON)
    }

    /// Runs some tests in one process that tells on standard error which line called which on the way to a panic.
    pub fn trace_tests(&self, executable: &Path, dir: &Path, tests: &[String]) -> Program {
        self.executable(executable, dir)
            .args(["--no-capture", "--test-threads=2", "--exact"])
            .args(tests)
            .env("RUST_BACKTRACE", "1")
    }

    /// Runs all tests of a test executable, at most `n_threads` at once.
    pub fn run_all_tests(&self, executable: &Path, dir: &Path, n_threads: usize) -> Program {
        self.executable(executable, dir)
            .args(["--show-output", &format!("--test-threads={n_threads}")])
            .args(libtest::JSON)
    }

    /// Runs an executable built by [`Toolchain::compile`].
    pub fn executable(&self, executable: &Path, dir: &Path) -> Program {
        let mut paths = vec![self.dylib_dir.clone()];
        paths.extend(
            std::env::var_os(LIBRARY_PATH)
                .iter()
                .flat_map(std::env::split_paths),
        );
        let program = Program::new(executable).dir(dir);
        let program = match std::env::join_paths(paths) {
            Ok(paths) => program.env(LIBRARY_PATH, paths),
            // A path with a separator in its name cannot be handed on; the loader says what it misses.
            Err(_) => program,
        };
        // The test harness speaks JSON to nightly users only. The switch is set for the finished program, never for
        // the compiler, so that exercises are stable Rust all the same.
        plain(program)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUST_BACKTRACE", "0")
    }
}

/// A compiler with the arguments that rustc and clippy-driver share: both must see the same crate.
fn on_unit(compiler: &Path, unit: &Unit) -> Program {
    let mut args: Vec<OsString> = vec!["--edition".into(), (&unit.package.edition).into()];
    args.extend(["--crate-name".into(), (&unit.name).into()]);
    let crate_type = if unit.has_main || !unit.test {
        "bin"
    } else {
        "lib"
    };
    args.extend(["--crate-type".into(), crate_type.into()]);
    if unit.test {
        args.push("--test".into());
    }
    args.extend([
        "--error-format=json".into(),
        "--json=diagnostic-rendered-ansi".into(),
    ]);
    args.extend(unit.externs.iter().map(OsString::from));
    Program::new(compiler).dir(&unit.dir).args(args)
}

/// Into how many pieces a compilation is cut. A piece that did not change is not compiled again; of the 256 that a compiler
/// that keeps them makes by itself there is more to link than is saved. Where nothing is kept, others are compiled
/// beside it: what counts is the work, and more pieces are more of it.
fn units(incremental: Option<&Path>) -> &'static str {
    if incremental.is_some() {
        "-Ccodegen-units=16"
    } else {
        "-Ccodegen-units=1"
    }
}

/// Has a compiler keep what it can use again in this directory.
fn keeping(program: Program, incremental: Option<&Path>) -> Program {
    match incremental {
        Some(dir) => {
            let mut flag = OsString::from("-Cincremental=");
            flag.push(dir);
            program.arg(flag)
        }
        None => program,
    }
}

/// Takes out of the environment what would change a verdict.
fn plain(program: Program) -> Program {
    [
        "RUST_TEST_THREADS",
        "RUST_TEST_NOCAPTURE",
        "RUST_TEST_SHUFFLE",
        "RUST_LIB_BACKTRACE",
        "RUST_MIN_STACK",
        "RUSTC_BOOTSTRAP",
        "RUSTFLAGS",
        "CLIPPY_ARGS",
        "CLIPPY_CONF_DIR",
    ]
    .into_iter()
    .fold(program, Program::without_env)
}
