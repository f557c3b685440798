//! Several formats at once: what was found goes to each of them, to a file or to standard output. Reads what the runners of
//! GitHub and Classroom 50 say in their environment.

use crate::error::{Error, ExitCode, Place, Problem};
use crate::export::{
    Annotations, Classroom, Classroom50, Csv, Exercism, Exporter, Format, Gradescope, Html, Jsonl,
    Junit, Outputs, StepSummary, Text, Wanted,
};
use crate::files::{Draft, Log};
use crate::grade::{Header, SubmissionGrade, Summary};
use crate::terminal::Terminal;
use std::collections::hash_map::RandomState;
use std::ffi::OsStr;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// How a report is made.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    /// Whether it is about a class, even one of a single submission.
    pub(super) is_class: bool,
    /// Whether the submissions are being graded. Then lines of JSON are written to their file as they come, so that they are
    /// there when the process is killed, and every other file is replaced at the beginning by one that says that
    /// grading has not come to its end. Otherwise a file stays as it was until the new one is whole.
    pub(super) is_live: bool,
}

/// The formats that are written.
pub(super) struct Exports {
    sinks: Vec<Sink>,
    header: Header,
    terminal: Terminal,
    is_live: bool,
}

struct Sink {
    format: Format,
    exporter: Box<dyn Exporter>,
    target: Target,
    /// What ended it; the others go on.
    failure: Option<Error>,
}

enum Target {
    Stdout,
    Draft(PathBuf, Draft),
    Log(Log),
}

impl Exports {
    /// Begins all the files, so that what cannot be written is found before grading begins. Without any format it is text
    /// on standard output.
    ///
    /// # Errors
    /// A format has no place for a class, two go to one place, or a file cannot be written.
    pub(super) fn open(
        wanted: &[Wanted],
        settings: &Settings,
        terminal: Terminal,
    ) -> Result<Self, Error> {
        let default = [Wanted {
            format: Format::Text,
            file: None,
        }];
        let wanted = if wanted.is_empty() { &default } else { wanted };
        check(wanted, settings).map_err(Error::usage)?;
        let report = wanted
            .iter()
            .find(|wanted| wanted.format == Format::Jsonl && wanted.file.is_some())
            .or_else(|| wanted.iter().find(|wanted| wanted.file.is_some()))
            .and_then(|wanted| wanted.file.as_deref());
        let mut sinks = Vec::new();
        for Wanted { format, file } in wanted {
            let target = match file {
                None => Target::Stdout,
                Some(file) if settings.is_live && *format == Format::Jsonl => {
                    Target::Log(Log::create(file)?)
                }
                Some(file) => Target::Draft(file.clone(), Draft::begin(file)?),
            };
            let exporter = exporter(*format, file.is_none(), terminal);
            let mut add = |exporter, target| {
                sinks.push(Sink {
                    format: *format,
                    exporter,
                    target,
                    failure: None,
                });
            };
            add(exporter, target);
            if *format == Format::Github {
                let report = report.map(|path| path.display().to_string());
                let outputs = Outputs::new(&report.unwrap_or_default());
                let files: [(&str, Box<dyn Exporter>); 2] = [
                    ("GITHUB_STEP_SUMMARY", Box::new(StepSummary::new())),
                    ("GITHUB_OUTPUT", Box::new(outputs)),
                ];
                for (variable, exporter) in files {
                    if let Some(path) = path_in(variable) {
                        let log = Log::append(&path)?;
                        add(exporter, Target::Log(log));
                    }
                }
            }
        }
        Ok(Self {
            sinks,
            header: Header::default(),
            terminal,
            is_live: settings.is_live,
        })
    }

    /// Begins all the reports. From here on none of an earlier grading can be taken for one of this.
    ///
    /// # Errors
    /// Nothing can be written to any of them.
    pub(super) fn begin(&mut self, header: &Header) -> Result<(), Error> {
        self.header = header.clone();
        if self.is_live {
            self.stand_in();
        }
        self.each(|sink, header, out| sink.begin(header, out))
    }

    /// Adds a submission to all of them.
    ///
    /// # Errors
    /// As [`Exports::begin`].
    pub(super) fn submission(&mut self, grade: &SubmissionGrade) -> Result<(), Error> {
        self.each(|sink, header, out| sink.submission(header, grade, out))
    }

    /// Ends them and puts every file in its place.
    ///
    /// # Errors
    /// Something could not be written; everything else is.
    pub(super) fn end(mut self, summary: &Summary) -> Result<(), Error> {
        // What went wrong is told below.
        let _ = self.each(|sink, header, out| sink.end(header, summary, out));
        let mut failures = Vec::new();
        for sink in self.sinks {
            let written = match (sink.failure, sink.target) {
                (Some(failure), _) => Err(failure),
                (None, Target::Draft(_, draft)) => draft.finish(),
                (None, _) => Ok(()),
            };
            failures.extend(written.err());
        }
        all(failures)
    }

    /// Gives them up: says so where people read, and leaves every other file as it is: as it was, or with what stands in for
    /// the report.
    ///
    /// # Errors
    /// As [`Exports::begin`].
    pub(super) fn unfinished(mut self, so_far: &Summary) -> Result<(), Error> {
        self.sinks
            .retain(|sink| !matches!(sink.target, Target::Draft(..)));
        self.each(|sink, header, out| sink.unfinished(header, so_far, out))
    }

