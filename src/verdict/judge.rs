//! From what happened to what it proves.

use super::{
    AbortCause, Diagnostic, Level, MAIN, Outcome, Panic, Tampering, TestResult, TestVerdict,
    Verdict,
};
use crate::text;
use std::time::Duration;

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// By itself, with this code.
    Code(i32),
    /// By a signal.
    Signal(i32),
    /// It was killed at its deadline.
    Deadline,
    /// It was killed because it printed too much.
    OutputLimit,
}

/// One run of rustc or of clippy-driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompilerRun {
    /// Whether it exited with code 0.
    pub succeeded: bool,
    /// Its messages in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// A test that the compiled file says it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedTest {
    /// Its path, as `tests::capacity_zero`.
    pub name: String,
    /// Whether it is marked `#[ignore]`.
    pub ignored: bool,
}

/// What the test harness reported of a test that ran to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// It succeeded.
    Ok,
    /// It failed; the harness may say why.
    Failed(Option<String>),
}

/// One process that ran one test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestRun {
    /// The test's path.
    pub name: String,
    /// How the process ended.
    pub exit: Exit,
    /// The harness's report, absent when the test never ended.
    pub report: Option<Report>,
    /// What it printed, without the harness's own lines.
    pub stdout: String,
    /// What it printed to standard error, panics included.
    pub stderr: String,
    /// The deadline it had.
    pub deadline: Duration,
}

/// A file compiled without its tests, and the run of its `main`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramRun {
    /// The compiler's run.
    pub compile: CompilerRun,
    /// The run, which a `main` that does nothing does not need.
    pub run: Option<TestRun>,
}

impl ProgramRun {
    /// Whether it compiled and ended well.
    pub fn succeeded(&self) -> bool {
        self.compile.succeeded
            && self
                .run
                .as_ref()
                .is_none_or(|run| run.report == Some(Report::Ok))
    }
}

/// Everything that happened when a file was compiled, tested and linted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The compiler's run.
    pub compile: CompilerRun,
    /// The tests found in the compiled file.
    pub listed: Vec<ListedTest>,
    /// The tests that ran.
    pub runs: Vec<TestRun>,
    /// What became of `main` after the tests.
    pub program: Option<ProgramRun>,
    /// Clippy's run.
    pub lint: Option<CompilerRun>,
}

/// What an attempt is judged against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Paths of the workbook's own tests, in the order of the file.
    pub tests: Vec<String>,
    /// How the file's tests differ from the workbook's.
    pub tampering: Vec<Tampering>,
    /// Whether tampering keeps the exercise from being solved.
    pub tests_editable: bool,
    /// Whether the exercise has tests at all.
    pub without_tests: bool,
    /// Whether warnings keep it from being solved.
    pub strict: bool,
    /// Whether `main` is run after the tests.
    pub main: bool,
    /// Whether a lint that is denied keeps it from being solved.
    pub denied_lints_block: bool,
    /// What a grader would refuse the file for. It changes nothing about this verdict; the learner had better know.
    pub refusals: Vec<Diagnostic>,
}

/// Judges an attempt. The same attempt and plan always give the same verdict.
pub fn judge(plan: &Plan, attempt: &Attempt) -> Verdict {
    if !attempt.compile.succeeded {
        return does_not_compile(plan, &attempt.compile);
    }
    let mut tests = test_verdicts(plan, attempt);
    if plan.main && tests.iter().all(TestVerdict::passed) {
        match &attempt.program {
            Some(program) if !program.compile.succeeded => {
                return does_not_compile(plan, &program.compile);
            }
            Some(program) => tests.extend(program.run.as_ref().map(judge_run)),
            None => tests.push(TestVerdict {
                name: MAIN.to_owned(),
                result: TestResult::NotRun,
                output: String::new(),
            }),
        }
    }
    let mut diagnostics = warnings(plan, attempt);
    let denied = diagnostics
        .iter()
        .any(|diagnostic| diagnostic.level == Level::Error);
    let outcome = if tests.iter().any(|test| !test.passed()) {
        let only_ignored = tests
            .iter()
            .all(|test| test.passed() || test.result == TestResult::Ignored);
        // An ignored test is a change to the tests rather than a failure, unless the workbook itself ignores it.
        if only_ignored && !plan.tampering.is_empty() && !plan.tests_editable {
            Outcome::TestsChanged
        } else {
            Outcome::TestsFail
        }
    } else if !plan.without_tests && tests.iter().all(|test| test.name == MAIN) {
        Outcome::NoTests
    } else if !plan.tampering.is_empty() && !plan.tests_editable {
        Outcome::TestsChanged
    } else if denied || plan.strict && !diagnostics.is_empty() {
        Outcome::Warnings
    } else {
        Outcome::Solved
    };
    diagnostics.extend(plan.refusals.iter().cloned());
    Verdict {
        outcome,
        diagnostics,
        tests,
        tampering: plan.tampering.clone(),
    }
}

