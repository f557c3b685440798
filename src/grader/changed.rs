//! Which submissions are not as they were when they were graded before.

use super::{Grader, Submission};
use crate::files::{self, NotSubmitted};
use crate::grade::{Earlier, Files, Kind};

impl Grader {
    /// The submissions that an earlier report does not hold as they are now.
    pub fn changed(&self, submissions: Vec<Submission>, earlier: &Earlier) -> Vec<Submission> {
        submissions
            .into_iter()
            .filter(|submission| !earlier.holds(&submission.name, &self.files(submission)))
            .collect()
    }

    fn files(&self, submission: &Submission) -> Files {
        let assignments = self.assignments().iter().map(|it| &it.exercise);
        assignments
            .filter(|exercise| submission.is_to_hold(exercise))
            .map(|exercise| {
                let file = match submission.read(exercise).1 {
                    Ok(text) => files::fingerprint_name(&text),
                    Err(NotSubmitted::Missing) => Kind::Missing.name().to_owned(),
                    Err(NotSubmitted::Refused(_)) => Kind::Unreadable.name().to_owned(),
                    Err(NotSubmitted::Failed(_)) => Kind::Error.name().to_owned(),
                };
                (exercise.name.clone(), file)
            })
            .collect()
    }
}
