//! `workbook similar`: pairs of submissions that share more than they were given.

use super::check::{jobs, progress_bar, to_json};
use super::context::Context;
use super::grade::workbook;
use crate::cli::SimilarArgs;
use crate::embedded;
use crate::error::{Error, ExitCode, Problem};
use crate::exercise::{Course, Exercise};
use crate::export::pairs_page;
use crate::files::{self, Draft, NotSubmitted, State};
use crate::grader::{Submission, find_submissions};
use crate::process::Stop;
use crate::schedule;
use crate::screen::{Line, Role, pair_lines};
use crate::similarity::{self, Found, Handed, Similarities, Terms};
use crate::source::Given;
use crate::terminal::Terminal;
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};

pub(super) fn run(
    terminal: Terminal,
    directory: Option<&Path>,
    args: &SimilarArgs,
) -> Result<ExitCode, Error> {
    let stop = Context::stop_on_signals();
    let submissions = find_submissions(&args.submissions.dirs, args.submissions.class)?;
    if submissions.len() < 2 {
        let help = if args.submissions.class {
            "a class is a directory in which every learner has one"
        } else {
            "`--class` takes every directory in DIR as a submission"
        };
        return Err(nothing("there are no two submissions to compare", help));
    }
    let (state, course) = workbook(terminal, directory)?;
    let exercises = chosen(&course, &args.submissions.only)?;
    // What cannot be written is found before anything is compared.
    let page = match &args.html {
        Some(path) => Some((path, Draft::begin(path)?)),
        None => None,
    };
    let terms = Terms {
        at_least: args.at_least,
        min_tokens: args.min_tokens,
        most: usize::try_from(args.most).unwrap_or(usize::MAX),
    };
    let similarities = Similarities {
        workbook: course.title.clone(),
        learners: submissions.iter().map(|it| it.name.clone()).collect(),
        exercises: exercises.iter().map(|it| it.name.clone()).collect(),
        terms,
        found: find(&terminal, &state, &submissions, &exercises, terms, &stop)?,
    };
    if let Some((path, mut draft)) = page {
        draft
            .write_all(pairs_page(&similarities).as_bytes())
            .map_err(|source| Error::file("write the file", path, &source))?;
        draft.finish()?;
    }
    if args.json {
        terminal.print_text(&to_json(&similarities.record())?)?;
    } else {
        terminal.print(&pair_lines(&similarities, terminal.width()))?;
    }
    Ok(ExitCode::Success)
}

/// Compares exercise by exercise: what is held at a time does not grow with their number.
fn find(
    terminal: &Terminal,
    state: &State,
    submissions: &[Submission],
    exercises: &[&Exercise],
    terms: Terms,
    stop: &Stop,
) -> Result<Found, Error> {
    let bar = progress_bar(terminal, exercises.len(), "exercises");
    let order: Vec<usize> = (0..exercises.len()).collect();
    let mut found = Found::default();
    let mut n_files = 0;
    let compared = schedule::in_order(
        jobs(None),
        &order,
        |idx| {
            if stop.is_stopped() {
                return Err(Error::interrupted());
            }
            let exercise = read(terminal, state, submissions, exercises[idx]);
            let found = similarity::compare(&exercise, terms);
            bar.inc(1);
            Ok((exercise.files.len(), found))
        },
        |_, compared| {
            let (n_here, found_here) = compared?;
            n_files = n_files.max(n_here);
            found.add(found_here, terms.most);
            Ok(())
        },
    );
    bar.finish_and_clear();
    compared?;
    if n_files < 2 {
        return Err(nothing(
            "no exercise was handed in by two of them",
            "files are looked for as `exercises/CHAPTER/NAME.rs`, `CHAPTER/NAME.rs` and `NAME.rs` in each submission",
        ));
    }
    Ok(found)
}

/// All that was handed in for one exercise, with what everybody was given.
fn read(
    terminal: &Terminal,
    state: &State,
    submissions: &[Submission],
    exercise: &Exercise,
) -> similarity::Exercise {
    let mut all = similarity::Exercise {
        name: exercise.name.clone(),
        given: given(state, exercise),
        files: Vec::new(),
    };
    for (learner, submission) in submissions.iter().enumerate() {
        if !submission.is_to_hold(exercise) {
            continue;
        }
        match submission.read(exercise) {
            (path, Ok(text)) => all.files.push(Handed {
                learner,
                path,
                text: text.replace("\r\n", "\n"),
            }),
            (_, Err(NotSubmitted::Missing)) => {}
            (path, Err(NotSubmitted::Refused(why) | NotSubmitted::Failed(why))) => {
                terminal.print_error(&[Line::new(Role::Warn, "warning").with(
                    Role::Plain,
                    format!(": {}: {path} is not compared. {why}", submission.name),
                )]);
            }
        }
    }
    all
}

/// What the workbook gives: the starter, the solution, its right answers, with all tests in them.
fn given(state: &State, exercise: &Exercise) -> Given {
    let read = |path: PathBuf| files::read_text(&path, files::MAX_SOURCE_LEN).ok();
    let mut texts: Vec<String> = Vec::new();
    texts.extend(state.starter(exercise));
    texts.extend(state.solution(exercise).ok());
    let dir = exercise.right_answers_dir();
    if state.is_copy() {
        // A copy lacks them.
        let is_one = |file: &&embedded::File| Path::new(file.path).starts_with(&dir);
        let answers = embedded::files().iter().filter(is_one);
        texts.extend(answers.map(|file| file.text.to_owned()));
        texts.extend(embedded::starter(exercise).map(str::to_owned));
    } else {
        let all = files::list_dir(&state.root().join(dir)).into_iter();
        texts.extend(
            all.filter(|path| path.extension() == Some(OsStr::new("rs")))
                .filter_map(read),
        );
        // Where no command has kept the starter yet, the file is it.
        if texts.is_empty() || state.starter(exercise).is_none() {
            texts.extend(state.read_exercise(exercise).ok());
        }
    }
    let mut given = Given::default();
    for text in &texts {
        given.add(text);
    }
    given
}

/// The exercises that were named, or all, in the workbook's order.
fn chosen<'c>(course: &'c Course, only: &[String]) -> Result<Vec<&'c Exercise>, Error> {
    let named = only
        .iter()
        .map(|name| course.find(name))
        .collect::<Result<Vec<_>, _>>()?;
    let is_named = |exercise: &&Exercise| named.is_empty() || named.contains(exercise);
    Ok(course.exercises.iter().filter(is_named).collect())
}

fn nothing(what: &str, help: &str) -> Error {
    Error {
        code: ExitCode::Nothing,
        problems: vec![Problem::new(what).help(help)],
    }
}