/// The verdict on a file of which a test did not pass, by the tests that have ended; the others are not in it.
pub fn so_far<'a>(listed: &[ListedTest], runs: impl Iterator<Item = &'a TestRun>) -> Verdict {
    let mut tests: Vec<TestVerdict> = runs.map(judge_run).collect();
    tests.sort_by_key(|test| listed.iter().position(|it| it.name == test.name));
    Verdict {
        outcome: Outcome::TestsFail,
        diagnostics: Vec::new(),
        tests,
        tampering: Vec::new(),
    }
}

fn does_not_compile(plan: &Plan, compile: &CompilerRun) -> Verdict {
    Verdict {
        outcome: Outcome::DoesNotCompile,
        diagnostics: compile
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.level == Level::Error)
            .cloned()
            .collect(),
        tests: Vec::new(),
        tampering: plan.tampering.clone(),
    }
}

/// The workbook's tests in their order, then those that the learner added.
fn test_verdicts(plan: &Plan, attempt: &Attempt) -> Vec<TestVerdict> {
    let deleted = |name: &String| {
        let name = text::short_name(name);
        plan.tampering.iter().any(|change| match change {
            Tampering::Deleted(test) => test == name,
            Tampering::ModuleMissing => true,
            _ => false,
        })
    };
    let added = attempt
        .listed
        .iter()
        .filter(|test| !test.ignored && !plan.tests.contains(&test.name))
        .map(|test| &test.name);
    plan.tests
        .iter()
        // A deleted test is said once, as a change to the tests.
        .filter(|name| !deleted(name))
        .chain(added)
        .map(|name| test_verdict(name, attempt))
        .collect()
}

fn test_verdict(name: &str, attempt: &Attempt) -> TestVerdict {
    let Some(run) = attempt.runs.iter().find(|run| run.name == name) else {
        let ignored = attempt
            .listed
            .iter()
            .any(|test| test.name == name && test.ignored);
        return TestVerdict {
            name: name.to_owned(),
            result: if ignored {
                TestResult::Ignored
            } else {
                TestResult::NotRun
            },
            output: String::new(),
        };
    };
    judge_run(run)
}

/// What one process that ran one test proved.
pub fn judge_run(run: &TestRun) -> TestVerdict {
    let name = run.name.as_str();
    let result = match (run.exit, &run.report) {
        (Exit::Deadline, _) => TestResult::Hung {
            after: run.deadline,
        },
        (Exit::OutputLimit, _) => TestResult::TooMuchOutput,
        (Exit::Code(0), Some(Report::Ok)) => TestResult::Passed,
        (Exit::Code(_), Some(Report::Failed(reason))) => TestResult::Failed {
            panic: Panic::decisive(&run.stderr, name),
            reason: reason.clone(),
        },
        (Exit::Signal(signal), _) => TestResult::Aborted {
            signal,
            cause: abort_cause(&run.stderr),
            panic: Panic::decisive(&run.stderr, name),
        },
        (Exit::Code(code), _) => TestResult::EndedEarly { code },
    };
    TestVerdict {
        name: name.to_owned(),
        result,
        output: text::sanitize(&printed(run)).trim_end().to_owned(),
    }
}

/// What the test printed itself: standard output, then standard error without the panics.
fn printed(run: &TestRun) -> String {
    let mut errors = Panic::remove_all(&run.stderr);
    if let Exit::Signal(_) = run.exit {
        let own: Vec<&str> = errors
            .lines()
            .filter(|line| !is_stack_overflow(line))
            .collect();
        errors = own.join("\n");
    }
    match (run.stdout.trim_end(), errors.trim()) {
        (stdout, "") => stdout.to_owned(),
        ("", errors) => errors.to_owned(),
        (stdout, errors) => format!("{stdout}\n{errors}"),
    }
}

/// What the standard library says when the stack is used up; the verdict says it better.
fn is_stack_overflow(line: &str) -> bool {
    line == "fatal runtime error: stack overflow, aborting"
        || (line.starts_with("thread '") && line.ends_with("has overflowed its stack"))
}

