//! Compiles a submitted file with the trusted tests in it.

use super::room::{COMPILE_MEMORY, Room};
use super::sources::Sources;
use super::terms::Chosen;
use super::{Assignment, COMPILE_TIME, Grader};
use crate::error::{Error, Problem};
use crate::files::{self, Scratch};
use crate::grade::{ExerciseGrade, Kind};
use crate::process::{self, Finished, Limits, Stop};
use crate::rustc;
use crate::text::sanitize;
use crate::verdict::{Diagnostic, Exit, Level};
use std::path::{Path, PathBuf};

/// What a compiler may use.
pub(super) const COMPILE: Limits = Limits {
    deadline: COMPILE_TIME,
    output: 8 << 20,
    memory: Some(COMPILE_MEMORY),
};

/// How many messages of the compiler are kept of one file.
const MAX_DIAGNOSTICS: usize = 20;

/// What a compiler made of a text with its tests in it.
pub(super) struct Compiled {
    pub(super) rlib: PathBuf,
    pub(super) scratch: Scratch,
    sources: Sources,
    finished: Finished,
}

impl Compiled {
    /// Whether there is a library now.
    pub(super) fn is_library(&self) -> bool {
        self.finished.exit == Exit::Code(0)
    }

    /// What the text is worth where there is none.
    pub(super) fn refused(&self, assignment: &Assignment) -> Result<ExerciseGrade, Error> {
        refused(
            assignment,
            &self.sources,
            &self.finished,
            self.scratch.path(),
        )
    }
}

impl Grader {
    /// Compiles a text with its tests to a library of this name.
    pub(super) fn compile(
        &self,
        assignment: &Assignment,
        text: &str,
        name: &str,
        tests: &Chosen,
        externs: &[String],
        stop: &Stop,
    ) -> Result<Compiled, Error> {
        let scratch = self.room.bench()?;
        let sources = Sources::write(scratch.path(), assignment, text, tests)?;
        let rlib = scratch.path().join("out").join(format!("lib{name}.rlib"));
        let program = self.toolchain.compile_submission(
            (&sources.dir, &sources.file),
            (name, &rlib),
            externs,
            &assignment.package,
            assignment.allows_unsafe,
        );
        let sandbox = self
            .room
            .around_compiler(scratch.path(), &search_dirs(externs))?;
        let program = Room::confined(program, sandbox, scratch.path());
        let finished = process::run_to_end(&program, COMPILE, stop)?;
        Ok(Compiled {
            rlib,
            scratch,
            sources,
            finished,
        })
    }
}

/// Why the compiler refused a file.
fn refused(
    assignment: &Assignment,
    sources: &Sources,
    finished: &Finished,
    dir: &Path,
) -> Result<ExerciseGrade, Error> {
    let (mut diagnostics, rest) =
        rustc::parse_diagnostics(&String::from_utf8_lossy(&finished.stderr));
    for diagnostic in &mut diagnostics {
        sources.hide(diagnostic);
    }
    let errors: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Error)
        .collect();
    let in_file = |name: &str| {
        errors
            .iter()
            .find(|error| error.place.as_ref().is_some_and(|(file, _)| file == name))
    };
    let (kind, message) = match finished.exit {
        // On a busy machine it may be another time.
        Exit::Deadline => (
            Kind::Timeout,
            format!(
                "The compiler did not finish within {} s: look for a constant or a macro that never ends.",
                COMPILE_TIME.as_secs()
            ),
        ),
        Exit::OutputLimit => (
            Kind::CompileError,
            "The compiler had more to say than is kept.".to_owned(),
        ),
        Exit::Signal(_) => (
            Kind::CompileError,
            "The compiler gave up: the file asks for too much memory, or is nested too deep."
                .to_owned(),
        ),
        Exit::Code(_) if errors.is_empty() => {
            // The compiler failed at something else than the file: see whether it is the disk.
            files::ensure_writable(dir)?;
            if is_out_of_memory(&rest) {
                (
                    Kind::CompileError,
                    "The compiler gave up: the file asks for too much memory.".to_owned(),
                )
            } else {
                return Err(Error::cannot_check(
                    Problem::new("the compiler failed without naming an error")
                        .note(sanitize(rest.trim())),
                ));
            }
        }
        Exit::Code(_) => {
            let lacks = |error: &&Diagnostic| {
                let code = error.code.as_deref();
                matches!(code, Some("E0412" | "E0425" | "E0432" | "E0433"))
            };
            let lacking = errors.iter().copied().find(lacks);
            let changed = sources.pins.as_deref().and_then(in_file);
            let own = in_file(&sources.file);
            let tests = sources.modules.iter().find_map(|name| in_file(name));
            match (own, tests, changed) {
                (Some(error), _, _) => (Kind::CompileError, one_line(error)),
                (None, _, _) if lacking.is_some() => (
                    Kind::CompileError,
                    format!(
                        "The tests use something that the file does not offer: {}",
                        lacking.map(without_line).unwrap_or_default()
                    ),
                ),
                (None, _, Some(error)) => (
                    Kind::Signature,
                    format!(
                        "What the file offers is not what the exercise says: {}",
                        one_line(error)
                    ),
                ),
                (None, Some(error), None) => (
                    Kind::CompileError,
                    format!("The tests do not compile with it: {}", one_line(error)),
                ),
                (None, None, None) => (Kind::CompileError, one_line(errors[0])),
            }
        }
    };
    let mut grade = assignment.unjudged(kind, message);
    grade.diagnostics = errors
        .iter()
        .take(MAX_DIAGNOSTICS)
        .map(|error| sources.graded(error))
        .collect();
    Ok(grade)
}

/// A message in one line, with its code and line.
pub(super) fn one_line(diagnostic: &Diagnostic) -> String {
    let said = without_line(diagnostic);
    match &diagnostic.place {
        Some((_, line)) => format!("line {line}: {said}"),
        None => said,
    }
}

/// A message in one line, with its code.
fn without_line(diagnostic: &Diagnostic) -> String {
    let code = match &diagnostic.code {
        Some(code) => format!(" ({code})"),
        None => String::new(),
    };
    sanitize(&format!("{}{code}", diagnostic.message))
}

/// The directories that the compiler is told to look for crates in.
pub(super) fn search_dirs(externs: &[String]) -> Vec<PathBuf> {
    externs
        .iter()
        .filter_map(|arg| arg.strip_prefix("-L"))
        // `dependency=…`, `native=…`
        .map(|dir| PathBuf::from(dir.split_once('=').map_or(dir, |(_, dir)| dir)))
        .filter(|dir| files::is_dir(dir))
        .collect()
}

fn is_out_of_memory(said: &str) -> bool {
    said.contains("memory allocation of") || said.contains("failed to allocate")
}
