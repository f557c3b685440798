//! A library that the files of an exercise are compiled downstream of.
//!
//! Most of what a compiler makes of a file that serves HTTP are instances of the generic functions of its crates. An instance that a
//! crate upstream has already is not made again (rustc shares generics where nothing is optimized), so a text of the workbook with the
//! same tests goes before: the second file takes half the time. No name of it comes into a submission's scope, and what a
//! submission is given back does not depend on it.

use super::terms::{Chosen, Shared};
use super::{Assignment, Grader, Terms};
use crate::error::Error;
use crate::files::Scratch;
use crate::process::Stop;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, TryLockError};

/// After this many files of an exercise it is worth it to compile the starter too.
const WORTH_IT: usize = 2;

/// What the library is called.
pub(super) const NAME: &str = "__workbook_upstream";

/// A compiled text of the workbook.
#[derive(Debug)]
pub(super) struct Upstream {
    rlib: PathBuf,
    /// What is in it, word for word.
    text: String,
    _scratch: Scratch,
}

/// What there is of it for one exercise.
#[derive(Debug, Default)]
pub(super) struct Slot {
    n_files: usize,
    made: Made,
}

#[derive(Debug, Default)]
enum Made {
    #[default]
    NotYet,
    /// The text does not compile.
    Refused,
    Library(Arc<Upstream>),
}

impl Upstream {
    pub(super) fn rlib(&self) -> &Path {
        &self.rlib
    }

    /// Whether it is this very text, so that there is nothing to compile any more.
    pub(super) fn is(&self, text: &str) -> bool {
        self.text == text
    }

    /// The arguments that name it to a compiler, if its path is text.
    pub(super) fn args(&self) -> Option<[String; 2]> {
        let rlib = self.rlib.to_str()?;
        let dir = self.rlib.parent()?.to_str()?;
        Some([
            format!("--extern={NAME}={rlib}"),
            format!("-Ldependency={dir}"),
        ])
    }
}

impl Grader {
    /// What a file of an exercise is compiled downstream of, if that is worth it. Whoever comes while it is being made goes
    /// without rather than wait.
    pub(super) fn upstream(
        &self,
        assignment: &Assignment,
        terms: Terms<'_>,
        stop: &Stop,
    ) -> Result<Option<Arc<Upstream>>, Error> {
        // Functions of the standard library alone are quickly made. What an author may export by a name of its own could
        // be there twice.
        if assignment.allows_unsafe || assignment.needed_by_tests(&self.offered().0).is_empty() {
            return Ok(None);
        }
        let mut slot = match assignment.upstream.try_lock() {
            Ok(slot) => slot,
            Err(TryLockError::Poisoned(slot)) => slot.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(None),
        };
        match &slot.made {
            Made::NotYet => {}
            Made::Refused => return Ok(None),
            Made::Library(upstream) => return Ok(Some(upstream.clone())),
        }
        slot.n_files += 1;
        let text = match terms.shared {
            Shared::Starter if slot.n_files <= WORTH_IT => None,
            Shared::Starter => assignment.starter(),
            // Where nothing is known of the solution it is compiled in any case.
            Shared::Solution => assignment.solution().filter(|text| {
                !self.is_known(
                    assignment,
                    text,
                    Terms {
                        only: &[],
                        keeps_timeouts: false,
                        ..terms
                    },
                )
            }),
        };
        let Some(text) = text else {
            return Ok(None);
        };
        let needed = self.needed(assignment, text);
        let externs = self.externs(&needed, stop)?;
        let tests = Chosen {
            own: None,
            numbers: None,
            upstream: None,
        };
        let compiled = self.compile(assignment, text, NAME, &tests, &externs, stop)?;
        if !compiled.is_library() {
            slot.made = Made::Refused;
            return Ok(None);
        }
        let upstream = Arc::new(Upstream {
            rlib: compiled.rlib,
            text: text.to_owned(),
            _scratch: compiled.scratch,
        });
        slot.made = Made::Library(upstream.clone());
        Ok(Some(upstream))
    }
}

/// One slot for each exercise, whoever holds it.
pub(super) type Slots = Arc<Mutex<Slot>>;
