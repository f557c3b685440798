//! Completion in shells: the scripts, and the answers to what they ask while somebody types. Names of exercises and
//! cards come from the workbook at hand.
//!
//! The scripts of `clap_complete` call this program again with [`VARIABLE`] set, so that they know every exercise and
//! never grow old. The engine behind it is marked as unstable: its Rust interface may change, which a lock file holds.

use super::Cli;
use crate::exercise::Course;
use crate::{files, info};
use clap::{CommandFactory as _, ValueEnum};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::Shells;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The environment variable by which a script says that it asks, and for which shell.
pub const VARIABLE: &str = "WORKBOOK_COMPLETE";

/// A shell that can complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// `PowerShell`
    #[value(name = "powershell")]
    PowerShell,
    /// elvish
    Elvish,
}

impl Shell {
    fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::PowerShell => "powershell",
            Self::Elvish => "elvish",
        }
    }
}

/// The script that a shell reads once, at its start.
pub fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    let name = "workbook";
    if let Some(completer) = Shells::builtins().completer(shell.name()) {
        // Writing to memory does not fail.
        let _ = completer.write_registration(VARIABLE, name, name, name, &mut script);
    }
    String::from_utf8_lossy(&script).into_owned()
}

/// What a script is answered that asks for `shell`; `args` are those of the process, with the words so far behind `--`.
/// Nothing when the question makes no sense.
pub fn answer(shell: &str, args: &[OsString]) -> Option<String> {
    let shells = Shells::builtins();
    let completer = shells.completer(shell)?;
    let words = args.iter().position(|arg| arg == "--")? + 1;
    let mut command = Cli::command();
    command.build();
    let here = std::env::current_dir().ok();
    let mut answer = Vec::new();
    completer
        .write_complete(
            &mut command,
            args[words..].to_vec(),
            here.as_deref(),
            &mut answer,
        )
        .ok()?;
    Some(String::from_utf8_lossy(&answer).into_owned())
}

/// The names of exercises.
pub(super) fn exercises() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let exercises = course().map(|course| course.exercises).unwrap_or_default();
        exercises
            .into_iter()
            .enumerate()
            .map(|(position, exercise)| {
                CompletionCandidate::new(exercise.name)
                    .help(Some(exercise.title.into()))
                    .display_order(Some(position))
            })
            .collect()
    })
}

/// The directories of chapters.
pub(super) fn chapters() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let chapters = course().map(|course| course.chapters()).unwrap_or_default();
        let named = chapters.into_iter().filter(|chapter| !chapter.is_empty());
        named.map(CompletionCandidate::new).collect()
    })
}

/// The topics of cards.
pub(super) fn topics() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let dirs = root().map(|root| files::list_dir(&root.join("concepts")));
        let dirs = dirs.unwrap_or_default().into_iter();
        let topics = dirs.filter(|path| path.is_dir());
        topics
            .filter_map(|path| path.file_name().map(CompletionCandidate::new))
            .collect()
    })
}

/// The slugs of cards.
pub(super) fn cards() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let slug = |path: PathBuf| {
            let is_card = path.extension().is_some_and(|end| end == "md");
            Some(CompletionCandidate::new(
                path.file_stem().filter(|_| is_card)?,
            ))
        };
        let paths = root().map(|root| files::walk(&root.join("concepts")));
        paths
            .unwrap_or_default()
            .into_iter()
            .filter_map(slug)
            .collect()
    })
}

/// The course of the workbook at hand.
fn course() -> Option<Course> {
    let text = files::read_text(&root()?.join(info::FILE), files::MAX_SOURCE_LEN).ok()?;
    info::parse(&text).ok()
}

/// The workbook at hand: where `-C` says, else the one that holds the current directory.
fn root() -> Option<PathBuf> {
    let args: Vec<OsString> = std::env::args_os().collect();
    let named = args.windows(2).find_map(|pair| {
        (pair[0] == "-C" || pair[0] == "--directory").then(|| PathBuf::from(&pair[1]))
    });
    let dir = files::absolute(named.as_deref().unwrap_or(Path::new("."))).ok()?;
    files::find_root(&dir)
}