/// The standard library says these things itself before it aborts, in `std::sys` and `alloc`.
fn abort_cause(stderr: &str) -> AbortCause {
    if stderr.contains("has overflowed its stack") {
        AbortCause::StackOverflow
    } else if stderr.contains("memory allocation of") {
        AbortCause::OutOfMemory
    } else if stderr.contains("panic in a destructor during cleanup")
        || stderr.contains("thread panicked while processing panic")
    {
        AbortCause::PanicInDrop
    } else {
        AbortCause::Unknown
    }
}

/// Warnings of the compiler and of clippy, each once: clippy repeats those of the compiler. What clippy denies stays an
/// error, and comes first, where that keeps an exercise from being solved.
fn warnings(plan: &Plan, attempt: &Attempt) -> Vec<Diagnostic> {
    let mut warnings: Vec<Diagnostic> = Vec::new();
    let runs = [Some(&attempt.compile), attempt.lint.as_ref()];
    for diagnostic in runs.into_iter().flatten().flat_map(|run| &run.diagnostics) {
        // Clippy may deny by default; elsewhere that is a warning still to a learner whose tests pass.
        let level = if plan.denied_lints_block {
            diagnostic.level
        } else {
            Level::Warning
        };
        let seen = warnings.iter().any(|seen| {
            seen.code == diagnostic.code
                && seen.place == diagnostic.place
                && seen.message == diagnostic.message
        });
        if !seen && (diagnostic.place.is_some() || level == Level::Error) {
            warnings.push(Diagnostic {
                level,
                ..diagnostic.clone()
            });
        }
    }
    warnings.sort_by_key(|diagnostic| diagnostic.level == Level::Warning);
    warnings
}

#[cfg(test)]
mod tests {
    use super::super::Details;
    use super::*;

    fn run(name: &str, exit: Exit, report: Option<Report>, stderr: &str) -> TestRun {
        TestRun {
            name: format!("tests::{name}"),
            exit,
            report,
            stdout: String::new(),
            stderr: stderr.to_owned(),
            deadline: Duration::from_secs(5),
        }
    }

    fn passed(name: &str) -> TestRun {
        run(name, Exit::Code(0), Some(Report::Ok), "")
    }

    fn attempt(runs: Vec<TestRun>) -> Attempt {
        Attempt {
            compile: CompilerRun {
                succeeded: true,
                diagnostics: Vec::new(),
            },
            listed: runs
                .iter()
                .map(|run| ListedTest {
                    name: run.name.clone(),
                    ignored: false,
                })
                .collect(),
            runs,
            program: None,
            lint: None,
        }
    }

    fn plan(names: &[&str]) -> Plan {
        Plan {
            tests: names.iter().map(|name| format!("tests::{name}")).collect(),
            ..Plan::default()
        }
    }

    #[test]
    fn one_run_proves_one_result() {
        let after = Duration::from_secs(5);
        for (exit, report, stderr, expected) in [
            (Exit::Code(0), Some(Report::Ok), "", TestResult::Passed),
            (
                Exit::Code(101),
                Some(Report::Failed(None)),
                "",
                TestResult::Failed {
                    panic: None,
                    reason: None,
                },
            ),
            // A process that ends with 0 and no report has proved nothing.
            (Exit::Code(0), None, "", TestResult::EndedEarly { code: 0 }),
            (Exit::Code(3), None, "", TestResult::EndedEarly { code: 3 }),
            // A report of success and a failing exit code contradict each other.
            (
                Exit::Code(1),
                Some(Report::Ok),
                "",
                TestResult::EndedEarly { code: 1 },
            ),
            (Exit::Deadline, None, "", TestResult::Hung { after }),
            // A test that ended, while a thread it left behind did not.
            (
                Exit::Deadline,
                Some(Report::Ok),
                "",
                TestResult::Hung { after },
            ),
            (
                Exit::OutputLimit,
                Some(Report::Ok),
                "",
                TestResult::TooMuchOutput,
            ),
            (
                Exit::Signal(6),
                None,
                "thread 'tests::t' (7) has overflowed its stack",
                TestResult::Aborted {
                    signal: 6,
                    cause: AbortCause::StackOverflow,
                    panic: None,
                },
            ),
            (
                Exit::Signal(6),
                Some(Report::Ok),
                "memory allocation of 4294967296 bytes failed",
                TestResult::Aborted {
                    signal: 6,
                    cause: AbortCause::OutOfMemory,
                    panic: None,
                },
            ),
        ] {
            let verdict = judge(
                &plan(&["t"]),
                &attempt(vec![run("t", exit, report.clone(), stderr)]),
            );
            assert_eq!(verdict.tests[0].result, expected, "{exit:?} {report:?}");
            assert_eq!(
                verdict.solved(),
                expected == TestResult::Passed,
                "{exit:?} {report:?}"
            );
        }
    }

