//! `workbook report`: what gradings wrote as lines of JSON, put together and in other formats. Needs no workbook.

use super::exports::{Exports, Settings};
use crate::cli::{MergeArgs, ReportCommand, ShowArgs};
use crate::error::{Error, ExitCode, Place, Problem};
use crate::files;
use crate::grade::{Entry, Header, Journal, Merge, Status, Summary, listed, roster, told};
use crate::screen::{Line, Role};
use crate::terminal::Terminal;
use crate::text::count;
use std::io;
use std::path::{Path, PathBuf};

/// The longest roster that is read, in bytes.
const MAX_ROSTER_LEN: u64 = 16 << 20;

pub(super) fn run(terminal: Terminal, command: &ReportCommand) -> Result<ExitCode, Error> {
    match command {
        ReportCommand::Merge(args) => merge(terminal, args),
        ReportCommand::Show(args) => show(terminal, args),
    }
}

/// Everything is read twice: nothing is printed of what is refused in the end.
fn merge(terminal: Terminal, args: &MergeArgs) -> Result<ExitCode, Error> {
    let expected = match &args.expect {
        Some(file) => read_roster(file)?,
        None => Vec::new(),
    };
    let mut first = open(&args.files)?;
    let summary = loop {
        if let Entry::Summary(summary) = first.read().map_err(Error::cannot_check)? {
            break summary;
        }
    };
    let missing = first.missing(&expected);
    if !missing.is_empty() {
        return Err(Error {
            code: ExitCode::CannotCheck,
            problems: missing,
        });
    }
    let unexpected = first.unexpected(&expected);
    if args.expect.is_some() && !unexpected.is_empty() {
        let who = count(unexpected.len(), "submission");
        terminal.print_error(&[Line::new(Role::Warn, "warning").with(
            Role::Plain,
            format!(": {who} not on the roster: {}", listed(&unexpected)),
        )]);
    }
    let mut second = open(&args.files)?;
    let mut exports = Exports::open(&args.formats.formats, &settings(second.header()), terminal)?;
    exports.begin(second.header())?;
    loop {
        match second.read().map_err(Error::cannot_check)? {
            Entry::Submission(grade) => exports.submission(&grade)?,
            Entry::Summary(now) if now == summary => break exports.end(&now)?,
            Entry::Summary(_) => {
                return Err(Error::cannot_check(
                    Problem::new("the reports were changed while they were read")
                        .help("wait until all parts are written, and merge again"),
                ));
            }
        }
    }
    Ok(match summary.status() {
        Status::Error => ExitCode::CannotCheck,
        Status::Fail if !args.exit_zero => ExitCode::NotSolved,
        Status::Fail | Status::Pass => ExitCode::Success,
    })
}

fn show(terminal: Terminal, args: &ShowArgs) -> Result<ExitCode, Error> {
    let name = args.file.display().to_string();
    let failed = |fault| Error::cannot_check(told(&name, &fault));
    let mut journal = Journal::open(files::lines(&args.file)?).map_err(failed)?;
    let header = journal.header().clone();
    let mut exports = Exports::open(&args.formats.formats, &settings(&header), terminal)?;
    exports.begin(&header)?;
    let mut so_far = Summary::default();
    loop {
        match journal.read() {
            Ok(Entry::Submission(grade)) => {
                so_far.add(&grade);
                exports.submission(&grade)?;
            }
            Ok(Entry::Summary(summary)) => {
                exports.end(&summary)?;
                return Ok(ExitCode::Success);
            }
            Err(fault) => {
                exports.unfinished(&so_far)?;
                return Err(failed(fault));
            }
        }
    }
}

fn open(
    files: &[PathBuf],
) -> Result<Merge<impl Iterator<Item = io::Result<String>> + use<>>, Error> {
    let mut parts = Vec::new();
    for file in files {
        parts.push((file.display().to_string(), files::lines(file)?));
    }
    Merge::open(parts).map_err(|problems| Error {
        code: ExitCode::CannotCheck,
        problems,
    })
}

fn settings(header: &Header) -> Settings {
    Settings {
        is_class: header.n_submissions != 1 || header.roster.len() > 1,
        is_live: false,
    }
}

fn read_roster(file: &Path) -> Result<Vec<String>, Error> {
    let text = files::read_text(file, MAX_ROSTER_LEN)
        .map_err(|reason| Error::usage(Problem::new(reason.sentence()).at(Place::file(file))))?;
    roster::names(&text, file).map_err(Error::usage)
}
