//! Carries out the effects of the watch loop and feeds it with what happens.

mod open;

use super::super::context::{self, Context};
use super::super::{reset, solution, undo};
use super::opener::{File, Opener};
use super::voice::Voice;
use crate::attempt::{Job, Phase, Runner, RustcRunner};
use crate::error::{Error, ExitCode};
use crate::exercise::{Course, Exercise};
use crate::files::{self, State};
use crate::process::Stop;
use crate::progress::Progress;
use crate::screen::frame;
use crate::terminal::{FullScreen, Terminal};
use crate::verdict::Verdict;
use crate::watch::{Checked, Effect, Event, RunId, View, Watch};
use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Instant, SystemTime};

/// Drives one session.
pub(super) struct Driver<'c> {
    context: &'c Context,
    watch: Watch,
    /// Each run may find another toolchain than the one before; the next one goes on with that.
    runner: Arc<Mutex<RustcRunner>>,
    output: Output,
    opener: Opener,
    sender: Sender<Event>,
    runs: Vec<RunHandle>,
    /// The progress, when it cannot be saved: kept for the session at least.
    unsaved: Option<Progress>,
}

/// How the session is shown.
pub(super) enum Output {
    Screen(FullScreen),
    Voice(Box<Voice>),
}

/// A run on a thread of its own.
struct RunHandle {
    id: RunId,
    stop: Stop,
    thread: JoinHandle<()>,
}

impl<'c> Driver<'c> {
    pub(super) fn new(
        context: &'c Context,
        watch: Watch,
        runner: RustcRunner,
        output: Output,
        opener: Opener,
        sender: Sender<Event>,
    ) -> Self {
        Self {
            context,
            watch,
            runner: Arc::new(Mutex::new(runner)),
            output,
            opener,
            sender,
            runs: Vec::new(),
            unsaved: None,
        }
    }

    /// Runs the loop until it ends. No child is alive when it returns, and the terminal is given back.
    pub(super) fn drive(mut self, events: &Receiver<Event>) -> Result<ExitCode, Error> {
        let result = self.take_events(events);
        for run in &self.runs {
            run.stop.stop();
        }
        for run in self.runs.drain(..) {
            // A run that panicked has said so already.
            let _ = run.thread.join();
        }
        result
    }

    fn take_events(&mut self, events: &Receiver<Event>) -> Result<ExitCode, Error> {
        if let Output::Voice(voice) = &mut self.output {
            voice.begin(&self.watch, self.context.state.root())?;
        }
        let mut event = Event::Started;
        loop {
            if let Some(code) = self.carry_out(event)? {
                return Ok(code);
            }
            event = match self.watch.wakes_at() {
                None => events.recv().unwrap_or(Event::Terminated),
                Some(at) => match events.recv_timeout(at.saturating_duration_since(Instant::now()))
                {
                    Ok(event) => event,
                    Err(RecvTimeoutError::Timeout) => Event::Tick,
                    Err(RecvTimeoutError::Disconnected) => Event::Terminated,
                },
            };
        }
    }

    /// Feeds one event and does all that follows from it, drawing at the end, or before what takes time.
    fn carry_out(&mut self, event: Event) -> Result<Option<ExitCode>, Error> {
        let mut pending = VecDeque::from([event]);
        let mut draw = false;
        while let Some(event) = pending.pop_front() {
            for effect in self.step(event)? {
                match effect {
                    Effect::Draw => draw = true,
                    Effect::Exit(code) => return Ok(Some(code)),
                    // A disk takes its time; nobody need wait for it to see the verdict.
                    effect @ Effect::RecordAttempt { .. } if draw => {
                        self.draw()?;
                        draw = false;
                        pending.extend(self.do_one(effect));
                    }
                    effect => pending.extend(self.do_one(effect)),
                }
            }
        }
        if draw {
            self.draw()?;
        }
        Ok(None)
    }

