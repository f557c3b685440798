//! What the loop is told, and what it asks for.

use super::{Address, Page};
use crate::attempt::Phase;
use crate::crates;
use crate::error::{Error, ExitCode};
use crate::progress::Progress;
use crate::verdict::Verdict;
use std::sync::Arc;

/// What a file holds, in short.
pub type Fingerprint = [u8; 32];

/// Tells the runs of one session apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunId(pub u64);

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The session begins.
    Started,
    /// Some file changed, or might have.
    FilesChanged,
    /// The file of an exercise was written.
    Written(usize),
    /// The time that [`Watch::wakes_at`] named has come.
    Tick,
    /// An answer to [`Effect::Look`].
    Looked {
        /// The exercise that was looked at.
        exercise: usize,
        /// What its file holds.
        print: Fingerprint,
    },
    /// A run has come further.
    Phase(RunId, Phase),
    /// A run has a verdict that only clippy has something to add to.
    Proven(RunId, Checked),
    /// What a run knows of a version that is not solved, before it has ended.
    SoFar(RunId, Checked),
    /// A run ended.
    Finished(RunId, Result<Checked, Error>),
    /// An answer to [`Effect::ReadProgress`], or progress that changed.
    Progress(Progress),
    /// A key.
    Key(Key),
    /// An exercise was named, to be worked on.
    GoTo(usize),
    /// The mouse.
    Mouse(Mouse),
    /// The terminal has another size.
    Resized,
    /// An answer to an effect that opens a page.
    Opened(Page),
    /// An answer to [`Effect::OpenReference`]: the reference answer.
    OpenedReference(String),
    /// An answer to [`Effect::FindSolution`].
    SolutionFound {
        /// The exercise.
        exercise: usize,
        /// Whether the workbook has one.
        exists: bool,
    },
    /// Something to tell the learner.
    Say(String),
    /// The system sends no file events; the reason.
    WatcherFailed(String),
    /// The crates that exercises may use are being built, in the background; nothing when that has ended.
    Crates(Option<crates::Progress>),
    /// The process was asked to end.
    Terminated,
    /// A bug of ours ended a run; it has been told already.
    Crashed,
}

/// A version of a file and the verdict on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The verdict.
    pub verdict: Verdict,
    /// What the file held.
    pub text: Arc<str>,
    /// Its fingerprint.
    pub print: Fingerprint,
    /// Whether it counts as an attempt: not when the verdict is only remembered, nor on an untouched starter.
    pub is_attempt: bool,
}

/// A key that means something to the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A letter or sign.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Escape,
    /// One line or row up.
    Up,
    /// One line or row down.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// To the next thing.
    Tab,
    /// To the thing before.
    BackTab,
    /// What takes back a letter, or goes back.
    Backspace,
    /// The word `quit`: it ends the session wherever one is.
    Quit,
    /// Ctrl-C.
    Interrupt,
}

/// What a mouse does that means something to the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// A click.
    Click {
        /// The line of the screen, counted from 0.
        line: usize,
    },
    /// A turn of the wheel, away.
    WheelUp,
    /// A turn of the wheel, towards oneself.
    WheelDown,
}

/// Something to be done by whoever drives the machine.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Take the fingerprint of an exercise's file and answer with [`Event::Looked`].
    Look(usize),
    /// Start a run; answer with [`Event::Phase`] and [`Event::Finished`].
    Start {
        /// The run.
        run: RunId,
        /// The exercise to check.
        exercise: usize,
        /// Whether a verdict reached before will do.
        may_remember: bool,
    },
    /// Stop a run; whatever it still reports is passed over.
    Cancel(RunId),
    /// Note that a version was checked.
    RecordAttempt {
        /// The exercise.
        exercise: usize,
        /// Whether it is solved.
        solved: bool,
    },
    /// Note that a hint was shown.
    RecordHint {
        /// The exercise.
        exercise: usize,
        /// The hint's position.
        hint: usize,
    },
    /// Note which exercise is the current one.
    RecordCurrent(usize),
    /// Read the progress and answer with [`Event::Progress`].
    ReadProgress,
    /// Open a page of the reader and answer with [`Event::Opened`].
    Open(Address),
    /// Open the solution beside the learner's own and answer with [`Event::OpenedReference`].
    OpenReference(usize),
    /// See whether there is a solution and answer with [`Event::SolutionFound`].
    FindSolution(usize),
    /// Put the starter back.
    Reset(usize),
    /// Take the last reset back.
    Undo,
    /// Open an exercise's file in the learner's editor, or say why not.
    OpenEditor(usize),
    /// Draw the screen.
    Draw,
    /// End.
    Exit(ExitCode),
}
