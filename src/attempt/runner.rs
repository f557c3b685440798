//! The runner that calls rustc, the tests and clippy.

use super::{Job, Phase, Runner};
use crate::cache::{Cache, Ingredients, Key};
use crate::error::{Error, Problem};
use crate::files::{State, Workbench};
use crate::process::{self, Failure, Finished, Limits, Program, Stop};
use crate::rustc::{self, Toolchain, Unit};
use crate::source::Source;
use crate::verdict::{
    Attempt, CompilerRun, Diagnostic, Exit, Level, ListedTest, Report, TEST_MEMORY, TEST_OUTPUT,
    TestRun, Verdict, judge,
};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Compilation of one file takes a tenth of a second; a macro or a constant without an end takes for ever.
const COMPILE: Limits = Limits {
    deadline: Duration::from_secs(60),
    output: 16 << 20,
    memory: Some(8 << 30),
};

/// What is kept of a test's output, counted from its beginning.
const KEPT_OUTPUT: usize = 16 << 10;

/// After this many tests of a file hung, the rest of them get less time: the verdict will not be better.
const PATIENCE: usize = 2;
const IMPATIENT_DEADLINE: Duration = Duration::from_secs(1);

/// How many tests run at once. Two show a verdict soonest on any machine: one test is mostly shorter than the
/// start of a process.
const N_TEST_THREADS: usize = 2;

/// Checks files with the Rust toolchain of this machine.
#[derive(Clone, Debug)]
pub struct RustcRunner {
    toolchain: Toolchain,
    state: State,
    cache: Cache,
}

impl RustcRunner {
    /// A runner for the workbook whose state is given.
    ///
    /// # Errors
    /// There is no toolchain.
    pub fn new(state: &State) -> Result<Self, Error> {
        Ok(Self {
            toolchain: Toolchain::find(state.root(), &state.cache_dir())?,
            cache: Cache::new(&state.cache_dir()),
            state: state.clone(),
        })
    }

    /// The toolchain in use.
    pub fn toolchain(&self) -> &Toolchain {
        &self.toolchain
    }

    fn key(&self, job: &Job) -> Key {
        let mut settings: Vec<String> = Toolchain::BUILD_FLAGS
            .iter()
            .map(ToString::to_string)
            .collect();
        settings.push(format!(
            "{} {} {:?} {} {} {} {}",
            job.name,
            job.file.display(),
            job.deadline,
            job.tests_editable,
            job.test,
            job.strict,
            job.lint
        ));
        settings.push(format!("clippy {}", self.toolchain.has_clippy()));
        let ingredients = Ingredients {
            toolchain: self.toolchain.version(),
            settings: &settings,
            text: &job.text,
            trusted: &job.trusted,
        };
        ingredients.key()
    }

    fn attempt(
        &self,
        job: &Job,
        stop: &Stop,
        on_phase: &(dyn Fn(Phase) + Sync),
    ) -> Result<Verdict, Error> {
        let source = Source::parse(&job.text).ok();
        // Only what is edited again and again is worth keeping.
        let is_edited = job.file.starts_with("exercises");
        let workbench = self
            .state
            .workbench(is_edited.then_some(job.name.as_str()))?;
        let unit = Unit {
            file: job.file.clone(),
            dir: self.state.root().to_owned(),
            name: job.name.clone(),
            test: job.test,
            has_main: source.as_ref().is_some_and(|source| source.has_main),
        };
        on_phase(Phase::Compiling);
        let executable =
            workbench
                .dir()
                .join(format!("{}{}", job.name, std::env::consts::EXE_SUFFIX));
        // Clippy runs beside the compiler and the tests, and is given up when either finds a failure.
        let lint_stop = Stop::default();
        std::thread::scope(|scope| {
            let _stopper = stop.relay(&lint_stop);
            let plan = scope.spawn(|| job.plan(source.as_ref()));
            let lint = job
                .lint
                .then(|| scope.spawn(|| self.lint(&unit, &workbench, &lint_stop)));
            let attempt = self
                .compile(&unit, &executable, &workbench, stop)
                .and_then(|compile| {
                    let (listed, runs) = if compile.succeeded {
                        self.test(job, &executable, stop, on_phase)?
                    } else {
                        (Vec::new(), Vec::new())
                    };
                    Ok(Attempt {
                        compile,
                        listed,
                        runs,
                        lint: None,
                    })
                });
            let all_pass = attempt.as_ref().is_ok_and(|attempt| {
                attempt.compile.succeeded
                    && attempt
                        .runs
                        .iter()
                        .all(|run| run.report == Some(Report::Ok))
            });
            if all_pass {
                on_phase(Phase::Linting);
            } else {
                lint_stop.stop();
            }
            let lint = lint.map(|lint| lint.join().expect("the linter's thread does not panic"));
            let mut attempt = attempt?;
            if all_pass {
                attempt.lint = lint.transpose()?.flatten();
            }
            let plan = plan.join().expect("comparing the tests does not panic");
            Ok(judge(&plan, &attempt))
        })
    }

