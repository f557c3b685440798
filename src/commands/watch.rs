//! `workbook watch`: the rim of the loop. File events, keys, clock and children are here; what they mean is decided in
//! the state machine of [`crate::watch`].

mod driver;
mod listener;
mod opener;
mod voice;

use super::context::Context;
use super::update;
use crate::attempt::RustcRunner;
use crate::cli::WatchArgs;
use crate::error::{Error, ExitCode};
use crate::exercise::Course;
use crate::files::FileSystem;
use crate::screen::{Line, Role};
use crate::terminal::{self, FullScreen, Input};
use crate::text;
use crate::watch::{Event, Watch};
use driver::{Driver, Output};
use listener::watch_files;
use opener::Opener;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::time::Instant;
use voice::{Listener, Voice};

pub(super) fn run(context: &Context, args: &WatchArgs) -> Result<ExitCode, Error> {
    let named = args
        .name
        .as_deref()
        .map(|name| context.course.find(name))
        .transpose()?;
    let named = named.and_then(|exercise| context.course.position(&exercise.name));
    context.prepare();
    context.state.sweep();
    let progress = context.progress();
    let current = named.unwrap_or_else(|| context.current(&progress));
    let runner = RustcRunner::new(&context.state)?;

    let (sender, events) = mpsc::channel();
    if let Some(offer) = update::offer(context) {
        let _ = sender.send(Event::Say(offer));
    }
    let signals = sender.clone();
    // Without a handler a signal ends the process as ever.
    let _ = ctrlc::set_handler(move || {
        let _ = signals.send(Event::Terminated);
    });
    let is_silent =
        FileSystem::of(context.state.root()).is_some_and(|system| system.may_be_silent());
    // Held until the end: dropping it ends the events.
    let _watcher = if args.poll {
        None
    } else {
        watch_files(context, &sender)
    };

    let interactive = context.terminal.is_interactive() && !args.plain && !args.json;
    let output = if interactive {
        Output::Screen(FullScreen::enter(context.terminal).map_err(|source| {
            Error::file(
                "take the terminal",
                std::path::Path::new("terminal"),
                &source,
            )
        })?)
    } else if args.json {
        Output::Voice(Box::new(Voice::new(context.terminal, Listener::Program)))
    } else {
        Output::Voice(Box::new(Voice::new(context.terminal, Listener::Person)))
    };
    read_input(interactive, context.course.clone(), sender.clone());

    // The first exercise that uses a crate must not wait for all of them.
    if runner.crates().names().is_ok_and(|names| !names.is_empty()) {
        let progress = sender.clone();
        runner.crates().start(move |crates| {
            let _ = progress.send(Event::Crates(crates));
        });
    }

    let is_new = progress.n_solved(&context.course) == 0;
    let mut watch = Watch::new(
        context.course.clone(),
        progress,
        current,
        args.auto,
        // Beside the events, which cost nothing where they come.
        args.poll || is_silent,
        Instant::now(),
    );
    let opener = Opener::new(args.edit());
    watch.opens_files = opener.opens_by_itself();
    if let Some(advice) = opener.advice().filter(|_| is_new && interactive) {
        let _ = sender.send(Event::Say(advice));
    }
    let code = Driver::new(context, watch, runner, output, opener, sender).drive(&events)?;

    // The screen is given back by now; one line says where things stand.
    let progress = context.progress();
    let n = context.course.exercises.len();
    let n_solved = progress.n_solved(&context.course);
    if interactive {
        context
            .terminal
            .print(&[Line::plain(format!("{n_solved} of {n} solved. "))
                .with(Role::Key, "workbook")
                .with(Role::Plain, " goes on where you left off.")])?;
    }
    Ok(code)
}

fn read_input(interactive: bool, course: Arc<Course>, sender: Sender<Event>) {
    std::thread::spawn(move || {
        let tell = |input: Input| {
            let event = match input {
                Input::Key(key) => Event::Key(key),
                Input::Mouse(mouse) => Event::Mouse(mouse),
                Input::Resized => Event::Resized,
                Input::Open(name) => match course.find(&name) {
                    Ok(exercise) => Event::GoTo(course.position(&exercise.name).unwrap_or(0)),
                    Err(error) => Event::Say(error.in_one_line()),
                },
                Input::Unknown(word) => Event::Say(format!(
                    "`{}` is not known here; these are: {}.",
                    text::sanitize(&word),
                    terminal::known_words()
                )),
            };
            sender.send(event).is_ok()
        };
        if interactive {
            terminal::read_keys(tell);
            // The terminal is gone, and the learner with it.
            let _ = sender.send(Event::Terminated);
        } else {
            terminal::read_lines(tell);
        }
    });
}
