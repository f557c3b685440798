//! Reads the lines of a report back, one submission after the other, and says what is missing where it is not whole.

use super::{ExerciseGrade, Header, Record, SubmissionGrade, Summary};
use serde::de::IgnoredAny;
use std::collections::BTreeSet;
use std::fmt;
use std::io;

/// Why a report cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A line is not what it should be.
    Malformed {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// The report ends too early: grading did not come to its end, or the file was cut off.
    Incomplete {
        /// How many submissions are there whole.
        n_whole: usize,
        /// What is missing.
        missing: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { line, why } => write!(f, "line {line} is no record: {why}"),
            Self::Incomplete { missing, .. } => write!(f, "the report is incomplete: {missing}"),
        }
    }
}

/// What comes next in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A submission, whole.
    Submission(SubmissionGrade),
    /// The end.
    Summary(Summary),
}

/// A report that is being read.
pub struct Journal<L> {
    lines: L,
    line: usize,
    header: Header,
    exercises: BTreeSet<String>,
    n_submissions: usize,
}

impl<L: Iterator<Item = io::Result<String>>> Journal<L> {
    /// Reads the first line.
    ///
    /// # Errors
    /// It is not the beginning of a report.
    pub fn open(lines: L) -> Result<Self, Fault> {
        let mut journal = Self {
            lines,
            line: 0,
            header: Header::default(),
            exercises: BTreeSet::new(),
            n_submissions: 0,
        };
        match journal.record()? {
            Some(Record::Start(header)) => {
                let names = header.exercises.iter();
                journal.exercises = names.map(|exercise| exercise.name.clone()).collect();
                journal.header = *header;
                Ok(journal)
            }
            Some(_) => Err(journal.malformed("a report begins with a record of type `start`")),
            None => Err(journal.incomplete("the file is empty")),
        }
    }

    /// What holds for all submissions.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The next submission, or the summary, behind which there is nothing.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn read(&mut self) -> Result<Entry, Fault> {
        let mut exercises: Vec<ExerciseGrade> = Vec::new();
        let mut of: Option<String> = None;
        loop {
            let Some(record) = self.record()? else {
                return Err(match of {
                    Some(name) => {
                        self.incomplete(&format!("it ends within the submission `{name}`"))
                    }
                    None => self.incomplete(&format!(
                        "it has no summary, and {} of {} submissions",
                        self.n_submissions, self.header.n_submissions
                    )),
                });
            };
            match record {
                Record::Start(_) => return Err(self.malformed("a second report begins here")),
                Record::Exercise { submission, grade } => {
                    if of.as_ref().is_some_and(|name| *name != submission) {
                        return Err(self.malformed(&format!(
                            "it belongs to `{submission}`, but `{}` has not ended",
                            of.unwrap_or_default()
                        )));
                    }
                    if !self.exercises.contains(&grade.name) {
                        return Err(self.malformed(&format!(
                            "the report's `start` names no exercise `{}`",
                            grade.name
                        )));
                    }
                    of = Some(submission);
                    exercises.push(*grade);
                }
                Record::Submission {
                    submission,
                    dir,
                    exercises: n_exercises,
                    ms,
                } => {
                    if of.as_ref().is_some_and(|name| *name != submission) {
                        return Err(self.malformed("another submission has not ended"));
                    }
                    if exercises.len() != n_exercises {
                        return Err(self.malformed(&format!(
                            "`{submission}` has {n_exercises} exercises, and {} of them are here",
                            exercises.len()
                        )));
                    }
                    self.n_submissions += 1;
                    return Ok(Entry::Submission(SubmissionGrade {
                        name: submission,
                        dir,
                        exercises,
                        ms,
                    }));
                }
                Record::Summary(summary) => {
                    self.close(of.as_deref(), &summary)?;
                    return Ok(Entry::Summary(*summary));
                }
            }
        }
    }

    /// Whether the summary belongs where it stands.
    fn close(&mut self, of: Option<&str>, summary: &Summary) -> Result<(), Fault> {
        if let Some(name) = of {
            return Err(self.malformed(&format!("the submission `{name}` has not ended")));
        }
        if summary.n_submissions != self.n_submissions {
            return Err(self.malformed(&format!(
                "the summary counts {} submissions, and {} are here",
                summary.n_submissions, self.n_submissions
            )));
        }
        if self.n_submissions < self.header.n_submissions {
            return Err(self.incomplete(&format!(
                "{} of {} submissions are here",
                self.n_submissions, self.header.n_submissions
            )));
        }
        match self.record()? {
            Some(_) => Err(self.malformed("nothing may follow the summary")),
            None => Ok(()),
        }
    }

    /// The next record; none at the end.
    fn record(&mut self) -> Result<Option<Record>, Fault> {
        let Some(text) = self.lines.next() else {
            return Ok(None);
        };
        self.line += 1;
        let text = text.map_err(|error| self.malformed(&error.to_string()))?;
        match Record::from_line(&text) {
            Ok(record) => Ok(Some(record)),
            // Whoever is stopped while writing leaves half a line at the end.
            Err(_) if is_half(&text) && self.lines.next().is_none() => {
                Err(self.incomplete("its last line is cut off"))
            }
            Err(why) => Err(self.malformed(&why)),
        }
    }

    fn malformed(&self, why: &str) -> Fault {
        Fault::Malformed {
            line: self.line,
            why: why.to_owned(),
        }
    }

    fn incomplete(&self, missing: &str) -> Fault {
        Fault::Incomplete {
            n_whole: self.n_submissions,
            missing: missing.to_owned(),
        }
    }
}

