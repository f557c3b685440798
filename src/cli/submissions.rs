//! Which submissions, and which of their exercises: the same for all commands about them.

use super::complete;
use clap::Args;
use std::path::PathBuf;

/// Submissions of a class, or of single learners.
#[derive(Debug, Args)]
pub struct SubmissionArgs {
    /// The submissions: directories of exercise files in the workbook's layout, or single files
    #[arg(required = true, value_name = "DIR")]
    pub dirs: Vec<PathBuf>,
    /// Each DIR holds a class: every directory in it is a submission, and its name is the learner's
    #[arg(long)]
    pub class: bool,
    /// Only these exercises
    #[arg(long, value_name = "NAMES", value_delimiter = ',', add = complete::exercises())]
    pub only: Vec<String>,
}
