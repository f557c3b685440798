//! An earlier report, to tell which submissions have changed since.

use super::{Entry, Fault, Header, Journal, Kind, SubmissionGrade};
use std::collections::BTreeMap;
use std::io;

/// Each exercise of a submission with what stands for its file: a hash, or the kind of what could not be read.
pub type Files = BTreeMap<String, String>;

/// What was graded before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    workbook_hash: String,
    submissions: BTreeMap<String, Files>,
}

impl Earlier {
    /// Reads a report, as far as it goes: what an interrupted grading did not come to has not been graded. Nor has a
    /// submission of which something could not be.
    ///
    /// # Errors
    /// It is no report.
    pub fn read<L: Iterator<Item = io::Result<String>>>(lines: L) -> Result<Self, Fault> {
        let mut journal = Journal::open(lines)?;
        let mut earlier = Self {
            workbook_hash: journal.header().workbook_hash.clone(),
            submissions: BTreeMap::new(),
        };
        loop {
            match journal.read() {
                Ok(Entry::Submission(grade)) => earlier.add(&grade),
                Ok(Entry::Summary(_)) | Err(Fault::Incomplete { .. }) => return Ok(earlier),
                Err(fault) => return Err(fault),
            }
        }
    }

    fn add(&mut self, grade: &SubmissionGrade) {
        let is_whole = grade.exercises.iter().all(|it| it.kind != Kind::Error);
        if is_whole {
            let file = |hash: &Option<String>, kind: Kind| {
                hash.clone().unwrap_or_else(|| kind.name().to_owned())
            };
            let files = grade.exercises.iter();
            let files = files.map(|it| (it.name.clone(), file(&it.hash, it.kind)));
            self.submissions.insert(grade.name.clone(), files.collect());
        }
    }

    /// Whether it was graded as now: by the same program, compiler, workbook and tests, for the same points.
    pub fn was_graded_as(&self, header: &Header) -> bool {
        self.workbook_hash == header.workbook_hash
    }

    /// Whether a submission was graded that held exactly these files.
    pub fn holds(&self, submission: &str, files: &Files) -> bool {
        self.submissions.get(submission) == Some(files)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ExerciseGrade, ExerciseHeader, Points, Record, Summary};
    use super::*;

    fn graded(name: &str, kind: Kind, hash: Option<&str>) -> SubmissionGrade {
        SubmissionGrade {
            name: name.into(),
            exercises: vec![ExerciseGrade {
                name: "add".into(),
                path: "add.rs".into(),
                hash: hash.map(str::to_owned),
                own_tests: false,
                kind,
                message: String::new(),
                tests: Vec::new(),
                diagnostics: Vec::new(),
                notes: Vec::new(),
                points: None,
                max_points: Points::whole(1),
                ms: 0,
            }],
            ..SubmissionGrade::default()
        }
    }

    fn report(grades: &[SubmissionGrade]) -> Vec<String> {
        let header = Header {
            workbook_hash: "h".into(),
            exercises: vec![ExerciseHeader {
                name: "add".into(),
                ..ExerciseHeader::default()
            }],
            n_submissions: grades.len(),
            ..Header::default()
        };
        let mut summary = Summary::default();
        let mut records = vec![Record::Start(Box::new(header))];
        for grade in grades {
            summary.add(grade);
            records.extend(Record::of_submission(grade));
        }
        records.push(Record::Summary(Box::new(summary)));
        records.iter().map(Record::to_line).collect()
    }

    fn read(lines: &[String]) -> Result<Earlier, Fault> {
        Earlier::read(lines.iter().cloned().map(Ok))
    }

    fn files(file: &str) -> Files {
        [("add".to_owned(), file.to_owned())].into()
    }

    #[test]
    fn a_submission_is_the_same_when_every_file_of_it_is() {
        let lines = report(&[
            graded("ada", Kind::Pass, Some("1")),
            graded("bob", Kind::Missing, None),
            graded("cyd", Kind::Error, Some("3")),
        ]);
        let earlier = read(&lines).expect("it is a report");
        for (name, file, expected) in [
            ("ada", "1", true),
            ("ada", "2", false),
            // What somebody else handed in before is new of her.
            ("dot", "1", false),
            ("bob", "missing", true),
            ("bob", "unreadable", false),
            // It could not be graded, so it is to be tried again.
            ("cyd", "3", false),
        ] {
            assert_eq!(earlier.holds(name, &files(file)), expected, "{name} {file}");
        }
        assert!(!earlier.holds("ada", &Files::new()));
        let header = |hash: &str| Header {
            workbook_hash: hash.into(),
            ..Header::default()
        };
        assert!(earlier.was_graded_as(&header("h")));
        assert!(!earlier.was_graded_as(&header("i")));
    }

    #[test]
    fn a_report_counts_as_far_as_it_goes() {
        let lines = report(&[
            graded("ada", Kind::Pass, Some("1")),
            graded("bob", Kind::Pass, Some("2")),
        ]);
        let earlier = read(&lines[..4]).expect("an interrupted report");
        assert!(earlier.holds("ada", &files("1")));
        assert!(!earlier.holds("bob", &files("2")));
        let fault = read(&["student,points".to_owned()]).expect_err("no report");
        assert!(matches!(fault, Fault::Malformed { line: 1, .. }), "{fault}");
    }
}