    #[test]
    fn only_a_full_set_of_passing_tests_solves() {
        let cases: Vec<(&str, Plan, Attempt, Outcome)> = vec![
            (
                "all pass",
                plan(&["a", "b"]),
                attempt(vec![passed("a"), passed("b")]),
                Outcome::Solved,
            ),
            (
                "one never ran",
                plan(&["a", "b"]),
                attempt(vec![passed("a")]),
                Outcome::TestsFail,
            ),
            ("no tests", plan(&[]), attempt(vec![]), Outcome::NoTests),
            (
                "no tests are wanted",
                Plan {
                    without_tests: true,
                    ..Plan::default()
                },
                attempt(vec![]),
                Outcome::Solved,
            ),
            (
                "one was deleted",
                Plan {
                    tampering: vec![Tampering::Deleted("b".into())],
                    ..plan(&["a", "b"])
                },
                attempt(vec![passed("a")]),
                Outcome::TestsChanged,
            ),
            (
                "all were deleted",
                Plan {
                    tampering: vec![Tampering::ModuleMissing],
                    ..plan(&["a"])
                },
                attempt(vec![]),
                Outcome::NoTests,
            ),
            (
                "edited where that is the task",
                Plan {
                    tampering: vec![Tampering::Edited("a".into())],
                    tests_editable: true,
                    ..plan(&["a"])
                },
                attempt(vec![passed("a")]),
                Outcome::Solved,
            ),
            (
                "the learner's own test fails",
                plan(&["a"]),
                attempt(vec![
                    passed("a"),
                    run("mine", Exit::Code(101), Some(Report::Failed(None)), ""),
                ]),
                Outcome::TestsFail,
            ),
        ];
        for (name, plan, attempt, expected) in cases {
            assert_eq!(judge(&plan, &attempt).outcome, expected, "{name}");
        }
    }

    #[test]
    fn an_ignored_test_does_not_count_as_passed() {
        let mut attempt = attempt(vec![passed("a")]);
        attempt.listed.push(ListedTest {
            name: "tests::b".into(),
            ignored: true,
        });
        let plan = Plan {
            tampering: vec![Tampering::Ignored("b".into())],
            ..plan(&["a", "b"])
        };
        let verdict = judge(&plan, &attempt);
        assert_eq!(verdict.outcome, Outcome::TestsChanged);
        assert_eq!(verdict.tests[1].result, TestResult::Ignored);
    }

    fn warning(message: &str) -> Diagnostic {
        Diagnostic {
            level: Level::Warning,
            code: Some("unused_variables".into()),
            message: message.into(),
            rendered: String::new(),
            place: Some(("a.rs".into(), 1)),
            details: Details::default(),
        }
    }

    #[test]
    fn what_is_written_and_wrong_comes_before_what_is_still_to_do() {
        let panics = |name: &str, message: &str| {
            let stderr = format!("thread '{name}' panicked at f.rs:1:1:\n{message}\n");
            let report = Some(Report::Failed(None));
            run(name, Exit::Code(101), report, &stderr)
        };
        let to_do = "not yet implemented";
        for (messages, expected) in [
            ([to_do, "boom", "bang"], "b"),
            ([to_do, to_do, "bang"], "c"),
            ([to_do, to_do, to_do], "a"),
            (["boom", to_do, to_do], "a"),
        ] {
            let runs = ["a", "b", "c"].into_iter().zip(messages);
            let runs = runs.map(|(name, message)| panics(name, message)).collect();
            let verdict = judge(&plan(&["a", "b", "c"]), &attempt(runs));
            let first = verdict.first_failure().expect("all fail");
            assert_eq!(text::short_name(&first.name), expected, "{messages:?}");
        }
    }

