//! Links the harness to what was compiled.

use super::build::{COMPILE, one_line, search_dirs};
use super::room::Room;
use super::sources::directories;
use super::upstream::Upstream;
use super::{Assignment, Grader};
use crate::error::{Error, Problem};
use crate::files::{self, Scratch};
use crate::grade::{ExerciseGrade, Kind};
use crate::process::{self, Finished, Stop};
use crate::rustc;
use crate::source;
use crate::text::sanitize;
use crate::verdict::{Exit, Level};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

/// What became of a file.
pub(super) enum Built {
    /// A program that can be asked for each test.
    Program(Executable),
    /// The compiler refused it.
    Refused(Box<ExerciseGrade>),
}

/// The harness with a submission in it.
pub(super) struct Executable {
    pub(super) path: PathBuf,
    /// An empty directory to run in.
    pub(super) dir: PathBuf,
    _scratch: Scratch,
}

/// A library with tests that the harness is linked to.
pub(super) struct Linked {
    pub(super) name: String,
    /// Code that names the tables of its tests.
    pub(super) tables: String,
    pub(super) path: PathBuf,
    /// The arguments that name its crates to a compiler.
    pub(super) externs: Vec<String>,
    pub(super) _kept: Kept,
}

/// What goes away with a library.
pub(super) enum Kept {
    Scratch(#[expect(dead_code, reason = "it is held")] Scratch),
    Upstream(#[expect(dead_code, reason = "it is held")] Arc<Upstream>),
}

impl Grader {
    /// Links the harness to libraries, whose tests it then has one after the other.
    pub(super) fn link(
        &self,
        assignment: &Assignment,
        libraries: &[&Linked],
        stop: &Stop,
    ) -> Result<Built, Error> {
        let scratch = self.room.bench()?;
        directories(scratch.path())?;
        let tables: Vec<&str> = libraries.iter().map(|it| it.tables.as_str()).collect();
        let main = source::harness(&tables.join(", "));
        files::write_new(&scratch.path().join("main.rs"), main.as_bytes())?;
        let executable = scratch
            .path()
            .join("run")
            .join(format!("test{}", std::env::consts::EXE_SUFFIX));
        let harness = self.harness(stop)?;
        let named: Vec<(&str, &Path)> = libraries
            .iter()
            .map(|it| (it.name.as_str(), it.path.as_path()))
            .collect();
        let mut externs: Vec<String> = Vec::new();
        for arg in libraries.iter().flat_map(|it| &it.externs) {
            if !externs.contains(arg) {
                externs.push(arg.clone());
            }
        }
        let program =
            self.toolchain
                .link_harness(scratch.path(), &harness, &named, &executable, &externs);
        let mut read = search_dirs(&externs);
        let libraries = named.iter().map(|(_, path)| *path).chain([&*harness]);
        read.extend(libraries.filter_map(|it| Some(it.parent()?.to_owned())));
        let sandbox = self.room.around_linker(scratch.path(), &read)?;
        let program = Room::confined(program, sandbox, scratch.path());
        let finished = process::run_to_end(&program, COMPILE, stop)?;
        if finished.exit != Exit::Code(0) {
            return unlinked(assignment, &finished, scratch.path())
                .map(|grade| Built::Refused(Box::new(grade)));
        }
        files::make_executable_only(&executable)?;
        Ok(Built::Program(Executable {
            path: executable,
            dir: scratch.path().join("empty"),
            _scratch: scratch,
        }))
    }

    /// Whether there is a library around all tests, or somebody is making it.
    pub(super) fn has_harness(&self) -> bool {
        let harness = self.harness.try_lock();
        harness.map_or(true, |harness| harness.is_some())
    }

    /// The library around all tests, which is compiled when the first file needs it.
    pub(super) fn harness(&self, stop: &Stop) -> Result<PathBuf, Error> {
        let mut harness = self.harness.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((library, _)) = &*harness {
            return Ok(library.clone());
        }
        let scratch = self.room.bench()?;
        let out = scratch.path().join("out");
        files::create_open_dir(&out)?;
        let library = out.join("libharness.rlib");
        files::write_new(
            &scratch.path().join("harness.rs"),
            source::HARNESS.as_bytes(),
        )?;
        let program = self.toolchain.compile_harness(scratch.path(), &library);
        let sandbox = self.room.around_compiler(scratch.path(), &[])?;
        let program = Room::confined(program, sandbox, scratch.path());
        let finished = process::run_to_end(&program, COMPILE, stop)?;
        if finished.exit != Exit::Code(0) {
            files::ensure_writable(scratch.path())?;
            let said = String::from_utf8_lossy(&finished.stderr);
            return Err(Error::cannot_check(
                Problem::new("the harness cannot be compiled").note(sanitize(said.trim())),
            ));
        }
        *harness = Some((library.clone(), scratch));
        Ok(library)
    }
}

/// Why the harness does not fit to a file that compiled.
fn unlinked(
    assignment: &Assignment,
    finished: &Finished,
    dir: &Path,
) -> Result<ExerciseGrade, Error> {
    let (diagnostics, rest) = rustc::parse_diagnostics(&String::from_utf8_lossy(&finished.stderr));
    let errors = || {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.level == Level::Error)
    };
    // A table of tests that is not there is the file's doing. All else is the system's.
    if errors().any(|error| error.code.is_some()) {
        let message = "The tests that were put into the file are not found in it any more.";
        return Ok(assignment.unjudged(Kind::Tampered, message));
    }
    files::ensure_writable(dir)?;
    let said = errors().map(one_line).next().unwrap_or(rest);
    Err(Error::cannot_check(
        Problem::new("the harness cannot be linked").note(sanitize(said.trim())),
    ))
}
