//! The watch loop as a pure state machine: events go in, effects come out. It knows no clock, no files, no terminal
//! and no compiler, so that every order of events can be tried.
//!
//! Files are level, not edge: an event says no more than "look again". When it has been quiet for [`SETTLE`], the
//! current file's fingerprint is compared with the one that was checked last, and compared again when a run ends.
//! Doubled, missing or misleading events therefore do no harm.

mod event;
mod in_list;
mod keys;
mod list;
mod others;
mod reader;
mod reading;
mod run;
mod unfolded;
mod verdicts;

pub use event::{Checked, Effect, Event, Fingerprint, Key, Mouse, RunId};
pub use list::{Chapter, Choice, Cursor, List, ListRow, Mode, Picker};
use others::Others;
pub use reader::{Address, Focus, Link, Opened, Outcome, Page, Reader, Search, Seen, Shelf};
pub use run::Run;
pub use unfolded::Unfolded;

use crate::attempt::Phase;
use crate::crates;
use crate::error::{Error, ExitCode};
use crate::exercise::{Course, Exercise};
use crate::progress::Progress;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long it must be quiet after a file event: long enough for an editor that writes in several steps, too short
/// to be felt.
pub const SETTLE: Duration = Duration::from_millis(10);

/// A file that is written without pause is checked all the same after this time.
pub const MAX_SETTLE: Duration = Duration::from_millis(300);

/// How often files are looked at where the system sends no events.
pub const POLL: Duration = Duration::from_millis(250);

/// How often a run that takes long is drawn again.
const REDRAW: Duration = Duration::from_secs(1);

/// What the screen shows.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// The workbook's first words.
    Welcome,
    /// The current exercise and its verdict.
    Verdict,
    /// The hints revealed so far.
    Hints,
    /// Cards, explanations and solutions.
    Reader(Reader),
    /// A reference answer, by what sets it apart from the learner's own.
    Reference(String),
    /// What the compiler, the tests and clippy printed.
    Output,
    /// The list.
    List,
    /// The keys of the list.
    ListHelp,
    /// The keys.
    Help,
    /// The question whether to reset.
    ConfirmReset,
    /// The workbook's last words.
    Farewell,
}

/// The state of the loop.
#[derive(Clone, Debug)]
pub struct Watch {
    /// The workbook.
    pub course: Arc<Course>,
    /// What is solved.
    pub progress: Progress,
    /// The position of the current exercise.
    pub current: usize,
    /// What is shown.
    pub view: View,
    /// The list of exercises, when it is shown.
    pub list: List,
    /// How many lines of the text are above the screen.
    pub scroll: usize,
    /// How many lines a key for pages moves; whoever draws knows how many fit.
    pub page: usize,
    /// A sentence for the learner, shown until the next key or verdict.
    pub message: Option<String>,
    /// The run that has not ended.
    pub run: Option<Run>,
    /// The last verdict on the current exercise.
    pub checked: Option<Checked>,
    /// Why there is none.
    pub failure: Option<Error>,
    /// The hint that was shown last.
    pub latest_hint: Option<usize>,
    /// Whether the file of each exercise is opened in the learner's editor by itself.
    pub opens_files: bool,
    /// How far the crates are, while they are being built.
    pub crates: Option<crates::Progress>,
    /// How much of the verdict is shown.
    pub unfolded: Unfolded,
    /// Whether there is a solution to show, as far as it was asked.
    pub has_solution: bool,
    /// The time, as far as it was told.
    pub now: Instant,
    auto: bool,
    poll: bool,
    next_run: u64,
    /// Since when, and until when, file events are waited out.
    settling: Option<(Instant, Instant)>,
    /// What the file held when the last run was started, whether it ended or not.
    seen: Option<Fingerprint>,
    /// Whether the next look starts a run even if nothing changed.
    run_again: bool,
    look_at: Option<Instant>,
    /// When something was closed last, so that a key typed once too often does not end the session.
    closed_at: Option<Instant>,
    /// Files of other exercises that are written.
    others: Others,
    /// The error codes that were explained since the exercise was opened.
    explained: BTreeSet<String>,
    redraw_at: Option<Instant>,
}

