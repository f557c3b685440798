//! Arguments of `grade`.

use super::{FormatArgs, SubmissionArgs};
use crate::grade::{Credit, Feedback};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "\
Examples:
  workbook -C course grade work                    one learner's directory
  workbook -C course grade work/lru_cache.rs       one file
  workbook -C course grade --class submissions     each directory in it is a learner's
  workbook grade --class submissions --format html=class.html --format csv=points.csv
  workbook grade --class submissions --partition auto --format jsonl=part.jsonl
  workbook grade . --tests hidden --feedback name --require-sandbox

Without -C it is the course that this program brings along that is graded by. Nothing of a submission is run but its
exercise files, in a sandbox; `workbook doctor --grade` says what it is made of on this machine.

Exit codes:
  0 all passed    1 something did not    2 wrong usage or a broken workbook    3 something could not be graded
  4 nothing to grade    130 interrupted";

/// Arguments of `grade`.
#[derive(Debug, Args)]
pub struct GradeArgs {
    /// Which submissions.
    #[command(flatten)]
    pub submissions: SubmissionArgs,
    /// How many files are graded at once; without it, one for each core
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Seconds that one test may take; without it, twice what the exercise says
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=600))]
    pub timeout: Option<u32>,
    /// Hidden tests: DIR/NAME.rs holds a `#[cfg(test)] mod` for the exercise NAME, which is run besides its own
    #[arg(long, value_name = "DIR")]
    pub tests: Option<PathBuf>,
    /// Whether each test that passes earns its points, or only a whole exercise
    #[arg(long, value_name = "FOR", default_value = "per-test")]
    points: PointsArg,
    /// What learners are told: all, the names of tests, or points only. Of hidden tests never more than the name
    #[arg(long, value_name = "HOW", default_value = "full")]
    feedback: FeedbackArg,
    /// Grade nothing where the sandbox is not whole (exit code 3)
    #[arg(long)]
    pub require_sandbox: bool,
    /// End with exit code 0 whatever the learners' results are
    #[arg(long)]
    pub exit_zero: bool,
    /// Grade a part of the class only: `hash:1/4`, `slice:1/4`, or `auto` to ask the CI which part this job is
    #[arg(long, value_name = "PART")]
    pub partition: Option<String>,
    /// Report only submissions that are not as they were in this earlier report (of `--format jsonl=FILE`)
    #[arg(long, value_name = "REPORT.jsonl")]
    pub only_changed: Option<PathBuf>,
    /// Use nothing that was found before
    #[arg(long)]
    pub afresh: bool,
    /// The formats.
    #[command(flatten)]
    pub formats: FormatArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PointsArg {
    PerTest,
    PerExercise,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FeedbackArg {
    Full,
    Name,
    None,
}

impl GradeArgs {
    /// Which points count.
    pub fn credit(&self) -> Credit {
        match self.points {
            PointsArg::PerTest => Credit::PerTest,
            PointsArg::PerExercise => Credit::PerExercise,
        }
    }

    /// How much is told.
    pub fn feedback(&self) -> Feedback {
        match self.feedback {
            FeedbackArg::Full => Feedback::Full,
            FeedbackArg::Name => Feedback::Name,
            FeedbackArg::None => Feedback::None,
        }
    }
}
