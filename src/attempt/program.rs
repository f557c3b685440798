//! Builds and runs `main` of a file whose tests pass, as rustlings does.

use super::runner::{Bench, COMPILE, compiler_run, run};
use super::{Job, Phase, RustcRunner};
use crate::error::Error;
use crate::files;
use crate::process::Stop;
use crate::rustc::Unit;
use crate::source::Source;
use crate::verdict::{CompilerRun, MAIN, ProgramRun};

impl RustcRunner {
    /// Compiles the file without its tests and runs it. A `main` that does nothing is only type-checked, which takes
    /// a third of the time, and not even that where it is clear that the tests add nothing to the rest.
    pub(super) fn program(
        &self,
        job: &Job,
        bench: &Bench,
        source: Option<&Source>,
        stop: &Stop,
        on_phase: &(dyn Fn(Phase) + Sync),
    ) -> Result<ProgramRun, Error> {
        let workbench = &bench.workbench;
        let does_nothing = source.is_some_and(|source| source.main_does_nothing);
        if does_nothing && source.is_some_and(|source| source.alike_without_tests) {
            // It compiled with its tests, so it does without.
            let compile = CompilerRun {
                succeeded: true,
                diagnostics: Vec::new(),
            };
            return Ok(ProgramRun { compile, run: None });
        }
        let unit = Unit {
            test: false,
            ..bench.unit.clone()
        };
        let executable =
            workbench
                .dir()
                .join(format!("{}-main{}", job.name, std::env::consts::EXE_SUFFIX));
        let incremental = workbench.incremental("main");
        let compiler = self
            .toolchain
            .compile(&unit, &executable, incremental.as_deref());
        let compiler = if does_nothing {
            compiler.arg("--emit=metadata")
        } else {
            compiler
        };
        let finished = run(&compiler, COMPILE, stop)?;
        let compile = compiler_run(&finished, "the compiler");
        if !compile.as_ref().is_ok_and(|compile| compile.succeeded) {
            files::ensure_writable(workbench.dir())?;
        }
        let compile = compile?;
        if !compile.succeeded || does_nothing {
            return Ok(ProgramRun { compile, run: None });
        }
        on_phase(Phase::Testing {
            n_done: 0,
            n_tests: 1,
            running: Some(MAIN.to_owned()),
        });
        let run = self.run_main(job, &executable, stop)?;
        Ok(ProgramRun {
            compile,
            run: Some(run),
        })
    }
}
