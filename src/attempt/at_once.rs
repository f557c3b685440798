//! A shortcut for a file that is compiled once and is probably solved: compiler and clippy in one process.
//!
//! It may only find that all is well. Whatever else it meets, the compiler's own process and one for each test
//! decide, as if nothing had been tried.

use super::runner::{Bench, COMPILE, all_passed, compiler_run, run};
use super::{Job, Phase, RustcRunner};
use crate::error::Error;
use crate::process::Stop;
use crate::source::Source;
use crate::verdict::{Attempt, CompilerRun, Exit, ProgramRun, Verdict, judge};

impl RustcRunner {
    /// The verdict on a file whose tests all pass, in three quarters of the time; nothing on any other.
    pub(super) fn solved_at_once(
        &self,
        job: &Job,
        bench: &Bench,
        source: Option<&Source>,
        stop: &Stop,
        on_phase: &(dyn Fn(Phase) + Sync),
    ) -> Result<Option<Verdict>, Error> {
        if !is_promising(&job.text) {
            return Ok(None);
        }
        let Some(program) = self
            .toolchain
            .compile_and_lint(&bench.unit, &bench.executable)
        else {
            return Ok(None);
        };
        let finished = run(&program, COMPILE, stop)?;
        if finished.exit != Exit::Code(0) {
            return Ok(None);
        }
        let lint = compiler_run(&finished, "clippy")?;
        let (listed, runs) = self.test(job, &bench.executable, stop, on_phase)?;
        let plan = job.plan(source);
        if !all_passed(&runs) {
            return Ok(None);
        }
        let program = plan
            .main
            .then(|| self.program(job, bench, source, stop, on_phase))
            .transpose()?;
        if !program.as_ref().is_none_or(ProgramRun::succeeded) {
            return Ok(None);
        }
        let diagnostics = lint
            .diagnostics
            .iter()
            .filter(|diagnostic| !is_of_clippy(diagnostic.code.as_deref()))
            .cloned()
            .collect();
        let compile = CompilerRun {
            succeeded: true,
            diagnostics,
        };
        let attempt = Attempt {
            compile,
            listed,
            runs,
            program,
            lint: Some(lint),
        };
        Ok(Some(judge(&plan, &attempt)))
    }
}

fn is_of_clippy(code: Option<&str>) -> bool {
    code.is_some_and(|code| code.starts_with("clippy::"))
}

/// Whether a text looks finished, and means the same to clippy as to the compiler: it could ask who is looking, or
/// read other files that do.
fn is_promising(text: &str) -> bool {
    let asks = text.contains("cfg") && text.contains("clippy");
    let unfinished = text.contains("TODO") || text.contains("todo!");
    let reads_others = text.contains("include") || text.contains("#[path");
    !asks && !unfinished && !reads_others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unfinished_or_could_differ_takes_the_long_way() {
        for (text, expected) in [
            ("fn f() {}", true),
            ("#[cfg(test)] mod tests {}", true),
            ("#[allow(clippy::all)] fn f() {}", true),
            ("#[allow(clippy::all)] #[cfg(test)] mod tests {}", false),
            ("#[cfg(not(clippy))] fn f() {}", false),
            ("fn f() -> bool { cfg!(clippy) }", false),
            ("fn f() { todo!() }", false),
            ("// TODO: write it\nfn f() {}", false),
            ("include!(\"f.rs\");", false),
            ("#[path = \"f.rs\"] mod f;", false),
        ] {
            assert_eq!(is_promising(text), expected, "{text}");
        }
    }
}
