//! `workbook solution`: the reference answer, once the exercise is solved.

use super::context::Context;
use crate::error::{Error, ExitCode, Place, Problem};
use crate::exercise::Exercise;
use crate::files::State;
use crate::screen::rust_lines;

pub(super) fn run(context: &Context, name: &str, force: bool) -> Result<ExitCode, Error> {
    let exercise = context.course.find(name)?;
    let solved = context.progress().is_solved(&exercise.name);
    if !solved && !force {
        return Err(Error {
            code: ExitCode::NotSolved,
            problems: vec![
                Problem::new(format!("`{}` is not solved yet", exercise.name))
                    .at(Place::file(&exercise.path()))
                    .help(format!(
                        "`workbook hint {}` goes on step by step; `--force` shows the solution now",
                        exercise.name
                    )),
            ],
        });
    }
    let text = read(&context.state, exercise)?;
    if !solved {
        context.warn("not solved yet; what you read before you tried is soon forgotten");
    }
    context.terminal.print(&rust_lines(&text))?;
    Ok(ExitCode::Success)
}

/// The text of the reference answer.
pub(super) fn read(state: &State, exercise: &Exercise) -> Result<String, Error> {
    let path = exercise.solution_path();
    state.solution(exercise).map_err(|reason| {
        Error::workbook(vec![
            Problem::new(format!(
                "the solution of `{}` cannot be shown: {}",
                exercise.name,
                reason.sentence()
            ))
            .at(Place::file(&path))
            .help("not every workbook comes with its solutions"),
        ])
    })
}
