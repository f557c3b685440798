//! Arguments of `report`, and of every command that writes reports.

use crate::export::Wanted;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What to do with reports.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// Put the parts of one class together, and refuse what are not all of them
    #[command(
        after_help = "Examples:\n  workbook report merge part-*.jsonl\n  workbook report merge part-*.jsonl --expect roster.csv --format github --format jsonl=class.jsonl\n\nExit codes: 0 all passed, 1 something did not, 3 parts are missing, doubled or incomplete, or something could not be graded."
    )]
    Merge(MergeArgs),
    /// Show a finished report, or convert it
    #[command(
        after_help = "Examples:\n  workbook report show class.jsonl\n  workbook report show class.jsonl --format junit=class.xml"
    )]
    Show(ShowArgs),
}

/// The formats to write.
#[derive(Debug, Args)]
pub struct FormatArgs {
    /// Write this format, to a file or to standard output; may be repeated. One of text, jsonl, junit, github, classroom50,
    /// gradescope, exercism, csv, html; without any, text
    #[arg(long = "format", value_name = "NAME[=FILE]")]
    pub formats: Vec<Wanted>,
}

/// Arguments of `report merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The parts, as `workbook grade --partition ... --format jsonl=FILE` wrote them
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Refuse a class in which one of these learners is missing (CSV; a column `student`, or the first one)
    #[arg(long, value_name = "ROSTER.csv")]
    pub expect: Option<PathBuf>,
    /// End with exit code 0 whatever the learners' results are
    #[arg(long)]
    pub exit_zero: bool,
    /// The formats.
    #[command(flatten)]
    pub formats: FormatArgs,
}

/// Arguments of `report show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The report, as `workbook grade --format jsonl=FILE` wrote it
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The formats.
    #[command(flatten)]
    pub formats: FormatArgs,
}
