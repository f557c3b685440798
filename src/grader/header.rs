//! What a report says first: what is graded, by what, and under which limits.

use super::{COMPILE_TIME, EXERCISE_TIME, Grader, TEST_OUTPUT};
use crate::files;
use crate::grade::{Header, Limits, Shard};

impl Grader {
    /// What holds for all submissions.
    pub fn header(
        &self,
        started: String,
        shard: Option<Shard>,
        n_submissions: usize,
        roster: Vec<String>,
    ) -> Header {
        let mut all: Vec<&str> = vec![env!("CARGO_PKG_VERSION"), self.toolchain.version()];
        let options = format!("{:?} {:?}", self.options.deadline, self.options.credit);
        all.push(&options);
        all.extend(self.assignments.iter().map(|it| it.hash.as_str()));
        Header {
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            rustc: self.toolchain.short_version().to_owned(),
            workbook: self.title.clone(),
            workbook_hash: files::fingerprint_name(&all.join("\0")),
            started,
            exercises: self
                .assignments
                .iter()
                .map(|assignment| assignment.header.clone())
                .collect(),
            shard,
            n_submissions,
            roster,
            enforced: self.enforced.clone(),
            limits: self.limits(),
        }
    }

    fn limits(&self) -> Limits {
        let longest = self
            .assignments
            .iter()
            .map(|assignment| self.deadline(assignment))
            .max();
        Limits {
            compile_seconds: COMPILE_TIME.as_secs(),
            test_seconds: longest.unwrap_or_default().as_secs(),
            exercise_seconds: EXERCISE_TIME.as_secs(),
            memory: crate::verdict::TEST_MEMORY,
            output: TEST_OUTPUT as u64,
            source: files::MAX_SUBMITTED_LEN,
        }
    }
}
