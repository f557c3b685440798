//! From texts to grades: what is looked at, compiled, linked and run, and what comes of it.

use super::link::{Built, Kept, Linked};
use super::own_tests::TestsOf;
use super::terms::Chosen;
use super::{Assignment, Grader, Terms, upstream};
use crate::error::Error;
use crate::grade::{ExerciseGrade, Kind};
use crate::process::Stop;
use crate::source::{self, OwnTests};

/// What the library of a submission is called; where there are several, a number follows.
const SUBMISSION: &str = "submission";

/// What becomes of a text before anything of it runs.
enum Made {
    Ready(Box<Ready>),
    Graded(Box<ExerciseGrade>),
}

/// A compiled text.
struct Ready {
    linked: Linked,
    tests: Chosen,
    /// Why it cannot be looked through, although the compiler could.
    unread: Option<String>,
}

impl Grader {
    /// What each of some texts is worth.
    pub(super) fn judge(
        &self,
        assignment: &Assignment,
        texts: &[(&str, Terms<'_>)],
        stop: &Stop,
    ) -> Vec<Result<ExerciseGrade, Error>> {
        std::thread::scope(|scope| {
            // The first file need not wait for the harness. What is wrong with it is told when it is linked.
            if !texts.is_empty() && !self.has_harness() {
                scope.spawn(|| self.harness(stop).is_ok());
            }
            self.judge_beside(assignment, texts, stop)
        })
    }

    /// The same, with a harness that somebody makes.
    fn judge_beside(
        &self,
        assignment: &Assignment,
        texts: &[(&str, Terms<'_>)],
        stop: &Stop,
    ) -> Vec<Result<ExerciseGrade, Error>> {
        let mut judged: Vec<Option<Result<ExerciseGrade, Error>>> = Vec::new();
        let mut ready = Vec::new();
        for (idx, (text, terms)) in texts.iter().enumerate() {
            let name = match texts.len() {
                1 => SUBMISSION.to_owned(),
                _ => format!("{SUBMISSION}{idx}"),
            };
            judged.push(match self.make(assignment, text, &name, *terms, stop) {
                Ok(Made::Ready(one)) => {
                    ready.push((idx, *one));
                    None
                }
                Ok(Made::Graded(grade)) => Some(Ok(*grade)),
                Err(error) => Some(Err(error)),
            });
        }
        let libraries: Vec<&Linked> = ready.iter().map(|(_, one)| &one.linked).collect();
        let built = match &libraries[..] {
            [] => None,
            libraries => Some(self.link(assignment, libraries, stop)),
        };
        match built {
            Some(Ok(Built::Program(executable))) => {
                let mut first = 0;
                for (idx, one) in &ready {
                    let (_, terms) = texts[*idx];
                    judged[*idx] = Some(match &one.unread {
                        // The compiler reads what we cannot. That is nothing anybody writes by accident.
                        Some(why) => {
                            let why = why.trim_end_matches('.');
                            let message = format!("It cannot be looked through: {why}.");
                            Ok(assignment.unjudged(Kind::Policy, message))
                        }
                        None => self
                            .try_all(assignment, (&executable, first), &one.tests, terms, stop)
                            .map(|tests| assignment.judged(tests)),
                    });
                    first += one.tests.n_tests(&assignment.tests);
                }
            }
            Some(Ok(Built::Refused(grade))) if ready.len() == 1 => {
                judged[ready[0].0] = Some(Ok(*grade));
            }
            Some(Err(error)) if ready.len() == 1 => judged[ready[0].0] = Some(Err(error)),
            // One of them keeps the others from being linked, and which one it is shows when each is alone.
            Some(_) => {
                for (idx, _) in &ready {
                    judged[*idx] = self.judge(assignment, &texts[*idx..=*idx], stop).pop();
                }
            }
            None => {}
        }
        judged.into_iter().flatten().collect()
    }

    /// Looks at a text and compiles it to a library of this name.
    fn make(
        &self,
        assignment: &Assignment,
        text: &str,
        name: &str,
        terms: Terms<'_>,
        stop: &Stop,
    ) -> Result<Made, Error> {
        let graded = |kind, message| Ok(Made::Graded(Box::new(assignment.unjudged(kind, message))));
        let refusals = source::refusals(text, &assignment.allowed());
        if let Ok(refusals) = &refusals
            && let Some(first) = refusals.first()
        {
            let more = match refusals.len() - 1 {
                0 => String::new(),
                n => format!(" ({n} more of the kind)"),
            };
            let message = format!(
                "Line {}: `{}` is not allowed here: {}.{more}",
                first.line, first.what, first.why
            );
            return graded(Kind::Policy, message);
        }
        let needed = self.needed(assignment, text);
        let mut externs = self.externs(&needed, stop)?;
        let (own, unread) = match assignment.tests_of {
            TestsOf::Workbook => (None, None),
            TestsOf::Submission => match OwnTests::of(text) {
                Ok(own) => (Some(own), None),
                Err(why) => (Some(OwnTests::unread(text)), Some(why)),
            },
        };
        if let Some(message) = own.as_ref().and_then(|own| assignment.too_many(own)) {
            return graded(Kind::Policy, message);
        }
        let unread = refusals.err().or(unread);
        let upstream = match own {
            Some(_) => None,
            None => self.upstream(assignment, terms, stop)?,
        };
        let mut tests = Chosen {
            own,
            numbers: assignment.chosen(terms.only),
            upstream: None,
        };
        if let Some(upstream) = upstream {
            let is_it = upstream.is(text);
            if is_it && tests.numbers.is_none() {
                let linked = Linked {
                    name: upstream::NAME.to_owned(),
                    tables: tests.tables(&assignment.tests, upstream::NAME),
                    path: upstream.rlib().to_owned(),
                    externs,
                    _kept: Kept::Upstream(upstream),
                };
                return Ok(Made::Ready(Box::new(Ready {
                    linked,
                    tests,
                    unread,
                })));
            }
            if let Some(args) = upstream.args().filter(|_| !is_it) {
                externs.extend(args);
                tests.upstream = Some(upstream::NAME);
            }
        }
        let compiled = self.compile(assignment, text, name, &tests, &externs, stop)?;
        if !compiled.is_library() {
            return compiled
                .refused(assignment)
                .map(|grade| Made::Graded(Box::new(grade)));
        }
        let linked = Linked {
            name: name.to_owned(),
            tables: tests.tables(&assignment.tests, name),
            path: compiled.rlib,
            externs,
            _kept: Kept::Scratch(compiled.scratch),
        };
        Ok(Made::Ready(Box::new(Ready {
            linked,
            tests,
            unread,
        })))
    }
}
