//! `workbook grade`: grades submissions with the workbook's own tests, and writes the reports.

use super::check::{jobs, progress_bar};
use super::context::{Context, ensure_course};
use super::exports::{Exports, Settings};
use crate::cli::GradeArgs;
use crate::error::{Error, ExitCode, Place, Problem};
use crate::exercise::{Course, Exercise};
use crate::files::{self, NotSubmitted, State};
use crate::grade::{Earlier, Status, Summary, told};
use crate::grader::{Class, Grader, Options, Partition, Submission, find_submissions};
use crate::screen::{Line, Role, building};
use crate::terminal::Terminal;
use crate::text::nearest;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

pub(super) fn run(
    terminal: Terminal,
    directory: Option<&Path>,
    args: &GradeArgs,
) -> Result<ExitCode, Error> {
    let started = Instant::now();
    let stop = Context::stop_on_signals();
    let (state, course) = workbook(terminal, directory)?;
    let mut exercises = chosen(&course, &args.submissions.only)?;
    let all = find_submissions(&args.submissions.dirs, args.submissions.class)?;
    let partition = partition(args)?;
    if all.is_empty() {
        return Err(nothing("there is no submission to grade"));
    }
    exercises.retain(handed_in(&exercises, &all));
    let settings = Settings {
        is_class: args.submissions.class || all.len() > 1,
        is_live: true,
    };
    let earlier = match &args.only_changed {
        Some(file) => earlier(file, args, terminal)?,
        None => Earlier::default(),
    };
    // What cannot be written is found before anything is graded.
    let mut exports = Exports::open(&args.formats.formats, &settings, terminal)?;
    let hidden_dir = args.tests.as_deref();
    if let Some(dir) = hidden_dir {
        ensure_hidden_tests(dir, &course)?;
    }
    let hidden = |exercise: &Exercise| hidden_tests(hidden_dir, exercise);
    let options = Options {
        deadline: args
            .timeout
            .map(|seconds| Duration::from_secs(seconds.into())),
        credit: args.credit(),
        feedback: args.feedback(),
        afresh: args.afresh,
    };
    let mut grader = Grader::new(&state, &course, &exercises, &hidden, options)?;
    if grader.assignments().is_empty() {
        return Err(nothing("none of the exercises has tests to grade by"));
    }
    if args.require_sandbox {
        ensure_sandbox(&grader)?;
    }
    let bar = progress_bar(&terminal, 0, "files");
    let crates_bar = bar.clone();
    grader.on_crates(move |progress| crates_bar.set_message(building(progress)));
    let mut header = grader.header(
        files::timestamp(SystemTime::now()),
        partition.shard(),
        0,
        Vec::new(),
    );
    // All parts of a class compare it with the same report, so they agree on who is in it.
    let all = if earlier.was_graded_as(&header) {
        grader.changed(all, &earlier)
    } else {
        all
    };
    let here = partition.of(&all);
    header.n_submissions = here.len();
    header.roster = all.into_iter().map(|submission| submission.name).collect();
    let class = Class::new(&grader, &here)?;
    bar.set_length(class.n_files() as u64);
    bar.suspend(|| exports.begin(&header))?;
    let mut summary = Summary::default();
    let on_file = || {
        bar.set_message("");
        bar.inc(1);
    };
    let graded = class.grade(jobs(args.jobs), &stop, &on_file, |grade| {
        summary.add(&grade);
        bar.suspend(|| exports.submission(&grade))
    });
    bar.finish_and_clear();
    summary.ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    if let Err(error) = graded {
        exports.unfinished(&summary)?;
        return Err(error);
    }
    exports.end(&summary)?;
    Ok(match summary.status() {
        Status::Error => ExitCode::CannotCheck,
        Status::Fail if !args.exit_zero => ExitCode::NotSolved,
        Status::Fail | Status::Pass => ExitCode::Success,
    })
}

/// The workbook that is graded by: the one that was named, or the course that the program brings along. Never one that
/// a submission holds.
pub(super) fn workbook(
    terminal: Terminal,
    directory: Option<&Path>,
) -> Result<(State, Course), Error> {
    if let Some(directory) = directory {
        let context = Context::open(Some(directory), terminal)?;
        context.prepare();
        return Ok((context.state.clone(), context.course.as_ref().clone()));
    }
    let state = State::new(&files::cache_home().join("course"));
    ensure_course(&state)?;
    Ok((state, crate::embedded::course()?))
}

fn chosen<'c>(course: &'c Course, only: &[String]) -> Result<Vec<&'c Exercise>, Error> {
    if only.is_empty() {
        return Ok(course.exercises.iter().collect());
    }
    let mut named = Vec::new();
    for name in only {
        let exercise = course.find(name)?;
        if !exercise.test {
            return Err(Error::usage(
                Problem::new(format!("`{}` cannot be graded", exercise.name))
                    .at(exercise.place.clone())
                    .note("it has no tests")
                    .help("grade it by reading it"),
            ));
        }
        named.push(&exercise.name);
    }
    // In the workbook's order, whatever order they were named in.
    Ok(course
        .exercises
        .iter()
        .filter(|exercise| named.contains(&&exercise.name))
        .collect())
}

