//! Reads TOML and reports every mistake in it with line, column and a suggestion. The only door to `toml`.
//!
//! A reader asks a [`Section`] for the keys it knows; what nobody asked for is an unknown key.

mod manifest;

pub use manifest::{Dependencies, Workspace, dependencies, local_crates, of_workspace};

use crate::error::{Place, Problem};
use crate::text;
use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

/// A value and the byte offset where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its byte offset in the document.
    pub offset: usize,
}

/// A TOML text, where it comes from, and all that was found wrong with it so far.
pub struct Document<'a> {
    path: PathBuf,
    /// The file that holds the text, when the text is only the head of it.
    text: &'a str,
    lines: text::Lines<'a>,
    /// How many lines of the file stand before the text.
    first_line: usize,
    problems: RefCell<Vec<Problem>>,
}

impl<'a> Document<'a> {
    /// A document of a file of its own.
    pub fn new(path: &Path, text: &'a str) -> Self {
        Self::inside(path, text, 0)
    }

    /// A document that stands in a larger file, after `first_line` lines of it.
    pub fn inside(path: &Path, text: &'a str, first_line: usize) -> Self {
        Self {
            path: path.to_owned(),
            text,
            lines: text::Lines::new(text),
            first_line,
            problems: RefCell::default(),
        }
    }

    /// Parses the text, reports its syntax errors and hands out what could be read.
    pub fn parse(&self) -> Tree<'a> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let offset = error.span().map_or(0, |span| span.start);
            // The parser's message may have several lines; the first one says what is wrong.
            let message = error
                .message()
                .lines()
                .next()
                .unwrap_or("not TOML")
                .to_owned();
            self.report(offset, Problem::new(message));
        }
        Tree { table }
    }

    /// Where an offset is.
    pub fn place(&self, offset: usize) -> Place {
        let (line, column) = self.lines.line_column(offset);
        Place::at(&self.path, self.first_line + line, column)
    }

    /// Adds a problem at an offset.
    pub fn report(&self, offset: usize, problem: Problem) {
        self.problems
            .borrow_mut()
            .push(problem.at(self.place(offset)));
    }

    /// Adds a problem that has no position, or already has one.
    pub fn report_as_is(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// How many problems were found so far.
    pub fn n_problems(&self) -> usize {
        self.problems.borrow().len()
    }

    /// All problems found, in the order of the file.
    pub fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|problem| problem.place.as_ref().and_then(|place| place.position));
        problems
    }
}

/// A parsed document.
pub struct Tree<'a> {
    table: Spanned<DeTable<'a>>,
}

impl<'a> Tree<'a> {
    /// The outermost table.
    pub fn root<'t>(&'t self, document: &'t Document<'a>) -> Section<'t, 'a> {
        Section::new(document, self.table.get_ref(), self.table.span())
    }
}

/// One table of a document, read key by key.
pub struct Section<'t, 'a> {
    document: &'t Document<'a>,
    table: &'t DeTable<'a>,
    /// Byte offset where the table begins.
    pub offset: usize,
    asked: RefCell<Vec<&'static str>>,
}

impl<'t, 'a> Section<'t, 'a> {
    fn new(document: &'t Document<'a>, table: &'t DeTable<'a>, span: Range<usize>) -> Self {
        Self {
            document,
            table,
            offset: span.start,
            asked: RefCell::default(),
        }
    }

    fn get(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table
            .get(&Spanned::new(0..0, Cow::Borrowed(key)))
            // The parser puts an empty value where a syntax error stands, which is reported already.
            .filter(|value| !value.span().is_empty())
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        self.document.report(
            value.span().start,
            Problem::new(format!(
                "`{key}` is {}, but must be {wanted}",
                with_article(value.get_ref().type_str())
            )),
        );
    }

    /// Whether the key is there, whatever its type.
    pub fn has(&self, key: &str) -> bool {
        self.table
            .keys()
            .any(|candidate| candidate.get_ref() == key)
    }

    /// A string.
    pub fn string(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.get(key)?;
        let string = value.get_ref().as_str();
        if string.is_none() {
            self.wrong_type(key, value, "a string");
        }
        Some(Located {
            value: string?.to_owned(),
            offset: value.span().start,
        })
    }