    #[test]
    fn warnings_block_only_where_the_exercise_is_strict() {
        let mut attempt = attempt(vec![passed("a")]);
        attempt.compile.diagnostics.push(warning("unused"));
        attempt.lint = Some(CompilerRun {
            succeeded: true,
            diagnostics: vec![warning("unused"), warning("style")],
        });
        let verdict = judge(&plan(&["a"]), &attempt);
        assert_eq!(
            (verdict.outcome, verdict.diagnostics.len()),
            (Outcome::Solved, 2)
        );
        let strict = Plan {
            strict: true,
            ..plan(&["a"])
        };
        assert_eq!(judge(&strict, &attempt).outcome, Outcome::Warnings);
    }

    #[test]
    fn a_denied_lint_blocks_where_the_workbook_says_so_and_comes_first() {
        let mut attempt = attempt(vec![passed("a")]);
        let denied = Diagnostic {
            level: Level::Error,
            code: Some("clippy::todo".into()),
            ..warning("denied")
        };
        attempt.lint = Some(CompilerRun {
            succeeded: false,
            diagnostics: vec![warning("style"), denied],
        });
        let blocking = Plan {
            denied_lints_block: true,
            ..plan(&["a"])
        };
        let verdict = judge(&blocking, &attempt);
        assert_eq!(verdict.outcome, Outcome::Warnings);
        assert_eq!(verdict.summary(), "1 denied lint to mend");
        assert_eq!(verdict.diagnostics[0].message, "denied");
        assert_eq!(verdict.diagnostics.len(), 2);
        let verdict = judge(&plan(&["a"]), &attempt);
        assert_eq!(
            (verdict.outcome, verdict.diagnostics.len()),
            (Outcome::Solved, 2)
        );
    }

    #[test]
    fn main_is_the_last_of_the_tests_and_counts_only_when_they_pass() {
        let with_main = Plan {
            main: true,
            ..plan(&["a"])
        };
        let of_main = |exit, report| TestRun {
            name: MAIN.to_owned(),
            ..run("", exit, report, "")
        };
        let compiled = |succeeded, run| {
            Some(ProgramRun {
                compile: CompilerRun {
                    succeeded,
                    diagnostics: vec![warning("never used")],
                },
                run,
            })
        };
        let failed = Some(Report::Failed(Some("the program ended with code 3".into())));
        let names = |verdict: &Verdict| -> Vec<String> {
            verdict.tests.iter().map(|test| test.name.clone()).collect()
        };
        for (what, program, expected, expected_names) in [
            (
                "it ends well",
                compiled(true, Some(of_main(Exit::Code(0), Some(Report::Ok)))),
                Outcome::Solved,
                vec!["tests::a", "main"],
            ),
            (
                "it does nothing",
                compiled(true, None),
                Outcome::Solved,
                vec!["tests::a"],
            ),
            (
                "it ends with another code",
                compiled(true, Some(of_main(Exit::Code(3), failed))),
                Outcome::TestsFail,
                vec!["tests::a", "main"],
            ),
            (
                "it hangs",
                compiled(true, Some(of_main(Exit::Deadline, None))),
                Outcome::TestsFail,
                vec!["tests::a", "main"],
            ),
            (
                "it does not compile",
                compiled(false, None),
                Outcome::DoesNotCompile,
                vec![],
            ),
            (
                "it never ran",
                None,
                Outcome::TestsFail,
                vec!["tests::a", "main"],
            ),
        ] {
            let attempt = Attempt {
                program,
                ..attempt(vec![passed("a")])
            };
            let verdict = judge(&with_main, &attempt);
            assert_eq!(verdict.outcome, expected, "{what}");
            assert_eq!(names(&verdict), expected_names, "{what}");
            // What the compiler warns of without the tests, as unused functions, is nobody's business.
            assert!(verdict.diagnostics.is_empty(), "{what}");
        }
        let failing = attempt(vec![run(
            "a",
            Exit::Code(101),
            Some(Report::Failed(None)),
            "",
        )]);
        assert_eq!(names(&judge(&with_main, &failing)), ["tests::a"]);
    }

    #[test]
    fn a_file_that_does_not_compile_shows_errors_only() {
        let mut attempt = attempt(vec![]);
        attempt.compile.succeeded = false;
        attempt.compile.diagnostics = vec![
            warning("unused"),
            Diagnostic {
                level: Level::Error,
                ..warning("mismatched types")
            },
        ];
        let verdict = judge(&plan(&["a"]), &attempt);
        assert_eq!(verdict.outcome, Outcome::DoesNotCompile);
        assert_eq!(verdict.diagnostics.len(), 1);
    }
}
