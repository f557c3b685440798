//! Workbooks of two exercises against newer courses.

use super::*;
use crate::info;

const OLD_A: &str = "//! A.\n\nfn a() {\n    todo!()\n}\n\n#[test]\nfn one() {}\n";
const NEW_A: &str =
    "//! A.\n\nfn a() {\n    todo!()\n}\n\n#[test]\nfn one() {}\n\n#[test]\nfn two() {}\n";
const MY_A: &str = "//! A.\n\nfn a() {\n    mine();\n}\n\n#[test]\nfn one() {}\n";
const MERGED_A: &str =
    "//! A.\n\nfn a() {\n    mine();\n}\n\n#[test]\nfn one() {}\n\n#[test]\nfn two() {}\n";
/// Nothing of it can be joined with what a learner did to the old one.
const OTHER_A: &str = "//! Another A.\n\nfn another() {\n    unimplemented!()\n}\n";
const B: &str = "//! B.\n";

const OLD_INFO: &str = "format_version = 1
[[exercises]]
name = \"a\"
dir = \"01_one\"
[[exercises]]
name = \"b\"
dir = \"01_one\"
";

type Files = BTreeMap<String, String>;

fn files(list: &[(&str, &str)]) -> Files {
    list.iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn old_files() -> Files {
    files(&[
        ("info.toml", OLD_INFO),
        ("exercises/01_one/a.rs", OLD_A),
        ("exercises/01_one/b.rs", B),
        ("concepts/x/card.md", "card"),
        ("README.md", "read me"),
    ])
}

/// A workbook on no disk.
struct Tiny {
    files: Files,
    shipped: Shipped,
}

impl Tiny {
    /// As it came.
    fn new() -> Self {
        let mut files = old_files();
        files.insert("starters/a".into(), OLD_A.into());
        files.insert("starters/b".into(), B.into());
        Self {
            shipped: Shipped::new(&old_files()),
            files,
        }
    }

    fn with(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }

    fn without(mut self, path: &str) -> Self {
        self.files.remove(path);
        self
    }

    fn plan(&self, newer: &Files, merge: bool) -> Update {
        let course = info::parse(&self.files["info.toml"]).expect("the text is right");
        let newer_course = info::parse(&newer["info.toml"]).expect("the text is right");
        let starter = |exercise: &Exercise| {
            let mut names = [&exercise.name].into_iter().chain(&exercise.former);
            names.find_map(|name| self.files.get(&format!("starters/{name}")).cloned())
        };
        let held = |path: &Path| {
            let text = self.files.get(&slashed(path));
            text.map_or(Held::Absent, |text| Held::Text(text.clone()))
        };
        let workbook = Workbook {
            course: Some(&course),
            shipped: &self.shipped,
            held: &held,
            starter: &starter,
            starter_path: &|exercise| PathBuf::from(format!("starters/{}", exercise.name)),
        };
        let newer = Newer {
            course: &newer_course,
            files: newer,
            solution: &|exercise| Some(format!("solution of {}", exercise.name)),
        };
        Update::new(&workbook, &newer, merge)
    }

    /// Does the first `n` writes.
    fn apply(&mut self, update: &Update, n: usize) {
        for write in update.writes.iter().take(n) {
            let path = slashed(&write.path);
            match &write.contents {
                Contents::Bytes(bytes) => {
                    let text = String::from_utf8(bytes.clone()).expect("it is text");
                    self.files.insert(path, text);
                }
                Contents::Absent => {
                    self.files.remove(&path);
                }
                Contents::Moved(_) => panic!("all are files"),
            }
        }
    }
}

fn told(update: &Update) -> Vec<String> {
    let items = update.items.iter();
    items
        .map(|item| {
            let from = item.from.as_ref();
            let from = from.map_or(String::new(), |from| format!(" from {}", slashed(from)));
            format!("{:?} {}{from}", item.fate, slashed(&item.path))
        })
        .collect()
}

#[track_caller]
fn check(
    tiny: &Tiny,
    newer: &Files,
    merge: bool,
    expected: &[&str],
    then: &[(&str, Option<&str>)],
) {
    let update = tiny.plan(newer, merge);
    assert_eq!(told(&update), expected);
    let mut after = Tiny {
        files: tiny.files.clone(),
        shipped: tiny.shipped.clone(),
    };
    after.apply(&update, usize::MAX);
    for (path, text) in then {
        assert_eq!(after.files.get(*path).map(String::as_str), *text, "{path}");
    }
    // However far it came: done again it ends at the same place, but for work that was joined already.
    for n in 0..update.writes.len() {
        let mut half = Tiny {
            files: tiny.files.clone(),
            shipped: tiny.shipped.clone(),
        };
        half.apply(&update, n);
        let rest = half.plan(newer, merge);
        half.apply(&rest, usize::MAX);
        assert_eq!(
            half.files,
            after.files,
            "after {n} of {} writes",
            update.writes.len()
        );
    }
    after.shipped = Shipped::new(newer);
    let once = after.files.clone();
    let again = after.plan(newer, merge);
    let waits = |item: &&String| item.starts_with("Beside") || item.starts_with("Mergeable");
    let waiting: Vec<String> = told(&update).iter().filter(waits).cloned().collect();
    if tiny.files.contains_key("starters/a") {
        assert_eq!(told(&again), waiting, "the second time");
    }
    after.apply(&again, usize::MAX);
    assert_eq!(after.files, once, "the second time");
}

fn newer(changes: &[(&str, &str)]) -> Files {
    let mut newer = old_files();
    newer.extend(files(changes));
    newer
}

const A: &str = "exercises/01_one/a.rs";

#[test]
fn what_nobody_touched_is_replaced() {
    check(&Tiny::new(), &old_files(), false, &[], &[]);
    check(
        &Tiny::new(),
        &newer(&[
            (A, NEW_A),
            ("concepts/x/card.md", "new card"),
            ("README.md", "read"),
        ]),
        false,
        &[
            "Replaced exercises/01_one/a.rs",
            "Replaced README.md",
            "Replaced concepts/x/card.md",
        ],
        &[
            (A, Some(NEW_A)),
            ("starters/a", Some(NEW_A)),
            ("README.md", Some("read")),
        ],
    );
}

#[test]
fn what_the_learner_wrote_stays_or_is_joined() {
    let mine = || Tiny::new().with(A, MY_A);
    check(&mine(), &old_files(), false, &[], &[(A, Some(MY_A))]);
    check(
        &mine(),
        &newer(&[(A, NEW_A)]),
        true,
        &["Merged exercises/01_one/a.rs"],
        &[(A, Some(MERGED_A)), ("starters/a", Some(NEW_A))],
    );
    let beside = "exercises/01_one/a.new.rs";
    for merge in [false, true] {
        check(
            &mine(),
            &newer(&[(A, OTHER_A)]),
            merge,
            &["Beside exercises/01_one/a.rs"],
            &[
                (A, Some(MY_A)),
                (beside, Some(OTHER_A)),
                ("starters/a", Some(OLD_A)),
            ],
        );
    }
    check(
        &mine(),
        &newer(&[(A, NEW_A)]),
        false,
        &["Mergeable exercises/01_one/a.rs"],
        &[(A, Some(MY_A)), (beside, Some(NEW_A))],
    );
    // It can be joined later.
    let mut later = mine();
    let put_beside = later.plan(&newer(&[(A, NEW_A)]), false);
    later.apply(&put_beside, usize::MAX);
    check(
        &later,
        &newer(&[(A, NEW_A)]),
        true,
        &["Merged exercises/01_one/a.rs"],
        &[(A, Some(MERGED_A))],
    );
    // Whoever has brought it in by hand is asked nothing.
    check(
        &mine().with(A, MERGED_A),
        &newer(&[(A, NEW_A)]),
        true,
        &[],
        &[(A, Some(MERGED_A)), (beside, None)],
    );
    check(
        &mine().without("starters/a"),
        &newer(&[(A, NEW_A)]),
        true,
        &["Beside exercises/01_one/a.rs"],
        &[(A, Some(MY_A)), (beside, Some(NEW_A))],
    );
}

#[test]
fn what_is_missing_comes_and_what_was_thrown_away_does_not() {
    check(
        &Tiny::new()
            .without(A)
            .without("concepts/x/card.md")
            .without("README.md"),
        &newer(&[(".gitignore", "target")]),
        false,
        &[
            "New exercises/01_one/a.rs",
            "New .gitignore",
            "New concepts/x/card.md",
        ],
        &[
            (A, Some(OLD_A)),
            ("README.md", None),
            (".gitignore", Some("target")),
        ],
    );
}

#[test]
fn the_course_describes_itself_and_the_rest_is_the_learners() {
    check(
        &Tiny::new()
            .with("concepts/x/card.md", "my card")
            .with("README.md", "my notes")
            .with("info.toml", &format!("{OLD_INFO}# mine\n")),
        &newer(&[
            ("README.md", "read"),
            ("concepts/x/card.md", "new card"),
            ("info.toml", &format!("{OLD_INFO}# new\n")),
        ]),
        false,
        &[
            "Kept README.md",
            "Overwritten concepts/x/card.md",
            "Overwritten info.toml",
        ],
        &[
            ("README.md", Some("my notes")),
            ("concepts/x/card.md", Some("new card")),
        ],
    );
    // A description of another edition is replaced, whatever is written down of it.
    let other = Tiny::new().with("info.toml", &format!("copy_of = \"x\"\n{OLD_INFO}"));
    let kept = [("info.toml", Some(OLD_INFO))];
    check(
        &other,
        &old_files(),
        false,
        &["Overwritten info.toml"],
        &kept,
    );
    // Where nothing is new, nothing is taken from the learner.
    let mine = Tiny::new()
        .with("concepts/x/card.md", "my card")
        .with("README.md", "my notes");
    let kept = [("concepts/x/card.md", Some("my card"))];
    check(&mine, &old_files(), false, &[], &kept);
}

const RENAMED: &str = "format_version = 1
[[exercises]]
name = \"alpha\"
former = [\"a\"]
dir = \"02_two\"
[[exercises]]
name = \"b\"
dir = \"02_two\"
";

fn renamed(alpha: &str) -> Files {
    files(&[
        ("info.toml", RENAMED),
        ("exercises/02_two/alpha.rs", alpha),
        ("exercises/02_two/b.rs", B),
        ("concepts/x/card.md", "card"),
        ("README.md", "read me"),
    ])
}

#[test]
fn an_exercise_that_has_another_name_or_chapter_takes_the_work_along() {
    let alpha = "exercises/02_two/alpha.rs";
    for (mine, new, merge, fate, text) in [
        (OLD_A, OLD_A, false, "Replaced", OLD_A),
        (OLD_A, NEW_A, false, "Replaced", NEW_A),
        (MY_A, OLD_A, false, "Moved", MY_A),
        (MY_A, NEW_A, true, "Merged", MERGED_A),
        (MY_A, NEW_A, false, "Mergeable", MY_A),
        (MY_A, OTHER_A, true, "Beside", MY_A),
    ] {
        let tiny = Tiny::new()
            .with(A, mine)
            .with("solutions/01_one/a.rs", "old solution");
        let update = tiny.plan(&renamed(new), merge);
        assert_eq!(
            told(&update)[..2],
            [
                format!("{fate} {alpha} from {A}"),
                "Replaced exercises/02_two/b.rs from exercises/01_one/b.rs".to_owned(),
            ]
        );
        assert_eq!(
            update.renamed,
            BTreeMap::from([("a".to_owned(), "alpha".to_owned())])
        );
        let is_joined = !["Mergeable", "Beside"].contains(&fate);
        let mut after = tiny;
        after.apply(&update, usize::MAX);
        for (path, expected) in [
            (alpha, Some(text)),
            (A, None),
            ("exercises/01_one/b.rs", None),
            ("exercises/02_two/b.rs", Some(B)),
            ("starters/alpha", is_joined.then_some(new)),
            ("solutions/01_one/a.rs", None),
            ("solutions/02_two/alpha.rs", Some("solution of alpha")),
            ("solutions/02_two/b.rs", None),
        ] {
            assert_eq!(
                after.files.get(path).map(String::as_str),
                expected,
                "{path}"
            );
        }
    }
}

#[test]
fn a_rename_that_was_interrupted_never_loses_the_work() {
    let tiny = || Tiny::new().with(A, MY_A);
    let update = tiny().plan(&renamed(NEW_A), true);
    for n in 0..=update.writes.len() {
        let mut half = tiny();
        half.apply(&update, n);
        let rest = half.plan(&renamed(NEW_A), true);
        half.apply(&rest, usize::MAX);
        let alpha = &half.files["exercises/02_two/alpha.rs"];
        assert_eq!(alpha, MERGED_A, "after {n} writes");
    }
}

#[test]
fn what_left_the_course_goes_unless_it_holds_work() {
    let newer = files(&[
        (
            "info.toml",
            "format_version = 1\n[[exercises]]\nname = \"b\"\ndir = \"01_one\"\n",
        ),
        ("exercises/01_one/b.rs", B),
    ]);
    check(
        &Tiny::new(),
        &newer,
        false,
        &[
            "Removed README.md",
            "Removed concepts/x/card.md",
            "Removed exercises/01_one/a.rs",
            "Replaced info.toml",
        ],
        &[(A, None), ("concepts/x/card.md", None)],
    );
    let tiny = Tiny::new().with(A, MY_A).with("concepts/x/card.md", "mine");
    let update = tiny.plan(&newer, false);
    assert_eq!(
        told(&update),
        [
            "Removed README.md",
            "Left concepts/x/card.md",
            "Left exercises/01_one/a.rs",
            "Replaced info.toml",
        ]
    );
    // What is known from the starters alone is enough.
    let mut tiny = Tiny::new();
    tiny.shipped = Shipped::default();
    assert!(told(&tiny.plan(&newer, false)).contains(&"Removed exercises/01_one/a.rs".to_owned()));
}
