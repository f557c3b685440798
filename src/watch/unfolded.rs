//! How much of a verdict the learner wants to see.

/// What is shown in full, beyond what is shown at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unfolded {
    /// Every error of the compiler, or the first one only.
    pub all_errors: bool,
    /// Every test that fails, or the first one only.
    pub all_tests: bool,
}
