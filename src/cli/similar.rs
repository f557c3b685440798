//! Arguments of `similar`.

use super::SubmissionArgs;
use clap::Args;
use std::path::PathBuf;

pub(super) const ABOUT: &str = "\
Find pairs of submissions that share more than they were given: a place to look, never a verdict

Files are compared by their tokens, whatever their names, numbers, comments and layout are and in whatever order their
functions stand. What the workbook gives is left out (the starter, the solution, the right answers, all tests), and so is
what many of the class wrote, since that is how the task is solved: what more than 5 different files and more than a tenth
of them have (in a large class, more than 50), or more than half of all. With a few submissions nothing is left out that way.

The percentage says how much of the rest of the shorter file the other one has as well. Pairs that share fewer than 50
tokens are not told (--min-tokens): there are not many ways to write a few lines. Nobody should be judged by this list; whoever learned
from the same pages writes alike, and nothing here says who wrote first. Read the passages, and talk with both.";

pub(super) const EXAMPLES: &str = "\
Examples:
  workbook -C course similar submissions --class          each directory in it is a learner's
  workbook similar submissions --class --html pairs.html  a page with the passages side by side
  workbook similar ada bob                                two learners
  workbook similar submissions --class --only lru_cache,rate_limiter --at-least 80
  workbook similar submissions --class --json | jq -r '.pairs[] | [.percent, .exercise, .a, .b] | @tsv'

Without -C it is the course that this program brings along whose texts are left out. Nothing of a submission is run.
docs/similar-json.md tells what is in the JSON.

Exit codes:
  0 it compared, whatever it found    2 wrong usage or a broken workbook    3 a file could not be read or written
  4 nothing to compare    130 interrupted";

/// Arguments of `similar`.
#[derive(Debug, Args)]
pub struct SimilarArgs {
    /// Which submissions.
    #[command(flatten)]
    pub submissions: SubmissionArgs,
    /// Tell pairs that share at least so much
    #[arg(long, value_name = "PERCENT", default_value_t = 60, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub at_least: u8,
    /// Tell pairs that share at least so many tokens
    #[arg(long, value_name = "N", default_value_t = crate::similarity::MIN_TOKENS)]
    pub min_tokens: usize,
    /// Tell at most so many pairs, the most telling ones
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub most: u32,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Write a page with the passages side by side, which needs nothing but a browser
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}
