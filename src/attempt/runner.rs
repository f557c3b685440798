//! The runner that calls rustc, the tests and clippy.

use super::testing::Slow;
use super::{Job, Phase, Runner};
use crate::cache::{Cache, Ingredients, Key};
use crate::crates::{self, Crates};
use crate::error::{Error, Problem};
use crate::files::{self, State, Workbench};
pub(super) use crate::process::run_to_end as run;
use crate::process::{Finished, Limits, Stop};
use crate::rustc::{self, Toolchain, Unit};
use crate::source::Source;
use crate::verdict::{
    Attempt, CompilerRun, DEADLINE, Details, Diagnostic, Exit, Level, ProgramRun, Report, TestRun,
    Verdict, judge,
};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

/// Compilation of one file takes a tenth of a second; a macro or a constant without an end takes for ever.
pub(super) const COMPILE: Limits = Limits {
    deadline: Duration::from_secs(60),
    output: 16 << 20,
    memory: Some(8 << 30),
};

/// One file on its way to an executable.
pub(super) struct Bench {
    pub(super) unit: Unit,
    pub(super) executable: PathBuf,
    pub(super) workbench: Workbench,
}

/// Checks files with the Rust toolchain of this machine.
#[derive(Clone, Debug)]
pub struct RustcRunner {
    pub(super) toolchain: Toolchain,
    pub(super) state: State,
    pub(super) slow: Slow,
    cache: Cache,
    crates: Crates,
}

impl RustcRunner {
    /// A runner for the workbook whose state is given.
    ///
    /// # Errors
    /// There is no toolchain.
    pub fn new(state: &State) -> Result<Self, Error> {
        let toolchain = Toolchain::find(state.root(), &state.cache_dir())?;
        Ok(Self {
            crates: Crates::new(state, &toolchain),
            toolchain,
            cache: Cache::new(&state.cache_dir()),
            state: state.clone(),
            slow: Slow::default(),
        })
    }

    /// The crates that exercises may use.
    pub fn crates(&self) -> &Crates {
        &self.crates
    }

    /// The crates that a file uses. Where nobody can say which there are, none are; the compiler will miss them.
    fn needed(&self, job: &Job) -> Vec<String> {
        let names = self.crates.names().unwrap_or_default();
        crates::needed(&job.text, &names)
    }

    /// Waits for the crates that a file uses; a file that uses none never waits.
    fn externs(
        &self,
        job: &Job,
        stop: &Stop,
        on_phase: &(dyn Fn(Phase) + Sync),
    ) -> Result<Vec<String>, Error> {
        let needed = self.needed(job);
        if needed.is_empty() {
            return Ok(Vec::new());
        }
        // Who asks anew may have mended what no file shows, such as the network.
        if !job.use_cache {
            self.crates.forgive();
        }
        let tell = |progress: &crates::Progress| on_phase(Phase::Crates(progress.clone()));
        let externs = self.crates.wait(&needed, stop, &tell)?;
        Ok(externs.args(&needed))
    }

    /// This runner, or one with another toolchain if `rustc` means another one by now: a session may outlive an
    /// update of Rust.
    ///
    /// # Errors
    /// There is no toolchain any more.
    pub fn renewed(&self) -> Result<Self, Error> {
        let toolchain = Toolchain::find(self.state.root(), &self.state.cache_dir())?;
        if toolchain == self.toolchain {
            return Ok(self.clone());
        }
        Self::new(&self.state)
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
        // What clippy finds beside the compiler's working directory it obeys.
        settings.extend(["clippy.toml", ".clippy.toml"].map(|name| {
            files::read_text(&self.state.root().join(name), files::MAX_SOURCE_LEN)
                .unwrap_or_default()
        }));
        if !self.needed(job).is_empty() {
            settings.push(self.crates.key().unwrap_or_default());
        }
        settings.push(format!("{:?}", job.package));
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
        let parsed = OnceLock::new();
        let source = || {
            parsed
                .get_or_init(|| Source::parse(&job.text).ok())
                .as_ref()
        };
        let externs = self.externs(job, stop, on_phase)?;
        // Only what is edited again and again is worth keeping.
        let is_edited = job.file.starts_with("exercises");
        let workbench = self
            .state
            .workbench(is_edited.then_some(job.name.as_str()), job.keep)?;
        let unit = Unit {
            file: job.file.clone(),
            dir: self.state.root().to_owned(),
            name: job.name.clone(),
            test: job.test,
            // A file that does not mention it, or has it where everybody has it, is parsed while the compiler works.
            has_main: job.text.starts_with("fn main(")
                || job.text.contains("\nfn main(")
                || job.text.contains("main") && source().is_some_and(|source| source.has_main),
            externs,
            package: job.package.clone().unwrap_or_default(),
        };
        on_phase(Phase::Compiling);
        let bench = Bench {
            executable: workbench.dir().join(format!(
                "{}{}",
                job.name,
                std::env::consts::EXE_SUFFIX
            )),
            workbench,
            unit,
        };
        if job.lint
            && bench.workbench.incremental("rustc").is_none()
            && let Some(verdict) = self.solved_at_once(job, &bench, source(), stop, on_phase)?
        {
            return Ok(verdict);
        }
        // Clippy runs beside the compiler and the tests, and is given up when either finds a failure. Where it cannot
        // change the verdict and somebody waits for that, it comes later, and is in nobody's way.
        let lint_later = job.verdict_first && !job.strict && job.package.is_none();
        let lint_stop = Stop::default();
        std::thread::scope(|scope| {
            let _stopper = stop.relay(&lint_stop);
            let plan = scope.spawn(|| job.plan(source()));
            let lint =
                (job.lint && !lint_later).then(|| scope.spawn(|| self.lint(&bench, &lint_stop)));
            let attempt = self.compile(&bench, stop).and_then(|compile| {
                let (listed, runs) = if compile.succeeded {
                    self.test(job, &bench.executable, stop, on_phase)?
                } else {
                    (Vec::new(), Vec::new())
                };
                Ok(Attempt {
                    compile,
                    listed,
                    runs,
                    program: None,
                    lint: None,
                })
            });
            let mut all_pass = attempt
                .as_ref()
                .is_ok_and(|attempt| attempt.compile.succeeded && all_passed(&attempt.runs));
            let plan = plan.join().expect("comparing the tests does not panic");
            let program = (all_pass && plan.main)
                .then(|| self.program(job, &bench, source(), stop, on_phase));
            all_pass &= program
                .as_ref()
                .is_none_or(|program| program.as_ref().is_ok_and(ProgramRun::succeeded));
            if all_pass && !lint_later {
                on_phase(Phase::Linting);
            } else {
                lint_stop.stop();
            }
            let lint = lint.map(|lint| lint.join().expect("the linter's thread does not panic"));
            let mut attempt = attempt?;
            attempt.program = program.transpose()?;
            if all_pass && lint_later && job.lint {
                let verdict = judge(&plan, &attempt);
                if verdict.solved() {
                    on_phase(Phase::Proven(Box::new(verdict)));
                }
                on_phase(Phase::Linting);
                attempt.lint = self.lint(&bench, stop)?;
            } else if all_pass {
                attempt.lint = lint.transpose()?.flatten();
            }
            let mut verdict = judge(&plan, &attempt);
            self.trace(job, &bench, &mut verdict, stop, on_phase)?;
            Ok(verdict)
        })
    }

