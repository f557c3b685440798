//! A class in which everything happens that can happen to a submission, and one that attacks whoever reads of it.

use workbook::grade::{
    DiagnosticGrade, Enforced, ExerciseGrade, ExerciseHeader, Header, Kind, Limits, Points,
    SubmissionGrade, TestGrade, TestHeader,
};

/// Text that speaks to workflows, XML, HTML, Markdown, terminals and spreadsheets.
pub const ATTACK: &str = "::error title=pwned::all tests pass\n  ::add-mask::x\n##[error]old\na ##[set-env name=A]b\n\
    ]]></failure></testcase><testcase name='forged'/>\n</script><script>alert(1)</script>\n</details><img src=x onerror=alert(1)>\n\
    \u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7}\n\"quoted\", and a comma; =1+1\n=cmd|' /C calc'!A0\n`````\n# heading\n`tick` **bold** [x](javascript:alert(1)) @all\n\
    nul \0 bell \u{7} c1 \u{9b}31m\n\u{202e}desrever\u{202c}\n%0A::warning::y %0D\n& &amp; &#0; \u{fffe} \u{ffff}";

const NAMES: [&str; 4] = ["palindrome", "rate_limiter", "lru_cache", "two_phase"];
const TESTS: [&str; 3] = ["an_empty_text", "a_long_text", "signs_count"];

pub fn header(n_submissions: usize, roster: &[&str]) -> Header {
    let exercise = |idx: usize| ExerciseHeader {
        name: NAMES[idx].to_owned(),
        title: format!("The {}", NAMES[idx].replace('_', " ")),
        path: path(idx),
        chapter: "Data structures".to_owned(),
        own_tests: false,
        max_points: Points::whole(10),
        tests: (0..TESTS.len())
            .map(|test| TestHeader {
                name: TESTS[test].to_owned(),
                max_points: Points::whole(10).share(1, 3),
                hidden: test == 2,
                source: match test {
                    2 => String::new(),
                    _ => format!("fn {}() {{\n    assert!(f(\"\"));\n}}", TESTS[test]),
                },
            })
            .collect(),
    };
    Header {
        tool_version: "0.1.0".into(),
        rustc: "rustc 1.95.0".into(),
        workbook: "Backend Workbook".into(),
        workbook_hash: "5f2b8c".into(),
        started: "2026-01-31T12:00:00Z".into(),
        exercises: (0..NAMES.len()).map(exercise).collect(),
        shard: None,
        n_submissions,
        roster: roster.iter().map(|&name| name.to_owned()).collect(),
        enforced: Enforced {
            pristine_tests: true,
            completion_proof: true,
            unsafe_forbidden: true,
            filesystem: Some("landlock-7".into()),
            processes: Some("seccomp".into()),
            memory: Some("rlimit".into()),
            cpu: Some("rlimit".into()),
            files: Some("rlimit".into()),
            no_new_privileges: true,
            clean_environment: true,
            ..Enforced::default()
        },
        limits: Limits {
            compile_seconds: 20,
            test_seconds: 10,
            exercise_seconds: 30,
            memory: 1 << 31,
            output: 8 << 20,
            source: 256 << 10,
        },
    }
}

fn path(idx: usize) -> String {
    format!("exercises/02_data/{}.rs", NAMES[idx])
}

