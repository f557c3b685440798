//! Which names a new exercise, its chapter and its cards may have.

use super::Wish;
use crate::error::{Place, Problem};
use crate::exercise::{Course, chapter_name};
use crate::info;
use crate::text;
use std::path::Path;

/// The longest name of an exercise, a chapter or a card, in bytes.
const MAX_LEN: usize = 32;

/// Words that cannot be the name of a crate and a function: keywords, kept words included (the Rust Reference, "Keywords"),
/// what Cargo refuses or the compiler looks for, and the names of devices on Windows.
const TAKEN: [&str; 67] = [
    "abstract",
    "alloc",
    "as",
    "async",
    "aux",
    "await",
    "become",
    "box",
    "break",
    "com1",
    "com2",
    "com3",
    "com4",
    "con",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "lpt1",
    "lpt2",
    "lpt3",
    "macro",
    "main",
    "match",
    "mod",
    "move",
    "mut",
    "nul",
    "override",
    "priv",
    "prn",
    "proc_macro",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
];

/// All that is wrong with the names in a wish.
pub(super) fn problems(wish: &Wish, course: Option<&Course>) -> Vec<Problem> {
    let mut problems: Vec<Problem> = name(&wish.name)
        .or_else(|| taken(&wish.name, course))
        .into_iter()
        .collect();
    problems.extend(chapter(&wish.dir, course));
    problems.extend(wish.title.as_deref().and_then(title));
    let slugs = wish.concepts.iter().chain(&wish.see_also);
    problems.extend(slugs.filter_map(|slug| card("card", slug)));
    problems.extend(wish.topic.as_deref().and_then(|topic| card("topic", topic)));
    problems
}

fn is_word(name: &str, between: char) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit())
    };
    name.len() <= MAX_LEN && name.split(between).all(is_part)
}

fn name(name: &str) -> Option<Problem> {
    if !is_word(name, '_') || name.starts_with(|ch: char| ch.is_ascii_digit()) {
        return Some(
            Problem::new(format!("`{name}` cannot be the name of an exercise")).help(format!(
                "it names a file and a function: small letters and digits, with `_` between words, at most {MAX_LEN}, \
                 as `lru_cache`"
            )),
        );
    }
    TAKEN.contains(&name).then(|| {
        Problem::new(format!("`{name}` cannot be the name of an exercise"))
            .note("the word has a meaning of its own for Rust, Cargo or a system")
            .help("choose another name")
    })
}

fn taken(name: &str, course: Option<&Course>) -> Option<Problem> {
    let is = |other: &String| other.eq_ignore_ascii_case(name);
    let mut exercises = course.into_iter().flat_map(|course| &course.exercises);
    let other = exercises.find(|other| is(&other.name) || other.former.iter().any(is))?;
    let problem = if is(&other.name) {
        Problem::new(format!("an exercise is called `{name}` already"))
    } else {
        Problem::new(format!(
            "`{name}` is a former name of the exercise `{}`",
            other.name
        ))
        .note("progress of that name is progress of that exercise")
    };
    Some(problem.at(other.place.clone()).help("choose another name"))
}

/// A chapter is one that is there, or a new one that says by its number where it stands.
fn chapter(dir: &str, course: Option<&Course>) -> Option<Problem> {
    let chapters = course.map(Course::chapters).unwrap_or_default();
    if dir.is_empty() {
        return Some(Problem::new("the name of the chapter is empty").help(HELP));
    }
    if chapters.iter().any(|chapter| chapter == dir) {
        return None;
    }
    let meant = || {
        let same = chapters
            .iter()
            .find(|chapter| chapter_name(chapter) == chapter_name(dir));
        let near = || text::nearest(dir, chapters.iter().map(String::as_str));
        same.map(String::as_str).or_else(near)
    };
    let help = || meant().map_or(HELP.to_owned(), |meant| format!("did you mean `{meant}`?"));
    let are_numbered = chapters
        .iter()
        .all(|chapter| chapter.is_empty() || number(chapter).is_some());
    let problem = if !is_word(dir, '_') || (are_numbered && number(dir).is_none()) {
        Problem::new(format!("`{dir}` cannot be the name of a chapter")).help(help())
    } else {
        let same = chapters
            .iter()
            .find(|chapter| are_numbered && number(chapter) == number(dir))?;
        Problem::new(format!("`{dir}` has the number of the chapter `{same}`"))
            .help(format!("write `--dir {same}`, or take another number"))
    };
    Some(problem.at(Place::file(Path::new(info::FILE))))
}

const HELP: &str = "a chapter is two digits and a name in small letters, with `_` between words, as `03_algorithms`";

/// The number that a chapter begins with.
pub(super) fn number(dir: &str) -> Option<u8> {
    let (digits, rest) = dir.split_once('_')?;
    let is_number = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .parse()
        .ok()
        .filter(|_| is_number && !rest.is_empty())
}

