//! Runs the tests of a submission, one process each, and believes only the harness.

use super::link::Executable;
use super::terms::Chosen;
use super::{Assignment, Grader, TEST_OUTPUT, Terms, millis};
use crate::error::{Error, Problem};
use crate::grade::{Kind, TestGrade};
use crate::process::{self, Limits, Stop};
use crate::sandbox::Sandbox;
use crate::source::HARNESS_SEPARATOR;
use crate::text::{abridged, sanitize};
use crate::verdict::{
    AbortCause, Report, SIGXCPU, TEST_MEMORY, TestResult, TestRun, TestVerdict, judge_run,
};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How much of what a test prints is kept, in bytes.
const KEPT_OUTPUT: usize = 16 << 10;

impl Grader {
    /// Runs the tests of a text, which stand in the executable from the number `first` on.
    pub(super) fn try_all(
        &self,
        assignment: &Assignment,
        (executable, first): (&Executable, usize),
        tests: &Chosen,
        terms: Terms<'_>,
        stop: &Stop,
    ) -> Result<Vec<TestGrade>, Error> {
        let started = Instant::now();
        let sandbox = self.room.around_test(
            &executable.path,
            assignment.exercise.loopback,
            terms.deadline,
        )?;
        let mut n_hung = 0;
        let mut grades = assignment.unjudged(Kind::Pass, "").tests;
        let numbers = match (&tests.own, &tests.numbers) {
            (Some(own), _) => assignment.numbered(own, &mut grades),
            (None, None) => (0..grades.len()).map(Ok).collect(),
            (None, Some(chosen)) => (0..grades.len())
                .map(|idx| Ok(chosen.iter().take_while(|other| **other < idx).count()))
                .collect(),
        };
        for (grade, number) in grades.iter_mut().zip(numbers) {
            if !terms.only.is_empty() && !terms.only.contains(&grade.name.as_str()) {
                grade.kind = Kind::NotRun;
                "It was not to be tried.".clone_into(&mut grade.message);
                continue;
            }
            let number = match number {
                Ok(number) => first + number,
                Err(why) => {
                    grade.kind = Kind::Fail;
                    grade.message = sanitize(&why);
                    continue;
                }
            };
            let left = terms.total.saturating_sub(started.elapsed());
            if n_hung >= terms.patience || left.is_zero() {
                grade.kind = Kind::NotRun;
                "It was not tried: the tests before it used up the time."
                    .clone_into(&mut grade.message);
                continue;
            }
            self.try_one(
                assignment,
                (executable, &sandbox),
                number,
                terms.deadline.min(left),
                grade,
                stop,
            )?;
            n_hung += usize::from(grade.kind == Kind::Timeout);
        }
        Ok(grades)
    }

    fn try_one(
        &self,
        assignment: &Assignment,
        (executable, sandbox): (&Executable, &Arc<Sandbox>),
        number: usize,
        deadline: Duration,
        grade: &mut TestGrade,
        stop: &Stop,
    ) -> Result<(), Error> {
        let nonces = [nonce()?, nonce()?];
        let [passed, failed] = &nonces;
        let order = format!("{passed}{HARNESS_SEPARATOR}{failed}{HARNESS_SEPARATOR}{number}\n");
        let program = self
            .toolchain
            .harness(&executable.path, &executable.dir, self.room.lib())
            .stdin(order.into_bytes())
            .clean_env()
            .sandboxed(sandbox.clone());
        let limits = Limits {
            deadline,
            output: TEST_OUTPUT,
            memory: Some(TEST_MEMORY),
        };
        let started = Instant::now();
        let finished = process::run_to_end(&program, limits, stop)?;
        grade.ms = millis(started.elapsed());
        let answer = Answer::read(&finished.stdout, &nonces, number);
        grade.truncated = finished.stdout.len() + finished.stderr.len() > 2 * KEPT_OUTPUT;
        let is_tampered = matches!(answer, Answer::Forged(_));
        let (report, printed) = match answer {
            Answer::Said(report, printed) => (Some(report), printed),
            Answer::Nothing(printed) | Answer::Forged(printed) => (None, printed),
        };
        let verdict = judge_run(&TestRun {
            // The name of the thread that the test runs on.
            name: "main".to_owned(),
            exit: finished.exit,
            report,
            stdout: abridged(&printed, KEPT_OUTPUT),
            stderr: abridged(&String::from_utf8_lossy(&finished.stderr), KEPT_OUTPUT),
            deadline,
        });
        grade.kind = if is_tampered {
            Kind::Tampered
        } else {
            kind(&verdict.result)
        };
        grade.message = if is_tampered {
            "What it printed looks like the grader's own record, and is not.".to_owned()
        } else {
            sanitize(&message(&verdict))
        };
        grade.place = verdict
            .panic()
            .and_then(|panic| panic.place.as_ref())
            .map(|(file, line, _)| (assignment.file_in_reports(file), *line));
        grade.output = verdict.output;
        Ok(())
    }
}

impl Assignment {
    /// A file that a panic names, as reports name it.
    fn file_in_reports(&self, file: &str) -> String {
        let tests = format!("{}.tests", self.exercise.name);
        if file.contains(&tests) {
            format!("{} (tests)", self.header.path)
        } else {
            sanitize(file)
        }
    }
}

