//! Every command line that documents, workflows and the action hold is one that the program takes, and every script of
//! theirs is one that bash takes.

use super::project::{assert_none, files, read};
use assert_cmd::Command;
use serde_json::Value;
use std::ffi::OsString;
use std::path::Path;
use workbook::cli;

/// What stands where a reader's own name comes is no name of ours, and parses all the same.
const PROGRAM: &str = "workbook";

/// A command line, and where it stands.
struct Said {
    place: String,
    line: String,
    /// Whether it stands in running text.
    is_span: bool,
}

fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|it| it == ending)
}

fn markdown() -> Vec<String> {
    let is_document = |path: &String| has_ending(path, "md") && !path.starts_with("concepts/");
    files("").into_iter().filter(is_document).collect()
}

/// The files that the runners of GitHub read.
fn yaml() -> Vec<String> {
    let is_yaml = |path: &String| has_ending(path, "yml");
    let found: Vec<String> = files("").into_iter().filter(is_yaml).collect();
    assert!(found.len() > 3, "{found:?}");
    found
}

fn parsed(path: &str) -> Value {
    serde_saphyr::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All values of a key that are texts, wherever they stand.
fn texts(value: &Value, key: &str) -> Vec<String> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| match value {
                Value::String(text) if name == key => vec![text.clone()],
                value => texts(value, key),
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(|value| texts(value, key)).collect(),
        _ => Vec::new(),
    }
}

/// Lines of a shell, those that go on in the next one put together.
fn shell_lines(script: &str) -> Vec<String> {
    let script = script.replace("\\\n", " ");
    script.lines().map(str::to_owned).collect()
}

/// The command lines of the program in a text of Markdown: those of its blocks of code, and spans of code.
fn in_markdown(path: &str, text: &str) -> Vec<Said> {
    let mut found = Vec::new();
    for (idx, block) in text.split("```").enumerate() {
        let is_code = idx % 2 == 1;
        let lines = if is_code {
            shell_lines(block)
        } else {
            block
                .split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect()
        };
        for line in lines {
            let line = line
                .trim()
                .trim_start_matches("$ ")
                .trim_start_matches("- ")
                .trim_start_matches("sh '")
                .trim_end_matches('\'')
                .to_owned();
            // What is in brackets may be left out: those are lines to read, not to type.
            if line.starts_with("workbook ") && !line.contains(['[', '…']) && !line.contains("...")
            {
                found.push(Said {
                    place: path.to_owned(),
                    line: line.replace("\\|", "|"),
                    is_span: !is_code,
                });
            }
        }
    }
    found
}

/// The arguments behind the name of the program; nothing where it is not called.
fn arguments(line: &str) -> Option<Vec<String>> {
    let words = shlex::split(line)?;
    let at = words.iter().position(|word| word == PROGRAM)?;
    let ends = ["|", ">", "2>", "&&", "||", ";", "<", "#"];
    let behind = words[at..].iter();
    Some(
        behind
            .take_while(|word| !ends.contains(&word.as_str()))
            .cloned()
            .collect(),
    )
}

/// What the program says against a command line.
fn refused(said: &Said) -> Option<String> {
    let words = arguments(&said.line)?;
    let parsed = cli::parse(words.iter().map(OsString::from), false);
    let instead = parsed.err().filter(|instead| instead.is_error)?;
    let why = instead.text.lines().next().unwrap_or_default().to_owned();
    // In running text a command is named without its arguments, and `NAME` stands for the reader's own.
    let is_mention = why.contains("required arguments were not provided");
    let is_placeholder = words.iter().any(|word| {
        let is_own = word.chars().all(|ch| ch.is_ascii_uppercase() || ch == '_');
        is_own && why.contains(&format!("invalid value '{word}'"))
    });
    if said.is_span && (is_mention || is_placeholder) {
        return None;
    }
    Some(format!("{}: `{}`: {why}", said.place, said.line))
}