    /// A string that must be there.
    pub fn required_string(&self, key: &'static str) -> Option<Located<String>> {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            self.document.report(
                self.offset,
                Problem::new(format!("`{key}` is missing here")),
            );
        }
        self.string(key)
    }

    /// A whole number between `min` and `max`.
    pub fn integer(&self, key: &'static str, min: u32, max: u32) -> Option<u32> {
        self.number(key, min.into(), max.into())
            .and_then(|number| u32::try_from(number).ok())
    }

    /// A whole number between `min` and `max`, which may be below zero.
    pub fn number(&self, key: &'static str, min: i64, max: i64) -> Option<i64> {
        self.as_number(key, self.get(key)?, min, max)
    }

    fn as_number(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        min: i64,
        max: i64,
    ) -> Option<i64> {
        let wanted = format!("a whole number from {min} to {max}");
        let Some(integer) = value.get_ref().as_integer() else {
            self.wrong_type(key, value, &wanted);
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix())
            .ok()
            .filter(|number| (min..=max).contains(number));
        if number.is_none() {
            self.document.report(
                value.span().start,
                Problem::new(format!(
                    "`{key}` is {}, but must be {wanted}",
                    integer.as_str()
                )),
            );
        }
        number
    }

    /// `true` or `false`.
    pub fn boolean(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let boolean = value.get_ref().as_bool();
        if boolean.is_none() {
            self.wrong_type(key, value, "`true` or `false`");
        }
        boolean
    }

    /// A list of strings; empty when the key is absent.
    pub fn strings(&self, key: &'static str) -> Vec<Located<String>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of strings");
            return Vec::new();
        };
        array
            .iter()
            .filter_map(|item| {
                let string = item.get_ref().as_str();
                if string.is_none() {
                    self.wrong_type(key, item, "a list of strings");
                }
                Some(Located {
                    value: string?.to_owned(),
                    offset: item.span().start,
                })
            })
            .collect()
    }

    /// A list of tables (`[[key]]`); empty when the key is absent.
    pub fn sections(&self, key: &'static str) -> Vec<Section<'t, 'a>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(
                key,
                value,
                &format!("a list of tables, written `[[{key}]]`"),
            );
            return Vec::new();
        };
        array
            .iter()
            .filter_map(|item| {
                let table = item.get_ref().as_table();
                if table.is_none() {
                    self.wrong_type(key, item, "a list of tables");
                }
                Some(Section::new(self.document, table?, item.span()))
            })
            .collect()
    }

    /// A table.
    pub fn section(&self, key: &'static str) -> Option<Section<'t, 'a>> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(key, value, "a table");
        }
        Some(Section::new(self.document, table?, value.span()))
    }

    /// Every key with its value, a whole number from `min` to `max`, where the keys are the author's own.
    pub fn integers(&self, min: u32, max: u32) -> Vec<(String, u32)> {
        let values = self.table.iter().filter_map(|(key, value)| {
            // The parser puts an empty value where a syntax error stands, which is reported already.
            if value.span().is_empty() {
                return None;
            }
            let name = key.get_ref().to_string();
            let number = self.as_number(&name, value, i64::from(min), i64::from(max))?;
            Some((name, u32::try_from(number).ok()?))
        });
        values.collect()
    }

    /// Whether there is no key in it.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// A string or a table.
    pub fn string_or_section(&self, key: &'static str) -> Option<StringOrSection<'t, 'a>> {
        self.get(key)
            .and_then(|value| self.as_string_or_section(key, value))
    }

    /// Every key with its value, a string or a table each, where the keys are the author's own.
    pub fn strings_or_sections(&self) -> Vec<(Located<String>, StringOrSection<'t, 'a>)> {
        let values = self.table.iter().filter_map(|(key, value)| {
            if value.span().is_empty() {
                return None;
            }
            let name = Located {
                value: key.get_ref().to_string(),
                offset: key.span().start,
            };
            let value = self.as_string_or_section(&name.value, value)?;
            Some((name, value))
        });
        values.collect()
    }

    fn as_string_or_section(
        &self,
        key: &str,
        value: &'t Spanned<DeValue<'a>>,
    ) -> Option<StringOrSection<'t, 'a>> {
        match value.get_ref() {
            DeValue::String(string) => Some(StringOrSection::String(Located {
                value: string.to_string(),
                offset: value.span().start,
            })),
            DeValue::Table(table) => Some(StringOrSection::Section(Section::new(
                self.document,
                table,
                value.span(),
            ))),
            _ => {
                self.wrong_type(key, value, "a string or a table");
                None
            }
        }
    }

    /// Reports every key that nobody asked for, with the known key it resembles.
    pub fn finish(&self) {
        let known = self.asked.borrow();
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let help = match text::nearest(name, known.iter().copied()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("known keys here: {}", known.join(", ")),
            };
            self.document.report(
                key.span().start,
                Problem::new(format!("unknown key `{name}`")).help(help),
            );
        }
    }
}

/// A text as a string of TOML.
pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// What [`Section::string_or_section`] found.
pub enum StringOrSection<'t, 'a> {
    /// A string.
    String(Located<String>),
    /// A table.
    Section(Section<'t, 'a>),
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let document = Document::new(Path::new("f.toml"), text);
        let tree = document.parse();
        let root = tree.root(&document);
        root.required_string("title");
        root.integer("level", 1, 5);
        root.boolean("strict");
        root.strings("names");
        for section in root.sections("items") {
            section.required_string("text");
            section.finish();
        }
        root.finish();
        document
            .into_problems()
            .iter()
            .map(|problem| problem.to_string().replace('\n', " ").trim_end().to_owned())
            .collect()
    }

    #[test]
    fn every_mistake_is_reported_with_its_place() {
        for (text, expected) in [
            ("title = 't'", vec![]),
            ("", vec!["error: `title` is missing here   --> f.toml:1:1"]),
            (
                "titel = 't'\nlevel = 9\nstrict = 1\nnames = ['a', 2]",
                vec![
                    "error: `title` is missing here   --> f.toml:1:1",
                    "error: unknown key `titel`   --> f.toml:1:1    = help: did you mean `title`?",
                    "error: `level` is 9, but must be a whole number from 1 to 5   --> f.toml:2:9",
                    "error: `strict` is an integer, but must be `true` or `false`   --> f.toml:3:10",
                    "error: `names` is an integer, but must be a list of strings   --> f.toml:4:15",
                ],
            ),
            (
                "title = 't'\n[[items]]\ntxt = 'x'",
                vec![
                    "error: `text` is missing here   --> f.toml:2:1",
                    "error: unknown key `txt`   --> f.toml:3:1    = help: did you mean `text`?",
                ],
            ),
        ] {
            assert_eq!(problems(text), expected, "{text}");
        }
    }

    #[test]
    fn a_syntax_error_does_not_hide_the_mistakes_around_it() {
        let found = problems("title = 't'\nlevel = = 2\nnmaes = []\n");
        assert!(found[0].contains("f.toml:2:"), "{found:?}");
        assert!(
            found
                .iter()
                .any(|problem| problem.contains("unknown key `nmaes`")),
            "{found:?}"
        );
    }
}
