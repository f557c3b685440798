//! From the text of `info.toml` to a [`Course`], or every mistake in it with line and column.
//!
//! The format is a superset of the community format of rustlings (`format_version = 1`).

use crate::error::{Place, Problem};
use crate::exercise::{Course, DEFAULT_TEST_DEADLINE, Exercise, Format, Hint, Starts, When, Worth};
use crate::package::Package;
use crate::table::{Document, Located, Section, StringOrSection};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// The file's name.
pub const FILE: &str = "info.toml";

/// The highest format this program reads.
const FORMAT_VERSION: u32 = 1;

/// The longest name of an exercise, as in rustlings.
const MAX_NAME_LEN: usize = 32;

/// The most points that an exercise or a test may be worth: sums of them are exact everywhere.
const MAX_POINTS: u32 = 1_000_000;

/// Reads the text of `info.toml`.
///
/// # Errors
/// All that is wrong with it, in the order of the file.
pub fn parse(text: &str) -> Result<Course, Vec<Problem>> {
    let document = Document::new(Path::new(FILE), text);
    let tree = document.parse();
    let root = tree.root(&document);
    let mut reader = Reader {
        document: &document,
        has_own_keys: false,
        former: Vec::new(),
    };

    match root.integer("format_version", 0, u32::MAX) {
        Some(FORMAT_VERSION) => {}
        Some(version) if version > FORMAT_VERSION => document.report(
            root.offset,
            Problem::new(format!(
                "`format_version` is {version}, but this program reads {FORMAT_VERSION}"
            ))
            .help("install a newer `workbook`"),
        ),
        Some(version) => document.report(
            root.offset,
            Problem::new(format!(
                "`format_version` is {version}, but must be {FORMAT_VERSION}"
            )),
        ),
        None if root.has("format_version") => {}
        None => document.report(
            root.offset,
            Problem::new("`format_version` is missing")
                .help("begin the file with `format_version = 1`"),
        ),
    }
    let title = reader.own(root.string("title"));
    let copy_of = reader.own(root.string("copy_of"));
    let welcome = root.string("welcome_message");
    let farewell = root.string("final_message");
    let problems_before = document.n_problems();
    let sections = root.sections("exercises");
    let exercises: Vec<Exercise> = sections
        .iter()
        .filter_map(|section| reader.exercise(section))
        .collect();
    // A list of the wrong type is reported already.
    if sections.is_empty() && document.n_problems() == problems_before {
        document.report(
            root.offset,
            Problem::new("there is no exercise")
                .help("add one, as `workbook new NAME --dir CHAPTER` does: `[[exercises]]` with `name`, `dir` and hints"),
        );
    }
    root.finish();
    reader.duplicates(&exercises);

    let format = if reader.has_own_keys {
        Format::Workbook
    } else {
        Format::Rustlings
    };
    let problems = document.into_problems();
    if problems.is_empty() {
        Ok(Course {
            title: title.map_or_else(|| "Workbook".to_owned(), |title| title.value),
            copy_of: copy_of.map(|text| text.value),
            welcome: welcome.map(|text| text.value),
            farewell: farewell.map(|text| text.value),
            format,
            package: (format == Format::Rustlings).then(Package::default),
            exercises,
        })
    } else {
        Err(problems)
    }
}

struct Reader<'d, 'a> {
    document: &'d Document<'a>,
    /// Whether a key was seen that the format of rustlings does not have.
    has_own_keys: bool,
    /// The former names with the names of today.
    former: Vec<(Located<String>, String)>,
}

impl Reader<'_, '_> {
    /// Notes that a key of ours was there.
    fn own<T>(&mut self, value: Option<T>) -> Option<T> {
        self.has_own_keys |= value.is_some();
        value
    }

