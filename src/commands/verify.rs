//! `workbook verify`: proves the workbook, and prints everything that is wrong with it.

use super::check::{jobs, progress_bar};
use super::context::{Context, ensure_course};
use crate::attempt::RustcRunner;
use crate::cli::VerifyArgs;
use crate::embedded;
use crate::error::{Error, ExitCode, Place, Problem};
use crate::exercise::{Course, Exercise, Format};
use crate::files::{self, State, Unreadable};
use crate::info;
use crate::process::Stop;
use crate::screen::{Line, Role, problem_lines};
use crate::text::count;
use crate::verify::{MANIFEST, Options, Verifier, expected_manifest, fix_starters};
use std::path::Path;

pub(super) fn run(context: &Context, args: &VerifyArgs) -> Result<ExitCode, Error> {
    let stop = Context::stop_on_signals();
    // Without it there is no cache, and the proof takes longer.
    let _ = context.state.create();
    if context.state.is_copy() {
        return original(context, args, &stop);
    }
    if args.fix {
        fix_manifest(context)?;
        for path in fix_starters(context.state.root(), &context.course)? {
            context
                .terminal
                .print(&[Line::plain("renewed ").with(Role::Path, path.display().to_string())])?;
        }
    }
    let code = prove(context, &context.state, &context.course, args, &stop)?;
    if code == ExitCode::Success {
        renew_starters(context, &args.names);
    }
    Ok(code)
}

/// Proves the course that the program brings along: in a learner's copy of it the starters are worked on, and there
/// are no solutions.
fn original(context: &Context, args: &VerifyArgs, stop: &Stop) -> Result<ExitCode, Error> {
    if args.fix {
        return Err(Error::usage(
            Problem::new("there is nothing to fix in a learner's copy")
                .at(Place::file(Path::new(info::FILE)))
                .help("`workbook verify` proves the course that it is a copy of"),
        ));
    }
    let state = State::new(&context.state.dir().join("build").join("course"));
    ensure_course(&state)?;
    context.terminal.print(&[
        Line::plain("This is a learner's copy; the course that it is a copy of is proved."),
        Line::empty(),
    ])?;
    prove(context, &state, &embedded::course()?, args, stop)
}

/// Proves a workbook, and prints what was found.
fn prove(
    context: &Context,
    state: &State,
    course: &Course,
    args: &VerifyArgs,
    stop: &Stop,
) -> Result<ExitCode, Error> {
    let runner = RustcRunner::new(state)?;
    let options = Options {
        names: args.names.clone(),
        jobs: jobs(args.jobs),
    };
    let verifier = Verifier::new(state, course, &runner, &options)?;
    let bar = progress_bar(&context.terminal, verifier.n_steps(), "steps");
    let problems = verifier.run(stop, &|done| {
        bar.set_message(done.to_owned());
        bar.inc(1);
    });
    bar.finish_and_clear();
    let problems = problems?;
    let mut lines = Vec::new();
    for problem in &problems {
        lines.extend(problem_lines(problem));
        lines.push(Line::empty());
    }
    let steps = count(verifier.n_steps(), "step");
    lines.push(if problems.is_empty() {
        Line::new(Role::Pass, "✓ ").with(Role::Plain, format!("the workbook holds: {steps}"))
    } else {
        Line::new(Role::Fail, "✗ ").with(
            Role::Plain,
            format!("{} in {steps}", count(problems.len(), "finding")),
        )
    });
    context.terminal.print(&lines)?;
    Ok(if problems.is_empty() {
        ExitCode::Success
    } else {
        ExitCode::NotSolved
    })
}

/// Keeps the starters that were just proved, so that an author's reset brings back the latest one. An exercise that
/// somebody has worked on keeps the starter it had.
fn renew_starters(context: &Context, names: &[String]) {
    let progress = context.progress();
    let is_proved = |exercise: &&Exercise| {
        names.is_empty()
            || names.iter().any(|name| {
                context
                    .course
                    .find(name)
                    .is_ok_and(|found| found == *exercise)
            })
    };
    for exercise in context.course.exercises.iter().filter(is_proved) {
        let is_untouched = progress.entry(&exercise.name).attempts == 0;
        if let Ok(text) = context.state.read_exercise(exercise)
            && is_untouched
            && context.state.starter(exercise).as_ref() != Some(&text)
        {
            // Without it a reset brings back the starter before.
            let _ = context.state.keep_starter(exercise, &text);
        }
    }
}

/// Rewrites the targets in `exercises/Cargo.toml`, if they differ from `info.toml`.
fn fix_manifest(context: &Context) -> Result<(), Error> {
    if context.course.format == Format::Rustlings {
        return Err(Error::usage(
            Problem::new(format!(
                "`--fix` writes `{MANIFEST}`, which a workbook in the format of rustlings does not have"
            ))
            .help("`workbook verify` says where the `bin` list of its Cargo.toml is wrong"),
        ));
    }
    let path = context.state.root().join(MANIFEST);
    let current = match files::read_text(&path, files::MAX_SOURCE_LEN) {
        Ok(text) => text,
        Err(Unreadable::Missing) => String::new(),
        // What cannot be read must not be replaced.
        Err(reason) => {
            return Err(Error::workbook(vec![
                Problem::new(reason.sentence())
                    .at(Place::file(Path::new(MANIFEST)))
                    .help("mend or remove the file, then try `workbook verify --fix` again"),
            ]));
        }
    };
    let expected = expected_manifest(&context.course, &current);
    if current != expected {
        files::write_atomic(&path, expected.as_bytes())?;
        context.terminal.print(&[
            Line::plain("rewrote the targets in ").with(Role::Path, MANIFEST.to_owned())
        ])?;
    }
    Ok(())
}
