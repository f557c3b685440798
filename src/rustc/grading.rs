//! How submitted files are compiled, linked to the harness and run.

use super::{EDITION, LIBRARY_PATH, Package, Program, Toolchain, units};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// How libraries are compiled. Nobody optimizes across them, for which bitcode would be written.
const LIBRARY_FLAGS: [&str; 2] = ["-Cprefer-dynamic", "-Cembed-bitcode=no"];

impl Toolchain {
    /// Compiles a submitted file as a library, in `dir`, which `file` is relative to. A library needs no linker, and so
    /// starts no process.
    pub fn compile_submission(
        &self,
        (dir, file): (&Path, &str),
        (name, output): (&str, &Path),
        externs: &[String],
        package: &Package,
        allows_unsafe: bool,
    ) -> Program {
        let program = Program::new(&self.rustc)
            .dir(dir)
            .args(["--edition", package.edition.as_str()])
            .args(["--crate-name", name, "--crate-type", "rlib"])
            .args(["--error-format=json", "-Awarnings", "-Cdebuginfo=0"])
            .args(LIBRARY_FLAGS)
            .arg(units(None));
        let program = if allows_unsafe {
            program
        } else {
            // What is forbidden from outside no attribute can allow (E0453).
            program.arg("-Funsafe_code")
        };
        program
            .args(externs.iter().map(OsString::from))
            .arg("-o")
            .arg(output)
            .arg(file)
    }

    /// Compiles the library around the tests of every submission, `harness.rs` in `dir`.
    pub fn compile_harness(&self, dir: &Path, output: &Path) -> Program {
        Program::new(&self.rustc)
            .dir(dir)
            .args(["--edition", EDITION])
            .args(["--crate-name", "harness", "--crate-type", "rlib"])
            .args(["-Awarnings", "-Cdebuginfo=0"])
            .args(LIBRARY_FLAGS)
            .arg(units(None))
            .arg("-o")
            .arg(output)
            .arg("harness.rs")
    }

    /// Links a program, `main.rs` in `dir`, that hands the tests in libraries to the `harness`.
    pub fn link_harness(
        &self,
        dir: &Path,
        harness: &Path,
        libraries: &[(&str, &Path)],
        output: &Path,
        externs: &[String],
    ) -> Program {
        let names = |name: &str, library: &Path| {
            let mut arg = OsString::from(format!("--extern={name}="));
            arg.push(library);
            arg
        };
        Program::new(&self.rustc)
            .dir(dir)
            .args(["--edition", EDITION, "--crate-name", "graded"])
            .args(["--error-format=json", "-Awarnings"])
            .args(Self::BUILD_FLAGS.iter().copied())
            .arg(units(None))
            // Where the crates are that the submission uses.
            .args(
                externs
                    .iter()
                    .filter(|arg| arg.starts_with("-L"))
                    .map(OsString::from),
            )
            .arg(names("harness", harness))
            .args(libraries.iter().map(|(name, library)| names(name, library)))
            .arg("-o")
            .arg(output)
            .arg("main.rs")
    }

    /// Runs a harness that was linked, with the standard library in `lib`.
    pub fn harness(&self, executable: &Path, dir: &Path, lib: &Path) -> Program {
        Program::new(executable)
            .dir(dir)
            .env(LIBRARY_PATH, lib)
            .env("RUST_BACKTRACE", "0")
    }

    /// The dynamic standard library, as files.
    pub fn std_libraries(&self) -> Vec<PathBuf> {
        crate::files::list_dir(&self.dylib_dir)
            .into_iter()
            .filter(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let is_library = [".so", ".dylib", ".dll"]
                    .iter()
                    .any(|ending| name.ends_with(ending));
                is_library && name.trim_start_matches("lib").starts_with("std-")
            })
            .collect()
    }
}
