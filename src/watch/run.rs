//! A check that is under way.

use super::{Checked, Fingerprint, RunId};
use crate::attempt::Phase;
use std::time::Instant;

/// A run that has not ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// When it was started.
    pub started: Instant,
    /// How far it has come.
    pub phase: Phase,
    /// Whether a save is the reason for it.
    pub(super) is_save: bool,
    /// What the file held when it was started.
    pub(super) print: Fingerprint,
    /// What it knows so far of a version that is not solved.
    pub so_far: Option<Checked>,
    /// Whether the verdict on the screen is its own already.
    pub is_proven: bool,
}
