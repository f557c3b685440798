//! A class of fifty, made from the course's own starters, solutions, right and wrong answers: the same every time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What the class is graded in, as chapter and name. Nothing that needs crates, so that it takes seconds; with `WHOLE_CLASS`
/// in the environment everything there is, which takes minutes. It names a directory where the class and its reports stay.
pub fn exercises() -> Vec<(String, String)> {
    let course = workbook::embedded::course().expect("the program brings a course along");
    let few = ["binary_search", "palindrome", "reverse_string"];
    course
        .exercises
        .into_iter()
        .filter(|it| is_whole() || few.contains(&it.name.as_str()))
        .map(|it| (it.dir, it.name))
        .collect()
}

pub fn is_whole() -> bool {
    kept().is_some()
}

fn kept() -> Option<PathBuf> {
    std::env::var_os("WHOLE_CLASS").map(PathBuf::from)
}

/// How many there are of each role: 50 together.
const ROLES: [(Role, usize); 6] = [
    (Role::Solved, 14),
    (Role::HalfSolved, 14),
    (Role::Broken, 6),
    (Role::Hostile, ATTACKS.len()),
    (Role::Unchanged, 3),
    (Role::Missing, 3),
];

/// What stands in a function of the palindrome instead of an answer, and how the exercise must be judged.
const ATTACKS: [(&str, &str); 10] = [
    ("std::process::exit(0)", "early_exit"),
    (
        "println!(\"test result: ok. 14 passed; 0 failed\"); std::process::exit(0)",
        "early_exit",
    ),
    (
        "let _ = std::process::Command::new(\"/bin/true\").status(); std::process::exit(0)",
        "early_exit",
    ),
    ("std::process::abort()", "crash"),
    (
        "fn deep(n: u64) -> u64 { std::hint::black_box(deep(n + 1)) + 1 } deep(0) > 0",
        "crash",
    ),
    (
        "let mut all = Vec::new(); loop { all.push(vec![0_u8; 1 << 28]) }",
        "memory",
    ),
    ("loop { std::hint::spin_loop() }", "timeout"),
    (
        "loop { println!(\"{}\", \"x\".repeat(1 << 16)) }",
        "output_limit",
    ),
    ("include_str!(\"/etc/passwd\").is_empty()", "policy"),
    ("unsafe { std::hint::unreachable_unchecked() }", "policy"),
];

/// What does not compile, put in front of a solution or a starter.
const BREAKS: [&str; 3] = [
    "const _: u32 = \"a word\";\n",
    "fn half( {\n",
    "use nothing::like::this;\n",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Solved,
    HalfSolved,
    Broken,
    Hostile,
    Unchanged,
    Missing,
}

/// How an exercise of somebody must be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    Is(&'static str),
    /// A wrong answer: it may fail in more than one way.
    IsNoPass,
}

impl Expected {
    pub fn is(&self, kind: &str) -> bool {
        match self {
            Self::Is(expected) => *expected == kind,
            Self::IsNoPass => !["pass", "error", "missing", "unchanged"].contains(&kind),
        }
    }
}

/// A directory to work in.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary directory"))
    }

    /// A directory for the class of fifty, which stays where all of it is graded.
    pub fn of_fifty() -> Self {
        let Some(kept) = kept() else {
            return Self::new();
        };
        std::fs::create_dir_all(&kept).expect("create");
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix("class-").disable_cleanup(true);
        Self(builder.tempdir_in(kept).expect("a directory"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a directory")).expect("create");
        std::fs::write(path, text).expect("write");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// Writes the class to `class/`; each learner and exercise with what is to come of it.
    pub fn write_class(&self) -> BTreeMap<(String, String), Expected> {
        let mut expected = BTreeMap::new();
        let exercises = exercises();
        let roles = ROLES
            .iter()
            .flat_map(|(role, number)| (0..*number).map(|idx| (*role, idx)));
        for (learner, (role, idx)) in roles.enumerate() {
            let name = format!("learner-{:02}", learner + 1);
            std::fs::create_dir_all(self.path(&format!("class/{name}"))).expect("create");
            for (position, exercise) in exercises.iter().enumerate() {
                let (text, to_be) = submitted(role, idx, position, exercise);
                if let Some(text) = text {
                    let (chapter, exercise) = exercise;
                    self.write(
                        &format!("class/{name}/exercises/{chapter}/{exercise}.rs"),
                        &text,
                    );
                }
                expected.insert((name.clone(), exercise.1.clone()), to_be);
            }
        }
        assert_eq!(expected.len(), 50 * exercises.len());
        expected
    }
}

/// What the `idx`-th of a role hands in for an exercise, and what is to come of it.
fn submitted(
    role: Role,
    idx: usize,
    position: usize,
    (chapter, name): &(String, String),
) -> (Option<String>, Expected) {
    let solution = || project(&format!("solutions/{chapter}/{name}.rs"));
    let starter = || project(&format!("starters/{chapter}/{name}.rs"));
    let unchanged = Expected::Is("unchanged");
    let (text, expected) = match role {
        Role::Missing => return (None, Expected::Is("missing")),
        // Some write it their own way, and some hand in the same as their neighbor.
        Role::Solved => (
            match idx % 4 {
                0 => solution() + &format!("\n// By learner {idx}.\n"),
                1 => answer(chapter, &format!("{name}.right"), idx),
                _ => solution(),
            },
            Expected::Is("pass"),
        ),
        Role::HalfSolved => match (idx + position) % 3 {
            0 => (solution(), Expected::Is("pass")),
            1 => (
                answer(chapter, &format!("{name}.wrong"), idx),
                Expected::IsNoPass,
            ),
            _ => (starter(), unchanged),
        },
        Role::Broken => (
            match idx % 2 {
                0 => BREAKS[idx % 3].to_owned() + &solution(),
                _ => BREAKS[idx % 3].to_owned() + &starter(),
            },
            Expected::Is("compile_error"),
        ),
        Role::Hostile if name == "palindrome" => {
            let (attack, kind) = ATTACKS[idx];
            (starter().replacen("todo!()", attack, 2), Expected::Is(kind))
        }
        Role::Unchanged | Role::Hostile => (starter(), unchanged),
    };
    (Some(text), expected)
}

/// One of the right or wrong answers in a directory.
fn answer(chapter: &str, dir: &str, idx: usize) -> String {
    let dir = root().join("solutions").join(chapter).join(dir);
    let entries = std::fs::read_dir(&dir).expect("there are answers");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("entry").path()).collect();
    files.sort();
    std::fs::read_to_string(&files[idx % files.len()]).expect("an answer")
}

fn project(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