    fn exercise(&mut self, section: &Section<'_, '_>) -> Option<Exercise> {
        let name = section.required_string("name");
        let dir = section.string("dir");
        for (key, value) in [("name", &name), ("dir", &dir)] {
            if let Some(value) = value {
                self.check_name(key, value);
            }
        }
        let title = self.own(section.string("title"));
        let difficulty = self.own(section.integer("difficulty", 1, 5));
        let minutes = self.own(section.integer("minutes", 1, 600));
        let starts = self
            .own(section.string("starts"))
            .and_then(|starts| self.starts(&starts));
        let own_lists = ["concepts", "see_also", "hints", "former"]
            .iter()
            .any(|key| section.has(key));
        self.own(own_lists.then_some(()));
        let concepts = values(section.strings("concepts"));
        let see_also = values(section.strings("see_also"));
        let former = section.strings("former");
        for value in &former {
            self.check_name("former", value);
        }
        let tests_editable = self.own(section.string("tests")).is_some_and(|it| {
            self.says("tests", &it, "editable", "the task lies inside the tests")
        });
        let deadline = self.own(section.integer("timeout_seconds", 1, 600));
        let worth = self.worth(section);
        let loopback = self.own(section.string("network")).is_some_and(|it| {
            self.says("network", &it, "loopback", "its tests talk over 127.0.0.1")
        });
        let mut hints: Vec<Hint> = section
            .string("hint")
            .filter(|hint| !hint.value.trim().is_empty())
            .map(|hint| Hint {
                when: None,
                text: hint.value,
            })
            .into_iter()
            .collect();
        hints.extend(
            section
                .sections("hints")
                .iter()
                .filter_map(|hint| self.hint(hint)),
        );
        let test = section.boolean("test").unwrap_or(true);
        let strict_clippy = section.boolean("strict_clippy").unwrap_or(false);
        let skip_check_unsolved = section.boolean("skip_check_unsolved").unwrap_or(false);
        section.finish();

        let name = name?;
        self.former.extend(
            former
                .iter()
                .map(|value| (value.clone(), name.value.clone())),
        );
        Some(Exercise {
            former: values(former),
            title: title.map_or_else(|| name.value.replace('_', " "), |title| title.value),
            place: self.document.place(name.offset),
            name: name.value,
            dir: dir.map(|dir| dir.value).unwrap_or_default(),
            difficulty: difficulty.and_then(|number| u8::try_from(number).ok()),
            minutes: minutes.and_then(|number| u16::try_from(number).ok()),
            starts,
            concepts,
            see_also,
            hints,
            test,
            strict_clippy,
            skip_check_unsolved,
            tests_editable,
            deadline: deadline.map_or(DEFAULT_TEST_DEADLINE, |seconds| {
                Duration::from_secs(seconds.into())
            }),
            worth,
            loopback,
        })
    }

    /// A name becomes a file name and a crate name, so it must be a plain word.
    fn check_name(&self, key: &str, name: &Located<String>) {
        let word = !name.value.is_empty()
            && name
                .value
                .chars()
                .all(|ch| ch.is_alphanumeric() || ch == '_');
        if !word {
            self.document.report(
                name.offset,
                Problem::new(format!(
                    "`{key}` is `{}`, but may hold letters, digits and `_` only",
                    name.value
                )),
            );
        } else if name.value.len() > MAX_NAME_LEN {
            self.document.report(
                name.offset,
                Problem::new(format!(
                    "`{key}` is {} bytes long, at most {MAX_NAME_LEN} are allowed",
                    name.value.len()
                )),
            );
        }
    }

    fn starts(&self, starts: &Located<String>) -> Option<Starts> {
        match starts.value.as_str() {
            "test fails" => Some(Starts::TestFails),
            code if is_error_code(code) => Some(Starts::CompilerError(code.to_owned())),
            other => {
                self.document.report(
                    starts.offset,
                    Problem::new(format!("`starts` is `{other}`"))
                        .help("write \"test fails\", or a compiler error code such as \"E0382\""),
                );
                None
            }
        }
    }

    /// Whether the one word stands there that a key knows, which is for exercises whose tests are so.
    fn says(&self, key: &str, found: &Located<String>, word: &str, when: &str) -> bool {
        if found.value != word {
            self.document.report(
                found.offset,
                Problem::new(format!("`{key}` is `{}`", found.value)).help(format!(
                    "write \"{word}\" when {when}, or leave the key out"
                )),
            );
        }
        found.value == word
    }

    fn worth(&mut self, section: &Section<'_, '_>) -> Worth {
        let points = self.own(section.integer("points", 0, MAX_POINTS));
        let tests = self.own(section.section("test_points"));
        match (points, tests) {
            (Some(_), Some(tests)) => {
                self.document.report(
                    tests.offset,
                    Problem::new("both `points` and `test_points` are given")
                        .help("leave `points` out: the exercise is worth what its tests are worth"),
                );
                Worth::default()
            }
            (Some(points), None) => Worth::Points(points),
            (None, Some(tests)) => {
                let points = tests.integers(0, MAX_POINTS);
                if tests.is_empty() {
                    self.document.report(
                        tests.offset,
                        Problem::new("`test_points` names no test")
                            .help("as in `test_points = { a_test = 2 }`; tests it does not name earn none"),
                    );
                }
                Worth::Tests(points.into_iter().collect())
            }
            (None, None) => Worth::default(),
        }
    }

