//! `workbook doctor`: looks at everything that exercises need here, and says what is not as it should be.

use super::check::to_json;
use super::context::Context;
use crate::crates::Crates;
use crate::doctor::{self, Complaint, Facts, Finding, State};
use crate::editor::{Surroundings, Target, Wish};
use crate::error::{Error, ExitCode};
use crate::files::{self, FileSystem, Scratch, Watches};
use crate::process::{self, Failure, Limits, Program, Stop};
use crate::rustc::Toolchain;
use crate::sandbox;
use crate::screen::{Subject, doctor_lines};
use crate::terminal::Terminal;
use crate::text;
use crate::verdict::Exit;
use serde::Serialize;
use std::path::Path;
use std::time::Duration;

/// What the probes may take.
const LIMITS: Limits = Limits {
    deadline: Duration::from_secs(60),
    output: 16 << 20,
    memory: None,
};

/// `doctor --json`.
#[derive(Serialize)]
struct Report {
    version: u32,
    ok: bool,
    findings: Vec<Finding>,
}

pub(super) fn run(
    terminal: Terminal,
    open: impl FnOnce() -> Result<Context, Error>,
    json: bool,
) -> Result<ExitCode, Error> {
    let here = files::absolute(Path::new("."))?;
    let context = open();
    let root = match &context {
        Ok(context) => context.state.root().to_owned(),
        Err(_) => here,
    };
    let cache = context.as_ref().map(|context| context.state.cache_dir());
    let toolchain = Toolchain::find(&root, &cache.unwrap_or_else(|_| root.join("no such place")));
    let unwritable = context
        .as_ref()
        .ok()
        .and_then(|context| context.state.create().err())
        .map(|error| complaint(&error).what);
    let facts = Facts {
        linker: toolchain
            .as_ref()
            .ok()
            .map(|toolchain| link(toolchain, context.as_ref().ok())),
        crates: match (&toolchain, &context) {
            (Ok(toolchain), Ok(context)) => Some(crates(toolchain, context)),
            _ => None,
        },
        workbook: Some(match &context {
            Ok(context) => Ok((context.course.title.clone(), context.course.exercises.len())),
            Err(error) => Err(complaint(error)),
        }),
        unwritable,
        toolchain: Some(match &toolchain {
            Ok(toolchain) => Ok(doctor::Toolchain {
                version: toolchain.short_version().to_owned(),
                clippy: toolchain.has_clippy(),
                rustfmt: toolchain.has_rustfmt(),
            }),
            Err(error) => Err(complaint(error)),
        }),
        watches: Watches::of_this_user(),
        file_system: FileSystem::of(&root),
        terminal: Some(doctor::Terminal {
            size: Terminal::size(),
            interactive: terminal.is_interactive(),
            color: terminal.has_color(),
            unicode: terminal.is_unicode(),
            links: Terminal::is_known_for_links(),
        }),
        editor: editor(&root),
    };
    tell(terminal, json, Subject::Exercises, doctor::findings(&facts))
}

/// `doctor --grade`: what confines submitted code on this machine.
pub(super) fn grade(terminal: Terminal, json: bool) -> Result<ExitCode, Error> {
    let findings = doctor::grade_findings(sandbox::available());
    tell(terminal, json, Subject::Grading, findings)
}

fn tell(
    terminal: Terminal,
    json: bool,
    subject: Subject,
    findings: Vec<Finding>,
) -> Result<ExitCode, Error> {
    let ok = findings.iter().all(|finding| finding.state != State::Bad);
    if json {
        let report = Report {
            version: 1,
            ok,
            findings,
        };
        terminal.print_text(&to_json(&report)?)?;
    } else {
        terminal.print(&doctor_lines(subject, &findings))?;
    }
    Ok(if ok {
        ExitCode::Success
    } else {
        ExitCode::NotSolved
    })
}

fn complaint(error: &Error) -> Complaint {
    let problem = error.problems.first();
    let what = problem.map_or_else(String::new, |problem| {
        let place = problem.place.as_ref().map(|place| format!(" ({place})"));
        format!("{}{}", problem.what, place.unwrap_or_default())
    });
    Complaint {
        what,
        cure: problem.and_then(|problem| problem.help.clone()),
    }
}

/// Compiles, links and runs a small program where exercises are built.
fn link(toolchain: &Toolchain, context: Option<&Context>) -> Result<(), String> {
    let dir = match context {
        Some(context) => context
            .state
            .scratch()
            .map_err(|error| complaint(&error).what)?,
        None => Scratch::new().map_err(|source| source.to_string())?,
    };
    let source = dir.path().join("probe.rs");
    let output = dir
        .path()
        .join(format!("probe{}", std::env::consts::EXE_SUFFIX));
    files::write_atomic(&source, b"fn main() {}\n").map_err(|error| complaint(&error).what)?;
    succeed(
        &toolchain.link(&source, &output),
        "the linker did not do its work",
    )?;
    succeed(
        &toolchain.executable(&output, dir.path()),
        "what was linked cannot be run",
    )
}

fn succeed(program: &Program, otherwise: &str) -> Result<(), String> {
    match process::run(program, LIMITS, &Stop::default()) {
        Ok(finished) if finished.exit == Exit::Code(0) => Ok(()),
        Ok(finished) => {
            let said = String::from_utf8_lossy(&finished.stderr);
            let said = said.lines().find(|line| line.contains("error"));
            Err(said.map_or_else(|| otherwise.to_owned(), text::sanitize))
        }
        Err(Failure::Spawn(source)) => Err(format!("{otherwise}: {source}")),
        Err(Failure::Stopped) => Err(otherwise.to_owned()),
    }
}

fn crates(toolchain: &Toolchain, context: &Context) -> Result<doctor::Crates, Complaint> {
    let crates = Crates::new(&context.state, toolchain);
    let names = crates.names().map_err(|error| complaint(&error))?;
    let built = crates.are_built().map_err(|error| complaint(&error))?;
    Ok(doctor::Crates {
        n: names.len(),
        built,
        downloaded: built || names.is_empty() || are_downloaded(&crates, context),
    })
}

/// Whether cargo finds all it needs without the network; what it writes while it looks goes away again.
fn are_downloaded(crates: &Crates, context: &Context) -> bool {
    let looked = context
        .state
        .scratch()
        .and_then(|dir| crates.are_downloaded(dir.path()));
    looked.unwrap_or(false)
}

fn editor(root: &Path) -> doctor::Editor {
    let surroundings = Surroundings::new(|name| std::env::var(name).ok());
    let target = Target {
        root,
        file: Path::new("exercises"),
        line: 1,
    };
    let why_not = match surroundings.open(target, Terminal::size().0, None) {
        Ok(opening) => process::find(&opening.program)
            .is_none()
            .then(|| format!("`{}` is not in `PATH`", opening.program.display())),
        Err(why) => Some(why),
    };
    doctor::Editor {
        name: surroundings.editor().map(str::to_owned),
        host: surroundings.pane_host(),
        by_itself: surroundings.opens_by_itself(Wish::Unsaid),
        why_not,
    }
}