/// Whether a text is the beginning of a JSON text.
fn is_half(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_err_and(|error| error.is_eof())
}

#[cfg(test)]
mod tests {
    use super::super::{ExerciseHeader, Kind, Points};
    use super::*;

    fn exercise(name: &str) -> ExerciseGrade {
        ExerciseGrade {
            name: name.into(),
            path: format!("{name}.rs"),
            hash: None,
            own_tests: false,
            kind: Kind::Pass,
            message: String::new(),
            tests: Vec::new(),
            diagnostics: Vec::new(),
            notes: Vec::new(),
            points: Some(Points::whole(1)),
            max_points: Points::whole(1),
            ms: 0,
        }
    }

    /// A report on two submissions of two exercises: eight lines.
    fn report() -> Vec<String> {
        let exercises = ["a", "b"].map(|name| ExerciseHeader {
            name: name.into(),
            ..ExerciseHeader::default()
        });
        let header = Header {
            exercises: exercises.into(),
            n_submissions: 2,
            ..Header::default()
        };
        let mut summary = Summary::default();
        let mut records = vec![Record::Start(Box::new(header))];
        for name in ["ada", "bob"] {
            let grade = SubmissionGrade {
                name: name.into(),
                dir: name.into(),
                exercises: vec![exercise("a"), exercise("b")],
                ms: 1,
            };
            summary.add(&grade);
            records.extend(Record::of_submission(&grade));
        }
        records.push(Record::Summary(Box::new(summary)));
        records.iter().map(Record::to_line).collect()
    }

    fn read(lines: Vec<String>) -> Result<Vec<String>, Fault> {
        let mut journal = Journal::open(lines.into_iter().map(Ok))?;
        let mut names = Vec::new();
        loop {
            match journal.read()? {
                Entry::Submission(grade) => names.push(grade.name),
                Entry::Summary(summary) => {
                    assert_eq!(summary.n_submissions, names.len());
                    return Ok(names);
                }
            }
        }
    }

    #[test]
    fn a_whole_report_is_read_submission_by_submission() {
        assert_eq!(read(report()), Ok(vec!["ada".into(), "bob".into()]));
    }

    #[test]
    fn wherever_a_report_is_cut_off_it_is_incomplete() {
        let lines = report();
        for n_lines in 0..lines.len() {
            let whole = lines[..n_lines].to_vec();
            let fault = read(whole.clone()).expect_err("lines are missing");
            assert!(
                matches!(fault, Fault::Incomplete { .. }),
                "{n_lines}: {fault}"
            );
            let mut cut = whole;
            cut.push(lines[n_lines][..lines[n_lines].len() / 2].to_owned());
            let fault = read(cut).expect_err("a line is cut off");
            let Fault::Incomplete { n_whole, missing } = fault else {
                panic!("{n_lines}: {fault}");
            };
            assert!(missing.contains("cut off"), "{missing}");
            assert_eq!(n_whole, n_lines.saturating_sub(1) / 3);
        }
    }

    #[test]
    fn what_was_changed_by_hand_is_found() {
        let without = |idx: usize| {
            let mut lines = report();
            lines.remove(idx);
            lines
        };
        let with = |idx: usize, line: &str| {
            let mut lines = report();
            lines.insert(idx, line.to_owned());
            lines
        };
        let first = &report()[0];
        let last = &report()[7];
        for (lines, line, part) in [
            (without(0), 1, "begins with"),
            (without(1), 3, "2 exercises, and 1 of them"),
            (without(3), 4, "`ada` has not ended"),
            (with(4, first), 5, "a second report"),
            (with(4, "{}"), 5, "missing field `v`"),
            (with(4, last), 5, "counts 2 submissions, and 1"),
            (with(8, last), 9, "nothing may follow"),
            (
                with(1, &report()[1].replace("\"name\":\"a\"", "\"name\":\"z\"")),
                2,
                "no exercise `z`",
            ),
        ] {
            let fault = read(lines).expect_err(part);
            let Fault::Malformed { line: found, why } = fault else {
                panic!("{part}: {fault}");
            };
            assert!(why.contains(part), "{why}");
            assert_eq!(found, line, "{why}");
        }
    }

    #[test]
    fn a_report_that_lacks_a_submission_is_incomplete_even_with_a_summary() {
        let mut lines = report();
        lines[0] = lines[0].replace("\"n_submissions\":2", "\"n_submissions\":3");
        let fault = read(lines).expect_err("one is missing");
        assert_eq!(
            fault.to_string(),
            "the report is incomplete: 2 of 3 submissions are here"
        );
    }
}
