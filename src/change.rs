//! What is written down of a change to the learner's files, so that it can be undone.
//!
//! Pure: a record and its text form, one JSON file a change. `files` makes changes and reads the records.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Component, Path};
use std::time::SystemTime;

/// The version of the text form that is written, and the only one that is read.
const VERSION: u32 = 1;

/// A change, as it was before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What was done.
    pub operation: Operation,
    /// Whether it was taken back instead. An undo that is itself undone does the operation again.
    pub is_undo: bool,
    /// When.
    pub time: SystemTime,
    /// What was replaced.
    pub files: Vec<FileBefore>,
    /// The lines of the progress that were changed, by exercise, as they were; nothing where there was no line.
    pub progress: BTreeMap<String, Option<String>>,
    /// Names that were given up, with those that came in their place.
    pub renamed: BTreeMap<String, String>,
}

/// What a change is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// The starter of this exercise was put back.
    Reset(String),
    /// The course of this version of the program was brought in.
    Update(String),
}

/// A file, and where to find what it held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileBefore {
    /// The file, relative to the workbook, with `/` between the parts.
    pub path: String,
    /// The exercise whose file this is: it may have another name and place by the time of an undo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<String>,
    /// The copy of what it held, relative to the workbook; none where there was no file.
    pub backup: Option<String>,
}

/// The text form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    version: u32,
    operation: Operation,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    undo: bool,
    time: String,
    files: Vec<FileBefore>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    progress: BTreeMap<String, Option<String>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    renamed: BTreeMap<String, String>,
}

impl Change {
    /// What was done, to go on a sentence: "the reset of `add`".
    pub fn what(&self) -> String {
        let operation = match &self.operation {
            Operation::Reset(exercise) => format!("the reset of `{exercise}`"),
            Operation::Update(version) => format!("the update to version {version}"),
        };
        if self.is_undo {
            format!("the undo of {operation}")
        } else {
            operation
        }
    }

    /// The text form.
    pub fn render(&self) -> String {
        let record = Record {
            version: VERSION,
            operation: self.operation.clone(),
            undo: self.is_undo,
            time: humantime::format_rfc3339_seconds(self.time).to_string(),
            files: self.files.clone(),
            progress: self.progress.clone(),
            renamed: self.renamed.clone(),
        };
        serde_json::to_string_pretty(&record).expect("all keys are strings") + "\n"
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// Why it makes no sense. A path that leads out of the workbook does not, whoever wrote it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let record: Record = serde_json::from_str(text).map_err(|source| source.to_string())?;
        if record.version != VERSION {
            return Err(format!(
                "it is of version {}, but this program reads version {VERSION}",
                record.version
            ));
        }
        let paths = record
            .files
            .iter()
            .flat_map(|file| file.backup.iter().chain([&file.path]));
        for path in paths {
            if !stays_inside(path) {
                return Err(format!("it names the path {path:?}"));
            }
        }
        Ok(Self {
            operation: record.operation,
            is_undo: record.undo,
            time: humantime::parse_rfc3339(&record.time).map_err(|source| source.to_string())?,
            files: record.files,
            progress: record.progress,
            renamed: record.renamed,
        })
    }
}

/// Whether a path names something below the directory it is relative to.
pub fn stays_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn change() -> Change {
        Change {
            operation: Operation::Reset("add".into()),
            is_undo: false,
            time: SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000),
            files: vec![
                FileBefore {
                    path: "exercises/01_one/add.rs".into(),
                    exercise: Some("add".into()),
                    backup: Some(".workbook/backups/add-x.rs".into()),
                },
                FileBefore {
                    path: "info.toml".into(),
                    exercise: None,
                    backup: None,
                },
            ],
            progress: BTreeMap::from([
                ("add".into(), Some("add attempts=1".into())),
                ("sub".into(), None),
            ]),
            renamed: BTreeMap::from([("plus".into(), "add".into())]),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for is_undo in [false, true] {
            for operation in [Operation::Reset("a".into()), Operation::Update("2".into())] {
                let change = Change {
                    operation,
                    is_undo,
                    ..change()
                };
                assert_eq!(Change::parse(&change.render()), Ok(change));
            }
        }
    }

    #[test]
    fn a_record_reads_as_a_person_expects() {
        let text = change().render();
        for part in [
            "\"reset\": \"add\"",
            "\"time\": \"2001-09-09T01:46:40Z\"",
            "\"backup\": null",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        assert_eq!(change().what(), "the reset of `add`");
    }

    #[test]
    fn a_record_that_makes_no_sense_is_refused() {
        let text = change().render();
        for (from, to, expected) in [
            (
                "exercises/01_one",
                "../01_one",
                "it names the path \"../01_one/add.rs\"",
            ),
            (
                "exercises/01_one/add.rs",
                "/add.rs",
                "it names the path \"/add.rs\"",
            ),
            (".workbook/backups/add-x.rs", "", "it names the path \"\""),
            ("\"version\": 1", "\"version\": 2", "it is of version 2"),
            ("2001-09-09", "soon", "timestamp"),
            ("\"files\"", "\"flies\"", "unknown field `flies`"),
            ("{", "", "expected"),
        ] {
            let found = Change::parse(&text.replacen(from, to, 1)).expect_err(to);
            assert!(found.contains(expected), "{expected:?} is not in {found:?}");
        }
    }
}