/// An exercise that came out like this, with what a grader says of it.
pub fn exercise(idx: usize, kind: Kind, said: &str) -> ExerciseGrade {
    let is_whole = matches!(
        kind,
        Kind::CompileError
            | Kind::Signature
            | Kind::Policy
            | Kind::Unreadable
            | Kind::Missing
            | Kind::Unchanged
            | Kind::NotRun
            | Kind::Error
    );
    let test = |test: usize| {
        let kind = match (kind, test) {
            (Kind::Pass, _) => Kind::Pass,
            _ if is_whole => Kind::NotRun,
            (_, 0) => Kind::Pass,
            (Kind::Timeout, 2) => Kind::NotRun,
            (kind, _) => kind,
        };
        let passed = kind == Kind::Pass;
        let ran = !passed && kind != Kind::NotRun;
        TestGrade {
            name: TESTS[test].to_owned(),
            kind,
            message: if ran { said.to_owned() } else { String::new() },
            place: (ran && kind == Kind::Fail).then(|| (path(idx), 41)),
            output: if ran {
                format!("it printed:\n{said}")
            } else {
                String::new()
            },
            truncated: false,
            hidden: test == 2,
            points: if passed {
                Points::whole(10).share(1, 3)
            } else {
                Points::default()
            },
            max_points: Points::whole(10).share(1, 3),
            ms: 2,
        }
    };
    let has_diagnostics = matches!(kind, Kind::CompileError | Kind::Signature | Kind::Policy);
    ExerciseGrade {
        name: NAMES[idx].to_owned(),
        path: path(idx),
        hash: (!matches!(kind, Kind::Missing | Kind::Unreadable)).then(|| "ab12".repeat(16)),
        own_tests: false,
        kind,
        message: match kind {
            Kind::Pass => String::new(),
            kind if is_whole => format!("The file {}.", kind.words()),
            kind => format!("1 of 3 tests passed; one {}.", kind.words()),
        },
        tests: (0..TESTS.len()).map(test).collect(),
        diagnostics: if has_diagnostics {
            vec![DiagnosticGrade {
                level: "error".into(),
                code: Some("E0308".into()),
                message: said.lines().next().unwrap_or_default().to_owned(),
                file: path(idx),
                line: 7,
                column: 9,
                end_line: 7,
                end_column: 12,
                rendered: format!("error[E0308]: {said}\n --> {}:7:9\n", path(idx)),
            }]
        } else {
            Vec::new()
        },
        notes: if kind == Kind::Tampered {
            vec!["something else wrote to the channel of verdicts".into()]
        } else {
            Vec::new()
        },
        points: match kind {
            Kind::Pass => Some(Points::whole(10)),
            Kind::Error => None,
            _ if is_whole => Some(Points::default()),
            _ => Some(Points::whole(10).share(1, 3)),
        },
        max_points: Points::whole(10),
        ms: 250,
    }
}

pub fn submission(name: &str, kinds: [Kind; 4], said: &str) -> SubmissionGrade {
    SubmissionGrade {
        name: name.to_owned(),
        dir: format!("submissions/{name}"),
        exercises: (0..4).map(|idx| exercise(idx, kinds[idx], said)).collect(),
        ms: 1_000,
    }
}

const SAID: &str = "assertion `left == right` failed\n  left: Some(3)\n right: None";

/// Somebody who passed everything, and every kind of failure among the others.
pub fn class() -> Vec<SubmissionGrade> {
    let kinds = Kind::ALL;
    let of = |idx: usize| [kinds[idx], kinds[idx + 1], kinds[idx + 2], kinds[idx + 3]];
    vec![
        submission("ada", [Kind::Pass; 4], ""),
        submission("bob", of(0), SAID),
        submission("cyd", of(4), SAID),
        submission("dot", of(8), SAID),
        submission("eve", of(12), SAID),
    ]
}

/// Somebody whose every word is an attack.
pub fn attacker() -> SubmissionGrade {
    let kinds = [Kind::Fail, Kind::CompileError, Kind::Crash, Kind::Policy];
    let mut grade = submission("=cmd|' /C calc'!A0, <b>&\"|`", kinds, ATTACK);
    for exercise in &mut grade.exercises {
        exercise.message = ATTACK.into();
        exercise.notes = vec![ATTACK.to_owned()];
        for test in &mut exercise.tests {
            test.message = ATTACK.into();
            if test.kind == Kind::Fail {
                test.place = Some(("a,b::c\n::error::x.rs".to_owned(), 3));
            }
        }
    }
    grade
}

/// The class and its attacker.
pub fn hostile_class() -> (Header, Vec<SubmissionGrade>) {
    let mut grades = class();
    grades.push(attacker());
    let roster: Vec<&str> = grades.iter().map(|grade| grade.name.as_str()).collect();
    (header(grades.len(), &roster), grades)
}

/// Somebody who says a megabyte wherever something can be said.
pub fn flooder(name: &str, unit: &str) -> SubmissionGrade {
    let kinds = [
        Kind::Fail,
        Kind::CompileError,
        Kind::OutputLimit,
        Kind::Policy,
    ];
    let flood = unit.repeat((1 << 20) / unit.len());
    let mut grade = submission(name, kinds, &flood);
    for exercise in &mut grade.exercises {
        exercise.message.clone_from(&flood);
    }
    grade
}
