//! What was enforced around submitted code, as every report says it.

use serde::{Deserialize, Serialize};

/// What was enforced. Where a field is absent the system offers nothing, or refused it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enforced {
    /// The tests are the workbook's own, whatever the submission holds; but for exercises that say so (`own_tests`).
    pub pristine_tests: bool,
    /// A test passes only with a record that nobody else can write.
    pub completion_proof: bool,
    /// The compiler refuses `unsafe` in submitted files.
    pub unsafe_forbidden: bool,
    /// What keeps files from being read and written, as `landlock-7`.
    pub filesystem: Option<String>,
    /// What keeps it from the network, as `seccomp` or `namespace`.
    pub network: Option<String>,
    /// What keeps it from starting processes, as `seccomp`.
    pub processes: Option<String>,
    /// What caps its memory, as `rlimit`.
    pub memory: Option<String>,
    /// What caps its processor time, as `rlimit`.
    pub cpu: Option<String>,
    /// What caps the files it may open and write, as `rlimit`.
    pub files: Option<String>,
    /// The user it runs as, where that is another than the grader's, as `65534`.
    pub user: Option<String>,
    /// Whether nothing it starts can gain privileges.
    pub no_new_privileges: bool,
    /// Whether it sees nothing of the grader's environment.
    pub clean_environment: bool,
}

impl Enforced {
    /// What was not enforced, each in a sentence that says what a submission could do.
    pub fn missing(&self) -> Vec<&'static str> {
        let rows = [
            (
                self.pristine_tests,
                "The tests are the submission's own: it may have changed them.",
            ),
            (
                self.completion_proof,
                "No test has to prove that it ran to its end.",
            ),
            (
                self.unsafe_forbidden,
                "Submitted code may use `unsafe`, and so do anything to the tests around it.",
            ),
            (
                self.filesystem.is_some(),
                "Submitted code can read and write what the grader's user can.",
            ),
            (
                self.network.is_some(),
                "Submitted code can reach the network.",
            ),
            (
                self.processes.is_some(),
                "Submitted code can start processes.",
            ),
            (
                self.memory.is_some(),
                "Submitted code can use all the memory there is.",
            ),
            (
                self.cpu.is_some(),
                "Processor time is not capped; only the clock on the wall ends a test.",
            ),
            (
                self.files.is_some(),
                "The number and size of files that submitted code opens and writes is not capped.",
            ),
            (
                self.no_new_privileges,
                "A setuid program that submitted code starts gains its privileges.",
            ),
            (
                self.clean_environment,
                "Submitted code sees the grader's environment, secrets included.",
            ),
        ];
        rows.into_iter()
            .filter_map(|(is_enforced, sentence)| (!is_enforced).then_some(sentence))
            .collect()
    }

    /// What both enforced. Where they did so by different means, both are named.
    #[must_use]
    pub fn weakest(&self, other: &Self) -> Self {
        let both = |one: &Option<String>, other: &Option<String>| match (one, other) {
            (Some(one), Some(other)) if one == other => Some(one.clone()),
            (Some(one), Some(other)) => Some(format!("{one}, {other}")),
            _ => None,
        };
        Self {
            pristine_tests: self.pristine_tests && other.pristine_tests,
            completion_proof: self.completion_proof && other.completion_proof,
            unsafe_forbidden: self.unsafe_forbidden && other.unsafe_forbidden,
            filesystem: both(&self.filesystem, &other.filesystem),
            network: both(&self.network, &other.network),
            processes: both(&self.processes, &other.processes),
            memory: both(&self.memory, &other.memory),
            cpu: both(&self.cpu, &other.cpu),
            files: both(&self.files, &other.files),
            user: both(&self.user, &other.user),
            no_new_privileges: self.no_new_privileges && other.no_new_privileges,
            clean_environment: self.clean_environment && other.clean_environment,
        }
    }

    /// Whether nothing is missing.
    pub fn is_full(&self) -> bool {
        self.missing().is_empty()
    }
}

/// What one submitted file may use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Seconds of one compilation.
    pub compile_seconds: u64,
    /// Seconds of one test, where an exercise names no other.
    pub test_seconds: u64,
    /// Seconds of all tests of one exercise together.
    pub exercise_seconds: u64,
    /// Bytes of address space of one test.
    pub memory: u64,
    /// Bytes that one test may print.
    pub output: u64,
    /// Bytes of one submitted file.
    pub source: u64,
}
