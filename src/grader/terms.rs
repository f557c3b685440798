//! How to grade, and how long a file is tried.

use super::{Assignment, Grader};
use crate::crates::Progress;
use crate::grade::{Credit, Feedback};
use crate::source::{OwnTests, TrustedTests};
use std::fmt;
use std::time::Duration;

/// How long a submitted file may be compiled.
pub const COMPILE_TIME: Duration = Duration::from_secs(20);

/// How long one exercise may take, all its tests together.
pub const EXERCISE_TIME: Duration = Duration::from_secs(30);

/// After this many tests of a file that did not end, the others are not tried.
const PATIENCE: usize = 2;

/// How much one test may print before it is stopped.
pub const TEST_OUTPUT: usize = 8 << 20;

/// How to grade.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The deadline of one test, instead of twice what the exercise says.
    pub deadline: Option<Duration>,
    /// Which points count.
    pub credit: Credit,
    /// How much is told.
    pub feedback: Feedback,
    /// Whether nothing that was found before is used.
    pub afresh: bool,
}

/// Whom to tell how far the crates are that exercises use.
pub(super) struct Listener(pub(super) Box<dyn Fn(&Progress) + Send + Sync>);

impl Default for Listener {
    fn default() -> Self {
        Self(Box::new(|_| {}))
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}

impl Grader {
    /// Has somebody told how far the crates are that exercises use, while they are built.
    pub fn on_crates(&mut self, tell: impl Fn(&Progress) + Send + Sync + 'static) {
        self.on_crates = Listener(Box::new(tell));
    }

    /// How long a submitted file is tried.
    pub(super) fn terms(&self, assignment: &Assignment) -> Terms<'static> {
        let deadline = self.deadline(assignment);
        Terms {
            only: &[],
            deadline,
            total: EXERCISE_TIME.max(deadline),
            patience: PATIENCE,
            afresh: self.options.afresh,
            keeps_timeouts: false,
            shared: Shared::Starter,
        }
    }
}

/// How long a file is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms<'t> {
    /// The names of the tests that are tried; none means all.
    pub only: &'t [&'t str],
    /// The deadline of one test.
    pub deadline: Duration,
    /// How long all of its tests may take.
    pub total: Duration,
    /// How many tests may not end before the others are not tried any more.
    pub patience: usize,
    /// Whether nothing that was found before is used.
    pub afresh: bool,
    /// Whether a test that did not end is remembered as one that does not.
    pub keeps_timeouts: bool,
    /// What of the workbook may be compiled first, so that the file takes less time.
    pub shared: Shared,
}

/// A text of the workbook whose instances of generic functions a compilation may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// The starter, which a learner has been given.
    Starter,
    /// The solution. It is for what its author wrote.
    Solution,
}

/// Which tests a file is compiled with.
pub(super) struct Chosen {
    /// Those of the submission, where they count.
    pub own: Option<OwnTests>,
    /// The numbers of those of the workbook; nothing stands for all.
    pub numbers: Option<Vec<usize>>,
    /// The name of a library that goes before.
    pub upstream: Option<&'static str>,
}

impl Chosen {
    /// Code that names the tables of all tests in the library of this name: the submission's own come first, then those of
    /// the workbook.
    pub fn tables(&self, workbooks: &TrustedTests, library: &str) -> String {
        let own = self.own.as_ref().map(|own| own.table(library));
        let tables: Vec<String> = own.into_iter().chain([workbooks.tables(library)]).collect();
        tables.join(", ")
    }

    /// How many tests stand in these tables.
    pub fn n_tests(&self, workbooks: &TrustedTests) -> usize {
        let own = self.own.as_ref().map_or(0, OwnTests::n_run);
        let chosen = self.numbers.as_ref().map(Vec::len);
        own + chosen.unwrap_or_else(|| workbooks.n_run())
    }
}