/// Whether any of the submissions is to hold an exercise: it takes time to take the tests of one apart, and single files
/// need few of them. All are wanted where a file belongs to none of them, which is then told.
fn handed_in(exercises: &[&Exercise], all: &[Submission]) -> impl Fn(&&Exercise) -> bool + use<> {
    let mut wanted = BTreeSet::new();
    let mut is_clear = true;
    for submission in all {
        let held = exercises
            .iter()
            .filter(|exercise| submission.is_to_hold(exercise));
        let names: Vec<&String> = held.map(|exercise| &exercise.name).collect();
        is_clear &= !names.is_empty();
        wanted.extend(names.into_iter().cloned());
    }
    move |exercise| !is_clear || wanted.contains(&exercise.name)
}

fn partition(args: &GradeArgs) -> Result<Partition, Error> {
    let Some(text) = &args.partition else {
        return Ok(Partition::Whole);
    };
    let parsed = if text == "auto" {
        Partition::of_ci(&|name| std::env::var(name).ok())
    } else {
        Partition::parse(text)
    };
    parsed.map_err(|why| {
        Error::usage(Problem::new(format!("`--partition {text}` is no part of a class")).help(why))
    })
}

/// Every file there must belong to an exercise, or its tests would be missed without a word.
fn ensure_hidden_tests(dir: &Path, course: &Course) -> Result<(), Error> {
    if !files::is_dir(dir) {
        return Err(Error::usage(
            Problem::new("there is no directory of hidden tests")
                .at(Place::file(dir))
                .help("it holds a file `NAME.rs` for each exercise that has some"),
        ));
    }
    let mut problems = Vec::new();
    for path in files::walk(dir) {
        let is_rust = path.extension().is_some_and(|ending| ending == "rs");
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if is_rust && course.known_as(&stem).is_none() {
            let names = course
                .exercises
                .iter()
                .map(|exercise| exercise.name.as_str());
            let help = match nearest(&stem, names) {
                Some(name) => format!("did you mean `{name}.rs`?"),
                None => "`workbook list` shows all exercises".to_owned(),
            };
            problems.push(
                Problem::new(format!("no exercise is called `{stem}`"))
                    .at(Place::file(&path))
                    .help(help),
            );
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::workbook(problems))
    }
}

fn hidden_tests(dir: Option<&Path>, exercise: &Exercise) -> Result<Option<String>, Error> {
    let Some(dir) = dir else {
        return Ok(None);
    };
    let file = format!("{}.rs", exercise.name);
    for path in [PathBuf::from(&file), Path::new(&exercise.dir).join(&file)] {
        match files::read_submitted(dir, &path) {
            Ok(text) => return Ok(Some(text)),
            Err(NotSubmitted::Missing) => {}
            Err(NotSubmitted::Refused(why) | NotSubmitted::Failed(why)) => {
                return Err(Error::usage(
                    Problem::new("the hidden tests cannot be read")
                        .at(Place::file(&dir.join(path)))
                        .note(why),
                ));
            }
        }
    }
    Ok(None)
}

fn ensure_sandbox(grader: &Grader) -> Result<(), Error> {
    let missing = grader.enforced().missing();
    if missing.is_empty() {
        return Ok(());
    }
    let problem =
        Problem::new("the sandbox is not whole here, and `--require-sandbox` asks for it");
    Err(Error::cannot_check(
        missing
            .into_iter()
            .fold(problem, Problem::note)
            .help("`workbook doctor --grade` says what this machine lacks and what helps"),
    ))
}

/// The report that submissions are compared with. It is read before any report is begun, and must not be one of them:
/// the next time it would hold only what had changed the last time.
fn earlier(file: &Path, args: &GradeArgs, terminal: Terminal) -> Result<Earlier, Error> {
    let at = |path: &Path| files::absolute(path).ok();
    let is_it = |path: &Path| path == file || at(path).is_some_and(|path| Some(path) == at(file));
    let mut written = args.formats.formats.iter();
    if written.any(|wanted| wanted.file.as_deref().is_some_and(is_it)) {
        return Err(Error::usage(
            Problem::new("the earlier report would be overwritten by the new one")
                .at(Place::file(file))
                .note("the new one holds only what changed")
                .help("give the new report another name"),
        ));
    }
    let name = file.display().to_string();
    if !files::exists(file) {
        terminal.print_error(&[Line::new(Role::Warn, "warning").with(
            Role::Plain,
            format!(": there is no report `{name}` yet, so that everybody counts as changed"),
        )]);
        return Ok(Earlier::default());
    }
    Earlier::read(files::lines(file)?).map_err(|fault| Error::usage(told(&name, &fault)))
}

fn nothing(what: &str) -> Error {
    Error {
        code: ExitCode::Nothing,
        problems: vec![Problem::new(what).help("`workbook grade --help` shows how to name them")],
    }
}