/// What the harness answered, and what else was printed.
enum Answer {
    Said(Report, String),
    Nothing(String),
    /// Something that only the harness may say was said twice, or of another test.
    Forged(String),
}

impl Answer {
    /// `nonces` are that of a pass and that of a failure.
    fn read(stdout: &[u8], nonces: &[String; 2], number: usize) -> Self {
        let text = String::from_utf8_lossy(stdout);
        let [passed, failed] = nonces
            .each_ref()
            .map(|nonce| text.split_once(nonce.as_str()));
        let (is_pass, (printed, rest)) = match (passed, failed) {
            (None, None) => return Self::Nothing(text.into_owned()),
            (Some(parts), None) => (true, parts),
            (None, Some(parts)) => (false, parts),
            (Some((printed, _)), Some(_)) => return Self::Forged(printed.to_owned()),
        };
        let printed = printed.strip_suffix('\n').unwrap_or(printed).to_owned();
        let (record, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let separator = HARNESS_SEPARATOR;
        let said = record
            .strip_prefix(separator)
            .and_then(|record| record.split_once(separator))
            .filter(|(said, _)| *said == number.to_string())
            .map(|(_, said)| said);
        match said {
            _ if nonces.iter().any(|nonce| after.contains(nonce.as_str())) => Self::Forged(printed),
            Some("ok") if is_pass => Self::Said(Report::Ok, printed),
            Some(said) if said.starts_with("failed") && !is_pass => {
                let why = said.trim_start_matches("failed").trim_start().to_owned();
                Self::Said(Report::Failed((!why.is_empty()).then_some(why)), printed)
            }
            _ => Self::Forged(printed),
        }
    }
}

fn kind(result: &TestResult) -> Kind {
    match result {
        TestResult::Passed => Kind::Pass,
        TestResult::Failed { .. } => Kind::Fail,
        TestResult::Hung { .. }
        | TestResult::Aborted {
            signal: SIGXCPU, ..
        } => Kind::Timeout,
        TestResult::Aborted {
            cause: AbortCause::OutOfMemory,
            ..
        } => Kind::Memory,
        TestResult::Aborted { .. } => Kind::Crash,
        TestResult::EndedEarly { .. } => Kind::EarlyExit,
        TestResult::TooMuchOutput => Kind::OutputLimit,
        TestResult::Ignored | TestResult::NotRun => Kind::NotRun,
    }
}

/// What a learner reads of a test that did not pass.
fn message(verdict: &TestVerdict) -> String {
    if verdict.passed() {
        return String::new();
    }
    let Some(panic) = verdict.panic() else {
        return match &verdict.result {
            TestResult::Failed {
                reason: Some(reason),
                ..
            } => reason.clone(),
            result => ending(result),
        };
    };
    match (&panic.sides, &verdict.result) {
        (Some((left, right)), _) => format!("{}\n  left: {left}\n right: {right}", panic.message),
        (None, result @ TestResult::Aborted { .. }) => ending(result),
        (None, _) => panic.message.clone(),
    }
}

/// What ended a test, in a sentence.
fn ending(result: &TestResult) -> String {
    result
        .ending(TEST_OUTPUT)
        .unwrap_or_else(|| "It failed.".to_owned())
}

/// 32 random bytes, in hex.
fn nonce() -> Result<String, Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::cannot_check(Problem::new(format!(
            "the system has no random bytes: {error}"
        )))
    })?;
    Ok(bytes.map(|byte| format!("{byte:02x}")).concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(stdout: &str) -> String {
        match Answer::read(stdout.as_bytes(), &["n0nce", "n1nce"].map(str::to_owned), 3) {
            Answer::Said(report, printed) => format!("{report:?} {printed:?}"),
            Answer::Nothing(printed) => format!("nothing {printed:?}"),
            Answer::Forged(printed) => format!("forged {printed:?}"),
        }
    }

    #[test]
    fn only_one_record_of_this_very_test_is_believed() {
        for (stdout, expected) in [
            ("\nn0nce 3 ok\n", "Ok \"\""),
            ("hello\nworld\nn0nce 3 ok\n", "Ok \"hello\\nworld\""),
            ("\nn1nce 3 failed no way\n", "Failed(Some(\"no way\")) \"\""),
            ("\nn1nce 3 failed \n", "Failed(None) \"\""),
            // Who sees that a test failed cannot say that it passed.
            ("\nn1nce 3 ok\n", "forged \"\""),
            ("\nn0nce 3 failed no\n", "forged \"\""),
            (
                "\nn1nce 3 failed no\n\nn0nce 3 ok\n",
                "forged \"\\nn1nce 3 failed no\\n\\n\"",
            ),
            (
                "test result: ok. 3 passed",
                "nothing \"test result: ok. 3 passed\"",
            ),
            ("", "nothing \"\""),
            ("\nother 3 ok\n", "nothing \"\\nother 3 ok\\n\""),
            ("\nn0nce 2 ok\n", "forged \"\""),
            ("\nn0nce 3 ok\n\nn0nce 3 ok\n", "forged \"\""),
            ("\nn0nce 3 okay\n", "forged \"\""),
            ("\nn0nce 3\n", "forged \"\""),
            // A thread that is still alive may go on printing.
            ("\nn0nce 3 ok\nlate", "Ok \"\""),
        ] {
            assert_eq!(read(stdout), expected, "{stdout:?}");
        }
    }
}
