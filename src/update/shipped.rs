//! What the files of a workbook were when they came: how it is known whether somebody touched one.

use crate::files;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const HEAD: &str = "# workbook shipped 1: files as they came; whoever edits one keeps it when the course is updated";

/// So many letters of a fingerprint tell files apart.
const LEN: usize = 32;

/// The files of an edition of the course with their fingerprints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shipped {
    prints: BTreeMap<String, String>,
}

impl Shipped {
    /// Where it is kept, relative to the workbook.
    pub const PATH: &str = ".workbook/shipped";

    /// Takes the fingerprints of files with these paths and texts.
    pub fn new(files: &BTreeMap<String, String>) -> Self {
        let prints = files.iter();
        Self {
            prints: prints
                .map(|(path, text)| (path.clone(), print(text)))
                .collect(),
        }
    }

    /// Whether a file came with the course.
    pub fn has(&self, path: &str) -> bool {
        self.prints.contains_key(path)
    }

    /// Whether a file came with this text.
    pub fn holds(&self, path: &str, text: &str) -> bool {
        self.prints
            .get(path)
            .is_some_and(|shipped| *shipped == print(text))
    }

    /// The files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &String> {
        self.prints.keys()
    }

    /// The text form.
    pub fn render(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (path, print) in &self.prints {
            let _ = writeln!(text, "{print} {path}");
        }
        text
    }

    /// Reads the text form. A line that makes no sense is passed over: its file then counts as edited.
    pub fn parse(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Self {
            prints: lines
                .filter_map(|line| line.split_once(' '))
                .filter(|(_, path)| crate::change::stays_inside(path))
                .map(|(print, path)| (path.to_owned(), print.to_owned()))
                .collect(),
        }
    }
}

fn print(text: &str) -> String {
    let mut name = files::fingerprint_name(text);
    name.truncate(LEN);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let files = ["info.toml", "concepts/a b.md"]
            .map(|path| (path.to_owned(), format!("text of {path}")));
        let shipped = Shipped::new(&BTreeMap::from(files));
        let read = Shipped::parse(&shipped.render());
        assert_eq!(read, shipped);
        assert!(read.holds("concepts/a b.md", "text of concepts/a b.md"));
        assert!(!read.holds("info.toml", "another text"));
        assert!(read.has("info.toml") && !read.has("README.md"));
    }

    #[test]
    fn a_line_that_makes_no_sense_trusts_nothing() {
        let shipped = Shipped::parse("junk\n0123 ../../elsewhere\n0123 /elsewhere\n0123 here\n");
        assert_eq!(shipped.paths().collect::<Vec<_>>(), ["here"]);
        assert!(!shipped.holds("here", ""));
    }
}
