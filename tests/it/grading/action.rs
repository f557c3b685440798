//! The steps of the action, as the runner of GitHub takes them.

use crate::said::Said;
use crate::support::{Book, SOLVED};
use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The step of the action that grades.
fn step() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml");
    let text = std::fs::read_to_string(path).expect("the action is there");
    let action: Value = serde_saphyr::from_str(&text).expect("the action is YAML");
    let steps = action["runs"]["steps"].as_array().expect("steps");
    let step = steps
        .iter()
        .find(|step| step["id"] == "grade")
        .expect("a step that grades");
    let mut step = step.clone();
    // What GitHub does: `${{ inputs.NAME }}` is the default where a workflow says nothing.
    for value in step["env"]
        .as_object_mut()
        .expect("an environment")
        .values_mut()
    {
        let name = value
            .as_str()
            .and_then(|text| text.strip_prefix("${{ inputs.")?.strip_suffix(" }}"));
        *value = action["inputs"][name.expect("an input")]["default"].clone();
    }
    step
}

/// Runs it with these inputs, by the names of their variables, in the workbook's directory.
fn run(book: &Book, inputs: &[(&str, &str)]) -> Said {
    let step = step();
    let program = Path::new(env!("CARGO_BIN_EXE_workbook"));
    let own = program.parent().expect("a directory").to_owned();
    let mut path = vec![own];
    path.extend(std::env::split_paths(
        &std::env::var_os("PATH").expect("a path"),
    ));
    let mut bash = Command::new("bash");
    let clean = book.command(&[]);
    bash.env_clear()
        .envs(
            clean
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("PATH", std::env::join_paths(path).expect("a path"))
        .current_dir(book.root())
        .timeout(crate::said::PATIENCE)
        // As GitHub runs `shell: bash`.
        .args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c"])
        .arg(step["run"].as_str().expect("a script"));
    let mut env: BTreeMap<String, String> = step["env"]
        .as_object()
        .expect("an environment")
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().expect("a text").to_owned()))
        .collect();
    for (name, value) in inputs {
        assert!(
            env.insert((*name).to_owned(), (*value).to_owned())
                .is_some(),
            "no input {name}"
        );
    }
    bash.envs(env)
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_OUTPUT", book.path("outputs"))
        .env("GITHUB_STEP_SUMMARY", book.path("summary.md"));
    Said::by(&mut bash)
}

fn book() -> Book {
    let book = Book::new();
    book.write("group one/ada/add.rs", SOLVED);
    book.write("group one/bob/add.rs", &SOLVED.replace("a + b", "a * b"));
    book.write("two/cyd/add.rs", "pub fn add() {");
    book
}

#[test]
fn the_action_grades_a_class_and_says_so_in_its_outputs() {
    let book = book();
    let said = run(
        &book,
        &[
            ("WORKBOOK", "."),
            ("SUBMISSIONS", "group one\r\ntwo\n"),
            ("CLASS", "true"),
            ("ONLY", "add"),
            ("REQUIRE_SANDBOX", "false"),
            ("FORMATS", "csv=points.csv\njunit=a report.xml\n"),
        ],
    );
    said.exits(1)
        .is_calm()
        .says("::error file=group one/bob/add.rs")
        .says("::error file=two/cyd/add.rs");
    assert_eq!(
        book.read("outputs"),
        "status=fail\npoints=2\nmax-points=6\npassed=1\ntotal=3\nreport=workbook-report.jsonl\n"
    );
    assert!(
        book.read("summary.md")
            .contains("1 of 3 submissions passed everything")
    );
    assert!(book.read("points.csv").contains("ada,add,2,2,pass"));
    assert!(book.read("a report.xml").contains("<testsuite "));
    let report = Said::by(&mut book.command(&["report", "show", "workbook-report.jsonl"]));
    report.exits(0).says("✓ ada");
}

#[test]
fn an_input_is_never_code_and_never_an_option() {
    let book = book();
    let said = run(
        &book,
        &[
            ("WORKBOOK", "."),
            (
                "SUBMISSIONS",
                "--exit-zero\n$(touch pwned)\n`touch pwned`\n\"; touch pwned; \"",
            ),
            ("REQUIRE_SANDBOX", "false"),
        ],
    );
    said.exits(2)
        .warns("there is no such submission")
        .warns("--exit-zero");
    run(
        &book,
        &[
            ("WORKBOOK", "."),
            ("SUBMISSIONS", "two/cyd"),
            ("ONLY", "add --exit-zero $(touch pwned)"),
        ],
    )
    .exits(2);
    run(
        &book,
        &[
            ("WORKBOOK", "."),
            ("SUBMISSIONS", "two/cyd"),
            ("TIMEOUT", "1; touch pwned"),
        ],
    )
    .exits(2);
    assert!(!book.path("pwned").exists());
}

#[test]
fn a_job_of_a_matrix_grades_its_part() {
    let book = book();
    let graded = |index: &str, total: &str| {
        std::fs::remove_file(book.path("outputs")).unwrap_or_default();
        run(
            &book,
            &[
                ("WORKBOOK", "."),
                ("SUBMISSIONS", "group one\ntwo"),
                ("CLASS", "true"),
                ("ONLY", "add"),
                ("REQUIRE_SANDBOX", "false"),
                ("EXIT_ZERO", "true"),
                ("PARTITION", "auto"),
                ("WORKBOOK_JOB_INDEX", index),
                ("WORKBOOK_JOB_TOTAL", total),
            ],
        )
        .exits(0);
        let outputs = book.read("outputs");
        let total = outputs.lines().find_map(|line| line.strip_prefix("total="));
        total
            .and_then(|total| total.parse::<usize>().ok())
            .expect("a number")
    };
    assert_eq!(graded("0", "2") + graded("1", "2"), 3);
    assert_eq!(graded("", ""), 3, "no matrix: the whole class");
}