    fn step(&mut self, event: Event) -> Result<Vec<Effect>, Error> {
        let Output::Voice(voice) = &mut self.output else {
            return Ok(self.watch.step(event, Instant::now()));
        };
        let effects = self.watch.step(event.clone(), Instant::now());
        voice.step(&event, &effects, &self.watch)?;
        Ok(effects)
    }

    /// Does one thing; returns the event that answers it, if it is known at once.
    fn do_one(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Draw | Effect::Exit(_) => None,
            Effect::Look(exercise) => {
                let path = self
                    .context
                    .state
                    .root()
                    .join(self.watch.course.exercises[exercise].path());
                Some(Event::Looked {
                    exercise,
                    print: files::fingerprint(&path),
                })
            }
            Effect::Start {
                run,
                exercise,
                may_remember,
            } => {
                self.start(run, exercise, may_remember);
                None
            }
            Effect::Cancel(id) => {
                self.runs
                    .iter()
                    .filter(|run| run.id == id)
                    .for_each(|run| run.stop.stop());
                None
            }
            Effect::RecordAttempt { exercise, solved } => {
                if solved {
                    context::reveal_solution(
                        &self.context.state,
                        &self.watch.course.exercises[exercise],
                    );
                }
                let name = self.name(exercise);
                self.update(|progress| progress.record_attempt(&name, solved, SystemTime::now()))
            }
            Effect::RecordHint { exercise, hint } => {
                let name = self.name(exercise);
                self.update(|progress| progress.record_hint(&name, hint))
            }
            Effect::RecordCurrent(exercise) => {
                let name = self.name(exercise);
                self.update(|progress| progress.current = Some(name))
            }
            Effect::ReadProgress => Some(Event::Progress(
                self.unsaved
                    .clone()
                    .unwrap_or_else(|| self.context.progress()),
            )),
            Effect::Open(address) => self.open(address),
            Effect::OpenReference(exercise) => {
                let exercise = &self.watch.course.exercises[exercise];
                Some(match solution::read(&self.context.state, exercise) {
                    Ok(text) => Event::OpenedReference(text),
                    Err(error) => Event::Say(error.in_one_line()),
                })
            }
            Effect::FindSolution(exercise) => {
                let named = &self.watch.course.exercises[exercise];
                let exists = solution::read(&self.context.state, named).is_ok();
                Some(Event::SolutionFound { exercise, exists })
            }
            Effect::OpenEditor(exercise) => {
                let root = self.context.state.root();
                self.opener
                    .open(File::new(&self.watch, exercise, root), self.sender.clone());
                None
            }
            Effect::Undo => self.changed(undo::last_reset(self.context)),
            Effect::Reset(exercise) => {
                let exercise = self.watch.course.exercises[exercise].clone();
                self.changed(reset::in_watch(self.context, &exercise))
            }
        }
    }

    /// Tells what was done to the files, and what the progress is since.
    fn changed(&mut self, said: Result<String, Error>) -> Option<Event> {
        let said = said.unwrap_or_else(|error| error.in_one_line());
        let _ = self.sender.send(Event::Say(said));
        self.update(|_| {})
    }

    fn name(&self, exercise: usize) -> String {
        self.watch.course.exercises[exercise].name.clone()
    }

    fn start(&mut self, id: RunId, exercise: usize, may_remember: bool) {
        self.runs.retain(|run| !run.thread.is_finished());
        let exercise = self.watch.course.exercises[exercise].clone();
        let course = self.watch.course.clone();
        let state = self.context.state.clone();
        let runner = self.runner.clone();
        let sender = self.sender.clone();
        let stop = Stop::default();
        let switch = stop.clone();
        let thread = std::thread::spawn(move || {
            let on_event = |event| {
                let _ = sender.send(event);
            };
            let check = || {
                check_once(
                    &runner,
                    (&state, &course, &exercise),
                    may_remember,
                    &switch,
                    id,
                    &on_event,
                )
            };
            // The hook has told of a panic and given the terminal back; the loop must not draw over it.
            let event = match panic::catch_unwind(AssertUnwindSafe(check)) {
                Ok(result) => Event::Finished(id, result),
                Err(_) => Event::Crashed,
            };
            // Nobody listens when the session is over.
            let _ = sender.send(event);
        });
        self.runs.push(RunHandle { id, stop, thread });
    }

    fn update(&mut self, change: impl FnOnce(&mut Progress)) -> Option<Event> {
        if let Some(progress) = &mut self.unsaved {
            change(progress);
            return Some(Event::Progress(progress.clone()));
        }
        let mut in_memory = self.watch.progress.clone();
        let mut change = Some(change);
        let state = &self.context.state;
        let updated = state.create().and_then(|()| {
            state.progress().update(|progress| {
                if let Some(change) = change.take() {
                    change(progress);
                }
            })
        });
        match updated {
            Ok((progress, said)) => {
                if let Some(said) = said {
                    let _ = self.sender.send(Event::Say(said));
                }
                Some(Event::Progress(progress))
            }
            Err(error) => {
                if let Some(change) = change.take() {
                    change(&mut in_memory);
                }
                self.unsaved = Some(in_memory.clone());
                let _ = self.sender.send(Event::Say(context::unsaved(&error)));
                Some(Event::Progress(in_memory))
            }
        }
    }

    fn draw(&mut self) -> Result<(), Error> {
        match &mut self.output {
            Output::Voice(voice) => voice.draw(&mut self.watch),
            Output::Screen(screen) => {
                let (width, height) = Terminal::size();
                let frame = frame(&self.watch, width, height);
                // Elsewhere the mouse is the terminal's, to select text with.
                screen
                    .capture_mouse(self.watch.view == View::List)
                    .and_then(|()| screen.draw(&frame))
                    .map_err(|source| {
                        Error::file("draw", std::path::Path::new("terminal"), &source)
                    })?;
                // Or the way back would begin somewhere beyond the end.
                self.watch.drawn(frame.top, frame.scroll, frame.room);
                if let (View::Reader(reader), Some(seen)) = (&mut self.watch.view, frame.seen) {
                    reader.drawn(seen);
                }
                Ok(())
            }
        }
    }
}

