//! Which file is being graded at this moment, so that nobody waits for it who could do something else.

use super::{Assignment, Grader};
use std::sync::PoisonError;

impl Grader {
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
