//! Where submitted code is built and run: a directory that goes away, and the sandboxes around it.

use super::COMPILE_TIME;
use crate::error::Error;
use crate::files::{self, Scratch};
use crate::grade::Enforced;
use crate::process::Program;
use crate::rustc::Toolchain;
use crate::sandbox::{self, Confinement, Network, Sandbox};
use crate::verdict::TEST_MEMORY;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// What the directories of gradings are called.
const PREFIX: &str = "workbook-grade-";

/// How much memory a compiler may have, in bytes of address space.
pub(super) const COMPILE_MEMORY: u64 = 4 << 30;

/// How many files a compiler may have open, which reads the metadata of many crates.
const COMPILE_FILES: u64 = 1024;

/// How large a file a compiler may write, in bytes.
const COMPILE_FILE_SIZE: u64 = 1 << 30;

/// How many files a test may have open; connections count.
const TEST_FILES: u64 = 256;

/// How many tasks a test may have. For a user with several tests at once it is the sum that counts.
const TEST_TASKS: u64 = 256;

/// Where a linker and what it calls are looked for.
const LINKER_PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// The directory of one grading.
#[derive(Debug)]
pub struct Room {
    dir: Scratch,
    /// Where a copy of the dynamic standard library is, that everybody may read.
    lib: PathBuf,
    toolchain: Toolchain,
    n_tasks: u64,
}

impl Room {
    /// A new room.
    ///
    /// # Errors
    /// There is no space for it.
    pub fn new(toolchain: &Toolchain) -> Result<Self, Error> {
        // Who grades must not be looked into by what is graded.
        sandbox::shield();
        files::sweep(&std::env::temp_dir(), PREFIX);
        let dir = files::open_scratch(PREFIX)?;
        let lib = dir.path().join("lib");
        files::create_dir(&lib)?;
        for library in toolchain.std_libraries() {
            files::copy_into(&library, &lib)?;
        }
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
        Ok(Self {
            dir,
            lib,
            toolchain: toolchain.clone(),
            n_tasks: TEST_TASKS * (cores + 1),
        })
    }

    /// What is enforced around submitted code, while it is compiled and while it runs.
    ///
    /// # Errors
    /// Nothing can be tried here.
    pub fn enforced(&self, has_loopback: bool) -> Result<Enforced, Error> {
        let bench = self.bench()?;
        let program = bench.path().join("test");
        files::write_new(&program, b"")?;
        let compiles = self.around_compiler(bench.path(), &[])?.enforced();
        let tests = self
            .around_test(&program, has_loopback, Duration::ZERO)?
            .enforced();
        Ok(Enforced {
            pristine_tests: true,
            completion_proof: true,
            unsafe_forbidden: true,
            clean_environment: true,
            user: tests.user.clone(),
            ..compiles.weakest(&tests)
        })
    }

    /// A directory for one file, which goes away with what is returned.
    pub(super) fn bench(&self) -> Result<Scratch, Error> {
        files::open_scratch_in(self.dir.path(), "file-")
    }

    /// Where the standard library is.
    pub(super) fn lib(&self) -> &Path {
        &self.lib
    }

    /// A compiler that starts no process, and reads nothing but its own libraries, the crates in these directories and
    /// what lies in the bench.
    pub(super) fn around_compiler(
        &self,
        bench: &Path,
        crates: &[PathBuf],
    ) -> Result<Arc<Sandbox>, Error> {
        Sandbox::prepare(&self.compiling(bench, crates)).map(Arc::new)
    }

    /// A compiler that may start the linker. Nothing submitted is read by it but what the first one made of it.
    pub(super) fn around_linker(
        &self,
        bench: &Path,
        crates: &[PathBuf],
    ) -> Result<Arc<Sandbox>, Error> {
        let mut confinement = self.compiling(bench, crates);
        confinement.starts_processes = true;
        let own = ["/usr", "/bin", "/lib", "/lib64", "/etc/alternatives"]
            .into_iter()
            .map(PathBuf::from)
            .filter(|path| files::exists(path));
        let own: Vec<PathBuf> = own.collect();
        confinement.executable.extend(own.clone());
        confinement
            .executable
            .push(self.toolchain.sysroot().to_owned());
        confinement.read.extend(own);
        Sandbox::prepare(&confinement).map(Arc::new)
    }

    fn compiling(&self, bench: &Path, crates: &[PathBuf]) -> Confinement {
        let mut read = vec![self.toolchain.sysroot().to_owned(), bench.to_owned()];
        read.extend_from_slice(crates);
        let written = ["out", "run"].map(|name| bench.join(name));
        Confinement {
            read,
            write: written
                .into_iter()
                .filter(|path| files::is_dir(path))
                .collect(),
            executable: vec![self.toolchain.compiler().to_owned()],
            memory: COMPILE_MEMORY,
            // A compiler works with several threads.
            cpu_seconds: 2 * COMPILE_TIME.as_secs(),
            file_size: COMPILE_FILE_SIZE,
            open_files: COMPILE_FILES,
            drop_user: true,
            ..Confinement::default()
        }
    }

    /// A test: its own program, the standard library, and nothing else.
    pub(super) fn around_test(
        &self,
        program: &Path,
        loopback: bool,
        deadline: Duration,
    ) -> Result<Arc<Sandbox>, Error> {
        let mut read = vec![self.lib.clone()];
        // The empty directory that it runs in.
        read.extend(
            program
                .parent()
                .map(|dir| dir.with_file_name("empty"))
                .filter(|dir| files::is_dir(dir)),
        );
        Sandbox::prepare(&Confinement {
            read,
            executable: vec![program.to_owned()],
            network: if loopback {
                Network::Loopback
            } else {
                Network::None
            },
            memory: TEST_MEMORY,
            cpu_seconds: 2 * deadline.as_secs() + 1,
            file_size: 1 << 20,
            open_files: TEST_FILES,
            n_processes: Some(self.n_tasks),
            drop_user: true,
            ..Confinement::default()
        })
        .map(Arc::new)
    }

    /// A compiler in its sandbox, which sees nothing of this environment.
    pub(super) fn confined(program: Program, sandbox: Arc<Sandbox>, bench: &Path) -> Program {
        program
            .clean_env()
            .env("PATH", LINKER_PATH)
            .env("TMPDIR", bench.join("out"))
            .sandboxed(sandbox)
    }
}
