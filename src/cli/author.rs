//! The arguments of the commands for authors.

use super::complete;
use clap::Args;

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The exercise's name, as `lru_cache`: of its file, and of the function that stands in for the task
    pub name: String,
    /// The directory of its chapter, as `03_algorithms`; it comes to the end of the chapter
    #[arg(long, value_name = "CHAPTER", add = complete::chapters())]
    pub dir: String,
    /// What people call it; without it, the name in words
    #[arg(long)]
    pub title: Option<String>,
    /// How hard it is, from 1 to 5
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(1..=5))]
    pub difficulty: Option<u8>,
    /// How long an interviewer would give
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u16).range(1..=600))]
    pub minutes: Option<u16>,
    /// The cards it practices; without any, one of its own name. Those that do not exist are written
    #[arg(long, value_name = "SLUG", value_delimiter = ',', num_args = 1.., add = complete::cards())]
    pub concept: Vec<String>,
    /// Cards worth reading with it. Those that do not exist are written
    #[arg(long, value_name = "SLUG", value_delimiter = ',', num_args = 1.., add = complete::cards())]
    pub see_also: Vec<String>,
    /// The directory of new cards below concepts/; without it, that of the chapter's other cards
    #[arg(long, value_name = "TOPIC", add = complete::topics())]
    pub topic: Option<String>,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The exercises; without any, the whole workbook
    #[arg(add = complete::exercises())]
    pub names: Vec<String>,
    /// Rewrite what can be derived: the targets in exercises/Cargo.toml
    #[arg(long)]
    pub fix: bool,
    /// How many files to check at once
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
}