impl Watch {
    /// A loop that begins with the exercise at `current`.
    pub fn new(
        course: Arc<Course>,
        progress: Progress,
        current: usize,
        auto: bool,
        poll: bool,
        now: Instant,
    ) -> Self {
        let is_new = progress == Progress::default() && course.welcome.is_some();
        Self {
            view: if is_new { View::Welcome } else { View::Verdict },
            course,
            progress,
            current,
            list: List::default(),
            scroll: 0,
            page: 10,
            message: None,
            run: None,
            checked: None,
            failure: None,
            latest_hint: None,
            opens_files: false,
            crates: None,
            unfolded: Unfolded::default(),
            has_solution: false,
            now,
            auto,
            poll,
            next_run: 0,
            settling: None,
            seen: None,
            run_again: false,
            look_at: None,
            closed_at: None,
            others: Others::default(),
            explained: BTreeSet::new(),
            redraw_at: None,
        }
    }

    /// The current exercise.
    pub fn exercise(&self) -> &Exercise {
        &self.course.exercises[self.current]
    }

    /// The verdict on the current exercise: what the run knows so far, otherwise the last one.
    pub fn known(&self) -> Option<&Checked> {
        let so_far = self.run.as_ref().and_then(|run| run.so_far.as_ref());
        so_far.or(self.checked.as_ref())
    }

    /// How many exercises are solved.
    pub fn n_solved(&self) -> usize {
        self.progress.n_solved(&self.course)
    }

    /// Whether files are looked at now and then instead of waiting for events.
    pub fn polls(&self) -> bool {
        self.poll
    }

