//! What ended a test that did not end by itself, in a sentence.

use super::{AbortCause, TEST_MEMORY, TestResult};

/// The signal of a process that used up its processor time.
pub const SIGXCPU: i32 = 24;

impl TestResult {
    /// What ended a test, as a sentence; nothing where it passed, failed or did not run. `max_output` is how many bytes it
    /// could print.
    pub fn ending(&self, max_output: usize) -> Option<String> {
        Some(match self {
            Self::Passed | Self::Failed { .. } | Self::Ignored | Self::NotRun => return None,
            Self::Hung { after } => format!(
                "It did not end within {} s and was stopped.",
                after.as_secs_f64()
            ),
            Self::Aborted { signal, cause, .. } => aborted(*signal, *cause),
            Self::EndedEarly { code } => format!(
                "The process ended with code {code} before the test did: the code under test must not call `process::exit`."
            ),
            Self::TooMuchOutput => format!(
                "It printed more than {} MiB and was stopped: does a loop print without an end?",
                max_output >> 20
            ),
        })
    }
}

fn aborted(signal: i32, cause: AbortCause) -> String {
    match (cause, signal) {
        (AbortCause::StackOverflow, _) => {
            "The stack overflowed: a recursion that does not end, or that goes as deep as its input is long.".to_owned()
        }
        (AbortCause::OutOfMemory, _) => format!(
            "It asked for more memory than a test may have ({} GiB). Often that is a loop without an end that keeps pushing.",
            TEST_MEMORY >> 30
        ),
        (AbortCause::PanicInDrop, _) => {
            "A panic while another panic was being cleaned up ended the process: look at `Drop`.".to_owned()
        }
        // By their numbers on Linux and macOS; 7 and 10 are the bus errors of the one and the other.
        (_, 7 | 10 | 11) => {
            format!("It touched memory that is not its own (signal {signal}): look at `unsafe`.")
        }
        (_, 9) => {
            "The process was killed from outside (signal 9); perhaps the machine had no memory left.".to_owned()
        }
        (_, SIGXCPU) => "It used up its processor time.".to_owned(),
        _ => format!("The process was aborted (signal {signal})."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn what_ends_a_test_from_outside_has_a_sentence_and_nothing_else_has() {
        let aborted = |signal, cause| TestResult::Aborted {
            signal,
            cause,
            panic: None,
        };
        let after = Duration::from_millis(2500);
        for (result, expected) in [
            (TestResult::Passed, None),
            (TestResult::NotRun, None),
            (TestResult::Hung { after }, Some("within 2.5 s")),
            (
                aborted(6, AbortCause::StackOverflow),
                Some("The stack overflowed"),
            ),
            (aborted(6, AbortCause::OutOfMemory), Some("(2 GiB)")),
            (aborted(6, AbortCause::PanicInDrop), Some("look at `Drop`")),
            (aborted(11, AbortCause::Unknown), Some("look at `unsafe`")),
            (aborted(9, AbortCause::Unknown), Some("from outside")),
            (
                aborted(SIGXCPU, AbortCause::Unknown),
                Some("its processor time"),
            ),
            (aborted(6, AbortCause::Unknown), Some("aborted (signal 6)")),
            (
                TestResult::EndedEarly { code: 0 },
                Some("with code 0 before"),
            ),
            (TestResult::TooMuchOutput, Some("more than 8 MiB")),
        ] {
            let said = result.ending(8 << 20);
            let is_right = match (&said, expected) {
                (Some(said), Some(part)) => said.contains(part),
                (said, expected) => said.is_none() && expected.is_none(),
            };
            assert!(is_right, "{result:?}: {said:?}");
        }
    }
}
