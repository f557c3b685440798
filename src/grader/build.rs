//! Compiles a submitted file with the trusted tests in it, and links the harness to it.

use super::room::{COMPILE_MEMORY, Room};
use super::terms::Chosen;
use super::upstream::Upstream;
use super::{Assignment, COMPILE_TIME, Grader};
use crate::error::{Error, Problem};
use crate::files::{self, Scratch};
use crate::grade::{DiagnosticGrade, ExerciseGrade, Kind};
use crate::process::{self, Finished, Limits, Stop};
use crate::rustc;
use crate::source;
use crate::text::sanitize;
use crate::verdict::{Diagnostic, Exit, Level};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

/// What a compiler may use.
const COMPILE: Limits = Limits {
    deadline: COMPILE_TIME,
    output: 8 << 20,
    memory: Some(COMPILE_MEMORY),
};

/// How many messages of the compiler are kept of one file.
const MAX_DIAGNOSTICS: usize = 20;

/// How much of one message is kept, in bytes.
const MAX_RENDERED: usize = 8 << 10;

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

/// What a compiler made of a text with its tests in it.
pub(super) struct Compiled {
    pub(super) library: PathBuf,
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
        let library = scratch.path().join("out").join(format!("lib{name}.rlib"));
        let program = self.toolchain.compile_submission(
            (&sources.dir, &sources.file),
            (name, &library),
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
            library,
            scratch,
            sources,
            finished,
        })
    }

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

    /// The library around all tests, which is compiled when the first file needs it.
    fn harness(&self, stop: &Stop) -> Result<PathBuf, Error> {
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

/// The files of one compilation.
struct Sources {
    /// Where the compiler runs.
    dir: PathBuf,
    /// The submitted file, relative to `dir`, as messages name it.
    file: String,
    modules: Vec<String>,
    /// Those of the modules that learners do not see.
    hidden: Vec<String>,
    pins: Option<String>,
    /// The tests' file as reports name it.
    tests_name: String,
}

impl Sources {
    fn write(
        scratch: &Path,
        assignment: &Assignment,
        text: &str,
        tests: &Chosen,
    ) -> Result<Self, Error> {
        let own = tests.own.as_ref();
        let dir = scratch.join("src");
        let file = assignment.header.path.clone();
        let path = dir.join(&file);
        let parent = path.parent().unwrap_or(&dir);
        files::create_dir(parent)?;
        directories(scratch)?;
        let name = &assignment.exercise.name;
        let beside = |name: &str| match file.rsplit_once('/') {
            Some((dir, _)) => format!("{dir}/{name}"),
            None => name.to_owned(),
        };
        let module_names: Vec<String> = (0..assignment.tests.n_modules())
            .map(|idx| format!("{name}.tests{idx}.rs"))
            .collect();
        for (idx, name) in module_names.iter().enumerate() {
            let module = assignment.tests.module(idx, tests.numbers.as_deref());
            files::write_new(&parent.join(name), module.as_bytes())?;
        }
        let signatures = assignment.tests.signatures(text);
        let pins = (!signatures.is_empty()).then(|| format!("{name}.signatures.rs"));
        if let Some(name) = &pins {
            files::write_new(&parent.join(name), signatures.as_bytes())?;
        }
        let composed = assignment.tests.compose(
            own.map_or(text, |own| &own.text),
            &module_names,
            pins.as_deref(),
            tests.upstream,
        );
        files::write_new(&path, composed.as_bytes())?;
        let modules: Vec<String> = module_names.iter().map(|name| beside(name)).collect();
        let hidden = modules.iter().enumerate();
        Ok(Self {
            dir,
            hidden: hidden
                .filter(|(idx, _)| assignment.tests.is_hidden(*idx))
                .map(|(_, name)| name.clone())
                .collect(),
            modules,
            pins: pins.map(|name| beside(&name)),
            tests_name: beside(&format!("{name}.rs (tests)")),
            file,
        })
    }

    /// Takes out of a message of the compiler what it quotes from tests that learners do not see, however it came by them.
    fn hide(&self, diagnostic: &mut Diagnostic) {
        let is_hidden = |text: &str| self.hidden.iter().any(|name| text.contains(name.as_str()));
        let is_inside = |(file, _): &(String, usize)| is_hidden(file);
        if diagnostic.place.as_ref().is_some_and(is_inside) {
            "it is not what the hidden tests expect".clone_into(&mut diagnostic.message);
            diagnostic.rendered.clear();
        } else if is_hidden(&diagnostic.rendered) {
            diagnostic.rendered.clear();
        }
    }

    /// A message of the compiler, as a report tells it.
    fn graded(&self, diagnostic: &Diagnostic) -> DiagnosticGrade {
        let (file, line) = diagnostic.place.clone().unwrap_or_default();
        let is_tests = self.modules.contains(&file);
        let rendered = sanitize(&diagnostic.rendered);
        let end = rendered.floor_char_boundary(MAX_RENDERED);
        DiagnosticGrade {
            level: "error".to_owned(),
            code: diagnostic.code.clone(),
            message: sanitize(&diagnostic.message),
            file: if is_tests {
                self.tests_name.clone()
            } else {
                file
            },
            line,
            column: diagnostic.details.column,
            end_line: diagnostic.details.end.0,
            end_column: diagnostic.details.end.1,
            rendered: rendered[..end].to_owned(),
        }
    }
}

/// The directories of one build.
fn directories(scratch: &Path) -> Result<(), Error> {
    files::create_dir(&scratch.join("empty"))?;
    // The compiler may run as somebody else.
    files::create_open_dir(&scratch.join("out"))?;
    files::create_open_dir(&scratch.join("run"))
}

/// A message in one line, with its code and line.
fn one_line(diagnostic: &Diagnostic) -> String {
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
fn search_dirs(externs: &[String]) -> Vec<PathBuf> {
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