    fn hint(&self, section: &Section<'_, '_>) -> Option<Hint> {
        let when = section
            .string_or_section("when")
            .and_then(|when| self.when(when));
        let text = section.required_string("text");
        section.finish();
        if let Some(text) = text.as_ref().filter(|text| text.value.trim().is_empty()) {
            self.document
                .report(text.offset, Problem::new("the hint is empty"));
        }
        Some(Hint {
            when,
            text: text?.value,
        })
    }

    fn when(&self, when: StringOrSection<'_, '_>) -> Option<When> {
        let help = "write `when = { test = \"NAME\" }`, `when = { error = \"E0499\" }` or `when = \"timeout\"`";
        match when {
            StringOrSection::String(text) if text.value == "timeout" => Some(When::Timeout),
            StringOrSection::String(text) => {
                self.document.report(
                    text.offset,
                    Problem::new(format!("`when` is `{}`", text.value)).help(help),
                );
                None
            }
            StringOrSection::Section(section) => {
                let test = section.string("test");
                let error = section.string("error");
                let offset = section.offset;
                section.finish();
                match (test, error) {
                    (Some(test), None) => Some(When::Test(test.value)),
                    (None, Some(error)) if is_error_code(&error.value) => {
                        Some(When::Error(error.value))
                    }
                    (None, Some(error)) => {
                        self.document.report(
                            error.offset,
                            Problem::new(format!(
                                "`{}` is not an error code of the compiler",
                                error.value
                            ))
                            .help(help),
                        );
                        None
                    }
                    _ => {
                        self.document.report(
                            offset,
                            Problem::new("`when` must name one failure").help(help),
                        );
                        None
                    }
                }
            }
        }
    }

    fn duplicates(&self, exercises: &[Exercise]) {
        let mut first: BTreeMap<&str, &Place> = BTreeMap::new();
        for exercise in exercises {
            if let Some(place) = first.get(exercise.name.as_str()) {
                self.document.report_as_is(
                    Problem::new(format!("two exercises are called `{}`", exercise.name))
                        .at(exercise.place.clone())
                        .note(format!("the other one is at {place}"))
                        .help("names must be unique, also across directories"),
                );
            } else {
                first.insert(&exercise.name, &exercise.place);
            }
        }
        self.former_names(&first);
    }

    /// A former name must lead to one exercise: progress of that name could not be told apart otherwise.
    fn former_names(&self, names: &BTreeMap<&str, &Place>) {
        let mut listed: BTreeMap<&str, Place> = BTreeMap::new();
        for (former, today) in &self.former {
            let name = former.value.as_str();
            let problem = if name == today {
                Problem::new(format!("`{name}` lists its own name in `former`"))
                    .help("list only names that it does not have any more")
            } else if let Some(place) = names.get(name) {
                Problem::new(format!(
                    "the former name `{name}` of `{today}` is the name of another exercise"
                ))
                .note(format!("that one is at {place}"))
                .help("a name that was given up must not be used again; choose another one there")
            } else if let Some(place) = listed.get(name) {
                Problem::new(format!("the former name `{name}` is listed twice"))
                    .note(format!("the other one is at {place}"))
                    .help("keep it where the exercise lives on")
            } else {
                listed.insert(name, self.document.place(former.offset));
                continue;
            };
            self.document.report(former.offset, problem);
        }
    }
}

fn values(list: Vec<Located<String>>) -> Vec<String> {
    list.into_iter().map(|item| item.value).collect()
}

