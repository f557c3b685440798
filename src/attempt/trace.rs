//! Finds the learner's line where a test panics inside of the standard library or of a crate.
//!
//! Most functions of `std` that panic name their caller (`#[track_caller]`), but sums, powers, `Duration`, `Instant`,
//! `step_by` and others do not. A backtrace would, if there were debug information; to make and to read it for every
//! check would cost more than the check. So only a test that failed in this way is compiled and run once more. What
//! comes of that explains the verdict and never changes it.

use super::runner::{Bench, COMPILE, run};
use super::{Job, Phase, RustcRunner};
use crate::error::Error;
use crate::process::{Limits, Stop};
use crate::verdict::{Exit, MAIN, Panic, TEST_MEMORY, TEST_OUTPUT, TestVerdict, Verdict};
use std::time::Duration;

/// Reading the debug information of the standard library takes a while on a slow machine.
const PATIENCE: Duration = Duration::from_secs(10);

impl RustcRunner {
    /// Adds to each panic that is elsewhere the line in the learner's file that led to it.
    ///
    /// # Errors
    /// The check was stopped.
    pub(super) fn trace(
        &self,
        job: &Job,
        bench: &Bench,
        verdict: &mut Verdict,
        stop: &Stop,
        on_phase: &(dyn Fn(Phase) + Sync),
    ) -> Result<(), Error> {
        // Nobody reads where an answer of the workbook's own fails.
        if !job.test || !job.file.starts_with("exercises") {
            return Ok(());
        }
        let is_lost = |test: &&TestVerdict| {
            test.name != MAIN && test.panic().is_some_and(Panic::is_elsewhere)
        };
        let lost: Vec<String> = verdict
            .tests
            .iter()
            .filter(is_lost)
            .map(|test| test.name.clone())
            .collect();
        if lost.is_empty() {
            return Ok(());
        }
        // Nobody has to wait for it to see what failed.
        on_phase(Phase::SoFar(Box::new(verdict.clone())));
        let executable = bench.workbench.dir().join(format!(
            "{}-traced{}",
            job.name,
            std::env::consts::EXE_SUFFIX
        ));
        let compiler = self.toolchain.compile_traceable(&bench.unit, &executable);
        if run(&compiler, COMPILE, stop)?.exit != Exit::Code(0) {
            return Ok(());
        }
        let limits = Limits {
            deadline: job.deadline.saturating_add(PATIENCE),
            output: TEST_OUTPUT,
            memory: Some(TEST_MEMORY),
        };
        // What takes time is to read the debug information of the standard library: once for all of them.
        let program = self
            .toolchain
            .trace_tests(&executable, self.state.root(), &lost);
        let finished = run(&program, limits, stop)?;
        let stderr = String::from_utf8_lossy(&finished.stderr);
        for test in &mut verdict.tests {
            if let Some(panic) = test.result.panic_mut().filter(|panic| panic.is_elsewhere()) {
                panic.caller = panic.caller_in(&stderr);
            }
        }
        Ok(())
    }
}
