//! Which file is being graded at this moment, so that nobody waits for it who could do something else.

use super::{Assignment, Grader, Terms};
use crate::cache::Key;
use crate::error::Error;
use crate::grade::ExerciseGrade;
use crate::process::Stop;
use std::sync::PoisonError;
use std::time::Duration;

impl Grader {
    /// Takes a file in hand, or finds what was found before.
    pub(super) fn take(
        &self,
        key: &Key,
        terms: Terms<'_>,
        stop: &Stop,
    ) -> Result<Taken<'_>, Error> {
        let mut in_hand = self.in_hand.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if stop.is_stopped() {
                return Err(Error::interrupted());
            }
            if !in_hand.contains(key) {
                break;
            }
            in_hand = self
                .put_down
                .wait_timeout(in_hand, Duration::from_millis(100))
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        if !terms.afresh
            && let Some(grade) = self.cache.get_as::<ExerciseGrade>(key)
        {
            return Ok(Taken::Found(Box::new(grade)));
        }
        in_hand.insert(key.clone());
        drop(in_hand);
        Ok(Taken::Held(Held {
            grader: self,
            key: key.clone(),
        }))
    }

    /// Whether the same file is being graded at this moment, so that whoever asks for it would wait.
    pub(super) fn is_in_hand(&self, assignment: &Assignment, text: &str) -> bool {
        let in_hand = || self.in_hand.lock().unwrap_or_else(PoisonError::into_inner);
        // Where all is known nothing ever is, and no key is asked for.
        !in_hand().is_empty() && !assignment.is_starter(text) && {
            let key = self.key(assignment, text, self.terms(assignment));
            in_hand().contains(&key)
        }
    }
}

/// A file that is being graded, until this is dropped.
pub(super) struct Held<'g> {
    grader: &'g Grader,
    key: Key,
}

impl Held<'_> {
    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    pub(super) fn is_of(&self, key: &Key) -> bool {
        self.key == *key
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let mut in_hand = self
            .grader
            .in_hand
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        in_hand.remove(&self.key);
        drop(in_hand);
        self.grader.put_down.notify_all();
    }
}

/// What became of asking for a file.
pub(super) enum Taken<'g> {
    Found(Box<ExerciseGrade>),
    Held(Held<'g>),
}