#[test]
fn every_command_line_is_one_that_the_program_takes() {
    let mut all = Vec::new();
    for path in markdown() {
        all.extend(in_markdown(&path, &read(&path)));
    }
    for path in yaml() {
        for script in texts(&parsed(&path), "run") {
            let is_call = |line: &String| {
                line.trim_start().starts_with("workbook ") && !line.contains("${args[@]}")
            };
            let lines = shell_lines(&script).into_iter().filter(is_call);
            all.extend(lines.map(|line| Said {
                place: path.clone(),
                line,
                is_span: false,
            }));
        }
    }
    assert!(all.len() > 50, "{} command lines are found", all.len());
    let refused: Vec<String> = all.iter().filter_map(refused).collect();
    assert_none(&refused, "the program does not take");
}

#[test]
fn a_command_line_that_grew_old_is_found() {
    for (line, is_right) in [
        (
            "workbook grade --class submissions --format csv=points.csv",
            true,
        ),
        ("workbook grade --klass submissions", false),
        ("workbook -C course grade work | less", true),
        ("workbook grade work --format nonsense", false),
        ("workbook report merge part-*.jsonl", true),
        ("workbook marge", false),
    ] {
        let text = format!("Do `{line}` now:\n```\n{line}\n```\n");
        let found = in_markdown("a.md", &text);
        assert_eq!(found.len(), 2, "{line}");
        assert!(
            found.iter().all(|said| refused(said).is_none() == is_right),
            "{line}"
        );
    }
}

/// What GitHub puts into the text of a script before a shell reads it is code of whoever wrote it.
#[test]
fn no_script_holds_what_others_may_write() {
    let mut broken = Vec::new();
    for path in yaml() {
        for script in texts(&parsed(&path), "run") {
            if script.contains("${{") {
                broken.push(format!("{path}: {script}"));
            }
        }
    }
    assert_none(&broken, "text that GitHub puts into a script");
}

#[test]
fn workflows_may_read_and_no_more() {
    for path in yaml().iter().filter(|path| *path != "action.yml") {
        let workflow = parsed(path);
        assert_eq!(
            workflow["permissions"],
            serde_json::json!({ "contents": "read" }),
            "{path}"
        );
        assert!(
            workflow["on"].get("pull_request_target").is_none(),
            "{path}"
        );
        for (name, job) in workflow["jobs"].as_object().expect("jobs") {
            assert!(job.get("permissions").is_none(), "{path}: {name}");
            assert!(job["timeout-minutes"].is_u64(), "{path}: {name}");
            for step in job["steps"].as_array().expect("steps") {
                let uses = step["uses"].as_str().unwrap_or_default();
                if uses.starts_with("actions/checkout@") {
                    assert_eq!(step["with"]["persist-credentials"], false, "{path}: {name}");
                }
            }
        }
    }
}

/// The inputs that a workflow gives the action are inputs that it has.
#[test]
fn workflows_give_the_action_what_it_knows() {
    let action = parsed("action.yml");
    for path in yaml() {
        let workflow = parsed(&path);
        let jobs = workflow["jobs"].as_object().into_iter().flatten();
        let steps = jobs
            .filter_map(|(_, job)| job["steps"].as_array())
            .flatten();
        for step in steps.filter(|step| {
            step["uses"]
                .as_str()
                .is_some_and(|uses| uses.contains("/workbook@"))
        }) {
            for input in step["with"].as_object().expect("inputs").keys() {
                assert!(
                    action["inputs"].get(input).is_some(),
                    "{path}: there is no input `{input}`"
                );
            }
        }
    }
    let text = read("docs/instructors.md");
    let inputs = action["inputs"].as_object().expect("inputs");
    let untold: Vec<String> = inputs
        .keys()
        .filter(|name| !text.contains(&format!("`{name}`")))
        .cloned()
        .collect();
    assert_none(
        &untold,
        "inputs of the action that docs/instructors.md does not tell",
    );
}

#[test]
#[cfg(unix)]
fn bash_takes_every_script() {
    for path in yaml() {
        for script in texts(&parsed(&path), "run") {
            let mut bash = Command::new("bash");
            bash.arg("-n")
                .write_stdin(script.clone())
                .timeout(crate::said::PATIENCE);
            let output = bash.output().expect("bash starts");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                output.status.success() && said.is_empty(),
                "{path}: {said}\n{script}"
            );
        }
    }
}
