//! The steps of confining a child, and how one that failed is told through the fork.
//!
//! What fails between fork and exec comes back as a number of 32 bits: the system's error in the lower half,
//! the step in the upper half, where the system has none.

use std::fmt;

/// A step of confining a child, in the order in which they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Step {
    Descriptors = 1,
    Limits,
    Namespace,
    Loopback,
    NoNewPrivileges,
    Landlock,
    User,
    Capabilities,
    ParentDeath,
    Seccomp,
    Execute,
    Read,
}

const STEPS: [(Step, &str); 12] = [
    (Step::Descriptors, "closing inherited files (close_range)"),
    (Step::Limits, "limits (setrlimit)"),
    (Step::Namespace, "a network of its own (unshare)"),
    (
        Step::Loopback,
        "the loopback of its own network (SIOCSIFFLAGS)",
    ),
    (Step::NoNewPrivileges, "no new privileges (prctl)"),
    (Step::Landlock, "files (landlock)"),
    (Step::User, "another user (setresuid)"),
    (Step::Capabilities, "dropping capabilities (capset)"),
    (
        Step::ParentDeath,
        "ending with the grader (PR_SET_PDEATHSIG)",
    ),
    (Step::Seccomp, "system calls (seccomp)"),
    (Step::Execute, "executing the program (execve)"),
    (Step::Read, "opening what it may use"),
];

impl Step {
    /// The step and the system's error as one number.
    pub(super) fn encode(self, errno: i32) -> i32 {
        (i32::from(self as u8) << 16) | (errno & 0xffff)
    }

    /// What [`Step::encode`] made; `None` for an error of the system alone.
    pub(super) fn decode(code: i32) -> Option<(Self, i32)> {
        let (step, _) = STEPS
            .iter()
            .find(|(step, _)| i32::from(*step as u8) == code >> 16)?;
        Some((*step, code & 0xffff))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = STEPS.iter().find(|(step, _)| step == self);
        f.write_str(words.map_or("", |(_, words)| words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_survive_their_number_and_the_systems_errors_are_no_steps() {
        for (step, words) in STEPS {
            assert_eq!(Step::decode(step.encode(13)), Some((step, 13)), "{words}");
            assert_eq!(step.to_string(), words);
        }
        for errno in [0, 1, 13, 133, 4095, -1] {
            assert_eq!(Step::decode(errno), None, "{errno}");
        }
    }
}