    /// When [`Event::Tick`] is due; nothing happens by itself when there is no such time.
    pub fn wakes_at(&self) -> Option<Instant> {
        [
            self.settling.map(|(_, until)| until),
            self.look_at,
            self.redraw_at,
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Takes an event and says what is to be done about it.
    #[must_use = "an effect that is not carried out is a lost save"]
    pub fn step(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        self.now = now;
        match event {
            Event::Started => {
                self.look_at = self.poll.then(|| now + POLL);
                self.take_up(self.current)
            }
            Event::FilesChanged => self.settle(),
            Event::Written(exercise) => {
                self.others.written(exercise, now);
                self.settle()
            }
            Event::Tick => self.tick(now),
            Event::Looked { exercise, print } if exercise == self.current => self.looked(print),
            Event::Phase(id, phase) if self.is_running(id) => {
                let run = self.run.as_mut().expect("it is running");
                let is_new_kind =
                    std::mem::discriminant(&run.phase) != std::mem::discriminant(&phase);
                run.phase = phase;
                // A run that is over in a blink needs no account of how it went.
                if is_new_kind && self.redraw_at.is_none() {
                    vec![Effect::Draw]
                } else {
                    Vec::new()
                }
            }
            Event::SoFar(id, checked) if self.is_running(id) => self.learned(checked),
            Event::Proven(id, checked) if self.is_running(id) => self.proven(checked),
            Event::Finished(id, result) if self.is_running(id) => self.finished(result),
            // A cancelled run reports late, or an exercise that is no longer current was looked at.
            Event::Looked { .. }
            | Event::Phase(..)
            | Event::SoFar(..)
            | Event::Proven(..)
            | Event::Finished(..) => Vec::new(),
            Event::Progress(progress) => {
                let changed = progress != self.progress;
                self.progress = progress;
                self.refresh_list();
                if changed {
                    vec![Effect::Draw]
                } else {
                    Vec::new()
                }
            }
            Event::Key(key) => self.key(key),
            Event::GoTo(exercise) => self.go_to(exercise),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Resized => vec![Effect::Draw],
            Event::Opened(page) => self.opened(page),
            Event::OpenedReference(text) => self.show(View::Reference(text)),
            Event::SolutionFound { exercise, exists } => {
                self.has_solution = exists && exercise == self.current;
                vec![Effect::Draw]
            }
            Event::Say(text) => {
                self.message = Some(text);
                vec![Effect::Draw]
            }
            Event::WatcherFailed(reason) => {
                self.poll = true;
                self.look_at = Some(now + POLL);
                self.message = Some(format!(
                    "No file events here ({reason}); looking at the file every {} ms.",
                    POLL.as_millis()
                ));
                vec![Effect::Draw]
            }
            Event::Crates(progress) => {
                self.crates = progress;
                vec![Effect::Draw]
            }
            Event::Terminated => self.quit(ExitCode::Interrupted),
            Event::Crashed => self.quit(ExitCode::Bug),
        }
    }

    fn settle(&mut self) -> Vec<Effect> {
        let since = self.settling.map_or(self.now, |(since, _)| since);
        self.settling = Some((since, (self.now + SETTLE).min(since + MAX_SETTLE)));
        Vec::new()
    }

    fn is_running(&self, id: RunId) -> bool {
        self.run.as_ref().is_some_and(|run| run.id == id)
    }

    fn tick(&mut self, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.settling.is_some_and(|(_, until)| until <= now) {
            self.settling = None;
            effects.extend(self.offer_other());
            effects.extend([Effect::Look(self.current), Effect::ReadProgress]);
        }
        if self.look_at.is_some_and(|at| at <= now) {
            self.look_at = Some(now + POLL);
            effects.extend([Effect::Look(self.current), Effect::ReadProgress]);
        }
        if self.redraw_at.is_some_and(|at| at <= now) {
            self.redraw_at = self.run.is_some().then(|| now + REDRAW);
            effects.push(Effect::Draw);
        }
        effects
    }

    fn looked(&mut self, print: Fingerprint) -> Vec<Effect> {
        let again = std::mem::take(&mut self.run_again);
        if self.seen == Some(print) && !again {
            return Vec::new();
        }
        let is_save = self.seen.is_some();
        self.start(print, is_save)
    }

    /// Starts a run on what the file holds now, instead of the one that may be under way.
    fn start(&mut self, print: Fingerprint, is_save: bool) -> Vec<Effect> {
        let mut effects = self.cancel();
        let id = RunId(self.next_run);
        self.next_run += 1;
        self.seen = Some(print);
        self.redraw_at = Some(self.now + REDRAW);
        self.run = Some(Run {
            id,
            started: self.now,
            phase: Phase::Compiling,
            is_save,
            print,
            so_far: None,
            is_proven: false,
        });
        effects.push(Effect::Start {
            run: id,
            exercise: self.current,
            may_remember: !is_save,
        });
        effects.push(Effect::Draw);
        effects
    }

    fn cancel(&mut self) -> Vec<Effect> {
        self.redraw_at = None;
        self.run
            .take()
            .map(|run| Effect::Cancel(run.id))
            .into_iter()
            .collect()
    }

    /// Makes another exercise the current one.
    fn go_to(&mut self, exercise: usize) -> Vec<Effect> {
        let mut effects = self.cancel();
        self.current = exercise;
        self.seen = None;
        self.checked = None;
        self.failure = None;
        self.latest_hint = None;
        self.explained.clear();
        self.others.forget();
        self.unfolded = Unfolded::default();
        self.has_solution = false;
        self.message = None;
        self.view = View::Verdict;
        self.scroll = 0;
        effects.extend(self.take_up(exercise));
        effects
    }

    /// What follows when an exercise becomes the current one.
    fn take_up(&self, exercise: usize) -> Vec<Effect> {
        let opens = self.opens_files.then_some(Effect::OpenEditor(exercise));
        [Effect::RecordCurrent(exercise), Effect::Look(exercise)]
            .into_iter()
            .chain(opens)
            .chain([Effect::Draw])
            .collect()
    }

    fn show(&mut self, view: View) -> Vec<Effect> {
        self.view = view;
        self.scroll = 0;
        vec![Effect::Draw]
    }

    fn quit(&mut self, code: ExitCode) -> Vec<Effect> {
        let mut effects = self.cancel();
        effects.push(Effect::Exit(code));
        effects
    }
}

#[cfg(test)]
mod tests;
