//! Runs the tests of an executable: together as long as all is well, and whoever fails in a process of its own.

use super::runner::run;
use super::{Job, Phase, RustcRunner};
use crate::error::{Error, Problem};
use crate::process::{Finished, Limits, Stop};
use crate::rustc;
use crate::text::abridged;
use crate::verdict::{Exit, ListedTest, MAIN, Report, TEST_MEMORY, TEST_OUTPUT, TestRun, so_far};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What is kept of a test's output, of its beginning and of its end, in bytes.
const KEPT_OUTPUT: usize = 16 << 10;

/// After this many tests of a file hung, the rest of them get less time: the verdict will not be better.
const PATIENCE: usize = 2;
const IMPATIENT_DEADLINE: Duration = Duration::from_secs(1);

/// How long the tests may take together before each is run alone.
const TOGETHER: Duration = Duration::from_millis(400);

/// How many tests run at once. Two show a verdict soonest on any machine: one test is mostly shorter than the
/// start of a process.
const N_TEST_THREADS: usize = 2;

/// The tests there are, and the runs of those that ran.
type Tested = (Vec<ListedTest>, Vec<TestRun>);

/// Is told how many tests are done, and one that is running.
type OnProgress<'a> = &'a (dyn Fn(usize, Option<&str>) + Sync);

/// Is told the runs so far when a test did not end.
type OnHang<'a> = &'a (dyn Fn(&[TestRun]) + Sync);

/// Names of exercises whose tests did not end together in time.
#[derive(Clone, Debug, Default)]
pub(super) struct Slow(Arc<Mutex<BTreeSet<String>>>);

impl Slow {
    fn names(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RustcRunner {
    /// Runs all tests, or `main` where there are none.
    pub(super) fn test(
        &self,
        job: &Job,
        executable: &Path,
        stop: &Stop,
        on_phase: &(dyn Fn(Phase) + Sync),
    ) -> Result<Tested, Error> {
        if !job.test {
            let run = self.run_main(job, executable, stop)?;
            let listed = ListedTest {
                name: run.name.clone(),
                ignored: false,
            };
            return Ok((vec![listed], vec![run]));
        }
        let (listed, passed) = match self.test_together(job, executable, stop)? {
            Some(together) => together,
            None => (self.list(executable, stop)?, Vec::new()),
        };
        let names: Vec<&str> = listed
            .iter()
            .filter(|test| !test.ignored && !passed.iter().any(|run| run.name == test.name))
            .map(|test| test.name.as_str())
            .collect();
        let tell = |n_done: usize, running: Option<&str>| {
            on_phase(Phase::Testing {
                n_done: passed.len() + n_done,
                n_tests: passed.len() + names.len(),
                running: running.map(str::to_owned),
            });
        };
        let tell_so_far = |runs: &[TestRun]| {
            let known = runs.iter().chain(&passed);
            on_phase(Phase::SoFar(Box::new(so_far(&listed, known))));
        };
        let mut runs = self.test_alone(job, executable, &names, stop, (&tell, &tell_so_far))?;
        runs.extend(passed);
        Ok((listed, runs))
    }

    /// Runs all tests in one process, and gives the list of tests and the runs of those that passed; nothing where
    /// anything is out of the ordinary, so that each test has to be asked alone.
    ///
    /// One process for all takes half the time of one for each. It may only say that tests passed: who fails is heard
    /// alone, undisturbed by the others and with exact limits.
    fn test_together(
        &self,
        job: &Job,
        executable: &Path,
        stop: &Stop,
    ) -> Result<Option<Tested>, Error> {
        if self.slow.names().contains(&job.name) {
            return Ok(None);
        }
        let program = self
            .toolchain
            .run_all_tests(executable, self.state.root(), N_TEST_THREADS);
        let limits = Limits {
            deadline: job.deadline.min(TOGETHER),
            output: TEST_OUTPUT,
            memory: Some(TEST_MEMORY),
        };
        let finished = run(&program, limits, stop)?;
        if finished.exit == Exit::Deadline {
            // The next attempt will not waste the time.
            self.slow.names().insert(job.name.clone());
        }
        let ended = matches!(finished.exit, Exit::Code(0 | rustc::TESTS_FAILED));
        if !ended || !finished.stderr.is_empty() {
            return Ok(None);
        }
        let tests = rustc::parse_run_of_all(&String::from_utf8_lossy(&finished.stdout));
        Ok(tests.map(|tests| {
            let passed = tests
                .iter()
                .filter_map(|(test, printed)| Some((test, printed.as_ref()?)))
                .map(|(test, printed)| TestRun {
                    name: test.name.clone(),
                    exit: Exit::Code(0),
                    report: Some(Report::Ok),
                    stdout: abridged(printed, KEPT_OUTPUT),
                    stderr: String::new(),
                    deadline: job.deadline,
                })
                .collect();
            let listed = tests.iter().map(|(test, _)| test.clone()).collect();
            (listed, passed)
        }))
    }

    /// Runs each test in a process of its own.
    fn test_alone(
        &self,
        job: &Job,
        executable: &Path,
        names: &[&str],
        stop: &Stop,
        (on_progress, on_hang): (OnProgress, OnHang),
    ) -> Result<Vec<TestRun>, Error> {
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
            on_progress(
                n_done.load(Ordering::Relaxed),
                running.first().map(|&idx| names[idx]),
            );
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
                let hung = run.as_ref().is_ok_and(|run| run.exit == Exit::Deadline);
                let mut runs = runs.lock().expect("no thread panics with the lock");
                runs.push(run);
                // Whoever waits for the others to hang as well need not wait for the first.
                let is_news = hung && n_hung.fetch_add(1, Ordering::Relaxed) == 0;
                if is_news && runs.len() < names.len() {
                    let known: Vec<TestRun> = runs.iter().flatten().cloned().collect();
                    on_hang(&known);
                }
                drop(runs);
                tell(idx, false);
            }
        };
        if names.is_empty() {
            return Ok(Vec::new());
        }
        std::thread::scope(|scope| {
            for _ in 1..N_TEST_THREADS.min(names.len()) {
                scope.spawn(work);
            }
            work();
        });
        let runs = runs.into_inner().expect("no thread panicked with the lock");
        runs.into_iter().collect()
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
        stdout: abridged(printed, KEPT_OUTPUT),
        stderr: abridged(&String::from_utf8_lossy(&finished.stderr), KEPT_OUTPUT),
        deadline,
    }
}
