//! Programs of others that read these reports, where they are installed.

use super::fixture::hostile_class;
use super::report;
use assert_cmd::Command;
use std::path::Path;
use workbook::export::Junit;

/// Reads a `JUnit` file, and prints what it found of each suite.
const READ: &str = "
import sys
from junitparser import JUnitXml
for suite in JUnitXml.fromfile(sys.argv[1]):
    cases = list(suite)
    assert suite.tests == len(cases), (suite.tests, len(cases))
    assert all(case.classname and case.name for case in cases)
    assert len({(case.classname, case.name) for case in cases}) == len(cases)
    print(suite.tests, suite.failures, suite.errors, suite.skipped)
";

/// What it read of each suite, a line each; nothing where it is not installed, and that is said.
#[allow(clippy::print_stderr)]
pub fn read_by_junitparser(path: &Path) -> Option<Vec<String>> {
    let python = |args: &[&str]| {
        let mut command = Command::new("python3");
        command.args(args).timeout(crate::said::PATIENCE);
        command.output()
    };
    let is_there =
        python(&["-c", "import junitparser"]).is_ok_and(|output| output.status.success());
    if !is_there {
        eprintln!("skipped: junitparser, a package of Python, is not installed here");
        return None;
    }
    let output = python(&["-c", READ, &path.display().to_string()]).expect("it runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let stdout = String::from_utf8_lossy(&output.stdout);
    Some(stdout.lines().map(str::to_owned).collect())
}

#[test]
fn junitparser_reads_the_report() {
    let (header, grades) = hostile_class();
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("class.xml");
    std::fs::write(&path, report(&mut Junit::new(), &header, &grades)).expect("write");
    if let Some(suites) = read_by_junitparser(&path) {
        assert_eq!(suites.len(), grades.len());
    }
}
