//! Saves of files that are not the current exercise's: who saves another one is shown the way there.

use super::{Effect, View, Watch};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// What is written within this time of a reset or an undo, these wrote.
const OWN: Duration = Duration::from_secs(1);

/// Files of exercises that are written.
#[derive(Clone, Debug, Default)]
pub(super) struct Others {
    /// Those of the burst that has not settled yet.
    written: BTreeSet<usize>,
    /// Another exercise than the current one, saved last.
    saved: Option<usize>,
    /// Until when what is written is our own doing.
    own_until: Option<Instant>,
}

impl Others {
    pub(super) fn written(&mut self, exercise: usize, now: Instant) {
        if self.own_until.is_none_or(|until| until <= now) {
            self.written.insert(exercise);
        }
    }

    /// What is written next is no save of the learner's.
    pub(super) fn expect_own(&mut self, now: Instant) {
        self.own_until = Some(now + OWN);
    }

    pub(super) fn forget(&mut self) {
        self.saved = None;
    }
}

impl Watch {
    /// The other exercise whose file was saved last.
    pub fn saved_elsewhere(&self) -> Option<usize> {
        self.others.saved
    }

    /// Says so when the file of one other exercise was saved. Several at once are the work of a program, as of git or of
    /// an editor that saves all it has; the current one among them is what counts.
    pub(super) fn offer_other(&mut self) -> Vec<Effect> {
        let written: Vec<usize> = std::mem::take(&mut self.others.written)
            .into_iter()
            .collect();
        let &[exercise] = written.as_slice() else {
            return Vec::new();
        };
        if exercise == self.current {
            return Vec::new();
        }
        self.others.saved = Some(exercise);
        // In the list and on a page the letter leads to the top.
        let way = match self.view {
            View::List | View::ListHelp | View::Reader(_) => "`q`, then `g` goes there",
            _ => "`g` goes there",
        };
        let name = &self.course.exercises[exercise].name;
        self.say(format!(
            "You saved `{name}`, but this is `{}`: {way}.",
            self.exercise().name
        ))
    }

    /// Goes to the exercise that was saved.
    pub(super) fn go_to_other(&mut self) -> Vec<Effect> {
        match self.others.saved {
            Some(exercise) => self.go_to(exercise),
            None => self.say("No other exercise was saved; `l` lists them all."),
        }
    }
}
