//! How much of a verdict the learner wants to see.

use super::Watch;
use crate::verdict::Outcome;

/// What is shown in full, beyond what is shown at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unfolded {
    /// Every error of the compiler, or the first one only.
    pub all_errors: bool,
    /// Every test that fails, or the first one only.
    pub all_tests: bool,
}

impl Watch {
    /// Whether the compiler says more than one error.
    pub fn has_more_errors(&self) -> bool {
        self.known().is_some_and(|checked| {
            let verdict = &checked.verdict;
            verdict.outcome == Outcome::DoesNotCompile && verdict.errors().nth(1).is_some()
        })
    }

    /// Whether more than one test fails.
    pub fn has_more_tests(&self) -> bool {
        self.known().is_some_and(|checked| {
            let verdict = &checked.verdict;
            verdict.n_passed() + 1 < verdict.tests.len()
        })
    }

    /// Whether something of this verdict is shown in full that could be folded.
    pub fn is_unfolded(&self) -> bool {
        self.unfolded.all_errors && self.has_more_errors()
            || self.unfolded.all_tests && self.has_more_tests()
    }
}
