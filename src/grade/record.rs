//! The records of a report: one a line, as JSON. `docs/grade-jsonl.md` tells what programs may rely on.

use super::{ExerciseGrade, Header, SubmissionGrade, Summary};
use serde::{Deserialize, Serialize};

/// The version of the schema that every record names.
pub const SCHEMA_VERSION: u32 = 1;

/// One line of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Record {
    /// Grading begins.
    Start(Box<Header>),
    /// An exercise of a submission is graded.
    Exercise {
        /// The submission it belongs to.
        submission: String,
        /// What became of it.
        #[serde(flatten)]
        grade: Box<ExerciseGrade>,
    },
    /// All exercises of a submission are graded.
    Submission {
        /// Its name.
        submission: String,
        /// Where it lies.
        #[serde(default)]
        dir: String,
        /// How many exercises there were, so that a missing line is noticed.
        exercises: usize,
        /// How long it took, in milliseconds.
        ms: u64,
    },
    /// Grading came to its end.
    Summary(Box<Summary>),
}

#[derive(Serialize)]
struct Versioned<'r> {
    v: u32,
    #[serde(flatten)]
    record: &'r Record,
}

impl Record {
    /// The records of one submission.
    pub fn of_submission(grade: &SubmissionGrade) -> impl Iterator<Item = Self> {
        let exercises = grade.exercises.iter().map(|exercise| Self::Exercise {
            submission: grade.name.clone(),
            grade: Box::new(exercise.clone()),
        });
        exercises.chain(std::iter::once(Self::Submission {
            submission: grade.name.clone(),
            dir: grade.dir.clone(),
            exercises: grade.exercises.len(),
            ms: grade.ms,
        }))
    }

    /// The record as one line, without its end.
    pub fn to_line(&self) -> String {
        let versioned = Versioned {
            v: SCHEMA_VERSION,
            record: self,
        };
        serde_json::to_string(&versioned).expect("a record has nothing that JSON has not")
    }

    /// Reads a line.
    ///
    /// # Errors
    /// It is no record, or one of another version, in a few words.
    pub fn from_line(line: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Version {
            v: u32,
        }
        let Version { v } = serde_json::from_str(line).map_err(|error| error.to_string())?;
        if v != SCHEMA_VERSION {
            return Err(format!(
                "it is of version {v}, and this program reads version {SCHEMA_VERSION}"
            ));
        }
        serde_json::from_str(line).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Points, TestGrade};
    use super::*;

    fn grade() -> ExerciseGrade {
        ExerciseGrade {
            name: "add".into(),
            path: "exercises/01_one/add.rs".into(),
            hash: Some("abc".into()),
            own_tests: false,
            kind: Kind::EarlyExit,
            message: "It ended early.".into(),
            tests: vec![TestGrade {
                name: "adds".into(),
                kind: Kind::EarlyExit,
                message: String::new(),
                place: Some(("add.rs".into(), 3)),
                output: "a\nb".into(),
                truncated: false,
                hidden: true,
                points: Points::default(),
                max_points: Points::whole(2),
                ms: 4,
            }],
            diagnostics: Vec::new(),
            notes: vec!["identical to the reference solution".into()],
            points: None,
            max_points: Points::whole(2),
            ms: 250,
        }
    }

    #[test]
    fn records_survive_their_text_form() {
        let submission = SubmissionGrade {
            name: "ada".into(),
            dir: "class/ada".into(),
            exercises: vec![grade()],
            ms: 1,
        };
        let records = [
            Record::Start(Box::default()),
            Record::Summary(Box::default()),
        ];
        for record in Record::of_submission(&submission).chain(records) {
            let line = record.to_line();
            assert!(line.starts_with("{\"v\":1,\"type\":\""), "{line}");
            assert!(!line.contains('\n'), "{line}");
            assert_eq!(Record::from_line(&line), Ok(record));
        }
    }

    #[test]
    fn other_versions_and_half_lines_are_refused() {
        let line = Record::Start(Box::default()).to_line();
        let other = line.replace("\"v\":1", "\"v\":2");
        let message = Record::from_line(&other).expect_err("another version");
        assert!(message.contains("version 2"), "{message}");
        assert!(Record::from_line(&line[..line.len() / 2]).is_err());
        assert!(Record::from_line("").is_err());
    }

    #[test]
    fn a_submission_of_a_report_that_does_not_say_where_it_lies_is_read() {
        let line = r#"{"v":1,"type":"submission","submission":"ada","exercises":0,"ms":1}"#;
        assert!(
            matches!(Record::from_line(line), Ok(Record::Submission { dir, .. }) if dir.is_empty())
        );
    }
}