    fn compile(&self, bench: &Bench, stop: &Stop) -> Result<CompilerRun, Error> {
        let workbench = &bench.workbench;
        let incremental = workbench.incremental("rustc");
        let program =
            self.toolchain
                .compile(&bench.unit, &bench.executable, incremental.as_deref());
        let finished = run(&program, COMPILE, stop)?;
        let compile = match compiler_run(&finished, "the compiler") {
            Ok(compile) => compile,
            Err(error) => {
                files::ensure_writable(workbench.dir())?;
                return Err(error);
            }
        };
        // Without the names of the crates none was handed over.
        let misses_a_crate = compile.diagnostics.iter().any(|diagnostic| {
            matches!(
                diagnostic.code.as_deref(),
                Some("E0432" | "E0433" | "E0463")
            )
        });
        if !compile.succeeded && misses_a_crate {
            self.crates.names()?;
        }
        let blames_the_file = compile
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.level == Level::Error && diagnostic.place.is_some());
        if !compile.succeeded && !blames_the_file {
            // The compiler failed at something else than the file: see whether it is the disk.
            files::ensure_writable(workbench.dir())?;
        }
        Ok(compile)
    }

    fn lint(&self, bench: &Bench, stop: &Stop) -> Result<Option<CompilerRun>, Error> {
        let output = bench.workbench.dir().join("lint.rmeta");
        let incremental = bench.workbench.incremental("clippy");
        let program = self
            .toolchain
            .lint(&bench.unit, &output, incremental.as_deref());
        let Some(program) = program else {
            return Ok(None);
        };
        let finished = run(&program, COMPILE, stop)?;
        compiler_run(&finished, "clippy").map(Some)
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
            && verdict.is_repeatable()
        {
            return Ok(verdict);
        }
        let verdict = self.attempt(job, stop, on_phase)?;
        // The compiler read the file itself; if it changed since, the verdict is on something else.
        let unchanged = files::read_text(&self.state.root().join(&job.file), files::MAX_SOURCE_LEN)
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

/// Whether the harness says so; what it proves is for the judge to say.
pub(super) fn all_passed(runs: &[TestRun]) -> bool {
    runs.iter().all(|run| run.report == Some(Report::Ok))
}

/// Reads what a compiler said; a compiler that fails without saying why is an error of ours, not of the learner.
pub(super) fn compiler_run(finished: &Finished, what: &str) -> Result<CompilerRun, Error> {
    let (mut diagnostics, rest) =
        rustc::parse_diagnostics(&String::from_utf8_lossy(&finished.stderr));
    let succeeded = finished.exit == Exit::Code(0);
    if finished.exit == Exit::Deadline {
        let message = format!("{what} did not finish in {} s", COMPILE.deadline.as_secs());
        diagnostics.push(Diagnostic {
            level: Level::Error,
            code: Some(DEADLINE.to_owned()),
            rendered: format!(
                "error: {message}\n  = help: look for a constant or a macro that never ends"
            ),
            message,
            place: None,
            details: Details::default(),
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
