//! Reads the reports of the standard test harness: JSON objects on standard output, mixed with what the program
//! prints.
//!
//! The format is that of `--format json` in `library/test/src/formatters/json.rs` of the Rust sources.

use crate::text;
use crate::verdict::{ListedTest, Report};
use serde::Deserialize;

/// The arguments that make the harness speak JSON.
pub(super) const JSON: [&str; 4] = ["-Z", "unstable-options", "--format", "json"];

/// The code with which the harness ends when a test failed.
pub const TESTS_FAILED: i32 = 101;

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "type")]
    kind: String,
    event: String,
    name: Option<String>,
    #[serde(default)]
    ignore: bool,
    reason: Option<String>,
    message: Option<String>,
    stdout: Option<String>,
    passed: Option<usize>,
    failed: Option<usize>,
    ignored: Option<usize>,
    exec_time: Option<f64>,
}

impl Line {
    /// Whether it is the whole of what the harness says at the end of a run of one test. A program that prints its
    /// own reports and ends early would have to know the harness's last line by heart.
    fn ends_a_run_of_one(&self) -> bool {
        let n_ended = self
            .passed
            .zip(self.failed)
            .map(|(passed, failed)| passed + failed);
        n_ended == Some(1) && self.exec_time.is_some()
    }
}

/// Reads the answer to `--list`; nothing when the program is not a test harness that speaks JSON.
pub fn parse_list(stdout: &str) -> Option<Vec<ListedTest>> {
    let mut tests = Vec::new();
    let mut complete = false;
    for line in stdout.lines().filter_map(parse_line) {
        match (line.kind.as_str(), line.event.as_str()) {
            ("test", "discovered") => {
                tests.push(ListedTest {
                    name: text::sanitize(&line.name?),
                    ignored: line.ignore,
                });
            }
            ("suite", "completed") => complete = true,
            _ => {}
        }
    }
    complete.then_some(tests)
}

/// Reads what a run of one test printed: the harness's report on the test, and what the program itself printed.
///
/// The report counts only if it is followed by the report on the whole run: the harness writes that one last.
pub fn parse_run(stdout: &str, test: &str) -> (Option<Report>, String) {
    let mut report = None;
    let mut confirmed = false;
    let mut printed = String::new();
    for raw in stdout.split_inclusive('\n') {
        // The program may have left the cursor in the middle of a line.
        let parsed = raw
            .find("{ \"type\": ")
            .and_then(|start| parse_line(&raw[start..]).map(|line| (line, &raw[..start])));
        let Some((line, before)) = parsed else {
            printed.push_str(raw);
            continue;
        };
        printed.push_str(before);
        if !before.is_empty() {
            printed.push('\n');
        }
        match (
            line.kind.as_str(),
            line.event.as_str(),
            line.name.as_deref(),
        ) {
            ("test", "ok", Some(name)) if name == test => report = Some(Report::Ok),
            ("test", "failed", Some(name)) if name == test => {
                report = Some(Report::Failed(line.message.or(line.reason)));
            }
            ("suite", "ok" | "failed", _) => confirmed |= line.ends_a_run_of_one(),
            _ => {}
        }
    }
    (report.filter(|_| confirmed), printed)
}

/// Reads what a run of all tests in one process printed: the tests, and the report and the captured output of each
/// that passed.
///
/// Nothing, unless the harness accounts for every test and nobody else printed a word: whatever is out of the ordinary
/// is for a process of each test's own to tell.
pub fn parse_run_of_all(stdout: &str) -> Option<Vec<(ListedTest, Option<String>)>> {
    let mut tests = Vec::new();
    let mut n_tests = None;
    for raw in stdout.lines() {
        let line = parse_line(raw)?;
        if n_tests.is_some() {
            // The report on the whole is the last word.
            return None;
        }
        match (line.kind.as_str(), line.event.as_str()) {
            ("test", event @ ("ok" | "failed" | "ignored")) => {
                let test = ListedTest {
                    name: text::sanitize(&line.name?),
                    ignored: event == "ignored",
                };
                let passed = (event == "ok").then(|| line.stdout.unwrap_or_default());
                tests.push((test, passed));
            }
            ("suite", "ok" | "failed") if line.exec_time.is_some() => {
                n_tests = Some(line.passed? + line.failed? + line.ignored?);
            }
            _ => {}
        }
    }
    // The harness runs them in the order of their names and reports them as they end.
    tests.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
    tests.dedup_by(|(a, _), (b, _)| a.name == b.name);
    (n_tests == Some(tests.len())).then_some(tests)
}