/// Checks what the file of an exercise holds now.
fn check_once(
    runner: &Mutex<RustcRunner>,
    (state, course, exercise): (&State, &Course, &Exercise),
    may_remember: bool,
    stop: &Stop,
    id: RunId,
    on_event: &(dyn Fn(Event) + Sync),
) -> Result<Checked, Error> {
    let before = runner
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    // Not under the lock: a toolchain that is being installed takes its time.
    let renewed = before.renewed()?;
    runner
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone_from(&renewed);
    let runner = &renewed;
    let job = context::job(state, course, exercise, may_remember);
    let (text, print) = match &job {
        Ok(job) => (job.text.clone(), files::fingerprint_of(&job.text)),
        Err(_) => (
            String::new(),
            files::fingerprint(&state.root().join(exercise.path())),
        ),
    };
    let remembered = match &job {
        Ok(job) if may_remember => runner.remembered(job).filter(Verdict::is_repeatable),
        _ => None,
    };
    let is_starter = || {
        state
            .starter(exercise)
            .is_some_and(|starter| starter == text)
    };
    let is_attempt = remembered.is_none() && !is_starter();
    let checked = |verdict| Checked {
        verdict,
        text: text.as_str().into(),
        print,
        is_attempt,
    };
    let on_phase = |phase| match phase {
        Phase::SoFar(verdict) => on_event(Event::SoFar(id, checked(*verdict))),
        Phase::Proven(verdict) => on_event(Event::Proven(id, checked(*verdict))),
        phase => on_event(Event::Phase(id, phase)),
    };
    let job = job.map(|job| Job {
        verdict_first: true,
        ..job
    });
    let verdict = match remembered {
        Some(verdict) => verdict,
        None => context::check(runner, job, stop, &on_phase)?,
    };
    Ok(checked(verdict))
}
