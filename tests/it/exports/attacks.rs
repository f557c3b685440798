//! What learners wrote stays text, and stays within the limits of whoever reads it.

use super::fixture::{class, flooder, header, hostile_class};
use super::report;
use workbook::export::{
    Annotations, Classroom, Classroom50, Csv, Exercism, Exporter, Gradescope, Html, Junit, Outputs,
    StepSummary, Text,
};
use workbook::grade::Summary;

fn all() -> Vec<(&'static str, Box<dyn Exporter>)> {
    vec![
        ("text", Box::new(Text::plain())),
        ("junit", Box::new(Junit::new())),
        ("csv", Box::new(Csv)),
        ("html", Box::new(Html::new())),
        ("summary", Box::new(StepSummary::new())),
        ("annotations", Box::new(Annotations::new("TOKEN"))),
        ("outputs", Box::new(Outputs::new("a\nstatus=pass"))),
        ("gradescope", Box::new(Gradescope)),
        (
            "classroom50",
            Box::new(Classroom50::new(Classroom::default())),
        ),
        ("exercism", Box::new(Exercism)),
    ]
}

#[test]
fn nothing_commands_a_terminal() {
    let (header, grades) = hostile_class();
    let attacker = &grades[grades.len() - 1..];
    for (name, mut exporter) in all() {
        let text = report(&mut *exporter, &header, attacker);
        let is_harmful = |ch: char| {
            ch.is_control() && !matches!(ch, '\n' | '\r')
                || matches!(ch, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let found = text.chars().find(|&ch| is_harmful(ch));
        assert_eq!(found, None, "{name}");
    }
}

#[test]
fn only_the_grader_speaks_to_the_workflow() {
    let (header, grades) = hostile_class();
    let text = report(&mut Annotations::new("TOKEN"), &header, &grades);
    let mut is_stopped = false;
    let mut n_errors = 0;
    for line in text.lines() {
        let command = line.trim_start();
        assert!(!line.contains("##["), "{line}");
        match command {
            "::stop-commands::TOKEN" => is_stopped = true,
            "::TOKEN::" => is_stopped = false,
            _ if is_stopped => assert!(!command.starts_with("::"), "{line}"),
            _ => {
                let known = ["::error file=", "::notice ", "::group::", "::endgroup::"];
                assert!(known.iter().any(|known| line.starts_with(known)), "{line}");
                n_errors += usize::from(line.starts_with("::error"));
                // A property ends at a comma, and the properties at `::`.
                let properties = line.split("::").nth(1).unwrap_or_default();
                for part in properties.split(',').skip(1) {
                    let name = part.split('=').next().unwrap_or_default();
                    let names = ["line", "endLine", "col", "endColumn", "title"];
                    assert!(names.contains(&name), "{line}");
                }
            }
        }
    }
    assert!(!is_stopped);
    assert_eq!(n_errors, 10, "GitHub shows no more");
    assert!(text.contains("more exercises in the summary"), "{text}");
}

#[test]
fn outputs_of_a_step_are_six_whatever_the_report_is_called() {
    let (header, grades) = hostile_class();
    let text = report(&mut Outputs::new("a\nstatus=pass"), &header, &grades);
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.0))
        .collect();
    assert_eq!(
        names,
        [
            "status",
            "points",
            "max-points",
            "passed",
            "total",
            "report"
        ]
    );
    assert!(text.starts_with("status=error\n"));
    assert!(text.ends_with("report=\n"));
}

#[test]
fn markdown_has_no_element_and_no_fence_of_a_learner() {
    let (header, grades) = hostile_class();
    let text = report(&mut StepSummary::new(), &header, &grades);
    let mut fence: Option<&str> = None;
    let mut depth = 0;
    for line in text.lines() {
        match fence {
            Some(open) => {
                if line.trim_start().trim_end() == open {
                    fence = None;
                }
            }
            None if line.starts_with("```") => fence = Some(line.trim_end_matches("text")),
            None => {
                assert!(
                    !line.contains("<script") && !line.contains("<img"),
                    "{line}"
                );
                depth += line.matches("<details>").count();
                depth -= line.matches("</details>").count();
            }
        }
    }
    assert_eq!(fence, None, "every fence is closed");
    assert_eq!(depth, 0, "every element is closed, by the grader");
}

#[test]
fn megabytes_of_messages_stay_within_the_limits() {
    for unit in ["x", "é\n", "\"", "`", "<", "\u{1b}[31m", "::error::\n"] {
        let grade = flooder("ada", unit);
        let header = header(1, &["ada"]);
        for (name, mut exporter) in all() {
            let text = report(&mut *exporter, &header, std::slice::from_ref(&grade));
            let max = match name {
                // A quote takes six bytes there.
                "exercism" | "junit" | "html" => 500_000,
                "text" | "csv" | "outputs" | "classroom50" => 50_000,
                _ => 200_000,
            };
            assert!(
                text.len() <= max,
                "{name} of {unit:?}: {} bytes",
                text.len()
            );
        }
    }
}

#[test]
fn a_summary_of_a_large_class_is_not_refused_by_github() {
    let header = header(3_000, &["ada"]);
    let mut exporter = StepSummary::new();
    let mut out = Vec::new();
    let mut summary = Summary::default();
    exporter.begin(&header, &mut out).expect("begin");
    for idx in 0..3_000 {
        for mut grade in class() {
            grade.name = format!("learner-with-a-long-name-{idx}-{}", grade.name);
            summary.add(&grade);
            exporter
                .submission(&header, &grade, &mut out)
                .expect("submission");
        }
    }
    exporter.end(&header, &summary, &mut out).expect("end");
    assert!(out.len() <= 900 << 10, "{} bytes", out.len());
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(text.contains("GitHub shows no larger table"));
    assert!(text.contains("GitHub shows no longer summary"));
}

#[test]
fn a_junit_report_of_a_large_class_is_read_by_gitlab() {
    let header = header(2, &["ada"]);
    let mut exporter = Junit::new();
    let mut out = Vec::new();
    let mut n_bytes = 0;
    let grade = flooder("ada", "\"");
    exporter.begin(&header, &mut out).expect("begin");
    for _ in 0..200 {
        exporter
            .submission(&header, &grade, &mut out)
            .expect("submission");
        n_bytes += out.len();
        out.clear();
    }
    assert!(n_bytes < 30_000_000, "{n_bytes} bytes");
}
