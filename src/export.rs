//! A grading in the formats of others: each a pure converter from what was found to bytes, submission by submission.
//!
//! What learners wrote is never more than text in any of them: it cannot end an element, a fence or a cell, begin a formula,
//! or speak to the workflow that prints it.

mod cases;
mod classroom50;
mod exercism;
mod github;
mod gradebook;
mod gradescope;
mod html;
mod jsonl;
mod junit;
mod pairs;
mod shown;
mod text;

pub use classroom50::{Classroom, Classroom50};
pub use exercism::Exercism;
pub use github::{Annotations, Outputs, StepSummary};
pub use gradebook::Csv;
pub use gradescope::Gradescope;
pub use html::Html;
pub use jsonl::Jsonl;
pub use junit::Junit;
pub use pairs::pairs_page;
pub use text::{Paint, Text, submission_lines};

use crate::grade::{Header, SubmissionGrade, Summary};
use crate::text::nearest;
use std::io::{self, Write};
use std::path::PathBuf;
use std::str::FromStr;

/// What a report says that is not whole.
const UNFINISHED: &str = "Grading has not come to its end: these are no results.";

/// Writes a grading in one format. What is held does not grow with what learners wrote: at most one submission, and for a
/// table at the end a line for each.
///
/// An error that is none of `out` says why this format cannot hold what was found; then what was written is not to be used.
pub trait Exporter {
    /// Writes what stands in the report's place until it is whole, and for good where the grader is killed: a document of this
    /// format that says that grading has not come to its end. Nothing, in a format that grows: there the end is missing.
    ///
    /// # Errors
    /// `out` cannot be written to.
    fn stand_in(&self, header: &Header, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what stands before all submissions; nothing, in most formats.
    ///
    /// # Errors
    /// `out` cannot be written to.
    fn begin(&mut self, _header: &Header, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes a submission.
    ///
    /// # Errors
    /// `out` cannot be written to, or the format cannot hold this.
    fn submission(
        &mut self,
        header: &Header,
        grade: &SubmissionGrade,
        out: &mut dyn Write,
    ) -> io::Result<()>;

    /// Writes what stands behind all submissions; nothing, in most formats.
    ///
    /// # Errors
    /// `out` cannot be written to.
    fn end(
        &mut self,
        _header: &Header,
        _summary: &Summary,
        _out: &mut dyn Write,
    ) -> io::Result<()> {
        Ok(())
    }

    /// Says that grading did not come to its end, where people read. Nothing, in a format for programs: those find
    /// that the end is missing.
    ///
    /// # Errors
    /// `out` cannot be written to.
    fn unfinished(
        &mut self,
        _header: &Header,
        _so_far: &Summary,
        _out: &mut dyn Write,
    ) -> io::Result<()> {
        Ok(())
    }
}

/// The formats, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Sentences for a person at a terminal or in a log.
    Text,
    /// Everything, as lines of JSON.
    Jsonl,
    /// `JUnit` XML in Jenkins' dialect.
    Junit,
    /// Annotations, step summary and outputs of GitHub Actions.
    Github,
    /// `result.json` of Classroom 50.
    Classroom50,
    /// `results.json` of Gradescope.
    Gradescope,
    /// `results.json` of Exercism.
    Exercism,
    /// Rows for a gradebook.
    Csv,
    /// The page of a class.
    Html,
}

impl Format {
    /// All of them, in the order of the enum.
    pub const ALL: [Self; 9] = [
        Self::Text,
        Self::Jsonl,
        Self::Junit,
        Self::Github,
        Self::Classroom50,
        Self::Gradescope,
        Self::Exercism,
        Self::Csv,
        Self::Html,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Jsonl => "jsonl",
            Self::Junit => "junit",
            Self::Github => "github",
            Self::Classroom50 => "classroom50",
            Self::Gradescope => "gradescope",
            Self::Exercism => "exercism",
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }

    /// Whether a report in this format is about one learner, so that there is no place in it for a class.
    pub fn holds_one_submission(self) -> bool {
        matches!(self, Self::Classroom50 | Self::Gradescope | Self::Exercism)
    }
}

impl FromStr for Format {
    type Err = String;

    /// # Errors
    /// There is no such format, with the one that was meant or all that there are.
    fn from_str(name: &str) -> Result<Self, String> {
        if let Some(format) = Self::ALL.into_iter().find(|format| format.name() == name) {
            return Ok(format);
        }
        let names = Self::ALL.map(Self::name);
        Err(match nearest(name, names) {
            Some(meant) => format!("there is no such format; did you mean `{meant}`?"),
            None => format!("there is no such format; there are {}", names.join(", ")),
        })
    }
}

/// A format that is asked for, and where it goes, as `junit=report.xml` on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The format.
    pub format: Format,
    /// The file; without one it is standard output.
    pub file: Option<PathBuf>,
}

impl FromStr for Wanted {
    type Err = String;

    /// # Errors
    /// There is no such format, or no name behind the sign.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("the name of a file belongs behind `=`".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        Ok(Self {
            format: name.parse()?,
            file,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_found_by_name_and_near_names_are_suggested() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
        }
        for (name, part) in [
            ("junt", "did you mean `junit`?"),
            ("JUnit", "did you mean `junit`?"),
            ("gihtub", "did you mean `github`?"),
            ("sarif", "there are text, jsonl"),
            ("", "there are text, jsonl"),
        ] {
            let error = name.parse::<Format>().expect_err("no format");
            assert!(error.contains(part), "{name}: {error}");
        }
    }

    #[test]
    fn a_file_may_follow_the_name() {
        let wanted = |text: &str| text.parse::<Wanted>();
        let junit = |file: Option<&str>| {
            Ok(Wanted {
                format: Format::Junit,
                file: file.map(PathBuf::from),
            })
        };
        assert_eq!(wanted("junit"), junit(None));
        assert_eq!(wanted("junit=out/a=b.xml"), junit(Some("out/a=b.xml")));
        assert!(wanted("junit=").is_err());
        assert!(wanted("=a").is_err());
    }
}