    fn compile(
        &self,
        unit: &Unit,
        executable: &Path,
        workbench: &Workbench,
        stop: &Stop,
    ) -> Result<CompilerRun, Error> {
        let incremental = workbench.incremental("rustc");
        let program = self
            .toolchain
            .compile(unit, executable, incremental.as_deref());
        let finished = run(&program, COMPILE, stop)?;
        let compile = compiler_run(&finished, "the compiler")?;
        let blames_the_file = compile
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.level == Level::Error && diagnostic.place.is_some());
        if !compile.succeeded && !blames_the_file {
            // The compiler failed at something else than the file: see whether it is the disk.
            ensure_writable(workbench.dir())?;
        }
        Ok(compile)
    }

    fn lint(
        &self,
        unit: &Unit,
        workbench: &Workbench,
        stop: &Stop,
    ) -> Result<Option<CompilerRun>, Error> {
        let output = workbench.dir().join("lint.rmeta");
        let incremental = workbench.incremental("clippy");
        let Some(program) = self.toolchain.lint(unit, &output, incremental.as_deref()) else {
            return Ok(None);
        };
        let finished = run(&program, COMPILE, stop)?;
        compiler_run(&finished, "clippy").map(Some)
    }

    fn test(
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
        let work = || {
            while let Some(&name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
                let running = Some(name.to_owned());
                on_phase(Phase::Testing {
                    n_done: n_done.load(Ordering::Relaxed),
                    n_tests,
                    running,
                });
                let deadline = if n_hung.load(Ordering::Relaxed) < PATIENCE {
                    job.deadline
                } else {
                    job.deadline.min(IMPATIENT_DEADLINE)
                };
                let run = self.run_test(executable, name, deadline, stop);
                if run.as_ref().is_ok_and(|run| run.exit == Exit::Deadline) {
                    n_hung.fetch_add(1, Ordering::Relaxed);
                }
                n_done.fetch_add(1, Ordering::Relaxed);
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
    fn run_main(&self, job: &Job, executable: &Path, stop: &Stop) -> Result<TestRun, Error> {
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
        Ok(test_run("main", &finished, report, &printed, job.deadline))
    }
}

impl Runner for RustcRunner {
    fn check(
        &self,
        job: &Job,
        stop: &Stop,
        on_phase: &(dyn Fn(Phase) + Sync),
    ) -> Result<Verdict, Error> {
        let key = self.key(job);
        if job.use_cache
            && let Some(verdict) = self.cache.get(&key)
        {
            return Ok(verdict);
        }
        let verdict = self.attempt(job, stop, on_phase)?;
        // The compiler read the file itself; if it changed since, the verdict is on something else.
        let unchanged = crate::files::read_text(
            &self.state.root().join(&job.file),
            crate::files::MAX_SOURCE_LEN,
        )
        .is_ok_and(|text| text == job.text);
        if unchanged {
            self.cache.put(&key, &verdict);
        }
        Ok(verdict)
    }

    fn remembered(&self, job: &Job) -> Option<Verdict> {
        self.cache.get(&self.key(job))
    }
}

fn run(program: &Program, limits: Limits, stop: &Stop) -> Result<Finished, Error> {
    process::run(program, limits, stop).map_err(|failure| match failure {
        Failure::Stopped => Error::interrupted(),
        Failure::Spawn(source) => Error::file("start the program", program.path(), &source),
    })
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

/// Reads what a compiler said; a compiler that fails without saying why is an error of ours, not of the learner.
fn compiler_run(finished: &Finished, what: &str) -> Result<CompilerRun, Error> {
    let (mut diagnostics, rest) =
        rustc::parse_diagnostics(&String::from_utf8_lossy(&finished.stderr));
    let succeeded = finished.exit == Exit::Code(0);
    if finished.exit == Exit::Deadline {
        let message = format!("{what} did not finish in {} s", COMPILE.deadline.as_secs());
        diagnostics.push(Diagnostic {
            level: Level::Error,
            code: None,
            rendered: format!(
                "error: {message}\n  = help: look for a constant or a macro that never ends"
            ),
            message,
            place: None,
        });
    } else if !succeeded
        && !diagnostics
            .iter()
            .any(|diagnostic| diagnostic.level == Level::Error)
    {
        return Err(Error::cannot_check(
            Problem::new(format!(
                "{what} failed without naming an error ({:?})",
                finished.exit
            ))
            .note(rest.trim().to_owned())
            .help("if the file looks right to you, this may be a bug of the compiler"),
        ));
    }
    Ok(CompilerRun {
        succeeded,
        diagnostics,
    })
}

/// Finds out whether the disk is full or read-only by writing to it.
fn ensure_writable(dir: &Path) -> Result<(), Error> {
    crate::files::write_atomic(&dir.join("probe"), &vec![0; 1 << 18])
}