fn parse_line(line: &str) -> Option<Line> {
    serde_json::from_str(line.trim_end()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STARTED: &str = "{ \"type\": \"suite\", \"event\": \"started\", \"test_count\": 1 }\n{ \"type\": \"test\", \"event\": \"started\", \"name\": \"tests::b\" }\n";
    const OK: &str = "{ \"type\": \"test\", \"name\": \"tests::b\", \"event\": \"ok\" }\n";
    const SUITE_OK: &str = "{ \"type\": \"suite\", \"event\": \"ok\", \"passed\": 1, \"failed\": 0, \"exec_time\": 0.1 }\n";

    #[test]
    fn a_run_is_read() {
        let failed = "{ \"type\": \"test\", \"name\": \"tests::b\", \"event\": \"failed\", \"message\": \"test did not panic as expected\" }\n";
        let suite_failed = "{ \"type\": \"suite\", \"event\": \"failed\", \"passed\": 0, \"failed\": 1, \"exec_time\": 0.1 }\n";
        for (what, stdout, expected) in [
            (
                "it passed",
                format!("{STARTED}{OK}{SUITE_OK}"),
                (Some(Report::Ok), ""),
            ),
            (
                "it failed",
                format!("{STARTED}{failed}{suite_failed}"),
                (
                    Some(Report::Failed(Some(
                        "test did not panic as expected".into(),
                    ))),
                    "",
                ),
            ),
            ("the process ended early", STARTED.to_owned(), (None, "")),
            (
                "it ended between the two reports",
                format!("{STARTED}{OK}"),
                (None, ""),
            ),
            (
                "it printed, the last line open",
                format!("{STARTED}hello\nworld{OK}{SUITE_OK}"),
                (Some(Report::Ok), "hello\nworld\n"),
            ),
            ("it printed nothing at all", String::new(), (None, "")),
            (
                "it printed braces",
                format!("{{ \"type\": 1 }}\n{STARTED}"),
                (None, "{ \"type\": 1 }\n"),
            ),
        ] {
            let (report, printed) = parse_run(&stdout, "tests::b");
            assert_eq!((report, printed.as_str()), expected, "{what}");
        }
    }

    #[test]
    fn a_run_of_all_counts_only_when_nothing_is_out_of_the_ordinary() {
        let test = |name: &str, event: &str, more: &str| {
            format!(
                "{{ \"type\": \"test\", \"event\": \"{event}\", \"name\": \"tests::{name}\"{more} }}\n"
            )
        };
        let end = |passed: usize, failed: usize, ignored: usize| {
            format!(
                "{{ \"type\": \"suite\", \"event\": \"ok\", \"passed\": {passed}, \"failed\": {failed}, \"ignored\": {ignored}, \"exec_time\": 0.1 }}\n"
            )
        };
        let b = test("b", "ok", ", \"stdout\": \"hello\\n\"");
        let a = test("a", "failed", ", \"stdout\": \"thread panicked\"");
        let c = test("c", "ignored", "");
        let listed = |name: &str, ignored| ListedTest {
            name: format!("tests::{name}"),
            ignored,
        };
        assert_eq!(
            parse_run_of_all(&format!("{b}{a}{c}{}", end(1, 1, 1))),
            Some(vec![
                (listed("a", false), None),
                (listed("b", false), Some("hello\n".to_owned())),
                (listed("c", true), None),
            ])
        );
        for (what, stdout) in [
            ("no end", format!("{b}{a}")),
            (
                "a test is not accounted for",
                format!("{b}{}", end(1, 1, 0)),
            ),
            ("a test too many", format!("{b}{a}{}", end(1, 0, 0))),
            ("a test reported twice", format!("{b}{b}{}", end(2, 0, 0))),
            ("somebody printed", format!("hello\n{b}{}", end(1, 0, 0))),
            (
                "somebody printed in front of a report",
                format!("hello{b}{}", end(1, 0, 0)),
            ),
            ("words after the end", format!("{b}{}{b}", end(1, 0, 0))),
            ("two ends", format!("{b}{}{}", end(1, 0, 0), end(1, 0, 0))),
            ("nothing at all", String::new()),
        ] {
            assert_eq!(parse_run_of_all(&stdout), None, "{what}");
        }
    }

    #[test]
    fn a_list_is_read_only_when_it_is_complete() {
        let list = "{ \"type\": \"suite\", \"event\": \"discovery\" }\n{ \"type\": \"test\", \"event\": \"discovered\", \"name\": \"tests::a\", \"ignore\": true, \"ignore_message\": \"\" }\n";
        let end = "{ \"type\": \"suite\", \"event\": \"completed\", \"tests\": 1, \"benchmarks\": 0, \"total\": 1, \"ignored\": 1 }\n";
        assert_eq!(
            parse_list(&format!("{list}{end}")),
            Some(vec![ListedTest {
                name: "tests::a".into(),
                ignored: true
            }])
        );
        assert_eq!(parse_list(list), None);
        assert_eq!(parse_list("hello\n"), None);
    }
}