    /// Puts into the place of each report what says that it is not whole.
    fn stand_in(&mut self) {
        for sink in &mut self.sinks {
            let mut text = Vec::new();
            let written = sink
                .exporter
                .stand_in(&self.header, &mut text)
                .map_err(|reason| refused(sink.format, &reason))
                .and_then(|()| sink.target.stand_in(&text));
            sink.failure = written.err();
        }
    }

    /// Has each format write. One that fails is left out from then on; that there is none left is an error.
    fn each(
        &mut self,
        mut write: impl FnMut(&mut dyn Exporter, &Header, &mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        for sink in self.sinks.iter_mut().filter(|sink| sink.failure.is_none()) {
            let mut text = Vec::new();
            let written = write(&mut *sink.exporter, &self.header, &mut text)
                .map_err(|reason| refused(sink.format, &reason))
                .and_then(|()| sink.target.write(&text, &self.terminal));
            sink.failure = written.err();
        }
        if self.sinks.iter().all(|sink| sink.failure.is_some()) {
            let failures = self.sinks.iter_mut().filter_map(|sink| sink.failure.take());
            return all(failures.collect());
        }
        Ok(())
    }
}

impl Target {
    fn stand_in(&mut self, text: &[u8]) -> Result<(), Error> {
        match self {
            Self::Stdout => Ok(()),
            Self::Draft(_, draft) => draft.stand_in(text),
            Self::Log(log) => log.stand_in(text),
        }
    }

    fn write(&mut self, text: &[u8], terminal: &Terminal) -> Result<(), Error> {
        match self {
            // What stands in for a log is not taken back for nothing.
            Self::Stdout | Self::Log(_) if text.is_empty() => Ok(()),
            Self::Stdout => terminal.print_text(&String::from_utf8_lossy(text)),
            Self::Draft(path, draft) => draft
                .write_all(text)
                .map_err(|source| Error::file("write the file", path, &source)),
            Self::Log(log) => log.add(text),
        }
    }
}

/// One error of several. Nobody reading standard output is one only where there is nothing else.
fn all(failures: Vec<Error>) -> Result<(), Error> {
    let is_quiet = |failure: &Error| failure.problems.is_empty();
    if failures.is_empty() {
        return Ok(());
    }
    let code = if failures.iter().all(is_quiet) {
        ExitCode::Success
    } else {
        ExitCode::CannotCheck
    };
    Err(Error {
        code,
        problems: failures
            .into_iter()
            .flat_map(|failure| failure.problems)
            .collect(),
    })
}

fn refused(format: Format, reason: &io::Error) -> Error {
    Error::cannot_check(
        Problem::new(format!("there is no {} report: {reason}", format.name()))
            .help("the other reports are written; `--format text` tells what happened"),
    )
}

/// What is wrong with what is asked for.
fn check(wanted: &[Wanted], settings: &Settings) -> Result<(), Problem> {
    if settings.is_class
        && let Some(single) = wanted.iter().find(|it| it.format.holds_one_submission())
    {
        let name = single.format.name();
        return Err(Problem::new(format!(
            "`{name}` holds one submission, and this is a class"
        ))
        .help(format!(
            "grade a single directory for `--format {name}`; csv, junit and jsonl hold a class"
        )));
    }
    let on_stdout: Vec<&str> = wanted
        .iter()
        .filter(|wanted| wanted.file.is_none())
        .map(|wanted| wanted.format.name())
        .collect();
    if let [first, second, ..] = on_stdout[..] {
        return Err(Problem::new(format!(
            "`{first}` and `{second}` both go to standard output"
        ))
        .help(format!(
            "give one of them a file, as in `--format {second}=FILE`"
        )));
    }
    let mut files: Vec<&Path> = Vec::new();
    for file in wanted.iter().filter_map(|wanted| wanted.file.as_deref()) {
        if files.contains(&file) && file != Path::new("/dev/null") {
            return Err(Problem::new("two formats go to one file")
                .at(Place::file(file))
                .help("give each its own"));
        }
        files.push(file);
    }
    Ok(())
}

fn exporter(format: Format, on_stdout: bool, terminal: Terminal) -> Box<dyn Exporter> {
    match format {
        Format::Text if on_stdout => {
            Box::new(Text::new(Box::new(move |lines| terminal.written(lines))))
        }
        Format::Text => Box::new(Text::plain()),
        Format::Jsonl => Box::new(Jsonl),
        Format::Junit => Box::new(Junit::new()),
        Format::Github => Box::new(Annotations::new(&token())),
        Format::Classroom50 => Box::new(Classroom50::new(classroom())),
        Format::Gradescope => Box::new(Gradescope),
        Format::Exercism => Box::new(Exercism),
        Format::Csv => Box::new(Csv),
        Format::Html => Box::new(Html::new()),
    }
}

/// A word that nobody can guess: what learners wrote was there before it was made. The keys of this hash come from the
/// system's source of randomness.
fn token() -> String {
    let part = || RandomState::new().build_hasher().finish();
    format!("workbook-{:016x}{:016x}", part(), part())
}

fn path_in(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable)
        .filter(|value| value.as_os_str() != OsStr::new(""))
        .map(PathBuf::from)
}

fn classroom() -> Classroom {
    let of = |variable: &str| std::env::var(variable).unwrap_or_default();
    Classroom {
        classroom: of("CLASSROOM"),
        assignment: of("ASSIGNMENT"),
        submission: of("SUBMISSION_TAG"),
        commit: of("COMMIT_URL"),
        release: of("RELEASE_URL"),
        review: of("REVIEW_URL"),
    }
}