fn title(title: &str) -> Option<Problem> {
    let is_line = !title.trim().is_empty() && title.chars().all(text::is_harmless);
    (!is_line).then(|| {
        Problem::new("the title is empty, or more than a line of text")
            .help("write a few words, as `--title \"LRU cache\"`")
    })
}

fn card(kind: &str, slug: &str) -> Option<Problem> {
    (!is_word(slug, '-')).then(|| {
        Problem::new(format!("`{slug}` cannot be the name of a {kind}")).help(format!(
            "small letters and digits, with `-` between words, at most {MAX_LEN}, as `lru-cache`"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const INFO: &str = "format_version = 1\n[[exercises]]\nname = \"add\"\ndir = \"01_one\"\nformer = [\"sum\"]\n\
                        [[exercises]]\nname = \"Sub\"\ndir = \"03_three\"\n";

    fn wish(name: &str, dir: &str) -> Wish {
        Wish {
            name: name.to_owned(),
            dir: dir.to_owned(),
            ..Wish::default()
        }
    }

    fn told(wish: &Wish, info: &str) -> Vec<String> {
        let course = info::parse(info).ok();
        let line = |problem: &Problem| {
            let help = problem.help.as_deref().unwrap_or_default();
            format!("{}; {help}", problem.what)
        };
        problems(wish, course.as_ref()).iter().map(line).collect()
    }

    #[test]
    fn names_that_cannot_be_are_refused() {
        let long = "a".repeat(MAX_LEN + 1);
        for name in [
            "", "_", "a__b", "_a", "a_", "1a", "Add", "a-b", "é", "a b", "../a", "a.rs", "fn",
            "self", "main", "test", "con", &long,
        ] {
            let told = told(&wish(name, "01_one"), INFO);
            let expected = format!("`{name}` cannot be the name of an exercise; ");
            assert!(
                told.len() == 1 && told[0].starts_with(&expected),
                "{name:?}: {told:?}"
            );
        }
        for (name, expected) in [
            ("add", "an exercise is called `add` already"),
            ("sub", "an exercise is called `sub` already"),
            ("sum", "`sum` is a former name of the exercise `add`"),
        ] {
            let expected = format!("{expected}; choose another name");
            assert_eq!(told(&wish(name, "01_one"), INFO), [expected]);
        }
        for name in ["a", "a1", "two_sum", &long[1..]] {
            assert_eq!(told(&wish(name, "01_one"), INFO), [""; 0], "{name}");
        }
    }

    #[test]
    fn a_chapter_is_there_or_has_a_number_of_its_own() {
        for (dir, expected) in [
            ("01_one", ""),
            ("02_two", ""),
            ("09_a_b2", ""),
            ("", "the name of the chapter is empty; a chapter is two"),
            (
                "one",
                "`one` cannot be the name of a chapter; did you mean `01_one`?",
            ),
            (
                "2_two",
                "`2_two` cannot be the name of a chapter; a chapter is two digits",
            ),
            ("02_", "`02_` cannot be the name of a chapter; "),
            ("02two", "`02two` cannot be the name of a chapter; "),
            ("02_Two", "`02_Two` cannot be the name of a chapter; "),
            ("../02_two", "`../02_two` cannot be the name of a chapter; "),
            (
                "01_ones",
                "`01_ones` has the number of the chapter `01_one`; write `--dir 01_one`",
            ),
        ] {
            let told = told(&wish("new", dir), INFO).concat();
            assert!(
                told.starts_with(expected) && told.is_empty() == expected.is_empty(),
                "{dir:?}: {told}"
            );
        }
        // Where no chapter has a number, none is asked for.
        let plain = INFO.replace("01_", "").replace("03_", "");
        for (dir, n_problems) in [("one", 0), ("two", 0), ("Two", 1), ("04_two", 0)] {
            let told = told(&wish("new", dir), &plain);
            assert_eq!(told.len(), n_problems, "{dir}: {told:?}");
        }
    }

    #[test]
    fn cards_topics_and_titles_are_looked_at_too() {
        let wish = Wish {
            title: Some("a\nb".to_owned()),
            concepts: vec!["lru-cache".to_owned(), "LRU".to_owned()],
            see_also: vec!["a/b".to_owned()],
            topic: Some("..".to_owned()),
            ..wish("new", "01_one")
        };
        let told = told(&wish, INFO);
        let expected = [
            "the title is empty",
            "`LRU` cannot be the name of a card",
            "`a/b` cannot be the name of a card",
            "`..` cannot be the name of a topic",
        ];
        assert_eq!(told.len(), expected.len(), "{told:?}");
        for (told, expected) in told.iter().zip(expected) {
            assert!(told.starts_with(expected), "{told}");
        }
    }
}
