//! Runs the tests of an executable, each in a process of its own.

use super::runner::run;
use super::{Job, Phase, RustcRunner};
use crate::error::{Error, Problem};
use crate::process::{Finished, Limits, Stop};
use crate::rustc;
use crate::verdict::{Exit, ListedTest, MAIN, Report, TEST_MEMORY, TEST_OUTPUT, TestRun};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// What is kept of a test's output, counted from its beginning.
const KEPT_OUTPUT: usize = 16 << 10;

/// After this many tests of a file hung, the rest of them get less time: the verdict will not be better.
const PATIENCE: usize = 2;
const IMPATIENT_DEADLINE: Duration = Duration::from_secs(1);

/// How many tests run at once. Two show a verdict soonest on any machine: one test is mostly shorter than the
/// start of a process.
const N_TEST_THREADS: usize = 2;

impl RustcRunner {
    /// Runs all tests, or `main` where there are none.
    pub(super) fn test(
        &self,
        job: &Job,
        executable: &Path,
        stop: &Stop,
        on_phase: &(dyn Fn(Phase) + Sync),
    ) -> Result<(Vec<ListedTest>, Vec<TestRun>), Error> {
        if !job.test {
            let run = self.run_main(job, executable, stop)?;
            let listed = ListedTest {
                name: run.name.clone(),
                ignored: false,
            };
            return Ok((vec![listed], vec![run]));
        }
        let listed = self.list(executable, stop)?;
        let names: Vec<&str> = listed
            .iter()
            .filter(|test| !test.ignored)
            .map(|test| test.name.as_str())
            .collect();
        let n_tests = names.len();
        let next = AtomicUsize::new(0);
        let n_done = AtomicUsize::new(0);
        let n_hung = AtomicUsize::new(0);
        let runs: Mutex<Vec<Result<TestRun, Error>>> = Mutex::default();
        // The first one that was started is the one that takes long.
        let running: Mutex<BTreeSet<usize>> = Mutex::default();
        let tell = |idx: usize, begins: bool| {
            let mut running = running.lock().expect("no thread panics with the lock");
            if begins {
                running.insert(idx);
            } else {
                running.remove(&idx);
                n_done.fetch_add(1, Ordering::Relaxed);
            }
            on_phase(Phase::Testing {
                n_done: n_done.load(Ordering::Relaxed),
                n_tests,
                running: running.first().map(|&idx| names[idx].to_owned()),
            });
        };
        let work = || {
            loop {
                let idx = next.fetch_add(1, Ordering::Relaxed);
                let Some(&name) = names.get(idx) else {
                    return;
                };
                tell(idx, true);
                let deadline = if n_hung.load(Ordering::Relaxed) < PATIENCE {
                    job.deadline
                } else {
                    job.deadline.min(IMPATIENT_DEADLINE)
                };
                let run = self.run_test(executable, name, deadline, stop);
                if run.as_ref().is_ok_and(|run| run.exit == Exit::Deadline) {
                    n_hung.fetch_add(1, Ordering::Relaxed);
                }
                tell(idx, false);
                runs.lock()
                    .expect("no thread panics with the lock")
                    .push(run);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..N_TEST_THREADS.min(n_tests) {
                scope.spawn(work);
            }
            work();
        });
        let runs = runs.into_inner().expect("no thread panicked with the lock");
        Ok((listed, runs.into_iter().collect::<Result<_, _>>()?))
    }

    fn list(&self, executable: &Path, stop: &Stop) -> Result<Vec<ListedTest>, Error> {
        let program = self.toolchain.list_tests(executable, self.state.root());
        let limits = Limits {
            deadline: Duration::from_secs(10),
            output: TEST_OUTPUT,
            memory: Some(TEST_MEMORY),
        };
        let finished = run(&program, limits, stop)?;
        let answer = (finished.exit == Exit::Code(0))
            .then(|| rustc::parse_list(&String::from_utf8_lossy(&finished.stdout)))
            .flatten();
        answer.ok_or_else(|| {
            let said = String::from_utf8_lossy(&finished.stderr).trim().to_owned();
            Error::cannot_check(
                Problem::new("the compiled file does not tell its tests")
                    .note(format!(
                        "it ended with {:?} and said: {said}",
                        finished.exit
                    ))
                    .note(self.toolchain.short_version())
                    .help("a `main` of its own, or a custom test harness, cannot be checked"),
            )
        })
    }

    fn run_test(
        &self,
        executable: &Path,
        name: &str,
        deadline: Duration,
        stop: &Stop,
    ) -> Result<TestRun, Error> {
        let program = self.toolchain.run_test(executable, self.state.root(), name);
        let limits = Limits {
            deadline,
            output: TEST_OUTPUT,
            memory: Some(TEST_MEMORY),
        };
        let finished = run(&program, limits, stop)?;
        let (report, printed) = rustc::parse_run(&String::from_utf8_lossy(&finished.stdout), name);
        Ok(test_run(name, &finished, report, &printed, deadline))
    }

    /// Runs a program without tests; ending with code 0 is its success.
    pub(super) fn run_main(
        &self,
        job: &Job,
        executable: &Path,
        stop: &Stop,
    ) -> Result<TestRun, Error> {
        let program = self.toolchain.executable(executable, self.state.root());
        let limits = Limits {
            deadline: job.deadline,
            output: TEST_OUTPUT,
            memory: Some(TEST_MEMORY),
        };
        let finished = run(&program, limits, stop)?;
        let report = match finished.exit {
            Exit::Code(0) => Some(Report::Ok),
            Exit::Code(code) => Some(Report::Failed(Some(format!(
                "the program ended with code {code}"
            )))),
            _ => None,
        };
        let printed = String::from_utf8_lossy(&finished.stdout).into_owned();
        Ok(test_run(MAIN, &finished, report, &printed, job.deadline))
    }
}

fn test_run(
    name: &str,
    finished: &Finished,
    report: Option<Report>,
    printed: &str,
    deadline: Duration,
) -> TestRun {
    TestRun {
        name: name.to_owned(),
        exit: finished.exit,
        report,
        stdout: beginning(printed),
        stderr: beginning(&String::from_utf8_lossy(&finished.stderr)),
        deadline,
    }
}

/// The beginning of a long text, and its end, where a panic says what happened.
fn beginning(text: &str) -> String {
    if text.len() <= 2 * KEPT_OUTPUT {
        return text.to_owned();
    }
    let head = text.floor_char_boundary(KEPT_OUTPUT);
    let tail = text.floor_char_boundary(text.len() - KEPT_OUTPUT);
    format!(
        "{}\n... {} KiB left out ...\n{}",
        &text[..head],
        (tail - head) >> 10,
        &text[tail..]
    )
}
