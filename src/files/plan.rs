//! What is to be done to the files of a workbook, and what was done.

use crate::change::{Change, Operation};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What it is for.
    pub operation: Operation,
    /// Whether it takes that operation back.
    pub is_undo: bool,
    /// The files to write or to remove.
    pub writes: Vec<Write>,
    /// What is to be known of exercises from now on, as lines of the progress.
    pub progress: BTreeMap<String, Option<String>>,
    /// Names that are given up, with those that come in their place.
    pub renamed: BTreeMap<String, String>,
}

/// A file to be written or removed.
#[derive(Clone, Debug)]
pub struct Write {
    /// The file, relative to the workbook.
    pub path: PathBuf,
    /// The exercise whose file this is, if an undo shall follow it to another name.
    pub exercise: Option<String>,
    /// What comes there.
    pub contents: Contents,
}

/// What comes in the place of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What was put aside because it is no file: a directory, for example. Relative to the workbook.
    Moved(PathBuf),
    /// Nothing.
    Absent,
}

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Nothing.
    Absent,
    /// A text.
    Text(String),
    /// A file that is no text, or no file at all.
    Other,
}

/// What was done.
#[derive(Clone, Debug)]
pub struct Done {
    /// The record of it.
    pub change: Change,
    /// What to tell about a progress file that could not be read.
    pub said: Option<String>,
}

impl Done {
    /// Where the only file's old version is, relative to the workbook.
    pub fn backup(&self) -> Option<&str> {
        match self.change.files.as_slice() {
            [file] => file.backup.as_deref(),
            _ => None,
        }
    }

    /// The directory below which the old versions of many files are, relative to the workbook.
    pub fn backup_dir(&self) -> Option<String> {
        let mut files = self.change.files.iter();
        let backup = files.find_map(|file| file.backup.as_deref())?;
        let parts: Vec<&str> = backup.split('/').take(3).collect();
        Some(parts.join("/"))
    }
}
