//! The compiler on code that is in no file of its own, as only `verify` calls it.

use super::Verifier;
use crate::cache::Ingredients;
use crate::error::{Error, Problem};
use crate::files;
use crate::process::{self, Finished, Limits, Program, Stop};
use crate::rustc;
use crate::source::Source;
use crate::verdict::{Details, Diagnostic, Exit, Level, Outcome, Verdict};
use std::path::Path;
use std::time::Duration;

const LIMITS: Limits = Limits {
    deadline: Duration::from_mins(1),
    output: 16 << 20,
    memory: Some(8 << 30),
};

impl Verifier<'_> {
    /// Type-checks a snippet, warnings denied, and its tests too if it has any; returns the compiler's errors.
    /// What was checked before is remembered.
    pub(super) fn snippet_errors(&self, text: &str, stop: &Stop) -> Result<Vec<Diagnostic>, Error> {
        // Outside a test build `#[test]` takes its function away before anybody looks into it.
        let has_tests = Source::parse(text).is_ok_and(|source| !source.tests.is_empty());
        let programs = |file: &Path, output: &Path| {
            let plain = self.runner.toolchain().check_snippet(file, output);
            let with_tests = has_tests.then(|| plain.clone().arg("--test"));
            [Some(plain), with_tests].into_iter().flatten()
        };
        let settings: Vec<String> = programs(Path::new("snippet.rs"), Path::new("snippet"))
            .map(|program| format!("{program:?}"))
            .collect();
        let toolchain = self.runner.toolchain().version();
        let key = Ingredients {
            toolchain,
            settings: &settings,
            text,
            trusted: "",
        }
        .key();
        if let Some(verdict) = self.cache.get(&key) {
            return Ok(verdict.diagnostics);
        }
        let scratch = self.state.scratch()?;
        let file = scratch.path().join("snippet.rs");
        files::write_atomic(&file, text.as_bytes())?;
        for program in programs(&file, &scratch.path().join("snippet.rmeta")) {
            let finished = run(&program, stop)?;
            if finished.exit == Exit::Code(0) {
                continue;
            }
            let (errors, rest) =
                rustc::parse_diagnostics(&String::from_utf8_lossy(&finished.stderr));
            if finished.exit == Exit::Deadline {
                return Ok(vec![endless()]);
            }
            if !errors.iter().any(|error| error.level == Level::Error) {
                return Err(Error::cannot_check(
                    Problem::new(format!(
                        "the compiler failed without naming an error ({:?})",
                        finished.exit
                    ))
                    .note(rest.trim().to_owned())
                    .help(
                        "see whether the disk is full; otherwise it may be a bug of the compiler",
                    ),
                ));
            }
            let verdict = Verdict {
                outcome: Outcome::DoesNotCompile,
                diagnostics: errors,
                ..Verdict::unreadable("")
            };
            self.cache.put(&key, &verdict);
            return Ok(verdict.diagnostics);
        }
        self.cache.put(
            &key,
            &Verdict {
                outcome: Outcome::Solved,
                ..Verdict::unreadable("")
            },
        );
        Ok(Vec::new())
    }
}

/// Slowness depends on the machine, so this is never kept in the cache.
fn endless() -> Diagnostic {
    Diagnostic {
        level: Level::Error,
        code: None,
        message: format!(
            "the compiler did not finish in {} s",
            LIMITS.deadline.as_secs()
        ),
        rendered: String::new(),
        place: None,
        details: Details::default(),
    }
}

pub(super) fn run(program: &Program, stop: &Stop) -> Result<Finished, Error> {
    process::run_to_end(program, LIMITS, stop)
}