/// `E` and four digits.
fn is_error_code(text: &str) -> bool {
    text.len() == 5 && text.starts_with('E') && text[1..].bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> String {
        match parse(text) {
            Ok(_) => String::new(),
            Err(problems) => problems
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    #[test]
    fn a_full_entry_is_read() {
        let course = parse(
            r#"
format_version = 1
title = "Mine"
[[exercises]]
name = "lru_cache"
dir = "02_data"
title = "LRU cache"
difficulty = 3
minutes = 35
starts = "E0382"
concepts = ["lru-cache"]
timeout_seconds = 2
[[exercises.hints]]
when = { test = "works" }
text = "look"
[[exercises.hints]]
when = "timeout"
text = "does it end?"
[[exercises.hints]]
text = "think"
"#,
        )
        .expect("the text is right");
        let exercise = &course.exercises[0];
        assert_eq!(course.format, Format::Workbook);
        assert_eq!(exercise.path(), Path::new("exercises/02_data/lru_cache.rs"));
        assert_eq!(exercise.chapter(), "data");
        assert_eq!(exercise.starts, Some(Starts::CompilerError("E0382".into())));
        assert_eq!(exercise.deadline, Duration::from_secs(2));
        let whens: Vec<_> = exercise
            .hints
            .iter()
            .map(|hint| hint.when.clone())
            .collect();
        assert_eq!(
            whens,
            [Some(When::Test("works".into())), Some(When::Timeout), None]
        );
        assert_eq!(exercise.place.position, Some((5, 8)));
    }

    #[test]
    fn an_entry_of_rustlings_is_read() {
        let course = parse(
            "format_version = 1\nwelcome_message = \"hi\"\n[[exercises]]\nname = \"if1\"\ntest = false\nstrict_clippy = true\nskip_check_unsolved = true\nhint = \"else\"\n",
        )
        .expect("the text is right");
        let exercise = &course.exercises[0];
        assert_eq!(course.format, Format::Rustlings);
        assert_eq!(exercise.path(), Path::new("exercises/if1.rs"));
        assert!(!exercise.test && exercise.strict_clippy && exercise.skip_check_unsolved);
        assert_eq!(exercise.hints.len(), 1);
    }

    #[test]
    fn every_mistake_is_reported_in_one_run() {
        let found = problems(
            "format_version = 1\n[[exercises]]\nname = \"a b\"\ndificulty = 3\n[[exercises]]\nname = \"x\"\nstarts = \"soon\"\nhints = [{ when = { test = \"t\", error = \"E1\" }, text = \" \" }]\n[[exercises]]\nname = \"x\"\ndifficulty = 7\n",
        );
        for expected in [
            "`name` is `a b`, but may hold letters, digits and `_` only\n  --> info.toml:3:8",
            "unknown key `dificulty`\n  --> info.toml:4:1\n   = help: did you mean `difficulty`?",
            "`starts` is `soon`\n  --> info.toml:7:10",
            "`when` must name one failure\n  --> info.toml:8",
            "the hint is empty\n  --> info.toml:8",
            "two exercises are called `x`\n  --> info.toml:10:8\n   = note: the other one is at info.toml:6:8",
            "`difficulty` is 7, but must be a whole number from 1 to 5\n  --> info.toml:11:14",
        ] {
            assert!(found.contains(expected), "{expected}\nis not in\n{found}");
        }
    }

    /// A workbook of one exercise with these lines.
    fn with(lines: &str) -> String {
        format!("format_version = 1\n[[exercises]]\nname = \"a\"\n{lines}\n")
    }

    #[test]
    fn an_exercise_says_what_it_is_worth_and_how_it_is_graded() {
        for (lines, expected) in [
            ("", Worth::PointPerTest),
            ("points = 0", Worth::Points(0)),
            ("points = 12", Worth::Points(12)),
            (
                "test_points = { works = 3, fails = 0 }",
                Worth::Tests([("works".to_owned(), 3), ("fails".to_owned(), 0)].into()),
            ),
            (
                "[exercises.test_points]\nworks = 1",
                Worth::Tests([("works".to_owned(), 1)].into()),
            ),
        ] {
            let course = parse(&with(lines)).expect(lines);
            assert_eq!(course.exercises[0].worth, expected, "{lines}");
            assert!(!course.exercises[0].loopback && !course.exercises[0].tests_editable);
            let format = if lines.is_empty() {
                Format::Rustlings
            } else {
                Format::Workbook
            };
            assert_eq!(course.format, format, "{lines}");
        }
        let lines = "network = \"loopback\"\ntests = \"editable\"";
        let course = parse(&with(lines)).expect("both are known");
        assert!(course.exercises[0].loopback && course.exercises[0].tests_editable);
    }

    #[test]
    fn what_cannot_be_graded_by_is_reported_where_it_stands() {
        for (lines, expected) in [
            (
                "points = -1",
                "`points` is -1, but must be a whole number from 0 to 1000000\n  --> info.toml:4:10",
            ),
            (
                "points = 2.5",
                "`points` is a float, but must be a whole number from 0 to 1000000\n  --> info.toml:4:10",
            ),
            ("points = \"ten\"", "`points` is a string"),
            (
                "points = 1000001",
                "from 0 to 1000000\n  --> info.toml:4:10",
            ),
            ("test_points = 3", "`test_points` is an integer"),
            (
                "test_points = { works = -2 }",
                "`works` is -2, but must be a whole number from 0 to 1000000\n  --> info.toml:4:25",
            ),
            ("test_points = { works = true }", "`works` is a boolean"),
            (
                "test_points = {}",
                "`test_points` names no test\n  --> info.toml:4:15",
            ),
            (
                "points = 3\ntest_points = { works = 2 }",
                "both `points` and `test_points` are given\n  --> info.toml:5:15\n   = help: leave `points` out",
            ),
            (
                "network = \"all\"",
                "`network` is `all`\n  --> info.toml:4:11\n   = help: write \"loopback\"",
            ),
            ("network = true", "`network` is a boolean"),
            (
                "tests = \"hidden\"",
                "`tests` is `hidden`\n  --> info.toml:4:9\n   = help: write \"editable\"",
            ),
            (
                "point = 3",
                "unknown key `point`\n  --> info.toml:4:1\n   = help: did you mean `points`?",
            ),
            (
                "test_point = { works = 3 }",
                "help: did you mean `test_points`?",
            ),
        ] {
            let found = problems(&with(lines));
            assert!(found.contains(expected), "{expected}\nis not in\n{found}");
            assert_eq!(found.matches("--> ").count(), 1, "{found}");
        }
    }

    #[test]
    fn a_former_name_leads_to_one_exercise() {
        let exercise = |name: &str, former: &str| {
            format!("[[exercises]]\nname = \"{name}\"\nformer = {former}\n")
        };
        let file = |exercises: &[String]| format!("format_version = 1\n{}", exercises.concat());
        let right = file(&[exercise("a", r#"["b", "c"]"#), exercise("d", r#"["e"]"#)]);
        let course = parse(&right).expect("the names differ");
        for (name, expected) in [
            ("a", Some("a")),
            ("c", Some("a")),
            ("e", Some("d")),
            ("f", None),
        ] {
            let found = course.known_as(name).map(|exercise| exercise.name.as_str());
            assert_eq!(found, expected, "{name}");
        }
        for (exercises, expected) in [
            (
                [exercise("a", r#"["d"]"#), exercise("d", "[]")],
                "the former name `d` of `a` is the name of another exercise\n  --> info.toml:4:11\n   = note: that one is at info.toml:6:8",
            ),
            (
                [exercise("a", r#"["b"]"#), exercise("d", r#"["b"]"#)],
                "the former name `b` is listed twice\n  --> info.toml:7:11\n   = note: the other one is at info.toml:4:11",
            ),
            (
                [exercise("a", r#"["b", "b"]"#), exercise("d", "[]")],
                "the former name `b` is listed twice\n  --> info.toml:4:16",
            ),
            (
                [exercise("a", r#"["a"]"#), exercise("d", "[]")],
                "`a` lists its own name in `former`\n  --> info.toml:4:11",
            ),
            (
                [exercise("a", r#"["../b"]"#), exercise("d", "[]")],
                "`former` is `../b`",
            ),
        ] {
            let found = problems(&file(&exercises));
            assert!(found.contains(expected), "{expected}\nis not in\n{found}");
        }
    }

    #[test]
    fn a_file_without_exercises_is_explained() {
        for (text, expected) in [
            ("", "`format_version` is missing"),
            ("format_version = 1\n", "there is no exercise"),
            (
                "format_version = 2\n[[exercises]]\nname = \"a\"\n",
                "install a newer `workbook`",
            ),
            (
                "format_version = 0\n[[exercises]]\nname = \"a\"\n",
                "must be 1",
            ),
            (
                "format_version = \"1\"\n[[exercises]]\nname = \"a\"\n",
                "`format_version` is a string",
            ),
            (
                "format_version = 1\nexercises = 3\n",
                "list of tables, written `[[exercises]]`",
            ),
            (
                "format_version = 1\n[[exercises]]\nname = \"a\n",
                "info.toml:3",
            ),
        ] {
            let found = problems(text);
            assert!(found.contains(expected), "{text:?}: {found}");
        }
    }
}
